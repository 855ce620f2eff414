"""Statistics tables: rows of cells with their spans, then markup as editors and Word leave it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.site.forms import APPLICANTS, CLAUSES, INDICATORS, OUTCOMES, RESULTS, REVIEWS
from tests.site.truth import TrueCell


@dataclass(frozen=True, slots=True)
class Td:
    text: str
    colspan: int = 1
    rowspan: int = 1
    header: bool = False
    """A column label, which editors like to break over several lines."""


Row = tuple[Td, ...]
Rows = tuple[Row, ...]
Printed = Mapping[tuple[str, str, str], str]
"""(table, row, column) -> the cell as printed"""


def print_keys(cells: Sequence[TrueCell]) -> Printed:
    return {(cell.table, cell.row, cell.column): cell.raw for cell in cells}


def lay_clauses(form: str, printed: Printed, wide: bool) -> Rows:
    """Table 二 as one table with banner rows. `wide`: five grid columns, where the spans of header and data row differ."""
    rows: list[Row] = []
    for numeral, columns, items in CLAUSES[form]:
        rows.append((Td(f"第二十条第（{numeral}）项", 5 if wide else 4),))
        heads = _span([label for _, label in columns], wide)
        rows.append((Td("信息内容"), *(replace(head, header=True) for head in heads)))
        for key, label in items.items():
            values = [printed["active_disclosure", key, column] for column, _ in columns]
            rows.append((Td(label), *_span(values, wide, shifted=numeral in "五六")))
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
        (Td("自然人", 1, 2, True), Td("法人或其他组织", 5), Td("总计", 1, 2, True)),
        tuple(Td(label, header=True) for key, label in APPLICANTS.items() if key != "natural_person"),
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
    return tuple(Td(printed["applications", key, column]) for column in (*APPLICANTS, "total"))


def _lay_results(groups: Sequence[tuple[str, dict[str, str]]], printed: Printed) -> Rows:
    rows: list[Row] = []
    for name, items in groups:
        for at, (key, label) in enumerate(items.items()):
            group = (Td(name, 1, len(items)),) if name and at == 0 else ()
            rows.append((*group, Td(label, 1 if name else 2), *_lay_values(key, printed)))
    return ((Td("三、本年度办理结果", 1, len(rows)), *rows[0]), *rows[1:])


def lay_reviews(printed: Printed) -> Rows:
    """Table 四: one row of fifteen numbers under three header rows."""
    values = tuple(Td(printed["review_litigation", row, outcome]) for row in REVIEWS for outcome in OUTCOMES)
    labels = [Td(label, header=True) for label in OUTCOMES.values()]
    return (
        (Td("行政复议", 5), Td("行政诉讼", 10)),
        (*(replace(label, rowspan=2) for label in labels), Td("未经复议直接起诉", 5), Td("复议后起诉", 5)),
        (*labels, *labels),
        values,
    )


def lay_indicators(printed: Printed) -> Rows:
    rows: list[Row] = [(Td("统计指标"), Td("单位"), Td("统计数"))]
    for key, label, unit in INDICATORS:
        rows.append(
            (Td(label), Td(unit), Td(printed["indicators", key, "value"])) if key else (Td(label), Td("——"), Td("——"))
        )
    return tuple(rows)


def lay_local(rows: Sequence[tuple[str, str, int, int]], year: int) -> Rows:
    """A table of an organ's own, as before 2014: label, unit, this year, all years so far."""
    head = (Td("指标名称"), Td("计量单位"), Td(f"{year}年度"), Td("历年累计"))
    return (head, *((Td(label), Td(unit), Td(str(now)), Td(str(ever))) for label, unit, now, ever in rows))


def render_table(rows: Rows, markup: str, rng: random.Random) -> str:
    return MARKUPS[markup](rows, rng)


def _render_rows(rows: Rows, row_attributes: str, render: Callable[[Td, int], str]) -> str:
    return "\n".join(f"<tr{row_attributes}>{''.join(render(td, at) for td in row)}</tr>" for at, row in enumerate(rows))


def _spans(td: Td) -> str:
    colspan = f' colspan="{td.colspan}"' if td.colspan > 1 else ""
    return colspan + (f' rowspan="{td.rowspan}"' if td.rowspan > 1 else "")


def _halve(text: str, between: str) -> str:
    return text[: len(text) // 2] + between + text[len(text) // 2 :] if len(text) >= 4 else text


def _render_plain(rows: Rows, rng: random.Random) -> str:
    body = _render_rows(rows, "", lambda td, _: f"<td{_spans(td)}>{td.text or '&nbsp;'}</td>")
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%">\n<tbody>{body}</tbody></table>'


def _render_paragraphs(rows: Rows, rng: random.Random) -> str:
    def render(td: Td, at: int) -> str:
        text = _halve(td.text, "<br />") if td.header else td.text or "&nbsp;"
        return f'<td{_spans(td)} nowrap="nowrap" style="width:{59 * td.colspan}px;"><p align="center">{text}</p></td>'

    body = _render_rows(rows, "", render)
    return f'<table align="center" border="1" cellspacing="1"><tbody>{body}</tbody></table>'


def _render_editor(rows: Rows, rng: random.Random) -> str:
    """As the UEditor widget writes it: `firstRow`, borders a cell, a label in two paragraphs."""
    side = "1px solid windowtext"

    def render(td: Td, at: int) -> str:
        style = f"padding: 0 4px;border-left: {side if at else 'none'};border-right: {side};border-bottom: {side}"
        text = _halve(td.text, '</p><p style="text-indent: 0em;">') if td.header else td.text
        return f'<td{_spans(td)} style="{style}" valign="center"><p style="text-indent: 0em;">{text}</p></td>'

    body = _render_rows(rows, ' style="height: 19px"', render).replace("<tr", '<tr class="firstRow"', 1)
    return f'<table style="border-collapse: collapse;border: none;" cellspacing="0" align="center">{body}</table>'


def _render_word(rows: Rows, rng: random.Random) -> str:
    """As pasted from Word: styles by the dozen, empty o:p, labels cut by spans and non-breaking spaces."""
    style = "mso-border-alt:solid windowtext .5pt;\n  padding:0cm 5.4pt 0cm 5.4pt;height:19.85pt"
    font = "font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"

    def render(td: Td, at: int) -> str:
        text = _halve(td.text, f'</span><span style="{font}">\n &nbsp; &nbsp;') if td.header else td.text
        inner = f'<span lang="EN-US" style="{font}"><font face="宋体">{text}</font></span>' if text else ""
        return (
            f'<td width="{53 * td.colspan}"{_spans(td)} style="{style}"><p class="MsoNormal" align="center" '
            f'style="text-align:center;mso-pagination:widow-orphan">{inner}<span lang="EN-US"><o:p></o:p></span></p></td>'
        )

    body = _render_rows(rows, ' style="mso-yfti-irow:1;height:19.85pt"', render)
    return f'<table class="MsoNormalTable" border="0" cellspacing="0" style="mso-padding-alt:0cm 5.4pt">{body}</table>'


MARKUPS: dict[str, Callable[[Rows, random.Random], str]] = {
    "plain": _render_plain,
    "paragraphs": _render_paragraphs,
    "editor": _render_editor,
    "word": _render_word,
}
