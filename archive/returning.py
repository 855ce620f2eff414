"""What a portal's crawls so far have found, for one that comes back: where its reports stand, which pages lead there,
and what need not be asked for again."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from archive.address import url_key
from archive.alarms import GOOD, was_answered
from archive.models import Capture, Crawl, Report, Url, Variant, Version
from archive.report.title import find_years
from archive.upsert import in_parts

SETTLED = ("not_wanted", "no_report_text", "unreadable", "patience")
"""Reasons of refused addresses that stay as they are where nothing suggests a change."""


class Fetched(NamedTuple):
    """An address that was ever asked for. `sources`: the pages that named it first and last; `reason`, `state`: the
    ledger's; `scent`: (aim, score, reason) of the link that led there last, `anchor`: its words."""

    sources: frozenset[str]
    reason: str
    scent: tuple[Any, ...] = ("page", 0, "")
    state: str = "archived"
    anchor: str = ""

    @property
    def stands(self) -> bool:
        """Whether it may still be the page that it was: one that failed may be there again."""
        return self.state not in ("gone", "refused", "quarantined")


Rows = Mapping[str, Fetched]

LEADS_TO_REPORT = ("redirect:", "report_in_")
"""Reasons of pages that are another name of the report behind them."""

TRIED = 3
"""Visits after which a page that is not there is settled too: lists name some for years."""

MANY = 20
"""Columns that have named no report: more of them are asked for in turn only."""

FAILED = ("failed", "blocked")
"""States of what is tried again in each crawl."""

FEW_HEADS, ONE_IN = 5, 40
"""Pages above lists that are always asked for: so many, or one in so many of all that was fetched."""

HIGHEST = 8
"""Clicks between a list and what it is said to stand below."""

SEVERAL = 2
"""Reports that one page has led to, with which it is a name of none."""

RECENT = 2
"""Years in which a report may be announced before it has a text."""

MIRROR = "mirror:"
"""How the reason of a page begins that stands at another address too."""


@dataclass(frozen=True, slots=True)
class Known:
    """`reports`: addresses that are or were a report's, or another name of one, with its years; `entries`: pages at
    which lists of reports begin, and what most of them stand below, which a crawl asks for whether or not a page names
    them; `ways`: pages on the way from these to reports, and up from what stands on no list; `failed`: what gave no
    answer, or none for us, or was announced and is not there yet; `rest`: all else that was fetched and may be there;
    `turn`: how many crawls have finished."""

    reports: Mapping[str, frozenset[int]]
    ways: frozenset[str]
    turn: int
    entries: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    rest: frozenset[str] = frozenset()


class Settled(NamedTuple):
    """An address that stays as it is where nothing suggests a change. `anchor`: what named it then; `scent`: what it
    promised, None where nobody noted it."""

    state: str
    anchor: str | None
    was_fetched: bool
    scent: list[Any] | None


def was_swept(session: Session, portal: str, *, now: datetime, within: timedelta, since: int = 0) -> bool:
    """Whether a crawl that asked for everything, for reports of the years since `since` at the least, has begun and
    finished within that time, its hosts answered, and there are reports of the portal. Crawls of which no record says
    otherwise did."""
    held = select(Version.url).join(Url, Url.url == Version.url).where(Url.portal == portal).limit(1)
    query = select(Crawl).where(Crawl.portal == portal, Crawl.outcome == "finished", Crawl.started > now - within)
    swept = (_asked_since(crawl) <= since and was_answered(crawl.counts) for crawl in session.scalars(query))
    return any(swept) and session.scalar(held) is not None


def _asked_since(crawl: Crawl) -> int:
    """The year of the oldest reports that a crawl asked for; later than any where it did not ask for everything."""
    if not crawl.settings.get("full", True):
        return NEVER
    return max((int(run["settings"].get("since", 0)) for run in crawl.settings.get("runs", ())), default=0)


NEVER = 9999


def recall_portal(session: Session, portal: str, *, crawl: str, started: datetime, column: int) -> Known:
    """As it stood when the crawl that asks began; `column`: the score of a link that promises a column of reports."""
    years: dict[str, set[int]] = {}
    query = select(Version.url, func.coalesce(Report.year, 0)).join(Variant, Variant.id == Version.variant_id)
    query = query.join(Report, Report.id == Variant.report_id).join(Url, Url.url == Version.url)
    for url, year in session.execute(query.where(Url.portal == portal)):
        years.setdefault(url, set()).add(year)
    finished = select(func.count()).select_from(Crawl)
    finished = finished.where(Crawl.portal == portal, Crawl.outcome == "finished", Crawl.started < started)
    rows = read_rows(session, portal, crawl=crawl, started=started)
    names, _ = trace_ways(years.keys(), rows)
    for name, more in name_years(years, names, rows).items():
        years.setdefault(name, set()).update(more)
    reports = {url: frozenset(found - {0}) for url, found in years.items()}
    lists, idle = find_entries(reports, rows, column)
    entries = lists | (idle if len(idle) <= MANY else frozenset())
    entries |= find_heads(lists, rows, max(FEW_HEADS, len(rows) // ONE_IN))
    ways = frozenset(trace_ways(reports.keys() - names, rows, entries)[1])
    failed = frozenset(url for url, row in rows.items() if row.state in FAILED or _is_promised(row, started)) - entries
    may_be_there = {url for url, row in rows.items() if row.state not in ("gone", "quarantined")}
    rest = frozenset(may_be_there - entries - ways - failed - reports.keys())
    return Known(reports, ways, session.scalar(finished) or 0, entries, failed, rest)


def read_rows(session: Session, portal: str, *, crawl: str, started: datetime) -> Rows:
    """Of every URL of a portal that was ever fetched and was met before the crawl that asks; what became of it in this
    crawl is left out. The page that named it first is in the ledger, the one that named it last in its way, where
    posted forms have their own address."""
    way = (Url.way["trail"], Url.way["scent"])
    columns = (Url.url, Url.discovered_from, Url.reason, Url.state, Url.crawl_id, Url.anchor, *way)
    query = select(*columns).where(Url.portal == portal, Url.first_seen < started)
    query = query.where(or_(Url.capture_id.is_not(None), Url.state.in_(FAILED)))
    key = cache(url_key)
    rows = {}
    for url, first, reason, state, held, anchor, trail, scent in session.execute(query):
        sources = [first, trail[-2][1] if trail and len(trail) > 1 else None]
        named = frozenset(key(source) for source in sources if source)
        promise, before = tuple(scent or ("page", 0, "")), "archived" if held == crawl else state
        rows[url] = Fetched(named, reason or "", promise, before, anchor or "")
    return rows


def trace_ways(
    reports: Collection[str], rows: Rows, entries: Collection[str] = frozenset()
) -> tuple[set[str], set[str]]:
    """From reports up to where the crawls began: the addresses that are only other names of a report, and the pages
    that lead to reports, no further than `entries`. What is there no more leads nowhere where another page does; what
    has led to several reports is a name of none."""
    led = Counter(source for url in reports for source in _sources(rows, url))
    names: set[str] = set()
    ways: set[str] = set()
    steps = [(url, True) for url in reports]
    while steps:
        url, of_report = steps.pop()
        sources = _sources(rows, url)
        for source in {one for one in sources if rows[one].stands} or sources:
            leads = led[source] < SEVERAL and rows[source].reason.startswith(LEADS_TO_REPORT)
            is_name = of_report and (source in reports or leads)
            known = names if is_name else ways
            if source not in known:
                known.add(source)
                if source not in entries:
                    steps.append((source, is_name))
    return names - ways, ways


def name_years(years: Mapping[str, set[int]], names: Collection[str], rows: Rows) -> dict[str, set[int]]:
    """The years of the reports behind their other names."""
    found: dict[str, set[int]] = {name: set() for name in names}
    steps = [(url, url) for url in years]
    while steps:
        url, report = steps.pop()
        for name in _sources(rows, url) & found.keys():
            if not years[report] <= found[name]:
                found[name] |= years[report]
                steps.append((name, report))
    return found


def find_entries(reports: Collection[str], rows: Rows, column: int) -> tuple[frozenset[str], frozenset[str]]:
    """Where lists that name reports begin, and columns that name none yet. A column may show a report in its own place:
    then the link that leads there names no year."""
    columns = {url for url, row in rows.items() if row.scent[0] == "page" and row.scent[1] >= column}
    shown = {url for url in columns.intersection(reports) if not years_in(rows[url].anchor)}
    lists = set(shown)
    steps = [source for url in reports for source in _sources(rows, url)]
    seen = set(steps)
    while steps:
        url = steps.pop()
        if rows[url].scent[0] == "list":
            further = _sources(rows, url) - seen
            seen |= further
            steps += further
        else:
            lists.add(url)

    def standing(urls: set[str]) -> frozenset[str]:
        kept = (url for url in urls if (url in shown or url not in reports) and rows[url].stands)
        return frozenset(url for url in kept if not rows[url].reason.startswith(MIRROR))

    return standing(lists), standing(columns - lists)


def find_heads(lists: Collection[str], rows: Rows, most: int) -> frozenset[str]:
    """The pages below which most of the lists stand: home pages, directories, what they show in frames."""
    below: Counter[str] = Counter()
    for one in lists:
        above: set[str] = set()
        level = {one}
        for _ in range(HIGHEST):
            level = {up for url in level for up in _sources(rows, url) if rows[up].stands} - above
            above |= level
        below.update(above - {one})
    heads = sorted(below.keys() - set(lists), key=lambda url: (-below[url], url))
    return frozenset(heads[:most])


def _is_promised(row: Fetched, now: datetime) -> bool:
    """Whether a page is named like a report of the last years and has no text yet."""
    is_empty = row.scent[0] == "report" and row.state == "refused" and row.reason.startswith("no_report_text")
    return is_empty and max(years_in(row.anchor), default=0) >= now.year - RECENT


def _sources(rows: Rows, url: str) -> frozenset[str]:
    """Of those that the portal has: another one's may name its pages too."""
    return rows[url].sources & rows.keys() if url in rows else frozenset()


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
            Url.state.in_(GOOD) & Capture.id.is_not(None),
            (Url.state == "gone") & (Url.attempts >= TRIED),
            (Url.state == "refused") & or_(*(Url.reason.startswith(word, autoescape=True) for word in SETTLED)),
        ),
    )
)
"""Built once, like all that is asked for each page: building it takes longer than the database does."""


def names_other_year(title: str | None, known: Collection[int], before: str | None) -> bool:
    """Whether a link's words name a year that neither the report at its address nor its words before named."""
    named = years_in(title)
    return bool(known) and bool(named) and not named & {*known, *years_in(before)}


def years_in(title: str | None) -> set[int]:
    return {year for year, _ in find_years(title or "")}


class Missing(NamedTuple):
    """A report that no page names any more. `was_missing`: as in an earlier crawl."""

    url: str
    attempts: int
    was_missing: bool


def find_missing(session: Session, portal: str, known: Known, *, crawl: str, started: datetime) -> list[Missing]:
    """Reports that no page of this crawl has named, though a page that had named them was looked at: those first that
    were asked for least often. Of a report behind a page of its own, that page."""
    pages = set(session.scalars(_looked_at(crawl, started).where(Url.state.in_(GOOD))))
    met = set(session.scalars(select(Url.url).where(Url.crawl_id == crawl)))
    rows = read_rows(session, portal, crawl=crawl, started=started)
    of_it = aliased(Version)
    latest = select(func.max(of_it.number)).where(of_it.url == Url.url).scalar_subquery()
    query = select(Url.url).join(Version, (Version.url == Url.url) & (Version.number == latest))
    query = query.where(Version.ended.is_(None))
    standing = session.scalars(query.where(Url.portal == portal, Url.crawl_id != crawl))
    missing = {name for url in standing if (name := find_name(url, rows, known, pages, met))}
    columns = select(Url.url, Url.attempts, func.coalesce(Url.way["missing"].as_boolean(), False))
    found: list[Missing] = []
    for part in in_parts(sorted(missing)):
        found += map(Missing._make, session.execute(columns.where(Url.url.in_(part), Url.way.is_not(None))))
    return sorted(found, key=lambda one: (one.attempts, one.url))


def find_above_lost(
    session: Session, portal: str, known: Known, *, crawl: str, started: datetime, openness: int
) -> set[str]:
    """The pages that once led to lists which this crawl was not given, and to reports that a page named until now, and
    what else these have named and promised `openness` at the least: they may know where the reports have gone. None
    that this crawl has looked at."""
    fallen = select(Url.url).where(Url.crawl_id == crawl, Url.state.not_in(GOOD))
    lost = (known.entries & known.ways).intersection(session.scalars(fallen))
    missing = find_missing(session, portal, known, crawl=crawl, started=started)
    lost |= {one.url for one in missing if not one.was_missing}
    if not lost:
        return set()
    rows = read_rows(session, portal, crawl=crawl, started=started)
    above = trace_ways(lost, rows)[1]
    pages = {url for url, row in rows.items() if row.scent[0] == "page" and row.scent[1] >= openness and row.stands}
    beside = {url for url in pages - known.reports.keys() if rows[url].sources & above}
    return (above | beside).difference(session.scalars(_looked_at(crawl, started)))


def _looked_at(crawl: str, started: datetime) -> Select[str]:
    fetched = select(Url.url).join(Capture, Capture.id == Url.capture_id)
    return fetched.where(Url.crawl_id == crawl, Capture.fetched_at >= started)


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
