"""What a test case expects of a reading: what a report says, and not how or from where it was read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.report.corrections import cell_name

KEYS = (
    "kind", "title", "organ", "organ_kind", "division_code", "division_name", "year", "form", "header", "dates",
    "text", "statistics", "attachments", "reading",
)  # fmt: skip
"""Keys of a reading that a case holds. A person may take out what the case is not about, of the statistics whole
tables."""

_CELL = ("table", "row", "column", "raw", "value", "unit", "state")
_CORRECTED = ("table", "row", "column", "value", "state")
"""Of a corrected cell, whose raw text and unit were misread with it."""


def expect(reading: Mapping[str, Any], corrected: Sequence[str] = ()) -> dict[str, Any]:
    """The expectation of a reading (corrections applied); `corrected` names its corrected cells."""
    cells = [
        {key: cell[key] for key in (_CORRECTED if cell_name(cell) in corrected else _CELL)}
        for cell in reading["statistics"]
    ]
    return {**{key: reading[key] for key in KEYS}, "statistics": cells}


def find_differences(expected: Mapping[str, Any], reading: Mapping[str, Any]) -> Iterator[str]:
    """A line for each key, and each cell, that is another than expected; of a cell the keys that are there count."""
    for key, value in expected.items():
        if key == "statistics":
            yield from _differing_cells(value, reading[key])
        elif reading[key] != value:
            yield f"{key}: expected {value!r}, read {reading[key]!r}"


def _differing_cells(expected: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Of a table that is expected, cells that are read and not expected are invented."""
    cells = {cell_name(cell): cell for cell in read}
    for one in expected:
        found = {key: cells.get(cell_name(one), {}).get(key) for key in one}
        if found != one:
            yield f"cell {cell_name(one)}: expected {dict(one)!r}, read {found!r}"
    tables, names = {one["table"] for one in expected}, {cell_name(one) for one in expected}
    for name, cell in cells.items():
        if cell["table"] in tables and name not in names:
            yield f"cell {name}: not expected, read { ({key: cell[key] for key in _CELL})!r}"
