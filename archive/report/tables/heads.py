"""The columns of the standard tables, from the rows at their head.

A head has one to three rows, and its cells span rows and columns in ways that differ from page to page. What stands
over a grid column is told by the deepest cell whose words are known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from archive.report.forms import printed
from archive.report.forms.label import squeeze
from archive.report.forms.order import is_read, may_be, printed_columns
from archive.report.forms.standard import (
    ACTIVE_DISCLOSURE,
    APPLICANTS,
    APPLICATIONS,
    CLAUSES,
    OUTCOMES,
    REVIEW_LITIGATION,
    REVIEWS,
    column_key,
    review_key,
    table_of_header,
)
from archive.report.tables.alignment import Column, Row

Name = tuple[str | None, str | None]


def table_of_head(rows: Iterable[Row]) -> str | None:
    """The table at whose head these rows stand: words of its head are among them, and no number."""
    places = [place for row in rows for place in row]
    if any(place.number for place in places):
        return None
    return next((table for place in places if (table := table_of_header(place.text))), None)


def is_clause(row: Row) -> bool:
    """第二十条第（一）项, over the whole width."""
    first = next((place.text for place in row if place.text), "")
    return squeeze(first).startswith("第二十条") and all(place.text in ("", first) for place in row)


def read_columns(head: Sequence[Row]) -> tuple[Column, ...]:
    """Columns from left to right; key None where the label is not known or stands twice.

    Where the labels of a head come as in its form but its spans put them elsewhere, the spans are broken: the columns
    are then in the form's order.
    """
    table = table_of_head(head) or ACTIVE_DISCLOSURE
    columns = _read_stacks(table, head)
    names = [_name(column) for column in columns if column.key]
    form = _columns_of_form(table, head)
    if table == ACTIVE_DISCLOSURE:
        return _complete(columns)
    if form and names != [_name(column) for column in form]:
        return form
    columns = tuple(_with_cut_label(column, names, table) for column in columns)
    names = [_name(column) for column in columns if column.key]
    return tuple(replace(column, key=None) if names.count(_name(column)) > 1 else column for column in columns)


def _complete(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Labels cut off after their first word (本年新 | 本年新 | 对外公开总数量) are told by those beside them,
    where they are those of one clause alone."""
    if all(column.key for column in columns):
        return columns
    clauses = dict.fromkeys(clause for form in CLAUSES.values() for clause in form.values())
    fits = [clause for clause in clauses if len(clause) == len(columns) and all(map(_may_be, clause, columns))]
    if len(fits) != 1 or not any(is_read(column.label) for column in columns):
        return columns
    return tuple(replace(column, key=key) for key, column in zip(fits[0], columns, strict=True))


def _with_cut_label(column: Column, names: Sequence[Name], table: str) -> Column:
    """A label of which only the beginning is left (社会公益, 法律服务) is known where it begins but one of the form."""
    if column.key or not is_read(column.label) or table != APPLICATIONS:
        return column
    applicants = printed.APPLICANTS.items()
    fits = [key for key, label in applicants if label.startswith(column.label) and (None, key) not in names]
    return replace(column, key=fits[0]) if len(fits) == 1 else column


def _may_be(key: str, column: Column) -> bool:
    return column.key == key or (
        column.key is None and any(may_be(column.label, label) for label in printed_columns(key))
    )


def _name(column: Column) -> Name:
    return column.row, column.key


def _read_stacks(table: str, head: Sequence[Row]) -> tuple[Column, ...]:
    width = max((row[-1].stop for row in head if row), default=0)
    named = [_name_column(table, head, c) for c in range(width)]
    first = next((c for c, column in enumerate(named) if column and column.key), width)
    if named and named[0] and named[0].label == "信息内容":
        # A blank between the corner and the first known head is a column whose label is lost.
        corner = named[0].stop
        for c in range(corner, first):
            start = next((p.start for row in head for p in row if p.start <= c < p.stop), c)
            named[c] = named[c] or Column(None, "", start, c + 1)
        first = corner
    runs = groupby(named[first:], key=lambda column: column and (column.row, column.key, column.key or column.start))
    joined = ((members[0], members[-1]) for name, run in runs if name and (members := [m for m in run if m]))
    return tuple(replace(left, stop=right.stop) for left, right in joined)


def _name_column(table: str, head: Sequence[Row], c: int) -> Column | None:
    """What stands over one grid column; None where nothing does."""
    stack = [place for row in head for place in row if place.start <= c < place.stop and not place.blank]
    if not stack:
        return None
    leaf = stack[-1]
    key = _last(column_key(table, place.text) for place in stack)
    if not key:
        return Column(None, squeeze(leaf.text), leaf.start, leaf.stop)
    review = _last(review_key(place.text) for place in stack) if table == REVIEW_LITIGATION else None
    known = bool(review) or table != REVIEW_LITIGATION
    return Column(key if known else None, squeeze(leaf.text), c, c + 1, review)


def _last(keys: Iterable[str | None]) -> str | None:
    return next((key for key in reversed(list(keys)) if key), None)


def _columns_of_form(table: str, head: Sequence[Row]) -> tuple[Column, ...]:
    """The form's columns without their places, where its labels are all there, row after row as in the form."""
    places = dict.fromkeys(place for row in head for place in row)
    keys = [key for place in places if (key := column_key(table, place.text))]
    if table == APPLICATIONS and keys in ([*APPLICANTS], [APPLICANTS[0], APPLICANTS[-1], *APPLICANTS[1:-1]]):
        return tuple(Column(key, "", 0, 0) for key in APPLICANTS)
    reviews = {review_key(place.text) for place in places}
    if table == REVIEW_LITIGATION and keys == [*OUTCOMES] * len(REVIEWS) and reviews.issuperset(REVIEWS):
        return tuple(Column(key, "", 0, 0, review) for review in REVIEWS for key in OUTCOMES)
    return ()
