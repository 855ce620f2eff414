"""The statistics of a reading for a person: the tables of its form as on paper, with what each sum that fails says."""

from collections.abc import Iterator, Mapping
from typing import Any

from archive.page.drawing import draw_grid
from archive.page.national import lay_table, list_keys
from archive.report.forms.indicators import INDICATORS
from archive.report.forms.printed import CAPTIONS
from archive.report.forms.standard import CLAUSES, list_cells

FAILING = "✗"
"""Before a cell of a sum that does not hold."""

LISTED = ("local", "narrative")
"""Tables whose rows and columns are the report's own words."""

_PLAIN = frozenset({"number", "text", "dash", "none", "not_applicable"})
"""States that what is printed shows itself."""

Told = Mapping[str, Any]
"""A cell or a check as in the JSON of a reading."""


def list_statistics(reading: Mapping[str, Any]) -> Iterator[list[str]]:
    """A block of lines for each table of the form, for the cells that stand besides, and for each other table."""
    cells = {(one["table"], one["row"], one["column"]): one for one in reading["statistics"]}
    failing = [check for check in reading["checks"] if check["status"] == "fail"]
    wrong = {name for check in failing for name in check["cells"]}
    form = _find_form(reading["form"], cells)
    drawn: set[tuple[str, str, str]] = set()
    for table in CAPTIONS:
        own = {key: one for key, one in cells.items() if form and key in list_keys(table, form)}
        if own and form:
            drawn |= own.keys()
            said = [_spell_failing(check) for check in failing if check["cells"][-1].startswith(f"{table}.")]
            yield [*_draw(table, form, own, wrong), *said]
    for table in dict.fromkeys(key[0] for key in cells):
        besides = [_spell_item(one, wrong) for key, one in cells.items() if key[0] == table and key not in drawn]
        if besides:
            yield [f"{table}{'' if table in LISTED else ', besides its form'}:", *besides]


def _find_form(form: str | None, cells: Mapping[tuple[str, str, str], Told]) -> str | None:
    """The form whose tables are drawn: that of the report; where it is not known which of two, the one that has the
    rows read."""
    if form in ("2014", *CLAUSES):
        return form
    keys = {*cells}
    if any(table == INDICATORS for table, _, _ in keys):
        return "2014"
    fitting = [form for form in CLAUSES if keys & {*list_cells(form)}]
    return max(fitting, key=lambda form: len(keys & {*list_cells(form)}), default=None)


def _draw(table: str, form: str, cells: Mapping[tuple[str, str, str], Told], wrong: set[str]) -> Iterator[str]:
    if all(one["state"] == "missing" for one in cells.values()):
        yield f"{CAPTIONS[table]}: not there, or not read"
        return

    def spell(row: str, column: str) -> str:
        cell = cells.get((table, row, column))
        mark = FAILING if f"{table}.{row}.{column}" in wrong else ""
        return mark + (_spell_cell(cell) if cell else "(missing)")

    yield CAPTIONS[table]
    yield from draw_grid(lay_table(table, form, spell))


def _spell_cell(cell: Told) -> str:
    """As printed; the state where that does not show it: (blank), (missing), 5 (solved)."""
    raw = " ".join((cell["raw"] or "").split())
    shown = raw or ("" if cell["value"] is None else str(cell["value"]))
    return shown if cell["state"] in _PLAIN else f"{shown} ({cell['state']})".strip()


def _spell_failing(check: Told) -> str:
    """Readings that were kept by an earlier version have no verdict."""
    why = f" {check['verdict']}: {check['reason']}" if check.get("verdict") else ""
    sums = f"expected {check['expected']}, printed {check['actual']}."
    return f"{FAILING} {check['rule']} ({check['cells'][-1]}): {sums}{why}"


def _spell_item(cell: Told, wrong: set[str]) -> str:
    """- 受理申请数 / 本年度: 12 件 (grid 2 r3 c1); with what the sentence says, where one says it."""
    mark = FAILING if f"{cell['table']}.{cell['row']}.{cell['column']}" in wrong else ""
    shown = _spell_cell(cell)
    unit = cell["unit"] if cell["unit"] and not shown.endswith(cell["unit"]) else ""
    quote = f" “{cell['quote']}”" if cell.get("quote") else ""
    source = f" ({cell['source']})" if cell["source"] else ""
    return f"- {cell['row']} / {cell['column']}: {mark}{shown} {unit}".rstrip() + quote + source
