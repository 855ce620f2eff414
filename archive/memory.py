"""What a crawl remembers besides its ledger, kept while it runs so that it can go on where it was."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.models import Memory
from archive.upsert import storable, upsert

Memories = Mapping[tuple[str, str], Any]
"""(kind, key) → what is remembered of it, as JSON."""


def remember(session: Session, crawl: str, memories: Memories) -> None:
    rows = [
        {"crawl_id": crawl, "kind": kind, "key": storable(key), "value": storable(value)}
        for (kind, key), value in memories.items()
    ]
    upsert(session, Memory, rows, key=["crawl_id", "kind", "key"], update=["value"])


def recall(session: Session, crawl: str) -> dict[tuple[str, str], Any]:
    rows = session.execute(select(Memory.kind, Memory.key, Memory.value).where(Memory.crawl_id == crawl))
    return {(kind, key): value for kind, key, value in rows}


def forget(session: Session, crawl: str) -> None:
    session.execute(delete(Memory).where(Memory.crawl_id == crawl))
