"""A report's whole journey from its capture on: read, understand, keep."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.models import Capture
from archive.reading.document import Document, Finding
from archive.reading.reader import read
from archive.report.understand import to_json, understand
from archive.store import Kept, keep_report


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a capture: `reading` in the shape of `archive read`; `kept` is None where it is no report, then
    `reason` begins
    with a word that stays the same: "unreadable", "not_wanted", "empty_text"."""

    reading: dict[str, Any]
    kept: Kept | None
    reason: str


def ingest(
    session: Session,
    capture: Capture,
    content: bytes,
    *,
    charset: str | None = None,
    anchor: str | None = None,
    portal: str | None = None,
    portal_division: str | None = None,
) -> Ingested:
    """`content` is the captured body with its content encoding undone; `anchor` the title under which a list named
    it."""
    reading = read_report(
        content, url=capture.url, media=capture.media, charset=charset, anchor=anchor, portal_division=portal_division
    )
    if reading["reading"] == "unreadable":
        return Ingested(reading, None, f"unreadable: {reading['findings'][0]['message']}")
    if reading["kind"] != "report":
        return Ingested(reading, None, f"not_wanted ({reading['kind']})")
    if not reading["text"]:
        return Ingested(reading, None, "empty_text: the page has no text of its own")
    kept = keep_report(session, reading, capture, portal=portal)
    return Ingested(reading, kept, kept.change)


def read_report(
    content: bytes,
    *,
    file: str | None = None,
    url: str | None = None,
    media: str | None = None,
    charset: str | None = None,
    anchor: str | None = None,
    portal_division: str | None = None,
) -> dict[str, Any]:
    """Bytes to the object of `archive read`. What no reader was prepared for becomes a finding: one page never stops
    the others."""
    try:
        document = read(content, url=url, media=media, charset=charset)
        report = understand(document, url=url, anchor=anchor, portal_division=portal_division)
    except Exception as error:
        return unreadable(f"{type(error).__name__}: {error}"[:300], file=file, code="reader_failed")
    return to_json(report, file=file)


def unreadable(message: str, *, file: str | None = None, code: str = "unreadable") -> dict[str, Any]:
    """The object of something that cannot be read: every key, null, and the finding that says why."""
    finding = Finding(code, message, file)
    return to_json(understand(Document(state="unreadable", findings=(finding,))), file=file)
