"""Random reports whose tables are known cell by cell: nothing wrong, and nothing lost without a finding."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading.document import Grid, Paragraph, Span
from archive.report.forms.order import find_gaps, may_be
from archive.report.statistics import Cell, read_statistics
from archive.report.tables.alignment import lay_out
from archive.report.tables.panels import part_beside
from archive.report.tables.solving import solve
from tests.at_random.cases import make_case
from tests.at_random.score import score
from tests.printed import GROUPS_2021, HEAD_OF_APPLICATIONS, HEAD_OF_REVIEWS, Td, applications, lay

FEWEST_RIGHT = 0.995


@pytest.mark.parametrize("form", ["2021", "2019", "2014", "free"])
def test_random_tables_are_read_right_and_no_cell_is_wrong_without_a_finding(form: str) -> None:
    scores = [score(make_case(seed, form)) for seed in range(20_000, 20_060)]
    assert [fault for found in scores for fault in found.faults if fault.startswith(("wrong", "false", "error"))] == []
    count = {kind: sum(found.counts[f"plain {kind}"] for found in scores) for kind in ("right", "missing", "without")}
    assert count["right"] >= FEWEST_RIGHT * sum(count.values())


LABELS = st.text(alphabet="甲乙丙丁戊公开申请答复机关", min_size=1, max_size=8)
NUMBERS = st.integers(-999, 99_999)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_any_table_of_labels_and_numbers_is_read_as_it_is_printed(data: st.DataObject) -> None:
    rows = data.draw(st.lists(LABELS, min_size=1, max_size=8, unique=True))
    columns = data.draw(st.lists(LABELS, min_size=1, max_size=6, unique=True))
    table = {(row, column): data.draw(NUMBERS) for row in rows for column in columns}
    widths = [data.draw(st.integers(1, 3)) for _ in columns]
    head: list[Td] = ["事项", *((column, width, 1) for column, width in zip(columns, widths, strict=True))]
    body: list[list[Td]] = [
        [row, *((str(table[row, column]), width, 1) for column, width in zip(columns, widths, strict=True))]
        for row in rows
    ]
    cells, _ = read_statistics("free", [lay(head, *body)])
    assert {(cell.row, cell.column): cell.value for cell in cells} == table


def cells_of(form: str, *grids: Grid) -> dict[str, Cell]:
    cells, _ = read_statistics(form, grids)
    return {f"{cell.table}.{cell.row}.{cell.column}": cell for cell in cells}


def codes(form: str, *grids: Grid) -> set[str]:
    return {finding.code for finding in read_statistics(form, grids)[1]}


def turned(grid: Grid) -> Grid:
    spans = tuple(Span(span.column, span.row, span.columns, span.rows) for span in grid.spans)
    return Grid(tuple(zip(*grid.rows, strict=True)), spans)


def test_a_table_with_rows_and_columns_exchanged_is_read_and_names_its_places() -> None:
    body = applications(GROUPS_2021, {"本年新收": ["3", "1", "0", "0", "0", "0", "4"]})
    whole = lay(*HEAD_OF_APPLICATIONS, *body)
    cells, other = cells_of("2021", turned(whole)), cells_of("2021", whole)
    assert {name: cell.value for name, cell in cells.items()} == {name: cell.value for name, cell in other.items()}
    assert other["applications.new_received.business"].source == "grid 0 r3 c4"
    assert cells["applications.new_received.business"].source == "grid 0 r4 c3"


def test_two_halves_of_a_table_side_by_side_are_one() -> None:
    head: list[Td] = ["统计指标", "单位", "统计数"]
    grid = lay([*head, *head], ["收到申请数", "件", "7", "四、行政复议数量", "件", "1"],
               ["1.当面申请数", "件", "2", "（一）维持具体行政行为数", "件", ""])  # fmt: skip
    cells = cells_of("2014", grid)
    assert cells["indicators.received.total.value"].value == 7
    assert cells["indicators.reconsideration.total.value"].value == 1
    assert cells["indicators.reconsideration.upheld.value"].state == "blank"
    assert len(part_beside(tuple(lay_out(grid)))) == 2


def test_labels_cut_alike_are_told_by_their_place_with_a_finding() -> None:
    body = applications(GROUPS_2021, {"三类内部": ["5", "0", "0", "0", "0", "0", "5"]})
    cut: list[list[Td]] = [
        [td[:4] if isinstance(td, str) and td[0] in "12345678" else td for td in row] for row in body
    ]
    grid = lay(*HEAD_OF_APPLICATIONS, *cut)
    assert cells_of("2021", grid)["applications.refused.internal.natural_person"].value == 5
    assert codes("2021", grid) == {"by_place"}


def test_a_value_under_a_head_that_is_lost_does_not_move_to_the_next() -> None:
    grid = lay(["信息内容", "", "本年废止件数", "现行有效件数"], ["规章", "7", "3", ""])
    values = [cells_of("2021", grid)[f"active_disclosure.regulations.{c}"].value for c in ("issued", "repealed")]
    assert values == [7, 3]


def test_a_gap_of_another_length_or_with_other_words_is_not_filled() -> None:
    assert find_gaps(["a", None, "c"], ["a", "b", "c"]) == [(range(1, 2), range(1, 2))]
    assert find_gaps(["a", None, None, "c"], ["a", "b", "c"]) == []
    assert may_be("1.属于", "属于国家秘密")
    assert not may_be("9.属于内参", "属于国家秘密")


def test_glued_digits_are_parted_where_one_reading_alone_fits() -> None:
    assert solve(["2000002"], 1, 7) == (2, 0, 0, 0, 0, 0, 2)
    assert solve(["2", "00000", "2"], 1, 7) == (2, 0, 0, 0, 0, 0, 2)
    assert solve(["00000"], 1, 7) is None
    assert solve(["1100014"], 1, 7) is None
    assert solve(["11" * 15], 1, 7) is None
    assert solve(["9" * 4000], 1, 7) is None


def test_solved_cells_say_from_which_digits() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, [("一、本年新收政府信息公开申请数量", 3, 1), ("2000002", 7, 1)])
    cell = cells_of("2021", grid)["applications.new_received.total"]
    assert (cell.raw, cell.value, cell.state) == ("2000002", 2, "solved")
    assert codes("2021", grid) == {"solved"}


def test_glued_digits_of_several_readings_stay_raw() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, [("一、本年新收政府信息公开申请数量", 3, 1), ("11111111117", 7, 1)])
    cell = cells_of("2021", grid)["applications.new_received.total"]
    assert (cell.raw, cell.value, cell.state) == ("11111111117", None, "text")
    assert codes("2021", grid) == {"glued_digits"}


def test_tables_of_last_year_behind_this_years_are_left_out_whole() -> None:
    this, last = (lay(*HEAD_OF_REVIEWS, [str(n)] * 15) for n in (1, 2))
    again = read_statistics("2021", [this, last])
    assert {cell.value for cell in again[0] if cell.table == "review_litigation"} == {1}
    assert "repeated_table" in {finding.code for finding in again[1]}


def test_tables_under_a_heading_of_another_year_are_not_the_reports() -> None:
    last, this = (lay(*HEAD_OF_REVIEWS, [str(n)] * 15) for n in (2, 1))
    blocks = [Paragraph("2020年政府信息公开情况"), last, Paragraph("2021年政府信息公开情况"), this]
    cells, findings = read_statistics("2021", [last, this], blocks=blocks, year=2021)
    assert {cell.value for cell in cells if cell.table == "review_litigation"} == {1}
    assert "repeated_table" in {finding.code for finding in findings}


def test_rows_that_only_last_years_table_has_are_no_rows_of_this_years() -> None:
    new: list[Td] = [("一、本年新收政府信息公开申请数量", 3, 1), *["9"] * 7]
    rows: list[list[Td]] = [
        [(f"（{n}）{label}", 3, 1), *[str(n)] * 7] for n, label in ((1, "予以公开"), (2, "部分公开"))
    ]
    again: list[list[Td]] = [[row[0], *["5"] * 7] for row in rows]
    cells = cells_of("2021", lay(*HEAD_OF_APPLICATIONS, *rows), lay(*HEAD_OF_APPLICATIONS, new, *again))
    assert cells["applications.new_received.total"].state == "missing"
    assert cells["applications.granted.total"].value == 1


def test_all_years_so_far_are_a_local_column_beside_the_indicator() -> None:
    grid = lay(["指标名称", "计量单位", "本年度", "历年累计"], ["收到申请数", "件", "7", "90"],
               ["1.当面申请数", "件", "2", "30"], ["举报投诉数量", "件", "0", "4"])  # fmt: skip
    cells = cells_of("2014", grid)
    assert cells["indicators.received.total.value"].value == 7
    assert cells["local.收到申请数.历年累计"].value == 90


def test_more_digits_than_any_quantity_has_stay_raw_with_a_finding() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, [("一、本年新收政府信息公开申请数量", 3, 1), "9" * 400, *["0"] * 6])
    cell = cells_of("2021", grid)["applications.new_received.natural_person"]
    assert (cell.value, cell.state) == (None, "text")
    assert codes("2021", grid) == {"unclear_number"}


@pytest.mark.parametrize("form", ["2021", "2014", "free"])
@pytest.mark.parametrize("shape", [(12_500, 8), (12, 8_000)])
def test_a_hundred_thousand_cells_take_seconds(form: str, shape: tuple[int, int], no_collector: None) -> None:
    height, width = shape
    head = ("", *("自然人", "总计") * width)[:width]
    grid = Grid((head, *(("重复申请", *(str(r * c) for c in range(width - 1))) for r in range(height))))
    start = time.process_time()
    _, findings = read_statistics(form, [grid])
    assert time.process_time() - start < 12
    assert findings


@pytest.mark.parametrize("before", ["附件：安吉县水文站申请情况", "安吉县教育局2022年政府信息公开工作年度报告"])
def test_tables_of_another_organ_behind_the_reports_own_are_none_of_its(before: str) -> None:
    """An annex, or a whole report inside the report."""
    own, others = (
        lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2021, dict.fromkeys(("本年新收", "总计"), [count] * 7)))
        for count in ("5", "9")
    )
    blocks = (Paragraph("三、收到和处理政府信息公开申请情况"), own, Paragraph(before), others)
    cells, findings = read_statistics("2021", [own, others], blocks=blocks, year=2022)
    assert {cell.value for cell in cells if cell.row in ("new_received", "handled")} == {5}
    assert {cell.source.split(" r")[0] for cell in cells if cell.state == "number"} == {"grid 0"}
    assert [finding.code for finding in findings] == ["repeated_table"]
