"""What answers alone do not tell, beside them in the WARC files: enough to make the database again from these.

    archive_page     a capture was read, with what, and what came of it          → page, and a report with its text
    archive_end      a URL no longer says what it said                            → version
    archive_ledger   addresses as a crawl left them, or a person put them back    → url
    archive_crawl    a crawl that has ended, or was stopped                       → crawl
    archive_pause    a portal was paused by a person, or is crawled again         → portal
    archive_takedown a report was taken down by a person, or may be shown again   → tombstone

Each is the JSON of a metadata record, under its name with the version of its form. A record is on disk before the row
that it stands for is committed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, DateTime, select
from sqlalchemy.orm import Session

from archive.models import Base, Capture, Crawl, ReadPage, Url, UtcTime, Version, WarcPart
from archive.pauses import Pause, list_pauses
from archive.upsert import storable, upsert
from archive.warc.answer import Part, Remark
from archive.warc.record import Record
from archive.warc.writer import WarcWriter

FORM = 1

ROWS = 2000
"""Addresses of one record of the ledger."""

BEFORE = 20
"""Parts of WARC files, those written last, that the first part of a run names: most that are missing are missed."""

URL_COLUMNS = tuple(Base.metadata.tables[Url.__tablename__].columns.keys())
CRAWL_COLUMNS = tuple(Base.metadata.tables[Crawl.__tablename__].columns.keys())
PAGE_COLUMNS = ("url", "portal", "anchor", "portal_division", "is_part", "outcome")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: `name` as in the list above, `told` its content, `capture` the record it is about."""

    name: str
    told: Mapping[str, Any]
    made: datetime
    capture: str | None = None


# ---- writing


def note_page(writer: WarcWriter, page: ReadPage) -> None:
    """A capture was read and its report kept, or not; in the transaction that keeps it."""
    told = {name: getattr(page, name) for name in PAGE_COLUMNS}
    _note(writer, "archive_page", page.url, told, made=page.read_at, capture=page.capture_id)


def add_page(session: Session, page: ReadPage) -> None:
    """The row alone. What was read before of the same capture gives way."""
    session.merge(page)
    session.flush()


def note_end(writer: WarcWriter, url: str, moment: datetime) -> None:
    _note(writer, "archive_end", url, {"url": url}, made=moment)


def note_crawl(session: Session, writer: WarcWriter, crawl: Crawl, *, made: datetime) -> None:
    """A crawl as it is, and every address that it was the last to meet. The rows are to be flushed already."""
    about = crawl.seed or crawl.id
    note_ledger(session, writer, about, Url.crawl_id == crawl.id, made=made)
    told = {name: _spell(getattr(crawl, name)) for name in CRAWL_COLUMNS}
    _note(writer, "archive_crawl", about, told, made=made)


def note_ledger(
    session: Session, writer: WarcWriter, about: str, which: ColumnElement[bool], *, made: datetime
) -> None:
    """The rows of addresses as they are. `about`: an address that they have to do with."""
    query = select(*(getattr(Url, name) for name in URL_COLUMNS)).where(which).order_by(Url.url)
    for some in session.execute(query.execution_options(yield_per=ROWS)).partitions():
        told = {"columns": URL_COLUMNS, "rows": [[_spell(value) for value in row] for row in some]}
        _note(writer, "archive_ledger", about, told, made=made)


def note_pause(writer: WarcWriter, domain: str, pause: Pause | None, *, made: datetime) -> None:
    told = {"domain": domain, "since": pause and pause.since.isoformat(), "why": pause and pause.why}
    _note(writer, "archive_pause", f"http://{domain}/", told, made=made)


def note_takedown(writer: WarcWriter, told: Mapping[str, Any], *, made: datetime) -> None:
    """`told` as `archive.takedown.describe` does; of one that is lifted `urls` is null and `lifted` has them."""
    urls = told["urls"] or told.get("lifted") or [f"urn:report:{told['report_id']}"]
    _note(writer, "archive_takedown", urls[0], told, made=made)


def note_all(session: Session, writer: WarcWriter) -> None:
    """All that only the database knows, in the order in which it was done: of an archive that was made before there was
    a journal."""
    pages = session.scalars(select(ReadPage).order_by(ReadPage.read_at).execution_options(yield_per=ROWS))
    ended = session.scalars(select(Version).where(Version.ended.is_not(None)).order_by(Version.ended)).all()
    crawls = sorted(session.scalars(select(Crawl)), key=_last_moment)
    paused = sorted(list_pauses(session).items(), key=lambda one: one[1].since)
    noted: list[Iterator[tuple[datetime, Callable[[], None]]]] = [
        ((page.read_at, partial(note_page, writer, page)) for page in pages),
        ((moment, partial(note_end, writer, one.url, moment)) for one in ended if (moment := one.ended)),
        ((_last_moment(one), partial(note_crawl, session, writer, one, made=_last_moment(one))) for one in crawls),
        ((one.since, partial(note_pause, writer, domain, one, made=one.since)) for domain, one in paused),
    ]
    for _, note in merge(*noted, key=lambda one: one[0]):
        note()


def _last_moment(crawl: Crawl) -> datetime:
    return crawl.finished or crawl.started


def describe_crawl(crawl: Crawl) -> Iterator[tuple[str, str]]:
    """Fields of the warcinfo record at the start of what a run of the crawl appends."""
    told = {name: _spell(getattr(crawl, name)) for name in ("id", "portal", "seed", "started", "settings")}
    yield "isPartOf", crawl.id
    yield "archive-crawl", _dump(told)


def describe_before(session: Session) -> Iterator[tuple[str, str]]:
    """Fields that name what was written last before: the parts of WARC files are a chain by their sha256."""
    query = select(WarcPart).order_by(WarcPart.written.desc(), WarcPart.warc_file, WarcPart.start).limit(BEFORE)
    for part in session.scalars(query):
        yield "archive-before", f"{part.warc_file} {part.start} {part.end} {part.sha256}"


def keep_part(session: Session, part: Part | None, *, now: datetime) -> None:
    """All that is in the part is in this database, once the transaction is committed."""
    if part:
        row = {"warc_file": part.file, "start": part.start, "end": part.end, "sha256": part.sha256, "written": now}
        told = {**row, "verified": None, "is_sound": None}
        upsert(
            session,
            WarcPart,
            [told],
            key=("warc_file", "start"),
            update=("end", "sha256", "written", "verified", "is_sound"),
        )


def _note(
    writer: WarcWriter, name: str, about: str, told: Mapping[str, Any], *, made: datetime, capture: str | None = None
) -> None:
    writer.remark(Remark(about, _dump({name: FORM, **told}).encode(), made, capture))


def _dump(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _spell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


# ---- reading back

NAMES = ("archive_page", "archive_end", "archive_ledger", "archive_crawl", "archive_pause", "archive_takedown")


def read_event(record: Record) -> Event | None:
    """The entry that a metadata record is, None where it is none, or of a later form."""
    if record.type != "metadata":
        return None
    try:
        told = json.loads(record.payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    name = next((name for name in NAMES if told.get(name) == FORM), None)
    return Event(name, told, record.date, record.refers_to) if name else None


def read_info(record: Record) -> dict[str, list[str]]:
    """Name → values of the fields of a warcinfo record."""
    found: dict[str, list[str]] = {}
    for line in record.block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(": ")
        found.setdefault(name, []).append(value)
    return found


def read_begun(record: Record) -> dict[str, Any] | None:
    """Columns of the crawl of which a warcinfo record tells, None where it tells of none."""
    told = read_info(record).get("archive-crawl")
    return _parse_row(Crawl, json.loads(told[0])) if told else None


def read_before(record: Record) -> Iterator[Part]:
    """Parts of WARC files that were there when a warcinfo record was written."""
    for told in read_info(record).get("archive-before", ()) if record.type == "warcinfo" else ():
        file, start, end, sha256 = told.rsplit(" ", 3)
        yield Part(file, int(start), int(end), sha256)


def crawl_of(event: Event) -> dict[str, Any]:
    """Columns of the crawl of which an entry `archive_crawl` tells."""
    return _parse_row(Crawl, {name: event.told[name] for name in CRAWL_COLUMNS})


def apply_end_of_crawl(session: Session, event: Event) -> None:
    upsert(session, Crawl, [crawl_of(event)], key=("id",), update=[name for name in CRAWL_COLUMNS if name != "id"])


def apply_ledger(session: Session, event: Event) -> None:
    """Addresses whose capture is lost say of none."""
    rows = [_parse_row(Url, dict(zip(event.told["columns"], row, strict=True))) for row in event.told["rows"]]
    wanted = {row["capture_id"] for row in rows} - {None}
    there = set(session.scalars(select(Capture.id).where(Capture.id.in_(wanted))))
    for row in rows:
        row["capture_id"] = row["capture_id"] if row["capture_id"] in there else None
    upsert(session, Url, rows, key=("url",), update=[name for name in URL_COLUMNS if name != "url"])


def _parse_row(table: type[Base], told: Mapping[str, Any]) -> dict[str, Any]:
    columns = Base.metadata.tables[table.__tablename__].columns
    return {
        name: datetime.fromisoformat(value) if value and isinstance(columns[name].type, (UtcTime, DateTime)) else value
        for name, value in told.items()
    }


def page_of(event: Event, *, reader: str | None, outcome: str) -> ReadPage:
    """The row of an entry `archive_page` whose capture was read again."""
    told = {name: storable(event.told[name]) for name in PAGE_COLUMNS} | {"outcome": outcome}
    return ReadPage(capture_id=event.capture, read_at=event.made, reader=reader, **told)


def pause_of(event: Event) -> Pause | None:
    since = event.told["since"]
    return Pause(datetime.fromisoformat(since), event.told["why"]) if since else None
