"""Tables that were flattened to lines before the report was saved."""

import json
from pathlib import Path

import pytest

from archive.reading.document import Grid, Paragraph
from archive.reading.reader import read as read_page
from archive.report.flattened import restore_grids
from archive.report.statistics import read_statistics


def restore(*lines: str) -> list[tuple[tuple[str, ...], ...]]:
    return [grid.rows for grid in restore_grids([Paragraph(line) for line in lines])]


def test_bars_over_many_lines() -> None:
    lines = [
        "二、主动公开",
        "第一项 |",
        "||",
        "内容 |",
        "制作 |",
        "|",
        "规章 |",
        "0 |",
        "1 |",
        "文件 |",
        "|",
        "2 |",
        "完。",
    ]
    assert restore(*lines) == [(("第一项", "", ""), ("内容", "制作", ""), ("规章", "0", "1"), ("文件", "", "2"))]


def test_bars_in_one_line_a_row() -> None:
    assert restore("第一项 | | |", "内容 | 制作 | 公开 |", "规章 | 0 | 1 |") == [
        (("第一项", "", ""), ("内容", "制作", "公开"), ("规章", "0", "1"))
    ]


def test_tabs_part_the_cells_of_a_line() -> None:
    assert restore("前言。", "内容\t制作\t公开", "规章\t0", "后记。") == [(("内容", "制作", "公开"), ("规章", "0", ""))]


def test_text_without_tables_and_grids_of_a_reader() -> None:
    grid = Grid((("甲", "1"),))
    assert restore("一、总体情况", "略。") == []
    assert restore_grids([Paragraph("一、总体情况"), grid, Paragraph("略。")]) == (grid,)


def test_column_labels_cut_off_after_their_first_word_are_told_by_their_neighbours() -> None:
    (grid,) = restore_grids([Paragraph(line) for line in ("信息内容\t本年新\t本年新\t对外公开总数量", "规章\t1\t2\t3")])
    cells, findings = read_statistics("2019", [grid])
    told = {cell.column: cell.value for cell in cells if cell.row == "regulations"}
    assert told == {"made": 1, "newly_published": 2, "published_total": 3}
    assert findings == ()


@pytest.mark.parametrize(("name", "cells"), [("2020-binhu.txt", 198), ("2019-xingqing.txt", 85)])
def test_every_value_of_a_real_report(shared: Path, name: str, cells: int) -> None:
    reports = json.loads((shared / "statistics" / "gold.json").read_text(encoding="utf-8"))
    gold = next(report["cells"] for report in reports if report["file"] == f"reports/{name}")
    document = read_page((shared / "reports" / name).read_bytes())
    read, _ = read_statistics("2019", restore_grids(document.blocks))
    values = {(cell.table, cell.row, cell.column): cell.value for cell in read}
    assert {(c["table"], c["row"], c["column"]): c["value"] for c in gold} == {
        key: values[key] for key in ((c["table"], c["row"], c["column"]) for c in gold)
    }
    assert len(gold) == cells
