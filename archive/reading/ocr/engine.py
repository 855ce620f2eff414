"""Text in a picture, line by line: the models PP-OCRv6 through rapidocr and onnxruntime, the extra `ocr`.

The models are in rapidocr's wheel; nothing is loaded from elsewhere. Pictures are arrays of rows of pixels, BGR.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

INSTALL = "pip install '.[ocr]' in the project's folder"

LARGEST_SIDE = 2400
"""Pixels: A4 at 200 dots an inch. A larger picture would be made smaller until no character could be read; so a long
one is cut into strips."""

CUT_WITHIN = 400
"""Pixels above the end of a strip within which it is cut, at the row that is plainest."""

UPRIGHT = 0.8
"""Mean confidence of lines from which a picture stands as it should: upside down, reports have .3 to .6."""

FEWEST_LINES = 5
"""Fewer may be words in a photograph."""

TALL = 1.5
"""Times its width: such a line is written down the page."""


@dataclass(frozen=True, slots=True)
class Word:
    """What was found as one line, and where, in pixels. `score`: confidence, 0 to 1."""

    text: str
    score: float
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def is_tall(self) -> bool:
        return self.height > TALL * (self.x1 - self.x0) and len(self.text) > 1


def is_installed() -> bool:
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def reader_name() -> str:
    return f"ocr/1 (rapidocr {version('rapidocr')})"


@cache
def _engine() -> Any:
    """One a process, made with its first picture: it takes half a second. With one thread: the limits of a process that
    reads count CPU time and address space, and the archive reads files side by side."""
    import cv2  # noqa: PLC0415  an extra
    from rapidocr import RapidOCR  # noqa: PLC0415  an extra

    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0,
            "Global.max_side_len": LARGEST_SIDE,
            # A wide line is not made five times as large, as rapidocr does to have 736 pixels of height.
            "Det.limit_type": "max",
            "Det.limit_side_len": LARGEST_SIDE,
            # Tells lines that stand on their head one by one: a 6 from a 9. `read_upright` turns pages as a whole.
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_upright(pixels: "Pixels") -> tuple["Pixels", list[Word]]:
    """The picture turned so that its lines can be read, and its lines."""
    import numpy as np  # noqa: PLC0415  an extra

    readings = [(pixels, find_words(pixels))]
    for quarters in (2, 1, 3):
        if len(readings[0][1]) < FEWEST_LINES or _is_upright(readings[-1][1]):
            return readings[-1]
        turned = np.ascontiguousarray(np.rot90(pixels, quarters))
        readings.append((turned, find_words(turned)))
    return max(
        readings, key=lambda reading: sum(len(word.text) * word.score for word in reading[1] if not word.is_tall)
    )


def _is_upright(words: Sequence[Word]) -> bool:
    return mean_score(words) >= UPRIGHT and 2 * sum(word.is_tall for word in words) < len(words)


def mean_score(words: Sequence[Word]) -> float:
    """Confidence of a character, 0 to 1."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.score for word in words) / letters if letters else 0


def find_words(pixels: "Pixels") -> list[Word]:
    return [
        replace(word, top=word.top + start, bottom=word.bottom + start)
        for start, stop in cut_strips(pixels)
        for word in _find(pixels[start:stop])
    ]


def _find(pixels: "Pixels") -> Iterator[Word]:
    found = _engine()(pixels, use_det=True)  # said each time: the engine keeps what it was told last
    if found.boxes is None or found.txts is None:
        return
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        (x0, top), (x1, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
        if text.strip():
            yield Word(text.strip(), float(score), x0, x1, top, bottom)


def cut_strips(pixels: "Pixels") -> Iterator[tuple[int, int]]:
    """First row and the one behind the last of each strip: cuts run between lines of text."""
    height, start = len(pixels), 0
    while height - start > LARGEST_SIDE:
        rows = pixels[start + LARGEST_SIDE - CUT_WITHIN : start + LARGEST_SIDE].reshape(CUT_WITHIN, -1)
        stop = start + LARGEST_SIDE - CUT_WITHIN + int(rows.std(axis=1).argmin())
        yield start, stop
        start = stop
    yield start, height


def read_line(pixels: "Pixels") -> tuple[str, float]:
    """The text of a picture that is one line, and its confidence."""
    found = _engine()(pixels, use_det=False)
    return (found.txts[0].strip(), float(found.scores[0])) if found.txts else ("", 0)
