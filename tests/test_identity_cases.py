"""Composed titles and heads of many provinces, kinds of organ and markups, judged as the heads of real pages are.

A case of fixtures/identity.jsonl has url, title_raw, head_raw, gold, and other names of the organ that are right too.
Kind, organ and year may miss one case in twenty-five, the division one in fourteen; a header field or a date one case
in all.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.report.judge import judge
from archive.report.organ import squeeze

Case = tuple[dict[str, Any], dict[str, Any]]

CASES = Path(__file__).parent / "fixtures" / "identity.jsonl"
SHARE = 0.96
DIVISIONS = 0.93
FEWEST = 100
"""Cases with a division that the fixture has at least."""


@pytest.fixture(scope="module")
def judged() -> list[Case]:
    cases = map(json.loads, CASES.read_text(encoding="utf-8").splitlines())
    return [(case, judge(case["url"], case["title_raw"], case["head_raw"])) for case in cases]


def misses(judged: list[Case], field: str, right: Callable[[Case], bool]) -> Iterator[str]:
    """Ids of the reports whose gold has the field and whose answer is not right."""
    for case, answer in judged:
        if case["gold"]["is_report"] and case["gold"][field] and not right((case, answer)):
            yield case["id"]


def is_named(pair: Case) -> bool:
    case, answer = pair
    names = [case["gold"]["agency"], *case["accept"]["agency"]]
    return squeeze(answer["organ"] or "") in map(squeeze, names)


def is_dated(pair: Case, key: str) -> bool:
    case, answer = pair
    return bool(answer["dates"][key]) and answer["dates"][key][0]["value"] == case["gold"][key]


def is_shown(pair: Case, gold: str, *keys: str) -> bool:
    case, answer = pair
    fields = [answer["header"][key] for key in keys if answer["header"][key]]
    return squeeze(case["gold"][gold]) in [squeeze(field["raw"]) for field in fields]


def test_the_kind_is_told(judged: list[Case]) -> None:
    wrong = [(case["id"], answer["kind"]) for case, answer in judged if answer["kind"] != case["gold"]["kind"]]
    assert len(wrong) <= len(judged) * (1 - SHARE), wrong
    reports = [case["id"] for case, answer in judged if (answer["kind"] == "report") != case["gold"]["is_report"]]
    assert len(reports) <= len(judged) * (1 - SHARE), reports


def test_organ_its_kind_and_the_year_are_told(judged: list[Case]) -> None:
    allowed = len(judged) * (1 - SHARE)
    wrong = {
        "organ": list(misses(judged, "agency", is_named)),
        "organ_kind": list(misses(judged, "agency_kind", lambda p: p[1]["organ_kind"] == p[0]["gold"]["agency_kind"])),
        "year": list(misses(judged, "year", lambda p: p[1]["year"] == p[0]["gold"]["year"])),
    }
    assert all(len(ids) <= allowed for ids in wrong.values()), wrong


def test_the_division_is_told(judged: list[Case]) -> None:
    def is_placed(pair: Case) -> bool:
        case, answer = pair
        return answer["division_code"] in [case["gold"]["region_code"], *case["accept"]["region_code"]]

    wrong = list(misses(judged, "region_code", is_placed))
    placed = [case for case, _ in judged if case["gold"]["is_report"] and case["gold"]["region_code"]]
    assert len(placed) > FEWEST
    assert len(wrong) <= len(placed) * (1 - DIVISIONS), wrong


def test_header_and_dates_miss_one_case_at_most(judged: list[Case]) -> None:
    wrong = {
        "published": list(misses(judged, "published", lambda pair: is_dated(pair, "published"))),
        "created": list(misses(judged, "created", lambda pair: is_dated(pair, "created"))),
        "index_no": list(misses(judged, "index_no", lambda pair: is_shown(pair, "index_no", "index_no"))),
        "doc_no": list(misses(judged, "doc_no", lambda pair: is_shown(pair, "doc_no", "doc_no"))),
        "publisher": list(misses(judged, "publisher", lambda pair: is_shown(pair, "publisher", "publisher", "source"))),
    }
    assert all(len(ids) <= 1 for ids in wrong.values()), wrong


def test_what_is_judged_says_why(judged: list[Case]) -> None:
    silent = [case["id"] for case, answer in judged if answer["kind"] != "unknown" and not answer["reasons"]]
    assert silent == []
