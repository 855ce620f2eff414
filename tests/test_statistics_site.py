"""The reports of the sample portal, read from their pages, against what is true of them."""

from collections.abc import Iterator

import pytest

from archive.reading.document import Document
from archive.reading.reader import read
from archive.report.checking import check_report
from archive.report.forms import recognise_form
from archive.report.statistics import read_statistics
from tests.site import build
from tests.site.truth import TrueReport

Read = tuple[TrueReport, Document]


@pytest.fixture(scope="module", params=(1, 2))
def reports(request: pytest.FixtureRequest) -> list[Read]:
    site = build(request.param)
    return [(report, read(site.pages[report.paths[0]].body)) for report in site.truth.reports]


def with_tables(reports: list[Read]) -> Iterator[Read]:
    return (pair for pair in reports if pair[0].form != "free")


def test_every_form_is_recognised(reports: list[Read]) -> None:
    for report, document in reports:
        assert recognise_form(document.grids, document.text.splitlines())[0] == report.form, report.paths


def test_every_cell_of_the_national_tables_is_read(reports: list[Read]) -> None:
    for report, document in with_tables(reports):
        cells, findings = read_statistics(report.form, document.grids)
        told = {(c.table, c.row, c.column): (c.raw, c.value, c.unit, c.state) for c in cells}
        true = {(c.table, c.row, c.column): (c.raw, c.value, c.unit, c.state) for c in report.cells}
        assert told == true, report.paths
        assert findings == (), report.paths


def test_only_the_sums_that_a_report_gets_wrong_fail(reports: list[Read]) -> None:
    for report, document in with_tables(reports):
        checks = check_report(None, read_statistics(report.form, document.grids)[0])
        for check in checks:
            if check.rule == "applications.handled" and check.status != "cannot_tell":
                column = check.cells[-1].rpartition(".")[2]
                assert (check.status == "fail") == (f"applications:{column}" in report.errors), report.paths
        assert report.errors or "fail" not in {check.status for check in checks}, report.paths
