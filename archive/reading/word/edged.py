"""Rows of cells that say where each ends (RTF, `\\cellx`) → rows of cells with spans."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.reading.grids import Cell

NARROWEST = 60
"""Twips (1/20 point) up to which two edges are one: rows of one table differ by a few where a hand drew them. The
narrowest character has 100."""


@dataclass(frozen=True, slots=True)
class EdgedCell:
    """`right`: its edge in twips; `below`, `beside`: it goes on the cell above it, or to the left of it."""

    text: str
    right: int
    below: bool = False
    beside: bool = False


def with_spans(rows: Iterable[Sequence[EdgedCell]]) -> tuple[list[list[Cell]], int]:
    """The table, in which a cell is as wide as the edges of all rows under it; and how many cells are told to go on one
    above them that is not there, or is not as wide, and stand for themselves."""
    joined = [_join(row) for row in rows]
    tracks = _find_tracks(cell.right for row in joined for cell in row)
    table: list[list[Cell]] = []
    owners: dict[int, tuple[int, int]] = {}
    doubts = 0
    for r, row in enumerate(joined):
        table.append([])
        left = 0
        for cell in row:
            columns = max(bisect_right(tracks, cell.right) - left, 1)
            above = owners.get(left)
            owner = table[above[0]][above[1]] if above else None
            if cell.below and above and owner and owner.columns == columns and above[0] + owner.rows == r:
                text = "\n".join(filter(None, (owner.text, cell.text)))
                table[above[0]][above[1]] = replace(owner, text=text, rows=owner.rows + 1)
            else:
                doubts += cell.below
                owners[left] = (r, len(table[r]))
                table[r].append(Cell(cell.text, columns=columns))
            left += columns
    return table, doubts


def _join(row: Sequence[EdgedCell]) -> list[EdgedCell]:
    """The row with those cells joined that go on the one beside them."""
    cells: list[EdgedCell] = []
    for cell in row:
        if cell.beside and cells:
            text = "\n".join(filter(None, (cells[-1].text, cell.text)))
            cells[-1] = replace(cells[-1], text=text, right=cell.right)
        else:
            cells.append(cell)
    return cells


def _find_tracks(edges: Iterable[int]) -> list[int]:
    """The first of each cluster of edges, from left to right."""
    tracks: list[int] = []
    for edge in sorted(set(edges)):
        if not tracks or edge - tracks[-1] > NARROWEST:
            tracks.append(edge)
    return tracks
