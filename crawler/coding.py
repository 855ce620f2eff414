"""The middleware that undoes content codings, in place of Scrapy's, which takes a gzip that was cut for a whole one."""

import asyncio
from http import HTTPStatus
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

from archive.warc.coding import CodingError, CodingTooLargeError, read_codings, undo


class CodingMiddleware:
    def __init__(self, max_size: int) -> None:
        self._max_size = max_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Raises CodingError, and IgnoreRequest where the body is too large. What was cut on its way stays as it is:
        the judge of answers says so. An error page that cannot be undone is an error page."""
        codings = read_codings(response.headers.getlist("Content-Encoding"))
        if request.meta.get("keep_coding") or not codings or not response.body or "dataloss" in response.flags:
            return response
        max_size = request.meta.get("download_maxsize", self._max_size)
        try:
            body = await asyncio.to_thread(undo, response.body, codings, max_size)
        except CodingTooLargeError as error:
            raise IgnoreRequest(f"too_large: {error} (DOWNLOAD_MAXSIZE)") from error
        except CodingError:
            if response.status == HTTPStatus.OK:
                raise
            return response.replace(body=b"")
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)
