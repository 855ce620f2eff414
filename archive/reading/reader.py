"""One page's bytes → its Document. Never raises for what the bytes hold: a page that cannot be read says so."""

from dataclasses import replace

from .charset import decode
from .document import Document, Finding
from .html import read_html
from .media import HTML, PLAIN, sniff
from .plain import read_plain

READER = "html/1"


def read(body: bytes, *, url: str | None = None, media: str | None = None, charset: str | None = None) -> Document:
    kind = sniff(body, media, url)
    if kind not in (HTML, PLAIN):
        finding = Finding("unsupported_media", f"no reader for {kind}")
        return Document(media=kind, findings=(finding,), reader="none", state="unreadable")
    decoded = decode(body, charset)
    document = read_html(decoded.text, url=url) if kind == HTML else read_plain(decoded.text)
    return replace(document, charset=decoded.charset, media=kind, reader=READER if kind == HTML else "plain/1")
