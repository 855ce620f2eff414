"""What a body is, by its bytes."""

import io
import zipfile
from dataclasses import replace

import pytest
from doc2docx.cfb import CompoundFile, ObjectType
from doc2docx.cfb.writer import write_compound_storage

from archive.reading import media
from archive.reading.media import sniff
from tests.fixtures import fixture

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(**files: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", media.EMPTY),
        (b" \r\n\t ", media.EMPTY),
        (b"%PDF-1.7\n%\xe2\xe3", media.PDF),
        (b"\r\n\r\n%PDF-1.4", media.PDF),
        (b"{\\rtf1\\ansi", media.RTF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (OLE + "WordDocument".encode("utf-16-le"), media.DOC),
        (OLE + "Workbook".encode("utf-16-le"), media.XLS),
        (OLE + "Workbook".encode("utf-16-le") + "WordDocument".encode("utf-16-le"), media.DOC),
        (zipped(word__document=b"x"), media.DOCX),
        (zipped(xl__workbook=b"x"), media.XLSX),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), media.ODS),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet-template\n"), media.ODS),
        (zipped(**{"a.txt": b"", "\\xl\\workbook.xml": b"x"}), media.XLSX),
        (zipped(**{"mimetype": b"application/ofd", "/OFD.xml": b"x"}), media.OFD),
        (zipped(**{"ofd.xml": b"x"}), media.OFD),
        (zipped(**{"word/年报.docx": b"x"}), media.ZIP),
        (zipped(), media.ZIP),
        (zipped(OFD=b""), media.ZIP),
        (b"PK\x03\x04 and then nothing of a zip", media.ZIP),
        (bytes(range(256)) * 4, media.OCTETS),
        ("一、总体情况\n无。".encode(), media.PLAIN),
        ("一、总体情况\n无。".encode("gb18030"), media.PLAIN),
        (b"<p>no head and no body", media.HTML),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", media.HTML),
        (b"\xff\xfe" + "<html><body>x".encode("utf-16-le"), media.HTML),
        (b"<!-- a comment longer than any sample " + b"x" * 70_000, media.HTML),
        (b'<?xml version="1.0"?><urlset/>', media.XML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/>', media.XLS),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</td></tr></table>', media.HTML),
        (b'{"title": "<p>x</p>"}', media.JSON),
        (b"[\xe6\x96\x87\xe4\xbb\xb6] not json", media.PLAIN),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", media.MHTML),
    ],
)
def test_content_tells_the_media_type(body: bytes, kind: str) -> None:
    assert sniff(body) == kind


def test_the_root_of_an_ole_file_tells_what_it_is_whatever_it_holds() -> None:
    book = CompoundFile(fixture("2021.xls"))
    streams = [(entry.path, entry, book.open_stream(entry.path)) for entry in book.entries if entry.path == "Workbook"]
    storage = replace(book.entries[0], object_type=ObjectType.STORAGE)
    inner = [("MBD1", storage, None), ("MBD1/WordDocument", streams[0][1], b"x" * 5_000)]
    assert sniff(write_compound_storage(book.entries[0], (*streams, *inner))) == media.XLS
    inner = [("MBD1", storage, None), ("MBD1/Workbook", streams[0][1], b"x" * 5_000)]
    assert sniff(write_compound_storage(book.entries[0], (("WordDocument", *streams[0][1:]), *inner))) == media.DOC


def test_names_and_declarations_do_not_overrule_content() -> None:
    assert sniff(b"%PDF-1.7", "text/html", "report.html") == media.PDF
    assert sniff(b"<html><p>x", "application/msword", "report.doc") == media.HTML
    assert sniff(zipped(word__document=b"x"), "application/msword", "report.doc") == media.DOCX


def test_a_stray_control_character_does_not_make_a_page_binary() -> None:
    assert sniff(("<html><p>" + "公开" * 100 + "\x0b\x00</p>").encode()) == media.HTML


def test_a_page_that_speaks_of_a_pdf_is_a_page() -> None:
    assert sniff(b"<html><p>%PDF- is how such a file begins</p>") == media.HTML


def test_file_names_promise_a_media_type() -> None:
    assert media.media_of_name("2021年年报.WPS") == media.DOC
    assert media.media_of_name("年报.ofd ") == media.OFD
    assert media.media_of_name("index.jsp") is None
