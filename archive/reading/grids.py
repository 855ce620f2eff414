"""`<table>` → Grid, by the HTML table model; and which tables hold data and which only lay the page out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .document import Finding, Grid, Span
from .lines import tidy
from .tree import Node, Tree

LARGEST_SPAN = 1_000
"""HTML allows a colspan of 1,000 and a rowspan of 65,534; no table of a report has more rows than this."""

MOST_PLACES = 50_000
"""Places of one grid. 233 KB of `colspan=1000` cells would make three million; a report's largest table has 400."""

LONG_CELL = 300
"""Characters from which a cell may be a page's body rather than a datum."""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    rows: int
    columns: int
    nested: bool = False


def read_rows(tree: Tree, table: Node) -> list[list[Cell]]:
    """The cells of a table, row by row, without those of tables inside it (whose text is part of the cell's)."""
    rows: list[list[Cell]] = []
    index = table.index + 1
    while index < table.end:
        node = tree.nodes[index]
        if node.tag == "table":
            index = node.end
        elif node.tag == "tr":
            rows.append([])
            index += 1
        elif node.tag in ("td", "th") and rows:
            rows[-1].append(_cell(tree, node))
            index = node.end
        else:
            index += 1
    return rows


def _cell(tree: Tree, node: Node) -> Cell:
    nested = any(n.tag == "table" for n in tree.inside(node))
    return Cell(tidy(tree.text(node)), _span(node.get("rowspan"), zero=LARGEST_SPAN), _span(node.get("colspan"), zero=1), nested)


def _span(value: str, zero: int) -> int:
    """A span attribute as a browser reads it: leading digits, at least 1; `rowspan=0` means down to the last row."""
    digits = value.strip()[:7]
    while digits and not (digits.isascii() and digits.isdigit()):
        digits = digits[:-1]
    if not digits:
        return 1
    return min(int(digits), LARGEST_SPAN) or zero


def is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table holds data: several rows or columns of short cells. A table that holds tables, one with a single
    column, and one with a cell that is most of its text lay out a page."""
    cells = [cell for row in rows for cell in row if cell.text]
    if any(cell.nested for cell in cells) or len(cells) < 2:  # noqa: PLR2004
        return False
    longest = max(len(cell.text) for cell in cells)
    if longest > LONG_CELL and longest * 10 > sum(len(cell.text) for cell in cells) * 6:
        return False
    wide = sum(sum(1 for cell in row if cell.text) > 1 for row in rows)
    return wide > 1 or (wide == 1 and (len(rows) > 1 or len(cells) > 2))  # noqa: PLR2004


def read_grid(rows: Sequence[Sequence[Cell]], caption: str | None = None) -> tuple[Grid, list[Finding]]:
    """A rectangle with each spanned cell in every place it covers. Where spans would make more places than any report
    has, they are not expanded and a finding says so."""
    wanted = sum(cell.columns * cell.rows for row in rows for cell in row)
    findings = []
    if wanted > MOST_PLACES:
        findings.append(Finding("grid_spans", f"spans of a table ask for {wanted} places and were not expanded"))
        rows = [[Cell(cell.text, 1, 1) for cell in row] for row in rows]
    places, spans = _place(rows)
    width = max((column + 1 for _, column in places), default=0)
    grid = tuple(tuple(places.get((r, c), "") for c in range(width)) for r in range(len(rows)))
    return Grid(grid, tuple(spans), caption), findings


def _place(rows: Sequence[Sequence[Cell]]) -> tuple[dict[tuple[int, int], str], list[Span]]:
    places: dict[tuple[int, int], str] = {}
    spans: list[Span] = []
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in places:
                column += 1
            height = min(cell.rows, len(rows) - r)
            for place in _covered(r, column, height, cell.columns):
                places.setdefault(place, cell.text)
            if height > 1 or cell.columns > 1:
                spans.append(Span(r, column, height, cell.columns))
            column += cell.columns
    return places, spans


def _covered(row: int, column: int, height: int, width: int) -> Iterator[tuple[int, int]]:
    return ((r, c) for r in range(row, row + height) for c in range(column, column + width))
