"""Word files, read from bytes: all that Word shows, nothing that it does not."""

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Grid, Paragraph, Picture
from archive.reading.reader import read
from archive.reading.word.numerals import write_number
from tests.fixtures import fixture, truth
from tests.word_files import (
    SPACES,
    STRICT,
    instance,
    levels,
    make_docx,
    numbered,
    p,
    pack,
    r,
    tbl,
    tc,
    tr,
)

SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"
OPENING = p(SENTENCE)


def texts(body: str, **parts: str) -> list[str]:
    """The paragraphs behind the opening sentence."""
    document = read(make_docx(OPENING + body, parts))
    assert document.text.splitlines()[0] == SENTENCE
    return document.text.splitlines()[1:]


def grid(*rows: str, widths: tuple[int, ...] = ()) -> Grid:
    (found,) = read(make_docx(OPENING + tbl(*rows, widths=widths))).grids
    return found


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


# --- text


def test_deleted_and_moved_text_is_gone_and_inserted_text_is_there() -> None:
    changed = (
        f"<w:p>{r('受理')}<w:del><w:r><w:delText>三</w:delText></w:r></w:del><w:ins>{r('五')}</w:ins>{r('件。')}</w:p>"
        f"<w:moveFrom>{r('旧')}</w:moveFrom><w:p><w:moveTo>{r('新处')}</w:moveTo></w:p>"
    )
    assert texts(changed) == ["受理五件。", "新处"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert texts(p("公开方式有", mark) + p("三种。")) == ["公开方式有三种。"]


def test_hidden_text_is_left_out_and_said() -> None:
    document = read(make_docx(OPENING + f"<w:p>{r('可见')}{r('内部批注', '<w:vanish/>')}</w:p>"))
    assert document.text.splitlines()[1:] == ["可见"]
    assert codes(document) == ["hidden_text"]


def test_line_breaks_part_lines_and_tabs_and_hyphens_are_kept() -> None:
    runs = "<w:r><w:t>一行</w:t><w:br/><w:t>二行</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>"
    assert texts(f"<w:p>{runs}</w:p>") == ["一行", "二行 A-1"]


def test_fields_show_their_result_and_links_their_words() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink r:id="rId9">{r("门户网站")}</w:hyperlink>'
    assert texts(f"<w:p>{r('见表')}{field}{r('和')}{link}</w:p>") == ["见表3和门户网站"]


def test_content_controls_are_read_and_prompts_of_unfilled_ones_are_not() -> None:
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('已填写')}</w:sdtContent></w:sdt>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处')}</w:sdtContent></w:sdt>"
    assert texts(filled + prompt) == ["已填写"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内文字')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(f"<w:p>{r('前')}<w:r>{drawing}</w:r>{r('后')}</w:p>") == ["前后", "框内文字"]


def test_a_footnote_stands_behind_its_paragraph() -> None:
    notes = f'<w:footnote w:type="separator" w:id="0">{p("——")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("含电话。")}</w:footnote>'
    body = f'<w:p>{r("咨询六次")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("完毕。")
    assert texts(body, footnotes=notes) == ["咨询六次", "含电话。", "完毕。"]


def test_running_heads_and_comments_are_no_text() -> None:
    files = dict(zip_files(make_docx(OPENING + p("正文"))))
    for name in ("header1", "footer1", "comments"):
        files[f"word/{name}.xml"] = f"<w:hdr {SPACES}>{p('页眉')}</w:hdr>"
    assert read(pack(files)).text.splitlines()[1:] == ["正文"]


def test_a_table_of_contents_is_left_out_and_said() -> None:
    styles = '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    body = p("一、总体情况 1", '<w:pStyle w:val="T1"/>') + p("一、总体情况")
    document = read(make_docx(OPENING + body, {"styles": styles}))
    assert document.text.splitlines()[1:] == ["一、总体情况"]
    assert codes(document) == ["contents"]


def test_headings_are_what_styles_and_outline_levels_say() -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:name w:val="小标题"/><w:basedOn w:val="1"/></w:style>'
    )
    body = p("总体情况", '<w:pStyle w:val="own"/>') + p("正文", '<w:pStyle w:val="own"/><w:outlineLvl w:val="9"/>')
    blocks = read(make_docx(OPENING + body, {"styles": styles})).blocks
    assert [block.heading for block in blocks if not isinstance(block, Grid)] == [False, True, False]


def test_the_strict_vocabulary_and_another_name_of_the_document_are_read() -> None:
    assert read(make_docx(OPENING, spaces=STRICT)).text == SENTENCE
    assert read(make_docx(OPENING, main="document2")).text == SENTENCE


# --- list numbers


def test_the_numbers_of_lists_are_written_out_as_word_prints_them() -> None:
    numbering = levels(("japaneseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    body = "".join(numbered(text, level) for text, level in (("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1)))
    printed = texts(body + numbered("己", 0) + numbered("庚", 1), numbering=numbering)
    assert printed == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "二、己", "（一）庚"]


def test_a_list_goes_on_in_another_unless_that_begins_anew() -> None:
    anew = instance(3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    numbering = levels(("decimal", "%1．")) + instance(2) + anew
    body = "".join(numbered(text, key=key) for text, key in (("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3)))
    assert texts(body, numbering=numbering) == ["1．甲", "2．乙", "1．丙", "2．丁"]


def test_a_style_can_put_a_paragraph_in_a_list_and_a_paragraph_can_leave_it() -> None:
    styles = (
        '<w:style w:styleId="S"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    left = '<w:pStyle w:val="S"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", '<w:pStyle w:val="S"/>') + p("乙", left) + p("丙", '<w:pStyle w:val="S"/>')
    numbering = levels(("chineseCounting", "第%1条 "))
    assert texts(body, styles=styles, numbering=numbering) == ["第一条 甲", "乙", "第二条 丙"]


def test_bullets_print_nothing_and_unknown_formats_are_said() -> None:
    numbering = levels(("bullet", "\uf06c"), ("hebrew1", "%2."))
    document = read(make_docx(OPENING + numbered("甲") + numbered("乙", 1), {"numbering": numbering}))
    assert document.text.splitlines()[1:] == ["甲", "乙"]
    assert codes(document) == ["numbering"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (12, "ideographDigital", "一二"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (21, "decimalEnclosedCircle", None),
    ],
)
def test_a_number_is_written_in_the_format_of_its_level(number: int, form: str, printed: str | None) -> None:
    assert write_number(number, form) == printed


# --- tables


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    found = grid(
        tr(tc("申请", START), tc("人数", span(2))),
        tr(tc("", GOES_ON), tc("自然人"), tc("法人")),
        tr(tc("总计"), tc("3"), tc("")),
    )
    assert found.rows == (("申请", "人数", "人数"), ("申请", "自然人", "法人"), ("总计", "3", ""))


def test_a_row_that_begins_or_ends_later_keeps_its_columns() -> None:
    later = tr(tc("乙"), tc("2"), properties='<w:gridBefore w:val="1"/>')
    earlier = tr(tc("丙"), properties='<w:gridAfter w:val="2"/>')
    found = grid(tr(tc("甲"), tc("一"), tc("二")), later, earlier)
    assert found.rows == (("甲", "一", "二"), ("", "乙", "2"), ("丙", "", ""))


def test_a_column_that_comes_from_edges_that_hardly_miss_each_other_is_none() -> None:
    rows = (tr(tc("复议", span(1)), tc("诉讼", span(2))), tr(tc("1", span(2)), tc("2")))
    assert grid(*rows, widths=(600, 1, 600)).rows == (("复议", "诉讼"), ("1", "2"))
    assert len(grid(*rows, widths=(600, 300, 600)).rows[0]) == 3


def test_deleted_rows_are_gone_and_rows_in_content_controls_are_there() -> None:
    kept = f"<w:sdt><w:sdtContent>{tr(tc('乙'), tc('2'))}</w:sdtContent></w:sdt>"
    found = grid(tr(tc("甲"), tc("1")), tr(tc("旧"), tc("9"), properties="<w:del/>"), kept)
    assert found.rows == (("甲", "1"), ("乙", "2"))


def test_a_table_that_lays_out_the_page_is_unwrapped_and_one_inside_it_is_a_grid() -> None:
    inner = tbl(tr(tc("项目"), tc("件数")), tr(tc("受理"), tc("4")))
    layout = tbl(f"<w:tr><w:tc>{p('表格如下：')}{inner}{p('')}</w:tc></w:tr>")
    blocks = read(make_docx(OPENING + layout)).blocks
    assert [block.rows if isinstance(block, Grid) else block.text for block in blocks] == [
        SENTENCE, "表格如下：", (("项目", "件数"), ("受理", "4")),
    ]  # fmt: skip


# --- pictures, other formats, damage


def test_pictures_are_said_and_a_file_of_nothing_else_is_incomplete() -> None:
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>'
    document = read(make_docx(OPENING * 2 + picture))
    assert (document.state, codes(document)) == ("complete", ["picture"])
    document = read(make_docx(picture))
    assert (document.state, codes(document)[:2]) == ("incomplete", ["picture", "body_in_picture"])


@pytest.mark.parametrize(
    "picture", ['<w:drawing><a:blip r:embed="rId1"/></w:drawing>', '<w:pict><v:imagedata r:id="rId1"/></w:pict>']
)
def test_a_picture_stands_between_the_paragraphs_it_stands_between(picture: str) -> None:
    document = read(make_docx(OPENING + p("见下图：") + f"<w:p><w:r>{picture}</w:r></w:p>" + p("其后")))
    assert document.blocks == (Paragraph(SENTENCE), Paragraph("见下图："), Picture("", ""), Paragraph("其后"))


def test_a_part_in_another_format_makes_the_text_incomplete() -> None:
    document = read(make_docx(OPENING + '<w:altChunk r:id="rId3"/>'))
    assert (document.state, codes(document)) == ("incomplete", ["embedded_part"])


def test_broken_xml_is_read_as_far_as_it_goes_and_doubtful() -> None:
    whole = zip_files(make_docx(OPENING + p("其后")))
    broken = {name: content.replace("</w:body></w:document>", "<w:p>") for name, content in whole.items()}
    document = read(pack(broken))
    assert document.text.splitlines() == [SENTENCE, "其后"]
    assert (document.state, codes(document)) == ("doubtful", ["damaged_file"])


def test_entities_are_refused() -> None:
    files = zip_files(make_docx(OPENING))
    declared = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    files["word/document.xml"] = declared + files["word/document.xml"].replace("五十四", "&x;")
    document = read(pack(files))
    assert (document.state, codes(document), document.text) == ("unreadable", ["damaged_file"], "")


def test_a_zip_without_a_document_is_unreadable() -> None:
    document = read(pack({"word/styles.xml": "<x/>"}))
    assert (document.state, codes(document)) == ("unreadable", ["damaged_file"])


def test_deep_nesting_is_read_or_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + p("底") + "</w:sdtContent></w:sdt>" * 5_000
    assert read(make_docx(OPENING + deep)).state in ("doubtful", "unreadable")


# --- doc, wps, mht


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
FIB = b"\xec\xa5"
PARAGRAPH_TABLE = 0x106
"""Where a doc tells how long its table of paragraph properties is (lcbPlcfBtePapx, MS-DOC 2.5.6)."""

FLAGS, ENCRYPTED = 0x0A, 0x0100


def patched_doc(place: int, value: bytes) -> bytes:
    """A doc with other bytes in the head of its text stream (FIB)."""
    body = bytearray(fixture("2021.doc"))
    start = body.index(FIB) + place
    body[start : start + len(value)] = value
    return bytes(body)


def test_a_file_behind_a_password_says_so() -> None:
    (flags,) = struct.unpack_from("<H", fixture("2021.doc"), fixture("2021.doc").index(FIB) + FLAGS)
    new = OLE + "EncryptedPackage".encode("utf-16-le")
    for locked in (new, patched_doc(FLAGS, struct.pack("<H", flags | ENCRYPTED))):
        assert (read(locked).state, codes(read(locked))) == ("unreadable", ["encrypted"])


def test_an_ole_file_of_another_program_is_unreadable() -> None:
    document = read(OLE + "WPS Text".encode("utf-16-le"))
    assert (document.state, codes(document)) == ("unreadable", ["unsupported_media"])


def test_a_doc_whose_layout_is_broken_is_read_without_its_tables_and_doubtful() -> None:
    document = read(patched_doc(PARAGRAPH_TABLE, b"\xff\xff\xff\x7f"))
    assert (document.state, codes(document)) == ("doubtful", ["tables_lost"])
    for block in truth("2021").blocks:
        assert isinstance(block, Grid) or block.text in document.text


def test_a_doc_with_a_table_that_has_no_end_says_that_it_is_none_now() -> None:
    body, mark = fixture("2021.doc"), "\x07\x07".encode("utf-16-le")
    last = body.rindex(mark)
    document = read(body[:last] + "\x07\r".encode("utf-16-le") + body[last + len(mark) :])
    assert (document.state, codes(document)) == ("doubtful", ["text_lost"])


def test_a_page_saved_as_one_file_is_read_as_the_page() -> None:
    text = "".join(f"<p>{numeral}、{SENTENCE}</p>" for numeral in "一二三四五")
    page = f"<html><body><h1>某局2020年政府信息公开年度报告</h1>{text}</body></html>"
    message = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        "--b\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: 8bit\r\n"
        f'Content-Type: text/html; charset="gb2312"\r\n\r\n{page}\r\n--b--\r\n'
    )
    document = read(message.encode("gb18030"))
    assert (len(document.text.splitlines()), document.state, document.charset) == (5, "complete", "gb18030")
    assert document.recall == 1


# --- hostile bytes


@given(data=st.data(), name=st.sampled_from(["2021.docx", "2021.doc"]))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_changed_bytes_never_raise_and_never_pass_for_an_empty_report(data: st.DataObject, name: str) -> None:
    body = bytearray(fixture(name))
    for _ in range(data.draw(st.integers(1, 8))):  # the list of a zip's members, at its end, stays
        place, value = data.draw(st.integers(8, len(body) * 9 // 10)), data.draw(st.binary(min_size=1, max_size=8))
        body[place : place + len(value)] = value
    document = read(bytes(body))
    assert document.text or document.state in ("unreadable", "incomplete", "doubtful")


@given(xml=st.text(alphabet=st.sampled_from(list("wptcrbld:</>=\"' val1甲&;"))), data=st.data())
@settings(max_examples=50, deadline=None)
def test_any_xml_in_the_place_of_the_document_is_read_or_refused(xml: str, data: st.DataObject) -> None:
    piece = data.draw(st.sampled_from(["<w:tbl>", "<w:tc>", "<w:tr>", "<w:p>", "<w:t>", "<w:sdt>", ""]))
    document = read(make_docx(piece + xml + OPENING))
    assert document.text or document.state != "complete"


def zip_files(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}
