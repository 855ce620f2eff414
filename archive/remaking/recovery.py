"""Before anything is appended: what a killed process wrote to the WARC files and did not commit is taken in, and a
record that it tore is cut off.

Whatever stands in a file behind the last part that the database knows was written in full, or the power went: the WARC
files are the log of the database, and are applied to it as a log is. The torn rest is kept beside the file, under
its name with `.torn-` and the place it began at.
"""

import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database, journal
from archive.errors import StorageError
from archive.models import Capture, Correction, ReadPage, WarcPart
from archive.remaking import replay
from archive.sandbox import Sandbox
from archive.warc.answer import Part
from archive.warc.members import Gap, Member, in_portions, walk
from archive.warc.writer import SUFFIX, WarcWriter, lock_file, sync_file, sync_folder

SECTOR = 512
"""Bytes that a disk takes or does not take together; those that it never got are zeros."""

LENGTH = 4
"""Bytes at the end of a gzip member (RFC 1952 §2.3.1) that say how long it is, unpacked: of no record all are zeros."""

logger = logging.getLogger(__name__)


def recover(engine: Engine, warcs: Path) -> dict[str, int]:
    """Name → bytes of the files that may be gone on with: all that is in them is kept. Files that another process
    writes are left to it, and so are damaged ones, which the log names. Raises StorageError."""
    if not warcs.is_dir():
        return {}
    found: dict[str, int] = {}
    with _alone_in(warcs), _reader(warcs) as read:
        with database.session(engine) as work:
            ends = find_ends(work)
            if not ends and work.scalar(select(Capture.id).limit(1)):
                _note_all(work, warcs)
        for path in sorted(warcs.glob(f"*{SUFFIX}")):
            end = _recover_file(engine, path, ends.get(path.name, 0), read)
            if end is not None:
                found[path.name] = end
    return found


def _note_all(session: Session, warcs: Path) -> None:
    """What an archive of an older version kept in its database alone; before any of its files is taken in, so that it
    is done again where it was not done to its end."""
    logger.warning("the WARC files get what only the database of this archive knew")
    writer = WarcWriter(warcs, info=[("isPartOf", "what only the database knew")])
    journal.note_all(session, writer)
    writer.flush()
    writer.close()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else takes in what is in the folder meanwhile: what one run has left is in the database before its next
    one goes on, whoever takes it in. All that is in the folder has its name there also after a power cut."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _explain(folder, error) from None
    try:
        # Some network file systems lock no folders: there the lock of each file has to do.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.fsync(descriptor)
        yield
    finally:
        os.close(descriptor)


def find_ends(session: Session, file: str | None = None) -> dict[str, int]:
    """File → where the last part ends that the database knows of it."""
    query = select(WarcPart.warc_file, func.max(WarcPart.end)).group_by(WarcPart.warc_file)
    return dict(session.execute(query if file is None else query.where(WarcPart.warc_file == file)).all())


def find_named_end(session: Session, file: str) -> int:
    """Where the last record ends that a row names."""
    return max(
        session.scalar(select(func.max(table.warc_offset + table.warc_length)).where(table.warc_file == file)) or 0
        for table in (Capture, Correction)
    )


def _recover_file(engine: Engine, path: Path, end: int, read: replay.Read) -> int | None:
    try:
        if path.stat().st_size == end:
            return end
        locked = lock_file(path)
        if locked is None:
            return None
        with closing(locked):
            with database.session(engine) as work:
                # Whoever held the lock until now may have gone on.
                end, named = find_ends(work, path.name).get(path.name, 0), find_named_end(work, path.name)
            return _take_in(engine, path, locked, end, named, read)
    except OSError as error:
        raise _explain(path, error) from None


def _explain(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path}: {error.strerror}. Free some disk or its rights, then run again")


def _take_in(engine: Engine, path: Path, locked: BinaryIO, end: int, named: int, read: replay.Read) -> int | None:
    size = locked.seek(0, os.SEEK_END)
    if size < max(end, named):
        logger.error("%s has lost its end: %s of %s bytes. Run `archive verify`", path, size, max(end, named))
        return None
    # A killed process did not wait for the disk.
    os.fsync(locked.fileno())
    taken, gaps = end, list[Gap]()
    for members in in_portions(_until_gap(walk(path, start=end), gaps)):
        taken = _keep(engine, path, members, read)
    for gap in gaps:
        if gap.offset < named or not _was_not_written(path, gap):
            logger.error("%s is damaged at byte %s: %s. Run `archive verify`", path, gap.offset, gap.why)
            return None
        _cut_off(path, locked, gap.offset)
    return taken


def _until_gap(found: Iterator[Member | Gap], gaps: list[Gap]) -> Iterator[Member]:
    """The records before the first gap, which is noted."""
    for one in found:
        if isinstance(one, Gap):
            gaps.append(one)
            return
        yield one


def _keep(engine: Engine, path: Path, members: list[Member], read: replay.Read) -> int:
    """The rows of records that lie one behind the other, and the part that they are; where it ends."""
    start, end = members[0].offset, members[-1].end
    digest = hashlib.sha256()
    for member in members:
        digest.update(member.bytes)
    now = datetime.now(UTC)
    with database.session(engine, write=True) as work, work.begin():
        for member in members:
            why = replay.attempt(work, partial(_apply, work, member, path, read))
            if why:
                logger.warning("%s: the record at byte %s is kept and not taken in: %s", path, member.offset, why)
        journal.keep_part(work, Part(path.name, start, end, digest.hexdigest()), now=now)
    logger.info("%s: %s records that were written before a process ended are taken in", path, len(members))
    return end


def _apply(session: Session, member: Member, path: Path, read: replay.Read) -> str | None:
    """Why a record is not taken in."""
    record = member.record
    if record.type == "warcinfo":
        if told := journal.read_begun(record):
            replay.add_begun(session, told)
    elif record.type in replay.CAPTURED:
        return replay.add_capture(session, member, path.name)
    elif not replay.add_correction(session, member, path.name) and (event := journal.read_event(record)):
        return replay.apply(session, event, read)
    return None


def _cut_off(path: Path, locked: BinaryIO, at: int) -> None:
    aside = _free_name(path.with_name(f"{path.name}.torn-{at}"))
    locked.seek(at)
    with aside.open("wb") as file:
        file.write(locked.read())
        sync_file(file)
    sync_folder(path.parent)
    locked.truncate(at)
    os.fsync(locked.fileno())
    logger.warning("%s: a record that was not written to its end is cut off, and kept as %s", path, aside.name)


def _was_not_written(path: Path, gap: Gap) -> bool:
    """Whether the file ends before a record does, or bytes never came to the disk and are zeros since: a whole sector
    of them, as no compression has, or what is in a sector of where a record begins, or of where the file ends. All else
    was whole once, and may be had again from a second copy."""
    if gap.is_torn:
        return True
    with path.open("rb") as file:
        size, at = file.seek(0, os.SEEK_END), file.seek(gap.offset)
        while held := file.read(min(SECTOR - at % SECTOR, gap.end - at)):
            is_end = at + len(held) == size and len(held) >= LENGTH
            if not any(held) and (len(held) == SECTOR or at == gap.offset or is_end):
                return True
            at += len(held)
    return False


def _free_name(path: Path) -> Path:
    """Another where a record was torn at that very place before."""
    names = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())


@contextmanager
def _reader(warcs: Path) -> Iterator[replay.Read]:
    """Reads in a process of its own, begun with the first page: there is seldom one."""
    sandboxes: list[Sandbox] = []

    def read(session: Session, page: ReadPage, capture: Capture) -> dict[str, Any]:
        content = replay.open_content(session, capture, warcs)
        if not sandboxes:
            sandboxes.append(Sandbox())
        return sandboxes[0].read(content, **replay.reading_inputs(page, capture)).result()

    try:
        yield read
    finally:
        for sandbox in sandboxes:
            sandbox.close()
