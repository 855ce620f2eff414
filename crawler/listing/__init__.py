"""What a page of a portal shows a crawler: its links, and the lists it carries.

One module a list mechanism, each with one pure function `read_listing(page) -> Listing | None`: None where the page
does not show this mechanism. A mechanism is recognised by what the page shows, never by configuration. All are asked:
a page may carry several lists, and two mechanisms that name the same further page do no harm, since an address is asked
for once.
"""

from collections.abc import Callable

from crawler.listing import (
    api,
    aspnet,
    browser,
    data,
    directory,
    gkmlpt,
    hidden,
    jcms,
    numbered,
    plain,
    sitemap,
    trs,
    ucap,
    units,
    vsb,
)
from crawler.listing.links import Link
from crawler.listing.page import Ask, Listing, Page, read_page

__all__ = ["Ask", "Link", "Listing", "Page", "read_listings", "read_page"]

MECHANISMS: dict[str, Callable[[Page], Listing | None]] = {
    # What a page says in words goes before what is worked out from its numbers.
    "plain": plain.read_listing,
    "trs": trs.read_listing,
    "ucap": ucap.read_listing,
    "vsb": vsb.read_listing,
    "numbered": numbered.read_listing,
    "aspnet": aspnet.read_listing,
    "jcms": jcms.read_listing,
    "units": units.read_listing,
    "api": api.read_listing,
    "data": data.read_listing,
    "gkmlpt": gkmlpt.read_listing,
    "hidden": hidden.read_listing,
    "directory": directory.read_listing,
    "sitemap": sitemap.read_listing,
}


def read_listings(page: Page) -> dict[str, Listing]:
    """Mechanism → the list it understands, of all that recognise the page; "browser" where a list is there that none of
    them understands."""
    found = {name: read_listing(page) for name, read_listing in MECHANISMS.items()}
    listings = {name: listing for name, listing in found.items() if listing is not None}
    if shown_by := browser.needed(page, listings.values()):
        listings["browser"] = Listing(needs_browser=shown_by)
    return listings
