"""A report's whole journey from its capture on: read, understand, keep."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.address import url_key
from archive.models import Capture
from archive.reading.document import Document, Finding
from archive.reading.reader import read
from archive.report.understand import to_json, understand
from archive.store import Kept, keep_report

MAX_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a capture: `reading` in the shape of `archive read`; `kept` is None where it is no report, and
    `reason` says why."""

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
        content,
        url=url_key(capture.url),
        media=capture.media,
        charset=charset,
        anchor=anchor,
        portal_division=portal_division,
    )
    return keep_reading(session, capture, reading, portal=portal)


def keep_reading(session: Session, capture: Capture, reading: dict[str, Any], *, portal: str | None) -> Ingested:
    """The second half of `ingest`, for who reads before the database is asked: reading can take long."""
    if reason := refuse(reading):
        return Ingested(reading, None, reason)
    kept = keep_report(session, reading, capture, url=url_key(capture.url), portal=portal)
    return Ingested(reading, kept, kept.change)


def refuse(reading: dict[str, Any]) -> str | None:
    """Why a page is not kept as a report, None where it is. A list may promise a report where the site shows a page
    that says 页面不存在 or 正在加载: without a sentence and without a file, picture or frame that may hold one, it is
    none."""
    if reading["reading"] == "unreadable":
        return f"unreadable: {reading['findings'][0]['message']}"
    if reading["kind"] != "report":
        return f"not_wanted ({reading['kind']})"
    found = {finding["code"] for finding in reading["findings"]}
    if not reading["text"] or found & {"empty_body", "short_body"}:
        said = reading["text"][:MAX_QUOTE] or next((finding["message"] for finding in reading["findings"]), "nothing")
        return f"no_report_text: {said}"
    return None


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
