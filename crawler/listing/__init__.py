"""What a page of a portal shows a crawler: its links, and the further pages of its list.

One module a list mechanism, each a pure function from the page to the addresses of further pages. A mechanism is
recognised by what
the page shows, never by configuration.
"""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.listing import plain, trs
from crawler.listing.links import Link, Page, read_page

__all__ = ["Link", "Listing", "Page", "next_pages", "read_page"]

MECHANISMS: dict[str, Callable[[Page], list[str]]] = {"trs": trs.next_pages, "plain": plain.next_pages}
"""In the order in which they are asked; the first that knows further pages is the one."""


@dataclass(frozen=True, slots=True)
class Listing:
    mechanism: str | None
    pages: tuple[str, ...]


def next_pages(page: Page) -> Listing:
    """The further pages of the page's list, absolute, in order; none where it is no list or the last page."""
    for name, mechanism in MECHANISMS.items():
        if pages := mechanism(page):
            return Listing(name, tuple(pages))
    return Listing(None, ())
