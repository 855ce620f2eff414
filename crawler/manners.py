"""Manners: robots.txt is asked for before anything else of a host, and obeyed (RFC 9309)."""

import asyncio
import logging
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from archive.errors import ArchiveError
from archive.warc.coding import read_codings, undo_head
from crawler.answers import BLOCKED, REDIRECTS, explain, read_location
from crawler.hosts import hosts_of
from crawler.pace import NotNowError, RestingError, StoppedError
from crawler.robots import MAX_BYTES, Robots, parse_robots

MAX_REDIRECTS = 5
"""Of robots.txt, across hosts too; what is behind more of them may be taken for not there (RFC 9309 §2.3.1.2)."""

LASTS = timedelta(hours=24)
"""How long rules hold that were read once (RFC 9309 §2.4)."""

AGAIN = timedelta(minutes=5)
"""After this time a robots.txt that could not be had is asked for once more."""

logger = logging.getLogger(__name__)


class PatientRetry(RetryMiddleware):
    """Tries again what Scrapy would, after a while that doubles each time."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        return await self._wait(super().process_response(request, response))

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        again = super().process_exception(request, exception)
        return again and await self._wait(again)

    async def _wait(self, again: Request | Response) -> Request | Response:
        if isinstance(again, Request):
            await hosts_of(self.crawler).back_off(again)
        return again


@dataclass(frozen=True, slots=True)
class Told:
    """What an authority's robots.txt says, or why it cannot be known; and until which `time.monotonic()` that holds."""

    verdict: Robots | IgnoreRequest
    until: float


class RobotsMiddleware:
    """In place of Scrapy's, which takes a robots.txt that cannot be had for one that allows everything."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._told: dict[str, Told] = {}
        self._asking: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.stop_when_enough, signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest where the rules forbid an address, NotNowError where they cannot be known."""
        if "robots_bytes" in request.meta:
            request.meta["robots_bytes"] = 0
            return
        parts = urlsplit(request.url)
        authority = f"{parts.scheme}://{parts.netloc}"
        async with self._asking[authority]:
            told = self._told.get(authority)
            if told is None or told.until < time.monotonic():
                told = self._told[authority] = await self._ask(authority)
        if isinstance(told.verdict, IgnoreRequest):
            raise told.verdict.with_traceback(None)
        if not told.verdict.allows(request.url):
            raise IgnoreRequest("robots")

    def stop_when_enough(self, data: bytes, request: Request) -> None:
        """More than what is parsed is not fetched: a robots.txt of 52 MB took 900 MB."""
        if "robots_bytes" in request.meta:
            request.meta["robots_bytes"] += len(data)
            if request.meta["robots_bytes"] > MAX_BYTES:
                raise StopDownload(fail=False)

    async def _ask(self, authority: str) -> Told:
        url = f"{authority}/robots.txt"
        try:
            robots = await self._read(url)
        except (ArchiveError, RestingError, StoppedError):
            raise
        except Exception as error:
            verdict = refuse(error)
            if isinstance(verdict, NotNowError):
                logger.warning("%s: %s", url, verdict)
            return Told(verdict, time.monotonic() + AGAIN.total_seconds())
        if robots.crawl_delay:
            hosts_of(self._crawler).slow_down(url, robots.crawl_delay)
        return Told(robots, time.monotonic() + LASTS.total_seconds())

    async def _read(self, url: str) -> Robots:
        """Rules bind the authority that was asked first, whoever tells them."""
        response = await self._download(url)
        for _ in range(MAX_REDIRECTS):
            location = read_location(response) if response.status in REDIRECTS else ""
            if not location:
                break
            try:
                response = await self._download(urljoin(response.url, location))
            except NotNowError:
                raise
            except IgnoreRequest as error:
                # Where the guard lets nobody go; what is refused on the way is no refusal of the first address.
                raise NotNowError(f"redirected: {error}") from error
        return await asyncio.to_thread(judge, response)

    async def _download(self, url: str) -> Response:
        meta = {
            "robots_bytes": 0,
            "dont_redirect": True,
            "download_fail_on_dataloss": False,
            "download_maxsize": 0,
            "download_warnsize": 0,
            "keep_coding": True,
        }
        headers = {"Accept-Encoding": "identity"}
        request = Request(url, callback=NO_CALLBACK, headers=headers, meta=meta, dont_filter=True)
        return await self._crawler.engine.download_async(request)


def refuse(error: Exception) -> IgnoreRequest:
    """Why nothing of an authority is asked for whose robots.txt could not be had. What the guard says of the host is
    said of each of its addresses."""
    if isinstance(error, IgnoreRequest) and not isinstance(error, NotNowError):
        return error
    if isinstance(error, NotNowError) and error.state == "blocked":
        return error
    return NotNowError(f"robots_unreachable: {explain(error)[1]}", datetime.now(UTC) + AGAIN)


def judge(response: Response) -> Robots:
    """RFC 9309 §2.3.1: one that is not there (4xx) allows everything. Raises NotNowError where the server could not say
    (5xx, 429, half an answer), CodingError where nobody can read it. A web page in its place has no rules."""
    if response.status == HTTPStatus.TOO_MANY_REQUESTS or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        if response.status in BLOCKED:
            raise NotNowError(f"{BLOCKED[response.status]} {response.status}", state="blocked")
        raise NotNowError(f"http {response.status}")
    if response.status != HTTPStatus.OK:
        return Robots()
    if "dataloss" in response.flags:
        raise NotNowError(f"truncated: the connection was lost after {len(response.body)} bytes")
    codings = read_codings(response.headers.getlist("Content-Encoding"))
    head = undo_head(response.body, codings, MAX_BYTES + 1)
    return Robots() if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else parse_robots(head)
