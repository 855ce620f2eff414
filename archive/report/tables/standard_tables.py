"""Tables 二, 三 and 四 of the forms 2019 and 2021, row by row: cells under their keys, and findings.

A label that is not known and a value whose column cannot be told become findings with the row as printed. Where labels
are cut off or cannot be read, the place in the form tells (`by_place`); where digits of several cells stand together,
the form's sums may (`glued`).
"""

import re
from collections.abc import Iterator, Sequence

from archive.reading.document import LONGEST_QUOTE, Finding, Grid
from archive.report.cell import Cell, Reading
from archive.report.forms.label import squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, CLAUSES, REVIEW_LITIGATION
from archive.report.quantity import is_figure, parse_cell
from archive.report.tables.alignment import Column, Place, align, place_of_row, say_row
from archive.report.tables.by_place import Line, name_columns, name_rows
from archive.report.tables.glued import is_glued, part_digits
from archive.report.tables.heads import is_clause
from archive.report.tables.segments import Segment, find_segments, read_label

_UNIT = re.compile(r"(?:亿|千万|百万|万|千|百)?元")
_FEES_UNIT = "万元"
"""国办公开办函〔2021〕30号: 本年收费金额（单位：万元）. Form 2019 prints no unit for 采购总金额."""


def read_standard_tables(form: str | None, grids: Sequence[Grid]) -> Iterator[Reading]:
    """With form None rows are known by their labels alone."""
    lines: list[Line] = []
    previous: str | None = None
    for found in find_segments(grids):
        segment, finding = name_columns(found)
        if finding:
            yield finding
        if segment.table == REVIEW_LITIGATION:
            lines += _review_lines(segment)
            continue
        for row in segment.rows:
            if not _is_caption(row):
                key, labels = read_label(segment.table, row, previous)
                previous = key or previous
                lines.append(Line(segment, row, key, labels))
    for line in name_rows(form, lines):
        yield from _read_line(line)


def _is_caption(row: Sequence[Place]) -> bool:
    """A blank row, a banner (第二十条第（一）项), or one cell over the whole width: a note, a page number."""
    return len(row) == 1 or all(place.blank for place in row) or is_clause(tuple(row))


def _review_lines(segment: Segment) -> Iterator[Line]:
    """Table 四 has one row of data. A blank row counts only where there is no other."""
    rows = [row for row in segment.rows if not _is_caption(row)] or list(segment.rows[:1])
    start = segment.columns[0].start if segment.columns else 0
    yield Line(segment, rows[0], "", sum(place.stop <= start for place in rows[0]))
    yield from (Line(segment, row, None, 0) for row in rows[1:])


def _read_line(line: Line) -> Iterator[Reading]:
    segment, row, key = line.segment, line.row, line.key
    if key is None:
        yield _say("unknown_row", line)
        return
    if line.by_place:
        yield Finding("by_place", f"{segment.table}.{key}: {say_row(row)}", _where(line))
    values = row[line.labels :]
    found = align(row[line.labels - 1].stop if line.labels else 0, values, segment.columns)
    whole = tuple(place for place in found if place)
    if is_glued(segment.table, segment.columns, whole if len(whole) == len(found) else values):
        yield from part_digits(segment, key, values)
        return
    told: set[Place] = set()
    for column, place in zip(segment.columns, found, strict=True):
        name = column.row or key
        if place and _belongs(segment.table, name, column) and not (place.height > 1 and place.number):
            told.add(place)
            yield from _read_cell(segment, name, column, place)
    if any(not place.blank and place not in told for place in values):
        yield _say("doubtful_row", line)


def _belongs(table: str, row: str, column: Column) -> bool:
    """Table 二 has other columns over each clause: a value under those of another clause has lost its own head."""
    if table != ACTIVE_DISCLOSURE:
        return column.key is not None
    return any(column.key in columns.get(row, ()) for columns in CLAUSES.values())


def _read_cell(segment: Segment, row: str, column: Column, place: Place) -> Iterator[Reading]:
    key = (segment.table, row, column.key or "")
    amount = column.key == "amount"
    value, unit, state = parse_cell(place.text, _unit(row, column) if amount else None)
    source = f"grid {segment.grid} {place.where}"
    if amount and state == "number" and not _UNIT.fullmatch(unit or "") and value:
        yield Finding("unit_unknown", f"{'.'.join(key)}: {place.text}", source)
        value = None
    if state == "text" and is_figure(place.text):
        yield Finding("unclear_number", f"{'.'.join(key)}: {place.text[:LONGEST_QUOTE]}", source)
    yield Cell(*key, place.text, value, unit, state, source)


def _unit(row: str, column: Column) -> str | None:
    printed = _UNIT.search(squeeze(column.label))
    return printed[0] if printed else _FEES_UNIT if row == "fees" else None


def _say(code: str, line: Line) -> Finding:
    return Finding(code, f"{line.segment.table}: {say_row(line.row)}", _where(line))


def _where(line: Line) -> str:
    return f"grid {line.segment.grid} {place_of_row(line.row)}"
