"""When a report is due, and whether it came in time (DOMAIN §1).

Until the reports on 2018   every organ by 31 March of the next year (条例 of 2008, 第三十一条)
since those on 2019         departments by 31 January, governments, and townships with them, by 31 March (条例 of 2019,
                            第四十九条); for other organs it gives no day
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from archive.report.organ import DEPARTMENT, GOVERNMENT, TOWNSHIP

Arrival = Literal["on_time", "late", "present"]
"""`present`: it is there, and whether it came in time is not known."""

FIRST_YEAR, FIRST_OF_2019 = 2008, 2019
OLD_ARTICLE, NEW_ARTICLE = "2008 第三十一条", "2019 第四十九条"
MOVED = timedelta(days=366)
"""A site's date that is further behind the day a report was due tells of a site that moved, rather than of a report."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which a report is in time, and the article that says so."""

    day: date
    article: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A day in a report's life. `source` is where it was read (signature, header, …), or "fetched": our own clock."""

    day: date
    kind: Literal["signed", "published", "fetched"]
    source: str


@dataclass(frozen=True, slots=True)
class Judged:
    """`by` is the day that decided; `why` says in words what is not known."""

    arrival: Arrival
    due: Due | None
    by: Evidence | None = None
    why: str | None = None


def find_due(organ_kind: str | None, year: int) -> Due | None:
    """None where no rule gives a day."""
    if year < FIRST_YEAR:
        return None
    if year < FIRST_OF_2019:
        return Due(date(year + 1, 3, 31), OLD_ARTICLE)
    days = {DEPARTMENT: (1, 31), GOVERNMENT: (3, 31), TOWNSHIP: (3, 31)}
    found = days.get(organ_kind or "")
    return Due(date(year + 1, *found), NEW_ARTICLE) if found else None


def judge_arrival(
    organ_kind: str | None, year: int, dates: Mapping[str, Sequence[Mapping[str, Any]]], fetched: date
) -> Judged:
    """By the first day on which the report was published, as its site or our own clock says, and by the day it was
    signed. `dates` as in `archive read`, `fetched` the day in China on which the archive first had it."""
    due = find_due(organ_kind, year)
    if due is None:
        return Judged("present", None, why="no rule says when it is due")
    first = dict(_find_first(year, dates, fetched))
    signed, published = first["signed"], first["published"]
    if fetched <= due.day:
        return Judged("on_time", due, Evidence(fetched, "fetched", "fetched"))
    if signed and published and (signed.day <= due.day) != (published.day <= due.day):
        why = f"signed on {signed.day}, but published on {published.day} as its site says"
        return Judged("present", due, published, why)
    by = published or signed
    if by is None:
        return Judged("present", due, why="no date says when it was published")
    if by.day <= due.day:
        return Judged("on_time", due, by)
    if signed is None and (said := _doubt(by, due)):
        return Judged("present", due, by, said)
    return Judged("late", due, signed or by)


def _doubt(published: Evidence, due: Due) -> str | None:
    """Why a site's own day, where it stands alone, does not tell that a report was late."""
    if published.day > due.day + MOVED:
        return f"the site's date, {published.day}, is of so much later that the site may have moved"
    if published.source.startswith("meta:"):
        return f"only {published.source} says {published.day}, often the day on which a page was made again"
    return None


_KINDS: tuple[Literal["signed", "published"], ...] = ("signed", "published")


def _find_first(
    year: int, dates: Mapping[str, Sequence[Mapping[str, Any]]], fetched: date
) -> Iterator[tuple[str, Evidence | None]]:
    """The first day that can be true: some organs sign in the last month of the year reported on, none before; and none
    after we had it."""
    for kind in _KINDS:
        told = ((date.fromisoformat(one["value"]), one["source"]) for one in dates.get(kind, ()) if one["value"])
        days = [Evidence(day, kind, source) for day, source in told if date(year, 12, 1) <= day <= fetched]
        yield kind, min(days, key=lambda one: one.day, default=None)
