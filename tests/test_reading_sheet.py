"""Spreadsheets: what is printed on them, as tables and text, and nothing else."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Grid, Paragraph, Span
from archive.reading.lines import compact
from archive.reading.reader import read
from archive.reading.sheets.bands import MOST_FILLED, Sheet
from archive.reading.sheets.stored import print_stored, print_value
from archive.reading.sheets.worksheet import sheet_blocks
from tests.fixtures import FORMS, fixture, truth
from tests.sheet_files import cell, ods, rows, table, td, tr, xlsx

SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"
TABLE = [["指标", "单位", "数量"], ["主动公开", "条", 54], ["收到申请", "件", 3]]


def shown(document: Document) -> list[str | tuple[tuple[str, ...], ...]]:
    """Paragraphs as their text, grids as their rows."""
    return [block.rows if isinstance(block, Grid) else block.text for block in document.blocks]


def only_grid(body: bytes) -> Grid:
    (grid,) = read(body).grids
    return grid


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


# --- the same tables in every format


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ending", ["xls", "xlsx", "ods"])
def test_the_national_tables_are_the_same_cell_for_cell_in_every_format(form: str, ending: str) -> None:
    document = read(fixture(f"{form}.{ending}"))
    assert (document.state, document.findings, document.reader) == ("complete", (), "sheet/1")
    for grid, true in zip(document.grids, truth(form).grids, strict=True):
        assert [[compact(text) for text in row] for row in grid.rows] == [
            [compact(t) for t in row] for row in true.rows
        ]
        assert set(grid.spans) == set(true.spans)
    assert [grid.caption for grid in document.grids] == ["主动公开", "申请办理", "复议诉讼"]


# --- a sheet as a page


def test_title_and_notes_round_a_table_are_text_and_the_table_is_a_grid() -> None:
    lone = [["水务局2020年政府信息公开工作年度报告"], [SENTENCE]]
    body = xlsx(rows(*lone, *TABLE, ["填表人：王五，联系电话见网站首页。"], ["2021年1月20日"]), merged="A1:C1 A2:C2")
    document = read(body)
    assert document.titles[0] == "水务局2020年政府信息公开工作年度报告"
    grid = (("指标", "单位", "数量"), ("主动公开", "条", "54"), ("收到申请", "件", "3"))
    assert shown(document) == [SENTENCE, grid, "填表人：王五，联系电话见网站首页。", "2021年1月20日"]


def test_blank_rows_part_tables_and_blank_edges_are_cut() -> None:
    second = [["名称", "金额"], ["收费", 0]]
    document = read(xlsx(rows([None], *TABLE, [None], [None], *[[None, None, *row] for row in second])))
    assert shown(document)[1] == (("名称", "金额"), ("收费", "0"))
    assert len(document.grids[0].rows) == len(TABLE)


def test_a_report_that_is_a_sheet_keeps_its_headings_between_its_tables() -> None:
    wide = [["行政复议", "维持", "纠正", "总计"], ["件", 1, 0, 1]]
    body = xlsx(rows(["一、总体情况"], [SENTENCE], *TABLE, ["四、行政复议情况"], *wide), merged="A1:D1 A2:D2 A6:D6")
    assert [block if isinstance(block, str) else len(block) for block in shown(read(body))] == [
        "一、总体情况",
        SENTENCE,
        3,
        "四、行政复议情况",
        2,
    ]


def test_headings_that_group_the_rows_of_one_table_stay_in_it() -> None:
    grouped = [
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况"],
        ["公开数", "条", 54],
        ["二、申请情况"],
        ["收到", "件", 3],
    ]
    grid = only_grid(xlsx(rows(*grouped)))
    assert [row[0] for row in grid.rows] == ["统计指标", "一、主动公开情况", "公开数", "二、申请情况", "收到"]


def test_banners_of_a_table_stay_in_it_and_a_title_above_them_does_not() -> None:
    banners = [
        ["第二十条第（一）项"],
        ["信息内容", "制发", "现行"],
        ["规章", 0, 1],
        ["第二十条第（八）项"],
        ["收费", 9, 9],
    ]
    document = read(xlsx(rows(["政府信息公开情况表"], *banners), merged="A1:C1 A2:C2 A5:C5"))
    (grid,) = document.grids
    assert [row[0] for row in grid.rows] == ["第二十条第（一）项", "信息内容", "规章", "第二十条第（八）项", "收费"]
    assert document.titles == ("政府信息公开情况表",)


def test_a_row_with_a_label_and_no_number_belongs_to_its_table() -> None:
    labelled = [
        ["项目", None, "自然人", "总计"],
        ["一、新收", None, 7, 7],
        ["二、结转"],
        ["三、结果", "予以公开", 3, 3],
        ["四、下年"],
    ]
    grid = only_grid(xlsx(rows(*labelled), merged="A1:B1 A2:B2 A3:B3 A5:B5"))
    assert grid.rows[2] == ("二、结转", "二、结转", "", "")
    assert grid.rows[4] == ("四、下年", "四、下年", "", "")
    assert Span(4, 0, 1, 2) in grid.spans


def test_columns_that_only_merged_cells_cross_are_none() -> None:
    body = xlsx(
        '<row r="1">' + cell("A1", "项目") + cell("E1", "数量") + "</row>"
        '<row r="2">' + cell("A2", "收费") + cell("E2", 3) + "</row>",
        merged="A1:D1 E1:H1 A2:D2 E2:H2",
    )
    assert only_grid(body).rows == (("项目", "数量"), ("收费", "3"))
    assert only_grid(body).spans == ()


def test_a_long_text_with_line_breaks_in_one_cell_is_paragraphs() -> None:
    document = read(xlsx(rows([f"一、总体情况\n{SENTENCE}\n\n二、问题\n{SENTENCE}"])))
    assert shown(document) == ["一、总体情况", SENTENCE, "二、问题", SENTENCE]


def test_a_value_that_a_merged_cell_hides_is_not_there() -> None:
    grid = only_grid(xlsx(rows(["甲", "hidden", 1], ["乙", "b", 2]), merged="A1:B1"))
    assert grid.rows == (("甲", "甲", "1"), ("乙", "b", "2"))


def test_values_under_a_merged_cell_hidden_rows_and_numbers_that_are_none_are_said_or_kept() -> None:
    covered = read(xlsx(rows(["甲", "hidden", 1], ["乙", "b", 2]), merged="A1:B1"))
    assert codes(covered) == ["covered_cells"]
    hidden = read(xlsx(rows(*TABLE).replace("<row ", '<row hidden="1" ', 1)))
    assert codes(hidden) == ["hidden_rows"]
    odd = xlsx(rows(*TABLE).replace("<v>54</v>", "<v>--</v>"))
    assert only_grid(odd).rows[1] == ("主动公开", "条", "--")


@pytest.mark.parametrize("name", ["Fixed", "Standard", "Currency", "General Number", "Yes/No"])
def test_formats_that_have_a_name_make_no_day_of_a_number(name: str) -> None:
    cells = "".join(f'<Cell ss:StyleID="s"><Data ss:Type="Number">{n}</Data></Cell>' for n in (12, 0, 345))
    body = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s">'
        f'<NumberFormat ss:Format="{name}"/></Style></Styles><Worksheet ss:Name="表"><Table><Row>{cells}</Row>'
        f"<Row>{cells}</Row></Table></Worksheet></Workbook>"
    )
    assert only_grid(body.encode()).rows == (("12", "0", "345"),) * 2


def test_line_breaks_in_a_cell_are_one_text() -> None:
    grid = only_grid(xlsx(rows(["商业\n企业", "total\nsum"], [1, 2])))
    assert grid.rows[0] == ("商业企业", "total sum")


def test_a_name_that_a_program_gave_is_no_caption() -> None:
    for name, caption in (("Sheet1", None), ("工作表3", None), ("表2", None), ("依申请公开", "依申请公开")):
        (grid,), _ = sheet_blocks(Sheet(name, {(r, c): "1" for r in (0, 1) for c in (0, 1)}))
        assert isinstance(grid, Grid)
        assert grid.caption == caption


def test_hidden_sheets_are_left_out_and_named() -> None:
    document = read(xlsx(rows(*TABLE), rows(["草稿", 1], ["x", 2]), states="visible hidden", names="统计 草稿"))
    assert len(document.grids) == 1
    assert [(f.code, f.where) for f in document.findings] == [("hidden_sheet", "草稿")]


def test_sheets_stand_in_the_order_of_their_tabs() -> None:
    document = read(xlsx(rows(["b", "1"], ["b", "2"]), rows(["a", "1"], ["a", "2"]), names="乙 甲"))
    assert [grid.caption for grid in document.grids] == ["乙", "甲"]


def test_an_empty_workbook_is_incomplete_and_says_so() -> None:
    document = read(xlsx(""))
    assert (document.state, codes(document)) == ("incomplete", ["empty_body"])


# --- values


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (7.0, "7"),
        (0, "0"),
        (-3.0, "-3"),
        (1946.689, "1946.689"),
        (0.1 + 0.2, "0.3"),
        (622.958364, "622.958364"),
        (1e15, "1000000000000000"),
        (0.00001, "0.00001"),
        (True, "TRUE"),
        ("007", "007"),
    ],
)
def test_a_number_has_its_digits_and_no_noise(value: float | str, printed: str) -> None:
    assert print_value(value) == printed


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (0.985, "0%", "98.5%"),
        (1234.5, "#,##0.00", "1234.5"),
        (44561, "yyyy-mm-dd", "2021-12-31"),
        (44561, "mmm", "2021-12-31"),
        (44561, 'yyyy"年"m"月"d"日";@', "2021-12-31"),
        (44561.5, "yyyy/m/d h:mm", "2021-12-31 12:00"),
        (44561.5, "yyyy/m/d", "2021-12-31"),
        (0.5, "h:mm", "12:00"),
        (3, '0"小时"', "3"),
        (3, "[Magenta][>1]0.0", "3"),
        (1.5, "[h]:mm", "36:00"),
        (7, "General", "7"),
        (1e30, "yyyy-mm-dd", "1000000000000000000000000000000"),
    ],
)
def test_a_format_tells_percents_and_days_and_cuts_no_digit(value: float, code: str, printed: str) -> None:
    assert print_stored(value, code) == printed


def test_cells_of_a_workbook_show_what_a_person_sees() -> None:
    first = [cell("A1", "比例"), cell("B1", 0.5, 1), cell("C1", 44561, 2)]
    second = [
        '<c r="A2" t="b"><v>1</v></c>',
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="C2" t="str"><f>A1</f><v>甲</v></c>',
    ]
    body = xlsx(f"<row>{''.join(first)}</row><row>{''.join(second)}</row>", codes="0%|yyyy-mm-dd")
    assert only_grid(body).rows == (("比例", "50%", "2021-12-31"), ("TRUE", "2", "甲"))


def test_shared_texts_keep_all_their_runs_and_no_phonetic_guide() -> None:
    runs = "<r><t>主动</t></r><r><t xml:space='preserve'>公开_x000D_</t></r><rPh><t>zhu</t></rPh>"
    shared = f"<si>{runs}</si><si><t>条</t></si>"
    line = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    assert only_grid(xlsx(line * 2, shared=shared)).rows == (("主动公开", "条"),) * 2


def test_errors_stand_as_they_are_shown_with_a_finding() -> None:
    document = read(xlsx(rows(["甲", 1]) + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>2</v></c></row>'))
    assert document.grids[0].rows[1] == ("#REF!", "2")
    assert codes(document) == ["cell_errors"]


# --- ods


def test_an_ods_is_read_as_it_is_printed_with_its_spans() -> None:
    body = ods(
        table(
            tr(td("申请人", rows_spanned=2), td("企业", columns_spanned=2), "<table:covered-table-cell/>"),
            tr("<table:covered-table-cell/>", td("商业<text:line-break/>企业"), td("其<text:s text:c='1'/>他")),
            tr(td("占比"), td("98.5%"), td("1,946.69")),
            tr("<table:table-cell table:number-columns-repeated='16384'/>", repeated=1_048_000),
        )
    )
    grid = only_grid(body)
    assert grid.rows == (("申请人", "企业", "企业"), ("申请人", "商业企业", "其 他"), ("占比", "98.5%", "1,946.69"))
    assert set(grid.spans) == {Span(0, 0, 2, 1), Span(0, 1, 1, 2)}


def test_repeated_cells_and_rows_of_an_ods_are_all_there() -> None:
    grid = only_grid(
        ods(table(tr(td("项目"), td("数", columns_repeated=2)), tr(td("0", columns_repeated=3), repeated=2)))
    )
    assert grid.rows == (("项目", "数", "数"), ("0", "0", "0"), ("0", "0", "0"))


def test_comments_and_hidden_tables_of_an_ods_are_no_text() -> None:
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    hidden = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    first = table(tr(td("甲"), td("1")), tr(f"<table:table-cell>{note}<text:p>乙</text:p></table:table-cell>", td("2")))
    document = read(ods(first, table(tr(td("草稿"), td("1")), name="草稿", style="h"), styles=hidden))
    assert shown(document) == [(("甲", "1"), ("乙", "2"))]
    assert codes(document) == ["hidden_sheet"]


# --- Excel 2003 in XML


def test_a_spreadsheet_in_xml_is_read_although_it_is_named_xls() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = (
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="Number">7</Data></Cell>'
    )
    last = '<Cell ss:Index="2"><Data ss:Type="String">乙</Data></Cell>'
    last += '<Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell>'
    styles = '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
    sheet = f'<Worksheet ss:Name="统计"><Table><Row>{cells}</Row><Row>{last}</Row></Table></Worksheet>'
    body = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{styles}{sheet}</Workbook>'
    document = read(body.encode(), media="application/vnd.ms-excel")
    assert shown(document) == [(("甲", "甲", "7"), ("", "乙", "50%"))]
    assert document.grids[0].caption == "统计"


# --- files that lie about their size, and damaged ones


def test_a_stray_cell_in_the_last_row_costs_nothing() -> None:
    far = xlsx(rows(*TABLE) + '<row r="1048576">' + cell("XFD1048576", "备注") + "</row>")
    start = time.process_time()
    document = read(far)
    assert time.process_time() - start < 1
    assert shown(document)[1] == "备注"


def test_a_hundred_thousand_formatted_empty_cells_are_no_text() -> None:
    empty = "".join(f'<row r="{r}">' + cell(f"A{r}", None, 1) * 2 + "</row>" for r in range(4, 50_000))
    start = time.process_time()
    document = read(xlsx(rows(*TABLE) + empty))
    assert time.process_time() - start < 5
    assert len(document.grids[0].rows) == 3


def test_a_merge_over_the_whole_sheet_is_as_large_as_what_is_printed() -> None:
    grid = only_grid(xlsx(rows(*TABLE), merged="C3:XFD1048576"))
    assert grid.rows[2] == ("收到申请", "件", "3")


def test_repeats_of_an_ods_do_not_fill_the_memory() -> None:
    start = time.process_time()
    document = read(ods(table(*[tr(td("1", columns_repeated=16_384), repeated=1_048_576)] * 50)))
    assert time.process_time() - start < 20
    assert document.state == "incomplete"
    assert "sheet_cut" in codes(document)


def test_more_cells_than_any_report_has_are_cut_with_a_finding() -> None:
    line = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    document = read(xlsx(line * (MOST_FILLED // 100 + 1)))
    assert (document.state, codes(document)) == ("incomplete", ["sheet_cut"])


def test_a_table_too_large_to_be_one_is_lines_with_a_finding() -> None:
    diagonal = "".join(f'<row r="{n}">' + cell(f"A{n}", n) + cell(f"ZZ{n}", "x") + "</row>" for n in range(1, 200))
    document = read(xlsx(diagonal))
    assert (document.grids, codes(document)) == ((), ["large_table"])
    assert {"7\tx", "199\tx"} <= set(document.text.splitlines())


def xls_with(offset: int, value: bytes) -> bytes:
    body = fixture("2021.xls")
    return body[:offset] + value + body[offset + len(value) :]


def test_an_xls_that_asks_for_too_much_memory_is_refused_before_it_gets_it() -> None:
    dimensions = fixture("2021.xls").index(bytes.fromhex("0002 0e00 00000000 0e000000"))
    for claim in ("00000000 ffffff7f", "ffffff00 01000000"):
        document = read(xls_with(dimensions + 4, bytes.fromhex(claim)))
        assert document.state == "unreadable"
        assert "a sheet of" in document.findings[0].message
    text = fixture("2021.xls").index(bytes.fromhex("fd00 0a00 0100 0000"))
    assert "a sheet of 65,536 rows and" in read(xls_with(text + 4, b"\xff\xff\xff\xff")).findings[0].message


@pytest.mark.parametrize("name", ["2021.xlsx", "2021.ods"])
def test_a_file_cut_short_is_unreadable_and_says_why(name: str) -> None:
    for share in (0.2, 0.5, 0.9):
        body = fixture(name)
        document = read(body[: int(len(body) * share)])
        assert document.state == "unreadable"
        assert document.findings[0].message


@pytest.mark.parametrize("name", ["2021.xls", "2021.xlsx", "2021.ods"])
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_makes_a_reader_raise_or_lose_all_in_silence(name: str, data: st.DataObject) -> None:
    body = bytearray(fixture(name))
    for _ in range(data.draw(st.integers(1, 20))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    document = read(bytes(body))
    assert document.blocks or document.findings


def test_text_beside_is_a_line_and_no_grid_of_one_row() -> None:
    document = read(xlsx(rows(*TABLE, [None], ["填表人：张三", "审核人：李四"])))
    assert document.blocks[1] == Paragraph("填表人：张三\t审核人：李四")
