"""Which national form a report follows."""

from archive.report.forms import recognise_form
from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, applications, lay, reviews


def test_the_form_is_told_by_the_tables_and_not_by_words_in_a_sentence() -> None:
    assert recognise_form([lay(["信息内容", "本年\n制发件数", "本年 废止件数", "现行有效件数"])], [])[0] == "2021"
    assert recognise_form([lay(["信息内容", "本年新\n制作数量", "本年新 公开数量", "对外公开总数量"])], [])[0] == "2019"
    assert recognise_form([lay(["统 计 指 标", "单位", "统计数"])], [])[0] == "2014"
    prose = ["我局依托网站公开政府集中采购项目、采购总金额等信息。", "本年制发件数的统计口径另行说明。"]
    assert recognise_form([], prose)[0] == "free"


def test_the_form_is_told_from_tables_flattened_to_lines() -> None:
    assert recognise_form([], ["信息内容 |", "上一年项目数量 |", "本年增/减 |"])[0] == "2019"
    assert recognise_form([], ["信息内容\t本年制发件数\t本年废止件数\t现行有效件数"])[0] == "2021"
    assert recognise_form([], ["附件：2016年政府信息公开情况统计表"])[0] == "2014"


def test_without_table_two_the_row_of_other_results_tells() -> None:
    older = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2019, {}))
    newer = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2021, {}))
    assert recognise_form([older], [])[0] == "2019"
    assert recognise_form([newer], [])[0] == "2021"
    assert recognise_form([reviews(*[""] * 15)], [])[0] is None


def test_headings_of_the_newer_forms_without_a_table_leave_two_forms() -> None:
    assert recognise_form([], ["三、收到和处理政府信息公开申请情况", "详见附件。"])[0] is None


def test_no_text_is_no_form() -> None:
    assert recognise_form([], ["", " "]) == (None, ("no text",))
