"""Opening the database: SQLite or PostgreSQL, one behaviour. `archive.migrate` makes it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session
from tenacity import Retrying, before_sleep_log, retry_if_exception, stop_after_delay, wait_exponential_jitter

from archive.errors import BusyError, DatabaseError, StorageError
from archive.home import Home

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"

DISK_FULL, TAKEN, LOCKED = "53100", "23505", "55P03"
"""PostgreSQL's codes, also of a key that is there already and of a lock that was waited for too long: its words are in
the server's language."""

NOT_WRITABLE = ("disk is full", "No space left", "readonly", "disk I/O error", "unable to open database file")
"""What SQLite says where its file, or the log beside it, cannot be written or made."""

DAMAGED = ("malformed", "not a database")
"""What SQLite says where its file is damaged; of PostgreSQL's codes class XX says it."""

AWAY = 60
"""Seconds that a server is waited for: it restarts in a few."""

logger = logging.getLogger(__name__)


def open_database(home: Home) -> Engine:
    """An engine on an existing, current database. Raises DatabaseError with what to do where it is missing, older,
    newer or damaged."""
    if home.database.get_backend_name() == "sqlite" and not Path(home.database.database or "").is_file():
        what = "create it, or set ARCHIVE_HOME"
        if any(home.warcs.glob("*.warc.gz")):
            what = f"begin anew, or `archive rebuild` to make it of the files in {home.warcs}"
        raise DatabaseError(f"no archive at {home.database_name}. Run `archive init` to {what}")
    engine = make_engine(home)
    try:
        with explained_errors(home):
            revision = current_revision(engine)
        if revision is None:
            raise DatabaseError(f"{home.database_name} is not an archive yet. Run `archive init`")
        refuse_unknown(revision, home)
        if revision != head_revision():
            raise DatabaseError(f"{home.database_name} was made by an older version. Run `archive init` to upgrade it")
    except DatabaseError:
        engine.dispose()
        raise
    return engine


@contextmanager
def opened(home: Home) -> Iterator[Engine]:
    """As `open_database`, until it is left."""
    engine = open_database(home)
    try:
        yield engine
    finally:
        engine.dispose()


def files_of(file: Path) -> tuple[Path, Path, Path]:
    """A SQLite database, its log and that log's index (https://www.sqlite.org/wal.html)."""
    return file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def session(engine: Engine, *, write: bool = False, flushed: bool = True) -> Session:
    """A session; one that will write takes SQLite's write lock at once and waits for it: a transaction that has only
    read and then wants to write is refused without waiting where another process wrote in between.

    What is committed where it is not `flushed` outlives the process and not a power cut, until the next transaction is
    flushed: no wait for the disk, for what costs little to do again. The order of transactions is kept."""
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"
    return Session(engine.execution_options(sqlite_begin=begin, flushed=flushed), expire_on_commit=False)


def make_engine(home: Home) -> Engine:
    try:
        # Report texts and addresses of persons do not belong into error messages.
        engine = create_engine(home.database, hide_parameters=True)
    except (ImportError, NoSuchModuleError):
        raise DatabaseError("PostgreSQL needs its driver: pip install 'disclosure-archive[postgres]'") from None
    event.listen(engine, "handle_error", _withhold_rows)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _withhold_rows(context: ExceptionContext) -> None:
    """PostgreSQL repeats the row that it refuses, behind its first sentence, and a value that it cannot read (class 22)
    within it; SQLite a text that it cannot decode."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    if not isinstance(wrapped, DBAPIError):
        return
    told = str(error)
    said = getattr(getattr(error, "diag", None), "message_primary", None)
    if said and (getattr(error, "sqlstate", None) or "").startswith("22"):
        said = said.partition(":")[0]
    error.args = (said or told.partition(" with text ")[0],)
    wrapped.args = tuple(str(one).replace(told, str(error)) for one in wrapped.args)


def _set_pragmas(connection: Any, record: object) -> None:
    # Left to itself, Python's driver commits before each CREATE TABLE, and a migration that is killed can never be
    # repeated.
    connection.isolation_level = None
    cursor = connection.cursor()
    # WAL (set when the file is made) with synchronous FULL lost none of 18,030 acknowledged commits over 15 kills.
    for pragma in ("synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    # https://www.sqlite.org/pragma.html#pragma_synchronous: of the connection, and not to be changed within.
    level = "FULL" if options.get("flushed", True) else "NORMAL"
    if connection.info.get("synchronous", "FULL") != level:
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
        connection.info["synchronous"] = level
    connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))


def _begin_postgresql(connection: Connection) -> None:
    # https://www.postgresql.org/docs/current/wal-async-commit.html
    if not connection.get_execution_options().get("flushed", True):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")


def patiently() -> Retrying:
    """Attempts at a transaction while its server is away: it restarts, or has cut the connection. Between them nothing
    else is done, since what is done could not be kept."""
    return Retrying(
        retry=retry_if_exception(is_away),
        stop=stop_after_delay(AWAY),
        wait=wait_exponential_jitter(multiplier=0.1, max=5),
        before_sleep=before_sleep_log(logger, logging.WARNING),
        reraise=True,
    )


def is_away(error: BaseException) -> bool:
    """Whether a server may do it in a moment. Classes 08 and 57P of PostgreSQL's error codes, and no code at all where
    there is no connection; class 40 where two transactions waited for each other; 23505 where another has just written
    the same row, which is there at the next attempt. What SQLite says has no code."""
    if isinstance(error, IntegrityError):
        return getattr(error.orig, "sqlstate", "") == TAKEN
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    code = getattr(error.orig, "sqlstate", "")
    return error.connection_invalidated or code is None or code.startswith(("08", "57P", "40"))


@contextmanager
def explained_errors(home: Home) -> Iterator[None]:
    """What a database driver says becomes one of our own errors, without SQL and without parameters."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        if "locked" in reason or getattr(error.orig, "sqlstate", None) == LOCKED:
            raise BusyError(f"{home.database_name}: {reason}. Another process holds it; wait for it to end") from None
        is_full = getattr(error.orig, "sqlstate", None) == DISK_FULL
        if is_full or any(words in reason for words in NOT_WRITABLE):
            raise StorageError(
                f"{home.database_name}: {reason}. Free some disk or its rights, then run again"
            ) from None
        is_damaged = (getattr(error.orig, "sqlstate", None) or "").startswith("XX")
        if is_damaged or any(words in reason for words in DAMAGED):
            raise DatabaseError(tell_damaged(home, reason)) from None
        if error.connection_invalidated:
            lost = "The connection was lost, perhaps when all was kept already. Run it again"
            raise DatabaseError(f"{home.database_name}: {reason}. {lost}") from None
        raise DatabaseError(f"{home.database_name}: {reason}. Check ARCHIVE_DATABASE and ARCHIVE_HOME") from None


def tell_damaged(home: Home, reason: str) -> str:
    return f"{home.database_name}: {reason}. Restore it from a copy, or make it again with `archive rebuild --replace`"


def check_file(engine: Engine, home: Home) -> None:
    """Reads a SQLite file from its begin to its end. Raises DatabaseError where its pages do not fit together; a server
    looks after its own."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            found = connection.scalar(text("PRAGMA quick_check(1)"))
        if found != "ok":
            raise DatabaseError(tell_damaged(home, f"damaged: {' '.join(str(found).split())}"))


def head_revision() -> str:
    """The newest migration."""
    return max(_list_revisions())


def _list_revisions() -> list[str]:
    # Their files are numbered, so that nobody who only opens a database waits for Alembic.
    return [file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")]


def current_revision(engine: Engine) -> str | None:
    """The database's migration, None where it holds no archive. Of one that does not say which, or says several, a text
    that is none."""
    with engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """As `current_revision`."""
    tables = inspect(connection)
    if not tables.has_table("alembic_version"):
        return None
    found = connection.scalars(text("SELECT version_num FROM alembic_version ORDER BY version_num")).all()
    return " and ".join(found) if found or tables.has_table("crawl") else None


def refuse_unknown(revision: str | None, home: Home) -> None:
    if revision is None or revision in (known := _list_revisions()):
        return
    if revision.isdecimal() and revision > max(known):
        raise DatabaseError(f"{home.database_name} was made by a newer version of this project. Update it first")
    raise DatabaseError(
        f"{home.database_name} has the revision {revision!r}, which is none of this project's: it is another "
        "program's, or damaged. Check ARCHIVE_DATABASE; restore it from a copy, or make it again with `archive rebuild`"
    )
