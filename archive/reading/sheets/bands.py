"""The rows of a sheet, told by how their cells lie: which are a table, and which are text above, between or below."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from archive.reading.lines import compact
from archive.reading.signs import is_numbered, is_sentence

MOST_FILLED = 100_000
"""Filled places of a workbook that are read; a report's largest table has 400."""

_TITLE = re.compile(r"(?:表|报告|年报)(?:[(（][^()（）]*[)）])?$")

Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cells`: what is printed in each filled place; `merges`: for places that are one cell with others, how many rows
    and columns it has; `hidden_rows`: how many rows that are not shown are among them."""

    name: str
    cells: Mapping[Place, str]
    merges: Mapping[Place, tuple[int, int]] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """A row, or rows that a cell over several of them holds together. `filled`: the places of their filled cells;
    `width`: in columns, of the first."""

    first: int
    last: int
    filled: tuple[Place, ...]
    width: int

    @property
    def lone(self) -> bool:
        return len(self.filled) == 1

    @property
    def shape(self) -> tuple[int, int]:
        """Where its first cell begins, and its width."""
        return self.filled[0][1], self.width


@dataclass(slots=True)
class Table:
    """A table while its bands are gathered, the shapes of its labels, and its filled columns."""

    bands: list[Band] = field(default_factory=list)
    labels: set[tuple[int, int]] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)

    def add(self, bands: Iterable[Band]) -> None:
        for band in bands:
            self.bands.append(band)
            if not band.lone:
                self.labels.add(band.shape)
                self.columns.update(column for _, column in band.filled)


def find_parts(sheet: Sheet) -> Iterator[list[Band]]:
    """Tables, and lone bands that are paragraphs, in reading order. Blank rows part tables. A row with one filled cell
    above or below a table is a paragraph; between the rows of one it is a part of the table, unless it is a heading or
    a sentence and another layout follows."""
    for run in _runs(_bands(sheet)):
        yield from _parts(sheet, run)


def _bands(sheet: Sheet) -> list[Band]:
    bands: list[Band] = []
    filled: list[Place] = []
    last = -1
    for place in _visible(sheet):
        if place[0] > last and filled:
            bands.append(_make_band(sheet, filled, last))
            filled = []
        filled.append(place)
        last = max(last, place[0] + sheet.merges.get(place, (1, 1))[0] - 1)
    return [*bands, _make_band(sheet, filled, min(last, filled[-1][0]))] if filled else []


def _make_band(sheet: Sheet, filled: Sequence[Place], last: int) -> Band:
    return Band(filled[0][0], last, tuple(filled), sheet.merges.get(filled[0], (1, 1))[1])


def count_covered(sheet: Sheet) -> int:
    return sum(1 for text in sheet.cells.values() if text.strip()) - sum(1 for _ in _visible(sheet))


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
    last = {band.shape: i for i, group in enumerate(groups[:-1]) for band in group if band.lone}  # above another row
    table = Table()
    for i, group in enumerate(groups):
        if not group[0].lone:
            table.add(group)
            continue
        texts = [compact(sheet.cells[band.filled[0]]) for band in group]
        start = _count_labels(table, group, texts)
        below = {column for _, column in groups[i + 1][0].filled} if i + 1 < len(groups) else None
        apart = _are_apart(table, group[start:], texts[start:], below)
        banner = apart and group[-1].width > 1 and last.get(group[-1].shape, 0) > i and not _is_text(texts[-1])
        end = len(group) - banner if apart else start
        table.add(group[:start])
        if start < end:
            yield from filter(None, (table.bands, *([band] for band in group[start:end])))
            table = Table()
        table.add(group[end:])
    yield from filter(None, [table.bands])


def _count_labels(table: Table, group: Sequence[Band], texts: Sequence[str]) -> int:
    """How many of the lone bands, from the first, are rows of the table above without a value: numbered, and merged as
    its labels are."""
    own = (
        band.width > 1 and band.shape in table.labels and is_numbered(text)
        for band, text in zip(group, texts, strict=True)
    )
    return sum(1 for _ in takewhile(bool, own))


def _are_apart(table: Table, group: Sequence[Band], texts: Sequence[str], below: Set[int] | None) -> bool:
    """Whether lone bands part the table above, if there is one, from what follows. `below`: the filled columns of the
    next row, None where there is none."""
    if not table.bands:
        return True
    if below is None:
        return not all(
            is_numbered(text) and band.shape in table.labels for band, text in zip(group, texts, strict=True)
        )
    return any(is_numbered(text) or is_sentence(text) for text in texts) and not below <= table.columns


def _is_text(flat: str) -> bool:
    """No banner of a table (第二十条第（一）项)."""
    return is_numbered(flat) or is_sentence(flat) or bool(_TITLE.search(flat))
