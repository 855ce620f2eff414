"""Tables of no national form: row and column are the labels as printed, the table is `local`."""

import re
from collections.abc import Iterator, Sequence

from archive.reading.document import Finding, Grid
from archive.report.alignment import Column, Row, align, lay_out
from archive.report.cell import Cell, Reading
from archive.report.forms.label import squeeze
from archive.report.quantity import parse_cell

LOCAL = "local"

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")


def read_local_table(number: int, grid: Grid) -> Iterator[Reading]:
    """The numbers of a table with one head row and labels on its left; nothing for a table of another build."""
    rows = [row for row in lay_out(grid) if len(row) > 1 and not all(place.blank for place in row)]
    if not rows or not _is_head(rows[0]):
        return
    head, body = rows[0], rows[1:]
    values = [place for row in body for place in row if place.number]
    labels = min((place.start for place in values), default=0)
    columns = [Column(_join(place.text), "", place.start, place.stop) for place in head if place.start >= labels > 0]
    unit = next((place.start for place in head[:-1] if _UNIT_COLUMN.fullmatch(squeeze(place.text))), None)
    for row in body if columns else ():
        if any(place.number for place in row):
            yield from _read_row(number, row, labels, columns, unit)


def _is_head(row: Row) -> bool:
    return all(not place.number or _YEAR.fullmatch(squeeze(place.text)) for place in row)


def _read_row(
    number: int, row: Row, labels: int, columns: Sequence[Column], unit_column: int | None
) -> Iterator[Reading]:
    left = [place for place in row if place.start < labels]
    label = "/".join(
        dict.fromkeys(_join(place.text) for place in left if not place.blank and place.start != unit_column)
    )
    unit = next((squeeze(place.text) for place in left if place.start == unit_column and not place.blank), None)
    values = [place for place in row if place.start >= labels]
    for column, place in zip(columns, align(labels, values, columns), strict=True):
        if place and label and column.key and not (place.height > 1 and place.number):
            source = f"grid {number} r{place.row} c{place.start}"
            yield Cell(LOCAL, label, column.key, place.text, *parse_cell(place.text, unit), source)
        elif place is None or place.number:
            texts = " | ".join(" ".join(place.text.split()) for place in row)
            yield Finding("doubtful_row", f"{LOCAL}: {texts}", f"grid {number} r{max(place.row for place in row)}")
            return


def _join(text: str) -> str:
    """A label as printed, without the white space that lays it out."""
    return "".join(text.split())
