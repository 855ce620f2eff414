"""What is to be done after a scan, in the order in which it was done then: pages are read and kept, versions end,
persons correct, crawls leave their ledgers."""

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database, journal
from archive.errors import DamagedRecordError
from archive.journal import Event
from archive.models import Capture, ReadPage
from archive.remaking import replay
from archive.remaking.rebuilt import Progress, Rebuilt
from archive.sandbox import Sandbox
from archive.warc.members import Member, read_one

PORTION = 200
"""Steps of one transaction."""

AHEAD = 4 * (os.cpu_count() or 1)
"""Pages that are being read while those before them are kept."""


class Place(NamedTuple):
    file: str
    offset: int


ORDER = """
SELECT file, offset FROM (
    SELECT file, offset, max(made) OVER (PARTITION BY file ORDER BY offset) AS made FROM step
) ORDER BY made, file, offset
"""
"""What stands behind another in one file was done after it, whatever the clock said; between files the clock has to
tell."""


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
        yield from map(Place._make, self._database.execute(ORDER))


@dataclass(slots=True)
class Step:
    """A correction where `event` is None; `reading`: that of a page, as soon as there is one, or why there is none."""

    place: Place
    member: Member
    event: Event | None
    reading: Future[dict[str, Any]] | str | None = None


def replay_steps(
    engine: Engine, warcs: Path, steps: Steps, done: Rebuilt, sandbox: Sandbox, progress: Progress
) -> None:
    total, number = steps.count(), 0
    with database.session(engine) as asking:
        prepared = _run_ahead(_prepare(asking, warcs, place, sandbox) for place in steps)
        while number < total:
            with database.session(engine, write=True) as work, work.begin():
                for step in islice(prepared, PORTION):
                    number += 1
                    if why := replay.attempt(work, partial(_do, work, step)):
                        done.gone.append(f"{step.place.file} at {step.place.offset}: {why}")
                    done.pages += step.event is not None and step.event.name == "archive_page"
            progress("Pages", number, total)


def _run_ahead(prepared: Iterator[Step]) -> Iterator[Step]:
    """Some are prepared before the first of them is done."""
    waiting: deque[Step] = deque()
    for step in prepared:
        waiting.append(step)
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting


def _prepare(session: Session, warcs: Path, place: Place, sandbox: Sandbox) -> Step:
    """A page is read while those before it are kept."""
    member = read_one(warcs / place.file, place.offset)
    step = Step(place, member, journal.read_event(member.record))
    # What is odd of it is told when its turn has come.
    with suppress(KeyError, ValueError, TypeError):
        _begin_to_read(session, warcs, step, sandbox)
    return step


def _begin_to_read(session: Session, warcs: Path, step: Step, sandbox: Sandbox) -> None:
    if step.event and step.event.name == "archive_page" and (capture := session.get(Capture, step.event.capture)):
        page = journal.page_of(step.event, reader=None, outcome="")
        try:
            content = replay.open_content(session, capture, warcs)
            step.reading = sandbox.read(content, **replay.reading_inputs(page, capture))
        except DamagedRecordError as error:
            step.reading = str(error)
        session.expunge_all()


def _do(session: Session, step: Step) -> str | None:
    if step.event is None:
        replay.add_correction(session, step.member, step.place.file)
        return None

    def read(session: Session, page: ReadPage, capture: Capture) -> dict[str, Any]:
        if isinstance(step.reading, Future):
            return step.reading.result()
        raise DamagedRecordError(str(step.reading))

    return replay.apply(session, step.event, read)
