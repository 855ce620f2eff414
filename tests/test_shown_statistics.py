"""`archive show` and `archive read --text`: the statistics as on paper."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy.orm import Session

from archive import display
from archive.home import Home
from archive.page.cells import Marks, spell_cell
from archive.page.drawing import text_width
from archive.page.national import lay_table, list_keys
from archive.page.statistics import list_statistics
from archive.page.text import write_text
from archive.report.forms.printed import INDICATORS, name_indicator
from archive.report.reading import read_report
from archive.report.statistics import read_statistics
from tests.commands import archive
from tests.kept import Keeper, page_with_tables
from tests.printed import HEAD_OF_REVIEWS
from tests.test_checks import FIVE
from tests.test_checks_command import ORGAN, table_three

WRONG = {"新收": FIVE, "予以公开": FIVE, "总计": ["4", "1", "0", "0", "0", "0", "6"], "重复申请": ["", *"000000"]}
LOCAL = [
    ["项目", "单位", "2012年", "历年累计"],
    ["受理申请数", "件", "12", "40"],
    ["主动公开信息数", "条", "无", "300"],
]


def reading(year: int = 2021, *tables: Any) -> dict[str, Any]:
    return read_report(page_with_tables(ORGAN, year, *tables), url="http://x.example/1.html")


def blocks(told: dict[str, Any]) -> dict[str, list[str]]:
    return {block[0]: block[1:] for block in list_statistics(told)}


def row(lines: list[str], label: str) -> list[str]:
    """The cells of the first drawn row that has the label."""
    (line, *_) = [line for line in lines if label in line]
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize(
    ("form", "table"),
    [
        ("2014", "indicators"),
        *((form, table) for form in ("2019", "2021") for table in ("active_disclosure", "applications")),
    ],
)
def test_a_table_laid_out_again_is_read_as_the_same_cells(form: str, table: str) -> None:
    numbers = {key: str(number) for number, key in enumerate(sorted(list_keys(table, form)), start=1)}
    grid = lay_table(table, form, lambda row, column: numbers[table, row, column])
    cells, findings = read_statistics(form, [grid])
    assert {(c.table, c.row, c.column): c.raw for c in cells if c.table == table} == numbers
    assert {finding.code for finding in findings} <= {"unit_unknown"}


def test_each_proceeding_is_a_row_of_its_outcomes() -> None:
    grid = lay_table("review_litigation", "2021", lambda row, column: f"{row} {column}")
    assert [line[0] for line in grid.rows] == ["", "行政复议", "行政诉讼：未经复议直接起诉", "行政诉讼：复议后起诉"]
    assert grid.rows[2][5] == "litigation_direct total"
    assert len(list_keys("review_litigation", "2021")) == 15 and not list_keys("applications", "2014")


def test_the_cells_of_a_sum_that_fails_are_marked_and_explained_under_the_table() -> None:
    lines = blocks(reading(2021, table_three(**WRONG)))["收到和处理政府信息公开申请情况"]
    assert row(lines, "（七）总计")[-7:] == ["✗4", "✗1", "✗0", "✗0", "✗0", "✗0", "✗6"]
    assert row(lines, "一、本年新收")[-7:] == ["4", "1", "0", "0", "0", "0", "✗5"]
    said = [line for line in lines if line.startswith("✗")]
    assert said[0].startswith(
        "✗ applications.balance (applications.carried_forward.total): expected 5, printed 6. agency: "
    )
    assert len(said) == 3
    sound = blocks(reading(2021, table_three(新收=FIVE, 予以公开=FIVE, 总计=FIVE)))
    assert "✗" not in "".join(sound["收到和处理政府信息公开申请情况"])


def test_blank_missing_and_solved_cells_are_seen_as_such() -> None:
    told = reading(2021, table_three(**{**WRONG, "公开出版物": ["/", "—", "无", "见附件", "+1", "1,234", "０"]}))
    cells = {(one["row"], one["column"]): one for one in told["statistics"] if one["table"] == "applications"}
    cells["granted", "business"]["state"] = "solved"
    cells["partly_granted", "business"] |= {"state": "missing", "raw": None, "value": None}
    cells["refused.internal", "business"] |= {"state": "solved", "raw": None, "value": 7}
    lines = blocks(told)["收到和处理政府信息公开申请情况"]
    assert row(lines, "重复申请")[-7] == "(blank)"
    assert row(lines, "（一）予以公开")[-6] == "1 (solved)"
    assert row(lines, "（二）部分公开")[-6] == "(missing)"
    assert row(lines, "三类内部事务")[-6] == "7 (solved)"
    assert [cell.strip("✗") for cell in row(lines, "公开出版物")[-7:]] == [
        "/",
        "—",
        "无",
        "见附件",
        "+1",
        "1,234",
        "０",
    ]


def test_a_table_that_was_not_read_is_said_and_not_drawn() -> None:
    told = blocks(reading(2021, table_three(**WRONG)))
    assert "政府信息公开行政复议、行政诉讼情况: not there, or not read" in told
    assert "主动公开政府信息情况: not there, or not read" in told
    assert not list(list_statistics(reading(2021))) and not list(list_statistics(reading(2010)))


def test_rows_besides_the_form_are_listed() -> None:
    told = blocks(reading(2021, table_three("2019", **WRONG), HEAD_OF_REVIEWS))
    told_in_2021 = reading(2021, table_three("2019", **WRONG))
    told_in_2021["form"] = "2021"
    besides = blocks(told_in_2021)["applications, besides its form:"]
    assert besides[0].startswith("- other / natural_person: 0 (grid 0 r")
    assert "applications, besides its form:" not in told


def test_local_tables_are_listed_with_their_units_and_narrative_ones_with_their_quotes() -> None:
    told = reading(2012, LOCAL)
    lines = blocks(told)["Table of no national form (grid 0)"]
    assert row(lines, "受理申请数") == ["受理申请数", "12 件", "40 件"]
    assert row(lines, "主动公开信息数") == ["主动公开信息数", "无 条", "300 条"]
    said = {**told["statistics"][0], "table": "narrative", "row": "received.total", "column": "value", "raw": "12件"}
    told["statistics"] = [{**said, "source": "text l3: 全年收到申请12件"}]
    assert blocks(told) == {"Told in sentences": ["- 收到申请数 12 件 (line 4: 全年收到申请12件)"]}


def test_a_local_table_wider_than_a_window_is_listed() -> None:
    heads = [f"第{number}类政府信息公开工作事项数量" for number in range(1, 9)]
    told = reading(2012, [["项目", *heads], ["受理申请数", *"12345678"]])
    assert blocks(told)["Table of no national form (grid 0)"][0].startswith(f"- 受理申请数 / {heads[0]}: 1 (grid 0")


def test_each_indicator_has_a_name_of_its_own() -> None:
    keys = [key for key, _ in INDICATORS if key]
    assert name_indicator("disclosed.total") == "主动公开政府信息数"
    assert name_indicator("litigation.corrected") == "行政诉讼：被依法纠错数"
    assert name_indicator("of.no.form") == "of.no.form"
    assert len({name_indicator(key) for key in keys}) == len(keys)
    assert not [name for name in map(name_indicator, keys) if name[0] in "（0123456789" or name.startswith("其中")]


def correction(cell: dict[str, Any], **said: Any) -> dict[str, Any]:
    names = ("value", "unit", "state")
    told = {
        "field": f"{cell['table']}.{cell['row']}.{cell['column']}",
        "read": {name: cell[name] for name in names},
        "value": {name: cell[name] for name in names} | said,
        "undone": False,
    }
    cell |= said
    return told


def test_a_corrected_cell_shows_what_it_is_and_what_was_read() -> None:
    told = reading(2021, table_three(**WRONG))
    cells = {(one["row"], one["column"]): one for one in told["statistics"] if one["table"] == "applications"}
    told["corrections"] = [
        correction(cells["new_received", "total"], value=117),
        correction(cells["carried_over", "total"], value=None, state="blank"),
        correction(cells["not_handled.repeat", "natural_person"], value=3, state="number"),
    ]
    lines = blocks(told)["收到和处理政府信息公开申请情况"]
    assert row(lines, "一、本年新收")[-1].strip("✗") == "117 (read 5)"
    assert row(lines, "二、上年结转")[-1].strip("✗").startswith("(blank; read ")
    assert row(lines, "重复申请")[-7].strip("✗") == "3 (read blank)"
    undone = {**told["corrections"][0], "value": told["corrections"][0]["read"], "undone": True}
    cells["new_received", "total"] |= undone["value"]
    told["corrections"].append(undone)
    assert row(blocks(told)["收到和处理政府信息公开申请情况"], "一、本年新收")[-1].strip("✗") == "5"


def test_a_corrected_amount_is_shown_under_its_unit() -> None:
    cell = {
        "table": "active_disclosure", "row": "fees", "column": "amount", "source": "grid 0 r1 c1",
        "raw": "12.5", "value": 125000, "unit": "万元", "state": "number",
    }  # fmt: skip
    for value, unit, shown in ((251000, "万元", "25.1 (read 12.5)"), (251000, "元", "251000元 (read 12.5)")):
        one = dict(cell)
        told = correction(one, value=value, unit=unit)
        assert spell_cell(one, Marks(frozenset(), {told["field"]: told})) == shown


def test_every_frame_fits_a_window_of_160(work: Session) -> None:
    for form in ("2019", "2021"):
        wrong = {**WRONG, "新收": ["123,456", *FIVE[1:]]}
        for block in list_statistics(reading(int(form), table_three(form, **wrong))):
            assert max(text_width(line) for line in block if line[0] in "+|" or len(block) == 1) <= 160


def test_readings_of_an_earlier_version_are_shown_without_verdict() -> None:
    told = reading(2021, table_three(**WRONG))
    for check in told["checks"]:
        del check["verdict"], check["reason"]
    lines = blocks(told)["收到和处理政府信息公开申请情况"]
    assert lines[-1].endswith("expected 5, printed 6.")
    assert "".join(write_text([told]))


def test_show_prints_statistics_reasons_and_findings_and_colours_only_a_terminal(home: Home, work: Session) -> None:
    keeper = Keeper(work)
    report = keeper.keep("/1.html", page_with_tables(ORGAN, 2021, table_three(**WRONG), signed="2022年1月5日"))
    keeper.finish()
    done = archive("show", report, home=home)
    assert done.returncode == 0 and "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert row(lines, "三、本年度办理结果 |")[-7:] == ["4", "1", "0", "0", "0", "0", "5"]
    assert "✗6" in done.stdout and any(line.startswith("Kind       report (") for line in lines)
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, color_system="standard", width=200)
    display.print_block(console, ["| 总计 | ✗6 | 7 |", "\x1b[5mblinking"])
    assert "\x1b[1;31m✗6 \x1b[0m" in screen.getvalue() and "\x1b[5m" not in screen.getvalue()


def test_text_of_a_saved_page_has_its_statistics(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page_with_tables(ORGAN, 2021, table_three(**WRONG)))
    done = archive("read", "--text", str(file))
    assert "## Statistics as read" in done.stdout and "✗6" in done.stdout
    file.write_bytes(page_with_tables(ORGAN, 2010))
    assert "## Statistics" not in archive("read", "--text", str(file)).stdout


def test_what_cannot_be_told_between_two_divisions_is_shown(home: Home, work: Session) -> None:
    keeper = Keeper(work)
    report = keeper.keep("/1.html", page_with_tables("鼓楼区民政局", 2021, table_three(**WRONG)))
    keeper.finish()
    shown = archive("show", report, home=home).stdout
    assert "May be of  " in shown and "320106" in shown
