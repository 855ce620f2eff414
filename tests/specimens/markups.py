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
    """WPS: each run a span, in a font of its own."""
    align = "text-align:right;" if side else "text-indent:32pt;"
    font = "mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16pt"
    runs = (f'<span style="{font}">{run}</span>' for run in (text[: len(text) // 2], text[len(text) // 2 :]))
    return f'<p class="MsoNormal" style="{align}line-height:28pt;mso-line-height-rule:exactly">{"".join(runs)}</p>'


def _font(text: str, side: str) -> str:
    return f"<P align={side or 'left'}><FONT face=仿宋_GB2312 size=4>&nbsp;&nbsp;&nbsp; {text}</FONT></P>\n"


def _double_break(text: str, side: str) -> str:
    return ("　" * 22 if side else "　　") + f"{text}<br>&nbsp;<br>\r\n"


def _sections(text: str, side: str) -> str:
    style = ' style="text-align:right"' if side else ""
    return f"<section><section{style}><p><span><strong></strong>{text}</span></p></section></section><p><br/></p>"


def _spans_in_div(text: str, side: str) -> str:
    spans = f'<span style="font-size:18px;"> &ensp;&ensp;{text}</span>'
    return f"<div{' align=right' if side else ''}>{spans}</div><div>&nbsp;</div>"


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


CELL = '<p class="MsoNormal" align="center"><b><span>{}</span></b><o:p></o:p></p>'
TABLES: dict[str, Callable[[Rows], str]] = {
    "bare": lambda rows: _table(rows, "border=1", "{}"),
    "word": lambda rows: _table(rows, 'class="MsoTableGrid" border="1"', CELL),
    "scrolled": lambda rows: f'<div style="overflow-x:auto">{_table(rows, "width=100%", "<div>{}</div>")}</div>',
}


Header = tuple[str, dict[str, str]]
"""The markup, and key -> value as shown."""

Shown = dict[str, tuple[str, str]]
"""Key -> label and value."""


def write_header(organ: str, title: str, published: date, created: date, rng: random.Random) -> Header:
    fields = {
        "index_no": ("索引号", f"{rng.randint(10**5, 10**6)}-1/{published.year}-{rng.randint(1, 999):04d}"),
        "topic": ("主题分类", "综合政务"),
        "publisher": ("发布机构", organ),
        "created": ("成文日期", f"{created:%Y-%m-%d}"),
        "title": ("名称", title),
        "published": ("发布日期", f"{published:%Y-%m-%d}"),
        "doc_no": ("文号", ""),
    }
    keys, write = rng.choice(list(HEADERS.values()))
    shown = {key: fields[key] for key in keys}
    return write(shown), {key: value for key, (_, value) in shown.items() if value}


def _rows_of_two(shown: Shown) -> str:
    cells = [f"<th scope=row>{_spaced(label)}：</th><td>{value}</td>" for label, value in shown.values()]
    rows = ("".join(cells[at : at + 2]) for at in range(0, len(cells), 2))
    return f'<table class="tb-info">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'


def _spaced(label: str) -> str:
    return {2: "　", 3: " "}.get(len(label), "").join(label)


def _join(form: str, shown: Shown) -> str:
    return "".join(form.format(label=label, value=value) for label, value in shown.values())


def _definition(shown: Shown) -> str:
    return f"<dl>{_join('<dt>{label}：</dt><dd>{value}</dd>', shown)}</dl>"


def _list(shown: Shown) -> str:
    return f"<ul class=meta>{_join('<li><span>{label}</span><span>{value}</span></li>', shown)}</ul>"


def _brackets(shown: Shown) -> str:
    return _join("<p><strong>【{label}】</strong>{value}</p>", shown)


def _stamp(shown: Shown) -> str:
    """No label at all, as small print under the title."""
    return f"<p><small>（{shown['published'][1]}）</small></p>"


def _line(shown: Shown) -> str:
    source, day = shown["publisher"][1], shown["published"][1]
    sizes = " ".join(f'<a href="javascript:f({size})">{name}</a>' for size, name in enumerate("大中小"))
    fields = (f"发布时间：{day} 10:24", f"来源：{source}", "点击数：<span id=c></span>", f"字号：{sizes}")
    return f"<div>{'&nbsp;&nbsp;&nbsp;'.join(fields)}</div>"


def _bars(shown: Shown) -> str:
    source, day = shown["publisher"][1], shown["published"][1]
    counter = "浏览次数：<script src=/hits.js></script>"
    tools = '【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】'
    return f"<p align=center>{' | '.join((f'日期：{day}', '作者：', f'来源：{source}', counter, tools))}</p>"


def _written(shown: Shown) -> str:
    source, day = shown["publisher"][1], shown["published"][1]
    script = f'var laiyuan = "{source}"; if (laiyuan != "") document.write("信息来源：" + laiyuan);'
    return f"<div><script>{script}</script><span>发布日期：{day}</span></div>"


def _cells(shown: Shown) -> str:
    cells = [f"<td>{label}：{value}</td>" for label, value in shown.values()]
    rows = ("".join(cells[at : at + 3]) for at in range(0, len(cells), 3))
    return f"<table width=100%>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


FULL = ("index_no", "topic", "publisher", "created", "title", "published", "doc_no")
HEADERS: dict[str, tuple[tuple[str, ...], Callable[[Shown], str]]] = {
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
