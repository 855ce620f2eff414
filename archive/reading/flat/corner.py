"""Where the wide labels of a table lay whose spans are lost and blanks stand in their places.

The corner of the head, its first cell and the blanks behind it, is as wide as the labels of the rows.
"""

from collections.abc import Sequence
from itertools import product, takewhile

from archive.reading.document import LONGEST_QUOTE, Grid
from archive.reading.flat.clauses import find_wide_cells
from archive.reading.flat.outline import is_value
from archive.reading.grids import Cell, make_grid

Rows = Sequence[Sequence[str]]


def lay_by_corner(rows: Rows) -> Grid:
    """The table as it stands, short rows filled up on the right, and its labels repeated where they surely spanned."""
    width = max(map(len, rows))
    texts = [[*row, *[""] * (width - len(row))] for row in rows]
    corner, wide = _measure_corner(texts), find_wide_cells(texts)
    taken: set[tuple[int, int]] = set()
    cells: list[list[Cell]] = [[] for _ in texts]
    for r, c in product(range(len(texts)), range(width)):
        if (r, c) not in taken:
            cell = Cell(texts[r][c], 1, wide[r, c]) if (r, c) in wide else _measure(texts, r, c, corner)
            taken.update(product(range(r, r + cell.rows), range(c, c + cell.columns)))
            cells[r].append(cell)
    return make_grid(cells)


def _measure_corner(texts: Rows) -> int:
    """Columns of labels: those before the second cell of the first row that has two."""
    head = next((row for row in texts if sum(map(bool, row)) > 1), ())
    return next((c for c, text in enumerate(head) if c and text), 1)


def _measure(texts: Rows, r: int, c: int, corner: int) -> Cell:
    """A label with nothing between it and the values reaches to them; one goes on down over rows that begin blank and
    have a label further right."""
    row, text = texts[r], texts[r][c]
    if not text or c >= corner or corner == 1:
        return Cell(text)
    stop = c + 1 if any(row[c + 1 : corner]) else corner
    below = (texts[other] for other in range(r + 1, len(texts)))
    return Cell(text, 1 + sum(1 for _ in takewhile(lambda other: _goes_on(other, stop), below)), stop - c)


def _goes_on(row: Sequence[str], stop: int) -> bool:
    return not any(row[:stop]) and not is_value(next((text for text in row if text), ""))


def find_doubt(grid: Grid, rows: Rows) -> str | None:
    """What is not known of a table: rows with places that are blank, or were covered by a wider cell."""
    doubtful = [at for at, texts in enumerate(grid.rows) if any(texts) and not all(texts)]
    if not doubtful:
        return None
    raw = " | ".join(rows[doubtful[0]])
    message = f"a table was restored from lines; in {len(doubtful)} of its rows a place is blank or belongs to another"
    return f"{message} cell: {raw[:LONGEST_QUOTE]}"
