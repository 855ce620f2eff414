"""What of the container's first and last lines is not the report: title, header fields, tools, neighbours, footers.

Only the head (before the first line that can only be the report's) and the tail (after the last such line) are looked at;
a sentence in the middle is never taken for a tool.
"""

import re
from collections.abc import Sequence, Set
from enum import Enum, auto

from .chrome import (
    is_dated_by_hand,
    is_disclaimer,
    is_footer,
    is_header,
    is_neighbour,
    is_numbered,
    is_related,
    is_tool,
)
from .headers import is_header_line, with_values
from .lines import Line, compact

LONGEST_HEAD = 30
"""Lines of the longest head: cover, title, header."""

TITLE_LINES = 4
"""Lines a title may be broken into."""

SENTENCE = 20
"""Characters from which a line with a full stop or a comma is taken for a sentence."""

_LOOSE = re.compile("年度|工作|[的度年关于]")


class Part(Enum):
    BODY = auto()
    HEADER = auto()
    TITLE = auto()
    TOOL = auto()
    FOOTER = auto()


def sort_lines(lines: Sequence[Line], titles: Sequence[str], grids: Set[int] = frozenset()) -> list[Part]:
    """What each line of the container is. `grids`: node indexes of the data tables, whose lines are text for sure."""
    texts = [compact(line.text) for line in lines]
    strong = [i for i, line in enumerate(lines) if line.place.table in grids or is_strong(line, texts[i])]
    first, last = (strong[0], strong[-1]) if strong else (len(lines), -1)
    end = next((i for i in range(first, len(lines)) if is_disclaimer(texts[i])), len(lines))
    last = max((i for i in strong if i < end), default=-1)
    parts = [Part.BODY] * len(lines)
    for i in range(min(first, LONGEST_HEAD)):
        parts[i] = judge_line(lines[i], texts[i])
    for i in with_values(None, lines[:first], [i for i, part in enumerate(parts[:first]) if part is Part.HEADER]):
        parts[i] = Part.HEADER
    for i in title_lines(texts[: first + 1], titles):
        parts[i] = Part.TITLE
    cut = False
    for i in range(max(last + 1, min(first, LONGEST_HEAD)), len(lines)):
        cut = cut or is_related(texts[i]) or is_neighbour(texts[i])
        footer = i >= end or (is_footer(texts[i]) and last >= 0)
        parts[i] = Part.FOOTER if footer else Part.TOOL if cut else judge_line(lines[i], texts[i])
    return parts


def is_strong(line: Line, text: str) -> bool:
    """Whether a compact line can only be text of the report: a sentence, a numbered heading, a date by hand."""
    if is_tool(text) or is_footer(text) or is_related(text) or (line.is_link and line.linked) or is_header_line(line):
        return False
    sentence = len(text) >= SENTENCE and any(mark in text for mark in "。,;")
    return sentence or is_numbered(text) or is_dated_by_hand(text)


def judge_line(line: Line, text: str) -> Part:
    if is_tool(text) or is_related(text):
        return Part.TOOL
    return Part.HEADER if is_header_line(line) and not is_dated_by_hand(text) else Part.BODY


def title_lines(texts: Sequence[str], titles: Sequence[str]) -> list[int]:
    """Positions of all lines that are the title, or together are: up to four neighbours. Compared without 年度, 工作 and
    the like, which a page's title and its text's often do not share."""
    wanted = {loose(title) for title in titles if len(title) > TITLE_LINES}
    found: list[int] = []
    for start in range(min(len(texts), LONGEST_HEAD)):
        joined = ""
        for end in range(start, min(start + TITLE_LINES, len(texts))):
            joined += texts[end]
            if loose(joined) in wanted and start not in found:
                found.extend(range(start, end + 1))
    return found


def loose(title: str) -> str:
    return _LOOSE.sub("", title) or title
