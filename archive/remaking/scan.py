"""Every WARC file from its first record to its last: crawls, captures and parts get their rows, and what else is to be
done is put down with its moment."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database, journal
from archive.corrections import read_body
from archive.models import Crawl
from archive.remaking import replay
from archive.remaking.rebuilt import Progress, Rebuilt
from archive.remaking.steps import Place, Steps
from archive.warc.answer import Part
from archive.warc.members import Gap, Member, in_portions, read_one, walk
from archive.warc.writer import SUFFIX


def scan(engine: Engine, warcs: Path, steps: Steps, done: Rebuilt, progress: Progress) -> set[Part]:
    """The parts of files that any of the files names."""
    paths = sorted(warcs.glob(f"*{SUFFIX}"))
    total, before = sum(path.stat().st_size for path in paths), 0
    waiting: list[Place] = []
    named: set[Part] = set()
    for path in paths:
        if original := find_original(path):
            done.gone.append(f"{path.name} is a second copy of {original}, and was passed over")
            continue
        sections = Sections(path.name)
        for members in in_portions(_see_all(walk(path), sections, done)):
            with database.session(engine, write=True) as work, work.begin():
                for one in members:
                    answer = replay.attempt(work, partial(_take_in, work, one, path, steps))
                    if answer == WAITS:
                        waiting.append(Place(path.name, one.offset))
                    elif answer:
                        done.gone.append(f"{path.name} at {one.offset}: {answer}")
                    done.captures += answer is None and one.record.type in replay.CAPTURED
            named.update(part for one in members for part in journal.read_before(one.record))
            progress("Captures", before + members[-1].end, total)
        with database.session(engine, write=True) as work, work.begin():
            for part, written in sections.end():
                journal.keep_part(work, part, now=written)
        before += path.stat().st_size
    _take_in_late(engine, warcs, waiting, done)
    return named


def find_original(path: Path) -> str | None:
    """The name of the file beside it that a file is a copy of, by the name that its first record gives it."""
    first = next(walk(path), None)
    name = first.record.header("WARC-Filename") if isinstance(first, Member) else None
    return name if name and name != path.name and path.with_name(name).is_file() else None


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


def _see_all(found: Iterator[Member | Gap], sections: Sections, done: Rebuilt) -> Iterator[Member]:
    """The records, and what is told of the gaps between them."""
    for one in found:
        sections.see(one)
        if isinstance(one, Member):
            yield one
        else:
            told = f"{sections.file} at {one.offset}: {one.end - one.offset} bytes are no whole record: {one.why}"
            (done.notes if one.is_torn else done.gone).append(told)


WAITS = "needs another record first"


def _take_in(session: Session, member: Member, path: Path, steps: Steps) -> str | None:
    """None where a record has its row, or is put down for later."""
    record = member.record
    if record.type == "warcinfo":
        if told := journal.read_begun(record):
            replay.add_begun(session, told)
    elif record.type in replay.CAPTURED:
        return WAITS if replay.add_capture(session, member, path.name) else None
    elif event := journal.read_event(record):
        if event.name == "archive_crawl":
            replay.add_begun(session, journal.crawl_of(event))
        steps.add(event.made, path.name, member)
    elif record.type == "metadata" and read_body(record.payload):
        steps.add(record.date, path.name, member)
    return None


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
            if why := replay.attempt(work, partial(replay.add_capture, work, member, place.file)):
                done.gone.append(f"{record.header('WARC-Target-URI')}, fetched {record.date:%Y-%m-%d %H:%M:%S}: {why}")
            done.captures += why is None
