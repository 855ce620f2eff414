"""What speaks against the reading of some cells: findings about their table, and cells that are not as a form prints
them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from archive.reading.document import Finding
from archive.report.cell import Cell

_EVERYWHERE = frozenset(
    {
        *("ocr", "ocr_doubtful", "ocr_unread", "text_over_picture"),
        *("lost_characters", "foreign_letters", "damaged_page", "damaged_file", "repaired_file"),
        *("tables_lost", "table_merge", "unruled_table", "cut_table", "cut_row", "drawing", "grid_spans"),
        *("cell_errors", "covered_cells"),
    }
)
"""Findings that name no table and may mean any: digits made out from a picture or wrong fonts, tables put together."""

_OF_OTHER_ROWS = frozenset({"rows_missing"})
"""What is not there says nothing against what is; where a sum lacks a row of it, `near` tells."""

_SOURCE = re.compile(r"grid (\d+)(?: r(\d+))?(?: c(\d+))?")


def find_doubts(cells: Sequence[Cell], near: Sequence[Cell], findings: Sequence[Finding]) -> Iterator[str]:
    """Reasons, in words, why these cells may be misread. `near` are cells whose absence would show it too."""
    for cell in cells:
        if cell.state != "number":
            yield f"{cell.name} is {cell.state}, not read off its own place"
    yield from _read_findings(cells, findings)
    for cell in near:
        if cell.state in ("missing", "text"):
            yield f"{cell.name} beside it is {cell.state}" + (f" ({cell.raw})" if cell.raw else "")


def _read_findings(cells: Sequence[Cell], findings: Sequence[Finding]) -> Iterator[str]:
    tables = {cell.table for cell in cells}
    grids = {place[0] for cell in cells if (place := find_place(cell.source))}
    for finding in findings:
        if finding.code in _OF_OTHER_ROWS:
            continue
        said = _table_said(finding)
        place = find_place(finding.where or "")
        concerned = said in tables if said else bool(place and place[0] in grids)
        if concerned or finding.code in _EVERYWHERE:
            yield f"{finding.code}: {finding.message}"


TABLES = ("active_disclosure", "applications", "review_litigation", "indicators", "local", "narrative")


def _table_said(finding: Finding) -> str | None:
    """The table that a finding is about, where its message begins with it: several may stand in one grid."""
    return next((table for table in TABLES if re.match(rf"{table}[.:]", finding.message)), None)


def find_place(source: str) -> tuple[int, int, int] | None:
    """Grid, row and column of a cell's source; 0 for what it does not name."""
    found = _SOURCE.match(source)
    return (int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None


def find_disorder(rows: Mapping[str, Sequence[Cell]]) -> str | None:
    """The first row that stands above the one it should follow: row key → its cells, in the order of the form."""
    above: tuple[int, int] = (-1, -1)
    for key, cells in rows.items():
        places = [place[:2] for cell in cells if (place := find_place(cell.source))]
        if places and min(places) <= above:
            return f"{key} does not stand below the row that goes before it in the form"
        above = max([above, *places])
    return None
