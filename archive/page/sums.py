"""Checked sums for a person, for a table program and for a program."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from archive.reading.controls import clean_controls
from archive.report.checking.years import LAST_YEAR
from archive.sums_asked import Checked, CheckedCell, Tally

COLUMNS = (
    *("id", "year", "organ", "division", "rule", "status"),
    *("expected", "printed", "verdict", "reason", "cells"),
)
MOST_NAMED = 8
"""Cells that a person is told of one sum; of a longer one those that are not printed as 0."""


def tell_sum(one: Checked) -> dict[str, Any]:
    """As a JSON object."""
    standing, check = one.read.standing, one.check
    return {
        "id": standing.id,
        "year": standing.year,
        "organ": standing.organ,
        "organ_kind": standing.organ_kind,
        "division_code": standing.division_code,
        "division_name": standing.division_name,
        "form": one.read.form,
        "rule": check.rule,
        "status": check.status,
        "expected": check.expected,
        "actual": check.actual,
        "verdict": check.verdict,
        "reason": check.reason,
        "cells": [asdict(cell) for cell in one.list_cells()],
    }


def row_of_sum(one: Checked) -> list[str]:
    """Under `COLUMNS`."""
    standing, check = one.read.standing, one.check
    told = (
        *(standing.id, standing.year, standing.organ, standing.division_code, check.rule, check.status),
        *(check.expected, check.actual, check.verdict, check.reason),
        "; ".join(map(spell_cell, one.list_cells())),
    )
    return [" ".join(_clean("" if value is None else str(value)).split()) for value in told]


def lines_of_sum(one: Checked) -> Iterator[str]:
    """Who and which sum, why, and the cells as printed."""
    standing, check = one.read.standing, one.check
    year = standing.year or "year unknown"
    yield _clean(f"{standing.id}  {year}  {standing.organ or standing.url}  {check.rule}")
    yield _clean(f"  {_spell_status(one)}")
    cells = list(one.list_cells())
    told = [cell for cell in cells if len(cells) <= MOST_NAMED or cell.raw != "0"]
    others = f"; {len(cells) - len(told)} others are 0" if len(told) < len(cells) else ""
    yield _clean(f"  {'; '.join(map(spell_cell, told))}{others}")


def _spell_status(one: Checked) -> str:
    check = one.check
    sums = f"expected {_spell(check.expected)}, printed {_spell(check.actual)}"
    why = f": {check.reason}" if check.reason else ""
    return f"{check.verdict or check.status}: {sums}{why}"


def _spell(value: object) -> str:
    return "unknown" if value is None else str(value)


def spell_cell(cell: CheckedCell) -> str:
    """applications.handled.total 6; the state where it is no plain number, the year where it is last year's."""
    name = cell.name.removeprefix(LAST_YEAR)
    when = f" of {cell.year}" if name != cell.name else ""
    raw = " ".join((cell.raw or "").split())
    return f"{name}{when} {raw}" + (f" ({cell.state})" if cell.state != "number" else "")


def spell_tally(tally: Tally) -> str:
    """The summary of all that was asked for, listed or not."""
    told = ", ".join(f"{tally.sums[status]:,} {words}" for status, words in _STATUSES)
    split = ", ".join(f"{tally.verdicts[verdict]:,} {verdict}" for verdict in ("agency", "reading"))
    reports = f"{tally.reports:,} {'report' if tally.reports == 1 else 'reports'}"
    return f"{reports}: {told}" + (f" ({split})" if tally.sums["fail"] else "")


_STATUSES = (("pass", "sums hold"), ("cannot_tell", "cannot be told"), ("fail", "fail"))


def _clean(text: str) -> str:
    """What a page holds is nothing for a terminal to obey."""
    return clean_controls(text)[0]
