"""Sums across two years of one organ."""

from collections.abc import Mapping, Sequence

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking import check_report
from archive.report.checking.checks import Check
from archive.report.checking.sums import name_cells
from archive.report.checking.years import Year, check_years
from archive.report.forms.standard import list_cells
from archive.report.quantity import parse_cell
from archive.report.statistics import read_statistics
from tests.site import build
from tests.test_verdict import WRONG_TOTAL, table_three

CARRIED = ["2", "0", "0", "0", "0", "0", "2"]


def make_year(cells: Sequence[Cell], checks: Sequence[Check] = (), findings: Sequence[Finding] = ()) -> Year:
    return Year(name_cells(cells), checks, findings)


def year(form: str, *findings: Finding, **rows: list[str]) -> Year:
    cells = table_three(form, **rows)
    return make_year(cells, check_report(None, cells, findings), findings)


def documents(form: str, printed: Mapping[str, str]) -> Year:
    """Table 二 with these cells by "row.column", and 0 in the others."""
    cells = []
    for table, row, column in list_cells(form):
        raw = printed.get(f"{row}.{column}", "0")
        cells.append(Cell(table, row, column, raw, *parse_cell(raw, None), "grid 0 r1 c1"))
    return make_year([cell for cell in cells if cell.table == "active_disclosure"])


def statuses(last: Year, this: Year) -> dict[str, tuple[str, object, object]]:
    return {one.cells[-1]: (one.status, one.expected, one.actual) for one in check_years(last, this)}


def test_what_was_carried_forward_is_carried_over_in_each_column_whatever_the_form() -> None:
    for form in ("2019", "2021"):
        told = statuses(year(form, 结转下年度=CARRIED), year("2021", 上年结转=CARRIED))
        assert len(told) == 7 and {status for status, _, _ in told.values()} == {"pass"}
    told = statuses(year("2019", 结转下年度=CARRIED), year("2019"))
    assert told["applications.carried_over.total"] == ("fail", 2, 0)
    assert told["applications.carried_over.business"] == ("pass", 0, 0)


def test_a_blank_across_years_is_no_zero() -> None:
    told = statuses(year("2019", 结转下年度=["", *CARRIED[1:]]), year("2019", 上年结转=["0", *CARRIED[1:]]))
    assert told["applications.carried_over.natural_person"] == ("cannot_tell", None, 0)
    assert told["applications.carried_over.total"] == ("pass", 2, 2)


def test_what_is_in_force_is_what_was_with_the_issued_and_without_the_repealed() -> None:
    last = documents("2021", {"normative_documents.in_force": "10"})
    told = statuses(
        last,
        documents(
            "2021",
            {
                "normative_documents.issued": "4",
                "normative_documents.repealed": "1",
                "normative_documents.in_force": "13",
            },
        ),
    )
    assert told == {
        "active_disclosure.regulations.in_force": ("pass", 0, 0),
        "active_disclosure.normative_documents.in_force": ("pass", 13, 13),
    }
    (wrong,) = [one for one in check_years(last, documents("2021", {})) if one.status == "fail"]
    assert (wrong.rule, wrong.expected, wrong.actual, wrong.verdict) == ("years.in_force", 10, 0, "agency")
    assert wrong.cells[0] == "last_year.active_disclosure.normative_documents.in_force"


def test_what_was_ever_published_is_not_what_is_in_force() -> None:
    assert not check_years(documents("2019", {"normative_documents.published_total": "9"}), documents("2021", {}))


def test_tables_that_are_not_in_both_years_are_not_compared() -> None:
    assert not check_years(make_year(()), year("2021")) and not check_years(year("2021"), make_year(()))
    unread, _ = read_statistics("2021", [])
    assert not check_years(make_year(unread), year("2021"))


def test_two_reports_read_without_doubt_contradict_each_other() -> None:
    fails = [one for one in check_years(year("2019", 结转下年度=CARRIED), year("2019")) if one.status == "fail"]
    assert [(one.verdict, one.reason) for one in fails] == [
        ("agency", "both reports were read without doubt and contradict each other")
    ] * 2


def test_a_doubt_about_either_report_is_one_about_the_reading_and_says_which() -> None:
    ocr = Finding("ocr", "read off 2 pictures")
    for last, this, which in (
        (year("2019", ocr, 结转下年度=CARRIED), year("2019"), "last year's report: ocr"),
        (year("2019", 结转下年度=CARRIED), year("2019", ocr), "this year's report: ocr"),
    ):
        fails = [one for one in check_years(last, this) if one.status == "fail"]
        assert {one.verdict for one in fails} == {"reading"}
        assert all(one.reason is not None and one.reason.startswith(which) for one in fails)


def test_a_cell_of_a_sum_that_is_in_doubt_is_in_doubt_across_years_too() -> None:
    last = year("2019", Finding("cut_table", "two tables meet"), 结转下年度=CARRIED)
    last = Year(last.cells, last.checks, ())
    fails = [one for one in check_years(last, year("2019")) if one.status == "fail"]
    assert {(one.verdict, one.reason) for one in fails} == {
        ("reading", "last year's report: its own sum applications.balance is in doubt: cut_table: two tables meet")
    }


def test_a_wrong_total_of_one_year_says_nothing_of_the_next() -> None:
    assert {one.status for one in check_years(year("2021", **WRONG_TOTAL), year("2021"))} == {"pass"}


def test_no_sum_of_the_sample_portal_fails_across_years() -> None:
    for seed in (1, 2, 3):
        reports = {(one.organ, one.year): one for one in build(seed).truth.reports}
        compared = 0
        for (organ, number), report in reports.items():
            if (organ, number - 1) in reports:
                last, this = (
                    make_year([Cell(c.table, c.row, c.column, c.raw, c.value, c.unit, c.state, "") for c in one.cells])
                    for one in (reports[organ, number - 1], report)
                )
                told = check_years(last, this)
                compared += len(told)
                assert {one.status for one in told} <= {"pass", "cannot_tell"}, (organ, number)
        assert compared > 50
