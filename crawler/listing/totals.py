"""How many pages a list has and which one this is, as data or the markup of a pager says."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PAGES = (
    "totalpage",
    "totalpages",
    "pages",
    "pagecount",
    "pagetotal",
    "totalpagenum",
    "lastpage",
    "countpage",
    "allpage",
)
TOTAL = tuple(
    """total totalcount totalrecord totalrecords recordcount records rowcount totalelements totalrows totalnum
    totalsize count rowscount recordtotal totalhits""".split()  # noqa: SIM905
)
SIZE = ("pagesize", "perpage", "prepage", "size", "limit", "rows", "pagenumber", "pagerows", "shownum")

MAX_LEVEL = 3
IS_NUMBER = re.compile(r"\d{1,9}", re.A)
IN_MARKUP = re.compile(r"""\b(?:data-)?([A-Za-z_-]{3,14})["']?\s{0,5}[=:]\s{0,5}["']?(\d{1,9})\b""")
IN_WORDS = re.compile(r"共\s{0,5}(?:<[^<>]{1,100}>)?\s{0,5}(\d{1,9})\s{0,5}(?:</\w{1,9}>)?\s{0,5}(页|条|篇|件)")


@dataclass(frozen=True, slots=True)
class Totals:
    """`pages` and `total` (rows of all pages) as told, None where not; `size` is the rows of a page."""

    pages: int | None = None
    total: int | None = None
    size: int | None = None

    def last_page(self, size: int | None = None) -> int | None:
        """The number of the last page, counted from 1; None where nothing tells."""
        rows = size or self.size
        if self.total is not None and rows:
            return math.ceil(self.total / rows)
        return self.pages


def totals_of_data(value: object) -> Totals:
    """The totals that stand beside the rows: in objects no more than four levels down, not in lists."""
    facts: dict[str, int] = {}
    for name, number in _numbers(value, 0):
        facts.setdefault(name, number)
    return _totals(facts)


def totals_of_markup(markup: str) -> Totals:
    """The totals in the attributes, scripts and words of a pager."""
    facts: dict[str, int] = {}
    for found in IN_MARKUP.finditer(markup):
        facts.setdefault(_plain(found[1]), int(found[2]))
    for words in IN_WORDS.finditer(markup):
        facts.setdefault("pages" if words[2] == "页" else "total", int(words[1]))
    return _totals(facts)


def _totals(facts: Mapping[str, int]) -> Totals:
    pages, total, size = (
        next((facts[name] for name in names if name in facts), None) for names in (PAGES, TOTAL, SIZE)
    )
    if "records" in facts and pages is None and "total" in facts:
        # jqGrid's answer: `total` counts pages, `records` rows.
        pages, total = facts["total"], facts["records"]
    return Totals(pages, total, size)


def _numbers(value: object, level: int) -> Iterator[tuple[str, int]]:
    if not isinstance(value, Mapping) or level > MAX_LEVEL:
        return
    inner = []
    for key, item in [*value.items()][:100]:
        if isinstance(item, Mapping):
            inner.append(item)
        elif isinstance(item, int | str) and IS_NUMBER.fullmatch(str(item)[:12]):
            yield _plain(str(key)), int(item)
    for item in inner:
        yield from _numbers(item, level + 1)


def _plain(name: str) -> str:
    return name[:40].lower().replace("_", "").replace("-", "")
