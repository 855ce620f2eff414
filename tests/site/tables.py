"""Statistics tables: rows of cells with their spans, as the national forms lay them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tests.site.forms import APPLICANTS, CLAUSES, INDICATORS, OUTCOMES, RESULTS, REVIEWS
from tests.site.truth import TrueCell


@dataclass(frozen=True, slots=True)
class Td:
    text: str
    colspan: int = 1
    rowspan: int = 1
    kind: Literal["label", "header", "value"] = "label"
    """A header is a column label, which editors like to break over several lines."""


Row = tuple[Td, ...]
Rows = tuple[Row, ...]
Printed = Mapping[tuple[str, str, str], str]
"""(table, row, column) -> the cell as printed"""


def print_keys(cells: Sequence[TrueCell]) -> Printed:
    return {(cell.table, cell.row, cell.column): cell.raw for cell in cells}


def lay_clauses(form: str, printed: Printed, wide: bool) -> Rows:
    """Table 二 as one table with banner rows. `wide`: five grid columns; header and data rows span them differently."""
    rows: list[Row] = []
    for numeral, columns, items in CLAUSES[form]:
        rows.append((Td(f"第二十条第（{numeral}）项", 5 if wide else 4),))
        heads = _span([label for _, label in columns], wide)
        rows.append((Td("信息内容"), *(replace(head, kind="header") for head in heads)))
        for key, label in items.items():
            values = [printed["active_disclosure", key, column] for column, _ in columns]
            cells = _span(values, wide, shifted=numeral in "五六")
            rows.append((Td(label), *(replace(cell, kind="value") for cell in cells)))
    return tuple(rows)


def _span(texts: Sequence[str], wide: bool, shifted: bool = False) -> Row:
    spans = {1: (4,), 2: (2, 2), 3: (2, 1, 1) if shifted else (1, 2, 1)} if wide else {1: (3,), 2: (1, 2), 3: (1, 1, 1)}
    return tuple(Td(text, span) for text, span in zip(texts, spans[len(texts)], strict=True))


def cut_at_banners(rows: Rows) -> tuple[Rows, ...]:
    """Table 二 as one table a clause."""
    starts = [at for at, row in enumerate(rows) if len(row) == 1]
    return tuple(rows[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True))


def cut_at_break(rows: Rows) -> tuple[Rows, ...]:
    """Table 三 as two tables, the second without a header: it begins where the group cell 三 begins anew."""
    starts = [at for at, row in enumerate(rows) if row[0].text.startswith("三、")]
    return (rows[: starts[-1]], rows[starts[-1] :]) if len(starts) > 1 else (rows,)


def lay_applications(form: str, printed: Printed, break_at: int | None) -> Rows:
    """Table 三. With `break_at`, the group cell 三 begins anew at that group, as after a page break in Word."""
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    head: Rows = (
        (Td(corner, 3, 3), Td("申请人情况", 7)),
        (Td("自然人", 1, 2, "header"), Td("法人或其他组织", 5), Td("总计", 1, 2, "header")),
        tuple(Td(label, kind="header") for key, label in APPLICANTS.items() if key != "natural_person"),
    )
    first = _lay_sum("一、本年新收政府信息公开申请数量", "new_received", printed)
    second = _lay_sum("二、上年结转政府信息公开申请数量", "carried_over", printed)
    last = _lay_sum("四、结转下年度继续办理", "carried_forward", printed)
    groups = RESULTS[form]
    parts = (groups,) if break_at is None else (groups[:break_at], groups[break_at:])
    results = tuple(row for part in parts for row in _lay_results(part, printed))
    return (*head, first, second, *results, last)


def _lay_sum(label: str, key: str, printed: Printed) -> Row:
    return (Td(label, 3), *_lay_values(key, printed))


def _lay_values(key: str, printed: Printed) -> Row:
    return tuple(Td(printed["applications", key, column], kind="value") for column in (*APPLICANTS, "total"))


def _lay_results(groups: Sequence[tuple[str, dict[str, str]]], printed: Printed) -> Rows:
    rows: list[Row] = []
    for name, items in groups:
        for at, (key, label) in enumerate(items.items()):
            group = (Td(name, 1, len(items)),) if name and at == 0 else ()
            rows.append((*group, Td(label, 1 if name else 2), *_lay_values(key, printed)))
    return ((Td("三、本年度办理结果", 1, len(rows)), *rows[0]), *rows[1:])


def lay_reviews(printed: Printed) -> Rows:
    """Table 四: one row of fifteen numbers under three header rows."""
    keys = [("review_litigation", row, outcome) for row in REVIEWS for outcome in OUTCOMES]
    labels = [Td(label, kind="header") for label in OUTCOMES.values()]
    return (
        (Td("行政复议", 5), Td("行政诉讼", 10)),
        (*(replace(label, rowspan=2) for label in labels), Td("未经复议直接起诉", 5), Td("复议后起诉", 5)),
        (*labels, *labels),
        tuple(Td(printed[key], kind="value") for key in keys),
    )


def lay_indicators(printed: Printed) -> Rows:
    rows: list[Row] = [(Td("统计指标"), Td("单位"), Td("统计数"))]
    for key, label, unit in INDICATORS:
        values = (Td(unit), Td(printed["indicators", key, "value"], kind="value")) if key else (Td("——"), Td("——"))
        rows.append((Td(label), *values))
    return tuple(rows)


def lay_local(rows: Sequence[tuple[str, str, int, int]], year: int) -> Rows:
    """A table of an organ's own, as before 2014: label, unit, this year, all years so far."""
    head = (Td("指标名称"), Td("计量单位"), Td(f"{year}年度"), Td("历年累计"))
    return (head, *(tuple(Td(str(text)) for text in row) for row in rows))
