"""The statistics of a reading for a person: the tables of its form as on paper, with what each sum that fails says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.page.cells import FAILING, Marks, Told, spell_cell, spell_item, spell_sentence, spell_with_unit
from archive.page.drawing import draw_grid, text_width
from archive.page.national import lay_table, list_keys
from archive.reading.document import Grid
from archive.report.corrections import find_holding
from archive.report.forms.indicators import INDICATORS
from archive.report.forms.printed import CAPTIONS
from archive.report.forms.standard import CLAUSES, list_cells
from archive.report.narrative import NARRATIVE
from archive.report.tables.local_tables import LOCAL

WIDEST = 160
"""Places of a window; a local table that is wider is listed."""

NAMES = {LOCAL: "Table of no national form", NARRATIVE: "Told in sentences"}

Key = tuple[str, str, str]
"""Table, row, column."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table under its name, with what is said of it, or what is said alone. `heads`: (row, column) of its labels."""

    name: str
    said: tuple[str, ...] = ()
    grid: Grid | None = None
    heads: frozenset[tuple[int, int]] = frozenset()


def list_statistics(reading: Mapping[str, Any]) -> Iterator[list[str]]:
    """The lines of each block."""
    for block in find_blocks(reading):
        yield [block.name, *(draw_grid(block.grid) if block.grid else ()), *block.said]


def find_blocks(reading: Mapping[str, Any]) -> Iterator[Block]:
    """A block for each table of the form, for the cells that stand besides, and for each other table."""
    cells = {(one["table"], one["row"], one["column"]): one for one in reading["statistics"]}
    failing = [check for check in reading["checks"] if check["status"] == "fail"]
    marks = Marks(frozenset(name for check in failing for name in check["cells"]), find_holding(reading))
    form = _find_form(reading["form"], cells)
    drawn: set[Key] = set()
    for table in CAPTIONS:
        own = {key: one for key, one in cells.items() if form and key in list_keys(table, form)}
        if own and form:
            drawn |= own.keys()
            said = [_spell_failing(check) for check in failing if check["cells"][-1].startswith(f"{table}.")]
            yield _lay(table, form, own, marks, said)
    for table in dict.fromkeys(key[0] for key in cells):
        besides = [one for key, one in cells.items() if key[0] == table and key not in drawn]
        if besides:
            yield from _find_besides(table, besides, marks)


def _find_form(form: str | None, cells: Mapping[Key, Told]) -> str | None:
    """The form whose tables are drawn: that of the report; where it is not known which of two, the one that has the
    rows read."""
    if form in ("2014", *CLAUSES):
        return form
    keys = {*cells}
    if any(table == INDICATORS for table, _, _ in keys):
        return "2014"
    fitting = [form for form in CLAUSES if keys & {*list_cells(form)}]
    return max(fitting, key=lambda form: len(keys & {*list_cells(form)}), default=None)


def _lay(table: str, form: str, cells: Mapping[Key, Told], marks: Marks, said: Sequence[str]) -> Block:
    if all(one["state"] == "missing" for one in cells.values()):
        return Block(f"{CAPTIONS[table]}: not there, or not read", tuple(said))

    def spell(row: str, column: str) -> str:
        cell = cells.get((table, row, column))
        return spell_cell(cell, marks) if cell else "(missing)"

    labels = lay_table(table, form, lambda row, column: "").rows
    heads = frozenset((r, c) for r, row in enumerate(labels) for c, text in enumerate(row) if text)
    return Block(CAPTIONS[table], tuple(said), lay_table(table, form, spell), heads)


def _spell_failing(check: Told) -> str:
    """Readings that were kept by an earlier version have no verdict."""
    why = f" {check['verdict']}: {check['reason']}" if check.get("verdict") else ""
    sums = f"expected {check['expected']}, printed {check['actual']}."
    return f"{FAILING} {check['rule']} ({check['cells'][-1]}): {sums}{why}"


def _find_besides(table: str, cells: Sequence[Told], marks: Marks) -> Iterator[Block]:
    if table == NARRATIVE:
        yield Block(NAMES[table], tuple(spell_sentence(one, marks) for one in cells))
    elif table == LOCAL:
        by_grid: dict[str, list[Told]] = {}
        for one in cells:
            by_grid.setdefault(" ".join((one["source"] or "").split()[:2]), []).append(one)
        yield from (_lay_local(place, own, marks) for place, own in by_grid.items())
    else:
        yield Block(f"{table}, besides its form:", tuple(spell_item(one, marks) for one in cells))


def _lay_local(place: str, cells: Sequence[Told], marks: Marks) -> Block:
    """Of the cells of one grid a table again, under their labels; a list where it is wider than a window."""
    name = f"{NAMES[LOCAL]} ({place})" if place else NAMES[LOCAL]
    columns = list(dict.fromkeys(one["column"] for one in cells))
    told = {(one["row"], one["column"]): spell_with_unit(one, marks) for one in cells}
    rows = dict.fromkeys(one["row"] for one in cells)
    grid = Grid((("", *columns), *((row, *(told.get((row, column), "") for column in columns)) for row in rows)))
    if text_width(next(draw_grid(grid))) > WIDEST:
        return Block(name, tuple(spell_item(one, marks) for one in cells))
    heads = {*((0, c) for c in range(len(columns) + 1)), *((r, 0) for r in range(len(rows) + 1))}
    return Block(name, (), grid, frozenset(heads))
