"""What one answer shows, as the crawl needs it: a pure function from its bytes to a small value. It is the part of a
crawl that a hostile page can hold up, and so done in the sandbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.ledger import State
from archive.reading.charset import decode
from archive.reading.media import sniff
from crawler import listing, scent, twins
from crawler.listing import Ask, Link, Listing, Page
from crawler.scent import Aim, Place, Scent
from crawler.trouble import find_trouble

LISTS = ("application/json", "application/xml")
"""Data that a list is made of."""

Judged = Sequence[tuple[Link, Scent]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of an answer before its bytes are looked at: where it came from, what the server declared, the
    address of the form where it answers one, the page whose script asked for it, and how it was announced."""

    url: str
    media: str
    charset: str | None
    form: str | None = None
    shown_on: str | None = None
    is_home: bool = False
    in_column: bool = False
    aim: Aim = "page"


@dataclass(frozen=True, slots=True)
class Look:
    """`links` are all that the page offers, links and rows of its lists, each with its scent. `in_column`: a page of a
    column of annual reports, by what it is or by how one came there. `fingerprint`: of a page that may be a mirror.
    `trouble`: the state and reason of what is no page of the portal."""

    url: str
    base: str
    is_html: bool
    links: Judged
    listings: Mapping[str, Listing]
    in_column: bool
    calls_itself_report: bool
    is_dated_list: bool
    hides_rows: bool
    fingerprint: str | None
    trouble: tuple[State, str] | None

    @property
    def asks(self) -> list[Ask]:
        """All further pages that its lists name."""
        return asks_of(self.listings)


Looked = tuple[str, Look | None]


def look(body: bytes, asked: Asked) -> Looked:
    """The media type, by content, and what there is to see; None where it is neither a page nor data of a list."""
    media = sniff(body, asked.media)
    if not media.startswith("text/") and media not in LISTS:
        return media, None
    decoded = decode(body, asked.charset)
    page = listing.read_page(decoded.text, asked.url, decoded.charset, asked=asked.form, shown_on=asked.shown_on)
    return media, look_at(page, asked)


def look_at(page: Page, asked: Asked) -> Look:
    listings = listing.read_listings(page)
    in_column = asked.in_column or scent.is_report_column(page)
    links = scent.judge_links(page, listings.values(), Place(asked.is_home, in_column, asked.aim == "report"))
    asks = [ask.url for ask in asks_of(listings)]
    return Look(
        url=page.url,
        base=page.base,
        is_html=page.form == "html",
        links=links,
        listings=listings,
        in_column=in_column,
        calls_itself_report=scent.calls_itself_report(page),
        is_dated_list=scent.is_dated_list(page),
        hides_rows=scent.hides_rows(page),
        fingerprint=twins.fingerprint(page, [link for link, _ in links], asks) if asked.aim == "page" else None,
        trouble=find_trouble(page),
    )


def asks_of(listings: Mapping[str, Listing]) -> list[Ask]:
    return [ask for one in listings.values() for ask in one.asks]
