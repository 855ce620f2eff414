"""One run of the crawler on one portal: its archive, its WARC file, its crawl record, its counts."""

import fcntl
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal, TextIO

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import ledger, store
from archive.address import url_key
from archive.alarms import STATE, count_states
from archive.database import explained_errors, open_database, session
from archive.errors import BusyError
from archive.home import Home, make_folder
from archive.ingest import keep_reading
from archive.leases import end_lease, renew_lease, take_lease
from archive.ledger import Discovery, Met, State
from archive.memory import Memories, forget, recall, remember
from archive.models import Capture, Crawl, Url
from archive.pauses import refuse_paused
from archive.portals_seen import judge_crawl
from archive.warc import Answer, WarcWriter
from crawler.portals import Portal

if TYPE_CHECKING:
    from crawler.way import Way

SOFTWARE = f"disclosure-archive/{version('disclosure-archive')}"
VERSIONS = {name: version(name) for name in ("disclosure-archive", "scrapy", "trafilatura")} | {
    "python": platform.python_version()
}
"""What a crawl's record says it ran on."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to a URL found: its capture (None where nothing came), what it links to, and what is to become of
    it: "queued" where it is to be asked for once more.

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


TURNS = ("leased", "parked", "refused")

Turn = tuple[Literal["leased", "parked", "refused"], str | None]
"""What becomes of a URL whose turn has come, and why it is not asked for."""

Changes = Callable[[], Memories]
"""What a crawl has to remember of all that changed since it was asked last."""

MOST_LOOKED_AT = 1000
"""URLs whose turn is judged in one transaction."""

RESUMABLE = timedelta(days=30)
"""Within this time a crawl that did not finish is gone on with; then the portal is another."""

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
    token: int
    numbers: int = 0
    is_resumed: bool = False
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

    def discover(self, seeds: Sequence[Discovery], changes: Changes) -> None:
        with self._writing(changes) as work:
            self._discover(work, seeds)

    def keep(self, visit: Visit, changes: Changes) -> None:
        """Everything a visit brought, in one transaction: what it discovered, the report it holds, its own state, and
        what the crawl has to remember of it."""
        with self._writing(changes) as work:
            self._discover(work, visit.discoveries)
            if visit.state != "queued":
                self._settle(work, visit)
                self.counts["visited"] += 1

    def lease(self, number: int, take: Callable[[Url], Turn], changes: Changes) -> list[Url]:
        """Up to `number` URLs whose turn has come, to be fetched now; `take` judges each. None where none is left."""
        leased: list[Url] = []
        looked = number
        while len(leased) < number and (rows := self._next(looked)):
            turns: list[tuple[Url, Turn]] = []
            for row in rows:
                turns.append((row, take(row)))
                if turns[-1][1][0] == "leased":
                    leased.append(row)
                    if len(leased) == number:
                        break
            # After a power cut they are asked for again, as after a kill.
            with self._writing(changes, flushed=False) as work:
                reasons = {turn: {row.url: told[1] or "" for row, told in turns if told[0] == turn} for turn in TURNS}
                ledger.lease(work, reasons["leased"].keys())
                ledger.park(work, reasons["parked"])
                ledger.refuse(work, reasons["refused"])
                self.counts["given up"] += len(reasons["refused"])
            # Where a budget is spent, thousands are refused in a row.
            looked = min(2 * looked, MOST_LOOKED_AT)
        return leased

    def _next(self, number: int) -> list[Url]:
        with explained_errors(self.home), session(self.engine) as work:
            return ledger.next_urls(work, crawl=self.crawl_id, limit=number)

    def parked(self) -> list[Url]:
        with explained_errors(self.home), session(self.engine) as work:
            return ledger.parked(work, crawl=self.crawl_id)

    def unpark(self, again: "Mapping[str, Way]", refused: Mapping[str, str], changes: Changes) -> None:
        """What is to be asked for after all, with its way, and what is not, with its reason."""
        if not again and not refused:
            return
        with self._writing(changes) as work:
            for url, way in again.items():
                row = work.get_one(Url, url)
                row.priority, row.score, row.reason = way.priority, way.scent.score, None
                row.way = {**(row.way or {}), **way.to_json()}
            ledger.refuse(work, refused)
            self.counts["given up"] += len(refused)

    @contextmanager
    def _writing(self, changes: Changes, *, flushed: bool = True) -> Iterator[Session]:
        """One transaction: refused where another run has taken the portal; with it goes what the crawl remembers."""
        with explained_errors(self.home), session(self.engine, write=True, flushed=flushed) as work, work.begin():
            renew_lease(work, self.portal.domain, self.token, now=datetime.now(UTC))
            yield work
            remember(work, self.crawl_id, changes())
            store.keep_counts(work, self.crawl_id, self.counts)

    def _discover(self, work: Session, found: Sequence[Discovery]) -> None:
        taken = ledger.discover(
            work, found, portal=self.portal.domain, crawl=self.crawl_id, now=datetime.now(UTC), number=self.numbers
        )
        self.numbers += len(found)
        self.counts["discovered"] += taken

    def _settle(self, work: Session, visit: Visit) -> None:
        state, reason = (visit.state, visit.reason) if visit.reading is None else self._keep(work, visit, visit.reading)
        ledger.settle(work, visit.url, state, reason=reason, capture=visit.capture_id)
        if state == "gone" or (reason or "").startswith(NO_REPORT_NOW):
            store.end_version(work, visit.url, datetime.now(UTC))

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

    def alarms(self) -> tuple[str, ...]:
        """What is alarming about this crawl when it has ended, beside those before it (`archive.alarms`)."""
        with session(self.engine) as work:
            return judge_crawl(work, work.get_one(Crawl, self.crawl_id))

    def waiting(self) -> int:
        """URLs that are to be asked for."""
        states = self.states()
        return sum(states.get(state, 0) for state in ledger.OPEN)

    @contextmanager
    def recall(self) -> Iterator[tuple[Memories, Iterable[Met]]]:
        """What an earlier run of this crawl remembered, and every URL the crawl has met, in that order, read while they
        are asked for."""
        with explained_errors(self.home), session(self.engine) as work:
            yield recall(work, self.crawl_id), ledger.all_urls(work, crawl=self.crawl_id)

    def finish(self, outcome: str) -> None:
        with explained_errors(self.home), session(self.engine, write=True) as work, work.begin():
            ledger.release(work, crawl=self.crawl_id)
            if outcome == "finished":
                forget(work, self.crawl_id)
            self.counts.update(count_states(ledger.count_states(work, crawl=self.crawl_id)))
            store.finish_crawl(
                work, self.crawl_id, finished=datetime.now(UTC), outcome=outcome, counts=dict(self.counts)
            )
            end_lease(work, self.portal.domain, self.token)
        self.writer.close()
        self.lock.close()


def begin(home: Home, portal: Portal, settings: Mapping[str, Any]) -> Run:
    """A new crawl of a portal, or its last one where that did not finish. Raises DatabaseError where there is no
    archive to crawl into, BusyError where another run crawls the portal, UsageError where a person has paused it. The
    crawl's record keeps the settings, which may hold no secret, and the versions of each of its runs."""
    engine = open_database(home)
    lock = hold(portal, home)
    now = datetime.now(UTC)
    with explained_errors(home), session(engine, write=True) as work, work.begin():
        refuse_paused(work, portal.domain, portal.name)
        token = take_lease(work, portal.domain, now=now)
        unfinished = store.find_unfinished(work, portal=portal.domain, since=now - RESUMABLE)
        crawl = unfinished or store.begin_crawl(work, portal=portal.domain, seed=portal.url, started=now, settings={})
        told = {"started": now.isoformat(timespec="seconds"), "settings": dict(settings), "versions": VERSIONS}
        crawl.settings = {**crawl.settings, "runs": [*crawl.settings.get("runs", []), told]}
        # What an earlier run said of its end is said anew at this one's.
        counts = Counter({key: value for key, value in (crawl.counts or {}).items() if not key.startswith(STATE)})
        if unfinished:
            unfinished.outcome = unfinished.finished = None
            ledger.release(work, crawl=crawl.id)
            counts["resumed"] += 1
        numbers = ledger.last_number(work, crawl=crawl.id) + 1
        adopted = ledger.adopt(work, portal=portal.domain, crawl=crawl.id, number=numbers)
        counts["discovered"] += adopted
    info = (
        ("software", SOFTWARE),
        ("isPartOf", crawl.id),
        ("robots", "obeyed" if settings.get("ROBOTSTXT_OBEY") else "ignored"),
        ("http-header-user-agent", str(settings.get("USER_AGENT", ""))),
    )
    writer = WarcWriter(home.warcs, info=info)
    resumed = unfinished is not None
    return Run(
        home, portal, engine, writer, crawl.id, lock, token, numbers + adopted, is_resumed=resumed, counts=counts
    )


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
