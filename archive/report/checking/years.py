"""The sums that hold across two years of one organ (DOMAIN, 勾稽关系).

years.carried_over   table 三, each column: last year's 结转下年度继续办理 = this year's 上年结转
years.in_force       table 二 of form 2021, each of 规章 and 行政规范性文件: last year's 现行有效件数
                     + 本年制发件数 - 本年废止件数 = this year's 现行有效件数

对外公开总数量 of form 2019 counts what was ever published, 现行有效件数 of form 2021 what is still in force: no sum
leads from the one to the other. Form 2014 carries nothing over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking.checks import Check
from archive.report.checking.doubts import find_doubts
from archive.report.checking.sums import DIGITS, Number, Status, name_cell, tell_unknown
from archive.report.checking.verdict import Verdict
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICANTS, APPLICATIONS

CARRIED_OVER, IN_FORCE = "years.carried_over", "years.in_force"
RULES = (CARRIED_OVER, IN_FORCE)
LAST_YEAR = "last_year."
"""How the names of last year's cells begin among those of a check."""

Term = tuple[str, Literal[1, -1]]
"""Name of a cell, and whether it is added or taken away."""


@dataclass(frozen=True, slots=True)
class Year:
    """What was read of one year's report."""

    cells: Mapping[str, Cell]
    checks: Sequence[Check]
    findings: Sequence[Finding]


def check_years(last: Year, this: Year) -> tuple[Check, ...]:
    """Every sum whose cells stand in both reports, printed or blank; one that is no number and it cannot be told."""
    return tuple(_check(rule, terms, result, last, this) for rule, terms, result in _list_sums(last, this))


def _list_sums(last: Year, this: Year) -> Iterator[tuple[str, tuple[Term, ...], str]]:
    for column in APPLICANTS:
        forward, over = (name_cell(APPLICATIONS, row, column) for row in ("carried_forward", "carried_over"))
        if _stands(forward, last) and _stands(over, this):
            yield CARRIED_OVER, ((LAST_YEAR + forward, 1),), over
    for row in ("regulations", "normative_documents"):
        issued, repealed, in_force = (
            name_cell(ACTIVE_DISCLOSURE, row, column) for column in ("issued", "repealed", "in_force")
        )
        if _stands(in_force, last) and _stands(in_force, this):
            yield IN_FORCE, ((LAST_YEAR + in_force, 1), (issued, 1), (repealed, -1)), in_force


def _stands(name: str, year: Year) -> bool:
    return name in year.cells and year.cells[name].state != "missing"


def _check(rule: str, terms: Sequence[Term], result: str, last: Year, this: Year) -> Check:
    names = (*(name for name, _ in terms), result)
    values = [(_value(name, last, this), sign) for name, sign in terms]
    told = [sign * value for value, sign in values if value is not None]
    expected = round(sum(told), DIGITS) if len(told) == len(terms) else None
    actual = _value(result, last, this)
    if expected is None or actual is None:
        return Check(rule, "cannot_tell", expected, actual, names, None, _tell_unknown(names, last, this))
    status: Status = "pass" if expected == actual else "fail"
    return Check(rule, status, expected, actual, names, *(_judge(names, last, this) if status == "fail" else ()))


def _value(name: str, last: Year, this: Year) -> Number | None:
    cell = _find_cell(name, last, this)
    return cell.value if cell else None


def _find_cell(name: str, last: Year, this: Year) -> Cell | None:
    return last.cells.get(name.removeprefix(LAST_YEAR)) if name.startswith(LAST_YEAR) else this.cells.get(name)


def _tell_unknown(names: Sequence[str], last: Year, this: Year) -> str:
    """By whose report: last year's report: 1 cell is blank; this year's report: 2 cells are missing."""
    told: list[str] = []
    for which, is_last in (("last year's report", True), ("this year's report", False)):
        cells = [_find_cell(name, last, this) for name in names if name.startswith(LAST_YEAR) == is_last]
        unknown = ["missing" if cell is None else cell.state for cell in cells if cell is None or cell.value is None]
        told += [f"{which}: {tell_unknown(unknown)}"] if unknown else []
    return "; ".join(told)


def _judge(names: Sequence[str], last: Year, this: Year) -> tuple[Verdict, str]:
    """Two reports that were both read without doubt and contradict each other are printed so."""
    earlier = [name.removeprefix(LAST_YEAR) for name in names if name.startswith(LAST_YEAR)]
    own = [name for name in names if not name.startswith(LAST_YEAR)]
    for which, year, cells in (("last year's report", last, earlier), ("this year's report", this, own)):
        if doubt := next(_doubt(cells, year), None):
            return "reading", f"{which}: {doubt}"
    return "agency", "both reports were read without doubt and contradict each other"


def _doubt(names: Sequence[str], year: Year) -> Iterator[str]:
    yield from find_doubts([year.cells[name] for name in names if name in year.cells], (), year.findings)
    for check in year.checks:
        if check.verdict == "reading" and not {*names}.isdisjoint(check.cells):
            yield f"its own sum {check.rule} is in doubt: {check.reason}"
