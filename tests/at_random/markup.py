"""Sheets as HTML."""

import html
import random
import re

from tests.at_random.sheet import Box, Matrix, boxes

_FIGURE = re.compile(r"[\d,.\-+—/／]*")


def write_table(rng: random.Random, matrix: Matrix) -> str:
    """One table in one editor's manner."""
    manner = rng.randrange(5)
    heads = rng.random() < 0.3
    breaks = rng.random() < 0.5
    rows = [f"<tr{rng.choice(('', ' style=height:19pt'))}>" for _ in matrix]
    for r, _, height, width, box in boxes(matrix):
        spans = (f' rowspan="{height}"' if height > 1 else "") + (f" colspan={width}" if width > 1 else "")
        tag = "th" if heads and box.role in ("head", "banner") else "td"
        rows[r] += f"<{tag}{spans}{_style(rng, manner)}>{_content(rng, box, manner, breaks)}</{tag}>"
    body = "\n".join(row + "</tr>" for row in rows)
    if manner == 2:
        body = f"<tbody>{body}</tbody>"
    return f"<table {rng.choice(('border=1', 'cellpadding=0 cellspacing=0', 'class=MsoTableGrid'))}>{body}</table>"


def _style(rng: random.Random, manner: int) -> str:
    return (
        "",
        ' align="center"',
        f' width={rng.randint(20, 90)} style="border:1px solid #000"',
        ' style="mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt" valign=top',
        " nowrap",
    )[manner]


def _content(rng: random.Random, box: Box, manner: int, breaks: bool) -> str:
    text = html.escape(box.text, quote=False)
    if not text.strip("\u00a0"):
        return rng.choice(("", "&nbsp;", "<p>&nbsp;</p>", "<p><o:p></o:p></p>", " "))
    if breaks and box.role in ("head", "label") and len(text) > 3 and "&" not in text:
        at = rng.randint(1, len(text) - 1)
        text = text[:at] + rng.choice(("<br>", "<br/>\n", "</span><span>", "\n", "&nbsp;", "</p><p>")) + text[at:]
        if "</p>" in text or "</span>" in text:
            text = f"<p><span>{text}</span></p>"
    if manner == 3:
        style = 'lang=EN-US style="mso-fareast-font-family:宋体"'
        return f"<p class=MsoNormal align=center><span {style}>{text}<o:p></o:p></span></p>"
    if manner == 1:
        return f"<div>{text}</div>"
    return f"<p> {text} </p>" if manner == 4 else text
