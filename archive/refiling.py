"""Moving what is kept to the report that persons say it is: a correction of organ, division or year is one of the id.

What moves is a version (what a URL said when), with its text's reading and the sighting at its URL. A report of which
nothing is left goes; `archive.inquiry.find_reports` leads from its id to where it went.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.address import url_key
from archive.corrections import correct_variants, find_rows, target_of, tell
from archive.inquiry import standing_variant
from archive.models import Capture, Correction, Report, Sighting, Url, Variant, Version
from archive.report import corrections, sameness
from archive.store import WHOSE, add_report, add_variant, choose_text, drop_variant
from archive.upsert import in_parts

SETTLED = ("archived", "unchanged", "refused")
"""States of the ledger that say what a page is."""


def refile(session: Session, rows: Iterable[Correction]) -> set[str]:
    """Put every version that the corrections can be about where it belongs, and choose the texts of its reports anew.
    Returns the ids of the reports that are, of those it looked at. Doing it twice changes nothing."""
    session.flush()
    touched: set[str] = set()
    for version, variant, capture in _find_versions(session, list(rows)):
        touched |= refile_version(session, version, variant, capture)
    there = {report_id for report_id in touched if settle_report(session, report_id)}
    for report_id in there:
        _name_report(session, session.get_one(Report, report_id))
    return there


def _find_versions(session: Session, rows: list[Correction]) -> list[tuple[Version, Variant, Capture]]:
    """The versions at the URLs of corrections or of their texts, with the captures in which these were first read."""
    query = select(Version, Variant, Capture).join(Variant, Variant.id == Version.variant_id)
    query = query.join(Capture, Capture.id == Version.capture_id)
    found: dict[tuple[str, int], tuple[Version, Variant, Capture]] = {}
    for column, values in (
        (Version.url, {row.url for row in rows}),
        (Variant.text_hash, {row.text_hash for row in rows if row.text_hash}),
    ):
        for part in in_parts(sorted(values)):
            for version, variant, capture in session.execute(query.where(column.in_(part))):
                found[version.url, version.number] = version, variant, capture
    return [found[key] for key in sorted(found)]


def refile_version(session: Session, version: Version, variant: Variant, capture: Capture) -> set[str]:
    """Move one version where it belongs. Returns the reports it stood and stands in."""
    said = [tell(row) for row in find_rows(session, {version.url}, {variant.text_hash})]
    first = session.get_one(Capture, variant.capture_id)
    reading = corrections.restore(variant.reading, version.url, said)
    target = target_of(variant, capture, {version.url}, also=first.payload_sha256)
    corrected = corrections.correct(reading, target, said).reading
    old, new = variant.report_id, corrections.name_report(corrected, version.url)
    if old == new:
        return {old}
    add_report(session, new, corrected, url=version.url, moment=version.first_seen)
    variant_id = sameness.variant_id(new, variant.text_hash)
    add_variant(session, variant_id, new, reading, first if url_key(first.url) == version.url else capture)
    version.variant_id = variant_id
    session.flush()
    move_sighting(session, old, new, version)
    if not session.scalar(select(func.count()).where(Version.variant_id == variant.id)):
        drop_variant(session, variant)
    session.flush()
    return {old, new}


def move_sighting(session: Session, old: str, new: str, version: Version) -> None:
    """Nothing of the old report is seen at the URL when no version of it is left there."""
    url = version.url
    left = select(func.count()).select_from(Version).join(Variant, Variant.id == Version.variant_id)
    seen = session.get_one(Sighting, (old, url))
    first, last = version.first_seen, version.last_seen
    if not session.scalar(left.where(Version.url == url, Variant.report_id == old)):
        first, last = seen.first_seen, seen.last_seen
        session.delete(seen)
    _see(session, new, seen, first, last)
    report = session.get_one(Report, new)
    report.first_seen = min(report.first_seen, first)
    session.flush()


def _see(session: Session, report_id: str, like: Sighting, first: datetime, last: datetime) -> None:
    sighting = session.get(Sighting, (report_id, like.url))
    if sighting:
        sighting.first_seen, sighting.last_seen = min(sighting.first_seen, first), max(sighting.last_seen, last)
        return
    session.add(
        Sighting(
            report_id=report_id, url=like.url, portal=like.portal, first_seen=first, last_seen=last, header=like.header
        )
    )


def settle_report(session: Session, report_id: str) -> bool:
    """Choose a report's text, or drop the report where none is left. Whether it is there."""
    if session.scalar(select(func.count()).where(Variant.report_id == report_id)):
        choose_text(session, report_id)
        return True
    session.delete(session.get_one(Report, report_id))
    session.flush()
    return False


def _name_report(session: Session, report: Report) -> None:
    """The row says what the text that stands for the report says, as persons corrected it: an organ that is spelled
    otherwise, or what is known of a report without organ or year, does not change its id."""
    variant = standing_variant(session, report)
    first = session.get_one(Capture, variant.capture_id)
    corrected = correct_variants(session, [(variant, first)]).get(variant.id)
    reading = corrected.reading if corrected else variant.reading
    for name in WHOSE:
        setattr(report, name, reading[name])
    session.flush()


def settle_kind(session: Session, url: str) -> None:
    """What the ledger says of a page that a person says is a report, or is none: by the text it said last."""
    query = select(Variant, Capture).join(Version, Version.variant_id == Variant.id)
    query = query.join(Capture, Capture.id == Variant.capture_id).where(Version.url == url)
    found = session.execute(query.order_by(Version.number.desc()).limit(1)).first()
    if found is None:
        return
    variant, first = found
    corrected = correct_variants(session, [(variant, first)]).get(variant.id)
    kind = (corrected.reading if corrected else variant.reading)["kind"]
    if kind == "report":
        note_state(session, url, "archived", "report: corrected")
    else:
        note_state(session, url, "refused", f"not_wanted ({kind})")


def note_state(session: Session, url: str, state: str, reason: str) -> None:
    """Only of a page that waits for no visit."""
    row = session.get(Url, url)
    if row and row.state in SETTLED:
        row.state, row.reason = state, reason
