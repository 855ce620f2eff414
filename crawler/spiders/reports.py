"""The one spider: home page → column → list pages → report pages → their files."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
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
from crawler.explorer import Explorer, Judged, Lead, Limits
from crawler.listing import Ask, Link, Listing, Page
from crawler.listing.aspnet import STEP
from crawler.listing.links import absolute
from crawler.paging import Paging
from crawler.run import Visit
from crawler.scent import Place, Scent
from crawler.way import GUESSED, Way

MAX_REDIRECTS = 5


class ReportsSpider(Spider):
    """`-a url=URL`: a portal by its address · `-a portal=NAME`: one of crawler/portals/."""

    name = "reports"

    def __init__(self, *, current: run.Run, limits: Limits, largest_file: int) -> None:
        super().__init__()
        self.run = current
        self.error: ArchiveError | None = None
        self._explorer = Explorer(current.portal, limits)
        self._largest_file = largest_file

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """`current` comes from the crawl command, which begins the run before Scrapy starts; `-a` arguments name it."""
        number = crawler.settings.getint
        limits = Limits(number("PORTAL_DEPTH"), number("PORTAL_BUDGET"), number("URLLENGTH_LIMIT"))
        largest = number("ATTACHMENT_MAXSIZE")
        return super().from_crawler(crawler, current=kwargs["current"], limits=limits, largest_file=largest)

    async def start(self) -> AsyncIterator[Any]:
        """The seed, and what every portal may have though no page names it."""
        seed = self.run.portal.url
        begin = {seed: Scent("page", scent.REPORT, "seed")}
        guesses = {urljoin(seed, "/"): scent.ORGANS, urljoin(seed, "/sitemap.xml"): scent.GUESS}
        for url, smell in ({url: Scent("page", score, GUESSED) for url, score in guesses.items()} | begin).items():
            if self._explorer.seen.meet(url, smell.score)[0] != "twin":
                found = Discovery(url_key(url), url)
                self.run.discover(found)
                yield self._ask(Lead(found, Way(smell, trail=((smell.score, url),))))

    # ---- what came back

    def parse(self, response: Response) -> Iterator[Visit | Request]:
        way: Way = response.meta["way"]
        if response.status in answers.REDIRECTS:
            yield from self._follow_redirect(response, way)
        elif trouble := answers.judge_status(response):
            yield from self._give_up(response.meta, *trouble)
        elif not answers.is_page(response):
            yield from self._keep_file(response, way)
        else:
            yield from self._follow_page(response, way)

    def failed(self, failure: Failure) -> Iterator[Visit | Request]:
        """Nothing came, or nothing was asked: robots.txt, guard and size limits say so in an exception."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, ArchiveError):
            self.stop(failure.value)
        else:
            yield from self._give_up(request.meta, *answers.explain(failure.value))

    def stop(self, error: ArchiveError) -> None:
        """End the run: what could not be kept must not be fetched."""
        if self.error is None:
            self.error = error
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="storage"))

    def take(self, request: Request) -> tuple[bool, str | None]:
        """Whether a request whose turn has come is made, and else the ledger's reason, if it needs one."""
        way: Way = request.meta["way"]
        if "retry_times" in request.meta or way.hops:
            return True, None
        return self._explorer.take(request.meta["key"], request.url, way)

    def is_overtaken(self, request: Request) -> bool:
        """Whether its address was asked for in the meantime, because another page promised more of it."""
        return self._explorer.seen.overtaken_by(request.meta["key"], request.meta["way"].scent.score) is not None

    def is_patient_again(self, request: Request) -> bool:
        """Whether something like it has borne fruit since it was given up."""
        return self._explorer.patience.refuses(request.meta["way"].scent.score, request.url) is None

    # ---- a page

    def _follow_page(self, response: Response, way: Way) -> Iterator[Visit | Request]:
        try:
            page = read_answer(response, way)
            listings = listing.read_listings(page)
            in_column = way.in_column or scent.is_report_column(page)
            place = Place(is_home(response, way), in_column, way.scent.aim == "report")
            judged = scent.judge_links(page, listings.values(), place)
        except Exception as error:  # one page may not stop the others, whatever it holds
            self.logger.exception("%s", response.url)
            yield from self._give_up(response.meta, "failed", f"links: {type(error).__name__} {error}", response)
            return
        mirror = self._explorer.mirror_of(page, listings, judged) if way.scent.aim == "page" else None
        if mirror:
            yield self._visit(response.meta, "archived", f"mirror: of {mirror}")
        else:
            yield from self._explore(response, page, listings, judged, replace(way, in_column=place.in_column))

    def _explore(
        self, response: Response, page: Page, listings: Mapping[str, Listing], judged: Judged, way: Way
    ) -> Iterator[Visit | Request]:
        explorer = self._explorer
        leads = [lead for link, smell in judged if (lead := explorer.meet(link, smell, way, response.url))]
        lists = explorer.page_on(page, listings, judged, way)
        leads += [lead for paging in lists for lead in explorer.meet_next(paging, way, response.url)]
        reading = self._read(response) if is_candidate(page, judged, lists, way) else None
        if reading:
            leads += self._meet_files(reading, way, response)
        explorer.weigh(leads, way, report=reading["content_hash"] if reading and reading["kind"] == "report" else None)
        state, reason = judge_page(listings, lists, leads)
        leads_on = way.scent.score == scent.COLUMN or bool(lists) or scent.lists_reports(judged)
        yield self._visit(response.meta, state, reason, leads, reading=reading, leads=leads_on)
        yield from self._ask_all(leads)

    def _meet_files(self, reading: dict[str, Any], way: Way, response: Response) -> list[Lead]:
        """Files, pictures and frames of a report page. A frame that holds its text is read as the report."""
        found = []
        for file in wanted_files(reading):
            is_frame = file.role == "frame"
            smell = Scent("report" if is_frame else "file", scent.FILE, scent.PART)
            title = response.meta["anchor"] if is_frame else file.name
            if url := absolute(response.url, file.url, reading["charset"] or "utf-8"):
                found.append(self._explorer.meet(Link(url, title or ""), smell, way, response.url))
        return [lead for lead in found if lead]

    # ---- everything else

    def _keep_file(self, response: Response, way: Way) -> Iterator[Visit | Request]:
        """The reader says what a file is and why it is not read; a list that is one goes on behind it."""
        media = sniff(response.body, answers.declared_media(response))
        self._explorer.weigh((), way, report=response.meta["key"])
        further = self._explorer.meet_next(way.paging, way, response.url)
        reading = None if way.scent.aim == "file" else self._read(response)
        yield self._visit(response.meta, "archived", unread_reason("file", media), further, reading=reading)
        yield from self._ask_all(further)

    def _give_up(
        self, meta: Mapping[str, Any], state: State, reason: str, unread: Response | None = None
    ) -> Iterator[Visit | Request]:
        """An address that gave no page: its other spelling is tried, or the page behind it in its list. `unread` is an
        answer whose links cannot be told: where it was to be a report it may still be one."""
        way: Way = meta["way"]
        reading = self._read(unread) if unread is not None and way.scent.aim == "report" else None
        leads = []
        if other := self._explorer.seen.other_spelling(meta["key"]):
            leads.append(Lead(Discovery(other, other, meta["discovered_from"], meta["anchor"]), way))
        elif way.paging:
            way.paging.miss()
            leads += self._explorer.meet_next(way.paging, way, way.trail[-1][1])
        yield self._visit(meta, state, reason[: answers.MAX_REASON], leads, reading=reading)
        yield from self._ask_all(leads)

    def _follow_redirect(self, response: Response, way: Way) -> Iterator[Visit | Request]:
        """The target is met like a link, so that a redirect off the portal or in a circle is on record."""
        meta = response.meta
        target = absolute(response.url, answers.read_location(response))
        hop = way.redirected()
        if target is None:
            yield from self._give_up(meta, "failed", "redirect_without_target")
        elif hop.hops > MAX_REDIRECTS:
            yield from self._give_up(meta, "failed", "redirect_loop")
        elif url_key(target) == meta["key"]:
            # It sets a cookie and asks for the same page again; that answer settles the state.
            again = Discovery(meta["key"], target, meta["discovered_from"], meta["anchor"])
            yield self._ask(Lead(again, hop))
        else:
            yield from self._move(response, target, hop)

    def _move(self, response: Response, target: str, hop: Way) -> Iterator[Visit | Request]:
        met = self._explorer.meet(Link(target, response.meta["anchor"] or ""), hop.scent, hop, response.url)
        leads = [Lead(met.discovery, hop)] if met else []
        if hop.paging and not (met and met.is_open):
            # A page of a list that redirects to what is known, most often a page that says it is not there.
            hop.paging.miss()
            leads += self._explorer.meet_next(hop.paging, hop, response.url)
        yield self._visit(response.meta, "archived", f"redirect: to {url_key(target)}", leads)
        yield from self._ask_all(leads)

    # ---- asking and telling

    def _ask_all(self, leads: Iterable[Lead]) -> Iterator[Request]:
        return (self._ask(lead) for lead in leads if lead.is_open)

    def _ask(self, lead: Lead) -> Request:
        found, way, ask = lead
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
        request = Request(
            found.address, callback=self.parse, errback=self.failed, priority=priority(way), meta=meta, dont_filter=True
        )
        return post(request, ask) if ask else request

    def _read(self, response: Response) -> dict[str, Any]:
        return self.run.read(
            response.body,
            url=response.meta["key"],
            media=answers.declared_media(response),
            charset=answers.declared_charset(response),
            anchor=response.meta["anchor"],
        )

    def _visit(
        self, meta: Mapping[str, Any], state: State, reason: str | None, found: Iterable[Lead] = (), **more: Any
    ) -> Visit:
        discoveries = tuple(lead.discovery for lead in found)
        return Visit(meta["key"], state, reason, meta.get("capture_id"), discoveries=discoveries, **more)


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


def is_candidate(page: Page, judged: Judged, lists: list[Paging], way: Way) -> bool:
    """Whether a page is to be read as a report: announced as one, calling itself one, or a page of a column of reports
    that names none itself."""
    if way.scent.aim == "report":
        return True
    if page.form != "html" or lists or scent.lists_reports(judged):
        return False
    if way.scent.score == scent.INSIDE or scent.calls_itself_report(page):
        return True
    return way.scent.score == scent.COLUMN and not scent.is_dated_list(page)


def judge_page(
    listings: Mapping[str, Listing], lists: Iterable[Paging], leads: Iterable[Lead]
) -> tuple[State, str | None]:
    """State and reason of a page followed for its links."""
    browser = next((one.needs_browser for one in listings.values() if one.needs_browser), None)
    if browser and not any(lead.is_open for lead in leads):
        return "blocked", f"needs-browser: {browser}"
    if not lists:
        return "archived", "page"
    told = f"list: {', '.join(name for name, one in listings.items() if one.asks or one.rows)}".rstrip(": ")
    left = next((paging.stopped for paging in lists if paging.stopped), None)
    return "archived", f"{told} (left: {left})" if left else told


def post(request: Request, ask: Ask) -> Request:
    """The request that posts a form, where the ask is one. A link may be spelled like one and is none."""
    url, form = split_form(ask.url)
    if form is None:
        return request
    body = urlencode([*(field for field in form if field[0] != STEP), *ask.hidden], errors="replace")
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    if not ask.hidden:
        # Servers of data answer a script, not a reader.
        headers["X-Requested-With"] = "XMLHttpRequest"
    return request.replace(url=url, method="POST", body=body, headers=headers)


def is_home(response: Response, way: Way) -> bool:
    """Whether this is where the crawl began, or the home page of a host, or what those show in a frame."""
    root = twins.twin_key(response.url).count("/") == 1 and "?" not in response.url
    return way.clicks == 0 or root


def priority(way: Way) -> int:
    """The strongest scent first; of equal ones what is fewer clicks away."""
    return way.scent.score * 20 - min(way.clicks, 19)
