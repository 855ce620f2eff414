"""The table of corrections: which of them are about a page, what they make of its reading, and their WARC records.

A correction is a metadata record first and a row then, so that the rows can be made again from the WARC files alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, select, text
from sqlalchemy.orm import Session

from archive.address import url_key
from archive.models import Capture, Correction, Variant, Version
from archive.report import corrections
from archive.report.corrections import Corrected, Target
from archive.upsert import first, in_parts, storable
from archive.warc.answer import Location, Remark
from archive.warc.writer import WarcWriter

BODY_VERSION = 1
"""Of the JSON of a correction's record, under the key `archive_correction`."""

SAID = (
    "url", "number", "capture_id", "payload_sha256", "text_hash", "read_as", "report_id", "report", "field", "read",
    "value", "undone", "who", "made", "why",
)  # fmt: skip
"""Columns that a record's body holds; the others say where the record is."""


def correct_capture(session: Session, reading: Mapping[str, Any], capture: Capture, *, url: str) -> Corrected:
    """What persons say of a capture that was just read."""
    text_hash = reading["content_hash"]
    if first(session, _ANY_SAID, {"at": url, "of": text_hash}) is None:
        return Corrected(dict(reading))
    rows = find_rows(session, {url}, {text_hash} - {None})
    # By a later reader the same payload has another text, and so have the payloads that said the same before.
    payloads = select(Capture.payload_sha256).join(Variant, Variant.capture_id == Capture.id)
    earlier = session.scalars(payloads.where(Variant.text_hash == text_hash))
    target = Target(frozenset({url}), text_hash, frozenset({capture.payload_sha256, *earlier}), capture.fetched_at)
    return corrections.correct(reading, target, map(tell, rows))


_ANY_SAID = (
    select(Correction.id)
    .where((Correction.url == bindparam("at")) | (Correction.text_hash == bindparam("of", type_=String)))
    .limit(1)
)


def correct_variants(session: Session, found: Sequence[tuple[Variant, Capture]]) -> dict[str, Corrected]:
    """What persons say of variants (with their captures), by their ids: only those of which anything is said."""
    if session.scalar(select(Correction.id).limit(1)) is None:
        return {}
    urls = _urls_of(session, found)
    rows = find_rows(session, set().union(*urls.values()), {variant.text_hash for variant, _ in found})
    said = [tell(row) for row in rows]
    corrected = {
        variant.id: corrections.correct(variant.reading, target_of(variant, capture, urls[variant.id]), said)
        for variant, capture in (found if said else ())
    }
    return {key: one for key, one in corrected.items() if one.told}


def target_of(variant: Variant, capture: Capture, urls: Iterable[str], *, also: str | None = None) -> Target:
    """`also`: the sha256 of another payload that says it."""
    payloads = frozenset({capture.payload_sha256, also or capture.payload_sha256})
    return Target(frozenset(urls), variant.text_hash, payloads, capture.fetched_at)


def _urls_of(session: Session, found: Sequence[tuple[Variant, Capture]]) -> dict[str, set[str]]:
    """The URLs that say, or said, each variant; that of its capture where none is known."""
    urls: dict[str, set[str]] = {variant.id: set() for variant, _ in found}
    for part in in_parts(sorted(urls)):
        query = select(Version.variant_id, Version.url).where(Version.variant_id.in_(part))
        for variant_id, url in session.execute(query):
            urls[variant_id].add(url)
    return {variant.id: urls[variant.id] or {url_key(capture.url)} for variant, capture in found}


def find_rows(session: Session, urls: set[str], hashes: set[Any]) -> list[Correction]:
    """Corrections made at any of the URLs or on any of the texts."""
    rows: dict[str, Correction] = {}
    for column, values in ((Correction.url, urls), (Correction.text_hash, hashes)):
        for part in in_parts(sorted(values)):
            rows |= {row.id: row for row in session.scalars(select(Correction).where(column.in_(part)))}
    return list(rows.values())


def tell(row: Correction) -> corrections.Correction:
    return corrections.Correction(
        field=row.field,
        read=row.read,
        value=row.value,
        undone=row.undone,
        who=row.who,
        when=row.made,
        why=row.why,
        url=row.url,
        number=row.number,
        text_hash=row.text_hash,
        payload_sha256=row.payload_sha256,
        read_as=row.read_as,
    )


def list_told(corrected: Corrected | None) -> list[dict[str, Any]]:
    """The key `corrections` of a dump line; one that was made at several URLs of a text is told once."""
    told = [
        {
            "field": one.field,
            "read": one.read,
            "value": one.value,
            "undone": one.undone,
            "who": one.who,
            "when": one.when.isoformat(),
            "why": one.why,
        }
        for one in (corrected.told if corrected else ())
    ]
    return [one for number, one in enumerate(told) if one not in told[:number]]


def find_moved(session: Session, old: str) -> list[str]:
    """Where a report now stands that had this id (or one that begins so) before it was corrected."""
    query = (
        select(Variant.report_id)
        .join(Version, Version.variant_id == Variant.id)
        .join(Correction, Correction.url == Version.url)
        .where(Correction.report_id.startswith(old, autoescape=True), Correction.text_hash == Variant.text_hash)
    )
    return sorted(set(session.scalars(query)))


# ---- their WARC records


def add_rows(session: Session, writer: WarcWriter, said: Sequence[Mapping[str, Any]]) -> list[Correction]:
    """Keep corrections, each a mapping of SAID but for `number`: all records are on disk before the first row is
    written. Raises StorageError."""
    said = _number(session, storable([dict(one) for one in said]))
    kept = [writer.remark(_to_remark(one)) for one in said]
    rows = [to_row(one, record_id, place) for one, (record_id, place) in zip(said, kept, strict=True)]
    session.add_all(rows)
    session.flush()
    return rows


def _number(session: Session, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with its number at its URL."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer at a time; here two could count the same number.
        session.execute(text("LOCK TABLE correction IN EXCLUSIVE MODE"))
    numbers: dict[str, int] = {}
    for one in said:
        url = one["url"]
        if url not in numbers:
            query = select(Correction.number).where(Correction.url == url).order_by(Correction.number.desc())
            numbers[url] = session.scalar(query.limit(1)) or 0
        numbers[url] += 1
        one["number"] = numbers[url]
    return said


def _to_remark(said: Mapping[str, Any]) -> Remark:
    body = {"archive_correction": BODY_VERSION, **{name: said[name] for name in SAID}, "made": said["made"].isoformat()}
    spelled = json.dumps(body, ensure_ascii=False).encode()
    return Remark(said["url"], spelled, said["made"], said["capture_id"])


def to_row(said: Mapping[str, Any], record_id: str, place: Location) -> Correction:
    return Correction(
        id=record_id,
        **{name: said[name] for name in SAID},
        warc_file=place.file,
        warc_offset=place.offset,
        warc_length=place.length,
        record_sha256=place.sha256,
    )


def read_body(body: bytes) -> dict[str, Any] | None:
    """What a metadata record says, null where it is no correction."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("archive_correction") != BODY_VERSION or not told.keys() >= {*SAID}:
        return None
    return {**{name: told[name] for name in SAID}, "made": datetime.fromisoformat(told["made"])}


def is_same(row: Correction, body: bytes) -> bool:
    """Whether a row says what its record says."""
    said = read_body(body)
    return said is not None and all(getattr(row, name) == said[name] for name in SAID)
