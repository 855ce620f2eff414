"""Small Word files for tests, made from the XML of their body."""

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
STRICT = SPACES.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_docx(
    body: str, parts: Mapping[str, str] | None = None, *, spaces: str = SPACES, main: str = "document"
) -> bytes:
    """`parts`: name of a part (styles, numbering, footnotes) → what stands in its root."""
    files = {
        "_rels/.rels": relations({"officeDocument": f"word/{main}.xml"}),
        f"word/{main}.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        f"word/_rels/{main}.xml.rels": relations({name: f"{name}.xml" for name in parts or {}}),
        **{f"word/{name}.xml": f"<w:{name} {spaces}>{content}</w:{name}>" for name, content in (parts or {}).items()},
    }
    return pack(files)


def relations(targets: Mapping[str, str]) -> str:
    items = "".join(f'<Relationship Type="{TYPES}/{kind}" Target="{target}"/>' for kind, target in targets.items())
    return f"<Relationships>{items}</Relationships>"


def pack(files: Mapping[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return written.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int = 0, key: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def levels(*forms: tuple[str, str]) -> str:
    """A part numbering with one list; its levels by format and text."""
    lines = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="7">{lines}</w:abstractNum>{instance(1)}'


def instance(key: int, change: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="7"/>{change}</w:num>'
