"""What a record of a WARC file means for the database: its row, and all that follows from it.

Doing it twice changes nothing. So does doing it for a record whose row is there already.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from archive import corrections, journal, pauses, refiling, store, takedown
from archive.errors import DamagedRecordError
from archive.ingest import Ingested, keep_reading, killed
from archive.journal import Event
from archive.memory import forget
from archive.models import Capture, Correction, Crawl, ReadPage
from archive.reading.media import declared_charset
from archive.report.reading import name_readers
from archive.upsert import upsert
from archive.warc.answer import Answer, Location, Truncated
from archive.warc.members import Member
from archive.warc.record import payload_sha256, read_content, read_member

CAPTURED = ("response", "revisit", "resource")
"""Types of records that are captures."""

Read = Callable[[Session, ReadPage, Capture], dict[str, Any]]
"""Reads a captured page again, with what it was read then. Raises DamagedRecordError."""


def place_of(member: Member, file: str) -> Location:
    return Location(file, member.offset, len(member.bytes), payload_sha256(member.bytes))


def add_begun(session: Session, told: dict[str, Any]) -> None:
    """The crawl of which a warcinfo record tells; a later run of it knows its settings better."""
    upsert(session, Crawl, [told], key=("id",), update=("settings",))


def add_capture(session: Session, member: Member, file: str) -> str | None:
    """The row of a capture; why there can be none, None where it is there. Raises DamagedRecordError."""
    record = member.record
    if session.get(Capture, record.id):
        return None
    crawl = record.header("Archive-Crawl") or ""
    original = record.refers_to if record.type == "revisit" else None
    if session.get(Crawl, crawl) is None:
        return f"its crawl {crawl or '(none named)'} is not known"
    if original and session.get(Capture, original) is None:
        return f"the record {original} that holds its payload is not there"
    status, headers = record.read_head()
    declared = [value for name, value in headers if name.lower() == "content-type"]
    answer = Answer(
        url=record.header("WARC-Target-URI") or "",
        body=record.payload,
        fetched_at=record.date,
        status=status,
        headers=headers,
        media=record.header("Content-Type") if status is None else next(reversed(declared), None),
        discovered_from=record.header("Archive-Discovered-From"),
        crawl=crawl,
        truncated=cast(Truncated | None, record.why_cut),
        is_open_ended=record.header("Archive-Open-Ended") is not None,
    )
    place = place_of(member, file)
    store.add_capture(
        session, answer, record_id=record.id, location=place, revisit_of=original, left_out=record.left_out
    )
    return None


def reading_inputs(page: ReadPage, capture: Capture) -> dict[str, Any]:
    """What a page is read with, besides its bytes."""
    return {
        "url": page.url,
        "media": capture.media,
        "charset": declared_charset(capture.media),
        "anchor": page.anchor,
        "portal_division": page.portal_division,
    }


def open_content(session: Session, capture: Capture, warcs: Path) -> bytes:
    """The bytes of a captured page, its content encoding undone. Raises DamagedRecordError."""
    held = session.get_one(Capture, capture.revisit_of) if capture.revisit_of else capture
    if not held.has_body:
        raise DamagedRecordError(f"{capture.url}: its body was not kept, only its head and its digest")
    return read_content(read_member(warcs, store.location_of(held)))


def apply_page(session: Session, event: Event, read: Read) -> str | None:
    """A page is read again and kept as it was; why it cannot be, None where it is."""
    capture = session.get(Capture, event.capture)
    if capture is None:
        return f"{event.told['url']}: the record {event.capture} that was read is not there"
    known = session.get(ReadPage, event.capture)
    if known and known.read_at >= event.made:
        return None
    page = journal.page_of(event, reader=None, outcome="")
    try:
        reading = read(session, page, capture)
    except DamagedRecordError as error:
        return str(error)
    if (why := killed(reading)) and why.partition(":")[0] != event.told["outcome"].partition(":")[0]:
        return f"{event.told['url']}: its page was read then, and now not: {why}"
    result = keep_page(session, page, capture, reading)
    # Where a person insisted; what a crawl says of it stands in its ledger, which comes later.
    refiling.note_state(session, page.url, result.state, result.reason)
    return None


def keep_page(session: Session, page: ReadPage, capture: Capture, reading: dict[str, Any]) -> Ingested:
    """What was made of a page, and the row that says so."""
    result = keep_reading(session, capture, reading, portal=page.portal, part=page.is_part)
    page.reader, page.outcome = name_readers(reading), result.reason
    journal.add_page(session, page)
    return result


def attempt(session: Session, do: Callable[[], str | None]) -> str | None:
    """What `do` says; where a record is odd, why it is not taken in: then nothing of it is, and the others go on."""
    try:
        with session.begin_nested():
            return do()
    except DataError:
        return "what it says cannot be kept in this database"
    except (DamagedRecordError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"


def apply(session: Session, event: Event, read: Read) -> str | None:
    """What an entry of the journal says; why it cannot be done, None where it is."""
    if event.name == "archive_page":
        return apply_page(session, event, read)
    if event.name == "archive_end":
        store.end_version(session, event.told["url"], event.made)
    elif event.name == "archive_ledger":
        journal.apply_ledger(session, event)
    elif event.name == "archive_crawl":
        journal.apply_end_of_crawl(session, event)
        if event.told["outcome"] == "finished":
            forget(session, event.told["id"])
    elif event.name == "archive_pause":
        pause = journal.pause_of(event)
        pauses.set_pause(session, event.told["domain"], pause)
    elif event.name == "archive_takedown":
        if event.told["urls"] is None:
            takedown.lift(session, event.told["report_id"])
        else:
            takedown.take_down(session, event.told, made=event.made)
    return None


def add_correction(session: Session, member: Member, file: str) -> bool:
    """What a person says of a page, where the record is that. Its report goes where it belongs."""
    told = corrections.read_body(member.record.payload) if member.record.type == "metadata" else None
    if told is None:
        return False
    if session.get(Correction, member.record.id) is None:
        # Whoever made an earlier one of this number was stopped before its row was written, and said it again.
        same = (Correction.url == told["url"], Correction.number == told["number"])
        session.execute(delete(Correction).where(*same))
        row = corrections.to_row(told, member.record.id, place_of(member, file))
        session.add(row)
        session.flush()
        refiling.refile(session, [row])
        if row.field == "kind":
            refiling.settle_kind(session, row.url)
    return True
