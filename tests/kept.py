"""Archives for tests that ask: reports of the sample portal and of a few printed cells, kept as a crawl keeps them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from archive import store
from archive.ingest import keep_reading
from archive.models import Capture
from archive.report.reading import read_report
from archive.warc.answer import Answer, Location
from tests.printed import Td
from tests.site import Site
from tests.test_store import NOON


class Keeper:
    """Keeps pages of one portal; each is fetched a second after the other, the first at `start`."""

    def __init__(self, work: Session, portal: str = "sample.example", start: datetime = NOON) -> None:
        self.work, self.portal, self.start = work, portal, start
        self.crawl = store.begin_crawl(work, portal=portal, seed=f"http://{portal}/", started=start, settings={}).id
        self.number = 0

    def keep(self, path: str, body: bytes) -> str:
        """The id of the report it was kept as."""
        kept = keep_reading(self.work, *self.read(path, body), portal=self.portal).kept
        assert kept is not None
        return kept.report_id

    def read(self, path: str, body: bytes) -> tuple[Capture, dict[str, Any]]:
        self.number += 1
        moment, url = self.start + timedelta(seconds=self.number), f"http://{self.portal}{path}"
        answer = Answer(url, body, moment, 200, media="text/html", crawl=self.crawl)
        place = Location(f"{self.crawl}.warc.gz", self.number, 1, "0" * 64)
        capture = store.add_capture(self.work, answer, record_id=f"{self.crawl[:24]}{self.number:012}", location=place)
        return capture, read_report(body, url=url)

    def finish(self) -> None:
        ended = self.start + timedelta(seconds=self.number + 1)
        store.finish_crawl(self.work, self.crawl, finished=ended, outcome="finished", counts={})
        self.work.commit()


def keep_site(work: Session, site: Site, years: Iterable[int] = range(2009, 2025)) -> dict[tuple[str, int], str]:
    """(organ, year) → id of each report of the site on these years."""
    keeper = Keeper(work)
    chosen = [report for report in site.truth.reports if report.year in years]
    kept = {(one.organ, one.year): keeper.keep(one.paths[0], site.pages[one.paths[0]].body) for one in chosen}
    keeper.finish()
    return kept


Rows = Sequence[Sequence[Td]]


def page_with_tables(organ: str, year: int, *tables: Rows, signed: str = "") -> bytes:
    """A report with these tables; `signed` is its last line."""
    title = f"{organ}{year}年政府信息公开工作年度报告"
    said = f"<p>一、总体情况</p><p>{year}年，{organ}依法公开政府信息，按期答复公开申请，做好各项日常工作。</p>"
    last = f"<p>二、存在的主要问题及改进情况</p><p>人手不足，逐步加强培训。</p><p>{organ}</p><p>{signed}</p>"
    body = f"<h1>{title}</h1><div>{said}{''.join(map(_draw, tables))}{last}</div>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def _draw(rows: Rows) -> str:
    lines = ("".join(map(_draw_cell, row)) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _draw_cell(td: Td) -> str:
    text, width, height = (td, 1, 1) if isinstance(td, str) else td
    return f'<td colspan="{width}" rowspan="{height}">{text}</td>'
