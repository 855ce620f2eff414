"""The ledger: every URL ever discovered, and its one state.

    queued       to be fetched                         leased       being fetched by a run
    archived     fetched and kept                      unchanged    fetched; says what it said before
    gone         404, 410                              failed       may work later
    refused      not fetched or not kept: robots, off_portal, scheme, guard, not_wanted (…), unreadable, …
    blocked      challenge, login, needs-browser       quarantined  it killed its reader, or the crawler

`discovered = sum of states` holds at the end of every run, or the run says so.
A reason is words that stay the same, and particulars after ": " where there are any.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from archive.address import leave_session
from archive.alarms import GOOD
from archive.models import Base, Lease, Url
from archive.tombstones import TAKEN_DOWN, addresses_down
from archive.upsert import MAX_ASKED, in_parts, storable, upsert

State = Literal["queued", "leased", "archived", "unchanged", "gone", "refused", "failed", "blocked", "quarantined"]
TROUBLED: tuple[State, ...] = ("failed", "blocked", "quarantined")
"""States that a person may want to look at."""

PARKED = -1
"""The priority of a queued URL that is asked for only when nothing else is left."""

AHEAD = 1_000_000
"""What is added to the priority of a URL whose turn had come already."""

_TABLE = Base.metadata.tables[Url.__tablename__]

OPEN: tuple[State, ...] = ("queued", "leased")
"""States that no URL is left in when a run has finished its work."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """A URL found on a page (or a seed: then `discovered_from` is None), and what is to become of it.

    `url` is its key (`archive.address.url_key`), `address` the spelling that the page uses and a request asks for.
    `score`, `priority` and `way` as in the ledger's row.
    """

    url: str
    address: str
    discovered_from: str | None = None
    anchor: str | None = None
    state: State = "queued"
    reason: str | None = None
    score: int = 0
    priority: int = 0
    way: dict[str, Any] | None = None


def discover(
    session: Session, found: Sequence[Discovery], *, portal: str, crawl: str, now: datetime, number: int = 0
) -> int:
    """Record URLs met for the first time in this run, and return how many. A row of an earlier run keeps its history
    and takes the new state; another portal's row stays as it is where this portal only refuses its URL, or the other
    is being crawled. Where a page names an address twice, in two spellings of one URL, the last counts. They are
    numbered from `number`."""
    found = list({one.url: one for one in found}.values())
    down = addresses_down(session, [one.url for one in found])
    found = [replace(one, state="refused", reason=TAKEN_DOWN, score=0) if one.url in down else one for one in found]
    known = _find_known(session, [one.url for one in found])
    foreign = {url: by for url, (_, by) in known.items() if by != portal}
    crawled = _are_crawled(session, foreign.values(), now) if foreign else set()
    spared = {one.url for one in found if one.state == "refused" or foreign.get(one.url) in crawled} & foreign.keys()
    found = [one for one in found if one.url not in spared]
    again = [one.url for one in found if one.url in known and known[one.url][0] == crawl]
    rows = [
        {
            "url": one.url,
            "address": storable(one.address),
            "portal": portal,
            "state": one.state,
            "reason": storable(one.reason),
            "attempts": 0,
            "next_at": None,
            "discovered_from": one.discovered_from,
            "anchor": storable(one.anchor),
            "first_seen": now,
            "last_seen": now,
            "crawl_id": crawl,
            "score": one.score,
            "priority": one.priority,
            "number": at,
            "way": one.way,
        }
        for at, one in enumerate(found, number)
    ]
    upsert(
        session,
        Url,
        rows,
        key=["url"],
        update=[*FRESH, "score", "priority", "number", "way"],
    )
    return len(rows) - len(again)


def meet_again(session: Session, found: Sequence[Discovery], *, crawl: str, now: datetime, number: int) -> set[str]:
    """Known addresses that a crawl meets and does not ask for: they stay what they are, and the way there is the new
    one. Numbered from `number`; returns those that this crawl had not met."""
    urls = [one.url for one in found]
    again = {url for url, (held, _) in _find_known(session, urls).items() if held == crawl}
    met = {"crawl_id": crawl, "last_seen": now}
    rows = [
        {"url": one.url, "number": at, **met, **({"way": one.way} if one.way else {})}
        for at, one in enumerate(found, number)
    ]
    if rows:
        session.execute(update(Url), rows)
    return set(urls) - again


FRESH = ("address", "portal", "state", "reason", "next_at", "anchor", "last_seen", "crawl_id")
"""What a row of an earlier run takes over when it is met again."""


def _find_known(session: Session, urls: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(Crawl that met it last, portal) of each of the URLs that the ledger knows."""
    return {
        url: (crawl, portal)
        for part in in_parts(urls)
        for url, crawl, portal in session.connection().execute(_KNOWN, {"those": part})
    }


_KNOWN = select(Url.url, Url.crawl_id, Url.portal).where(Url.url.in_(bindparam("those", expanding=True)))


def _are_crawled(session: Session, portals: Iterable[str], now: datetime) -> set[str]:
    return set(session.scalars(select(Lease.portal).where(Lease.portal.in_(set(portals)), Lease.until > now)))


def settle(
    session: Session,
    url: str,
    state: State,
    *,
    reason: str | None = None,
    capture: str | None = None,
    next_at: datetime | None = None,
) -> None:
    """The outcome of a visit, and when the URL may be asked for again where that is known. A URL keeps the capture it
    had where this visit made none. LookupError where the ledger does not know it."""
    session.flush()
    told = {"of": url, "settled": state, "why": storable(reason), "capture": capture, "later": next_at}
    if not session.connection().execute(_SETTLE, told).rowcount:
        raise LookupError(f"{url} is not in the ledger")


_SETTLE = (
    update(_TABLE)
    .where(Url.url == bindparam("of"))
    .values(
        state=bindparam("settled"),
        reason=bindparam("why"),
        attempts=Url.attempts + 1,
        next_at=bindparam("later"),
        capture_id=func.coalesce(bindparam("capture"), Url.capture_id),
    )
)
"""Built once, like all that is asked for each page: building it takes longer than the database does."""


def refuse(session: Session, reasons: Mapping[str, str]) -> None:
    """URLs that will not be asked for, with their reasons."""
    _change(session, reasons, state="refused", score=0)


LEFT_ALONE = ("busy", "host_down")
"""Reasons of URLs that wait for their host."""


def leave(session: Session, reasons: Mapping[str, str], next_at: Mapping[str, datetime | None]) -> None:
    """URLs whose host is not asked now, with their reasons, and from when on it may be, by reason."""
    for reason in set(reasons.values()):
        alike = {url: why for url, why in reasons.items() if why == reason}
        _change(session, alike, state="failed", next_at=next_at[reason])


# ---- what is to be fetched


class Waiting(NamedTuple):
    """A queued URL, as in its row."""

    url: str
    address: str
    discovered_from: str | None
    anchor: str | None
    reason: str | None
    way: dict[str, Any] | None


_WAITING = select(Url.url, Url.address, Url.discovered_from, Url.anchor, Url.reason, Url.way).where(
    Url.crawl_id == bindparam("of"), Url.state == "queued"
)


def next_urls(session: Session, *, crawl: str, limit: int) -> list[Waiting]:
    """The queued URLs of a crawl whose turn it is, the first first."""
    return list(map(Waiting._make, session.connection().execute(_NEXT, {"of": crawl, "most": limit})))


_NEXT = (
    _WAITING.where(Url.priority >= 0).order_by(Url.priority.desc(), Url.number).limit(bindparam("most", type_=Integer))
)


def lease(session: Session, urls: Collection[str]) -> None:
    """They are being fetched from now on."""
    if urls:
        session.connection().execute(_LEASE, [{"of": url} for url in urls])


_LEASE = update(_TABLE).where(Url.url == bindparam("of")).values(state="leased")


SUSPECT, CULPRIT = 3, 8
"""How often the crawler was killed while it fetched a URL: so often and it is fetched alone, so often and it is not
fetched any more."""


def release(session: Session, *, crawl: str) -> int:
    """What was being fetched when a run ended is to be fetched first, without being weighed again; returns how many."""
    leased = list(session.scalars(select(Url).where(Url.crawl_id == crawl, Url.state == "leased")))
    for row in leased:
        row.state, row.way = "queued", {**(row.way or {}), "again": True}
        row.priority = max(row.priority, row.priority % AHEAD + AHEAD)
    session.flush()
    return len(leased)


def release_killed(session: Session, *, crawl: str) -> int:
    """As `release` where the run was killed. A URL that was fetched in many of the runs that were killed, alone in the
    last of them, is quarantined."""
    leased = list(session.scalars(select(Url).where(Url.crawl_id == crawl, Url.state == "leased")))
    for row in leased:
        kills = (row.way or {}).get("kills", 0) + 1
        row.way = {**(row.way or {}), "kills": kills}
        if kills >= CULPRIT:
            row.state, row.attempts = "quarantined", row.attempts + 1
            row.reason = f"killed_crawler: {kills} times while it was fetched, the last {CULPRIT - SUSPECT} alone"
    session.flush()
    return release(session, crawl=crawl)


def suspects(session: Session, *, crawl: str) -> set[str]:
    """Queued URLs that are to be fetched alone, so that the others are not taken for what ends the crawler."""
    query = select(Url.url).where(Url.crawl_id == crawl, Url.state == "queued")
    return set(session.scalars(query.where(Url.way["kills"].as_integer() >= SUSPECT)))


def park(session: Session, reasons: Mapping[str, str]) -> None:
    """Queued URLs that wait to the end of the crawl, with their reasons."""
    _change(session, reasons, priority=PARKED, score=0)


def parked(session: Session, *, crawl: str) -> list[Waiting]:
    """In the order they were met."""
    query = _WAITING.where(Url.priority == PARKED).order_by(Url.number)
    return list(map(Waiting._make, session.execute(query, {"of": crawl})))


def adopt(session: Session, *, portal: str, crawl: str, number: int) -> int:
    """What an earlier crawl of the portal left to be fetched, or a person put back, is this one's, numbered from
    `number`; returns how many. A list is of the crawl that met it: its next page is another's business."""
    waiting = select(Url).where(Url.portal == portal, Url.crawl_id != crawl, Url.state.in_(OPEN)).order_by(Url.number)
    rows = list(session.scalars(waiting.with_for_update()))
    take_up(rows, crawl=crawl, number=number)
    session.flush()
    return len(rows)


OF_ITS_TIME = ("again", "sample", "missing", "kills")
"""What the way to a URL says of one crawl."""


def ask_again(
    session: Session, urls: Sequence[str], *, portal: str, crawl: str, number: int, **way: Any
) -> tuple[int, int]:
    """Settled URLs of the portal that are to be fetched whether or not a page names them, in this order, numbered from
    `number`; without those that this crawl has tried in vain. Returns how many, and how many of them this crawl had met
    and left as they were."""
    rows: dict[str, Url] = {}
    for part in in_parts(urls):
        query = select(Url).where(Url.url.in_(part), Url.portal == portal, Url.way.is_not(None))
        query = query.where(Url.state.not_in(OPEN), or_(Url.crawl_id != crawl, Url.state.in_(GOOD)))
        rows |= {row.url: row for row in session.scalars(query.order_by(Url.url).with_for_update())}
    left = sum(row.crawl_id == crawl for row in rows.values())
    down = addresses_down(session, list(rows))
    chosen = [rows[url] for url in urls if url in rows and url not in down]
    for row in chosen:
        row.address, row.priority = leave_session(row.address), max(row.priority, 0) % AHEAD
        row.way = {name: value for name, value in (row.way or {}).items() if name not in OF_ITS_TIME}
    take_up(chosen, crawl=crawl, number=number, **way)
    session.flush()
    return len(chosen), left


def take_up(rows: Iterable[Url], *, crawl: str, number: int, **way: Any) -> None:
    """Rows that a crawl is to fetch; `way`: what is new about how they were come to."""
    for at, row in enumerate(rows, number):
        row.crawl_id, row.state, row.number = crawl, "queued", at
        row.way = {**(row.way or {}), "paging": None, "hops": 0, **way}


def note(session: Session, urls: Sequence[str], **way: Any) -> None:
    """Something about how URLs were come to."""
    for part in in_parts(urls):
        for row in session.scalars(select(Url).where(Url.url.in_(part))):
            row.way = {**(row.way or {}), **way}
    session.flush()


class Met(NamedTuple):
    """A URL that a crawl has met. `again`: its turn had come when a run ended."""

    url: str
    state: State
    reason: str | None
    score: int
    again: bool | None


def all_urls(session: Session, *, crawl: str) -> Iterator[Met]:
    """Every URL a crawl has met, in the order they were met, never more than some thousands in memory."""
    query = select(Url.url, Url.state, Url.reason, Url.score, Url.way["again"].as_boolean())
    query = query.where(Url.crawl_id == crawl).order_by(Url.number)
    yield from map(Met._make, session.execute(query.execution_options(yield_per=MAX_ASKED)))


def last_number(session: Session, *, crawl: str) -> int:
    return session.scalar(select(func.max(Url.number)).where(Url.crawl_id == crawl)) or 0


def _change(session: Session, reasons: Mapping[str, str], **values: object) -> None:
    urls: dict[str, list[str]] = {}
    for url, reason in reasons.items():
        urls.setdefault(reason, []).append(url)
    for reason, alike in urls.items():
        for part in in_parts(alike):
            session.execute(update(Url).where(Url.url.in_(part)).values(reason=storable(reason), **values))


# ---- asking


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


def count_left_alone(session: Session, *, crawl: str) -> int:
    """URLs of a crawl that were not asked for because their hosts were down or busy."""
    return sum(number for _, word, number in count_reasons(session, ("failed",), crawl=crawl) if word in LEFT_ALONE)


def count_pages(session: Session, *, crawl: str) -> int:
    """URLs of a crawl that gave a page, and not only a redirect."""
    query = select(func.count()).select_from(Url).where(Url.crawl_id == crawl, Url.state.in_(("archived", "unchanged")))
    return session.scalar(query.where(Url.reason.not_like("redirect:%"))) or 0


def pages_by_crawl(session: Session) -> dict[str, int]:
    """What `count_pages` says, of every crawl at once."""
    query = select(Url.crawl_id, func.count()).where(Url.state.in_(("archived", "unchanged")))
    return dict(session.execute(query.where(Url.reason.not_like("redirect:%")).group_by(Url.crawl_id)).all())


def list_urls(session: Session, states: Iterable[State], *, crawl: str, limit: int) -> list[Url]:
    query = select(Url).where(Url.crawl_id == crawl, Url.state.in_(list(states))).order_by(Url.state, Url.url)
    return list(session.scalars(query.limit(limit)))


def _of(query, crawl: str | None):  # type: ignore[no-untyped-def]
    return query.where(Url.crawl_id == crawl) if crawl else query
