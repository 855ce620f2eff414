"""A Word file as bare HTML, with the numbers of its lists written out and its merged cells as spans.

So that one reader of tables serves pages and files. Footnotes and text boxes stand behind the paragraph they hang on.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml.etree import _Element as Element

from archive.reading.word.numbering import whole
from archive.reading.word.parts import SPACES, TEXTS, W, Word, named, setting

HAIR = 60
"""Twentieths of a point: a column of a table's grid narrower than this, three points, holds no digit. It comes from
rows whose edges do not quite meet."""

BODY_LEVEL = 9
"""The outline level of plain text; lower ones are headings."""

BREAKS = frozenset(map(named, ("w:br", "w:cr")))
NOTES = {named("w:footnoteReference"): named("w:footnote"), named("w:endnoteReference"): named("w:endnote")}
PROPERTIES = frozenset(map(named, ("w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr")))
BOX = named("w:txbxContent")
PICTURES = frozenset(map(named, ("a:blip", "v:imagedata")))
SIGNS = {"A8": "□", "6F": "□", "FE": "☑", "52": "☑", "FC": "✓", "B7": "·"}
"""Characters of the fonts Wingdings and Symbol, by the end of their code: the boxes that forms tick, and a dot."""

OBJECT = "\ufffc"
"""Stands in a text for a drawing."""

GOES_ON = ("", "continue")
"""Values of w:vMerge and w:hMerge in a cell that is the same as the one above or before."""


@dataclass(slots=True)
class Td:
    """A cell from one edge of its table's grid to another; without content, the gap before a row that begins later.
    `goes_on`: it is a part of the cell above."""

    content: Element | None
    start: int
    stop: int
    goes_on: bool = False
    rows: int = 1


def write_html(word: Word, labels: Mapping[Element, str]) -> str:
    return "".join(_blocks(word, labels, word.body))


def _blocks(word: Word, labels: Mapping[Element, str], parent: Element) -> Iterator[str]:
    """What is neither paragraph nor table (content controls, tracked insertions) only holds some."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(word, labels, child)
        elif child.tag == f"{W}tbl":
            yield from _table(word, labels, child)
        elif child.tag not in PROPERTIES:
            yield from _blocks(word, labels, child)


def _paragraph(word: Word, labels: Mapping[Element, str], paragraph: Element) -> Iterator[str]:
    nodes = list(inside(paragraph))
    text = "".join(map(_inline, nodes))
    label = labels.get(paragraph, "") if text.strip() else ""
    gap = " " if label[-1:].isalnum() and label.isascii() else ""
    tag = "h2" if is_heading(word, paragraph) else "p"
    yield f"<{tag}>{escape(label)}{gap}{text}</{tag}>"
    for node in nodes:
        if node.tag == BOX:
            yield from _blocks(word, labels, node)
        elif node.tag in NOTES and (note := word.notes.get((NOTES[node.tag], node.get(f"{W}id", "")))) is not None:
            yield from _blocks(word, labels, note)


def inside(parent: Element) -> Iterator[Element]:
    """The nodes of a paragraph in order, without those of text boxes in it."""
    for child in parent:
        if child.tag not in PROPERTIES:
            yield child
            if child.tag != BOX:
                yield from inside(child)


def _inline(node: Element) -> str:
    if node.tag in TEXTS:
        return escape(node.text or "").replace(OBJECT, "")
    if node.tag in BREAKS:
        return "<br>"
    if node.tag in PICTURES:
        return "<img>"
    if node.tag == f"{W}sym":
        return SIGNS.get(node.get(f"{W}char", "")[-2:].upper(), "\ufffd")
    return {f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}.get(str(node.tag), "")


def is_heading(word: Word, paragraph: Element) -> bool:
    level = next((level for p in word.properties(paragraph) if (level := setting(p, "w:outlineLvl"))), None)
    if level is not None:
        return whole(level) < BODY_LEVEL
    return any(style.name == "title" or style.name.startswith("heading ") for style in word.styles_of(paragraph))


def _table(word: Word, labels: Mapping[Element, str], table: Element) -> Iterator[str]:
    rows = _merge(_read_row(row) for row in _members(table, f"{W}tr"))
    ghosts = _ghosts(table, rows)
    yield "<table>"
    for row in rows:
        yield "<tr>"
        for cell in row:
            wide = cell.stop - bisect_left(ghosts, cell.stop) - cell.start + bisect_left(ghosts, cell.start)
            if cell.content is not None or wide:
                yield f'<td colspan="{wide or 1}" rowspan="{cell.rows}">'
                yield from () if cell.content is None else _blocks(word, labels, cell.content)
                yield "</td>"
        yield "</tr>"
    yield "</table>"


def _members(parent: Element, tag: str) -> Iterator[Element]:
    """Its rows, or cells, also those that content controls and tracked changes hold."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in PROPERTIES:
            yield from _members(child, tag)


def _read_row(row: Element) -> list[Td]:
    before = whole(setting(row, "w:trPr/w:gridBefore"))
    cells = [Td(None, 0, before)] if before else []
    for cell in _members(row, f"{W}tc"):
        start = cells[-1].stop if cells else 0
        stop = start + max(1, whole(setting(cell, "w:tcPr/w:gridSpan")))
        if cells and setting(cell, "w:tcPr/w:hMerge") in GOES_ON:
            cells[-1].stop = stop
        else:
            cells.append(Td(cell, start, stop, setting(cell, "w:tcPr/w:vMerge") in GOES_ON))
    return cells


def _merge(rows: Iterable[list[Td]]) -> list[list[Td]]:
    """The rows without the cells that go on from above, by which those are taller."""
    merged: list[list[Td]] = []
    above: dict[int, Td] = {}
    for row in rows:
        tops = {cell.start: above.get(cell.start, cell) if cell.goes_on else cell for cell in row}
        for top in tops.values():
            top.rows += top is above.get(top.start)
        merged.append([cell for cell in row if tops[cell.start] is cell])
        above = tops
    return merged


def _ghosts(table: Element, rows: Iterable[Sequence[Td]]) -> list[int]:
    """Columns of the grid that are too narrow for any text and in which no cell stands alone."""
    alone = {cell.start for row in rows for cell in row if cell.content is not None and cell.stop - cell.start == 1}
    widths = [whole(column.get(f"{W}w"), HAIR) for column in table.iterfind("w:tblGrid/w:gridCol", SPACES)]
    return [place for place, width in enumerate(widths) if 0 < width < HAIR and place not in alone]
