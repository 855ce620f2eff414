"""What was read of a case, against its truth."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.reading.reader import read
from archive.report.understand import Report, understand
from tests.at_random.cases import Case
from tests.at_random.numbers import sums
from tests.at_random.sheet import Key

TABLES = {"active_disclosure", "applications", "review_litigation", "indicators", "local"}


@dataclass(slots=True)
class Score:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def score(case: Case) -> Score:
    return judge(case, understand(read(case.html)))


def judge(case: Case, report: Report) -> Score:
    """Counts of right, told (missing or without a value, and a finding says so), wrong, silent and invented cells, of
    sums; `faults` are what must not be: wrong or lost without a finding, false alarms, errors not found."""
    result = Score()
    read_cells = {(c.table, c.row, c.column): c for c in report.statistics if c.table in TABLES}
    true = dict(case.cells)
    messages = [(f.code, f.message, f.where or "") for f in report.findings]
    if report.form != case.form:
        result.faults.append(f"form {report.form} is {case.form}")
    for key in {**true, **read_cells}:
        cell, spelling = read_cells.get(key), true.get(key)
        state = cell.state if cell else "missing"
        if spelling is None:
            kind = "absent" if state == "missing" else "invented"
        elif cell is None or state == "missing":
            kind = "missing"
        elif state == "solved":
            kind = "right" if cell.value == spelling[1] else "wrong"
        else:
            same = (_bare(cell.raw or ""), cell.value, cell.unit, state) == (_bare(spelling[0]), *spelling[1:])
            kind = "right" if same else "without" if cell.value is None and state == "text" else "wrong"
        damaged = "damaged" if key in case.damage.unclear | case.damage.glued else "plain"
        result.counts[f"{damaged} {kind}"] += 1
        if kind in ("right", "absent"):
            continue
        told = any(_names(message, key, case.labels.get(key, "\0")) for message in messages)
        if kind in ("missing", "without") and told:
            result.counts[f"{damaged} told"] += 1
        elif not told:
            printed = spelling and spelling[0]
            result.faults.append(
                f"{kind} {'.'.join(key)} printed {printed!r} read {cell and (cell.raw, cell.value, cell.unit, state)}"
            )
        else:
            result.counts[f"{damaged} {kind} told"] += 1
    for fault in _judge_sums(case, report):
        result.faults.append(fault)
    return result


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


TABLE_CODES = {"flattened_table", "grid_spans", "unread_table"}
"""Of a table as a whole, whichever it is."""


def _names(message: tuple[str, str, str], key: Key, label: str) -> bool:
    """Whether a finding speaks of this cell: of its row by key or by its words, or of its table as a whole."""
    code, text, _ = message
    if code in TABLE_CODES:
        return True
    table, row, _ = key
    if not text.startswith(table):
        return False
    whole = text.startswith(f"{table}: columns") or code in ("repeated_table", "unknown_column")
    named = text.startswith((f"{table}.{row}:", f"{table}.{row}.")) or _bare(label) in _bare(text)
    return whole or named or table == "review_litigation"


def _judge_sums(case: Case, report: Report) -> Iterator[str]:
    if case.form == "free":
        return
    values = {key: spelling[1] for key, spelling in case.cells.items()}
    wrong: set[frozenset[str]] = set()
    holding: set[frozenset[str]] = set()
    for parts, total in sums(case.form):
        names = frozenset(".".join(key) for key in (*parts, *total))
        if all(values.get(key) is not None for key in (*parts, *total)):
            (holding if sum(values[k] or 0 for k in parts) == sum(values[k] or 0 for k in total) else wrong).add(names)
    told = {frozenset(check.cells): check.status for check in report.checks}
    unread = {".".join((c.table, c.row, c.column)) for c in report.statistics if c.value is None}
    for names, status in told.items():
        if status == "fail" and names not in wrong:
            yield f"false alarm {sorted(names)[:2]}"
    for names in wrong:
        if told.get(names) == "fail" or names & unread:
            continue
        yield f"error not found {sorted(names)[:2]} {told.get(names)}"
