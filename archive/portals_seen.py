"""What the archive knows of its portals: their crawls, the reports seen on them, and their addresses in trouble."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from archive.alarms import find_alarms, good_share, was_answered
from archive.ledger import TROUBLED, pages_by_crawl
from archive.models import Crawl, Report, Sighting, Url
from archive.pauses import Pause, list_pauses
from archive.report.kind import judge_kind

LIST = "list: "
"""How the ledger's reason of a page begins that showed a list: then the mechanisms that recognised it, with commas."""

NEWS = ("new report", "new variant", "new version")
"""How the counts of a crawl name what it brought that was not known."""

HISTORY = 30
"""Crawls of a portal that are looked at: that many that finished, and that many others."""


@dataclass(frozen=True, slots=True)
class LastCrawl:
    """`outcome` is None while the crawl runs, and for ever where it was killed. `pages`: addresses that gave a page and
    not only a redirect; `reports`: pages read as reports; `new`: reports not known before; `share` of the asked
    addresses that gave a page, None where the crawl has no end; `was_answered` as in `archive.alarms`."""

    id: str
    seed: str | None
    started: datetime
    finished: datetime | None
    outcome: str | None
    pages: int
    reports: int
    new: int = 0
    share: float | None = None
    was_answered: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """One portal as its crawls left it. `trouble`: (state, first words of the reason) → addresses; `needing`: (state,
    URL, reason) of those that do not mend themselves or whose link was the title of a report; `mechanisms`: name → list
    pages of the last crawl; `states`: state → addresses; `alarms` of the last crawl that finished; `failing_since`: the
    start of the first of the crawls that went wrong and were followed by no good one, of those looked at; `quiet`:
    finished crawls in a row that brought nothing new, the last and those before it."""

    domain: str
    paused: Pause | None = None
    last: LastCrawl | None = None
    reports: int = 0
    years: tuple[int, ...] = ()
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    trouble: tuple[tuple[str, str, int], ...] = ()
    needing: tuple[tuple[str, str, str | None], ...] = ()
    mechanisms: tuple[tuple[str, int], ...] = ()
    states: dict[str, int] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()
    failing_since: datetime | None = None
    quiet: int = 0


def look_at_portals(session: Session) -> dict[str, Seen]:
    """Domain → what is known of it, of every portal that was ever crawled or paused. A few questions in all, however
    many portals there are."""
    known: dict[str, dict[str, Any]] = defaultdict(dict)
    for domain, found in list_pauses(session).items():
        known[domain]["paused"] = found
    crawls = _histories(session)
    latest = {domain: history[0] for domain, history in crawls.items()}
    pages = pages_by_crawl(session)
    mechanisms = _mechanisms(session, {crawl.id for crawl in latest.values()})
    for domain, crawl in latest.items():
        known[domain] |= {"last": _tell_crawl(crawl, pages.get(crawl.id, 0))}
        known[domain] |= {"mechanisms": mechanisms.get(crawl.id, ())}
    for facts in (_reports(session), _trouble(session), _needing(session), _states(session)):
        for domain, told in facts.items():
            known[domain] |= told
    seen = {domain: Seen(domain, **facts) for domain, facts in sorted(known.items())}
    return {domain: _judge(one, crawls.get(domain, [])) for domain, one in seen.items()}


def judge_crawl(session: Session, crawl: Crawl) -> tuple[str, ...]:
    """The alarms of one crawl, as `archive.alarms` words them."""
    before = select(Crawl.counts).where(Crawl.portal == crawl.portal, Crawl.started < crawl.started)
    before = before.where(Crawl.outcome == "finished").order_by(Crawl.started.desc()).limit(HISTORY)
    seen = select(func.count(Sighting.report_id.distinct()))
    held = session.scalar(seen.where(Sighting.portal == crawl.portal, Sighting.first_seen < crawl.started)) or 0
    return find_alarms(crawl.counts, session.scalars(before), started=crawl.started, held=held)


def _histories(session: Session) -> dict[str, list[Crawl]]:
    """Domain → its last crawls, the latest first; those that finished are not crowded out by those that did not."""
    finished = case((Crawl.outcome == "finished", 1), else_=0)
    place = func.row_number().over(partition_by=(Crawl.portal, finished), order_by=(Crawl.started.desc(), Crawl.id))
    ranked = select(Crawl.id, place.label("place")).where(Crawl.portal.is_not(None)).subquery()
    query = select(Crawl).join(ranked, ranked.c.id == Crawl.id).where(ranked.c.place <= HISTORY)
    crawls: dict[str, list[Crawl]] = defaultdict(list)
    for crawl in session.scalars(query.order_by(Crawl.started.desc(), Crawl.id)):
        crawls[crawl.portal or ""].append(crawl)
    return crawls


def _tell_crawl(crawl: Crawl, pages: int) -> LastCrawl:
    counts = crawl.counts or {}
    return LastCrawl(
        crawl.id,
        crawl.seed,
        crawl.started,
        crawl.finished,
        crawl.outcome,
        pages,
        int(counts.get("reports", 0)),
        int(counts.get("new report", 0)),
        good_share(counts) if crawl.outcome else None,
        was_answered(counts),
    )


def _judge(seen: Seen, crawls: Sequence[Crawl]) -> Seen:
    alarms: dict[str, tuple[str, ...]] = {}
    finished = [crawl for crawl in crawls if crawl.outcome == "finished"]
    for at, crawl in enumerate(finished):
        held = seen.reports if seen.first_seen and seen.first_seen < crawl.started else 0
        earlier = (one.counts for one in finished[at + 1 :])
        alarms[crawl.id] = find_alarms(crawl.counts, earlier, started=crawl.started, held=held)
    last = alarms[finished[0].id] if finished else ()
    quiet = sum(was_answered(crawl.counts) for crawl in takewhile(_brought_nothing, finished))
    since = min(_wrong_in_a_row(crawls, alarms), default=None)
    return replace(seen, alarms=last, failing_since=since, quiet=quiet)


def _brought_nothing(crawl: Crawl) -> bool:
    return not any((crawl.counts or {}).get(key) for key in NEWS)


def _wrong_in_a_row(crawls: Sequence[Crawl], alarms: dict[str, tuple[str, ...]]) -> Iterator[datetime]:
    """Starts of the crawls that went wrong since the last good one. One that runs, was killed or was stopped by a
    signal tells nothing of the portal."""
    for crawl in crawls:
        if crawl.outcome in (None, "shutdown"):
            continue
        if crawl.outcome == "finished" and not alarms[crawl.id] and good_share(crawl.counts) != 0:
            return
        yield crawl.started


def _reports(session: Session) -> dict[str, dict[str, Any]]:
    years: dict[str, list[int]] = defaultdict(list)
    by_year = select(Sighting.portal, Report.year).join(Report, Report.id == Sighting.report_id).distinct()
    for domain, year in session.execute(by_year.order_by(Report.year)):
        if domain and year:
            years[domain].append(year)
    totals = select(
        Sighting.portal,
        func.count(Sighting.report_id.distinct()),
        func.min(Sighting.first_seen),
        func.max(Sighting.last_seen),
    )
    return {
        domain: {"reports": number, "years": tuple(years[domain]), "first_seen": first, "last_seen": last}
        for domain, number, first, last in session.execute(totals.group_by(Sighting.portal))
        if domain
    }


def _trouble(session: Session) -> dict[str, dict[str, Any]]:
    """Most frequent first."""
    query = select(Url.portal, Url.state, Url.reason, func.count()).where(Url.state.in_(TROUBLED))
    totals: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for domain, state, reason, number in session.execute(query.group_by(Url.portal, Url.state, Url.reason)):
        totals[domain][state, (reason or "").partition(":")[0]] += number
    return {domain: {"trouble": _rank(found)} for domain, found in totals.items()}


def _rank(totals: dict[tuple[str, str], int]) -> tuple[tuple[str, str, int], ...]:
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return tuple((state, words, number) for (state, words), number in ordered)


def _needing(session: Session) -> dict[str, dict[str, Any]]:
    """A failed address is asked for again by the next crawl; one that announced a report is told all the same."""
    may_be_report = (Url.state != "failed") | Url.anchor.contains("报")
    query = select(Url.portal, Url.state, Url.url, Url.reason, Url.anchor).where(Url.state.in_(TROUBLED), may_be_report)
    found: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
    for domain, state, url, reason, anchor in session.execute(query.order_by(Url.state, Url.url)):
        if state != "failed" or judge_kind(anchor).kind == "report":
            found[domain].append((state, url, reason))
    return {domain: {"needing": tuple(addresses)} for domain, addresses in found.items()}


def _states(session: Session) -> dict[str, dict[str, Any]]:
    query = select(Url.portal, Url.state, func.count()).group_by(Url.portal, Url.state)
    totals: dict[str, dict[str, int]] = defaultdict(dict)
    for domain, state, number in session.execute(query.order_by(Url.portal, Url.state)):
        totals[domain][state] = number
    return {domain: {"states": states} for domain, states in totals.items()}


def _mechanisms(session: Session, crawls: set[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Crawl → (name, list pages) of the mechanisms that recognised them, most frequent first."""
    query = select(Url.crawl_id, Url.reason, func.count()).where(Url.reason.startswith(LIST))
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for crawl, reason, number in session.execute(query.group_by(Url.crawl_id, Url.reason)):
        for name in (reason or "").removeprefix(LIST).partition(" (left")[0].split(", ") if crawl in crawls else ():
            totals[crawl][name] += number
    return {
        crawl: tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))) for crawl, found in totals.items()
    }
