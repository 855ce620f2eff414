"""The sums that the forms ask for within one report (DOMAIN, 勾稽关系): which cells add up to which.

applications.balance     table 三, each column: 本年新收 + 上年结转 = 总计 + 结转下年度继续办理
applications.handled     table 三, each column: all rows of 本年度办理结果 = their 总计
applications.total       table 三, each row: the six kinds of applicants = 总计
review_litigation.total  table 四, each proceeding: its four outcomes = 总计
indicators.<key>         form 2014: the sums of `forms.indicators.SUMS`
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from archive.report.cell import Cell
from archive.report.forms.indicators import INDICATORS, SUMS
from archive.report.forms.standard import APPLICANTS, APPLICATIONS, OUTCOMES, RESULTS, REVIEW_LITIGATION, REVIEWS

Number = int | float
Values = Mapping[str, Number | None]
Status = Literal["pass", "fail", "cannot_tell"]

BALANCE = ("new_received", "carried_over", "handled", "carried_forward")
RULES = (
    "applications.balance",
    "applications.handled",
    "applications.total",
    "review_litigation.total",
    *(f"indicators.{total}" for total in SUMS),
)
DIGITS = 6
"""Behind the point of a sum: 0.1 + 0.2 is 0.3."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Names of cells, "table.row.column". `results` are one cell but for the balance, which has two; `names` are all,
    operands first."""

    rule: str
    operands: tuple[str, ...]
    results: tuple[str, ...]
    names: tuple[str, ...]


def list_sums(cells: Iterable[Cell]) -> tuple[Sum, ...]:
    """Those of the tables of which anything was read."""
    printed = {(cell.table, cell.row) for cell in cells if cell.state != "missing"}
    tables = {table for table, _ in printed}
    split = (APPLICATIONS, "other") not in printed or any((APPLICATIONS, row) in printed for row in _OTHERS)
    return (
        *(_sum_applications(split=split) if APPLICATIONS in tables else ()),
        *(_sum_reviews() if REVIEW_LITIGATION in tables else ()),
        *(_sum_indicators() if INDICATORS in tables else ()),
    )


_OTHERS = tuple(row for row in RESULTS["2021"] if row.startswith("other."))
"""（六）其他处理 is one row in form 2019 and three in form 2021: the sum is of those printed, whatever the year."""


@cache
def _sum_applications(*, split: bool) -> tuple[Sum, ...]:
    rows = RESULTS["2021" if split else "2019"]
    down = (
        one
        for column in APPLICANTS
        for one in (
            _add_up("applications.balance", _down(BALANCE[:2], column), _down(BALANCE[2:], column)),
            _add_up("applications.handled", _down(rows, column), _down(["handled"], column)),
        )
    )
    across = (
        _across("applications.total", APPLICATIONS, row, APPLICANTS) for row in (*BALANCE[:2], *rows, *BALANCE[2:])
    )
    return (*down, *across)


@cache
def _sum_reviews() -> tuple[Sum, ...]:
    return tuple(_across("review_litigation.total", REVIEW_LITIGATION, row, OUTCOMES) for row in REVIEWS)


@cache
def _sum_indicators() -> tuple[Sum, ...]:
    return tuple(
        _add_up(
            f"indicators.{total}",
            tuple(name_cell(INDICATORS, row, "value") for row in rows),
            (name_cell(INDICATORS, total, "value"),),
        )
        for total, rows in SUMS.items()
    )


def _down(rows: Iterable[str], column: str) -> tuple[str, ...]:
    return tuple(name_cell(APPLICATIONS, row, column) for row in rows)


def _across(rule: str, table: str, row: str, columns: Sequence[str]) -> Sum:
    names = tuple(name_cell(table, row, column) for column in columns)
    return _add_up(rule, names[:-1], names[-1:])


def _add_up(rule: str, operands: tuple[str, ...], results: tuple[str, ...]) -> Sum:
    return Sum(rule, operands, results, (*operands, *results))


def name_cell(table: str, row: str, column: str) -> str:
    return f"{table}.{row}.{column}"


def name_cells(cells: Iterable[Cell]) -> dict[str, Cell]:
    return {cell.name: cell for cell in cells}


def compare(one: Sum, values: Values) -> tuple[Status, Number | None, Number | None]:
    """Whether it holds, what its operands add up to, what is printed as their sum; None where an operand is no number:
    blank is not 0."""
    expected, actual = _add(one.operands, values), _add(one.results, values)
    if expected is None or actual is None:
        return "cannot_tell", expected, actual
    return ("pass" if expected == actual else "fail"), expected, actual


def tell_unknown(states: Iterable[str]) -> str:
    """Why a sum cannot be told, from the states of its cells that have no value: 3 cells are blank, 1 cell is
    missing."""
    counted = Counter(states)
    return ", ".join(f"{number} {_HOW[number == 1]} {_STATES.get(state, state)}" for state, number in counted.items())


_HOW = {True: "cell is", False: "cells are"}
_STATES = {"none": "无", "text": "no number", "dash": "a dash", "not_applicable": "not applicable"}


def _add(names: Iterable[str], values: Values) -> Number | None:
    total: Number = 0
    for name in names:
        value = values.get(name)
        if value is None:
            return None
        total += value
    return round(total, DIGITS)
