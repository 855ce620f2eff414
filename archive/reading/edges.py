"""What of the container's first and last lines is not the report: title, header fields, tools, neighbours, footers.

Only the head (before the first line that can only be the report's) and the tail (after the last such line) are looked
at; a sentence in the middle is never taken for a tool.
"""

import re
from collections.abc import Sequence, Set
from enum import Enum, auto

from archive.reading.chrome import is_disclaimer, is_footer, is_neighbour, is_related, is_tool
from archive.reading.headers import is_header_line, with_values
from archive.reading.lines import Line, compact
from archive.reading.signs import REPORT, is_dated_by_hand, is_form_foot, is_numbered, is_sentence, is_signed
from archive.reading.titles import find_title

LONGEST_HEAD = 30
"""Lines of the longest head: cover, title, header."""

TITLE_LINES = 4
"""Lines a title may be broken into; and the characters of one that is none."""

_COLUMN = re.compile(r"(?:政府)?(?:信息公开|政务公开)(?:工作)?(?:年度)?(?:报告|年报)$")
_LOOSE = re.compile("年度|工作|[的度年关于]")


class Part(Enum):
    """FOOTER is what surely is the portal's at the end; TOOL may be text if it stood elsewhere."""

    BODY = auto()
    HEADER = auto()
    TITLE = auto()
    TOOL = auto()
    FOOTER = auto()


def sort_lines(lines: Sequence[Line], titles: Sequence[str], grids: Set[int] = frozenset()) -> list[Part]:
    """What each line of the container is. `titles`: those of the page, compact; `grids`: node indexes of the data
    tables, whose lines are text for sure."""
    strong = [i for i, line in enumerate(lines) if is_cell(line, grids) or is_strong(line)]
    first = strong[0] if strong else len(lines)
    end = next((i for i in range(first, len(lines)) if is_disclaimer(lines[i].flat)), len(lines))
    last = max((i for i in strong if i < end), default=-1)
    head = sort_head(lines[: min(first, LONGEST_HEAD)])
    parts = [*head, *[Part.BODY] * (max(last + 1, len(head)) - len(head))]
    parts += sort_tail(lines[len(parts) :], end - len(parts), footed=last >= 0)
    for i in (
        *title_lines([line.flat for line in lines[: first + 1]], titles),
        *printed_titles(lines[: min(first, LONGEST_HEAD)]),
    ):
        parts[i] = Part.TITLE
    return parts


def sort_head(lines: Sequence[Line]) -> list[Part]:
    parts = [Part.TOOL if line.is_link else judge_line(line) for line in lines]
    for i in with_values(lines, [i for i, part in enumerate(parts) if part is Part.HEADER]):
        parts[i] = Part.HEADER
    return parts


def sort_tail(lines: Sequence[Line], end: int, footed: bool) -> list[Part]:
    """`end`: position from which the portal's small print follows; `footed`: whether a text stands before."""
    parts = []
    cut = False
    for i, line in enumerate(lines):
        cut = cut or is_related(line.flat) or is_neighbour(line.flat)
        footer = i >= end or (footed and is_footer(line.flat))
        part = Part.FOOTER if footer else Part.TOOL if cut else judge_line(line)
        signed = part is Part.HEADER and is_signed(line.flat, lines[i - 1].flat if i else "")
        parts.append(Part.BODY if signed else part)
    return parts


def is_cell(line: Line, grids: Set[int]) -> bool:
    """Whether a line stands in a data table; not where it is a step of a breadcrumb laid out as one."""
    return line.place.table in grids and not (line.is_link or is_tool(line.flat))


def is_strong(line: Line) -> bool:
    """Whether a line can only be text of the report: a sentence, a numbered heading, a date by hand, a form's foot."""
    sure = (is_sentence(line.flat), is_numbered(line.flat), is_dated_by_hand(line.flat), is_form_foot(line.flat))
    if not any(sure) or line.is_link:
        return False
    return not (is_tool(line.flat) or is_footer(line.flat) or is_related(line.flat) or is_header_line(line))


def judge_line(line: Line) -> Part:
    if is_tool(line.flat) or is_related(line.flat):
        return Part.TOOL
    return Part.HEADER if is_header_line(line) and not is_dated_by_hand(line.flat) else Part.BODY


def title_lines(texts: Sequence[str], titles: Sequence[str]) -> list[int]:
    """Positions of all lines that are the title, or together are: up to four neighbours. Compared without 年度, 工作
    and the like, which a page's title and its text's often do not share."""
    wanted = {loose(title) for title in titles if len(title) > TITLE_LINES}
    found: list[int] = []
    for start in range(min(len(texts), LONGEST_HEAD)):
        joined = ""
        for end in range(start, min(start + TITLE_LINES, len(texts))):
            joined += texts[end]
            if loose(joined) in wanted and start not in found:
                found.extend(range(start, end + 1))
    return found


def printed_titles(lines: Sequence[Line]) -> list[int]:
    """Positions of the lines that read as a disclosure report's title, with its organ above or below, whatever the page
    is called: the same report has the same text on every portal. A page's and its text's differ in the order of words,
    so there may be two, and the column's name above them."""
    texts = [line.text for line in lines]
    found = [i for i, line in enumerate(lines) if _COLUMN.match(line.flat)]
    behind = 0
    while behind < len(texts):
        start, end, titles = find_title(texts[behind:])
        if not any(REPORT.search(compact(title)) for title in titles):
            break
        found.extend(range(behind + start, behind + end))
        behind += end
    return found


def loose(title: str) -> str:
    return _LOOSE.sub("", title) or title
