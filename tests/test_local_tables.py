"""Tables that follow no national form."""

from archive.reading.document import Grid
from archive.report.statistics import read_statistics
from tests.printed import lay


def told(grid: Grid, form: str = "free") -> list[tuple[str, str, str | None, int | float | None]]:
    return [
        (cell.row, cell.column, cell.raw, cell.value)
        for cell in read_statistics(form, [grid])[0]
        if cell.raw is not None
    ]


def test_rows_and_columns_are_the_labels_as_printed() -> None:
    grid = lay(
        [("2014年至2015年主动公开信息数量", 4, 1)],
        [("年 份", 2, 1), "2014", "2015"],
        [("数量（个）", 1, 2), "业务信息", "52", "41"],
        ["其他信息", "31", ""],
        [("总计", 2, 1), "83", "—"],
    )
    assert told(grid) == [
        ("数量（个）/业务信息", "2014", "52", 52),
        ("数量（个）/业务信息", "2015", "41", 41),
        ("数量（个）/其他信息", "2014", "31", 31),
        ("数量（个）/其他信息", "2015", "", None),
        ("总计", "2014", "83", 83),
        ("总计", "2015", "—", None),
    ]


def test_the_unit_column_gives_the_unit_and_no_cell() -> None:
    grid = lay(
        ["指标名称", "计量单位", "2013年度", "历年累计"],
        ["收取费用", "万元", "0.2", "1.5"],
        ["公开文件数", "条", "25", "789"],
    )
    cells, _ = read_statistics("2014", [grid])
    local = [cell for cell in cells if cell.table == "local"]
    assert [(cell.row, cell.column, cell.value, cell.unit) for cell in local] == [
        ("收取费用", "2013年度", 2000, "万元"),
        ("收取费用", "历年累计", 15000, "万元"),
        ("公开文件数", "2013年度", 25, "条"),
        ("公开文件数", "历年累计", 789, "条"),
    ]


def test_tables_without_numbers_or_without_labels_on_the_left_are_none() -> None:
    assert told(lay(["部门", "电话"], ["办公室", "见网站"])) == []
    assert told(lay(["序号", "名称"], ["1", "指南"], ["2", "目录"])) == []
    assert told(lay(["公开", "3", "5"], ["申请", "2", "1"])) == []


def test_the_standard_forms_have_no_local_tables() -> None:
    assert told(lay(["栏目", "条数"], ["动态", "30"]), "2021") == []
