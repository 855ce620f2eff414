"""The sums of the archive's current texts, those across years among them, checked anew: a rule that is younger than a
reading counts for it too."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.inquiry import current_readings
from archive.organs_seen import Standing, Wanted, find_earlier
from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking import check_named
from archive.report.checking.checks import Check
from archive.report.checking.sums import RULES as RULES_OF_ONE
from archive.report.checking.sums import name_cells
from archive.report.checking.text_checks import RULES as RULES_OF_TEXT
from archive.report.checking.years import LAST_YEAR, Year, check_years
from archive.report.checking.years import RULES as RULES_OF_TWO

RULES = (*RULES_OF_ONE, *RULES_OF_TEXT, *RULES_OF_TWO)
AT_ONCE = 100
"""Reports whose readings are held at a time."""

_KEYS = ("kind", "form", "statistics", "findings")
_CELL = ("table", "row", "column", "raw", "value", "unit", "state", "source")


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """A cell of a sum, the report it stands in and its year."""

    name: str
    raw: str | None
    state: str
    source: str
    report: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one report."""

    standing: Standing
    form: str | None
    year: Year


@dataclass(frozen=True, slots=True)
class Checked:
    """One sum of one report; `earlier` is the organ's report of the year before, where there is one."""

    check: Check
    read: Read
    earlier: Read | None

    def list_cells(self) -> Iterator[CheckedCell]:
        for name in self.check.cells:
            own = self.earlier if self.earlier and name.startswith(LAST_YEAR) else self.read
            cell = own.year.cells.get(name.removeprefix(LAST_YEAR))
            printed = (cell.raw, cell.state, cell.source) if cell else (None, "missing", "")
            yield CheckedCell(name, *printed, own.standing.id, own.standing.year)


@dataclass(slots=True)
class Tally:
    """Counts what it lets pass: the sums of these rules, and picks those with a status and a verdict."""

    rules: Collection[str]
    status: str
    verdict: str | None = None
    reports: int = 0
    picked: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str | None] = field(default_factory=Counter)

    def pick(self, reports: Iterable[Sequence[Checked]]) -> Iterator[Checked]:
        for checked in reports:
            self.reports += 1
            for one in checked:
                if one.check.rule in self.rules:
                    self.sums[one.check.status] += 1
                    self.verdicts[one.check.verdict] += 1
                    if one.check.status == self.status and self.verdict in (None, one.check.verdict):
                        self.picked += 1
                        yield one


def check_reports(
    session: Session,
    groups: Sequence[Sequence[Standing]],
    wanted: Wanted,
    *,
    form: str | None = None,
    done: Callable[[int], None] = lambda number: None,
) -> Iterator[list[Checked]]:
    """The sums of each report that is wanted, a list a report, in the order of the groups (`group_by_organ`). `done` is
    told how many reports were looked at."""
    number = 0
    for part in _in_parts(groups, wanted):
        readings = _read_part(session, part)
        for group, chosen in part:
            for one in chosen:
                number += 1
                read = readings.get(one.id)
                if read and form in (None, read.form):
                    earlier = find_earlier(group, one)
                    yield _check(read, readings.get(earlier.id) if earlier else None)
        done(number)


_Part = list[tuple[Sequence[Standing], list[Standing]]]
"""Groups, and which of their reports are wanted."""


def _in_parts(groups: Sequence[Sequence[Standing]], wanted: Wanted) -> Iterator[_Part]:
    part: _Part = []
    size = 0
    for group in groups:
        if chosen := [one for one in group if wanted.has(one)]:
            part.append((group, chosen))
            size += len(group)
        if size >= AT_ONCE:
            yield part
            part, size = [], 0
    yield part


def _read_part(session: Session, part: _Part) -> dict[str, Read]:
    """The reports that are wanted, and those of the year before."""
    asked = {one.id: one for group, chosen in part for one in _with_earlier(group, chosen)}
    readings = current_readings(session, *_KEYS, ids=asked)
    return {one["id"]: _read(asked[one["id"]], one) for one in readings if one["kind"] == "report"}


def _with_earlier(group: Sequence[Standing], chosen: Sequence[Standing]) -> Iterator[Standing]:
    for one in chosen:
        yield one
        if earlier := find_earlier(group, one):
            yield earlier


def _read(standing: Standing, reading: dict[str, Any]) -> Read:
    cells = name_cells(Cell(*map(one.get, _CELL)) for one in reading["statistics"])
    findings = tuple(Finding(one["code"], one["message"], one["where"]) for one in reading["findings"])
    return Read(standing, reading["form"], Year(cells, check_named(reading["form"], cells, findings), findings))


def _check(read: Read, earlier: Read | None) -> list[Checked]:
    across = check_years(earlier.year, read.year) if earlier else ()
    return [Checked(check, read, earlier) for check in (*read.year.checks, *across)]
