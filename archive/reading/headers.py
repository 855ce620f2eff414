"""Finds the metadata header of a page (索引号, 发布机构, 发布日期 …) wherever it stands, and cuts it into segments.

What a segment means is told by `archive.report.header`. A header is met as a table of label and value cells, as labels
over values, with both in one cell, as `dl`, list items, spans and plain lines.
"""

from collections.abc import Iterator, Sequence

from .chrome import REPORT, WEAK, fits_open, is_header, is_open_label, is_tool, label_of
from .grids import Cell, read_rows
from .labels import find_marks
from .lines import Line, compact
from .tree import Node, Tree

LONGEST_CELL = 200
LONGEST_LINE = 120
LONGEST_FIELD = 60
FEWEST_LABELS = 2
BEFORE = 40
AFTER = 25
"""Lines before and after the report in which its header may stand; further away it is another page's, in a list."""

NEIGHBOURS = 3
"""Lines of one header block lie at most this far apart."""


def header_tables(tree: Tree) -> list[tuple[Node, tuple[str, ...]]]:
    """The tables that are metadata headers, each with its segments, in document order."""
    found = []
    for node in tree.nodes:
        if node.tag == "table":
            rows = read_rows(tree, node)
            if is_header_table(rows):
                found.append((node, tuple(_cell_segments(rows))))
    return found


def is_header_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether at least two cells are or begin with different header labels, and a third of all cells do."""
    cells = [cell for row in rows for cell in row if cell.text]
    if not cells or any(cell.nested or len(cell.text) > LONGEST_CELL for cell in cells):
        return False
    labels = [label for cell in cells if (label := label_of(compact(cell.text)))]
    sure = set(labels) - WEAK
    if _is_columnar(rows):
        return True
    return len(sure) >= FEWEST_LABELS and len(labels) * 3 >= len(cells) and len(rows) < 30  # noqa: PLR2004


def _is_columnar(rows: Sequence[Sequence[Cell]]) -> bool:
    """Two rows, labels in the first and their values in the second."""
    if len(rows) != 2 or len(rows[0]) < 3 or len(rows[0]) != len(rows[1]):  # noqa: PLR2004
        return False
    labels = {label_of(compact(cell.text)) for cell in rows[0]} - {None}
    return len(labels) * 2 >= len(rows[0]) and len(labels - WEAK) >= FEWEST_LABELS and not any(label_of(compact(cell.text)) for cell in rows[1])


def _cell_segments(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    pairs = zip(*rows, strict=True) if _is_columnar(rows) else rows
    return (cell.text for row in pairs for cell in row if cell.text)


def is_header_line(line: Line) -> bool:
    return is_header_text(line.text)


def is_header_text(text: str) -> bool:
    """Whether a line is a header field or several, with colons or, behind a label that is no ordinary word, without."""
    flat = compact(text)
    if is_header(flat):
        return True
    if len(flat) > LONGEST_LINE or "。" in flat:
        return False
    labels = [mark for mark in find_marks(text) if mark.label]
    if not labels or labels[0].start > 1:
        return False
    sure = labels[0].label not in WEAK or (labels[0].key == "title" and bool(REPORT.search(flat)))
    return sure and (len(labels) > 1 or len(flat) <= LONGEST_FIELD)


def surrounding_headers(lines: Sequence[Line], inside: Sequence[int]) -> list[int]:
    """Positions of header lines near the container but outside it. `inside`: positions of the container's lines."""
    first, last = (inside[0], inside[-1]) if inside else (len(lines), 0)
    within = set(inside)
    near = [i for i in range(max(0, first - BEFORE), min(len(lines), last + AFTER)) if i not in within]
    return [i for i in near if not lines[i].place.aside and lines[i].place.hidden < 0 and is_header_line(lines[i])]


def with_values(tree: Tree | None, lines: Sequence[Line], positions: Sequence[int]) -> list[int]:
    """Adds the value that stands on the next line, or in the next cell or `dd`, to a label without one."""
    taken = set(positions)
    for i in positions:
        text = compact(lines[i].text)
        if is_open_label(text) and i + 1 < len(lines) and i + 1 not in taken:
            value = compact(lines[i + 1].text)
            if fits_open(label_of(text) or "", value) or (tree and _is_paired(tree, lines[i], lines[i + 1])):
                taken.add(i + 1)
    return sorted(taken)


def _is_paired(tree: Tree, label: Line, value: Line) -> bool:
    """Whether two lines are a `dt` and its `dd`, or two cells of a row."""
    here, there = tree.nodes[label.place.block], tree.nodes[value.place.block]
    short = len(value.text) <= LONGEST_FIELD
    return short and here.parent == there.parent and (here.tag, there.tag) in (("dt", "dd"), ("td", "td"), ("th", "td"))


def group(lines: Sequence[Line], positions: Sequence[int]) -> list[tuple[str, ...]]:
    """Header lines → blocks of segments; lines that lie close together are one block."""
    blocks: list[list[str]] = []
    before = -NEIGHBOURS - 1
    for i in positions:
        if i - before > NEIGHBOURS:
            blocks.append([])
        blocks[-1].extend(segments(lines[i].pieces))
        before = i
    return [tuple(block) for block in blocks if block]


def segments(pieces: Sequence[str]) -> list[str]:
    """The inline texts of a header line, joined where tags cut a word: letters of one label, a value in several spans."""
    joined: list[str] = []
    glue = False
    for piece in pieces:
        text = " ".join(piece.split())
        if text and not is_tool_word(text):
            if joined and (text[0] in ":：" or _makes_label(joined[-1], text) or (glue and not piece[0].isspace() and not _begins(text) and not _ends(joined[-1]))):
                joined[-1] += text
            else:
                joined.append(text)
            glue = not piece[-1].isspace()
        else:
            glue = glue and not piece
    return joined


def is_tool_word(text: str) -> bool:
    """A tool between the fields; `2020-10-04 20:30` is made of digits and marks like a counter, and is none."""
    return is_tool(compact(text)) and not any(letter.isdigit() for letter in text)


def _makes_label(before: str, text: str) -> bool:
    whole = compact(before + text)
    return len(whole) <= 8 and label_of(compact(before)) is None and label_of(whole) is not None  # noqa: PLR2004


def _begins(text: str) -> bool:
    return label_of(compact(text)) is not None


def _ends(text: str) -> bool:
    return text.endswith((":", "：")) or label_of(compact(text)) == compact(text)
