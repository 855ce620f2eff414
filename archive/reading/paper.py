"""From the blocks of a file to its Document: title and header found at its head, as plain text has them.

Every reader of files (plain text, PDF, Word, sheets, OFD) gives its blocks in reading order and ends here.
"""

from collections.abc import Sequence, Set

from archive.reading.document import Block, Document, Finding, Grid, Paragraph, Picture, State
from archive.reading.edges import Part, is_strong, judge_line, sort_lines
from archive.reading.headers import group, is_header_line
from archive.reading.lines import Line, Place, compact
from archive.reading.titles import LONGEST_TITLE, find_title


def make_document(
    blocks: Sequence[Block],
    *,
    findings: Sequence[Finding] = (),
    state: State = "complete",
    saved_page: bool = False,
) -> Document:
    """The body without the lines that are title or header; finding `empty_body` and state `incomplete` where nothing is
    left of it. `saved_page`: the text was saved from a page, whose tools and footer are none of it."""
    texts = [block for block in blocks if not isinstance(block, Picture)]
    lines = [_make_line(i, block) for i, block in enumerate(texts)]
    parts, titles = sort_text(lines, frozenset(i for i, block in enumerate(texts) if isinstance(block, Grid)))
    parts = parts if saved_page else without_chrome(lines, parts)
    heads = [i for i, part in enumerate(parts) if part is Part.HEADER]
    left = iter(parts)
    body = tuple(block for block in blocks if isinstance(block, Picture) or next(left) is Part.BODY)
    if Part.BODY not in parts and state == "complete":
        state, findings = "incomplete", (*findings, Finding("empty_body", "the file has no text of a report"))
    return Document(
        titles=titles, header=tuple(group(lines, heads)), blocks=body, findings=tuple(findings), state=state
    )


def without_chrome(lines: Sequence[Line], parts: Sequence[Part]) -> list[Part]:
    """What each line of a file is: all but its title, and a header before its text, is text."""
    first = next((i for i, line in enumerate(lines) if line.place.table >= 0 or is_strong(line)), len(lines))
    return [
        part if part is Part.TITLE or (part is Part.HEADER and i < first) else Part.BODY for i, part in enumerate(parts)
    ]


def _make_line(i: int, block: Paragraph | Grid) -> Line:
    if isinstance(block, Grid):
        text = "\n".join(block.lines())
        return Line(text, compact(text), i, Place(table=i))
    return Line(block.text, compact(block.text), i, Place(heading=block.heading), pieces=(block.text,))


def sort_text(lines: Sequence[Line], grids: Set[int] = frozenset()) -> tuple[list[Part], tuple[str, ...]]:
    """What each line is, and the titles. Short lines above the title are the menu of the page. `grids`: positions of
    the lines that are tables."""
    start, end, titles = find_title([line.text for line in lines])
    if not titles:
        start, end, titles = first_line(lines)
    parts = sort_lines(lines, [compact(title) for title in titles], grids)
    for i in range(end):
        if i >= start:
            parts[i] = Part.HEADER if is_header_line(lines[i]) else Part.TITLE
        elif parts[i] is Part.BODY and i not in grids and not is_strong(lines[i]):
            parts[i] = Part.TOOL
    return parts, titles


def first_line(lines: Sequence[Line]) -> tuple[int, int, tuple[str, ...]]:
    """The first line that is no chrome, as the title, if it is no sentence and others follow."""
    for i, line in enumerate(lines[:-1]):
        if judge_line(line) is Part.BODY:
            short = len(line.flat) <= LONGEST_TITLE // 2 and "。" not in line.flat and not is_strong(line)
            return (i, i + 1, (line.text,)) if short and line.place.table < 0 else (0, 0, ())
    return 0, 0, ()
