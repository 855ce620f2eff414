"""`<table>` → Grid, by the HTML table model; and which tables hold data and which only lay the page out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from archive.reading.document import Finding, Grid, Span
from archive.reading.lines import Line, tidy
from archive.reading.tree import Node, Tree

LARGEST_SPAN = 1_000
"""HTML allows a colspan of 1,000 and a rowspan of 65,534; no table of a report has more rows than this."""

FREE_PLACES = 10_000
MOST_TIMES = 10
"""Spans may make this many places, and this many for each cell. 233 KB of `colspan=1000` cells would make three
million; a report's largest table has 400."""

LARGEST_AREA = 1_000_000
"""Rows times columns from which a table stays lines of text."""

LONG_CELL = 300
"""Characters from which a cell may be a page's body rather than a datum."""

BODY_SHARE = 0.6
"""Share of a table's text from which one long cell is the page's body."""

FEWEST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """`nested`: another table stands in it."""

    text: str
    rows: int = 1
    columns: int = 1
    nested: bool = False


def read_tables(tree: Tree) -> dict[int, list[list[Cell]]]:
    """The rows of every table, by node index."""
    return {node.index: read_rows(tree, node) for node in tree.nodes if node.tag == "table"}


def make_grids(
    tree: Tree, lines: Sequence[Line], tables: Mapping[int, list[list[Cell]]]
) -> tuple[dict[int, Grid], list[Finding]]:
    """The data tables, of `tables`, that the lines stand in."""
    grids: dict[int, Grid] = {}
    findings: list[Finding] = []
    for index in dict.fromkeys(line.place.table for line in lines if line.place.table in tables):
        grid, found = bearable_grid(tables[index], _caption(tree, tree.nodes[index]))
        findings += found
        if grid:
            grids[index] = grid
    return grids, findings


def bearable_grid(rows: list[list[Cell]], caption: str | None = None) -> tuple[Grid | None, list[Finding]]:
    """The grid of any table a file may hold: None for an area beyond LARGEST_AREA, a finding where spans ask for too
    much."""
    rows, findings = with_bearable_spans(rows)
    area = len(rows) * max((sum(cell.columns for cell in row) for row in rows), default=0)
    return (make_grid(rows, caption) if area <= LARGEST_AREA else None), findings


def read_rows(tree: Tree, table: Node) -> list[list[Cell]]:
    """The cells of a table, row by row, without those of tables inside it (whose text is part of the cell's)."""
    rows: list[list[Cell]] = []
    index = table.index + 1
    while index < table.end:
        node = tree.nodes[index]
        if node.tag == "tr":
            rows.append([])
        elif node.tag in ("td", "th") and rows:
            rows[-1].append(_cell(tree, node))
        index = node.end if node.tag in ("table", "td", "th") else index + 1
    return rows


def _cell(tree: Tree, node: Node) -> Cell:
    nested = any(inner.tag == "table" for inner in tree.inside(node))
    rows, columns = _span(node.get("rowspan"), zero=LARGEST_SPAN), _span(node.get("colspan"), zero=1)
    return Cell(tidy(tree.text(node)), rows, columns, nested)


def _span(value: str, zero: int) -> int:
    """A span attribute as a browser reads it: leading digits, at least 1; `rowspan=0` means down to the last row."""
    digits = value.strip()[:7]
    while digits and not (digits.isascii() and digits.isdigit()):
        digits = digits[:-1]
    return min(int(digits), LARGEST_SPAN) or zero if digits else 1


def _caption(tree: Tree, table: Node) -> str | None:
    caption = next((node for node in tree.nodes[table.index + 1 : table.index + 4] if node.tag == "caption"), None)
    return (tidy(tree.text(caption)) or None) if caption else None


def is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table holds data: several rows or columns of short cells. A table that holds tables, one with a single
    column, and one with a cell that is most of its text lay out a page."""
    cells = [cell for row in rows for cell in row if cell.text]
    if len(cells) < FEWEST_CELLS or any(cell.nested for cell in cells):
        return False
    longest = max(len(cell.text) for cell in cells)
    if longest > LONG_CELL and longest > BODY_SHARE * sum(len(cell.text) for cell in cells):
        return False
    wide = sum(sum(1 for cell in row if cell.text) > 1 for row in rows)
    return wide > 1 or (wide == 1 and (len(rows) > 1 or len(cells) > FEWEST_CELLS))


def with_bearable_spans(rows: list[list[Cell]]) -> tuple[list[list[Cell]], list[Finding]]:
    """The rows, without their spans and with a finding where those ask for more places than any report has."""
    cells = [cell for row in rows for cell in row]
    wanted = sum(cell.columns * min(cell.rows, len(rows)) for cell in cells)
    if wanted <= FREE_PLACES + MOST_TIMES * len(cells):
        return rows, []
    finding = Finding("grid_spans", f"the spans of a table ask for {wanted} places and were not expanded")
    return [[Cell(cell.text) for cell in row] for row in rows], [finding]


def make_grid(rows: Sequence[Sequence[Cell]], caption: str | None = None) -> Grid:
    """A rectangle with each spanned cell in every place it covers; columns at the right in which no cell begins, made
    by spans wider than their table, are left out."""
    places, spans = _place(rows)
    width = 1 + max((span.column for span in spans), default=0)
    grid = tuple(tuple(places.get((row, column), "") for column in range(width)) for row in range(len(rows)))
    clipped = (Span(s.row, s.column, s.rows, min(s.columns, width - s.column)) for s in spans)
    return Grid(grid, tuple(span for span in clipped if span.rows > 1 or span.columns > 1), caption)


def _place(rows: Sequence[Sequence[Cell]]) -> tuple[dict[tuple[int, int], str], list[Span]]:
    """The text of each place, and where each cell lies."""
    places: dict[tuple[int, int], str] = {}
    spans: list[Span] = []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in places:
                column += 1
            height, behind = min(cell.rows, len(rows) - row), column + cell.columns
            # HTML lets a wide cell run under one that reaches down from above; it has the places before that one.
            end = next((c for c in range(column, behind) if (row, c) in places), behind)
            for place in product(range(row, row + height), range(column, end)):
                places[place] = cell.text
            spans.append(Span(row, column, height, end - column))
            column = behind
    return places, spans
