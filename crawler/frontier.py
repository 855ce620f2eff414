"""Scrapy's scheduler: the best scent first, and what is not worth a request any more is settled instead of asked."""

import heapq
import itertools
from typing import Self, cast

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from archive.errors import ArchiveError
from crawler.spiders.reports import ReportsSpider


class Frontier(BaseScheduler):
    """In memory: a run begins at its seed."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Request]] = []
        self._numbers = itertools.count()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def open(self, spider: Spider) -> None:
        self._spider = cast(ReportsSpider, spider)

    def has_pending_requests(self) -> bool:
        return bool(self._heap)

    def enqueue_request(self, request: Request) -> bool:
        heapq.heappush(self._heap, (-request.priority, next(self._numbers), request))
        return True

    def next_request(self) -> Request | None:
        refused: dict[str, str] = {}
        chosen = None
        while self._heap and chosen is None:
            request = heapq.heappop(self._heap)[2]
            wanted, reason = self._spider.take(request)
            if wanted:
                chosen = request
            elif reason:
                refused[request.meta["key"]] = reason
        try:
            self._spider.run.refuse(refused)
        except ArchiveError as error:
            self._spider.stop(error)
        return chosen
