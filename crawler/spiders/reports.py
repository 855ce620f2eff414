"""The one spider: home page → column → list pages → report pages → their files."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode, urljoin

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.address import split_form, url_key
from archive.errors import ArchiveError, ReaderKilledError, UsageError
from archive.ingest import wanted_files
from archive.ledger import Discovery, State, Waiting
from archive.memory import Memories
from archive.reading.media import PICTURES, declared_charset
from archive.sandbox import PAGE, Sandbox
from archive.unread import unread_reason
from crawler import answers, portals, run, scent, twins
from crawler.explorer import Explorer, Lead, Limits
from crawler.listing import Ask, Link
from crawler.listing.aspnet import STEP
from crawler.listing.links import absolute
from crawler.look import Asked, Look, Looked, look
from crawler.pace import NotNowError, StoppedError
from crawler.paging import Paging
from crawler.run import Visit
from crawler.scent import Scent
from crawler.way import GUESSED, Way, read_way

MAX_REDIRECTS = 5

LINKS_IN_A_ROW = 1000
"""Links that are met before others have their turn: some 10 ms."""

Outcome = Iterable[Visit]
"""What is to be kept."""


class ReportsSpider(Spider):
    """`-a url=URL`: a portal by its address · `-a portal=NAME`: one of crawler/portals/ · `-a since=YEAR`: no reports
    of years before · `-a full=1`: everything is asked for, also what earlier crawls settled."""

    name = "reports"

    def __init__(self, *, current: run.Run, limits: Limits, largest_file: int, reading_seconds: int) -> None:
        super().__init__()
        self.run = current
        self.error: Exception | None = None
        self._explorer = Explorer(current.portal, limits)
        self._largest_file = largest_file
        self._sandbox = Sandbox(page=replace(PAGE, cpu=reading_seconds))
        self._lock = asyncio.Lock()
        self._followed: Request | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """`current` comes from the crawl command, which begins the run before Scrapy starts; `-a` arguments name it."""
        number = crawler.settings.getint
        since = kwargs.get("since", 0)
        limits = Limits(number("PORTAL_DEPTH"), number("PORTAL_BUDGET"), number("URLLENGTH_LIMIT"), since)
        return super().from_crawler(
            crawler,
            current=kwargs["current"],
            limits=limits,
            largest_file=number("ATTACHMENT_MAXSIZE"),
            reading_seconds=number("READING_SECONDS"),
        )

    async def start(self) -> AsyncIterator[Any]:
        """The seed, and what every portal may have though no page names it, are put into the ledger, which the frontier
        asks for what is next. A crawl that did not finish goes on where it was."""
        if self.run.counts["discovered"]:
            with self.run.recall() as (memories, urls):
                self._explorer.recall(memories, urls)
        seed = self.run.portal.url
        begin = {seed: Scent("page", scent.REPORT, "seed")}
        guesses = {urljoin(seed, "/"): scent.ORGANS, urljoin(seed, "/sitemap.xml"): scent.GUESS}
        leads = []
        for url, smell in ({url: Scent("page", score, GUESSED) for url, score in guesses.items()} | begin).items():
            meeting = self._explorer.seen.meet(url, smell.score)[0]
            if meeting in ("new", "stronger"):
                leads.append(Lead(Discovery(url_key(url), url), Way(smell, trail=((smell.score, url),))))
        try:
            self.run.discover([lead.row for lead in leads], self.changes)
        except ArchiveError as error:
            self.stop(error)
        return
        yield

    # ---- what came back

    async def parse(self, response: Response) -> AsyncIterator[Visit]:
        """Answers are followed in the order they came, so that a crawl takes the same way each time. An answer is
        looked at in the sandbox while those before it are followed here."""
        trouble = answers.judge_status(response)
        looking = None if trouble else self._look(response)
        async with self._turn(response.request):
            for one in await self._follow(response, trouble, looking):
                yield one

    async def failed(self, failure: Failure) -> AsyncIterator[Visit]:
        """Nothing came, or nothing was asked: robots.txt, guard and size limits say so in an exception."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, ArchiveError):
            self.stop(failure.value)
            return
        if isinstance(failure.value, StoppedError):
            return
        async with self._turn(request):
            next_at = failure.value.next_at if isinstance(failure.value, NotNowError) else None
            for one in self._give_up(request.meta, *answers.explain(failure.value), next_at=next_at):
                yield one

    @asynccontextmanager
    async def _turn(self, request: Request | None) -> AsyncIterator[None]:
        """Begins when the answer before is kept, and what is asked for next is chosen in its light."""
        async with self._lock:
            engine = self.crawler.engine
            while engine.scraper.slot and self._followed in engine.scraper.slot.active:
                await asyncio.sleep(0)
            self._followed = request
            yield

    def closed(self, reason: str) -> None:
        self._sandbox.close()

    def stop(self, error: Exception) -> None:
        """End the run: what could not be kept must not be fetched."""
        if self.error is None:
            self.error = error
            reason = "storage" if isinstance(error, ArchiveError) else "error"
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    # ---- what the frontier asks

    def changes(self) -> Memories:
        return self._explorer.take_changes()

    def take(self, row: Waiting) -> str | None:
        """Why a URL whose turn has come is not asked for after all, None where it is."""
        return self._explorer.take(row.url, row.address, self.way_of(row))

    def way_of(self, row: Waiting) -> Way:
        return read_way(row.way or {}, self._explorer.lists)

    def is_patient_again(self, row: Waiting) -> bool:
        return self._explorer.is_patient_again(row.address, self.way_of(row))

    def may_sample(self, kind: str) -> bool:
        return self._explorer.may_sample(kind)

    def forget_sample(self, kind: str) -> None:
        self._explorer.forget_sample(kind)

    def make_request(self, row: Waiting) -> Request:
        way = self.way_of(row)
        meta = {
            "key": row.url,
            "way": way,
            "anchor": row.anchor,
            "address": row.address,
            "discovered_from": row.discovered_from,
            # Redirects and error pages are settled in the ledger, not swallowed on the way.
            "dont_redirect": True,
            "handle_httpstatus_all": True,
            # What was cut on its way is evidence, and told apart from what is whole.
            "download_fail_on_dataloss": False,
        }
        if way.scent.score == scent.FILE or scent.is_file(row.address):
            meta["download_maxsize"] = self._largest_file
        request = Request(
            row.address, callback=self.parse, errback=self.failed, priority=way.priority, meta=meta, dont_filter=True
        )
        hidden = (row.way or {}).get("hidden")
        return request if hidden is None else post(request, Ask(row.address, tuple((n, v) for n, v in hidden)))

    # ---- a page

    async def _follow(
        self, response: Response, trouble: tuple[State, str] | None, looking: Awaitable[Looked] | None
    ) -> Outcome:
        way: Way = response.meta["way"]
        if response.status in answers.REDIRECTS and not (trouble and trouble[0] == "blocked"):
            return self._follow_redirect(response, way)
        if trouble or looking is None:
            return self._give_up(response.meta, *(trouble or ("failed", "no page")))
        try:
            media, page = await looking
        except ReaderKilledError as error:
            return await self._quarantine(response, way, error)
        if answers.is_cut(response, media):
            return self._give_up(response.meta, "failed", "truncated: the page ends before </html>")
        if page is None:
            return await self._keep_file(response, way, media)
        if page.trouble:
            return self._give_up(response.meta, *page.trouble)
        if way.scent.aim == "page" and (first := self._explorer.mirror_of(page)):
            return [self._visit(response.meta, "archived", f"mirror: of {first}")]
        return await self._explore(response, page, replace(way, in_column=page.in_column))

    async def _explore(self, response: Response, page: Look, way: Way) -> Outcome:
        explorer = self._explorer
        leads = [lead async for lead in self._meet_all(page, way, response)]
        lists = explorer.page_on(page, way)
        leads += [lead for paging in lists for lead in explorer.meet_next(paging, way, response.url)]
        reading = await self._read(response) if is_candidate(page, lists, way) else None
        if reading:
            leads += self._meet_files(reading, way, response)
        explorer.weigh(leads, way, report=reading["content_hash"] if reading and reading["kind"] == "report" else None)
        state, reason = judge_page(page, lists, leads)
        leads_on = way.scent.score == scent.COLUMN or bool(lists) or scent.lists_reports(page.links)
        visit = self._visit(response.meta, state, reason, leads, reading=reading, leads=leads_on)
        return [visit]

    async def _quarantine(self, response: Response, way: Way, error: ReaderKilledError) -> Outcome:
        """An answer whose links cannot be told. Where it was to be a report it may still be one."""
        self.logger.error("%s: %s", response.url, error)
        reading = await self._read(response) if way.scent.aim == "report" else None
        return self._give_up(response.meta, "quarantined", str(error), reading=reading)

    async def _meet_all(self, page: Look, way: Way, response: Response) -> AsyncIterator[Lead]:
        """What becomes of each link. A site map of 50,000 would keep everything else waiting for a second."""
        for number, (link, smell) in enumerate(page.links):
            if number % LINKS_IN_A_ROW == 0:
                await asyncio.sleep(0)
            if lead := self._explorer.meet(link, smell, way, response.url):
                yield lead

    def _meet_files(self, reading: dict[str, Any], way: Way, response: Response) -> list[Lead]:
        """Files, pictures and frames of a report page. One that holds its text is read under the page's title."""
        found = []
        for file in wanted_files(reading):
            smell = Scent("report" if file.is_report else "file", scent.FILE, scent.PART)
            title = response.meta["anchor"] or reading["title"] if file.is_report else file.name
            if url := absolute(response.url, file.url, reading["charset"] or "utf-8"):
                found.append(self._explorer.meet(Link(url, title or ""), smell, way, response.url))
        return [lead for lead in found if lead]

    # ---- everything else

    async def _keep_file(self, response: Response, way: Way, media: str) -> Outcome:
        """A file may be the report itself, or a second copy of one; a list that names files goes on behind it. Pictures
        of a page are parts of one text at the most, and stay with it."""
        self._explorer.weigh((), way, report=response.meta["key"])
        further = self._explorer.meet_next(way.paging, way, response.url)
        part = way.scent.score == scent.FILE
        reading = None if part and media in PICTURES else await self._read(response)
        reason = unread_reason("file", media)
        visit = self._visit(response.meta, "archived", reason, further, reading=reading, part=part)
        return [visit]

    def _give_up(self, meta: Mapping[str, Any], state: State, reason: str, **more: Any) -> Outcome:
        """An address that gave no page: its other spelling is tried, or the page behind it in its list."""
        way: Way = meta["way"]
        leads = []
        if other := self._explorer.seen.other_spelling(meta["key"]):
            leads.append(Lead(Discovery(other, other, meta["discovered_from"], meta["anchor"]), way))
        elif way.paging:
            way.paging.miss()
            leads += self._explorer.meet_next(way.paging, way, way.trail[-1][1])
        return [self._visit(meta, state, reason[: answers.MAX_REASON], leads, **more)]

    def _follow_redirect(self, response: Response, way: Way) -> Outcome:
        """The target is met like a link, so that a redirect off the portal or in a circle is on record."""
        meta = response.meta
        target = absolute(response.url, answers.read_location(response))
        hop = way.redirected()
        if target is None:
            return self._give_up(meta, "failed", "redirect_without_target")
        if hop.hops > MAX_REDIRECTS:
            return self._give_up(meta, "failed", "redirect_loop")
        if url_key(target) == meta["key"]:
            # It sets a cookie and asks for the same page again; that answer settles the state.
            again = Discovery(meta["key"], target, meta["discovered_from"], meta["anchor"])
            return [self._visit(meta, "queued", None, [Lead(again, hop)])]
        return self._move(response, target, hop)

    def _move(self, response: Response, target: str, hop: Way) -> Outcome:
        met = self._explorer.meet(Link(target, response.meta["anchor"] or ""), hop.scent, hop, response.url)
        leads = [Lead(met.discovery, hop)] if met else []
        if hop.paging and not (met and met.is_open):
            # A page of a list that redirects to what is known, most often a page that says it is not there.
            hop.paging.miss()
            leads += self._explorer.meet_next(hop.paging, hop, response.url)
        return [self._visit(response.meta, "archived", f"redirect: to {url_key(target)}", leads)]

    # ---- looking, reading and telling

    def _look(self, response: Response) -> Awaitable[Looked]:
        """A posted form's answer is known under the form's address: it tells which page of a list it is."""
        way: Way = response.meta["way"]
        asked = Asked(
            response.url,
            answers.declared_media(response),
            declared_charset(answers.declared_media(response)),
            form=response.meta["address"] if response.request.method == "POST" else None,  # type: ignore[union-attr]
            shown_on=way.paging.base if way.paging else None,
            is_home=is_home(response, way),
            in_column=way.in_column,
            aim=way.scent.aim,
        )
        return asyncio.wrap_future(self._sandbox.submit(look, response.body, asked))

    def _read(self, response: Response) -> Awaitable[dict[str, Any]]:
        reading = self._sandbox.read(
            response.body,
            url=response.meta["key"],
            media=answers.declared_media(response),
            charset=declared_charset(answers.declared_media(response)),
            anchor=response.meta["anchor"],
            portal_division=self.run.portal.division_code,
        )
        return asyncio.wrap_future(reading)

    def _visit(
        self, meta: Mapping[str, Any], state: State, reason: str | None, found: Iterable[Lead] = (), **more: Any
    ) -> Visit:
        discoveries = tuple(lead.row for lead in found)
        told = {"discoveries": discoveries, "anchor": meta["anchor"], **more}
        return Visit(meta["key"], state, reason, meta.get("capture_id"), **told)


class Arguments(NamedTuple):
    """What `-a` says."""

    portal: portals.Portal
    since: int
    is_full: bool


def read_arguments(arguments: Mapping[str, str]) -> Arguments:
    """Raises UsageError where they are wrong or name no portal."""
    if unknown := arguments.keys() - {"url", "portal", "since", "full"}:
        raise UsageError(
            f"unknown argument -a {min(unknown)}=…; "
            "there is -a url=URL, -a portal=NAME, -a due=1, -a since=YEAR and -a full=1"
        )
    since, full = arguments.get("since", "0"), arguments.get("full", "0")
    if not re.fullmatch(r"0|20\d\d", since):
        raise UsageError(f"-a since={since}: it takes a year, as in -a since=2019")
    if full not in ("0", "1"):
        raise UsageError(f"-a full={full}: it takes 1, or 0 as without it")
    return Arguments(choose_portal(arguments), int(since), full == "1")


def choose_portal(arguments: Mapping[str, str]) -> portals.Portal:
    url, name = arguments.get("url"), arguments.get("portal")
    if url and not name:
        return portals.from_url(url)
    if name and not url:
        return portals.from_name(name)
    raise UsageError(
        "say which portal: -a url=https://www.example.gov.cn/ or -a portal=NAME (one of crawler/portals/), "
        "or -a due=1 for all whose turn has come"
    )


def is_candidate(page: Look, lists: list[Paging], way: Way) -> bool:
    """Whether a page is to be read as a report: announced as one, calling itself one, or a page of a column of reports
    that names none itself."""
    if way.scent.aim == "report":
        return True
    if not page.is_html or lists or scent.lists_reports(page.links):
        return False
    if way.scent.score == scent.INSIDE or page.calls_itself_report:
        return True
    return way.scent.score == scent.COLUMN and not page.is_dated_list


def judge_page(page: Look, lists: Iterable[Paging], leads: Iterable[Lead]) -> tuple[State, str | None]:
    """State and reason of a page followed for its links."""
    listings = page.listings
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
