"""What the words of a pager and the addresses in it tell: 共37页, 1/37, and whether its numbers are pages at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LAST = (
    re.compile(r"共\s*(\d{1,5})\s*页"),
    re.compile(r"总页数?\s*[:是为]?\s*(\d{1,5})(?!\d)"),
    re.compile(r"(?<![\d/.-])\d{1,5}\s*/\s*(\d{1,5})(?![\d/.-])"),
)
HERE = (
    re.compile(r"(?<![\d/.-])(\d{1,5})\s*/\s*\d{1,5}(?![\d/.-])"),
    re.compile(r"(?:当前(?:页|是|为)?|页次|现在是)\s*:?\s*第?\s*(\d{1,5})(?!\d)"),
)
PAGER = re.compile(r"[上下前后首末尾]\s*一?\s*页|共\s*\d+\s*页|next|prev|\d\s*/\s*\d", re.I)
WEEK = re.compile(r"一\s*二\s*三\s*四\s*五\s*六|mon?\W+tue?\W+wed?", re.I)

PAGE_NAME = re.compile(
    r"(?:[?&](?:\w{0,20}page\w{0,12}|p|pn|pg|pno|cur\w{0,8}|a\d{1,12}p)=|/(?:page|p)[/_-]?|(?:index|list|page|home)[_-]?)$",
    re.I,
)
OTHER_NAME = re.compile(
    r"[?&](?:\w{0,20}id|day|d|date|month|m|year|y|y?nd|nf|rq|lang|size|tab|type|style|level)=$", re.I
)
"""Before the number of an article, a day, a month, a size of letters."""

DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[/-]?(?:0?[1-9]|1[0-2]))?[/-]?$")
YEARS = range(1949, 2101)


@dataclass(frozen=True, slots=True)
class Told:
    """`here` the number of this page, `last` how many there are; None where the words do not say."""

    here: int | None
    last: int | None


def read_told(words: str) -> Told:
    return Told(_first(HERE, words), _first(LAST, words))


def are_pages(before: str, numbers: Iterable[int], words: str, *, related: bool) -> bool:
    """Whether numbers that follow `before` in addresses are pages rather than years, days of a calendar or articles.
    `related`: the page's own address is one of them."""
    if OTHER_NAME.search(before) or WEEK.search(words) or all(number in YEARS for number in numbers):
        return False
    if PAGER.search(words):
        return True
    return not DATE.search(before) and (related or is_page_name(before))


def is_page_name(before: str) -> bool:
    """Whether an address calls what follows a page: `?page=`, `index_`, `/page/`."""
    return bool(PAGE_NAME.search(before))


def _first(patterns: tuple[re.Pattern[str], ...], words: str) -> int | None:
    return next((int(found[1]) for pattern in patterns if (found := pattern.search(words))), None)
