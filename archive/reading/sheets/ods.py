"""OpenDocument spreadsheets → sheets.

Their XML holds every cell as it is printed (1,946.69 · 50% · 2022年1月18日), and its spans, which python-calamine tells
of Excel's formats only.
"""

import io
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

from archive.reading.sheets.bands import MOST_FILLED, Place, Sheet
from archive.reading.sheets.elements import find_elements

MOST_REPEATS = 256
"""Times that a filled row or cell is repeated; blank ones, repeated down to the last row of a sheet, cost nothing."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_VALUES = tuple(f"{_OFFICE}{name}" for name in ("string-value", "date-value", "time-value", "boolean-value", "value"))
_SILENT = frozenset({f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"})
_MARKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def read_ods(body: bytes) -> Iterator[Sheet]:
    """Raises KeyError or lxml.etree.XMLSyntaxError for a damaged file."""
    hidden: set[str] = set()
    cells: dict[Place, str] = {}
    merges: dict[Place, tuple[int, int]] = {}
    row = 0
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        tags = (f"{_STYLE}style", f"{_TABLE}table-row", f"{_TABLE}table")
        for element in find_elements(package, "content.xml", *tags):
            if element.tag == f"{_TABLE}table-row":
                row += _read_row(element, row, cells, merges)
            elif element.tag == f"{_TABLE}table":
                name, style = element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name")
                yield Sheet(name, cells, merges, hidden=style in hidden)
                cells, merges, row = {}, {}, 0
            elif any(part.get(f"{_TABLE}display") == "false" for part in element):
                hidden.add(element.get(f"{_STYLE}name"))


def _read_row(element: Any, row: int, cells: dict[Place, str], merges: dict[Place, tuple[int, int]]) -> int:
    """Adds the filled places and spans of a row element; how many rows it stands for."""
    column = 0
    repeated = _number(element, "number-rows-repeated")
    for cell in element.iterchildren(*_CELLS):
        text, times = cell_text(cell), _number(cell, "number-columns-repeated")
        span = (_number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned"))
        if text and len(cells) < MOST_FILLED:
            rows, columns = (
                range(row, row + min(repeated, MOST_REPEATS)),
                range(column, column + min(times, MOST_REPEATS)),
            )
            cells.update(dict.fromkeys(product(rows, columns), text))
        if span != (1, 1):
            merges[row, column] = span
        column += times
    return repeated


def _number(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "")
    return max(int(value[:9]), 1) if value.isascii() and value.isdigit() else 1


def cell_text(cell: Any) -> str:
    """The paragraphs of a cell, a line each; where it has none, the value it holds."""
    lines = ["".join(_words(paragraph)) for paragraph in cell.iterchildren(f"{_TEXT}p")]
    return "\n".join(lines) if lines else next(filter(None, map(cell.get, _VALUES)), "")


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag not in _SILENT:
            yield from _words(child)
        yield child.tail or ""
