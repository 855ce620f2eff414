"""Every answer as it came, into the WARC: a downloader middleware nearer the network than decompression.

What the archive holds already is asked for on a condition (RFC 9110 §13). Where the host says that it has not changed
(304), the record is a revisit, and the rest of the crawl sees the page as it was kept."""

import logging
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archive.errors import DamagedRecordError
from archive.store import Held
from archive.warc.answer import Answer, Earlier, Truncated
from archive.warc.record import payload_digest, read_answer, read_member
from crawler.answers import REDIRECTS
from crawler.download import LENGTH, TIME
from crawler.portals import Portal
from crawler.run import Run
from crawler.way import Way

logger = logging.getLogger(__name__)

CONDITIONS = ("If-None-Match", "If-Modified-Since")

OF_ITS_TIME = ("Set-Cookie", "Set-Cookie2", "Retry-After")
"""Headers of a kept answer that mean nothing any more."""

TRUNCATED: dict[str, Truncated] = {
    "dataloss": "disconnect",
    "download_stopped": "length",
    LENGTH: "length",
    TIME: "time",
}
"""Flags of a response that is no whole answer, and what its record says of it."""


class CaptureMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _run(self) -> Run:
        return self._crawler.spider.run  # type: ignore[union-attr,no-any-return]

    def process_request(self, request: Request) -> None:
        # A retried request would bring the capture of the try before.
        request.meta.pop("capture_id", None)
        for name in CONDITIONS:
            request.headers.pop(name, None)
        request.meta["held"] = self._find_held(request)
        if held := request.meta["held"]:
            for name, value in zip(CONDITIONS, (held.etag, held.last_modified), strict=True):
                if value:
                    request.headers[name] = value

    def _find_held(self, request: Request) -> Held | None:
        if request.method != "GET" or "key" not in request.meta or request.meta.get("unconditional"):
            return None
        return self._run.find_held(request.meta["key"], request.url)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Also of robots.txt and of each try of a retried request. The capture's id goes with the request."""
        held: Held | None = request.meta.get("held")
        if held is None or response.status != HTTPStatus.NOT_MODIFIED:
            request.meta["capture_id"] = self._keep(request, response)
            return response
        try:
            headers, body = read_answer(read_member(self._run.home.warcs, held.location))
        except DamagedRecordError as error:
            logger.error("%s: is fetched anew: %s", request.url, error)
            self._keep(request, response)
            return request.replace(meta={**request.meta, "unconditional": True})
        confirmed = Earlier(held.capture, held.fetched_at, payload_digest(body))
        request.meta["capture_id"] = self._keep(request, response, confirmed)
        return as_kept(response, headers, body)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """What had come of an answer that was over a limit."""
        if cut := request.meta.pop("cut", None):
            request.meta["capture_id"] = self._keep(request, cut)

    def _keep(self, request: Request, response: Response, confirmed: Earlier | None = None) -> str:
        answer = Answer(
            url=response.url,
            body=response.body,
            fetched_at=datetime.now(UTC),
            status=response.status,
            headers=tuple(_headers(response)),
            media=_text(response.headers.get("Content-Type")),
            discovered_from=request.meta.get("discovered_from"),
            crawl=self._run.crawl_id,
            form=request.body if request.method == "POST" else None,
            truncated=next((TRUNCATED[flag] for flag in response.flags if flag in TRUNCATED), None),
            is_open_ended="partial" in response.flags,
            tls=_waived(self._run.portal, response.url),
        )
        return self._run.capture(answer, confirmed=confirmed, is_promised=is_promised(request, response))


def is_promised(request: Request, response: Response) -> bool:
    """Whether an answer belongs to a report before anyone has looked at it: it was announced as one or as a file of
    one, or says by which rules or over which address it was come to."""
    way: Way | None = request.meta.get("way")
    return way is None or way.scent.aim in ("report", "file") or response.status in REDIRECTS


def as_kept(response: Response, kept: tuple[tuple[str, str], ...], body: bytes) -> Response:
    """The page that a 304 stands for."""
    headers = Headers({"Set-Cookie": response.headers.getlist("Set-Cookie")})
    for name, value in kept:
        if name not in OF_ITS_TIME:
            headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return response.replace(cls=kind, status=HTTPStatus.OK.value, headers=headers, body=body)


def _headers(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def _waived(portal: Portal, url: str) -> str | None:
    parts = urlsplit(url)
    return ", ".join(portal.waived(parts.hostname or "")) or None if parts.scheme == "https" else None


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value else None
