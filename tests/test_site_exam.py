"""The exam: recall, precision and requests of a crawl, from what it asked for and what it kept."""

import pytest

from tests.site import build_portals
from tests.site.exam import count_necessary, examine
from tests.site.truth import TrueReport, Truth

PAGE = ("/zwgk/nb/202101/t20210120_1.html", "/art/2021/1/20/art_7_1.html")
FILE = "//files/M00/2020.pdf"
LISTS = ("/zwgk/nb/", "/zwgk/nb/index_1.html")


def make_report(year: int, paths: tuple[str, ...], files: tuple[str, ...] = (), file_only: bool = False) -> TrueReport:
    return TrueReport(
        organ="某区人民政府",
        organ_kind="government",
        division_code="320000",
        division_name="某区",
        year=year,
        form="2019",
        title=f"某区人民政府{year}年政府信息公开工作年度报告",
        paths=paths,
        header={},
        signed=None,
        published=None,
        lines=(),
        headings=(),
        cells=(),
        files=files,
        file_only=file_only,
    )


@pytest.fixture
def truth() -> Truth:
    reports = (
        make_report(2020, PAGE, ("/upload/fb.doc",)),
        make_report(2021, ("/zwgk/nb/t2.html",), (FILE,), file_only=True),
    )
    return Truth(reports, {"/zwgk/nb/tz.html": "notice"}, LISTS, (), (), {}, (), mirrors=("/wza", "//m"))


def test_a_page_is_found_where_it_is_kept_and_a_file_where_it_is_captured(truth: Truth) -> None:
    result = examine(truth, ["/", *LISTS, PAGE[0], "/zwgk/nb/t2.html", FILE], [PAGE[0]])
    assert result.recall == 1
    assert result.file_recall == 0.5
    assert result.missed == ()


def test_a_page_that_was_seen_but_not_kept_is_missed_and_so_is_a_file_nobody_asked_for(truth: Truth) -> None:
    result = examine(truth, [PAGE[0], "/zwgk/nb/t2.html"], ["/zwgk/nb/t2.html"])
    assert result.recall == 0
    assert [report.year for report in result.missed] == [2020, 2021]


def test_any_of_a_reports_addresses_will_do_and_so_will_a_mirror_or_another_session(truth: Truth) -> None:
    for address in (PAGE[1], f"/wza{PAGE[0]}", f"//m{PAGE[0]}", f"{PAGE[0]};jsessionid=4F1A", f"{PAGE[0]}?sid=9"):
        assert examine(truth, [], [address]).recall == 0.5


def test_precision_is_the_share_of_kept_addresses_that_are_reports(truth: Truth) -> None:
    result = examine(truth, [], [PAGE[0], PAGE[1], "/zwgk/nb/tz.html", "/zwgk/nb/tz.html?sid=3"])
    assert result.precision == pytest.approx(2 / 3)
    assert result.wrong == ("/zwgk/nb/tz.html",)
    assert examine(truth, [], []).precision == 1


def test_necessary_are_the_lists_one_address_of_each_report_and_the_files(truth: Truth) -> None:
    assert count_necessary(truth) == len(LISTS) + 2 + 2
    result = examine(truth, ["/"] * 11 + ["/zwgk/nb/"], [])
    assert (result.requests, result.cost) == (12, 2)
    assert result.strays == ("/",) * 11


def test_the_answer_sheet_itself_passes_every_exam() -> None:
    for site in build_portals(3):
        truth = site.truth
        asked = [*truth.lists, *(address for report in truth.reports for address in (report.paths[0], *report.files))]
        kept = [report.paths[0] for report in truth.reports if not report.file_only]
        result = examine(truth, dict.fromkeys(asked), kept)
        assert (result.recall, result.precision, result.file_recall, result.cost) == (1, 1, 1, 1)
        assert result.strays == ()
