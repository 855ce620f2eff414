"""Do the printed sums hold? 勾稽关系 of the forms. Findings about a report, never corrections of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.sums import Number, Status, compare, list_sums, name_cell
from archive.report.verdict import Printed, Verdict, judge


@dataclass(frozen=True, slots=True)
class Check:
    """One sum. `expected` is what its operands add up to, `actual` what is printed as their sum; None where unknown.

    `cells` are "table.row.column", operands first. `verdict`, of a sum that fails only: "reading" where the table may
    have been misread, "agency" where it was read without doubt and is printed so; `reason` says why, in words.
    """

    rule: str
    status: Status
    expected: Number | None
    actual: Number | None
    cells: tuple[str, ...]
    verdict: Verdict | None = None
    reason: str | None = None


def check_statistics(cells: Sequence[Cell], findings: Sequence[Finding] = ()) -> tuple[Check, ...]:
    """Every sum of the tables that were read; one operand that is no number (blank is not 0) and it cannot be told.

    `findings` are all of the report: they tell which tables are read in doubt."""
    printed = Printed(
        {name_cell(cell.table, cell.row, cell.column): cell for cell in cells}, list_sums(cells), tuple(findings)
    )
    checks = []
    for one in printed.sums:
        status, expected, actual = compare(one, printed.values)
        verdict, reason = judge(one, printed) if status == "fail" else (None, None)
        checks.append(Check(one.rule, status, expected, actual, one.names, verdict, reason))
    return tuple(checks)
