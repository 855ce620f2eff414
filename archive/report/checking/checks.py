"""Do the printed sums hold? 勾稽关系 of the forms. Findings about a report, never corrections of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking.sums import Number, Status, Sum, compare, list_sums, tell_unknown
from archive.report.checking.verdict import Printed, Verdict, judge


@dataclass(frozen=True, slots=True)
class Check:
    """One sum. `expected` is what its operands add up to, `actual` what is printed as their sum; None where unknown.

    `cells` are "table.row.column", operands first. `verdict`, of a sum that fails only: "reading" where the table may
    have been misread, "agency" where it was read without doubt and is printed so; `reason` says why, in words, and of
    a sum that cannot be told which cells have no number.
    """

    rule: str
    status: Status
    expected: Number | None
    actual: Number | None
    cells: tuple[str, ...]
    verdict: Verdict | None = None
    reason: str | None = None


def check_cells(cells: Mapping[str, Cell], findings: Sequence[Finding]) -> tuple[Check, ...]:
    """Every sum of the tables that were read, of cells by name; one operand that is no number (blank is not 0) and it
    cannot be told. `findings` are all of the report: they tell which tables are read in doubt."""
    printed = Printed(cells, list_sums(cells.values()), tuple(findings))
    return tuple(_check(one, printed) for one in printed.sums)


def _check(one: Sum, printed: Printed) -> Check:
    status, expected, actual = compare(one, printed.values)
    if status == "cannot_tell":
        return Check(one.rule, status, expected, actual, one.names, None, _tell_unknown(one.names, printed.cells))
    return Check(one.rule, status, expected, actual, one.names, *(judge(one, printed) if status == "fail" else ()))


def _tell_unknown(names: Sequence[str], cells: Mapping[str, Cell]) -> str:
    known = (cells.get(name) for name in names)
    return tell_unknown("missing" if cell is None else cell.state for cell in known if not cell or cell.value is None)
