"""What a portal's crawls so far have found, for one that comes back: where its reports stand, which pages lead there,
and what need not be asked for again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from archive.address import url_key
from archive.alarms import was_answered
from archive.ledger import in_parts
from archive.models import Capture, Crawl, Report, Url, Variant, Version
from archive.report.title import find_years

SETTLED = ("not_wanted", "no_report_text", "unreadable", "patience")
"""Reasons of refused addresses that stay as they are where nothing suggests a change."""

Rows = Mapping[str, tuple[frozenset[str], str]]
"""Address → (the pages that named it, the ledger's reason)."""

LEADS_TO_REPORT = ("redirect:", "report_in_")
"""Reasons of pages that are another name of the report behind them."""


@dataclass(frozen=True, slots=True)
class Known:
    """`reports`: addresses that are or were a report's, or another name of one, with its years; `ways`: pages on the
    way to one; `turn`: how many crawls have finished."""

    reports: Mapping[str, frozenset[int]]
    ways: frozenset[str]
    turn: int


class Settled(NamedTuple):
    """An address that stays as it is where nothing suggests a change. `anchor`: what named it then; `scent`: what it
    promised, None where nobody noted it."""

    state: str
    anchor: str | None
    was_fetched: bool
    scent: list[Any] | None


def was_swept(session: Session, portal: str, *, now: datetime, within: timedelta) -> bool:
    """Whether a crawl that asked for everything has begun and finished within that time, and its hosts answered. Crawls
    of which no record says otherwise did."""
    query = select(Crawl).where(Crawl.portal == portal, Crawl.outcome == "finished", Crawl.started > now - within)
    return any(crawl.settings.get("full", True) and was_answered(crawl.counts) for crawl in session.scalars(query))


def recall_portal(session: Session, portal: str, *, started: datetime) -> Known:
    """As it stands; `started`: when the crawl that asks began."""
    years: dict[str, set[int]] = {}
    query = select(Version.url, func.coalesce(Report.year, 0)).join(Variant, Variant.id == Version.variant_id)
    query = query.join(Report, Report.id == Variant.report_id).join(Url, Url.url == Version.url)
    for url, year in session.execute(query.where(Url.portal == portal)):
        years.setdefault(url, set()).add(year)
    finished = select(func.count()).select_from(Crawl)
    finished = finished.where(Crawl.portal == portal, Crawl.outcome == "finished", Crawl.started < started)
    names, ways = trace_ways(years.keys(), read_rows(session, portal))
    reports = {url: frozenset(years.get(url, {0}) - {0}) for url in {*years, *names}}
    return Known(reports, frozenset(ways), session.scalar(finished) or 0)


def read_rows(session: Session, portal: str) -> Rows:
    """Of every URL of a portal that was ever fetched. The page that named it first is in the ledger, the one that named
    it last in its way, where posted forms have their own address."""
    query = select(Url.url, Url.discovered_from, Url.way["trail"], Url.reason)
    rows = {}
    for url, first, trail, reason in session.execute(query.where(Url.portal == portal, Url.capture_id.is_not(None))):
        sources = [first, trail[-2][1] if trail and len(trail) > 1 else None]
        rows[url] = (frozenset(url_key(source) for source in sources if source), reason or "")
    return rows


def trace_ways(reports: Collection[str], rows: Rows) -> tuple[set[str], set[str]]:
    """From reports up to where the crawls began: the addresses that are only other names of a report, and the pages
    that lead to reports."""
    names: set[str] = set()
    ways: set[str] = set()
    steps = [(url, True) for url in reports]
    while steps:
        url, of_report = steps.pop()
        for source in _sources(rows, url):
            is_name = of_report and (source in reports or rows.get(source, ("", ""))[1].startswith(LEADS_TO_REPORT))
            known = names if is_name else ways
            if source not in known:
                known.add(source)
                steps.append((source, is_name))
    return names - ways, ways


def _sources(rows: Rows, url: str) -> frozenset[str]:
    return rows[url][0] if url in rows else frozenset()


def find_settled(session: Session, urls: Collection[str], *, portal: str, before: datetime) -> dict[str, Settled]:
    """Of addresses those that crawls of the portal before that moment have settled."""
    told = {"of": portal, "begun": before}
    return {
        url: Settled(state, anchor, capture is not None, scent)
        for part in in_parts(urls)
        for url, state, anchor, capture, scent in session.execute(_SETTLED, told | {"those": part})
    }


_SETTLED = (
    select(Url.url, Url.state, Url.anchor, Capture.id, Url.way["scent"])
    .outerjoin(Capture, Capture.id == Url.capture_id)
    .where(
        Url.url.in_(bindparam("those", expanding=True)),
        Url.portal == bindparam("of"),
        Url.first_seen < bindparam("begun"),
        or_(Capture.fetched_at < bindparam("begun"), Capture.id.is_(None)),
        or_(
            Url.state.in_(("archived", "unchanged")) & Capture.id.is_not(None),
            (Url.state == "refused") & or_(*(Url.reason.startswith(word, autoescape=True) for word in SETTLED)),
        ),
    )
)
"""Built once, like all that is asked for each page: building it takes longer than the database does."""


def names_other_year(title: str | None, known: Collection[int], before: str | None) -> bool:
    """Whether a link's words name a year that neither the report at its address nor its words before named."""
    named = {year for year, _ in find_years(title or "")}
    return bool(known) and bool(named) and not named & {*known, *(year for year, _ in find_years(before or ""))}


def find_missing(session: Session, portal: str, known: Known, *, crawl: str, started: datetime) -> list[Url]:
    """Reports that no page of this crawl has named, though a page that had named them was looked at: those first that
    were asked for least often. Of a report behind a page of its own, that page."""
    looked_at = select(Url.url).join(Capture, Capture.id == Url.capture_id).where(Url.crawl_id == crawl)
    looked_at = looked_at.where(Capture.fetched_at >= started, Url.state.in_(("archived", "unchanged")))
    pages, met = set(session.scalars(looked_at)), set(session.scalars(select(Url.url).where(Url.crawl_id == crawl)))
    rows = read_rows(session, portal)
    latest = select(Version.url, func.max(Version.number).label("number")).group_by(Version.url).subquery()
    query = select(Url.url).join(Version, (Version.url == Url.url) & Version.ended.is_(None))
    query = query.join(latest, (latest.c.url == Version.url) & (latest.c.number == Version.number))
    standing = session.scalars(query.where(Url.portal == portal, Url.crawl_id != crawl))
    missing = {name for url in standing if (name := find_name(url, rows, known, pages, met))}
    found: list[Url] = []
    for part in in_parts(sorted(missing)):
        found += session.scalars(select(Url).where(Url.url.in_(part), Url.way.is_not(None)))
    return sorted(found, key=lambda row: (row.attempts, row.url))


def find_name(url: str, rows: Rows, known: Known, pages: Collection[str], met: Collection[str]) -> str | None:
    """The name of a report that a page which was looked at has named before, and no page has now."""
    seen: set[str] = set()
    steps = [url]
    while steps:
        name = steps.pop()
        if name in met or name in seen:
            continue
        seen.add(name)
        sources = _sources(rows, name)
        if any(source in pages and source not in known.reports for source in sources):
            return name
        steps += (source for source in sources if source in known.reports)
    return None
