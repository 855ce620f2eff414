"""Rich text → Document: its paragraphs, and its tables with the spans that the edges of their cells make."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

from archive.reading.controls import clean_controls, join_halves
from archive.reading.document import Block, Document, Finding, Paragraph, Picture, State, body_lines
from archive.reading.grids import bearable_grid, is_data
from archive.reading.lines import tidy, tidy_cells
from archive.reading.paper import make_document
from archive.reading.pictures import count_pictures
from archive.reading.word.edged import EdgedCell, with_spans
from archive.reading.word.rtf_words import CUT, Word, read_words

WIDTH = 1_000
"""Twips (1/20 point) for which a cell stands whose edge is not told."""

_BREAKS = frozenset({"par", "sect", "page", "column"})
_NOTE = re.compile(rb"\\footnote(?![a-z])")


def read_rtf(body: bytes) -> Document:
    """The whole text of the body; of headers, footers and notes none, of fields what they show. A merge that cannot be
    told is a finding `table_merge`; a file of pictures alone `needs_ocr`."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    words = list(read_words(body))
    for part in _parts(words):
        if isinstance(part, Picture):
            blocks.append(part)
        elif isinstance(part, str):
            blocks += _paragraphs(part)
        else:
            blocks += _make_table(part, findings)
    findings += _remarks(body, blocks)
    if words[-1:] == [CUT]:
        findings.append(Finding("cut_file", "the file ends inside a group: it was not written or sent to its end"))
    return make_document(blocks, findings=findings, state=_judge(blocks, {finding.code for finding in findings}))


def _judge(blocks: Sequence[Block], codes: Set[str]) -> State:
    if "picture" in codes and not any(body_lines(blocks)):
        return "needs_ocr"
    return "incomplete" if "cut_file" in codes else "complete"


def _remarks(body: bytes, blocks: Sequence[Block]) -> Iterator[Finding]:
    if pictures := sum(isinstance(block, Picture) for block in blocks):
        yield Finding("picture", count_pictures(pictures))
    if notes := len(_NOTE.findall(body)):
        yield Finding("notes", f"{notes} footnotes were left out")
    if lost := sum(text.count("\ufffd") for text in body_lines(blocks)):
        yield Finding("charset", f"{lost} places could not be read")


def _parts(words: Iterable[str | Word]) -> Iterator[str | Picture | list[list[EdgedCell]]]:
    """Paragraphs, tables (rows without a paragraph between them), and pictures, each behind what it stands in."""
    text: list[str] = []
    pictures: list[Picture] = []
    row = Row()
    rows: list[list[EdgedCell]] = []
    in_table = False
    for word in words:
        name, number = ("", 0) if isinstance(word, str) else word
        if isinstance(word, str):
            text.append(word)
        elif name in _BREAKS and not (in_table or row.texts):
            yield from filter(None, (rows, _join(text)))
            yield from pictures
            text, rows, pictures = [], [], []
        elif name in _BREAKS or name in ("line", "nestrow", "nestcell"):
            text.append("\t" if name == "nestcell" else "\n")
        elif name in ("pard", "intbl"):
            in_table = name == "intbl"
        elif name == "pict":
            pictures.append(Picture("", ""))
        elif name == "cell":
            row.texts.append(_join(text))
            text = []
        elif name == "row":
            rows.append(row.end())
        else:
            row.describe(name, number)
    yield from filter(None, (rows, *row.texts, _join(text)))
    yield from pictures


@dataclass(slots=True)
class Row:
    """A row while it is read: the texts of its cells; their shapes, which stand before or behind them; and what is said
    of the next shape."""

    texts: list[str] = field(default_factory=list)
    shapes: list[EdgedCell] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def describe(self, name: str, number: int) -> None:
        if name == "trowd":
            self.shapes = []
        elif name == "cellx":
            self.shapes.append(EdgedCell("", number, below="clvmrg" in self.said, beside="clmrg" in self.said))
        self.said = {*self.said, name} if name.startswith("cl") else set()

    def end(self) -> list[EdgedCell]:
        """The row's cells. Its shapes stay, for a row that has none of its own; a text beyond them has none told."""
        last = self.shapes[-1].right if self.shapes else 0
        further = [EdgedCell("", last + WIDTH * i) for i in range(1, len(self.texts) - len(self.shapes) + 1)]
        texts = chain(self.texts, repeat(""))
        self.texts = []
        return [replace(shape, text=text) for shape, text in zip((*self.shapes, *further), texts, strict=False)]


def _join(text: Iterable[str]) -> str:
    return clean_controls(join_halves("".join(text)))[0]


def _paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line) for line in map(tidy_cells, text.splitlines()) if line]


def _make_table(rows: list[list[EdgedCell]], findings: list[Finding]) -> Sequence[Block]:
    """A grid, or the paragraphs of a table that only lays a text out. Adds to the findings."""
    table, doubts = with_spans(rows)
    if doubts:
        findings.append(Finding("table_merge", f"{doubts} merged cells of a table have no cell to be merged with"))
    cells = [[replace(cell, text=tidy(cell.text)) for cell in row] for row in table]
    grid, found = bearable_grid(cells) if is_data(cells) else (None, [])
    findings += found
    return [grid] if grid else [line for row in table for cell in row for line in _paragraphs(cell.text)]
