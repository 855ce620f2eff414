"""What the archive knows of its portals: their crawls, the reports seen on them, and their addresses in trouble."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.ledger import TROUBLED, count_pages
from archive.models import Crawl, Report, Sighting, Url
from archive.pauses import Pause, list_pauses
from archive.report.kind import judge_kind

LIST = "list: "
"""How the ledger's reason of a page begins that showed a list: then the mechanisms that recognised it, with commas."""


@dataclass(frozen=True, slots=True)
class LastCrawl:
    """`outcome` is None while the crawl runs, and for ever where it was killed. `pages`: addresses that gave a page and
    not only a redirect; `reports`: pages read as reports."""

    id: str
    seed: str | None
    started: datetime
    finished: datetime | None
    outcome: str | None
    pages: int
    reports: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One portal as its crawls left it. `trouble`: (state, first words of the reason) → addresses; `needing`: (state,
    URL, reason) of those that do not mend themselves or whose link was the title of a report; `mechanisms`: name → list
    pages of the last crawl; `silent`: it had reports, and the last crawl that finished gave none."""

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
    silent: bool = False


def look_at_portals(session: Session) -> dict[str, Seen]:
    """Domain → what is known of it, of every portal that was ever crawled or paused. A few questions in all, however
    many portals there are."""
    known: dict[str, dict[str, Any]] = defaultdict(dict)
    for domain, found in list_pauses(session).items():
        known[domain]["paused"] = found
    for domain, crawl in _latest_crawls(session).items():
        known[domain] |= {"last": _tell_crawl(session, crawl), "mechanisms": _mechanisms(session, crawl.id)}
    for facts in (_reports(session), _trouble(session), _needing(session)):
        for domain, told in facts.items():
            known[domain] |= told
    seen = {domain: Seen(domain, **facts) for domain, facts in sorted(known.items())}
    finished = _latest_crawls(session, outcome="finished")
    return {domain: replace(one, silent=_is_silent(one, finished.get(domain))) for domain, one in seen.items()}


def _latest_crawls(session: Session, outcome: str | None = None) -> dict[str, Crawl]:
    """Domain → its last crawl; or its last one with this outcome."""
    wanted = [Crawl.portal.is_not(None), *([Crawl.outcome == outcome] if outcome else [])]
    last = select(Crawl.portal, func.max(Crawl.started).label("started")).where(*wanted).group_by(Crawl.portal)
    newest = last.subquery()
    query = select(Crawl).where(*wanted)
    query = query.join(newest, (newest.c.portal == Crawl.portal) & (newest.c.started == Crawl.started))
    return {crawl.portal: crawl for crawl in session.scalars(query) if crawl.portal}


def _tell_crawl(session: Session, crawl: Crawl) -> LastCrawl:
    pages = count_pages(session, crawl=crawl.id)
    return LastCrawl(crawl.id, crawl.seed, crawl.started, crawl.finished, crawl.outcome, pages, _read_reports(crawl))


def _read_reports(crawl: Crawl) -> int:
    return int((crawl.counts or {}).get("reports", 0))


def _is_silent(seen: Seen, finished: Crawl | None) -> bool:
    """The rule of the crawl command's own alarm, asked of what is kept."""
    return bool(finished and not _read_reports(finished) and seen.first_seen and seen.first_seen < finished.started)


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


def _mechanisms(session: Session, crawl: str) -> tuple[tuple[str, int], ...]:
    query = select(Url.reason, func.count()).where(Url.crawl_id == crawl, Url.reason.startswith(LIST))
    totals: dict[str, int] = defaultdict(int)
    for reason, number in session.execute(query.group_by(Url.reason)):
        for name in (reason or "").removeprefix(LIST).partition(" (left")[0].split(", "):
            totals[name] += number
    return tuple(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
