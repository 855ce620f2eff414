"""Small workbooks, written by hand as the tests of sheets need them."""

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)

Value = str | int | float | None


def pack(**members: str) -> bytes:
    """`__` in a name stands for a slash, `_dot_` for a point."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return body.getvalue()


def cell(place: str, value: Value, style: int = 0) -> str:
    if value is None:
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def rows(*values: list[Value], first: int = 1) -> str:
    """Rows of cells from column A on; None is a place without a cell."""
    lines = []
    for r, row in enumerate(values, first):
        cells = "".join(cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row) if value is not None)
        lines.append(f'<row r="{r}">{cells}</row>')
    return "".join(lines)


def xlsx(*sheets: str, merged: str = "", names: str = "", states: str = "", codes: str = "", shared: str = "") -> bytes:
    """`sheets`: the rows of each; `merged`: ranges of the first; `names`, `states`: of the sheets, parted by spaces;
    `codes`: number formats of the styles 1, 2, …, parted by bars; `shared`: the elements of the shared texts."""
    titles, states_of = names.split() or [f"Sheet{n}" for n in range(1, 99)], [*states.split(), *["visible"] * 99]
    links = listed = ""
    members = {}
    for n, sheet in enumerate(sheets, 1):
        listed += f'<sheet name="{titles[n - 1]}" sheetId="{n}" state="{states_of[n - 1]}" r:id="r{n}"/>'
        links += f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged.split()) if n == 1 else ""
        content = f"<sheetData>{sheet}</sheetData><mergeCells>{ranges}</mergeCells>"
        members[f"xl__worksheets__sheet{n}_dot_xml"] = f'<worksheet xmlns="{MAIN}">{content}</worksheet>'
    formats = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(codes.split("|"), 165)
    )
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in (0, *range(165, 165 + codes.count("|") + 1)))
    return pack(
        xl__workbook_dot_xml=f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        xl___rels__workbook_dot_xml_dot_rels=f"<Relationships>{links}</Relationships>",
        xl__styles_dot_xml=f'<x xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></x>',
        xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}">{shared}</sst>',
        **members,
    )


def ods(*tables: str, styles: str = "") -> bytes:
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    head = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    return pack(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_dot_xml=f"<office:document-content {SPACES}>{head}{body}</office:document-content>",
    )


def td(text: str, **attributes: int) -> str:
    """A cell of an ods; `columns_spanned=2` is `table:number-columns-spanned="2"`."""
    told = "".join(f' table:number-{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{told}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def tr(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def table(*lines: str, name: str = "Sheet1", style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(lines)}</table:table>'
