"""A PDF written by hand: text, lines, grounds and pictures at places in points from the top left corner of a page.

Fonts are not embedded: `SONG` is one of the fonts every reader of PDF knows by name, its codes are Unicode's. `CODED`
has codes of its own and a table that tells their characters; `DUMB` has none, as of a scanner or a careless program.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.reading.document import Grid

WIDTH, HEIGHT = 595, 842
LEFT = 60
SONG, CODED, DUMB = "F", "G", "N"

Mark = str
"""Drawing instructions; places count from the page's top, which `page` turns round."""


@dataclass(frozen=True)
class Page:
    marks: str
    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    packed: str = ""
    """The filter its marks are packed with, as an entry of their stream."""


def page(*marks: Mark, width: float = WIDTH, height: float = HEIGHT, rotate: int = 0, sideways: bool = False) -> Page:
    """`rotate`: degrees a reader shall turn it. `sideways`: drawn for a page of height times width, then laid on this
    one turned by a quarter, as landscape tables are printed on portrait paper."""
    turned = f"0 1 -1 0 {width} 0 cm 1 0 0 1 0 {width - height} cm" if sideways else ""
    return Page(f"{turned} 1 0 0 1 0 {height} cm " + " ".join(marks), width, height, rotate)


def text(x: float, y: float, words: str, size: float = 12, font: str = SONG, turn: int = 0, gap: float = 0) -> Mark:
    """A line of text with its baseline at y. `turn`: degrees clockwise; `gap`: points between its characters."""
    matrix = {0: "1 0 0 1", 90: "0 -1 1 0", 270: "0 1 -1 0", 45: ".7 -.7 .7 .7"}[turn]
    code = words.encode("utf-16-be").hex()
    return f"BT /{font} {size} Tf {gap} Tc {matrix} {x} {-y} Tm <{code}> Tj ET"


def lines(x: float, y: float, *texts: str, size: float = 12, step: float = 20) -> Mark:
    return " ".join(text(x, y + i * step, words, size) for i, words in enumerate(texts))


def line(x0: float, y0: float, x1: float, y1: float) -> Mark:
    return f".5 w {x0} {-y0} m {x1} {-y1} l S"


def thin(x0: float, y0: float, x1: float, y1: float) -> Mark:
    """A line as Word prints it: a filled rectangle."""
    return ground(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)


def dotted(x0: float, y0: float, x1: float, y1: float) -> Mark:
    """A line in pieces of eight points with gaps of two."""
    length = max(x1 - x0, y1 - y0)
    across = x1 > x0
    ends = [(at, min(at + 8, length)) for at in range(0, int(length) + 1, 10)]
    return " ".join(line(x0 + a, y0, x0 + b, y0) if across else line(x0, y0 + a, x0, y0 + b) for a, b in ends if b > a)


def double(x0: float, y0: float, x1: float, y1: float) -> Mark:
    shift = (0, 2) if x1 > x0 else (2, 0)
    return line(x0, y0, x1, y1) + " " + line(x0 + shift[0], y0 + shift[1], x1 + shift[0], y1 + shift[1])


def ground(x0: float, y0: float, x1: float, y1: float) -> Mark:
    return f"{x0} {-y1} {x1 - x0} {y1 - y0} re f"


def picture(x0: float, y0: float, x1: float, y1: float) -> Mark:
    return f"q {x1 - x0} 0 0 {y1 - y0} {x0} {-y1} cm /I Do Q"


def table(
    grid: Grid,
    widths: Sequence[float],
    rows: Sequence[int] = (),
    *,
    top: float = 60,
    size: float = 8,
    rule: Callable[[float, float, float, float], Mark] = line,
    sides: bool = True,
    again: bool = False,
) -> Mark:
    """Some rows of a grid, or all, with lines round each cell, text broken to its width. A cell whose first row is not
    among them is cut: blank, or with its text `again`."""
    rows = rows or range(len(grid.rows))
    xs = [LEFT + sum(widths[:i]) for i in range(len(widths) + 1)]
    cells = [
        (at, c, w, words if again or r in rows else "")
        for r, c, h, w, words in _cells(grid)
        if (at := [i for i, row in enumerate(rows) if r <= row < r + h])
    ]
    pieces = {(at[0], c): _wrap(words, xs[c + w] - xs[c], size) for at, c, w, words in cells}
    heights = [size * 1.25 + 6] * len(rows)
    for at, c, _, _ in sorted(cells, key=lambda cell: len(cell[0])):
        wanted = size * 1.25 * len(pieces[at[0], c]) + 6
        heights[at[-1]] += max(0, wanted - sum(heights[i] for i in at))
    ys = [top + sum(heights[:i]) for i in range(len(rows) + 1)]
    marks = []
    for at, column, width, _ in cells:
        x0, x1, y0, y1 = xs[column], xs[column + width], ys[at[0]], ys[at[-1] + 1]
        marks += [rule(x0, y0, x1, y0), rule(x0, y1, x1, y1)]
        marks += [rule(x, y0, x, y1) for x in (x0, x1) if sides or xs[0] < x < xs[-1]]
        for i, piece in enumerate(pieces[at[0], column]):
            marks.append(text(x0 + 4, y0 + size * (1.25 * i + 1) + 2, piece, size))
    return " ".join(marks)


def _cells(grid: Grid) -> Iterator[tuple[int, int, int, int, str]]:
    """Row, column, height, width and text of each cell."""
    covered = grid.covered()
    spans = {(span.row, span.column): (span.rows, span.columns) for span in grid.spans}
    for r, row in enumerate(grid.rows):
        for c, words in enumerate(row):
            if (r, c) not in covered:
                yield r, c, *spans.get((r, c), (1, 1)), words


def _wrap(words: str, width: float, size: float) -> list[str]:
    pieces = [""]
    room = width - 8
    for char in words:
        if sum(size / 2 if c.isascii() else size for c in pieces[-1] + char) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces


def write(*pages: Page, title: str = "", unicode: str = "") -> bytes:
    """The file. `unicode`: the characters that `CODED` tells."""
    return assemble(_objects(pages, title, unicode))


def _objects(pages: Sequence[Page], title: str = "", unicode: str = "") -> list[str]:
    count = len(pages)
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(count))
    fonts = f"<</Font<</{SONG} 3 0 R/{CODED} 5 0 R/{DUMB} 6 0 R>>/XObject<</I 9 0 R>>>>"
    objects: list[str] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        _font("STSong-Light", "UniGB-UCS2-H", "GB1", "/W[1 95 500 814 939 500]"),
        f"<</Title<feff{title.encode('utf-16-be').hex()}>>>",
        _font("AAAAAA+Coded", "Identity-H", "Identity", "", "/ToUnicode 7 0 R"),
        _font("BBBBBB+Dumb", "Identity-H", "Identity", ""),
        _stream(_unicode_table(unicode)),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        "/Descent -120/CapHeight 880/StemV 93>>",
        _stream("\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
    ]
    for i, one in enumerate(pages):
        box = f"/MediaBox[0 0 {one.width} {one.height}]/Rotate {one.rotate}"
        objects += [
            f"<</Type/Page/Parent 2 0 R{box}/Contents {11 + 2 * i} 0 R/Resources{fonts}>>",
            _stream(one.marks, one.packed),
        ]
    return objects


def lock(user: bytes, *pages: Page) -> bytes:
    """The file encrypted (revision 2: RC4 with 40 bits) under a user's password, b"" for one that only forbids
    changes."""
    padded = (user + _PADDING)[:32]
    key = hashlib.md5(padded + bytes(32) + bytes.fromhex("fcffffff") + b"id", usedforsecurity=False).digest()[:5]

    def hide(number: int, content: str) -> bytes:
        own = hashlib.md5(key + number.to_bytes(3, "little") + bytes(2), usedforsecurity=False).digest()[:10]
        return _rc4(own, content.encode("latin-1"))

    def hidden(number: int, content: str) -> str:
        if found := re.search(r"(?<=>>stream\n).*(?=\nendstream)", content, re.S):
            return content[: found.start()] + hide(number, found[0]).decode("latin-1") + content[found.end() :]
        return re.sub(r"\((\w*)\)", lambda said: f"<{hide(number, said[1]).hex()}>", content)

    user_entry = _rc4(key, _PADDING).hex()
    entry = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{user_entry}>/P -4>>/ID[<6964><6964>]"
    return assemble((hidden(i, content) for i, content in enumerate(_objects(pages), 1)), entry)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def assemble(objects: Iterable[str], more: str = "/Info 4 0 R") -> bytes:
    """Numbered objects with their table; `more`: further entries of the trailer."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + f"trailer<</Size {len(places) + 1}/Root 1 0 R{more}>>\nstartxref\n{start}\n%%EOF".encode()


def _stream(content: str, more: str = "") -> str:
    return f"<</Length {len(content)}{more}>>stream\n{content}\nendstream"


def _font(name: str, encoding: str, ordering: str, widths: str, more: str = "") -> str:
    system = f"<</Registry(Adobe)/Ordering({ordering})/Supplement 0>>"
    kind = f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}"
    child = f"{kind}/CIDSystemInfo{system}/DW 1000{widths}/FontDescriptor 8 0 R>>"
    return f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts[{child}]{more}>>"


def _unicode_table(characters: str) -> str:
    codes = " ".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in dict.fromkeys(characters))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(set(characters))} beginbfchar {codes} endbfchar endcmap end end"
    )
