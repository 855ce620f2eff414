"""The database made again from the WARC files alone.

    1. every file from its first record to its last: crawls, captures and parts get their rows, and what else is to be
       done is put down with its moment
    2. what else there is, in the order in which it was done then: pages are read and kept, versions end, persons
       correct, crawls leave their ledgers

Ids come from content and from the records, so they are those that the lost database had. Not in the WARC files, and so
not made again: what hosts asked for and who holds a portal (both of their time), what a crawl that had not ended had
met and not fetched, and what earlier readers made of a text. Pages are read by the readers of this version.
"""

import dataclasses
import hashlib
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database, journal, replay
from archive.corrections import read_body
from archive.errors import DamagedRecordError, UsageError
from archive.home import Home
from archive.journal import Event
from archive.migrate import create_database
from archive.models import Capture, Crawl, ReadPage
from archive.sandbox import Sandbox
from archive.warc.answer import Part
from archive.warc.members import Gap, Member, read_one, walk
from archive.warc.writer import SUFFIX, sync_folder

PORTION = 200
"""Steps of one transaction."""

Progress = Callable[[str, int, int], None]
"""(what is done, how much of it, of how much)."""


class Place(NamedTuple):
    file: str
    offset: int


@dataclass(slots=True)
class Rebuilt:
    """What was made, and what is gone: a line each."""

    captures: int = 0
    pages: int = 0
    gone: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def rebuild(engine: Engine, warcs: Path, progress: Progress) -> Rebuilt:
    """Into an empty database. Raises OSError where a file cannot be read."""
    done = Rebuilt()
    with Steps() as steps:
        known = _scan(engine, warcs, steps, done, progress)
        _tell_missing(warcs, known, done)
        with Sandbox(os.cpu_count() or 1) as sandbox:
            _replay(engine, warcs, steps, done, sandbox, progress)
    return done


def rebuild_database(home: Home, *, replace: bool, progress: Progress) -> Rebuilt:
    """A SQLite database appears in its place when it is whole; the one that was there is kept beside it. Raises
    UsageError where there is one and it is not to be replaced, or no folder of WARC files."""
    if not any(home.warcs.glob(f"*{SUFFIX}")):
        raise UsageError(f"{home.warcs} holds no WARC files to make a database from. Set ARCHIVE_WARCS")
    is_sqlite = home.database.get_backend_name() == "sqlite"
    place = Path(home.database.database or "")
    if is_sqlite and place.exists() and not replace:
        raise UsageError(f"{place} is there; --replace keeps it beside the new one")
    new = place.with_name(f"{place.name}.rebuilding")
    target = dataclasses.replace(home, database=home.database.set(database=str(new))) if is_sqlite else home
    if is_sqlite:
        _remove_database(new)
    create_database(target)
    engine = database.make_engine(target)
    try:
        with database.explained_errors(target):
            if not is_sqlite:
                _refuse_filled(engine, home)
            done = rebuild(engine, home.warcs, progress)
    finally:
        engine.dispose()
    if is_sqlite:
        _put_in_place(new, place)
    return done


def _refuse_filled(engine: Engine, home: Home) -> None:
    with database.session(engine) as work:
        if work.scalar(select(Crawl.id).limit(1)):
            raise UsageError(f"{home.database_name} holds rows already; name a new, empty database with --database")


COMPANIONS = ("", "-wal", "-shm")
"""Endings of the files of one SQLite database."""


def _remove_database(place: Path) -> None:
    for ending in COMPANIONS:
        place.with_name(place.name + ending).unlink(missing_ok=True)


def _put_in_place(new: Path, place: Path) -> None:
    """The last connection has put the log into the database itself."""
    if place.exists():
        old = place.with_name(f"{place.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        for ending in COMPANIONS:
            if (one := place.with_name(place.name + ending)).exists():
                one.rename(old.with_name(old.name + ending))
    new.rename(place)
    sync_folder(place.parent)


# ---- from the first record to the last


def _scan(engine: Engine, warcs: Path, steps: "Steps", done: Rebuilt, progress: Progress) -> set[Part]:
    """The parts of files that any of the files names."""
    paths = sorted(warcs.glob(f"*{SUFFIX}"))
    total, before = sum(path.stat().st_size for path in paths), 0
    waiting: list[Place] = []
    named: set[Part] = set()
    for path in paths:
        sections = Sections(path.name)
        for members in _in_portions(walk(path), sections, done):
            with database.session(engine, write=True) as work, work.begin():
                waiting += [Place(path.name, one.offset) for one in members if not _take_in(work, one, path, steps)]
            named.update(part for one in members for part in journal.read_before(one.record))
            done.captures += sum(one.record.type in replay.CAPTURED for one in members)
            progress("Captures", before + members[-1].end, total)
        with database.session(engine, write=True) as work, work.begin():
            for part, written in sections.end():
                journal.keep_part(work, part, now=written)
        before += path.stat().st_size
    _take_in_late(engine, warcs, waiting, done)
    return named


@dataclass(slots=True)
class Sections:
    """The parts of a file: what each run appended begins with a warcinfo record; no part has damage in it."""

    file: str
    _parts: list[tuple[Part, datetime]] = field(default_factory=list)
    _members: int = 0
    _start: int = 0
    _end: int = 0
    _written: datetime = datetime.min
    _digest: Any = field(default_factory=hashlib.sha256)

    def see(self, one: Member | Gap) -> None:
        if isinstance(one, Gap):
            self.end()
            return
        if one.record.type == "warcinfo":
            self.end()
        if not self._members:
            self._start, self._written, self._digest = one.offset, one.record.date, hashlib.sha256()
        self._members += 1
        self._end = one.end
        self._digest.update(one.bytes)

    def end(self) -> list[tuple[Part, datetime]]:
        if self._members:
            self._parts.append((Part(self.file, self._start, self._end, self._digest.hexdigest()), self._written))
        self._members = 0
        return self._parts


def _in_portions(found: Iterator[Member | Gap], sections: Sections, done: Rebuilt) -> Iterator[list[Member]]:
    members: list[Member] = []
    for one in found:
        sections.see(one)
        if isinstance(one, Gap):
            told = f"{sections.file} at {one.offset}: {one.end - one.offset} bytes are no whole record: {one.why}"
            (done.notes if one.is_torn else done.gone).append(told)
            continue
        members.append(one)
        if len(members) == PORTION:
            yield members
            members = []
    if members:
        yield members


def _take_in(session: Session, member: Member, path: Path, steps: "Steps") -> bool:
    """Whether a record has its row, or is put down for later; not where it needs another record first."""
    record = member.record
    if record.type == "warcinfo":
        if told := journal.read_begun(record):
            replay.add_begun(session, told)
    elif record.type in replay.CAPTURED:
        return replay.add_capture(session, member, path.name) is None
    elif event := journal.read_event(record):
        if event.name == "archive_crawl":
            replay.add_begun(session, journal.crawl_of(event))
        steps.add(event.made, path.name, member)
    elif record.type == "metadata" and read_body(record.payload):
        steps.add(record.date, path.name, member)
    return True


def _take_in_late(engine: Engine, warcs: Path, waiting: list[Place], done: Rebuilt) -> None:
    """Records that need one of a later file. A crawl of which nothing tells is one all the same."""
    with database.session(engine, write=True) as work, work.begin():
        for place in waiting:
            member = read_one(warcs / place.file, place.offset)
            record = member.record
            crawl = record.header("Archive-Crawl")
            if crawl and work.get(Crawl, crawl) is None:
                work.add(Crawl(id=crawl, started=record.date, settings={}))
                done.gone.append(f"crawl {crawl}: what it was told to do, and what it counted")
            if why := replay.add_capture(work, member, place.file):
                done.captures -= 1
                done.gone.append(f"{record.header('WARC-Target-URI')}, fetched {record.date:%Y-%m-%d %H:%M:%S}: {why}")


def _tell_missing(warcs: Path, named: set[Part], done: Rebuilt) -> None:
    """What is not there of the parts that later runs have named, and what is not the same."""
    longest: dict[tuple[str, int], Part] = {}
    for part in sorted(named, key=lambda part: part.end):
        longest[part.file, part.start] = part
    lost: dict[str, int] = {}
    for part in longest.values():
        path = warcs / part.file
        if not path.is_file() or path.stat().st_size < part.end:
            lost[part.file] = max(part.end, lost.get(part.file, 0))
        elif _digest(path, part) != part.sha256:
            done.gone.append(f"{part.file} from {part.start} to {part.end} is not what it was when it was written")
    for file, end in sorted(lost.items()):
        path = warcs / file
        had = f"has lost its end: {path.stat().st_size} of" if path.is_file() else "is missing:"
        done.gone.append(f"{file} {had} {end} bytes or more")


def _digest(path: Path, part: Part) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(part.start)
        left = part.end - part.start
        while left and (chunk := file.read(min(left, 1 << 20))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


# ---- in the order in which it was done


class Steps:
    """What is to be done, in the order in which it was done then; on the disk, since there may be millions."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE step (made TEXT, file TEXT, offset INTEGER)")

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, made: datetime, file: str, member: Member) -> None:
        told = (f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}", file, member.offset)
        self._database.execute("INSERT INTO step VALUES (?, ?, ?)", told)

    def count(self) -> int:
        (number,) = self._database.execute("SELECT count(*) FROM step").fetchone()
        return int(number)

    def __iter__(self) -> Iterator[Place]:
        yield from map(Place._make, self._database.execute("SELECT file, offset FROM step ORDER BY made, file, offset"))


@dataclass(slots=True)
class Step:
    """A correction where `event` is None; `reading`: that of a page, as soon as there is one, or why there is none."""

    place: Place
    member: Member
    event: Event | None
    reading: Future[dict[str, Any]] | str | None = None


def _replay(engine: Engine, warcs: Path, steps: Steps, done: Rebuilt, sandbox: Sandbox, progress: Progress) -> None:
    total = steps.count()
    ahead = 4 * (os.cpu_count() or 1)
    with database.session(engine) as asking:
        waiting: deque[Step] = deque()
        prepared = (_prepare(asking, warcs, place, sandbox) for place in steps)
        for number, portion in enumerate(_portions(_run_ahead(prepared, waiting, ahead))):
            with database.session(engine, write=True) as work, work.begin():
                for step in portion:
                    if why := _do(work, step):
                        done.gone.append(why)
                    done.pages += step.event is not None and step.event.name == "archive_page"
            progress("Pages", number * PORTION + len(portion), total)


def _run_ahead(prepared: Iterator[Step], waiting: deque[Step], ahead: int) -> Iterator[Step]:
    for step in prepared:
        waiting.append(step)
        if len(waiting) > ahead:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _portions(steps: Iterator[Step]) -> Iterator[list[Step]]:
    while portion := list(islice(steps, PORTION)):
        yield portion


def _prepare(session: Session, warcs: Path, place: Place, sandbox: Sandbox) -> Step:
    """A page is read while those before it are kept."""
    member = read_one(warcs / place.file, place.offset)
    step = Step(place, member, journal.read_event(member.record))
    if step.event and step.event.name == "archive_page" and (capture := session.get(Capture, step.event.capture)):
        page = journal.page_of(step.event, reader=None, outcome="")
        try:
            content = replay.open_content(session, capture, warcs)
            step.reading = sandbox.read(content, **replay.reading_inputs(page, capture))
        except DamagedRecordError as error:
            step.reading = str(error)
        session.expunge_all()
    return step


def _do(session: Session, step: Step) -> str | None:
    if step.event is None:
        replay.add_correction(session, step.member, step.place.file)
        return None

    def read(session: Session, page: ReadPage, capture: Capture) -> dict[str, Any]:
        if isinstance(step.reading, Future):
            return step.reading.result()
        raise DamagedRecordError(str(step.reading))

    return replay.apply(session, step.event, read)
