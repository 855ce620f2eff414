"""A report's whole journey from its capture on: read, understand, keep."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from archive.address import split_address, url_key
from archive.models import Capture
from archive.reading.document import Document, Finding
from archive.reading.media import EXTENSIONS, HTML, PLAIN
from archive.reading.reader import read
from archive.report.kind import judge_kind
from archive.report.understand import to_json, understand
from archive.store import Kept, keep_report, unread_reason

MAX_QUOTE = 80

SENTENCE = re.compile(r"。|；|(?:，[^，\n]*){3}")
"""What titles of rows do not have: an end, or three clauses."""

Role = Literal["file", "picture", "frame"]

ELSEWHERE = {
    "body_in_attachment": "report_in_file",
    "body_in_picture": "report_in_picture",
    "body_in_frame": "report_in_frame",
}
"""Findings of a page that only leads to its report, and the ledger's words for them."""

UNREAD = frozenset(EXTENSIONS.values()) - {HTML, PLAIN}
"""Media of files that are kept until there is a reader for them."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a capture: `reading` in the shape of `archive read`; `kept` is None where no report of its own
    stands in it; `state` and `reason` are the ledger's."""

    reading: dict[str, Any]
    kept: Kept | None
    state: Literal["archived", "unchanged", "refused"]
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something outside a page that may hold its report or a part of it. `media` as the address tells, null where it
    does not; a picture's may be `image/*`."""

    url: str
    name: str
    media: str | None
    role: Role


def wanted_files(reading: dict[str, Any]) -> tuple[Wanted, ...]:
    """What is to be fetched with a report's page, files first, each address once; none where the page is no report."""
    if reading["kind"] != "report":
        return ()
    wanted: dict[str, Wanted] = {}
    for item in reading["attachments"]:
        if split_address(item["url"]):
            wanted.setdefault(url_key(item["url"]), Wanted(**item, role=_role(item["media"])))
    return tuple(wanted.values())


def _role(media: str | None) -> Role:
    if media == HTML:
        return "frame"
    return "picture" if (media or "").startswith("image/") else "file"


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
    if reason := report_elsewhere(reading) or unread_file(reading):
        return Ingested(reading, None, "unchanged" if capture.revisit_of else "archived", reason)
    if reason := refuse(reading):
        return Ingested(reading, None, "refused", reason)
    kept = keep_report(session, reading, capture, url=url_key(capture.url), portal=portal)
    state: Literal["archived", "unchanged"] = "unchanged" if kept.change == "unchanged" else "archived"
    return Ingested(reading, kept, state, f"report: {kept.change}")


def report_elsewhere(reading: dict[str, Any]) -> str | None:
    """The ledger's reason for a report's page that only leads to it (`report_in_file: 年报.pdf`): its line is not the
    report's text, and is kept in the WARC until the file can be read."""
    code = next((finding["code"] for finding in reading["findings"] if finding["code"] in ELSEWHERE), None)
    if reading["kind"] != "report" or code is None:
        return None
    names = [item["name"] for item in reading["attachments"] if f"report_in_{_role(item['media'])}" == ELSEWHERE[code]]
    titled = (name for name in names if "报告" in name or "年报" in name)
    named = next(titled, names[0] if names else "in the page itself")
    return f"{ELSEWHERE[code]}: {named[:MAX_QUOTE]}"


def unread_file(reading: dict[str, Any]) -> str | None:
    """The ledger's reason for a file without a reader: `report_in_file` where the words it was found under are a
    report's title, else `file`."""
    if reading["reading"] != "unreadable" or reading["media"] not in UNREAD:
        return None
    title = reading["title"]
    word = "report_in_file" if title and judge_kind(title).kind == "report" else "file"
    return unread_reason(word, reading["media"])


def refuse(reading: dict[str, Any]) -> str | None:
    """Why a page is not kept as a report, None where it is. A list may promise a report where the site shows a page
    that says 页面不存在 or 正在加载: without a sentence and without a file, picture or frame that may hold one, it is
    none."""
    if reading["reading"] == "unreadable":
        return f"unreadable: {reading['findings'][0]['message']}"
    if reading["kind"] != "report":
        return f"not_wanted ({reading['kind']})"
    found = {finding["code"] for finding in reading["findings"]}
    # Rows of a list, under the title of its column, are no text either.
    told = SENTENCE.search(reading["text"]) or reading["form"] != "free"
    if not told or found & {"empty_body", "short_body"}:
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
