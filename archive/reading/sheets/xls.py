"""Excel workbooks until 2003, and those of WPS (.et) → sheets, by python-calamine.

It leaves cells blank that show an error, and tells no percent from a fraction.
"""

import io
import struct
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from archive.reading.sheets.bands import MOST_FILLED, Place, Sheet
from archive.reading.sheets.stored import Value, print_value

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LARGEST_AREA = 4_000_000
"""Rows times columns up to the farthest filled cell. The library takes 32 bytes for each place, filled or not, and one
damaged byte can put a cell into row and column 65,536: the process was killed."""

LARGEST_CLAIM = 65_536 * 256
"""Places that a sheet may say it has: all that the format knows. For these the library reserves memory."""

_DIMENSIONS, _FORMULA, _MISTAKE = 0x0200, 0x0006, 0x0205
_FILLED = frozenset({_FORMULA, _MISTAKE, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x027E})
"""Records of BIFF that are a filled cell: they begin with its row and column."""

_AREA, _PLACE, _RESULT = struct.Struct("<IIHH"), struct.Struct("<HH"), struct.Struct("<6xB5xH")


def read_xls(body: bytes) -> tuple[list[Sheet], int]:
    """The sheets, and how many cells show an error, which are blank here. Raises ValueError for a file that asks for
    more memory than any report, or on which the library panics; and what else the libraries raise for a damaged one."""
    errors = _survey(_find_stream(body))
    try:
        return list(_read_sheets(body)), errors
    except BaseException as error:  # pyo3's PanicException is no Exception
        if isinstance(error, Exception) or type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"python-calamine panicked: {error}") from error


def _find_stream(body: bytes) -> bytes:
    # Imported with the first workbook: it takes half a second.
    from doc2docx.cfb import CompoundFile  # noqa: PLC0415

    container = CompoundFile(body)
    roots = {entry.path for entry in container.entries}
    return bytes(container.open_stream("Workbook" if "Workbook" in roots else "Book"))


def _survey(stream: bytes) -> int:
    """Looks at a workbook's records before the library does: how many errors there are."""
    errors, last, right = 0, 0, 0
    for kind, record in _records(stream):
        if kind == _DIMENSIONS and len(record) >= _AREA.size:
            top, bottom, left, end = _AREA.unpack_from(record)
            _check(bottom - top, end - left, LARGEST_CLAIM)
        elif kind in _FILLED and len(record) >= _PLACE.size:
            row, column = _PLACE.unpack_from(record)
            last, right = max(last, row), max(right, column)
            errors += _is_error(kind, record)
    _check(last + 1, right + 1, LARGEST_AREA)
    return errors


def _check(rows: int, columns: int, limit: int) -> None:
    if min(rows, columns) < 0 or rows * columns > limit:
        raise ValueError(f"a sheet of {rows:,} rows and {columns:,} columns")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _PLACE.size <= len(stream):
        kind, size = _PLACE.unpack_from(stream, at)
        at += _PLACE.size + size
        yield kind, stream[at - size : at]


def _is_error(kind: int, record: bytes) -> bool:
    if kind == _FORMULA and len(record) >= _RESULT.size:
        return _RESULT.unpack_from(record) == (2, 0xFFFF)
    return kind == _MISTAKE and record[7:8] == b"\x01"


def _read_sheets(body: bytes) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as above

    with CalamineWorkbook.from_filelike(io.BytesIO(body)) as workbook:
        for number, told in enumerate(workbook.sheets_metadata):
            if told.typ == SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_index(number)
                yield Sheet(told.name, _cells(sheet), _merges(sheet), hidden=told.visible != SheetVisibleEnum.Visible)


def _cells(sheet: "CalamineSheet") -> dict[Place, str]:
    top, left = sheet.start or (0, 0)
    rows: list[list[Value]] = sheet.to_python()
    filled = (
        ((row, column), text)
        for row, values in enumerate(rows, top)
        for column, value in enumerate(values, left)
        if (text := print_value(value))
    )
    return dict(islice(filled, MOST_FILLED))


def _merges(sheet: "CalamineSheet") -> dict[Place, tuple[int, int]]:
    ranges = sheet.merged_cell_ranges or ()
    return {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in ranges}
