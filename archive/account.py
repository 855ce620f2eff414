"""The ledger's whole account of one URL, and URLs in trouble put back to be fetched again."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from archive.address import url_key
from archive.ledger import TROUBLED, State
from archive.models import Capture, Sighting, Url, Variant, Version

MAX_FOUND = 20


def tell_account(session: Session, url: str) -> dict[str, Any] | None:
    """The state of a URL with its reason, how it was found, every answer it gave, what it said, and where it led; None
    where the ledger has never met it."""
    row = session.get(Url, url_key(url))
    if row is None:
        return None
    spellings = [row.url, row.address]
    # A server's posted form is captured under the address it was posted to.
    captures = session.scalars(
        select(Capture)
        .where(or_(Capture.url.in_(spellings), Capture.id == row.capture_id))
        .order_by(Capture.fetched_at)
    )
    led = select(Url).where(Url.discovered_from.in_(spellings)).order_by(Url.number, Url.url).limit(MAX_FOUND)
    return {
        "url": row.url,
        "address": row.address,
        "portal": row.portal,
        "state": row.state,
        "reason": row.reason,
        "attempts": row.attempts,
        "next_at": row.next_at and row.next_at.isoformat(),
        "discovered_from": row.discovered_from,
        "anchor": row.anchor,
        "promise": (row.way or {}).get("scent"),
        "first_seen": row.first_seen.isoformat(),
        "last_seen": row.last_seen.isoformat(),
        "crawl": row.crawl_id,
        "captures": [_tell_capture(one) for one in captures],
        "versions": _versions(session, row.url),
        "reports": sorted(session.scalars(select(Sighting.report_id).where(Sighting.url == row.url))),
        "led_to": [{"url": one.url, "state": one.state, "reason": one.reason} for one in session.scalars(led)],
    }


def _tell_capture(capture: Capture) -> dict[str, Any]:
    return {
        "id": capture.id,
        "crawl": capture.crawl_id,
        "fetched_at": capture.fetched_at.isoformat(),
        "status": capture.status,
        "media": capture.media,
        "payload_sha256": capture.payload_sha256,
        "payload_length": capture.payload_length,
        "revisit_of": capture.revisit_of,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "warc_length": capture.warc_length,
    }


def _versions(session: Session, url: str) -> list[dict[str, Any]]:
    query = select(Version, Variant.report_id).join(Variant, Variant.id == Version.variant_id)
    return [
        {
            "number": version.number,
            "report": report,
            "first_seen": version.first_seen.isoformat(),
            "last_seen": version.last_seen.isoformat(),
            "ended": version.ended and version.ended.isoformat(),
        }
        for version, report in session.execute(query.where(Version.url == url).order_by(Version.number))
    ]


def put_back(
    session: Session, *, states: tuple[State, ...] = TROUBLED, url: str | None, portal: str | None
) -> list[str]:
    """Queue URLs in trouble for the next crawl of their portal; returns them. One that was never asked for has no
    way that a request could take, and waits until a page names it again."""
    chosen: list[ColumnElement[bool]] = [Url.state.in_(states), Url.way.is_not(None)]
    if url:
        chosen.append(Url.url == url_key(url))
    if portal:
        chosen.append(Url.portal == portal)
    found = list(session.scalars(select(Url.url).where(*chosen)))
    for row in session.scalars(select(Url).where(*chosen, Url.way["kills"].as_integer() > 0)):
        # A person says that the crawler may try again.
        row.way = {name: value for name, value in (row.way or {}).items() if name != "kills"}
    session.flush()
    values = {"state": "queued", "reason": None, "next_at": None}
    session.execute(update(Url).where(*chosen).values(values))
    return found
