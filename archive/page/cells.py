"""A cell of the statistics in words: as printed, how it is none, what a person says of it, which sentence says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.report.corrections import cell_name
from archive.report.forms.printed import name_indicator
from archive.report.quantity import spell_quantity

FAILING = "✗"
"""Before a cell of a sum that does not hold."""

_PLAIN = frozenset({"number", "text", "dash", "none", "not_applicable"})
"""States that what is printed shows itself."""

_LINE = re.compile(r"text l(\d+): (.+)", re.S)
"""The source of a cell that a sentence says; its lines are counted from 0, and for a person from 1."""

Told = Mapping[str, Any]
"""A cell, a check or a correction as in the JSON of a reading."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The names of the cells of sums that fail, and the corrections that hold by their fields."""

    wrong: frozenset[str]
    corrected: Mapping[str, Told]


def spell_cell(cell: Told, marks: Marks) -> str:
    """As printed; the state where that does not show it: (blank), (missing), 5 (solved). Where a person corrected it,
    what it is and what was read: 117 (read 118), (blank; read 232)."""
    name = cell_name(cell)
    mark = FAILING if name in marks.wrong else ""
    raw = " ".join((cell["raw"] or "").split())
    if name in marks.corrected:
        return mark + _spell_corrected(cell, raw, marks.corrected[name])
    shown = raw or ("" if cell["value"] is None else str(cell["value"]))
    return mark + (shown if cell["state"] in _PLAIN else f"{shown} ({cell['state']})".strip())


def _spell_corrected(cell: Told, raw: str, correction: Told) -> str:
    read = raw or (correction["read"] or {}).get("state") or "blank"
    if cell["value"] is None:
        return f"({cell['state']}; read {read})"
    unit = cell["unit"] or ""
    # An amount may be given under another unit than the label's.
    is_told = unit and (raw.endswith(unit) or unit != (correction["read"] or {}).get("unit"))
    return f"{spell_quantity(cell['value'], unit)}{unit if is_told else ''} (read {read})"


def spell_with_unit(cell: Told, marks: Marks) -> str:
    shown = spell_cell(cell, marks)
    unit = cell["unit"] if cell["unit"] and cell["unit"] not in shown else ""
    return f"{shown} {unit}".rstrip()


def spell_item(cell: Told, marks: Marks) -> str:
    """- 受理申请数 / 本年度: 12 件 (grid 2 r3 c1)."""
    source = f" ({cell['source']})" if cell["source"] else ""
    return f"- {cell['row']} / {cell['column']}: {spell_with_unit(cell, marks)}{source}"


def spell_sentence(cell: Told, marks: Marks) -> str:
    """- 主动公开政府信息数 374 条 (line 4: 全年主动公开政府信息374条)."""
    found = _LINE.fullmatch(cell["source"] or "")
    source = f"line {int(found[1]) + 1}: {found[2]}" if found else cell["source"]
    place = f" ({source})" if source else ""
    return f"- {name_indicator(cell['row'])} {_spell_said(cell, marks)}{place}"


def _spell_said(cell: Told, marks: Marks) -> str:
    """The number alone: what is printed with it stands in the quote."""
    name = cell_name(cell)
    if name in marks.corrected or cell["value"] is None:
        return spell_with_unit(cell, marks)
    mark = FAILING if name in marks.wrong else ""
    return f"{mark}{spell_quantity(cell['value'], cell['unit'])} {cell['unit'] or ''}".rstrip()
