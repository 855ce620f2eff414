"""A table that is printed more than once in a report: last year's beside this year's, another organ's in an annex, the
same again. One printing is the report's, whole; the others are findings, and no cell is ever mixed in from them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.reading.document import Block, Finding, Grid, Paragraph
from archive.report.cell import Cell, Reading

Key = tuple[str, str, str]
Printing = dict[Key, Cell]

_GRID = re.compile(r"grid (\d+)")
_FEWEST_ROWS = 2
"""Rows that a second printing shares with the first; one may be a row said again after a page break."""


_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)年")
_LONGEST_HEADING = 50
_TABLES_OF_A_YEAR = re.compile(r"公开|统计|情况|报告|附件|附表")


def find_years(blocks: Sequence[Block], year: int | None) -> Mapping[int, int]:
    """The year that the last heading before a grid names, by the grid's number. Years in sentences are of other
    things."""
    years: dict[int, int] = {}
    number, named = 0, year
    for block in blocks:
        if isinstance(block, Grid):
            own = _year_in(block.caption or "")
            if own or named:
                years[number] = own or named or 0
            number += 1
        elif isinstance(block, Paragraph):
            named = _year_in(block.text) or named
    return years


def _year_in(heading: str) -> int | None:
    if len(heading) > _LONGEST_HEADING or "。" in heading or not _TABLES_OF_A_YEAR.search(heading):
        return None
    found = set(_YEAR.findall(heading))
    return int(found.pop()) if len(found) == 1 else None


def choose_printings(
    readings: Iterable[Reading], years: Mapping[int, int], year: int | None
) -> tuple[Printing, list[Finding]]:
    """The cells of a report, and the findings. `years`: of grids under a heading with one; `year`: the report's."""
    tables: dict[str, list[Printing]] = {}
    findings: list[Finding] = []
    for row in _rows(readings):
        if isinstance(row, Finding):
            findings.append(row)
            continue
        printings = tables.setdefault(next(iter(row))[0], [{}])
        if printings[-1].keys() & row.keys():
            printings.append(_take_from_grid(printings[-1], _grid_of(row)))
        printings[-1] |= row
    cells: Printing = {}
    own = {year, None} & {_year_of(printing, years) for printings in tables.values() for printing in printings}
    for printings in tables.values():
        chosen, doubts = _choose(_join_broken(printings, years), years, year if own else None)
        cells |= chosen
        findings += doubts
    return cells, findings


def _take_from_grid(printing: Printing, grid: str) -> Printing:
    """What stands in the grid in which another printing shows itself: it began there, though with rows that the first
    does not have."""
    taken = {key: cell for key, cell in printing.items() if cell.source.split(" r")[0].split(" c")[0] == grid}
    if len(taken) == len(printing):
        return {}
    for key in taken:
        del printing[key]
    return taken


def _grid_of(printing: Printing) -> str:
    source = next((cell.source for cell in printing.values()), "")
    return source.split(" r")[0].split(" c")[0]


def _rows(readings: Iterable[Reading]) -> Iterator[Printing | Finding]:
    """The cells of a row of a table together, since a printing begins with a whole row."""
    row: Printing = {}
    of: tuple[str, str] | None = None
    for reading in readings:
        if isinstance(reading, Finding):
            yield reading
            continue
        key = (reading.table, reading.row, reading.column)
        if row and (of != key[:2] or key in row):
            yield row
            row = {}
        of = key[:2]
        row[key] = reading
    if row:
        yield row


def _join_broken(printings: Sequence[Printing], years: Mapping[int, int]) -> list[list[Printing]]:
    """Printings in groups that are one: a row that a page break has said twice, or the same numbers again."""
    groups: list[list[Printing]] = []
    whole: Printing = {}
    for printing in printings:
        same_year = bool(groups) and _year_of(groups[-1][0], years) == _year_of(printing, years)
        if same_year and not _is_another(whole, printing):
            groups[-1].append(printing)
            whole = printing | whole
        else:
            groups.append([printing])
            whole = dict(printing)
    return groups


def _is_another(first: Printing, again: Printing) -> bool:
    shared = [key for key in again if key in first]
    rows = {key[1] for key in shared}
    differing = {key[1] for key in shared if first[key].raw != again[key].raw}
    if not differing or len(rows) < _FEWEST_ROWS:
        return False
    elsewhere = _grid_of(again) not in {_grid_of({key: cell}) for key, cell in first.items()}
    return 2 * len(rows) >= len({key[1] for key in again}) or (elsewhere and 2 * len(differing) >= len(rows))


def _choose(
    groups: Sequence[Sequence[Printing]], years: Mapping[int, int], year: int | None
) -> tuple[Printing, list[Finding]]:
    """The first that is not under the heading of another year; where year is None, the first."""
    named = [_year_of(group[0], years) for group in groups]
    at = next((n for n, found in enumerate(named) if year is None or found in (year, None)), None)
    cells: Printing = {}
    findings: list[Finding] = []
    for printing in groups[at] if at is not None else ():
        findings += _say_cells(cells, printing)
        for key, cell in printing.items():
            cells.setdefault(key, cell)
    findings += [_say_table(group, named[n]) for n, group in enumerate(groups) if n != at]
    return cells, findings


def _year_of(printing: Printing, years: Mapping[int, int]) -> int | None:
    grid = _GRID.match(next((cell.source for cell in printing.values()), ""))
    return years.get(int(grid[1])) if grid else None


def _say_cells(kept: Printing, again: Printing) -> Iterator[Finding]:
    for key, cell in again.items():
        first = kept.get(key, cell)
        if first.raw != cell.raw:
            yield Finding("repeated_cell", f"{'.'.join(key)}: {first.raw!r} kept, also {cell.raw!r}", cell.source)


def _say_table(group: Sequence[Printing], year: int | None) -> Finding:
    cells = [cell for printing in group for cell in printing.values()]
    under = f", under a heading of {year}" if year else ""
    message = f"{cells[0].table}: {len(cells)} cells of another printing{under}, not this report's"
    return Finding("repeated_table", message, cells[0].source)
