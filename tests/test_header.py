"""Metadata headers as portals print them: values to their labels, empty ones left empty."""

from archive.reading.labels import find_marks
from archive.report.header import HeaderField
from tests.headers import parse_head, parse_header


def raws(fields: dict[str, HeaderField]) -> dict[str, str]:
    return {key: field.raw for key, field in fields.items()}


def test_cells_of_a_table_are_pairs_of_label_and_value() -> None:
    block = ["索 引 号：", "014208/2021-00017", "主题分类：", "政务公开", "发布机构:", "枝江市民政局"]
    assert raws(parse_header([block])) == {
        "index_no": "014208/2021-00017",
        "topic": "政务公开",
        "publisher": "枝江市民政局",
    }


def test_an_empty_value_is_not_filled_with_its_neighbour() -> None:
    fields = parse_header([["索引号", "发布机构", "", "文　　号", "发布日期", "2021年1月2日 10:00", "有效性"]])
    assert raws(fields) == {
        "index_no": "",
        "publisher": "",
        "doc_no": "",
        "published": "2021年1月2日 10:00",
        "validity": "",
    }
    assert fields["published"].value == "2021-01-02"


def test_a_date_label_does_not_take_a_text_that_is_no_date() -> None:
    assert raws(parse_header([["更新时间：", "枝江市民政局"]])) == {"published": ""}


def test_the_end_of_a_block_ends_its_last_label() -> None:
    assert raws(parse_header([["文号："], ["枝民发〔2021〕3号"]])) == {"doc_no": ""}


def test_label_and_value_may_share_a_cell_or_a_line() -> None:
    fields = parse_header([["索引号: 002482/2024-00332", "文件编号: ", "发布机构: 省教育厅", "生成日期: 2024-10-21"]])
    assert raws(fields) == {
        "index_no": "002482/2024-00332",
        "doc_no": "",
        "publisher": "省教育厅",
        "created": "2024-10-21",
    }


def test_labels_run_into_values_without_a_space() -> None:
    fields = parse_head("时间:2023年01月18日来源:市生态环境局")
    assert fields["published"] == HeaderField("2023年01月18日", "2023-01-18")
    assert fields["source"].raw == "市生态环境局"


def test_several_pairs_stand_on_a_line_with_spaces_only() -> None:
    fields = parse_head("文件编号 发布机构 问安镇\n公开类别 主动公开 发布时间 2010-02-28")
    assert raws(fields) == {
        "doc_no": "",
        "publisher": "问安镇",
        "disclosure": "主动公开",
        "published": "2010-02-28",
    }


def test_values_on_the_next_line_belong_to_the_label_above() -> None:
    head = ["索引号:", "1133028200/2017-121822", "发布机构:", "市卫生健康局", "公开范围:", "面向社会", "2016年年度报告"]
    assert raws(parse_head("\n".join(head))) == {
        "index_no": "1133028200/2017-121822",
        "publisher": "市卫生健康局",
        "disclosure": "面向社会",
    }


def test_the_title_below_an_empty_label_is_not_its_value() -> None:
    head = "来源:\n更新时间:\n枝江市人民政府\n2015年政府信息公开工作年度报告"
    assert raws(parse_head(head)) == {"source": "", "published": ""}


def test_rows_with_bars_show_their_empty_cells() -> None:
    head = (
        "索引号 | /2015-26440 | 文号： | | 公开日期： | 2015-08-03 10:13 |\n发布单位： | 码头镇 |\n码头镇2009年年报 |"
    )
    assert raws(parse_head(head)) == {
        "index_no": "/2015-26440",
        "doc_no": "",
        "published": "2015-08-03 10:13",
        "publisher": "码头镇",
    }


def test_labels_in_black_brackets_are_labels() -> None:
    assert raws(parse_head("【发布单位】国务院办公厅\n【发布文号】国办函〔2018〕12号\n【失效日期】")) == {
        "publisher": "国务院办公厅",
        "doc_no": "国办函〔2018〕12号",
    }


def test_counters_and_tools_end_a_value_and_are_none() -> None:
    assert raws(parse_head("发布日期：2018-02-22    点击数：35")) == {"published": "2018-02-22"}
    assert raws(parse_head("发布时间：2021-01-29 13:17 [ 大 中 小 ]")) == {"published": "2021-01-29 13:17"}
    assert raws(parse_head("来源：本站 浏览次数：8 【字体：大 中 小】 打印 关闭")) == {"source": "本站"}


def test_words_for_nothing_are_kept_raw_and_have_no_value() -> None:
    fields = parse_head("文 号 无〔〕号 主 题 词\n发文单位：无\n有效性：-")
    assert {key: (field.raw, field.value) for key, field in fields.items()} == {
        "doc_no": ("无〔〕号", None),
        "keywords": ("", None),
        "publisher": ("无", None),
        "validity": ("-", None),
    }


def test_a_date_without_a_label_is_when_it_was_published() -> None:
    assert parse_head("来源:区教育局   2017-09-29 16:11")["published"].value == "2017-09-29"
    assert parse_head("来源:区教育局   2017-09-29 16:11")["source"].raw == "区教育局"
    assert parse_header([["2021-03-2918:26"]])["published"] == HeaderField("2021-03-2918:26", "2021-03-29")


def test_a_date_behind_an_unknown_label_or_on_a_cover_is_not() -> None:
    assert "published" not in parse_header([["实施截止日期", "2021-03-29"]])
    assert "published" not in parse_head("瑞昌市码头镇人民政府\n2009年2月9日")


def test_two_loose_dates_that_differ_tell_nothing() -> None:
    assert parse_header([["2021-03-29", "2021-04-01"]]) == {}


def test_an_update_gives_way_to_the_publication() -> None:
    assert parse_header([["更新时间：2023-05-12", "发布时间：2021-01-29"]])["published"].raw == "2021-01-29"


def test_the_text_of_a_report_is_no_header() -> None:
    text = "2020年,我局认真贯彻条例,公开信息来源:各科室报送。\n咨询时间：工作日8:30—17:30\n一、总体情况"
    assert parse_head(text) == {}


def test_a_document_number_in_the_prose_is_not_the_reports_own() -> None:
    assert parse_head("按照《2019年政务公开工作要点》（枝政办发〔2019〕59号）要求，我局认真落实。") == {}


def test_a_label_inside_a_longer_word_is_no_mark() -> None:
    assert find_marks("咨询时间：9:00") == []
    assert [mark.label for mark in find_marks("发布时间:2018-02-24 08:04信息来源: 市府办阅读次数:3")] == [
        "发布时间",
        "信息来源",
        None,
    ]


def test_nothing_gives_nothing() -> None:
    assert parse_header([]) == parse_header([[]]) == parse_head("") == {}


def test_an_organ_above_a_title_that_names_one_is_the_value_of_its_label() -> None:
    named = parse_head("发布单位\n县水利局\n安吉县水利局2020年政府信息公开年度报告")
    assert named["publisher"].value == "县水利局"
    cover = parse_head("发布单位\n安吉县水利局\n2020年政府信息公开年度报告")
    assert cover["publisher"].value is None


def test_words_that_qualify_a_label_belong_to_it() -> None:
    fields = parse_head("公开责任部门:市商务局\n信息公开日期:2023-01-17")
    assert (fields["publisher"].value, fields["published"].value) == ("市商务局", "2023-01-17")


def test_a_date_said_to_be_of_its_posting_is_the_publication() -> None:
    assert parse_head("某镇2023年年报\n2024-01-12 发布")["published"].value == "2024-01-12"


def test_a_tool_or_a_dated_label_glued_to_a_text_ends_it() -> None:
    fields = parse_head("某乡2021年年度报告发布日期:2022-01-11来源:坑口乡字号:")
    assert (fields["published"].value, fields["source"].value) == ("2022-01-11", "坑口乡")
