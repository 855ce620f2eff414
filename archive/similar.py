"""`archive similar`: reports whose text is nearly another's. Towns copy each other, and themselves each year."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.indexing import having_any
from archive.models import Report, ReportText, Search, Variant
from archive.report.likeness import bands, estimate, likeness, sign

LEAST = 0.8
"""The Jaccard index of runs of four characters from which on texts are near copies."""

SLACK = 0.15
"""What a signature's estimate may be too low by: more than four standard errors."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another report, which of its texts, and how alike: 1 where they say the same word for word."""

    report: Report
    text: int
    current: bool
    likeness: float


def find_similar(session: Session, body: str, *, but: str | None = None, least: float = LEAST) -> list[Alike]:
    """Texts of reports that are like this one, the likest first; `but`: a report that is not asked for. Below .75 some
    are missed; a text of a few words is like none."""
    signature = sign(body)
    if signature is None:
        return []
    found = [
        Alike(report, variant.number, report.current_variant == variant.id, round(exact, 4))
        for report, variant, other in _candidates(session, signature, least)
        if report.id != but and (exact := likeness(body, other)) >= least
    ]
    return sorted(found, key=lambda one: (-one.likeness, one.report.id, one.text))


def _candidates(session: Session, signature: bytes, least: float) -> Iterator[tuple[Report, Variant, str]]:
    """Those that share a band, without those whose signature is too unlike."""
    index, number, condition = having_any(session, bands(signature))
    near = (
        select(Search.variant_id, ReportText.hash, ReportText.signature)
        .select_from(index)
        .join(Search, Search.number == number)
        .join(Variant, Variant.id == Search.variant_id)
        .join(ReportText, ReportText.hash == Variant.text_hash)
        .join(Report, Report.id == Variant.report_id)
        .where(condition, Report.current_variant.is_not(None))
        .order_by(number.desc())
    )
    chosen = [
        (variant, text)
        for variant, text, theirs in session.execute(near)
        if theirs and estimate(signature, theirs) >= least - SLACK
    ]
    for variant_id, text in chosen:
        variant = session.get_one(Variant, variant_id)
        yield session.get_one(Report, variant.report_id), variant, session.get_one(ReportText, text).body
