"""Figures of a report: every sum of its form holds, unless one was planted wrong."""

import random

from tests.at_random.national import APPLICANTS, CLAUSES, INDICATORS, OUTCOMES, RESULTS, SUMS_2014
from tests.at_random.sheet import Key

Figures = dict[Key, int]
BALANCE = ("new_received", "carried_over", "handled", "carried_forward")
PROCEEDINGS = ("reconsideration", "litigation_direct", "litigation_after_review")


def draw(rng: random.Random, form: str) -> Figures:
    size = rng.choice((0, 1, 2, 9, 60, 900))
    if form == "2014":
        return _indicators(rng, size)
    return _clauses(rng, form) | _applications(rng, form, size) | _reviews(rng, size)


def _some(rng: random.Random, size: int) -> int:
    return rng.randint(0, size) if size and rng.random() < 0.5 else 0


def _clauses(rng: random.Random, form: str) -> Figures:
    figures: Figures = {}
    for _, columns, rows in CLAUSES[form]:
        for row in rows:
            for column in columns:
                name = column.split()[0]
                low = -300 if name == "change" else 0
                top = rng.choice((0, 9, 400, 60_000, 3_000_000))
                figures["active_disclosure", row.split()[0], name] = rng.randint(low, top)
    return figures


def _applications(rng: random.Random, form: str, size: int) -> Figures:
    figures: Figures = {}
    results = [row for row, _ in RESULTS[form] if row not in BALANCE]
    for column, _ in APPLICANTS[:-1]:
        table = {row: _some(rng, size) for row in results}
        table["handled"] = sum(table.values())
        table["carried_forward"] = _some(rng, size)
        table["new_received"] = rng.randint(0, table["handled"] + table["carried_forward"])
        table["carried_over"] = table["handled"] + table["carried_forward"] - table["new_received"]
        figures |= {("applications", row, column): number for row, number in table.items()}
    for row, _ in RESULTS[form]:
        total = sum(figures["applications", row, column] for column, _ in APPLICANTS[:-1])
        figures["applications", row, "total"] = total
    return figures


def _reviews(rng: random.Random, size: int) -> Figures:
    figures: Figures = {}
    for row in PROCEEDINGS:
        parts = {column: _some(rng, min(size, 30)) for column, _ in OUTCOMES[:-1]}
        figures |= {("review_litigation", row, column): number for column, number in parts.items()}
        figures["review_litigation", row, "total"] = sum(parts.values())
    return figures


def _indicators(rng: random.Random, size: int) -> Figures:
    rows = {key: rng.randint(0, rng.choice((0, 5, 90, 4000))) for key, _, _ in INDICATORS if key != "-"}
    for _, parts in SUMS_2014:
        rows |= {part: _some(rng, size) for part in parts}
    for total, parts in SUMS_2014:
        rows[total] = sum(rows[part] for part in parts)
    return {("indicators", row, "value"): number for row, number in rows.items()}


def sums(form: str) -> list[tuple[tuple[Key, ...], tuple[Key, ...]]]:
    """Every sum of a form: what adds up to what."""
    if form == "2014":
        name = lambda row: ("indicators", row, "value")  # noqa: E731
        return [(tuple(map(name, parts)), (name(total),)) for total, parts in SUMS_2014]
    rows = [row for row, _ in RESULTS[form]]
    columns = [column for column, _ in APPLICANTS]
    cell = lambda row, column: ("applications", row, column)  # noqa: E731
    found = [((cell(BALANCE[0], c), cell(BALANCE[1], c)), (cell(BALANCE[2], c), cell(BALANCE[3], c))) for c in columns]
    found += [(tuple(cell(r, c) for r in rows if r not in BALANCE), (cell("handled", c),)) for c in columns]
    found += [(tuple(cell(r, c) for c in columns[:-1]), (cell(r, "total"),)) for r in rows]
    parts = [column for column, _ in OUTCOMES[:-1]]
    table = "review_litigation"
    found += [(tuple((table, r, c) for c in parts), ((table, r, "total"),)) for r in PROCEEDINGS]
    return found


def plant(rng: random.Random, form: str, figures: Figures) -> Key:
    """One sum made wrong; the cell that was changed."""
    key = rng.choice([rng.choice((*parts, *total)) for parts, total in sums(form)])
    figures[key] += rng.choice((1, 1, 2, 7, 10, 1000))
    return key
