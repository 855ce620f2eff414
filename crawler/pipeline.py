"""Hands what a visit brought to the archive."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.errors import ArchiveError
from crawler.run import Visit


class ArchivePipeline:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        spider = self._crawler.spider
        try:
            state = spider.run.keep(visit)  # type: ignore[union-attr]
        except ArchiveError as error:
            # Disk full, database gone: nothing after this page could be kept either.
            spider.stop(error)  # type: ignore[union-attr]
            raise DropItem(str(error)) from error
        self._crawler.stats.inc_value(f"archive/{state}")  # type: ignore[union-attr]
        return visit
