"""robots.txt, delays, Retry-After and rests, as the hosts that are asked see them."""

import gzip
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

from tests.fetching import fetch
from tests.loopback import RESET, Host, Reply, listen

ANY = {"GUARD_ALLOW": "127.0.0.0/8"}
PAGE = Reply(body=b"<html>page</html>")
CLOSED = b"User-agent: *\nDisallow: /closed\n"
OBEY = {"ROBOTSTXT_OBEY": True}


def robots(reply: Reply, page: Reply = PAGE) -> Callable[[str], Reply]:
    return lambda path: reply if path == "/robots.txt" else page


def troubles(told: list[dict[str, Any]]) -> list[list[str] | None]:
    return [one["trouble"] for one in told[:-1]]


def test_what_robots_txt_answers_decides_whether_a_host_is_asked_for_more() -> None:
    lost = Reply(body=CLOSED, headers={"Content-Length": "99"}, length=False)
    false = Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"})
    listed = Reply(body=b"<html><pre>\nUser-agent: *\nDisallow: /\n</pre></html>")
    cases: list[tuple[Reply, str | None]] = [
        *((Reply(status=status), None) for status in (404, 403, 401, 410, 204)),
        *((Reply(status=status), f"robots_unreachable: http {status}") for status in (500, 503, 599, 429)),
        (Reply(status=521), "challenge 521"),
        (RESET, "robots_unreachable: network: DownloadFailedError"),
        (Reply(after=9), "robots_unreachable: network: DownloadTimeoutError"),
        (lost, "robots_unreachable: truncated: "),
        (false, "robots_unreachable: bad_encoding: "),
        (listed, None),
    ]
    with ExitStack() as stack:
        hosts = [
            stack.enter_context(listen(robots(reply), f"127.0.1.{number}"))
            for number, (reply, _) in enumerate(cases, 1)
        ]
        told = troubles(fetch(*(f"{host.url}x" for host in hosts), settings=OBEY | {"DOWNLOAD_TIMEOUT": 0.5}, env=ANY))
    for (reply, why), host, trouble in zip(cases, hosts, told, strict=True):
        if why is None:
            assert trouble is None and host.paths == ["/robots.txt", "/x"], reply
        else:
            assert trouble is not None and trouble[1].startswith(why), (reply, trouble)
            assert trouble[0] == ("blocked" if why.startswith("challenge") else "failed")
            assert "/x" not in host.paths


def test_a_host_whose_name_does_not_resolve_is_unreachable_and_not_open_to_all() -> None:
    (told,) = troubles(fetch("http://nowhere.invalid/x", settings=OBEY))
    assert told is not None and told[1].startswith("robots_unreachable: network: CannotResolveHostError")


def test_robots_txt_is_asked_for_once_an_authority_whatever_it_says() -> None:
    with listen(robots(Reply(body=CLOSED))) as one, listen(robots(Reply(status=503)), "127.0.0.2") as other:
        urls = [f"{host.url}{path}" for host in (one, other) for path in ("a", "closed/b", "c")]
        told = troubles(fetch(*urls, settings=OBEY, env=ANY))
    assert told[:3] == [None, ["refused", "robots"], None]
    assert told[3:] == [["failed", "robots_unreachable: http 503"]] * 3
    assert one.paths == ["/robots.txt", "/a", "/c"] and other.paths == ["/robots.txt"]


def test_a_connection_that_breaks_is_not_asked_at_once_again() -> None:
    with listen(lambda path: RESET if path == "/b" else PAGE) as host:
        told = troubles(fetch(*(f"{host.url}{path}" for path in "abc"), env=ANY))
    assert host.paths == ["/a", "/b", "/c"]
    assert [one and one[0] for one in told] == [None, "failed", None]


def hops(number: int, last: Reply) -> Callable[[str], Reply]:
    """robots.txt behind so many redirects."""

    def answer(path: str) -> Reply:
        at = int(path[2:]) if path.startswith("/r") and path[2:].isdigit() else 0
        if path == "/robots.txt" or at:
            return last if at == number else Reply(status=302, headers={"Location": f"/r{at + 1}"})
        return PAGE

    return answer


def test_five_redirects_of_robots_txt_are_followed_and_no_more() -> None:
    with listen(hops(5, Reply(body=CLOSED))) as five, listen(hops(6, Reply(body=CLOSED)), "127.0.0.2") as six:
        told = troubles(fetch(f"{five.url}closed", f"{six.url}closed", settings=OBEY, env=ANY))
    assert told == [["refused", "robots"], None]
    assert six.paths == ["/robots.txt", "/r1", "/r2", "/r3", "/r4", "/r5", "/closed"]


def test_rules_of_another_host_bind_the_one_that_redirected_there_and_the_guard_stands_before_it() -> None:
    with listen(robots(Reply(body=CLOSED)), "127.0.0.2") as other:
        moved = Reply(status=301, headers={"Location": f"{other.url}robots.txt"})
        with listen(robots(moved)) as first:
            told = troubles(fetch(f"{first.url}closed", f"{first.url}open", settings=OBEY, env=ANY))
            assert told == [["refused", "robots"], None]
            guarded = troubles(fetch(f"{first.url}open", settings=OBEY, env={"GUARD_ALLOW": "127.0.0.1"}))
    assert other.paths == ["/robots.txt"]
    assert guarded[0] is not None and guarded[0][1].startswith("robots_unreachable: redirected: guard: 127.0.0.2")


def bomb(size: int) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(machine.compress(b"#" * 999_999 + b"\n") for _ in range(size // 1_000_000)) + machine.flush()


def test_of_a_large_robots_txt_the_first_500_kib_count_and_cost_bounded_memory() -> None:
    long = b"Disallow: /" + b"y" * 90 + b"\n"
    large = CLOSED + long * (52_000_000 // len(long)) + b"Disallow: /late\n"
    zipped = gzip.compress(CLOSED) + bomb(300_000_000)
    with (
        listen(robots(Reply(body=large))) as one,
        listen(robots(Reply(body=zipped, headers={"Content-Encoding": "gzip"})), "127.0.0.2") as other,
    ):
        told = fetch(
            *(f"{host.url}{path}" for host in (one, other) for path in ("closed", "late")), settings=OBEY, env=ANY
        )
    assert troubles(told) == [["refused", "robots"], None] * 2
    assert told[-2]["rise"] < 40_000_000
    lengths = [(length, why) for length, why, _ in told[-2]["captured"]]
    assert 500 * 1024 < lengths[0][0] < 2_000_000 and lengths[0][1] == "length"
    assert (len(zipped), None) in lengths


def test_half_a_line_at_the_limit_forbids_nothing() -> None:
    line = b"Disallow: /old\n"
    fill = (500 * 1024 - len(CLOSED) - len(b"Disallow: /")) * b"#"
    with listen(robots(Reply(body=CLOSED + fill[:-1] + b"\n" + line))) as host:
        told = troubles(fetch(f"{host.url}open", f"{host.url}closed", settings=OBEY, env=ANY))
    assert told == [None, ["refused", "robots"]]


def test_robots_txt_is_not_obeyed_where_a_person_says_so() -> None:
    with listen(robots(Reply(body=CLOSED))) as host:
        assert troubles(fetch(f"{host.url}closed", env=ANY)) == [None]
    assert host.paths == ["/closed"]


def gaps(*hosts: Host) -> list[float]:
    """From the end of each answer to the next request, of all these hosts together."""
    asked = sorted(one for host in hosts for one in host.log)
    return [later.begun - earlier.ended for earlier, later in pairwise(asked)]


def test_a_host_has_its_delay_to_itself_after_each_answer_robots_txt_too() -> None:
    with listen(robots(Reply(body=b"", after=0.1))) as host:
        fetch(*(f"{host.url}{n}" for n in range(8)), settings=OBEY | {"DOWNLOAD_DELAY": 0.1}, env=ANY, together=True)
    assert len(host.log) == 9 and min(gaps(host)) > 0.095
    assert max(gaps(host)) > 0.11


def test_two_names_of_one_address_are_one_host() -> None:
    with listen(lambda path: PAGE) as host:
        port = host.url.rstrip("/").rpartition(":")[2]
        names = {"a.example": ["127.0.0.1"], "b.example": ["127.0.0.1"]}
        urls = [f"http://{name}:{port}/{n}" for n in range(3) for name in (*names, "127.0.0.1")]
        fetch(*urls, settings={"DOWNLOAD_DELAY": 0.1}, env=ANY, together=True, lies=names)
    assert len(host.log) == 9 and len({asked.host for asked in host.log}) == 3
    assert min(gaps(host)) > 0.095


def test_hosts_do_not_wait_for_each_other() -> None:
    with listen(lambda path: Reply(after=0.3)) as one, listen(lambda path: Reply(after=0.3), "127.0.0.2") as other:
        fetch(
            *(f"{host.url}{n}" for n in range(4) for host in (one, other)),
            settings={"DOWNLOAD_DELAY": 0.3, "CONCURRENT_REQUESTS": 8}, env=ANY, together=True,
        )  # fmt: skip
    assert min(gaps(one) + gaps(other)) > 0.295
    assert min(gaps(one, other)) < 0


def test_crawl_delay_holds_from_robots_txt_on() -> None:
    with listen(robots(Reply(body=b"User-agent: *\nCrawl-delay: 0.4"))) as host:
        fetch(*(f"{host.url}{n}" for n in range(3)), settings=OBEY | {"DOWNLOAD_DELAY": 0.05}, env=ANY, together=True)
    assert len(host.log) == 4 and min(gaps(host)) > 0.395


def test_a_slow_host_is_asked_less_often() -> None:
    with listen(lambda path: Reply(after=0.3)) as host:
        fetch(*(f"{host.url}{n}" for n in range(6)), settings={"DOWNLOAD_DELAY": 0.05}, env=ANY)
    assert gaps(host)[-1] > 0.2


def busy_once(retry_after: str, status: int = 429) -> Callable[[str], Reply]:
    """Says once that it is busy, and is well from then on."""
    replies = iter([Reply(status=status, headers={"Retry-After": retry_after} if retry_after else {})])
    return lambda path: next(replies, PAGE)


def test_a_host_that_says_so_is_left_alone_as_long_as_it_says_by_number_or_date() -> None:
    until = datetime.now(UTC) + timedelta(seconds=9)
    date = format_datetime(until, usegmt=True)
    cases = [(status, told) for status in (429, 503) for told in ("1", date)]
    with ExitStack() as stack:
        hosts = [
            stack.enter_context(listen(busy_once(told, status), f"127.0.1.{number}"))
            for number, (status, told) in enumerate(cases, 1)
        ]
        told = fetch(
            *(f"{host.url}{n}" for n in range(2) for host in hosts),
            settings={"DOWNLOAD_DELAY": 0.2, "RETRY_ENABLED": True, "RETRY_TIMES": 1}, env=ANY, together=True,
        )  # fmt: skip
        late = time.monotonic() + (until - datetime.now(UTC)).total_seconds()
    assert troubles(told) == [None] * 8
    for (_, said), host in zip(cases, hosts, strict=True):
        assert len(host.log) == 3
        # An HTTP date has whole seconds.
        assert gaps(host)[0] > 0.995 if said == "1" else host.log[1].begun > late - 1.1


def test_tries_of_one_address_are_not_three_in_a_tenth_of_a_second() -> None:
    with listen(lambda path: Reply(status=503)) as host, listen(lambda path: RESET, "127.0.0.2") as other:
        settings = {"DOWNLOAD_DELAY": 0.05, "RETRY_ENABLED": True}
        told = troubles(fetch(f"{host.url}a", f"{other.url}b", settings=settings, env=ANY, together=True))
    assert told[0] == ["failed", "http 503"] and told[1] is not None and told[1][0] == "failed"
    for one in (host, other):
        assert len(one.log) == 3
        assert gaps(one)[0] > 0.095 and gaps(one)[1] > 0.195


def test_what_waits_for_a_host_that_is_busy_for_long_fails_at_once_and_others_go_on() -> None:
    with listen(busy_once("600")) as busy, listen(lambda path: PAGE, "127.0.0.2") as well:
        urls = [f"{host.url}{n}" for n in range(4) for host in (busy, well)]
        told = troubles(fetch(*urls, settings={"DOWNLOAD_DELAY": 0.05}, env=ANY, together=True))
    assert len(busy.log) == 1 and len(well.log) == 4
    assert told[1::2] == [None] * 4
    for one in told[::2]:
        assert one is not None and one[0] == "failed"
        assert re.fullmatch(r"busy: 127\.0\.0\.1 is left alone until 20\S+ \S+ UTC \(http 429\)", one[1])


def test_a_host_that_fails_five_times_in_a_row_rests_is_probed_once_and_left() -> None:
    with listen(lambda path: RESET) as dead, listen(lambda path: PAGE, "127.0.0.2") as well:
        urls = [f"{dead.url}{n}" for n in range(20)] + [f"{well.url}{n}" for n in range(8)]
        told = troubles(fetch(*urls, settings={"DOWNLOAD_DELAY": 0.05}, env=ANY, together=True))
    assert len(dead.log) == 6 and len(well.log) == 8
    assert gaps(dead)[4] > 1.4
    words = Counter(one[1].partition(":")[0] for one in told[:20] if one)
    assert words == {"network": 6, "host_down": 14}
    assert told[20:] == [None] * 8
