"""Tables that an earlier tool flattened to lines, as grids again: their cells parted by | or by tabs.

Two kinds are met in saved reports. With |, each row has as many bars as the table has columns, over one line or many;
spanned cells are said once and the row is filled up with blanks. With tabs, each row is a line. Spans are lost in both.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.reading.document import Block, Grid, Picture, Span, body_lines

_FEWEST_COLUMNS = 2


def restore_grids(blocks: Sequence[Block]) -> tuple[Grid, ...]:
    """The grids of a text, those that readers made among them, in order. Lines that make no table are left out."""
    grids: list[Grid] = []
    for kind, run in groupby(blocks, key=_kind):
        if kind == "grid":
            grids += (block for block in run if isinstance(block, Grid))
        elif kind:
            lines = list(body_lines(list(run)))
            rows = list(_read_bars(lines) if kind == "|" else (line.split("\t") for line in lines))
            grids += [_make_grid(rows)] if rows else []
    return tuple(grids)


def _kind(block: Block) -> str | None:
    if isinstance(block, Grid):
        return "grid"
    if isinstance(block, Picture):
        return None
    if block.text.rstrip().endswith("|"):
        return "|"
    return "\t" if "\t" in block.text.strip(" ") else None


def _read_bars(lines: Sequence[str]) -> Iterator[list[str]]:
    cells = [cell.strip() for cell in "\n".join(lines).split("|")]
    width = _count_columns(cells)
    if width >= _FEWEST_COLUMNS:
        yield from (cells[start : start + width] for start in range(0, len(cells) - 1, width))


def _count_columns(cells: Sequence[str]) -> int:
    """The first row ends where a cell follows the blanks that fill it up; without blanks its end is not known."""
    blank = next((at for at, cell in enumerate(cells) if not cell), 0)
    return next((at for at in range(blank, len(cells)) if cells[at]), 0)


def _make_grid(rows: Sequence[Sequence[str]]) -> Grid:
    width = max(len(row) for row in rows)
    texts = tuple((*(cell.strip() for cell in row), *[""] * (width - len(row))) for row in rows)
    return Grid(texts, tuple(_span_labels(texts)))


def _span_labels(texts: Sequence[Sequence[str]]) -> Iterator[Span]:
    """Row labels as wide as the corner of the head, whose width the blanks before the second row show."""
    corner = next((at for at, cell in enumerate(texts[1]) if cell), 0) if len(texts) > 1 else 0
    for r, row in enumerate(texts):
        if corner > 1 and row[0] and not any(row[1:corner]):
            yield Span(r, 0, 1, corner)
