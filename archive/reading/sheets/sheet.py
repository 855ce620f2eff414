"""Spreadsheets → Document: the sheets in their order, each as the tables and the text that are printed on it.

Numbers keep all digits that are stored; a formula is its result when the file was saved. Of .xls files the formats of
numbers are not known, so that 98.5% is the 0.985 it is stored as.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from archive.reading.document import Block, Document, Finding
from archive.reading.media import ODS, OLE, XLS, XLSX, sniff
from archive.reading.paper import make_document
from archive.reading.sheets.bands import MOST_FILLED, Sheet, count_covered
from archive.reading.sheets.ods import read_ods
from archive.reading.sheets.spreadsheetml import read_spreadsheetml
from archive.reading.sheets.worksheet import sheet_blocks
from archive.reading.sheets.xls import read_xls
from archive.reading.sheets.xlsx import read_xlsx

_SHEETS: dict[str, Callable[[bytes], Iterator[Sheet]]] = {ODS: read_ods, XLSX: read_xlsx, XLS: read_spreadsheetml}
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)|Err:\d{3}$")


def read_sheet(body: bytes) -> Document:
    """An xls (in Excel's own format or in XML), xlsx or ods, told apart by content. Hidden sheets are left out with a
    finding. Raises what the libraries raise for a damaged file."""
    kind = sniff(body)
    sheets, blank = read_xls(body) if kind == XLS and body.startswith(OLE) else (list(_SHEETS[kind](body)), 0)
    shown = [sheet for sheet in sheets if not sheet.hidden]
    blocks: list[Block] = []
    findings = [*_look(sheets), *_errors(shown, blank)]
    for sheet in shown:
        made, found = sheet_blocks(sheet)
        blocks += made
        findings += found
    cut = any(finding.code == "sheet_cut" for finding in findings)
    return make_document(blocks, findings=findings, state="incomplete" if cut else "complete")


def _look(sheets: Iterable[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        if sheet.hidden and sheet.cells:
            yield Finding("hidden_sheet", f"a hidden sheet of {len(sheet.cells)} cells was left out", sheet.name)
            continue
        if len(sheet.cells) >= MOST_FILLED:
            yield Finding("sheet_cut", f"only the first {MOST_FILLED:,} filled cells were read", sheet.name)
        if sheet.hidden_rows:
            yield Finding("hidden_rows", f"{sheet.hidden_rows} rows are hidden and were read", sheet.name)
        if covered := count_covered(sheet):
            yield Finding(
                "covered_cells", f"{covered} filled cells lie under a merged one and are not shown", sheet.name
            )


def _errors(sheets: Iterable[Sheet], blank: int) -> Iterator[Finding]:
    shown = [text for sheet in sheets for text in sheet.cells.values() if _ERROR.match(text)]
    if shown:
        yield Finding("cell_errors", f"{len(shown)} cells show an error instead of a value", shown[0])
    if blank:
        yield Finding("cell_errors", f"{blank} cells show an error instead of a value and are blank here")
