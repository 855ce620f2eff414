"""A grid drawn in plain characters, for a screen on which a Han character is as wide as two Latin ones."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, product
from operator import itemgetter

from archive.reading.document import Grid, Span

WIDEST = 24
"""Places of a column; what is longer goes on below. The tables of the national forms then fit into a window of 160."""

NARROWEST = 2
"""Places that one Han character needs."""

_WORD = re.compile(r"[!-~]+|.", re.S)
"""What is not broken at the end of a line: a number, a Latin word. A Han character is a word of its own."""

Owners = Sequence[Sequence[Span]]
"""The cell that covers each place."""


def text_width(text: str) -> int:
    """Places of a text on a screen: 2 for a wide character (Unicode Standard Annex 11), 0 for one that is not seen."""
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def pad(text: str, width: int) -> str:
    return text + " " * (width - text_width(text))


def draw_grid(grid: Grid) -> Iterator[str]:
    """The lines of a frame of + - |; a spanned cell is said once, in a frame as large as it is. The grid has a cell."""
    owners = _find_owners(grid)
    widths = _measure_columns(grid, owners)
    for r, row in enumerate(owners):
        yield _draw_rule(owners[r - 1] if r else (), row, widths)
        yield from _draw_row(grid, r, row, widths)
    yield _draw_rule(owners[-1], (), widths)


def _find_owners(grid: Grid) -> Owners:
    owners = {
        place: span
        for span in grid.spans
        for place in product(range(span.row, span.row + span.rows), range(span.column, span.column + span.columns))
    }
    return [[owners.get((r, c)) or Span(r, c, 1, 1) for c in range(len(texts))] for r, texts in enumerate(grid.rows)]


def _measure_columns(grid: Grid, owners: Owners) -> list[int]:
    """As wide as the cells of this column alone ask for; the last column of a wider cell makes up for what it lacks."""
    widths = [NARROWEST] * len(owners[0])
    for cell in sorted({owner for row in owners for owner in row}, key=lambda span: span.columns):
        stop = cell.column + cell.columns
        wanted = min(text_width(grid.rows[cell.row][cell.column]), WIDEST)
        widths[stop - 1] += max(0, wanted - _joined_width(widths[cell.column : stop]))
    return widths


def _joined_width(widths: Sequence[int]) -> int:
    return sum(widths) + len(" | ") * (len(widths) - 1)


def _draw_row(grid: Grid, r: int, row: Sequence[Span], widths: Sequence[int]) -> Iterator[str]:
    cells = [(cell, [width for _, width in run]) for cell, run in groupby(zip(row, widths, strict=True), itemgetter(0))]
    wide = [_joined_width(own) for _, own in cells]
    texts = [" ".join(grid.rows[r][cell.column].split()) if cell.row == r else "" for cell, _ in cells]
    columns = [wrap(text, width) for text, width in zip(texts, wide, strict=True)]
    for at in range(max(map(len, columns))):
        lines = [column[at] if at < len(column) else "" for column in columns]
        yield f"| {' | '.join(map(pad, lines, wide))} |"


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text; a word that is longer than a line is broken."""
    lines = [""]
    for word in _WORD.findall(text):
        pieces = [word] if text_width(word) <= width else list(word)
        for piece in pieces:
            if text_width(lines[-1]) + text_width(piece) > width:
                lines.append("")
            lines[-1] += piece
    return [line.strip() for line in lines]


def _draw_rule(above: Sequence[Span], below: Sequence[Span], widths: Sequence[int]) -> str:
    """The line between two rows, open where a cell goes on; one of the two is empty at the edge."""
    lines = [" " if above and below and above[c] == below[c] else "-" for c in range(len(widths))]
    drawn = "+" if lines[0] == "-" else "|"
    for c, width in enumerate(widths):
        ahead = lines[c + 1 : c + 2]
        inside = bool(ahead and above and above[c] == above[c + 1])
        joint = "+" if "-" in (lines[c], *ahead) else " " if inside else "|"
        drawn += lines[c] * (width + 2) + joint
    return drawn
