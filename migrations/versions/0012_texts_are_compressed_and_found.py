"""texts and readings are compressed, texts can be found by what they say and by what they are like, and taken down

What the rows that are there do not have yet (merits, signatures, entries of the search index) `archive init` makes
behind the last migration; when it is stopped, it goes on when it is run again.
"""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from archive.compressed import compress, decompress

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PORTION = 500

PACKED = (
    ("text", ("hash",), "body"),
    ("variant", ("id",), "reading"),
    ("earlier", ("variant_id", "number"), "reading"),
)

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


TOLD = ("title", "form", "media")


def _pack_text(body: str) -> dict[str, Any]:
    return {"packed": compress(body), "length": len(body)}


def _pack_reading(reading: dict[str, Any]) -> dict[str, Any]:
    return {"packed": compress(json.dumps(reading, ensure_ascii=False, separators=(",", ":")))}


def _pack_variant(reading: dict[str, Any]) -> dict[str, Any]:
    return {**_pack_reading(reading), **{name: reading.get(name) for name in TOLD}}


def _unpack_text(frame: bytes) -> dict[str, Any]:
    return {"packed": decompress(frame)}


def _unpack_reading(frame: bytes) -> dict[str, Any]:
    return {"packed": json.loads(decompress(frame))}


PACK = {"text": _pack_text, "variant": _pack_variant, "earlier": _pack_reading}


def upgrade() -> None:
    op.add_column("text", sa.Column("length", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("text", sa.Column("signature", sa.LargeBinary(), nullable=True))
    for name, type_ in (("title", sa.Text()), ("form", sa.String(8)), ("media", sa.Text()), ("aside", sa.Text())):
        op.add_column("variant", sa.Column(name, type_, nullable=True))
    op.add_column("variant", sa.Column("merits", sa.JSON(none_as_null=True), nullable=True))
    for table, key, column in PACKED:
        op.add_column(table, sa.Column("packed", sa.LargeBinary(), nullable=False, server_default=_empty()))
        old = sa.column(column, sa.Text() if table == "text" else sa.JSON())
        _change(table, key, old, sa.LargeBinary(), PACK[table])
        op.drop_column(table, column)
        _rename(table, "packed", column)
        _forget_default(table, column)
    _forget_default("text", "length")
    op.create_table(
        "search",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("variant_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search")),
        sa.UniqueConstraint("variant_id", name=op.f("uq_search_variant_id")),
    )
    if _is_postgresql():
        op.execute("CREATE TABLE search_grams (number BIGINT PRIMARY KEY, grams INTEGER[] NOT NULL)")
        op.execute("CREATE INDEX ix_search_grams_grams ON search_grams USING gin (grams)")
    else:
        # Which texts have a word is all that is asked: no places, no lengths, no text again.
        op.execute(
            "CREATE VIRTUAL TABLE search_grams USING fts5"
            "(grams, content='', columnsize=0, detail=none, tokenize='ascii')"
        )
    op.create_table(
        "tombstone",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", "report_id", name=op.f("pk_tombstone")),
    )
    op.create_index(op.f("ix_tombstone_report_id"), "tombstone", ["report_id"])


def downgrade() -> None:
    """What was taken down is known from the WARC files alone then (`archive.journal`): a crawl takes it in again."""
    op.drop_index(op.f("ix_tombstone_report_id"), "tombstone")
    op.drop_table("tombstone")
    op.execute("DROP TABLE search_grams")
    op.drop_table("search")
    for table, key, column in PACKED:
        is_text = table == "text"
        plain = sa.Text() if is_text else sa.JSON()
        op.add_column(table, sa.Column("packed", plain, nullable=False, server_default="" if is_text else "{}"))
        _change(table, key, sa.column(column, sa.LargeBinary()), plain, _unpack_text if is_text else _unpack_reading)
        op.drop_column(table, column)
        _rename(table, "packed", column)
        _forget_default(table, column)
    for name in ("merits", "aside", "media", "form", "title"):
        op.drop_column("variant", name)
    op.drop_column("text", "signature")
    op.drop_column("text", "length")


def _change(
    name: str,
    key: tuple[str, ...],
    old: sa.ColumnClause[Any],
    new: sa.types.TypeEngine[Any],
    change: Callable[[Any], dict[str, Any]],
) -> None:
    """Row by row, some in memory at a time."""
    connection = op.get_bind()
    added = (sa.column("packed", new), sa.column("length", sa.Integer()), *map(sa.column, TOLD))
    table = sa.table(name, *map(sa.column, key), old, *added)
    columns = [table.c[one] for one in key]
    query = sa.select(*columns, table.c[old.name]).order_by(*columns).limit(PORTION)
    last: tuple[Any, ...] | None = None
    while rows := connection.execute(query.where(sa.tuple_(*columns) > last) if last else query).all():
        for *place, value in rows:
            at = [column == one for column, one in zip(columns, place, strict=True)]
            connection.execute(sa.update(table).where(*at).values(change(value)))
        last = tuple(rows[-1][:-1])


def _rename(table: str, old: str, new: str) -> None:
    # Not by a copy of the table: others name it by foreign keys.
    op.execute(f'ALTER TABLE "{table}" RENAME COLUMN {old} TO {new}')


def _forget_default(table: str, column: str) -> None:
    if _is_postgresql():
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN {column} DROP DEFAULT')


def _empty() -> sa.TextClause:
    return sa.text("''::bytea" if _is_postgresql() else "x''")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
