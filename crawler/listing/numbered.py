"""A pager of numbers, 1 2 3 … 尾页, of which only some are linked: the addresses of the others follow from two links
whose number is that of their address, or one more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.address import url_key
from crawler.listing.buttons import Button, neighbours, read_buttons
from crawler.listing.jumps import Numbered
from crawler.listing.page import Listing, Page
from crawler.listing.pager import MAX_PAGES, list_urls
from crawler.listing.told import are_pages, is_page_name, read_told

WANTED = re.compile(
    r"\W*(?:第?(\d{1,5})页?|([下后]一?[页頁]|next(?:page)?)|([末尾]页?|最[后末]一?页|last(?:page)?))\W*$", re.I
)
DIGITS = re.compile(r"[0-9A-Za-z]{20,}|(?<!\d)(?:0|[1-9]\d{0,4})(?!\d)", re.A)
LONGEST = 5
"""Characters of a number; what is longer is a session or the name of an article, of which no digits are tried."""

MAX_RUNS = 12
"""Numbers of one address that are tried as its page; the page stands near the end."""
MAX_PAGERS = 5


@dataclass(slots=True)
class Group:
    """Buttons whose addresses differ in one number: that of the address with each button, by what the button says."""

    before: str
    after: str
    first: Button
    numbers: dict[int, int] = field(default_factory=dict)
    following: int | None = None
    final: int | None = None
    values: set[int] = field(default_factory=set)

    def add(self, button: Button, value: int) -> None:
        said = WANTED.match(button.words)
        self.values.add(value)
        if said and said[1] and said[1][0] != "0":
            self.numbers[int(said[1])] = value
        elif said and said[2] and self.following is None:
            self.following = value
        elif said and said[3]:
            self.final = value

    def counts_down(self, own: int | None) -> bool:
        """Whether 下一页 leads to a lower number than this page's, or to a higher one than 尾页."""
        if self.following is None:
            return False
        return (own or 0) > self.following or (self.final is not None and self.final < self.following)


def read_listing(page: Page) -> Listing | None:
    """The pages behind this one, to the last that is told: by its link, in words, or by the highest number."""
    groups: dict[tuple[str, str], Group] = {}
    for button in read_buttons(page, WANTED):
        for before, value, after in _split(button.url):
            groups.setdefault((before, after), Group(before, after, button)).add(button, value)
    largest = sorted(groups.values(), key=lambda group: -len(group.values))[:MAX_PAGERS]
    pagers = [urls for group in largest if (urls := _further(page, group)) is not None]
    return list_urls(url for urls in pagers for url in urls) if pagers else None


def _further(page: Page, group: Group) -> list[str] | None:
    """The addresses of the pages behind this one; None where the group is no pager."""
    words = neighbours(group.first.node)
    told = read_told(words)
    own = _own(page, group)
    here = 1 if told.here is None or told.here in group.numbers else told.here
    if group.counts_down(own):
        return None
    numbers = group.numbers or _of_next(group, own, here)
    offsets = {value - number for number, value in numbers.items()}
    if len(offsets) != 1 or not offsets <= {0, -1}:
        return None
    offset = offsets.pop()
    related = own is not None or _is_bare(page, group)
    here = here if own is None else own - offset
    enough = len(group.values) > 1 or related or (is_page_name(group.before) and here + 1 in numbers)
    if not enough or not are_pages(group.before, numbers, words, related=related):
        return None
    last = max(max(group.values) - offset, told.last or 0)
    pages = Numbered(group.before, group.after, offset)
    return [pages.address(number) for number in range(here + 1, min(last, MAX_PAGES) + 1)]


def _of_next(group: Group, own: int | None, here: int) -> dict[int, int]:
    """The number of 下一页, where no number is linked."""
    if group.following is None:
        return {}
    return {group.following: group.following} if own is not None else {here + 1: group.following}


def _split(url: str) -> Iterator[tuple[str, int, str]]:
    """An address as (before, number, after) for each of its numbers, the last first."""
    path = url.find("/", url.find("//") + 2)
    runs = [run for run in DIGITS.finditer(url, path) if len(run.group()) <= LONGEST] if path > 0 else []
    for run in reversed(runs[-MAX_RUNS:]):
        yield url[: run.start()], int(run.group()), url[run.end() :]


def _own(page: Page, group: Group) -> int | None:
    """The number of the page itself where its address is one of the group's."""
    key = url_key(page.url)
    same = (value for _, value, _ in _split(page.url) if url_key(f"{group.before}{value}{group.after}") == key)
    return next(same, None)


def _is_bare(page: Page, group: Group) -> bool:
    """Whether the page's address is that of the group without a number: /x/, /x/index.html, list.jsp?a=1."""
    bare = re.sub(r"[_/-](?:page|pn?)?[_/-]?$|[?&]\w{1,40}=$", "", group.before)
    if group.before.endswith("/") and group.after.startswith("."):
        return False  # list.htm and list/2.htm: whether that is the second page or the last but one is not told
    spellings = {f"{bare}{group.after}", f"{bare}{group.after.replace('&', '?', 1)}", f"{bare}/"}
    if "?" not in group.before:
        spellings.add(group.before.rpartition("/")[0] + "/")
    return url_key(page.url) in {url_key(spelling) for spelling in spellings}
