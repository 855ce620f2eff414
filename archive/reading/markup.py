"""Bare HTML, as readers of Word files write it → blocks. Nothing in it is a page's: it is all text and tables."""

from archive.reading.body import lay_out, make_blocks
from archive.reading.document import Block, Finding, Picture
from archive.reading.grids import is_data, make_grids, read_tables
from archive.reading.lines import page_lines
from archive.reading.tree import parse


def read_markup(source: str) -> tuple[tuple[Block, ...], list[Finding]]:
    """Paragraphs, grids and the places of pictures in reading order. A table that only lays the text out is
    unwrapped."""
    tree = parse(source)
    lines = page_lines(tree)
    tables = {index: rows for index, rows in read_tables(tree).items() if is_data(rows)}
    grids, findings = make_grids(tree, lines, tables)
    if tree.cleaned:
        findings.append(Finding("control_characters", f"{tree.cleaned} control characters were taken out"))
    pictures = [(node.index, Picture("", node.get("alt"))) for node in tree.nodes if node.tag == "img"]
    blocks, doubts = lay_out(make_blocks(lines, grids), pictures)
    return blocks, [*findings, *doubts]
