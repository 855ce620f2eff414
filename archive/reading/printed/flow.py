"""The pages of a file as one text: paragraphs and tables in reading order, those that page breaks cut joined again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from archive.reading.document import Block, Finding, Paragraph, Picture
from archive.reading.grids import Cell, is_data, make_grid
from archive.reading.printed.breaks import join_tables
from archive.reading.printed.glyphs import PrintLine
from archive.reading.printed.page import Part, PrintPage, PrintPicture, PrintTable
from archive.reading.printed.paragraphs import Column, Placed, begins, find_column, make_paragraphs

FEWEST_ROWS = 3
"""Lines like rows from which they may be a table."""

Item = Placed | PrintTable | Block | None
"""None: a page is missing here, blank or a picture, and nothing goes on over it."""


def make_blocks(pages: Sequence[PrintPage]) -> tuple[list[Block], list[Finding]]:
    """`pages`: without running heads. A picture amid a paragraph stands behind it."""
    items, findings = join_pages(pages)
    blocks: list[Block] = []
    lines: list[Placed] = []
    pictures: list[Picture] = []
    for item in chain.from_iterable(map(unwrap, [*items, None])):
        if isinstance(item, Picture):
            pictures.append(item)
            continue
        if not isinstance(item, tuple) or (pictures and lines and begins(item, lines[-1])):
            blocks += [*make_paragraphs(lines), *pictures]
            lines, pictures = [], []
        if isinstance(item, tuple):
            lines.append(item)
        elif item:
            blocks.append(item)
    return blocks, [*findings, *unruled(blocks)]


def unruled(blocks: Sequence[Block]) -> list[Finding]:
    """A finding where lines stand like the rows of a table that has no lines round its cells."""
    rows = sum(isinstance(block, Paragraph) and "\t" in block.text for block in blocks)
    said = f"{rows} lines look like rows of a table without lines: their cells are parted by tabs"
    return [Finding("unruled_table", said)] if rows >= FEWEST_ROWS else []


def join_pages(pages: Sequence[PrintPage]) -> tuple[list[Item], list[Finding]]:
    """All that stands on the pages; a table that ends one page and one that begins the next as one if they are."""
    widths = {page.width for page in pages}
    columns = {width: find_column([page.lines for page in pages if page.width == width]) for width in widths}
    items: list[Item] = []
    findings: list[Finding] = []
    last = 0
    for page in pages:
        here = [_item(part, page, columns[page.width]) for part in page.parts]
        if page.number > last + 1 or all(isinstance(item, Picture) for item in here):
            items.append(None)
        last = page.number
        if items and here and isinstance(items[-1], PrintTable) and isinstance(here[0], PrintTable):
            table, found = join_tables(items[-1], here[0])
            findings += (replace(finding, where=f"page {page.number}") for finding in found)
            if table:
                items[-1:], here = [table], here[1:]
        items += here
    return items, findings


def _item(part: Part, page: PrintPage, column: Column) -> Item:
    if isinstance(part, PrintPicture):
        return Picture("", f"page {page.number}")
    return (part, column) if isinstance(part, PrintLine) else part


def unwrap(item: Item) -> Iterator[Placed | Block | None]:
    """A table of data as its grid; of one that only frames a text, the lines."""
    if not isinstance(item, PrintTable):
        yield item
        return
    rows: list[list[Cell]] = [[] for _ in range(item.height)]
    for cell in sorted(item.cells, key=lambda cell: cell.span.column):
        rows[cell.span.row].append(Cell(cell.text, cell.span.rows, cell.span.columns))
    if is_data(rows):
        yield make_grid(rows)
        return
    for cell in item.cells:
        column = find_column([cell.lines])
        yield from ((line, column) for line in cell.lines)
