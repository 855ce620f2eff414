"""A misread capture as a test case: its bytes without contact data, and what it should have been read as.

tests/golden/<name>/
├── page.html         the captured bytes, their content encoding undone, contact data written over
├── expected.json     the reading with the corrections of persons: what a report says, not how or from where it was read
└── case.json         url, media and anchor, with which it is read (contact data written over), and what was misread

A case fails until the reader is better; tests/test_golden.py runs all of them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy.orm import Session

from archive.address import split_address, url_key
from archive.correcting import Page, find_page, told_of
from archive.corrections import list_told
from archive.errors import StorageError, UsageError
from archive.models import Capture, Url
from archive.reading.charset import MARKS, Decoded, decode
from archive.reading.media import EXTENSIONS, HTML, PLAIN, sniff
from archive.remaking.replay import open_content
from archive.report import corrections
from archive.report.contacts import scrub
from archive.report.corrections import IDENTITY, Corrected, Correction, Target, cell_name
from archive.scrubbing import scrub_html

EXPECTED, CASE = "expected.json", "case.json"


KEYS = (
    "kind", "title", "organ", "organ_kind", "division_code", "division_name", "year", "form", "header", "dates",
    "text", "statistics", "attachments", "reading",
)  # fmt: skip
"""Keys of a reading that a case holds. A person may take out what the case is not about, of the statistics whole
tables."""

_CELL = ("table", "row", "column", "raw", "value", "unit", "state")
_CORRECTED = ("table", "row", "column", "value", "state")
"""Of a corrected cell, whose raw text and unit were misread with it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A capture that is to be a case. `known`: url, media and anchor, as a reader is told them."""

    name: str
    content: bytes
    media: str
    known: Mapping[str, str | None]
    told: tuple[Correction, ...]


def find_case(session: Session, warcs: Path, name: str) -> Case:
    """The capture of a report by its id or URL. Raises UsageError, DamagedRecordError."""
    page = find_page(session, name)
    url, capture = _choose_place(session, page, name)
    row = session.get(Url, url)
    anchor = row.anchor if row else None
    content = open_content(session, capture, warcs)
    report = page.report.id[:12] if page.report else url
    return Case(
        name=f"{page.now['year'] or 'year-unknown'}-{report}",
        content=content,
        media=sniff(content, capture.media, url),
        known={
            "url": scrub_address(url),
            "media": capture.media,
            "anchor": anchor and scrub(anchor),
        },
        told=tuple(told_of(session, page)),
    )


def _choose_place(session: Session, page: Page, name: str) -> tuple[str, Capture]:
    """The URL that was named, else the one in whose capture the text was first read."""
    places = dict(page.places)
    named = url_key(name) if split_address(name) else None
    if named in places:
        return named, places[named]
    first = session.get_one(Capture, page.variant.capture_id) if page.variant else None
    url = url_key(first.url) if first else page.places[0][0]
    return (url, first) if first and url in places else page.places[0]


def scrub_address(url: str) -> str:
    """A URL with contact data written over; its host, and numbers in its path, are the page's own."""
    address, mark, query = url.partition("?")
    steps = (_scrub_part(part, before="/") for part in address.split("/"))
    return "".join(["/".join(steps), mark, *map(_scrub_part, re.split("([&=#])", query))])


def _scrub_part(part: str, before: str = "") -> str:
    said = unquote(part)
    scrubbed = scrub(before + said).removeprefix(before)
    return part if scrubbed == said else quote(scrubbed)


def scrub_content(content: bytes, media: str, declared: str | None = None) -> bytes:
    """A page's bytes with contact data written over, in the charset they are in. Raises UsageError for files, and for
    pages in no one charset: nobody could say that nothing is left in them."""
    if media not in (HTML, PLAIN):
        raise UsageError(f"contact data in {media} cannot be written over; look at it, then say --unscrubbed")
    decoded = decode(content, declared)
    mark = next((mark for mark, _ in MARKS if decoded.rule == "bom" and content.startswith(mark)), b"")
    text = _decode_whole(content[len(mark) :], decoded)
    if text is None:
        raise UsageError(
            f"the page is in no one charset ({decoded.charset}, {decoded.rule}), so contact data in it cannot be "
            "written over; look at it, then say --unscrubbed"
        )
    scrubbed = scrub_html(text) if media == HTML else scrub(text)
    return mark + scrubbed.encode(decoded.charset, "surrogateescape")


def _decode_whole(body: bytes, decoded: Decoded) -> str | None:
    """The text with every byte in it, so that it can be written back; None where that cannot be."""
    if decoded.rule == "mixed":
        return None
    try:
        text = body.decode(decoded.charset, "surrogateescape")
        return text if text.encode(decoded.charset, "surrogateescape") == body else None
    except UnicodeError:
        return None


def correct_reading(reading: dict[str, Any], told: tuple[Correction, ...]) -> Corrected:
    """A reading of the case's bytes with what persons said of the capture."""
    urls, payloads = frozenset(one.url for one in told), frozenset(one.payload_sha256 for one in told)
    if not told:
        return Corrected(reading)
    target = Target(urls, reading["content_hash"], payloads, max(one.when for one in told))
    return corrections.correct(reading, target, told)


def write_case(folder: Path, case: Case, content: bytes, reading: dict[str, Any]) -> None:
    """`content`: the case's bytes as they are to be kept, and `reading` what they are read as. Raises UsageError where
    something is there already, StorageError where it cannot be written."""
    corrected = correct_reading(reading, case.told)
    cells = [one.field for one in corrected.told if one.field not in IDENTITY and not one.undone]
    kept = {**case.known, "misread": _tell_misread(corrected)}
    extension = next((name for name, media in EXTENSIONS.items() if media == case.media), "bin")
    files = {
        f"page.{'html' if extension == 'htm' else extension}": content,
        EXPECTED: _spell(expect(corrected.reading, cells)),
        CASE: _spell(kept),
    }
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} is there already; name another folder")
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in files.items():
            (folder / name).write_bytes(body)
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}") from None


def expect(reading: Mapping[str, Any], corrected: Sequence[str] = ()) -> dict[str, Any]:
    """The expectation of a reading (corrections applied); `corrected` names its corrected cells."""
    cells = [
        {key: cell[key] for key in (_CORRECTED if cell_name(cell) in corrected else _CELL)}
        for cell in reading["statistics"]
    ]
    return {**{key: reading[key] for key in KEYS}, "statistics": cells}


def _tell_misread(corrected: Corrected) -> list[dict[str, Any]]:
    """What persons corrected and why, without who they are."""
    return [
        {"field": one["field"], "read": one["read"], "value": one["value"], "why": scrub(one["why"])}
        for one in list_told(corrected)
    ]


def _spell(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
