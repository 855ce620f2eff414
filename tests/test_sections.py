"""Which lines of a report are its headings."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading.document import Block, Grid, Paragraph
from archive.reading.reader import read
from archive.report.sections import find_lost_chapters, split_sections
from tests.site import build


def sections(*lines: str) -> list[tuple[str | None, str]]:
    return [(section.heading, section.text) for section in split_sections([Paragraph(line) for line in lines])]


def headings(*lines: str) -> list[str]:
    return [heading for heading, _ in sections(*lines) if heading]


def test_sections_begin_at_the_chinese_numerals() -> None:
    assert sections(
        "本报告如下。",
        "一、总体情况",
        "全年公开信息三十条。",
        "（一）主动公开",
        "按时公开。",
        "二、存在的主要问题及改进情况",
        "无。",
    ) == [
        (None, "本报告如下。"),
        ("一、总体情况", "全年公开信息三十条。\n（一）主动公开\n按时公开。"),
        ("二、存在的主要问题及改进情况", "无。"),
    ]


def test_a_report_without_a_preamble_has_no_section_without_heading() -> None:
    assert sections("一、总体情况", "略。") == [("一、总体情况", "略。")]
    assert split_sections([]) == ()


def test_headings_in_other_spellings() -> None:
    assert headings(
        "一 、总体情况", "二．主动公开政府信息情况", "第三部分 依申请公开情况", "四 其他需要报告的事项"
    ) == [
        "一 、总体情况",
        "二．主动公开政府信息情况",
        "第三部分 依申请公开情况",
        "四 其他需要报告的事项",
    ]


def test_an_enumeration_in_a_sentence_is_no_heading() -> None:
    sentence = "本报告包括六个方面：一、总体情况；二、主动公开政府信息情况；三、其他需要报告的事项。"
    begins = "一、总体情况；二、主动公开政府信息情况；三、其他需要报告的事项"
    assert headings(sentence, begins) == []


def test_a_list_of_contents_is_no_section() -> None:
    contents = ["一、概述", "二、依申请公开情况", "三、收费及减免情况"]
    found = sections(*contents, "一、概述", "去年。", "二、依申请公开情况", "无。", "三、收费及减免情况", "无。")
    assert found[0] == (None, "\n".join(contents))
    assert [heading for heading, _ in found[1:]] == contents


def test_points_of_a_section_that_begin_again_at_one_stay_in_it() -> None:
    assert headings("一、工作概况", "二、主要问题", "一、人手不足", "二、经费不足", "三、明年打算", "略。") == [
        "一、工作概况",
        "二、主要问题",
        "三、明年打算",
    ]


def test_numbered_sentences_are_text() -> None:
    sentence = "一、2012年我局在门户网站主动公开信息共计一百余条，其中工作动态六十条，政策文件二十条，公告十条。"
    assert headings(sentence, "二、全年没有收到公开政府信息的申请，也没有因此发生的行政复议和诉讼。") == []


def test_a_known_heading_that_lost_its_numeral_is_one() -> None:
    lines = [
        "一、概述",
        "略。",
        "行政复议、诉讼和申诉情况",
        "没有。",
        "收费及减免情况",
        "没有。",
        "四、存在的问题",
        "略。",
    ]
    assert headings(*lines) == ["一、概述", "行政复议、诉讼和申诉情况", "收费及减免情况", "四、存在的问题"]


def test_a_line_named_like_a_numbered_section_is_text() -> None:
    lines = ["一、总体情况", "主动公开政府信息情况", "略。", "二、主动公开政府信息情况", "略。"]
    assert headings(*lines) == ["一、总体情况", "二、主动公开政府信息情况"]


def test_misnumbered_headings_of_the_forms_are_kept() -> None:
    lines = ["一、总体情况", "二、主动公开政府信息情况", "二、收到和处理政府信息公开申请情况", "三、其他需要报告的事项"]
    assert headings(*lines) == lines


def test_a_heading_glued_to_the_text_before_or_behind_it_is_cut_off() -> None:
    assert sections(
        "一、总体情况2020年公开信息九条。", "二、主动公开政府信息情况", "略。三、收到和处理政府信息公开申请情况", "无。"
    ) == [
        ("一、总体情况", "2020年公开信息九条。"),
        ("二、主动公开政府信息情况", "略。"),
        ("三、收到和处理政府信息公开申请情况", "无。"),
    ]
    assert sections("一、概述。2012年，我局按时公开。") == [("一、概述。", "2012年，我局按时公开。")]


def test_spaces_inside_a_heading_do_not_cut_it() -> None:
    assert sections("一、加强领导　落实责任", "略。") == [("一、加强领导　落实责任", "略。")]


def test_a_sentence_that_begins_like_a_heading_is_not_cut() -> None:
    assert sections("一、总体情况较好，问题不多，明年继续努力做好各项公开工作。") == [
        (None, "一、总体情况较好，问题不多，明年继续努力做好各项公开工作。")
    ]


def test_table_rows_are_text_even_where_they_are_numbered() -> None:
    grid = Grid((("一、本年新收政府信息公开申请数量", "5"), ("四、结转下年度继续办理", "0")))
    blocks: list[Block] = [Paragraph("三、收到和处理政府信息公开申请情况"), grid, Paragraph("四、结转下年度继续办理")]
    (section,) = split_sections(blocks)
    assert section.text == "一、本年新收政府信息公开申请数量 | 5\n四、结转下年度继续办理 | 0\n四、结转下年度继续办理"


def test_every_line_stands_in_exactly_one_section() -> None:
    lines = [
        "前言。",
        "一、概述。去年一切正常。",
        "（一）公开",
        "三、其他需要报告的事项无",
        "一、总体情况 略。二、主动公开政府信息情况：略。",
        "落款",
    ]
    told = "".join((heading or "") + text for heading, text in sections(*lines))
    assert "".join(told.split()) == "".join("".join(lines).split())


CHAPTERS = (
    "概述",
    "主动公开政府信息情况",
    "依申请公开政府信息办理情况",
    "政府信息公开的收费及减免情况",
    "因政府信息公开申请行政复议、提起行政诉讼情况",
    "存在的主要问题和改进措施",
    "其他需要报告的事项",
)
HAN = "一二三四五六七八九十"
WAYS = {
    "第{h}部分 {w}": "part",
    "第{h}章 {w}": "chapter",
    "第{h}、{w}": "nth",
    "{a}.{w}": "arab",
    "{a}、{w}": "arab",
    "0{a} {w}": "arab",
    "{r}、{w}": "roman",
    "（{h}）{w}": "bracket",
    "{f}、{w}": "formal",
    "{w}": "none",
    "【{w}】": "none",
    "{h}：{w}": "colon",
}


def number(way: str) -> list[str]:
    return [
        way.format(h=HAN[at], a=at + 1, r="ⅠⅡⅢⅣⅤⅥⅦ"[at], f="壹贰叁肆伍陆柒"[at], w=words)
        for at, words in enumerate(CHAPTERS)
    ]


@pytest.mark.parametrize("way", WAYS)
def test_chapters_that_are_numbered_in_another_way(way: str) -> None:
    chapters = number(way)
    lines = [line for chapter in chapters for line in (chapter, "一是按时公开；二是及时更新。")]
    assert headings("本报告如下。", *lines) == chapters


def test_points_in_brackets_and_digits_are_text_where_the_chapters_have_numerals() -> None:
    lines = [
        "一、总体情况",
        "（一）主动公开情况",
        "略。",
        "（二）依申请公开情况",
        "略。",
        "（三）咨询情况",
        "1、主动公开情况",
    ]
    assert headings(*lines, "二、其他需要报告的事项") == ["一、总体情况", "二、其他需要报告的事项"]


def test_numbered_points_that_name_no_topic_are_no_chapters() -> None:
    assert headings("1.加强领导", "略。", "2.完善制度", "略。", "3.强化监督", "略。", "4.抓好培训", "略。") == []


def test_headings_that_changed_their_places_or_share_a_number() -> None:
    assert headings("一、工作部署", "二、网站建设", "四、热点回应", "三、制度建设", "五、队伍建设") == [
        "一、工作部署",
        "二、网站建设",
        "四、热点回应",
        "三、制度建设",
        "五、队伍建设",
    ]
    twice = ["一、工作部署", "二、网站建设", "二、热点回应", "三、制度建设"]
    assert headings(*twice) == twice


@pytest.mark.parametrize("behind", ["………3", "......12", "  4", "\u3000（5）", "……"])
def test_a_list_of_contents_with_pages_is_no_section(behind: str) -> None:
    contents = [f"{HAN[at]}、{words}{behind}" for at, words in enumerate(CHAPTERS)]
    lines = [line for chapter in number("{h}、{w}") for line in (chapter, "略。")]
    found = sections("目录", *contents, *lines)
    assert [heading for heading, _ in found] == [None, *number("{h}、{w}")]
    assert found[0][1].splitlines() == ["目录", *contents]


def test_a_heading_printed_over_two_lines_is_one() -> None:
    assert sections("一、", "总体情况", "略。", "二、因政府信息公开申请行政复议、", "提起行政诉讼情况", "无。") == [
        ("一、总体情况", "略。"),
        ("二、因政府信息公开申请行政复议、提起行政诉讼情况", "无。"),
    ]
    assert headings("一、概述", "略。", "二、存在的主要问题", "和改进措施", "略。") == [
        "一、概述",
        "二、存在的主要问题和改进措施",
    ]


def test_a_heading_and_the_line_under_it_are_not_joined() -> None:
    assert sections("一、概述", "本镇概况如下", "二、主动公开政府信息情况", "主要情况") == [
        ("一、概述", "本镇概况如下"),
        ("二、主动公开政府信息情况", "主要情况"),
    ]


def test_a_heading_said_twice_in_a_row_is_one_section() -> None:
    assert headings("一、概述", "二、主动公开政府信息情况", "二、主动公开政府信息情况", "略。") == [
        "一、概述",
        "二、主动公开政府信息情况",
    ]


@pytest.mark.parametrize(
    "text", ["2017年，我局公开信息。", "（一）数量。公开三条。", "一是及时；二是准确。", "没有发生。", "无。"]
)
@pytest.mark.parametrize("between", ["", "　　", "：", "。"])
def test_text_glued_to_any_known_heading_is_cut_off(between: str, text: str) -> None:
    for heading in number("{h}、{w}"):
        first = sections("开头。", heading + between + text)[1]
        assert (first[0] or "").rstrip("：。") == heading
        assert first[1].strip("　") == text


SIGNS = "一、 二、 （一） 1. 第一部分 Ⅰ、 。 ； ， ： 【 】 略。 2017年 无 目录 …… 3 | 我局"
PIECES_OF_LINES = [*number("{h}、{w}"), *number("（{h}）{w}"), *CHAPTERS, *SIGNS.split(), *"\t\u3000 \n"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES_OF_LINES) | st.text(max_size=4), max_size=6).map("".join), max_size=14))
def test_headings_and_texts_are_the_whole_text_whatever_is_written(lines: list[str]) -> None:
    found = sections(*lines)
    told = "".join((heading or "") + text for heading, text in found)
    assert "".join(told.split()) == "".join("".join(lines).split())
    assert all(heading for heading, _ in found[1:])


def test_absurd_lines_take_bounded_time() -> None:
    for text in (
        "一、" * 20_000,
        "一、总体情况" * 5_000,
        "。" * 50_000,
        "一、" + "情" * 50_000,
        "1." * 20_000,
        " " * 50_000,
    ):
        assert sections(text)
        sections(*([text[:40]] * 2_000))


def test_the_headings_of_the_sample_portal() -> None:
    site = build(1)
    for report in site.truth.reports[::3]:
        document = read(site.pages[report.paths[0]].body)
        found = [section.heading for section in split_sections(document.blocks) if section.heading]
        assert ["".join(heading.split()) for heading in found] == ["".join(h.split()) for h in report.headings]


EXPECTED = {
    "2015-xianning.txt": 8,
    "2017-changyi.txt": 6,
    "2017-hunjiang.txt": 7,
    "2019-xingqing.txt": 4,
    "2020-binhu.txt": 6,
}


@pytest.mark.parametrize(("name", "count"), EXPECTED.items())
def test_sections_of_real_reports(shared: Path, name: str, count: int) -> None:
    text = (shared / "reports" / name).read_text(encoding="utf-8")
    found = split_sections([Paragraph(line) for line in text.splitlines()])
    assert found[0].heading is None
    assert len(found) == 1 + count
    assert "".join("".join((s.heading or "") + s.text for s in found).split()) == "".join(text.split())


def test_chapters_that_are_not_there_are_named() -> None:
    lines = (
        "一、总体情况",
        "做了工作。",
        "二、主动公开政府信息情况",
        "公开了。",
        "五、存在的主要问题及改进情况",
        "不足。",
    )
    (finding,) = find_lost_chapters(split_sections([Paragraph(line) for line in lines]))
    assert finding.code == "section_missing"
    assert "三、四 between 二、主动公开政府信息情况 and 五、" in finding.message


def test_chapters_in_order_and_free_headings_lack_nothing() -> None:
    bare = ("一、概述", "二、主动公开情况", "依申请公开情况", "四、其他需要报告的事项")
    for lines in (
        bare,
        ("一、概述", "二、主动公开情况", "三、其他"),
        ("概述", "主动公开情况"),
        ("一、概述", "五十个单位"),
    ):
        assert list(find_lost_chapters(split_sections([Paragraph(line) for line in lines]))) == []
