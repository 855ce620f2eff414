"""When a list ends: after its last page, where it repeats itself, where pages are missing, where nothing is found."""

from crawler.listing import Ask, Listing
from crawler.paging import PATIENCE_ELSEWHERE, PATIENCE_IN_COLUMN, Paging, join_asks

HOME = "http://x.example/nb/"


def rows(number: int, *, size: int = 5) -> list[str]:
    return [f"{HOME}{number}/{at}.html" for at in range(size)]


def asks(*numbers: int) -> list[Ask]:
    return [Ask(f"{HOME}index_{number}.html") for number in numbers]


def begin(*further: int, patience: int = PATIENCE_IN_COLUMN) -> Paging:
    paging = Paging(HOME, patience)
    paging.see(HOME, rows(0), asks(*further), reports=rows(0)[:1])
    return paging


def turn(paging: Paging, links: list[str], further: list[Ask] | None = None, *, reports: bool = True) -> str | None:
    """The next page comes; what is asked for then."""
    ask = paging.next()
    assert ask is not None
    paging.see(ask.url, links, further or [], reports=links[:1] if reports else [])
    return paging.waiting[0].url if paging.waiting else None


def test_pages_are_asked_for_in_order_and_each_once() -> None:
    paging = begin(1, 2, 3)
    assert turn(paging, rows(1), asks(2, 3, 4)) == f"{HOME}index_2.html"
    assert [ask.url for ask in paging.waiting] == [ask.url for ask in asks(2, 3, 4)]


def test_what_a_page_calls_its_next_one_goes_before_what_others_worked_out() -> None:
    paging = begin(1, 7, 8)
    assert turn(paging, rows(1), asks(2, 9)) == f"{HOME}index_2.html"


def test_a_list_ends_with_its_last_page_and_that_is_no_leaving() -> None:
    paging = begin(1)
    assert turn(paging, rows(1), asks(1)) is None
    assert paging.stopped is None


def test_a_page_that_repeats_its_neighbour_ends_the_list() -> None:
    paging = begin(1, 2, 3, 4)
    turn(paging, rows(1))
    assert turn(paging, rows(1)) is None
    assert paging.stopped == "a page repeats what the list has shown"


def test_rows_pinned_to_the_top_of_every_page_do_not() -> None:
    paging = begin(1, 2, 3, 4)
    pinned = rows(0, size=1)
    for number in (1, 2, 3):
        assert turn(paging, [*pinned, *rows(number)])


def test_windows_that_overlap_do_not() -> None:
    paging = begin(1, 2, 3, 4)
    every = [f"{HOME}{number}.html" for number in range(40)]
    for number in (1, 2, 3):
        assert turn(paging, every[number * 5 : number * 5 + 15])


def test_the_first_answer_of_a_script_may_say_what_the_page_already_shows() -> None:
    paging = begin(1, 2, 3)
    assert turn(paging, rows(0))
    assert turn(paging, rows(1))


def test_a_page_that_is_not_there_does_not_end_a_list_and_two_do() -> None:
    paging = begin(1, 2, 3, 4)
    paging.next()
    paging.miss()
    assert paging.waiting
    paging.next()
    paging.miss()
    assert not paging.waiting and paging.stopped == "2 pages in a row are missing"


def test_pages_without_any_row_end_a_list() -> None:
    paging = begin(1, 2, 3, 4)
    turn(paging, [])
    assert turn(paging, []) is None
    assert paging.stopped == "2 pages without a row"


def test_years_of_news_between_two_reports_are_sat_out_in_a_column_of_reports_only() -> None:
    for patience in (PATIENCE_IN_COLUMN, PATIENCE_ELSEWHERE):
        paging = begin(*range(1, 100), patience=patience)
        seen = 1
        while turn(paging, rows(seen), reports=False):
            seen += 1
        assert seen == patience
        assert paging.stopped == f"{patience} pages without a report"


def test_two_mechanisms_that_name_one_page_speak_of_one_list() -> None:
    told, counted, other = (
        Listing(asks=tuple(asks(1))),
        Listing(asks=tuple(asks(1, 2, 3))),
        Listing(asks=tuple(asks(9))),
    )
    assert join_asks([told, counted, other, Listing()]) == [asks(1, 2, 3), asks(9)]


def test_a_report_that_stands_beside_every_page_of_a_list_counts_once() -> None:
    paging = begin(*range(1, 100), patience=PATIENCE_ELSEWHERE)
    seen, beside = 1, rows(0)[0]
    while (ask := paging.next()) is not None:
        paging.see(ask.url, [beside, *rows(seen)], [], reports=[beside])
        seen += 1
    assert seen == PATIENCE_ELSEWHERE + 1
