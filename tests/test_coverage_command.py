"""`archive coverage`: which years of which organ are there, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.coverage import Covered, cover_organs
from archive.home import Home
from archive.models import Crawl
from archive.organs_seen import Standing, Wanted, group_by_organ
from archive.page.coverage import LEGEND, MARKS, row_of_organ, tell_organ
from archive.page.coverage_table import draw_organs
from archive.page.drawing import text_width
from archive.report.coverage import Absent
from tests.commands import archive, json_lines
from tests.kept import Keeper, keep_site, page_with_tables
from tests.site import build

BUREAU, GOVERNMENT, TOWN = "滨湖区民政局", "滨湖区人民政府", "滨湖区胡埭镇人民政府"
MAY_2025 = datetime(2025, 5, 1, 4, tzinfo=UTC)
TODAY = date(2025, 5, 2)


def keep(keeper: Keeper, organ: str, **signed: str) -> None:
    """Reports signed on these days, by y2019="2020年1月3日"."""
    for name, day in signed.items():
        year = int(name[1:])
        keeper.keep(f"/{keeper.number}/{year}.html", page_with_tables(organ, year, signed=day))


@pytest.fixture
def kept(work: Session) -> Session:
    keeper = Keeper(work, start=MAY_2025)
    keep(keeper, BUREAU, y2018="2019年3月20日", y2019="2020年2月3日", y2021="2022年1月30日", y2022="2023年1月5日")
    keep(keeper, GOVERNMENT, y2019="2020年3月30日", y2022="2023年4月2日", y2023="2024年3月1日")
    keep(keeper, TOWN, y2023="")
    keeper.finish()
    return work


def told(home: Home, *filters: str) -> dict[str, dict[str, Any]]:
    done = archive("coverage", "--json", *filters, home=home)
    assert done.returncode == 0, done.stderr
    return {one["organ"]: one for one in json_lines(done)}


def states(line: dict[str, Any]) -> dict[str, str]:
    return {year: one["state"] for year, one in line["years"].items() if int(year) < 2025}


def test_each_organ_has_its_years_in_time_late_and_missing(home: Home, kept: Session) -> None:
    found = told(home)
    assert states(found[BUREAU]) == {
        "2018": "on_time", "2019": "late", "2020": "missing", "2021": "on_time", "2022": "on_time",
        "2023": "unsure", "2024": "unsure",
    }  # fmt: skip
    assert states(found[GOVERNMENT]) == {
        "2019": "on_time", "2020": "missing", "2021": "missing", "2022": "late", "2023": "on_time", "2024": "missing",
    }  # fmt: skip
    assert states(found[TOWN]) == {"2023": "present", "2024": "unsure"}


def test_it_is_said_from_which_day_a_report_is_judged_and_by_which_article(home: Home, kept: Session) -> None:
    years = told(home)[BUREAU]["years"]
    assert years["2019"] | {"reports": 1} == {
        "state": "late",
        "due": "2020-01-31",
        "article": "2019 第四十九条",
        "judged_by": {"value": "2020-02-03", "kind": "signed", "source": "signature"},
        "why": None,
        "reports": 1,
        "texts": 1,
        "versions": 1,
    }
    assert (years["2018"]["due"], years["2018"]["article"]) == ("2019-03-31", "2008 第三十一条")
    assert told(home)[TOWN]["years"]["2023"]["why"] == "no date says when it was published"


def test_in_a_pipe_a_line_an_organ_and_the_summary_apart(home: Home, kept: Session) -> None:
    done = archive("coverage", "--year", "2019-2022", home=home)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["organ", "kind", "division", "code", "2019", "2020", "2021", "2022"]
    assert [BUREAU, "department", "滨湖区", "320211", "late", "missing", "on_time", "on_time"] in rows
    assert len(rows) == 3
    assert done.stderr.startswith("2 organs, 5 reports: 3 in time, 2 late, 0 not known\n3 missing, 0 not seen since")
    assert "the organs that the archive has seen" in done.stderr


def test_filters_choose_organs(home: Home, kept: Session) -> None:
    for filters, organs in (
        (("--kind", "department"), {BUREAU}),
        (("--kind", "township", "--kind", "government"), {GOVERNMENT, TOWN}),
        (("--missing",), {BUREAU, GOVERNMENT, TOWN}),
        (("--missing", "--year", "2018-2023"), {BUREAU, GOVERNMENT}),
        (("--late",), {BUREAU, GOVERNMENT}),
        (("--late", "--year", "2019"), {BUREAU}),
        (("--organ", "民政"), {BUREAU}),
        (("--organ", "人民政府 胡埭"), {TOWN}),
        (("--division", "无锡市"), {BUREAU, GOVERNMENT, TOWN}),
        (("--division", "320106"), set()),
        (("--portal", "sample.example"), {BUREAU, GOVERNMENT, TOWN}),
    ):
        assert told(home, *filters).keys() == organs, filters


def test_wrong_filters_are_wrong_usage_and_nothing_found_is_said(home: Home, kept: Session) -> None:
    for filters in (("--division", "鼓楼区"), ("--year", "x"), ("--portal", "nowhere.example"), ("--kind", "bureau")):
        done = archive("coverage", *filters, home=home)
        assert (done.returncode, done.stdout) == (2, ""), filters
    done = archive("coverage", "--kind", "other", "--year", "2020", home=home)
    assert (done.returncode, done.stderr) == (0, "the archive holds no report for --year 2020 --kind other\n")
    assert done.stdout == ""


def test_several_texts_and_versions_of_a_year_are_told(home: Home, work: Session) -> None:
    keeper = Keeper(work)
    for day in ("2020年1月3日", "2020年1月6日", "2020年1月6日"):
        keeper.keep("/1.html", page_with_tables(BUREAU, 2019, signed=day))
    keeper.keep("/2.html", page_with_tables(BUREAU, 2019, signed="2020年1月6日"))
    keeper.finish()
    year = told(home)[BUREAU]["years"]["2019"]
    assert (year["texts"], year["versions"], len(year["reports"])) == (2, 3, 1)
    done = archive("coverage", home=home)
    assert "on_time (2 texts)" in done.stdout and "1 of a year with several texts" in done.stderr


def test_a_portal_that_was_not_crawled_since_tells_nothing_of_later_years(work: Session) -> None:
    keeper = Keeper(work, start=datetime(2023, 2, 20, tzinfo=UTC))
    keep(keeper, GOVERNMENT, y2021="2022年3月1日")
    keeper.finish()

    def last_states() -> list[str]:
        (covered,) = cover_organs(work, group_by_organ(work), Wanted(), TODAY)
        return [one.state for one in covered.years]

    assert last_states() == ["on_time", "not_looked", "not_looked", "not_looked"]
    for month, outcome in ((4, "finished"), (6, "shutdown")):
        at = datetime(2024, month, 2, tzinfo=UTC)
        again = Keeper(work, start=at)
        again.finish()
        work.get_one(Crawl, again.crawl).outcome = outcome
    assert last_states() == ["on_time", "missing", "missing", "not_looked"]
    assert len(work.scalars(select(Crawl)).all()) == 3


def test_a_crawl_that_began_before_a_report_was_due_did_not_look_for_it(work: Session) -> None:
    keeper = Keeper(work, start=datetime(2023, 2, 20, tzinfo=UTC))
    keep(keeper, GOVERNMENT, y2021="2022年3月1日")
    keeper.finish()
    again = Keeper(work, start=datetime(2023, 3, 31, 2, tzinfo=UTC))
    again.finish()
    work.get_one(Crawl, again.crawl).finished = datetime(2023, 4, 2, 2, tzinfo=UTC)
    (covered,) = cover_organs(work, group_by_organ(work), Wanted(), date(2023, 4, 3))
    assert [(one.year, one.state) for one in covered.years][:2] == [(2021, "on_time"), (2022, "not_looked")]


def test_reports_without_organ_or_year_stand_in_no_row_and_are_counted(home: Home, work: Session) -> None:
    keeper = Keeper(work)
    title = "政府信息公开工作年度报告"
    body = (
        page_with_tables("某单位", 2019)
        .decode()
        .replace("某单位2019年", "")
        .replace("2019年", "")
        .replace("某单位", "本单位")
    )
    assert title in body
    keeper.keep("/1.html", body.encode())
    keep(keeper, BUREAU, y2019="2020年1月3日")
    keeper.finish()
    assert told(home).keys() == {BUREAU}
    assert "1 report of an organ or year that is not known stand in no row" in archive("coverage", home=home).stderr


def test_of_the_sample_portal_each_report_is_there_and_each_gap_is_told(home: Home, work: Session) -> None:
    site = build(3)
    kept = keep_site(work, site)
    found = told(home)
    placed = {
        (organ, int(year), report)
        for organ, line in found.items()
        for year, one in line["years"].items()
        for report in one["reports"]
    }
    assert {(organ, year, report) for (organ, year), report in kept.items()} == placed
    for organ, line in found.items():
        years = {year for name, year in kept if name == organ}
        gaps = {*range(min(years), max(years))} - years
        assert {int(year) for year, one in line["years"].items() if one["state"] == "missing"} == gaps
        assert "late" not in states(line).values()


def test_every_state_has_a_mark_and_a_legend() -> None:
    assert len({*MARKS.values()}) == len(MARKS)
    assert all(f"{mark} " in " ".join(LEGEND) for mark in MARKS.values())


def test_a_renamed_organ_is_one_row_with_its_names_by_year() -> None:
    old, new = "滨湖区国土资源局", "滨湖区自然资源局"
    last = Standing("0" * 32, None, MAY_2025, new, "department", "320211", "滨湖区", 2020)
    names = ((old, (2016, 2017)), (new, (2020,)))
    covered = Covered(last, TODAY, names, (Absent(2018, "missing", None),))
    row = row_of_organ(covered, range(2018, 2020), short=True)
    assert row == [f"{new} ({old} 2016–2017)", "department", "滨湖区", "320211", "!", ""]
    assert tell_organ(covered)["names"] == [{"name": old, "years": [2016, 2017]}, {"name": new, "years": [2020]}]


def drawn(organ: str, years: range, width: int) -> list[str]:
    last = Standing("0" * 32, None, MAY_2025, organ, "department", "320211", "滨湖区", years[-1])
    states = tuple(Absent(year, "missing", None) for year in years)
    covered = Covered(last, TODAY, ((organ, tuple(years)),), states)
    lines = list(draw_organs([covered], years, width))
    assert max(map(text_width, lines[:3])) <= width
    return lines


def test_on_a_wide_screen_a_row_tells_everything_with_whole_years() -> None:
    heads, _, row = drawn(BUREAU, range(2018, 2024), 120)
    assert heads.split() == ["organ", "kind", "division", "code", *map(str, range(2018, 2024))]
    assert row.split() == [BUREAU, "department", "滨湖区", "320211", *"!!!!!!"]


def test_on_a_narrow_screen_the_organ_stays_whole_and_the_rest_gives_way() -> None:
    long = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗人力资源和社会保障局"
    years = range(2008, 2025)
    heads, _, *rows = drawn(long, years, 80)
    assert heads.split() == ["organ", *(f"{year % 100:02}" for year in years)]
    assert "".join(row.rstrip("! ") for row in rows) == long and "…" not in "".join(rows)
    heads, _, *rows, last = drawn(long, years, 40)
    assert heads.split()[-1] == "24" and "08" not in heads.split()
    assert "".join(row.rstrip("! ") for row in rows) == long
    assert last.startswith("years before 20") and "--json" in last
    heads, _, row, _ = drawn(BUREAU, years, 30)
    assert heads.split() == ["organ", *(f"{year % 100:02}" for year in years[-6:])] and row.split()[0] == BUREAU
