"""A web page saved as one file (multipart/related): what Word and WPS, and generators of reports, offer as .doc."""

from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from archive.reading.charset import decode
from archive.reading.document import Document, Finding
from archive.reading.html import read_html


def read_mhtml(body: bytes) -> Document:
    """The first part that is HTML; `unreadable` where none is."""
    page = next((part for part in message_from_bytes(body).walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        finding = Finding("unsupported_media", "a message without an HTML part")
        return Document(findings=(finding,), state="unreadable")
    decoded = decode(_content(page), page.get_content_charset())
    place = str(page.get("Content-Location", ""))
    url = place if place.startswith("http") else None  # Word names the file on its author's disk
    return replace(read_html(decoded.text, url=url), charset=decoded.charset)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
