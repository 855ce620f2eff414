"""Scrapy's scheduler: the best scent first, and what is not worth a request any more is settled instead of asked.

What patience ran out for waits to the end of the run: then a few of each kind, spread over all of them, are asked for
after all, and where one of these bears fruit, all the others are too. In a directory of 300 organs the first hundred
may be offices that publish no report.
"""

import heapq
import itertools
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Self, cast

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from archive.errors import ArchiveError
from crawler.patience import template
from crawler.scent import BRANCH
from crawler.spiders.reports import ReportsSpider

SAMPLE = 8
"""Pages of one kind that are tried after patience ran out."""

Kind = tuple[int, str]
"""The scent and the kind of address of a page."""


class Frontier(BaseScheduler):
    """In memory: a run begins at its seed."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Request]] = []
        self._numbers = itertools.count()
        self._chosen: deque[Request] = deque()
        self._given_up: dict[Kind, list[tuple[Request, str]]] = defaultdict(list)
        self._sampled: set[Kind] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        frontier = cls()
        crawler.signals.connect(frontier.try_again, signals.spider_idle)
        return frontier

    def open(self, spider: Spider) -> None:
        self._spider = cast(ReportsSpider, spider)

    def has_pending_requests(self) -> bool:
        return bool(self._chosen or self._heap)

    def enqueue_request(self, request: Request) -> bool:
        heapq.heappush(self._heap, (-request.priority, next(self._numbers), request))
        return True

    def next_request(self) -> Request | None:
        if not self._following():
            self.choose()
        return self._chosen.popleft() if self._chosen else None

    def choose(self) -> None:
        """The next requests, in the light of all that was followed so far. Called when an answer's turn has come, not
        when the network has room: so a crawl takes the same way however long its answers take to come and to be looked
        at. No more are out than as many as Scrapy downloads, and the answer in hand."""
        downloader = self._spider.crawler.engine.downloader
        out = len(downloader.active) + self._following() + len(self._chosen)
        while out <= downloader.total_concurrency and (request := self._pop()):
            self._chosen.append(request)
            out += 1

    def _following(self) -> int:
        """Answers that came and are not yet followed."""
        slot = self._spider.crawler.engine.scraper.slot
        return len(slot.active) if slot else 0

    def _pop(self) -> Request | None:
        refused: dict[str, str] = {}
        chosen = None
        while self._heap and chosen is None:
            request = heapq.heappop(self._heap)[2]
            wanted, reason = self._spider.take(request)
            if wanted:
                chosen = request
            elif reason and reason.startswith("patience"):
                self._given_up[kind_of(request)].append((request, reason))
            elif reason:
                refused[request.meta["key"]] = reason
        self._settle(refused)
        return chosen

    def try_again(self) -> None:
        """Nothing else is left: what is worth another try is asked for, all else that was given up is settled. Raises
        DontCloseSpider where there is some."""
        waiting, self._given_up = self._given_up, defaultdict(list)
        settled: dict[str, str] = {}
        again: list[Request] = []
        for kind, requests in waiting.items():
            parked = [one for one in requests if not self._spider.is_overtaken(one[0])]
            if not parked:
                continue
            if self._spider.is_patient_again(parked[0][0]):
                self._sampled.discard(kind)
                again += [request for request, _ in parked]
            elif kind[0] > BRANCH and kind not in self._sampled:
                self._sampled.add(kind)
                step = -(-len(parked) // SAMPLE)
                again += [as_sample(request) for request, _ in parked[::step]]
                self._given_up[kind] = [one for at, one in enumerate(parked) if at % step]
            else:
                settled |= {request.meta["key"]: reason for request, reason in parked}
        self._settle(settled)
        for request in again:
            self._spider.crawler.engine.crawl(request)
        if again:
            raise DontCloseSpider

    def _settle(self, refused: Mapping[str, str]) -> None:
        try:
            self._spider.run.refuse(refused)
        except ArchiveError as error:
            self._spider.stop(error)


def as_sample(request: Request) -> Request:
    request.meta["way"] = replace(request.meta["way"], sample=True)
    return request


def kind_of(request: Request) -> Kind:
    return request.meta["way"].scent.score, template(request.url)
