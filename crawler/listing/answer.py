"""The page of data behind an answer, by the number in the answer's own address."""

import re

from crawler.listing.data import parse_data, read_rows
from crawler.listing.page import Ask, Listing, Page
from crawler.listing.request import read_request
from crawler.listing.totals import totals_of_data, totals_of_markup

PAGES_AT_MOST = 5000
DOCUMENT = re.compile(r"<(?:!doctype|html|head|body|meta|script|link|frameset)\b", re.I)


def is_fragment(page: Page) -> bool:
    """HTML that a script puts into its page: no document of its own."""
    return page.form == "html" and not page.title and DOCUMENT.search(page.text[:5000]) is None


def read_answer(page: Page) -> Listing | None:
    """None where the address has no page number. An answer with rows leads on as long as its totals say that there is
    more; where it gives none, as long as there are rows."""
    request = read_request(page.url)
    if request.number is None:
        return None
    if page.form == "html":
        last = totals_of_markup(page.text[-5000:]).last_page(request.size)
        has_rows = any(link.date for link in page.links)
    else:
        value = parse_data(page.text)
        last = totals_of_data(value).last_page(request.size)
        has_rows = bool(read_rows(value, page.base or page.url))
    if not has_rows or request.number >= min(PAGES_AT_MOST, PAGES_AT_MOST if last is None else last):
        return Listing()
    return Listing(asks=(Ask(request.numbered(request.number + 1).url),))
