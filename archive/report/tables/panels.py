"""Grids as panels: one table each, its labels on the left and its heads above.

A page may print a table with rows and columns exchanged, so that it fits on the paper, and two tables, or the two
halves of one, side by side in one grid.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from archive.reading.document import Grid, Span
from archive.report.forms.label import squeeze
from archive.report.quantity import parse_cell
from archive.report.tables.alignment import Place, Row, lay_out

_CORNER = re.compile(r"信息内容|(?:统计)?指标(?:名称)?|项目(?:名称)?|类[别型]|内容|名称|序号")
"""What stands over the labels of a table; where it stands twice in a row, two tables stand side by side."""

_UNIT = re.compile(r"[条件次篇个人份期场家]|人次|(?:万|千|亿)?元")

_ENOUGH_VOTES = 5
MOST_CELLS_OF_A_ROW = 200
_FEWEST_BESIDE = 4
"""Cells of a row of two tables: a label and a value each."""

_ENOUGH_LABELS_BESIDE = 3
_ROWS_LOOKED_AT = 30
_TALLEST_TURNED = 400
"""Columns of a grid that may be a table with rows and columns exchanged: a form has 64 rows."""

Names = Callable[[str], str | None]
"""Of a label: "row" where it is one of a row of the form, "column" of a column, None of neither."""


@dataclass(frozen=True, slots=True)
class Panel:
    grid: int
    rows: tuple[Row, ...]


def find_panels(number: int, grid: Grid, names: Names) -> Iterator[Panel]:
    rows = tuple(lay_out(grid))
    if _is_turned(rows, names):
        rows = tuple(tuple(place._replace(turned=True) for place in row) for row in lay_out(_turn(grid)))
    if is_bearable(rows):
        yield from (Panel(number, part) for part in part_beside(rows, names))


def is_bearable(rows: Sequence[Row]) -> bool:
    """Whether no row has more cells than any table of a report; reading takes the square of their number."""
    return max(map(len, rows), default=0) <= MOST_CELLS_OF_A_ROW


def _turn(grid: Grid) -> Grid:
    spans = (Span(span.column, span.row, span.columns, span.rows) for span in grid.spans)
    return replace(grid, rows=tuple(zip(*grid.rows, strict=True)), spans=tuple(spans))


def _is_turned(rows: Sequence[Row], names: Names) -> bool:
    """Whether the values stand below the labels of the form's rows and beside those of its columns."""
    if max((place.stop for row in rows[:1] for place in row), default=0) > _TALLEST_TURNED:
        return False
    votes = 0
    for r in range(len(rows) - 1, -1, -1):
        for place, right in zip_longest(rows[r], rows[r][1:]):
            name = None if place.number or place.blank else names(place.text)
            if name:
                votes += _vote(name, right, rows, r, place)
        if abs(votes) >= _ENOUGH_VOTES:
            break
    return votes < 0 if votes else _stands_across(rows, names)


def _stands_across(rows: Sequence[Row], names: Names) -> bool:
    """Whether more of the form's rows are named beside one another than below one another, and of its columns the
    other way round, where no value tells."""
    named = [[(place.start, names(place.text)) for place in row] for row in rows[:_ROWS_LOOKED_AT]]
    below = Counter(label for row in named for label in row)
    beside = [Counter(name for _, name in row) for row in named]
    across, down = (max((count[name] for count in beside), default=0) for name in ("row", "column"))
    across += max((number for (_, name), number in below.items() if name == "column"), default=0)
    down += max((number for (_, name), number in below.items() if name == "row"), default=0)
    return across > down


def _vote(name: str, right: Place | None, rows: Sequence[Row], r: int, place: Place) -> int:
    beside = right is not None and _is_datum(right)
    end = place.row + place.height
    below = end < len(rows) and any(other.start == place.start and _is_datum(other) for other in rows[end])
    return 0 if beside == below else 1 if beside == (name == "row") else -1


def _is_datum(place: Place) -> bool:
    """A number, what is printed for none, or the unit of a number: what stands beside a label, and is none."""
    if place.blank:
        return False
    return place.number or parse_cell(place.text, None)[2] != "text" or bool(_UNIT.fullmatch(squeeze(place.text)))


def part_beside(rows: tuple[Row, ...], names: Names = lambda _: None, most: int = 6) -> list[tuple[Row, ...]]:
    """The rows as one table, or as those that stand side by side in them, from left to right; at most `most`."""
    head = next(((row, at) for row in rows if (at := _second_corner(row))), None) or _second_labels(rows, names)
    if head is None or most == 1:
        return [rows]
    parts = [_part_row(row, *head) for row in rows]
    if any(left is None for left, _ in parts):
        return [rows]
    return [tuple(left or () for left, _ in parts), *part_beside(tuple(right for _, right in parts), names, most - 1)]


def _second_corner(row: Row) -> int:
    """At which cell the second table of a head begins; 0 where there is none."""
    first = next((at for at, place in enumerate(row) if place.text), None)
    if len(row) < _FEWEST_BESIDE or first is None or not _CORNER.fullmatch(squeeze(row[first].text)):
        return 0
    words = [squeeze(place.text) for place in row]
    return next((at for at in range(first + 2, len(row)) if words[at] == words[first] != words[at - 1]), 0)


def _second_labels(rows: Sequence[Row], names: Names) -> tuple[Row, int] | None:
    """A row, and at which cell its second table begins, where several rows have a label right of a value, below one
    another: halves of a table whose head stands on the page before."""
    found = [(row, at) for row in rows[:_ROWS_LOOKED_AT] if (at := _label_behind_value(row, names))]
    same = len({row[at].start for row, at in found}) == 1
    return found[0] if same and len(found) >= _ENOUGH_LABELS_BESIDE else None


def _label_behind_value(row: Row, names: Names) -> int:
    if len(row) < _FEWEST_BESIDE:
        return 0
    value = next((at for at, place in enumerate(row) if _is_datum(place)), len(row))
    labels = (at for at in range(value + 1, len(row)) if not row[at].number and names(row[at].text) == "row")
    return next(labels, 0)


def _part_row(row: Row, head: Row, at: int) -> tuple[Row | None, Row]:
    """What of a row belongs to the left table, and to the right one: as many cells as in the head, or those left of the
    border in the head. None where a number lies on the border."""
    border = row[at].start if len(row) == len(head) else head[at].start
    if any(place.start < border < place.stop and place.number for place in row):
        return None, ()
    left = tuple(p._replace(stop=min(p.stop, border)) for p in row if p.start < border)
    return left, tuple(_move(place, border) for place in row if place.stop > border)


def _move(place: Place, border: int) -> Place:
    """The place in the right table. The border may differ from row to row, so its column in the grid is kept apart."""
    start = max(place.start - border, 0)
    return place._replace(start=start, stop=place.stop - border, left=place.start + place.left - start)
