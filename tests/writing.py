"""Capturing and keeping as a crawl does, without a network, until something ends it: a portal whose pages are made up,
and read before anybody begins.
"""

import gzip
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import repeat
from typing import Any

from archive.database import explained_errors, session
from archive.errors import ArchiveError
from archive.home import Home
from archive.ledger import Discovery, Waiting
from archive.report.reading import read_report
from archive.store import find_held
from archive.warc.answer import Answer, Earlier
from archive.warc.record import payload_digest, payload_sha256, read_answer, read_member
from crawler.portals import Portal
from crawler.run import Run, Turn, Visit, begin
from tests.forked import Say
from tests.test_store import SENTENCE, page

ORGANS = ("滨湖区民政局", "滨湖区财政局", "滨湖区教育局", "滨湖区水利局")
YEARS = range(2014, 2020)
TEXTS = 2
"""What a report may say from one visit to the next."""

MEDIA = "text/html; charset=utf-8"
ROOM = 4
"""Requests that are out at once."""


class Site:
    """The pages of a portal, with what is read of them."""

    def __init__(self, domain: str) -> None:
        self.portal = Portal(domain, f"http://{domain}/", domain)
        names = [(organ, year) for organ in ORGANS for year in YEARS]
        self.reports = {f"{self.portal.url}{n}/{year}.html": (organ, year) for n, (organ, year) in enumerate(names)}
        self.lists = [f"{self.portal.url}list.html", f"{self.portal.url}list.jsp?page=2"]

    @cached_property
    def readings(self) -> dict[tuple[str, bytes], dict[str, Any]]:
        """(URL, body) → reading, of every text of every report."""
        bodies = [
            (url, page(organ, SENTENCE, f"{_rare(f'{organ}{year}{text}')}。", year=year))
            for url, (organ, year) in self.reports.items()
            for text in range(TEXTS)
        ]
        return {
            (url, body): read_report(body, url=url, media=MEDIA, charset="utf-8", anchor=None, portal_division=None)
            for url, body in bodies
        }

    @cached_property
    def bodies(self) -> dict[str, list[bytes]]:
        return {url: [body for at, body in self.readings if at == url] for url in self.reports}

    def texts(self) -> dict[str, str]:
        """Sha256 of a payload → hash of its text."""
        return {
            payload_sha256(payload): reading["content_hash"]
            for (_, body), reading in self.readings.items()
            for payload in (body, gzip.compress(body, mtime=0))
        }

    def discoveries(self, found_on: str | None = None) -> tuple[Discovery, ...]:
        """Its lists; the reports that one of them leads to."""
        found = dict.fromkeys(self.reports, "report") if found_on else dict.fromkeys(self.lists, "page")
        return tuple(
            Discovery(url, url, discovered_from=found_on, way={"scent": [aim, 50, "title"]})
            for url, aim in found.items()
        )


def _rare(name: str) -> str:
    """What no compression makes small, so that records are longer than a page of memory."""
    return "".join(chr(code) for code in random.Random(name).choices(range(0x4E00, 0x9FA5), k=2000))


@dataclass
class Writing:
    """One process at work: what it fetches is chosen by `chance`, what it has done goes to `say`."""

    home: Home
    site: Site
    chance: random.Random
    say: Say

    def work(self, crawls: int | None = None) -> None:
        """Crawls the portal so many times, or again and again until it is ended."""
        for _ in repeat(None) if crawls is None else range(crawls):
            run = begin(self.home, self.site.portal, {}, full=self.chance.random() < 0.8)
            try:
                self._crawl(run)
            except ArchiveError:
                with explained_errors(self.home):
                    run.finish("storage")
                raise
            run.finish("finished")
            run.engine.dispose()

    def _crawl(self, run: Run) -> None:
        run.discover(self.site.discoveries(), dict)
        waiting = run.lease(ROOM, _take, dict)
        while waiting:
            visits = [self._visit(run, one) for one in waiting]
            self.chance.shuffle(visits)
            for visit in visits:
                run.keep(visit, dict)
                if visit.reading:
                    self.say({"kept": [visit.url, visit.reading["content_hash"], visit.capture_id]})
            waiting = run.lease(ROOM, _take, dict) or (run.lease(ROOM, _take, dict) if run.ask_more(dict) else [])

    def _visit(self, run: Run, one: Waiting) -> Visit:
        if one.url not in self.site.reports:
            form = b"pageNum=2" if one.url.endswith("=2") else None
            captured = self._capture(run, one, b"<html>%s</html>" % one.url.encode(), form=form)
            return Visit(one.url, "archived", None, captured, self.site.discoveries(one.url), leads=True)
        return self.chance.choices(
            (self._report, self._gone, self._moved, self._other, self._failed), (75, 7, 7, 7, 4)
        )[0](run, one)

    def _report(self, run: Run, one: Waiting) -> Visit:
        if self.chance.random() < 0.2 and (visit := self._unchanged(run, one)):
            return visit
        body = self.chance.choices(self.site.bodies[one.url], (4, 1))[0]
        captured = self._capture(run, one, body, is_packed=self.chance.random() < 0.3)
        return Visit(one.url, "archived", None, captured, reading=self.site.readings[one.url, body])

    def _unchanged(self, run: Run, one: Waiting) -> Visit | None:
        """The host says that the page is what the archive holds."""
        with session(run.engine) as work:
            held = find_held(work, one.url, one.address)
        if held is None:
            return None
        headers, kept = read_answer(read_member(self.home.warcs, held.location))
        body = gzip.decompress(kept) if ("Content-Encoding", "gzip") in headers else kept
        if (one.url, body) not in self.site.readings:
            return None
        confirmed = Earlier(held.capture, held.fetched_at, payload_digest(kept))
        captured = self._capture(run, one, b"", status=304, confirmed=confirmed)
        return Visit(one.url, "archived", None, captured, reading=self.site.readings[one.url, body])

    def _gone(self, run: Run, one: Waiting) -> Visit:
        return Visit(one.url, "gone", "404", self._capture(run, one, b"<html>404</html>", status=404))

    def _moved(self, run: Run, one: Waiting) -> Visit:
        return Visit(one.url, "archived", "redirect: /", self._capture(run, one, b"", status=301))

    def _other(self, run: Run, one: Waiting) -> Visit:
        body = self.chance.randbytes(self.chance.choice((100, 5_000, 300_000)))
        return Visit(one.url, "refused", "not_wanted (other)", self._capture(run, one, body))

    def _failed(self, run: Run, one: Waiting) -> Visit:
        return Visit(one.url, "failed", "timeout")

    def _capture(
        self,
        run: Run,
        one: Waiting,
        body: bytes,
        *,
        status: int = 200,
        form: bytes | None = None,
        is_packed: bool = False,
        confirmed: Earlier | None = None,
    ) -> str:
        headers = [("Content-Type", MEDIA), ("ETag", f'"{payload_digest(body)}"')]
        headers += [("Content-Encoding", "gzip")] * is_packed + [("Location", "/")] * (status == 301)
        answer = Answer(
            url=one.address,
            body=gzip.compress(body, mtime=0) if is_packed else body,
            fetched_at=datetime.now(UTC),
            status=status,
            headers=tuple(headers),
            media=MEDIA,
            discovered_from=one.discovered_from,
            crawl=run.crawl_id,
            form=form,
        )
        return run.capture(answer, confirmed=confirmed)


def _take(_: Waiting) -> Turn:
    return Turn("leased")
