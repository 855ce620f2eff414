"""Every report under the id that its organ, division and year make, in an archive in which ids were made otherwise.

Nothing is read again: ids come from what is kept of each reading. What were several reports, and is one by the new ids,
is joined. Doing it twice, or again after it was stopped, changes nothing that is right already.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database
from archive.models import Capture, Report, Variant, Version
from archive.refiling import refile_version, settle_report

PORTION = 100
"""Reports of one transaction, which are in memory together."""

TOLD_EVERY = 5_000

logger = logging.getLogger(__name__)


def file_reports(engine: Engine) -> None:
    """A transaction for each portion. Logs how far it is."""
    with database.session(engine) as work:
        total = work.scalar(select(func.count()).select_from(Report))
    if total:
        logger.warning("%s reports get the ids of this version; if it is stopped, run it again", f"{total:,}")
    looked = moved = 0
    last: str | None = ""
    while last is not None:
        with database.session(engine, write=True) as work, work.begin():
            last, reports, versions = _file_portion(work, last)
        moved += versions
        looked += reports
        if looked // TOLD_EVERY > (looked - reports) // TOLD_EVERY:
            logger.warning("%s reports looked at", f"{looked:,}")
    if moved:
        logger.warning("%s versions of reports have other ids now", f"{moved:,}")


def _file_portion(session: Session, after: str) -> tuple[str | None, int, int]:
    """The last id of the portion, None behind the last report; how many reports there were and versions moved."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer at a time; here two could move the same version.
        session.execute(text("LOCK TABLE version IN EXCLUSIVE MODE"))
    # What moves to a later id is met there again, and is right then.
    ids = session.scalars(select(Report.id).where(Report.id > after).order_by(Report.id).limit(PORTION)).all()
    return (ids[-1] if ids else None), len(ids), _file_versions(session, ids)


def _file_versions(session: Session, ids: Sequence[str]) -> int:
    """Texts keep the order in which they were met."""
    query = (
        select(Version, Variant, Capture)
        .join(Variant, Variant.id == Version.variant_id)
        .join(Capture, Capture.id == Version.capture_id)
        .where(Variant.report_id.in_(ids))
        .order_by(Variant.report_id, Variant.number, Version.url, Version.number)
    )
    touched = [refile_version(session, *row) for row in session.execute(query).all()]
    moved = [reports for reports in touched if len(reports) > 1]
    for report_id in sorted(set().union(*moved)):
        settle_report(session, report_id)
    return len(moved)
