"""When two pages say the same report, and which of a report's texts stands for it (DOMAIN: sameness)."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from archive.report.garbled import is_garbled
from archive.report.normalisation import normalise

MUCH_SHORTER = 0.8
"""A text below this share of the longest one is taken for a cut copy of it, not for a revision."""

FEWER = 0.8
"""So is a text with less than this share of another's numbers: a script fills its tables in, or they are lost."""

FEW_HEADINGS = 0.5
"""What has less than this share of another's headings has lost its chapters, or stands in the report's place."""

_COMPLETENESS = ("complete", "doubtful", "incomplete", "needs_ocr", "unreadable")


def report_id(*, organ: str | None, division_code: str | None, year: int | None, url: str) -> str:
    """The same 32 hex digits for the same (organ, division, year) on every machine.

    Where organ or year is unknown the URL stands in; where the division is, the host: 财政局 of two sites is two
    organs.
    """
    if organ is None or year is None:
        return _digest("url", url)
    return _digest("report", normalise(organ), division_code or urlsplit(url).netloc, str(year))


def variant_id(report: str, text_hash: str) -> str:
    return _digest("variant", report, text_hash)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


# ---- which text stands for a report


@dataclass(frozen=True, slots=True)
class Merits:
    """What a reading says of how good its text is: `state` as its key `reading`; `cells` of tables with a value, and
    `headings`, are counted; `faults`: garbled, other_year."""

    state: str
    cells: int
    headings: int
    faults: tuple[str, ...] = ()


def weigh(reading: Mapping[str, Any]) -> Merits:
    """Of a reading with its text."""
    faults = [code for code in ("other_year",) if any(one["code"] == code for one in reading["findings"])]
    if is_garbled(reading["text"]):
        faults.append("garbled")
    return Merits(
        reading["reading"],
        sum(cell["value"] is not None and cell["table"] != "narrative" for cell in reading["statistics"]),
        sum(bool(section["heading"]) for section in reading["sections"]),
        tuple(faults),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice of a report's current text looks at. `number` counts the report's texts in the order they were
    met; `present` says that some URL still said it when it was last visited, `own` that the site of the report's own
    division said it; `length` is in characters."""

    id: str
    number: int
    present: bool
    own: bool
    length: int
    merits: Merits


Text = Callable[[Candidate], str]
"""Gives the normalised text of a candidate."""


def choose_current(candidates: Sequence[Candidate], text: Text) -> tuple[str, dict[str, str]]:
    """The candidate that stands for the report, and of each other why it does not.

    One rule after the other takes away those that are worse than one that is left, so that a revision in place takes
    over, a damaged or cut copy does not, and nothing flips from crawl to crawl. Raises ValueError where there is no
    candidate.
    """
    left, why = list(candidates), dict[str, str]()
    for rule in _RULES:
        worse = rule(left, text)
        if len(worse) < len(left):
            why |= worse
            left = [one for one in left if one.id not in worse]
    chosen = min(left, key=lambda one: (-one.length, one.number))
    why |= {one.id: f"as good as text {chosen.number}, and {_last_word(one, chosen)}" for one in left}
    del why[chosen.id]
    return chosen.id, why


def _last_word(one: Candidate, chosen: Candidate) -> str:
    return "shorter" if one.length < chosen.length else "met later"


def _garbled(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return {one.id: "garbled: decoded by a wrong charset" for one in left if "garbled" in one.merits.faults}


def _of_another_year(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return {one.id: "it speaks of another year as its own" for one in left if "other_year" in one.merits.faults}


def _less_complete(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    ranks = {one.id: _COMPLETENESS.index(one.merits.state) for one in left}
    best = min(ranks.values())
    return {one.id: f"read as {one.merits.state}" for one in left if ranks[one.id] > best}


def _fewer(left: Sequence[Candidate], counts: Mapping[str, int], share: float, what: str) -> dict[str, str]:
    """Those that have less than this share of what the one with most has."""
    most = max(left, key=lambda one: counts[one.id])
    return {
        one.id: f"{counts[one.id]} {what} for {counts[most.id]} of text {most.number}"
        for one in left
        if counts[one.id] < share * counts[most.id]
    }


def _without_tables(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return _fewer(left, {one.id: one.merits.cells for one in left}, FEWER, "numbers")


def _without_chapters(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return _fewer(left, {one.id: one.merits.headings for one in left}, FEW_HEADINGS, "headings")


def _foreign(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    """What has hardly a word of the text that was met first stands in its place; where that has chapters no less."""
    first = min(left, key=lambda one: one.number)
    words = _pairs(text(first)) if len(left) > 1 else frozenset()
    return {
        one.id: f"it has hardly a word of text {first.number}"
        for one in left
        if one is not first and one.merits.headings <= first.merits.headings and _shares_little(words, text(one))
    }


_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")

MANY_FIGURES = 20
"""Fewer stand in a line of links or of dates, whose loss is none."""

_FIGURES = re.compile(r"\d+")

EMPTIED = 3
"""So many figures of which only their place is left (公开信息条) are what a script did not fill in."""

_FIGURE = re.compile(r"(?<=(?P<before>\D\D))\d[\d.,]*(?=(?P<behind>\D))")

_LITTLE = 0.3
"""Of the pairs of ideographs of one report text about half are in any other; of other pages fewer."""


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pair for run in _IDEOGRAPHS.findall(text) for pair in map("".join, pairwise(run)))


def _shares_little(words: frozenset[str], text: str) -> bool:
    return bool(words) and len(words & _pairs(text)) < _LITTLE * len(words)


def _without_figures(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    counts = {one.id: len(_FIGURES.findall(text(one))) for one in left} if len(left) > 1 else {}
    return _fewer(left, counts, FEWER, "figures") if max(counts.values(), default=0) >= MANY_FIGURES else {}


def _emptied(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    """A report in prose can have fewer."""
    why: dict[str, str] = {}
    for whole in left if len(left) > 1 else ():
        places = _places_of_figures(text(whole))
        for one in left:
            lost = sum(place in text(one) for place in places) if one is not whole else 0
            if lost >= EMPTIED and 2 * lost > len(places):
                why[one.id] = f"{lost} figures of text {whole.number} are missing in their places"
    return why


def _places_of_figures(text: str) -> set[str]:
    """What would stand there without them, and stands nowhere else: 信息条 for 公开信息34条."""
    places = {f"{match['before']}{match['behind']}" for match in _FIGURE.finditer(text)}
    return {place for place in places if place not in text}


def _much_shorter(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return _fewer(left, {one.id: one.length for one in left}, MUCH_SHORTER, "characters")


def _cut_off(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    """A revision changes something; what only ends earlier, or begins later, is a cut copy."""
    return {one.id: f"cut off: all of it stands in text {whole.number}" for one, whole in _find_cut(left, text)}


def _find_cut(left: Sequence[Candidate], text: Text) -> Iterator[tuple[Candidate, Candidate]]:
    ordered = sorted(left, key=lambda one: -one.length)
    for at, one in enumerate(ordered):
        whole = next((other for other in ordered[:at] if text(one) in text(other)), None)
        if whole:
            yield one, whole


def _gone(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return {one.id: "no address says it any more" for one in left if not one.present}


def _elsewhere(left: Sequence[Candidate], text: Text) -> dict[str, str]:
    return {one.id: "not on the site of the report's own division" for one in left if not one.own}


_RULES = (
    _garbled,
    _of_another_year,
    _less_complete,
    _without_tables,
    _without_chapters,
    _foreign,
    _without_figures,
    _emptied,
    _much_shorter,
    _cut_off,
    _gone,
    _elsewhere,
)
