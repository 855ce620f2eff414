"""Table 三 with its markup broken in the ways of real pages: a value may be left out, but never under a wrong key."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.reading.document import Grid, Span
from archive.report.forms.standard import APPLICANTS, list_cells
from archive.report.statistics import read_statistics
from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, Td, applications, lay

Rows = list[list[Td]]
Break = Callable[[Rows, Rows, random.Random], None]


def narrow(td: Td) -> Td:
    return td if isinstance(td, str) else (td[0], 1, td[2])


def flatten(td: Td) -> Td:
    return td if isinstance(td, str) else (td[0], td[1], 1)


def forget_colspans(head: Rows, body: Rows, rng: random.Random) -> None:
    for row in body:
        row[:] = [narrow(td) for td in row] if rng.random() < 0.4 else row


def forget_rowspans_of_the_head(head: Rows, body: Rows, rng: random.Random) -> None:
    head[1:] = [[flatten(td) for td in row] for row in head[1:]]


def forget_a_colspan_of_the_head(head: Rows, body: Rows, rng: random.Random) -> None:
    row = rng.choice(head[:2])
    at = rng.randrange(len(row))
    row[at] = narrow(row[at])


def widen_values(head: Rows, body: Rows, rng: random.Random) -> None:
    for row in body:
        if rng.random() < 0.3 and isinstance(row[-3], str):
            row[-3] = (row[-3], 2, 1)


def add_a_blank_column(head: Rows, body: Rows, rng: random.Random) -> None:
    for row in (*head[:1], *body):
        row.append("")


def fill_labels_up(head: Rows, body: Rows, rng: random.Random) -> None:
    for row in body:
        if not isinstance(row[0], str) and row[0][1] == 3:
            row[:1] = [row[0][0], "", ""]


BREAKS: tuple[Break, ...] = (
    forget_colspans,
    forget_rowspans_of_the_head,
    forget_a_colspan_of_the_head,
    widen_values,
    add_a_blank_column,
    fill_labels_up,
)


def print_table(form: str, rng: random.Random, sparse: bool) -> tuple[Rows, Rows, dict[tuple[str, str], str]]:
    """Head, body and what stands in each cell: a number of its own, or blank in half of them."""
    rows = [row for table, row, column in list_cells(form) if table == "applications" and column == "total"]
    groups = GROUPS_2019 if form == "2019" else GROUPS_2021
    body, truth = applications(groups, {}), {}
    for number, (key, row) in enumerate(zip(rows, body, strict=True), 1):
        cells = ["" if sparse and rng.random() < 0.5 else str(100 * number + c) for c in range(7)]
        row[-7:] = cells
        truth |= {(key, column): cell for column, cell in zip(APPLICANTS, cells, strict=True)}
    return [list(row) for row in HEAD_OF_APPLICATIONS], body, truth


def cut(grid: Grid, rng: random.Random) -> tuple[Grid, ...]:
    """One table, or two as after a page break: the second begins without a head, cells that go on are said again."""
    at = rng.randrange(4, len(grid.rows))
    if rng.random() < 0.6:
        return (grid,)
    first = [replace(span, rows=min(span.rows, at - span.row)) for span in grid.spans if span.row < at]
    second = [
        replace(span, row=max(span.row - at, 0), rows=min(span.rows, span.row + span.rows - at))
        for span in grid.spans
        if span.row + span.rows > at
    ]
    return Grid(grid.rows[:at], tuple(first)), Grid(grid.rows[at:], tuple(second))


@pytest.mark.parametrize("broken", [*((one,) for one in BREAKS), BREAKS[:2], BREAKS[2:4], BREAKS[3:]])
def test_no_value_under_a_wrong_key_and_none_lost_in_silence(broken: tuple[Break, ...]) -> None:
    for seed in range(30):
        rng = random.Random(seed)
        head, body, truth = print_table(rng.choice(("2019", "2021")), rng, sparse=seed % 2 == 0)
        for one in broken:
            one(head, body, rng)
        form = "2019" if ("other", "total") in truth else "2021"
        cells, findings = read_statistics(form, cut(lay(*head, *body), rng))
        read = {(c.row, c.column): c.raw for c in cells if c.table == "applications" and c.state != "missing"}
        assert {key: raw for key, raw in read.items() if raw != truth[key]} == {}
        lost = [raw for key, raw in truth.items() if raw and key not in read]
        said = " ".join(finding.message for finding in findings)
        assert [raw for raw in lost if raw not in said] == []


def test_what_is_not_broken_is_read_whole() -> None:
    for seed in range(10):
        rng = random.Random(seed)
        head, body, truth = print_table("2021", rng, sparse=True)
        cells, findings = read_statistics("2021", cut(lay(*head, *body), rng))
        assert {(c.row, c.column): c.raw for c in cells if c.table == "applications"} == truth
        assert findings == ()


WORDS = (
    "",
    "0",
    "5",
    "—",
    "规章",
    "信息内容",
    "本年制发件数",
    "自然人",
    "其他",
    "（七）总计",
    "一、本年新收",
    "行政复议",
    "复议后起诉",
    "结果维持",
    "收到申请数",
    "万元",
)


def test_no_grid_raises_and_no_cell_is_read_twice() -> None:
    for seed in range(300):
        rng = random.Random(seed)
        height, width = rng.randint(0, 5), rng.randint(0, 7)
        rows = tuple(tuple(rng.choice(WORDS) for _ in range(width)) for _ in range(height))
        spans = tuple(
            Span(rng.randint(0, 5), rng.randint(0, 7), rng.randint(1, 3), rng.randint(1, 4)) for _ in range(2)
        )
        for form in (None, "free", "2014", "2019", "2021"):
            cells, _ = read_statistics(form, [Grid(rows, spans), Grid(rows)])
            assert len({(cell.table, cell.row, cell.column) for cell in cells}) == len(cells)
