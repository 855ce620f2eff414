"""Bytes to text: the bytes are asked before anyone's word for them."""

import pytest

from archive.reading.charset import codec_name, decode, meta_charset
from archive.reading.reader import read

SENTENCE = "本年度收到政府信息公开申请三件，均已按期答复。"
PAGE = f'<html><head><meta charset="{{}}"><title>年报</title></head><body><p>{SENTENCE * 40}</p></body></html>'


@pytest.mark.parametrize("declared", [None, "gb2312", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize("meta", ["utf-8", "gb2312", "unicode"])
@pytest.mark.parametrize("written", ["utf-8", "gb18030"])
def test_a_wrong_declaration_does_not_make_mojibake(written: str, meta: str, declared: str | None) -> None:
    page = PAGE.format(meta)
    decoded = decode(page.encode(written), declared)
    assert (decoded.text, decoded.charset, decoded.rule) == (page, written, written)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(charset: str) -> None:
    decoded = decode(PAGE.format("gb2312").encode(charset), "gb2312")
    assert decoded.rule == "bom"
    assert decoded.text == PAGE.format("gb2312")


def test_rare_characters_of_a_page_called_gb2312_survive() -> None:
    assert decode("龑局长、镕镇、𠮷家庄".encode("gb18030"), "gb2312").text == "龑局长、镕镇、𠮷家庄"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_long_page_may_end_within_a_character(charset: str) -> None:
    decoded = decode((SENTENCE * 60).encode(charset)[:-1])
    assert decoded.text == (SENTENCE * 60)[:-1]
    assert decoded.rule == charset


def test_one_bad_byte_does_not_turn_utf_8_into_something_else() -> None:
    body = (SENTENCE * 5).encode()
    decoded = decode(body[:30] + b"\xff" + body[30:], "gb2312")
    assert (decoded.charset, decoded.rule) == ("utf-8", "replaced")
    assert decoded.text.replace("\ufffd", "") == SENTENCE * 5


def test_what_is_neither_utf_8_nor_chinese_is_read_as_declared() -> None:
    decoded = decode("Rapport sur le café à ÿ".encode("iso-8859-1"), "iso-8859-1")
    assert (decoded.text, decoded.rule) == ("Rapport sur le café à ÿ", "declared")


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff", b"\x80" * 3000, bytes(range(256)) * 9])
def test_no_bytes_raise(body: bytes) -> None:
    assert decode(body, "\x00;utf").rule


def test_charset_labels_are_met_dirty() -> None:
    assert meta_charset(b'<META http-equiv=Content-Type content="text/html; CHARSET = gb2312">') == "gb2312"
    assert codec_name(' "GBK" ') == "gb18030"
    assert codec_name("unicode") is None
    assert codec_name("base64") is None


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_nuls(charset: str) -> None:
    page = f"<html><head><title>年报</title></head><body><p>{SENTENCE}</p></body></html>"
    decoded = decode(page.encode(charset), "gb2312")
    assert (decoded.text, decoded.charset, decoded.rule) == (page, charset, "nul")
    assert read(page.encode(charset)).media == "text/html"


@pytest.mark.parametrize(("head", "body"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
def test_a_page_whose_head_is_in_another_charset_is_read_part_by_part(head: str, body: str) -> None:
    menu, text = "<div>青河县人民政府门户网站</div><div>政务公开</div>", f"<p>{SENTENCE}</p><p>一、总体情况</p>" * 3
    decoded = decode(menu.encode(head) + text.encode(body), head)
    assert (decoded.text, decoded.rule) == (menu + text, "mixed")


def test_a_damaged_character_stays_one_damaged_character() -> None:
    page = f"<p>{SENTENCE}</p>" * 9
    damaged = page.encode()[:30] + b"\xff" + page.encode()[30:]
    assert decode(damaged).text.count("\ufffd") <= 3
