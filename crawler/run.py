"""One run of the crawler on one portal: its archive, its WARC file, its crawl record, its counts."""

import fcntl
import logging
import platform
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TextIO, TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import ledger, store
from archive.address import url_key
from archive.alarms import GOOD, LEFT, LEFT_ALONE, NAMED, STATE, count_states
from archive.database import explained_errors, open_database, patiently, session
from archive.errors import BusyError, StorageError
from archive.home import Home, make_folder
from archive.hosts import HostState, keep_hosts, recall_hosts
from archive.journal import describe_before, describe_crawl, keep_part, note_crawl, note_end, note_page
from archive.leases import end_lease, renew_lease, take_lease, was_renewed
from archive.ledger import Discovery, Met, State, Waiting
from archive.memory import Memories, forget, recall, remember
from archive.models import Capture, Crawl, ReadPage, Url
from archive.pauses import refuse_paused
from archive.portals_seen import judge_crawl
from archive.remaking.recovery import recover
from archive.remaking.replay import keep_page
from archive.returning import Known, Settled, find_above_lost, find_missing, find_settled, recall_portal, was_swept
from archive.store import Held
from archive.upsert import storable
from archive.warc.answer import Answer, Earlier
from archive.warc.record import payload_sha256
from archive.warc.writer import WarcWriter
from crawler.portals import Portal
from crawler.returning import FEW, ROTATION, as_left, choose_entries, choose_left, choose_open, is_too_old
from crawler.scent import COLUMN, OPENNESS

if TYPE_CHECKING:
    from crawler.way import Way

logger = logging.getLogger(__name__)

T = TypeVar("T")

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
    page is a list or a column, and no report is no fault of it. `part`: it is a file of a report's page. `next_at`: it
    may be asked for again from then on. `anchor`: the words of the link that led there.
    """

    url: str
    state: State
    reason: str | None = None
    capture_id: str | None = None
    discoveries: tuple[Discovery, ...] = ()
    # Scrapy logs what is kept, and what cannot be: a report's text is in no log.
    reading: dict[str, Any] | None = field(default=None, repr=False)
    leads: bool = False
    part: bool = False
    next_at: datetime | None = None
    anchor: str | None = None


class Turn(NamedTuple):
    """What becomes of a URL whose turn has come, why it is not asked for, and from when on it may be."""

    word: Literal["leased", "parked", "refused", "failed"]
    reason: str | None = None
    next_at: datetime | None = None


Changes = Callable[[], Memories]
"""What a crawl has to remember of all that changed since it was asked last."""

Take = Callable[[Waiting], Turn]
"""What becomes of a URL whose turn has come."""

MOST_LOOKED_AT = 1000
"""URLs whose turn is judged at once."""

SWEEP = timedelta(days=90)
"""After this time a portal is asked for everything once more."""

RESUMABLE = timedelta(days=30)
"""Within this time a crawl that did not finish is gone on with; then the portal is another."""

ABOVE = "asked above"
"""How the counts of a crawl name the pages that it asked for since they once led to lists that are gone."""

MISSING = "named no more"
"""How the counts of a crawl name the reports that no page names any more."""

NO_REPORT_NOW = ("redirect:", "not_wanted", "no_report_text", "report_in_", "file:")
"""Reasons of a page that is there and holds no report, whatever it held before."""


ALL, REPORTS = "all", "reports"
"""What is kept whole, as the setting CAPTURE names it."""


@dataclass
class Run:
    home: Home
    portal: Portal
    engine: Engine
    writer: WarcWriter
    crawl_id: str
    started: datetime
    lock: TextIO
    token: int
    numbers: int = 0
    is_resumed: bool = False
    is_full: bool = True
    """It asks for everything, whatever is settled."""
    since: int = 0
    """No reports of years before are asked for."""
    keeps_all: bool = True
    """The bodies of all answers, and not only of reports with their files and lists."""
    known: Known = field(default_factory=lambda: Known({}, frozenset(), 0))
    """What earlier crawls found."""
    suspects: set[str] = field(default_factory=set)
    """URLs that the crawler was killed with too often to be fetched beside others."""
    hosts: dict[str, HostState] = field(default_factory=dict)
    """What is to be kept of hosts with whatever is written next."""
    counts: Counter[str] = field(default_factory=Counter)
    _unkept: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What the crawl has to remember, until it is kept."""
    _captured: dict[str, tuple[str, Callable[[Session], Capture]]] = field(default_factory=dict)
    """The WARC file of each record, and what makes its row, until that is kept; by the record's id."""
    _undecided: dict[str, Answer] = field(default_factory=dict)
    """Answers that may be kept without their bodies."""

    def find_held(self, key: str, url: str) -> Held | None:
        """What its host may confirm of a URL. In a full crawl nothing: not every host that says 304 has looked."""
        if self.is_full:
            return None
        return self._read(lambda work: store.find_held(work, key, url))

    def capture(self, answer: Answer, *, confirmed: Earlier | None = None, is_promised: bool = True) -> str:
        """The answer is in its WARC file, and goes to the disk and into the database with what is kept next. Returns
        the capture's id. `confirmed` is the record whose payload the host says it would send again (304). Where only
        reports and their lists are kept, an answer that is not `is_promised` waits for what its page turns out to be.
        """
        record_id = str(uuid.uuid4())
        if self.keeps_all or is_promised or confirmed:
            self._append(record_id, answer, confirmed)
        else:
            self._undecided[record_id] = answer
        self.counts["captures"] += 1
        self.counts["bytes"] += len(answer.body)
        self._keep_hosts()
        return record_id

    def _append(self, record_id: str, answer: Answer, confirmed: Earlier | None = None, *, whole: bool = True) -> None:
        """Without its body, where it is not `whole`."""
        earlier = confirmed or self._read(lambda work: store.find_earlier(work, answer))
        whole = whole or not answer.body or earlier is not None
        _, location = self.writer.append(answer, earlier=earlier, keep_body=whole, record_id=record_id)
        add = partial(
            store.add_capture,
            answer=answer,
            record_id=record_id,
            location=location,
            revisit_of=earlier.record_id if earlier else None,
            left_out=None if whole else (payload_sha256(answer.body), len(answer.body)),
        )
        self._captured[record_id] = location.file, add

    def _decide(self, visit: Visit) -> None:
        """The answer that a visit is about is kept whole or not, and what its URL answered before it is not."""
        own = [key for key, one in self._undecided.items() if key == visit.capture_id or url_key(one.url) == visit.url]
        for record_id in own:
            whole = record_id == visit.capture_id and is_wanted(visit)
            self._append(record_id, self._undecided.pop(record_id), whole=whole)

    def _keep_hosts(self) -> None:
        """What a host asks for has to outlive this process, and need not outlive a power cut."""
        with explained_errors(self.home):
            for attempt in patiently():
                with attempt, session(self.engine, write=True, flushed=False) as work, work.begin():
                    keep_hosts(work, self.hosts)
        self.hosts.clear()

    def discover(self, seeds: Sequence[Discovery], changes: Changes) -> None:
        self._write(lambda work: self._discover(work, seeds), changes)

    def keep(self, visit: Visit, changes: Changes, room: int = 0, take: Take | None = None) -> list[Waiting]:
        """Everything a visit brought, in one transaction: what it discovered, the report it holds, its own state, and
        what the crawl has to remember of it. With it, up to `room` URLs are leased as by `lease`."""
        judged: dict[str, Turn] = {}
        leased: list[Waiting] = []
        self._decide(visit)

        def keep(work: Session) -> None:
            self._discover(work, visit.discoveries)
            if visit.state != "queued":
                self._settle(work, visit)
                self.counts["visited"] += 1
            if take:
                leased[:] = self._lease(work, room, take, judged)

        self._write(keep, changes)
        return leased

    def lease(self, room: int, take: Take, changes: Changes) -> list[Waiting]:
        """Up to `room` URLs whose turn has come, to be fetched now; `take` judges each. None where none is left."""
        judged: dict[str, Turn] = {}
        leased: list[Waiting] = []

        def lease(work: Session) -> None:
            leased[:] = self._lease(work, room, take, judged)

        # After a power cut they are asked for again, as after a kill.
        self._write(lease, changes, flushed=False)
        return leased

    def _lease(self, work: Session, room: int, take: Take, judged: dict[str, Turn]) -> list[Waiting]:
        """`judged`: what was said already, since each is asked about once however often the transaction is tried."""
        leased: list[Waiting] = []
        looked = room
        while len(leased) < room and (rows := ledger.next_urls(work, crawl=self.crawl_id, limit=looked)):
            turns: list[tuple[Waiting, Turn]] = []
            for row in rows:
                turn = judged[row.url] = judged.get(row.url) or take(row)
                turns.append((row, turn))
                if turn.word == "leased":
                    leased.append(row)
                    if len(leased) == room:
                        break
            self._record(work, turns)
            # Where a budget is spent, thousands are refused in a row.
            looked = min(2 * looked, MOST_LOOKED_AT)
        return leased

    def _record(self, work: Session, turns: Iterable[tuple[Waiting, Turn]]) -> None:
        reasons: dict[str, dict[str, str]] = defaultdict(dict)
        for row, turn in turns:
            reasons[turn.word][row.url] = turn.reason or ""
        ledger.lease(work, reasons["leased"].keys())
        ledger.park(work, reasons["parked"])
        ledger.refuse(work, reasons["refused"])
        ledger.leave(work, reasons["failed"], {turn.reason or "": turn.next_at for _, turn in turns})
        self.suspects -= {row.url for row, turn in turns if turn.word != "leased"}
        self.counts["given up"] += len(reasons["refused"]) + len(reasons["failed"])

    def ask_more(self, changes: Changes) -> bool:
        """When nothing else is left, once a crawl each: what led to lists that are gone, and then some of the reports
        that no page names any more. Whether any is asked for."""
        if not self.is_full and ABOVE not in self.counts and self._ask_above(changes):
            return True
        return MISSING not in self.counts and self._ask_missing(changes) > 0

    def _ask_above(self, changes: Changes) -> int:
        above = self._read(lambda work: self._find(find_above_lost, work, openness=OPENNESS))

        def ask(work: Session) -> None:
            self.counts[ABOVE] = self._ask_again(work, sorted(above), again=True)

        self._write(ask, changes)
        return self.counts[ABOVE]

    def _ask_missing(self, changes: Changes) -> int:
        missing = [one.url for one in self._read(lambda work: self._find(find_missing, work))]
        wanted = [url for url in missing if self._is_wanted(url)]
        some = wanted[: max(FEW, len(self.known.reports) // ROTATION)]
        asked = 0

        def ask(work: Session) -> None:
            nonlocal asked
            asked = self._ask_again(work, some, sample=True)
            ledger.note(work, missing, missing=True)
            self.counts[MISSING] = len(wanted)

        self._write(ask, changes)
        return asked

    def _find(self, find: Callable[..., T], work: Session, **more: int) -> T:
        return find(work, self.portal.domain, self.known, crawl=self.crawl_id, started=self.started, **more)

    def _is_wanted(self, report: str) -> bool:
        return max(self.known.reports.get(report, ()), default=self.since) >= self.since

    def _ask_again(self, work: Session, urls: Sequence[str], **way: Any) -> int:
        asked, left = ledger.ask_again(
            work, urls, portal=self.portal.domain, crawl=self.crawl_id, number=self.numbers, **way
        )
        self.numbers += asked
        self.counts["discovered"] += asked - left
        self.counts[LEFT] -= left
        return asked

    def parked(self) -> list[Waiting]:
        return self._read(lambda work: ledger.parked(work, crawl=self.crawl_id))

    def unpark(self, again: "Mapping[str, Way]", refused: Mapping[str, str], changes: Changes) -> None:
        """What is to be asked for after all, with its way, and what is not, with its reason."""

        def unpark(work: Session) -> None:
            for url, way in again.items():
                row = work.get_one(Url, url)
                row.priority, row.score, row.reason = way.priority, way.scent.score, None
                row.way = {**(row.way or {}), **way.to_json()}
            ledger.refuse(work, refused)
            self.counts["given up"] += len(refused)

        if again or refused:
            self._write(unpark, changes)

    def _read(self, ask: Callable[[Session], T]) -> T:
        with explained_errors(self.home):
            for attempt in patiently():
                with attempt, session(self.engine) as work:
                    return ask(work)
        raise AssertionError

    def _write(self, do: Callable[[Session], None], changes: Changes, *, flushed: bool = True) -> None:
        """One transaction: refused where another run has taken the portal; with it goes what the crawl remembers and,
        where it is flushed, what was captured since the last. Where it fails, nothing of it is counted, and what it
        wrote to the WARC file is taken back. Where nobody can tell whether it was kept, that is for the next run to
        find out (`archive.remaking.recovery`)."""
        counts, numbers, suspects, renewed = self.counts, self.numbers, self.suspects, None
        is_in_doubt = False
        mark = self.writer.mark()
        try:
            with explained_errors(self.home):
                for attempt in patiently():
                    with attempt, session(self.engine, write=True, flushed=flushed) as work, work.begin():
                        if renewed and was_renewed(work, self.portal.domain, self.token, now=renewed):
                            # The connection was lost when the transaction before had been kept.
                            continue
                        self.writer.cut_back(mark)
                        is_in_doubt = False
                        self.counts, self.numbers, self.suspects = counts.copy(), numbers, suspects.copy()
                        renewed = datetime.now(UTC)
                        renew_lease(work, self.portal.domain, self.token, now=renewed)
                        if flushed:
                            self._add_captured(work)
                        do(work)
                        self._unkept |= changes()
                        remember(work, self.crawl_id, self._unkept)
                        keep_hosts(work, self.hosts)
                        store.keep_counts(work, self.crawl_id, self.counts)
                        if flushed:
                            keep_part(work, self.writer.flush(), now=renewed)
                        is_in_doubt = True
        except BaseException:
            self.counts, self.numbers, self.suspects = counts, numbers, suspects
            if is_in_doubt:
                self.writer.close()
                self._captured.clear()
            else:
                self.writer.cut_back(mark)
            raise
        if flushed:
            self._captured.clear()
            self.writer.settle()
        self._unkept.clear()
        self.hosts.clear()

    def _add_captured(self, work: Session) -> None:
        """Records of a file that was closed since are gone, or the next run takes them in."""
        for file, add in self._captured.values():
            if file == self.writer.file:
                add(work)

    def recall_hosts(self, hosts: Collection[str]) -> list[HostState]:
        """What any run knew of hosts, by their names and addresses."""
        return self._read(lambda work: recall_hosts(work, hosts))

    def _discover(self, work: Session, found: Sequence[Discovery]) -> None:
        now = datetime.now(UTC)
        found = list({one.url: one for one in found}.values())
        left = self._leave(work, found, now)
        asked = [one for one in found if one.url not in left]
        self.counts[NAMED] += sum(is_too_old(one) for one in asked)
        taken = ledger.discover(
            work, asked, portal=self.portal.domain, crawl=self.crawl_id, now=now, number=self.numbers
        )
        self.numbers += len(asked)
        self.counts["discovered"] += taken

    def _leave(self, work: Session, found: Sequence[Discovery], now: datetime) -> Mapping[str, Settled]:
        """The links that are met and not asked for: what they lead to is settled, and nothing suggests a change."""
        chosen = [one for one in found if is_too_old(one)] if self.is_full else choose_open(found, self.known)
        urls = [one.url for one in chosen]
        settled = find_settled(work, urls, portal=self.portal.domain, before=self.started)
        left = choose_left(chosen, settled, self.known)
        met = [as_left(one, left[one.url]) for one in chosen if one.url in left]
        new = ledger.meet_again(work, met, crawl=self.crawl_id, now=now, number=self.numbers)
        self.numbers += len(left)
        self.counts["discovered"] += len(new)
        self.counts[LEFT] += sum(left[url].state in GOOD for url in new)
        self.counts[NAMED] += sum(url in self.known.reports for url in new)
        return left

    def _settle(self, work: Session, visit: Visit) -> None:
        state, reason = (visit.state, visit.reason) if visit.reading is None else self._keep(work, visit, visit.reading)
        told = (reason or "").startswith("report:")
        if state == "archived" and not told and visit.capture_id and work.get_one(Capture, visit.capture_id).revisit_of:
            state = "unchanged"
        ledger.settle(work, visit.url, state, reason=reason, capture=visit.capture_id, next_at=visit.next_at)
        self.suspects.discard(visit.url)
        if state == "gone" or (reason or "").startswith(NO_REPORT_NOW):
            now = datetime.now(UTC)
            if store.end_version(work, visit.url, now):
                note_end(self.writer, visit.url, now)

    def _keep(self, work: Session, visit: Visit, reading: dict[str, Any]) -> tuple[State, str | None]:
        capture = work.get_one(Capture, visit.capture_id)
        page = ReadPage(
            capture_id=capture.id,
            url=visit.url,
            portal=self.portal.domain,
            anchor=storable(visit.anchor),
            portal_division=self.portal.division_code,
            is_part=visit.part,
            read_at=datetime.now(UTC),
        )
        result = keep_page(work, page, capture, reading)
        note_page(self.writer, page)
        if result.kept:
            self.counts["reports"] += 1
            self.counts[NAMED] += MISSING not in self.counts
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

    def left_alone(self) -> int:
        """URLs that were not asked for because their hosts were down or busy."""
        with session(self.engine) as work:
            return ledger.count_left_alone(work, crawl=self.crawl_id)

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
        """Raises StorageError where the crawl has finished and the disk does not take that."""
        with suppress(StorageError):
            for record_id, answer in self._undecided.items():
                self._append(record_id, answer, whole=False)
        self._flush_captured(outcome)
        now, mark = datetime.now(UTC), self.writer.mark()
        with explained_errors(self.home):
            for attempt in patiently():
                with attempt, session(self.engine, write=True) as work, work.begin():
                    if self._was_ended(work, now):
                        # The connection was lost when the transaction before had been kept.
                        continue
                    self.writer.cut_back(mark)
                    self._end(work, now, outcome)
        self.writer.close()
        self.lock.close()

    def _was_ended(self, work: Session, now: datetime) -> bool:
        mine = select(Crawl.finished).where(Crawl.id == self.crawl_id)
        # Waits for a transaction whose end the server is still writing.
        return work.scalar(mine.with_for_update()) == now

    def _end(self, work: Session, now: datetime, outcome: str) -> None:
        self._add_captured(work)
        ledger.release(work, crawl=self.crawl_id)
        keep_hosts(work, self.hosts)
        if outcome == "finished":
            forget(work, self.crawl_id)
        self.counts.update(count_states(ledger.count_states(work, crawl=self.crawl_id)))
        self.counts[LEFT_ALONE] = ledger.count_left_alone(work, crawl=self.crawl_id)
        store.finish_crawl(work, self.crawl_id, finished=now, outcome=outcome, counts=dict(self.counts))
        end_lease(work, self.portal.domain, self.token)
        self._note_crawl(work, now, outcome)

    def _flush_captured(self, outcome: str) -> None:
        try:
            self.writer.flush()
        except StorageError as error:
            if outcome == "finished":
                raise
            logger.error("what was captured last is not kept: %s", error)

    def _note_crawl(self, work: Session, now: datetime, outcome: str) -> None:
        """A crawl that ended since its disk is full says so in the database alone. One that has finished ends with its
        next run where the files do not take that."""
        mark = self.writer.mark()
        try:
            note_crawl(work, self.writer, work.get_one(Crawl, self.crawl_id), made=now)
            keep_part(work, self.writer.flush(), now=now)
        except StorageError as error:
            self.writer.cut_back(mark)
            if outcome == "finished":
                raise
            logger.error("the crawl's end is not in the WARC files: %s", error)
            keep_part(work, self.writer.flush(), now=now)


def is_wanted(visit: Visit) -> bool:
    """Whether the page of a visit is kept where only reports are, with their files and lists; what stood in the way of
    a page, or killed its reader, is kept too."""
    return visit.leads or visit.part or visit.reading is not None or visit.state in ("blocked", "quarantined")


def begin(
    home: Home,
    portal: Portal,
    settings: Mapping[str, Any],
    *,
    full: bool = False,
    sweep: timedelta = SWEEP,
    since: int = 0,
) -> Run:
    """A new crawl of a portal, or its last one where that did not finish. Raises DatabaseError where there is no
    archive to crawl into, BusyError where another run crawls the portal, UsageError where a person has paused it. The
    crawl's record keeps the settings, which may hold no secret, and the versions of each of its runs. `full`: it asks
    for everything, as a portal's first crawl does, and one when the last that did is `sweep` ago, or none has found a
    report. `since`: the first year whose reports are asked for."""
    engine = open_database(home)
    lock = hold(portal, home)
    with explained_errors(home):
        ends = recover(engine, home.warcs)
    now = datetime.now(UTC)
    with explained_errors(home), session(engine, write=True) as work, work.begin():
        refuse_paused(work, portal.domain, portal.name)
        token = take_lease(work, portal.domain, now=now)
        unfinished = store.find_unfinished(work, portal=portal.domain, since=now - RESUMABLE)
        if unfinished and full and not unfinished.settings.get("full", True):
            unfinished = None
        full = full or not was_swept(work, portal.domain, now=now, within=sweep, since=since)
        crawl = unfinished or store.begin_crawl(
            work, portal=portal.domain, seed=portal.url, started=now, settings={"full": full}
        )
        told = {"started": now.isoformat(timespec="milliseconds"), "settings": dict(settings), "versions": VERSIONS}
        crawl.settings = {**crawl.settings, "runs": [*crawl.settings.get("runs", []), told]}
        # What an earlier run said of its end is said anew at this one's.
        counts = Counter({key: value for key, value in (crawl.counts or {}).items() if not key.startswith(STATE)})
        if unfinished:
            unfinished.outcome = unfinished.finished = None
            ledger.release_killed(work, crawl=crawl.id)
            counts["resumed"] += 1
        numbers = ledger.last_number(work, crawl=crawl.id) + 1
        adopted = ledger.adopt(work, portal=portal.domain, crawl=crawl.id, number=numbers)
        suspects = ledger.suspects(work, crawl=crawl.id)
        known = recall_portal(work, portal.domain, crawl=crawl.id, started=crawl.started, column=COLUMN)
        if not full and not unfinished:
            entries = sorted(choose_entries(known))
            adopted += ledger.ask_again(
                work, entries, portal=portal.domain, crawl=crawl.id, number=numbers + adopted, again=True
            )[0]
        counts["discovered"] += adopted
        crawl.counts = dict(counts)
        info = (
            ("software", SOFTWARE),
            ("robots", "obeyed" if settings.get("ROBOTSTXT_OBEY") else "ignored"),
            ("http-header-user-agent", str(settings.get("USER_AGENT", ""))),
            *describe_crawl(crawl),
            *describe_before(work),
        )
    writer = WarcWriter(home.warcs, info=info, ends=ends)
    resumed = unfinished is not None
    return Run(
        home,
        portal,
        engine,
        writer,
        crawl.id,
        crawl.started,
        lock,
        token,
        numbers + adopted,
        is_resumed=resumed,
        is_full=crawl.settings.get("full", True),
        since=since,
        keeps_all=settings.get("CAPTURE", ALL) == ALL,
        known=known,
        suspects=suspects,
        counts=counts,
    )


def hold(portal: Portal, home: Home) -> TextIO:
    """The portal's lock file, locked until it is closed or the process ends, however it ends."""
    return hold_file(home, re.sub(r"[^\w.-]", "_", portal.domain), f"another run crawls {portal.name}")


def hold_file(home: Home, name: str, busy: str) -> TextIO:
    """A lock file of the archive. Raises BusyError with these words where another process has locked it, StorageError
    where it cannot be made."""
    file = make_folder(home.folder / "locks") / f"{name}.lock"
    try:
        lock = file.open("w")
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror}. Free some disk or its rights, then run again") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise BusyError(f"{busy}; wait for it to end") from None
    return lock
