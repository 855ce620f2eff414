"""What rows of an older archive, or of a copy, do not have yet: merits, signatures, entries of the search index.

Doing it again after it was stopped goes on; where nothing is missing, nothing is done.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from archive import database, indexing
from archive.models import ReportText, Variant
from archive.store import choose_text, set_reading

PORTION = 200
"""Texts of one transaction, which are in memory together."""

TOLD_EVERY = 5_000

logger = logging.getLogger(__name__)


def complete_rows(engine: Engine) -> None:
    """A transaction for each portion. Logs how far it is."""
    with database.session(engine) as work:
        total = work.scalar(select(func.count()).select_from(indexing.not_indexed().subquery())) or 0
    if total > TOLD_EVERY:
        logger.warning("%s texts get what they are found by; if it is stopped, run it again", f"{total:,}")
    done = 0
    with database.session(engine) as asking:
        # In one question: in order, and each row of the archive is looked at once.
        waiting = asking.scalars(indexing.not_indexed().execution_options(yield_per=PORTION))
        for ids in waiting.partitions():
            with database.session(engine, write=True) as work, work.begin():
                if engine.dialect.name == "postgresql":
                    # SQLite has one writer at a time; here two could complete the same rows.
                    work.execute(text("LOCK TABLE search IN EXCLUSIVE MODE"))
                _complete(work, ids)
            done += len(ids)
            if done // TOLD_EVERY > (done - len(ids)) // TOLD_EVERY:
                logger.warning("%s texts done", f"{done:,}")


def _complete(session: Session, ids: Sequence[str]) -> None:
    """The reports of what had no merits have their texts chosen anew, by the rules of this version."""
    new = set()
    for variant in [session.get_one(Variant, one) for one in ids]:
        row = session.get_one(ReportText, variant.text_hash)
        if variant.merits is None:
            set_reading(variant, {**variant.reading, "text": row.body})
            new.add(variant.report_id)
        indexing.add_entry(session, variant.id, variant.title, row.hash, row.body, row.signature)
    for report in sorted(new):
        choose_text(session, report)
