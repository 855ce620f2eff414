"""Paging by a plain link: 下一页, 下页, 后一页, next."""

import re

from crawler.listing.links import Page

NEXT = re.compile(r"^\W*(?:下一?页|后一?页|next(?: page)?)\W*$", re.I)


def next_pages(page: Page) -> list[str]:
    """The page behind a link that says no more than 下一页; a link to the page itself is the last page's."""
    return [link.url for link in page.links if NEXT.match(link.text) and link.url != page.url][:1]
