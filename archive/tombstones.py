"""What was taken down: is it so? `archive.takedown` does it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from archive.models import Tombstone
from archive.upsert import in_parts

TAKEN_DOWN = "takedown"
"""The ledger's reason for an address that is not asked for any more."""


def is_any(session: Session) -> bool:
    return session.connection().execute(_ANY).first() is not None


def addresses_down(session: Session, urls: Collection[str]) -> set[str]:
    """Which of the ledger's keys were taken down."""
    if not urls or not is_any(session):
        return set()
    return {url for part in in_parts(urls) for (url,) in session.connection().execute(_URLS, {"those": part})}


def all_addresses(session: Session) -> Iterator[str]:
    yield from session.scalars(select(Tombstone.value).where(Tombstone.kind == "url"))


def find_tombstone(session: Session, kind: str, value: str) -> Tombstone | None:
    return session.get(Tombstone, (kind, value))


def is_taken_down(session: Session, reading: Mapping[str, Any], *, url: str, report_id: str) -> bool:
    """Whether a page that was read stands at an address, or is a report, that was taken down. Its text alone says so
    where organ or year are not known: towns that copy each other word for word are several reports."""
    if not is_any(session):
        return False
    if find_tombstone(session, "url", url) or find_tombstone(session, "report", report_id):
        return True
    is_open = reading["organ"] is None or reading["year"] is None
    return is_open and find_tombstone(session, "text", reading["content_hash"] or "") is not None


_ANY = select(Tombstone.kind).limit(1)
_URLS = select(Tombstone.value).where(Tombstone.kind == "url", Tombstone.value.in_(bindparam("those", expanding=True)))
