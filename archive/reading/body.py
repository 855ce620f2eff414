"""From the container's lines to the blocks of the report: data tables, edges, prose."""

from collections.abc import Sequence
from dataclasses import dataclass

from .chrome import is_footer
from .document import Block, Finding, Grid, Paragraph
from .edges import Part, judge_line, sort_lines
from .grids import is_data, read_grid, read_rows
from .lines import Line, compact
from .prose import judge
from .tree import Node, Tree

FLOOR = 0.9
"""Share of the container's plain text under which the edges have cut too much."""


@dataclass(frozen=True, slots=True)
class Body:
    """`headers`: positions, among the lines given, of those that are fields of the metadata header."""

    blocks: tuple[Block, ...]
    headers: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_body(tree: Tree, lines: Sequence[Line], titles: Sequence[str]) -> Body:
    """`lines`: those of the container. `titles`: compact titles of the page, which are no part of its text."""
    grids, findings = read_grids(tree, lines)
    parts = sort_lines(lines, titles, grids.keys())
    kept = [line for line, part in zip(lines, parts, strict=True) if part is Part.BODY]
    prose = [line for line in kept if line.place.table not in grids]
    rejected, doubts = judge(prose)
    dropped = {prose[i].start for i in rejected if prose[i].is_link and prose[i].linked and i in _tail(prose)}
    kept = [line for line in kept if line.start not in dropped]
    floor = [line for line, part in zip(lines, parts, strict=True) if is_plain(line, part)]
    if length(kept) < FLOOR * length(floor):
        share = length(kept) / length(floor)
        doubts.append(Finding("floor", f"the edges left {share:.0%} of the container's text; the plain text was kept"))
        kept = floor
    headers = tuple(i for i, part in enumerate(parts) if part is Part.HEADER)
    return Body(tuple(make_blocks(kept, grids)), headers, (*findings, *doubts))


def is_plain(line: Line, part: Part) -> bool:
    """Whether a line would be text if it stood in the middle."""
    text = compact(line.text)
    chrome = part in (Part.TITLE, Part.HEADER, Part.FOOTER) or judge_line(line, text) is not Part.BODY or is_footer(text)
    return part is Part.BODY or not (chrome or (line.is_link and line.linked))


def length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _tail(lines: Sequence[Line]) -> range:
    """Positions of the links at the end."""
    start = len(lines)
    while start and lines[start - 1].is_link and lines[start - 1].linked:
        start -= 1
    return range(start, len(lines))


def read_grids(tree: Tree, lines: Sequence[Line]) -> tuple[dict[int, Grid], list[Finding]]:
    """The data tables the lines stand in, by node index."""
    grids: dict[int, Grid] = {}
    findings: list[Finding] = []
    for index in dict.fromkeys(line.place.table for line in lines if line.place.table >= 0):
        table = tree.nodes[index]
        rows = read_rows(tree, table)
        if is_data(rows):
            grids[index], found = read_grid(rows, _caption(tree, table))
            findings += found
    return grids, findings


def _caption(tree: Tree, table: Node) -> str | None:
    caption = next((node for node in tree.nodes[table.index + 1 : table.index + 4] if node.tag == "caption"), None)
    return " ".join(tree.text(caption).split()) or None if caption is not None else None


def make_blocks(lines: Sequence[Line], grids: dict[int, Grid]) -> list[Block]:
    """Paragraphs and grids in reading order; a grid stands where its first line stood."""
    blocks: list[Block] = []
    done: set[int] = set()
    for line in lines:
        table = line.place.table
        if table not in grids:
            blocks.append(Paragraph(line.text, line.place.heading))
        elif table not in done:
            done.add(table)
            blocks.append(grids[table])
    return blocks
