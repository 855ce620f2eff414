"""Hosts in their pace: one request at a time to each address, and not before its time.

When a request may go is decided right before it goes, since only then it is known what the one before it met with, in
this crawl or another one (`crawler.turns`).
Scrapy's own slots look at a delay alone, from the start of a request, and without one they let all go at once. Two
names of one address are one host.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response

from archive.hosts import HostState
from crawler.guard import explain_refusal, parse_networks, refusal, resolve
from crawler.pace import (
    LONGEST_BUSY,
    LONGEST_PAUSE,
    QUICKEST,
    SPREAD,
    Pace,
    RestingError,
    StoppedError,
    parse_retry_after,
)
from crawler.turns import Turns

FORGOTTEN = timedelta(hours=1)
"""After this time a host may be as quick as it ever was."""

logger = logging.getLogger(__name__)


class Hosts:
    """A downloader middleware, which the download handler asks for each request's turn."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._allowed = parse_networks(crawler.settings.get("GUARD_ALLOW") or "")
        self._paces: dict[str, Pace] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._meeting: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @cached_property
    def _shared(self) -> Turns:
        return Turns(self._crawler.spider.run.home.folder / "locks")  # type: ignore[union-attr]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RestingError where the host is left alone for longer than a request waits, and what the guard says."""
        host = host_of(request.url)
        async with self._meeting[host]:
            if host not in self._keys:
                await self._meet(host)
        self._refuse(host)
        request.meta["download_slot"] = self._paces[host].name

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises RestingError where the answer asks for more patience than there is."""
        if response.status == HTTPStatus.TOO_MANY_REQUESTS or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._refuse(host_of(request.url))
        return response

    async def ask(self, request: Request, download: Callable[[Request], Awaitable[Response]]) -> Response:
        """Downloads a request when its turn has come, and notes what came of it. Raises RestingError and
        StoppedError."""
        host = host_of(request.url)
        pace = self._paces[host]
        async with self._turns[pace.name]:
            await self._wait(host, pace)
            try:
                return await self._download(host, pace, request, download)
            finally:
                self._shared.leave(pace.name, pace.allowed() - monotonic())

    async def _wait(self, host: str, pace: Pace) -> None:
        """Until this crawl may ask the host, and no other does."""
        while True:
            while (wait := pace.due() - monotonic()) > 0:
                self._refuse(host)
                await self._sleep(wait)
            wait_for_others = self._shared.take(pace.name)
            if wait_for_others is None:
                await self._sleep(QUICKEST)
            elif wait_for_others > LONGEST_PAUSE * SPREAD:
                pace.hold_back(monotonic() + wait_for_others, "told to another crawl")
            elif wait_for_others:
                await self._sleep(wait_for_others)
            else:
                return

    async def _download(
        self, host: str, pace: Pace, request: Request, download: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        pace.begin(monotonic())
        try:
            response = await download(request)
        except (IgnoreRequest, DownloadCancelledError):
            # Ours, not the host's.
            pace.begin(monotonic())
            raise
        except Exception as error:
            pace.failed(monotonic(), type(error).__name__)
            raise
        else:
            pace.answered(monotonic(), response.status, request.meta.get("download_latency", 0), _retry_after(response))
        finally:
            self._keep(host)
        return response

    async def back_off(self, request: Request) -> None:
        """Before a request is tried again. Raises StoppedError."""
        until = monotonic() + self._paces[host_of(request.url)].back_off(request.meta["retry_times"])
        while (wait := until - monotonic()) > 0:
            await self._sleep(wait)

    def slow_down(self, url: str, crawl_delay: float) -> None:
        """As the host's robots.txt asks."""
        host = host_of(url)
        if crawl_delay > LONGEST_PAUSE:
            logger.warning("%s: Crawl-delay is %g s; it is asked every %g s", host, crawl_delay, LONGEST_PAUSE)
        pace = self._paces[host]
        pace.crawl_delay = max(pace.crawl_delay, min(crawl_delay, LONGEST_PAUSE))
        self._keep(host)

    def find_rest(self, host: str) -> RestingError | None:
        """Why nothing of a host is asked for now; None where it may be, or was not met yet."""
        now = monotonic()
        pace = self._paces.get(host)
        if pace is None or (resting := pace.resting(now)) is None:
            return None
        word, why, until = resting
        next_at = _moment(until, now).replace(microsecond=0) + timedelta(seconds=1)
        return RestingError(f"{word}: {host} is left alone until {next_at:%Y-%m-%d %H:%M:%S} UTC ({why})", next_at)

    def _refuse(self, host: str) -> None:
        if rest := self.find_rest(host):
            raise rest

    async def _sleep(self, seconds: float) -> None:
        """In short pieces, so that a crawl that is stopped ends soon."""
        await asyncio.sleep(min(seconds, 1))
        if not self._crawler.engine.running:
            raise StoppedError("stopped")

    async def _meet(self, host: str) -> None:
        """A host of another name may have its address; an earlier run may have asked it a moment ago. Raises
        IgnoreRequest where the guard will let nobody in: nothing is waited for then."""
        addresses = await asyncio.to_thread(resolve, host)
        if reason := refusal(addresses, self._allowed):
            raise IgnoreRequest(explain_refusal(host, reason))
        keys = (host, *map(str, addresses))
        now = monotonic()
        known = (self._paces[key] for key in keys if key in self._paces)
        pace = next(known, None) or Pace(min(keys[1:], default=host), self._delay, since=now)
        recall(pace, self._crawler.spider.run.recall_hosts(keys), now)  # type: ignore[union-attr]
        self._paces |= dict.fromkeys(keys, pace)
        self._keys[host] = keys
        # It is for us to say when the next one may go.
        self._crawler.engine.downloader.per_slot_settings[pace.name] = {"delay": 0}

    def _keep(self, host: str) -> None:
        """With whatever is written next."""
        state = tell(self._paces[host], monotonic())
        self._crawler.spider.run.hosts.update(dict.fromkeys(self._keys[host], state))  # type: ignore[union-attr]


def hosts_of(crawler: Crawler) -> Hosts:
    hosts = crawler.get_downloader_middleware(Hosts)
    assert hosts is not None  # noqa: S101 - DOWNLOADER_MIDDLEWARES names it
    return hosts


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def tell(pace: Pace, now: float) -> HostState:
    busy_until = _moment(pace.busy_until, now) if pace.busy_until > now else None
    return HostState(_moment(pace.due(), now), busy_until, pace.crawl_delay, pace.latency, pace.strain)


def recall(pace: Pace, states: Iterable[HostState], now: float) -> None:
    """The most careful of what is known under a host's name and its addresses."""
    today = datetime.now(UTC)
    for state in states:
        if state.busy_until and state.busy_until > today:
            left = min((state.busy_until - today).total_seconds(), LONGEST_BUSY)
            pace.hold_back(now + left, "told before")
        if state.next_at > today - FORGOTTEN:
            pace.crawl_delay = max(pace.crawl_delay, state.crawl_delay)
            pace.latency = max(pace.latency, state.latency)
            pace.strain = max(pace.strain, state.strain)


def _moment(moment: float, now: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=moment - now)


def _retry_after(response: Response) -> float | None:
    value, date = ((response.headers.get(name) or b"").decode("latin-1") for name in ("Retry-After", "Date"))
    return parse_retry_after(value, date, datetime.now(UTC))
