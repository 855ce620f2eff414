"""What makes both databases behave alike: insert or update in one statement, values that both can hold, and
questions that both can be asked.

`insert` and `first` are for what is asked and written for each report: with an object for each row it costs three times
as much."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Insert, Row
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from archive.models import Base

MAX_ASKED = 5000
"""Values in one question: SQLite takes no more than 32,766 parameters."""


def in_parts(values: Collection[str]) -> Iterator[list[str]]:
    """In parts that one question can hold."""
    listed = list(values)
    return (listed[start : start + MAX_ASKED] for start in range(0, len(listed), MAX_ASKED))


def upsert(
    session: Session,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    *,
    key: Sequence[str],
    update: Sequence[str] = (),
) -> None:
    """Insert rows; where `key` is there already, set the columns named in `update` (none: leave the row as it is)."""
    if rows:
        session.flush()
        statement = _statement(session.get_bind().dialect.name, table, tuple(key), tuple(update))
        session.connection().execute(statement, list(rows))


def insert(session: Session, table: type[Base], row: Mapping[str, Any]) -> None:
    """A row that is not there yet."""
    session.flush()
    session.connection().execute(_insertion(table), dict(row))


def first(session: Session, question: Executable, told: Mapping[str, Any]) -> Row[Any] | None:
    """The first row that answers a question that was put together once."""
    session.flush()
    return session.connection().execute(question, dict(told)).first()


@cache
def _insertion(table: type[Base]) -> Insert:
    return Base.metadata.tables[table.__tablename__].insert()


@cache
def _statement(dialect: str, table: type[Base], key: tuple[str, ...], update: tuple[str, ...]) -> Insert:
    """Built once: a crawl asks for the same few, several times a page."""
    into = Base.metadata.tables[table.__tablename__]
    adding = postgresql.insert(into) if dialect == "postgresql" else sqlite.insert(into)
    if update:
        return adding.on_conflict_do_update(index_elements=key, set_={name: adding.excluded[name] for name in update})
    return adding.on_conflict_do_nothing(index_elements=key)


def storable(value: Any) -> Any:
    """The same value on both databases: NUL and lone surrogates, which PostgreSQL or UTF-8 refuse, become U+FFFD.
    The bytes are in the WARC."""
    return value if _is_storable(value) else _replace(value)


def _is_storable(value: Any) -> bool:
    """Spelled as JSON at once: five times as fast for a reading with its thousands of strings."""
    try:
        spelled = json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return b"\\u0000" not in spelled


def _replace(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_replace(key): _replace(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace(item) for item in value]
    return value


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
