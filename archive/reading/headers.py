"""Finds the metadata header of a page (索引号, 发布机构, 发布日期 …) wherever it stands, and cuts it into segments.

What a segment means is told by `archive.report.header`. A header is met as a table of label and value cells, as labels
over values, with both in one cell, as `dl`, list items, spans and plain lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.reading.chrome import is_footer, is_tool
from archive.reading.fields import WEAK, begins_label, fits_open, is_header, is_open_label, is_stamped, label_of
from archive.reading.grids import Cell
from archive.reading.labels import find_marks
from archive.reading.lines import Line, compact
from archive.reading.signs import REPORT, is_form_foot
from archive.reading.tree import TEXT, Tree

LONGEST_CELL = 200
LONGEST_LINE = 120
LONGEST_ROW = 600
LONGEST_SHARE = 40
"""Characters of a line that shows the whole header, and those that each of its labels accounts for."""

LONGEST_FIELD = 60
MOST_BOXED = 40
"""Nodes of a box that holds a label and its value."""
LONGEST_LABEL = 8

FEWEST_LABELS = 2
MOST_ROWS = 30

BEFORE = 40
AFTER = 25
"""Lines before and after the report in which its header may stand; further away it is another page's, in a list."""

LISTED = 4
"""Lines between the dates of two entries of a list, at most."""

NEIGHBOURS = 3
"""Lines of one header block lie at most this far apart."""

_GAP = re.compile(
    r"(?<=[\w）)\]】]{2})\s*(?:[\u3000\xa0]\s*[\u3000\xa0]\s*(?=[\w【\[(（]{2})|\s\s+(?=(?:19|20)\d\d[-/.年]|[【\[]))"
)
"""White space that parts two fields: two wide blanks, or any two before a date or a bracket; not in 文　　号."""


def header_tables(tables: Mapping[int, Sequence[Sequence[Cell]]]) -> dict[int, tuple[str, ...]]:
    """The segments of those tables that are metadata headers, by node index, in document order."""
    return {
        index: tuple(_cell_segments(rows))
        for index, rows in tables.items()
        if is_header_table(rows) or _is_columnar(rows)
    }


def is_header_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether at least two cells are or begin with different header labels, a third of all cells do, and not only those
    of the first row, which would be a list of documents."""
    rows = [[cell for cell in row if cell.text] for row in rows]
    cells = [cell for row in rows for cell in row]
    if not cells or len(rows) > MOST_ROWS or any(cell.nested or len(cell.text) > LONGEST_CELL for cell in cells):
        return False
    labels = [[label for cell in row if (label := label_of(compact(cell.text)))] for row in rows]
    every = [label for row in labels for label in row]
    labelled, filled = sum(map(bool, labels)), sum(map(bool, rows))
    different, strong = set(every), set(every) - WEAK
    told = len(strong) >= FEWEST_LABELS or (bool(strong) and len(different) > FEWEST_LABELS)
    many = told and len(every) * 3 >= len(cells)
    return many and labelled * 2 >= filled


def _is_columnar(rows: Sequence[Sequence[Cell]]) -> bool:
    """Two rows, labels in the first and their values in the second."""
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):  # noqa: PLR2004
        return False
    above, below = ([label_of(compact(cell.text)) for cell in row] for row in rows)
    labels = {label for label in above if label}
    return len(labels) * 2 >= len(above) and len(labels - WEAK) >= FEWEST_LABELS and not any(below)


def _cell_segments(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    pairs = zip(*rows, strict=True) if _is_columnar(rows) else rows
    return (cell.text for row in pairs for cell in row if cell.text)


def is_header_line(line: Line) -> bool:
    """A line that is a header field or several, or one whose first inline element is a label: `<b>索引号</b>…`."""
    if is_header_text(line.text, line.flat):
        return True
    first = next((compact(piece) for piece in line.pieces if piece.strip()), "")
    return len(first) < len(line.flat) <= LONGEST_FIELD and is_open_label(first)


def is_header_text(text: str, flat: str) -> bool:
    """Whether a line is a header field or several, with colons or, behind a label that is no ordinary word, without."""
    if is_header(flat):
        return True
    if len(flat) > LONGEST_ROW or "。" in flat or is_form_foot(flat):
        return False
    labels = [mark for mark in find_marks(text) if mark.label]
    if not labels or labels[0].start > 1 or len(flat) > max(LONGEST_LINE, len(labels) * LONGEST_SHARE):
        return False
    strong = any(mark.label not in WEAK for mark in labels[: 1 if len(labels) < FEWEST_LABELS + 1 else None])
    sure = strong or (labels[0].key == "title" and bool(REPORT.search(flat)))
    return sure and (len(labels) > 1 or len(flat) <= LONGEST_FIELD)


def surrounding_headers(lines: Sequence[Line], inside: Sequence[int]) -> list[int]:
    """Positions of header lines near the container but outside it. `inside`: positions of the container's lines."""
    first, last = (inside[0], inside[-1]) if inside else (len(lines), 0)
    within = set(inside)
    near = (i for i in range(max(0, first - BEFORE), min(len(lines), last + AFTER)) if i not in within)
    shown = (i for i in near if not lines[i].place.aside and lines[i].place.hidden < 0)
    return [i for i in shown if is_header_line(lines[i]) and not (_is_listed(lines, i) or is_footer(lines[i].flat))]


def _is_listed(lines: Sequence[Line], i: int) -> bool:
    """Whether a date without a label belongs to a list: a link stands on its line, or on the one before or after it and
    another such date is near. Share buttons are no such links."""
    if not is_stamped(lines[i].flat):
        return False
    linked = [line.is_link and not is_tool(line.flat) for line in lines[max(0, i - 1) : i + 2]]
    near = (*lines[max(0, i - LISTED) : i], *lines[i + 1 : i + 1 + LISTED])
    return lines[i].is_link or (any(linked) and any(is_stamped(line.flat) for line in near))


def named_titles(blocks: Iterable[Sequence[str]]) -> list[str]:
    """The values of 名称, 标题 and the like in header tables."""
    titles = []
    for block in blocks:
        for segment, following in zip(block, (*block[1:], ""), strict=True):
            mark = next(iter(find_marks(segment)), None)
            if mark and mark.key == "title" and mark.start <= 1:
                titles.append(segment[mark.end :].strip() or following)
    return [title for title in titles if title and label_of(compact(title)) is None]


def with_values(lines: Sequence[Line], positions: Sequence[int], tree: Tree | None = None) -> list[int]:
    """Adds the value that stands on the next line, or in the next cell or `dd`, to a label without one."""
    taken = set(positions)
    for i in positions:
        label = lines[i].flat
        if is_open_label(label) and i + 1 < len(lines) and i + 1 not in taken:
            fits = fits_open(label_of(label) or "", lines[i + 1].flat)
            if fits or (tree and _is_paired(tree, lines[i], lines[i + 1])):
                taken.add(i + 1)
    return sorted(taken)


def _is_paired(tree: Tree, label: Line, value: Line) -> bool:
    """Whether two lines are a `dt` and its `dd`, two cells of a row, or the only two boxes in a box."""
    here, there = tree.nodes[label.place.block], tree.nodes[value.place.block]
    short = len(value.text) <= LONGEST_FIELD
    if not short or here.parent != there.parent:
        return False
    if (here.tag, there.tag) in (("dt", "dd"), ("td", "td"), ("th", "td")):
        return True
    box = tree.nodes[here.parent]
    if box.end - box.index > MOST_BOXED:
        return False
    boxes = [node for node in tree.inside(box) if node.parent == here.parent and node.tag != TEXT]
    return here.tag == there.tag and boxes == [here, there]


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
    """The inline texts of a header line, cut at wide gaps, and joined where tags cut a word: letters of one label, a
    value in several spans. Tools are left out."""
    joined: list[str] = []
    glued = False
    for piece in pieces:
        for i, part in enumerate(_GAP.split(piece)):
            text = " ".join(part.split())
            if not text or is_tool_word(text):
                glued = glued and not part
                continue
            touches = i == 0 and glued and not part[0].isspace()
            if joined and (text[0] in ":：" or (i == 0 and _continues(joined[-1], text, touches))):
                joined[-1] += text
            else:
                joined.append(text)
            glued = not part[-1].isspace()
    return joined


def _continues(before: str, text: str, touches: bool) -> bool:
    """Whether a text goes on with the one before it: the two make a label, or touch and neither is one."""
    flat, whole = compact(before), compact(before + text)
    label = label_of(flat)
    if label is None and len(whole) <= LONGEST_LABEL and (label_of(whole) or begins_label(whole)):
        return True
    ended = before.endswith((":", "：")) or label == flat
    return touches and not ended and label_of(compact(text)) is None


def is_tool_word(text: str) -> bool:
    """A tool or marks between the fields. `2020-10-04 20:30` is made of digits and marks as a counter is, but none."""
    flat = compact(text)
    if label_of(flat) or any(letter.isdigit() for letter in flat):
        return False
    return is_tool(flat) or not any(letter.isalnum() for letter in flat)
