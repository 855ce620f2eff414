"""All rows of a database as they are at one moment into another, of the same kind or the other."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Column,
    Insert,
    LargeBinary,
    Select,
    Table,
    Text,
    bindparam,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.sql.elements import ColumnElement

from archive.compressed import Compressed
from archive.database import explained_errors, files_of, make_engine
from archive.errors import BusyError, DatabaseError, StorageError
from archive.home import Home
from archive.migrate import create_database
from archive.models import Base, Lease, Search
from archive.warc.writer import sync_file, sync_folder

TABLES = [table for table in Base.metadata.sorted_tables if table.name != Search.__tablename__]
"""What texts are found by is made anew: each database keeps it in its own way."""

PORTION = 2000
"""Rows of one statement."""

PAGES = 2000
"""Of an SQLite file, that are copied in one go: 8 MB."""

Watch = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Shows how far a work is: what is done, how much it is in all; is told how much is done."""


def at_file(file: Path) -> Home:
    """An archive by its SQLite file alone."""
    return Home(file.parent, URL.create("sqlite", database=str(file)), file.parent / "warcs")


def copy_into_file(engine: Engine, home: Home, file: Path, watch: Watch) -> None:
    """All that the database of `home` holds, into a new SQLite file, which is on disk when this returns. Nobody
    crawls there yet: no lease holds. Raises StorageError, DatabaseError."""
    if engine.dialect.name == "sqlite":
        _copy_pages(engine, file, watch)
    else:
        create_database(at_file(file))
        with opened(file) as copy, copy.connect() as target:
            copy_rows(engine, home, target, at_file(file), watch)
    with opened(file) as copy, explained_errors(at_file(file)), copy.begin() as target:
        target.execute(update(Lease).values(until=None))
    with file.open("rb") as written:
        sync_file(written)


def copy_rows(source: Engine, home: Home, target: Connection, other: Home, watch: Watch) -> None:
    """Every row of every table, as all were when the first was read; committed portion by portion where `target` is in
    no transaction."""
    is_within = target.in_transaction()
    with explained_errors(home), _at_one_moment(source).connect() as held:
        total = sum(held.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES)
        done = 0
        with watch("Copying rows", total) as advance:
            for table in TABLES:
                put = _insert(table, target.dialect.name)
                for rows in _read(held, table):
                    with explained_errors(other):
                        target.execute(put, rows)
                        if not is_within:
                            target.commit()
                    advance(done := done + len(rows))


def _at_one_moment(engine: Engine) -> Engine:
    """Whose transactions see nothing that others commit meanwhile, as those of SQLite do."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _read(held: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    columns = [_text(held, column).label(_parameter(column)) for column in table.columns]
    query: Select[Any] = select(*columns)
    # What a row of the same table is named by comes after it.
    for column in table.columns:
        if any(key.column.table is table for key in column.foreign_keys):
            query = query.order_by(column.is_not(None))
    for rows in held.execute(query.execution_options(yield_per=PORTION)).mappings().partitions():
        yield [dict(row) for row in rows]


def _text(held: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """JSON as it is spelled, so that NULL stays apart from null, and a number keeps its digits; what is compressed
    as it is."""
    if isinstance(column.type, Compressed):
        return type_coerce(column, LargeBinary)
    if not isinstance(column.type, JSON):
        return column
    return sql_cast(column, Text) if held.dialect.name == "postgresql" else type_coerce(column, Text)


def _insert(table: Table, dialect: str) -> Insert:
    return table.insert().values({column.name: _value(column, dialect) for column in table.columns})


def _value(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    if isinstance(column.type, Compressed):
        return bindparam(_parameter(column), type_=LargeBinary())
    if not isinstance(column.type, JSON):
        return bindparam(_parameter(column), type_=column.type)
    told = bindparam(_parameter(column), type_=Text())
    return sql_cast(told, JSON) if dialect == "postgresql" else told


def _parameter(column: Column[Any]) -> str:
    # A column's own name is reserved for what SQLAlchemy makes of it.
    return f"{column.name}_"


def is_empty(connection: Connection) -> bool:
    return not any(connection.execute(select(1).select_from(table).limit(1)).first() for table in TABLES)


@contextmanager
def opened(file: Path) -> Iterator[Engine]:
    """An SQLite file that nobody else knows of: what is committed waits for no disk."""
    engine = make_engine(at_file(file))
    try:
        yield engine.execution_options(flushed=False)
    finally:
        engine.dispose()


def _copy_pages(engine: Engine, file: Path, watch: Watch) -> None:
    with closing(engine.raw_connection()) as pooled, closing(sqlite3.connect(file)) as new:
        held = cast(sqlite3.Connection, pooled.driver_connection)
        try:
            # https://www.sqlite.org/backup.html: begins anew when another process writes, but not within a transaction.
            held.execute("BEGIN")
            held.execute("SELECT count(*) FROM sqlite_master").fetchone()
            pages = held.execute("PRAGMA page_count").fetchone()[0]
            with watch("Copying the database", pages) as advance:
                held.backup(new, pages=PAGES, progress=lambda _, left, all_: advance(all_ - left))
            held.execute("ROLLBACK")
        except sqlite3.Error as error:
            if "full" in str(error) or "I/O" in str(error):
                raise StorageError(f"{file}: {error}. Free some disk, then run again") from None
            raise DatabaseError(f"{file} cannot be made from the archive's database: {error}") from None


@contextmanager
def fresh_file(file: Path) -> Iterator[Path]:
    """Where a new database is made that is to take the place of `file`, and is gone where it does not."""
    fresh = file.with_name(f"{file.name}.new")
    with explained_disk(file.parent):
        _remove(fresh)
        try:
            yield fresh
        finally:
            _remove(fresh)


def _remove(file: Path) -> None:
    for name in files_of(file):
        name.unlink(missing_ok=True)


@contextmanager
def explained_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}. Free some disk or its rights, then run again") from None


def put_in_place(fresh: Path, file: Path) -> None:
    """The fresh database under the name of an earlier one, if there is any. Raises BusyError where somebody has that
    open: its log would be taken for the fresh one's."""
    if file.exists():
        try:
            with closing(sqlite3.connect(file)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError:
            # Too damaged to be opened.
            for log in files_of(file)[1:]:
                log.unlink(missing_ok=True)
        if files_of(file)[1].exists():
            raise BusyError(f"{file} is open in another process. Wait for it to end")
    fresh.replace(file)
    sync_folder(file.parent)
