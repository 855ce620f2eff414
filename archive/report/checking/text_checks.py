"""Text against table: where the sentences say a standard quantity, and the report's national table has the same one.

`expected` of such a check is what the text says, `actual` what the table prints; 无 and "100余" cannot be compared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking.checks import Check
from archive.report.checking.doubts import find_doubts
from archive.report.checking.sums import Number, Status, tell_unknown
from archive.report.checking.verdict import Verdict
from archive.report.forms.indicators import INDICATORS, UNITS
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


RULES = tuple(f"text.{row}" for row in dict.fromkeys((*UNITS, *COUNTERPARTS)))


def check_text(form: str | None, cells: Iterable[Cell], findings: Sequence[Finding] = ()) -> tuple[Check, ...]:
    """A check "text.received.total" for each quantity that text and table both have a place for."""
    given = list(cells)
    table = {(cell.table, cell.row, cell.column): cell for cell in given if cell.table != NARRATIVE}
    return tuple(_check_text(form, [cell for cell in given if cell.table == NARRATIVE], table, findings))


def _check_text(
    form: str | None, said: Sequence[Cell], table: Mapping[Name, Cell], findings: Sequence[Finding]
) -> Iterator[Check]:
    for cell in said:
        names = [name for name in _find_counterparts(form, cell.row) if name in table]
        if names and any(table[name].state != "missing" for name in names):
            yield _compare(cell, [table[name] for name in names], findings)


def _find_counterparts(form: str | None, row: str) -> tuple[Name, ...]:
    if form == "2014":
        return ((INDICATORS, row, "value"),)
    column = _ISSUED.get(form or "")
    if column and row == "disclosed.normative_issued":
        return ((ACTIVE_DISCLOSURE, "normative_documents", column),)
    return COUNTERPARTS.get(row, ()) if column else ()


def _compare(said: Cell, printed: Sequence[Cell], findings: Sequence[Finding]) -> Check:
    values = [cell.value for cell in printed]
    actual: Number | None = None if None in values else sum(value for value in values if value is not None)
    status: Status = "cannot_tell"
    if said.value is not None and actual is not None:
        status = "pass" if said.value == actual else "fail"
    names = tuple(cell.name for cell in (said, *printed))
    if status == "cannot_tell":
        unknown = [cell.state for cell in printed if cell.value is None]
        why = f"the table: {tell_unknown(unknown)}" if unknown else f"the sentence: {tell_unknown([said.state])}"
        return Check(f"text.{said.row}", status, said.value, actual, names, None, why)
    verdict = _judge(said, printed, findings) if status == "fail" else ()
    return Check(f"text.{said.row}", status, said.value, actual, names, *verdict)


def _judge(said: Cell, printed: Sequence[Cell], findings: Sequence[Finding]) -> tuple[Verdict, str]:
    """A table in doubt, or a quantity that the text says twice, is to be read again first."""
    about_text = (one.message for one in findings if one.message.startswith(f"{NARRATIVE}.{said.row}."))
    doubt = next(chain(find_doubts(printed, (), findings), about_text), None)
    return ("reading", doubt) if doubt else ("agency", f"the text says so: {said.source}")
