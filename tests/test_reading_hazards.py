"""What a page can hold to break its reader: each gives a Document that says what was wrong, in bearable time."""

import random

import pytest

from archive.reading.document import Document
from archive.reading.media import HTML, PLAIN
from archive.reading.reader import FALLBACK_READER, READERS, read
from archive.reading.tree import DEEPEST, parse

LINES = [
    "一、总体情况",
    "2021年，我局主动公开政府信息一百条，收到申请三件，均已按期答复，没有发生行政复议和行政诉讼。",
    "青河县水务局",
    "2022年1月18日",
]
BODY = "".join(f"<p>{line}</p>" for line in LINES)


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


@pytest.mark.parametrize(
    "poison",
    [
        "&#11;",
        "&#12;",
        "&#31;",
        "&#xFFFE;",
        "&#0;",
        "&#xD800;",
        "&#1114112;",
        "\x00",
        "\x01",
        "\x0b",
        "\ufffe",
        "&#x0000B;",
    ],
)
def test_a_control_character_costs_itself_and_no_more(poison: str) -> None:
    document = read(BODY.replace("公开政府", f"公开{poison}政府").encode())
    assert document.text.splitlines() == LINES
    assert "control_characters" in codes(document)


def test_references_that_browsers_read_as_letters_are_kept() -> None:
    assert "“公开”—" in read((BODY + "<p>坚持&#8220;公开&#8221;&#151;，不断改进。</p>").encode()).text


@pytest.mark.parametrize(
    "poison",
    [
        "<div>" * 100_000,
        "<div><span><font>" * 20_000,
        "<ul><li>" * 20_000,
        "<div " + " ".join(f"a{i}=1" for i in range(100_000)) + ">",
        "<div " + " ".join(f"a{i}='>'" for i in range(100_000)) + ">",
        "<table><tr><td>x" * 5_000,
        f'<img src="data:image/png;base64,{"A" * 11_000_000}">',
        f"<script>var a = '{'x' * 11_000_000}';</script>",
        "<!-- x -->" * 100_000,
        "<table><tr><td colspan=1000000000>x</td><td>y</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table>" + ("<tr>" + "<td colspan=1000>x</td>" * 10 + "</tr>") * 300 + "</table>",
        "<table>" + ("<tr>" + "<td rowspan=0>x</td>" * 5 + "</tr>") * 1000 + "</table>",
        "<a href=x>链接</a>" * 20_000,
        "<title>" + "年报_" * 20_000 + "</title>",
        "<script>document.write('来源：" + "a'+'" * 20_000 + "')</script>",
        "来源：" * 20_000,
        "<p>" + " " * 2_000_000 + "</p>",
        "<p>" + "\u200b" * 500_000 + "</p>",
    ],
    ids=lambda poison: poison[:12],
)
def test_the_report_is_found_behind_a_monster(poison: str) -> None:
    document = read((poison + BODY).encode(), media="text/html")
    assert document.reader == READERS[HTML]
    assert all(line in document.text for line in LINES)
    assert sum(len(grid.rows) * len(grid.rows[0]) for grid in document.grids) <= 10_000


def test_tens_of_thousands_of_paragraphs_are_read() -> None:
    assert len(read((BODY + "<p>公开" * 50_000).encode()).blocks) >= 50_000


def test_elements_nested_too_deep_lose_their_tags_and_not_their_text() -> None:
    tree = parse("<div>" * (DEEPEST * 3) + "<b>公开</b>" + "</div>" * (DEEPEST * 3) + "<p>年报</p>")
    assert max(node.depth for node in tree.nodes) <= DEEPEST + 5
    assert tree.text(tree.nodes[0]).split() == ["公开", "年报"]


def test_spans_beyond_reason_are_not_expanded_and_said() -> None:
    document = read(
        (BODY + "<table>" + "<tr><td colspan=1000>某项</td><td rowspan=900>1</td></tr>" * 40 + "</table>").encode()
    )
    assert "grid_spans" in codes(document)
    assert document.grids[0].rows[0] == ("某项", "1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"\r\n ", "empty"),
        (b"%PDF-1.4 sent as a page", "damaged_file"),
        (bytes(range(256)) * 40, "unsupported_media"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported_media"),
    ],
)
def test_what_is_no_page_is_unreadable_and_says_why(body: bytes, code: str) -> None:
    document = read(body, media="text/html")
    assert document.state == "unreadable"
    assert codes(document) == [code]
    assert document.blocks == ()


def test_bytes_that_no_charset_reads_are_counted() -> None:
    page = BODY.encode()
    document = read(page[:60] + b"\xff" + page[60:])
    assert document.charset == "utf-8"
    assert codes(document)[0] == "charset"


def test_plain_text_has_a_reader_of_its_own() -> None:
    assert read("2021年信息公开年报\n一、总体情况\n全年公开信息126条。".encode()).reader == READERS[PLAIN]


def test_damaged_pages_never_break_the_reader() -> None:
    rng = random.Random(7)
    whole = (
        f"<html><head><title>年报</title></head><body><table><tr><td>{BODY}</td></tr></table></body></html>" * 3
    ).encode()
    parts = (
        b"<table>",
        b"</td>",
        b"<td colspan=99999>",
        b"<tr>",
        b"&#11;",
        b"<script>",
        b"</html>",
        b"<!--",
        b'"',
        b"\x00",
    )
    for _ in range(300):
        body = whole[: rng.randrange(len(whole))]
        for _ in range(rng.randrange(12)):
            at = rng.randrange(len(body) + 1)
            body = body[:at] + rng.choice(parts) + body[at + rng.randrange(3) :]
        assert read(body).reader != FALLBACK_READER
