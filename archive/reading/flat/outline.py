"""Where the wide cells of a table lay whose spans are lost: its numbering and the heads of the national forms tell.

Spans are lost in two ways. *Packed*: a wide cell is said once, the cells behind it move up, and the row is filled up
with blanks at its end or left short. *In place*: the places it covered are blank. Labels are numbered 一、 （一） 1.
(GB/T 9704—2012, 7.3.3), and a level has a column of its own where a label and its first sublabel share a row. Only a
reading that fills the whole rectangle is believed.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from archive.reading.document import Grid
from archive.reading.grids import Cell, make_grid
from archive.reading.lines import compact

Row = Sequence[str]
Parts = tuple[list[str], list[str]]
"""The labels and the values of a row."""

WIDE_HEADS = {
    "申请人情况": 7,
    "法人或其他组织": 5,
    "行政复议": 5,
    "行政诉讼": 10,
    "未经复议直接起诉": 5,
    "复议后起诉": 5,
}
"""Head cells that stand over several columns in the tables 三 and 四 (国办公开办函〔2019〕60号, 〔2021〕30号)."""

_NUMERALS = "[一二三四五六七八九十]{1,3}"
_LEVELS = (re.compile(rf"{_NUMERALS}、"), re.compile(rf"\({_NUMERALS}\)"), re.compile(r"\d{1,2}[.、](?!\d)"))
_VALUE = re.compile(r"[+\-−–—]?[\d,]*(?:\.\d+)?(?:[万亿]?元|件|条|次|个|人)?[/%\-—]{0,2}|无")


def is_value(text: str) -> bool:
    """A number with or without a unit, a dash, 无, or blank: what is no label."""
    return bool(_VALUE.fullmatch(compact(text)))


def lay_by_outline(rows: Sequence[Row]) -> Grid | None:
    """The table with its spans; None where numbering and head do not tell them, or leave a doubt."""
    head = list(takewhile(lambda row: not _begins_body(row), rows))
    body = rows[len(head) :]
    levels = sorted({level for row in body for text in row if (level := _level(text)) >= 0})
    told = [[text for text in row if text] for row in head]
    if not (told and all(told) and body and (levels or any(compact(text) in WIDE_HEADS for text in told[0]))):
        return None
    above, columns = _lay_head(told, len(levels))
    for split in (_split_packed, _split_in_place):
        parts = [part for row in body if (part := split(row, levels, columns))]
        if grid := _make_whole([*above, *_lay_body(parts, levels)], len(rows), len(levels) + columns):
            return grid
    return None


def _begins_body(row: Row) -> bool:
    told = [text for text in row if text]
    return not told or _level(told[0]) >= 0 or any(map(is_value, told))


def _level(text: str) -> int:
    """Which numbering a label begins with: 0 for 一、, 1 for （一）, 2 for 1.; -1 for none."""
    label = compact(text[: 2 * len("（十一）")])
    return next((level for level, numbering in enumerate(_LEVELS) if numbering.match(label)), -1)


def _lay_head(told: Sequence[Row], labels: int) -> tuple[list[list[Cell]], int]:
    """The cells of the head, and how many columns of values they stand over. What is no wide head is one column and
    reaches down to the last row; the corner over the labels may be blank."""
    height = len(told)
    first = list(told[0])
    corner = [Cell("" if compact(first[0]) in WIDE_HEADS else first.pop(0), height, labels)] if labels else []
    rows = [[_head_cell(text, height - r) for text in row] for r, row in enumerate([first, *told[1:]])]
    columns = sum(cell.columns == 1 for row in rows for cell in row)
    return [[*corner, *rows[0]], *rows[1:]], columns


def _head_cell(text: str, below: int) -> Cell:
    columns = WIDE_HEADS.get(compact(text), 1)
    return Cell(text, 1 if columns > 1 else below, columns)


def _split_packed(row: Row, levels: Sequence[int], columns: int) -> Parts | None:
    labels = list(takewhile(lambda text: _level(text) >= 0, row)) if levels else []
    return _with_values(labels, row, len(labels), columns)


def _split_in_place(row: Row, levels: Sequence[int], columns: int) -> Parts | None:
    places = [at for at, text in enumerate(row[: len(levels)]) if text]
    if any(_level(row[at]) != levels[at] for at in places):
        return None
    return _with_values([row[at] for at in places], row, len(levels), columns)


def _with_values(labels: list[str], row: Row, start: int, columns: int) -> Parts | None:
    values = list(row[start : start + columns])
    fits = not any(row[start + columns :])
    return (labels, values + [""] * (columns - len(values))) if fits else None


def _lay_body(parts: Sequence[Parts], levels: Sequence[int]) -> list[list[Cell]]:
    """A label reaches right to its sublabel, and down over the rows of deeper labels; one without a sublabel reaches to
    the values. A row without a label stays short."""
    ranks = [[levels.index(_level(label)) for label in labels] for labels, _ in parts]
    rows: list[list[Cell]] = []
    for r, (labels, values) in enumerate(parts):
        stops = [*ranks[r][1:], len(levels)]
        cells = []
        for label, rank, stop in zip(labels, ranks[r], stops, strict=False):
            deeper = _count_deeper(ranks, r, rank) if stop < len(levels) else 0
            cells.append(Cell(label, 1 + deeper, stop - rank))
        rows.append([*cells, *map(Cell, values)])
    return rows


def _count_deeper(ranks: Sequence[Sequence[int]], r: int, rank: int) -> int:
    below = (ranks[row] for row in range(r + 1, len(ranks)))
    return sum(1 for _ in takewhile(lambda labels: bool(labels) and labels[0] > rank, below))


def _make_whole(rows: Sequence[Sequence[Cell]], height: int, width: int) -> Grid | None:
    """The grid, if its cells fill it and no two lie on one place."""
    cells = [cell for row in rows for cell in row]
    if len(rows) != height or any(cell.columns < 1 for cell in cells):
        return None
    grid = make_grid(rows)
    whole = sum(cell.rows * cell.columns for cell in cells) == height * width == height * len(grid.rows[0])
    return grid if whole else None
