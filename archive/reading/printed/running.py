"""Running heads, feet and page numbers: what is printed on every page and is no text of the report."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.reading.lines import compact
from archive.reading.printed.glyphs import PrintLine
from archive.reading.printed.page import Part, PrintPage, PrintPicture, PrintTable

MARGIN = 0.15
"""Of a page's height: how far from its edge they stand. GB/T 9704 leaves 12.5 % at the top and the page number at 9 %
from the bottom."""

SAME_HEIGHT = 3
"""Points."""

MOST = 0.4
"""Share of the pages, and at least two, that have a running head: left and right pages may have different ones."""

_NUMBER = re.compile(
    r"[-—–―─_·.~<《【\[(]{0,4}(?:\d{1,3}|第\d{1,3}页?|\d{1,3}页|第[一二三四五六七八九十百]{1,5}页|p(?:age)?\.?\d{1,3})[-—–―─_·.~>》】\])]{0,4}"
    r"(?:[/|,，、(（]?(?:共|of)?\d{1,3}页?[)）]?)?",
    re.I,
)


def is_page_number(text: str) -> bool:
    """`3`, `— 3 —`, `第3页`, `第 3 页 共 9 页`, `3/9`, `Page 3 of 9`."""
    return bool(_NUMBER.fullmatch(compact(text)))


def without_running(pages: Sequence[PrintPage]) -> list[PrintPage]:
    """The pages without the outermost lines of their margins that are page numbers or come again on other pages at the
    same height, but for their digits; and without pictures that lie in the margin, as an emblem does."""
    where: dict[str, list[float]] = {}
    for page in pages:
        for line in edge_lines(page):
            where.setdefault(_mask(line), []).append(line.top)
    fewest = max(2, MOST * len(pages))

    def is_running(line: PrintLine) -> bool:
        tops = where.get(_mask(line), [])
        return is_page_number(line.text) or sum(abs(top - line.top) <= SAME_HEIGHT for top in tops) >= fewest

    return [replace(page, parts=_peel(page, is_running)) for page in pages]


def edge_lines(page: PrintPage) -> list[PrintLine]:
    """The lines in the page's margins."""
    return [part for part in page.parts if isinstance(part, PrintLine) and in_margin(page, part)]


def in_margin(page: PrintPage, part: Part) -> bool:
    top, bottom = (part.rows[0], part.rows[-1]) if isinstance(part, PrintTable) else (part.top, part.bottom)
    return bottom <= MARGIN * page.height or top >= (1 - MARGIN) * page.height


def _mask(line: PrintLine) -> str:
    return re.sub(r"\d+", "0", compact(line.text))


def _peel(page: PrintPage, is_running: Callable[[PrintLine], bool]) -> tuple[Part, ...]:
    def goes(part: Part) -> bool:
        running = isinstance(part, PrintPicture) or (isinstance(part, PrintLine) and is_running(part))
        return running and in_margin(page, part)

    parts = list(page.parts)
    while parts and goes(parts[0]):
        del parts[0]
    while parts and goes(parts[-1]):
        del parts[-1]
    return tuple(parts)
