"""Organ by organ: which years are there, in time or late, and which are not."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy.orm import Session

from archive.inquiry import count_texts, current_readings, find_looked
from archive.organs_seen import Standing, Wanted
from archive.report.coverage import ABSENT, Absent, Organ, list_absent
from archive.report.due import Judged, judge_arrival

CHINA = timezone(timedelta(hours=8))
"""Reports are due by the day in China."""

AT_ONCE = 500
"""Reports that are asked about together."""


@dataclass(frozen=True, slots=True)
class Present:
    """A year that is there. `reports`: more than one where it is told under several names or divisions; `texts` and
    `versions` of all of them."""

    year: int
    judged: Judged
    reports: tuple[Standing, ...]
    texts: int
    versions: int

    @property
    def state(self) -> str:
        return self.judged.arrival


CoveredYear = Present | Absent


@dataclass(frozen=True, slots=True)
class Covered:
    """An organ with its years, ascending; `last` is its last report, `names` each name with its years."""

    last: Standing
    looked: date | None
    names: tuple[tuple[str, tuple[int, ...]], ...]
    years: tuple[CoveredYear, ...]

    def has(self, *states: str) -> bool:
        return any(one.state in states for one in self.years)


@dataclass(slots=True)
class Total:
    """What was covered. `unplaced`: reports whose organ or year is not known, which are in no row."""

    organs: int = 0
    reports: int = 0
    several: int = 0
    unplaced: int = 0
    states: Counter[str] = field(default_factory=Counter)

    def count(self, organs: Iterable[Covered]) -> Iterator[Covered]:
        """The same organs, counted as they pass."""
        for covered in organs:
            self.organs += 1
            self.states.update(one.state for one in covered.years)
            present = [one for one in covered.years if isinstance(one, Present)]
            self.reports += sum(len(one.reports) for one in present)
            self.several += sum(one.texts > len(one.reports) for one in present)
            yield covered


def cover_organs(
    session: Session,
    groups: Sequence[Sequence[Standing]],
    wanted: Wanted,
    today: date,
    *,
    done: Callable[[int], None] = lambda number: None,
) -> Iterator[Covered]:
    """Each organ that is wanted, with its years among those wanted, in the order of the groups (`group_by_organ`)."""
    number = 0
    for part in _in_parts([group for group in groups if _is_wanted(group, wanted)]):
        facts = _find_facts(session, [one.id for group in part for one in group])
        for group in part:
            covered = _cover(group, facts, today)
            years = tuple(one for one in covered.years if wanted.has_year(one.year))
            if years:
                yield Covered(covered.last, covered.looked, covered.names, years)
        number += len(part)
        done(number)


def is_placed(one: Standing) -> bool:
    """Whether a report has a row and a column: one whose organ or year is not known has none."""
    return one.organ is not None and one.year is not None


def _is_wanted(group: Sequence[Standing], wanted: Wanted) -> bool:
    return is_placed(group[-1]) and any(wanted.has_organ(one) for one in group)


def _in_parts(groups: Sequence[Sequence[Standing]]) -> Iterator[list[Sequence[Standing]]]:
    part: list[Sequence[Standing]] = []
    for group in groups:
        part.append(group)
        if sum(map(len, part)) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class _Facts:
    """By the ids of reports."""

    dates: dict[str, dict[str, Any]]
    texts: dict[str, tuple[int, int]]
    looked: dict[str, datetime]


def _find_facts(session: Session, ids: Sequence[str]) -> _Facts:
    readings = current_readings(session, "kind", "dates", ids=ids)
    dates = {one["id"]: one["dates"] for one in readings if one["kind"] == "report"}
    return _Facts(dates, count_texts(session, ids), find_looked(session, ids))


def _cover(group: Sequence[Standing], facts: _Facts, today: date) -> Covered:
    by_year: dict[int, list[Standing]] = {}
    for one in group:
        if one.year is not None and one.id in facts.dates:
            by_year.setdefault(one.year, []).append(one)
    looked = max((_day(facts.looked[one.id]) for one in group if one.id in facts.looked), default=None)
    organ = Organ(group[-1].organ_kind, group[-1].division_code, looked)
    present = [_judge(year, reports, facts) for year, reports in by_year.items()]
    years: list[CoveredYear] = [*present, *list_absent(organ, by_year, today)]
    return Covered(group[-1], looked, _list_names(group), tuple(sorted(years, key=lambda one: one.year)))


_BEST = ("on_time", "late", "present")


def _judge(year: int, reports: Sequence[Standing], facts: _Facts) -> Present:
    """Of several reports of one year the first in time counts."""
    judged = [judge_arrival(one.organ_kind, year, facts.dates[one.id], _day(one.first_seen)) for one in reports]
    best = min(judged, key=lambda one: _BEST.index(one.arrival))
    counts = [facts.texts.get(one.id, (1, 1)) for one in reports]
    return Present(year, best, tuple(reports), sum(texts for texts, _ in counts), sum(changes for _, changes in counts))


def _list_names(group: Sequence[Standing]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    names: dict[str, list[int]] = {}
    for one in group:
        if one.organ and one.year:
            names.setdefault(one.organ, []).append(one.year)
    return tuple((name, tuple(years)) for name, years in names.items())


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def is_asked(covered: Covered, *, missing: bool, late: bool) -> bool:
    """Whether an organ has what is asked for; both are asked for as either."""
    return not (missing or late) or (missing and covered.has(*ABSENT)) or (late and covered.has("late"))
