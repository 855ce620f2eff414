"""The files of one report for scripts/make_fixtures.py: some written here, the others by LibreOffice from those."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from fixture_ofd import make_ofd
from PIL import Image

from tests.site.markups import render_table
from tests.site.report import Line, Report
from tests.site.tables import Rows, Td

WIDTHS = {4: [4.5] * 4, 5: [4.4, 3.4, 3.4, 3.4, 3.4], 10: [2.2, 2.6, 4.5, *[1.24] * 7], 15: [1.2] * 15}
"""Centimetres of each column, by the number of columns."""

SHEETS = ("主动公开", "申请办理", "复议诉讼")
FONT = "Noto Sans CJK SC"
EPOCH = (2024, 1, 1, 0, 0, 0)
SCANNED_PAGE = 3
MEMBER = "政府信息公开工作年度报告.docx"


def make_files(base: Path, title: str, report: Report, everything: bool) -> None:
    """`base`: their path without the ending."""
    path = base.with_suffix
    path(".html").write_text(make_html(title, report), encoding="utf-8")
    path(".txt").write_text(make_text(title, report), encoding="utf-8")
    path(".docx").write_bytes(make_docx(title, report))
    convert(path(".docx"), "doc", "pdf", *(("rtf", "odt") if everything else ()))
    path(".fods").write_text(make_flat_sheets(tables_of(report)), encoding="utf-8")
    convert(path(".fods"), "xlsx", "xls", "ods")
    path(".fods").unlink()
    path(".ofd").write_bytes(make_ofd(path(".pdf"), pack))
    if everything:
        path(".wps").write_bytes(path(".doc").read_bytes())
        path(".zip").write_bytes(make_package(path(".docx").read_bytes()))
        make_scans(path(".pdf"), f"{base}-scan")


def convert(source: Path, *endings: str) -> None:
    """A profile of its own, since LibreOffice serves one caller a profile at a time."""
    with tempfile.TemporaryDirectory() as profile:
        office = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        for ending in endings:
            command = [*office, "--convert-to", ending, "--outdir", str(source.parent), str(source)]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603  on the maker's machine


# --- the tables, as all files have them


def tables_of(report: Report) -> list[Rows]:
    return [piece for piece in report.pieces if not isinstance(piece, Line)]


def count_columns(rows: Rows) -> int:
    return sum(td.colspan for td in rows[0])


def lay(rows: Rows) -> Iterator[tuple[tuple[int, int], Td]]:
    """Each cell with the row and column where it begins."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for td in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + down, c + right) for down in range(td.rowspan) for right in range(td.colspan)}
            yield (r, c), td


def broken(td: Td) -> str:
    """Editors break the label of a narrow column over two lines."""
    half = len(td.text) // 2 if td.kind == "header" else 0
    return f"{td.text[:half]}\n{td.text[half:]}" if half > 1 else td.text


# --- html and txt


def make_html(title: str, report: Report) -> str:
    parts = [f"<h1>{escape(title)}</h1>"]
    for piece in report.pieces:
        if isinstance(piece, Line):
            text = escape(piece.text)
            parts.append(f"<p><strong>{text}</strong></p>" if piece.kind == "heading" else f"<p>　　{text}</p>")
        else:
            parts.append(render_table(piece, "paragraphs"))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return "\n".join(["<!DOCTYPE html>", f"<html>{head}<body>", *parts, "</body></html>", ""])


def make_text(title: str, report: Report) -> str:
    """With the tables flattened as copying from a page leaves them: form 2021 with bars, form 2019 with tabs."""
    between = " | " if report.figures.form == "2021" else "\t"
    lines = [title]
    for piece in report.pieces:
        lines += [f"　　{piece.text}"] if isinstance(piece, Line) else (between.join(row) for row in expand(piece))
    return "\n".join(lines) + "\n"


def expand(rows: Rows) -> list[list[str]]:
    """Every place of the grid, a spanned cell in its first."""
    places = dict(lay(rows))
    size = range(count_columns(rows))
    return [[places[r, c].text if (r, c) in places else "" for c in size] for r in range(len(rows))]


# --- docx


def make_docx(title: str, report: Report) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    for name in ("Normal", "Title", "Heading 1"):
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.add_paragraph(title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in report.pieces:
        if not isinstance(piece, Line):
            add_table(document, piece)
        elif piece.kind == "heading":
            document.add_heading(piece.text, level=1)
        else:
            right = piece.kind == "signature"
            document.add_paragraph(piece.text).alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else None
    written = io.BytesIO()
    document.save(written)
    return pack(unpack(written.getvalue()))


def add_table(document: Any, rows: Rows) -> None:
    widths = WIDTHS[count_columns(rows)]
    table = document.add_table(len(rows), len(widths), style="Table Grid")
    table.autofit = False
    for column, size in zip(table.columns, widths, strict=True):
        column.width = Cm(size)
    places = [list(row.cells) for row in table.rows]
    for (r, c), td in lay(rows):
        cell = places[r][c].merge(places[r + td.rowspan - 1][c + td.colspan - 1])
        cell.text = broken(td)
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(9)


# --- sheets, as a flat OpenDocument file


def make_flat_sheets(tables: Sequence[Rows]) -> str:
    sheets = "".join(
        f'<table:table table:name="{name}">{"".join(sheet_rows(rows))}</table:table>'
        for name, rows in zip(SHEETS, tables, strict=True)
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet" office:version="1.2"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} {kind}>{body}</office:document>\n'


def sheet_rows(rows: Rows) -> Iterator[str]:
    begins = dict(lay(rows))
    for r in range(len(rows)):
        cells = (
            sheet_cell(begins[r, c]) if (r, c) in begins else "<table:covered-table-cell/>"
            for c in range(count_columns(rows))
        )
        yield f"<table:table-row>{''.join(cells)}</table:table-row>"


def sheet_cell(td: Td) -> str:
    """A number is a number, a label text."""
    spans = f'table:number-columns-spanned="{td.colspan}" table:number-rows-spanned="{td.rowspan}"'
    number = td.text.replace(".", "", 1).isdecimal()
    typed = f'office:value-type="float" office:value="{td.text}"' if number else 'office:value-type="string"'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in broken(td).split("\n"))
    return f"<table:table-cell {spans} {typed if td.text else ''}>{text}</table:table-cell>"


# --- zip and scans


def unpack(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(members: dict[str, bytes]) -> bytes:
    """A zip without the time of its making."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def make_package(document: bytes) -> bytes:
    """zipfile writes such a name in UTF-8 and says so; Windows writes GBK and says nothing."""
    name = MEMBER.encode("gbk")
    placeholder = "_" * len(name)
    return pack({placeholder: document}).replace(placeholder.encode(), name)


def make_scans(source: Path, shot: str) -> None:
    page = ["-r", "150", "-gray", "-singlefile", "-f", str(SCANNED_PAGE), "-l", str(SCANNED_PAGE)]
    subprocess.run(["pdftoppm", *page, str(source), shot], check=True)  # noqa: S603, S607  on the maker's machine
    with Image.open(f"{shot}.pgm") as picture:
        picture.quantize(8).save(f"{shot}.png", optimize=True)
        picture.save(f"{shot}.jpg", quality=15, dpi=(150, 150))
        picture.save(f"{shot}.pdf", quality=15, resolution=150)
    Path(f"{shot}.pgm").unlink()
