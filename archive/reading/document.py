"""A Document: what a reader makes of one page or attachment, before anyone asks what it means.

    Document
    ├── titles     what the page calls itself, best first (page heading, ArticleTitle meta, <title>)
    ├── header     the metadata blocks taken out of the text (索引号, 发布日期, …), as segments in reading order
    ├── metas      <meta name=… content=…>, names in lower case
    ├── column     the breadcrumb (当前位置), outermost first
    ├── blocks     the body in reading order: Paragraph, Grid and Picture
    └── attachments, findings, and how it was read: media, charset, reader, state

Every reader (HTML, plain text, later Word, sheets, PDF) makes the same Document, so that everything behind it exists
once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

State = Literal["complete", "incomplete", "doubtful", "needs_ocr", "unreadable"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person may want to look at: a stable code, a sentence, and where it was seen."""

    code: str
    message: str
    where: str | None = None


LONGEST_MESSAGE = 200
LONGEST_QUOTE = 120
"""Characters of what a page says, in the message of a finding."""


def damage(error: Exception, where: str | None = None, code: str = "damaged_page") -> Finding:
    """What a library said of a part that it could not read. Raises MemoryError: that is for the one who set the limit
    to tell, and says nothing of the part."""
    if isinstance(error, MemoryError):
        raise error
    return Finding(code, f"{type(error).__name__}: {error}"[:LONGEST_MESSAGE], where)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body; `heading` where the page itself marks it as one (h1–h6)."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A cell that covers more than one place of its grid. Row and column are the top left place, counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A data table with its spans expanded: a rectangle of strings, "" where the cell is blank.

    A spanned cell stands in each place it covers, so that a value can be mapped to its labels by row and column alone;
    `spans` tells which places are the same cell.
    """

    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...] = ()
    caption: str | None = None

    def covered(self) -> frozenset[tuple[int, int]]:
        """Places that repeat a spanned cell: all that it covers except its top left one."""
        return frozenset(
            (row, column)
            for span in self.spans
            for row in range(span.row, span.row + span.rows)
            for column in range(span.column, span.column + span.columns)
            if (row, column) != (span.row, span.column)
        )

    def lines(self) -> Iterator[str]:
        """The table as text: a line a row, cells between " | ", a spanned cell said once."""
        covered = self.covered()
        for r, row in enumerate(self.rows):
            cells = ["" if (r, c) in covered else " ".join(cell.split()) for c, cell in enumerate(row)]
            if any(cells):
                yield " | ".join(cells).rstrip()


@dataclass(frozen=True, slots=True)
class Picture:
    """The place of a picture that may hold text. It says nothing in `Document.text`: what is not written is no part of
    a text's hash, and the same report with and without its charts stays the same."""

    url: str
    name: str


Block = Paragraph | Grid | Picture


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file the page offers or embeds: absolute URL, the name it is offered under, media type where the name tells."""

    url: str
    name: str
    media: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    titles: tuple[str, ...] = ()
    header: tuple[tuple[str, ...], ...] = ()
    """Header blocks. A block is its segments in reading order: a cell, a span, a line each one segment. A segment
    may be
    a label, a value, or both ("发布日期：2021-01-29"); `archive.report.header` tells them apart."""
    metas: dict[str, str] = field(default_factory=dict)
    column: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()
    media: str | None = None
    charset: str | None = None
    reader: str | None = None
    state: State = "complete"
    recall: float | None = None
    """Share that the text has of what a plainer way of reading found (`archive.reading.floor` of a page's source, the
    characters of a PDF, the letters of a Word file); None where there is no such way, or it found nothing."""

    @property
    def text(self) -> str:
        """The body as text: paragraphs and table rows, a line each."""
        return "\n".join(body_lines(self.blocks))

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def body_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from block.lines()
        elif isinstance(block, Paragraph):
            yield block.text
