"""Printed lines → paragraphs. A printed page breaks a paragraph where its lines are full; where it ends is told by a
first line that is indented, a last line that has room, a wider gap, another size, or the number of a heading."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from archive.reading.document import Paragraph
from archive.reading.lines import compact, tidy_cells
from archive.reading.printed.glyphs import PrintLine, join_lines
from archive.reading.signs import is_numbered

INDENT = 1.2
"""Of the glyphs' size; Chinese paragraphs begin two characters in, and a bracket or quotation mark may hang by half."""

ROOM = 1
"""Of the glyphs' size, beside the next line's first word, from which a line was broken by its author."""

GAP = 1.4
"""Times the usual distance of lines, from which another paragraph begins."""

SIZE = 0.12
"""Difference of sizes from which two lines are of different paragraphs: 小三 and 四号 are 15 and 14 points, 三号 16."""

TABLE_GAPS = 2
"""Gaps in a line from which it is the row of a table without rules; its tabs are kept."""

FARTHEST = 3
"""Times a line's size: a larger step to the next is no usual one."""

FEW_LINES = 12
"""Lines under which hardly two full ones need be among them."""

LATIN = 0.5
"""Of its size, the usual width of a Latin letter or digit."""

_WORD = re.compile(r"[!-~]+[，。、；：！？）》”’】]*|.[，。、；：！？）》”’】]*")
_ENDS = "。；：！？.;:!?"


@dataclass(frozen=True, slots=True)
class Column:
    """Where the lines of a text begin and end, in points, and the usual distance from one to the next."""

    left: float
    right: float
    step: float


Placed = tuple[PrintLine, Column]
"""A line and the column it stands in."""


def find_column(pages: Iterable[Sequence[PrintLine]]) -> Column:
    """The column of the lines of one or more pages, by those of the usual size: an edge is the outermost place that
    two lines share, and of a few lines the outermost of all."""
    pages = [lines for lines in pages if lines]
    sizes = Counter(round(line.size) for page in pages for line in page for _ in line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    texts = [[line for line in page if round(line.size) == usual] for page in pages]
    lines = [line for page in texts for line in page]
    steps = [below.bottom - line.bottom for page in texts for line, below in pairwise(page)]
    steps = [step for step in steps if usual / 2 < step < FARTHEST * usual]
    left = _edge(sorted(line.x0 for line in lines), usual)
    right = -_edge(sorted(-line.x1 for line in lines), usual)
    return Column(left, right, median(steps) if steps else math.inf)


def _edge(places: Sequence[float], size: float) -> float:
    shared = (place for place, following in pairwise(places) if following - place < size / 2)
    outermost = places[0] if places else 0
    return outermost if len(places) < FEW_LINES else next(shared, outermost)


def make_paragraphs(lines: Sequence[Placed]) -> Iterator[Paragraph]:
    """The paragraphs of lines that follow each other, over page breaks too."""
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or begins(lines[end], lines[end - 1]):
            yield Paragraph(_text([line for line, _ in lines[start:end]]))
            start = end


def _text(lines: Sequence[PrintLine]) -> str:
    if lines[0].text.count("\t") >= TABLE_GAPS:
        return tidy_cells(lines[0].text)
    return join_lines(lines, lambda line: True)


def begins(line: Placed, above: Placed) -> bool:
    """Whether a line begins a paragraph."""
    (here, column), (last, last_column) = line, above
    size = max(here.size, last.size)
    if abs(here.size - last.size) > SIZE * size or here.x0 - column.left > INDENT * size:
        return True
    if max(here.text.count("\t"), last.text.count("\t")) >= TABLE_GAPS:
        return True
    if last_column.right - last.x1 > (first_word(here.text) + ROOM) * size:
        return True
    step = here.bottom - last.bottom
    apart = step > GAP * column.step and column is last_column
    return apart or (last.text[-1] in _ENDS and is_numbered(compact(here.text)))


def first_word(text: str) -> float:
    """Width of what may not be parted at a line's beginning, in glyph sizes: a Latin word or number, a character with
    the closing marks behind it."""
    word = _WORD.match(text)
    return sum(LATIN if char.isascii() else 1 for char in word[0]) if word else 0
