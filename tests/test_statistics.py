"""The standard tables, in the layouts that pages give them."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from archive.reading.document import Grid
from archive.reading.reader import read as read_page
from archive.report.forms import recognise_form
from archive.report.forms.standard import list_cells
from archive.report.statistics import Cell, find_cut_tables, read_statistics
from tests.printed import (
    GROUPS_2019,
    GROUPS_2021,
    HEAD_OF_APPLICATIONS,
    HEAD_OF_REVIEWS,
    Td,
    applications,
    lay,
    reviews,
)

CLAUSES_2021: tuple[list[Td], ...] = (
    [("第二十条第（一）项", 4, 1)],
    ["信息内容", "本年\n制发件数", "本年 废止件数", "现行有效件数"],
    ["规章", "0", "1", "2"],
    ["行政规范性文件", "62", "33", "440"],
    [("第二十条第（五）项", 4, 1)],
    ["信息内容", ("本年处理决定数量", 3, 1)],
    ["行政许可", ("4,529", 3, 1)],
    [("第二十条第（六）项", 4, 1)],
    ["信息内容", ("本年处理决定数量", 3, 1)],
    ["行政处罚", ("1100", 3, 1)],
    ["行政强制", ("65", 3, 1)],
    [("第二十条第（八）项", 4, 1)],
    ["信息内容", ("本年收费金额（单位：万元）", 3, 1)],
    ["行政事业性收费", ("18651.06", 3, 1)],
)
NEW = ["217", "1", "0", "0", "0", "0", "218"]


def read(form: str | None, *grids: Grid) -> dict[str, Cell]:
    cells, _ = read_statistics(form, grids)
    return {f"{cell.table}.{cell.row}.{cell.column}": cell for cell in cells}


def values(cells: dict[str, Cell], row: str) -> list[int | float | None]:
    """Values of "table.row" in the form's order."""
    return [cell.value for name, cell in cells.items() if name.rpartition(".")[0] == row]


def codes(form: str | None, *grids: Grid) -> list[str]:
    return [finding.code for finding in read_statistics(form, grids)[1]]


def test_table_two_of_form_2021() -> None:
    cells = read("2021", lay(*CLAUSES_2021))
    assert values(cells, "active_disclosure.regulations") == [0, 1, 2]
    assert values(cells, "active_disclosure.normative_documents") == [62, 33, 440]
    assert values(cells, "active_disclosure.licences") == [4529]
    assert values(cells, "active_disclosure.coercive_measures") == [65]
    fees = cells["active_disclosure.fees.amount"]
    assert (fees.raw, fees.value, fees.unit) == ("18651.06", 186510600, "万元")


def test_one_table_or_one_for_each_clause_is_the_same() -> None:
    starts = [at for at, row in enumerate(CLAUSES_2021) if len(row) == 1] + [len(CLAUSES_2021)]
    parts = [lay(*CLAUSES_2021[start:stop]) for start, stop in pairwise(starts)]
    one, many = read("2021", lay(*CLAUSES_2021)), read("2021", *parts)
    assert len(parts) == 4
    assert [(cell.row, cell.column, cell.value) for cell in many.values()] == [
        (cell.row, cell.column, cell.value) for cell in one.values()
    ]


def test_spans_that_differ_between_head_and_data_do_not_move_a_value() -> None:
    grid = lay(
        ["信息内容", "上一年项目数量", ("本年增/减", 2, 1), "处理决定数量"],
        ["行政许可", ("7", 2, 1), "-3", "174"],
        ["其他对外管理服务事项", "20", ("＋4", 2, 1), "5339"],
    )
    cells = read("2019", grid)
    assert values(cells, "active_disclosure.licences") == [7, -3, 174]
    assert values(cells, "active_disclosure.other_services") == [20, 4, 5339]


def test_an_amount_without_any_unit_is_not_guessed() -> None:
    grid = lay(["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "51", "1946.6890"])
    amount = read("2019", grid)["active_disclosure.procurement.amount"]
    assert (amount.raw, amount.value, amount.unit, amount.state) == ("1946.6890", None, None, "number")
    assert codes("2019", grid) == ["unit_unknown"]


def test_one_word_over_several_columns_holds_for_each_and_one_number_for_none() -> None:
    head = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    cells = read("2019", lay(head, ["行政许可", ("无", 3, 1)], ["行政处罚", ("9", 3, 1)]))
    assert [cells[f"active_disclosure.licences.{c}"].state for c in ("items_last_year", "change", "decisions")] == [
        "none"
    ] * 3
    assert [cell.state for cell in cells.values() if cell.row == "penalties"] == ["missing"] * 3
    assert codes("2019", lay(head, ["行政处罚", ("9", 3, 1)])) == ["doubtful_row"]


def test_values_under_the_head_of_another_clause_are_left_out_with_a_finding() -> None:
    grid = lay(["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"], ["规章", "3", "2", "1"])
    cells, findings = read_statistics("2019", [grid])
    assert {cell.state for cell in cells} == {"missing"}
    assert "规章 | 3 | 2 | 1" in findings[0].message


@pytest.mark.parametrize(("form", "groups"), [("2019", GROUPS_2019), ("2021", GROUPS_2021)])
def test_table_three_row_by_row(form: str, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
    rows = [row for table, row, column in list_cells(form) if table == "applications" and column == "total"]
    body = [[*row[:-7], *(str(100 * r + c) for c in range(7))] for r, row in enumerate(applications(groups, {}))]
    cells, findings = read_statistics(form, [lay(*HEAD_OF_APPLICATIONS, *body)])
    assert findings == ()
    assert len(rows) == (23 if form == "2019" else 25)
    read_values = [cell.value for cell in cells if cell.table == "applications"]
    assert read_values == [100 * r + c for r in range(len(rows)) for c in range(7)]


def test_a_value_names_the_place_it_was_read_from() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2021, {"本年新收": NEW}))
    cells = read("2021", Grid((("说明", "数量"), ("网站", "3"))), grid)
    assert cells["applications.new_received.business"].source == "grid 1 r3 c4"


def test_retyped_labels_are_known_by_their_words() -> None:
    body = applications(
        (
            ("(一)予以公开", ()),
            ("（二） 部分公开", ()),
            ("（三）不予公开", ("1．属于国家秘密", "5属于三类内容事务信息")),
            ("（六）其他处理", ("1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "3、其它")),
            ("（七）合计", ()),
        ),
        {
            "予以": ["2"] * 7,
            "国家秘密": ["3"] * 7,
            "三类": ["4"] * 7,
            "逾期": ["5"] * 7,
            "其它": ["6"] * 7,
            "合计": ["7"] * 7,
        },
    )
    head = [[td if td != "社会公益组织" else "社会组织" for td in row] for row in HEAD_OF_APPLICATIONS]
    cells = read("2021", lay(*head, *body))
    assert [cells[f"applications.{row}.welfare"].value for row in (
        "granted", "refused.state_secret", "refused.internal", "other.not_corrected", "other.rest", "handled"
    )] == [2, 3, 4, 5, 6, 7]  # fmt: skip


def test_a_table_cut_by_a_page_break_goes_on_under_the_columns_of_its_first_part() -> None:
    body = applications(GROUPS_2019, {"重复申请": ["4", "0", "1", "0", "0", "0", "5"], "总计": ["9"] * 7})
    cut = next(at for at, row in enumerate(body) if "2.重复申请" in row)
    rest = [
        ["三、本年度办理结果", "（五）不予处理", *body[cut]],
        *(["", "", *row] for row in body[cut + 1 : cut + 4]),
        *body[cut + 4 :],
    ]
    cells, findings = read_statistics("2019", [lay(*HEAD_OF_APPLICATIONS, *body[:cut]), lay(*rest)])
    whole, _ = read_statistics("2019", [lay(*HEAD_OF_APPLICATIONS, *body)])
    assert findings == ()
    assert [cell.value for cell in cells] == [cell.value for cell in whole]


def test_a_head_repeated_on_the_next_page_is_no_row() -> None:
    body = applications(GROUPS_2019, {"本年新收": NEW})
    grid = lay(*HEAD_OF_APPLICATIONS, *body[:2], *HEAD_OF_APPLICATIONS, *body[-1:])
    assert codes("2019", grid) == []
    assert values(read("2019", grid), "applications.new_received") == [217, 1, 0, 0, 0, 0, 218]


def test_a_label_that_forgot_its_colspan_does_not_shift_the_row() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, ["一、本年新收政府信息公开申请数量", *NEW])
    assert values(read("2019", grid), "applications.new_received") == [217, 1, 0, 0, 0, 0, 218]


def test_a_row_that_may_be_shifted_is_left_out_with_a_finding() -> None:
    shifted = lay(*HEAD_OF_APPLICATIONS, ["一、本年新收政府信息公开申请数量", "", "", "5", "", "", "", "", "", ""])
    assert values(read("2019", shifted), "applications.new_received") == [None] * 7
    assert codes("2019", shifted) == ["doubtful_row"]


def test_a_head_whose_rowspans_are_lost_is_read_in_the_forms_order() -> None:
    head: list[list[Td]] = [
        [("", 3, 3), ("申请人情况", 7, 1)],
        ["自然人", ("法人或其他组织", 5, 1), "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]
    cells = read("2019", lay(*head, [("一、本年新收政府信息公开申请数量", 3, 1), *NEW]))
    assert values(cells, "applications.new_received") == [217, 1, 0, 0, 0, 0, 218]


def test_an_unknown_row_is_a_finding_with_its_numbers() -> None:
    body = applications((("（三）不予公开", ("1.属于国家秘密", "9.属于内参")), ("（七）总计", ())), {"内参": ["8"] * 7})
    _, findings = read_statistics("2019", [lay(*HEAD_OF_APPLICATIONS, *body)])
    assert [finding.code for finding in findings] == ["unknown_row"]
    assert "9.属于内参 | 8 | 8" in findings[0].message
    assert findings[0].where == "grid 0 r6"


def test_an_unknown_column_is_a_finding_and_its_neighbours_stay() -> None:
    head: list[list[Td]] = [["项目", "自然人", "商业企业", "个体工商户", "其他", "总计"]]
    cells, findings = read_statistics(
        "2021", [lay(*head, ["一、本年新收政府信息公开申请数量", "5", "1", "2", "0", "8"])]
    )
    told = {cell.column: cell.value for cell in cells if cell.row == "new_received" and cell.value is not None}
    assert told == {"natural_person": 5, "business": 1, "other_org": 0, "total": 8}
    assert [finding.code for finding in findings] == ["doubtful_row"]


def test_a_missing_row_is_missing_and_a_blank_one_blank() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2021[:2], {"予以公开": [""] * 7}))
    cells = read("2021", grid)
    assert {cell.state for cell in cells.values() if cell.row == "granted"} == {"blank"}
    missing = cells["applications.refused.state_secret.total"]
    assert (missing.raw, missing.value, missing.state, missing.source) == (None, None, "missing", "")


def test_every_cell_of_the_form_is_there_once_and_in_order() -> None:
    cells, _ = read_statistics("2021", [reviews(*"123456789012345")])
    assert [(cell.table, cell.row, cell.column) for cell in cells] == list_cells("2021")
    assert len(cells) == 200


def test_table_four_tells_its_three_proceedings_apart() -> None:
    cells = read("2021", reviews(*(str(n) for n in range(15))))
    assert values(cells, "review_litigation.reconsideration") == [0, 1, 2, 3, 4]
    assert values(cells, "review_litigation.litigation_direct") == [5, 6, 7, 8, 9]
    assert values(cells, "review_litigation.litigation_after_review") == [10, 11, 12, 13, 14]


def test_blanks_in_place_of_rowspans_in_the_head_of_table_four() -> None:
    outcomes = ["结果\n维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head: list[list[Td]] = [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*outcomes, ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [*[""] * 5, *outcomes, *outcomes],
    ]
    cells = read("2021", lay(*head, [str(n) for n in range(15)]))
    assert values(cells, "review_litigation.litigation_after_review") == [10, 11, 12, 13, 14]


def test_a_blank_row_of_table_four_is_blank_cells_and_a_spacer_before_the_numbers_is_none() -> None:
    blank = read("2021", reviews(*[""] * 15))
    spaced = lay(*HEAD_OF_REVIEWS, [""] * 15, ["1"] * 15)
    assert {cell.state for cell in blank.values() if cell.table == "review_litigation"} == {"blank"}
    assert {cell.value for cell in read("2021", spaced).values() if cell.table == "review_litigation"} == {1}


def test_table_four_with_its_row_on_the_next_page() -> None:
    cells = read("2021", lay(*HEAD_OF_REVIEWS), lay([str(n) for n in range(15)]))
    assert values(cells, "review_litigation.litigation_direct") == [5, 6, 7, 8, 9]


def test_all_three_tables_in_one() -> None:
    wide: list[Sequence[Td]] = [*CLAUSES_2021, *HEAD_OF_APPLICATIONS, *applications(GROUPS_2021, {"本年新收": NEW})]
    cells = read("2021", lay(*wide, *HEAD_OF_REVIEWS, ["1"] * 15))
    assert values(cells, "active_disclosure.penalties") == [1100]
    assert values(cells, "applications.new_received") == [217, 1, 0, 0, 0, 0, 218]
    assert "missing" not in {cell.state for cell in cells.values()}


def test_a_cell_printed_twice_keeps_the_first_and_says_so() -> None:
    first = lay(*HEAD_OF_APPLICATIONS, [("一、本年新收政府信息公开申请数量", 3, 1), *NEW])
    again = lay(*HEAD_OF_APPLICATIONS, [("一、本年新收政府信息公开申请数量", 3, 1), *["218", *NEW[1:]]])
    assert values(read("2019", first, again), "applications.new_received")[0] == 217
    assert codes("2019", first, first) == []
    assert codes("2019", first, again) == ["repeated_cell"]


def test_a_table_that_lost_its_head_is_read_by_its_place_in_the_form_and_says_so() -> None:
    headless = lay(*applications(GROUPS_2019, {"本年新收": NEW}))
    assert values(read("2019", headless), "applications.new_received") == [217, 1, 0, 0, 0, 0, 218]
    assert codes("2019", headless) == ["by_place"]


def test_a_table_that_lost_its_head_and_a_column_is_findings_and_no_cells() -> None:
    body = [row[:-1] for row in applications(GROUPS_2019, {"本年新收": NEW})]
    cells, findings = read_statistics("2019", [lay(*body)])
    assert {cell.state for cell in cells} == {"missing"}
    assert "217 | 1 | 0" in next(finding.message for finding in findings if finding.code == "doubtful_row")


def test_other_tables_are_left_alone() -> None:
    unrelated = Grid((("序号", "行政处罚内容"), ("1", "罚款5万元"), ("总计", "3")))
    assert codes("2021", unrelated) == []
    assert codes("2021", lay(*CLAUSES_2021), unrelated) == []


def test_without_a_form_there_is_what_was_read_and_nothing_is_missing() -> None:
    cells, _ = read_statistics(None, [lay(*CLAUSES_2021)])
    assert [cell.row for cell in cells][:1] == ["regulations"]
    assert "missing" not in {cell.state for cell in cells}


def gold_of(shared: Path, path: str) -> list[dict[str, str]]:
    reports = json.loads((shared / "statistics" / "gold.json").read_text(encoding="utf-8"))
    return next(report["cells"] for report in reports if report["file"] == path)


@pytest.mark.parametrize(
    ("page", "form", "gold"),
    [
        ("pages/trs/pingtan_2024_report.html", "2021", "pages/trs/pingtan_2024_report.html"),
        ("quality/pages/c001_govcn_mso.html", "2019", "reports/2020-binhu.txt"),
        ("quality/pages/c001_zjjcms_wps.html", "2019", "reports/2020-binhu.txt"),
    ],
)
def test_every_cell_of_a_real_report(shared: Path, page: str, form: str, gold: str) -> None:
    grids = read_page((shared / page).read_bytes()).grids
    assert recognise_form(grids, [])[0] == form
    cells = read(form, *grids)
    expected = {f"{c['table']}.{c['row']}.{c['column']}": (c["raw"], c["value"]) for c in gold_of(shared, gold)}
    assert {name: (cell.raw, cell.value) for name, cell in cells.items()} == expected


def test_a_real_report_whose_head_and_data_rows_are_spanned_differently(shared: Path) -> None:
    page = shared / "pages" / "shanghai_js" / "shanghai_bgt_2019_report_tables.html"
    cells = read("2019", *read_page(page.read_bytes()).grids)
    assert "missing" not in {cell.state for cell in cells.values()}
    assert cells["active_disclosure.procurement.amount"].value == 251000
    assert values(cells, "applications.new_received") == [821, 35, None, None, 2, 1, 859]


def test_a_label_beside_the_row_of_table_four_is_no_value() -> None:
    head: list[list[Td]] = [[("项目", 1, 3), *HEAD_OF_REVIEWS[0]], *HEAD_OF_REVIEWS[1:]]
    cells = read("2021", lay(*head, ["件数", *(str(n) for n in range(14)), ""]))
    assert values(cells, "review_litigation.reconsideration") == [0, 1, 2, 3, 4]
    assert values(cells, "review_litigation.litigation_after_review") == [10, 11, 12, 13, None]


def test_a_table_that_breaks_off_says_which_rows_are_not_there() -> None:
    body = applications(GROUPS_2019, {"本年新收": NEW})
    cut = next(at for at, row in enumerate(body) if "2.重复申请" in row)
    (told,) = find_cut_tables(read("2019", lay(*HEAD_OF_APPLICATIONS, *body[:cut])).values())
    assert told.code == "rows_missing"
    assert told.message.startswith("applications: 7 of 23 rows: not_handled.repeat, not_handled.publication")


def test_a_page_of_blanks_with_groups_beside_their_rows_is_not_turned() -> None:
    body = applications(GROUPS_2021, {"本年新收": NEW, "总计": ["6", "2", "", "", "", "", "8"]})
    cut = next(at for at, row in enumerate(body) if "2.重复申请" in row)
    blank = [[td if td != "0" else "" for td in row] for row in body[cut:]]
    first: list[Td] = [("三、本年度办理结果", 1, len(blank) - 1), ("（五）不予处理", 1, 4), *blank[0]]
    rest = [first, *blank[1:]]
    cells = read("2021", lay(*HEAD_OF_APPLICATIONS, *body[:cut]), lay(*rest))
    assert cells["applications.handled.total"].value == 8
    assert cells["applications.not_handled.excessive.total"].state == "blank"
