"""From a value back to where it is from: WARC record, moment, the way of addresses to it, crawl, settings, code."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.address import url_key
from archive.corrections import find_rows
from archive.models import Capture, Correction, Crawl, EarlierReading, ReadPage, Report, Url, Variant, WarcPart
from archive.upsert import in_parts

LONGEST_WAY = 50
"""Addresses from where a crawl began to a page: more are a circle."""

Step = dict[str, Any]
"""{url, anchor}: an address, and the words of the link that led there."""


def find_ways(session: Session, captures: Iterable[Capture]) -> dict[str, list[Step]]:
    """Capture → the addresses from where a crawl began to its page, as the ledger knows them now; each was named by the
    one before it, or redirected to."""
    captures = list(captures)
    named: dict[str, tuple[str | None, str | None]] = {}
    wanted = {url_key(capture.url) for capture in captures}
    for _ in range(LONGEST_WAY):
        wanted -= named.keys()
        if not wanted:
            break
        named |= dict.fromkeys(wanted, (None, None))
        for part in in_parts(sorted(wanted)):
            rows = session.execute(select(Url.url, Url.discovered_from, Url.anchor).where(Url.url.in_(part)))
            named |= {url: (before, anchor) for url, before, anchor in rows}
        wanted = {url_key(before) for before, _ in map(named.__getitem__, wanted) if before}
    return {capture.id: _follow(capture, named) for capture in captures}


def _follow(capture: Capture, named: Mapping[str, tuple[str | None, str | None]]) -> list[Step]:
    way: list[Step] = []
    url: str | None = capture.url
    seen: set[str] = set()
    while url and (key := url_key(url)) not in seen and len(way) < LONGEST_WAY:
        seen.add(key)
        before, anchor = named.get(key, (None, None))
        way.append({"url": url, "anchor": anchor})
        url = before or (capture.discovered_from if len(way) == 1 else None)
    return way[::-1]


def find_runs(session: Session, captures: Iterable[Capture]) -> dict[str, dict[str, Any] | None]:
    """Capture → {started, settings, versions} of the run that made it; None where its crawl keeps none."""
    captures = list(captures)
    crawls: dict[str, list[dict[str, Any]]] = {}
    for part in in_parts(sorted({capture.crawl_id for capture in captures})):
        rows = session.execute(select(Crawl.id, Crawl.settings).where(Crawl.id.in_(part)))
        crawls |= {key: settings.get("runs", []) for key, settings in rows}
    return {capture.id: _last_before(crawls.get(capture.crawl_id, []), capture) for capture in captures}


def _last_before(runs: Sequence[dict[str, Any]], capture: Capture) -> dict[str, Any] | None:
    moment = capture.fetched_at.isoformat()
    return next((run for run in reversed(runs) if run["started"] <= moment), runs[0] if runs else None)


def tell_record(capture: Capture, record: Capture) -> dict[str, Any]:
    """Where the payload of a capture lies; `record`: the capture whose record holds it."""
    return {
        "record": record.id,
        "record_sha256": record.record_sha256,
        "payload_sha256": capture.payload_sha256,
        "warc_file": record.warc_file,
        "warc_offset": record.warc_offset,
        "warc_length": record.warc_length,
    }


def tell_provenance(session: Session, report: Report, variant: Variant) -> dict[str, Any]:
    """All that is known of where a report's text is from."""
    capture = session.get_one(Capture, variant.capture_id)
    record = session.get_one(Capture, capture.revisit_of) if capture.revisit_of else capture
    page, crawl = session.get(ReadPage, capture.id), session.get_one(Crawl, capture.crawl_id)
    earlier = select(EarlierReading).where(EarlierReading.report_id == report.id).order_by(EarlierReading.replaced)
    said = find_rows(session, {url_key(capture.url)}, {variant.text_hash})
    return {
        "id": report.id,
        "version": variant.number,
        "content_hash": variant.text_hash,
        "url": capture.url,
        "fetched_at": capture.fetched_at.isoformat(),
        "status": capture.status,
        "media": capture.media,
        **tell_record(capture, record),
        "revisit": None if record is capture else _tell_revisit(capture),
        "part": _tell_part(session, record),
        "way": find_ways(session, [capture])[capture.id],
        "crawl": {
            "id": crawl.id,
            "portal": crawl.portal,
            "seed": crawl.seed,
            "started": crawl.started.isoformat(),
            "finished": crawl.finished and crawl.finished.isoformat(),
            "outcome": crawl.outcome,
        },
        "run": find_runs(session, [capture])[capture.id],
        "read": {
            "at": page.read_at.isoformat(),
            "readers": page.reader,
            "anchor": page.anchor,
            "portal_division": page.portal_division,
            "outcome": page.outcome,
        }
        if page
        else {"readers": variant.reader},
        "earlier_readings": [_tell_earlier(one) for one in session.scalars(earlier)],
        "corrections": [_tell_correction(one) for one in said],
    }


def _tell_revisit(capture: Capture) -> dict[str, Any]:
    return {
        "record": capture.id,
        "record_sha256": capture.record_sha256,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "warc_length": capture.warc_length,
    }


def _tell_part(session: Session, record: Capture) -> dict[str, Any] | None:
    """The part of the file in which a record lies, and when it was last found sound."""
    query = select(WarcPart).where(WarcPart.warc_file == record.warc_file, WarcPart.start <= record.warc_offset)
    part = session.scalar(query.order_by(WarcPart.start.desc()).limit(1))
    if part is None:
        return None
    return {
        "start": part.start,
        "end": part.end,
        "sha256": part.sha256,
        "verified": part.verified and part.verified.isoformat(),
        "is_sound": part.is_sound,
    }


def _tell_earlier(one: EarlierReading) -> dict[str, Any]:
    return {"reader": one.reader, "until": one.replaced.isoformat(), "content_hash": one.text_hash}


def _tell_correction(one: Correction) -> dict[str, Any]:
    return {
        "field": one.field,
        "who": one.who,
        "when": one.made.isoformat(),
        "record": one.id,
        "record_sha256": one.record_sha256,
        "warc_file": one.warc_file,
        "warc_offset": one.warc_offset,
        "warc_length": one.warc_length,
    }
