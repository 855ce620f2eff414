"""Coverage for a person, for a table program and for a program."""

from collections.abc import Iterator, Sequence
from typing import Any

from archive.coverage import Covered, CoveredYear, Present, Total
from archive.reading.controls import clean_controls

MARKS = {
    "on_time": "+",
    "late": "L",
    "present": "o",
    "missing": "!",
    "unsure": "?",
    "not_looked": "-",
    "not_due": ".",
}
LEGEND = (
    "+ in time   L late   o there, not known whether in time   2 after a mark: so many texts",
    "! missing   ? not seen since: missing, or the organ has ceased   - not looked at since it was due   . not due yet",
)
BASIS = (
    "Missing is told against the organs that the archive has seen, from the first year seen to the last that was due.",
    "Due: until the reports on 2018 by 31 March (2008, Art. 31); since then departments by 31 January, governments and"
    " townships by 31 March (2019, Art. 49); for others no day is told.",
)
FACTS = ("organ", "kind", "division", "code")


def columns_of(years: Sequence[int]) -> list[str]:
    return [*FACTS, *map(str, years)]


def row_of_organ(covered: Covered, years: Sequence[int], *, short: bool) -> list[str]:
    """A cell a year; `short` as a mark of `MARKS`, for a screen."""
    last = covered.last
    told = {one.year: _spell(one, short=short) for one in covered.years}
    facts = (_spell_names(covered), last.organ_kind, last.division_name, last.division_code)
    return [*(_clean(fact or "") for fact in facts), *(told.get(year, "") for year in years)]


def _spell(one: CoveredYear, *, short: bool) -> str:
    texts = one.texts if isinstance(one, Present) else 1
    if short:
        return MARKS[one.state] + (str(texts) if texts > 1 else "")
    return one.state + (f" ({texts} texts)" if texts > 1 else "")


def _spell_names(covered: Covered) -> str:
    """The last name, and those before it with their years."""
    *earlier, (last, _) = sorted(covered.names, key=lambda named: max(named[1]))
    before = ", ".join(f"{name} {_spell_years(years)}" for name, years in earlier)
    return f"{last} ({before})" if before else last


def _spell_years(years: Sequence[int]) -> str:
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def tell_organ(covered: Covered) -> dict[str, Any]:
    """As a JSON object."""
    last = covered.last
    return {
        "organ": last.organ,
        "names": [{"name": name, "years": list(years)} for name, years in covered.names],
        "organ_kind": last.organ_kind,
        "division_code": last.division_code,
        "division_name": last.division_name,
        "looked": covered.looked and covered.looked.isoformat(),
        "years": {str(one.year): _tell_year(one) for one in covered.years},
    }


def _tell_year(one: CoveredYear) -> dict[str, Any]:
    due = one.judged.due if isinstance(one, Present) else one.due
    told = {"state": one.state, "due": due and due.day.isoformat(), "article": due and due.article}
    if not isinstance(one, Present):
        return {**told, "judged_by": None, "why": None, "reports": [], "texts": 0, "versions": 0}
    by = one.judged.by
    return {
        **told,
        "judged_by": by and {"value": by.day.isoformat(), "kind": by.kind, "source": by.source},
        "why": one.judged.why,
        "reports": [report.id for report in one.reports],
        "texts": one.texts,
        "versions": one.versions,
    }


def lines_of_total(total: Total, unread: int) -> Iterator[str]:
    """The summary: what is there, what is not, and against what it is told. `unread`: reports that stand in files or
    pictures which were not read."""
    states = total.states
    several = f", {total.several:,} of a year with several texts" if total.several else ""
    yield (
        f"{_count(total.organs, 'organ')}, {_count(total.reports, 'report')}{several}: {states['on_time']:,} in time, "
        f"{states['late']:,} late, {states['present']:,} not known"
    )
    yield (
        f"{states['missing']:,} missing, {states['unsure']:,} not seen since (missing, or the organ has ceased), "
        f"{states['not_looked']:,} not looked at since they were due, {states['not_due']:,} not due yet"
    )
    yield from BASIS
    if total.unplaced:
        yield f"{_count(total.unplaced, 'report')} of an organ or year that is not known stand in no row"
    if unread:
        yield f"{_count(unread, 'report')} in files or pictures that were not read are counted as absent"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _clean(text: str) -> str:
    return " ".join(clean_controls(text)[0].split())
