"""Where the standard tables are among a document's grids: columns, and the rows that stand under them.

One grid may hold several tables or several heads (the banner rows of table 二), and a table may go on in the next grid,
without a head, after a page break.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from archive.reading.document import Grid
from archive.report.forms import printed
from archive.report.forms.label import bare_label, squeeze
from archive.report.forms.order import is_read, may_be, printed_rows
from archive.report.forms.standard import (
    ACTIVE_DISCLOSURE,
    APPLICATIONS,
    CLAUSES,
    OUTCOMES,
    REVIEW_LITIGATION,
    REVIEWS,
    column_key,
    row_key,
)
from archive.report.tables.alignment import Column, Row
from archive.report.tables.heads import is_clause, read_columns, table_of_head
from archive.report.tables.panels import find_panels

_VAGUE = {"handled", "other.rest"}
_ENOUGH_LABELS = 3
_WORDS_OF_TABLE_FOUR = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *printed.OUTCOMES.values())


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows of one table in one grid. `columns` is empty where the table's head is lost."""

    table: str
    grid: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@lru_cache(maxsize=4096)
def name_label(label: str) -> str | None:
    """Whether a label is one of a row or one of a column. 总计 and 其他 are both."""
    rows = {row_key(APPLICATIONS, label), row_key(ACTIVE_DISCLOSURE, label)} - {None}
    if rows:
        return "row" if not rows & _VAGUE else None
    columns = {column_key(table, label) for table in (ACTIVE_DISCLOSURE, APPLICATIONS, REVIEW_LITIGATION)}
    return "column" if columns - {None, "other_org", "total", "other"} else None


def find_segments(grids: Sequence[Grid]) -> Iterator[Segment]:
    table: str | None = None
    columns: tuple[Column, ...] = ()
    panels = (panel for number, grid in enumerate(grids) for panel in find_panels(number, grid, name_label))
    width = 0
    for panel in panels:
        rows = panel.rows
        goes_on = _awaits_row(table, columns, rows) or _goes_on(table, width, columns, rows)
        width = max((row[-1].stop for row in rows if row), default=0)
        if _is_table_four(rows):
            yield Segment(REVIEW_LITIGATION, panel.grid, (), rows[-1:])
            table, columns = None, ()
            continue
        if not goes_on:
            columns = tuple(replace(c, start=0, stop=0) for c in columns)
            table, columns = _continue(table, columns, rows)
        for head, body in _split_at_heads(rows):
            if head:
                table, columns = table_of_head(head) or ACTIVE_DISCLOSURE, read_columns(head)
            if table and body:
                yield Segment(table, panel.grid, columns, body)


def _split_at_heads(rows: Sequence[Row]) -> Iterator[tuple[list[Row], tuple[Row, ...]]]:
    """Pairs of a head and the rows under it; the first head may be empty."""
    head: list[Row] = []
    body: list[Row] = []
    for above, row in zip((None, *rows), rows, strict=False):
        table = table_of_head([row])
        if not table and above and is_clause(above) and not any(place.number for place in row):
            table = ACTIVE_DISCLOSURE
        if table and (body or (head and (table_of_head(head) or ACTIVE_DISCLOSURE) != table)):
            yield head, tuple(body)
            head, body = [], []
        (head if table else body).append(row)
    yield head, tuple(body)


def _is_table_four(rows: Sequence[Row]) -> bool:
    """Table 四 whose head is cut off so that no label is known (行政复 | 结果维): the form's shape, and what its words
    begin with."""
    if len(rows) < 2 or len(rows[-1]) != len(REVIEWS) * len(OUTCOMES):  # noqa: PLR2004
        return False
    head = {squeeze(place.text) for row in rows[:-1] for place in row} - {""}
    begins = all(any(word.startswith(cut) for word in _WORDS_OF_TABLE_FOUR) for cut in head)
    data = any(place.number for place in rows[-1]) and not any(place.number for row in rows[:-1] for place in row)
    return begins and data and not any(table_of_head([row]) for row in rows)


def _awaits_row(table: str | None, columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Table 四 has one row, without a label; a page break may part it from its head."""
    return table == REVIEW_LITIGATION and len(rows) == 1 and len(rows[0]) == len(columns)


def _goes_on(table: str | None, width: int, columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Whether a grid begins with rows of the table before it that only their width tells, since their labels are cut
    off: a table as wide as 三, or what is left of a label of 二."""
    first = list(takewhile(lambda row: not table_of_head([row]), rows))
    if not (columns and first and all(row and row[-1].stop == width for row in first)):
        return False
    if table == APPLICATIONS:
        return all(len(row) > len(columns) for row in first) and len(first) == len(rows)
    left = [label for row in first if is_read(label := row[0].text) and not is_clause(row)]
    printed = [label for form in CLAUSES for _, label in printed_rows(ACTIVE_DISCLOSURE, form)]
    return table == ACTIVE_DISCLOSURE and any(may_be(text, label) for text in left for label in printed)


def _continue(
    table: str | None, columns: tuple[Column, ...], rows: Sequence[Row]
) -> tuple[str | None, tuple[Column, ...]]:
    """Table and columns that hold for the first rows of a grid: those of the grid before if its rows go on here.

    A table whose head is lost altogether is told by several of its labels; it has no columns.
    """
    before_head = list(takewhile(lambda row: not table_of_head([row]), rows))
    told = {name: _count_labels(name, before_head) for name in (APPLICATIONS, ACTIVE_DISCLOSURE)}
    if table and columns and told.get(table):
        return table, columns
    headless = max(told, key=lambda name: told[name])
    return (headless if told[headless] >= _ENOUGH_LABELS else None), ()


def _count_labels(table: str, rows: Sequence[Row]) -> int:
    """Rows told by a label of this table alone; 总计 and 其他 stand in any table unless numbered, （七）总计."""
    keys = {(row_key(table, place.text), place.text) for row in rows for place in row}
    return len({key for key, label in keys if key and (key not in _VAGUE or squeeze(label) != bare_label(label))})


def read_label(table: str, row: Row, previous: str | None) -> tuple[str | None, int]:
    """The key of a row, and how many of its cells are labels; `previous` is the key of the row above.

    3.其他 is a row only inside （六）其他处理.
    """
    found, labels = None, 0
    for at, place in enumerate(row):
        if place.number:
            break
        key = row_key(table, place.text)
        if key == "other.rest" and not (found or previous or "").startswith("other"):
            continue
        if key:
            found, labels = key, at + 1
    return found, labels
