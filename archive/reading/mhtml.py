"""A web page saved as one file (multipart/related): what Word and WPS, and generators of reports, offer as .doc."""

from dataclasses import replace
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect
from email.message import Message

from archive.reading.charset import decode
from archive.reading.document import Document, Finding
from archive.reading.page import read_page

_CUT = (CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect)
"""What the library notes of a message that breaks off; of base64 that breaks off it gives the letters as they stand."""


def read_mhtml(body: bytes) -> Document:
    """The first part that is HTML; `unreadable` where none is."""
    message = message_from_bytes(body)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        finding = Finding("unsupported_media", "a message without an HTML part")
        return Document(findings=(finding,), state="unreadable")
    decoded = decode(_content(page), page.get_content_charset())
    place = str(page.get("Content-Location", ""))
    url = place if place.startswith("http") else None  # Word names the file on its author's disk
    document = replace(read_page(decoded.text, url=url), charset=decoded.charset)
    if any(isinstance(defect, _CUT) for part in message.walk() for defect in part.defects):
        finding = Finding("cut_file", "the message has no end: it was not written or sent to its end")
        return replace(document, findings=(finding, *document.findings), state="incomplete")
    return document


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
