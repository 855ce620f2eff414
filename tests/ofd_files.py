"""Small OFD files (GB/T 33190), written by hand. Lengths are millimetres from the top left of the page."""

import io
import zipfile
from collections.abc import Sequence

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 4.0


def text(x: float, y: float, words: str, *, size: float = SIZE, more: str = "", deltas: str = "") -> str:
    """A text whose first baseline begins at (x, y + size)."""
    code = f'<ofd:TextCode X="0" Y="{size}" {deltas}>{words}</ofd:TextCode>'
    box = f'ID="{id(words)}" Boundary="{x} {y} {size * len(words)} {size}"'
    return f'<ofd:TextObject {box} Size="{size}" {more}>{code}</ofd:TextObject>'


def path(x: float, y: float, width: float, height: float, data: str, more: str = "") -> str:
    told = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="7" Boundary="{x} {y} {width} {height}" LineWidth="0.2" {more}>{told}</ofd:PathObject>'


def ruled(x: float, y: float, columns: Sequence[float], rows: Sequence[float]) -> str:
    """The lines of a table with these widths and heights."""
    wide, high = sum(columns), sum(rows)
    across = [path(x, y + sum(rows[:n]), wide, 0.2, f"M 0 0 L {wide} 0") for n in range(len(rows) + 1)]
    down = [path(x + sum(columns[:n]), y, 0.2, high, f"M 0 0 L 0 {high}") for n in range(len(columns) + 1)]
    return "".join([*across, *down])


def image(x: float, y: float, width: float, height: float) -> str:
    return f'<ofd:ImageObject ID="8" Boundary="{x} {y} {width} {height}" ResourceID="1"/>'


def page(content: str, head: str = "") -> str:
    return f'<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content></ofd:Page>'


def make_ofd(*pages: str, template: str = "", more: dict[str, str] | None = None) -> bytes:
    """`pages`: the whole XML of each; `template`: that of a template page with the id 90."""
    names = [f"Pages/Page_{n}/Content.xml" for n in range(len(pages))]
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{name}"/>' for n, name in enumerate(names, 10))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f'<ofd:CommonData>{area}<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    files = {
        "OFD.xml": f"<ofd:OFD {SPACE}>{root}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": template or page(""),
        **{f"Doc_0/{name}": content for name, content in zip(names, pages, strict=True)},
        **(more or {}),
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return body.getvalue()
