"""Damaged files built anew from what is good in them and in a second copy, which is only read.

The new file is built aside under the name with `.repairing`, and put in the place of the damaged one when it is on
disk; that is kept beside as `.damaged-` and the time. No byte that a sha256 of the database speaks for is taken without
having it.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from archive import database
from archive.errors import StorageError, UsageError
from archive.fixity.folder import find_misplaced, is_at, list_files
from archive.fixity.named import Known, find_known, find_stretches, iterate_named
from archive.fixity.pieces import Piece, Sources, choose_pieces
from archive.home import make_folder
from archive.remaking.recovery import recover
from archive.warc.writer import SUFFIX, lock_file, sync_file, sync_folder


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was done about a file; `kept`: the name under which the damaged one stays, null where there was none."""

    file: str
    done: str
    kept: str | None = None
    is_changed: bool = True


def find_copy(folder: Path, warcs: Path) -> Path:
    """The folder of WARC files of a second copy, given that or its archive's home. Raises UsageError where there is
    none, or it is the archive's own."""
    for found in (folder / "warcs", folder):
        if found.is_dir() and any(path.name.endswith(SUFFIX) for path in found.iterdir()):
            if found.resolve() == warcs.resolve():
                raise UsageError(f"{found} is the archive's own folder of WARC files, not a second copy")
            return found
    raise UsageError(f"{folder} holds no WARC files, nor a folder warcs/ with any")


def repair(engine: Engine, warcs: Path, copy: Path, damaged: Iterable[str]) -> Iterator[Repaired]:
    """What can be done for each damaged file, once it is done; last, torn tails are cut off. Raises StorageError."""
    try:
        make_folder(warcs)
        with database.session(engine) as work:
            known = find_known(work)
        yield from _rename_back(warcs, known)
        swapped = {one.known.file for one in find_misplaced(known, list_files(warcs)) if one.is_there}
        for name in sorted({*damaged} & known.keys()):
            if done := _repair_file(engine, warcs, copy, known[name], is_own=name not in swapped):
                yield done
        recover(engine, warcs)
    except OSError as error:
        raise StorageError(f"{error.filename or warcs}: {error.strerror}. Free some disk or its rights") from error


def _rename_back(warcs: Path, known: dict[str, Known]) -> Iterator[Repaired]:
    """Files that lie under a name that the database does not know."""
    files = list_files(warcs)
    for one in find_misplaced(known, files):
        if one.lies_in and not one.is_there and one.lies_in not in known and (file := lock_file(warcs / one.lies_in)):
            with file:
                (warcs / one.lies_in).rename(warcs / one.known.file)
                sync_folder(warcs)
            yield Repaired(one.known.file, f"has its name again, after {one.lies_in}")


def _repair_file(engine: Engine, warcs: Path, copy: Path, known: Known, *, is_own: bool) -> Repaired | None:
    """None where the file has all that can be had. `is_own`: what a killed process left behind all that the database
    knows is this file's, and not another's."""
    path = warcs / known.file
    with ExitStack() as stack:
        if path.is_file():
            locked = lock_file(path)
            if locked is None:
                return Repaired(known.file, "is being written: run again when that has ended", is_changed=False)
            stack.enter_context(locked)
        sources = find_sources(known, path, copy)
        pieces = list(_choose_all(engine, known, path, sources))
        if all(piece.source in (path, None) for piece in pieces):
            return None if path.is_file() else Repaired(known.file, "is in no copy", is_changed=False)
        aside = path.with_name(f"{path.name}.repairing")
        with aside.open("wb") as new:
            # Whoever wants to append waits until the bytes are in their place, and finds another file then.
            fcntl.flock(new, fcntl.LOCK_EX)
            for piece in pieces:
                new.writelines(piece.read())
            if is_own and path.is_file():
                new.writelines(Piece(known.end, max(known.end, path.stat().st_size), path).read())
            sync_file(new)
            kept = _put_in_place(aside, path)
    return Repaired(known.file, f"is built anew from {_spell_sources(pieces, path)}", kept)


def find_sources(known: Known, path: Path, copy: Path) -> Sources:
    """The file itself; its copy of the same name; and whatever begins as it should, under any name in either folder."""
    named = [one for one in (path, copy / known.file) if one.is_file()]
    others = [*list_files(copy), *list_files(path.parent, aside=True)]
    return [*named, *(one for one in others if one not in named and is_at(one, known.head))]


def _choose_all(engine: Engine, known: Known, path: Path, sources: Sources) -> Iterator[Piece]:
    with database.session(engine) as work:
        stretches = find_stretches(work, known)
    for stretch in stretches:
        yield from choose_pieces(stretch, iterate_named(engine, stretch), path, sources)


def _put_in_place(aside: Path, path: Path) -> str | None:
    kept = None
    if path.is_file():
        kept = f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        os.link(path, path.with_name(kept))
    aside.replace(path)
    sync_folder(path.parent)
    return kept


def _spell_sources(pieces: Iterable[Piece], own: Path) -> str:
    return ", ".join(sorted({str(one.source) for one in pieces if one.source not in (own, None)}))
