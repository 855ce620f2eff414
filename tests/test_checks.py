"""The sums of the tables three and four."""

from archive.report.checking import check_report
from archive.report.checking.checks import Check
from archive.report.statistics import Cell, read_statistics
from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, applications, lay, reviews

FIVE = ["4", "1", "0", "0", "0", "0", "5"]
BALANCED = {"本年新收": FIVE, "（一）予以公开": FIVE, "（七）总计": FIVE}


def table_three(form: str, **changes: list[str]) -> tuple[Cell, ...]:
    groups = GROUPS_2019 if form == "2019" else GROUPS_2021
    grid = lay(
        *HEAD_OF_APPLICATIONS,
        *applications(groups, {**changes, **{k: v for k, v in BALANCED.items() if k not in changes}}),
    )
    return read_statistics(form, [grid])[0]


def find(cells: tuple[Cell, ...], rule: str, cell: str) -> Check:
    """The check of this rule whose sum is this cell."""
    return next(check for check in check_report(None, cells) if check.rule == rule and check.cells[-1] == cell)


def test_every_sum_of_a_balanced_report_passes() -> None:
    for form, rows in (("2019", 23), ("2021", 25)):
        checks = check_report(None, table_three(form))
        assert {check.status for check in checks} == {"pass"}
        assert len(checks) == 7 + 7 + rows


def test_what_came_in_must_be_handled_or_carried_on() -> None:
    cells = table_three("2021", 上年结转=["2", "0", "0", "0", "0", "0", "2"])
    check = find(cells, "applications.balance", "applications.carried_forward.total")
    assert (check.status, check.expected, check.actual) == ("fail", 7, 5)
    assert check.cells == tuple(
        f"applications.{row}.total" for row in ("new_received", "carried_over", "handled", "carried_forward")
    )


def test_handled_is_the_sum_of_the_results() -> None:
    cells = table_three("2021", 重复申请=["1", "0", "0", "0", "0", "0", "1"])
    check = find(cells, "applications.handled", "applications.handled.natural_person")
    assert (check.status, check.expected, check.actual) == ("fail", 5, 4)


def test_a_row_is_the_sum_of_its_applicants() -> None:
    cells = table_three("2019", 重复申请=["0", "0", "0", "0", "0", "0", "3"])
    check = find(cells, "applications.total", "applications.not_handled.repeat.total")
    assert (check.status, check.expected, check.actual) == ("fail", 0, 3)
    assert len(check.cells) == 7


def test_a_blank_is_not_zero_so_the_sum_cannot_be_told() -> None:
    cells = table_three("2019", 重复申请=["", "0", "0", "0", "0", "0", "0"])
    check = find(cells, "applications.total", "applications.not_handled.repeat.total")
    assert (check.status, check.expected, check.actual) == ("cannot_tell", None, 0)
    assert (check.verdict, check.reason) == (None, "1 cell is blank")
    assert find(cells, "applications.handled", "applications.handled.natural_person").status == "cannot_tell"
    assert find(cells, "applications.handled", "applications.handled.business").status == "pass"


def test_other_results_in_one_row_stand_for_their_three_in_a_newer_report() -> None:
    grid = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2019, BALANCED))
    cells, _ = read_statistics("2021", [grid])
    check = find(cells, "applications.handled", "applications.handled.total")
    assert check.status == "pass"
    assert "applications.other.total" in check.cells
    assert "applications.other.rest.total" not in check.cells


def test_each_proceeding_is_the_sum_of_its_outcomes() -> None:
    cells, _ = read_statistics("2021", [reviews(*"10203", *"00000", *"11114")])
    checks = {check.cells[-1]: check for check in check_report(None, cells)}
    statuses = {name: (check.status, check.expected, check.actual) for name, check in checks.items()}
    assert statuses == {
        "review_litigation.reconsideration.total": ("pass", 3, 3),
        "review_litigation.litigation_direct.total": ("pass", 0, 0),
        "review_litigation.litigation_after_review.total": ("pass", 4, 4),
    }
    wrong, _ = read_statistics("2021", [reviews(*"10204", *"00000", *"11114")])
    assert [check.status for check in check_report(None, wrong)] == ["fail", "pass", "pass"]


def test_a_table_that_is_not_there_is_not_checked() -> None:
    cells, _ = read_statistics("2021", [reviews(*"0" * 15)])
    assert {check.rule for check in check_report(None, cells)} == {"review_litigation.total"}
    assert check_report(None, ()) == ()
