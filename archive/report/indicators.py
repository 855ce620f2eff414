"""The table of form 2014 (政府信息公开情况统计表): one indicator a row, its unit and its number.

Rows are known by their labels alone, so that a table cut by a page break and one without a head read the same. Other
tables of such a report are local ones.
"""

import re
from collections.abc import Iterator, Sequence

from archive.reading.document import Finding, Grid
from archive.report.alignment import Place, Row, lay_out
from archive.report.cell import Cell, Reading
from archive.report.forms.indicators import INDICATORS, UNITS, indicator_key
from archive.report.forms.label import squeeze
from archive.report.local_tables import read_local_table
from archive.report.quantity import parse_cell

_UNIT = re.compile(r"\(?(?:条|件|次|篇|个|人|人次|份|期|场|家|(?:万|千|亿)?元)\)?")
_ENOUGH_LABELS = 3
"""Fewer known labels do not make a table of indicators, unless one went before."""


def read_indicators(grids: Sequence[Grid]) -> Iterator[Reading]:
    previous: str | None = None
    for number, grid in enumerate(grids):
        rows = tuple(lay_out(grid))
        known = sum(_read_label(row, previous)[0] is not None for row in rows)
        if known < (1 if previous else _ENOUGH_LABELS):
            yield from read_local_table(number, grid)
            continue
        for row in rows:
            key, labels = _read_label(row, previous)
            previous = key or previous
            yield from _read_row(number, key, row, labels)


def _read_label(row: Row, previous: str | None) -> tuple[str | None, int]:
    """The key of a row, and how many of its cells are labels; a group cell 四、行政复议数量 may stand before 维持…."""
    found, labels = None, 0
    for at, place in enumerate(row):
        if place.number:
            break
        if key := indicator_key(place.text, found or previous):
            found, labels = key, at + 1
    return found, labels


def _read_row(grid: int, key: str | None, row: Row, labels: int) -> Iterator[Reading]:
    unit, values = _split_unit(row[labels:])
    told = [place for place in values if not place.blank] or values[:1]
    if key and len(told) == 1 and not (told[0].height > 1 and told[0].number):
        place = told[0]
        value, printed, state = parse_cell(place.text, unit or UNITS[key])
        source = f"grid {grid} r{place.row} c{place.start}"
        yield Cell(INDICATORS, key, "value", place.text, value, printed, state, source)
    elif any(place.number for place in values):
        texts = " | ".join(" ".join(place.text.split()) for place in row)
        code = "doubtful_row" if key else "unknown_row"
        yield Finding(code, f"{INDICATORS}: {texts}", f"grid {grid} r{max(place.row for place in row)}")


def _split_unit(cells: Row) -> tuple[str | None, list[Place]]:
    """The unit beside the label, where the table has a column for it, and the cells behind."""
    units = [squeeze(place.text) for place in cells if _UNIT.fullmatch(squeeze(place.text))]
    return (units[0].strip("()") if units else None), [p for p in cells if squeeze(p.text) not in units]
