"""What a person says is checked against the tables of divisions and the cells that were read."""

from typing import Any

import pytest

from archive.claims import check_division, check_organ, check_year, read_cell_claim, read_cell_claims
from archive.errors import UsageError


def cell(table: str, row: str, column: str, unit: str | None = None) -> dict[str, Any]:
    return {"table": table, "row": row, "column": column, "raw": "?", "value": None, "unit": unit, "state": "text"}


FEES = cell("active_disclosure", "fees", "amount", "万元")
PROCUREMENT = cell("active_disclosure", "procurement", "amount")
STRANGE = cell("local", "收费=标准.合计", "2019年.本级")
RECEIVED = cell("applications", "new_received", "total")
CHANGE = cell("active_disclosure", "licences", "change")
SAID = cell("narrative", "received.total", "value", "件")
BUDGET = cell("narrative", "resources.budget", "value", "元")
CELLS = [FEES, PROCUREMENT, STRANGE, RECEIVED, CHANGE, SAID, BUDGET]


@pytest.mark.parametrize(
    ("claim", "value", "unit", "state"),
    [
        ("active_disclosure.fees.amount=12.5", 125000, "万元", "number"),
        ("active_disclosure.fees.amount=251000元", 251000, "元", "number"),
        ("active_disclosure.procurement.amount=3亿元", 300000000, "亿元", "number"),
        ("active_disclosure.procurement.amount=0", 0, None, "number"),
        ("applications.new_received.total=1,234", 1234, None, "number"),
        ("active_disclosure.licences.change=－3", -3, None, "number"),
        ("local.收费=标准.合计.2019年.本级=-7.5", -7.5, None, "number"),
        ("narrative.received.total.value=4件", 4, "件", "number"),
        ("narrative.resources.budget.value=4.5万元", 45000, "万元", "number"),
        ("applications.new_received.total=", None, None, "blank"),
        ("applications.new_received.total=无", None, None, "none"),
        ("applications.new_received.total=/", None, None, "not_applicable"),
        ("local.收费=标准.合计.2019年.本级=7", 7, None, "number"),
    ],
)
def test_a_value_is_written_as_it_is_printed(claim: str, value: Any, unit: str | None, state: str) -> None:
    name, said = read_cell_claim(claim, CELLS)
    assert claim.startswith(f"{name}=")
    assert said == {"value": value, "unit": unit, "state": state}


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("applications.new_received.totl=1", "nearest are applications.new_received.total"),
        ("applications.new_received=1", "applications.new_received.total"),
        ("全无关系=1", "active_disclosure.fees.amount"),
        ("applications.new_received.total=12 13", "is not a number"),
        ("applications.new_received.total=99999999999999999999", "is not a number"),
        ("active_disclosure.procurement.amount=46.58", "46.58元 or 46.58万元"),
        ("applications.new_received.total=－3", "no number of this column is negative"),
        ("active_disclosure.fees.amount=-3", "no number of this column is negative"),
        ("applications.new_received.total=2.5", "a count is whole"),
        ("applications.new_received.total=3万元", "write the number without 万元"),
        ("narrative.received.total.value=3条", "this column counts in 件; write the number without 条"),
        ("active_disclosure.fees.amount=3件", "3件元 or 3件万元"),
        ("no value", "write --cell table.row.column=VALUE"),
    ],
)
def test_what_is_no_cell_or_no_value_is_told_with_what_to_write(claim: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        read_cell_claim(claim, CELLS)
    assert told in str(error.value)


def test_a_cell_is_given_once() -> None:
    both = ["applications.new_received.total=3", "applications.new_received.total=4"]
    with pytest.raises(UsageError, match="is given twice"):
        read_cell_claims(both, CELLS)


def test_no_report_is_of_a_year_that_nobody_could_know_of() -> None:
    assert check_year(2000, 2025) == 2000 and check_year(2025, 2025) == 2025
    for year in (1999, 2026):
        with pytest.raises(UsageError, match="2000 to 2025 are"):
            check_year(year, 2025)


def test_a_code_counts_in_the_years_it_was_valid_and_behind_the_last_of_the_table() -> None:
    assert check_division("220602", 2009) == check_division(" ２２０６０２", 2099) == "220602"
    for code, year, told in (
        ("222202", 2009, "浑江市 from 1980 to 1984"),
        ("32021", 2020, "nearest are"),
        ("滨湖区", 2020, "320211 滨湖区?"),
        ("", None, "six digits of GB/T 2260"),
    ):
        with pytest.raises(UsageError) as error:
            check_division(code, year)
        assert told in str(error.value)


def test_an_organ_is_written_as_titles_are_read() -> None:
    assert check_organ(" 滨湖区　教育局（本级）") == "滨湖区教育局(本级)"
