"""Statistics tables as markup: what editors, Word and hands make of the same rows."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.site.tables import Row, Rows, Td

Part = Callable[[Td, int], str]
"""A cell as markup; the second is its place in its row."""


def render_table(rows: Rows, markup: str) -> str:
    return MARKUPS[markup](rows)


def respell(rows: Rows, spelling: str) -> Rows:
    """The same table with its labels written another way."""
    return tuple(tuple(_respell_label(td, SPELLINGS[spelling]) for td in row) for row in rows)


def _respell_label(td: Td, pairs: Iterable[tuple[str, str]]) -> Td:
    for old, new in pairs if td.kind != "value" else ():
        td = replace(td, text=td.text.replace(old, new))
    return td


SPELLINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "national": (),
    "half_width": (("（", "("), ("）", ")")),
    "wide_dots": ((".", "．"),),
    "short": (("社会公益组织", "社会组织"), ("政府信息公开申请数量", "申请数量")),
}


def _join(rows: Rows, attributes: str, render: Part) -> str:
    return "\n".join(f"<tr{attributes}>{_join_row(row, render)}</tr>" for row in rows)


def _join_row(row: Row, render: Part) -> str:
    return "".join(render(td, at) for at, td in enumerate(row))


def _spans(td: Td) -> str:
    colspan = f' colspan="{td.colspan}"' if td.colspan > 1 else ""
    return colspan + (f' rowspan="{td.rowspan}"' if td.rowspan > 1 else "")


def _halve(td: Td, between: str) -> str:
    """Column labels are broken over two lines, so that narrow columns hold them."""
    text, middle = td.text, len(td.text) // 2
    return text[:middle] + between + text[middle:] if td.kind == "header" and len(text) >= 4 else text


def _render_plain(rows: Rows) -> str:
    body = _join(rows, "", lambda td, _: f"<td{_spans(td)}>{td.text or '&nbsp;'}</td>")
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%">\n<tbody>{body}</tbody></table>'


def _render_paragraphs(rows: Rows) -> str:
    def render(td: Td, _: int) -> str:
        style = f'nowrap="nowrap" style="width:{59 * td.colspan}px;"'
        return f'<td{_spans(td)} {style}><p align="center">{_halve(td, "<br />") or "&nbsp;"}</p></td>'

    return f'<table align="center" border="1" cellspacing="1"><tbody>{_join(rows, "", render)}</tbody></table>'


def _render_editor(rows: Rows) -> str:
    """As the UEditor widget writes it: `firstRow`, borders a cell, a label in two paragraphs."""
    side, paragraph = "1px solid windowtext", '<p style="text-indent: 0em;">'

    def render(td: Td, at: int) -> str:
        style = f"padding: 0 4px;border-left: {'none' if at else side};border-right: {side};border-bottom: {side}"
        return f'<td{_spans(td)} style="{style}" valign="center">{paragraph}{_halve(td, "</p>" + paragraph)}</p></td>'

    body = _join(rows, ' style="height: 19px"', render).replace("<tr", '<tr class="firstRow"', 1)
    return f'<table style="border-collapse: collapse;border: none;" cellspacing="0" align="center">{body}</table>'


def _render_word(rows: Rows) -> str:
    """As pasted from Word: styles by the dozen, empty o:p, labels cut by spans and non-breaking spaces."""
    style = "mso-border-alt:solid windowtext .5pt;\n  padding:0cm 5.4pt 0cm 5.4pt;height:19.85pt"
    font = '<span style="font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt">'
    centred = 'class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan"'

    def render(td: Td, _: int) -> str:
        text = f"{font}{_halve(td, f'</span>{font}{NARROW}')}</span>" if td.text else ""
        cell = f'<td width="{53 * td.colspan}"{_spans(td)} style="{style}">'
        return f'{cell}<p {centred}><font face="宋体">{text}</font><span lang="EN-US"><o:p></o:p></span></p></td>'

    body = _join(rows, ' style="mso-yfti-irow:1;height:19.85pt"', render)
    return f'<table class="MsoNormalTable" border="0" cellspacing="0" style="mso-padding-alt:0cm 5.4pt">{body}</table>'


NARROW = "\n &nbsp; &nbsp;"

MARKUPS: dict[str, Callable[[Rows], str]] = {
    "plain": _render_plain,
    "paragraphs": _render_paragraphs,
    "editor": _render_editor,
    "word": _render_word,
}
