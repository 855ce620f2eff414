"""A page's new reading in the place of the one before it: that is kept, and nothing worse becomes current."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import indexing, store
from archive.address import url_key
from archive.corrections import correct_capture
from archive.ingest import find_body, killed, refuse, unread_file
from archive.models import Capture, EarlierReading, ReadPage, ReportText, Sighting, UtcTime, Variant, Version
from archive.refiling import move_sighting, note_state, settle_report
from archive.remaking import replay
from archive.report import sameness
from archive.report.corrections import name_report
from archive.report.difference import Difference, compare
from archive.report.earlier import fill_reading
from archive.report.reading import name_readers
from archive.tombstones import LIFTED, TAKEN_DOWN, why_taken_down
from archive.upsert import storable

Outcome = Literal["same", "changed", "moved", "no report any more", "a report now", "left as it was"]


@dataclass(frozen=True, slots=True)
class Reparsed:
    """What became of one page. `report`: where it stands now, and stood where it is none any more; `why` it is left or
    is none."""

    url: str
    capture: str
    outcome: Outcome
    report: str | None
    before: str | None = None
    why: str | None = None
    differences: tuple[Difference, ...] = ()


def put_reading(session: Session, key: str, reading: dict[str, Any] | str, *, now: datetime) -> Reparsed:
    """The reading of a capture takes the place of the one before it, where it is better. `reading`: or why there is
    none."""
    page, capture = session.get_one(ReadPage, key), session.get_one(Capture, key)
    said = select(Version).where(Version.url == url_key(capture.url), Version.capture_id == key)
    versions = list(session.scalars(said))
    variant = session.get_one(Variant, versions[0].variant_id) if versions else None
    before = variant.report_id if variant else None
    if isinstance(reading, str):
        return Reparsed(page.url, key, "left as it was", before, why=reading)
    read: dict[str, Any] = storable(reading)
    why = _refuse(session, read, capture)
    is_unread = bool(killed(read) or unread_file(read)) or read["reading"] in ("unreadable", "needs_ocr")
    if why and (killed(read) or (variant and (is_unread or read["kind"] == "report"))):
        # It was read before: what is worse now is the reader's fault, or a reader that is not installed here. It is
        # tried again the next time.
        return Reparsed(page.url, key, "left as it was" if variant else "same", before, why=why)
    if variant and why:
        told = _withdraw(session, versions, variant, why, now=now)
    elif variant:
        told = [_change(session, one, read, capture, now=now) for one in versions][0]  # noqa: RUF015 - changes all
    elif why:
        told = Reparsed(page.url, key, "same", None)
    elif covering := _covering(session, capture):
        told = _split(session, covering, read, capture)
    elif _says_more(session, capture):
        later = "it is a report now, of a time before what its address says; `archive rebuild` gives it its place"
        told = Reparsed(page.url, key, "left as it was", None, why=later)
    else:
        result = replay.keep_page(session, page, capture, read)
        note_state(session, page.url, result.state, result.reason)
        told = Reparsed(page.url, key, "a report now", result.kept.report_id if result.kept else None)
    page.reader, page.outcome = name_readers(read), why or (page.outcome if page.outcome != LIFTED else "report: kept")
    session.flush()
    return told


def _refuse(session: Session, reading: dict[str, Any], capture: Capture) -> str | None:
    """Why a page is no report now, as `archive.ingest` judges it."""
    if reason := killed(reading):
        return reason
    corrected = correct_capture(session, reading, capture, url=url_key(capture.url))
    judged = {**reading, "kind": corrected.reading["kind"]}
    insisted = any(one.field == "kind" and not one.undone for one in corrected.told)
    url = url_key(capture.url)
    if why_taken_down(session, corrected.reading, url=url, report_id=name_report(corrected.reading, url)):
        return TAKEN_DOWN
    if find_body(judged):
        return "it only leads to its report"
    return unread_file(judged) or refuse(judged, insisted=insisted)


def _text_of(session: Session, variant: Variant) -> dict[str, Any]:
    return {**fill_reading(variant.reading), "text": session.get_one(ReportText, variant.text_hash).body}


def _change(
    session: Session, version: Version, reading: dict[str, Any], capture: Capture, *, now: datetime
) -> Reparsed:
    """The version says what the page says by the readers of now."""
    variant = session.get_one(Variant, version.variant_id)
    differences = tuple(compare(_text_of(session, variant), reading))
    corrected = correct_capture(session, reading, capture, url=version.url).reading
    old, new = variant.report_id, name_report(corrected, version.url)
    told = Reparsed(version.url, capture.id, "changed" if old == new else "moved", new, old, None, differences)
    without_text = {name: value for name, value in reading.items() if name != "text"}
    if (old, variant.text_hash) == (new, reading["content_hash"]):
        # A text has the reading of the page that said it first; of any other page its header is kept.
        _see_header(session, old, version.url, capture, reading)
        if variant.capture_id != capture.id or variant.reading == without_text:
            return Reparsed(version.url, capture.id, "same", old)
        keep_earlier(session, variant, now=now)
        _add_text(session, new, reading, corrected, capture, version.url)
        text = session.get_one(ReportText, variant.text_hash)
        indexing.drop_entry(session, variant.id, variant.title, text.body, text.signature)
        store.set_reading(variant, {**reading, "text": text.body})
        indexing.add_entry(session, variant.id, variant.title, text.hash, text.body, text.signature)
        store.choose_text(session, old)
        return told
    keep_earlier(session, variant, now=now)
    variant_id = _add_text(session, new, reading, corrected, capture, version.url)
    version.variant_id = variant_id
    session.flush()
    if old != new:
        move_sighting(session, old, new, version)
    _see_header(session, new, version.url, capture, reading)
    if _drop_unsaid(session, variant) and old == new:
        # It is that text of the report still.
        session.get_one(Variant, variant_id).number = variant.number
        session.flush()
    for report in {old, new}:
        settle_report(session, report)
    return told


def _see_header(session: Session, report: str, url: str, capture: Capture, reading: dict[str, Any]) -> None:
    """A sighting has the header of the last page that was read there."""
    sighting = session.get(Sighting, (report, url))
    if sighting and sighting.last_seen <= capture.fetched_at:
        sighting.header = reading["header"]


def _covering(session: Session, capture: Capture) -> Version | None:
    """The version of its URL to which a capture added nothing, as it was read then."""
    moment = capture.fetched_at
    query = select(Version).where(Version.url == url_key(capture.url))
    query = query.where(Version.first_seen <= moment, Version.last_seen >= moment)
    return session.scalar(query.order_by(Version.number.desc()).limit(1))


def _says_more(session: Session, capture: Capture) -> bool:
    """Whether the URL of a capture said, or ended to say, something after it."""
    query = select(func.count()).select_from(Version).where(Version.url == url_key(capture.url))
    moment = capture.fetched_at
    return bool(session.scalar(query.where((Version.last_seen > moment) | (Version.ended > moment))))


def _split(session: Session, version: Version, reading: dict[str, Any], capture: Capture) -> Reparsed:
    """What an earlier reader took for the same text is another from a capture on: a version of its own."""
    variant = session.get_one(Variant, version.variant_id)
    corrected = correct_capture(session, reading, capture, url=version.url).reading
    old, new = variant.report_id, name_report(corrected, version.url)
    if (old, variant.text_hash) == (new, reading["content_hash"]):
        return Reparsed(version.url, capture.id, "same", old)
    differences = tuple(compare(_text_of(session, variant), reading))
    variant_id = _add_text(session, new, reading, corrected, capture, version.url)
    later = select(Version).where(Version.url == version.url, Version.number > version.number)
    for one in session.scalars(later.order_by(Version.number.desc())).all():
        one.number += 1
        session.flush()
    before = select(func.max(Capture.fetched_at, type_=UtcTime())).join(ReadPage, ReadPage.capture_id == Capture.id)
    before = before.where(ReadPage.url == version.url, Capture.fetched_at < capture.fetched_at)
    own = Version(
        url=version.url,
        number=version.number + 1,
        variant_id=variant_id,
        capture_id=capture.id,
        first_seen=capture.fetched_at,
        last_seen=version.last_seen,
        ended=version.ended,
    )
    version.last_seen, version.ended = session.scalar(before) or version.first_seen, None
    session.add(own)
    session.flush()
    if old != new:
        move_sighting(session, old, new, own)
    for report in {old, new}:
        settle_report(session, report)
    return Reparsed(version.url, capture.id, "changed" if old == new else "moved", new, old, None, differences)


def _add_text(
    session: Session, report: str, reading: dict[str, Any], corrected: dict[str, Any], capture: Capture, url: str
) -> str:
    """The variant's id."""
    # The same hash may be of another spelling: other lines, other blanks.
    store.add_text(session, reading, update=["body", "length"])
    store.add_report(session, report, corrected, url=url, moment=capture.fetched_at)
    variant_id = sameness.variant_id(report, reading["content_hash"])
    store.add_variant(session, variant_id, report, reading, capture)
    return variant_id


def _withdraw(session: Session, versions: Sequence[Version], variant: Variant, why: str, *, now: datetime) -> Reparsed:
    """What was taken for a report is none: it stays among the earlier readings alone."""
    differences = (Difference("kind", variant.reading["kind"], why),)
    keep_earlier(session, variant, now=now)
    url, capture, report = versions[0].url, versions[0].capture_id, variant.report_id
    for version in versions:
        session.delete(version)
    session.flush()
    _renumber(session, url)
    left = select(func.count()).select_from(Version).join(Variant, Variant.id == Version.variant_id)
    seen = session.get(Sighting, (report, url))
    if seen and not session.scalar(left.where(Version.url == url, Variant.report_id == report)):
        session.delete(seen)
        session.flush()
    _drop_unsaid(session, variant)
    settle_report(session, report)
    if not session.scalar(select(func.count()).where(Version.url == url)):
        note_state(session, url, "refused", why)
    return Reparsed(url, capture, "no report any more", report, report, why, differences)


def _renumber(session: Session, url: str) -> None:
    """Versions are counted from 1."""
    for number, version in enumerate(
        session.scalars(select(Version).where(Version.url == url).order_by(Version.number))
    ):
        if version.number != number + 1:
            version.number = number + 1
            session.flush()


def keep_earlier(session: Session, variant: Variant, *, now: datetime) -> None:
    """What a reader made of a text, before another takes its place."""
    number = session.scalar(
        select(func.coalesce(func.max(EarlierReading.number), 0)).where(EarlierReading.variant_id == variant.id)
    )
    session.add(
        EarlierReading(
            variant_id=variant.id,
            number=(number or 0) + 1,
            report_id=variant.report_id,
            capture_id=variant.capture_id,
            text_hash=variant.text_hash,
            reader=variant.reader,
            replaced=now,
            reading=variant.reading,
        )
    )
    session.flush()


def _drop_unsaid(session: Session, variant: Variant) -> bool:
    """Whether no version says a text by the readers of now; then it is gone."""
    if session.scalar(select(func.count()).where(Version.variant_id == variant.id)):
        return False
    store.drop_variant(session, variant)
    return True
