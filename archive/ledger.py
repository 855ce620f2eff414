"""The ledger: every URL ever discovered, and its one state.

    queued       to be fetched                         leased       being fetched by a run
    archived     fetched and kept                      unchanged    fetched; says what it said before
    gone         404, 410                              failed       may work later
    refused      not fetched or not kept: robots, off_portal, scheme, guard, not_wanted (…), unreadable, …
    blocked      challenge, login, needs-browser       quarantined  reading it killed its process

`discovered = sum of states` holds at the end of every run, or the run says so.
A reason is words that stay the same, and particulars after ": " where there are any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from archive.models import Url
from archive.upsert import storable, upsert

State = Literal["queued", "leased", "archived", "unchanged", "gone", "refused", "failed", "blocked", "quarantined"]
MAX_ASKED = 5000
"""URLs in one question: SQLite takes no more than 32,766 parameters."""

TROUBLED: tuple[State, ...] = ("failed", "blocked", "quarantined")
"""States that a person may want to look at."""

OPEN: tuple[State, ...] = ("queued", "leased")
"""States that no URL is left in when a run has finished its work."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """A URL found on a page (or a seed: then `discovered_from` is None), and what is to become of it.

    `url` is its key (`archive.address.url_key`), `address` the spelling that the page uses and a request asks for.
    """

    url: str
    address: str
    discovered_from: str | None = None
    anchor: str | None = None
    state: State = "queued"
    reason: str | None = None


def discover(session: Session, found: Sequence[Discovery], *, portal: str, crawl: str, now: datetime) -> int:
    """Record URLs met for the first time in this run, and return how many. A row of an earlier run keeps its history
    and takes the new state; another portal's row stays as it is where this portal only refuses its URL. Where a page
    names an address twice, in two spellings of one URL, the last counts."""
    found = list({one.url: one for one in found}.values())
    foreign = _among(session, [one.url for one in found if one.state == "refused"], Url.portal != portal)
    found = [one for one in found if one.url not in foreign]
    again = _among(session, [one.url for one in found], Url.crawl_id == crawl)
    rows = [
        {
            "url": one.url,
            "address": storable(one.address),
            "portal": portal,
            "state": one.state,
            "reason": storable(one.reason),
            "attempts": 0,
            "discovered_from": one.discovered_from,
            "anchor": storable(one.anchor),
            "first_seen": now,
            "last_seen": now,
            "crawl_id": crawl,
        }
        for one in found
    ]
    upsert(
        session,
        Url,
        rows,
        key=["url"],
        update=["address", "portal", "state", "reason", "anchor", "last_seen", "crawl_id"],
    )
    return len(rows) - len(again)


def _among(session: Session, urls: Sequence[str], condition: ColumnElement[bool]) -> set[str]:
    """Those of the URLs whose rows meet a condition."""
    known: set[str] = set()
    for start in range(0, len(urls), MAX_ASKED):
        part = urls[start : start + MAX_ASKED]
        known.update(session.scalars(select(Url.url).where(Url.url.in_(part), condition)))
    return known


def settle(
    session: Session,
    url: str,
    state: State,
    *,
    reason: str | None = None,
    capture: str | None = None,
) -> None:
    """The outcome of a visit. A URL keeps the capture it had where this visit made none. LookupError where the ledger
    does not know it."""
    values: dict[str, object] = {
        "state": state,
        "reason": storable(reason),
        "attempts": Url.attempts + 1,
    }
    if capture:
        values["capture_id"] = capture
    known = session.scalar(update(Url).where(Url.url == url).values(values).returning(Url.url))
    if known is None:
        raise LookupError(f"{url} is not in the ledger")


def refuse(session: Session, reasons: Mapping[str, str]) -> None:
    """URLs that will not be asked for, with their reasons."""
    urls: dict[str, list[str]] = {}
    for url, reason in reasons.items():
        urls.setdefault(reason, []).append(url)
    for reason, alike in urls.items():
        for start in range(0, len(alike), MAX_ASKED):
            part = update(Url).where(Url.url.in_(alike[start : start + MAX_ASKED]))
            session.execute(part.values(state="refused", reason=storable(reason)))


def count_states(session: Session, *, crawl: str | None = None) -> dict[str, int]:
    """URLs by state; of those one crawl has touched, or of all."""
    query = select(Url.state, func.count()).group_by(Url.state)
    return dict(session.execute(_of(query, crawl)).all())


def count_reasons(session: Session, states: Iterable[State], *, crawl: str | None = None) -> list[tuple[str, str, int]]:
    """(state, first words of the reason, without particulars, number), most frequent first."""
    query = (
        select(Url.state, Url.reason, func.count()).where(Url.state.in_(list(states))).group_by(Url.state, Url.reason)
    )
    totals: dict[tuple[str, str], int] = {}
    for state, reason, number in session.execute(_of(query, crawl)):
        key = (state, (reason or "").partition(":")[0])
        totals[key] = totals.get(key, 0) + number
    return sorted(((state, word, number) for (state, word), number in totals.items()), key=lambda row: (-row[2], row))


def count_pages(session: Session, *, crawl: str) -> int:
    """URLs of a crawl that gave a page, and not only a redirect."""
    query = select(func.count()).select_from(Url).where(Url.crawl_id == crawl, Url.state.in_(("archived", "unchanged")))
    return session.scalar(query.where(Url.reason.not_like("redirect:%"))) or 0


def list_urls(session: Session, states: Iterable[State], *, crawl: str, limit: int) -> list[Url]:
    query = select(Url).where(Url.crawl_id == crawl, Url.state.in_(list(states))).order_by(Url.state, Url.url)
    return list(session.scalars(query.limit(limit)))


def _of(query, crawl: str | None):  # type: ignore[no-untyped-def]
    return query.where(Url.crawl_id == crawl) if crawl else query
