"""The whole archive looked at, file by file; what came of each part is kept with it, so that a run can be stopped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Update, update
from sqlalchemy.engine import Engine

from archive import database
from archive.fixity.damage import Damage, Note, damage_file, find_needed
from archive.fixity.folder import (
    find_double,
    find_misplaced,
    find_short,
    find_strangers,
    is_warc,
    list_files,
)
from archive.fixity.named import Known, Stretch, find_bounds, find_known, find_stretches, iterate_named
from archive.fixity.record import damage_unnamed
from archive.fixity.stretch import Advance, Read, read_stretch
from archive.models import WarcPart
from archive.remaking.recovery import find_ends, find_named_end
from archive.warc.members import Gap, walk
from archive.warc.writer import unwritten

Finding = Damage | Note


@dataclass(slots=True)
class Count:
    """What was looked at: `records` that were read or should have been there, `damaged` of them; `damages`, of records
    and of files; `files`; bytes `read`; `parts` that were read, and those `skipped`, which were found sound before."""

    records: int = 0
    damaged: int = 0
    damages: int = 0
    files: int = 0
    parts: int = 0
    skipped: int = 0
    read: int = 0

    def add(self, damage: Damage, *, records: int) -> None:
        self.damages += 1
        self.records += records
        self.damaged += records


def count_bytes(engine: Engine, since: datetime | None) -> int:
    """How much there is to read."""
    with database.session(engine) as work:
        stretches = (one for known in find_known(work).values() for one in find_stretches(work, known))
        return sum(one.end - one.start for one in stretches if one.is_due(since))


def verify(
    engine: Engine, warcs: Path, count: Count, *, since: datetime | None = None, advance: Advance = lambda _: None
) -> Iterator[Finding]:
    """What is wrong with the WARC folder. Of parts that were found sound since then only the presence is looked at.
    Whatever `advance` raises ends it; what is known by then is kept. Raises OSError, and DBAPIError."""
    with database.session(engine) as work:
        known = find_known(work)
    files = list_files(warcs)
    misplaced = find_misplaced(known, files)
    for lost in misplaced:
        yield _count_file(engine, count, lost.known, lost.why)
    gone = {lost.known.file for lost in misplaced}
    for name, one in sorted(known.items()):
        count.files += 1
        if name not in gone:
            yield from _verify_file(engine, warcs / name, one, count, since, advance)
    for path in find_strangers(known, files, misplaced):
        yield from _look_at_stranger(path, known, count)


def look_at_sizes(engine: Engine, warcs: Path, count: Count) -> Iterator[Finding]:
    """Presence and size alone: no byte of any file is read."""
    with database.session(engine) as work:
        known = find_known(work)
    count.files = len(known)
    for one, why in find_short(known, warcs):
        with database.session(engine) as work:
            start = (warcs / one.file).stat().st_size if (warcs / one.file).is_file() else 0
            damage = damage_file(work, one.file, why, start=start)
        count.add(damage, records=damage.records)
        yield damage
    for path in find_strangers(known, list_files(warcs), ()):
        yield Note(path.name, "the database does not know this file")


def _count_file(engine: Engine, count: Count, known: Known, why: str) -> Damage:
    with database.session(engine, write=True, flushed=False) as work:
        damage = damage_file(work, known.file, why)
        work.execute(_mark(WarcPart.warc_file == known.file, is_sound=False))
        work.commit()
    count.add(damage, records=damage.records)
    return damage


def _verify_file(
    engine: Engine, path: Path, known: Known, count: Count, since: datetime | None, advance: Advance
) -> Iterator[Finding]:
    with database.session(engine) as work:
        stretches = find_stretches(work, known)
    size = path.stat().st_size
    for stretch in stretches:
        if stretch.is_due(since) or size < stretch.end:
            yield from _verify_stretch(engine, path, stretch, count, advance)
        else:
            count.skipped += 1
    if size > known.end:
        yield from _look_behind(engine, path, count)


def _verify_stretch(engine: Engine, path: Path, stretch: Stretch, count: Count, advance: Advance) -> Iterator[Finding]:
    with database.session(engine) as work:
        bounds = find_bounds(work, stretch)
    read, damages = Read(), 0
    try:
        for found in read_stretch(path, stretch, iterate_named(engine, stretch), bounds, read, advance):
            damages += isinstance(found, Damage)
            yield _find_needed(engine, found)
    finally:
        count.records += read.sound + read.damaged
        count.damaged += read.damaged
        count.damages += damages
    count.parts += stretch.sha256 is not None
    count.read += stretch.end - stretch.start
    _keep(engine, stretch, is_sound=read.is_same is not False and not damages)


def _find_needed(engine: Engine, found: Finding) -> Finding:
    if isinstance(found, Note) or found.kind != "capture" or found.id is None:
        return found
    with database.session(engine) as work:
        return replace(found, needed=find_needed(work, [found.id]))


def _keep(engine: Engine, stretch: Stretch, *, is_sound: bool) -> None:
    """No wait for the disk: a part that is read once more costs little."""
    if stretch.sha256 is None:
        return
    same = (WarcPart.warc_file == stretch.file, WarcPart.start == stretch.start, WarcPart.sha256 == stretch.sha256)
    with database.session(engine, write=True, flushed=False) as work:
        # A part that its writer went on with meanwhile has another sha256.
        work.execute(_mark(*same, is_sound=is_sound))
        work.commit()


def _mark(*where: ColumnElement[bool], is_sound: bool) -> Update:
    return update(WarcPart).where(*where).values(verified=datetime.now(UTC), is_sound=is_sound)


def _look_behind(engine: Engine, path: Path, count: Count) -> Iterator[Finding]:
    """What stands behind all that the database knows of a file."""
    with unwritten(path) as is_free:
        if is_free:
            with database.session(engine) as work:
                # Whoever wrote until now may have committed more.
                end = max(find_ends(work, path.name).get(path.name, 0), find_named_end(work, path.name))
            yield from _look_at_tail(path, end, count)


def _look_at_tail(path: Path, end: int, count: Count) -> Iterator[Finding]:
    """Whole records there are no damage."""
    whole = 0
    for found in walk(path, start=end):
        if isinstance(found, Gap):
            what = "a torn tail that no row names" if found.is_torn else "bytes that no row names"
            damage = damage_unnamed(path, found.offset, found.end, f"{what}: {found.why}")
            count.add(damage, records=1)
            yield damage
        else:
            whole += 1
    if whole:
        records = "a whole record" if whole == 1 else f"{whole} whole records"
        yield Note(path.name, f"{records} from byte {end} on that a killed process left: the next run takes them in")


def _look_at_stranger(path: Path, known: dict[str, Known], count: Count) -> Iterator[Finding]:
    if double := find_double(known, path):
        damage = Damage(f"a second copy of {double} under another name", "file", path.name, records=0)
        count.add(damage, records=0)
        yield damage
    elif not is_warc(path):
        yield Note(path.name, "the database does not know this file")
    else:
        with unwritten(path) as is_free:
            if is_free:
                yield from _look_at_tail(path, 0, count)
