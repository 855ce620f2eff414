"""A page's source with the contact data of persons written over, so that it can be shown and kept as a test case.

What a reader sees is scrubbed as one text: inline tags part nothing, so that 0510-<b>8123</b>4567 is one number; every
other tag parts cells and lines. Attributes that are read (content, title, value, mailto:) are texts of their own, and
so are scripts and comments. Addresses of pages, numbers alone in a cell, and everything that is no contact data stay as
they are, byte by byte; a placeholder is as long as what it stands for.
"""

import html
import re
from collections.abc import Iterator

from archive.report.contacts import blind, find_contacts

_TOKEN = re.compile(
    r"(?P<hidden><!--.*?(?:-->|\Z)|<(?:script|style)\b[^<>]*>.*?(?:</(?:script|style)\s*>|\Z))"
    r"|(?P<tag></?[a-z!?][^<>]*>?)|(?P<text>[^<]+|<)",
    re.S | re.I,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdo|big|cite|code|em|font|i|ins|kbd|label|mark|o:p|q|s|samp|small|span|strike|strong|st1:\w+|sub|sup"
    r"|tt|u|var|wbr)(?=[\s/>]|\Z)",
    re.I,
)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s{0,9}=\s{0,9}(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_READ = frozenset({"content", "title", "alt", "value", "summary", "placeholder", "label", "datetime", "aria-label"})
"""Attributes that hold words; others hold addresses, styles and names of the page's own."""
_LINKS = frozenset({"href", "src", "action"})
_PERSONAL = re.compile(r"(?:mailto|tel|sms|callto):", re.I)
_AUTHOR = re.compile(r"<meta\b[^<>]*\bname\s{0,9}=\s{0,9}[\"']?(?:author|editor|contact|责任编辑|作者)\b", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,10});?")


class Flat:
    """What is read of a source, a character at a time, each with the place in the source it stands at."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.places: list[tuple[int, int] | None] = []

    def add(self, letter: str, place: tuple[int, int] | None) -> None:
        """A letter; of white space only the first of a run."""
        if letter.isspace():
            if not self.letters or self.letters[-1].isspace():
                return
            letter = " "
        self.letters.append(letter)
        self.places.append(place)

    def part(self) -> None:
        """The end of a cell or a line."""
        if self.letters and self.letters[-1] == " ":
            self.letters[-1] = "\n"
        elif self.letters and self.letters[-1] != "\n":
            self.letters.append("\n")
            self.places.append(None)

    def say(self, words: str) -> None:
        """Words that are understood and stand nowhere."""
        for letter in words:
            self.add(letter, None)

    def replacements(self, source: str) -> Iterator[tuple[int, int, str]]:
        for one in find_contacts("".join(self.letters)):
            for at in range(one.start, one.stop):
                letter, place = self.letters[at], self.places[at]
                blinded = blind(letter, one.kind)
                if place and blinded != letter:
                    yield (*place, _spell(blinded, source[place[0] : place[1]]))


def _spell(letter: str, written: str) -> str:
    """A letter in the way, and of the length, in which another is written: as itself, or as a reference by its
    number."""
    if len(written) == 1:
        return letter
    if written[:3].lower() == "&#x":
        return f"{written[:3]}{ord(letter):0{len(written) - 4}x};"
    return f"&#{ord(letter):0{len(written) - 3}};"


def scrub_html(source: str) -> str:
    """A page's source, as long as it was. Never raises, whatever it holds."""
    found: list[tuple[int, int, str]] = []
    page = Flat()
    for match in _TOKEN.finditer(source):
        start, kind = match.start(), match.lastgroup
        if kind == "text":
            _add_text(page, match[0], start)
        elif kind == "hidden":
            page.part()
            found += _scrub_words(source, start, match.end(), code=True)
        else:
            if not _INLINE.match(match[0]):
                page.part()
            found += _scrub_attributes(source, match[0], start)
    found += page.replacements(source)
    return _replace(source, found)


def _add_text(page: Flat, text: str, offset: int) -> None:
    at = 0
    for match in _ENTITY.finditer(text):
        for place in range(at, match.start()):
            page.add(text[place], (offset + place, offset + place + 1))
        meant = html.unescape(match[0])
        is_one = len(meant) == 1
        page.add(meant[0], (offset + match.start(), offset + match.end()) if is_one else None)
        at = match.end()
    for place in range(at, len(text)):
        page.add(text[place], (offset + place, offset + place + 1))


def _scrub_attributes(source: str, tag: str, offset: int) -> Iterator[tuple[int, int, str]]:
    label = "作者:" if _AUTHOR.match(tag) else ""
    for match in _ATTRIBUTE.finditer(tag):
        name, value = match[1].lower(), match[2].strip("\"'")
        if name in _LINKS and _PERSONAL.match(value):
            yield from _scrub_words(source, offset + match.start(2), offset + match.end(2), label="电话:")
        elif name in _READ or name.startswith("data-"):
            yield from _scrub_words(source, offset + match.start(2), offset + match.end(2), label=label)


def _scrub_words(
    source: str, start: int, stop: int, *, label: str = "", code: bool = False
) -> Iterator[tuple[int, int, str]]:
    """A part of the source that is a text of its own; in code and attributes quotes part words as spaces do."""
    words = Flat()
    words.say(label)
    text = source[start:stop]
    if label or not code:
        text = text[:1].translate({34: " ", 39: " "}) + text[1:]
    else:
        text = text.translate({34: " ", 39: " "})
    _add_text(words, text, start)
    return words.replacements(source)


def _replace(source: str, found: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, stop, written in sorted(found):
        if start >= at:
            parts += [source[at:start], written]
            at = stop
    return "".join([*parts, source[at:]])
