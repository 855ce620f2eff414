"""Site maps in XML: `<urlset>` names pages, `<sitemapindex>` names further site maps."""

import html
import re

from crawler.listing.links import Link, absolute
from crawler.listing.page import Ask, Listing, Page

MAX_ENTRIES = 50_000
"""The protocol's own limit (sitemaps.org)."""

KIND = re.compile(r"<(?:\w{1,20}:)?(urlset|sitemapindex)\b", re.I)
ENTRY = re.compile(r"<(?:\w{1,20}:)?loc>\s{0,99}(?:<!\[CDATA\[)?\s{0,99}([^<\]]{1,3000})", re.I)
PLAIN = re.compile(r"https?://[\w.:-]+(?:/[\w./=?&%~,;@+-]*)?", re.A)


def read_listing(page: Page) -> Listing | None:
    kind = KIND.search(page.text[:5000]) if page.form == "xml" else None
    if kind is None:
        return None
    urls: dict[str, None] = {}
    for entry in ENTRY.finditer(page.text):
        value = html.unescape(entry[1].strip())
        url = value if PLAIN.fullmatch(value) else absolute(page.base or page.url, value)
        if url is not None:
            urls.setdefault(url)
        if len(urls) > MAX_ENTRIES:
            break
    if kind[1].lower() == "sitemapindex":
        return Listing(asks=tuple(Ask(url) for url in urls if url != page.url))
    return Listing(rows=tuple(Link(url, "") for url in urls))
