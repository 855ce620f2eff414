"""The tables of the national forms laid out again, from cells under their keys."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.reading.document import Grid
from archive.reading.grids import Cell, make_grid
from archive.report.forms import printed
from archive.report.forms.indicators import INDICATORS, UNITS
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS, REVIEW_LITIGATION, list_cells

Spell = Callable[[str, str], str]
"""What is printed under a row's and a column's key."""

WIDE = 3
"""Columns of values of table 二, and of labels of table 三."""


def list_keys(table: str, form: str) -> frozenset[tuple[str, str, str]]:
    """(table, row, column) of the cells that the form has in this table; none where it has no such table."""
    cells = [(INDICATORS, key, "value") for key in UNITS] if form == "2014" else list_cells(form)
    return frozenset(key for key in cells if key[0] == table)


def lay_table(table: str, form: str, spell: Spell) -> Grid:
    """Of a table that the form has."""
    rows = {
        ACTIVE_DISCLOSURE: lambda: _lay_clauses(printed.CLAUSES[form], spell),
        APPLICATIONS: lambda: _lay_applications(printed.RESULTS[form], spell),
        REVIEW_LITIGATION: lambda: _lay_reviews(spell),
        INDICATORS: lambda: _lay_indicators(spell),
    }[table]()
    return make_grid(list(rows), printed.CAPTIONS[table])


def _lay_clauses(clauses: Sequence[printed.Clause], spell: Spell) -> Iterator[list[Cell]]:
    for numeral, columns, rows in clauses:
        yield [Cell(f"第二十条第（{numeral}）项", columns=WIDE + 1)]
        yield [Cell("信息内容"), *_spread(list(columns.values()))]
        for row, label in rows.items():
            yield [Cell(label), *_spread([spell(row, column) for column in columns])]


def _spread(texts: Sequence[str]) -> list[Cell]:
    """One to three texts over the columns of values, the last as wide as what is left."""
    *first, last = texts
    return [*map(Cell, first), Cell(last, columns=WIDE - len(first))]


def _lay_applications(groups: Sequence[printed.Group], spell: Spell) -> Iterator[list[Cell]]:
    natural, *organisations, total = printed.APPLICANTS.values()
    yield [Cell("", 3, WIDE), Cell("申请人情况", columns=len(printed.APPLICANTS))]
    yield [Cell(natural, 2), Cell("法人或其他组织", columns=len(organisations)), Cell(total, 2)]
    yield [Cell(label) for label in organisations]
    yield from (_lay_row(Cell(label, columns=WIDE), row, spell) for row, label in printed.INTAKE.items())
    handling: list[Cell] = [Cell(printed.HANDLING, sum(len(rows) for _, rows in groups))]
    for group, rows in groups:
        head: list[Cell] = [Cell(group, len(rows))] if group else []
        for row, label in rows.items():
            yield [*handling, *head, *_lay_row(Cell(label, columns=1 if group else 2), row, spell)]
            handling, head = [], []
    yield from (_lay_row(Cell(label, columns=WIDE), row, spell) for row, label in printed.REMAINDER.items())


def _lay_row(label: Cell, row: str, spell: Spell, columns: Mapping[str, str] = printed.APPLICANTS) -> list[Cell]:
    return [label, *(Cell(spell(row, column)) for column in columns)]


def _lay_reviews(spell: Spell) -> Iterator[list[Cell]]:
    """A proceeding a row: the fifteen columns of the paper are wider than a screen."""
    yield [Cell(""), *(Cell(label) for label in printed.OUTCOMES.values())]
    yield from (_lay_row(Cell(label), row, spell, printed.OUTCOMES) for row, label in printed.REVIEWS.items())


def _lay_indicators(spell: Spell) -> Iterator[list[Cell]]:
    yield [Cell("统计指标"), Cell("单位"), Cell("统计数")]
    for key, label in printed.INDICATORS:
        yield [Cell(label), Cell(UNITS.get(key, "")), Cell(spell(key, "value") if key else "")]
