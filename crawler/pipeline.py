"""Hands what a visit brought to the archive."""

from typing import Self, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.frontier import Frontier
from crawler.run import Visit
from crawler.spiders.reports import ReportsSpider


class ArchivePipeline:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        try:
            cast(Frontier, self._crawler.engine.scheduler).keep(visit)
        except Exception as error:
            # Disk full, database gone, an error of ours: nothing after this page could be kept either.
            cast(ReportsSpider, self._crawler.spider).stop(error)
            raise DropItem(str(error)) from error
        return visit
