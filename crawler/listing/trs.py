"""TRS WCM: `createPageHTML(pages, current, "index", "html")` in an inline script; page n (from 0) is index_n.html,
never linked."""

import re
from urllib.parse import urljoin

from crawler.listing.page import Ask, Listing, Page

# The fifth argument some sites add is a number of rows, not of pages.
CALL = re.compile(
    r"""^[^/\n]*\bcreatePageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']""", re.M
)
MAX_PAGES = 5000  # more than any portal may cost


def read_listing(page: Page) -> Listing | None:
    """All further pages of the list, known from its first one; none from the others, which would say the same again."""
    for script in page.scripts:
        if call := CALL.search(script):
            pages, current, name, extension = int(call[1]), int(call[2]), call[3], call[4]
            if current > 0:
                return Listing()
            further = (urljoin(page.url, f"{name}_{n}.{extension}") for n in range(1, min(pages, MAX_PAGES)))
            return Listing(asks=tuple(Ask(url) for url in further))
    return None
