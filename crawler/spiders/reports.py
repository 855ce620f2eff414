"""The one spider: home page → column → list pages → report pages."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import UsageError
from archive.home import HOME_SETTINGS, find_home
from archive.ledger import Discovery, State, url_key
from archive.reading.charset import decode
from archive.reading.media import sniff
from archive.report.kind import judge_kind
from crawler import listing, portals, run, scent
from crawler.listing.links import Link, Page, absolute
from crawler.run import Visit

REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
BLOCKED = {401: "login", 403: "forbidden", 412: "challenge", 521: "challenge"}
MAX_REDIRECTS = 5


class ReportsSpider(Spider):
    """`-a url=URL` a portal by its address · `-a portal=NAME` one of crawler/portals/ · `-a since=YEAR` reports from
    that year on."""

    name = "reports"

    def __init__(self, *, portal: portals.Portal, current: run.Run, budget: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.portal = portal
        self.run = current
        self.error: Exception | None = None
        self._budget = budget
        self._seen: set[str] = set()

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, url: str | None = None, portal: str | None = None, **kwargs: Any
    ) -> Self:
        chosen = choose_portal(url, portal)
        settings = crawler.settings
        home = find_home({key: settings.get(key) for key in HOME_SETTINGS})
        told = {
            key: settings.get(key)
            for key in ("USER_AGENT", "DOWNLOAD_DELAY", "DEPTH_LIMIT", "PORTAL_BUDGET", "ROBOTSTXT_OBEY")
        }
        current = run.begin(home, chosen, told)
        return super().from_crawler(
            crawler, *args, portal=chosen, current=current, budget=settings.getint("PORTAL_BUDGET"), **kwargs
        )

    async def start(self) -> AsyncIterator[Any]:
        seed = url_key(self.portal.url)
        self._seen.add(seed)
        self.run.discover([Discovery(seed)])
        yield self._request(Discovery(seed), score=scent.REPORT, aim="page", depth=0)

    def parse(self, response: Response) -> Iterator[Visit | Request]:
        if response.status in REDIRECTS:
            yield from self._redirected(response)
        elif response.status in GONE:
            yield self._visit(response, "gone", f"http {response.status}")
        elif response.status in BLOCKED:
            yield self._visit(response, "blocked", f"{BLOCKED[response.status]} {response.status}")
        elif response.status != HTTPStatus.OK:
            yield self._visit(response, "failed", f"http {response.status}")
        elif not response.body:
            yield self._visit(response, "failed", "empty_body: the page has 0 bytes")
        else:
            yield from self._read(response)

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """Nothing came, or nothing was asked: robots.txt and guard say so in an IgnoreRequest."""
        request: Request = failure.request  # type: ignore[attr-defined]
        message = failure.getErrorMessage()
        if failure.check(IgnoreRequest):
            reason = (
                "robots"
                if "robots.txt" in message
                else message
                if message.startswith("guard")
                else f"ignored: {message}"
            )
            yield Visit(request.url, "refused", reason)
        else:
            yield Visit(
                request.url, "failed", f"network: {failure.type.__name__ if failure.type else ''} {message}"[:300]
            )

    def stop(self, error: Exception) -> None:
        """End the run: what could not be kept must not be fetched."""
        if self.error is None:
            self.error = error
            self.logger.error("%s", error)
            asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="storage"))  # type: ignore[union-attr] # noqa: RUF006

    def _read(self, response: Response) -> Iterator[Visit | Request]:
        declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
        charset = declared.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
        wanted = response.meta["aim"] == "report"
        if not sniff(response.body, declared).startswith("text/"):
            # The reader says what it is and why it is not read.
            yield self._visit(response, "refused", None, content=response.body, charset=charset)
            return
        page = listing.read_page(decode(response.body, charset).text, response.url)
        wanted = wanted or judge_kind(page.title).kind == "report"
        found = list(self._follow(page, response))
        yield self._visit(
            response,
            "archived",
            "page",
            discoveries=tuple(discovery for discovery, _ in found),
            content=response.body if wanted else None,
            charset=charset,
        )
        yield from (request for _, request in found if request)

    def _follow(self, page: Page, response: Response) -> Iterator[tuple[Discovery, Request | None]]:
        """Each link met for the first time, with its request where it is to be fetched."""
        depth = response.meta["clicks"]
        in_column = response.meta["in_column"] or scent.is_report_column(page)
        judged = [(link, scent.scent(link, page, depth=depth, in_column=in_column)) for link in page.links]
        leads = in_column or any(one.aim == "report" for _, one in judged)
        further = listing.next_pages(page).pages if leads else ()
        for url in further:
            yield from self._discover(
                Link(url, ""), scent.Scent("page", scent.NEXT_PAGE, "next page"), response, depth, in_column
            )
        for link, one in judged:
            yield from self._discover(link, one, response, depth + 1, in_column)

    def _discover(
        self, link: Link, smell: scent.Scent, response: Response, depth: int, in_column: bool
    ) -> Iterator[tuple[Discovery, Request | None]]:
        url = url_key(link.url)
        if url in self._seen:
            return
        self._seen.add(url)
        smell = self._limit(url, smell, depth)
        anchor = link.text or None
        if smell.aim == "refuse":
            yield Discovery(url, response.url, anchor, "refused", smell.reason), None
            return
        discovery = Discovery(url, response.url, anchor)
        self._budget -= smell.aim == "page"
        yield (
            discovery,
            self._request(
                discovery,
                score=smell.score,
                aim=smell.aim,
                depth=depth,
                in_column=in_column or smell.score == scent.COLUMN,
            ),
        )

    def _limit(self, url: str, smell: scent.Scent, depth: int) -> scent.Scent:
        if smell.aim != "refuse" and not self.portal.holds(url):
            return scent.Scent("refuse", 0, "off_portal")
        if smell.aim == "page" and self._budget <= 0:
            return scent.Scent("refuse", 0, "budget: PORTAL_BUDGET is spent")
        if smell.aim != "refuse" and depth > self.settings.getint("DEPTH_LIMIT"):
            return scent.Scent("refuse", 0, "depth: DEPTH_LIMIT is reached")
        return smell

    def _request(
        self, found: Discovery, *, score: int, aim: str, depth: int, in_column: bool = False, hops: int = 0
    ) -> Request:
        return Request(
            found.url,
            callback=self.parse,
            errback=self.failed,
            priority=score,
            meta={
                "aim": aim,
                "anchor": found.anchor,
                "discovered_from": found.discovered_from,
                "clicks": depth,
                "in_column": in_column,
                "hops": hops,
                # Redirects and error pages are settled in the ledger, not swallowed on the way.
                "dont_redirect": True,
                "handle_httpstatus_all": True,
            },
        )

    def _redirected(self, response: Response) -> Iterator[Visit | Request]:
        """The target is discovered like a link, so that a redirect off the portal or in a circle is on record."""
        meta = response.meta
        target = absolute(response.url, (response.headers.get("Location") or b"").decode("utf-8", "replace"))
        if target is None:
            yield self._visit(response, "failed", "redirect: without a usable target")
            return
        url = url_key(target)
        if url == response.url and meta["hops"] < MAX_REDIRECTS:
            # A cookie is set and the same page asked again: the URL's state is settled by the answer to that.
            yield response.request.replace(meta={**meta, "hops": meta["hops"] + 1}, dont_filter=True)  # type: ignore[union-attr]
            return
        if url == response.url or meta["hops"] >= MAX_REDIRECTS:
            yield self._visit(response, "failed", "redirect_loop")
            return
        if url in self._seen:
            yield self._visit(response, "archived", f"redirect: to {url}")
            return
        self._seen.add(url)
        if not self.portal.holds(url):
            refused = Discovery(url, response.url, meta["anchor"], "refused", "off_portal")
            yield self._visit(response, "archived", f"redirect: to {url}", discoveries=(refused,))
            return
        found = Discovery(url, response.url, meta["anchor"])
        yield self._visit(response, "archived", f"redirect: to {url}", discoveries=(found,))
        yield self._request(
            found,
            score=response.request.priority,
            aim=meta["aim"],
            depth=meta["clicks"],
            in_column=meta["in_column"],
            hops=meta["hops"] + 1,  # type: ignore[union-attr]
        )

    def _visit(self, response: Response, state: State, reason: str | None, **more: Any) -> Visit:
        meta = response.meta
        return Visit(response.url, state, reason, capture_id=meta.get("capture_id"), anchor=meta["anchor"], **more)


def choose_portal(url: str | None, portal: str | None) -> portals.Portal:
    """Raises UsageError where neither or both are named, or what is named does not exist."""
    if bool(url) == bool(portal):
        raise UsageError(
            "say which portal: -a url=https://www.example.gov.cn/ or -a portal=NAME (one of crawler/portals/)"
        )
    return portals.from_url(url) if url else portals.from_name(portal or "")
