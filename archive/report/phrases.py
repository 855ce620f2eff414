"""What a text can be found by, and what a question asks for.

A phrase is found where it stands in the text letter by letter, in their normalised form and in small letters: white
space, breaks of lines, width and case do not count. An index need only know the pairs of letters that a text has: one
that lacks a pair of a phrase does not have the phrase, and the others are looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.report.normalisation import normalise

LONGEST = 200
"""Characters of a question."""

SHORTEST = 2
"""Letters of a phrase."""

_NO_LETTER = re.compile(r"[\W_]+")
_TERM = re.compile(r'(?P<minus>[-－]?)(?:["“”](?P<quoted>[^"“”]*)(?P<end>["“”]?)|(?P<plain>[^\s"“”]+))')
_BREAK = " "


@dataclass(frozen=True, slots=True)
class Question:
    """`phrases`: all of them stand in the text, in the form in which they are looked for; `without`: none of these."""

    phrases: tuple[str, ...]
    without: tuple[str, ...]


def searchable(text: str) -> str:
    """The form in which texts and phrases are compared."""
    return normalise(text).casefold()


def read_question(text: str) -> Question:
    """Words between spaces, each a phrase; a phrase with spaces in quotation marks, one that is not to be there behind
    a minus. Raises ValueError with what is wrong."""
    if len(text) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    found: dict[bool, list[str]] = {False: [], True: []}
    for match in _TERM.finditer(text):
        if match["plain"] is None and not match["end"]:
            raise ValueError(f'a quotation mark has no other: {match[0]}; write "such a phrase"')
        phrase = searchable(match["plain"] or match["quoted"] or "")
        if len(_NO_LETTER.sub("", phrase)) < SHORTEST or not pairs(phrase):
            raise ValueError(f"{match[0]} is too short; give at least two characters that stand side by side")
        found[bool(match["minus"])].append(phrase)
    if not found[False]:
        raise ValueError(
            "it asks for nothing" if not found[True] else "it only says what is not to be there; name a phrase too"
        )
    return Question(tuple(dict.fromkeys(found[False])), tuple(dict.fromkeys(found[True])))


def pairs(phrase: str) -> frozenset[int]:
    """The pairs of letters that stand side by side, each as a number below 2^32: two UTF-16 units. `phrase` in the form
    of `searchable`."""
    units = _NO_LETTER.sub(_BREAK, phrase).encode("utf-16-le", "surrogatepass")
    halves = (units[at : at + (len(units) - at) // 4 * 4] for at in (0, 2))
    found = {pair for half in halves for pair in memoryview(half).cast("I")}
    blank = ord(_BREAK)
    return frozenset(pair for pair in found if pair & 0xFFFF != blank and pair >> 16 != blank)


def count(phrase: str, text: str) -> int:
    """How often it stands there; both in the form of `searchable`."""
    return text.count(phrase)


def quote(text: str, phrases: tuple[str, ...], *, around: int = 24) -> Iterator[tuple[str, str, str]]:
    """Where each of the phrases stands first in a text as it is written: what is before it, itself, what is behind."""
    letters = [searchable(letter) for letter in text]
    places = [at for at, letter in enumerate(letters) for _ in letter]
    plain = "".join(letters)
    for phrase in phrases:
        at = plain.find(phrase)
        if at >= 0:
            start, stop = places[at], places[at + len(phrase) - 1] + 1
            yield text[max(0, start - around) : start], text[start:stop], text[stop : stop + around]
