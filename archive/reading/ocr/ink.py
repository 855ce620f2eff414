"""The ink of a scanned page: how far the page lies aslant, its ruled lines, and what stands in a cell.

Pictures are arrays of rows of pixels, ink one of 0 and 1. `size`: height of a line of text in pixels.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LARGEST_SLANT, SLANT_STEP = 3.0, 0.25
"""Degrees by which a page lies aslant in a scanner at most, and in which that is told: what is left of it moves a line
across an A4 page by 3 pixels."""

SMALL = 800
"""Pixels of width at which the slant is told."""

SURROUNDINGS, CONTRAST = 31, 15
"""Pixels of a square, and how much darker (of 255) than its mean ink is: paper may be grey, or darker on one side."""

SMALLEST_BLOT = 5
"""Pixels; a smaller one is the noise of a scanner. A full stop has 9 at 150 dots an inch."""

LINE = 1.5
"""Times `size`: length from which a stroke is a line. No stroke of a character is as long."""

THICKEST = 0.5
"""Times `size`, of a line; what is thicker is a ground."""

SPECK = 0.02
"""Of a square of `size`: less ink in a cell is dirt. A dash has .05."""

FLAT = 5
"""Times its height: width of a stroke that may be a dash."""

DIRT = 0.3
"""Share of a dash's ink that may lie round it."""

BAND_GAP, ONE_LINE = 2, 1.1
"""Rows without ink that part two lines; and times `size`, the height up to which parts are one: 二, 三."""


def find_ink(pixels: "Pixels") -> "Pixels":
    import cv2  # noqa: PLC0415  an extra
    import numpy as np  # noqa: PLC0415  an extra

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    means = (cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV)
    ink = cv2.adaptiveThreshold(grey, 1, *means, SURROUNDINGS, CONTRAST)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    kept: Pixels = (ink * (stats[:, cv2.CC_STAT_AREA] >= SMALLEST_BLOT)[labels]).astype(np.uint8)
    return kept


def straighten(pixels: "Pixels") -> "Pixels":
    """The page turned by the angle at which its ink lies in the sharpest rows."""
    import cv2  # noqa: PLC0415  an extra

    scale = min(1, SMALL / pixels.shape[1])
    small: Pixels = cv2.resize(find_ink(pixels) * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    steps = round(LARGEST_SLANT / SLANT_STEP)
    angles = [step * SLANT_STEP for step in sorted(range(-steps, steps + 1), key=abs)]
    best = max(angles, key=lambda angle: _sharpness(_turn(small, angle, 0)))
    return _turn(pixels, best, 255) if best else pixels


def _turn(pixels: "Pixels", angle: float, ground: int) -> "Pixels":
    import cv2  # noqa: PLC0415  an extra

    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned: Pixels = cv2.warpAffine(pixels, matrix, (width, height), borderValue=(ground,) * 3)  # type: ignore[assignment]
    return turned


def _sharpness(ink: "Pixels") -> float:
    rows = ink.sum(axis=1, dtype=float)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def find_strokes(ink: "Pixels", size: float) -> list["Pixels"]:
    """1 where a line runs across the page; and where one runs down."""
    import cv2  # noqa: PLC0415  an extra
    import numpy as np  # noqa: PLC0415  an extra

    length = max(3, round(LINE * size))
    kernels = (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8))
    return [cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel).astype(np.uint8) for kernel in kernels]


def trace_lines(strokes: Sequence["Pixels"], size: float, scale: float) -> Iterator[Mapping[str, Any]]:
    """The lines as shapes of pdfplumber's, in points; `scale`: points of a pixel."""
    import cv2  # noqa: PLC0415  an extra

    for direction in strokes:
        _, _, boxes, _ = cv2.connectedComponentsWithStats(direction)
        for x, y, width, height, _ in boxes[1:].tolist():
            if min(width, height) <= THICKEST * size:
                yield _make_shape(x * scale, y * scale, width * scale, height * scale)


def _make_shape(x: float, y: float, width: float, height: float) -> Mapping[str, Any]:
    middle_x, middle_y = x + width / 2, y + height / 2
    points = ((x, middle_y), (x + width, middle_y)) if width > height else ((middle_x, y), (middle_x, y + height))
    return {"object_type": "line", "fill": False, "stroke": True, "pts": points}


def erase(strokes: Sequence["Pixels"], pixels: "Pixels", ground: int) -> "Pixels":
    """The picture, or its ink, without its ruled lines and the grey at their edges."""
    import cv2  # noqa: PLC0415  an extra
    import numpy as np  # noqa: PLC0415  an extra

    erased = pixels.copy()
    erased[cv2.dilate(np.maximum(*strokes), np.ones((5, 5), np.uint8)) > 0] = ground
    return erased


def is_inked(ink: "Pixels", size: float) -> bool:
    return bool(ink.sum() > SPECK * size * size)


def is_dash(ink: "Pixels", size: float) -> bool:
    """Whether all that stands here, but for dirt, is one stroke across. In a cell that is a dash, whatever a reader of
    characters makes of it: 一, _, or nothing."""
    import cv2  # noqa: PLC0415  an extra
    import numpy as np  # noqa: PLC0415  an extra

    stroke = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, round(size / 3))), np.uint8)).astype(np.uint8)
    rows, columns = inked(stroke, 1), inked(stroke, 0)
    if not rows or ink.sum() > (1 + DIRT) * stroke.sum():
        return False
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    return FLAT * height <= width <= 2 * size


def inked(ink: "Pixels", axis: int) -> list[int]:
    """The rows (axis 1) or columns (0) with ink."""
    import numpy as np  # noqa: PLC0415  an extra

    return [int(at) for at in np.flatnonzero(ink.max(axis=axis, initial=0))]


def find_bands(ink: "Pixels", size: float) -> list[tuple[int, int]]:
    """First row and the one behind the last of each line of text."""
    bands: list[tuple[int, int]] = []
    for row in inked(ink, 1):
        start, stop = bands[-1] if bands else (row, row)
        if bands and (row - stop <= BAND_GAP or row + 1 - start <= ONE_LINE * size):
            bands[-1] = (start, row + 1)
        else:
            bands.append((row, row + 1))
    return bands
