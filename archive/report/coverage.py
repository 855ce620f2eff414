"""Which years of an organ are there, and what the others are. The archive knows the organs that it has seen, and no
others.

missing      a year between two that are there; of a government also one behind the last, while its division exists
unsure       a year behind the last of an organ that may have ceased, merged or got a name that is not known to be its
not_looked   a year behind the last, and the archive has not looked at the organ's portals since it was due
not_due      its day has not passed
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.report.divisions import load_table
from archive.report.due import Due, find_due
from archive.report.organ import GOVERNMENT

Absence = Literal["missing", "unsure", "not_looked", "not_due"]
ABSENT: tuple[Absence, ...] = ("missing", "unsure")
"""What may be wanted of an organ."""


@dataclass(frozen=True, slots=True)
class Organ:
    """What is known of an organ: by its last report, and the day in China on which its portals were last crawled to
    their end."""

    kind: str | None
    division_code: str | None
    looked: date | None


@dataclass(frozen=True, slots=True)
class Absent:
    year: int
    state: Absence
    due: Due | None


def list_absent(organ: Organ, present: Iterable[int], today: date) -> Iterator[Absent]:
    """The years that are not there, from the first that is to the last whose day is told."""
    there = sorted({*present})
    if not there:
        return
    for year in range(there[0], max(there[-1] + 1, today.year)):
        due = find_due(organ.kind, year)
        if year < there[-1] and year not in there:
            yield Absent(year, "missing", due)
        elif year > there[-1] and due is not None:
            yield Absent(year, _judge_absence(organ, year, due, today), due)


def _judge_absence(organ: Organ, year: int, due: Due, today: date) -> Absence:
    if due.day >= today:
        return "not_due"
    if organ.looked is None or organ.looked <= due.day:
        return "not_looked"
    return "missing" if organ.kind == GOVERNMENT and _exists(organ.division_code, year) else "unsure"


def _exists(code: str | None, year: int) -> bool:
    """Whether the division was there in that year; one behind the table's last is answered with its last."""
    table = load_table()
    asked = min(year, table.last_year)
    return any(unit.first <= asked <= unit.last for unit in table.by_code.get(code or "", ()))
