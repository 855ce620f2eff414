"""Tables that an earlier tool flattened to lines, as grids again.

    bars       规章 | 0 | 1 |       a row a line, or a cell a line and a row as many bars as the table has columns;
               | 规章 | 0 | 1 |     as in Markdown, with a ruler |---|---| or without; ｜ and │ are bars too
    tabs       规章⇥0⇥1            a row a line; blanks at its end may be lost
    cells      ⇥规章               a cell a line behind a tab, a blank line between rows

A run of such lines becomes a Grid where it is a table for sure, and stays lines where it is not. No value is moved on a
guess. Spans are lost: `outline` finds those of numbered labels and of the tables 三 and 四 again, `clauses` those of
table 二, `corner` those of other labels on the left; what they leave open is a finding with the first such row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.reading.document import Block, Finding, Grid, Paragraph
from archive.reading.flat.corner import find_doubt, lay_by_corner
from archive.reading.flat.outline import is_value, lay_by_outline
from archive.reading.grids import LARGEST_AREA, Cell, is_data
from archive.reading.headers import header_tables

LONGEST_CELL = 80
"""Characters of a cell alone on its line; a longer one is a paragraph that begins with a tab."""

FEWEST_COLUMNS = 3
"""Columns of a table that shows neither a number nor bars round its rows: two may be any two words."""

_BARS = str.maketrans("｜│┃", "|||")
_RULER = re.compile(r"(?=.*[|+┼├┤┬┴┌└])(?=.*[-─━=]{3})[\s|:+\-=─━┼├┤┬┴┌┐└┘]+")
_ITEM = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[•·●○■◆-])\s*\t")
_ONE_BAR = re.compile(r"[^|]*\||\|+")

Rows = list[list[str]]


def restore_grids(blocks: Sequence[Block], *, blanks_shown: bool = True) -> tuple[list[Block], list[Finding]]:
    """The blocks with flattened tables as grids, and what could not be told of them. Blank paragraphs, which may part
    the rows of a table, are left out. Where blank cells leave no trace, as between printed words, only a table without
    one is known as such."""
    restored: list[Block] = []
    findings: list[Finding] = []
    for kind, run in groupby(_with_kinds(blocks), key=lambda pair: pair[0]):
        for block, doubt in _restore(kind, [block for _, block in run], blanks_shown):
            number = sum(isinstance(one, Grid) for one in restored) if doubt else 0
            findings += [Finding("flattened_table", doubt, f"grid {number}")] if doubt else []
            restored.append(_without_indent(block))
    return [block for block in restored if not isinstance(block, Paragraph) or block.text], findings


def _restore(kind: str | None, run: Sequence[Block], blanks_shown: bool) -> Iterator[tuple[Block, str | None]]:
    """Each block of a run of one kind, or the tables it makes, with what is not known of one."""
    if kind is None:
        yield from ((block, None) for block in run)
        return
    for lines, rows in _part(kind, [block.text for block in run if isinstance(block, Paragraph)]):
        full = blanks_shown or all(len(row) == len(rows[0]) and all(row) for row in rows)
        if full and _is_table(rows, framed=kind == "|" and _is_framed(lines)):
            yield _make_grid(rows)
        else:
            yield from ((Paragraph(line), None) for line in lines)


def _without_indent(block: Block) -> Block:
    return replace(block, text=block.text.strip()) if isinstance(block, Paragraph) else block


def _with_kinds(blocks: Sequence[Block]) -> Iterator[tuple[str | None, Block]]:
    """Each block with the character that parts its cells, None for what is no row of a table. A blank paragraph is
    like the block before it."""
    kind: str | None = None
    for block in blocks:
        if not isinstance(block, Paragraph) or block.heading:
            kind = None
        elif block.text:
            kind = _kind(block.text)
        yield kind, block


def _kind(text: str) -> str | None:
    bars = text.translate(_BARS)
    if "|" in bars or _RULER.fullmatch(text):
        framed = bars.startswith("|") or bars.endswith("|")
        return "|" if framed or "。" not in text else None
    told = [cell for cell in text.split("\t") if cell]
    prose = len(told) == 1 and (len(told[0]) > LONGEST_CELL or "。" in told[0])
    sentence = any(cell.endswith("。") for cell in told)
    return "\t" if "\t" in text and not (prose or sentence or _ITEM.match(text)) else None


def _part(kind: str, lines: Sequence[str]) -> Iterator[tuple[list[str], Rows]]:
    """The lines of each table of a run, and its rows."""
    told = [line for line in lines if line]
    if kind == "\t" and all(line.rfind("\t") <= 0 for line in told):
        yield from _part_cells(lines)
    elif kind == "|" and all(_ONE_BAR.fullmatch(line.translate(_BARS)) for line in told):
        yield told, _read_over_lines("".join(told).translate(_BARS))
    else:
        for part in _part_rows(kind, lines):
            yield part, _read_rows(kind, [line for line in part if not _RULER.fullmatch(line)])


def _part_cells(lines: Sequence[str]) -> Iterator[tuple[list[str], Rows]]:
    """Blank lines part rows; a row of one cell before or behind the others is a line of its own."""
    groups = [list(run) for blank, run in groupby(lines, key=lambda line: not line) if not blank]
    several = [at for at, group in enumerate(groups) if len(group) > 1]
    start, stop = (several[0], several[-1] + 1) if several else (len(groups), len(groups))
    for alone in groups[:start]:
        yield alone, []
    table = groups[start:stop]
    yield [line for group in table for line in group], _fill_labels([[cell.strip() for cell in row] for row in table])
    for alone in groups[stop:]:
        yield alone, []


def _fill_labels(rows: Rows) -> Rows:
    """Each cell stands on its line, blank ones too: a row of a label and values that has fewer has a wider label."""
    width = max(map(len, rows), default=0)
    return [
        [row[0], *[""] * (width - len(row)), *row[1:]] if not is_value(row[0]) and all(map(is_value, row[1:])) else row
        for row in rows
    ]


def _read_over_lines(text: str) -> Rows:
    cells = [cell.strip() for cell in text.split("|")[:-1]]
    width = _count_columns(cells)
    return [cells[start : start + width] for start in range(0, len(cells), width)] if width else []


def _count_columns(cells: Sequence[str]) -> int:
    """Columns of a table whose cells follow each other, 0 where they are not told. Either every row below the first is
    a label and values, or the first row ends where a cell follows the blanks that fill it up."""
    width = next((at for at, cell in enumerate(cells) if is_value(cell)), 0) - 1
    rows = [cells[start : start + width] for start in range(width, len(cells), width)] if width > 1 else []
    if rows and all(len(row) == width and not is_value(row[0]) and all(map(is_value, row[1:])) for row in rows):
        return width
    blank = next((at for at, cell in enumerate(cells) if not cell), 0)
    width = next((at for at in range(blank, len(cells)) if cells[at]), 0) if blank else 0
    labelled = width and not any(map(is_value, cells[width::width]))
    return width if width and (labelled or not len(cells) % width) else 0


def _part_rows(kind: str, lines: Sequence[str]) -> Iterator[list[str]]:
    """A blank line behind which rows have another number of cells parts two tables."""
    part: list[str] = []
    above = ""
    for line in lines:
        if line and part and not above and _count(kind, line) != _count(kind, part[-1]):
            yield part
            part = []
        part += [line] if line else []
        above = line
    yield part


def _count(kind: str, line: str) -> int:
    return line.translate(_BARS).count(kind)


def _read_rows(kind: str, lines: Sequence[str]) -> Rows:
    lines = [line.translate(_BARS).strip(" ") for line in lines] if kind == "|" else lines
    if kind == "|" and all(line.startswith("|") for line in lines):
        lines = [line[1:] for line in lines]
    return [[cell.strip() for cell in (line[:-1] if line.endswith("|") else line).split(kind)] for line in lines]


def _is_framed(lines: Sequence[str]) -> bool:
    """Whether bars close every row."""
    return all(line.translate(_BARS).strip().endswith("|") for line in lines) or any(map(_RULER.fullmatch, lines))


def _is_table(rows: Rows, *, framed: bool) -> bool:
    cells = [[Cell(cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    shown = framed or width >= FEWEST_COLUMNS or any(cell and is_value(cell) for row in rows for cell in row)
    sized = len(rows) > 1 < width and len(rows) * width <= LARGEST_AREA
    return sized and shown and is_data(cells) and not header_tables({0: cells})


def _make_grid(rows: Rows) -> tuple[Grid, str | None]:
    """The grid, and what is not known of it."""
    if grid := lay_by_outline(rows):
        return grid, None
    grid = lay_by_corner(rows)
    return grid, find_doubt(grid, rows)
