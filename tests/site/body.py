"""The body of a report as markup: paragraphs as editors leave them, tables between them."""

import random
import re
from collections.abc import Callable, Iterable

from tests.site.markups import MARKUPS, render_table
from tests.site.report import Line, Piece


def render_body(pieces: Iterable[Piece], rng: random.Random) -> str:
    """One kind of paragraph and one kind of table a body, as an editor's habits go."""
    render, markup = (rng.choice(list(choices)) for choices in (PARAGRAPHS, MARKUPS))
    return "\n".join(
        PARAGRAPHS[render](piece) if isinstance(piece, Line) else render_table(piece, markup) for piece in pieces
    )


def _render_padded(line: Line) -> str:
    """Indented with two ideographic spaces."""
    if line.kind == "signature":
        return f'<p align="right">{line.text}　　</p>'
    return f"<p>　　<strong>{line.text}</strong></p>" if line.kind == "heading" else f"<p>　　{line.text}</p>"


def _render_styled(line: Line) -> str:
    if line.kind == "signature":
        return f'<p style="text-align: right;">{line.text}&nbsp; &nbsp; &nbsp;&nbsp;</p>'
    font = '<span style="font-family: 黑体, SimHei;">{}</span>' if line.kind == "heading" else "{}"
    return f'<p style="text-indent: 2em;">{font.format(line.text)}</p>'


def _render_word(line: Line) -> str:
    """As pasted from Word: every run of digits is a span of its own."""
    style = "font-size:16.0pt;line-height:150%;\nfont-family:仿宋_GB2312;mso-hansi-font-family:Calibri"
    align = "text-align:right;" if line.kind == "signature" else "text-indent:32.0pt;mso-char-indent-count:2.0;"
    runs = (run for run in re.split(r"(\d+)", line.text) if run)
    spans = (f'<span lang="EN-US">{run}</span>' if run.isdigit() else f"<span>{run}</span>" for run in runs)
    return f'<p class="MsoNormal" style="{align}{style}"><font face="仿宋">{"".join(spans)}</font><o:p></o:p></p>'


def _render_breaks(line: Line) -> str:
    """No paragraphs at all: lines ended by <br>."""
    return f"&nbsp;&nbsp;&nbsp;&nbsp;{line.text}<br />\n<br />"


def _render_divs(line: Line) -> str:
    return f"<div{' align=right' if line.kind == 'signature' else ''}>　　{line.text}</div>"


PARAGRAPHS: dict[str, Callable[[Line], str]] = {
    "padded": _render_padded,
    "styled": _render_styled,
    "word": _render_word,
    "breaks": _render_breaks,
    "divs": _render_divs,
}
