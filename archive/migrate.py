"""Creating and upgrading the database with Alembic."""

import logging
from pathlib import Path

from sqlalchemy.engine import Engine

from archive.completing import complete_rows
from archive.database import (
    MIGRATIONS,
    current_revision,
    explained_errors,
    head_revision,
    make_engine,
    refuse_newer,
)
from archive.errors import StorageError
from archive.filing import file_reports
from archive.home import Home, make_folder

SCHEMA_OF_FILING = "0012"
"""Up to this revision ids of reports may be made of organs as written; the next is noted when all are filed anew."""


def create_database(home: Home) -> str:
    """Make the database or bring it up to date; says which of "created", "upgraded", "up to date" it was.

    An upgrade that was stopped goes on when it is run again. Raises DatabaseError where it cannot be reached, is newer
    than this code or is no database of ours.
    """
    if home.database.get_backend_name() == "sqlite":
        _make_sqlite_folder(home)
    engine = make_engine(home)
    try:
        with explained_errors(home):
            before = current_revision(engine)
            refuse_newer(before, home)
            if engine.dialect.name == "sqlite":
                _turn_on_wal(engine)
            if before is not None and before <= SCHEMA_OF_FILING:
                _upgrade(engine, SCHEMA_OF_FILING)
                file_reports(engine)
            if before != head_revision():
                _upgrade(engine, "head")
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
    connection = engine.raw_connection()
    connection.cursor().execute("PRAGMA journal_mode=WAL")
    connection.close()


def _upgrade(engine: Engine, revision: str) -> None:
    # Alembic takes a quarter of a second to import, and is needed once in the life of most archives.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
