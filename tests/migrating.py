"""A database at any of its revisions: brought there, what its tables are, what is in them."""

import json
import os
from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, text
from sqlalchemy.engine import Connection, Engine

from archive import filing
from archive.compressed import decompress
from archive.database import MIGRATIONS, make_engine
from archive.home import Home
from archive.migrate import create_database
from tests.commands import PREPARED

BASE = "base"
"""Before the first revision."""

KILLED = 9
"""Exit code of a process that ended itself."""

ZSTD = b"\x28\xb5\x2f\xfd"
"""What a frame begins with (RFC 8878)."""

Schema = dict[str, Any]
Rows = dict[str, Counter[frozenset[tuple[str, str]]]]
"""Table → each row as its columns and values, as often as it is there."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def revisions() -> list[str]:
    """From the first to the last. Raises CommandError where they are no chain."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def upgrade(home: Home, to: str) -> None:
    _run(home, command.upgrade, to)


def downgrade(home: Home, to: str) -> None:
    _run(home, command.downgrade, to)


def _run(home: Home, migrate: Any, to: str) -> None:
    config, engine = _config(), make_engine(home)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        migrate(config, to)
    engine.dispose()


def is_ours(_: object, name: str | None, *more: object) -> bool:
    """Each database keeps its search index in a way of its own."""
    return not (name or "").startswith("search_grams")


def read_schema(home: Home) -> Schema:
    """Table → its columns, keys and indexes, in no order."""
    engine = make_engine(home)
    with engine.connect() as connection:
        found = inspect(connection)
        schema: Schema = {name: {} for name in found.get_table_names() if is_ours(None, name)}
        for (_, table), columns in found.get_multi_columns().items():
            if table not in schema:
                continue
            schema[table]["columns"] = {one["name"]: (str(one["type"]), one["nullable"]) for one in columns}
        for kind, told in (
            ("primary", found.get_multi_pk_constraint()),
            ("foreign", found.get_multi_foreign_keys()),
            ("unique", found.get_multi_unique_constraints()),
            ("indexes", found.get_multi_indexes()),
        ):
            for (_, table), keys in told.items():
                if table not in schema:
                    continue
                schema[table][kind] = sorted(map(_spell, keys if isinstance(keys, list) else [keys]))
    engine.dispose()
    return schema


def _spell(key: Any) -> str:
    names = ("constrained_columns", "column_names", "referred_table", "unique")
    return str([key[name] for name in names if name in key])


def read_rows(home: Home) -> Rows:
    engine = make_engine(home)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        tables = {name for name in names if is_ours(None, name)} - {"alembic_version"}
        rows = {table: _read_table(connection, table) for table in tables}
    engine.dispose()
    return rows


def _read_table(connection: Connection, table: str) -> Counter[frozenset[tuple[str, str]]]:
    found = connection.execute(text(f'SELECT * FROM "{table}"')).mappings()  # noqa: S608 - a name of our own
    return Counter(frozenset((column, repr(_plain(value))) for column, value in row.items()) for row in found)


def _plain(value: Any) -> Any:
    """What is compressed is what it was before; JSON is compared by what it says."""
    if isinstance(value, bytes) and value.startswith(ZSTD):
        value = decompress(value)
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


def held_by(rows: Rows, schema: Schema) -> Rows:
    """What of the rows tables of that schema can hold."""
    return {
        table: Counter(
            {frozenset(one for one in row if one[0] in schema[table]["columns"]): times for row, times in found.items()}
        )
        for table, found in rows.items()
        if table in schema
    }


def upgrade_until(home: Home, at: int) -> int:
    """In a process that ends itself before that statement; its exit code, 0 where there were not so many."""
    process = PREPARED.Process(target=_upgrade_until, args=(home, at))
    process.start()
    process.join()
    assert process.exitcode in (0, KILLED)
    return process.exitcode


def _upgrade_until(home: Home, at: int) -> None:
    filing.PORTION = 1
    made = iter(range(1, at))

    def kill(*_: object) -> None:
        if next(made, None) is None:
            os._exit(KILLED)

    event.listen(Engine, "before_cursor_execute", kill)
    event.listen(Engine, "commit", kill)
    create_database(home)


def upgrade_at_once(home: Home, processes: int) -> list[int | None]:
    """So many processes, which begin together; their exit codes."""
    gate = PREPARED.Barrier(processes)
    begun = [PREPARED.Process(target=_upgrade_at, args=(home, gate)) for _ in range(processes)]
    for process in begun:
        process.start()
    for process in begun:
        process.join()
    return [process.exitcode for process in begun]


def _upgrade_at(home: Home, gate: Barrier) -> None:
    gate.wait()
    create_database(home)
