"""A scanned page → the page as it is printed, as `printed` makes one of a PDF's: its lines and ruled tables.

A cell is read again by itself where the reader of lines read over its border or down the page, or found nothing
although there is ink: it misses single digits and dashes.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from archive.reading.document import Finding
from archive.reading.ocr.engine import Word, read_line, read_upright
from archive.reading.ocr.ink import (
    erase,
    find_bands,
    find_ink,
    find_strokes,
    inked,
    is_dash,
    is_inked,
    straighten,
    trace_lines,
)
from archive.reading.printed.glyphs import Glyph, plain_characters
from archive.reading.printed.page import PrintPage, lay_out
from archive.reading.printed.rects import Frame, find_frames
from archive.reading.printed.scans import find_drawings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

PAGE = 595
"""Points of an A4 page's shorter side, which a scan is taken to be: `rects` and `paragraphs` measure in points."""

WIDE = 2
"""Times its height: width from which a picture is cut out of a page."""

BODY = 0.8
"""Of a line's height as it is found, with some air: the size of its characters."""

SAME_SIZE = 0.25
"""Share by which lines of one size differ in height as they are found."""

NARROWEST = 8
"""Times a usual line's height: width from which lines are a table and not the strokes of a large character."""

INSIDE = 0.4
"""Of a usual line's height: by how much a line is in a cell, or stands out of it. Boxes stand out by .1 of air."""

AIR = 3
"""Pixels left round a line that is read by itself."""

UNREAD, DOUBTFUL = 0.5, 0.9
"""Confidence below which something is no text but a seal, a photograph or dirt; and below which a line may be misread:
in clean prints at 150 dots an inch, which have no error, one line in a hundred."""

MOST_QUOTED = 10


@dataclass(frozen=True, slots=True)
class Scan:
    """`words`: what was read, in no order."""

    page: PrintPage
    words: tuple[Word, ...]
    findings: tuple[Finding, ...]


def read_scan(pixels: "Pixels", number: int = 1) -> Scan:
    """`number`: the page's, from 1."""
    pixels, words = read_upright(straighten(pixels))
    height, width = pixels.shape[:2]
    size = median(word.height for word in words) if words else 0
    scale = PAGE / (height if height < width < WIDE * height else width)
    frames: list[Frame] = []
    is_drawing = False
    if words:
        ink = find_ink(pixels)
        strokes = find_strokes(ink, size)
        frames, is_drawing = find_tables(strokes, size, scale)
        bare = erase(strokes, pixels, round(float(pixels.mean()))), erase(strokes, ink, 0)
        words = read_cells(*bare, words, list(find_boxes(frames, scale)), size)
    told = [word for word in words if word.score >= UNREAD]
    parts = lay_out([_make_glyph(word, size, scale) for word in told], frames)
    page = PrintPage(
        number,
        width * scale,
        height * scale,
        tuple(parts),
        characters=sum(len(word.text) for word in told),
        is_drawing=is_drawing,
    )
    return Scan(page, tuple(told), (*find_drawings([page]), *find_doubts(words, frames, scale, number)))


def find_tables(strokes: Sequence["Pixels"], size: float, scale: float) -> tuple[list[Frame], bool]:
    """As `find_frames`, without what is too narrow to be a table."""
    frames, is_drawing = find_frames(list(trace_lines(strokes, size, scale)))
    wide = [frame for frame in frames if frame.columns[-1] - frame.columns[0] >= NARROWEST * size * scale]
    return wide, is_drawing


Box = tuple[float, float, float, float]
"""Left, right, top, bottom in pixels."""


def find_boxes(frames: Sequence[Frame], scale: float) -> Iterator[Box]:
    """Where the cells of the tables are."""
    for frame in frames:
        for cell in frame.cells:
            columns = (frame.columns[cell.column], frame.columns[cell.column + cell.columns])
            rows = (frame.rows[cell.row], frame.rows[cell.row + cell.rows])
            yield columns[0] / scale, columns[1] / scale, rows[0] / scale, rows[1] / scale


def read_cells(pixels: "Pixels", ink: "Pixels", words: list[Word], boxes: Sequence[Box], size: float) -> list[Word]:
    """The words, those of some cells read again. `pixels` and `ink`: without ruled lines."""
    for box in boxes:
        inside = [word for word in words if _reach(word, box, size)]
        x0, x1, top, bottom = map(round, box)
        own = ink[top:bottom, x0:x1]
        if not is_inked(own, size) or (inside and not any(_is_wrong(word, box, size, own) for word in inside)):
            continue
        words = [word for word in words if word not in inside]
        words += read_cell(pixels, own, (x0, top), size)
    return words


def _reach(word: Word, box: Box, size: float) -> bool:
    """Whether more than the air round a line is in a cell."""
    x0, x1, top, bottom = box
    across, down = min(word.x1, x1) - max(word.x0, x0), min(word.bottom, bottom) - max(word.top, top)
    return across > INSIDE * size and down > INSIDE * size


def _is_wrong(word: Word, box: Box, size: float, ink: "Pixels") -> bool:
    x0, x1, top, bottom = box
    out = max(x0 - word.x0, word.x1 - x1, top - word.top, word.bottom - bottom)
    return word.is_tall or out > INSIDE * size or (len(word.text) == 1 and is_dash(ink, size))


def read_cell(pixels: "Pixels", ink: "Pixels", corner: tuple[int, int], size: float) -> Iterator[Word]:
    """The lines of one cell. `ink`: the cell's; `corner`: its top left one on the page."""
    left, top = corner
    for start, stop in find_bands(ink, size):
        band = ink[start:stop]
        if not is_inked(band, size):
            continue
        columns = inked(band, 0)
        x0, x1 = left + columns[0], left + columns[-1] + 1
        place = (float(x0), float(x1), float(top + start), float(top + stop))
        if is_dash(band, size):
            yield Word("—", 1, *place)
            continue
        line = pixels[max(0, top + start - AIR) : top + stop + AIR, max(0, x0 - AIR) : x1 + AIR]
        text, score = read_line(line)
        yield Word(text, score, *place)


def _make_glyph(word: Word, size: float, scale: float) -> Glyph:
    """A line as one glyph of pdfplumber's kind, in points."""
    usual = abs(word.height - size) <= SAME_SIZE * size
    height = BODY * (size if usual else word.height) * scale
    middle = (word.top + word.bottom) / 2 * scale
    top, bottom = middle - height / 2, middle + height / 2
    return Glyph(plain_characters(word.text), word.x0 * scale, word.x1 * scale, top, bottom, bottom, height)


def find_doubts(words: Sequence[Word], frames: Sequence[Frame], scale: float, number: int) -> Iterator[Finding]:
    """Lines that may be misread and what was not read, with the text as it was made out and where it stands."""
    for code, least, most, message in (
        ("ocr_doubtful", UNREAD, DOUBTFUL, "lines or cells may be misread"),
        ("ocr_unread", 0, UNREAD, "places show something that was not read"),
    ):
        found = [word for word in words if least <= word.score < most]
        if found:
            quotes = ", ".join(_quote(word, frames, scale) for word in found[:MOST_QUOTED])
            yield Finding(code, f"{len(found)} {message}: {quotes}", f"page {number}")


def _quote(word: Word, frames: Sequence[Frame], scale: float) -> str:
    x, y = (word.x0 + word.x1) / 2 * scale, (word.top + word.bottom) / 2 * scale
    held = ((n, frame) for n, frame in enumerate(frames, start=1) if frame.holds(x, y))
    places = [f"table {n} r{bisect_right(f.rows, y) - 1} c{bisect_right(f.columns, x) - 1} " for n, f in held]
    return f"{''.join(places[:1])}{word.text!r} {word.score:.0%}"
