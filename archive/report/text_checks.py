"""Text against table: where the sentences say a standard quantity, and the report's national table has the same one.

`expected` of such a check is what the text says, `actual` what the table prints; 无 and "100余" cannot be compared.
"""

from collections.abc import Iterator, Mapping, Sequence

from archive.report.cell import Cell
from archive.report.checks import Check, Number, Status
from archive.report.forms.indicators import INDICATORS
from archive.report.forms.standard import ACTIVE_DISCLOSURE, APPLICATIONS, REVIEW_LITIGATION
from archive.report.narrative import NARRATIVE

Name = tuple[str, str, str]
"""table, row, column"""

_REVIEWS = {"reconsideration": ("reconsideration",), "litigation": ("litigation_direct", "litigation_after_review")}
_OUTCOMES = {"total": "total", "upheld": "upheld", "corrected": "corrected"}

COUNTERPARTS: Mapping[str, tuple[Name, ...]] = {
    "received.total": ((APPLICATIONS, "new_received", "total"),),
    "answered.granted": ((APPLICATIONS, "granted", "total"),),
    "answered.partly_granted": ((APPLICATIONS, "partly_granted", "total"),),
    **{
        f"{kind}.{outcome}": tuple((REVIEW_LITIGATION, row, column) for row in rows)
        for kind, rows in _REVIEWS.items()
        for outcome, column in _OUTCOMES.items()
    },
}
"""Which cells of the forms 2019 and 2021 add up to an indicator. 办结 is not `handled`: reports count last year's
applications in or leave them out."""

_ISSUED: Mapping[str, str] = {"2019": "made", "2021": "issued"}


def check_text(form: str | None, cells: Sequence[Cell]) -> tuple[Check, ...]:
    """A check "text.received.total" for each quantity that text and table both have a place for."""
    table = {(cell.table, cell.row, cell.column): cell for cell in cells if cell.table != NARRATIVE}
    return tuple(_check_text(form, [cell for cell in cells if cell.table == NARRATIVE], table))


def _check_text(form: str | None, said: Sequence[Cell], table: Mapping[Name, Cell]) -> Iterator[Check]:
    for cell in said:
        names = [name for name in _find_counterparts(form, cell.row) if name in table]
        if names and any(table[name].state != "missing" for name in names):
            yield _compare(cell, [table[name] for name in names])


def _find_counterparts(form: str | None, row: str) -> tuple[Name, ...]:
    if form == "2014":
        return ((INDICATORS, row, "value"),)
    column = _ISSUED.get(form or "")
    if column and row == "disclosed.normative_issued":
        return ((ACTIVE_DISCLOSURE, "normative_documents", column),)
    return COUNTERPARTS.get(row, ()) if column else ()


def _compare(said: Cell, printed: Sequence[Cell]) -> Check:
    values = [cell.value for cell in printed]
    actual: Number | None = None if None in values else sum(value for value in values if value is not None)
    status: Status = "cannot_tell"
    if said.value is not None and actual is not None:
        status = "pass" if said.value == actual else "fail"
    names = tuple(f"{cell.table}.{cell.row}.{cell.column}" for cell in (said, *printed))
    return Check(f"text.{said.row}", status, said.value, actual, names)
