"""The plain-text floor: what a page says by a way that shares nothing with its reader, and how much of it a text has.

Tags are taken off the source by patterns, without a tree; of the lines left, the run with the most sentences is where a
report can be (cx-extractor's distribution of text over lines, with a maximum subarray in place of its threshold). It
knows no titles, headers, tables or names of containers: so it is no better text, but it errs elsewhere, and a reader
that lost a part of the report shows against it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from operator import add

from archive.reading.document import Document

SENTENCE = 30
"""Characters from which a line with a comma is taken for text, and from which it counts once however often it stands:
portals print a report twice."""

SHORT = -8
"""Weight of any other line: a report's tables and headings do not part it, a menu or the list of other news does."""

_OPENING = re.compile(r"<(?:(!--)|(script|style|title|select)\b)", re.I)
_CLOSING = {
    name: re.compile(end, re.I)
    for name, end in {"!--": "-->", **{tag: f"</{tag}\\s*>" for tag in ("script", "style", "title", "select")}}.items()
}
_LINK = re.compile(r"<a\b[^<>]*>[^<]{0,100}(?:<(?!/?a\b)[^<>]*>[^<]{0,100}){0,6}</a\s*>", re.I)
"""A link, to be left out; what is longer is a sentence, or a tag that nobody closed."""

_INLINE = re.compile(
    r"</?(?:span|font|b|strong|i|u|em|a|o:p|sup|sub|wbr|big|small|label|ruby|r[tpb])(?:\s[^<>]*)?>", re.I
)
_CELL = re.compile(r"</?t[dh](?:\s[^<>]*)?>", re.I)
_TAG = re.compile(r"<[/!?a-z][^<>]*>", re.I)
_BLANK = re.compile(r"[\s|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]+")
_CLAUSE = re.compile("[，；]")


def page_floor(source: str) -> list[str]:
    """The lines of the run of a page's source in which a report can be; empty for a page without a sentence."""
    return densest_lines(source_lines(source))


def source_lines(source: str) -> list[str]:
    """A page's source without tags, links and what is not shown; a row of a table is one line."""
    text = _LINK.sub("", shown(source)).replace("\n", " ")
    text = _INLINE.sub("", _CELL.sub(" ", text))
    return [words for line in unescape(_TAG.sub("\n", text)).split("\n") if (words := " ".join(line.split()))]


def shown(source: str) -> str:
    """The source without comments, scripts and styles. One that nobody closed is text: a browser hides all that
    follows."""
    parts, at = [], 0
    unclosed: set[str] = set()
    for found in _OPENING.finditer(source):
        name = (found[1] or found[2]).lower()
        if found.start() < at or name in unclosed:
            continue
        if closing := _CLOSING[name].search(source, found.end()):
            parts.append(source[at : found.start()])
            at = closing.end()
        else:
            unclosed.add(name)
    return "".join([*parts, source[at:]])


def densest_lines(lines: Sequence[str]) -> list[str]:
    """The neighbours with the most characters of sentences; a long line once."""
    flat = [flatten(line) for line in lines]
    run = heaviest_run([_weight(line) for line in flat])
    first = {flat[i]: i for i in reversed(run)}
    return [lines[i] for i in run if len(flat[i]) < SENTENCE or first[flat[i]] == i]


def flatten(text: str) -> str:
    """A text without white space, zero-width characters and the bars between cells."""
    return _BLANK.sub("", text)


def _weight(line: str) -> int:
    return len(line) if "。" in line or (len(line) >= SENTENCE and _CLAUSE.search(line)) else SHORT


def heaviest_run(weights: Sequence[int]) -> range:
    """Positions of the neighbours with the largest sum (Kadane's maximum subarray)."""
    best, heaviest, weight, start = range(0), 0, 0, 0
    for i, own in enumerate(weights):
        weight, start = (weight + own, start) if weight > 0 else (own, i)
        if weight > heaviest:
            best, heaviest = range(start, i + 1), weight
    return best


def measured(document: Document, floor: Sequence[str]) -> Document:
    """The document with its recall of these lines on record."""
    return replace(document, recall=round(recall(document.text, "\n".join(floor)), 3) if floor else None)


def recall(text: str, floor: str) -> float:
    """Share of the floor's characters that the text has too, 1.0 where the floor is empty: whole lines, and of the rest
    pairs of neighbouring characters, each as often. Order, white space and the bars between cells do not count."""
    wanted, had = (Counter(map(flatten, lines.splitlines())) for lines in (floor, text))
    missing, other = "".join((wanted - had).elements()), "".join((had - wanted).elements())
    pairs = _pairs(missing)
    lost = len(missing) * ((pairs - _pairs(other)).total() / pairs.total() if pairs else 1)
    total = sum(len(line) * times for line, times in wanted.items())
    return 1 - lost / total if total else 1.0


def _pairs(text: str) -> Counter[str]:
    return Counter(map(add, text, text[1:]))
