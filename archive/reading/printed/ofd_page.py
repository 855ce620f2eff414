"""The content of an OFD page (GB/T 33190-2016, chapters 7 to 11) → its glyphs, its lines and where its pictures are.

ofdkit opens the file and finds its pages; of a page it gives runs of text, but neither lines nor the place of each
character, which tells its cell. Lengths in the file are millimetres from the top left; here they are points.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from archive.reading.printed.glyphs import Glyph, plain_characters

POINT = 72 / 25.4
"""Points of a millimetre."""

ASCENT = 0.88
"""Of a Chinese font's size, what stands above the baseline."""

HALF = 0.5
"""Of its size, the usual width of a Latin letter."""

ASLANT = 6
"""Degrees from which a text that is not level is printed aslant, as watermarks are."""

DEEPEST = 32
"""Blocks in blocks; ofdkit follows as many."""

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x becomes ax + cy + e, y becomes bx + dy + f."""


@dataclass(frozen=True, slots=True)
class Marks:
    """`shapes`: as pdfplumber gives them. `pictures`: left, top, right, bottom. `texts`: ids of the text objects, shown
    or not. `too_deep`: the blocks of objects that were left out."""

    glyphs: list[Glyph] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    too_deep: list[Element] = field(default_factory=list)


def read_marks(page: Element, left: float, top: float) -> Marks:
    """What a page's own layers hold. `left`, `top`: of the page, in millimetres."""
    marks = Marks()
    origin = (POINT, 0.0, 0.0, POINT, -left * POINT, -top * POINT)
    for layer in page.findall("{*}Content/{*}Layer"):
        _walk(layer, origin, marks, DEEPEST)
    return marks


def _walk(parent: Element, outer: Matrix, marks: Marks, depth: int) -> None:
    for element in parent:
        kind, shown = element.tag.rpartition("}")[2], element.get("Visible") != "false"
        if kind == "PageBlock" and not depth:
            marks.too_deep.append(element)
        elif kind == "PageBlock":
            _walk(element, outer, marks, depth - 1)
        elif kind == "TextObject":
            marks.texts.add(element.get("ID", "").strip())
            marks.glyphs.extend(_read_text(element, _inside(element, outer)) if shown else ())
        elif kind == "PathObject" and shown:
            marks.shapes.extend(_read_path(element, _inside(element, outer)))
        elif kind == "ImageObject" and shown:
            x, y, width, height = _numbers(element.get("Boundary"), 4)
            marks.pictures.append((*_at(outer, x, y), *_at(outer, x + width, y + height)))


def _inside(element: Element, outer: Matrix) -> Matrix:
    """From an object's own space to the page: its CTM, then to the corner of its boundary."""
    x, y, *_ = _numbers(element.get("Boundary"), 4)
    a, b, c, d, e, f = _numbers(element.get("CTM") or "1 0 0 1 0 0", 6)
    (e, f), (oa, ob, oc, od, _, _) = _at(outer, e + x, f + y), outer
    return oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, e, f


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _numbers(value: str | None, count: int) -> list[float]:
    """The first numbers of a list; 0 for what is missing or none."""
    found = [_number(part) for part in (value or "").split()[:count]]
    return found + [0.0] * (count - len(found))


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def _read_text(element: Element, matrix: Matrix) -> Iterator[Glyph]:
    size = _number(element.get("Size"))
    x = y = 0.0
    for code in element.findall("{*}TextCode"):
        x, y = _number(code.get("X", str(x))), _number(code.get("Y", str(y)))
        text = code.text or ""
        right, down = (_deltas(code.get(name), len(text) - 1) for name in ("DeltaX", "DeltaY"))
        across, below = x, y
        for i, char in enumerate(text):
            width = size * char_width(char)
            if shown := plain_characters(char):
                yield make_glyph(shown, across, below, size, width, matrix)
            across += right[i] if i < len(right) else 0 if down else width
            below += down[i] if i < len(down) else 0


def char_width(char: str) -> float:
    return 1 if unicodedata.east_asian_width(char) in "WF" else HALF


def make_glyph(char: str, x: float, y: float, size: float, width: float, matrix: Matrix) -> Glyph:
    """`x`, `y`: where it begins on its baseline."""
    (x0, y0), (x1, y1) = _at(matrix, x, y - ASCENT * size), _at(matrix, x + width, y + (1 - ASCENT) * size)
    a, b, c, d, *_ = matrix
    angle = math.degrees(math.atan2(b, a)) % 360
    level = round(angle / 90) * 90
    return Glyph(
        char,
        min(x0, x1),
        max(x0, x1),
        min(y0, y1),
        max(y0, y1),
        _at(matrix, x, y)[1],
        size * math.sqrt(abs(a * d - b * c)),
        level % 360 if abs(angle - level) < ASLANT else -1,
    )


def _deltas(value: str | None, count: int) -> list[float]:
    """The steps from each character to the next; `g 3 4.2` is three times 4.2."""
    found: list[float] = []
    parts = iter((value or "").split())
    for part in parts:
        if len(found) >= count:
            break
        times = max(int(_number(next(parts, ""))), 0) if part == "g" else 1
        found += [_number(next(parts, "") if part == "g" else part)] * min(times, max(count, 0))
    return found


def _read_path(element: Element, matrix: Matrix) -> Iterator[dict[str, Any]]:
    """The straight lines of a path, each run of them as a shape."""
    fill, stroke = element.get("Fill") == "true", element.get("Stroke") != "false"
    for points in _strokes((element.findtext("{*}AbbreviatedData") or "").split()):
        placed = [_at(matrix, x, y) for x, y in points]
        across, down = zip(*placed, strict=True)
        yield {
            "object_type": "curve",
            "pts": placed,
            "fill": fill,
            "stroke": stroke,
            "width": max(across) - min(across),
            "height": max(down) - min(down),
        }


_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Operators of abbreviated data and how many numbers follow; the last two are where it ends."""


def _strokes(data: Sequence[str]) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(data):
        operator = data[at]
        numbers = [_number(part) for part in data[at + 1 : at + 1 + _OPERANDS.get(operator, 0)]]
        at += 1 + len(numbers)
        if operator == "C" and points:
            points.append(points[0])
        elif operator == "L" and len(numbers) == _OPERANDS["L"]:
            points.append((numbers[0], numbers[1]))
        elif len(numbers) > 1:
            if len(points) > 1:
                yield points
            points = [(numbers[-2], numbers[-1])]
    if len(points) > 1:
        yield points
