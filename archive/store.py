"""What is written to the database and what is asked of it: the few queries of the archive."""

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from archive.address import url_key
from archive.corrections import correct_capture, correct_variants, find_moved, list_told
from archive.ledger import in_parts
from archive.models import (
    Base,
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
from archive.reading.media import HTML
from archive.report import sameness
from archive.report.corrections import Corrected, name_report
from archive.upsert import storable, upsert
from archive.warc import Answer, Earlier, Location, payload_sha256

PAGE = 500
"""Lines of a dump whose files are looked up together."""

NOT_READ = " (not read yet)"
REDIRECT = "redirect: to "
IN_FILE = "report_in_file: "
"""How the ledger's reasons say that nothing here could read a file, where a redirect led, and that a page only leads to
its report."""

FILE_MEDIA = re.compile(r"(?:report_in_)?file: ([\w.+-]+/[\w.+-]+)")
"""How they say what a file is by its content."""

Change = Literal["new report", "new variant", "new version", "new sighting", "unchanged"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a report changed, and where it now stands."""

    report_id: str
    variant_id: str
    change: Change


def begin_crawl(
    session: Session, *, portal: str | None, seed: str | None, started: datetime, settings: Mapping[str, Any]
) -> Crawl:
    crawl = Crawl(id=str(uuid.uuid4()), portal=portal, seed=seed, started=started, settings=dict(settings))
    session.add(crawl)
    session.flush()
    return crawl


def find_unfinished(session: Session, *, portal: str, since: datetime) -> Crawl | None:
    """The portal's last crawl, where it began since then and did not finish: it was killed or stopped."""
    query = select(Crawl).where(Crawl.portal == portal).order_by(Crawl.started.desc()).limit(1)
    last = session.scalar(query)
    return last if last and last.started >= since and last.outcome != "finished" else None


def finish_crawl(
    session: Session, crawl_id: str, *, finished: datetime, outcome: str, counts: Mapping[str, Any]
) -> None:
    crawl = session.get_one(Crawl, crawl_id)
    crawl.finished, crawl.outcome, crawl.counts = finished, outcome, dict(counts)


def keep_counts(session: Session, crawl_id: str, counts: Mapping[str, int]) -> None:
    """Of a crawl that is under way."""
    session.connection().execute(_KEEP_COUNTS, {"of": crawl_id, "counted": dict(counts)})


_KEEP_COUNTS = (
    update(Base.metadata.tables[Crawl.__tablename__])
    .where(Crawl.id == bindparam("of"))
    .values(counts=bindparam("counted"))
)


def find_earlier(session: Session, answer: Answer) -> Earlier | None:
    """The record that already holds this payload of this URL, for a revisit record; an empty payload is
    never revisited."""
    if not answer.body or answer.status is None:
        return None
    told = {"at": answer.url, "digest": payload_sha256(answer.body)}
    found = session.connection().execute(_EARLIER, told).first()
    return Earlier(*found) if found else None


_EARLIER = (
    select(Capture.id, Capture.fetched_at)
    .where(Capture.url == bindparam("at"), Capture.payload_sha256 == bindparam("digest"))
    .where(Capture.revisit_of.is_(None), Capture.status.is_not(None))
    .order_by(Capture.fetched_at)
    .limit(1)
)


def add_capture(
    session: Session, answer: Answer, *, record_id: str, location: Location, revisit_of: str | None = None
) -> Capture:
    """The row that names a record. Write it only after the record is on disk."""
    if answer.crawl is None:
        raise ValueError("a capture belongs to a crawl")
    capture = Capture(
        id=record_id,
        crawl_id=answer.crawl,
        url=answer.url,
        discovered_from=answer.discovered_from,
        fetched_at=answer.fetched_at,
        status=answer.status,
        media=storable(answer.media),
        etag=storable(answer.header("ETag")),
        last_modified=storable(answer.header("Last-Modified")),
        payload_sha256=payload_sha256(answer.body),
        payload_length=len(answer.body),
        revisit_of=revisit_of,
        warc_file=location.file,
        warc_offset=location.offset,
        warc_length=location.length,
        record_sha256=location.sha256,
    )
    if answer.truncated or answer.is_open_ended:
        # Half a page is not to be confirmed by its host.
        capture.etag = capture.last_modified = None
    if revisit_of and answer.status == HTTPStatus.NOT_MODIFIED:
        original = session.get_one(Capture, revisit_of)
        for name in ("payload_sha256", "payload_length", "media"):
            setattr(capture, name, getattr(original, name))
        for name in ("etag", "last_modified"):
            setattr(capture, name, getattr(capture, name) or getattr(original, name))
    session.add(capture)
    session.flush()
    return capture


@dataclass(frozen=True, slots=True)
class Held:
    """A page that the archive holds whole, and what its host is to be asked by: whether it has changed since. `capture`
    is the one whose record has the payload."""

    capture: str
    fetched_at: datetime
    location: Location
    etag: str | None
    last_modified: str | None


def find_held(session: Session, key: str, url: str) -> Held | None:
    """What a URL of the ledger gave when it was last fetched, where that was a page and its host named its version."""
    last = session.scalar(_LAST, {"of": key})
    if last is None or last.url != url or not (last.etag or last.last_modified):
        return None
    first = session.get_one(Capture, last.revisit_of) if last.revisit_of else last
    if first.status != HTTPStatus.OK:
        return None
    return Held(first.id, first.fetched_at, location_of(first), last.etag, last.last_modified)


_LAST = select(Capture).join(Url, Url.capture_id == Capture.id).where(Url.url == bindparam("of"))


def location_of(capture: Capture) -> Location:
    return Location(capture.warc_file, capture.warc_offset, capture.warc_length, capture.record_sha256)


def keep_report(session: Session, reading: dict[str, Any], capture: Capture, *, url: str, portal: str | None) -> Kept:
    """Keep what was understood of one capture (`to_json`'s object of a report with text): text, report, variant,
    sighting and version,
    each written only where it is new; nothing is overwritten. The report is the one that persons say it is, the
    variant's reading stays as read."""
    reading = storable(reading)
    corrected = correct_capture(session, reading, capture, url=url).reading
    moment, text_hash = capture.fetched_at, reading["content_hash"]
    report_id = name_report(corrected, url)
    variant_id = sameness.variant_id(report_id, text_hash)

    upsert(
        session,
        ReportText,
        [{"hash": text_hash, "hash_version": sameness.HASH_VERSION, "body": reading["text"]}],
        key=["hash"],
    )
    new_report = add_report(session, report_id, corrected, url=url, moment=moment)
    new_variant = add_variant(session, variant_id, report_id, reading, capture)
    new_sighting = _see(session, report_id, reading, url=url, portal=portal, moment=moment)
    before = report_at(session, url)
    new_version = _add_version(session, variant_id, capture, url=url)
    choose_text(session, report_id)
    if before and before != report_id:
        choose_text(session, before)

    happened: list[tuple[bool, Change]] = [
        (new_report, "new report"),
        (new_variant, "new variant"),
        (new_sighting, "new sighting"),
        (new_version, "new version"),
    ]
    return Kept(report_id, variant_id, next((change for yes, change in happened if yes), "unchanged"))


def add_report(session: Session, report_id: str, reading: dict[str, Any], *, url: str, moment: datetime) -> bool:
    if session.get(Report, report_id):
        return False
    known = reading["organ"] is not None and reading["year"] is not None
    report = Report(id=report_id, year=reading["year"], url=None if known else url, first_seen=moment)
    for name in ("organ", "organ_kind", "division_code", "division_name"):
        setattr(report, name, reading[name])
    session.add(report)
    session.flush()
    return True


def add_variant(session: Session, variant_id: str, report_id: str, reading: dict[str, Any], capture: Capture) -> bool:
    if session.get(Variant, variant_id):
        return False
    number = (
        session.scalar(select(func.coalesce(func.max(Variant.number), 0)).where(Variant.report_id == report_id)) or 0
    )
    without_text = {key: value for key, value in reading.items() if key != "text"}
    session.add(
        Variant(
            id=variant_id,
            report_id=report_id,
            number=number + 1,
            text_hash=reading["content_hash"],
            capture_id=capture.id,
            reader=reading["reader"],
            reading=without_text,
        )
    )
    session.flush()
    return True


def _see(
    session: Session, report_id: str, reading: dict[str, Any], *, url: str, portal: str | None, moment: datetime
) -> bool:
    sighting = session.get(Sighting, (report_id, url))
    if sighting:
        sighting.last_seen, sighting.header, sighting.portal = moment, reading["header"], portal
        return False
    session.add(
        Sighting(
            report_id=report_id, url=url, portal=portal, first_seen=moment, last_seen=moment, header=reading["header"]
        )
    )
    session.flush()
    return True


def report_at(session: Session, url: str) -> str | None:
    """The report that a URL held when it was last visited."""
    query = select(Variant.report_id).join(Version, Version.variant_id == Variant.id).where(Version.url == url)
    return session.scalar(query.order_by(Version.number.desc()).limit(1))


def _add_version(session: Session, variant_id: str, capture: Capture, *, url: str) -> bool:
    latest = session.scalar(select(Version).where(Version.url == url).order_by(Version.number.desc()).limit(1))
    if latest and latest.variant_id == variant_id:
        latest.last_seen, latest.ended = capture.fetched_at, None
        return False
    number = latest.number + 1 if latest else 1
    moment = capture.fetched_at
    session.add(
        Version(
            url=url,
            number=number,
            variant_id=variant_id,
            capture_id=capture.id,
            first_seen=moment,
            last_seen=moment,
        )
    )
    session.flush()
    return True


def choose_text(session: Session, report_id: str) -> None:
    """Choose the text that stands for a report; none where persons say of each that it is no report."""
    rows = session.execute(
        select(Variant.id, Variant.number, Variant.reading["reading"].as_string(), func.length(ReportText.body))
        .join(ReportText, ReportText.hash == Variant.text_hash)
        .where(Variant.report_id == report_id)
    )
    present = set(session.scalars(_latest_variants().where(Variant.report_id == report_id)))
    none = _no_reports(session, report_id)
    candidates = [
        sameness.Candidate(id, number, id in present, state, length)
        for id, number, state, length in rows
        if id not in none
    ]
    report = session.get_one(Report, report_id)
    report.current_variant = sameness.choose_current(candidates) if candidates else None


def _no_reports(session: Session, report_id: str) -> set[str]:
    """Variants of which persons say that they are no report."""
    if not session.scalar(select(Correction.id).where(Correction.field == "kind").limit(1)):
        return set()
    query = select(Variant, Capture).join(Capture, Capture.id == Variant.capture_id)
    found = [(variant, capture) for variant, capture in session.execute(query.where(Variant.report_id == report_id))]
    return {key for key, one in correct_variants(session, found).items() if one.reading["kind"] != "report"}


def end_version(session: Session, url: str, moment: datetime) -> None:
    """Note that a URL is gone or moved: what it said last stays, but speaks for its report only where nothing else
    does."""
    latest = session.scalar(select(Version).where(Version.url == url).order_by(Version.number.desc()).limit(1))
    if latest and latest.ended is None:
        latest.ended = moment
        session.flush()
        choose_text(session, session.get_one(Variant, latest.variant_id).report_id)


def _latest_variants() -> Select[str]:
    """Variants that some URL still says."""
    last = select(Version.url, func.max(Version.number).label("number")).group_by(Version.url).subquery()
    return (
        select(Version.variant_id)
        .join(last, (last.c.url == Version.url) & (last.c.number == Version.number))
        .join(Variant, Variant.id == Version.variant_id)
        .where(Version.ended.is_(None))
    )


# ---- asking


def find_reports(session: Session, name: str) -> list[Report]:
    """Reports by id, by the beginning of an id (six digits or more), by a URL they were seen at, or by that of the page
    that leads to the file they stand in. An id that a report had before a person corrected it leads to where it is."""
    page = (
        select(Url.url, Url.address)
        .where(Url.url == url_key(name), Url.reason.startswith(IN_FILE, autoescape=True))
        .subquery()
    )
    files = _read_files(Url.url).where(or_(Url.discovered_from == page.c.url, Url.discovered_from == page.c.address))
    by_url = select(Sighting.report_id).where(or_(Sighting.url == url_key(name), Sighting.url.in_(files)))
    is_id = bool(re.fullmatch("[0-9a-fA-F]{6,32}", name))
    by_id = [Report.id.startswith(name.lower(), autoescape=True)] if is_id else []
    query = select(Report).order_by(Report.id)
    found = list(session.scalars(query.where(or_(Report.id.in_(by_url), *by_id))))
    if is_id and not found:
        found = list(session.scalars(query.where(Report.id.in_(find_moved(session, name.lower())))))
    return found


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


IDENTITY = ("organ", "organ_kind", "division_code", "division_name", "year")


def current_readings(session: Session, *keys: str, ids: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """What stands for each report now, or for those of these ids: `id`, `url` (the first of those it was seen at),
    `first_seen`, the keys of `IDENTITY`, and of its reading, as persons corrected it, those named. Everything that asks
    over many reports asks here."""
    first_url = select(func.min(Sighting.url)).where(Sighting.report_id == Report.id).scalar_subquery()
    query = select(Report.current_variant, Report.id, first_url, Report.first_seen)
    query = query.add_columns(*(getattr(Report, name) for name in IDENTITY), *(Variant.reading[key] for key in keys))
    query = query.join(Variant, Variant.id == Report.current_variant).execution_options(yield_per=PAGE)
    names = ("id", "url", "first_seen", *IDENTITY, *keys)
    for asked in [query] if ids is None else (query.where(Report.id.in_(part)) for part in in_parts([*ids])):
        for rows in session.execute(asked.order_by(Report.id)).partitions():
            corrected = _correct_current(session, [row[0] for row in rows]) if keys else {}
            for variant, *told in rows:
                said = corrected[variant].reading if variant in corrected else {}
                yield dict(zip(names, told, strict=True)) | {key: said[key] for key in keys if key in said}


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
    """When each report's portals were last crawled to their end; where they never were, when it was last seen."""
    crawled = (
        select(Crawl.portal, func.max(Crawl.finished).label("at"))
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
        for report, variant, text, capture in rows:
            corrected = said.get(variant.id)
            if corrected is None or corrected.reading["kind"] == "report":
                yield dump_line(session, report, variant, text.body, capture, files, corrected)


def current_line(session: Session, report: Report) -> dict[str, Any]:
    """The dump line of the variant that stands for the report."""
    variant = standing_variant(session, report)
    text, capture = session.get_one(ReportText, variant.text_hash), session.get_one(Capture, variant.capture_id)
    files = find_captured(session, attached(variant))
    corrected = correct_variants(session, [(variant, capture)]).get(variant.id)
    return dump_line(session, report, variant, text.body, capture, files, corrected)


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
    files: Mapping[str, dict[str, Any]],
    corrected: Corrected | None,
) -> dict[str, Any]:
    """`files`: what `find_captured` tells of the report's attachments; `corrected`: what `correct_variants` tells."""
    # A revisit's record holds no payload; the value leads back to the one that does.
    record = session.get_one(Capture, capture.revisit_of) if capture.revisit_of else capture
    reading = corrected.reading if corrected else variant.reading
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
        "sightings": [
            {
                "url": sighting.url,
                "first_seen": sighting.first_seen.isoformat(),
                "last_seen": sighting.last_seen.isoformat(),
                "portal": sighting.portal,
                "header": sighting.header,
            }
            for sighting in sightings(session, report.id)
        ],
        "provenance": {
            "url": capture.url,
            "final_url": capture.url,
            "discovered_from": capture.discovered_from,
            "fetched_at": capture.fetched_at.isoformat(),
            "status": capture.status,
            "payload_sha256": capture.payload_sha256,
            "warc_file": record.warc_file,
            "warc_offset": record.warc_offset,
            "warc_length": record.warc_length,
            "crawl": capture.crawl_id,
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


# ---- files


def unread_reason(word: str, media: str) -> str:
    """The ledger's reason for a file that no reader can read yet."""
    return f"{word}: {media}{NOT_READ}"


def attached(variant: Variant) -> list[str]:
    return [item["url"] for item in variant.reading["attachments"]]


def find_captured(session: Session, urls: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the archive holds of addresses that the ledger knows, by their keys: {payload_sha256, media, length,
    fetched_at, warc_file, warc_offset, warc_length} of the record with the payload, null where none was captured, and
    the ledger's {state, reason}. A redirect tells what its target holds."""
    rows = _ledger_rows(session, {url_key(url) for url in urls})
    moved = {key: _target(row.reason) for key, (row, _, _) in rows.items() if _target(row.reason)}
    targets = _ledger_rows(session, set(moved.values()) - rows.keys()) | rows
    return {key: _tell(*targets.get(moved.get(key, key), row)) for key, row in rows.items()}


def _ledger_rows(session: Session, keys: set[str]) -> dict[str, tuple[Url, Capture | None, Capture | None]]:
    """Rows of the ledger with their captures, and with the captures that hold a revisit's payload."""
    original = aliased(Capture)
    query = select(Url, Capture, original).outerjoin(Capture, Capture.id == Url.capture_id)
    query = query.outerjoin(original, original.id == Capture.revisit_of)
    known: dict[str, tuple[Url, Capture | None, Capture | None]] = {}
    for part in in_parts(sorted(keys)):
        known.update(
            (row.url, (row, capture, held)) for row, capture, held in session.execute(query.where(Url.url.in_(part)))
        )
    return known


def _target(reason: str | None) -> str:
    return reason.removeprefix(REDIRECT) if reason and reason.startswith(REDIRECT) else ""


def _tell(row: Url, capture: Capture | None, original: Capture | None) -> dict[str, Any]:
    held = capture if capture and (original or capture.status in (None, HTTPStatus.OK)) else None
    record = (original or held) if held else None
    return {
        "payload_sha256": held and held.payload_sha256,
        "media": held and told_media(row.reason, held.media),
        "length": held and held.payload_length,
        "fetched_at": held and held.fetched_at.isoformat(),
        "warc_file": record and record.warc_file,
        "warc_offset": record and record.warc_offset,
        "warc_length": record and record.warc_length,
        "state": row.state,
        "reason": row.reason,
    }


def told_media(reason: str | None, declared: str | None) -> str | None:
    """A captured file's media: by its content, where the ledger's reason says it, else as the server declared it."""
    if found := FILE_MEDIA.match(reason or ""):
        return found[1]
    return (declared or "").partition(";")[0].strip().lower() or None


def find_unread(session: Session, url: str) -> dict[str, Any] | None:
    """The ledger's account of a URL whose report is not read yet, and of the files found on it; None for others."""
    row = session.get(Url, url_key(url))
    if row is None or not (row.reason or "").startswith(("report_in_", "file: ")):
        return None
    found = or_(Url.reason.startswith("report_in_", autoescape=True), Url.reason.startswith("file: "))
    query = select(Url).where(Url.discovered_from.in_([row.url, row.address]), found).order_by(Url.url)
    files = list(session.scalars(query))
    captured = find_captured(session, (one.url for one in (row, *files)))
    return {
        "url": row.url,
        "title": row.anchor,
        "portal": row.portal,
        "discovered_from": row.discovered_from,
        "captured": captured[row.url],
        "files": [{"url": one.url, "name": one.anchor, "captured": captured[one.url]} for one in files],
    }


def count_unread(session: Session) -> dict[str, int]:
    """Reports that are only in a file or a picture that was not read, by where they are: a page or a file that a list
    names. The files of such a page, and of a report that was read, are none of their own; a page whose file was read is
    none either."""
    words = ("report_in_file", "report_in_picture")
    query = select(Url.url, Url.address, Url.reason, Url.discovered_from).where(
        Url.state.in_(("archived", "unchanged"))
    )
    rows = session.execute(query.where(or_(*(Url.reason.startswith(word, autoescape=True) for word in words)))).all()
    parents = {row.url: url_key(row.discovered_from) if row.discovered_from else "" for row in rows}
    known = {*parents} | {*_select_in(session, select(Sighting.url), Sighting.url, parents.values())}
    led = _read_files(Url.discovered_from)
    read = {*_select_in(session, led, Url.discovered_from, (name for row in rows for name in (row.url, row.address)))}
    counts = Counter(
        row.reason.partition(":")[0]
        for row in rows
        if parents[row.url] not in known and not {row.url, row.address} & read
    )
    return {word: counts[word] for word in words}


def _read_files(column: Any) -> Select[Any]:
    """A column of the ledger's rows of files that were read as reports. A page names other reports too: the year
    before, the organ next in a list."""
    read = select(column).join(Version, Version.url == Url.url).join(Variant, Variant.id == Version.variant_id)
    return read.where(Variant.reading["media"].as_string() != HTML)


def _select_in(session: Session, query: Select[Any], column: Any, values: Iterable[str]) -> Iterator[Any]:
    """What a query gives of the rows whose column holds one of many values."""
    for part in in_parts(sorted({*values})):
        yield from session.scalars(query.where(column.in_(part)))
