"""The index by which texts are found: of each variant, under its number, which pairs of letters it has
(`archive.report.phrases`), and to which bands its signature belongs (`archive.report.likeness`).

Both are numbers below 2^32 and cannot be taken for one another: the first letter of a pair is no control character.
SQLite keeps them as words of a full-text index (FTS5), PostgreSQL as an array with a GIN index; asked alike, both give
the same numbers, the highest first.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from archive.models import Capture, ReportText, Search, Variant
from archive.report.likeness import bands, sign
from archive.report.phrases import pairs, searchable
from archive.upsert import first

_ON_SQLITE = table("search_grams", column("rowid"), column("grams"))
_ON_POSTGRESQL = table("search_grams", column("number"), column("grams"))


def add_entry(
    session: Session, variant_id: str, title: str | None, text_hash: str, body: str, signature: bytes | None
) -> None:
    """A variant can be found from now on, by its title and its text; where it can already, nothing changes."""
    if first(session, _NUMBER, {"of": variant_id}):
        return
    if signature is None and (signature := sign(body)):
        # Kept before there were signatures.
        session.get_one(ReportText, text_hash).signature = signature
        session.flush()
    number = session.connection().execute(_NEW_NUMBER, {"variant_id": variant_id}).scalar_one()
    told = {"number": number, "grams": _spell(session, grams_of(title, body, signature))}
    session.connection().execute(_INSERT[_dialect(session)], told)


def drop_entry(session: Session, variant_id: str, title: str | None, body: str, signature: bytes | None) -> None:
    """It can be found no more. What is told is what it was added with."""
    entry = first(session, _NUMBER, {"of": variant_id})
    if entry is None:
        return
    told: dict[str, Any] = {"number": entry.number}
    if _dialect(session) == "sqlite":
        told["grams"] = _spell(session, grams_of(title, body, signature))
    session.connection().execute(_DELETE[_dialect(session)], told)
    session.connection().execute(delete(Search).where(Search.number == entry.number))


def grams_of(title: str | None, body: str, signature: bytes | None) -> frozenset[int]:
    found = pairs(searchable(f"{title or ''}\n{body}"))
    return found | {*bands(signature)} if signature else found


def numbers_with_all(session: Session, grams: Iterable[int]) -> Iterator[int]:
    """Of the variants that have all of them, the highest first."""
    _, number, condition = _having(session, grams, every=True)
    if _dialect(session) == "sqlite":
        yield from session.scalars(_in_turn(select(number).where(condition).order_by(number.desc())))
        return
    # Arrays that lie outside their rows cost a hundred times what PostgreSQL reckons with when it looks at each: 4 s of
    # 300,000, where the index takes 0.2 s.
    session.execute(_USE_INDEX, {"others": "off"})
    found = session.scalars(_in_turn(select(number).where(condition).order_by((number + 0).desc())))
    session.execute(_USE_INDEX, {"others": "on"})
    yield from found


def _in_turn(query: Select[int]) -> Select[int]:
    """A few at a time, as they are asked for."""
    return query.execution_options(yield_per=200)


_USE_INDEX = select(
    func.set_config("enable_seqscan", bindparam("others"), True),
    func.set_config("enable_indexscan", bindparam("others"), True),
)


def having_any(session: Session, grams: Iterable[int]) -> tuple[Any, ColumnElement[Any], ColumnElement[bool]]:
    """For a query: the table to join, its number, and the condition that any of the grams is there."""
    return _having(session, grams, every=False)


def _having(
    session: Session, grams: Iterable[int], *, every: bool
) -> tuple[Any, ColumnElement[Any], ColumnElement[bool]]:
    if _dialect(session) == "sqlite":
        words = (" AND " if every else " OR ").join(f'"{gram:x}"' for gram in sorted(grams))
        # https://www.sqlite.org/fts5.html: the name of the table stands for all its columns.
        return _ON_SQLITE, _ON_SQLITE.c.rowid, literal_column("search_grams").op("MATCH", is_comparison=True)(words)
    asked = cast([_signed(gram) for gram in sorted(grams)], ARRAY(Integer))
    condition = _ON_POSTGRESQL.c.grams.op("@>" if every else "&&", is_comparison=True)(asked)
    return _ON_POSTGRESQL, _ON_POSTGRESQL.c.number, condition


def not_indexed() -> Select[str]:
    """Variants that cannot be found yet, in the order in which they were met."""
    there = select(Search.variant_id).where(Search.variant_id == Variant.id).exists()
    query = select(Variant.id).join(Capture, Capture.id == Variant.capture_id).where(~there)
    return query.order_by(Capture.fetched_at, Variant.id)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _spell(session: Session, grams: Iterable[int]) -> str | list[int]:
    if _dialect(session) == "sqlite":
        return " ".join([f"{gram:x}" for gram in grams])
    return [_signed(gram) for gram in sorted(grams)]


def _signed(gram: int) -> int:
    """As PostgreSQL's integers are."""
    return gram - (1 << 32) if gram >> 31 else gram


_NUMBER = select(Search.number).where(Search.variant_id == bindparam("of"))
_NEW_NUMBER = insert(Search).returning(Search.number)
_INSERT = {
    "sqlite": text("INSERT INTO search_grams (rowid, grams) VALUES (:number, :grams)"),
    "postgresql": text("INSERT INTO search_grams (number, grams) VALUES (:number, :grams)").bindparams(
        bindparam("grams", type_=ARRAY(Integer))
    ),
}
_DELETE = {
    # An index that keeps no texts has to be told what to forget.
    "sqlite": text("INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', :number, :grams)"),
    "postgresql": text("DELETE FROM search_grams WHERE number = :number"),
}
