"""The wide cells of table 二 (条例第二十条) where its spans are lost.

A clause fills a row. A head, and the values under it, fill the width of the table, although three stand under one
clause and two or one under another.
"""

from collections.abc import Iterator, Sequence

from archive.reading.lines import compact

CLAUSE = "第二十条第"
"""Begins a row of one cell, as wide as the table: 第二十条第（一）项."""

HEAD = "信息内容"

Rows = Sequence[Sequence[str]]


def find_wide_cells(texts: Rows) -> dict[tuple[int, int], int]:
    """Row and column of cells that cover more than one column, and how many. `texts`: rows of one length, blank where a
    cell may cover a place.

    A row with as many values as its head has names has no blank value: each blank belongs to the cell before it. So it
    is where one table shows blanks between values, as one does whose cells have kept their places, and where there is
    only one value.
    """
    clauses = {(r, 0): len(row) for r, row in enumerate(texts) if is_clause(row)}
    rows = list(_filled_rows(texts)) if clauses else []
    in_place = any(_has_gap(texts[r]) for r in rows)
    wide = (cell for r in rows if in_place or _count(texts[r]) == 1 for cell in _reach_right(r, texts[r]))
    return clauses | {(r, c): columns for r, c, columns in wide if columns > 1}


def is_clause(row: Sequence[str]) -> bool:
    return compact(row[0]).startswith(CLAUSE) and not any(row[1:])


def _filled_rows(texts: Rows) -> Iterator[int]:
    """The heads, and the rows below them with as many values."""
    names = 0
    for r, row in enumerate(texts):
        if is_clause(row):
            names = 0
        elif compact(row[0]) == HEAD:
            names = _count(row)
        if names and _count(row) == names and row[1]:
            yield r


def _count(row: Sequence[str]) -> int:
    return sum(map(bool, row[1:]))


def _has_gap(row: Sequence[str]) -> bool:
    """Whether a blank stands between two values."""
    last = max(c for c, text in enumerate(row) if text)
    return not all(row[1:last])


def _reach_right(r: int, row: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Row, column and width of each cell that reaches to the next one or to the table's border."""
    starts = [c for c, text in enumerate(row) if text and c]
    for start, stop in zip(starts, [*starts[1:], len(row)], strict=True):
        yield r, start, stop - start
