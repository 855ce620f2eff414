"""Rows of the tables 三 and 四 in which the digits of several cells stand together."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from archive.reading.document import LONGEST_QUOTE, Finding
from archive.report.cell import Cell, Reading
from archive.report.forms.label import squeeze
from archive.report.forms.standard import APPLICANTS, APPLICATIONS, OUTCOMES, REVIEW_LITIGATION, REVIEWS
from archive.report.quantity import is_figure, parse_cell
from archive.report.tables.alignment import Column, Place
from archive.report.tables.segments import Segment
from archive.report.tables.solving import solve

_GROUPS = {APPLICATIONS: (1, len(APPLICANTS)), REVIEW_LITIGATION: (len(REVIEWS), len(OUTCOMES))}

_FEWEST_DIGITS = 4
"""Fewer digits before blanks are a count like any other: 217 and no other applicant."""

_TOO_MANY_DIGITS = 5
"""Hardly an organ has ten thousand applications of one kind in a year, and blanks for all others."""

_MOST_FIGURES = 2
"""The digits that stand together, and the total beside them. A row of more is one as agencies print it, with blanks for
zeros, whether it adds up or not."""


def is_glued(table: str, columns: Sequence[Column], values: Sequence[Place]) -> bool:
    """Whether digits of several cells stand together: a number begins with a zero or covers several columns, or the
    row's sum fails as printed and holds in one way when they are parted; where it has no sum, a long number of zeros
    before as many blanks."""
    if table not in _GROUPS:
        return False
    told = [place for place in values if not place.blank]
    if not told or len(told) >= len(columns):
        return False
    figures = [place for place in told if place.number]
    if any(_is_several(place, columns, len(values)) for place in figures):
        return True
    if len(figures) < len(told) or not any(len(squeeze(place.text)) > 1 for place in figures):
        return False
    hiding = [values[at] for at in range(len(values)) if _hides_blanks(values, at)]
    long = any(len(squeeze(place.text)) >= _TOO_MANY_DIGITS for place in hiding)
    if not hiding or (len(figures) > _MOST_FIGURES and not long):
        return False
    if len(values) == len(columns) and _in_order(table, columns) and not values[-1].blank:
        return _fails(values, _GROUPS[table][1]) and (long or solve(_tokens(told), *_GROUPS[table]) is not None)
    return long or len(figures) == 1


def _in_order(table: str, columns: Sequence[Column]) -> bool:
    groups, _ = _GROUPS[table]
    return [column.key for column in columns] == [*(APPLICANTS if groups == 1 else OUTCOMES * groups)]


def _hides_blanks(values: Sequence[Place], at: int) -> bool:
    """Whether a number has a digit for itself and for blanks behind it, and is no count: mostly zeros, as the rows of a
    form are, or too long for one."""
    if not is_figure(values[at].text):
        return False
    digits = squeeze(values[at].text)
    blanks = sum(1 for _ in takewhile(lambda place: place.blank, values[at + 1 :]))
    to_the_end = at + 1 + blanks == len(values)
    if blanks and len(digits) >= _TOO_MANY_DIGITS:
        return True
    fits = blanks + 1 == len(digits) if to_the_end else blanks + 1 >= len(digits)
    return fits and len(digits) >= _FEWEST_DIGITS and 2 * digits.count("0") >= len(digits)


def _is_several(place: Place, columns: Sequence[Column], cells: int) -> bool:
    over = sum(place.start < column.stop and column.start < place.stop for column in columns)
    zeros = is_figure(place.text) and parse_cell(place.text, None)[2] != "number"
    return zeros or (over > 1 and cells < len(columns))


def _fails(values: Sequence[Place], size: int) -> bool:
    """Whether the last of each group of cells is not the sum of those before it, blanks counted as nothing."""
    groups = [values[at : at + size] for at in range(0, len(values), size)]
    numbers = [[parse_cell(place.text, None)[0] or 0 for place in group] for group in groups]
    printed = (pair for pair in zip(groups, numbers, strict=True) if not pair[0][-1].blank)
    return any(sum(group[:-1]) != group[-1] for _, group in printed)


def _tokens(told: Sequence[Place]) -> list[str]:
    return [unicodedata.normalize("NFKC", squeeze(place.text)) for place in told]


def part_digits(segment: Segment, row: str, values: Sequence[Place]) -> Iterator[Reading]:
    """The cells of the row, `solved` where its sums leave one reading; else the digits stay raw, with a finding."""
    told = [place for place in values if not place.blank]
    tokens = _tokens(told)
    groups, size = _GROUPS[segment.table]
    numbers = solve(tokens, groups, size) if _in_order(segment.table, segment.columns) else None
    source = f"grid {segment.grid} {told[0].where}"
    name = ".".join(filter(None, (segment.table, row)))
    printed = " | ".join(place.text for place in told)[:LONGEST_QUOTE]
    if numbers is None:
        yield Finding("glued_digits", f"{name}: {printed}", source)
        yield from _leave_raw(segment, row, told)
        return
    yield Finding("solved", f"{name}: {printed} is {' '.join(map(str, numbers))}", source)
    owners = _owners(tokens, numbers)
    for column, number, at in zip(segment.columns, numbers, owners, strict=True):
        key = (segment.table, column.row or row, column.key or "")
        state = "number" if tokens[at] == str(number) else "solved"
        yield Cell(*key, told[at].text, number, None, state, f"grid {segment.grid} {told[at].where}")


def _owners(tokens: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Which token each number is taken from."""
    owners, at, left = [], 0, len(tokens[0])
    for number in numbers:
        if not left:
            at += 1
            left = len(tokens[at])
        owners.append(at)
        left -= len(str(number))
    return owners


def _leave_raw(segment: Segment, row: str, told: Sequence[Place]) -> Iterator[Cell]:
    """The digits under each column that they cover, without a value."""
    for column in segment.columns:
        under = [place for place in told if place.start < column.stop and column.start < place.stop]
        if len(under) == 1 and column.key:
            key = (segment.table, column.row or row, column.key)
            yield Cell(*key, under[0].text, None, None, "text", f"grid {segment.grid} {under[0].where}")
