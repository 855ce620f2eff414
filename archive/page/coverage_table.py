"""Coverage as a table for a screen of any width: the organ is always whole, what is beside it gives way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from archive.coverage import Covered
from archive.page.coverage import FACTS, row_of_organ
from archive.page.drawing import pad, text_width, wrap

ROOM = 24
"""Places of twelve Han characters: a narrower column of organs would break each name into pieces."""

_WAYS: tuple[tuple[tuple[str, ...], bool], ...] = (
    (FACTS, False),
    (FACTS, True),
    (("organ", "division"), True),
    (("organ",), True),
)
"""What is told of an organ, and whether its years are two digits, from a wide screen to a narrow one."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Heads and rows as they are drawn, with the places of each column."""

    heads: list[str]
    rows: list[list[str]]
    widths: list[int]
    left_out: int


def draw_organs(found: Sequence[Covered], years: Sequence[int], width: int) -> Iterator[str]:
    """A row an organ, its name over several lines where it is long."""
    layout = _fit(found, years, width)
    yield _draw_line(layout.heads, layout.widths)
    yield _draw_line(["-" * width for width in layout.widths], layout.widths)
    for organ, *others in layout.rows:
        first, *further = wrap(organ, layout.widths[0])
        yield _draw_line([first, *others], layout.widths)
        yield from further
    if layout.left_out:
        yield f"years before {years[layout.left_out]} are left out here; a wider window, a pipe and --json have them"


def _fit(found: Sequence[Covered], years: Sequence[int], width: int) -> _Layout:
    rows = [row_of_organ(one, years, short=True) for one in found]
    needed = min(ROOM, _longest([FACTS[0], *(row[0] for row in rows)]))
    narrower = ((("organ",), True, start) for start in range(1, len(years)))
    for facts, short, start in chain(((*way, 0) for way in _WAYS), narrower):
        layout = _lay_out(rows, years, facts, start, width, short=short)
        if layout.widths[0] >= needed:
            return layout
    # The last year beside the organ is wider than the screen, which then breaks the lines.
    return replace(layout, widths=[needed, *layout.widths[1:]])


def _lay_out(
    rows: Sequence[Sequence[str]], years: Sequence[int], facts: Sequence[str], start: int, width: int, *, short: bool
) -> _Layout:
    """`start`: the first of the years that is drawn. The organ has the places that the others leave."""
    chosen = [*map(FACTS.index, facts), *range(len(FACTS) + start, len(FACTS) + len(years))]
    heads = [*facts, *(f"{year % 100:02}" if short else str(year) for year in years[start:])]
    cells = [[row[at] for at in chosen] for row in rows]
    widths = [_longest(column) for column in zip(heads, *cells, strict=True)]
    room = width - sum(widths[1:]) - len(widths[1:])
    return _Layout(heads, cells, [min(widths[0], max(room, 0)), *widths[1:]], start)


def _longest(texts: Sequence[str]) -> int:
    return max(map(text_width, texts), default=0)


def _draw_line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " ".join(map(pad, cells, widths)).rstrip()
