"""What of the container's first and last lines is not the report: title, header fields, tools, neighbours, footers.

Only the head (before the first line that can only be the report's) and the tail (after the last such line) are looked at;
a sentence in the middle is never taken for a tool.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .chrome import is_dated_by_hand, is_footer, is_header, is_neighbour, is_numbered, is_related, is_tool
from .lines import Line, compact

LONGEST_HEAD = 30
SENTENCE = 20
"""Characters from which a line with a full stop, or a comma, is taken for a sentence."""


class Part(Enum):
    BODY = auto()
    HEADER = auto()
    TITLE = auto()
    TOOL = auto()


def is_sentence(text: str) -> bool:
    return len(text) >= SENTENCE and any(mark in text for mark in "。,;") and not is_header(text)


def is_strong(line: Line, text: str) -> bool:
    """Whether a compact line can only be text of the report."""
    if is_tool(text) or is_footer(text) or is_related(text) or (line.is_link and line.linked):
        return False
    return is_sentence(text) or (is_numbered(text) and not is_header(text)) or is_dated_by_hand(text)


def sort_lines(lines: Sequence[Line], titles: Sequence[str], grids: frozenset[int]) -> list[Part]:
    """What each line of the container is. `titles` are the compact titles of the page; `grids` the positions of lines
    that belong to a data table."""
    texts = [compact(line.text) for line in lines]
    strong = [i for i, line in enumerate(lines) if i in grids or is_strong(line, texts[i])]
    first, last = (strong[0], strong[-1]) if strong else (len(lines), -1)
    parts = [Part.BODY] * len(lines)
    for i in range(min(first, LONGEST_HEAD)):
        parts[i] = _part(lines[i], texts[i])
    for i in _title_lines(texts[: first + 1], titles):
        parts[i] = Part.TITLE
    cut = False
    for i in range(max(last + 1, min(first, LONGEST_HEAD)), len(lines)):
        cut = cut or is_related(texts[i]) or is_neighbour(texts[i])
        parts[i] = Part.TOOL if cut or (is_footer(texts[i]) and first <= last) else _part(lines[i], texts[i])
    return parts


def _part(line: Line, text: str) -> Part:
    if is_tool(text) or is_related(text):
        return Part.TOOL
    return Part.HEADER if is_header(text) and not is_dated_by_hand(text) else Part.BODY


def _title_lines(texts: Sequence[str], titles: Sequence[str]) -> list[int]:
    """Positions of up to four neighbouring lines that together are the title."""
    for start in range(min(len(texts), LONGEST_HEAD)):
        joined = ""
        for end in range(start, min(start + 4, len(texts))):
            joined += texts[end]
            if joined in titles:
                return list(range(start, end + 1))
    return []
