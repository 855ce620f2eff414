"""A PDF written by hand: text, lines, grounds and pictures at places in points from the top left corner of a page.

Fonts are not embedded: `SONG` is one of the fonts every reader of PDF knows by name, its codes are Unicode's. `CODED`
has codes of its own and a table that tells their characters; `DUMB` has none, as of a scanner or a careless program.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.reading.document import Grid

WIDTH, HEIGHT = 595, 842
SONG, CODED, DUMB = "F", "G", "N"

Mark = str
"""Drawing instructions; places count from the page's top, which `page` turns round."""


@dataclass(frozen=True)
class Page:
    marks: str
    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0


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
    """A line in pieces of four points with gaps of two."""
    length = max(x1 - x0, y1 - y0)
    across = x1 > x0
    ends = [(at, min(at + 4, length)) for at in range(0, int(length) + 1, 6)]
    return " ".join(
        line(x0 + a, y0, x0 + b, y0) if across else line(x0, y0 + a, x0, y0 + b) for a, b in ends if b > a
    )


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
    rows: range | None = None,
    *,
    left: float = 60,
    top: float = 60,
    size: float = 8,
    rule: Callable[[float, float, float, float], Mark] = line,
    sides: bool = True,
    said: Callable[[int, int], bool] = lambda row, first: row >= first,
) -> Mark:
    """Rows of a grid with lines round each cell, text broken to its width. A cell that began above `rows` is cut; what
    it says stands where `said` (its row, the first row) allows."""
    rows = rows or range(len(grid.rows))
    xs = [left + sum(widths[:i]) for i in range(len(widths) + 1)]
    cells = [*_cells(grid, rows)]
    ys = [top]
    for row in rows:
        own = [len(_wrap(words, xs[c + w] - xs[c], size)) for r, c, h, w, words in cells if r == row and h == 1]
        ys.append(ys[-1] + size * 1.25 * max([1, *own]) + 6)
    marks = []
    for row, column, height, width, words in cells:
        first = max(row, rows[0]) - rows[0]
        last = min(row + height, rows[-1] + 1) - rows[0]
        x0, x1, y0, y1 = xs[column], xs[column + width], ys[first], ys[last]
        marks += [rule(x0, y0, x1, y0), rule(x0, y1, x1, y1)]
        marks += [rule(x, y0, x, y1) for x in (x0, x1) if sides or xs[0] < x < xs[-1]]
        if said(row, rows[0]):
            marks += [
                text(x0 + 4, y0 + size * (1.25 * i + 1) + 2, piece, size)
                for i, piece in enumerate(_wrap(words, x1 - x0, size))
            ]
    return " ".join(marks)


def _cells(grid: Grid, rows: range) -> Iterator[tuple[int, int, int, int, str]]:
    covered = grid.covered()
    spans = {(span.row, span.column): span for span in grid.spans}
    for r, row in enumerate(grid.rows):
        for c, words in enumerate(row):
            span = spans.get((r, c))
            height, width = (span.rows, span.columns) if span else (1, 1)
            if (r, c) not in covered and r < rows[-1] + 1 and r + height > rows[0]:
                yield r, c, height, width, words


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
        objects += [f"<</Type/Page/Parent 2 0 R{box}/Contents {11 + 2 * i} 0 R/Resources{fonts}>>", _stream(one.marks)]
    return assemble(objects)


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
    child = f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/CIDSystemInfo{system}/DW 1000{widths}/FontDescriptor 8 0 R>>"
    return f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts[{child}]{more}>>"


def _unicode_table(characters: str) -> str:
    codes = " ".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in dict.fromkeys(characters))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(set(characters))} beginbfchar {codes} endbfchar endcmap end end"
    )
