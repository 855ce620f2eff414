"""The database made again from the WARC files alone.

Ids come from content and from the records, so they are those that the lost database had. Not in the WARC files, and so
not made again: what hosts asked for and who holds a portal (both of their time), what a crawl that had not ended had
met and not fetched, and what earlier readers made of a text. Pages are read by the readers of this version.
"""

import dataclasses
import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Engine

from archive import database
from archive.errors import UsageError
from archive.home import Home
from archive.migrate import create_database
from archive.models import Crawl
from archive.remaking.missing import tell_missing
from archive.remaking.rebuilt import Progress, Rebuilt
from archive.remaking.reparse import Chosen, reparse
from archive.remaking.scan import scan
from archive.remaking.steps import Steps, replay_steps
from archive.sandbox import Sandbox
from archive.warc.writer import SUFFIX, sync_folder


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
        for file in database.files_of(new):
            file.unlink(missing_ok=True)
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
        done.kept = _put_in_place(new, place)
    return done


def _refuse_filled(engine: Engine, home: Home) -> None:
    with database.session(engine) as work:
        if work.scalar(select(Crawl.id).limit(1)):
            raise UsageError(f"{home.database_name} holds rows already; name a new, empty database with --database")


def _put_in_place(new: Path, place: Path) -> Path | None:
    """Where the database that was there is now. The last connection has put the log into the new one itself."""
    old = place.with_name(f"{place.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}") if place.exists() else None
    if old:
        for one, aside in zip(database.files_of(place), database.files_of(old), strict=True):
            if one.exists():
                one.rename(aside)
    new.rename(place)
    sync_folder(place.parent)
    return old


def rebuild(engine: Engine, warcs: Path, progress: Progress) -> Rebuilt:
    """Into an empty database. Raises OSError where a file cannot be read."""
    done = Rebuilt()
    with Steps() as steps:
        known = scan(engine, warcs, steps, done, progress)
        tell_missing(warcs, known, done)
        with Sandbox(os.cpu_count() or 1) as sandbox:
            replay_steps(engine, warcs, steps, done, sandbox, progress)
    for one in reparse(engine, warcs, Chosen(lifted=True), dry_run=False, stop_if_told=lambda: None):
        if one.outcome == "left as it was":
            done.gone.append(f"{one.url}: its takedown was lifted, and it cannot be read again: {one.why}")
    return done
