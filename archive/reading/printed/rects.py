"""The ruled lines of a printed page → its tables: borders of columns and rows, and the cells between them.

pdfplumber gives the lines. Its own cells need a crossing of two lines at each of their corners, and are lost where a
table has no border at its sides or a line ends short of another. Here a cell is what no line parts: two neighbouring
squares of the grid that all borders make are one cell where no line runs between their middles.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any

from archive.reading.document import Span

THICKEST_LINE = 4
"""Points. A filled shape that is higher and wider is the ground of a cell or a word, no line."""

SNAP = 5
"""Points within which borders are one: double lines, the edges of a thick one, rows that meet badly. No row of text is
as low."""

JOIN = 3
"""Points of the gaps in a dotted line, and by which a line may miss the one it should touch."""

SMALLEST_CELL = 8
"""Points by which lines stand out over the outermost one across them from which that side has an open cell."""

LEVEL = 1
"""Points by which a line across or down the page may be aslant."""

MOST_SHAPES, MOST_LINES = 20_000, 2_000
"""Shapes of a page, and lines they make when pieces are joined, from which it is a drawing: a table of 60 rows and 15
columns has 76 lines."""

MOST_SQUARES = 20_000
"""Rows times columns from which lines are a pattern."""

Point = tuple[float, float]

Rule = tuple[float, float, float]
"""A line: its place across its direction, where it begins, where it ends."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled table: the borders of its columns and rows in points, and its cells, row by row. `open_top` and
    `open_bottom`: it has no border there, as where a page break cuts a row."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Span, ...]
    open_top: bool = False
    open_bottom: bool = False

    def holds(self, x: float, y: float) -> bool:
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]

    def squares(self) -> dict[tuple[int, int], Span]:
        """The cell of each square of the grid, by row and column."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }


def find_frames(shapes: Sequence[Mapping[str, Any]]) -> tuple[list[Frame], bool]:
    """The tables that the lines, rectangles and curves of a page (pdfplumber's) form, and whether some of these are too
    many to be a table: a drawing, in which none is looked for."""
    if len(shapes) > MOST_SHAPES:
        return [], True
    across, down = find_rules(shapes)
    if len(across) + len(down) > MOST_LINES:
        return [], True
    groups = hanging_together(across, down)
    tables = [group for group in groups if not is_pattern(*group)]
    frames = [frame for group in tables if (frame := make_frame(*group))]
    return outermost(frames), len(tables) < len(groups)


def outermost(frames: Iterable[Frame]) -> list[Frame]:
    """Those that are not inside a cell of another. A frame of one cell is a box of text, and what it holds counts."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=_area, reverse=True):
        x, y = (frame.columns[0] + frame.columns[1]) / 2, (frame.rows[0] + frame.rows[1]) / 2
        kept = [outer for outer in kept if len(outer.cells) > 1 or not outer.holds(x, y)]
        if not any(outer.holds(x, y) for outer in kept):
            kept.append(frame)
    return kept


def _area(frame: Frame) -> float:
    return (frame.columns[-1] - frame.columns[0]) * (frame.rows[-1] - frame.rows[0])


def find_rules(shapes: Iterable[Mapping[str, Any]]) -> tuple[list[Rule], list[Rule]]:
    """The lines across and down the page, their pieces joined."""
    across: list[Rule] = []
    down: list[Rule] = []
    for shape in shapes:
        for (x0, y0), (x1, y1) in _outline(shape):
            if abs(y1 - y0) <= LEVEL < abs(x1 - x0):
                across.append((y0, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= LEVEL < abs(y1 - y0):
                down.append((x0, min(y0, y1), max(y0, y1)))
    return join_rules(across, JOIN / 2), join_rules(down, JOIN / 2)


def _outline(shape: Mapping[str, Any]) -> Iterator[tuple[Point, Point]]:
    """The sides of a shape; none of a ground, which is filled and has no outline."""
    if shape["fill"] and not shape["stroke"] and min(shape["width"], shape["height"]) > THICKEST_LINE:
        return iter(())
    points = shape["pts"]
    return pairwise([*points, points[0]] if shape["object_type"] == "rect" else points)


def join_rules(rules: Sequence[Rule], snap: float) -> list[Rule]:
    """One line for those that lie within `snap` of each other and meet, or nearly do."""
    places = snapped([rule[0] for rule in rules], snap)
    joined: list[Rule] = []
    for place, start, end in sorted((places[rule[0]], *rule[1:]) for rule in rules):
        if joined and joined[-1][0] == place and start <= joined[-1][2] + JOIN:
            joined[-1] = (place, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((place, start, end))
    return [rule for rule in joined if rule[2] - rule[1] > SNAP]


def snapped(places: Iterable[float], snap: float) -> dict[float, float]:
    """For each place, the first of the run in which each is within `snap` of the one before."""
    found: dict[float, float] = {}
    last = -math.inf
    for place in sorted(set(places)):
        found[place] = found[last] if place - last <= snap else place
        last = place
    return found


def hanging_together(across: Iterable[Rule], down: Iterable[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines in groups that touch each other. A line that touches none underlines a text."""
    groups: list[tuple[list[Rule], list[Rule]]] = [([rule], []) for rule in across]
    for rule in down:
        met = [group for group in groups if any(_touch(other, rule) for other in group[0])]
        groups = [group for group in groups if not any(group is one for one in met)]
        if met:
            groups.append(([r for group in met for r in group[0]], [rule, *(r for group in met for r in group[1])]))
    return [group for group in groups if group[1]]


def _touch(across: Rule, down: Rule) -> bool:
    (y, x0, x1), (x, y0, y1) = across, down
    return x0 - JOIN <= x <= x1 + JOIN and y0 - JOIN <= y <= y1 + JOIN


def is_pattern(across: Sequence[Rule], down: Sequence[Rule]) -> bool:
    """Whether lines that hang together make more squares than a table has."""
    rows, columns = (len(set(snapped([rule[0] for rule in rules], SNAP).values())) for rules in (across, down))
    return rows * columns > MOST_SQUARES


def make_frame(across: Sequence[Rule], down: Sequence[Rule]) -> Frame | None:
    """The table of lines that hang together; None where they enclose nothing."""
    across, down = join_rules(across, SNAP), join_rules(down, SNAP)
    columns, *_ = _borders(down, across)
    rows, open_top, open_bottom = _borders(across, down)
    if len(columns) <= 1 or len(rows) <= 1:
        return None
    right = walls(down, columns, rows)
    below = walls(across, rows, columns)
    cells = list(grow_cells(len(rows) - 1, len(columns) - 1, right, below))
    return without_idle_borders(Frame(columns, rows, tuple(cells), open_top, open_bottom))


def _borders(rules: Sequence[Rule], crossing: Sequence[Rule]) -> tuple[tuple[float, ...], bool, bool]:
    """Where the rules lie, and whether the first and the last are open sides: where two lines or more that cross them
    stand out over the outermost one."""
    places = sorted({rule[0] for rule in rules})
    if not places or len(crossing) == 1:
        return tuple(places), False, False
    first, last = sorted(rule[1] for rule in crossing)[1], sorted(rule[2] for rule in crossing)[-2]
    before, behind = first < places[0] - SMALLEST_CELL, last > places[-1] + SMALLEST_CELL
    return (*([first] if before else []), *places, *([last] if behind else [])), before, behind


def walls(rules: Iterable[Rule], borders: Sequence[float], others: Sequence[float]) -> set[tuple[int, int]]:
    """(border, square along it) wherever a rule runs past the middle of the square. `others`: borders across these."""
    middles = [(start + end) / 2 for start, end in pairwise(others)]
    index = {border: i for i, border in enumerate(borders)}
    return {
        (index[place], i) for place, start, end in rules for i, middle in enumerate(middles) if start <= middle <= end
    }


def grow_cells(rows: int, columns: int, right: set[tuple[int, int]], below: set[tuple[int, int]]) -> Iterator[Span]:
    """From each square not yet taken, to the right and then down until a wall: rectangles, whatever the walls are."""
    taken: set[tuple[int, int]] = set()
    for row, column in product(range(rows), range(columns)):
        if (row, column) in taken:
            continue
        end = column + 1
        while end < columns and (end, row) not in right and (row, end) not in taken:
            end += 1
        bottom = row + 1
        while bottom < rows and not _is_parted(bottom, column, end, right, below):
            bottom += 1
        taken.update(product(range(row, bottom), range(column, end)))
        yield Span(row, column, bottom - row, end - column)


def _is_parted(row: int, column: int, end: int, right: set[tuple[int, int]], below: set[tuple[int, int]]) -> bool:
    """Whether a wall lies above this row's squares or between them."""
    return any((row, c) in below for c in range(column, end)) or any((c, row) in right for c in range(column + 1, end))


def without_idle_borders(frame: Frame) -> Frame:
    """The frame without rows and columns in which no cell begins: a line that underlines a word in a cell makes one."""
    rows = sorted({cell.row for cell in frame.cells})
    columns = sorted({cell.column for cell in frame.cells})
    row_of = {row: sum(other < row for other in rows) for row in range(len(frame.rows))}
    column_of = {column: sum(other < column for other in columns) for column in range(len(frame.columns))}
    cells = tuple(
        Span(
            row_of[cell.row],
            column_of[cell.column],
            row_of[cell.row + cell.rows] - row_of[cell.row],
            column_of[cell.column + cell.columns] - column_of[cell.column],
        )
        for cell in frame.cells
    )
    return replace(
        frame,
        rows=(*(frame.rows[row] for row in rows), frame.rows[-1]),
        columns=(*(frame.columns[column] for column in columns), frame.columns[-1]),
        cells=cells,
    )
