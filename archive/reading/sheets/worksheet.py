"""A worksheet, whatever file it is from, as blocks of a Document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from archive.reading.controls import clean_controls
from archive.reading.document import Block, Finding, Paragraph
from archive.reading.grids import Cell, is_data, make_grid
from archive.reading.lines import tidy
from archive.reading.sheets.bands import Band, Place, Sheet, find_parts

LARGEST_TABLE = 100_000
"""Rows times columns from which a table stays lines of text: laid out as a grid, that many places take two seconds."""

_UNNAMED = re.compile(r"(?:sheet|工作表|表格?|table)?[\s_-]*[(（]?\d*[)）]?$", re.I)
"""Names that spreadsheet programs give: Sheet1, 工作表2, 表3."""


def sheet_blocks(sheet: Sheet) -> tuple[list[Block], list[Finding]]:
    """Its tables, with its name as their caption if it says something, and its text; a finding for each table that is
    too large to be one."""
    caption = None if _UNNAMED.match(sheet.name.strip()) else tidy(clean_controls(sheet.name)[0])
    parts = list(find_parts(sheet))
    blocks = [block for part in parts for block in _make_blocks(sheet, part, caption)]
    large = [f"rows {part[0].first + 1} to {part[-1].last + 1}" for part in parts if not _lies_in(part)]
    return blocks, [Finding("large_table", f"{rows} were kept as lines of text", sheet.name) for rows in large]


def _lies_in(part: Sequence[Band]) -> range:
    """The columns a table fills; none for an area that no table has."""
    columns = {column for band in part for _, column in band.filled}
    found = range(min(columns), max(columns) + 1)
    return found if (part[-1].last - part[0].first + 1) * len(found) <= LARGEST_TABLE else range(0)


def _make_blocks(sheet: Sheet, part: Sequence[Band], caption: str | None) -> Iterator[Block]:
    rows = _lay_out(sheet, part)
    if is_data(rows):
        yield make_grid(rows, caption)
        return
    for band in part:
        cells = [clean_controls(sheet.cells[place])[0] for place in band.filled]
        broken = any("\n" in cell.strip() for cell in cells)
        for line in "\n".join(cells).splitlines() if broken else ["\t".join(map(tidy, cells))]:
            if text := line.strip():
                yield Paragraph(text)


def _lay_out(sheet: Sheet, part: Sequence[Band]) -> list[list[Cell]]:
    """The rows of a table without columns in which no cell begins."""
    columns, last = _lies_in(part), part[-1].last
    begun: list[tuple[Place, Cell]] = []
    taken: set[Place] = set()
    for place in product(range(part[0].first, last + 1), columns):
        if place in taken:
            continue
        rows, wide = sheet.merges.get(place, (1, 1))
        row, column = min(place[0] + rows, last + 1), min(place[1] + wide, columns.stop)
        inside = [place] if rows == wide == 1 else list(product(range(place[0], row), range(place[1], column)))
        taken.update(inside[1:])
        text = next((sheet.cells[other] for other in inside if other in sheet.cells), "")
        begun.append((place, Cell(text and tidy(clean_controls(text)[0]), row - place[0], column - place[1])))
    return _without_gaps(begun)


def _without_gaps(begun: Sequence[tuple[Place, Cell]]) -> list[list[Cell]]:
    """Cells, in reading order, by rows; their columns counted by those in which a cell begins."""
    starts = sorted({column for (_, column), _ in begun})
    first, last = (begun[0][0][0], begun[-1][0][0]) if begun else (0, -1)
    table: list[list[Cell]] = [[] for _ in range(first, last + 1)]
    for (row, column), cell in begun:
        if cell.columns > 1:
            width = bisect_left(starts, column + cell.columns) - bisect_left(starts, column)
            cell = replace(cell, columns=width)  # noqa: PLW2901 - the same cell
        table[row - first].append(cell)
    return table
