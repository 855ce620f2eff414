"""When a report is due, and whether it came in time; which years of an organ are not there."""

from datetime import date

import pytest

from archive.report.coverage import Organ, list_absent
from archive.report.due import find_due, judge_arrival

BUREAU, TOWN = "department", "township"
LONG_AFTER = date(2026, 5, 1)


def dates(signed: str | None = None, published: str | None = None, source: str = "header") -> dict[str, list[dict]]:  # type: ignore[type-arg]
    return {
        "signed": [{"value": signed, "raw": signed, "source": "signature"}] if signed else [],
        "published": [{"value": published, "raw": published, "source": source}] if published else [],
        "created": [],
    }


@pytest.mark.parametrize(
    ("kind", "year", "day"),
    [
        *((kind, 2018, date(2019, 3, 31)) for kind in ("government", "department", "township", "other", None)),
        ("department", 2008, date(2009, 3, 31)),
        ("department", 2019, date(2020, 1, 31)),
        ("government", 2019, date(2020, 3, 31)),
        ("township", 2023, date(2024, 3, 31)),
        ("other", 2019, None),
        (None, 2023, None),
        ("government", 2007, None),
    ],
)
def test_the_day_follows_from_year_and_kind(kind: str | None, year: int, day: date | None) -> None:
    due = find_due(kind, year)
    assert (due and due.day) == day


@pytest.mark.parametrize(
    ("signed", "published", "source", "arrival", "by"),
    [
        ("2021-01-31", None, "", "on_time", "signature"),
        ("2021-02-01", None, "", "late", "signature"),
        (None, "2021-01-31", "header", "on_time", "header"),
        (None, "2021-02-01", "header", "late", "header"),
        (None, "2021-02-01", "url", "late", "url"),
        ("2021-01-20", "2021-01-22", "header", "on_time", "header"),
        ("2021-02-20", "2021-02-22", "header", "late", "signature"),
        ("2020-12-31", None, "", "on_time", "signature"),
    ],
)
def test_it_is_in_time_or_late_by_the_day_that_is_told(
    signed: str | None, published: str | None, source: str, arrival: str, by: str
) -> None:
    judged = judge_arrival(BUREAU, 2020, dates(signed, published, source), LONG_AFTER)
    assert judged.by is not None
    assert (judged.arrival, judged.by.source) == (arrival, by)


@pytest.mark.parametrize(
    ("signed", "published", "source", "why"),
    [
        (None, None, "", "no date says"),
        ("2021-01-25", "2021-09-11", "header", "signed on 2021-01-25, but published on 2021-09-11"),
        (None, "2023-05-12", "header", "the site may have moved"),
        (None, "2021-05-12", "meta:PubDate", "only meta:PubDate says"),
        ("2020-01-15", None, "", "no date says"),
        ("2027-01-15", None, "", "no date says"),
    ],
)
def test_it_is_not_called_late_where_that_is_not_known(
    signed: str | None, published: str | None, source: str, why: str
) -> None:
    judged = judge_arrival(BUREAU, 2020, dates(signed, published, source), LONG_AFTER)
    assert judged.arrival == "present" and judged.why is not None and why in judged.why


def test_what_the_archive_had_on_the_day_it_was_due_was_in_time_whatever_the_page_says() -> None:
    judged = judge_arrival(BUREAU, 2020, dates("2021-02-20", "2021-02-22"), date(2021, 1, 31))
    assert judged.by is not None and (judged.arrival, judged.by.kind) == ("on_time", "fetched")


def test_a_day_that_does_not_exist_is_none() -> None:
    assert (
        judge_arrival(TOWN, 2020, {"signed": [{"value": None, "raw": "2月30日", "source": "signature"}]}, LONG_AFTER).by
        is None
    )


def test_an_organ_without_a_day_is_never_late() -> None:
    judged = judge_arrival("other", 2020, dates("2022-01-01", "2022-01-01"), LONG_AFTER)
    assert (judged.arrival, judged.due, judged.why) == ("present", None, "no rule says when it is due")


# ---- what is not there


def absent(kind: str | None, *years: int, code: str = "320211", looked: date | None = LONG_AFTER) -> dict[int, str]:
    return {one.year: one.state for one in list_absent(Organ(kind, code, looked), years, date(2025, 3, 1))}


def test_a_year_between_two_is_missing_and_none_before_the_first() -> None:
    assert absent(BUREAU, 2018, 2021, 2024) == {2019: "missing", 2020: "missing", 2022: "missing", 2023: "missing"}
    assert absent(BUREAU) == {}


def test_behind_the_last_year_a_government_is_missing_and_another_organ_may_have_ceased() -> None:
    assert absent("government", 2022) == {2023: "missing", 2024: "not_due"}
    assert absent(BUREAU, 2022) == {2023: "unsure", 2024: "unsure"}
    assert absent(TOWN, 2022) == {2023: "unsure", 2024: "not_due"}


def test_a_government_whose_division_is_gone_is_not_missing() -> None:
    # 北塘区 became a part of 梁溪区 in 2016.
    assert absent("government", 2014, code="320204")[2016] == "unsure"


def test_a_year_behind_the_last_is_not_due_until_its_day_has_passed() -> None:
    assert [one.state for one in list_absent(Organ(BUREAU, None, LONG_AFTER), [2023], date(2025, 1, 31))] == ["not_due"]
    assert [one.state for one in list_absent(Organ(BUREAU, None, LONG_AFTER), [2023], date(2025, 2, 1))] == ["unsure"]


def test_what_was_not_looked_for_since_it_was_due_is_not_called_missing() -> None:
    assert absent("government", 2021, looked=date(2024, 2, 1)) == {
        2022: "missing", 2023: "not_looked", 2024: "not_due",
    }  # fmt: skip
    assert absent("government", 2021, looked=None) == {2022: "not_looked", 2023: "not_looked", 2024: "not_due"}


def test_an_organ_for_which_no_day_is_told_lacks_only_years_between() -> None:
    assert absent("other", 2019, 2021) == {2020: "missing"}
    assert absent("other", 2016) == {2017: "unsure", 2018: "unsure"}
