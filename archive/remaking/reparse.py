"""Pages read again from their WARC records by the readers of this version, and what they are now put where it belongs.

Read again are the pages of URLs that said a report, also those that added nothing to what was known, and the last page
of each that gave none; those that this version has read already are passed over, so a run that was stopped goes on.
What the readers before made of a text is kept (`earlier`). A page that can no longer be read, or of which no text would
be left, stays what it was, and is told.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select, text, tuple_
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database
from archive.errors import DamagedRecordError
from archive.models import Capture, ReadPage, Url, Variant, Version
from archive.remaking import replay
from archive.remaking.replacing import Reparsed, put_reading
from archive.report.reading import current_readers
from archive.sandbox import Sandbox
from archive.tombstones import LIFTED

PORTION = 100
"""Pages of one transaction."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which pages: `every` also those that this version has read; `lifted` only those of takedowns that were lifted;
    `portal`, `reader` (as `page.reader` begins) and `reports` only theirs."""

    every: bool = False
    portal: str | None = None
    reader: str | None = None
    reports: frozenset[str] | None = None
    lifted: bool = False


def count_pages(session: Session, chosen: Chosen) -> int:
    return session.scalar(select(func.count()).select_from(_pages(chosen).subquery())) or 0


class Key(NamedTuple):
    """Of a page that was read."""

    url: str
    read_at: datetime
    capture: str


def reparse(
    engine: Engine, warcs: Path, chosen: Chosen, *, dry_run: bool, stop_if_told: Callable[[], None]
) -> Iterator[Reparsed]:
    """URL by URL, what was captured first first; a transaction for each portion, before which `stop_if_told` may raise
    what ends it. Nothing is changed in a dry run."""
    with Sandbox(os.cpu_count() or 1) as sandbox:
        last: Key | None = None
        while True:
            stop_if_told()
            with database.session(engine) as work:
                keys = [Key(*row) for row in work.execute(_pages(chosen, after=last).limit(PORTION))]
                ids = [key.capture for key in keys]
                readings = _read_all(work, warcs, ids, sandbox)
            with database.session(engine, write=not dry_run) as work, work.begin() as transaction:
                if work.get_bind().dialect.name == "postgresql" and not dry_run:
                    # SQLite has one writer at a time; here a crawl could move the same version.
                    work.execute(text("LOCK TABLE version IN EXCLUSIVE MODE"))
                told = [put_reading(work, key, readings[key], now=datetime.now(UTC)) for key in ids]
                if dry_run:
                    transaction.rollback()
            yield from told
            if len(keys) < PORTION:
                return
            last = keys[-1]


def _pages(chosen: Chosen, after: Key | None = None) -> Select[str, datetime, str]:
    """Those that a version was first met with or that added nothing to one, and the last of what said nothing."""
    said = select(Version.url)
    still = said.where(Version.ended.is_(None))
    last = select(Url.capture_id).where(Url.capture_id.is_not(None))
    first = select(Version.capture_id)
    query = select(ReadPage.url, ReadPage.read_at, ReadPage.capture_id)
    query = query.join(Capture, Capture.id == ReadPage.capture_id)
    lifted = ReadPage.outcome == LIFTED
    kept = or_(ReadPage.capture_id.in_(first), ReadPage.url.in_(said), lifted)
    query = query.where(or_(kept, ReadPage.capture_id.in_(last) & ReadPage.url.not_in(still)))
    if not chosen.every:
        query = query.where(or_(lifted, ReadPage.reader.is_(None), ReadPage.reader.not_in(current_readers())))
    if chosen.lifted:
        query = query.where(lifted)
    if chosen.portal:
        query = query.where(ReadPage.portal == chosen.portal)
    if chosen.reader:
        query = query.where(ReadPage.reader.startswith(chosen.reader, autoescape=True))
    if chosen.reports is not None:
        theirs = said.join(Variant, Variant.id == Version.variant_id).where(Variant.report_id.in_(chosen.reports))
        query = query.where(ReadPage.url.in_(theirs))
    if after is not None:
        query = query.where(tuple_(ReadPage.url, ReadPage.read_at, ReadPage.capture_id) > tuple_(*after))
    return query.order_by(ReadPage.url, ReadPage.read_at, ReadPage.capture_id)


def _read_all(session: Session, warcs: Path, ids: Sequence[str], sandbox: Sandbox) -> dict[str, dict[str, Any] | str]:
    """Capture → its reading, or why there is none."""
    waiting: dict[str, Future[dict[str, Any]] | str] = {}
    for key in ids:
        page, capture = session.get_one(ReadPage, key), session.get_one(Capture, key)
        try:
            content = replay.open_content(session, capture, warcs)
            waiting[key] = sandbox.read(content, **replay.reading_inputs(page, capture))
        except DamagedRecordError as error:
            waiting[key] = str(error)
    return {key: one.result() if isinstance(one, Future) else one for key, one in waiting.items()}
