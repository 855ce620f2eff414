"""What a portal's crawls so far have found, for one that comes back: where its reports stand, which pages lead there,
and what need not be asked for again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from archive.address import url_key
from archive.ledger import in_parts
from archive.models import Capture, Crawl, Report, Url, Variant, Version
from archive.report.title import find_years

SETTLED = ("not_wanted", "no_report_text", "unreadable", "patience")
"""Reasons of refused addresses that stay as they are where nothing suggests a change."""

LEADS_TO_REPORT = ("redirect:", "report_in_")
"""Reasons of pages that are another name of the report behind them."""


@dataclass(frozen=True, slots=True)
class Known:
    """`reports`: addresses that are or were a report's, or another name of one, with its years; `ways`: pages on the
    way to one; `turn`: how many crawls have finished."""

    reports: Mapping[str, frozenset[int]]
    ways: frozenset[str]
    turn: int


def was_swept(session: Session, portal: str, *, now: datetime, within: timedelta) -> bool:
    """Whether a crawl that asked for everything has begun and finished within that time. Crawls of which no record says
    otherwise did."""
    query = select(Crawl.settings).where(Crawl.portal == portal, Crawl.outcome == "finished")
    return any(settings.get("full", True) for settings in session.scalars(query.where(Crawl.started > now - within)))


def recall_portal(session: Session, portal: str, *, started: datetime) -> Known:
    """As it stood when a crawl was `started`, apart from what that one has found itself."""
    years: dict[str, set[int]] = {}
    query = select(Version.url, func.coalesce(Report.year, 0)).join(Variant, Variant.id == Version.variant_id)
    query = query.join(Report, Report.id == Variant.report_id).join(Url, Url.url == Version.url)
    for url, year in session.execute(query.where(Url.portal == portal)):
        years.setdefault(url, set()).add(year)
    pages = select(Url.url, Url.discovered_from, Url.reason).where(Url.portal == portal, Url.capture_id.is_not(None))
    rows = {url: (source and url_key(source), reason or "") for url, source, reason in session.execute(pages)}
    finished = select(func.count()).select_from(Crawl)
    finished = finished.where(Crawl.portal == portal, Crawl.outcome == "finished", Crawl.started < started)
    names, ways = trace_ways(years.keys(), rows)
    reports = {url: frozenset(years.get(url, {0}) - {0}) for url in {*years, *names}}
    return Known(reports, frozenset(ways), session.scalar(finished) or 0)


def trace_ways(reports: Collection[str], rows: Mapping[str, tuple[str | None, str]]) -> tuple[set[str], set[str]]:
    """From reports up to where the crawls began: the addresses that are only other names of a report, and the pages
    that lead to reports. `rows`: address → (the page that named it first, the ledger's reason)."""
    names: set[str] = set()
    ways: set[str] = set()
    steps = [(url, True) for url in reports]
    while steps:
        url, is_name = steps.pop()
        source = rows.get(url, (None, ""))[0]
        if source is None:
            continue
        is_name = is_name and (source in reports or rows.get(source, (None, ""))[1].startswith(LEADS_TO_REPORT))
        known = names if is_name else ways
        if source not in known:
            known.add(source)
            steps.append((source, is_name))
    return names - ways, ways


def find_settled(session: Session, urls: Collection[str], *, before: datetime) -> dict[str, tuple[str, str | None]]:
    """Of addresses those that crawls before that moment have settled, with their state and what named them then."""
    settled: dict[str, tuple[str, str | None]] = {}
    query = select(Url.url, Url.state, Url.anchor).outerjoin(Capture, Capture.id == Url.capture_id)
    query = query.where(or_(Capture.fetched_at < before, Capture.id.is_(None)), Url.first_seen < before)
    reason = or_(*(Url.reason.startswith(word, autoescape=True) for word in SETTLED))
    query = query.where(
        or_(
            Url.state.in_(("archived", "unchanged")) & Capture.id.is_not(None),
            (Url.state == "refused") & reason,
        )
    )
    for part in in_parts(urls):
        for url, state, anchor in session.execute(query.where(Url.url.in_(part))):
            settled[url] = (state, anchor)
    return settled


def names_other_year(title: str | None, known: Collection[int], before: str | None) -> bool:
    """Whether a link's words name a year that neither the report at its address nor its words before named."""
    named = {year for year, _ in find_years(title or "")}
    return bool(known) and bool(named) and not named & {*known, *(year for year, _ in find_years(before or ""))}


def find_missing(session: Session, portal: str, *, crawl: str, started: datetime) -> list[Url]:
    """Reports that no page of this crawl has named, though the page that named them first was looked at: those first
    that were looked at longest ago."""
    source, capture = aliased(Url), aliased(Capture)
    looked_at = select(source.url).join(capture, capture.id == source.capture_id)
    looked_at = looked_at.where(source.crawl_id == crawl, capture.fetched_at >= started)
    looked_at = looked_at.where(source.state.in_(("archived", "unchanged")))
    pages = set(session.scalars(looked_at))
    query = select(Url).join(Version, (Version.url == Url.url) & Version.ended.is_(None))
    query = query.where(Url.portal == portal, Url.crawl_id != crawl, Url.way.is_not(None))
    query = query.order_by(Version.last_seen, Url.url)
    return [row for row in session.scalars(query) if row.discovered_from and url_key(row.discovered_from) in pages]
