"""Packages of files: one text of all that can be read in them."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Grid, Paragraph
from archive.reading.package import MOST_FILES, natural_order
from archive.reading.reader import read
from tests.fixtures import fixture, truth
from tests.sheet_files import rows, xlsx

SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"
TITLE = "青河县水务局2020年政府信息公开工作年度报告"
REPORT = f"{TITLE}\n{SENTENCE}\n青河县水务局\n2021年1月20日\n".encode()
TABLE = xlsx(rows(["附表：依申请公开情况"], ["项目", "数量"], ["收到申请", 3]))
RAR = b"Rar!\x1a\x07\x00"


def named(files: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return body.getvalue()


def named_in(charset: str, files: dict[str, bytes]) -> bytes:
    """A package whose names carry no flag of UTF-8: packed under names of ASCII as long, which are then replaced."""
    plain = {f"{n}".rjust(len(name.encode(charset)), "~"): body for n, (name, body) in enumerate(files.items())}
    made = named(plain)
    for short, name in zip(plain, files, strict=True):
        made = made.replace(short.encode(), name.encode(charset))
    return made


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_a_package_of_one_report_is_that_report() -> None:
    document = read(named({"年报/report.rtf": fixture("2021.rtf")}))
    alone = read(fixture("2021.rtf"))
    assert (document.titles, document.blocks, document.state) == (alone.titles, alone.blocks, "complete")
    assert (document.media, document.reader) == ("application/zip", "zip/1 rtf/1")
    assert document.titles[0] == truth("2021").title


def test_the_report_stands_first_and_what_belongs_to_it_behind_under_its_title() -> None:
    document = read(named({"1.附表.xlsx": TABLE, "2.年报.txt": REPORT}))
    assert document.titles[0] == TITLE
    assert document.blocks[0] == Paragraph(SENTENCE)
    assert document.blocks[-2] == Paragraph("附表：依申请公开情况", heading=True)
    assert isinstance(document.blocks[-1], Grid)


def test_a_name_says_which_file_is_the_report_where_no_title_does() -> None:
    bare = f"一、总体情况\n{SENTENCE}\n".encode()
    notes = f"一、编制说明\n{SENTENCE[:30]}。\n".encode()
    document = read(named({"a说明.txt": notes, "b2020年政府信息公开年度报告.txt": bare}))
    assert document.text.splitlines()[0] == "一、总体情况"


def test_further_files_stand_in_the_order_a_person_counts() -> None:
    files = {f"附件{n}.txt": f"{SENTENCE}\n第{n}号附件在此，供查阅。\n".encode() for n in (10, 2, 1)}
    text = read(named(files)).text
    assert text.index("第1号") < text.index("第2号") < text.index("第10号")
    assert natural_order("a2") < natural_order("a10") and natural_order("9" * 5_000) > natural_order("8" * 5_000)


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_names_without_a_flag_are_read_all_the_same(charset: str) -> None:
    document = read(named_in(charset, {"年报.txt": REPORT, "扫描件.rar": RAR}))
    assert [finding.where for finding in document.findings] == ["扫描件.rar"]


def test_a_report_packed_in_two_formats_is_read_once() -> None:
    document = read(named({"年报.rtf": fixture("2021.rtf"), "年报.ofd": fixture("2021.ofd")}))
    assert len(document.grids) == 3
    assert codes(document) == ["member_twin"]
    assert document.state == "complete"


def test_of_two_formats_the_one_that_was_read_whole_is_taken() -> None:
    whole = fixture("2021.rtf")
    document = read(named({"1.年报.rtf": whole.rstrip()[:-1], "2.年报.rtf": whole}))
    assert [(f.code, f.where) for f in document.findings] == [("member_twin", "1.年报.rtf")]
    assert document.state == "complete"


def test_what_cannot_be_read_is_named_with_the_reason_and_the_text_is_incomplete() -> None:
    inner = named({"年报.txt": REPORT})
    document = read(named({"年报.txt": REPORT, "b.rar": RAR, "c.zip": inner, "d.xlsx": TABLE[:300], "e.txt": b""}))
    assert document.state == "incomplete"
    assert document.titles[0] == TITLE
    told = {finding.where: finding.message for finding in document.findings if finding.code == "member"}
    assert told.keys() == {"b.rar", "c.zip", "d.xlsx", "e.txt"}
    assert "unsupported_media" in told["b.rar"] and "nested_package" in told["c.zip"] and "empty" in told["e.txt"]


def test_findings_of_members_say_of_which() -> None:
    hidden = xlsx(rows(["a", 1], ["b", 2]), rows(["x", 1]), states="visible hidden")
    assert [f.where for f in read(named({"年报.txt": REPORT, "表.xlsx": hidden})).findings] == ["表.xlsx: Sheet2"]


def test_several_reports_in_one_package_are_kept_and_said() -> None:
    other = REPORT.replace("水务局".encode(), "教育局".encode()).replace("五十四".encode(), "六十".encode())
    document = read(named({"水务局.txt": REPORT, "教育局.txt": other}))
    assert "several_reports" in codes(document)
    assert document.text.count("主动公开政府信息") == 2


def test_what_systems_leave_behind_is_passed_over() -> None:
    litter = {"__MACOSX/._年报.txt": b"\x00\x05", ".DS_Store": b"x", "a/Thumbs.db": b"x", "~$年报.docx": b"x"}
    document = read(named({**litter, "a/年报.txt": REPORT}))
    assert (document.state, document.findings) == ("complete", ())


@pytest.mark.parametrize("files", [{}, {"a.rar": RAR}, {"a.zip": named({"年报.txt": REPORT})}, {"Thumbs.db": b"x"}])
def test_a_package_without_a_readable_file_is_unreadable_and_says_why(files: dict[str, bytes]) -> None:
    document = read(named(files))
    assert (document.state, document.blocks) == ("unreadable", ())
    assert document.findings


def test_a_package_of_more_files_than_any_report_has_is_cut_with_a_finding() -> None:
    files = {f"{n}.txt": f"{SENTENCE}{n}。\n{'条目' * n}".encode() for n in range(MOST_FILES + 5)}
    document = read(named(files))
    assert document.state == "incomplete"
    assert "more_members" in codes(document)


def test_a_bomb_and_names_that_lead_elsewhere_do_no_harm() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("年报.txt", bytes(64 * 2**20))
    assert codes(read(body.getvalue())) == ["zip_refused"]
    assert read(named({"../../年报.txt": REPORT, "/etc/年报.txt": REPORT})).titles[0] == TITLE


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_makes_the_reader_raise(data: st.DataObject) -> None:
    body = bytearray(named({"年报.txt": REPORT, "附表.xlsx": TABLE}))
    for _ in range(data.draw(st.integers(1, 10))):
        body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    document = read(bytes(body))
    assert document.blocks or document.findings
