"""A worksheet, whatever file it is from, and how it becomes blocks: tables, and the text above, between and below them.

Only filled places are kept: a sheet "used" down to its last row, the 1,048,576th, may have twenty.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby, product

from archive.reading.controls import clean_controls
from archive.reading.document import Block, Paragraph
from archive.reading.grids import Cell, is_data, make_grid
from archive.reading.lines import compact, tidy
from archive.reading.signs import is_numbered, is_sentence

MOST_FILLED = 100_000
"""Filled places of a workbook that are read; a report's largest table has 400."""

LARGEST_TABLE = 100_000
"""Rows times columns from which a table stays lines of text: laid out as a grid, that many places take two seconds."""

_UNNAMED = re.compile(r"(?:sheet|工作表|表格?|table)?[\s_-]*[(（]?\d*[)）]?$", re.I)
"""Names that spreadsheet programs give: Sheet1, 工作表2, 表3."""

_TITLE = re.compile(r"(?:表|报告|年报)(?:[(（][^()（）]*[)）])?$")

Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cells`: what is printed in each filled place; `merges`: for places that are one cell with others, how many rows
    and columns it has."""

    name: str
    cells: Mapping[Place, str]
    merges: Mapping[Place, tuple[int, int]] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A row, or rows that a cell over several of them holds together, with the places of their filled cells."""

    first: int
    last: int
    filled: tuple[Place, ...]

    @property
    def lone(self) -> bool:
        return len(self.filled) == 1

    @property
    def columns(self) -> set[int]:
        return {column for _, column in self.filled}


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """Blank rows part tables. A row with one filled cell above or below a table is a paragraph; between the rows of one
    it is a part of the table, unless it is a heading or a sentence and another layout follows."""
    caption = None if _UNNAMED.match(sheet.name.strip()) else tidy(clean_controls(sheet.name)[0])
    parts = (part for run in _runs(_bands(sheet)) for part in _parts(sheet, run))
    return [block for part in parts for block in _make_blocks(sheet, part, caption)]


def _bands(sheet: Sheet) -> list[Band]:
    bands: list[Band] = []
    filled: list[Place] = []
    last = -1
    for place in _visible(sheet):
        if place[0] > last and filled:
            bands.append(Band(filled[0][0], last, tuple(filled)))
            filled = []
        filled.append(place)
        last = max(last, place[0] + sheet.merges.get(place, (1, 1))[0] - 1)
    if filled:
        bands.append(Band(filled[0][0], min(last, filled[-1][0]), tuple(filled)))
    return bands


def _visible(sheet: Sheet) -> Iterator[Place]:
    """The filled places in reading order, without those that a merged cell hides."""
    over: list[tuple[int, int, int]] = []
    for row, column in sorted(place for place, text in sheet.cells.items() if text.strip()):
        if over:
            over = [span for span in over if span[0] >= row]
        if not any(left <= column < right for _, left, right in over):
            yield row, column
            if span := sheet.merges.get((row, column)):
                over.append((row + span[0] - 1, column, column + span[1]))


def _runs(bands: Iterable[Band]) -> Iterator[list[Band]]:
    """Bands without a blank row between them."""
    run: list[Band] = []
    for band in bands:
        if run and band.first > run[-1].last + 1:
            yield run
            run = []
        run.append(band)
    if run:
        yield run


def _parts(sheet: Sheet, run: Sequence[Band]) -> Iterator[list[Band]]:
    """Tables, and lone bands that are paragraphs."""
    groups = [list(group) for _, group in groupby(run, key=lambda band: band.lone)]
    last = {_shape(sheet, band): i for i, group in enumerate(groups) for band in group if band.lone}
    table: list[Band] = []
    labels: set[tuple[int, int]] = set()
    columns: set[int] = set()
    for i, group in enumerate(groups):
        if not group[0].lone:
            table += group
            labels.update(_shape(sheet, band) for band in group)
            columns.update(column for band in group for column in band.columns)
            continue
        below = groups[i + 1][0].columns if i + 1 < len(groups) else None
        apart = _count_apart(sheet, group, labels, columns, below, last[_shape(sheet, group[-1])] > i)
        if apart:
            yield from filter(None, (table, *([band] for band in group[:apart])))
            table, labels, columns = [], set(), set()
        table += group[apart:]
    yield from filter(None, [table])


def _count_apart(
    sheet: Sheet,
    group: Sequence[Band],
    labels: Set[tuple[int, int]],
    columns: Set[int],
    below: Set[int] | None,
    repeated: bool,
) -> int:
    """How many of a group of lone bands, from its first, are no part of the table above nor of the one below.

    `labels`, `columns`: shapes of the labels, and filled columns, of the table above, empty where there is none;
    `below`: filled columns of the first row below, None where there is none; `repeated`: whether a lone band further
    down has the shape of the group's last, as banners of a table (第二十条第（一）项) do.
    """
    texts = [compact(sheet.cells[band.filled[0]]) for band in group]
    labelled = labels >= {_shape(sheet, band) for band in group}
    if below is None:
        return 0 if labelled and all(map(is_numbered, texts)) else len(group)
    strong = [is_numbered(text) or is_sentence(text) for text in texts]
    merged = group[0].filled[0] in sheet.merges
    if columns and (not any(strong) or (labelled and merged) or below <= columns):
        return 0
    return len(group) - (repeated and not strong[-1] and not _TITLE.search(texts[-1]))


def _shape(sheet: Sheet, band: Band) -> tuple[int, int]:
    """Column and width of a band's first cell."""
    return band.filled[0][1], sheet.merges.get(band.filled[0], (1, 1))[1]


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
    """The rows of a table without columns in which no cell begins; none for an area that no table has."""
    columns = {column for band in part for column in band.columns}
    left, right, first, last = min(columns), max(columns), part[0].first, part[-1].last
    if (last - first + 1) * (right - left + 1) > LARGEST_TABLE:
        return []
    begun: list[tuple[Place, Cell]] = []
    taken: set[Place] = set()
    for place in product(range(first, last + 1), range(left, right + 1)):
        if place in taken:
            continue
        rows, wide = sheet.merges.get(place, (1, 1))
        row, column = min(place[0] + rows, last + 1), min(place[1] + wide, right + 1)
        inside = [place] if rows == wide == 1 else list(product(range(place[0], row), range(place[1], column)))
        taken.update(inside[1:])
        text = next((sheet.cells[other] for other in inside if other in sheet.cells), "")
        begun.append((place, Cell(text and tidy(clean_controls(text)[0]), row - place[0], column - place[1])))
    return _without_gaps(begun)


def _without_gaps(begun: Sequence[tuple[Place, Cell]]) -> list[list[Cell]]:
    """Cells, in reading order, by rows; their columns counted by those in which a cell begins."""
    starts = sorted({column for (_, column), _ in begun})
    first = begun[0][0][0]
    table: list[list[Cell]] = [[] for _ in range(first, begun[-1][0][0] + 1)]
    for (row, column), cell in begun:
        if cell.columns > 1:
            width = bisect_left(starts, column + cell.columns) - bisect_left(starts, column)
            cell = replace(cell, columns=width)  # noqa: PLW2901 - the same cell
        table[row - first].append(cell)
    return table
