"""Every address of a run is asked for once, under its strongest promise, and under another spelling where one fails."""

from crawler.seen import Seen

WWW, PLAIN = "http://www.x.gov.cn/nb/", "https://x.gov.cn/nb/index.html"


def test_an_address_is_new_once() -> None:
    seen = Seen()
    assert [seen.meet(WWW, 40)[0], seen.meet(WWW, 40)[0], seen.meet(WWW, 10)[0]] == ["new", "known", "known"]


def test_what_promises_more_overtakes_what_waits_and_nothing_that_was_asked_for() -> None:
    seen = Seen()
    seen.meet(WWW, 20)
    assert seen.meet(WWW, 80) == ("stronger", WWW)
    seen.ask(WWW)
    assert seen.meet(WWW, 100)[0] == "known"


def test_what_was_given_up_or_never_recommended_may_be_met_again() -> None:
    seen = Seen()
    seen.meet(WWW, 20)
    seen.give_up(WWW)
    assert seen.meet(WWW, 10)[0] == "stronger"
    assert seen.meet("http://x.gov.cn/a", 0)[0] == "new"
    assert [seen.meet("http://x.gov.cn/a", score)[0] for score in (0, 80)] == ["known", "stronger"]


def test_another_spelling_is_a_twin_and_is_tried_where_the_first_is_not_there() -> None:
    seen = Seen()
    seen.meet(WWW, 80)
    seen.ask(WWW)
    assert seen.meet(PLAIN, 80) == ("twin", WWW)
    assert seen.meet(PLAIN, 80)[0] == "known"
    assert seen.other_spelling(WWW) == PLAIN
    assert seen.other_spelling(PLAIN) is None


def test_a_page_that_moves_to_its_own_other_spelling_is_met_there() -> None:
    seen = Seen()
    seen.meet(WWW, 80)
    seen.ask(WWW)
    assert seen.meet(PLAIN, 80, moved_from=WWW)[0] == "new"
