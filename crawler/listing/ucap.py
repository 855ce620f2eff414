"""开普 UCAP: `createPageHTML('page_div', 10, 1, 'zwgklist', 'shtml', 200)`; page k (from 1) is `zwgklist_k.shtml`,
never linked. Some sites keep rows and call in a comment, for a script that shows them again."""

from crawler.listing.page import Listing, Page
from crawler.listing.pager import MAX_PAGES, list_pages, own_number
from crawler.listing.pagercall import read_calls, read_hidden_calls


def read_listing(page: Page) -> Listing | None:
    """All further pages of the list, those behind it where it is not the first."""
    if page.tree is None:
        return None
    calls = read_calls(page.scripts)
    if not calls and not any(link.date for link in page.links):
        calls = read_hidden_calls(page.text)
    call = next((call for call in calls if call.counts_from), None)
    if call is None:
        return None
    # A current page of 0 shows that this one counts from 0, as TRS does.
    first, beyond = (1, call.pages) if call.current == 0 else (2, call.pages + 1)
    own = own_number(page, call.name)
    here = own if own is not None else call.current
    numbers = range(max(first, here + 1), min(beyond, MAX_PAGES + 1))
    return list_pages(page, (f"{call.name}_{number}.{call.extension}" for number in numbers))
