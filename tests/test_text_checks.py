"""What a report says in sentences against its own tables, and years that are not its own."""

import pytest

from archive.reading.document import Block, Document, Grid, Paragraph
from archive.reading.reader import read
from archive.report.checking.text_checks import check_text
from archive.report.understand import Report, understand
from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, applications, lay, reviews
from tests.site import build

FIVE = ["4", "1", "0", "0", "0", "0", "5"]
INDICATORS = Grid(
    (
        ("统计指标", "单位", "统计数"),
        ("一、主动公开情况", "——", "——"),
        ("（一）主动公开政府信息数", "条", "66"),
        ("其中：主动公开规范性文件数", "条", "3"),
        ("2.制发规范性文件总数", "件", "4"),
        ("（一）收到申请数", "件", "7"),
        ("四、行政复议数量", "件", "0"),
        ("五、行政诉讼数量", "件", ""),
        ("七、依申请公开信息收取的费用", "万元", "0.02"),
    )
)


def report(*blocks: Block | str, year: int = 2017, organ: str = "青河县民政局") -> Report:
    """A report with this title, paragraphs and grids."""
    body = tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks)
    return understand(Document(titles=(f"{organ}{year}年政府信息公开工作年度报告",), blocks=body, media="text/html"))


def checked(of: Report) -> dict[str, tuple[str, object, object]]:
    return {c.rule: (c.status, c.expected, c.actual) for c in of.checks if c.rule.startswith("text.")}


def test_a_quantity_of_the_text_is_compared_with_the_same_indicator() -> None:
    found = report(
        "2017年，我局主动公开政府信息66条。",
        "全年收到政府信息公开申请8件，收取费用200元。",
        "未发生因政府信息公开引起的行政复议、行政诉讼。",
        INDICATORS,
    )
    assert checked(found) == {
        "text.disclosed.total": ("pass", 66, 66),
        "text.received.total": ("fail", 8, 7),
        "text.fees.amount": ("pass", 200, 200),
        "text.reconsideration.total": ("pass", 0, 0),
        "text.litigation.total": ("cannot_tell", 0, None),
    }


def test_a_check_names_the_sentence_and_the_cell() -> None:
    found = report("全年收到政府信息公开申请8件。", INDICATORS)
    (check,) = (check for check in found.checks if check.rule == "text.received.total")
    assert check.cells == ("narrative.received.total.value", "indicators.received.total.value")


def test_none_and_about_how_many_cannot_be_compared() -> None:
    found = report("主动公开政府信息60余条。", "本年度无依申请公开信息。", INDICATORS)
    assert {status for status, _, _ in checked(found).values()} == {"cannot_tell"}
    assert set(checked(found)) == {"text.disclosed.total", "text.received.total"}


@pytest.mark.parametrize(("year", "groups"), [(2020, GROUPS_2019), (2022, GROUPS_2021)])
def test_the_newer_forms_have_the_same_quantities_elsewhere(year: int, groups: tuple[tuple[str, ...], ...]) -> None:
    table = lay(
        *HEAD_OF_APPLICATIONS, *applications(groups, {"本年新收": FIVE, "（一）予以公开": FIVE, "（七）总计": FIVE})
    )
    found = report(
        "一、总体情况",
        f"{year}年，我局收到政府信息公开申请5件，予以公开4件。因政府信息公开引发的行政复议3件、行政诉讼5件。",
        table,
        reviews(*"10203", *"10001", *"11114"),
        year=year,
    )
    assert checked(found) == {
        "text.received.total": ("pass", 5, 5),
        "text.answered.granted": ("fail", 4, 5),
        "text.reconsideration.total": ("pass", 3, 3),
        "text.litigation.total": ("pass", 5, 5),
    }


def test_without_a_national_table_nothing_is_compared() -> None:
    found = report("全年收到政府信息公开申请8件。")
    assert checked(found) == {}
    assert check_text("free", found.statistics) == ()
    assert check_text(None, found.statistics) == ()


def test_the_sentences_and_the_tables_of_the_sample_portal_agree() -> None:
    site = build(1)
    pages = (site.pages[truth.paths[0]].body for truth in site.truth.reports)
    checks = [check for page in pages for check in understand(read(page)).checks if check.rule.startswith("text.")]
    assert {check.status for check in checks} == {"pass", "cannot_tell"}
    assert {"text.received.total", "text.disclosed.total", "text.litigation.total"} <= {c.rule for c in checks}


def other_years(*lines: str, year: int = 2017) -> list[tuple[str, str | None]]:
    return [(f.message, f.where) for f in report(*lines, year=year).findings if f.code == "other_year"]


OTHER = (
    "现将我局2016年度政府信息公开工作情况报告如下。",
    "根据《条例》规定，特向社会公布2016年政府信息公开年度报告。",
    "本报告中所列数据的统计期限自2016年1月1日起至2016年12月31日止。",
    "2016年，我局认真贯彻落实《条例》，扎实推进政府信息公开工作。",
    "统计数据期限为2016年1月1日至2017年12月31日。",
)


@pytest.mark.parametrize("sentence", OTHER)
def test_a_report_that_says_another_year_of_itself_is_found_out(sentence: str) -> None:
    ((message, where),) = other_years("一、总体情况", sentence)
    assert message.startswith("report of 2017, but its text speaks of 2016")
    assert where == "text l1"


OWN = (
    "现将我局2017年度政府信息公开工作情况报告如下。",
    "本报告中所列数据的统计期限自2017年1月1日起至12月31日止。",
    "2017年，我局主动公开信息60条，2016年，我局主动公开信息50条。",
    "与2016年相比，2017年我局政府信息公开工作有了新的进展。",
    "本报告根据2008年5月1日施行的《中华人民共和国政府信息公开条例》编制。",
    "现将有关情况报告如下：2016年我局公开信息50条，2017年公开60条。",
    "我局及时上报了《青河县民政局2016年度政府信息公开年度报告》。",
    "2018年，我局将继续推进政府信息公开工作。",
    "根据《2016年政务公开工作要点》（青政办〔2016〕12号），现将工作情况报告如下。",
    "2008年以来，全县低保人数逐年下降。",
)


@pytest.mark.parametrize("sentence", OWN)
def test_other_years_that_a_report_may_speak_of_are_no_findings(sentence: str) -> None:
    assert other_years("一、总体情况", sentence) == []


def test_the_plans_for_the_next_year_are_no_findings() -> None:
    lines = ("一、总体情况", "2017年，我局公开信息9条。", "六、下一步打算", "2018年，我局政府信息公开工作要再上台阶。")
    assert other_years(*lines) == []


def test_the_revised_regulation_is_no_other_year() -> None:
    lines = ("一、总体情况", "本报告根据2019年修订的《中华人民共和国政府信息公开条例》编制，现将2021年工作报告如下。")
    assert other_years(*lines, year=2021) == []
