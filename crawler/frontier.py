"""Scrapy's scheduler on the ledger: the best scent first, and what is not worth a request any more is settled instead
of asked.

What waits for its turn stands in the ledger alone, and is leased there before it is asked for: a run that is killed
loses nothing, and the next one goes on with what was queued and what was leased.

What patience ran out for is parked to the end of the crawl: then a few of each kind, spread over all of them, are asked
for after all, and where one of these bears fruit, all the others are too. In a directory of 300 organs the first
hundred may be offices that publish no report.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Self, cast

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from archive.ledger import Waiting
from crawler.hosts import host_of, hosts_of
from crawler.patience import template
from crawler.run import Turn, Visit
from crawler.scent import BRANCH
from crawler.spiders.reports import ReportsSpider
from crawler.way import Way

SAMPLE = 8
"""Pages of one kind that are tried after patience ran out."""


class Frontier(BaseScheduler):
    def __init__(self) -> None:
        self._chosen: deque[Request] = deque()
        self._is_dry = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        frontier = cls()
        crawler.signals.connect(frontier.try_again, signals.spider_idle)
        return frontier

    def open(self, spider: Spider) -> None:
        self._spider = cast(ReportsSpider, spider)

    def has_pending_requests(self) -> bool:
        return bool(self._chosen) or not self._is_dry

    def enqueue_request(self, request: Request) -> bool:
        """One that is asked for once more: it is leased already."""
        self._chosen.append(request)
        return True

    def next_request(self) -> Request | None:
        if not self._following():
            self.choose()
        return self._chosen.popleft() if self._chosen else None

    def choose(self) -> None:
        """The first requests, and those after a pause in which nothing was kept."""
        room = self._room()
        if self._is_dry or self._spider.error or room < 1:
            return
        try:
            self._follow(room, self._spider.run.lease(room, self._take, self._spider.changes))
        except Exception as error:
            # Of a scheduler that raises Scrapy asks no more, and waits for ever.
            self._spider.stop(error)

    def keep(self, visit: Visit) -> None:
        """What an answer brought, and the next requests, in one transaction: so a crawl takes the same way however long
        its answers take to come and to be looked at. Raises ArchiveError."""
        room = 0 if self._spider.error else self._room() + 1
        rows = self._spider.run.keep(visit, self._spider.changes, room, self._take)
        self._follow(room, rows)

    def _room(self) -> int:
        """No more are out than as many as Scrapy downloads, and the answer in hand; what may be what ends the crawler
        is out alone."""
        downloader = self._spider.crawler.engine.downloader
        out = len(downloader.active) + self._following() + len(self._chosen)
        most = 1 if self._spider.run.suspects else downloader.total_concurrency + 1
        return most - out

    def _follow(self, room: int, rows: Sequence[Waiting]) -> None:
        self._is_dry = len(rows) < room
        self._chosen += map(self._spider.make_request, rows)

    def _following(self) -> int:
        """Answers that came and are not yet followed."""
        slot = self._spider.crawler.engine.scraper.slot
        return len(slot.active) if slot else 0

    def _take(self, row: Waiting) -> Turn:
        """What becomes of a URL whose turn has come, and why. One whose host rests costs nothing of the budget."""
        if rest := hosts_of(self._spider.crawler).find_rest(host_of(row.address)):
            return Turn("failed", str(rest), rest.next_at)
        reason = self._spider.take(row)
        if reason is None:
            return Turn("leased")
        return Turn("parked" if reason.startswith("patience") else "refused", reason)

    def try_again(self) -> None:
        """Nothing else is left: what is worth another try is asked for, all else that was given up is settled. Raises
        DontCloseSpider where there is some."""
        try:
            again = self._weigh_parked() or self._spider.run.ask_more(self._spider.changes)
        except Exception as error:
            self._spider.stop(error)
            return
        if again:
            self._is_dry = False
            self.choose()
            # Wakes the engine, which else looks for requests every five seconds.
            chosen, self._chosen = self._chosen, deque()
            for request in chosen:
                self._spider.crawler.engine.crawl(request)
            raise DontCloseSpider

    def _weigh_parked(self) -> bool:
        again: dict[str, Way] = {}
        settled: dict[str, str] = {}
        for kind, rows in _by_kind(self._spider.run.parked()).items():
            ways = [self._spider.way_of(row) for row in rows]
            if self._spider.is_patient_again(rows[0]):
                self._spider.forget_sample(kind)
                again |= {row.url: way for row, way in zip(rows, ways, strict=True)}
            elif ways[0].scent.score > BRANCH and self._spider.may_sample(kind):
                step = -(-len(rows) // SAMPLE)
                again |= {
                    row.url: replace(way, sample=True) for row, way in zip(rows[::step], ways[::step], strict=True)
                }
            else:
                settled |= {row.url: row.reason or "" for row in rows}
        self._spider.run.unpark(again, settled, self._spider.changes)
        return bool(again)


def _by_kind(rows: Iterable[Waiting]) -> dict[str, list[Waiting]]:
    """By the scent of a page and the kind of its address."""
    kinds: dict[str, list[Waiting]] = defaultdict(list)
    for row in rows:
        kinds[f"{(row.way or {})['scent'][1]} {template(row.address)}"].append(row)
    return kinds
