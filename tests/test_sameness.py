from hypothesis import given
from hypothesis import strategies as st

from archive.report.sameness import Candidate, choose_current, hash_text, normalise, report_id


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_space_width_and_invisible_characters_do_not_make_another_text() -> None:
    assert hash_text("一、总体情况\n2020年，收到申请５件。") == hash_text("一、 总体情况　2020年,收到申请\u200b5件。")
    assert hash_text("收到申请5件。") != hash_text("收到申请6件。")


def test_a_report_has_one_id_wherever_it_is_seen() -> None:
    one = report_id(organ="滨湖区民政局", division_code="320211", year=2020, url="http://a.example/1")
    assert one == report_id(organ="滨湖区 民政局", division_code="320211", year=2020, url="http://b.example/2")
    assert one != report_id(organ="滨湖区民政局", division_code="320211", year=2021, url="http://a.example/1")


def test_where_the_year_is_unknown_the_url_stands_in() -> None:
    known = {"organ": "民政局", "division_code": None, "year": None}
    assert report_id(url="http://a.example/1", **known) != report_id(url="http://a.example/2", **known)


def candidate(id: str, number: int, *, present: bool = True, state: str = "complete", length: int = 1000) -> Candidate:
    return Candidate(id, number, present, state, length)


def test_a_revision_in_place_takes_over() -> None:
    assert choose_current([candidate("old", 1, present=False, length=1010), candidate("new", 2)]) == "new"


def test_a_cut_or_incomplete_copy_never_takes_over() -> None:
    assert choose_current([candidate("whole", 1, present=False), candidate("cut", 2, length=300)]) == "whole"
    assert (
        choose_current([candidate("whole", 1, present=False), candidate("part", 2, state="incomplete", length=2000)])
        == "whole"
    )


def test_among_equals_the_first_stays_so_that_nothing_flips() -> None:
    both = [candidate("first", 1), candidate("second", 2)]
    assert choose_current(both) == choose_current(both[::-1]) == "first"
