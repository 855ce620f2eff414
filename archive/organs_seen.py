"""The organs that the archive has seen, each with its reports over the years: what failing sums and coverage are asked
of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from archive.inquiry import current_readings
from archive.report.divisions import Division, find_code, is_within
from archive.report.forms.label import squeeze
from archive.report.lineage import lineage


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose report of which year, under its id; `url` is one it was seen at, where organ or division is not known;
    `first_seen` our own clock."""

    id: str
    url: str | None
    first_seen: datetime
    organ: str | None
    organ_kind: str | None
    division_code: str | None
    division_name: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are asked for; None and () where all are. `words` all stand in the organ's name; `ids` are those of
    a portal."""

    years: tuple[int, int] | None = None
    division: Division | None = None
    words: tuple[str, ...] = ()
    ids: frozenset[str] | None = None
    kinds: tuple[str, ...] = ()

    def has(self, one: Standing) -> bool:
        return self.has_organ(one) and self.has_year(one.year)

    def has_year(self, year: int | None) -> bool:
        return self.years is None or (year is not None and self.years[0] <= year <= self.years[1])

    def has_organ(self, one: Standing) -> bool:
        return (
            (self.ids is None or one.id in self.ids)
            and (not self.kinds or one.organ_kind in self.kinds)
            and has_words(one.organ, self.words)
            and (self.division is None or lies_within(one.division_code, one.year, self.division))
        )


def has_words(organ: str | None, words: Sequence[str]) -> bool:
    """Whether all of the words stand in an organ's name."""
    return all(part_words(word) in part_words(organ or "") for word in words)


def part_words(name: str) -> str:
    """A name in which 民政 is not found in 人民政府."""
    return squeeze(name).replace("人民政府", "人民/政府")


@cache
def lies_within(code: str | None, year: int | None, above: Division) -> bool:
    """Whether a report's division is that one or one below it, as it was in the report's year."""
    found = find_code(code, year) if code else None
    return code == above.code or bool(found and is_within(found, above))


def group_by_organ(session: Session, seen: Callable[[int], None] = lambda number: None) -> list[tuple[Standing, ...]]:
    """The reports of each organ, years ascending; organs by division and name of their last report. An organ whose
    division is not known is one of its host. All that is held of a report is its `Standing`."""
    groups: dict[str, list[Standing]] = {}
    for number, one in enumerate(list_standings(session), start=1):
        groups.setdefault(name_organ(one), []).append(one)
        seen(number)
    ordered = (tuple(sorted(group, key=lambda one: (one.year or 0, one.id))) for group in groups.values())
    return sorted(ordered, key=lambda group: _order(group[-1]))


def list_standings(session: Session) -> Iterator[Standing]:
    """Names that many reports share are held once, and no address that is not needed: there may be millions."""
    shared: dict[Any, Any] = {}
    for one in current_readings(session):
        if one["organ"] and one["division_code"]:
            one["url"] = None
        yield Standing(**{key: value if key == "id" else shared.setdefault(value, value) for key, value in one.items()})


def name_organ(one: Standing) -> str:
    """A key that is equal for the reports of one organ."""
    key = lineage(one.organ, one.division_code, one.year)
    if key is not None or one.organ is None:
        return key or one.id
    return f"{squeeze(one.organ)} at {urlsplit(one.url or '').netloc}"


def _order(last: Standing) -> tuple[str, str, str]:
    return last.division_code or "~", last.organ or "~", last.id


def find_earlier(group: Sequence[Standing], one: Standing) -> Standing | None:
    """The organ's report of the year before. None where there are several, of either year: which belongs to which is
    not known."""
    years = [other.year for other in group]
    if one.year is None or one.organ is None or years.count(one.year) != 1 or years.count(one.year - 1) != 1:
        return None
    return group[years.index(one.year - 1)]
