"""博达 VSB: `nblist.htm`, then `nblist/8.htm`, `nblist/7.htm`, … down to `nblist/1.htm`, the last page."""

import re

from crawler.listing.buttons import Button, neighbours, read_buttons
from crawler.listing.page import Listing, Page
from crawler.listing.pager import MAX_PAGES, list_urls

WANTED = re.compile(r"\W*(?:([下后]一?[页頁])|([末尾]页|最后一?页))\W*$")
PAGE = re.compile(r"(.{1,1900}/)(\d{1,6})(\.s?html?)", re.I)
TOTAL = re.compile(r"(?<![\d/.-])(\d{1,5})\s*/\s*(\d{1,5})(?![\d/.-])")


def read_listing(page: Page) -> Listing | None:
    """The pages behind the one that 下页 leads to, counting down, and that one."""
    buttons = list(read_buttons(page, WANTED))
    following = next((button for button in buttons if _is_next(button)), None)
    found = PAGE.fullmatch(following.url) if following else None
    if following is None or found is None or int(found[2]) > MAX_PAGES:
        return None
    before, number, after = found[1], int(found[2]), found[3]
    if not _counts_down(page, before, number, after, following, buttons):
        return None
    return list_urls(f"{before}{left}{after}" for left in range(number, 0, -1))


def _counts_down(page: Page, before: str, number: int, after: str, following: Button, buttons: list[Button]) -> bool:
    """Whether page `number` stands before page `number` - 1: it does not where 3.htm is followed by 4.htm."""
    address = page.url.partition("?")[0].partition("#")[0]
    if address == f"{before}{number + 1}{after}":
        return True
    if address != before[:-1] + after:
        return False
    last = f"{before}1{after}"
    if any(button.url == last and not _is_next(button) for button in buttons):
        return True
    told = TOTAL.search(neighbours(following.node))
    return bool(told) and told[1] == "1" and int(told[2]) == number + 1 if told else number == 1


def _is_next(button: Button) -> bool:
    found = WANTED.match(button.words)
    return bool(found and found[1])
