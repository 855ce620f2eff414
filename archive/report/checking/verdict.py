"""A sum that fails: did the agency print it so, or may the table have been misread?

"agency" needs both: a table that was read without doubt, and one printed number that explains what fails. A digit is
not misread on a page of text; a row read one column aside, or under the label of another, is, and breaks several sums
that no one number mends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking.doubts import find_disorder, find_doubts
from archive.report.checking.sums import DIGITS, Number, Sum, compare, name_cell
from archive.report.forms.indicators import INDICATORS
from archive.report.forms.standard import APPLICANTS, APPLICATIONS, OUTCOMES, REVIEW_LITIGATION, REVIEWS

Verdict = Literal["reading", "agency"]
ACROSS = "applications.total"
Changes = Mapping[str, Number | None]
"""Cells as they would have to be, None where that is not known."""


@dataclass(frozen=True)
class Printed:
    """The cells of a report by name, its sums, and what was found about it."""

    cells: Mapping[str, Cell]
    sums: tuple[Sum, ...]
    findings: tuple[Finding, ...]

    @cached_property
    def values(self) -> dict[str, Number | None]:
        return {name: cell.value for name, cell in self.cells.items()}

    @cached_property
    def by_cell(self) -> dict[str, list[Sum]]:
        """The sums that each cell takes part in."""
        found: dict[str, list[Sum]] = {}
        for one in self.sums:
            for name in one.names:
                found.setdefault(name, []).append(one)
        return found

    @cached_property
    def lacking(self) -> dict[tuple[str, ...], Number | None]:
        """What the results of each sum lack, by the names of its cells; 0 where it holds, None where it cannot be
        told."""
        compared = {one.names: compare(one, self.values) for one in self.sums}
        return {
            names: None if expected is None or actual is None else expected - actual
            for names, (_, expected, actual) in compared.items()
        }

    @cached_property
    def signs(self) -> dict[tuple[str, ...], dict[str, int]]:
        """Of each sum 1 for its operands, -1 for its results."""
        return {one.names: {**dict.fromkeys(one.operands, 1), **dict.fromkeys(one.results, -1)} for one in self.sums}

    @cached_property
    def disorder(self) -> str | None:
        """Of table 三."""
        rows: dict[str, list[Cell]] = {}
        for cell in self.cells.values():
            if cell.table == APPLICATIONS:
                rows.setdefault(cell.row, []).append(cell)
        return find_disorder(rows)


def judge(failing: Sum, printed: Printed) -> tuple[Verdict, str]:
    """The verdict and its reason."""
    table = failing.names[0].partition(".")[0]
    cells = [printed.cells[name] for name in failing.names]
    near = [cell for name in _list_near(failing, printed) if (cell := printed.cells.get(name))]
    if doubt := next(find_doubts(cells, near, printed.findings), None):
        return "reading", doubt
    if table == APPLICATIONS and printed.disorder:
        return "reading", printed.disorder
    if moved := _find_moved(failing, printed):
        return "reading", moved
    if said := _find_wrong(failing, printed) or _trust_columns(failing, printed):
        return "agency", said
    return "reading", "no one number explains which sums fail: cells may stand under other labels"


def _list_near(failing: Sum, printed: Printed) -> Iterator[str]:
    """The other cells that take part in sums of this table; of form 2014, whose local variants leave rows out, those of
    the sums that share a cell with this one."""
    near = [one for one in printed.sums if one.rule.startswith(f"{failing.rule.partition('.')[0]}.")]
    if failing.names[0].startswith(f"{INDICATORS}."):
        near = [one for name in failing.names for one in printed.by_cell[name]]
    return iter(dict.fromkeys(name for one in near for name in one.names if name not in failing.names))


def _explains(changes: Changes, failing: Sum, printed: Printed) -> int:
    """How many sums that fail would hold with these changes; 0 where this one would not, or another would fail."""
    if _lacks(changes, failing, printed):
        return 0
    mended = 0
    for one in {one.names: one for name in changes for one in printed.by_cell.get(name, ())}.values():
        lacking = _lacks(changes, one, printed)
        if lacking:
            return 0
        mended += lacking == 0 and bool(printed.lacking[one.names])
    return mended


def _lacks(changes: Changes, one: Sum, printed: Printed) -> Number | None:
    """What the results of a sum would lack with these changes, None where that cannot be told."""
    lacking = printed.lacking[one.names]
    signs = printed.signs[one.names]
    for name, right in changes.items():
        if sign := signs.get(name):
            before = printed.values.get(name)
            if right is None or before is None or lacking is None:
                return None
            lacking += sign * (right - before)
    return lacking and round(lacking, DIGITS)


def _find_moved(failing: Sum, printed: Printed) -> str | None:
    """A row that would mend its sums if its cells stood one column aside."""
    for line in _list_lines(failing, printed):
        for step, where in ((1, "right"), (-1, "left")):
            if _explains(_move(line, step, printed), failing, printed):
                row = line[0].rpartition(".")[0]
                return f"with the cells of {row} one column further {where} the sums would hold"
    return None


def _list_lines(failing: Sum, printed: Printed) -> Iterator[tuple[str, ...]]:
    """The names of the cells of each printed row that takes part in the sum, in the order of its columns."""
    table = failing.names[0].partition(".")[0]
    if table == REVIEW_LITIGATION:
        yield tuple(name_cell(table, row, column) for row in REVIEWS for column in OUTCOMES)
    elif table == APPLICATIONS:
        for row in dict.fromkeys(printed.cells[name].row for name in failing.names):
            yield tuple(name_cell(table, row, column) for column in APPLICANTS)


def _move(line: Sequence[str], step: int, printed: Printed) -> Changes:
    values = [printed.values.get(name) for name in line]
    moved = [None, *values[:-1]] if step > 0 else [*values[1:], None]
    return dict(zip(line, moved, strict=True))


def _find_wrong(failing: Sum, printed: Printed) -> str | None:
    """The number that explains most of what fails."""
    found = [(mended, name) for name in failing.names if (mended := _weigh(name, failing, printed))]
    if not found:
        return None
    most = max(mended for mended, _ in found)
    best = [name for mended, name in found if mended == most]
    name = best[-1]
    said = f"{name}, printed {_value(name, printed)}, would have to be {_right_value(name, failing, printed)}"
    one = "one number explains it" if len(best) == 1 else f"one of {len(best)} numbers explains it, for example"
    return f"{one}: {said}" + (f", and {most} sums would hold" if most > 1 else "")


def _weigh(name: str, failing: Sum, printed: Printed) -> int:
    """How many sums one number would mend, alone or together with the total of its row, which the agency may have added
    up from it."""
    right = _right_value(name, failing, printed)
    if right < 0:
        return 0
    more = right - _value(name, printed)
    changes: list[Changes] = [{name: right}]
    for other in _list_partners(name, failing):
        if (value := printed.values.get(other)) is not None and value + more >= 0:
            changes.append({name: right, other: value + more})
    return max(_explains(one, failing, printed) for one in changes)


def _list_partners(name: str, failing: Sum) -> Iterator[str]:
    """Of a number of table 三 the total of its row; of a total the numbers it is made of."""
    row, _, column = name.rpartition(".")
    if row.startswith(f"{APPLICATIONS}.") and failing.rule != ACROSS:
        yield from ((f"{row}.{one}" for one in APPLICANTS[:-1]) if column == APPLICANTS[-1] else (f"{row}.total",))


def _right_value(name: str, failing: Sum, printed: Printed) -> Number:
    return _value(name, printed) - printed.signs[failing.names][name] * (printed.lacking[failing.names] or 0)


def _value(name: str, printed: Printed) -> Number:
    return printed.values[name] or 0


def _trust_columns(failing: Sum, printed: Printed) -> str | None:
    """A row whose columns all add up is read in its place: then its own total is printed so, several times over."""
    crossing = [one for name in failing.names for one in printed.by_cell[name] if one.rule != failing.rule]
    if failing.rule != ACROSS or not crossing or any(printed.lacking[one.names] != 0 for one in crossing):
        return None
    if not any(printed.values[name] for name in failing.names):
        return None
    return "the columns it stands in all add up, so each number stands in its place"
