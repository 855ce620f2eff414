"""The further pages that a pager tells: `name_2.html`, `name_3.html`, … beside the page."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.listing.links import absolute
from crawler.listing.page import Ask, Listing, Page

MAX_PAGES = 5000
"""More than any portal may cost; totals lie, up to 1e9."""


def list_pages(page: Page, targets: Iterable[str]) -> Listing:
    """The list whose further pages stand at these addresses, as written on the page."""
    urls = (absolute(page.base or page.url, target, page.charset) for target in targets)
    return list_urls(url for url in urls if url)


def list_urls(urls: Iterable[str]) -> Listing:
    return Listing(asks=tuple(Ask(url) for url in dict.fromkeys(urls)))


def file_of(page: Page) -> str:
    """The file name of a page, empty for a folder: `index_3.html` of `/x/index_3.html?a=1`."""
    try:
        return urlsplit(page.url).path.rpartition("/")[2]
    except ValueError:
        return ""


def own_number(page: Page, name: str) -> int | None:
    """The number in the page's own file name where it is one of `name_3.html`."""
    found = re.fullmatch(r"(.{1,200}?)_(\d{1,6})\.\w{1,8}", file_of(page))
    return int(found[2]) if found and found[1] == name.rpartition("/")[2] else None
