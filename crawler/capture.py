"""Every answer as it came, into the WARC: a downloader middleware nearer the network than decompression."""

from datetime import UTC, datetime
from typing import Literal, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from archive.warc import Answer
from crawler.portals import Portal

TRUNCATED: dict[str, Literal["disconnect", "length"]] = {"dataloss": "disconnect", "download_stopped": "length"}
"""Scrapy's flag → WARC-Truncated (WARC 1.1, 5.13)."""


class CaptureMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        # A retried request would bring the capture of the try before.
        request.meta.pop("capture_id", None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Also of robots.txt and of each try of a retried request. The capture's id goes with the request."""
        run = self._crawler.spider.run  # type: ignore[union-attr]
        request.meta["capture_id"] = run.capture(
            Answer(
                url=response.url,
                body=response.body,
                fetched_at=datetime.now(UTC),
                status=response.status,
                headers=tuple(_headers(response)),
                media=_text(response.headers.get("Content-Type")),
                discovered_from=request.meta.get("discovered_from"),
                crawl=run.crawl_id,
                form=request.body if request.method == "POST" else None,
                truncated=next((TRUNCATED[flag] for flag in response.flags if flag in TRUNCATED), None),
                tls=_waived(run.portal, response.url),
            )
        )
        return response


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
