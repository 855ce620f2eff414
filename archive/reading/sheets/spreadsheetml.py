"""XML spreadsheets of Excel 2002 and 2003 → sheets. Office systems export them, named .xls."""

import io
from collections.abc import Iterator
from typing import Any

from archive.reading.sheets.bands import MOST_FILLED, Place, Sheet
from archive.reading.sheets.elements import iterate_elements
from archive.reading.sheets.stored import print_number

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
_TAGS = (f"{_SS}Style", f"{_SS}Row", f"{_SS}Worksheet", _VISIBLE)
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
_NAMED = {
    **dict.fromkeys(("General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific"), ""),
    **dict.fromkeys(("Yes/No", "True/False", "On/Off"), ""),
    **dict.fromkeys(("Long Date", "Medium Date", "Short Date"), "yyyy-mm-dd"),
    **dict.fromkeys(("Long Time", "Medium Time", "Short Time"), "hh:mm:ss"),
    "General Date": "yyyy-mm-dd hh:mm",
    "Percent": "0.00%",
}
"""Formats that ss:Format calls by a name (XML Spreadsheet Reference, Microsoft 2001), as codes. Their names hold the
letters of days and seconds: under `Fixed`, a 12 was taken for a day of 1900."""


def read_spreadsheetml(body: bytes) -> Iterator[Sheet]:
    """Raises ValueError or lxml.etree.XMLSyntaxError for a damaged file."""
    formats: dict[str, str] = {}
    cells: dict[Place, str] = {}
    merges: dict[Place, tuple[int, int]] = {}
    row, hidden = -1, False
    for element in iterate_elements(io.BytesIO(body), *_TAGS):
        if element.tag == f"{_SS}Style":
            code = next((part.get(f"{_SS}Format", "") for part in element.iterchildren(f"{_SS}NumberFormat")), "")
            formats[element.get(f"{_SS}ID", "")] = _NAMED.get(code, code)
        elif element.tag == f"{_SS}Row":
            row = int(element.get(f"{_SS}Index", row + 2)) - 1
            _read_row(element, row, formats, cells, merges)
            row += int(element.get(f"{_SS}Span", 0))
        elif element.tag == _VISIBLE:
            hidden = (element.text or "").startswith("SheetHidden")
        else:
            yield Sheet(element.get(f"{_SS}Name", ""), cells, merges, hidden)
            cells, merges, row, hidden = {}, {}, -1, False


def _read_row(
    element: Any, row: int, formats: dict[str, str], cells: dict[Place, str], merges: dict[Place, tuple[int, int]]
) -> None:
    column = -1
    for cell in element.iterchildren(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index", column + 2)) - 1
        down, right = (int(cell.get(f"{_SS}{name}", 0)) for name in ("MergeDown", "MergeAcross"))
        if len(cells) < MOST_FILLED and (text := _print_cell(cell, formats)):
            cells[row, column] = text
        if down or right:
            merges[row, column] = (down + 1, right + 1)
        column += right


def _print_cell(cell: Any, formats: dict[str, str]) -> str:
    data = next(cell.iterchildren(f"{_SS}Data"), None)
    if data is None:
        return ""
    kind, text = data.get(f"{_SS}Type"), "".join(data.itertext())
    if kind == "Number":
        return print_number(text, formats.get(cell.get(f"{_SS}StyleID"), ""))
    return _BOOLEANS.get(text, text) if kind == "Boolean" else text.removesuffix("T00:00:00.000")
