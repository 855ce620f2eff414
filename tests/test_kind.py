"""What is a report, and what only looks like one."""

import pytest

from archive.report.kind import judge_kind

REPORTS = [
    "枝江市教育局2020年政府信息公开工作年度报告",
    "二〇一〇年瑞昌市司法局政府信息公开年报",
    "资兴市人民政府信息公开工作年度报告（2015年）",
    "三都镇2017年信息公开工作年度报告",
    "连云区教育局政府信息公开工作2025年度报告",
    "某县2014年政府信息公开工作情况报告",
    "问安镇政府信息公开工作总结",
    "瑞昌市审计局2019年政府信息公开年报",
    "某市网络安全和信息化委员会办公室2021年政府信息公开工作年度报告",
    "2020年度政务公开年度报告",
    "枝江市教育局2022年政府信息公开工作年…",
    "关于公布枝江市水利局2015年政府信息公开年度报告的公告",
    "红星区民政局2015年政府信息公开\n年度报告",
    "（文字版）2017年某市政府信息公开工作年度报告",
]


@pytest.mark.parametrize("title", REPORTS)
def test_titles_that_name_a_report(title: str) -> None:
    assert judge_kind(title).kind == "report"


LOOK_ALIKES = [
    ("关于做好2020年政府信息公开工作年度报告编制和发布工作的通知", "notice"),
    ("某市人民政府办公室关于报送2015年政府信息公开年度报告的通知", "notice"),
    ("某省人民政府办公厅政府信息公开年度报告制度(试行)", "notice"),
    ("办公室关于印发《政府信息公开工作年度报告格式》的通知", "format"),
    ("XX局2020年政府信息公开工作年度报告", "format"),
    ("某区教育局信息公开指南", "guide"),
    ("某局2016年政府信息公开目录", "catalogue"),
    ("2021年法治政府建设年度报告", "other_annual_report"),
    ("某局政府网站工作年度报表（2021年度）", "other_annual_report"),
    ("2019年政府工作报告", "other_annual_report"),
    ("某局行政执法年度报告", "other_annual_report"),
    ("2018年政府信息公开情况统计表", "statistics"),
    ("某市2021年国民经济和社会发展统计公报", "statistics"),
    ("某市财政局2021年度部门决算", "budget"),
    ("2021年政务公开工作要点", "plan"),
    ("统计局2020年工作总结暨2021年工作计划", "plan"),
    ("某市2021年政府信息公开工作年度报告解读", "interpretation"),
    ("图解：某市2021年政府信息公开工作年度报告", "interpretation"),
    ("某县各乡镇2019年政府信息公开工作年度报告汇总", "list"),
    ("2020年度各部门政府信息公开年报", "list"),
    ("某局召开政府信息公开年度报告编制工作会议", "news"),
    ("404 Not Found", "error_page"),
    ("您访问的页面不存在", "error_page"),
    ("安全验证", "challenge"),
    ("关于提醒企业履行2022年度年报公示义务的公告", "notice"),
]


@pytest.mark.parametrize(("title", "kind"), LOOK_ALIKES)
def test_titles_that_look_alike(title: str, kind: str) -> None:
    assert judge_kind(title).kind == kind


def test_nothing_is_unknown_and_has_no_reasons() -> None:
    assert judge_kind(None).kind == judge_kind("").kind == "unknown"
    assert judge_kind(None).reasons == ()


def test_a_text_without_a_title_is_judged_by_its_signs() -> None:
    assert judge_kind(None, "现公布枝江市人民政府2023年政府信息公开工作年度报告。").kind == "report"
    assert (
        judge_kind(
            None, "2022年，我局认真落实《政府信息公开条例》。全年收到公开申请3件，收到信息公开申请均已答复。"
        ).kind
        == "report"
    )
    assert judge_kind(None, "我局组织干部到社区慰问困难群众。").kind == "unknown"


def test_signs_against_come_first() -> None:
    text = "第二条 行政机关应当建立编制、发布政府信息公开工作年度报告制度。"
    assert judge_kind(None, text).kind == "notice"
    assert judge_kind(None, "由XX镇人民政府编制。自2020年1月1日起至2020年12月31日止。").kind == "format"


def test_a_bare_title_in_a_column_of_reports_is_one() -> None:
    assert judge_kind("2021年度", column=("首页", "政府信息公开年报")).kind == "report"
    assert judge_kind("2021年度", column=("首页", "新闻")).kind == "unknown"


def test_a_columns_name_is_a_report_only_where_the_text_is_one() -> None:
    assert judge_kind("政府信息公开年报").kind == "unknown"
    headings = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    assert judge_kind("政府信息公开年报", headings=headings).kind == "report"


def test_an_organs_name_as_title_leaves_it_to_the_text() -> None:
    head = "2021年，我局认真贯彻《政府信息公开条例》，统计数据期限为2021年1月1日至2021年12月31日。"
    assert judge_kind("枝江市公安局", head).kind == "report"
    assert judge_kind("枝江市公安局扎实推进基层政务公开平台", "我局完善政务公开平台。").kind == "unknown"


def test_reasons_name_what_was_seen() -> None:
    assert judge_kind("2021年法治政府建设年度报告").reasons == ("title: 法治政府",)


EACH_KIND = [
    ("枝江市水利局2020年政府信息公开工作年度报告", "", "report"),
    ("关于报送2020年政府信息公开年度报告的通知", "", "notice"),
    ("关于公布2021年度政府信息公开年报优秀单位名单的通知", "", "notice"),
    ("政府信息公开年报征集意见的公告", "", "notice"),
    ("关于2022年政府信息公开工作年度报告发布情况的通报", "", "notice"),
    ("政府信息公开年度报告模板（乡镇）", "", "format"),
    ("枝江市政府信息公开指南", "", "guide"),
    ("主动公开基本目录", "", "catalogue"),
    ("枝江市2021年法治政府建设年度报告", "", "other_annual_report"),
    ("枝江市2022年度政务公开第三方评估报告", "", "other_annual_report"),
    ("枝江市行政执法局2021年行政执法统计年报", "", "statistics"),
    ("枝江市教育局2020年度部门决算", "", "budget"),
    ("2023年枝江市政务公开工作要点", "", "plan"),
    ("数说年报|2022年政府信息公开这一年", "", "interpretation"),
    ("政府信息公开年报汇总", "", "list"),
    ("县政务公开办赴乡镇指导政府信息公开年度报告编制工作", "", "news"),
    ("我市政府信息公开年报全部按时发布", "", "news"),
    ("系统提示", "对不起，您访问的页面不存在！", "error_page"),
    (None, "访问禁止，您的请求带有不合法参数，已被网站管理员设置拦截！", "challenge"),
    ("关于政府信息公开年度报告的几点思考", "", "unknown"),
    ("枝江市2021年上半年政府信息公开工作报告", "", "unknown"),
]


@pytest.mark.parametrize(("title", "head", "kind"), EACH_KIND)
def test_each_kind_of_the_book_comes_out_with_a_reason(title: str | None, head: str, kind: str) -> None:
    judged = judge_kind(title, head)
    assert judged.kind == kind
    assert judged.reasons


def test_the_line_above_the_text_speaks_where_the_title_does_not() -> None:
    judged = judge_kind("年度报告", "枝江市商务局2019年政府信息公开工作年度报告\n根据条例，现将情况报告如下。")
    assert judged.kind == "report"
    assert judged.reasons[0].startswith("above the text: ")


def test_reports_of_several_years_or_organs_named_line_by_line_are_a_list() -> None:
    years = "\n".join(f"枝江市{year}年政府信息公开工作年度报告 {year + 1}-03-20" for year in (2019, 2020, 2021))
    assert judge_kind("政府信息公开年报", years).kind == "list"
    organs = "\n".join(f"枝江市{organ}2022年政府信息公开工作年度报告" for organ in ("教育局", "民政局", "司法局"))
    assert judge_kind("2022年部门年报", organs).reasons == ("3 reports are named",)


def test_one_report_named_in_several_ways_is_no_list() -> None:
    names = "\n".join(f"{organ}2022年政府信息公开工作年度报告" for organ in ("水利局", "市水利局", "枝江市水利局"))
    assert judge_kind("政府信息公开年报", names).kind == "report"


def test_standard_headings_and_the_form_of_the_tables_speak_for_a_page_whose_title_is_silent() -> None:
    judged = judge_kind("正文", "详见附件", headings=["一、总体情况", "二、主动公开政府信息情况"], form="2021")
    assert (judged.kind, judged.reasons) == ("report", ("2 standard headings", "form 2021"))


def test_a_mask_in_a_telephone_number_is_no_form_to_fill_in() -> None:
    text = "本报告由枝江市水利局编制，联系电话0717-42XXXX。数据统计期限为2018年1月1日至2018年12月31日。"
    assert judge_kind(None, text).kind == "report"
    assert judge_kind(None, "XX镇人民政府编制本报告").kind == "format"


def test_a_title_that_says_something_of_a_report_is_none_unless_the_text_is_one() -> None:
    title = "某区2022年政府信息公开年报获评优秀"
    assert judge_kind(title, title).kind != "report"
    assert judge_kind("某局2022年政府信息公开年报及工作安排建议").kind == "report"
    assert judge_kind("某局2022年政府信息公开年报-政务公开-某区政务网").kind == "report"


def test_a_column_of_reports_speaks_only_for_titles_that_say_nothing_else() -> None:
    column = ["政府信息公开年报"]
    assert judge_kind("某县2023年度重大行政决策年度报告", column=column).kind != "report"
    assert judge_kind("某县民政局2023年年度报告", "2023年,我局依法公开信息", column).kind == "report"


def test_what_stands_first_in_a_joined_excerpt_tells() -> None:
    assert judge_kind(None, "某局召开2022年政府信息公开年度报告编制培训会…参会人员").kind != "report"
    assert judge_kind(None, "今天上午,某局检查了2022年政府信息公开年报编制情况,要求…").kind != "report"
    assert judge_kind(None, "第三条 各机关应当每年公布政府信息公开工作年度报告。").kind == "notice"
