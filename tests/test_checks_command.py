"""`archive checks`: the sums that fail over the whole archive, on both databases."""

import pytest
from sqlalchemy.orm import Session

from archive.home import Home
from archive.models import Report
from archive.organs_seen import Standing, find_earlier, group_by_organ
from archive.sums_asked import RULES
from tests.commands import archive, json_lines
from tests.kept import Keeper, keep_site, page_with_tables
from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, Td, applications
from tests.site import build
from tests.test_checks import FIVE
from tests.test_store import NOON

ORGAN = "滨湖区民政局"
CARRIED = ["2", "0", "0", "0", "0", "0", "2"]
THREE = ["2", "1", "0", "0", "0", "0", "3"]


def table_three(form: str = "2021", **printed: list[str]) -> list[list[Td]]:
    groups = GROUPS_2019 if form == "2019" else GROUPS_2021
    return [*HEAD_OF_APPLICATIONS, *applications(groups, printed)]


FORWARD = {"新收": FIVE, "予以公开": THREE, "总计": THREE, "结转下": CARRIED}


def keep_two_years(work: Session, **second: list[str]) -> list[str]:
    """2019, which carries two applications forward, and 2020."""
    keeper = Keeper(work)
    ids = [
        keeper.keep("/2019.html", page_with_tables(ORGAN, 2019, table_three("2019", **FORWARD))),
        keeper.keep("/2020.html", page_with_tables(ORGAN, 2020, table_three("2019", **second))),
    ]
    keeper.finish()
    return ids


def test_of_a_portal_only_the_planted_error_is_listed_with_its_sums(home: Home, work: Session) -> None:
    for seed in (1, 2):
        site = build(seed)
        kept = keep_site(work, site, range(2014, 2025))
        (wrong,) = [report for report in site.truth.reports if report.errors]
        found = [
            one
            for one in json_lines(archive("checks", "--json", home=home))
            if one["division_code"] == wrong.division_code
        ]
        assert found and {one["id"] for one in found} == {kept[wrong.organ, wrong.year]}
        (handled,) = [one for one in found if one["rule"] == "applications.handled"]
        column = wrong.errors[0].partition(":")[2]
        assert handled["cells"][-1]["name"] == f"applications.handled.{column}"
        assert handled["actual"] - handled["expected"] == 1
        assert {one["verdict"] for one in found} == {"agency"}
        assert f"applications.handled.{column}, printed {handled['actual']}" in handled["reason"]


def test_what_was_not_carried_over_is_listed_with_both_reports(home: Home, work: Session) -> None:
    first, second = keep_two_years(work)
    done = archive("checks", "--json", home=home)
    assert done.returncode == 0
    found = json_lines(done)
    assert [(one["rule"], one["expected"], one["actual"]) for one in found] == [("years.carried_over", 2, 0)] * 2
    assert [one["cells"][0] for one in found] == [
        {
            "name": f"last_year.applications.carried_forward.{column}",
            "raw": "2",
            "state": "number",
            "source": f"grid 0 r25 c{place}",
            "report": first,
            "year": 2019,
        }
        for column, place in (("natural_person", 3), ("total", 9))
    ]
    assert {(one["id"], one["cells"][1]["report"], one["verdict"]) for one in found} == {(second, second, "agency")}
    assert done.stderr.strip().endswith("2 fail (2 agency, 0 reading)")


def test_a_year_that_is_asked_for_alone_is_compared_with_the_one_before(home: Home, work: Session) -> None:
    _, second = keep_two_years(work)
    assert {one["id"] for one in json_lines(archive("checks", "--year", "2020", "--json", home=home))} == {second}
    assert not json_lines(archive("checks", "--year", "2018-2019", "--json", home=home))


def test_in_a_pipe_a_line_a_sum_under_a_line_of_names(home: Home, work: Session) -> None:
    keep_two_years(work, 上年结转=CARRIED)
    head, *rows = [line.split("\t") for line in archive("checks", home=home).stdout.splitlines()]
    assert head == [
        "id",
        "year",
        "organ",
        "division",
        "rule",
        "status",
        "expected",
        "printed",
        "verdict",
        "reason",
        "cells",
    ]
    assert {tuple(row[1:8]) for row in rows} == {("2020", ORGAN, "320211", "applications.balance", "fail", "2", "0")}
    assert "applications.carried_over.natural_person 2" in rows[0][-1]


def test_filters_choose_reports_and_sums(home: Home, work: Session) -> None:
    keep_two_years(work, 上年结转=CARRIED)
    both = len(json_lines(archive("checks", "--json", home=home)))
    assert both == 2
    for filters, number in (
        (("--division", "320211"), 2),
        (("--division", "滨湖区"), 2),
        (("--division", "无锡市"), 2),
        (("--division", "江苏省"), 2),
        (("--division", "320200"), 2),
        (("--division", "南京市"), 0),
        (("--organ", "民政 滨湖"), 2),
        (("--organ", "民政 教育"), 0),
        (("--portal", "sample.example"), 2),
        (("--form", "2019"), 2),
        (("--form", "2021"), 0),
        (("--rule", "applications"), 2),
        (("--rule", "applications.handled", "--rule", "applications.balance"), 2),
        (("--rule", "years"), 0),
        (("--verdict", "agency"), 2),
        (("--verdict", "reading"), 0),
        (("--status", "pass", "--rule", "years.carried_over", "--year", "2020"), 7),
        (("--limit", "1"), 1),
    ):
        done = archive("checks", "--json", *filters, home=home)
        assert done.returncode == 0 and len(json_lines(done)) == number, (filters, done.stderr)


def test_wrong_filters_say_what_would_be_right(home: Home, work: Session) -> None:
    keep_two_years(work)
    for filters, said in (
        (("--division", "不存在县"), "320211"),
        (("--division", "999999"), "320211"),
        (("--division", "鼓楼区"), "320106 江苏省南京市鼓楼区"),
        (("--rule", "application"), "applications.balance"),
        (("--year", "19"), "2019-2021"),
        (("--year", "2021-2019"), "2019-2021"),
        (("--portal", "nowhere.example"), "archive portals"),
        (("--status", "pass", "--verdict", "agency"), "--verdict"),
        (("--form", "2020"), "2019"),
    ):
        done = archive("checks", *filters, home=home)
        assert (done.returncode, done.stdout) == (2, ""), filters
        assert said in done.stderr, filters


def test_where_nothing_is_found_it_says_what_was_looked_at(home: Home, work: Session) -> None:
    assert archive("checks", home=home).stderr == "the archive holds no report yet\n"
    keep_two_years(work, **{"上年结转": CARRIED, "予以公开": CARRIED, "总计": CARRIED})
    done = archive("checks", home=home)
    assert done.stdout.count("\n") == 1 and done.stderr.startswith("2 reports: ") and "0 fail" in done.stderr
    done = archive("checks", "--division", "北京市", "--form", "2014", home=home)
    assert (done.returncode, done.stderr) == (
        0, "the archive holds no report for --division 北京市 --form 2014\n"
    )  # fmt: skip
    assert "there may be more" in archive("checks", "--status", "pass", "--limit", "3", home=home).stderr


def test_every_rule_is_a_name_to_ask_by(home: Home) -> None:
    assert len({*RULES}) == len(RULES)
    for rule in ("applications.total", "review_litigation.total", "indicators.received.total", "years.in_force"):
        assert archive("checks", "--rule", rule, home=home).returncode == 0


def standing(number: int, year: int | None, organ: str | None = ORGAN, code: str | None = "320211") -> Standing:
    return Standing(f"{number:032}", f"http://h{number}.example/", NOON, organ, "department", code, None, year)


def test_two_reports_of_one_year_are_compared_with_none() -> None:
    first, again, next_year = standing(1, 2019), standing(2, 2019), standing(3, 2020)
    assert find_earlier([first, next_year], next_year) == first
    assert find_earlier([first, again, next_year], next_year) is None
    assert find_earlier([first, standing(4, 2020), next_year], next_year) is None
    assert find_earlier([standing(1, 2018), next_year], next_year) is None
    assert find_earlier([standing(1, None, None)], standing(1, None, None)) is None


def test_organs_of_one_name_are_told_apart_by_division_and_where_it_is_unknown_by_host(work: Session) -> None:
    for number, code in enumerate((None, None, "320211", "320106")):
        one = Keeper(work, f"h{number}.example").keep("/1.html", page_with_tables("财政局", 2020, table_three()))
        row = work.get_one(Report, one)
        row.organ, row.division_code = "财政局", code
    work.commit()
    assert [len(group) for group in group_by_organ(work)] == [1, 1, 1, 1]


@pytest.mark.parametrize("raw", ["\x1b[31m5", "5\t6", "5\n6"])
def test_what_a_page_holds_does_not_break_lines(home: Home, work: Session, raw: str) -> None:
    keeper = Keeper(work)
    wrong = {"新收": FIVE, "予以公开": ["4", "1", "0", "0", "0", "0", "4"], "总计": FIVE, "重复申请": [raw, *"000000"]}
    keeper.keep("/1.html", page_with_tables(ORGAN, 2021, table_three(**wrong)))
    keeper.finish()
    lines = archive("checks", home=home).stdout.splitlines()
    assert len(lines) == 3 and {line.count("\t") for line in lines} == {10}
    assert "\x1b" not in "".join(lines)
