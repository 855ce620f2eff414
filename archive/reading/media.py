"""What a body really is, told by its first bytes.

Names and declarations lie: a PDF is sent as text/html, a docx is named .doc.
"""

import io
import json
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from archive.reading.charset import MARKS, unmarked_utf16

HTML = "text/html"
PLAIN = "text/plain"
PDF = "application/pdf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
OFD = "application/ofd"
RTF = "application/rtf"
ZIP = "application/zip"
RAR = "application/vnd.rar"
XML = "application/xml"
JSON = "application/json"
MHTML = "multipart/related"
OCTETS = "application/octet-stream"
EMPTY = "application/x-empty"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp")

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", RAR),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"MIME-Version:", MHTML),
)

EXTENSIONS: dict[str, str] = {
    "pdf": PDF, "doc": DOC, "wps": DOC, "docx": DOCX, "xls": XLS, "et": XLS, "xlsx": XLSX, "ods": ODS, "odt": ODT,
    "rtf": RTF, "ofd": OFD, "zip": ZIP, "rar": RAR, "txt": PLAIN, "htm": HTML, "html": HTML, "shtml": HTML,
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "7z": "application/x-7z-compressed",
}  # fmt: skip
"""What a file name promises. WPS writes Word's container under .wps and Excel's under .et."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_ZIPPED = (
    (re.compile(r"ofd\.xml$"), OFD),
    (re.compile(r"word/(?:document|[^/]+\.xml$)"), DOCX),
    (re.compile(r"xl/(?:workbook|[^/]+\.xml$)"), XLSX),
)
"""Members by which Office files are known from packages of files, whose folders may be called word."""

_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
"""Names the elements of an XML spreadsheet (Excel 2002 and 2003), which is saved as .xls too."""

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|title|body|div|table|tr|td|p|span|script|style|link|font|h[1-6]|ul|li|dl|br"
    r"|a|b|strong|img|iframe|form|article|section|center)(?=[\s>/])",
    re.I,
)
_SAMPLE = 65_536
_HEAD = 1_024
_MIMETYPE = 100
_CONTROLS = bytes({*range(9), 11, *range(14, 27), *range(28, 32)})


def sniff(body: bytes, declared: str | None = None, name: str | None = None) -> str:
    """Media type of a body, by its content; `declared` only tells what content leaves open (JSON from text)."""
    if not body.strip(b" \t\r\n\x00"):
        return EMPTY
    sample = body[:_SAMPLE]
    head = body[:_HEAD].lstrip(b" \t\r\n\x00\xef\xbb\xbf")
    for magic, media in MAGIC:
        if head.startswith(magic):
            return media
    if body.startswith(OLE):
        return _compound(body)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(body)
    if body.startswith(b"BM") and body[6:10] == bytes(4):
        return "image/bmp"
    marked = (name for mark, name in MARKS if body.startswith(mark))
    if charset := next(marked, None) or unmarked_utf16(body):
        return _textual(sample.decode(charset, "replace"), body, declared)
    text = sample.decode("latin-1")
    if b"%PDF-" in body[:_HEAD] and not _TAG.search(text[:_HEAD]):
        return PDF
    return OCTETS if _is_binary(sample) else _textual(text, body, declared)


def declared_charset(declared: str | None) -> str | None:
    """The charset that a Content-Type names, in lower case."""
    return (declared or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None


def media_of_name(name: str) -> str | None:
    """Media type that a file name promises, null for an unknown extension."""
    return EXTENSIONS.get(PurePosixPath(name.strip()).suffix.lstrip(".").lower())


def _zipped(body: bytes) -> str:
    """What a zip holds. Only its list is read, and a `mimetype` of a line: no zip can grow here."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = {name.replace("\\", "/").removeprefix("./").lstrip("/").lower() for name in archive.namelist()}
            named = next((media for part, media in _ZIPPED if any(map(part.match, names))), None)
            if named is None and "mimetype" in names and archive.getinfo("mimetype").file_size < _MIMETYPE:
                told = archive.read("mimetype").decode("ascii", "replace").strip()
                named = told.partition(";")[0].removesuffix("-template")
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return ZIP
    return named or ZIP


def _compound(body: bytes) -> str:
    """What an OLE file is, by the names of its streams. Where there are those of several, as a document has them that
    holds a sheet, those of its root decide; DOC where they cannot be read."""
    found = {media for stream, media in _OLE_STREAMS if stream.encode("utf-16-le") in body}
    if len(found) <= 1:
        return found.pop() if found else DOC
    # Imported with the first file that needs it: it takes half a second.
    from doc2docx.cfb import CompoundFile  # noqa: PLC0415
    from doc2docx.errors import Doc2DocxError  # noqa: PLC0415

    try:
        roots = {entry.path for entry in CompoundFile(body).entries}
    except (Doc2DocxError, ValueError, IndexError, struct.error):
        return DOC
    return next((media for stream, media in _OLE_STREAMS if stream in roots), DOC)


def _textual(text: str, body: bytes, declared: str | None) -> str:
    start = text.lstrip("\ufeff\xef\xbb\xbf \t\r\n\x00")
    if start[:1] in ("{", "[") and ((declared or "").endswith("json") or _is_json(body)):
        return JSON
    if start.startswith("<?xml") and _SPREADSHEETML in start[:_HEAD]:
        return XLS
    if start.startswith("<!--") or _TAG.search(text) or ("html" in (declared or "") and b"</" in body):
        return HTML
    return XML if start.startswith(("<?xml", "<datastore", "<rss", "<feed", "<urlset")) else PLAIN


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _is_binary(sample: bytes) -> bool:
    """More than one byte in a hundred is a control character no text has; a stray one happens on real pages."""
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100
