"""One page of a PDF or OFD as it is printed: its lines, ruled tables and pictures from top to bottom, and how
much of it is picture."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from archive.reading.document import Span
from archive.reading.printed.glyphs import (
    Glyph,
    PrintLine,
    is_lost,
    join_lines,
    read_glyph,
    read_lines,
    stood_up,
    without_doubles,
)
from archive.reading.printed.rects import Frame, find_frames

CELL_MARGIN = 6
"""Points that programs leave between a cell's border and its text, at most: Word's 5.4."""

SMALLEST_PICTURE = 45
"""Points of width and height from which a picture may hold a text: the 60 pixels of a page on a screen."""

GROUND = 0.02
"""Share of a picture under text from which it is the ground of it: a seal over a signature has some .14, a scan with a
page number or the name of the scanning program .003."""

DIGIT = 0.6
"""Of a glyph's size, the width of a digit."""


@dataclass(frozen=True)
class PrintCell:
    """A cell of a ruled table: the places it covers, its lines, and its width in points."""

    span: Span
    lines: tuple[PrintLine, ...]
    width: float

    @cached_property
    def text(self) -> str:
        return join_lines(self.lines, self.is_full)

    def is_full(self, line: PrintLine) -> bool:
        """Whether no further digit had fitted on the line."""
        return self.width - (line.x1 - line.x0) < 2 * CELL_MARGIN + DIGIT * line.size


@dataclass(frozen=True, slots=True)
class PrintTable:
    """`columns`: their borders in points. `open_top`, `open_bottom`: without a border there."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[PrintCell, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def top(self) -> float:
        return self.rows[0]

    @property
    def height(self) -> int:
        """In rows."""
        return len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class PrintPicture:
    """Where a picture stands that may hold a text, in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


Part = PrintLine | PrintTable | PrintPicture

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a page, in points."""


@dataclass(frozen=True, slots=True)
class PrintPage:
    """Width and height in points. `parts`: from top to bottom. `characters`: all those shown, without white space;
    `lost` those whose font does not tell them; `slanted`: text printed across, a watermark's. `pictures`: how many may
    hold a text; `covered`: share of the page under any; `shapes`: curves, as text made to outlines has;
    `is_drawing`: its lines are too many for its tables to be told."""

    number: int
    width: float
    height: float
    parts: tuple[Part, ...]
    characters: int = 0
    lost: int = 0
    slanted: str = ""
    pictures: int = 0
    covered: float = 0
    shapes: int = 0
    is_drawing: bool = False

    @property
    def text(self) -> str:
        cells = (cell.text for part in self.parts if isinstance(part, PrintTable) for cell in part.cells)
        return "".join(chain((line.text for line in self.lines), cells))

    @property
    def lines(self) -> list[PrintLine]:
        return [part for part in self.parts if isinstance(part, PrintLine)]


def read_printed(page: Any) -> PrintPage:
    """What stands on a page of pdfplumber's. Raises what pdfminer raises."""
    page, glyphs = stand_upright(page)
    shapes = [*page.lines, *page.rects, *page.curves]
    images = [PrintPicture(image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images]
    return make_page(page.page_number, page.bbox, glyphs, shapes, images, curves=len(page.curves))


def make_page(
    number: int,
    box: Box,
    glyphs: Iterable[Glyph],
    shapes: Sequence[Mapping[str, Any]],
    images: Sequence[PrintPicture],
    *,
    curves: int = 0,
) -> PrintPage:
    """The page of all that is drawn, also beyond its edges and twice. `shapes`: as pdfplumber gives them."""
    left, top, right, bottom = box
    shown = without_doubles(glyph for glyph in glyphs if _is_on(box, glyph))
    pictures = find_pictures(images, shown)
    frames, is_drawing = find_frames(shapes)
    parts = [*lay_out([glyph for glyph in shown if glyph.turn >= 0], frames), *pictures]
    text = "".join(glyph.text for glyph in shown if not glyph.text.isspace())
    return PrintPage(
        number,
        right - left,
        bottom - top,
        tuple(sorted(parts, key=lambda part: part.top)),
        characters=len(text),
        lost=sum(map(is_lost, text)),
        slanted="".join(glyph.text for glyph in shown if glyph.turn < 0),
        pictures=len(pictures),
        covered=min(1, sum(_share(box, image) for image in images)),
        shapes=curves,
        is_drawing=is_drawing,
    )


def stand_upright(page: Any) -> tuple[Any, list[Glyph]]:
    """The page and its glyphs; turned, if its content lies on its side, as landscape tables are often printed on
    portrait paper."""
    for _ in range(2):
        glyphs = [read_glyph(char, page.bbox[3]) for char in page.chars]
        turn, count = Counter(glyph.turn for glyph in glyphs).most_common(1)[0] if glyphs else (0, 0)
        if turn <= 0 or count <= len(glyphs) // 2:
            break
        page.page_obj.rotate = (page.page_obj.rotate - turn) % 360
        page.page_obj.attrs["Rotate"] = page.page_obj.rotate
        page = type(page)(page.pdf, page.page_obj, page.page_number)
    return page, glyphs


def _is_on(box: Box, glyph: Glyph) -> bool:
    x, y = glyph.middle
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom


def find_pictures(images: Sequence[PrintPicture], glyphs: Sequence[Glyph]) -> list[PrintPicture]:
    """The pictures in the text: not small ones, and not those that the text stands on, a ground or a seal."""
    large = (image for image in images if min(image.x1 - image.x0, image.bottom - image.top) >= SMALLEST_PICTURE)
    return [image for image in large if not is_ground(image, glyphs)]


def is_ground(picture: PrintPicture, glyphs: Sequence[Glyph]) -> bool:
    area = (picture.x1 - picture.x0) * (picture.bottom - picture.top)
    return sum(glyph.size**2 for glyph in glyphs if picture.holds(*glyph.middle)) > GROUND * area


def _share(box: Box, image: PrintPicture) -> float:
    """Share of the page that a picture covers; scanners may cut one into strips."""
    left, top, right, bottom = box
    width = min(image.x1, right) - max(image.x0, left)
    height = min(image.bottom, bottom) - max(image.top, top)
    return max(width, 0) * max(height, 0) / ((right - left) * (bottom - top))


def lay_out(glyphs: Sequence[Glyph], frames: Sequence[Frame]) -> list[Part]:
    """Tables with the glyphs in their cells, and the lines of all others, from top to bottom."""
    inside: list[list[Glyph]] = [[] for _ in frames]
    outside: list[Glyph] = []
    for glyph in glyphs:
        held = next((i for i, frame in enumerate(frames) if frame.holds(*glyph.middle)), -1)
        (inside[held] if held >= 0 else outside).append(glyph)
    tables = [fill_table(frame, held) for frame, held in zip(frames, inside, strict=True)]
    return sorted([*tables, *read_lines(outside)], key=lambda part: part.top)


def fill_table(frame: Frame, glyphs: Sequence[Glyph]) -> PrintTable:
    held: dict[Span, list[Glyph]] = {cell: [] for cell in frame.cells}
    squares = frame.squares()
    for glyph in glyphs:
        x, y = glyph.middle
        row = min(bisect_right(frame.rows, y), len(frame.rows) - 1) - 1
        column = min(bisect_right(frame.columns, x), len(frame.columns) - 1) - 1
        held[squares[row, column]].append(glyph)
    cells = tuple(PrintCell(cell, tuple(read_lines(stood_up(held[cell]))), _width(frame, cell)) for cell in frame.cells)
    return PrintTable(frame.columns, frame.rows, cells, frame.open_top, frame.open_bottom)


def _width(frame: Frame, cell: Span) -> float:
    return frame.columns[cell.column + cell.columns] - frame.columns[cell.column]
