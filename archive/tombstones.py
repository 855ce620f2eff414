"""What was taken down: is it so? `archive.takedown` does it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from archive.models import Report, Tombstone
from archive.upsert import in_parts, upsert

LIFTED = "takedown lifted"
"""The outcome of a page that is to be read again."""

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


def find_tombstones(session: Session, kind: str, value: str) -> list[Tombstone]:
    query = select(Tombstone).where(Tombstone.kind == kind, Tombstone.value == value)
    return list(session.scalars(query.order_by(Tombstone.report_id)))


def why_taken_down(session: Session, reading: Mapping[str, Any], *, url: str, report_id: str) -> Tombstone | None:
    """The tombstone of the address at which a page stands, or, where it is a report, of that or of its text. A text
    alone says so where it can be the same report's: towns that copy each other word for word are several; and other
    pages of an organ tell of its year too."""
    wait_for_takedowns(session)
    if not is_any(session):
        return None
    found = find_tombstones(session, "url", url)
    if reading["kind"] == "report":
        found += find_tombstones(session, "report", report_id)
        texts = find_tombstones(session, "text", reading["content_hash"] or "")
        found += [one for one in texts if _can_be_same(one.report, reading)]
    return found[0] if found else None


def wait_for_takedowns(session: Session, *, alone: bool = False) -> None:
    """Until the transaction ends, none begins; `alone`: this is one, and what is being kept is waited for. SQLite has
    one writer at a time."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_ALONE if alone else _TOGETHER)


def _can_be_same(report: Mapping[str, Any], reading: Mapping[str, Any]) -> bool:
    """Whether nothing that is known of both says that they are two reports."""
    names = ("organ", "year", "division_code")
    return all(None in (report[name], reading[name]) or report[name] == reading[name] for name in names)


def shown_again(session: Session) -> str | None:
    """A report that is there although it was taken down."""
    there = select(Report.id).join(Tombstone, Tombstone.value == Report.id).where(Tombstone.kind == "report")
    return session.scalar(there.limit(1))


def add_address(session: Session, url: str, like: Tombstone) -> None:
    """Another address of what was taken down."""
    told = {name: getattr(like, name) for name in ("report_id", "report", "made", "who", "why")}
    key = ("kind", "value", "report_id")
    upsert(session, Tombstone, [{"kind": "url", "value": url, **told}], key=key)


KEY = 0x746F6D62
"""Of PostgreSQL's lock that a takedown holds alone, and whoever keeps a report together."""

_ALONE, _TOGETHER = select(func.pg_advisory_xact_lock(KEY)), select(func.pg_advisory_xact_lock_shared(KEY))
_ANY = select(Tombstone.kind).limit(1)
_URLS = select(Tombstone.value).where(Tombstone.kind == "url", Tombstone.value.in_(bindparam("those", expanding=True)))
