"""Tables of no national form: row and column are the labels as printed, the table is `local`."""

import re
from collections.abc import Iterator, Sequence

from archive.reading.document import LONGEST_QUOTE, Finding, Grid
from archive.report.cell import Cell, Reading
from archive.report.forms.label import squeeze
from archive.report.quantity import is_figure, parse_cell
from archive.report.tables.alignment import Column, Place, Row, align, lay_out, place_of_row, say_row
from archive.report.tables.panels import Panel, is_bearable, part_beside

LOCAL = "local"

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")
_SERIAL_COLUMN = re.compile(r"序号|编号")
_UNIT_IN_LABEL = re.compile(
    r"\((?:单位:)?(?P<unit>(?:亿|千万|百万|万|千|百)?元|人次|[人条件项次个篇份宗起部家期例场])\)$"
)


def read_local_table(number: int, grid: Grid) -> Iterator[Reading]:
    """The numbers of a table with one head row and labels on its left; nothing for a table of another build."""
    rows = tuple(lay_out(grid))
    if not is_bearable(rows):
        yield Finding("unread_table", f"{LOCAL}: a row has {max(map(len, rows))} cells", f"grid {number}")
        return
    for part in part_beside(rows):
        yield from read_local_panel(Panel(number, part))


def read_local_panel(panel: Panel) -> Iterator[Reading]:
    rows = [row for row in panel.rows if len(row) > 1 and not all(place.blank for place in row)]
    if not rows or not _is_head(rows[0]):
        return
    head, body = rows[0], rows[1:]
    serial = next((place.stop for place in head[:1] if _SERIAL_COLUMN.fullmatch(squeeze(place.text))), 0)
    start = min((p.start for row in body for p in row if p.number and p.start >= serial), default=0)
    over = _heads_of_values(head, body, start)
    if start <= serial or not over:
        return
    columns = [Column(_join(place.text), "", place.start, place.stop) for place in over]
    # Counted from the values, since labels are spanned in the head otherwise than below it.
    units = next(
        (at for at, p in enumerate(reversed(head[: -len(over)])) if _UNIT_COLUMN.fullmatch(squeeze(p.text))), -1
    )
    above: dict[int, str] = {}
    for row in body:
        left = [place for place in row if place.start < start]
        unit = left.pop(len(left) - 1 - units) if 0 <= units < len(left) else None
        label = _name_row([place for place in left if place.start >= serial], above)
        values = row[sum(place.start < start for place in row) :]
        if any(place.number or _says_none(place) for place in values):
            printed = squeeze(unit.text) if unit else ""
            yield from _read_row(panel.grid, row, values, columns, label, printed or None)


def _heads_of_values(head: Row, body: Sequence[Row], start: int) -> Row:
    """The cells of the head over the values: as many as each row has there, or those right of the labels."""
    counts = {sum(place.start >= start for place in row) for row in body}
    count = counts.pop() if len(counts) == 1 else 0
    return head[-count:] if 0 < count < len(head) else tuple(place for place in head if place.start >= start)


def _is_head(row: Row) -> bool:
    return all(not place.number or _YEAR.fullmatch(squeeze(place.text)) for place in row)


def _says_none(place: Place) -> bool:
    """A stroke, 无 or a blank: what a form prints for no number, and no text."""
    return parse_cell(place.text, None)[2] != "text"


def _name_row(left: Sequence[Place], above: dict[int, str]) -> str:
    """The labels of a row, from the left. A blank beside a label goes on with the label above it: a group's cell whose
    span is lost."""
    told = [place for place in left if not place.blank]
    words = {place.start: _join(place.text) for place in told}
    if told:
        words |= {
            place.start: above[place.start] for place in left if place.start < told[0].start and place.start in above
        }
        above |= words
        for start in [start for start in above if start > told[-1].start]:
            del above[start]
    return "/".join(dict.fromkeys(words[start] for start in sorted(words)))


def _read_row(
    number: int, row: Row, values: Row, columns: Sequence[Column], label: str, unit: str | None
) -> Iterator[Reading]:
    for column, place in zip(columns, align(values[0].start, values, columns), strict=True):
        if place and label and column.key and not (place.height > 1 and place.number):
            source = f"grid {number} {place.where}"
            value, own, state = parse_cell(place.text, unit or _unit_in(label) or _unit_in(column.key))
            if state == "text" and is_figure(place.text):
                name = f"{LOCAL}.{label}.{column.key}"
                yield Finding("unclear_number", f"{name}: {place.text[:LONGEST_QUOTE]}", source)
            yield Cell(LOCAL, label, column.key, place.text, value, own, state, source)
        elif place is None or place.number:
            yield Finding("doubtful_row", f"{LOCAL}: {say_row(row)}", f"grid {number} {place_of_row(row)}")
            return


def _unit_in(label: str) -> str | None:
    """数量（条） → 条."""
    found = _UNIT_IN_LABEL.search(squeeze(label))
    return found["unit"] if found else None


def _join(text: str) -> str:
    """A label as printed, without the white space that lays it out."""
    return "".join(text.split())
