"""One page's bytes → its Document. Nothing in the bytes makes it raise: a page that cannot be read says why."""

import re
from dataclasses import replace

from archive.reading.charset import Decoded, decode
from archive.reading.document import Document, Finding, Paragraph
from archive.reading.html import read_html
from archive.reading.media import EMPTY, HTML, OCTETS, PLAIN, sniff
from archive.reading.plain import read_plain

READER = "html/1"
"""Version of the HTML reader: raised when the same bytes would be read differently."""

PLAIN_READER = "plain/1"
FALLBACK_READER = "fallback/1"

_TAG = re.compile(r"<(?:script|style)[^<>]*>[^<]*|<[^<>]*>", re.I)
_READERS = {HTML: READER, PLAIN: PLAIN_READER}


def read(body: bytes, *, url: str | None = None, media: str | None = None, charset: str | None = None) -> Document:
    """`media` and `charset` are what the server declared; the bytes are asked first.

    A body of no bytes, or of a medium without a reader, is `unreadable`: finding `empty` or `unsupported_media`.
    """
    kind = sniff(body, media, url)
    if kind not in _READERS:
        return Document(findings=(_refusal(kind, media),), media=kind, state="unreadable")
    decoded = decode(body, charset)
    document = _read_text(decoded, kind, url)
    findings = (*_charset_findings(decoded), *document.findings)
    return replace(document, findings=findings, media=kind, charset=decoded.charset)


def _refusal(kind: str, declared: str | None) -> Finding:
    if kind == EMPTY:
        return Finding("empty", "the body has no bytes")
    said = f", sent as {declared}" if declared and declared.split(";")[0].strip() != kind else ""
    what = "bytes of no known format" if kind == OCTETS else kind
    return Finding("unsupported_media", f"no reader for {what}{said}")


def _read_text(decoded: Decoded, kind: str, url: str | None) -> Document:
    """The Document of the reader for this kind. Should that reader fail, the page's bare text and a finding."""
    try:
        document = read_html(decoded.text, url=url) if kind == HTML else read_plain(decoded.text)
        return replace(document, reader=_READERS[kind])
    except Exception as error:  # one page may not stop the others, whatever it holds
        lines = _TAG.sub("\n", decoded.text).splitlines()
        blocks = tuple(Paragraph(words) for line in lines if (words := " ".join(line.split())))
        finding = Finding("reader_failed", f"{_READERS[kind]} failed: {type(error).__name__}: {error}"[:200])
        return Document(blocks=blocks, findings=(finding,), reader=FALLBACK_READER, state="doubtful")


def _charset_findings(decoded: Decoded) -> list[Finding]:
    lost = decoded.text.count("\ufffd") if decoded.rule == "replaced" else 0
    return [Finding("charset", f"{lost} places could not be read as {decoded.charset}")] if lost else []
