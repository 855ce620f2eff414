"""Creating and upgrading the database with Alembic."""

import logging
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from archive.completing import complete_rows
from archive.database import (
    MIGRATIONS,
    current_revision,
    explained_errors,
    head_revision,
    make_engine,
    refuse_unknown,
    revision_of,
)
from archive.errors import StorageError
from archive.filing import file_reports
from archive.home import Home, make_folder

SCHEMA_OF_FILING = "0012"
"""Up to this revision ids of reports may be made of organs as written; the next is noted when all are filed anew."""

KEY = 0x61726368697665
"""Of the lock that whoever changes the tables of a PostgreSQL database holds."""

WAITS = 30
"""Seconds that it is waited for, and the tables themselves; in SQLite as long as for any other writer."""


def create_database(home: Home) -> str:
    """Make the database or bring it up to date; says which of "created", "upgraded", "up to date" it was.

    An upgrade that was stopped goes on when it is run again, and one that another process is at is waited for. Raises
    DatabaseError where it cannot be reached, is newer than this code or is no database of ours, BusyError where it is
    held by another process too long.
    """
    if home.database.get_backend_name() == "sqlite":
        _make_sqlite_folder(home)
    engine = make_engine(home)
    try:
        with explained_errors(home):
            before = current_revision(engine)
            refuse_unknown(before, home)
            if engine.dialect.name == "sqlite":
                _turn_on_wal(engine)
            if before is not None and before <= SCHEMA_OF_FILING:
                _upgrade(engine, SCHEMA_OF_FILING)
                file_reports(engine)
            if before != head_revision():
                _upgrade(engine, head_revision())
            if before is not None:
                complete_rows(engine)
    finally:
        engine.dispose()
    return "created" if before is None else "upgraded" if before != head_revision() else "up to date"


def _make_sqlite_folder(home: Home) -> None:
    file = Path(home.database.database or "")
    make_folder(file.parent)
    if file.is_dir():
        raise StorageError(f"{file} is a folder; the database has to be a file. Move it, or set ARCHIVE_DATABASE")


def _turn_on_wal(engine: Engine) -> None:
    # Cannot be done inside a transaction; stays with the file.
    with engine.execution_options(sqlite_begin="").connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def _upgrade(engine: Engine, revision: str) -> None:
    """In one transaction, and only where no other process has done it by then."""
    with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin() as connection:
        _wait_for_turn(connection)
        if (revision_of(connection) or "") < revision:
            _run_migrations(connection, revision)


def _wait_for_turn(connection: Connection) -> None:
    """SQLite has one writer at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout TO '{WAITS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": KEY})


def _run_migrations(connection: Connection, revision: str) -> None:
    # Alembic takes a quarter of a second to import, and is needed once in the life of most archives.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
