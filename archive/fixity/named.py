"""Rows that name records, and the stretches of a file that are looked at one by one."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, aliased

from archive import database
from archive.models import Capture, Correction, WarcPart
from archive.warc.answer import Location

PORTION = 500
"""Rows that are held at a time."""


@dataclass(frozen=True, slots=True)
class Named:
    """A row that names a record; of a revisit with its original's payload_sha256, null where that is missing."""

    row: Capture | Correction
    original: str | None = None

    @property
    def offset(self) -> int:
        return self.row.warc_offset

    @property
    def end(self) -> int:
        return self.row.warc_offset + self.row.warc_length


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes `start` to `end` of a file; with their sha256 where one run wrote them as a part."""

    file: str
    start: int
    end: int
    sha256: str | None = None
    verified: datetime | None = None
    is_sound: bool | None = None

    def is_due(self, since: datetime | None) -> bool:
        """Whether it was not found sound since then."""
        return since is None or self.verified is None or not self.is_sound or self.verified < since


@dataclass(frozen=True, slots=True)
class Known:
    """A file as the database knows it: where the last part or record ends, and the first of what it names there."""

    file: str
    end: int
    head: Location


def find_known(session: Session) -> dict[str, Known]:
    """By the file's name."""
    found: dict[str, Known] = {}
    part = (WarcPart.warc_file, WarcPart.start, WarcPart.end - WarcPart.start, WarcPart.sha256)
    for query in (
        _first_of(Capture, Capture.warc_offset, *_place(Capture)),
        _first_of(Correction, Correction.warc_offset, *_place(Correction)),
        _first_of(WarcPart, WarcPart.start, *part),
    ):
        for *place, end in session.execute(query):
            before = found.get(place[0])
            head = before.head if before else Location(*place)
            found[head.file] = Known(head.file, max(end, before.end if before else 0), head)
    return found


def _place(table: type[Capture] | type[Correction]) -> tuple[Any, ...]:
    return table.warc_file, table.warc_offset, table.warc_length, table.record_sha256


def _first_of(table: Any, offset: Any, file: Any, start: Any, length: Any, sha256: Any) -> Any:
    """(file, offset, length, sha256) of the first, and the end of the last, in each file."""
    ends = select(file.label("file"), func.min(offset).label("first"), func.max(start + length).label("last"))
    grouped = ends.group_by(file).subquery()
    return select(file, start, length, sha256, grouped.c.last).join(
        grouped, (file == grouped.c.file) & (offset == grouped.c.first)
    )


def find_stretches(session: Session, known: Known) -> list[Stretch]:
    """All of a file that the database knows, in order and without a hole: its parts, and what is between them."""
    query = select(WarcPart).where(WarcPart.warc_file == known.file).order_by(WarcPart.start)
    found: list[Stretch] = []
    at = 0
    for part in session.scalars(query):
        if part.start > at:
            found.append(Stretch(known.file, at, part.start))
        found.append(Stretch(known.file, part.start, part.end, part.sha256, part.verified, part.is_sound))
        at = part.end
    return [*found, Stretch(known.file, at, known.end)] if at < known.end else found


def find_bounds(session: Session, stretch: Stretch) -> "array[int]":
    """Where the records that rows name begin and end, in order."""
    bounds = array("q")
    for offset, length in merge(*(_find_places(session, stretch, table) for table in (Capture, Correction))):
        for bound in (offset, offset + length):
            if not bounds or bound > bounds[-1]:
                bounds.append(bound)
    return bounds


def _find_places(session: Session, stretch: Stretch, table: type[Capture] | type[Correction]) -> Iterator[Any]:
    within = (table.warc_file == stretch.file, table.warc_offset >= stretch.start, table.warc_offset < stretch.end)
    query = select(table.warc_offset, table.warc_length).where(*within).order_by(table.warc_offset)
    return (tuple(row) for row in session.execute(query.execution_options(yield_per=PORTION)))


def iterate_named(engine: Engine, stretch: Stretch) -> Iterator[Named]:
    """The rows that name records of a stretch, in order. No transaction stays open between them."""
    captures = (
        Named(row, original) for row, original in _iterate(engine, stretch, Capture, Capture.warc_offset, Capture.id)
    )
    corrections = (
        Named(row) for row, _ in _iterate(engine, stretch, Correction, Correction.warc_offset, Correction.id)
    )
    return merge(captures, corrections, key=lambda named: named.offset)


def _iterate(engine: Engine, stretch: Stretch, table: Any, offset: Any, _id: Any) -> Iterator[tuple[Any, str | None]]:
    original = aliased(Capture)
    query = select(table, original.payload_sha256 if table is Capture else _id)
    if table is Capture:
        query = query.outerjoin(original, original.id == Capture.revisit_of)
    query = query.where(table.warc_file == stretch.file, offset < stretch.end).order_by(offset).limit(PORTION)
    at = stretch.start
    while True:
        with database.session(engine) as work:
            rows = [(row, told) for row, told in work.execute(query.where(offset >= at))]
            work.expunge_all()
        yield from rows
        if len(rows) < PORTION:
            return
        at = rows[-1][0].warc_offset + 1
