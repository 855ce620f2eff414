"""One run of the crawler on one portal: its archive, its WARC file, its crawl record, its counts."""

import fcntl
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, TextIO

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import ledger, store
from archive.address import url_key
from archive.database import explained_errors, open_database, session
from archive.errors import BusyError
from archive.home import Home, make_folder
from archive.ingest import keep_reading
from archive.ledger import Discovery, State
from archive.models import Capture, Url
from archive.pauses import refuse_paused
from archive.warc import Answer, WarcWriter
from crawler.portals import Portal

SOFTWARE = f"disclosure-archive/{version('disclosure-archive')}"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to a URL found: its capture (None where nothing came), what it links to, and what is to become of
    it.

    `reading` is set where the page was read as a report; then it decides the state, else `state` does. `leads`: the
    page is a list or a column, and no report is no fault of it. `part`: it is a file of a report's page.
    """

    url: str
    state: State
    reason: str | None = None
    capture_id: str | None = None
    discoveries: tuple[Discovery, ...] = ()
    reading: dict[str, Any] | None = None
    leads: bool = False
    part: bool = False


NO_REPORT_NOW = ("redirect:", "not_wanted", "no_report_text", "report_in_", "file:")
"""Reasons of a page that is there and holds no report, whatever it held before."""


@dataclass
class Run:
    home: Home
    portal: Portal
    engine: Engine
    writer: WarcWriter
    crawl_id: str
    lock: TextIO
    counts: Counter[str] = field(default_factory=Counter)

    def capture(self, answer: Answer) -> str:
        """The answer is in its WARC file, fsynced, and then in the database. Returns the capture's id."""
        with explained_errors(self.home), session(self.engine, write=True) as work, work.begin():
            found = store.find_earlier(work, answer)
            record_id, location = self.writer.append(answer, earlier=found[1] if found else None)
            store.add_capture(
                work, answer, record_id=record_id, location=location, revisit_of=found[0] if found else None
            )
        self.counts["captures"] += 1
        self.counts["bytes"] += len(answer.body)
        return record_id

    def discover(self, seed: Discovery) -> None:
        with explained_errors(self.home), session(self.engine, write=True) as work, work.begin():
            self._discover(work, [seed])

    def keep(self, visit: Visit) -> None:
        """Everything a visit brought, in one transaction: what it discovered, the report it holds, its own state."""
        with explained_errors(self.home), session(self.engine, write=True) as work, work.begin():
            self._discover(work, visit.discoveries)
            state, reason = (
                (visit.state, visit.reason) if visit.reading is None else self._keep(work, visit, visit.reading)
            )
            ledger.settle(work, visit.url, state, reason=reason, capture=visit.capture_id)
            if state == "gone" or (reason or "").startswith(NO_REPORT_NOW):
                store.end_version(work, visit.url, datetime.now(UTC))
        self.counts["visited"] += 1

    def refuse(self, reasons: Mapping[str, str]) -> None:
        """URLs that are not asked for after all, with their reasons, in one transaction."""
        if not reasons:
            return
        with explained_errors(self.home), session(self.engine, write=True) as work, work.begin():
            ledger.refuse(work, reasons)
        self.counts["given up"] += len(reasons)

    def _discover(self, work: Session, found: Sequence[Discovery]) -> None:
        now = datetime.now(UTC)
        taken = ledger.discover(work, found, portal=self.portal.domain, crawl=self.crawl_id, now=now)
        self.counts["discovered"] += taken

    def _keep(self, work: Session, visit: Visit, reading: dict[str, Any]) -> tuple[State, str | None]:
        capture = work.get_one(Capture, visit.capture_id)
        result = keep_reading(work, capture, reading, portal=self.portal.domain, part=visit.part)
        if result.kept:
            self.counts["reports"] += 1
            self.counts[result.kept.change] += 1
        elif visit.leads and (result.state == "refused" or result.reason.startswith("report_in_frame")):
            return visit.state, visit.reason
        return result.state, result.reason

    def states(self) -> dict[str, int]:
        with session(self.engine) as work:
            return ledger.count_states(work, crawl=self.crawl_id)

    def balanced(self) -> bool:
        """Whether every URL this run discovered has exactly one state in the ledger."""
        return sum(self.states().values()) == self.counts["discovered"]

    def why(self, url: str) -> tuple[str, str | None]:
        """One URL's state and reason."""
        with session(self.engine) as work:
            row = work.get(Url, url_key(url))
            return (row.state, row.reason) if row else ("queued", None)

    def gave_pages(self) -> bool:
        """Whether any address of this run gave a page, and not only a redirect or an error."""
        with session(self.engine) as work:
            return ledger.count_pages(work, crawl=self.crawl_id) > 0

    def had_reports(self) -> bool:
        """Whether this portal's reports were ever seen."""
        with session(self.engine) as work:
            return store.has_sightings(work, portal=self.portal.domain)

    def finish(self, outcome: str) -> None:
        with explained_errors(self.home), session(self.engine, write=True) as work, work.begin():
            store.finish_crawl(
                work, self.crawl_id, finished=datetime.now(UTC), outcome=outcome, counts=dict(self.counts)
            )
        self.writer.close()
        self.lock.close()


def begin(home: Home, portal: Portal, settings: Mapping[str, Any]) -> Run:
    """Raises DatabaseError where there is no archive to crawl into, BusyError where another run on this machine crawls
    the portal, UsageError where a person has paused it."""
    engine = open_database(home)
    lock = hold(portal, home)
    with explained_errors(home), session(engine, write=True) as work, work.begin():
        refuse_paused(work, portal.domain, portal.name)
        crawl = store.begin_crawl(
            work, portal=portal.domain, seed=portal.url, started=datetime.now(UTC), settings=settings
        )
        crawl_id = crawl.id
    info = (
        ("software", SOFTWARE),
        ("isPartOf", crawl_id),
        ("robots", "obeyed" if settings.get("ROBOTSTXT_OBEY") else "ignored"),
        ("http-header-user-agent", str(settings.get("USER_AGENT", ""))),
    )
    return Run(home, portal, engine, WarcWriter(home.warcs, info=info), crawl_id, lock)


def hold(portal: Portal, home: Home) -> TextIO:
    """The portal's lock file, locked until it is closed or the process ends, however it ends."""
    name = re.sub(r"[^\w.-]", "_", portal.domain)
    lock = (make_folder(home.folder / "locks") / f"{name}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise BusyError(f"another run crawls {portal.name}; wait for it to end") from None
    return lock
