"""How two readings differ: in fields, in cells, in lines of text."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.report.corrections import cell_name

Reading = Mapping[str, Any]

ONE_VALUE = ("kind", "title", "organ", "organ_kind", "division_code", "year", "form", "media", "charset", "reading")

LISTED = ("tables", "checks", "attachments")
"""Of these only their number is told, or that they differ: their cells, lines and names are told elsewhere."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`field`: a key of a reading, `header.…`, `dates.…`, `cell table.row.column`, `finding …` or `text`; of a text
    `before` and `after` are one line, None where it is new or gone."""

    field: str
    before: Any
    after: Any


def compare(before: Reading, after: Reading) -> list[Difference]:
    """Readings with their texts. Nothing where they say the same."""
    found: list[Difference] = []
    for name in ONE_VALUE:
        found += _compare_values(name, before.get(name), after.get(name))
    for name in ("header", "dates"):
        keys = dict.fromkeys([*before[name], *after[name]])
        for key in keys:
            found += _compare_values(f"{name}.{key}", _tell(before[name].get(key)), _tell(after[name].get(key)))
    found += _compare_cells(before["statistics"], after["statistics"])
    found += _compare_findings(before["findings"], after["findings"])
    for name in LISTED:
        if before[name] != after[name]:
            found.append(Difference(name, len(before[name]), f"{len(after[name])}, read otherwise"))
    return [*found, *compare_texts(before["text"], after["text"])]


def _compare_values(name: str, before: Any, after: Any) -> Iterator[Difference]:
    if before != after:
        yield Difference(name, before, after)


def _tell(value: Any) -> Any:
    """What is known of a header field or of dates, without where it stood."""
    if isinstance(value, Mapping):
        return value.get("value") or value.get("raw")
    return [one["value"] for one in value] if value else None


def _compare_cells(before: Sequence[Reading], after: Sequence[Reading]) -> Iterator[Difference]:
    ours, theirs = ({cell_name(cell): cell for cell in cells} for cells in (before, after))
    for name in dict.fromkeys([*ours, *theirs]):
        told = [_tell_cell(cells.get(name)) for cells in (ours, theirs)]
        yield from _compare_values(f"cell {name}", *told)


def _tell_cell(cell: Reading | None) -> str | None:
    if cell is None:
        return None
    value = "" if cell["value"] is None else f" = {cell['value']}"
    return f"{cell['raw']!r}{value} ({cell['state']})"


def _compare_findings(before: Sequence[Reading], after: Sequence[Reading]) -> Iterator[Difference]:
    ours, theirs = ([(one["code"], one["message"]) for one in findings] for findings in (before, after))
    for code, message in ours:
        if (code, message) not in theirs:
            yield Difference(f"finding {code}", message, None)
    for code, message in theirs:
        if (code, message) not in ours:
            yield Difference(f"finding {code}", None, message)


def compare_texts(before: str, after: str) -> Iterator[Difference]:
    """Line by line: what is gone, and what is new."""
    if before == after:
        return
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""):
        if line.startswith("-") and not line.startswith("---"):
            yield Difference("text", line[1:], None)
        elif line.startswith("+") and not line.startswith("+++"):
            yield Difference("text", None, line[1:])
