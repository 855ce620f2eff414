"""Taking a report down: nothing of it is shown, found or handed out any more, and none of its addresses is asked for.

What says so is an entry of the journal in the WARC files, and a tombstone for the report, for each address that said
it, for the files of these, and for the hash of each of its texts. Its rows go; the records stay as evidence, with all
their digests, so that a takedown can be lifted, and each crawl, rebuild or later reading finds the tombstones.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from archive.address import split_address, url_key
from archive.inquiry import SHORTEST_ID
from archive.models import EarlierReading, ReadPage, Report, ReportText, Sighting, Tombstone, Url, Variant, Version
from archive.store import WHOSE, choose_text, drop_variant
from archive.tombstones import LIFTED, TAKEN_DOWN, wait_for_takedowns
from archive.unread import IN_FILE
from archive.upsert import in_parts, upsert

OF_A_PAGE = ("file", "report_in_file", "report_in_picture", "report_in_frame")
"""First words of the ledger's reasons for what was fetched with a report's page."""


def describe(session: Session, report: Report, *, who: str, why: str) -> dict[str, Any]:
    """What is to be taken down: `report_id`, `report`, `urls`, `texts`, `who` and `why`."""
    urls = set(session.scalars(select(Sighting.url).where(Sighting.report_id == report.id)))
    # A report in a file stands below a page that only leads to it.
    urls |= {url_key(one) for part in in_parts(sorted(urls)) for one in session.scalars(_pages_above(part)) if one}
    urls |= {one for part in in_parts(sorted(urls)) for one in session.scalars(_files_of(part))}
    urls |= _attached(session, report, urls)
    texts = session.scalars(select(Variant.text_hash).where(Variant.report_id == report.id))
    return {
        "report_id": report.id,
        "report": {name: getattr(report, name) for name in WHOSE},
        "urls": sorted(urls),
        "texts": sorted(set(texts)),
        "who": who,
        "why": why,
    }


def _attached(session: Session, report: Report, pages: set[str]) -> set[str]:
    """Files that the report's pages name, also before they are fetched; without those that another page led to first,
    or that are another report."""
    readings = session.scalars(select(Variant.reading).where(Variant.report_id == report.id))
    named = {url_key(item["url"]) for one in readings for item in one["attachments"] if split_address(item["url"])}
    foreign: set[str] = set()
    for part in in_parts(sorted(named)):
        rows = session.execute(select(Url.url, Url.discovered_from).where(Url.url.in_(part)))
        foreign |= {url for url, above in rows if above and url_key(above) not in pages}
        others = select(Sighting.url).where(Sighting.url.in_(part), Sighting.report_id != report.id)
        foreign |= {*session.scalars(others)}
    return named - foreign


def _pages_above(files: list[str]) -> Any:
    page = aliased(Url)
    leads = page.reason.startswith(IN_FILE, autoescape=True)
    above = (page.url == Url.discovered_from) | (page.address == Url.discovered_from)
    return select(page.url).join(Url, above).where(Url.url.in_(files), leads)


def _files_of(pages: list[str]) -> Any:
    words = or_(*(Url.reason.startswith(word, autoescape=True) for word in OF_A_PAGE))
    return select(Url.url).where(Url.discovered_from.in_(pages), words)


def take_down(session: Session, told: Mapping[str, Any], *, made: datetime) -> None:
    """As `describe` tells it. Doing it twice changes nothing."""
    wait_for_takedowns(session, alone=True)
    report_id, urls = told["report_id"], told["urls"]
    keys = [("report", report_id), *(("url", url) for url in urls), *(("text", one) for one in told["texts"])]
    beside = {name: told[name] for name in ("report_id", "report", "who", "why")} | {"made": made}
    rows = [{"kind": kind, "value": value, **beside} for kind, value in keys]
    upsert(session, Tombstone, rows, key=("kind", "value", "report_id"))
    _drop_report(session, report_id)
    for part in in_parts(urls):
        refused = {"state": "refused", "reason": TAKEN_DOWN, "next_at": None, "score": 0}
        session.execute(update(Url).where(Url.url.in_(part)).values(**refused))
    session.flush()


def _drop_report(session: Session, report_id: str) -> None:
    """A text that another report says too stays with that."""
    variants = session.scalars(select(Variant).where(Variant.report_id == report_id)).all()
    texts = {variant.text_hash for variant in variants}
    others = _drop_versions(session, [variant.id for variant in variants])
    session.execute(delete(EarlierReading).where(EarlierReading.report_id == report_id))
    session.execute(delete(Sighting).where(Sighting.report_id == report_id))
    for variant in variants:
        drop_variant(session, variant)
    session.execute(delete(Report).where(Report.id == report_id))
    for one in sorted(texts):
        if session.scalar(select(Variant.id).where(Variant.text_hash == one).limit(1)) is None:
            session.execute(delete(ReportText).where(ReportText.hash == one))
            session.execute(delete(EarlierReading).where(EarlierReading.text_hash == one))
    session.expire_all()
    for other in sorted(others):
        choose_text(session, other)


def _drop_versions(session: Session, variants: list[str]) -> set[str]:
    """The other reports that the same addresses said. What they said before ended when these began."""
    gone = session.scalars(select(Version).where(Version.variant_id.in_(variants)).order_by(Version.url)).all()
    others: set[str] = set()
    for url in dict.fromkeys(version.url for version in gone):
        left = select(Version).where(Version.url == url).order_by(Version.number)
        before: Version | None = None
        number = 0
        for version in session.scalars(left).all():
            if version in gone:
                if before and before.ended is None:
                    before.ended = version.first_seen
                session.delete(version)
                session.flush()
                continue
            number += 1
            before, version.number = version, number
            others.add(session.get_one(Variant, version.variant_id).report_id)
            session.flush()
    return others


def lift(session: Session, report_id: str) -> list[str]:
    """A report is no longer taken down; its addresses. Their pages are to be read again (`archive.remaking.reparse`),
    and may be asked for."""
    of_report = Tombstone.report_id == report_id
    urls = list(session.scalars(select(Tombstone.value).where(of_report, Tombstone.kind == "url")))
    session.execute(delete(Tombstone).where(of_report))
    for part in in_parts(urls):
        again = ReadPage.url.in_(part) | (ReadPage.outcome == TAKEN_DOWN)
        session.execute(update(ReadPage).where(again).values(outcome=LIFTED))
    session.flush()
    return sorted(urls)


def find_taken_down(session: Session, name: str, key: str) -> Tombstone | None:
    """By the id of a report, or the beginning of it, or by an address (`key`: as the ledger knows it)."""
    by_id = Tombstone.kind == "report", Tombstone.value.startswith(name.lower(), autoescape=True)
    query = select(Tombstone).order_by(Tombstone.kind, Tombstone.value).limit(1)
    found = session.scalar(query.where(Tombstone.kind == "url", Tombstone.value == key))
    return found or (session.scalar(query.where(*by_id)) if len(name) >= SHORTEST_ID else None)
