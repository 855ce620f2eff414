"""What is written to the database: crawls, captures, and what was understood of them; nothing is overwritten."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.orm import Session, load_only

from archive import indexing
from archive.corrections import correct_capture, correct_variants
from archive.models import (
    Base,
    Capture,
    Correction,
    Crawl,
    Report,
    ReportText,
    Sighting,
    Url,
    Variant,
    Version,
)
from archive.report import sameness
from archive.report.corrections import Corrected, name_report
from archive.report.host_names import read_host
from archive.report.likeness import sign
from archive.report.normalisation import HASH_VERSION, normalise
from archive.upsert import first, insert, storable, upsert
from archive.warc.answer import Answer, Earlier, Location
from archive.warc.record import payload_sha256

WHOSE = ("organ", "organ_kind", "division_code", "division_name", "year")
"""Columns of `report` that say whose it is, of which year, under the keys of a reading."""

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
    .where(Capture.revisit_of.is_(None), Capture.status.is_not(None), Capture.has_body)
    .order_by(Capture.fetched_at)
    .limit(1)
)


def add_capture(
    session: Session,
    answer: Answer,
    *,
    record_id: str,
    location: Location,
    revisit_of: str | None = None,
    left_out: tuple[str, int] | None = None,
) -> Capture:
    """The row that names a record. Commit it only after the record is on disk. `left_out`: sha256 and length of a body
    of which the record keeps no more."""
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
        payload_sha256=left_out[0] if left_out else payload_sha256(answer.body),
        payload_length=left_out[1] if left_out else len(answer.body),
        revisit_of=revisit_of,
        warc_file=location.file,
        warc_offset=location.offset,
        warc_length=location.length,
        record_sha256=location.sha256,
        has_body=left_out is None,
    )
    if answer.truncated or answer.is_open_ended or left_out:
        # Half a page is not to be confirmed by its host, nor one that is not there.
        capture.etag = capture.last_modified = None
    if revisit_of and not answer.body:
        # 304, or read back from its record: the payload is the earlier one's.
        original = session.get_one(Capture, revisit_of)
        capture.payload_sha256, capture.payload_length = original.payload_sha256, original.payload_length
        if answer.status == HTTPStatus.NOT_MODIFIED:
            capture.media = original.media
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
    whole = session.get_one(Capture, last.revisit_of) if last.revisit_of else last
    if whole.status != HTTPStatus.OK:
        return None
    return Held(whole.id, whole.fetched_at, location_of(whole), last.etag, last.last_modified)


_LAST = select(Capture).join(Url, Url.capture_id == Capture.id).where(Url.url == bindparam("of"))


def location_of(capture: Capture) -> Location:
    return Location(capture.warc_file, capture.warc_offset, capture.warc_length, capture.record_sha256)


def keep_report(
    session: Session,
    reading: dict[str, Any],
    capture: Capture,
    *,
    url: str,
    portal: str | None,
    corrected: Corrected | None = None,
) -> Kept:
    """Keep what was understood of one capture (`to_json`'s object of a report with text): text, report, variant,
    sighting and version, each written only where it is new; nothing is overwritten. The report is the one that persons
    say it is, the variant's reading stays as read. `corrected`: what persons say of a reading that is storable, where
    that was asked already."""
    if corrected is None:
        reading = storable(reading)
        corrected = correct_capture(session, reading, capture, url=url)
    moment, text_hash = capture.fetched_at, reading["content_hash"]
    report_id = name_report(corrected.reading, url)
    variant_id = sameness.variant_id(report_id, text_hash)
    # The first text of a report stands for it, unless persons say that it is none.
    standing = None if corrected.told else variant_id

    add_text(session, reading)
    new_report = add_report(session, report_id, corrected.reading, url=url, moment=moment, current=standing)
    new_variant = add_variant(session, variant_id, report_id, reading, capture)
    new_sighting = _see(session, report_id, reading, url=url, portal=portal, moment=moment)
    latest = first(session, _LATEST, {"at": url})
    new_version = _add_version(session, latest, variant_id, capture, url=url)
    if not (new_report and standing):
        choose_text(session, report_id)
    if latest and latest.report_id != report_id:
        choose_text(session, latest.report_id)

    happened: list[tuple[bool, Change]] = [
        (new_report, "new report"),
        (new_variant, "new variant"),
        (new_sighting, "new sighting"),
        (new_version, "new version"),
    ]
    return Kept(report_id, variant_id, next((change for yes, change in happened if yes), "unchanged"))


def add_text(session: Session, reading: Mapping[str, Any], *, update: Sequence[str] = ()) -> None:
    """`update`: columns that are set where the text is there already."""
    body, text_hash = reading["text"], reading["content_hash"]
    if update or not first(session, _HAS_TEXT, {"of": text_hash}):
        row = {"hash": text_hash, "hash_version": HASH_VERSION, "length": len(body), "signature": sign(body)}
        upsert(session, ReportText, [{**row, "body": body}], key=["hash"], update=update)


_HAS_TEXT = select(ReportText.length).where(ReportText.hash == bindparam("of"))


def add_report(
    session: Session,
    report_id: str,
    reading: Mapping[str, Any],
    *,
    url: str,
    moment: datetime,
    current: str | None = None,
) -> bool:
    """`current`: the variant that stands for it, where it is new."""
    if first(session, _HAS_REPORT, {"of": report_id}):
        return False
    known = reading["organ"] is not None and reading["year"] is not None
    whose = {name: reading[name] for name in WHOSE}
    row = {"id": report_id, **whose, "url": None if known else url, "first_seen": moment, "current_variant": current}
    insert(session, Report, row)
    return True


_HAS_REPORT = select(Report.id).where(Report.id == bindparam("of"))


def add_variant(session: Session, variant_id: str, report_id: str, reading: dict[str, Any], capture: Capture) -> bool:
    if first(session, _HAS_VARIANT, {"of": variant_id}):
        return False
    number, body, signature = (
        session.connection().execute(_NEXT, {"report": report_id, "text": reading["content_hash"]}).one()
    )
    row = {
        "id": variant_id,
        "report_id": report_id,
        "number": number,
        "text_hash": reading["content_hash"],
        "capture_id": capture.id,
        **_columns_of({**reading, "text": body}),
    }
    insert(session, Variant, row)
    indexing.add_entry(session, variant_id, row["title"], row["text_hash"], body, signature)
    return True


_HAS_VARIANT = select(Variant.id).where(Variant.id == bindparam("of"))
_LAST_NUMBER = select(func.coalesce(func.max(Variant.number), 0)).where(Variant.report_id == bindparam("report"))
_NEXT = select(_LAST_NUMBER.scalar_subquery() + 1, ReportText.body, ReportText.signature).where(
    ReportText.hash == bindparam("text")
)


def set_reading(variant: Variant, reading: Mapping[str, Any]) -> None:
    """What was understood of a text (with it) is the variant's, and what of it is asked of many."""
    for name, value in _columns_of(reading).items():
        setattr(variant, name, value)


def _columns_of(reading: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: reading[name] for name in ("reader", "title", "form", "media")},
        "merits": asdict(sameness.weigh(reading)),
        "reading": {key: value for key, value in reading.items() if key != "text"},
    }


def _see(
    session: Session, report_id: str, reading: dict[str, Any], *, url: str, portal: str | None, moment: datetime
) -> bool:
    if first(session, _SEEN, {"report": report_id, "at": url}):
        sighting = session.get_one(Sighting, (report_id, url))
        sighting.last_seen, sighting.header, sighting.portal = moment, reading["header"], portal
        return False
    seen = {"report_id": report_id, "url": url, "portal": portal, "first_seen": moment, "last_seen": moment}
    insert(session, Sighting, {**seen, "header": reading["header"]})
    return True


_SEEN = select(Sighting.url).where(Sighting.report_id == bindparam("report"), Sighting.url == bindparam("at"))


def report_at(session: Session, url: str) -> str | None:
    """The report that a URL held when it was last visited."""
    latest = first(session, _LATEST, {"at": url})
    return latest.report_id if latest else None


_LATEST = (
    select(Version.number, Version.variant_id, Variant.report_id)
    .join(Variant, Variant.id == Version.variant_id)
    .where(Version.url == bindparam("at"))
    .order_by(Version.number.desc())
    .limit(1)
)


def _add_version(
    session: Session, latest: Row[tuple[int, str, str]] | None, variant_id: str, capture: Capture, *, url: str
) -> bool:
    moment = capture.fetched_at
    if latest and latest.variant_id == variant_id:
        version = session.get_one(Version, (url, latest.number))
        version.last_seen, version.ended = moment, None
        return False
    said = {"url": url, "number": latest.number + 1 if latest else 1, "variant_id": variant_id}
    insert(session, Version, {**said, "capture_id": capture.id, "first_seen": moment, "last_seen": moment})
    return True


def choose_text(session: Session, report_id: str) -> None:
    """Choose the text that stands for a report, and put down of each other why it does not; none stands for it where
    persons say of each that it is no report."""
    report = session.get_one(Report, report_id)
    columns = (Variant.id, Variant.number, Variant.merits, ReportText.length, ReportText.hash)
    query = select(*columns).join(ReportText, ReportText.hash == Variant.text_hash)
    rows = session.execute(query.where(Variant.report_id == report_id).order_by(Variant.number)).all()
    none = _no_reports(session, report_id)
    if len(rows) == 1 and not none:
        _put_aside(session, report, rows[0].id, {})
        return
    present, own = _said_now(session, report)
    hashes = {row.id: row.hash for row in rows}
    candidates = [
        sameness.Candidate(id, number, id in present, id in own, length, _merits_of(session, id, merits))
        for id, number, merits, length, _ in rows
        if id not in none
    ]

    @cache
    def text(candidate: sameness.Candidate) -> str:
        return normalise(session.get_one(ReportText, hashes[candidate.id]).body)

    chosen, why = sameness.choose_current(candidates, text) if candidates else (None, {})
    _put_aside(session, report, chosen, why | dict.fromkeys(none, "a person says that it is no report"))


def _merits_of(session: Session, variant_id: str, told: dict[str, Any] | None) -> sameness.Merits:
    """What an earlier version kept has none yet."""
    if told is None:
        variant = session.get_one(Variant, variant_id)
        body = session.get_one(ReportText, variant.text_hash).body
        return sameness.weigh({**variant.reading, "text": body})
    return sameness.Merits(**{**told, "faults": tuple(told["faults"])})


def drop_variant(session: Session, variant: Variant) -> None:
    """No version says it any more."""
    text = session.get_one(ReportText, variant.text_hash)
    indexing.drop_entry(session, variant.id, variant.title, text.body, text.signature)
    session.delete(variant)
    session.flush()


def _put_aside(session: Session, report: Report, chosen: str | None, why: Mapping[str, str]) -> None:
    """Rows that say so already are not written, and no reading is loaded."""
    report.current_variant = chosen
    query = select(Variant).where(Variant.report_id == report.id).options(load_only(Variant.aside))
    for variant in session.scalars(query):
        variant.aside = why.get(variant.id)
    session.flush()


def _said_now(session: Session, report: Report) -> tuple[set[str], set[str]]:
    """Variants of a report that some URL still says, and those of them that the site of its own division says."""
    of_report = select(Version.url).join(Variant, Variant.id == Version.variant_id)
    of_report = of_report.where(Variant.report_id == report.id).distinct()
    query = select(Version.url, Version.variant_id, Version.ended, Version.number).where(Version.url.in_(of_report))
    last: dict[str, tuple[str, datetime | None]] = {}
    for url, variant, ended, _ in session.execute(query.order_by(Version.url, Version.number)):
        last[url] = variant, ended
    present = {url: variant for url, (variant, ended) in last.items() if ended is None}
    own = {variant for url, variant in present.items() if _is_own(url, report)}
    return set(present.values()), own


def _is_own(url: str, report: Report) -> bool:
    """Whether the host of a URL is the report's division's."""
    return report.division_code in {unit.code for unit in read_host(url, report.year).units}


def _no_reports(session: Session, report_id: str) -> set[str]:
    """Variants of which persons say that they are no report."""
    if not session.scalar(select(Correction.id).where(Correction.field == "kind").limit(1)):
        return set()
    query = select(Variant, Capture).join(Capture, Capture.id == Variant.capture_id)
    found = [(variant, capture) for variant, capture in session.execute(query.where(Variant.report_id == report_id))]
    return {key for key, one in correct_variants(session, found).items() if one.reading["kind"] != "report"}


def end_version(session: Session, url: str, moment: datetime) -> bool:
    """Note that a URL is gone or moved: what it said last stays, but speaks for its report only where nothing else
    does. Whether it said anything until now."""
    latest = session.scalar(select(Version).where(Version.url == url).order_by(Version.number.desc()).limit(1))
    if latest is None or latest.ended is not None:
        return False
    latest.ended = moment
    session.flush()
    choose_text(session, session.get_one(Variant, latest.variant_id).report_id)
    return True
