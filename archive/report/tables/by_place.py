"""Rows and columns of the standard tables whose labels are cut off or cannot be read, by their place in the form.

A place tells only where the table has the form's shape: as many value cells in every row as the form has columns, or
as many unnamed rows between two known ones as the form has there. What is left of a label must be what the form prints
at that place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.reading.document import Finding
from archive.report.forms import printed
from archive.report.forms.order import Printed, find_gaps, is_read, may_be, printed_rows
from archive.report.forms.standard import (
    APPLICATIONS,
    REVIEW_LITIGATION,
    REVIEWS,
)
from archive.report.tables.alignment import Column, Row
from archive.report.tables.segments import Segment, read_label


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its key, and how many of its cells are labels. `by_place`: no label gave the key."""

    segment: Segment
    row: Row
    key: str | None
    labels: int
    by_place: bool = False


_COLUMNS = {
    APPLICATIONS: tuple((None, key, label) for key, label in printed.APPLICANTS.items()),
    REVIEW_LITIGATION: tuple((row, key, label) for row in REVIEWS for key, label in printed.OUTCOMES.items()),
}
"""Row, key and printed label of the columns of a form from left to right; only table 四 tells rows in its head."""


def name_columns(segment: Segment) -> tuple[Segment, Finding | None]:
    """The segment with all columns of its form, where some labels are not known and its shape is the form's."""
    form = _COLUMNS.get(segment.table, ())
    named = {(column.row, column.key) for column in segment.columns if column.key}
    if not form or len(named) == len(form):
        return segment, None
    if not _has_shape(segment, form):
        return segment, _say_unread(segment)
    columns = tuple(Column(key, label, 0, 0, row) for row, key, label in form)
    shown = " | ".join(column.label or "?" for column in segment.columns) or "no head"
    message = f"{segment.table}: columns by their place in the form, printed as {shown}"
    return replace(segment, columns=columns), Finding("by_place", message, f"grid {segment.grid}")


def _say_unread(segment: Segment) -> Finding | None:
    unread = [column.label for column in segment.columns if not column.key and not is_read(column.label)]
    if not unread and (segment.columns or segment.table == REVIEW_LITIGATION):
        return None
    message = f"{segment.table}: columns that are not known: {' | '.join(unread) or 'all'}"
    return Finding("unknown_column", message, f"grid {segment.grid}")


def _has_shape(segment: Segment, form: Sequence[tuple[str | None, str, str]]) -> bool:
    """Whether most rows with a number have as many values as the form and none has more, and no head says otherwise.
    Fewer have those whose digits stand together."""
    rows = [row for row in segment.rows if any(place.number for place in row)]
    values = [_values(segment.table, row) for row in rows]
    whole = [row for row in values if len(row) == len(form)]
    if 2 * len(whole) <= len(rows) or any(len(row) > len(form) for row in values):
        return False
    placed = [column for column in segment.columns if column.stop > column.start]
    if len(placed) < len(segment.columns):
        return len(segment.columns) == len(form) and all(map(_fits, segment.columns, form))
    return all(
        _fits(column, form[at])
        for column in placed
        for at, place in enumerate(whole[0])
        if place.start < column.stop and column.start < place.stop
    )


def _values(table: str, row: Row) -> Row:
    """The cells right of a row's labels. Table 四 has none."""
    labels = read_label(table, row, "other")[1]
    if table == REVIEW_LITIGATION or labels:
        return row[labels:]
    return row[next((at for at, place in enumerate(row) if place.number), 0) :]


def _fits(column: Column, form: tuple[str | None, str, str]) -> bool:
    row, key, label = form
    if column.key:
        return column.key == key and column.row in (row, None)
    return may_be(column.label, label)


def name_rows(form: str | None, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those of the gaps between known rows under the keys of the form's rows there. A table may go on in the
    next grid; where it does not, each of its parts is looked at alone."""
    named = list(lines)
    for table in dict.fromkeys(line.segment.table for line in lines):
        rows = printed_rows(table, form)
        at = [n for n, line in enumerate(lines) if line.segment.table == table and (line.key or _holds_values(line))]
        if all(lines[n].key is not None for n in at):
            continue
        _fill(named, at, rows)
        for _, part in groupby(at, key=lambda n: id(lines[n].segment)):
            _fill(named, list(part), rows)
    yield from named


def _fill(named: list[Line], at: Sequence[int], rows: Printed) -> None:
    for run, places in find_gaps([named[n].key for n in at], [key for key, _ in rows]):
        members = [(at[r], *rows[p]) for r, p in zip(run, places, strict=True)]
        if all(may_be(_label(named[n]), label) for n, _, label in members):
            for n, key, _ in members:
                named[n] = _name(named[n], key)


def _holds_values(line: Line) -> bool:
    return any(not place.blank for place in line.row[_count_labels(line) :])


def _name(line: Line, key: str | None) -> Line:
    return replace(line, key=key, labels=_count_labels(line), by_place=True)


def _count_labels(line: Line) -> int:
    """Cells left of the first column, where its place is known; else those that the columns leave."""
    columns = line.segment.columns
    if columns and columns[0].stop > columns[0].start:
        return sum(place.stop <= columns[0].start for place in line.row)
    first = next((at for at, place in enumerate(line.row) if place.number), len(line.row))
    return min(first, max(len(line.row) - len(columns), 0)) if columns else first


def _label(line: Line) -> str:
    labels = line.row[: _count_labels(line)]
    return labels[-1].text if labels else ""
