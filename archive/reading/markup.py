"""Bare HTML, as readers of Word files write it → blocks. Nothing in it is a page's: it is all text and tables."""

from archive.reading.body import make_blocks
from archive.reading.document import Block, Finding
from archive.reading.grids import is_data, make_grids, read_tables
from archive.reading.lines import page_lines
from archive.reading.tree import parse


def read_markup(source: str) -> tuple[list[Block], list[Finding]]:
    """Paragraphs and grids in reading order. A table that only lays the text out is unwrapped."""
    tree = parse(source)
    lines = page_lines(tree)
    tables = {index: rows for index, rows in read_tables(tree).items() if is_data(rows)}
    grids, findings = make_grids(tree, lines, tables)
    if tree.cleaned:
        findings.append(Finding("control_characters", f"{tree.cleaned} control characters were taken out"))
    return [block for _, block in make_blocks(lines, grids)], findings
