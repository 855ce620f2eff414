"""The one spider: home page → column → list pages → report pages → their files."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlencode, urljoin

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.address import split_form, url_key
from archive.errors import ArchiveError, UsageError
from archive.ingest import wanted_files
from archive.ledger import Discovery, State
from archive.reading.charset import decode
from archive.reading.media import sniff
from archive.store import unread_reason
from crawler import answers, listing, portals, run, scent, twins
from crawler.listing import Ask, Link, Listing, Page
from crawler.listing.aspnet import STEP
from crawler.listing.links import absolute
from crawler.paging import PATIENCE_ELSEWHERE, PATIENCE_IN_COLUMN, Paging, join_asks
from crawler.patience import Patience
from crawler.run import Visit
from crawler.scent import Place, Scent
from crawler.way import REDIRECT, Way, is_click

MAX_REDIRECTS = 5
GUESSED = "guessed"
"""Reason of an address that no page named: a home page, a site map."""

Found = list[tuple[Discovery, Way, Ask | None]]
"""What a page led to: the ledger's row, the way there, and the form to be posted where there is one."""


class ReportsSpider(Spider):
    """`-a url=URL`: a portal by its address · `-a portal=NAME`: one of crawler/portals/."""

    name = "reports"

    def __init__(self, *, current: run.Run, depth: int, budget: int, largest_file: int) -> None:
        super().__init__()
        self.run = current
        self.portal = current.portal
        self.error: ArchiveError | None = None
        self._depth = depth
        self._budget = budget
        self._largest_file = largest_file
        self._met: dict[str, tuple[str, bool]] = {}  # twin key → first spelling, and is it or was it to be fetched?
        self._twins: set[str] = set()
        self._pages: dict[str, str] = {}  # fingerprint → address
        self._patience = Patience()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """`current` comes from the crawl command, which begins the run before Scrapy starts; `-a` arguments name it."""
        limits = {
            "depth": crawler.settings.getint("PORTAL_DEPTH"),
            "budget": crawler.settings.getint("PORTAL_BUDGET"),
            "largest_file": crawler.settings.getint("ATTACHMENT_MAXSIZE"),
        }
        return super().from_crawler(crawler, current=kwargs["current"], **limits)

    async def start(self) -> AsyncIterator[Any]:
        """The seed, and what every portal may have though no page names it."""
        seed = self.portal.url
        begin = Way(Scent("page", scent.REPORT, "seed"), trail=((scent.REPORT, seed),))
        guesses = {urljoin(seed, "/"): scent.ORGANS, urljoin(seed, "/sitemap.xml"): scent.GUESS}
        wanted = {seed: begin} | {
            url: Way(Scent("page", score, GUESSED), trail=((score, url),)) for url, score in guesses.items()
        }
        for url, way in wanted.items():
            if twins.twin_key(url) not in self._met:
                found = Discovery(url_key(url), url)
                self._met[twins.twin_key(url)] = (found.url, True)
                self.run.discover(found)
                yield self._ask(found, way)

    # ---- what came back

    def parse(self, response: Response) -> Iterator[Visit | Request]:
        way: Way = response.meta["way"]
        if response.status in answers.REDIRECTS:
            yield from self._follow_redirect(response, way)
        elif trouble := answers.judge_status(response):
            yield self._visit(response, *trouble)
            yield from self._turn_page(way)
        elif not answers.is_page(response):
            yield self._keep_file(response, way)
        else:
            yield from self._follow_page(response, way)

    def failed(self, failure: Failure) -> Iterator[Visit | Request]:
        """Nothing came, or nothing was asked: robots.txt, guard and size limits say so in an exception."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, ArchiveError):
            self.stop(failure.value)
            return
        state, reason = answers.explain(failure.value)
        yield Visit(request.meta["key"], state, reason, capture_id=request.meta.get("capture_id"))
        yield from self._turn_page(request.meta["way"])

    def stop(self, error: ArchiveError) -> None:
        """End the run: what could not be kept must not be fetched."""
        if self.error is None:
            self.error = error
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="storage"))

    def refuses(self, request: Request) -> str | None:
        """Asked when a request's turn has come: why it is not worth it any more, None where it is."""
        smell: Scent = request.meta["way"].scent
        if smell.aim not in ("page", "list") or "retry_times" in request.meta:
            return None
        if self._budget <= 0:
            return "budget: PORTAL_BUDGET is spent"
        if reason := self._patience.refuses(smell.score, request.url):
            return reason
        self._budget -= 1
        self._patience.spend(smell.score, request.url)
        return None

    # ---- where it leads

    def _follow_page(self, response: Response, way: Way) -> Iterator[Visit | Request]:
        try:
            page = read_answer(response, way)
            listings = listing.read_listings(page)
            place = Place(is_home(response, way), way.in_column or scent.is_report_column(page))
            judged = scent.judge_links(page, listings.values(), place)
        except Exception as error:  # one page may not stop the others, whatever it holds
            self.logger.exception("%s", response.url)
            told = f"links: {type(error).__name__} {error}"
            yield self._visit(response, "failed", told[: answers.MAX_REASON])
            yield from self._turn_page(way)
            return
        if way.scent.aim == "page" and (twin := self._twin_of(page, judged)):
            yield self._visit(response, "archived", f"mirror: of {twin}")
            return
        way = replace(way, in_column=place.in_column)
        found = [one for link, smell in judged if (one := self._meet(link, smell, way, response.url))]
        lists = self._page_on(page, listings, judged, way)
        found += [one for paging in lists if (one := self._meet_next(paging, way, response.url))]
        reading = self._read(response, way) if self._is_candidate(page, judged, lists, way) else None
        if reading:
            found += self._meet_files(reading, way, response)
        self._weigh_fruit(found, reading, way)
        yield self._visit(
            response,
            *judge_page(page, listings, lists, found),
            discoveries=tuple(discovery for discovery, _, _ in found),
            reading=reading,
            leads=way.scent.score == scent.COLUMN or bool(lists) or scent.lists_reports(judged),
        )
        yield from self._ask_all(found)

    def _is_candidate(self, page: Page, judged: Iterable[tuple[Link, Scent]], lists: list[Paging], way: Way) -> bool:
        """Whether a page is to be read as a report: announced as one, calling itself one, or a page of a column of
        reports that names none itself."""
        if way.scent.aim == "report":
            return True
        if page.form != "html" or lists or scent.lists_reports(judged):
            return False
        if way.scent.score == scent.INSIDE:
            return True
        announced = way.scent.score == scent.COLUMN or scent.calls_itself_report(page)
        return announced and not scent.is_dated_list(page)

    def _page_on(
        self, page: Page, listings: dict[str, Listing], judged: Iterable[tuple[Link, Scent]], way: Way
    ) -> list[Paging]:
        """The lists of a page that go on: the one it is a page of, or those that begin here and lead to reports."""
        judged = list(judged)
        links = [link.url for link, _ in judged]
        reports = sum(smell.aim == "report" for _, smell in judged)
        if way.paging:
            way.paging.see(page.url, links, [ask for one in listings.values() for ask in one.asks], reports=reports)
            return [way.paging]
        if not (way.in_column or reports or way.scent.reason == GUESSED):
            return []
        patience = PATIENCE_IN_COLUMN if way.in_column else PATIENCE_ELSEWHERE
        lists = []
        for asks in join_asks(listings.values()):
            lists.append(Paging(page.base, patience))
            lists[-1].see(page.url, links, asks, reports=reports)
        return lists

    def _meet(self, link: Link, smell: Scent, way: Way, source: str) -> tuple[Discovery, Way, Ask | None] | None:
        """What is to become of a link; None where its address was met before. What one page's words did not recommend,
        another's may."""
        url, twin = url_key(link.url), twins.twin_key(link.url)
        smell = self._limit(link.url, smell, way)
        wanted = smell.aim != "refuse"
        first, was_wanted = self._met.get(twin, (url, False))
        # From http to https, from / to /index.html by a redirect or a frame: the page itself, in its other spelling.
        moved = smell.reason in (scent.PART, REDIRECT) and first == url_key(source) != url
        if moved or not (was_wanted or (twin in self._met and not wanted)):
            self._met[twin] = (url, wanted)
        elif wanted and url != first and url not in self._twins:
            self._twins.add(url)
            smell = Scent("refuse", scent.NONE, f"twin: of {first}")
        else:
            return None
        found = Discovery(url, link.url, source, link.text or None)
        if smell.aim == "refuse":
            found = replace(found, state="refused", reason=smell.reason)
        return found, way.onward(smell, link.url), None

    def _meet_next(self, paging: Paging, way: Way, source: str) -> tuple[Discovery, Way, Ask | None] | None:
        """The next page of a list that was not met before."""
        further = Scent("list", scent.FURTHER, "further page")
        while ask := paging.next():
            met = self._meet(Link(ask.url, ""), further, way, source)
            if met and met[0].state == "queued":
                return met[0], way.onward(further, ask.url, paging), ask
        return None

    def _meet_files(self, reading: dict[str, Any], way: Way, response: Response) -> Found:
        """Files, pictures and frames of a report page. A frame that holds its text is read as the report."""
        found = []
        for file in wanted_files(reading):
            aim = "report" if file.role == "frame" else "file"
            smell = Scent(aim, scent.FILE, scent.PART)  # type: ignore[arg-type]
            title = response.meta["anchor"] if file.role == "frame" else file.name
            if url := absolute(response.url, file.url, reading["charset"] or "utf-8"):
                found.append(self._meet(Link(url, title or ""), smell, way, response.url))
        return [one for one in found if one]

    def _twin_of(self, page: Page, judged: Iterable[tuple[Link, Scent]]) -> str | None:
        """The address at which this very page was seen before."""
        print_ = twins.fingerprint(page, [link for link, _ in judged])
        first = self._pages.setdefault(print_, page.url) if print_ else page.url
        return first if first != page.url else None

    def _limit(self, address: str, smell: Scent, way: Way) -> Scent:
        """Scrapy itself would drop some of these without a word."""
        if smell.aim == "refuse":
            return smell
        anywhere = smell.aim == "file" or (smell.aim == "report" and scent.is_file(address))
        longest = self.settings.getint("URLLENGTH_LIMIT")
        limits = (
            (not anywhere and not self.portal.holds(address), "off_portal"),
            (len(address) > longest, "url_too_long"),
            (is_click(smell) and way.clicks >= self._depth, "depth: PORTAL_DEPTH is reached"),
        )
        return next((Scent("refuse", scent.NONE, reason) for reached, reason in limits if reached), smell)

    def _weigh_fruit(self, found: Found, reading: dict[str, Any] | None, way: Way) -> None:
        scores = {way.scent.score for discovery, way, _ in found if discovery.state == "queued"}
        if scores & {scent.REPORT, scent.COLUMN} or (reading and reading["kind"] == "report"):
            self._patience.reward(way.trail)

    # ---- asking

    def _ask_all(self, found: Found) -> Iterator[Request]:
        for discovery, way, ask in found:
            if discovery.state == "queued":
                yield self._ask(discovery, way, ask)

    def _ask(self, found: Discovery, way: Way, ask: Ask | None = None) -> Request:
        meta = {
            "key": found.url,
            "way": way,
            "anchor": found.anchor,
            "address": found.address,
            "discovered_from": found.discovered_from,
            # Redirects and error pages are settled in the ledger, not swallowed on the way.
            "dont_redirect": True,
            "handle_httpstatus_all": True,
        }
        if way.scent.aim == "file" or scent.is_file(found.address):
            meta["download_maxsize"] = self._largest_file
        url, form = split_form(found.address)
        request = Request(url, callback=self.parse, errback=self.failed, priority=priority(way), meta=meta)
        if form is None:
            return request
        hidden = ask.hidden if ask else ()
        body = urlencode([*(field for field in form if field[0] != STEP), *hidden])
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        if not hidden:
            # Servers of data answer a script, not a reader.
            headers["X-Requested-With"] = "XMLHttpRequest"
        return request.replace(method="POST", body=body, headers=headers)

    def _turn_page(self, way: Way) -> Iterator[Visit | Request]:
        """The page behind one of a list that cannot be read."""
        if way.paging:
            way.paging.miss()
            before = way.trail[-1][1]
            if one := self._meet_next(way.paging, way, before):
                self.run.discover(one[0])
                yield self._ask(*one)

    def _follow_redirect(self, response: Response, way: Way) -> Iterator[Visit | Request]:
        """The target is met like a link, so that a redirect off the portal or in a circle is on record."""
        meta = response.meta
        target = absolute(response.url, answers.read_location(response))
        hop = way.redirected(response.url)
        if target is None:
            yield self._visit(response, "failed", "redirect_without_target")
        elif hop.hops > MAX_REDIRECTS:
            yield self._visit(response, "failed", "redirect_loop")
        elif url_key(target) == meta["key"]:
            # It sets a cookie and asks for the same page again; that answer settles the state.
            again = Discovery(meta["key"], target, meta["discovered_from"], meta["anchor"])
            yield self._ask(again, hop)
        else:
            yield from self._move(response, target, hop)

    def _move(self, response: Response, target: str, hop: Way) -> Iterator[Visit | Request]:
        met = self._meet(Link(target, response.meta["anchor"] or ""), hop.scent, hop, response.url)
        found = (met[0],) if met else ()
        yield self._visit(response, "archived", f"redirect: to {url_key(target)}", discoveries=found)
        if met and met[0].state == "queued":
            yield self._ask(met[0], hop)

    # ---- what it was

    def _keep_file(self, response: Response, way: Way) -> Visit:
        if way.scent.aim == "file":
            media = sniff(response.body, answers.declared_media(response))
            return self._visit(response, "archived", unread_reason("file", media))
        # The reader says what it is and why it is not read.
        return self._visit(response, "refused", None, reading=self._read(response, way))

    def _read(self, response: Response, way: Way) -> dict[str, Any]:
        return self.run.read(
            response.body,
            url=response.meta["key"],
            media=answers.declared_media(response),
            charset=answers.declared_charset(response),
            anchor=response.meta["anchor"],
        )

    def _visit(self, response: Response, state: State, reason: str | None, **more: Any) -> Visit:
        return Visit(response.meta["key"], state, reason, capture_id=response.meta["capture_id"], **more)


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


def read_answer(response: Response, way: Way) -> Page:
    """A posted form's answer is known under the form's address: it tells which page of a list it is."""
    decoded = decode(response.body, answers.declared_charset(response))
    asked = response.meta["address"] if response.request.method == "POST" else None  # type: ignore[union-attr]
    shown_on = way.paging.base if way.paging else None
    return listing.read_page(decoded.text, response.url, decoded.charset, asked=asked, shown_on=shown_on)


def judge_page(
    page: Page, listings: dict[str, Listing], lists: Iterable[Paging], found: Found
) -> tuple[State, str | None]:
    """State and reason of a page followed for its links."""
    if any(discovery.state == "queued" for discovery, _, _ in found):
        browser = None
    else:
        browser = next((one.needs_browser for one in listings.values() if one.needs_browser), None)
    if browser:
        return "blocked", f"needs-browser: {browser}"
    lists = list(lists)
    if not lists:
        return "archived", "page"
    told = f"list: {', '.join(name for name, one in listings.items() if one.asks or one.rows)}".rstrip(": ")
    left = next((paging.stopped for paging in lists if paging.stopped), None)
    return "archived", f"{told} (left: {left})" if left else told


def is_home(response: Response, way: Way) -> bool:
    """Whether this is where the crawl began, or the home page of a host, or what those show in a frame."""
    root = twins.twin_key(response.url).count("/") == 1 and "?" not in response.url
    return way.clicks == 0 or root


def priority(way: Way) -> int:
    """The strongest scent first; of equal ones what is fewer clicks away."""
    return way.scent.score * 20 - min(way.clicks, 19)
