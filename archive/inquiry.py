"""What is asked of the database: one report, all of them, the lines of a dump."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from archive.address import split_address, url_key
from archive.corrections import correct_variants, find_moved, list_told
from archive.models import (
    Capture,
    Correction,
    Crawl,
    Report,
    ReportText,
    Sighting,
    Url,
    UtcTime,
    Variant,
    Version,
)
from archive.provenance import find_runs, find_ways, tell_record
from archive.report.corrections import Corrected
from archive.report.earlier import fill_header, fill_reading
from archive.store import WHOSE
from archive.unread import IN_FILE, attached, find_captured, read_files
from archive.upsert import in_parts

SHORTEST_ID = 6
"""Characters of the beginning of an id that names a report."""

PAGE = 500
"""Lines of a dump whose files are looked up together."""


def find_reports(session: Session, name: str) -> list[Report]:
    """Reports by id, by the beginning of an id (six digits or more), by a URL they were seen at, or by that of the page
    that leads to the file they stand in. An id that a report had before a person corrected it leads to where it is."""
    page = (
        select(Url.url, Url.address)
        .where(Url.url == url_key(name), Url.reason.startswith(IN_FILE, autoescape=True))
        .subquery()
    )
    files = read_files(Url.url).where(or_(Url.discovered_from == page.c.url, Url.discovered_from == page.c.address))
    by_url = select(Sighting.report_id).where(or_(Sighting.url == url_key(name), Sighting.url.in_(files)))
    is_id = bool(re.fullmatch(f"[0-9a-fA-F]{{{SHORTEST_ID},32}}", name))
    by_id = [Report.id.startswith(name.lower(), autoescape=True)] if is_id else []
    query = select(Report).order_by(Report.id)
    found = list(session.scalars(query.where(or_(Report.id.in_(by_url), *by_id))))
    if is_id and not found:
        found = list(session.scalars(query.where(Report.id.in_(find_moved(session, name.lower())))))
    return found


def say_short(name: str) -> str:
    """What to add to a message that nothing has an id of which too little is given."""
    return (
        f"; of an id give at least {SHORTEST_ID} characters"
        if re.fullmatch(f"[0-9a-fA-F]{{1,{SHORTEST_ID - 1}}}", name)
        else ""
    )


def count_variants(session: Session, report_id: str) -> int:
    return session.scalar(select(func.count()).select_from(Variant).where(Variant.report_id == report_id)) or 0


def reports_of_crawl(session: Session, crawl_id: str) -> list[Report]:
    """The reports that stand at the URLs a crawl visited."""
    seen = (
        select(Sighting.report_id)
        .join(Url, Url.url == Sighting.url)
        .join(Crawl, Crawl.id == Url.crawl_id)
        .where(Url.crawl_id == crawl_id, Sighting.last_seen >= Crawl.started)
    )
    return list(
        session.scalars(
            select(Report)
            .where(Report.id.in_(seen), Report.current_variant.is_not(None))
            .order_by(Report.division_code, Report.organ, Report.year)
        )
    )


def current_readings(session: Session, *keys: str, ids: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """What stands for each report now, or for those of these ids: `id`, `url` (the first of those it was seen at),
    `first_seen`, the keys of `WHOSE`, and of its reading, as persons corrected it, those named. Everything that asks
    over many reports asks here."""
    first_url = select(func.min(Sighting.url)).where(Sighting.report_id == Report.id).scalar_subquery()
    query = select(Report.current_variant, Report.id, first_url, Report.first_seen)
    query = query.add_columns(*(getattr(Report, name) for name in WHOSE), *([Variant.reading] if keys else []))
    query = query.join(Variant, Variant.id == Report.current_variant).execution_options(yield_per=PAGE)
    names = ("id", "url", "first_seen", *WHOSE)
    for asked in [query] if ids is None else (query.where(Report.id.in_(part)) for part in in_parts([*ids])):
        for rows in session.execute(asked.order_by(Report.id)).partitions():
            corrected = _correct_current(session, [row[0] for row in rows]) if keys else {}
            for variant, *told in rows:
                read = told.pop() if keys else {}
                said = corrected[variant].reading if variant in corrected else read
                yield dict(zip(names, told, strict=True)) | {key: said.get(key) for key in keys}


def _correct_current(session: Session, variants: Sequence[str]) -> dict[str, Corrected]:
    """What persons say of these variants."""
    if session.scalar(select(Correction.id).limit(1)) is None:
        return {}
    at_url = select(Version.variant_id).join(Correction, Correction.url == Version.url)
    of_text = Variant.text_hash.in_(select(Correction.text_hash))
    query = select(Variant, Capture).join(Capture, Capture.id == Variant.capture_id)
    query = query.where(Variant.id.in_(variants), or_(of_text, Variant.id.in_(at_url)))
    return correct_variants(session, [(variant, capture) for variant, capture in session.execute(query)])


def reports_on(session: Session, portal: str) -> set[str] | None:
    """The ids of the reports seen on a portal, None where there is no such portal."""
    found = set(session.scalars(select(Sighting.report_id).where(Sighting.portal == portal)))
    known = found or session.scalar(select(Crawl.id).where(Crawl.portal == portal).limit(1))
    return found if known else None


def count_texts(session: Session, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Of each report how many texts it has, and how many versions there were at its URLs."""
    versions = func.count(Version.number)
    query = (
        select(Variant.report_id, func.count(Variant.id.distinct()), versions)
        .outerjoin(Version, Version.variant_id == Variant.id)
        .group_by(Variant.report_id)
    )
    found: dict[str, tuple[int, int]] = {}
    for part in in_parts([*ids]):
        rows = session.execute(query.where(Variant.report_id.in_(part)))
        found.update((report, (texts, changes)) for report, texts, changes in rows)
    return found


def find_looked(session: Session, ids: Iterable[str]) -> dict[str, datetime]:
    """When the last crawl of each report's portals that came to its end began: later than that nobody looked at every
    page; where there was none, when the report was last seen."""
    crawled = (
        select(Crawl.portal, func.max(Crawl.started).label("at"))
        .where(Crawl.outcome == "finished")
        .group_by(Crawl.portal)
    ).subquery()
    query = (
        select(
            Sighting.report_id, func.max(crawled.c.at, type_=UtcTime()), func.max(Sighting.last_seen, type_=UtcTime())
        )
        .outerjoin(crawled, crawled.c.portal == Sighting.portal)
        .group_by(Sighting.report_id)
    )
    found: dict[str, datetime] = {}
    for part in in_parts([*ids]):
        rows = session.execute(query.where(Sighting.report_id.in_(part)))
        found.update((report, max(crawled or seen, seen)) for report, crawled, seen in rows)
    return found


class Besides(NamedTuple):
    """What a line of the dump tells besides its rows: `files`: what `find_captured` tells of the report's attachments;
    `corrected`: what `correct_variants` tells; `way` and `run`: what `archive.provenance` tells of its capture."""

    files: Mapping[str, dict[str, Any]]
    corrected: Corrected | None
    way: list[dict[str, Any]]
    run: dict[str, Any] | None


def dump_lines(session: Session) -> Iterator[dict[str, Any]]:
    """Every variant of every report as a line of the dump, in an order that depends on content alone. What persons say
    is no report has none."""
    query = (
        select(Report, Variant, ReportText, Capture)
        .join(Variant, Variant.report_id == Report.id)
        .join(ReportText, ReportText.hash == Variant.text_hash)
        .join(Capture, Capture.id == Variant.capture_id)
        .order_by(Report.id, Variant.number)
        .execution_options(yield_per=PAGE)
    )
    for rows in session.execute(query).partitions():
        files = find_captured(session, (url for row in rows for url in attached(row.Variant)))
        said = correct_variants(session, [(row.Variant, row.Capture) for row in rows])
        captures = [row.Capture for row in rows]
        ways, runs = find_ways(session, captures), find_runs(session, captures)
        for report, variant, text, capture in rows:
            corrected = said.get(variant.id)
            if corrected is None or corrected.reading["kind"] == "report":
                besides = Besides(files, corrected, ways[capture.id], runs[capture.id])
                yield dump_line(session, report, variant, text.body, capture, besides)


def line_at(session: Session, report: Report, name: str) -> dict[str, Any]:
    """The dump line of the text that a URL says; of that which stands for the report where `name` is none."""
    return _tell_line(session, report, text_at(session, report, name))


def text_at(session: Session, report: Report, name: str) -> Variant:
    variant = variant_at(session, report, url_key(name)) if split_address(name) else None
    return variant or standing_variant(session, report)


def variant_at(session: Session, report: Report, url: str) -> Variant | None:
    """The text of a report that a URL said last."""
    query = select(Variant).join(Version, Version.variant_id == Variant.id).where(Version.url == url)
    return session.scalar(query.where(Variant.report_id == report.id).order_by(Version.number.desc()).limit(1))


def list_variants(session: Session, report: Report) -> list[tuple[Variant, str | None]]:
    """All texts of a report in the order they were met, each with an address that said it last."""
    query = select(Variant).where(Variant.report_id == report.id).order_by(Variant.number)
    urls = select(Version.url).distinct().join(Variant, Version.variant_id == Variant.id)
    last: dict[str, str] = {}
    for url in session.scalars(urls.where(Variant.report_id == report.id).order_by(Version.url)):
        if variant := variant_at(session, report, url):
            last.setdefault(variant.id, url)
    return [(variant, last.get(variant.id)) for variant in session.scalars(query)]


def _tell_line(session: Session, report: Report, variant: Variant) -> dict[str, Any]:
    text, capture = session.get_one(ReportText, variant.text_hash), session.get_one(Capture, variant.capture_id)
    files = find_captured(session, attached(variant))
    corrected = correct_variants(session, [(variant, capture)]).get(variant.id)
    ways, runs = find_ways(session, [capture]), find_runs(session, [capture])
    besides = Besides(files, corrected, ways[capture.id], runs[capture.id])
    return dump_line(session, report, variant, text.body, capture, besides)


def standing_variant(session: Session, report: Report) -> Variant:
    """The variant that stands for a report; the last that was met where persons say that it is none."""
    if report.current_variant:
        return session.get_one(Variant, report.current_variant)
    query = select(Variant).where(Variant.report_id == report.id).order_by(Variant.number.desc()).limit(1)
    return session.scalars(query).one()


def dump_line(
    session: Session,
    report: Report,
    variant: Variant,
    text: str,
    capture: Capture,
    besides: Besides,
) -> dict[str, Any]:
    """What an earlier version read has every key of this one."""
    files, corrected = besides.files, besides.corrected
    # A revisit's record holds no payload; the value leads back to the one that does.
    record = session.get_one(Capture, capture.revisit_of) if capture.revisit_of else capture
    reading = fill_reading(corrected.reading if corrected else variant.reading)
    return {
        **reading,
        "text": text,
        "findings": [*reading["findings"], *shared_text(session, report, variant)],
        "corrections": list_told(corrected),
        "attachments": [
            {**item, "captured": files.get(url_key(item["url"]))} for item in variant.reading["attachments"]
        ],
        "id": report.id,
        "version": variant.number,
        "current": report.current_variant == variant.id,
        "aside": variant.aside,
        "sightings": [
            {
                "url": sighting.url,
                "first_seen": sighting.first_seen.isoformat(),
                "last_seen": sighting.last_seen.isoformat(),
                "portal": sighting.portal,
                "header": fill_header(sighting.header),
            }
            for sighting in sightings(session, report.id)
        ],
        "provenance": {
            "url": capture.url,
            "final_url": capture.url,
            "discovered_from": capture.discovered_from,
            "way": besides.way,
            "fetched_at": capture.fetched_at.isoformat(),
            "status": capture.status,
            **tell_record(capture, record),
            "crawl": capture.crawl_id,
            "run": besides.run,
            "reader": variant.reader,
        },
    }


def sightings(session: Session, report_id: str) -> list[Sighting]:
    return list(
        session.scalars(
            select(Sighting).where(Sighting.report_id == report_id).order_by(Sighting.first_seen, Sighting.url)
        )
    )


def shared_text(session: Session, report: Report, variant: Variant) -> list[dict[str, str | None]]:
    """A finding for each other report with word for word the same text: towns copy each other (DOMAIN: sameness)."""
    query = (
        select(Report)
        .join(Variant, Variant.report_id == Report.id)
        .where(Variant.text_hash == variant.text_hash, Report.id != report.id)
        .order_by(Report.id)
    )
    return [
        {
            "code": "shared_text",
            "message": f"word for word the text of {other.organ or other.url}, {other.year}",
            "where": other.id,
        }
        for other in session.scalars(query)
    ]
