"""What reports say of their standard quantities in sentences, of many organs and years, and what they do not say."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading.document import Finding, Grid, Paragraph
from archive.reading.reader import read
from archive.report.cell import Cell
from archive.report.forms.indicators import UNITS
from archive.report.narrative import read_narrative
from archive.report.understand import understand
from archive.report.words.passage import read_passages

NONE = "none"
ABOUT = "text"


def narrate(
    *lines: str, year: int | None = 2017, organ: str | None = None
) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    return read_narrative(read_passages([Paragraph(line) for line in lines]), year, organ)


def told(*lines: str, year: int | None = 2017, organ: str | None = None) -> dict[str, object]:
    """Row → value; for a cell without a value its state."""
    cells, _ = narrate(*lines, year=year, organ=organ)
    return {cell.row: cell.state if cell.value is None else cell.value for cell in cells}


RECEIVED = "received.total"
REVIEW, SUIT = "reconsideration.total", "litigation.total"
TOTAL, SITE = "disclosed.total", "disclosed.website"

SAID: list[tuple[str, dict[str, object]]] = [
    ("2017年，我局共收到政府信息公开申请12件，均在法定期限内办理。", {RECEIVED: 12}),
    ("全年受理依申请公开政府信息8件，办结8件。", {RECEIVED: 8, "closed.total": 8}),
    ("本年度我镇未收到政府信息公开申请。", {RECEIVED: 0}),
    ("2017年度未接到公民、法人或其他组织要求公开政府信息的申请。", {RECEIVED: 0}),
    ("我校2017年没有收到信息公开申请。", {RECEIVED: 0}),
    ("截至12月31日，我委尚未收到依申请公开事项。", {RECEIVED: 0}),
    ("本年度无依申请公开信息。", {RECEIVED: NONE}),
    ("依申请公开政府信息情况：无。", {RECEIVED: NONE}),
    ("2017年我乡没有依申请公开的政府信息。", {RECEIVED: NONE}),
    ("2017年，没有公民、法人和其他组织向我局提出政府信息公开申请。", {RECEIVED: NONE}),
    ("本机关收到政府信息公开申请0件。", {RECEIVED: 0}),
    ("全年收到依申请公开信息三条，答复率100%。", {RECEIVED: 3}),
    ("本年收到政府信息公开申请一百二十件。", {RECEIVED: 120}),
    ("我县共接收政府信息公开申请1,234件，较上年增加112件，同比增长9.9%。", {RECEIVED: 1234}),
    ("共收到３件政府信息公开申请，全部按时办结。", {RECEIVED: 3}),
    (
        "收到政府信息公开申请15件，其中当面申请2件、网络申请9件、信函申请4件、传真申请0件。",
        {
            RECEIVED: 15,
            "received.in_person": 2,
            "received.online": 9,
            "received.letter": 4,
            "received.fax": 0,
        },
    ),
    ("通过网络平台、信函等方式收到信息公开申请0件。", {RECEIVED: 0}),
    (
        "2017年全区各部门、镇街共收到政府信息公开申请1499件。其中，通过网络申请1303件，占86.92%。",
        {RECEIVED: 1499, "received.online": 1303},
    ),
    (
        "收到申请公开政府信息6件，申请办结数6件，其中按时办结6件、延期办结0件；答复申请6件，其中同意公开4件、同意部分公开1件、不同意公开1件。",
        {
            RECEIVED: 6,
            "closed.total": 6,
            "closed.on_time": 6,
            "closed.extended": 0,
            "answered.total": 6,
            "answered.granted": 4,
            "answered.partly_granted": 1,
            "answered.refused": 1,
        },
    ),
    (
        "收到政府信息公开申请9件，答复9件，属于已主动公开范围5件，信息不存在3件，不属于本机关公开1件。",
        {
            RECEIVED: 9,
            "answered.total": 9,
            "answered.already_public": 5,
            "answered.not_existing": 3,
            "answered.not_ours": 1,
        },
    ),
    ("2017年主动公开政府信息206条，2016年主动公开政府信息202条，近四年累计主动公开政府信息889条。", {TOTAL: 206}),
    ("全年累计公开各类信息560条，内容涵盖机构职能、财政资金等方面。", {TOTAL: 560}),
    ("我局主动公开的信息有15条。", {TOTAL: 15}),
    ("主动公开政府信息，共计47条。", {TOTAL: 47}),
    ("截止目前，主动公开信息总数66条。其中：重大事项信息42条，其他类信息24条。", {TOTAL: 66}),
    (
        "通过各类平台主动公开政府信息374条，其中通过政府网站公开108条信息，政务微博公开150条，政务微信公开116条。",
        {TOTAL: 374, "disclosed.weibo": 150, "disclosed.wechat": 116},
    ),
    ("通过县政府门户网站主动公开政府信息138条。", {SITE: 138}),
    ("全年发布政务微信626条，微博420条。", {"disclosed.wechat": 626, "disclosed.weibo": 420}),
    ("政务微博发布信息35条，政务微信公众号推送信息80条。", {"disclosed.weibo": 35, "disclosed.wechat": 80}),
    (
        "主动公开政府信息90条，其中规范性文件12条。全年制发规范性文件5件。",
        {TOTAL: 90, "disclosed.normative": 12, "disclosed.normative_issued": 5},
    ),
    (
        "主动公开规范性文件7件，通过政府公报公开政府信息20条，其他方式公开信息11条。",
        {"disclosed.normative": 7, "disclosed.gazette": 20, "disclosed.other": 11},
    ),
    ("因政府信息公开引发的行政复议2件，行政诉讼1件。", {REVIEW: 2, SUIT: 1}),
    ("2017年未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", {REVIEW: 0, SUIT: 0}),
    ("我局没有发生因政府信息公开引起的行政复议，提起行政诉讼的情况。", {REVIEW: 0, SUIT: 0}),
    ("本年度无因政府信息公开申请行政复议、提起行政诉讼的情况。", {REVIEW: NONE, SUIT: NONE}),
    ("全年没有针对我县政府信息公开工作提起的行政复议申请和行政诉讼。", {REVIEW: NONE, SUIT: NONE}),
    ("涉及政府信息公开的行政复议、行政诉讼均为0件。", {REVIEW: 0, SUIT: 0}),
    ("因政府信息公开被申请行政复议、被提起行政诉讼各1件。", {REVIEW: 1, SUIT: 1}),
    ("未接到有关政府信息公开方面的复议、诉讼和举报投诉。", {REVIEW: 0, SUIT: 0, "complaints.total": 0}),
    ("有关政府信息公开的行政复议和行政诉讼均未发生。", {REVIEW: 0, SUIT: 0}),
    ("收到政府信息公开举报投诉3件。", {"complaints.total": 3}),
    ("2017年，依申请提供政府信息未收取检索、复制、邮寄等费用。", {"fees.amount": 0}),
    ("全年没有发生与政府信息公开相关的收费。", {"fees.amount": 0}),
    ("依申请公开信息收取费用0.12万元。", {"fees.amount": 1200}),
    ("有1件政府信息公开申请收取信息处理费380元。", {"fees.amount": 380}),
    ("2017年没有向政府信息公开申请人收费的情况。", {"fees.amount": NONE}),
    ("落实政府信息公开专项经费12.5万元。", {"resources.budget": 125000}),
    (
        "设立政府信息公开工作专门机构1个，设置政府信息公开查阅点3个。",
        {"resources.offices": 1, "resources.reading_points": 3},
    ),
    ("全县共设置18处政府信息公共查阅点。", {"resources.reading_points": 18}),
    (
        "从事政府信息公开工作人员5人，其中专职人员2人，兼职人员3人。",
        {"resources.staff": 5, "resources.full_time": 2, "resources.part_time": 3},
    ),
    ("区文委专门配备了1名兼职工作人员负责政府信息公开工作。", {"resources.part_time": 1}),
    ("政府信息公开工作配备专职工作人员两名。", {"resources.full_time": 2}),
    (
        "召开政府信息公开工作会议2次，举办政府信息公开培训班3期，接受培训人员150人次。",
        {"training.meetings": 2, "training.courses": 3, "training.trainees": 150},
    ),
    ("全年组织了2期政务公开业务培训班，参训人员86人。", {"training.courses": 2, "training.trainees": 86}),
    ("回应公众关注热点或重大舆情数2次，发布政策解读稿件16篇。", {"responses.total": 2, "responses.articles": 16}),
    ("参加或举办新闻发布会4次，参与政府网站在线访谈3次。", {"responses.press": 4, "responses.interviews": 3}),
    ("全年举办5场新闻发布会。", {"responses.press": 5}),
    ("二〇一七年，我局收到政府信息公开申请4件。", {RECEIVED: 4}),
    ("自2017年1月1日起至2017年12月31日止，我镇经审核主动公开信息568条。", {TOTAL: 568}),
    ("2017年1月至12月，收到政府信息公开申请2件。", {RECEIVED: 2}),
    ("与2016年相比，2017年主动公开政府信息95条。", {TOTAL: 95}),
    ("按照《2016年政务公开工作要点》要求，主动公开政府信息95条。", {TOTAL: 95}),
    ("2017年以来，主动公开政府信息95条。", {TOTAL: 95}),
]


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_a_quantity_said_in_a_sentence_is_a_cell(sentence: str, expected: dict[str, object]) -> None:
    assert told(sentence) == expected


NOT_SAID = (
    "2016年，我局收到政府信息公开申请3件。",
    "上年度主动公开政府信息120条。",
    "收到政府信息公开申请较上年增加12件。",
    "申请量同比增长20%，比去年多3件。",
    "自《条例》施行以来，累计收到政府信息公开申请85件。",
    "截至2017年底，累计主动公开政府信息5928条。",
    "历年累计公开政府信息2000条。",
    "其中：民政局收到3件，教育局收到2件。",
    "各乡镇收到政府信息公开申请12件。",
    "下属事业单位主动公开政府信息30条。",
    "2018年，我局将主动公开政府信息200条以上。",
    "力争全年主动公开政府信息不少于500条。",
    "收到申请后15个工作日内予以答复。",
    "根据《条例》第三十一条规定，申请人可以当面申请。",
    "联系电话：12345678，邮编330000，第47号。",
    "全年受理低保申请147件、网上年检业务863件。",
    "受理行政许可申请230件，办结228件。",
    "办理人大建议、政协提案30件，答复率100%。",
    "答复群众来信20封，办结信访件35件。",
    "回复网民留言66条，办结12345热线工单300件。",
    "全年办理行政复议案件50件，行政应诉12件。",
    "社会救助方面，公开信息8条；慈善方面，公开信息12条。",
    "公开社会救助信息16条，公开财政预决算信息19条。",
    "不予公开信息有10条，主要是人事安排信息。",
    "由依申请公开转为主动公开信息3条。",
    "召开党组会议12次，举办养老护理培训班3期。",
    "配备专职护林员3名、专职消防人员5名。",
    "微博粉丝2万人，微信关注量3000人，微博答复16条。",
    "网站收到留言20条，开设栏目12个。",
    "未发生行政诉讼败诉案件。",
    "无正当理由大量反复申请0件。",
    "未收到政府信息公开申请人的投诉。",
    "上年结转政府信息公开申请4件。",
    "如收到政府信息公开申请1件以上，应当登记。",
    "2017年5月，举办政务公开培训班1期。",
    "上半年主动公开政府信息30条。",
    "每月主动公开政府信息10条。",
    "2013年至2017年主动公开政府信息394条。",
    "清理规范性文件50件，废止规范性文件3件。",
    "行政事业性收费收取金额20万元。",
    "我局政务公开领导小组由6人组成，下设办公室。",
    "本报告由八个部分组成：一是依申请公开情况，二是行政复议、行政诉讼情况。",
    "当面申请、网络申请、信函申请分别为1件、2件、3件。",
    "2016-2017学年主动公开信息117条。",
    "因政府信息公开引发的行政复议、行政诉讼共3件。",
    "未公开信息3条，预决算公开信息12条，村务公开信息31条，应主动公开信息100条。",
    "受理信息公开申请咨询30件，政府信息公开申请表下载1200次。",
    "收到申请1件，申请人撤回1件。",
    "2017年6月底前，主动公开政府信息120条。",
    "公开信息比2016年的120条增加30条，达到150条。",
    "未收到申请延期答复的要求。",
    "自2012年至今，我局未收到依申请公开事项。",
    "对照主动公开信息300条的任务，我局还有差距。",
    "未产生政府信息公开诉讼相关的费用支出。",
)


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_what_is_no_figure_of_the_year_is_no_cell(sentence: str) -> None:
    assert {key: value for key, value in told(sentence).items() if key != "complaints.total"} == {}


def test_about_how_many_is_no_number_and_is_said() -> None:
    cells, findings = narrate(
        "接受政务公开培训人员100余人次，主动公开政府信息近300条。", "收到政府信息公开申请三十多件。"
    )
    assert {cell.row: (cell.raw, cell.value, cell.state) for cell in cells} == {
        "training.trainees": ("100余人次", None, ABOUT),
        TOTAL: ("近300条", None, ABOUT),
        RECEIVED: ("三十多件", None, ABOUT),
    }
    assert [finding.code for finding in findings] == ["approximate"] * 3


def test_an_exact_number_goes_before_one_that_says_about_how_many() -> None:
    assert told("公开信息300余条。", "其中，2017年主动公开政府信息312条。") == {TOTAL: ABOUT}
    assert told("公开信息300余条。", "2017年主动公开政府信息312条。") == {TOTAL: 312}


def test_a_cell_says_where_it_stands_and_quotes_the_clause_as_printed() -> None:
    cells, _ = narrate("一、总体情况", "", "　２０１７年，我局共收到政府信息公开申请 ４ 件，均已答复。")
    assert cells == (
        Cell("narrative", RECEIVED, "value", "４ 件", 4, "件", "number", "text l2: 我局共收到政府信息公开申请 ４ 件"),
    )


def test_amounts_are_in_yuan_and_large_numbers_whole() -> None:
    cells, _ = narrate("落实政府信息公开专项经费1.5万元，主动公开政府信息2.3万条。")
    assert [(cell.raw, cell.value, cell.unit) for cell in cells] == [
        ("1.5万元", 15000, "万元"),
        ("2.3万条", 23000, "万条"),
    ]


def test_two_values_of_one_quantity_are_both_said() -> None:
    cells, findings = narrate("收到政府信息公开申请5件。", "2017年共收到政府信息公开申请6件。")
    assert [cell.value for cell in cells] == [5]
    (finding,) = findings
    assert finding.code == "repeated_cell"
    assert "收到政府信息公开申请5件" in finding.message
    assert finding.where == "text l1: 2017年共收到政府信息公开申请6件"


def test_the_same_value_said_again_is_no_contradiction() -> None:
    _, findings = narrate("收到政府信息公开申请0件。", "全年未收到政府信息公开申请。", "依申请公开：无。")
    assert findings == ()


def test_parts_of_a_list_in_one_sentence_are_no_total() -> None:
    cells, findings = narrate("养老处收到政府信息公开申请5件，救助处收到政府信息公开申请8件。")
    assert cells == ()
    assert [finding.code for finding in findings] == ["unclear_quantity"]


def test_a_department_named_in_the_report_of_another_organ_is_not_its_whole() -> None:
    sentence = "县国土资源局共收到政府信息公开申请8件。"
    assert told(sentence, year=2020, organ="青河县国土局") == {}
    assert told(sentence, year=2020, organ="青河县国土资源局") == {RECEIVED: 8}
    assert told(sentence, year=2020, organ="青河县人民政府") == {}
    assert told("县政府办公室未收到政府信息公开申请。", organ="青河县教育局") == {}
    assert told("县政府共收到政府信息公开申请8件。", organ="青河县人民政府") == {RECEIVED: 8}


def test_the_heading_tells_what_a_bare_sentence_speaks_of() -> None:
    assert told("三、依申请公开情况", "我镇2017年度无申请。", "四、收费及减免情况", "我镇2017年度无申请。") == {
        RECEIVED: NONE
    }
    assert told("三、依申请公开政府信息情况", "无。", "五、行政复议、行政诉讼情况", "无。") == {
        RECEIVED: NONE,
        REVIEW: NONE,
        SUIT: NONE,
    }
    assert told("六、收费及减免情况", "全年未收取任何费用。") == {"fees.amount": 0}
    assert told("（四）依申请公开。全年收到申请3件，均已答复。") == {RECEIVED: 3}
    assert told("（四）惠民补贴。全年收到申请3件，均已答复。") == {}


def test_complaints_of_every_sort_are_not_those_over_disclosure() -> None:
    heading = "五、举报投诉处理情况"
    assert told(heading, "全年共接到举报投诉658件，其中市长热线转交421件。") == {}
    assert told(heading, "全年收到举报投诉0件。") == {"complaints.total": 0}
    assert told(heading, "接到政府信息公开举报投诉2件。") == {"complaints.total": 2}


def test_what_is_planned_or_still_wanting_is_no_figure() -> None:
    assert told("六、下一步工作打算", "主动公开政府信息500条。") == {}
    assert told("六、2018年工作安排", "（一）主动公开", "主动公开政府信息500条。") == {}


def test_a_sentence_broken_over_two_lines_is_one() -> None:
    lines = ("为方便群众了解有关情况，2016年我局共收到政府信息公开", "申请9件，主动公开政府信息20条。")
    assert told(*lines) == {}
    assert told(*lines, year=2016) == {RECEIVED: 9, TOTAL: 20}
    cells, _ = narrate(*lines, year=2016)
    assert cells[0].source.startswith("text l1: ")


def test_rows_of_tables_are_counted_as_lines_and_are_no_sentences() -> None:
    grid = Grid((("收到申请数", "件", "7"), ("主动公开政府信息数", "条", "66")))
    cells, _ = read_narrative(
        read_passages([Paragraph("如下。"), grid, Paragraph("我局未收到政府信息公开申请。")]), 2017, None
    )
    assert [(cell.row, cell.source[:8]) for cell in cells] == [(RECEIVED, "text l3:")]


def test_without_a_report_year_only_sentences_without_a_year_count() -> None:
    assert told("2017年收到政府信息公开申请5件。", year=None) == {}
    assert told("全年收到政府信息公开申请5件。", year=None) == {RECEIVED: 5}


def test_the_cells_of_a_report_stand_behind_those_of_its_tables() -> None:
    title = "<title>青河县民政局2017年政府信息公开年度报告</title>"
    page = f"{title}<p>2017年，我局共收到政府信息公开申请5件。</p><p>以上数据均已核实。</p>"
    report = understand(read(page.encode(), media="text/html"))
    assert [(cell.table, cell.row, cell.value) for cell in report.statistics] == [("narrative", RECEIVED, 5)]


REAL: dict[tuple[str, int, str], dict[str, object]] = {
    ("2017-changyi.txt", 2017, "昌邑区人民政府办公室"): {
        TOTAL: 47,
        "disclosed.normative": 33,
        RECEIVED: 0,
        REVIEW: 0,
        "resources.offices": 1,
        "resources.reading_points": 1,
        "resources.staff": 1,
        "training.meetings": 2,
    },
    ("2017-hunjiang.txt", 2017, "浑江区民政局"): {TOTAL: 66, RECEIVED: 0, REVIEW: 0, SUIT: 0, "fees.amount": 0},
    ("2015-xianning.txt", 2015, "咸宁市民政局"): {RECEIVED: NONE, REVIEW: NONE, SUIT: NONE, SITE: ABOUT},
    ("2019-xingqing.txt", 2019, "兴庆区民政局"): {TOTAL: 374, SITE: 108, "disclosed.weibo": 150, RECEIVED: 0},
    ("2020-binhu.txt", 2020, "无锡市滨湖区民政局"): {RECEIVED: 5, "disclosed.wechat": 626, "disclosed.weibo": 420},
}


@pytest.mark.parametrize(("name", "year", "organ", "expected"), [(*key, value) for key, value in REAL.items()])
def test_what_real_reports_say(shared: Path, name: str, year: int, organ: str, expected: dict[str, object]) -> None:
    lines = (shared / "reports" / name).read_text(encoding="utf-8").splitlines()
    assert told(*lines, year=year, organ=organ).items() >= expected.items()


SIGNS = "，。、；：（）《》\n\t|１ 0123456789一二三十百余约未无没年月条件次人元"
PHRASES = """2017年 2016年 收到 未收到 没有 政府信息公开 申请 主动公开 信息 行政复议 行政诉讼 其中 累计 截至
依申请公开 三、 （一） 培训班 网站 微博 以来 较上年增加 万元 收取 专职 人员 查阅点"""
WORDS = [*SIGNS, *PHRASES.split(), "\u200b"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=60).map("".join), st.sampled_from([2017, None]))
def test_every_cell_quotes_what_is_written_whatever_is_written(text: str, year: int | None) -> None:
    lines = text.splitlines()
    cells, findings = narrate(text, year=year, organ="青河县民政局")
    assert len({cell.row for cell in cells}) == len(cells)
    for cell in cells:
        place, _, quote = cell.source.partition(": ")
        assert cell.raw and cell.raw in text.replace("\n", "")
        assert 0 <= int(place.removeprefix("text l")) < len(lines)
        assert cell.row in UNITS and len(quote) <= 120
        assert (cell.value is None) == (cell.state != "number")
    assert all(finding.where and finding.where.startswith("text l") for finding in findings)


def test_absurd_input_takes_bounded_time() -> None:
    for text in (
        "收到" * 20_000,
        "2017年" * 10_000,
        "1" * 50_000,
        "收到政府信息公开申请5件，" * 4_000,
        "一" * 50_000,
        "，" * 50_000,
    ):
        narrate(text)


def test_the_whole_citys_number_is_its_governments_and_not_a_bureaus() -> None:
    sentence = "2020年全市共收到政府信息公开申请500件。"
    assert told(sentence, year=2020, organ="无锡市人民政府") == {"received.total": 500}
    assert told(sentence, year=2020, organ="无锡市水利局") == {}


def test_what_is_counted_behind_a_denial_is_not_denied() -> None:
    assert "litigation.total" not in told("未发生政府信息公开行政复议、行政诉讼1起。")
