"""A line that tells how the crawl goes: pages, reports, queue, rate. Rewritten in place on a terminal, now and then
elsewhere, where it is a log line among JSON lines."""

import logging
import sys
import time
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

logger = logging.getLogger(__name__)

TERMINAL_SECONDS, PIPE_SECONDS = 0.5, 15.0


class Progress:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._began = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._is_logged = crawler.settings.getbool("LOG_JSON") and not self._terminal

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        self._before = self._crawler.spider.run.counts["visited"]  # type: ignore[union-attr]
        self._loop = create_looping_call(self._tell)
        self._loop.start(TERMINAL_SECONDS if self._terminal else PIPE_SECONDS, now=False)

    def spider_closed(self) -> None:
        if self._loop.running:
            self._loop.stop()
        self._tell()
        if self._terminal:
            sys.stderr.write("\n")

    def _tell(self) -> None:
        run = self._crawler.spider.run  # type: ignore[union-attr]
        visited, seconds = run.counts["visited"], time.monotonic() - self._began
        line = (
            f"{visited} pages · {run.counts['reports']} reports · {run.waiting()} queued · "
            f"{(visited - self._before) / seconds if seconds else 0:.1f} pages/s · {seconds:.0f} s"
        )
        if self._is_logged:
            logger.info("%s", line)
            return
        sys.stderr.write(f"\r\x1b[K{line}" if self._terminal else f"{line}\n")
        sys.stderr.flush()
