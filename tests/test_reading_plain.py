"""Saved texts: title, the header lines of the page they came from, and every sentence of the report."""

from pathlib import Path

import pytest

from archive.reading.document import Grid, Paragraph
from archive.reading.plain import read_plain

BODY = """根据《中华人民共和国政府信息公开条例》的要求，现公布本机关2018年的情况，欢迎社会各界监督。

一、主动公开情况
全年公开信息126条。
二、依申请公开情况
无。
青河县水务局
2019年1月18日"""
LINES = [line for line in BODY.splitlines() if line]


def test_a_bare_report_keeps_every_line() -> None:
    document = read_plain("青河县水务局2018年政府信息公开工作年度报告\n" + BODY)
    assert document.titles == ("青河县水务局2018年政府信息公开工作年度报告",)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == LINES
    assert document.header == ()
    assert document.state == "complete"


@pytest.mark.parametrize(
    "head",
    [
        "登录 注册\n\n{title}\n\n发布日期:2019-02-22    点击数:\n",
        "{title}\n索引号 : 文       号 : 无\n主题分类: 发文单位: 无\n"
        "名       称: {title} 发布日期: 2019年02月22日\n有效性: 发文日期:\n",
        "{title}\n发布时间:2019-02-22 13:17 [ 大 中 小 ]\n",
        "索引号:\n11330282/2019-121822\n发布机构:\n县水务局\n公开方式:\n主动公开\n发布日期:\n2019-02-22\n{title}\n",
        "{title}\n• 听全文\n• 2019-02-22\n• 来源:县水务局\n",
        "当前位置: 首页 > 政务公开 > 年报\n{title}\n时间:2019年02月22日来源:县水务局\n",
        "索引号 | XF080-2019-001 | 发布机构 | 水务局 |\n公开类别 | 主动公开 | 发布时间 | 2019-02-22 |\n"
        "标 题 | {title} |\n",
        "首页\n新闻中心\n政务公开\n{title}\n【发布日期】2019-02-22\n【字体：大 中 小】 打印 关闭\n",
    ],
)
def test_the_head_of_the_page_is_header_and_no_text(head: str) -> None:
    title = "青河县水务局2018年政府信息公开工作年度报告"
    document = read_plain(head.format(title=title) + BODY)
    assert document.titles[0] == title
    assert document.text.splitlines() == LINES
    segments = " ".join(segment for block in document.header for segment in block)
    assert "2019-02-22" in segments or "2019年02月22日" in segments


def test_the_foot_of_the_page_is_no_text() -> None:
    foot = "\n\n【打印本页】【关闭窗口】\n上一篇：2017年年报\n下一篇：没有了\n主办单位：县政府\n网站标识码：00001"
    assert read_plain("2018年政府信息公开年度报告\n" + BODY + foot).text.splitlines() == LINES


def test_an_organ_above_the_title_belongs_to_it() -> None:
    document = read_plain("\n青河县水务局\n\n2018 年政府信息公开工作年度报告\n\n" + BODY)
    assert document.titles == ("青河县水务局2018 年政府信息公开工作年度报告",)
    assert document.text.splitlines() == LINES


def test_an_organ_below_the_title_is_joined_to_it_in_a_second_candidate() -> None:
    document = read_plain("2018年政府信息公开工作年度报告\n\n        青河县水务局\n\n" + BODY)
    assert document.titles == (
        "2018年政府信息公开工作年度报告",
        "青河县水务局2018年政府信息公开工作年度报告",
    )
    assert document.text.splitlines() == LINES


def test_a_title_may_be_broken_over_lines() -> None:
    document = read_plain("青河县水务局2018年政府信息公开工作\n年度报告\n" + BODY)
    assert document.titles[0] == "青河县水务局2018年政府信息公开工作年度报告"


def test_the_cells_of_a_flattened_table_stay_apart_and_blank_ones_are_seen() -> None:
    document = read_plain("2018年信息公开年报\n" + BODY + "\n三、附表\n信息内容\t本年\t\n规章\t\t0\n")
    assert document.grids == (Grid((("信息内容", "本年", ""), ("规章", "", "0"))),)
    assert document.text.splitlines()[-2:] == ["信息内容 | 本年 |", "规章 |  | 0"]


def test_numbers_at_the_end_are_no_counters() -> None:
    document = read_plain("2018年信息公开年报\n" + BODY + "\n收到申请\n0\n-\n126\n")
    assert document.text.splitlines()[-4:] == ["收到申请", "0", "-", "126"]


def test_words_of_a_header_in_a_sentence_are_left_where_they_are() -> None:
    sentence = "发布日期：以网站显示为准，来源：各科室，本局对信息的准确负责。"
    assert (
        sentence
        in read_plain("2018年信息公开年报\n" + BODY + "\n" + sentence + "\n特此报告，请予审议并监督落实。").text
    )


def test_control_characters_are_taken_out_and_counted() -> None:
    document = read_plain("2018年信息公开年报\n全年公开\x00信\x0b息126条，按期答复。")
    assert document.text == "全年公开信息126条，按期答复。"
    assert [finding.code for finding in document.findings] == ["control_characters"]


@pytest.mark.parametrize("text", ["", "\n\n", "登录 注册", "\x00"])
def test_a_text_without_text_is_incomplete(text: str) -> None:
    document = read_plain(text)
    assert document.state == "incomplete"
    assert "empty_body" in [finding.code for finding in document.findings]


def test_saved_reports_keep_their_sentences(shared: Path) -> None:
    for file in sorted((shared / "reports").glob("*.txt")):
        raw = file.read_text(encoding="utf-8")
        text = read_plain(raw).text
        for line in raw.splitlines():
            if "。" in line:
                assert " ".join(line.split()) in text, (file.name, line[:40])
