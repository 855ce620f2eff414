"""Whether two archives are the same: every row of every table that is not of its time."""

from typing import Any

from sqlalchemy import select

from archive.database import open_database, session
from archive.home import Home
from archive.models import Base

OF_THEIR_TIME = {"memory", "lease", "host", "part", "search"}
"""Tables that say what a crawl, a host or a disk is like at the moment."""


def rows_of(home: Home) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """Table → key → columns."""
    engine = open_database(home)
    found = {}
    with session(engine) as work:
        for mapper in Base.registry.mappers:
            table = mapper.local_table
            if table.name not in OF_THEIR_TIME:
                keys = [column.name for column in table.primary_key]
                rows = [dict(row) for row in work.execute(select(table)).mappings()]
                found[table.name] = {tuple(row[key] for key in keys): row for row in rows}
    engine.dispose()
    return found


def differences(one: Home, other: Home) -> list[str]:
    """A line for each row that is not in both, and for each column that differs."""
    ours, theirs = rows_of(one), rows_of(other)
    told = []
    for table in ours:
        for key in ours[table].keys() | theirs[table].keys():
            left, right = ours[table].get(key), theirs[table].get(key)
            if left is None or right is None:
                told.append(f"{table} {key}: {'not in the first' if left is None else 'not in the second'}")
            else:
                told += [
                    f"{table} {key} {name}: {left[name]!r} {right[name]!r}"
                    for name in left
                    if left[name] != right[name]
                ]
    return told
