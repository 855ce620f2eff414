"""How long a host is left alone: after answers good and bad, slow and busy. Moments are told, nothing waits."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from crawler.hosts import recall, tell
from crawler.pace import LONGEST_BUSY, Pace, parse_retry_after

NOW = datetime(2026, 1, 5, 8, 0, 0, tzinfo=UTC)


def new(delay: float = 2, **more: float) -> Pace:
    return Pace("h", delay, since=0, **more)


def wait(pace: Pace, now: float) -> float:
    return pace.due() - now


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("1e3", None),
        ("soon", None),
        ("", None),
        ("\u0665", None),
        ("Mon, 05 Jan 2026 08:10:00 GMT", 600),
        ("Monday, 05-Jan-26 08:10:00 GMT", 600),
        ("Mon Jan  5 08:10:00 2026", 600),
        ("Mon, 05 Jan 2026 16:10:00 +0800", 600),
        ("Mon, 05 Jan 2026 07:00:00 GMT", None),
        ("Mon, 99 Jan 2026 99:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_BUSY),
        ("999999999", LONGEST_BUSY),
        ("9" * 5000, LONGEST_BUSY),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_anything_else_is_none(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, "", NOW) == seconds


def test_a_server_whose_clock_is_wrong_is_taken_by_its_own_clock() -> None:
    wrong = datetime(2019, 1, 1, 0, 0, 0, tzinfo=UTC)
    later = wrong.replace(minute=3)
    assert parse_retry_after(format_datetime(later, usegmt=True), format_datetime(wrong, usegmt=True), NOW) == 180
    assert parse_retry_after(format_datetime(later, usegmt=True), "", NOW) is None


def test_pauses_are_never_shorter_than_the_delay_and_never_half_as_long_again() -> None:
    waits = []
    for now in range(1000):
        pace = new()
        pace.answered(now, 200, 0.1)
        waits.append(wait(pace, now))
    assert 2 <= min(waits) < 2.1 and 2.9 < max(waits) <= 3


def test_a_slow_host_is_left_alone_for_as_long_as_its_answers_take() -> None:
    pace = new()
    for now in range(20):
        pace.answered(now, 200, 9)
    assert 8.9 < pace.pause() <= 9
    for now in range(20):
        pace.answered(now, 200, 0.1)
    assert pace.pause() == 2


def test_a_busy_host_is_asked_half_as_often_each_time_and_more_often_when_it_is_well_again() -> None:
    pace = new()
    pauses = []
    for now in range(7):
        pace.answered(now, 429, 0.1)
        pauses.append(pace.pause())
    assert pauses == [4, 8, 16, 32, 60, 60, 60]
    eased = []
    for now in range(30):
        pace.answered(now, 200, 0.1)
        eased.append(pace.pause())
    assert eased == sorted(eased, reverse=True) and eased[0] == 60 and eased[-1] == 2


def test_a_delay_that_a_person_chose_is_not_cut() -> None:
    pace = new(delay=90)
    pace.answered(0, 503, 0.1)
    assert pace.pause() == 90


def test_every_code_that_brings_retry_after_is_heeded_but_not_a_good_answer() -> None:
    for status, waits in ((429, 50), (503, 50), (403, 50), (302, 50), (200, 3)):
        pace = new()
        pace.answered(0, status, 0, retry_after=50)
        assert waits - 1 <= wait(pace, 0) <= waits, status
        assert pace.resting(0) is None


def test_a_long_retry_after_is_not_waited_for_and_a_good_answer_does_not_shorten_it() -> None:
    pace = new()
    pace.answered(0, 429, 0, retry_after=3600)
    pace.answered(1, 200, 0)
    assert pace.resting(1) == ("busy", "http 429", 3600)
    assert pace.resting(3500) is None and wait(pace, 3500) == 100


def test_a_host_rests_after_five_failures_in_a_row_and_longer_each_time() -> None:
    pace = new()
    for _ in range(4):
        pace.failed(0, "DownloadTimeoutError")
    assert pace.resting(0) is None and wait(pace, 0) <= 90
    pace.failed(100, "DownloadTimeoutError")
    # The first rest is waited for.
    assert pace.resting(100) is None and wait(pace, 100) >= 60
    pace.answered(160, 502, 0.1)
    assert pace.resting(160) == ("host_down", "http 502", 460)
    pace.failed(460, "DownloadTimeoutError")
    assert pace.resting(460) == ("host_down", "DownloadTimeoutError", 460 + 1500)
    for _ in range(5):
        pace.failed(2000, "DownloadTimeoutError")
    assert wait(pace, 2000) == 3600


def test_one_good_probe_ends_the_rests() -> None:
    pace = new()
    for now in range(6):
        pace.failed(now, "DownloadTimeoutError")
    pace.answered(400, 404, 0.1)
    assert (pace.failures, pace.rests) == (0, 0) and pace.resting(400) is None


def test_broken_pages_in_a_row_do_not_make_a_host_one_that_is_down() -> None:
    pace = new()
    for now in range(19):
        pace.answered(now, 500, 0.1)
    assert wait(pace, 18) <= 3
    pace.answered(19, 500, 0.1)
    assert wait(pace, 19) >= 60


def test_a_firewall_that_asks_for_a_browser_is_no_host_that_is_down() -> None:
    pace = new()
    for now in range(30):
        pace.answered(now, 521, 0.1)
    assert wait(pace, 29) <= 3


def test_tries_of_one_address_lie_further_apart_each_time() -> None:
    assert 4 <= new().back_off(1) <= 6 and 8 <= new().back_off(2) <= 12
    assert new(delay=0).back_off(1) >= 0.1
    assert new(delay=60).back_off(9) <= 90


def test_what_is_known_of_a_host_is_known_again_when_a_crawl_is_begun_again() -> None:
    pace = new(crawl_delay=7)
    pace.answered(100, 200, 4)
    pace.answered(100, 503, 4, retry_after=3600)
    state, again = tell(pace, 100), new()
    recall(again, [state], 5000)
    assert (again.crawl_delay, again.latency, again.strain) == (pace.crawl_delay, pace.latency, pace.strain)
    assert again.resting(5000) is not None and 3590 < wait(again, 5000) < 3601
    assert again.pause() == pace.pause()
