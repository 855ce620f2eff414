"""The page of data behind an answer, by the number in the answer's own address."""

import re

from crawler.listing.data import parse_data, read_rows
from crawler.listing.page import Ask, Listing, Page
from crawler.listing.request import Request, read_request
from crawler.listing.totals import Totals, totals_of_data, totals_of_markup

PAGES_AT_MOST = 5000
DOCUMENT = re.compile(r"<(?:!doctype|html|head|body|meta|link|frameset)\b", re.I)
"""Not a script: a fragment brings the call of its own pager."""


def is_fragment(page: Page) -> bool:
    """HTML that a script puts into its page: no document of its own."""
    return page.form == "html" and not page.title and DOCUMENT.search(page.text[:5000]) is None


def read_answer(page: Page) -> Listing | None:
    """None where the address has no page number. An answer with rows leads on as long as its totals say that there is
    more; where it gives none, as long as there are rows."""
    request = read_request(page.url)
    if request.number is None:
        return None
    told, rows = _read_told(page)
    last = PAGES_AT_MOST if contradicts(told, request, rows) else told.last_page(request.size)
    if not rows or request.number >= min(PAGES_AT_MOST, PAGES_AT_MOST if last is None else last):
        return Listing()
    return Listing(asks=(Ask(request.numbered(request.number + 1).url),))


def contradicts(told: Totals, request: Request, rows: int) -> bool:
    """Whether a full page of rows is more than its totals allow, or is told to be all there is: some servers send 0 in
    `total`, some the rows of this very page. `rows` are those of the answer."""
    size, number = request.size or told.size, max(request.number or 0, 1)
    if told.total is None or not size or rows < size:
        return False
    return number * size > told.total or (number == 1 and size == told.total)


def _read_told(page: Page) -> tuple[Totals, int]:
    """The totals of an answer, and how many rows it holds."""
    if page.form == "html":
        return totals_of_markup(page.text[-5000:]), sum(link.date is not None for link in page.links)
    value = parse_data(page.text)
    return totals_of_data(value), len(read_rows(value, page.base or page.url))
