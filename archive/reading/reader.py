"""One page's or file's bytes → its Document. Nothing in the bytes makes it raise: what cannot be read says why."""

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import cast

from archive.reading.charset import Decoded, decode
from archive.reading.document import Document, Finding, Paragraph
from archive.reading.media import (
    DOC,
    DOCX,
    EMPTY,
    HTML,
    MHTML,
    OCTETS,
    ODS,
    OFD,
    OLE,
    PDF,
    PICTURES,
    PLAIN,
    RTF,
    XLS,
    XLSX,
    ZIP,
    sniff,
)
from archive.reading.page import read_page
from archive.reading.plain import read_plain
from archive.reading.zipped import refusal

READERS = {HTML: "html/3", PLAIN: "plain/3"}
"""Name and version of each medium's reader: raised when the same bytes would be read differently."""

FILE_READERS: dict[str, tuple[str, str]] = {
    PDF: ("pdf/1", "archive.reading.printed.pdf:read_pdf"),
    DOCX: ("docx/1", "archive.reading.word.word:read_docx"),
    DOC: ("doc/1", "archive.reading.word.word:read_doc"),
    **dict.fromkeys((XLS, XLSX, ODS), ("sheet/1", "archive.reading.sheets.sheet:read_sheet")),
    OFD: ("ofd/1", "archive.reading.printed.ofd:read_ofd"),
    MHTML: ("mhtml/1", "archive.reading.mhtml:read_mhtml"),
    RTF: ("rtf/1", "archive.reading.word.rtf:read_rtf"),
    ZIP: ("zip/1", "archive.reading.package:read_package"),
    **dict.fromkeys(PICTURES, ("image/1", "archive.reading.ocr.image:read_image")),
}
"""Media → name and version of its reader, and where its function `(bytes) → Document` stands. It is imported with the
first file that needs it: some libraries take half a second."""

FALLBACK_READER = "fallback/1"

_TAG = re.compile(r"<(?:script|style)[^<>]*>[^<]*|<[^<>]*>", re.I)


def read(body: bytes, *, url: str | None = None, media: str | None = None, charset: str | None = None) -> Document:
    """`media` and `charset` are what the server declared; the bytes are asked first.

    A body of no bytes, or of a medium without a reader, is `unreadable`: finding `empty` or `unsupported_media`.
    """
    body = without_blank(body)
    kind = sniff(body, media, url)
    if kind in FILE_READERS:
        return replace(_read_file(body, kind), media=kind)
    if kind not in READERS:
        return Document(findings=(_refusal(kind, media),), media=kind, state="unreadable")
    decoded = decode(body, charset)
    document = _read_text(decoded, kind, url)
    findings = (*_charset_findings(decoded), *document.findings)
    return replace(document, findings=findings, media=kind, charset=decoded.charset)


def without_blank(body: bytes) -> bytes:
    """A file without the blank lines that download pages send before it."""
    bare = body.lstrip(b" \t\r\n") if body[:1].isspace() else body
    return bare if bare.startswith((OLE, b"PK\x03\x04")) else body


def _refusal(kind: str, declared: str | None) -> Finding:
    if kind == EMPTY:
        return Finding("empty", "the body has no bytes")
    said = f", sent as {declared}" if declared and declared.split(";")[0].strip() != kind else ""
    what = "bytes of no known format" if kind == OCTETS else kind
    return Finding("unsupported_media", f"no reader for {what}{said}")


def _read_file(body: bytes, kind: str) -> Document:
    """What the reader of this medium makes of a file; a damaged one is `unreadable` with what the library said."""
    name, place = FILE_READERS[kind]
    module, function = place.split(":")
    read_body = cast(Callable[[bytes], Document], getattr(import_module(module), function))
    try:
        if body.startswith(b"PK") and (reason := refusal(body)):
            return Document(findings=(Finding("zip_refused", reason),), reader=name, state="unreadable")
        document = read_body(body)
    except MemoryError:
        raise  # says nothing of the file: there is less memory than it needs
    except Exception as error:  # libraries raise of all kinds: BadZipFile, zlib.error, PdfminerException, …
        finding = Finding("damaged_file", f"{name} failed: {type(error).__name__}: {error}"[:200])
        return Document(findings=(finding,), reader=name, state="unreadable")
    return replace(document, reader=document.reader or name)


def _read_text(decoded: Decoded, kind: str, url: str | None) -> Document:
    """The Document of the reader for this kind. Should that reader fail, the page's bare text and a finding."""
    try:
        document = read_page(decoded.text, url=url) if kind == HTML else read_plain(decoded.text)
        return replace(document, reader=READERS[kind])
    except MemoryError:
        raise
    except Exception as error:  # one page may not stop the others, whatever it holds
        lines = _TAG.sub("\n", decoded.text).splitlines()
        blocks = tuple(Paragraph(words) for line in lines if (words := " ".join(line.split())))
        finding = Finding("reader_failed", f"{READERS[kind]} failed: {type(error).__name__}: {error}"[:200])
        return Document(blocks=blocks, findings=(finding,), reader=FALLBACK_READER, state="doubtful")


def _charset_findings(decoded: Decoded) -> list[Finding]:
    lost = decoded.text.count("\ufffd") if decoded.rule == "replaced" else 0
    return [Finding("charset", f"{lost} places could not be read as {decoded.charset}")] if lost else []
