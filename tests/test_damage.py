"""Files that were not sent to their end, or were damaged on the way: none claims to be complete with a part missing."""

import base64
import zlib
from collections.abc import Callable

import pytest

from archive.reading.charset import decode
from archive.reading.document import Document
from archive.reading.reader import read
from tests.fixtures import fixture

PAGE = "<html><body><h1>青河县水务局2021年政府信息公开工作年度报告</h1><div>{}</div>{}"
LINES = [f"第{n}项工作，本年度办理{n * 7}件，均已按期答复，没有发生行政复议和行政诉讼。" for n in range(300)]
TEXT = f"<p>一、总体情况</p><p>{LINES[3]}</p><p>{LINES[4]}</p>"


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_rich_text_cut_behind_a_group_is_incomplete(share: float) -> None:
    body = fixture("2021.rtf")
    document = read(body[: body.index(b"}", int(len(body) * share)) + 1])
    assert (document.state, "cut_file" in codes(document)) == ("incomplete", True)


def test_rich_text_with_a_servers_remark_behind_it_is_complete() -> None:
    assert read(fixture("2021.rtf") + b"\n<!-- 0.01s -->").state == "complete"


def test_a_page_of_a_pdf_whose_drawing_breaks_off_makes_it_incomplete_and_keeps_what_is_drawn() -> None:
    body = bytearray(fixture("2019.pdf"))
    at = body.index(b"stream", body.index(b"/FlateDecode")) + 600
    body[at : at + 64] = bytes(64)
    document = read(bytes(body))
    assert (document.state, codes(document)[0]) == ("incomplete", "damaged_page")
    assert document.text


def test_drawing_packed_twice_does_not_grow_beyond_its_limit() -> None:
    twice = zlib.compress(zlib.compress(bytes(300 << 20), 9), 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length %d" % len(
        twice
    )
    body = (
        head
        + page
        + b"/Filter[/FlateDecode/FlateDecode]>>stream\n"
        + twice
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    )
    assert read(body).state in ("incomplete", "unreadable")


@pytest.mark.parametrize(
    ("text", "behind", "state"),
    [(TEXT, "", "doubtful"), (TEXT, "<p", "incomplete"), (TEXT + "<table><tr><td>1", "", "incomplete"),
     (TEXT, "</body>", "complete"), (TEXT, "</body></html>", "complete")],
)  # fmt: skip
def test_a_page_that_does_not_reach_its_end_says_so(text: str, behind: str, state: str) -> None:
    document = read(PAGE.format(text, behind).encode())
    assert document.state == state
    assert ("cut_page" in codes(document)) == (state != "complete")


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "rot13", "base64"])
def test_charsets_that_are_none_of_a_page_break_nothing(name: str) -> None:
    assert decode(bytes(range(128, 256)) * 20 + b"<p>", name).text


def test_blank_lines_before_a_file_are_none_of_it() -> None:
    assert read(b"\r\n\r\n" + fixture("2021.docx")).state == "complete"
    assert read(b"\r\n" + fixture("2021.xls")).state == "complete"


@pytest.mark.parametrize("cut", [lambda body: body[: len(body) // 2], lambda body: body[:-3000]])
def test_a_saved_page_of_one_file_that_breaks_off_is_incomplete(cut: Callable[[bytes], bytes]) -> None:
    page = base64.encodebytes(PAGE.format("".join(f"<p>{line}</p>" for line in LINES), "</body></html>").encode())
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n"
    whole = head + b"Content-Transfer-Encoding: base64\n\n" + page + b"\n--B--\n"
    assert read(whole).state == "complete"
    assert read(cut(whole)).state != "complete"
