"""An empty archive, on SQLite or PostgreSQL, made from a copy."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine

from archive import database
from archive.completing import complete_rows
from archive.copying.backup import DATABASE, MARK, Copied, copy_files, hold, read_pieces
from archive.copying.rows import (
    Watch,
    at_file,
    copy_into_file,
    copy_rows,
    explained_disk,
    fresh_file,
    is_empty,
    put_in_place,
)
from archive.errors import UsageError
from archive.home import Home, make_folder
from archive.migrate import create_database

BEGUN = ".restoring"
"""A WARC folder with a file of this name is that of an archive that is not whole yet."""


def restore(folder: Path, home: Home, *, watch: Watch) -> Copied:
    """The database last: until it is there, nothing takes the archive for one. Raises UsageError where there is one
    already."""
    source = at_file(folder / DATABASE)
    if not (folder / DATABASE).is_file():
        raise UsageError(f"{folder} holds no copy of an archive: {DATABASE} is missing")
    if source.warcs.resolve() == home.warcs.resolve():
        raise UsageError(f"{folder} is the archive itself")
    with _reading(folder), database.opened(source) as engine:
        _refuse_rows(home)
        begun = _begin(home.warcs)
        copied = copy_files(source.warcs, home.warcs, read_pieces(engine), {}, check=True, watch=watch)
        _copy_database(engine, source, home, watch)
        begun.unlink()
    return copied


def _copy_database(engine: Engine, source: Home, home: Home, watch: Watch) -> None:
    if home.database.get_backend_name() == "sqlite":
        file = Path(home.database.database or "")
        make_folder(file.parent)
        with fresh_file(file) as fresh:
            copy_into_file(engine, source, fresh, watch)
            with database.opened(at_file(fresh)) as copy:
                complete_rows(copy)
            put_in_place(fresh, file)
        return
    create_database(home)
    with database.opened(home) as target, database.explained_errors(home), target.begin() as connection:
        copy_rows(engine, source, connection, home, watch)
    with database.opened(home) as target, database.explained_errors(home):
        complete_rows(target)


def _refuse_rows(home: Home) -> None:
    if home.database.get_backend_name() == "sqlite" and not Path(home.database.database or "").exists():
        return
    engine = database.make_engine(home)
    try:
        with database.explained_errors(home):
            if database.current_revision(engine) is None:
                return
        create_database(home)
        with database.explained_errors(home), engine.connect() as connection:
            if not is_empty(connection):
                raise UsageError(f"{home.database_name} is an archive already. Restore into an empty one")
    finally:
        engine.dispose()


def _begin(warcs: Path) -> Path:
    """Says in the folder that what is there is of a restoring that has not ended."""
    begun = make_folder(warcs) / BEGUN
    with explained_disk(warcs):
        if not begun.exists() and any(warcs.iterdir()):
            raise UsageError(f"{warcs} holds files already. Restore into an empty folder, or set ARCHIVE_WARCS")
        begun.touch()
    return begun


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """No process writes the copy meanwhile."""
    if not (folder / MARK).is_file():
        yield
        return
    with closing((folder / MARK).open("rb")) as mark:
        hold(mark.fileno(), folder, fcntl.LOCK_SH)
        yield
