"""Paging by a plain link: 下一页, 下页, 后一页, next."""

import re

from crawler.listing.page import Ask, Listing, Page

NEXT = re.compile(r"^\W*(?:下一?页|后一?页|next(?: page)?)\W*$", re.I)


def read_listing(page: Page) -> Listing | None:
    """The page behind a link that says no more than 下一页; a link to the page itself is the last page's."""
    following = [link.url for link in page.links if NEXT.match(link.text) and link.url != page.url][:1]
    return Listing(asks=tuple(Ask(url) for url in following)) if following else None
