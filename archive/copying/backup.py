"""An archive into a folder, or what is new of it since the last time; crawls go on meanwhile."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from archive import database
from archive.copying.files import Copier, Damage, Pieces, end_of, find_pieces
from archive.copying.rows import Watch, copy_into_file, explained_disk, fresh_file, opened, put_in_place
from archive.errors import BusyError, UsageError
from archive.home import Home, make_folder
from archive.warc.writer import sync_folder

MARK = "backup.json"
FORM = {"archive_backup": 1}
DATABASE = "archive.sqlite"
NOT_OURS = {MARK, "lost+found"}


@dataclass(frozen=True, slots=True)
class Copied:
    """How many WARC files and bytes of them a copy holds, how many bytes were written, and what is not there as it was
    written."""

    files: int
    bytes: int
    new: int
    damages: tuple[Damage, ...]


def back_up(home: Home, folder: Path, *, check: bool, watch: Watch) -> Copied:
    """`check`: what the folder holds already is read and proved. Raises UsageError where the folder holds something
    else, StorageError where it is full; the earlier copy is whole then."""
    _refuse_own(home, folder)
    with database.opened(home) as engine, holding(folder), fresh_file(folder / DATABASE) as fresh:
        there = _find_earlier(folder / DATABASE)
        copy_into_file(engine, home, fresh, watch)
        with opened(fresh) as copy:
            pieces = read_pieces(copy)
        _refuse_other(folder, there, pieces)
        copied = copy_files(home.warcs, folder / "warcs", pieces, there, check=check, watch=watch)
        put_in_place(fresh, folder / DATABASE)
    return copied


def read_pieces(engine: Engine) -> Pieces:
    with database.session(engine) as work:
        return find_pieces(work)


def copy_files(source: Path, target: Path, pieces: Pieces, there: Pieces, *, check: bool, watch: Watch) -> Copied:
    """Every file that has pieces."""
    make_folder(target)
    total = sum(map(end_of, pieces.values()))
    damages: list[Damage] = []
    with watch("Copying WARC files", total) as advance:
        copier = Copier(source, target, check=check, advance=advance)
        for name in sorted(pieces):
            damages += copier.copy(name, pieces[name], there.get(name, ()))
    sync_folder(target)
    return Copied(len(pieces), total, copier.copied, tuple(damages))


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """The folder of a copy, made where it is missing, and no other process writes it meanwhile."""
    make_folder(folder)
    with explained_disk(folder):
        is_new = not (folder / MARK).exists()
        if is_new and {one.name for one in folder.iterdir()} - NOT_OURS:
            raise UsageError(f"{folder} holds something else, and no copy of an archive. Take an empty folder")
        mark = (folder / MARK).open("a", encoding="utf-8")
    with mark:
        hold(mark.fileno(), folder, fcntl.LOCK_EX)
        if not mark.tell():
            with explained_disk(folder):
                mark.write(json.dumps(FORM) + "\n")
                mark.flush()
        yield


def hold(mark: int, folder: Path, how: int) -> None:
    try:
        fcntl.flock(mark, how | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(f"another process writes or reads the copy in {folder}. Wait for it to end") from None


def _refuse_own(home: Home, folder: Path) -> None:
    there, warcs = folder.resolve(), home.warcs.resolve()
    own = {home.folder.resolve(), warcs}
    if home.database.get_backend_name() == "sqlite":
        own.add(Path(home.database.database or "").resolve().parent)
    if there in own or warcs in (there / "warcs", *there.parents):
        raise UsageError(f"{folder} is the archive itself, or within it. Take a folder on another disk")


def _find_earlier(file: Path) -> Pieces:
    """What the last copy proved; nothing where there is none, or none that can be read: then all is read again."""
    if not file.is_file():
        return {}
    try:
        with opened(file) as engine:
            return read_pieces(engine)
    except DBAPIError:
        return {}


def _refuse_other(folder: Path, there: Pieces, pieces: Pieces) -> None:
    for name, known in there.items():
        if end_of(known) > end_of(pieces.get(name, ())):
            raise UsageError(f"{folder} holds records of {name} that this archive does not. Take another folder")
