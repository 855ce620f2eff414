"""Tables that were flattened to lines before the report was saved, as grids again."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reading.document import Grid, Paragraph
from archive.reading.flat.flattened import restore_grids
from archive.reading.plain import read_plain
from archive.reading.reader import read as read_page
from archive.report.statistics import read_statistics
from archive.report.understand import understand
from tests.printed import lay

Rows = tuple[tuple[str, ...], ...]
Write = Callable[[Sequence[Sequence[str]]], list[str]]


def restore(*lines: str) -> list[Rows | str]:
    blocks, _ = restore_grids([Paragraph(line) for line in lines])
    return [block.rows if isinstance(block, Grid) else block.text for block in blocks]


def test_bars_over_many_lines() -> None:
    lines = [
        "二、主动公开", "第一项 |", "||", "内容 |", "制作 |", "|", "规章 |", "0 |", "1 |", "文件 |", "|", "2 |", "完。",
    ]  # fmt: skip
    assert restore(*lines) == [
        "二、主动公开",
        (("第一项", "", ""), ("内容", "制作", ""), ("规章", "0", "1"), ("文件", "", "2")),
        "完。",
    ]


def test_bars_over_many_lines_without_blanks_are_told_by_labels_and_numbers() -> None:
    cells = ("内容", "制作", "公开", "规章", "0", "1", "文件", "-3", "2")
    assert restore(*(f"{cell} |" for cell in cells)) == [(cells[:3], cells[3:6], cells[6:])]


def test_bars_whose_rows_cannot_be_told_stay_lines() -> None:
    lines = ["甲 |", "乙 |", "丙 |", "丁 |"]
    assert restore(*lines) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ("第一项 | | |", "内容 | 制作 | 公开 |", "规章 | 0 | 1 |"),
        ("第一项｜｜｜", "内容｜制作｜公开｜", "规章｜0｜1｜"),
        ("| 第一项 | | |", "|---|:---:|---|", "| 内容 | 制作 | 公开 |", "| 规章 | 0 | 1 |"),
        ("第一项 | |", "---|---|---", "内容 | 制作 | 公开", "规章 | 0 | 1"),
        ("┌────┬────┐", "│第一项│ │ │", "├────┼────┤", "│内容│制作│公开│", "│规章│0│1│", "└────┴────┘"),
        ("第一项\t\t", "内容\t制作\t公开", "规章\t0\t1"),
        ("第一项", "内容\t制作\t公开", "规章\t0\t1"),
    ],
)
def test_a_row_a_line_parted_in_any_of_the_usual_ways(lines: tuple[str, ...]) -> None:
    table = restore(*lines)[-1]
    assert table[-2:] == (("内容", "制作", "公开"), ("规章", "0", "1"))


def test_blanks_that_were_lost_at_the_end_of_a_row_are_blank_and_told() -> None:
    blocks, findings = restore_grids([Paragraph(line) for line in ("内容\t制作\t公开", "规章\t0", "后记。")])
    assert blocks == [Grid((("内容", "制作", "公开"), ("规章", "0", ""))), Paragraph("后记。")]
    assert [(finding.code, finding.where) for finding in findings] == [("flattened_table", "grid 0")]
    assert "规章 | 0" in findings[0].message


def test_a_cell_a_line_behind_a_tab_with_blank_lines_between_rows() -> None:
    lines = ["\t近两年情况", "", "\t年份", "\t2016", "\t2017", "", "\t数量", "\t业务", "\t3", "\t4", "",
             "\t", "\t其他", "\t5", "\t6", "", "\t总计", "\t8", "\t10", "", "\t以上数字截至年底。"]  # fmt: skip
    assert restore(*lines) == [
        "近两年情况",
        lay([("年份", 2, 1), "2016", "2017"], [("数量", 1, 2), "业务", "3", "4"], ["其他", "5", "6"],
            [("总计", 2, 1), "8", "10"]).rows,
        "以上数字截至年底。",
    ]  # fmt: skip


def test_where_blank_cells_leave_no_trace_only_a_full_table_is_one() -> None:
    full = [Paragraph(line) for line in ("内容\t制作\t公开", "规章\t0\t1")]
    assert restore_grids(full, blanks_shown=False) == ([Grid((("内容", "制作", "公开"), ("规章", "0", "1")))], [])
    short = [*full, Paragraph("文件\t2")]
    assert restore_grids(short, blanks_shown=False) == (short, [])


def test_an_empty_line_parts_two_tables_of_different_width_and_not_one_broken_by_a_page() -> None:
    lines = ["内容\t制作\t公开", "规章\t0\t1", "", "文件\t2\t3", "", "年度\t件数", "2016\t5", "2017\t8"]
    first, second = restore(*lines)
    assert first == (("内容", "制作", "公开"), ("规章", "0", "1"), ("文件", "2", "3"))
    assert second == (("年度", "件数"), ("2016", "5"), ("2017", "8"))


@pytest.mark.parametrize(
    "lines",
    [
        ("一、总体情况", "略。"),
        ("\t全年公开信息126条，按期答复。", "\t欢迎社会各界监督。"),
        ("1.\t建立专门机构", "2.\t配备人员", "3.\t按时答复"),
        ("（一）\t主动公开", "（二）\t依申请公开"),
        ("地址：人民路8号\t邮编见网站",),
        ("首页 | 政务公开 | 年报",),
        ("收到申请5件，其中|自然人3件。", "答复5件|其余略。"),
        ("内容,制作,公开", "规章,0,1"),
        ("-----", "=====", "+1"),
    ],
)
def test_lines_that_are_no_table_stay_lines(lines: tuple[str, ...]) -> None:
    assert restore(*lines) == [line.strip() for line in lines]


def test_a_metadata_header_between_bars_is_no_table() -> None:
    head = "索引号 | A-2019-001 | 发布机构 | 水务局 |\n公开类别 | 主动公开 | 发布时间 | 2019-02-22 |\n"
    document = read_plain(head + "县水务局2018年政府信息公开年度报告\n全年公开信息126条，按期答复。")
    assert document.grids == ()
    assert any("A-2019-001" in segment for block in document.header for segment in block)


def test_grids_of_a_reader_and_headings_stay_as_they_are() -> None:
    blocks = [Paragraph("一、总体情况", heading=True), Grid((("甲", "1"),)), Paragraph("略。")]
    assert restore_grids(blocks) == (blocks, [])


APPLICATIONS = lay(
    [("(本列数据的勾稽关系)", 3, 3), ("申请人情况", 7, 1)],
    [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    [("一、本年新收政府信息公开申请数量", 3, 1), "5", "", "0", "0", "0", "0", "5"],
    [("三、本年度办理结果", 1, 5), ("（一）予以公开", 2, 1), "1", "0", "0", "0", "0", "0", "1"],
    [("（三）不予公开", 1, 2), "1．属于国家秘密", "0", "0", "0", "0", "0", "0", ""],
    ["2．其他法律禁止公开", "", "", "", "", "", "", ""],
    [("（六）其他处理", 2, 1), "0", "0", "0", "0", "0", "0", "0"],
    [("（七）总计", 2, 1), "5", "", "", "", "", "", "5"],
    [("四、结转下年度继续办理", 3, 1), "0", "0", "0", "0", "0", "0", "0"],
)
DISPUTES = lay(
    [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
    [*((name, 1, 2) for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")),
     ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2,
    [str(number) for number in range(15)],
)  # fmt: skip


def in_place(grid: Grid) -> list[list[str]]:
    covered = grid.covered()
    return [["" if (r, c) in covered else cell for c, cell in enumerate(row)] for r, row in enumerate(grid.rows)]


def packed(grid: Grid) -> list[list[str]]:
    covered = grid.covered()
    return [[cell for c, cell in enumerate(row) if (r, c) not in covered] for r, row in enumerate(grid.rows)]


def filled(grid: Grid) -> list[list[str]]:
    return [[*row, *[""] * (len(grid.rows[0]) - len(row))] for row in packed(grid)]


def bars(rows: Sequence[Sequence[str]]) -> list[str]:
    return ["".join(f"{cell} | " for cell in row).strip() for row in rows]


def bars_over_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"{cell} |" if cell else "|" for row in rows for cell in row]


def markdown(rows: Sequence[Sequence[str]]) -> list[str]:
    first, *others = (f"| {' | '.join(row)} |" for row in rows)
    return [first, f"|{'---|' * len(rows[0])}", *others]


def tabs(rows: Sequence[Sequence[str]]) -> list[str]:
    return ["\t".join(row) for row in rows]


def cells_behind_tabs(rows: Sequence[Sequence[str]]) -> list[str]:
    return [line for row in rows for line in ("", *(f"\t{cell}" for cell in row))]


@pytest.mark.parametrize("grid", [APPLICATIONS, DISPUTES], ids=["applications", "disputes"])
@pytest.mark.parametrize("lose", [in_place, packed, filled])
@pytest.mark.parametrize("write", [bars, tabs, markdown])
def test_the_national_tables_have_their_spans_again(
    grid: Grid, lose: Callable[[Grid], list[list[str]]], write: Write
) -> None:
    blocks, findings = restore_grids([Paragraph(line) for line in ("三、情况", *write(lose(grid)), "四、问题")])
    assert blocks == [Paragraph("三、情况"), grid, Paragraph("四、问题")]
    assert findings == []


@pytest.mark.parametrize("grid", [APPLICATIONS, DISPUTES], ids=["applications", "disputes"])
def test_the_national_tables_have_their_spans_again_from_a_cell_a_line(grid: Grid) -> None:
    assert restore_grids([Paragraph(line) for line in bars_over_lines(filled(grid))]) == ([grid], [])


def test_of_a_clause_with_fewer_values_than_columns_it_is_not_guessed_which_is_wide() -> None:
    lines = ["第二十条第（五）项 | | | |", "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 | |",
             "行政许可 | 7 | 0 | 174 | |", "第二十条第（八）项 | | | |", "信息内容 | 本年收费金额 | | | |",
             "行政事业性收费 | 3.5 | | | |"]  # fmt: skip
    blocks, findings = restore_grids([Paragraph(line) for line in lines])
    assert isinstance(blocks[0], Grid)
    assert blocks[0].rows[2] == ("行政许可", "7", "0", "174", "")
    assert blocks[0].rows[5] == ("行政事业性收费", *["3.5"] * 4)
    assert [finding.code for finding in findings] == ["flattened_table"]


def test_a_national_table_that_lacks_a_column_keeps_its_values_where_they_stand() -> None:
    rows = [row[:9] for row in in_place(APPLICATIONS)]
    blocks, findings = restore_grids([Paragraph(line) for line in tabs(rows)])
    assert isinstance(blocks[0], Grid)
    assert [row[3:] for row in blocks[0].rows[3:]] == [tuple(row[3:]) for row in rows[3:]]
    assert [finding.code for finding in findings] == ["flattened_table"]


LABELS = st.text(alphabet="甲乙丙丁戊公开申请答复机关数量", min_size=1, max_size=8)
VALUES = st.integers(-999, 99_999).map(str) | st.sampled_from(["—", "/", "无", "1.5万元"])


@st.composite
def tables(draw: st.DrawFn, narrowest: int = 2) -> list[list[str]]:
    """A head of labels, and rows of a label and values: no place is blank."""
    width = draw(st.integers(narrowest, 9))
    head = draw(st.lists(LABELS, min_size=width, max_size=width))
    body = st.tuples(LABELS, *[VALUES] * (width - 1)).map(list)
    return [head, *draw(st.lists(body, min_size=2, max_size=12))]


@given(tables(), st.sampled_from([bars, bars_over_lines, markdown, tabs, cells_behind_tabs]))
def test_a_table_is_the_same_after_it_was_flattened_in_any_way(rows: list[list[str]], write: Write) -> None:
    blocks, findings = restore_grids([Paragraph(line) for line in ("前言。", *write(rows), "后记。")])
    assert blocks == [Paragraph("前言。"), Grid(tuple(map(tuple, rows))), Paragraph("后记。")]
    assert findings == []


@given(tables(narrowest=3), st.sampled_from([bars, markdown, tabs]), st.data())
def test_a_blank_stays_in_its_place_and_is_told(rows: list[list[str]], write: Write, data: st.DataObject) -> None:
    for row in rows[1:]:
        row[data.draw(st.integers(1, len(row) - 1))] = ""
    blocks, findings = restore_grids([Paragraph(line) for line in write(rows)])
    assert blocks == [Grid(tuple(map(tuple, rows)))]
    assert [finding.code for finding in findings] == ["flattened_table"]


@given(st.lists(st.text(alphabet="甲乙1。 |｜\t-—（一）、\n", max_size=30), max_size=12))
def test_no_word_is_lost_and_none_is_said_twice(lines: list[str]) -> None:
    drawn = str.maketrans("", "", "|｜ \t\n\r-—")
    text = read_plain("\n".join(["2018年信息公开年报", "全年公开信息126条，按期答复。", *lines, "特此报告。"])).text
    wanted = "\n".join(["全年公开信息126条，按期答复。", *lines, "特此报告。"])
    assert text.translate(drawn) == wanted.translate(drawn)


def test_column_labels_cut_off_after_their_first_word_are_told_by_their_neighbours() -> None:
    blocks, _ = restore_grids(
        [Paragraph(line) for line in ("信息内容\t本年新\t本年新\t对外公开总数量", "规章\t1\t2\t3")]
    )
    cells, findings = read_statistics("2019", [block for block in blocks if isinstance(block, Grid)])
    told = {cell.column: cell.value for cell in cells if cell.row == "regulations"}
    assert told == {"made": 1, "newly_published": 2, "published_total": 3}
    assert findings == ()


@pytest.mark.parametrize(
    ("name", "cells"), [("2020-binhu.txt", 198), ("2019-xingqing.txt", 85), ("2017-hunjiang.txt", 15)]
)
def test_every_value_of_a_real_report(shared: Path, name: str, cells: int) -> None:
    reports = json.loads((shared / "statistics" / "gold.json").read_text(encoding="utf-8"))
    gold = next(report["cells"] for report in reports if report["file"] == f"reports/{name}")
    read = understand(read_page((shared / "reports" / name).read_bytes())).statistics
    values = {(cell.table, cell.row, cell.column): cell.value for cell in read}
    assert {(c["table"], c["row"], c["column"]): c["value"] for c in gold} == {
        key: values[key] for key in ((c["table"], c["row"], c["column"]) for c in gold)
    }
    assert len(gold) == cells
