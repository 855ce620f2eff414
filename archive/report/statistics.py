"""The statistics tables of the forms 2019 and 2021 as cells under DOMAIN's keys, each with where it was read.

    grids → segments (columns, rows) → readings (a Cell or a Finding) → every cell of the form once

A label that is not known and a value whose column cannot be told become findings with the text as printed; a cell of
the form that was not read is there with state `missing`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.reading.document import Finding, Grid
from archive.report.alignment import Column, Place, Row, align
from archive.report.forms.label import squeeze
from archive.report.forms.standard import ACTIVE_DISCLOSURE, CLAUSES, REVIEW_LITIGATION, list_cells
from archive.report.quantity import parse_cell
from archive.report.segments import Segment, find_segments, read_label

__all__ = ["Cell", "parse_cell", "read_statistics"]

_UNIT = re.compile(r"(?:亿|千万|百万|万|千|百)?元")
_FEES_UNIT = "万元"
"""国办公开办函〔2021〕30号: 本年收费金额（单位：万元）. Form 2019 prints no unit for 采购总金额."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statistics table.

    `raw` as printed, None where it is not there; `value` of an amount in 元; `unit` as printed in cell or label;
    `state` as DOMAIN lists them; `source` "grid 1 r4 c3", counted from 0, "" where missing.
    """

    table: str
    row: str
    column: str
    raw: str | None
    value: int | float | None
    unit: str | None
    state: str
    source: str


Reading = Cell | Finding


def read_statistics(form: str | None, grids: Sequence[Grid]) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    """All cells of the form in its order, then what was printed besides; no cells for other forms.

    With form None (not recognised) only what was read.
    """
    if form is not None and form not in CLAUSES:
        return (), ()
    cells: dict[tuple[str, str, str], Cell] = {}
    findings: list[Finding] = []
    for reading in _read_segments(find_segments(grids)):
        if isinstance(reading, Finding):
            findings.append(reading)
            continue
        first = cells.setdefault((reading.table, reading.row, reading.column), reading)
        if first.raw != reading.raw:
            findings.append(_say_repeated(first, reading))
    return tuple(_fill(form, cells)), tuple(findings)


def _fill(form: str | None, cells: dict[tuple[str, str, str], Cell]) -> Iterator[Cell]:
    expected = dict.fromkeys(list_cells(form) if form else ())
    for key in expected:
        yield cells.get(key) or Cell(*key, None, None, None, "missing", "")
    yield from (cell for key, cell in cells.items() if key not in expected)


def _read_segments(segments: Iterable[Segment]) -> Iterator[Reading]:
    previous: str | None = None
    for segment in segments:
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
    """A blank row, or one cell over the whole width: 第二十条第（一）项, a note, a page number."""
    return len(row) == 1 or all(place.blank for place in row)


def _read_reviews(segment: Segment) -> Iterator[Reading]:
    """Table 四 has one row of data. A blank row counts only where there is no other."""
    rows = [row for row in segment.rows if not _is_caption(row)] or list(segment.rows[:1])
    yield from _read_row(segment, "", rows[0], 0)
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


def _say_repeated(first: Cell, again: Cell) -> Finding:
    name = f"{first.table}.{first.row}.{first.column}"
    return Finding("repeated_cell", f"{name}: {first.raw!r} kept, also {again.raw!r}", again.source)
