"""What a body really is, told by its first bytes: names and declarations lie (a PDF sent as text/html, a docx named .doc)."""

import io
import re
import zipfile
from pathlib import PurePosixPath

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
OCTETS = "application/octet-stream"
EMPTY = "application/x-empty"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", RAR),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)

EXTENSIONS: dict[str, str] = {
    "pdf": PDF, "doc": DOC, "wps": DOC, "docx": DOCX, "xls": XLS, "et": XLS, "xlsx": XLSX, "ods": ODS, "odt": ODT,
    "rtf": RTF, "ofd": OFD, "zip": ZIP, "rar": RAR, "txt": PLAIN, "htm": HTML, "html": HTML, "shtml": HTML,
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff",
}  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (("word/", DOCX), ("xl/", XLSX), ("OFD.xml", OFD))
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|title|body|div|table|tr|td|p|span|script|style|link|font|h[1-6]|ul|li|dl|br|a|"
    r"article|section|center)(?=[\s>/])",
    re.I,
)
_BOM16 = (b"\xff\xfe", b"\xfe\xff")
_TEXT_SAMPLE = 65_536
_CONTROLS = bytes(set(range(9)) | {11} | set(range(14, 27)) | set(range(28, 32)))


def sniff(body: bytes, declared: str | None = None, name: str | None = None) -> str:
    """Media type of a body: by content, and only where content leaves it open by `name` or `declared`.

    An OLE file is Excel where it holds a workbook, else Word (WPS writes the same container).
    """
    if not body:
        return EMPTY
    head = body[:1024].lstrip(b" \t\r\n\x00\xef\xbb\xbf") if not body.startswith(_BOM16) else body[:1024]
    for magic, media in MAGIC:
        if head.startswith(magic):
            return media
    if b"%PDF-" in body[:1024] and not _TAG.search(body[:1024].decode("latin-1")):
        return PDF
    if body.startswith(_OLE):
        return XLS if "Workbook".encode("utf-16-le") in body else DOC
    if body.startswith(b"PK\x03\x04"):
        return _zipped(body)
    return _textual(body, declared, name)


def media_of_name(name: str) -> str | None:
    """Media type a file name promises, null for an unknown extension."""
    return EXTENSIONS.get(PurePosixPath(name.strip()).suffix.lstrip(".").lower())


def _zipped(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:  # noqa: PLR2004
                return archive.read("mimetype").decode("ascii", "replace").strip() or ZIP
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return ZIP
    return next((media for prefix, media in _ZIPPED if any(n.startswith(prefix) for n in names)), ZIP)


def _textual(body: bytes, declared: str | None, name: str | None) -> str:
    sample = body[:_TEXT_SAMPLE]
    if body.startswith(_BOM16):
        text = sample.decode("utf-16", "replace")
    elif _binary(sample):
        return OCTETS
    else:
        text = sample.decode("latin-1")
    start = text.lstrip("\ufeff\xef\xbb\xbf \t\r\n\x00")
    if _TAG.search(text):
        return HTML
    if start.startswith("<?xml") or start.startswith("<datastore"):
        return XML
    if start[:1] in ("{", "["):
        return JSON if (declared or "").endswith("json") or (name or "").endswith(".json") else PLAIN
    return PLAIN


def _binary(sample: bytes) -> bool:
    """Control characters that no text has, more than one in a hundred bytes. A stray one happens on real pages."""
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100
