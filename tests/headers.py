"""Random metadata headers and the markups in which portals print them, as HTML and as the plain lines of a head.

A header is pairs of a label and a value, "" where the portal shows none. Each markup prints all pairs with tools and
counters between them, below a breadcrumb and above the report's title.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from archive.report.header import HeaderField, choose_fields, read_head, read_header

Pairs = Sequence[tuple[str, str]]
"""(label as printed, value)."""

TITLE = "枝江市水利局2020年政府信息公开工作年度报告"
CRUMBS = "当前位置：首页 > 政府信息公开 > 政府信息公开年报"
PROSE = (
    "根据《中华人民共和国政府信息公开条例》的规定，枝江市水利局编制了本报告，现予公布，欢迎社会各界监督。",
    "一、总体情况",
    "2020年，枝江市水利局认真贯彻落实条例，主动公开政府信息一百二十条，没有收到公开申请，工作有序推进。",
    "二、主动公开政府信息情况",
    "全年主动公开政府信息一百二十条，其中网站一百条，其他方式二十条，没有因政府信息公开引起的复议和诉讼。",
)

DAYS = ("2021-01-29", "2021-01-29 13:17", "2021年1月29日", "2021年01月29日 09:49", "2021/1/29", "2021.01.29", "")
VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "index_no": (
        ("索引号", "信息索引号", "索取号", "信息索引"),
        ("014208/2021-00017", "11370303MB2858908A/2021-5125020", "XE9900000-2010-004", "/2015-26440", ""),
    ),
    "publisher": (
        ("发布机构", "发布单位", "发文机关", "公开主体", "责任部门"),
        ("枝江市水利局", "市水利局", "问安镇人民政府", "市政府（办公室）", ""),
    ),
    "source": (("来源", "信息来源", "文章来源", "稿源"), ("市水利局", "本网", "枝江市政府网站", "厅办公室", "")),
    "doc_no": (("文号", "发文字号", "文件编号"), ("枝水发〔2021〕3号", "无", "")),
    "topic": (("主题分类", "组配分类", "信息分类"), ("水利、水务", "政府信息公开年报", "综合政务/政务公开", "")),
    "created": (("成文日期", "生成日期", "发文日期"), DAYS),
    "published": (("发布日期", "发布时间", "公开日期"), DAYS),
    "validity": (("有效性", "时效性", "是否有效"), ("有效", "现行有效", "")),
    "keywords": (("主题词", "关键词"), ("年报", "政府信息 公开", "")),
    "disclosure": (("公开方式", "公开形式"), ("主动公开", "依申请公开", "")),
    "title": (("名称", "标题", "信息名称"), (TITLE,)),
}
"""Key → labels, values. A header has each key once."""

OTHERS = (
    ("浏览次数", "12"),
    ("点击数", ""),
    ("作者", "张三"),
    ("责任编辑", ""),
    ("内容概述", ""),
    ("录入人", "管理员"),
)
"""What stands between fields and is none."""


@dataclass(frozen=True, slots=True)
class Header:
    """`pairs` as printed; `truth` key → value."""

    pairs: Pairs
    truth: dict[str, str]


def _print_label(draw: st.DrawFn, label: str) -> str:
    gap = draw(st.sampled_from(("", "", "", " ", "\u3000", "\xa0"))) if len(label) <= 3 else ""
    return gap.join(label)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    keys = draw(st.lists(st.sampled_from(list(VALUES)), min_size=3, max_size=9, unique=True))
    pairs, truth = [], {}
    for key in keys:
        labels, values = VALUES[key]
        value = draw(st.sampled_from(values))
        pairs.append((_print_label(draw, draw(st.sampled_from(labels))), value))
        truth[key] = value
    for other in draw(st.lists(st.sampled_from(OTHERS), max_size=3, unique=True)):
        pairs.insert(draw(st.integers(1, len(pairs))), other)
    return Header(pairs, truth)


def _table(pairs: Pairs, colon: str, wide: int) -> str:
    cells = [f"<td>{label}{colon}</td><td>{value or '&nbsp;'}</td>" for label, value in pairs]
    return f"<table>{_rows(cells, wide)}</table>"


def _rows(cells: Sequence[str], wide: int) -> str:
    return "".join(f"<tr>{''.join(cells[i : i + wide])}</tr>" for i in range(0, len(cells), wide))


def _one_cell(pairs: Pairs) -> str:
    return f"<table>{_rows([f'<td>{label}: {value}</td>' for label, value in pairs], 2)}</table>"


def _list(pairs: Pairs) -> str:
    return "<ul>" + "".join(f"<li><b>{label}：</b>{value}</li>" for label, value in pairs) + "</ul>"


def _definitions(pairs: Pairs) -> str:
    return "<dl>" + "".join(f"<dt>{label}：</dt><dd>{value}</dd>" for label, value in pairs) + "</dl>"


def _spans(pairs: Pairs) -> str:
    return "<div>" + " ".join(f"<span>{label}：{value}</span>" for label, value in pairs) + "</div>"


def _two_spans(pairs: Pairs) -> str:
    return "<div>" + "\n".join(f"<span>{label}：</span><span>{value}</span>" for label, value in pairs) + "</div>"


def _paragraphs(pairs: Pairs) -> str:
    return "".join(f"<p>{label}：{value}</p>" for label, value in pairs)


def _brackets(pairs: Pairs) -> str:
    return "<p>" + "".join(f"【{label}】{value}&nbsp;&nbsp;" for label, value in pairs) + "</p>"


def _divs(pairs: Pairs) -> str:
    return "".join(f"<div><div>{label}：</div><div>{value}</div></div>" for label, value in pairs)


def _marked(pairs: Pairs) -> str:
    return "<div>" + "".join(f"<i>{label}：</i><font>{value}</font>&nbsp; " for label, value in pairs) + "</div>"


def _nested(pairs: Pairs) -> str:
    return f"<table><tr><td>{_table(pairs, '：', 2)}</td></tr></table>"


def _headed(pairs: Pairs) -> str:
    cells = [f"<th><span>{label}</span></th><td><p>{value}</p></td>" for label, value in pairs]
    return f"<table>{_rows(cells, 3)}</table>"


def _glued(pairs: Pairs) -> str:
    return "<p>" + "".join(f"<span>{label}：{value}</span>" for label, value in pairs) + "</p>"


def _broken(pairs: Pairs) -> str:
    return "<div>" + "<br>".join(f"{label}：{value}" for label, value in pairs) + "</div>"


def _written(pairs: Pairs) -> str:
    written = (f"<script>document.write('{label}：{value}&nbsp;');</script>" for label, value in pairs)
    return f"<div>{''.join(written)}</div>"


def _line(pairs: Pairs, colon: str, between: str) -> str:
    return between.join(f"{label}{colon}{value}" for label, value in pairs)


MARKUPS: dict[str, Callable[[Pairs], str]] = {
    "table": lambda pairs: _table(pairs, "：", 2),
    "table without colons": lambda pairs: _table(pairs, "", 2),
    "narrow table": lambda pairs: _table(pairs, ":", 1),
    "one cell": _one_cell,
    "list": _list,
    "definitions": _definitions,
    "spans": _spans,
    "label and value in spans": _two_spans,
    "paragraphs": _paragraphs,
    "brackets": _brackets,
    "divs": _divs,
    "marked labels": _marked,
    "table in a table": _nested,
    "headed cells": _headed,
    "glued spans": _glued,
    "line breaks": _broken,
    "one paragraph": lambda pairs: f"<p>{_line(pairs, '：', '&nbsp;&nbsp;')}</p>",
    "written by a script": _written,
}
TOOLS = "<div>浏览次数：<span>12</span> 次 【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a> <a>关闭</a></div>"


def page(header: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    return (
        f"<html><head><title>{TITLE}</title></head><body><div>{CRUMBS}</div><div>{header}</div>{TOOLS}"
        f"<h1>{TITLE}</h1><div id='zoom'>{body}</div><p>上一篇：没有了</p></body></html>"
    )


PLAIN: dict[str, Callable[[Pairs], str]] = {
    "a line each": lambda pairs: _line(pairs, "：", "\n"),
    "one line": lambda pairs: _line(pairs, "：", " "),
    "wide blanks": lambda pairs: _line(pairs, "：", "\u3000\u3000"),
    "ASCII colon": lambda pairs: _line(pairs, ": ", "  "),
    "values on lines of their own": lambda pairs: _line(pairs, "：\n", "\n"),
    "bars": lambda pairs: " | ".join(f"{label} | {value}" for label, value in pairs) + " |",
    "bars between pairs": lambda pairs: _line(pairs, "：", " | "),
    "brackets": lambda pairs: " ".join(f"【{label}】{value}" for label, value in pairs),
    "square brackets": lambda pairs: " ".join(f"[{label}：{value}]" for label, value in pairs),
    "labels in square brackets": lambda pairs: " ".join(f"[ {label} ] {value}" for label, value in pairs),
}


def head(header: str) -> str:
    return f"{CRUMBS}\n{header}\n浏览次数：12 字体：[ 大 中 小 ] 打印\n{TITLE}\n{PROSE[0]}"


def parse_header(blocks: Sequence[Sequence[str]]) -> dict[str, HeaderField]:
    """The fields that header blocks show."""
    return choose_fields(read_header(blocks))


def parse_head(text: str) -> dict[str, HeaderField]:
    """Those of the plain lines above a text."""
    return choose_fields(read_head(text))
