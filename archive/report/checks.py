"""Do the printed sums hold? 勾稽关系 of the forms. Findings about a report, never corrections of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.report.cell import Cell
from archive.report.forms.indicators import INDICATORS, SUMS
from archive.report.forms.standard import APPLICANTS, APPLICATIONS, OUTCOMES, REVIEW_LITIGATION, REVIEWS

Number = int | float
Status = Literal["pass", "fail", "cannot_tell"]
_BALANCE = ("new_received", "carried_over", "handled", "carried_forward")


@dataclass(frozen=True, slots=True)
class Check:
    """One sum. `expected` is what its operands add up to, `actual` what is printed as their sum; None where unknown.

    `cells` are "table.row.column", operands first.
    """

    rule: str
    status: Status
    expected: Number | None
    actual: Number | None
    cells: tuple[str, ...]


def check_statistics(cells: Sequence[Cell]) -> tuple[Check, ...]:
    """Every sum of the tables that were read; one operand that is no number (blank is not 0) and it cannot be told."""
    values = {_name(cell.table, cell.row, cell.column): cell.value for cell in cells}
    read = {cell.table for cell in cells if cell.state != "missing"}
    checks: list[Check] = []
    if APPLICATIONS in read:
        checks += _check_applications(_result_rows(cells), values)
    if REVIEW_LITIGATION in read:
        checks += _check_reviews(values)
    if INDICATORS in read:
        checks += _check_indicators(values)
    return tuple(checks)


def _result_rows(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The rows that `handled` sums up: （六）其他处理 in one row or in its three, whichever is printed."""
    rows = dict.fromkeys(cell.row for cell in cells if cell.table == APPLICATIONS)
    printed = {cell.row for cell in cells if cell.table == APPLICATIONS and cell.state != "missing"}
    split = any(row.startswith("other.") for row in printed) or "other" not in printed
    unwanted = {*_BALANCE, "other"} if split and any(r.startswith("other.") for r in rows) else {*_BALANCE}
    return tuple(row for row in rows if row not in unwanted and (split or not row.startswith("other.")))


def _check_applications(rows: Sequence[str], values: Mapping[str, Number | None]) -> Iterator[Check]:
    for column in APPLICANTS:
        received, left = _names(_BALANCE[:2], column), _names(_BALANCE[2:], column)
        yield _check("applications.balance", received, left, values)
        yield _check("applications.handled", _names(rows, column), _names(["handled"], column), values)
    for row in (*_BALANCE[:2], *rows, *_BALANCE[2:]):
        names = [_name(APPLICATIONS, row, column) for column in APPLICANTS]
        yield _check("applications.total", names[:-1], names[-1:], values)


def _check_reviews(values: Mapping[str, Number | None]) -> Iterator[Check]:
    for row in REVIEWS:
        names = [_name(REVIEW_LITIGATION, row, column) for column in OUTCOMES]
        yield _check("review_litigation.total", names[:-1], names[-1:], values)


def _check_indicators(values: Mapping[str, Number | None]) -> Iterator[Check]:
    for total, rows in SUMS.items():
        operands = [_name(INDICATORS, row, "value") for row in rows]
        yield _check(f"indicators.{total}", operands, [_name(INDICATORS, total, "value")], values)


def _check(rule: str, operands: Sequence[str], result: Sequence[str], values: Mapping[str, Number | None]) -> Check:
    expected, actual = _add(operands, values), _add(result, values)
    status: Status = "cannot_tell"
    if expected is not None and actual is not None:
        status = "pass" if expected == actual else "fail"
    return Check(rule, status, expected, actual, (*operands, *result))


def _add(names: Iterable[str], values: Mapping[str, Number | None]) -> Number | None:
    found = [values.get(name) for name in names]
    return None if None in found else sum(value for value in found if value is not None)


def _names(rows: Iterable[str], column: str) -> list[str]:
    return [_name(APPLICATIONS, row, column) for row in rows]


def _name(table: str, row: str, column: str) -> str:
    return f"{table}.{row}.{column}"
