"""The statistics of a report: its tables as cells under DOMAIN's keys, each with where it was read.

Every cell of a recognised form is there once: one that was not read has the state `missing`.
"""

from collections.abc import Iterable, Iterator, Sequence

from archive.reading.document import Block, Finding, Grid
from archive.report.cell import Cell, Reading
from archive.report.forms.indicators import INDICATORS, UNITS
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS, CLAUSES, REVIEW_LITIGATION, list_cells
from archive.report.quantity import parse_cell
from archive.report.tables.indicators import read_indicators
from archive.report.tables.local_tables import read_local_table
from archive.report.tables.outside import find_rows_outside, find_unread, tables_of
from archive.report.tables.printings import choose_printings, find_years
from archive.report.tables.standard_tables import read_standard_tables

__all__ = ["Cell", "parse_cell", "read_statistics"]


def read_statistics(
    form: str | None, grids: Sequence[Grid], *, blocks: Sequence[Block] = (), year: int | None = None
) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    """All cells of the form in its order, then what was printed besides; for `free` the local tables.

    With form None (a form of 2019 or 2021, not known which) only what was read. `blocks` are those that the grids stand
    in: their headings tell the tables of another year from those of the report's own.
    """
    years = find_years(blocks, year)
    readings = list(_read(form, grids, year))
    cells, findings = choose_printings(readings, years, year)
    expected = dict.fromkeys(_list_cells(form))
    missing = {key: Cell(*key, None, None, None, "missing", "") for key in expected if key not in cells}
    if missing and form in CLAUSES:
        findings += find_rows_outside(blocks, {(table, row) for table, row, _ in missing})
        findings += find_unread(grids, readings) if len(tables_of(cells)) < len(tables_of(expected)) else ()
    ordered = {key: cells.get(key) or missing[key] for key in expected}
    return tuple((ordered | cells).values()), tuple(findings)


def find_cut_tables(cells: Iterable[Cell]) -> Iterator[Finding]:
    """Tables of the national forms of which some rows were read and others not: cut off by a page, or by whoever saved
    it, or left out, as local variants of form 2014 do."""
    rows: dict[tuple[str, str], bool] = {}
    for cell in cells:
        rows[cell.table, cell.row] = rows.get((cell.table, cell.row), False) or cell.state != "missing"
    for table in (ACTIVE_DISCLOSURE, APPLICATIONS, REVIEW_LITIGATION, INDICATORS):
        of_table = {row: there for (name, row), there in rows.items() if name == table}
        lost = [row for row, there in of_table.items() if not there]
        if lost and len(lost) < len(of_table):
            yield Finding("rows_missing", f"{table}: {len(lost)} of {len(of_table)} rows: {', '.join(lost)}")


def _read(form: str | None, grids: Sequence[Grid], year: int | None) -> Iterator[Reading]:
    if form == "2014":
        return read_indicators(grids, year)
    if form == "free":
        return (reading for number, grid in enumerate(grids) for reading in read_local_table(number, grid))
    return read_standard_tables(form, grids)


def _list_cells(form: str | None) -> list[tuple[str, str, str]]:
    if form == "2014":
        return [(INDICATORS, row, "value") for row in UNITS]
    return list_cells(form) if form and form in CLAUSES else []
