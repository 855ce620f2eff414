"""The one spider: home page → column → list pages → report pages."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from archive.address import url_key
from archive.errors import ArchiveError, UsageError
from archive.ledger import Discovery, State
from archive.reading.charset import decode
from archive.reading.media import sniff
from crawler import listing, portals, run, scent
from crawler.listing.links import Link, absolute
from crawler.listing.page import Page
from crawler.run import Visit
from crawler.scent import Scent

REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
BLOCKED = {401: "login", 403: "forbidden", 412: "challenge", 521: "challenge"}
REDIRECT = "redirect"
MAX_REDIRECTS = 5
MAX_REASON = 300


class ReportsSpider(Spider):
    """`-a url=URL`: a portal by its address · `-a portal=NAME`: one of crawler/portals/."""

    name = "reports"

    def __init__(self, *, current: run.Run, depth: int, budget: int) -> None:
        super().__init__()
        self.run = current
        self.portal = current.portal
        self.error: ArchiveError | None = None
        self._depth = depth
        self._budget = budget
        self._met: dict[str, bool] = {}  # every address of this run: is it, or was it, to be fetched?

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """`current` comes from the crawl command, which begins the run before Scrapy starts; `-a` arguments name it."""
        depth, budget = crawler.settings.getint("PORTAL_DEPTH"), crawler.settings.getint("PORTAL_BUDGET")
        return super().from_crawler(crawler, current=kwargs["current"], depth=depth, budget=budget)

    async def start(self) -> AsyncIterator[Any]:
        seed = Discovery(url_key(self.portal.url), self.portal.url)
        self._met[seed.url] = True
        self.run.discover(seed)
        yield self._ask(seed, Scent("page", scent.REPORT, "seed"))

    # ---- what came back

    def parse(self, response: Response) -> Iterator[Visit | Request]:
        if response.status in REDIRECTS:
            yield from self._follow_redirect(response)
        elif response.status in GONE:
            yield self._visit(response, "gone", f"http {response.status}")
        elif response.status in BLOCKED:
            yield self._visit(response, "blocked", f"{BLOCKED[response.status]} {response.status}")
        elif response.status != HTTPStatus.OK:
            yield self._visit(response, "failed", f"http {response.status}")
        elif not response.body:
            yield self._visit(response, "failed", "empty_body: the page has 0 bytes")
        elif is_cut(response):
            yield self._visit(response, "failed", "truncated: the connection closed before </html>")
        else:
            yield from self._follow_page(response)

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """Nothing came, or nothing was asked: robots.txt, guard and size limits say so in an exception."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, ArchiveError):
            self.stop(error)
            return
        state, reason = explain(error)
        yield Visit(request.meta["key"], state, reason, capture_id=request.meta.get("capture_id"))

    def stop(self, error: ArchiveError) -> None:
        """End the run: what could not be kept must not be fetched."""
        if self.error is None:
            self.error = error
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="storage"))

    # ---- where it leads

    def _follow_page(self, response: Response) -> Iterator[Visit | Request]:
        declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
        charset = declared.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
        if not sniff(response.body, declared).startswith("text/"):
            # The reader says what it is and why it is not read.
            yield self._visit(response, "refused", None, content=response.body, media=declared)
            return
        try:
            decoded = decode(response.body, charset)
            page = listing.read_page(decoded.text, response.url, decoded.charset)
            judged = self._judge_links(page, response)
        except Exception as error:  # one page may not stop the others, whatever it holds
            self.logger.exception("%s", response.url)
            yield self._visit(response, "failed", f"links: {type(error).__name__} {error}"[:MAX_REASON])
            return
        found = [met for link, smell in judged if (met := self._meet(link, smell, response))]
        is_report = response.meta["aim"] == "report" or scent.is_report(page, [smell for _, smell in judged])
        yield self._visit(
            response,
            "archived",
            "page",
            discoveries=tuple(discovery for discovery, _ in found),
            content=response.body if is_report else None,
            media=declared,
            charset=charset,
            leads=any(smell.aim != "refuse" for _, smell in judged),
        )
        for discovery, smell in found:
            if discovery.state == "queued":
                yield self._ask(discovery, smell, response)

    def _judge_links(self, page: Page, response: Response) -> list[tuple[Link, Scent]]:
        """The page's links, and the further pages of its list where it is one that leads to reports."""
        in_column = response.meta["in_column"] or scent.is_report_column(page)
        judged = [
            (link, scent.scent(link, page, first=not response.meta["clicks"], in_column=in_column))
            for link in page.links
        ]
        if in_column or any(smell.aim == "report" for _, smell in judged):
            further = Scent("page", scent.NEXT_PAGE, "next page")
            pages = [ask.url for found in listing.read_listings(page).values() for ask in found.asks]
            judged = [(Link(url, ""), further) for url in pages] + judged
        return judged

    def _meet(self, link: Link, smell: Scent, response: Response) -> tuple[Discovery, Scent] | None:
        """What is to become of a link; None where its address was met before. What one page's words did not recommend,
        another's may."""
        url = url_key(link.url)
        smell = self._limit(link.url, smell, response)
        wanted = smell.aim != "refuse"
        if url in self._met and (self._met[url] or not wanted):
            return None
        self._met[url] = wanted
        self._budget -= smell.aim == "page"
        discovery = Discovery(url, link.url, response.url, link.text or None)
        return (discovery if wanted else replace(discovery, state="refused", reason=smell.reason)), smell

    def _limit(self, address: str, smell: Scent, response: Response) -> Scent:
        """Scrapy itself would drop some of these without a word."""
        if smell.aim == "refuse":
            return smell
        limits = (
            (not self.portal.holds(address), "off_portal"),
            (len(address) > self.settings.getint("URLLENGTH_LIMIT"), "url_too_long"),
            (is_click(smell) and response.meta["clicks"] >= self._depth, "depth: PORTAL_DEPTH is reached"),
            (smell.aim == "page" and self._budget <= 0, "budget: PORTAL_BUDGET is spent"),
        )
        return next((Scent("refuse", scent.NONE, reason) for reached, reason in limits if reached), smell)

    def _ask(self, found: Discovery, smell: Scent, response: Response | None = None, hops: int = 0) -> Request:
        came_from = response.meta if response else {"clicks": -1, "in_column": False}
        clicks = came_from["clicks"] + is_click(smell)
        meta = {
            "key": found.url,
            "aim": smell.aim,
            "anchor": found.anchor,
            "discovered_from": found.discovered_from,
            "clicks": clicks,
            "in_column": came_from["in_column"] or smell.score == scent.COLUMN,
            "hops": hops,
            # Redirects and error pages are settled in the ledger, not swallowed on the way.
            "dont_redirect": True,
            "handle_httpstatus_all": True,
        }
        return Request(found.address, callback=self.parse, errback=self.failed, priority=smell.score, meta=meta)

    def _follow_redirect(self, response: Response) -> Iterator[Visit | Request]:
        """The target is met like a link, so that a redirect off the portal or in a circle is on record."""
        meta, hops = response.meta, response.meta["hops"] + 1
        smell = Scent(meta["aim"], response.request.priority, REDIRECT)  # type: ignore[union-attr]
        target = absolute(response.url, read_location(response))
        if target is None:
            yield self._visit(response, "failed", "redirect_without_target")
        elif hops > MAX_REDIRECTS:
            yield self._visit(response, "failed", "redirect_loop")
        elif url_key(target) == meta["key"]:
            # It sets a cookie and asks for the same page again; that answer settles the state.
            yield self._ask(
                Discovery(meta["key"], target, meta["discovered_from"], meta["anchor"]), smell, response, hops
            )
        else:
            met = self._meet(Link(target, meta["anchor"] or ""), smell, response)
            found = (met[0],) if met else ()
            yield self._visit(response, "archived", f"redirect: to {url_key(target)}", discoveries=found)
            for discovery in found:
                if discovery.state == "queued":
                    yield self._ask(discovery, smell, response, hops)

    def _visit(self, response: Response, state: State, reason: str | None, **more: Any) -> Visit:
        meta = response.meta
        return Visit(meta["key"], state, reason, capture_id=meta["capture_id"], anchor=meta["anchor"], **more)


def choose_portal(arguments: dict[str, str]) -> portals.Portal:
    """The portal that the spider's arguments name. Raises UsageError where they are wrong or name nothing."""
    if unknown := arguments.keys() - {"url", "portal"}:
        raise UsageError(f"unknown argument -a {min(unknown)}=…; there is -a url=URL and -a portal=NAME")
    url, name = arguments.get("url"), arguments.get("portal")
    if url and not name:
        return portals.from_url(url)
    if name and not url:
        return portals.from_name(name)
    raise UsageError("say which portal: -a url=https://www.example.gov.cn/ or -a portal=NAME (one of crawler/portals/)")


def is_click(smell: Scent) -> bool:
    """A list of a hundred pages is not a hundred clicks deep, and what a page embeds or redirects to is that page."""
    return smell.score != scent.NEXT_PAGE and smell.reason not in (scent.PART, REDIRECT)


def read_location(response: Response) -> str:
    """Where a redirect leads, its bytes escaped as they are: some portals write addresses in GBK."""
    try:
        return safe_url_string(response.headers.get("Location") or b"")
    except ValueError:
        return ""


def is_cut(response: Response) -> bool:
    """Whether a page without a stated length ends before it is closed. Many whole pages are sent without a length."""
    is_html = sniff(response.body, None) == "text/html"
    return "partial" in response.flags and is_html and b"</html>" not in response.body[-2000:].lower()


def explain(error: BaseException | None) -> tuple[State, str]:
    """The state and reason of an address that gave no answer."""
    if isinstance(error, IgnoreRequest):
        told = str(error)
        if "DOWNLOAD_MAXSIZE" in told or "download max size" in told:
            return "refused", f"too_large: {told}"[:MAX_REASON]
        return "refused", "robots" if told == "Forbidden by robots.txt" else told[:MAX_REASON]
    if isinstance(error, DownloadCancelledError):
        return "refused", f"too_large: {error}"[:MAX_REASON]
    return "failed", f"network: {type(error).__name__} {error}"[:MAX_REASON]
