"""HTML → Document: one parse, then header, container, tables, edges and prose, in this order."""

from collections.abc import Sequence

from .attachments import find_attachments
from .container import find_container
from .document import Block, Document, Finding, Grid, Paragraph
from .edges import Part, sort_lines
from .grids import is_data, read_grid, read_rows
from .headers import group, header_tables, surrounding_headers, with_values
from .lines import Line, compact, page_lines
from .metas import read_column, read_metas, read_titles
from .tree import Node, Tree, parse

SHORTEST_BODY = 50


def read_html(text: str, *, url: str | None) -> Document:
    tree = parse(text)
    tables = header_tables(tree)
    lines = [line for line in page_lines(tree) if not any(t.index < line.start < t.end for t, _ in tables)]
    metas = read_metas(tree)
    box = find_container(tree, lines)
    inside = [box is not None and box.index <= line.start < box.end and not (line.place.hidden > box.index) for line in lines]
    body = [line for line, within in zip(lines, inside, strict=True) if within]
    titles = read_titles(tree, lines, metas, body[0].start if body else 0)
    grids, findings = read_grids(tree, body)
    parts = sort_lines(body, [compact(t) for t in titles], frozenset(i for i, l in enumerate(body) if l.place.table in grids))
    numbers = [i for i, within in enumerate(inside) if within]
    own = [numbers[i] for i, part in enumerate(parts) if part is Part.HEADER]
    heads = with_values(tree, lines, sorted({*surrounding_headers(lines, inside), *own}))
    kept = [line for i, line, part in zip(numbers, body, parts, strict=True) if part is Part.BODY and i not in set(heads)]
    blocks = tuple(make_blocks(kept, grids))
    attachments, more = find_attachments(tree, box, url)
    return Document(
        titles=titles,
        header=(*(segments for _, segments in tables), *group(lines, heads)),
        metas=metas,
        column=read_column(tree, lines),
        blocks=blocks,
        attachments=attachments,
        findings=tuple(findings + more),
    )


def read_grids(tree: Tree, lines: Sequence[Line]) -> tuple[dict[int, Grid], list[Finding]]:
    grids: dict[int, Grid] = {}
    findings: list[Finding] = []
    for index in dict.fromkeys(line.place.table for line in lines if line.place.table >= 0):
        rows = read_rows(tree, tree.nodes[index])
        if is_data(rows):
            grids[index], found = read_grid(rows)
            findings += found
    return grids, findings


def make_blocks(lines: Sequence[Line], grids: dict[int, Grid]) -> list[Block]:
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
