"""Tables 二, 三 and 四 of the forms 2019 and 2021, row by row: cells under their keys, and findings.

A label that is not known and a value whose column cannot be told become findings with the row as printed.
"""

import re
from collections.abc import Iterator, Sequence

from archive.reading.document import Finding, Grid
from archive.report.alignment import Column, Place, Row, align
from archive.report.cell import Cell, Reading
from archive.report.forms.label import squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, CLAUSES, REVIEW_LITIGATION
from archive.report.quantity import parse_cell
from archive.report.segments import Segment, find_segments, read_label

_UNIT = re.compile(r"(?:亿|千万|百万|万|千|百)?元")
_FEES_UNIT = "万元"
"""国办公开办函〔2021〕30号: 本年收费金额（单位：万元）. Form 2019 prints no unit for 采购总金额."""


def read_standard_tables(grids: Sequence[Grid]) -> Iterator[Reading]:
    previous: str | None = None
    for segment in find_segments(grids):
        if segment.table == REVIEW_LITIGATION:
            yield from _read_reviews(segment)
            continue
        for row in segment.rows:
            key, labels = read_label(segment.table, row, previous)
            previous = key or previous
            if key:
                yield from _read_row(segment, key, row, labels)
            elif not _is_caption(row):
                yield _say("unknown_row", segment, row)


def _is_caption(row: Row) -> bool:
    """A blank row, a banner (第二十条第（一）项), or one cell over the whole width: a note, a page number."""
    told = [place.text for place in row if not place.blank]
    return len(row) == 1 or not told or (len(told) == 1 and squeeze(told[0]).startswith("第二十条"))


def _read_reviews(segment: Segment) -> Iterator[Reading]:
    """Table 四 has one row of data. A blank row counts only where there is no other."""
    rows = [row for row in segment.rows if not _is_caption(row)] or list(segment.rows[:1])
    start = segment.columns[0].start if segment.columns else 0
    yield from _read_row(segment, "", rows[0], sum(place.stop <= start for place in rows[0]))
    for row in rows[1:]:
        yield _say("unknown_row", segment, row)


def _read_row(segment: Segment, key: str, row: Row, labels: int) -> Iterator[Reading]:
    values = row[labels:]
    found = align(row[labels - 1].stop if labels else 0, values, segment.columns)
    told: set[Place] = set()
    for column, place in zip(segment.columns, found, strict=True):
        name = column.row or key
        if place and _belongs(segment.table, name, column) and not (place.height > 1 and place.number):
            told.add(place)
            yield from _read_cell(segment, name, column, place)
    if any(not place.blank and place not in told for place in values):
        yield _say("doubtful_row", segment, row)


def _belongs(table: str, row: str, column: Column) -> bool:
    """Table 二 has other columns over each clause: a value under those of another clause has lost its own head."""
    if table != ACTIVE_DISCLOSURE:
        return column.key is not None
    return any(column.key in columns.get(row, ()) for columns in CLAUSES.values())


def _read_cell(segment: Segment, row: str, column: Column, place: Place) -> Iterator[Reading]:
    key = (segment.table, row, column.key or "")
    amount = column.key == "amount"
    value, unit, state = parse_cell(place.text, _unit(row, column) if amount else None)
    source = f"grid {segment.grid} r{place.row} c{place.start}"
    if amount and state == "number" and not _UNIT.fullmatch(unit or "") and value:
        yield Finding("unit_unknown", f"{'.'.join(key)}: {place.text}", source)
        value = None
    yield Cell(*key, place.text, value, unit, state, source)


def _unit(row: str, column: Column) -> str | None:
    printed = _UNIT.search(squeeze(column.label))
    return printed[0] if printed else _FEES_UNIT if row == "fees" else None


def _say(code: str, segment: Segment, row: Row) -> Finding:
    texts = " | ".join(" ".join(place.text.split()) for place in row)
    return Finding(code, f"{segment.table}: {texts}", f"grid {segment.grid} r{max(place.row for place in row)}")
