"""Tables that a page break cut, as one again.

What stands on both sides of the break is joined only where geometry and words agree; where they do not, both stay as
they are and a finding says so.

    two tables      the same outer width, and the columns of one are among those of the other; nothing between them
    repeated head   rows that the lower table repeats from the top of the upper one go
    row             cut in the middle where one side has the row's numbers and the other only the rest of its label
    group           a label over several rows whose cell is cut: blank, or said again, below the break
    head            the break runs between the rows of a head of several: its cells that span them go on below
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.reading.document import Finding, Span
from archive.reading.lines import compact
from archive.reading.printed.page import CELL_MARGIN, PrintCell, PrintTable
from archive.reading.printed.rects import SNAP, snapped

UNFINISHED = 1.5
"""Of a glyph's size, the room at the end of a line under which its text may go on: a character, and half of one more
where a closing mark may not begin the next line."""

_ITEM = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．:：]")
"""How the label of a row of its own begins: 1.  （二）  三、"""

_NUMBER = re.compile(r"[+\-—–/]?[\d,.]*%?|无")
_OPEN = re.compile(r"[（(][^）)]*$")


Pair = tuple[PrintCell, PrintCell]


def join_tables(above: PrintTable, below: PrintTable) -> tuple[PrintTable | None, list[Finding]]:
    """Both as one table; None where they are not one, with a finding if they look like it."""
    shift = above.columns[0] - below.columns[0]
    moved = [border + shift for border in below.columns]
    if abs(moved[-1] - above.columns[-1]) > SNAP:
        return None, []
    places = snapped([*above.columns, *moved], SNAP)
    borders = sorted(set(places.values()))
    if len(borders) > max(len(above.columns), len(below.columns)):
        return None, [Finding("cut_table", "two tables of one width meet at a page break, with different columns")]
    upper = with_columns(above, [borders.index(places[border]) for border in above.columns], borders)
    lower = with_columns(below, [borders.index(places[border]) for border in moved], borders)
    return join_rows(upper, without_head(lower, upper))


def with_columns(table: PrintTable, index: Sequence[int], borders: Sequence[float]) -> PrintTable:
    """The table on more borders; `index`: where each of its own is among them."""
    cells = []
    for cell in table.cells:
        start, end = index[cell.span.column], index[cell.span.column + cell.span.columns]
        cells.append(replace(cell, span=replace(cell.span, column=start, columns=end - start)))
    return replace(table, columns=tuple(borders), cells=tuple(cells))


def without_head(lower: PrintTable, upper: PrintTable) -> PrintTable:
    """The lower table without the rows at its top that are those at the top of the upper one."""
    for count in range(min(lower.height - 1, upper.height), 0, -1):
        head = first_rows(lower, count)
        if head is not None and head == first_rows(upper, count):
            cells = (move(cell, -count) for cell in lower.cells if cell.span.row >= count)
            return replace(lower, rows=lower.rows[count:], cells=tuple(cells), open_top=False)
    return lower


def first_rows(table: PrintTable, count: int) -> list[tuple[Span, str]] | None:
    """The cells of the first rows; None where one of them reaches further down, or none has a text."""
    cells = [cell for cell in table.cells if cell.span.row < count]
    if any(_end(cell) > count for cell in cells) or not any(cell.text for cell in cells):
        return None
    return [(cell.span, compact(cell.text)) for cell in cells]


def join_rows(upper: PrintTable, lower: PrintTable) -> tuple[PrintTable, list[Finding]]:
    pairs = pair_cells(upper, lower)
    whole = len(pairs) == len(first_row(lower)) == sum(_end(cell) == upper.height for cell in upper.cells)
    cut = whole and (is_cut(pairs, open_row=upper.open_bottom or lower.open_top) or is_cut_head(pairs, lower))
    findings = [] if cut or not (whole and may_be_cut(pairs)) else [Finding("cut_row", _said(pairs))]
    head = not whole and bool(pairs) and all(map(_runs_on, pairs))
    joined = pairs if cut or head else list(cut_groups(lower, pairs))
    shift = upper.height - cut
    grown = {a.span: _join_cells(a, b, shift) for a, b in joined}
    gone = {b.span for _, b in joined}
    cells = [grown.get(cell.span, cell) for cell in upper.cells]
    cells += [move(cell, shift) for cell in lower.cells if cell.span not in gone]
    offset = upper.rows[-1] - lower.rows[0]
    rows = (*upper.rows[: shift + 1], *(row + offset for row in lower.rows[1:]))
    return replace(upper, rows=rows, cells=tuple(cells), open_bottom=lower.open_bottom), findings


def _said(pairs: Sequence[Pair]) -> str:
    words = " / ".join(f"{a.text} … {b.text}" for a, b in pairs if a.text and b.text)
    return f"a page break may run through a row that was kept as two: {words}"


def first_row(table: PrintTable) -> list[PrintCell]:
    return [cell for cell in table.cells if cell.span.row == 0]


def pair_cells(upper: PrintTable, lower: PrintTable) -> list[Pair]:
    """The cells that meet at the break and have the same columns, from the left."""
    ends = {(c.span.column, c.span.columns): c for c in upper.cells if _end(c) == upper.height}
    starts = sorted(first_row(lower), key=lambda cell: cell.span.column)
    return [(a, b) for b in starts if (a := ends.get((b.span.column, b.span.columns)))]


def is_cut(pairs: Sequence[Pair], open_row: bool) -> bool:
    """Whether the break runs through a row: its labels go on below and only one side has its other cells, or one side
    has its label and the other its numbers, or one side is blank, the room that a row left which moved down.

    `open_row`: without a border at the break. Some programs leave out that of a row they cut, some every one at a
    break; there, nothing may speak against it.
    """
    single = [pair for pair in pairs if not _is_group(pair)]
    both = [pair for pair in single if pair[0].text and pair[1].text]
    if not all(goes_on(a, b) for a, b in both):
        return False
    if open_row:
        return True
    if both:
        right = single[single.index(both[0]) :]
        return len({bool(a.text) for a, b in right if bool(a.text) != bool(b.text)}) == 1
    above, below = ({is_number(pair[side].text) for pair in single if pair[side].text} for side in (0, 1))
    return bool(above) != bool(below) or (above, below) in (({False}, {True}), ({True}, {False}))


def is_cut_head(pairs: Sequence[Pair], lower: PrintTable) -> bool:
    """Whether the break runs through the row of heads over numbers: the first stands above it, all others go on."""
    (a, b), *others = pairs
    texts = [cell.text for pair in others for cell in pair]
    heads = bool(texts) and all(text and not is_number(text) for text in texts)
    numbers = sum(cell.span.row == 1 and is_number(cell.text) for cell in lower.cells)
    return heads and bool(a.text) and not b.text and numbers >= len(others)


def may_be_cut(pairs: Sequence[Pair]) -> bool:
    """Whether the one label of a row without numbers may go on below."""
    both = [(a, b) for a, b in pairs if a.text and b.text and not _is_group((a, b))]
    return len(both) == 1 and len(pairs) > 1 and goes_on(*both[0])


def goes_on(a: PrintCell, b: PrintCell) -> bool:
    """Whether a cell's text may go on in the one below the break: it fills its line or a bracket is open, and the other
    does not begin as an item of its own."""
    if not a.lines or _ITEM.match(b.text) or is_number(a.text) or is_number(b.text):
        return False
    last = a.lines[-1]
    full = a.width - (last.x1 - last.x0) < 2 * CELL_MARGIN + UNFINISHED * last.size
    return full or _OPEN.search(a.text) is not None


def is_number(text: str) -> bool:
    """What stands in a cell for a number."""
    return bool(_NUMBER.fullmatch(text))


def cut_groups(lower: PrintTable, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The labels over several rows, from the left, whose cell the break cuts between two rows."""
    expected = 0
    for a, b in pairs:
        labelled = any(c.text and not is_number(c.text) for c in first_row(lower) if c.span.column > expected)
        if b.span.column != expected or not (_is_group((a, b)) or labelled):
            return
        same = not b.text or not a.text or compact(a.text) == compact(b.text)
        if not (same or (_is_group((a, b)) and goes_on(a, b))):
            return
        yield a, b
        expected += b.span.columns


def _runs_on(pair: Pair) -> bool:
    """Whether a label stands on one side of the break, or on both in parts."""
    a, b = pair
    if a.text and b.text:
        return goes_on(a, b)
    return bool(a.text or b.text) and not is_number(a.text or b.text)


def _is_group(pair: Pair) -> bool:
    return any(cell.span.rows > 1 for cell in pair)


def _end(cell: PrintCell) -> int:
    return cell.span.row + cell.span.rows


def move(cell: PrintCell, rows: int) -> PrintCell:
    return replace(cell, span=replace(cell.span, row=cell.span.row + rows))


def _join_cells(a: PrintCell, b: PrintCell, shift: int) -> PrintCell:
    """One cell of both, its text said once."""
    lines = a.lines if compact(a.text) == compact(b.text) else (*a.lines, *b.lines)
    return replace(a, span=replace(a.span, rows=_end(b) + shift - a.span.row), lines=lines)
