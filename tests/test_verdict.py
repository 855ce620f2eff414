"""A sum that fails is the agency's where the table was read without doubt and one number explains it."""

from dataclasses import replace

import pytest

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking import check_report
from archive.report.checking.checks import Check
from archive.report.statistics import read_statistics
from tests.printed import GROUPS_2021, HEAD_OF_APPLICATIONS, applications, lay, reviews
from tests.test_checks import BALANCED, FIVE, table_three

ALL_SUMS = {"本年新收": FIVE, "予以公开": FIVE, "（七）总计": FIVE}


def failing(cells: tuple[Cell, ...], *findings: Finding) -> dict[str, Check]:
    """The sums that fail, by their rule and last cell."""
    checks = check_report(None, cells, findings)
    return {f"{one.rule} {one.cells[-1]}": one for one in checks if one.status == "fail"}


def put(cells: tuple[Cell, ...], name: str, **changes: object) -> tuple[Cell, ...]:
    return tuple(
        replace(cell, **changes) if f"{cell.table}.{cell.row}.{cell.column}" == name else cell  # type: ignore[arg-type]
        for cell in cells
    )


def verdicts(found: dict[str, Check]) -> set[str | None]:
    return {one.verdict for one in found.values()}


WRONG_TOTAL = {"（七）总计": ["4", "1", "0", "0", "0", "0", "6"]}


def test_one_wrong_number_in_a_table_read_well_is_the_agencys_and_is_named() -> None:
    found = failing(table_three("2021", **WRONG_TOTAL))
    assert len(found) == 3 and verdicts(found) == {"agency"}
    for one in found.values():
        assert one.reason == (
            "one number explains it: applications.handled.total, printed 6, would have to be 5, and 3 sums would hold"
        )


def test_a_wrong_number_and_the_total_made_of_it_are_one_mistake() -> None:
    found = failing(table_three("2021", 本年新收=["5", "1", "0", "0", "0", "0", "6"]))
    assert found.keys() == {
        "applications.balance applications.carried_forward.natural_person",
        "applications.balance applications.carried_forward.total",
    }
    assert verdicts(found) == {"agency"}


def test_a_sum_that_holds_has_no_verdict() -> None:
    checks = check_report(None, table_three("2021", 重复申请=["", "0", "0", "0", "0", "0", "1"]))
    told = {(one.status, one.verdict, one.reason) for one in checks if one.status != "fail"}
    assert told == {("pass", None, None), ("cannot_tell", None, "1 cell is blank")}


def test_a_row_read_one_column_aside_is_a_doubt_about_the_reading() -> None:
    whole = {
        **BALANCED,
        "重复申请": ["2", "1", "0", "0", "0", "0", "3"],
        "本年新收": ["6", "2", "0", "0", "0", "0", "8"],
    }
    whole["（七）总计"] = whole["本年新收"]
    assert not failing(table_three("2021", **whole))
    for aside in (["0", "2", "1", "0", "0", "0", "0"], ["1", "0", "0", "0", "0", "3", "0"]):
        found = failing(table_three("2021", **{**whole, "重复申请": aside}))
        assert verdicts(found) == {"reading"}
        assert any("applications.not_handled.repeat one column" in (one.reason or "") for one in found.values())


def test_the_row_of_table_four_read_one_column_aside_is_a_doubt_about_the_reading() -> None:
    moved, _ = read_statistics("2021", [reviews(*"0", *"12003", *"00000", *"1010")])
    found = failing(moved)
    assert verdicts(found) == {"reading"} and len(found) == 3
    plain, _ = read_statistics("2021", [reviews(*"10204", *"00000", *"11114")])
    assert verdicts(failing(plain)) == {"agency"}


@pytest.mark.parametrize(
    "finding",
    [
        Finding("ocr", "read off 2 pictures with a mean confidence of 93.0%"),
        Finding("repeated_cell", "applications.granted.total: '5' kept, also '4'", "grid 7 r3 c9"),
        Finding("unknown_row", "applications: 其他 | 3", "grid 7 r3"),
        Finding("flattened_table", "the row 其他 has fewer cells", "grid 0"),
        Finding("never_heard_of", "something about this very table", "grid 0 r4 c2"),
    ],
)
def test_a_finding_about_the_table_is_a_doubt_about_the_reading(finding: Finding) -> None:
    found = failing(table_three("2021", **WRONG_TOTAL), finding)
    assert verdicts(found) == {"reading"}
    assert {one.reason for one in found.values()} == {f"{finding.code}: {finding.message}"}


@pytest.mark.parametrize(
    "finding",
    [
        Finding("unit_unknown", "active_disclosure.procurement.amount: 12", "grid 0 r9 c2"),
        Finding("doubtful_row", "local: 合计 | 3", "grid 0 r1"),
        Finding("flattened_table", "the row 其他 has fewer cells", "grid 3"),
        Finding("year_contradicts_form", "year 2018, but form 2021 is for 2021 to 2099"),
        Finding("picture", "grid of portraits"),
    ],
)
def test_a_finding_about_something_else_is_none(finding: Finding) -> None:
    assert verdicts(failing(table_three("2021", **WRONG_TOTAL), finding)) == {"agency"}


def test_a_solved_cell_and_a_missing_or_spoken_one_beside_it_are_doubts() -> None:
    cells = table_three("2021", **WRONG_TOTAL)
    solved = failing(put(cells, "applications.handled.total", state="solved"))
    assert verdicts(solved) == {"reading"}
    assert "applications.handled.total is solved" in next(iter(solved.values())).reason  # type: ignore[operator]
    gone = put(cells, "applications.refused.internal.research", state="missing", raw=None, value=None, source="")
    assert verdicts(failing(gone)) == {"reading"}
    said = put(cells, "applications.refused.internal.total", state="text", raw="见附件", value=None)
    assert "见附件" in failing(said)["applications.total applications.handled.total"].reason  # type: ignore[operator]


def test_rows_in_another_order_than_the_forms_are_a_doubt() -> None:
    groups = [*GROUPS_2021]
    groups[0], groups[1] = groups[1], groups[0]
    grid = lay(*HEAD_OF_APPLICATIONS, *applications(groups, {**BALANCED, **WRONG_TOTAL}))
    cells, findings = read_statistics("2021", [grid])
    found = failing(cells, *findings)
    assert verdicts(found) == {"reading"}
    assert "partly_granted does not stand below" in next(iter(found.values())).reason  # type: ignore[operator]


def test_totals_wrong_in_several_rows_whose_columns_add_up_are_the_agencys() -> None:
    short = ["4", "0", "0", "0", "0", "0", "5"]
    found = failing(table_three("2021", 本年新收=short, 予以公开=short, **{"（七）总计": short}))
    assert len(found) == 3 and verdicts(found) == {"agency"}
    assert {one.reason for one in found.values()} == {
        "the columns it stands in all add up, so each number stands in its place"
    }


def test_what_no_one_number_explains_is_a_doubt() -> None:
    found = failing(
        table_three(
            "2021",
            予以公开=["1", "2", "0", "0", "0", "0", "3"],
            重复申请=["1", "0", "0", "0", "0", "1", "2"],
        )
    )
    assert "reading" in verdicts(found)
    assert "applications.handled applications.handled.total" not in found


def test_of_two_mistakes_apart_each_is_told() -> None:
    cells = table_three("2021", **WRONG_TOTAL)
    wrong, _ = read_statistics("2021", [reviews(*"10204", *"00000", *"11114")])
    found = failing((*[one for one in cells if one.table != "review_litigation"], *wrong[-15:]))
    assert len(found) == 4 and verdicts(found) == {"agency"}


def test_rows_that_were_not_read_in_a_form_not_known_leave_the_sum_open() -> None:
    rows = applications(GROUPS_2021, BALANCED)
    cells, _ = read_statistics(None, [lay(*HEAD_OF_APPLICATIONS, *rows[:6], *rows[7:])])
    statuses = {one.status for one in check_report(None, cells) if one.rule == "applications.handled"}
    assert statuses == {"cannot_tell"}
