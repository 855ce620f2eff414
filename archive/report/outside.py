"""Rows of a form that stand outside every table: a page break that parts the last row of a table from it leaves one cell
a line."""

from collections.abc import Container, Iterator, Sequence

from archive.reading.document import Block, Finding, Grid, Paragraph
from archive.report.forms.label import squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS, row_key
from archive.report.quantity import parse_cell

_LONGEST_LABEL = 40
_VAGUE = {"handled", "other", "other.rest"}


def find_rows_outside(blocks: Sequence[Block], missing: Container[tuple[str, str]]) -> Iterator[Finding]:
    """A label of a row that was not read and a quantity, one after the other behind a table. `missing`: table and row."""
    behind_table = False
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
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
