"""All that is checked of one report: the sums of its tables, and its sentences against them.

sums      which cells add up to which
checks    whether they do; a sum that fails has a verdict
doubts    what speaks against the reading of some cells
verdict   did the agency print it so, or may the table have been misread
text_checks, years   the sentences against the tables, one year against the next
"""

from collections.abc import Mapping, Sequence

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking.checks import Check, check_cells
from archive.report.checking.sums import name_cells
from archive.report.checking.text_checks import check_text


def check_report(form: str | None, cells: Sequence[Cell], findings: Sequence[Finding] = ()) -> tuple[Check, ...]:
    return check_named(form, name_cells(cells), findings)


def check_named(form: str | None, cells: Mapping[str, Cell], findings: Sequence[Finding]) -> tuple[Check, ...]:
    """The same of cells by name."""
    return (*check_cells(cells, findings), *check_text(form, cells.values(), findings))
