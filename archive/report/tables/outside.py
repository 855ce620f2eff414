"""What of a form was not read although it may be there: rows outside every table (a page break that parts the last row
of a table from it leaves one cell a line), and tables full of numbers in which nothing is known."""

from collections.abc import Container, Iterable, Iterator, Sequence

from archive.reading.document import LONGEST_QUOTE, Block, Finding, Grid, Paragraph
from archive.report.cell import Reading
from archive.report.forms.label import squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS, row_key
from archive.report.quantity import parse_cell
from archive.report.tables.alignment import MOST_CELLS

_LONGEST_LABEL = 40
_ENOUGH_FIGURES = 5
_LARGEST_AREA = 200_000
_VAGUE = {"handled", "other", "other.rest"}


def find_rows_outside(blocks: Sequence[Block], missing: Container[tuple[str, str]]) -> Iterator[Finding]:
    """A label of a row that was not read and a quantity, one after the other behind a table. `missing`: table, row."""
    behind_table = False
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, Grid):
            behind_table = True
        elif behind_table and isinstance(block, Paragraph):
            label, value = block.text, following.text if isinstance(following, Paragraph) else ""
            table = _table_of(label, missing)
            if table and parse_cell(value, None)[2] not in ("text", "blank"):
                yield Finding("row_outside_table", f"{table[0]}.{table[1]}: {squeeze(label)} | {squeeze(value)}")


def _table_of(label: str, missing: Container[tuple[str, str]]) -> tuple[str, str] | None:
    if len(label) > _LONGEST_LABEL:
        return None
    keys = ((table, row_key(table, label)) for table in (ACTIVE_DISCLOSURE, APPLICATIONS))
    return next(((table, key) for table, key in keys if key and key not in _VAGUE and (table, key) in missing), None)


def tables_of(keys: Iterable[tuple[str, str, str]]) -> set[str]:
    return {table for table, _, _ in keys}


def find_unread(grids: Sequence[Grid], readings: Iterable[Reading]) -> Iterator[Finding]:
    """Tables of numbers of which there is neither a cell nor a finding, while a table of the form is missing."""
    places = {(reading.where if isinstance(reading, Finding) else reading.source) or "" for reading in readings}
    read = {" ".join(place.split()[:2]) for place in places}
    for number, grid in enumerate(grids):
        if f"grid {number}" not in read and grid.rows and len(grid.rows) * len(grid.rows[0]) <= _LARGEST_AREA:
            figures = sum(parse_cell(text, None)[2] == "number" for row in grid.rows for text in row)
            if figures >= _ENOUGH_FIGURES:
                first = " | ".join(" ".join(text.split()) for text in grid.rows[0][:MOST_CELLS] if text)
                yield Finding("unread_table", f"no label of it is known: {first[:LONGEST_QUOTE]}", f"grid {number}")
