"""What becomes of a capture once it is read: a report that is kept, or the ledger's reason why there is none."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from archive.address import split_address, url_key
from archive.corrections import correct_capture
from archive.models import Capture
from archive.reading.media import EXTENSIONS, HTML
from archive.report.corrections import name_report
from archive.report.kind import judge_kind
from archive.store import Kept, keep_report
from archive.tombstones import TAKEN_DOWN, add_address, why_taken_down
from archive.unread import unread_reason
from archive.upsert import storable

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


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a capture: `reading` in the shape of `archive read`; `kept` is None where no report of its own
    stands in it; `state` and `reason` are the ledger's."""

    reading: dict[str, Any]
    kept: Kept | None
    state: Literal["archived", "unchanged", "refused", "quarantined"]
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something outside a page that may hold its report or a part of it. `media` as the address tells, null where it
    does not; a picture's may be `image/*`. `is_report`: it is read as the page's report, which has none of its own; a
    picture is not, since a report in pictures is cut into several."""

    url: str
    name: str
    media: str | None
    role: Role
    is_report: bool


def wanted_files(reading: dict[str, Any]) -> tuple[Wanted, ...]:
    """What is to be fetched with a report's page, files first, each address once; none where the page is no report."""
    if reading["kind"] != "report":
        return ()
    wanted: dict[str, Wanted] = {}
    _, body = find_body(reading) or (None, None)
    for item in reading["attachments"]:
        if split_address(item["url"]):
            role = _role(item["media"])
            is_report = role == "frame" or (role == "file" and item is body)
            wanted.setdefault(url_key(item["url"]), Wanted(**item, role=role, is_report=is_report))
    return tuple(wanted.values())


def _role(media: str | None) -> Role:
    if media == HTML:
        return "frame"
    return "picture" if (media or "").startswith("image/") else "file"


def keep_reading(
    session: Session, capture: Capture, reading: dict[str, Any], *, portal: str | None, part: bool = False
) -> Ingested:
    """`reading` as `archive.report.reading.read_report` makes it of the captured body, its content encoding undone;
    before the database is asked, since reading can take long. `part`: a file of a report's page, which stays with it
    also where it is no report itself. Whether it is one a person may have said."""
    if reason := killed(reading):
        return Ingested(reading, None, "quarantined", reason)
    url = url_key(capture.url)
    reading = storable(reading)
    corrected = correct_capture(session, reading, capture, url=url)
    if down := why_taken_down(session, corrected.reading, url=url, report_id=name_report(corrected.reading, url)):
        add_address(session, url, down)
        return Ingested(reading, None, "refused", TAKEN_DOWN)
    judged = {**reading, "kind": corrected.reading["kind"]}
    refusal = refuse(judged, insisted=any(one.field == "kind" and not one.undone for one in corrected.told))
    if reason := report_elsewhere(judged) or unread_file(judged) or (name_file(judged) if refusal and part else None):
        return Ingested(reading, None, "unchanged" if capture.revisit_of else "archived", reason)
    if refusal:
        return Ingested(reading, None, "refused", refusal)
    kept = keep_report(session, reading, capture, url=url, portal=portal, corrected=corrected)
    state: Literal["archived", "unchanged"] = "unchanged" if kept.change == "unchanged" else "archived"
    return Ingested(reading, kept, state, f"report: {kept.change}")


def killed(reading: dict[str, Any]) -> str | None:
    """How a page killed its reader, where it did (`killed: cpu 30 s`)."""
    return next((one["message"] for one in reading["findings"] if one["code"] == "reader_killed"), None)


def report_elsewhere(reading: dict[str, Any]) -> str | None:
    """The ledger's reason for a report's page that only leads to it (`report_in_file: 年报.pdf`): its line is not the
    report's text."""
    if (found := find_body(reading)) is None:
        return None
    word, item = found
    return f"{word}: {item['name'][:MAX_QUOTE] if item else 'in the page itself'}"


def find_body(reading: dict[str, Any]) -> tuple[str, dict[str, Any] | None] | None:
    """Of a report's page that only leads to it the ledger's word, and which of its attachments holds the report: the
    first that is called one, else the first of its kind."""
    code = next((finding["code"] for finding in reading["findings"] if finding["code"] in ELSEWHERE), None)
    if reading["kind"] != "report" or code is None:
        return None
    word = ELSEWHERE[code]
    items = [item for item in reading["attachments"] if f"report_in_{_role(item['media'])}" == word]
    titled = (item for item in items if "报告" in item["name"] or "年报" in item["name"])
    return word, next(titled, items[0] if items else None)


def unread_file(reading: dict[str, Any]) -> str | None:
    """The ledger's reason for a file that nothing here can read, a scan or one without a reader: `report_in_file` where
    the words it was found under are a report's title, else `file`."""
    found = {finding["code"] for finding in reading["findings"]}
    no_reader = "unsupported_media" in found and reading["media"] in EXTENSIONS.values()
    if reading["reading"] != "needs_ocr" and not no_reader:
        return None
    title = reading["title"]
    word = "report_in_file" if title and judge_kind(title).kind == "report" else "file"
    return unread_reason(word, reading["media"])


def name_file(reading: dict[str, Any]) -> str:
    """The ledger's reason for a file that belongs to a report and is none, with what makes it unreadable if it is."""
    why = f" (unreadable: {reading['findings'][0]['message']})" if reading["reading"] == "unreadable" else ""
    return f"file: {reading['media']}{why}"


def refuse(reading: dict[str, Any], *, insisted: bool = False) -> str | None:
    """Why a page is not kept as a report, None where it is. A list may promise a report where the site shows a page
    that says 页面不存在 or 正在加载: without a sentence and without a file, picture or frame that may hold one, it is
    none. `insisted`: a person says that it is one; then any text will do."""
    if reading["reading"] == "unreadable":
        return f"unreadable: {reading['findings'][0]['message']}"
    if reading["kind"] != "report":
        return f"not_wanted ({reading['kind']})"
    if insisted and reading["content_hash"]:
        return None
    found = {finding["code"] for finding in reading["findings"]}
    # Rows of a list, under the title of its column, are no text either.
    told = SENTENCE.search(reading["text"]) or reading["form"] != "free"
    if not told or found & {"empty_body", "short_body"}:
        said = reading["text"][:MAX_QUOTE] or next((finding["message"] for finding in reading["findings"]), "nothing")
        return f"no_report_text: {said}"
    return None
