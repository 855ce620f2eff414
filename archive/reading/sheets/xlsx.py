"""Excel workbooks from 2007 on → sheets.

Read here and not by python-calamine, since that leaves cells blank that show an error (#REF!), tells no percent from a
fraction, and needs memory for every place up to the farthest filled one: 877 MB for two numbers in a file of 6 KB.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.reading.sheets.bands import MOST_FILLED, Place, Sheet
from archive.reading.sheets.elements import find_elements
from archive.reading.sheets.stored import DAY_ZERO, DAY_ZERO_1904, NUMBER_FORMATS, print_number

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the cells of all sheets refer to: texts, format codes by style, serial 0 of the calendar."""

    texts: Sequence[str]
    codes: Sequence[str]
    zero: datetime


def read_xlsx(body: bytes) -> Iterator[Sheet]:
    """Raises KeyError, IndexError, ValueError or lxml.etree.XMLSyntaxError for a damaged file."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        members = {name.replace("\\", "/").strip("/").lower(): name for name in package.namelist()}
        shared = _read_shared(package, members)
        for name, state, part in _list_sheets(package, members):
            cells, merges, unseen = _read_part(package, part, shared)
            yield Sheet(name, cells, merges, hidden=state in ("hidden", "veryHidden"), hidden_rows=unseen)


def _list_sheets(package: zipfile.ZipFile, members: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Name, state and member of each worksheet, in the order of their tabs."""
    parts = {
        link.get("Id"): members.get(posixpath.normpath(posixpath.join("/xl", link.get("Target"))).lower().strip("/"))
        for link in find_elements(package, members["xl/_rels/workbook.xml.rels"], "{*}Relationship")
        if link.get("Type", "").endswith("/worksheet")
    }
    found = []
    for sheet in find_elements(package, members["xl/workbook.xml"], "{*}sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if part := parts.get(key):
            found.append((sheet.get("name", ""), sheet.get("state", ""), part))
    return found


def _read_shared(package: zipfile.ZipFile, members: Mapping[str, str]) -> Shared:
    texts: list[str] = []
    formats = dict(NUMBER_FORMATS)
    codes: list[str] = []
    if strings := members.get("xl/sharedstrings.xml"):
        texts = [_join(item) for item in find_elements(package, strings, "{*}si")]
    if styles := members.get("xl/styles.xml"):
        for element in find_elements(package, styles, "{*}numFmt", "{*}cellXfs"):
            if code := element.get("formatCode"):
                formats[int(element.get("numFmtId"))] = code
            codes += [formats.get(int(style.get("numFmtId", 0)), "") for style in element]
    marks = [mark.get("date1904") for mark in find_elements(package, members["xl/workbook.xml"], "{*}workbookPr")]
    return Shared(texts, codes, DAY_ZERO_1904 if "1" in marks or "true" in marks else DAY_ZERO)


def _read_part(
    package: zipfile.ZipFile, part: str, shared: Shared
) -> tuple[dict[Place, str], dict[Place, tuple[int, int]], int]:
    """The filled places, the merged ones, and how many filled rows are hidden."""
    cells: dict[Place, str] = {}
    merges: dict[Place, tuple[int, int]] = {}
    row, unseen = -1, 0
    for element in find_elements(package, part, "{*}row", "{*}mergeCell"):
        if corners := _REFERENCE.findall(element.get("ref", "")):
            (top, left), (bottom, right) = map(_place, (corners[0], corners[-1]))
            merges[top, left] = (bottom - top + 1, right - left + 1)
            continue
        row = int(element.get("r", row + 2)) - 1
        column, before = -1, len(cells)
        for cell in element.iterchildren("{*}c"):
            where = _REFERENCE.match(cell.get("r", ""))
            column = _place(where.groups())[1] if where else column + 1
            if len(cells) < MOST_FILLED and (text := _print_cell(cell, shared)):
                cells[row, column] = text
        unseen += len(cells) > before and element.get("hidden") in ("1", "true")
    return cells, merges, unseen


def _place(reference: Sequence[str]) -> Place:
    """Row and column, from 0, of a reference: ("AB", "7") → (6, 27)."""
    column = 0
    for letter in reference[0]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[1]) - 1, column - 1


def _print_cell(cell: Any, shared: Shared) -> str:
    """What a cell shows; of a formula, the result it had when the file was saved."""
    kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if kind == "inlineStr":
        return "".join(_join(text) for text in cell.iterchildren("{*}is"))
    if kind == "s" and value:
        return shared.texts[int(value)]
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind != "n" or not value:
        return _unescape(value.removesuffix("T00:00:00"))
    style = int(cell.get("s", 0))
    return print_number(value, shared.codes[style] if style < len(shared.codes) else "", shared.zero)


def _join(item: Any) -> str:
    """The text of all its runs; phonetic guides, which stand beside, are none."""
    runs = (item, *item.iterchildren("{*}r"))
    return _unescape("".join(text.text or "" for run in runs for text in run.iterchildren("{*}t")))


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text
