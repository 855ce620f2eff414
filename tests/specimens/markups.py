"""Paragraphs and tables of the specimens, as editors, Word, WPS and hands leave them."""

import random
from collections.abc import Callable, Sequence
from datetime import date

from tests.printed import Td
from tests.specimens.texts import Piece, Rows

Write = Callable[[str, str], str]
"""A paragraph's text and its side ("right" for a signature) -> markup."""


def render(pieces: Sequence[Piece], closing: Sequence[str], rng: random.Random) -> list[str]:
    """The pieces as markup, and the closing lines, which stand at the right."""
    write, table = PARAGRAPHS[rng.choice(list(PARAGRAPHS))], TABLES[rng.choice(list(TABLES))]
    parts = [write(piece, "") if isinstance(piece, str) else table(piece) for piece in pieces]
    return [*parts, *(write(line, "right") for line in closing)]


def _wps(text: str, side: str) -> str:
    """WPS: each run a span, digits in another font, blanks as entities."""
    align = "text-align:right;" if side else "text-indent:32pt;"
    half = len(text) // 2
    runs = "".join(f'<span style="mso-spacerun:\'yes\';font-family:仿宋_GB2312;font-size:16pt">{run}</span>' for run in (text[:half], text[half:]))
    return f'<p class="MsoNormal" style="{align}line-height:28pt;mso-line-height-rule:exactly">{runs}</p>'


def _font(text: str, side: str) -> str:
    return f'<P align={side or "left"}><FONT face=仿宋_GB2312 size=4>&nbsp;&nbsp;&nbsp; {text}</FONT></P>\n'


def _double_break(text: str, side: str) -> str:
    return ("　" * 22 if side else "　　") + f"{text}<br>&nbsp;<br>\r\n"


def _sections(text: str, side: str) -> str:
    style = ' style="text-align:right"' if side else ""
    return f"<section><section{style}><p><span><strong></strong>{text}</span></p></section></section><p><br/></p>"


def _spans_in_div(text: str, side: str) -> str:
    return f'<div{" align=right" if side else ""}><span style="font-size:18px;"> &ensp;&ensp;{text}</span></div><div>&nbsp;</div>'


def _unclosed(text: str, side: str) -> str:
    return f"<p{' align=right' if side else ''}>　　{text}\n"


def _items(text: str, side: str) -> str:
    return f"<ul{' style=text-align:right' if side else ''}><li>{text}</li></ul>"


def _headed(text: str, side: str) -> str:
    """Numbered headings as elements of their own, other lines as paragraphs; blanks between the letters of a day."""
    if text[1:2] == "、":
        return f"<h3><a name=h{len(text)}></a>{text}</h3>"
    return f"<p{' class=right' if side else ''}>&emsp;&emsp;{text}</p>"


PARAGRAPHS: dict[str, Write] = {
    "wps": _wps, "font": _font, "double_break": _double_break, "sections": _sections, "spans_in_div": _spans_in_div,
    "unclosed": _unclosed, "items": _items, "headed": _headed,
}  # fmt: skip


def _table(rows: Rows, attributes: str, cell: str) -> str:
    lines = ("".join(_td(td, cell) for td in row) for row in rows)
    return f"<table {attributes}><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


def _td(td: Td, cell: str) -> str:
    text, columns, rows = (td, 1, 1) if isinstance(td, str) else td
    spans = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    return f"<td{spans}>{cell.format(text or '&nbsp;')}</td>"


TABLES: dict[str, Callable[[Rows], str]] = {
    "bare": lambda rows: _table(rows, "border=1", "{}"),
    "word": lambda rows: _table(rows, 'class="MsoTableGrid" border="1"', '<p class="MsoNormal" align="center"><b><span>{}</span></b><o:p></o:p></p>'),
    "scrolled": lambda rows: f'<div style="overflow-x:auto">{_table(rows, "width=100%", "<div>{}</div>")}</div>',
}  # fmt: skip

Header = tuple[str, dict[str, str]]


def _fields(organ: str, title: str, published: date, created: date, number: int) -> dict[str, tuple[str, str]]:
    return {
        "index_no": ("索引号", f"{number}-1/{published.year}-{number % 997:04d}"),
        "publisher": ("发布机构", organ),
        "created": ("成文日期", f"{created:%Y-%m-%d}"),
        "published": ("发布日期", f"{published:%Y-%m-%d}"),
        "doc_no": ("文号", ""),
        "topic": ("主题分类", "综合政务"),
        "title": ("名称", title),
    }


def write_header(organ: str, title: str, published: date, created: date, rng: random.Random) -> Header:
    """The markup, and key -> value as shown. Mostly a line; often a grid with it."""
    fields = _fields(organ, title, published, created, rng.randint(10**5, 10**6))
    kind = rng.choice(list(HEADERS))
    keys = HEADERS[kind][0]
    shown = {key: fields[key] for key in keys}
    return HEADERS[kind][1](shown), {key: value for key, (_, value) in shown.items() if value}


def _rows_of_two(shown: dict[str, tuple[str, str]]) -> str:
    cells = [f"<th scope=row>{_spaced(label)}：</th><td>{value}</td>" for label, value in shown.values()]
    return f'<table class="tb-info">{"".join(f"<tr>{a}{b}</tr>" for a, b in zip(cells[::2], [*cells[1::2], ""], strict=False))}</table>'


def _spaced(label: str) -> str:
    return label if len(label) > 3 else "　".join(label) if len(label) == 2 else " ".join(label)  # noqa: PLR2004


def _definition(shown: dict[str, tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{label}：</dt><dd>{value}</dd>' for label, value in shown.values())}</dl>"


def _list(shown: dict[str, tuple[str, str]]) -> str:
    return f"<ul class=meta>{''.join(f'<li><span>{label}</span><span>{value}</span></li>' for label, value in shown.values())}</ul>"


def _brackets(shown: dict[str, tuple[str, str]]) -> str:
    return "".join(f"<p><strong>【{label}】</strong>{value}</p>" for label, value in shown.values())


def _stamp(shown: dict[str, tuple[str, str]]) -> str:
    """No label at all, as small print under the title."""
    return f'<p><small>（{shown["published"][1]}）</small></p>'


def _line(shown: dict[str, tuple[str, str]]) -> str:
    source, day = shown["publisher"][1], shown["published"][1]
    return f'<div>发布时间：{day} 10:24&nbsp;&nbsp;&nbsp;来源：{source}&nbsp;&nbsp;&nbsp;点击数：<span id=c></span>&nbsp;&nbsp;字号：<a href="javascript:f(1)">大</a> <a href="javascript:f(2)">中</a> <a href="javascript:f(3)">小</a></div>'


def _bars(shown: dict[str, tuple[str, str]]) -> str:
    return f'<p align=center>日期：{shown["published"][1]} | 作者： | 来源：{shown["publisher"][1]} | 浏览次数：<script src=/hits.js></script> | 【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】</p>'


def _written(shown: dict[str, tuple[str, str]]) -> str:
    source, day = shown["publisher"][1], shown["published"][1]
    return f'<div><script>var laiyuan = "{source}"; if (laiyuan != "") document.write("信息来源：" + laiyuan);</script><span>发布日期：{day}</span></div>'


def _cells(shown: dict[str, tuple[str, str]]) -> str:
    cells = [f"<td>{label}：{value}</td>" for label, value in shown.values()]
    return f"<table width=100%><tr>{''.join(cells[:2])}</tr><tr>{''.join(cells[2:4])}</tr><tr>{''.join(cells[4:])}</tr></table>"


FULL = ("index_no", "topic", "publisher", "created", "title", "published", "doc_no")
HEADERS: dict[str, tuple[tuple[str, ...], Callable[[dict[str, tuple[str, str]]], str]]] = {
    "rows_of_two": (FULL, _rows_of_two),
    "definition": (("index_no", "publisher", "created", "published", "doc_no"), _definition),
    "list": (("index_no", "topic", "publisher", "published"), _list),
    "brackets": (("index_no", "publisher", "published"), _brackets),
    "stamp": (("published",), _stamp),
    "line": (("published", "publisher"), _line),
    "bars": (("published", "publisher"), _bars),
    "written": (("publisher", "published"), _written),
    "cells": (FULL, _cells),
}
"""Kind -> its fields in order, and their markup."""
