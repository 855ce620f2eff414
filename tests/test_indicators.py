"""The table of form 2014, one indicator a row."""

import pytest

from archive.reading.document import Grid
from archive.report.checking import check_report
from archive.report.forms.indicators import UNITS
from archive.report.statistics import Cell, find_cut_tables, read_statistics
from tests.printed import Td, lay

HEAD: list[Td] = ["统 计 指 标", "单位", "统计数"]
ROWS: tuple[list[Td], ...] = (
    ["一、主动公开情况", "——", "——"],
    ["（一）主动公开政府信息数\n（不同渠道和方式公开相同信息计1条）", "条", "1,204"],
    ["其中：主动公开规范性文件数", "条", "3"],
    ["制发规范性文件总数", "件", ""],
    ["三、依申请公开情况", "——", "——"],
    ["（一）收到申请数", "件", "7"],
    ["1.当面申请数", "件", "2"],
    ["2.传真申请数", "件", "0"],
    ["3.网络申请数", "件", "5"],
    ["4.信函申请数", "件", "0"],
    ["（三）申请答复数", "件", "7"],
    ["4.不同意公开答复数", "件", "1"],
    ["其中：涉及国家秘密", "件", "0"],
    ["四、行政复议数量", "件", "3"],
    ["（一）维持具体行政行为数", "件", "2"],
    ["（二）被依法纠错数", "件", "1"],
    ["（三）其他情形数", "件", "0"],
    ["五、行政诉讼数量", "件", "1"],
    ["（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "0"],
    ["（二）被依法纠错数", "件", "0"],
    ["（三）其他情形数", "件", "1"],
    ["七、依申请公开信息收取的费用", "万元", "0.35"],
    ["（四）政府信息公开专项经费（不包括用于政府网站建设维护等方面的经费）", "万元", "／"],
)


def read(*grids: Grid) -> dict[str, Cell]:
    return {cell.row: cell for cell in read_statistics("2014", grids)[0]}


def test_indicators_are_known_by_their_words_without_numbering_and_remarks() -> None:
    cells = read(lay(HEAD, *ROWS))
    assert {(cell.table, cell.column) for cell in cells.values()} == {("indicators", "value")}
    assert cells["disclosed.total"].value == 1204
    assert cells["disclosed.normative"].value == 3
    assert cells["disclosed.normative_issued"].state == "blank"
    assert cells["answered.refused"].value == 1
    assert cells["answered.refused.state_secret"].value == 0


def test_outcomes_belong_to_the_proceedings_above_them() -> None:
    cells = read(lay(HEAD, *ROWS))
    outcomes = ("total", "upheld", "corrected", "other")
    assert [cells[f"reconsideration.{outcome}"].value for outcome in outcomes] == [3, 2, 1, 0]
    assert [cells[f"litigation.{outcome}"].value for outcome in outcomes] == [1, 0, 0, 1]


def test_amounts_are_in_yuan_beside_the_printed_unit() -> None:
    cells = read(lay(HEAD, *ROWS))
    assert (cells["fees.amount"].raw, cells["fees.amount"].value, cells["fees.amount"].unit) == ("0.35", 3500, "万元")
    assert (cells["resources.budget"].value, cells["resources.budget"].state) == (None, "not_applicable")


def test_every_indicator_is_there_once() -> None:
    cells, findings = read_statistics("2014", [lay(HEAD, *ROWS)])
    assert [cell.row for cell in cells] == list(UNITS)
    assert next(cell for cell in cells if cell.row == "complaints.total").state == "missing"
    assert findings == ()


def test_a_table_without_units_or_cut_by_a_page_break_reads_the_same() -> None:
    whole = {row: cell.value for row, cell in read(lay(HEAD, *ROWS)).items()}
    without = lay([HEAD[0], HEAD[2]], *([row[0], row[2]] for row in ROWS))
    assert {row: cell.value for row, cell in read(without).items()} == whole
    for cut in (5, 15, len(ROWS) - 1):
        parts = lay(HEAD, *ROWS[:cut]), lay(*ROWS[cut:])
        assert {row: cell.value for row, cell in read(*parts).items()} == whole


def test_a_row_with_several_numbers_is_a_finding() -> None:
    grid = lay([*HEAD, "乡镇统计数"], *([*row, "9"] for row in ROWS))
    cells, findings = read_statistics("2014", [grid])
    assert next(cell for cell in cells if cell.row == "received.total").state == "missing"
    assert "indicators: （一）收到申请数 | 件 | 7 | 9" in {finding.message for finding in findings}


def test_an_indicator_of_a_place_is_a_finding_with_its_number() -> None:
    _, findings = read_statistics("2014", [lay(HEAD, *ROWS, ["主动公开机构设置信息数", "条", "12"])])
    assert [(finding.code, finding.message) for finding in findings] == [
        ("unknown_row", "indicators: 主动公开机构设置信息数 | 条 | 12")
    ]


@pytest.mark.parametrize(("received", "status"), [("7", "pass"), ("8", "fail"), ("", "cannot_tell")])
def test_the_forms_sums_are_checked(received: str, status: str) -> None:
    rows = [["（一）收到申请数", "件", received] if "收到申请数" in row[0] else row for row in ROWS]
    cells, _ = read_statistics("2014", [lay(HEAD, *rows)])
    checks = {check.rule: check.status for check in check_report(None, cells)}
    assert checks["indicators.received.total"] == status
    assert checks["indicators.reconsideration.total"] == "pass"
    assert checks["indicators.resources.staff"] == "cannot_tell"


def test_rows_that_a_local_variant_leaves_out_are_named() -> None:
    read_ones = read(lay(HEAD, *ROWS))
    (told,) = find_cut_tables(read_ones.values())
    there = sum(cell.state != "missing" for cell in read_ones.values())
    assert told.message.startswith(f"indicators: {len(UNITS) - there} of {len(UNITS)} rows: disclosed.gazette, ")
