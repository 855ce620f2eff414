"""The files of reports, by the ledger: where each lies in the WARC files, and what nothing here could read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from archive.address import url_key
from archive.models import (
    Capture,
    Sighting,
    Url,
    Variant,
    Version,
)
from archive.reading.media import HTML
from archive.upsert import in_parts

NOT_READ = " (not read yet)"
REDIRECT = "redirect: to "
IN_FILE = "report_in_file: "
"""How the ledger's reasons say that nothing here could read a file, where a redirect led, and that a page only leads to
its report."""

FILE_MEDIA = re.compile(r"(?:report_in_)?file: ([\w.+-]+/[\w.+-]+)")
"""How they say what a file is by its content."""


def unread_reason(word: str, media: str) -> str:
    """The ledger's reason for a file that no reader can read yet."""
    return f"{word}: {media}{NOT_READ}"


def attached(variant: Variant) -> list[str]:
    return [item["url"] for item in variant.reading["attachments"]]


def find_captured(session: Session, urls: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the archive holds of addresses that the ledger knows, by their keys: {payload_sha256, media, length,
    fetched_at, warc_file, warc_offset, warc_length} of the record with the payload, null where none was captured, and
    the ledger's {state, reason}. A redirect tells what its target holds."""
    rows = _ledger_rows(session, {url_key(url) for url in urls})
    moved = {key: _target(row.reason) for key, (row, _, _) in rows.items() if _target(row.reason)}
    targets = _ledger_rows(session, set(moved.values()) - rows.keys()) | rows
    return {key: _tell(*targets.get(moved.get(key, key), row)) for key, row in rows.items()}


def _ledger_rows(session: Session, keys: set[str]) -> dict[str, tuple[Url, Capture | None, Capture | None]]:
    """Rows of the ledger with their captures, and with the captures that hold a revisit's payload."""
    original = aliased(Capture)
    query = select(Url, Capture, original).outerjoin(Capture, Capture.id == Url.capture_id)
    query = query.outerjoin(original, original.id == Capture.revisit_of)
    known: dict[str, tuple[Url, Capture | None, Capture | None]] = {}
    for part in in_parts(sorted(keys)):
        known.update(
            (row.url, (row, capture, held)) for row, capture, held in session.execute(query.where(Url.url.in_(part)))
        )
    return known


def _target(reason: str | None) -> str:
    return reason.removeprefix(REDIRECT) if reason and reason.startswith(REDIRECT) else ""


def _tell(row: Url, capture: Capture | None, original: Capture | None) -> dict[str, Any]:
    held = capture if capture and (original or capture.status in (None, HTTPStatus.OK)) else None
    record = (original or held) if held else None
    return {
        "payload_sha256": held and held.payload_sha256,
        "media": held and told_media(row.reason, held.media),
        "length": held and held.payload_length,
        "fetched_at": held and held.fetched_at.isoformat(),
        "warc_file": record and record.warc_file,
        "warc_offset": record and record.warc_offset,
        "warc_length": record and record.warc_length,
        "state": row.state,
        "reason": row.reason,
    }


def told_media(reason: str | None, declared: str | None) -> str | None:
    """A captured file's media: by its content, where the ledger's reason says it, else as the server declared it."""
    if found := FILE_MEDIA.match(reason or ""):
        return found[1]
    return (declared or "").partition(";")[0].strip().lower() or None


def find_unread(session: Session, url: str) -> dict[str, Any] | None:
    """The ledger's account of a URL whose report is not read yet, and of the files found on it; None for others."""
    row = session.get(Url, url_key(url))
    if row is None or not (row.reason or "").startswith(("report_in_", "file: ")):
        return None
    found = or_(Url.reason.startswith("report_in_", autoescape=True), Url.reason.startswith("file: "))
    query = select(Url).where(Url.discovered_from.in_([row.url, row.address]), found).order_by(Url.url)
    files = list(session.scalars(query))
    captured = find_captured(session, (one.url for one in (row, *files)))
    return {
        "url": row.url,
        "title": row.anchor,
        "portal": row.portal,
        "discovered_from": row.discovered_from,
        "captured": captured[row.url],
        "files": [{"url": one.url, "name": one.anchor, "captured": captured[one.url]} for one in files],
    }


def count_unread(session: Session) -> dict[str, int]:
    """Reports that are only in a file or a picture that was not read, by where they are: a page or a file that a list
    names. The files of such a page, and of a report that was read, are none of their own; a page whose file was read is
    none either."""
    words = ("report_in_file", "report_in_picture")
    query = select(Url.url, Url.address, Url.reason, Url.discovered_from).where(
        Url.state.in_(("archived", "unchanged"))
    )
    rows = session.execute(query.where(or_(*(Url.reason.startswith(word, autoescape=True) for word in words)))).all()
    parents = {row.url: url_key(row.discovered_from) if row.discovered_from else "" for row in rows}
    known = {*parents} | {*select_in(session, select(Sighting.url), Sighting.url, parents.values())}
    led = read_files(Url.discovered_from)
    read = {*select_in(session, led, Url.discovered_from, (name for row in rows for name in (row.url, row.address)))}
    counts = Counter(
        row.reason.partition(":")[0]
        for row in rows
        if parents[row.url] not in known and not {row.url, row.address} & read
    )
    return {word: counts[word] for word in words}


def read_files(column: Any) -> Select[Any]:
    """A column of the ledger's rows of files that were read as reports. A page names other reports too: the year
    before, the organ next in a list."""
    read = select(column).join(Version, Version.url == Url.url).join(Variant, Variant.id == Version.variant_id)
    return read.where(Variant.media != HTML)


def select_in(session: Session, query: Select[Any], column: Any, values: Iterable[str]) -> Iterator[Any]:
    """What a query gives of the rows whose column holds one of many values."""
    for part in in_parts(sorted({*values})):
        yield from session.scalars(query.where(column.in_(part)))
