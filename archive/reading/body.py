"""From the container's lines to the blocks of the report: data tables, edges, prose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive.reading.chrome import is_footer
from archive.reading.document import Block, Finding, Grid, Paragraph
from archive.reading.edges import Part, judge_line, sort_lines
from archive.reading.flat.flattened import restore_grids
from archive.reading.grids import Cell, make_grids
from archive.reading.lines import Line, tidy_cells
from archive.reading.prose import judge
from archive.reading.tree import Tree

LEAST = 0.9
"""Share of the container's plain text under which the edges have cut too much."""


Placed = tuple[int, Block]
"""A block, and the index of the node it begins at."""


@dataclass(frozen=True, slots=True)
class Body:
    """`blocks`: each with its node index. `headers`: positions, among the lines given, of those that are fields of the
    metadata header."""

    blocks: tuple[Placed, ...]
    headers: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_body(tree: Tree, lines: Sequence[Line], titles: Sequence[str], tables: Mapping[int, list[list[Cell]]]) -> Body:
    """`lines`: those of the container. `titles`: compact titles of the page, which are no part of its text. `tables`:
    the page's data tables."""
    grids, findings = make_grids(tree, lines, tables)
    parts = sort_lines(lines, titles, grids.keys())
    kept = [line for line, part in zip(lines, parts, strict=True) if part is Part.BODY]
    rejected, doubts = judge([line for line in kept if line.place.table not in grids])
    kept = [line for line in kept if line not in rejected]
    floor = [line for line, part in zip(lines, parts, strict=True) if is_plain(line, part)]
    if _length(kept) < LEAST * _length(floor):
        share = _length(kept) / _length(floor)
        doubts.append(Finding("edges", f"the edges left {share:.0%} of the container's text; the plain text was kept"))
        kept = floor
    headers = tuple(i for i, part in enumerate(parts) if part is Part.HEADER)
    return Body(tuple(make_blocks(kept, grids)), headers, (*findings, *doubts))


def is_plain(line: Line, part: Part) -> bool:
    """Whether a line is text, or would be if it stood in the middle."""
    if part is not Part.TOOL:
        return part is Part.BODY
    return judge_line(line) is Part.BODY and not (is_footer(line.flat) or line.is_link)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def with_tabs(line: Line) -> str:
    """A line's text, with the tabs that may part the cells of a flattened table: not those that indent its source."""
    raw = "".join(line.pieces).strip("\r\n ")
    return tidy_cells(raw) if "\t" in raw and "\n" not in raw else line.text


def make_blocks(lines: Sequence[Line], grids: dict[int, Grid]) -> list[Placed]:
    """Paragraphs and grids in reading order; a grid stands where its first line stood."""
    blocks: list[Placed] = []
    done: set[int] = set()
    for line in lines:
        table = line.place.table
        if table not in grids:
            blocks.append((line.start, Paragraph(with_tabs(line), line.place.heading)))
        elif table not in done:
            done.add(table)
            blocks.append((line.start, grids[table]))
    return blocks


def lay_out(blocks: Sequence[Placed], pictures: Sequence[Placed]) -> tuple[tuple[Block, ...], list[Finding]]:
    """The blocks with the pictures in their places, one in a table's cell behind its table; and tables that an earlier
    tool flattened as grids again, with what is not known of them."""
    placed = sorted([*blocks, *pictures], key=lambda part: part[0])
    restored, findings = restore_grids([block for _, block in placed])
    return tuple(map(_without_tabs, restored)), findings


def _without_tabs(block: Block) -> Block:
    if isinstance(block, Paragraph) and "\t" in block.text:
        return replace(block, text=" ".join(block.text.split()))
    return block
