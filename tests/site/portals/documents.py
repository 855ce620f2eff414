"""Documents that reports exist as: small, and each begins as its kind does."""

import io
import random
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from html import escape

from tests import printed_pdf
from tests.site.truth import Page

ROW, ROWS = 39, 35
"""Characters of a row, and rows of a page."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_document(extension: str, title: str, lines: Sequence[str], rng: random.Random) -> Page:
    """A PDF and a docx hold the report; of the others there is only the beginning."""
    write, media = DOCUMENTS[extension]
    return Page(write([title, *lines], rng), media)


def _write_pdf(lines: Sequence[str], rng: random.Random) -> bytes:
    """Each paragraph begins with two blanks of a character's width, and its last row is short."""
    rows = [row for line in lines for row in textwrap.wrap(f"\u3000\u3000{line}", ROW, drop_whitespace=False)]
    pages = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    return printed_pdf.write(*(printed_pdf.page(printed_pdf.lines(printed_pdf.LEFT, 80, *page)) for page in pages))


def _pack(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 1, 29, 9, 30, 0)), data)
    return packed.getvalue()


def _write_docx(lines: Sequence[str], rng: random.Random) -> bytes:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>'
    )
    document = f'<w:document xmlns:w="{main}"><w:body>{paragraphs}</w:body></w:document>'
    return _pack(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations.encode(),
            "word/document.xml": document.encode(),
        }
    )


def _write_ole(lines: Sequence[str], rng: random.Random) -> bytes:
    return OLE + rng.randbytes(4096)


def _write_ofd(lines: Sequence[str], rng: random.Random) -> bytes:
    root = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"></ofd:OFD>'
    return _pack({"OFD.xml": root.encode(), "Doc_0/Document.xml": rng.randbytes(12).hex().encode()})


def _write_zip(lines: Sequence[str], rng: random.Random) -> bytes:
    return _pack({"年度报告.docx": _write_docx(lines, rng)})


def _write_jpg(lines: Sequence[str], rng: random.Random) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + rng.randbytes(2000) + b"\xff\xd9"


def _write_png(lines: Sequence[str], rng: random.Random) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + rng.randbytes(2000)


Write = Callable[[Sequence[str], random.Random], bytes]

DOCUMENTS: dict[str, tuple[Write, str]] = {
    "pdf": (_write_pdf, "application/pdf"),
    "docx": (_write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "doc": (_write_ole, "application/msword"),
    "wps": (_write_ole, "application/octet-stream"),
    "xls": (_write_ole, "application/vnd.ms-excel"),
    "ofd": (_write_ofd, "application/octet-stream"),
    "zip": (_write_zip, "application/zip"),
    "jpg": (_write_jpg, "image/jpeg"),
    "png": (_write_png, "image/png"),
}
