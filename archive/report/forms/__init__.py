"""Which national form a report follows, told by what is printed in it and not by its year (DOMAIN, four eras)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.reading.document import Grid
from archive.report.forms.label import bare_label


@dataclass(frozen=True, slots=True)
class _Anchors:
    """Words that labels begin with: one of `sure` tells the form, of `likely` two, since other tables have them too."""

    sure: tuple[str, ...]
    likely: tuple[str, ...]


_FORMS: Mapping[str, _Anchors] = {
    "2021": _Anchors(
        ("本年制发件数", "本年废止件数", "现行有效件数", "申请人无正当理由逾期不补正"),
        ("本年收费金额", "申请人逾期未按收费通知", "本年处理决定数量"),
    ),
    "2019": _Anchors(
        ("本年新制作数", "本年新公开数", "对外公开总数", "上一年项目数"),
        ("其他对外管理服务事项", "政府集中采购", "采购项目数量", "采购总金额", "本年增/减"),
    ),
    "2014": _Anchors(
        ("统计指标", "政府信息公开情况统计表"),
        ("主动公开政府信息数", "回应公众关注热点", "收到申请数", "申请办结数", "申请答复数", "举报投诉数量"),
    ),
}
_SHARED = _Anchors(
    ("收到和处理政府信息公开申请情况", "未经复议直接起诉", "结转下年度"),
    ("本年新收", "上年结转", "无法提供", "不予处理", "法律服务机构"),
)
"""What the forms 2019 and 2021 have in common, and no other."""

_SEPARATOR = re.compile(r"[|\t]")
_LONGEST_LABEL = 60
_TITLE_OF_2014 = re.compile(r".{0,30}政府信息公开情况统计表")


def recognise_form(grids: Sequence[Grid], lines: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The form, one of "free", "2014", "2019", "2021", and the anchors that tell it; None where they fit both last.

    `lines` are the report's text; tables flattened to lines, with | or tabs between cells, count like grids.
    """
    labels = "\n".join(("", *dict.fromkeys(_read_labels(grids, lines))))
    found = {form: _find_anchors(anchors, labels) for form, anchors in _FORMS.items()}
    form = max(found, key=lambda form: len(found[form]))
    if found[form]:
        return form, found[form]
    shared = _find_anchors(_SHARED, labels)
    if shared and re.search(r"\n其[他它]处理\n", f"{labels}\n"):
        return "2019", (*shared, "其他处理 in one row")
    if shared:
        return None, shared
    told = bool(grids) or any(line.strip() for line in lines)
    return ("free", ("no anchor of a form",)) if told else (None, ("no text",))


def _read_labels(grids: Sequence[Grid], lines: Sequence[str]) -> Iterator[str]:
    """Every cell, and every piece of a line short enough to be one: words in a sentence are no anchor."""
    cells = (cell for grid in grids for row in grid.rows for cell in row)
    pieces = (piece for line in lines for piece in _SEPARATOR.split(line))
    for text in (*cells, *pieces):
        if len(text) <= _LONGEST_LABEL and "。" not in text and (label := bare_label(text)):
            yield label
            if _TITLE_OF_2014.match(label):
                yield "政府信息公开情况统计表"


def _find_anchors(anchors: _Anchors, labels: str) -> tuple[str, ...]:
    sure, likely = _starting(anchors.sure, labels), _starting(anchors.likely, labels)
    return (*sure, *likely) if sure or len(likely) > 1 else ()


def _starting(anchors: Sequence[str], labels: str) -> tuple[str, ...]:
    return tuple(anchor for anchor in anchors if f"\n{anchor}" in labels)
