"""statistics.csv: every cell of every text's statistics, a row each, for pandas, R and spreadsheets.

UTF-8 without a byte-order mark, commas, CRLF (RFC 4180), the columns of COLUMNS in the first row. `value` is a number
with a point, an amount in 元, and empty where there is none: a blank is not 0, `state` says what it is. A cell that the
form has and the report has not is a row too (`missing`). `division_code` is a text that may begin with any digit.

A text that a spreadsheet would take for a formula stands behind an apostrophe: one that begins with = + - @ (or their
full-width forms, also behind spaces), a tab, CR or LF and is no number, and one that begins with an apostrophe. Taking
one apostrophe off the front of a text gives back what it was (`restore`). Numbers such as -3 and +461 stand as printed.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from archive.report.corrections import cell_name, find_holding

NAME = "statistics.csv"

_WHOSE = (
    "report", "text", "current", "organ", "organ_kind", "division_code", "division_name", "year", "form",
)  # fmt: skip
_CELL = ("table", "row", "column", "value", "unit", "state", "raw", "source")
COLUMNS = (*_WHOSE, *_CELL, "corrected")
"""`report`: its id; `text`: the hash of the text the cell is from; `current` and `corrected`: 1 where that text stands
for the report, and where a person corrected the cell, else 0."""

_FORMULA = re.compile(r"\s*[=+@＝＋＠－-]|[\t\r\n']")
_NUMBER = re.compile(r"\s*[+-]?\d[\d,]*(?:\.\d+)?%?\s*")

Value = str | int | float


class Writer:
    def __init__(self, folder: Path) -> None:
        self._file = (folder / NAME).open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(COLUMNS)

    def write(self, line: dict[str, Any]) -> None:
        self._rows.writerows(list_rows(line))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def list_rows(line: Mapping[str, Any]) -> Iterator[list[Value]]:
    """The rows of a dump line, in the order of its cells."""
    whose = {**line, "report": line["id"], "text": line["content_hash"], "current": int(line["current"])}
    head = [_write_value(whose[name]) for name in _WHOSE]
    corrected = find_holding(line)
    for cell in line["statistics"]:
        is_corrected = bool(corrected) and cell_name(cell) in corrected
        yield [*head, *(_write_value(cell[name]) for name in _CELL), int(is_corrected)]


def _write_value(value: Any) -> Value:
    if value is None:
        return ""
    return protect(value) if isinstance(value, str) else value


def protect(text: str) -> str:
    """A text as it stands in the file: behind an apostrophe where a spreadsheet would take it for a formula."""
    if not _FORMULA.match(text) or _NUMBER.fullmatch(unicodedata.normalize("NFKC", text)):
        return text
    return f"'{text}"


def restore(text: str) -> str:
    """What a text of the file was."""
    return text.removeprefix("'")
