"""Fixity: is every record that the database names still there, and still what was written?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.corrections import is_same
from archive.errors import DamagedRecordError
from archive.models import Capture, Correction
from archive.store import location_of
from archive.warc.answer import Location
from archive.warc.record import payload_sha256, read_member, read_payload


@dataclass(frozen=True, slots=True)
class Verified:
    """One record looked at, by the id of its capture or correction; `damage` is None where it is sound, else what is
    wrong with it."""

    capture_id: str
    url: str
    damage: str | None


def count_records(session: Session) -> int:
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Capture, Correction))


def verify_captures(session: Session, warcs: Path) -> Iterator[Verified]:
    """Every capture, file by file: its record's bytes against their sha256, its payload against its own, a revisit
    against its original."""
    query = select(Capture).order_by(Capture.warc_file, Capture.warc_offset).execution_options(yield_per=1000)
    for capture in session.scalars(query):
        yield Verified(capture.id, capture.url, find_damage(session, capture, warcs))


def verify_corrections(session: Session, warcs: Path) -> Iterator[Verified]:
    """Every correction: its record's bytes against their sha256, and what it says against the row."""
    query = select(Correction).order_by(Correction.warc_file, Correction.warc_offset)
    for row in session.scalars(query.execution_options(yield_per=1000)):
        yield Verified(row.id, row.url, _find_difference(row, warcs))


def _find_difference(row: Correction, warcs: Path) -> str | None:
    place = Location(row.warc_file, row.warc_offset, row.warc_length, row.record_sha256)
    try:
        said = read_payload(read_member(warcs, place))
    except DamagedRecordError as error:
        return str(error)
    return None if is_same(row, said) else "the correction's record says something else than the database"


def find_damage(session: Session, capture: Capture, warcs: Path) -> str | None:
    try:
        payload = read_payload(read_member(warcs, location_of(capture)))
    except DamagedRecordError as error:
        return str(error)
    if capture.revisit_of is None:
        return (
            None
            if payload_sha256(payload) == capture.payload_sha256
            else "the payload's sha256 differs from the database's"
        )
    original = session.get(Capture, capture.revisit_of)
    if original is None or original.payload_sha256 != capture.payload_sha256:
        return f"the capture {capture.revisit_of} that holds its payload is missing or another one"
    return None
