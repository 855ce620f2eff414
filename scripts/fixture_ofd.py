"""A PDF as OFD (GB/T 33190): its words and its ruled lines at the same places, in millimetres."""

import itertools
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pdfplumber

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
POINT = 25.4 / 72
FIRST_ID = 100
HAIR = 0.2
"""Millimetres of a line's width."""


def make_ofd(source: Path, pack: Callable[[dict[str, bytes]], bytes]) -> bytes:
    with pdfplumber.open(source) as pdf:
        pages = {f"Pages/Page_{n}/Content.xml": ofd_page(page) for n, page in enumerate(pdf.pages)}
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{name}"/>' for n, name in enumerate(pages, 10))
    root = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:MaxUnitID>99999</ofd:MaxUnitID>{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    document = f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
    members = {
        "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD">{root}</ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}>{document}</ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {SPACE}><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts></ofd:Res>',
        **{f"Doc_0/{name}": xml for name, xml in pages.items()},
    }
    return pack({name: f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode() for name, xml in members.items()})


def ofd_page(page: Any) -> str:
    edges = {tuple(round(edge[key] * POINT, 2) for key in ("x0", "top", "x1", "bottom")) for edge in page.edges}
    words = page.extract_words(keep_blank_chars=True, return_chars=True)
    numbers = itertools.count(FIRST_ID)
    marks = [ofd_line(edge, next(numbers)) for edge in sorted(edges)] + [ofd_text(w, next(numbers)) for w in words]
    layer = f'<ofd:Layer ID="2" Type="Body">{"".join(marks)}</ofd:Layer>'
    return f"<ofd:Page {SPACE}><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def ofd_line(edge: tuple[float, ...], number: int) -> str:
    x0, top, x1, bottom = edge
    wide, high = x1 - x0, bottom - top
    box = f"{x0} {top} {max(wide, HAIR):.2f} {max(high, HAIR):.2f}"
    path = f"<ofd:AbbreviatedData>M 0 0 L {wide:.2f} {high:.2f}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{HAIR}">{path}</ofd:PathObject>'


def ofd_text(word: dict[str, Any], number: int) -> str:
    """A run of characters; DeltaX are the steps from each to the next."""
    chars = word["chars"]
    size = chars[0]["size"] * POINT
    steps = " ".join(f"{(after['x0'] - char['x0']) * POINT:.2f}" for char, after in itertools.pairwise(chars))
    box = " ".join(f"{value * POINT:.2f}" for value in (word["x0"], word["top"], word["width"], word["height"]))
    delta = f' DeltaX="{steps}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{size:.2f}"{delta}>{escape("".join(char["text"] for char in chars))}</ofd:TextCode>'
    return f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="1" Size="{size:.2f}">{code}</ofd:TextObject>'
