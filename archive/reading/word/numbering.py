"""The numbers Word prints before paragraphs: they stand nowhere in the text and are counted here as Word counts them.

A paragraph names a list (w:numId) and a level of it, itself or through its style. Lists share the levels and the
numbers of an abstract list; a level tells the format, the text ("%1、", "（%2）") and the first number.
ECMA-376 part 1, 17.9.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.reading.document import Finding
from archive.reading.word.numerals import write_number
from archive.reading.word.parts import SPACES, W, Word, is_on, setting

NO_LIST = "0"
"""The w:numId that takes a paragraph out of the list its style puts it in."""

_NUMBER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """`plain`: all its numbers are decimal (w:isLgl). `style`: the paragraph style that puts a paragraph here."""

    start: int
    form: str
    text: str
    plain: bool
    restarts: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class List:
    """`anew`: the levels at which this list begins its own numbers."""

    abstract: str
    levels: Mapping[int, Level]
    anew: frozenset[int]


def number_paragraphs(word: Word) -> tuple[dict[Element, str], list[Finding]]:
    """The label of each paragraph that has one."""
    lists = read_lists(word, word.numbering) if word.numbering is not None else {}
    labels: dict[Element, str | None] = {}
    counts: dict[str, dict[int, int]] = {}
    begun: set[str] = set()
    for paragraph in word.body.iter(f"{W}p"):
        key, level = find_place(word, lists, paragraph)
        if key not in lists or level not in lists[key].levels:
            continue
        numbers = counts.setdefault(lists[key].abstract, {})
        for own in lists[key].anew if key not in begun else ():
            numbers.pop(own, None)
        begun.add(key)
        count_on(numbers, lists[key].levels, level)
        labels[paragraph] = print_label(numbers, lists[key].levels, level)
    unknown = list(labels.values()).count(None)
    message = f"the numbers of {unknown} paragraphs are in a format that is not known, and were left out"
    return {p: label for p, label in labels.items() if label}, [Finding("numbering", message)] if unknown else []


def find_place(word: Word, lists: Mapping[str, List], paragraph: Element) -> tuple[str, int]:
    """The list and the level a paragraph stands at; NO_LIST where at none."""
    properties = list(word.properties(paragraph))
    key = next((key for p in properties if (key := setting(p, "w:numPr/w:numId"))), NO_LIST)
    level = next((level for p in properties if (level := setting(p, "w:numPr/w:ilvl"))), None)
    if level is not None or key not in lists:
        return key, whole(level)
    styles = {setting(paragraph, "w:pPr/w:pStyle")} - {None}
    return key, next((n for n, level in lists[key].levels.items() if level.style in styles), 0)


def count_on(numbers: dict[int, int], levels: Mapping[int, Level], level: int) -> None:
    """The next number of a level; those below it begin anew, those above count as begun."""
    for above in range(level):
        if above in levels:
            numbers.setdefault(above, levels[above].start)
    numbers[level] = numbers[level] + 1 if level in numbers else levels[level].start
    for below in [n for n in numbers if n > level and n in levels and levels[n].restarts]:
        del numbers[below]


def print_label(numbers: Mapping[int, int], levels: Mapping[int, Level], level: int) -> str | None:
    """The label as printed, "" for a bullet; None where the format of a number is not known."""
    here = levels[level]
    if here.form == "bullet":
        return ""
    places = [int(place) - 1 for place in _NUMBER.findall(here.text)]
    written = {n: write_number(numbers[n], "decimal" if here.plain else levels[n].form) for n in places if n in numbers}
    if None in written.values():
        return None
    return _NUMBER.sub(lambda place: written.get(int(place[1]) - 1) or "", here.text)


def read_lists(word: Word, root: Element) -> dict[str, List]:
    abstracts = {item.get(f"{W}abstractNumId", ""): item for item in root.iterfind("w:abstractNum", SPACES)}
    instances = {item.get(f"{W}numId", ""): item for item in root.iterfind("w:num", SPACES)}
    lists = {}
    for key, item in instances.items():
        abstract = _follow(word, abstracts, instances, setting(item, "w:abstractNumId") or "")
        if abstract in abstracts:
            levels, anew = _override(_read_levels(abstracts[abstract]), item)
            lists[key] = List(abstract, levels, anew)
    return lists


def _follow(word: Word, abstracts: Mapping[str, Element], instances: Mapping[str, Element], key: str) -> str:
    """An abstract list may only name a list style, whose list has the levels (w:numStyleLink)."""
    style = setting(abstracts[key], "w:numStyleLink") if key in abstracts else None
    properties = word.styles[style].properties if style in word.styles else None
    linked = None if properties is None else instances.get(setting(properties, "w:numPr/w:numId") or "")
    return key if linked is None else setting(linked, "w:abstractNumId") or key


def _override(levels: dict[int, Level], item: Element) -> tuple[dict[int, Level], frozenset[int]]:
    """The levels of an abstract list as one list changes them."""
    anew = set()
    for change in item.iterfind("w:lvlOverride", SPACES):
        number, start = whole(change.get(f"{W}ilvl")), setting(change, "w:startOverride")
        levels |= _read_levels(change)
        if start is not None and number in levels:
            levels[number] = replace(levels[number], start=whole(start))
            anew.add(number)
    return levels, frozenset(anew)


def _read_levels(parent: Element) -> dict[int, Level]:
    return {
        whole(level.get(f"{W}ilvl")): Level(
            start=whole(setting(level, "w:start")),
            form=setting(level, "w:numFmt") or "decimal",
            text=setting(level, "w:lvlText") or "",
            plain=is_on(level, "w:isLgl"),
            restarts=setting(level, "w:lvlRestart") != "0",
            style=setting(level, "w:pStyle"),
        )
        for level in parent.iterfind("w:lvl", SPACES)
    }


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of a few digits; anything else in its place is `otherwise`."""
    return int(text) if text and text.isdecimal() and len(text) < len("1000000") else otherwise
