"""What a crawl does about hosts that are down or busy: states, exit codes, and what holds when it is begun again."""

import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from archive.database import open_database, session
from archive.home import Home
from archive.hosts import HostState, keep_hosts, recall_hosts
from archive.models import Url
from tests.commands import BIN, ROOT, crawl, environment
from tests.killed import kill_at
from tests.loopback import RESET, Host, Reply, listen
from tests.test_store import SENTENCE, page

LINKS = "".join(f'<li><a href="/r{n}.html">某局{2000 + n}年政府信息公开工作年度报告</a></li>' for n in range(6))
HOME = Reply(body=f"<html><body>{LINKS}</body></html>".encode())
REPORT = Reply(body=page("某局", SENTENCE))
GONE = Reply(status=404)
BUSY = Reply(status=429, headers={"Retry-After": "600"})


def portal(**replies: Reply) -> Callable[[str], Reply]:
    """Reports at /r0.html …, and what a test says of a path or of all reports."""

    def answer(path: str) -> Reply:
        name = path.strip("/").partition(".")[0] or "home"
        usual = {"home": HOME, "robots": GONE, "sitemap": GONE}.get(name, replies.get("report", REPORT))
        return replies.get(name, usual)

    return answer


def rows(home: Home) -> dict[str, Url]:
    engine = open_database(home)
    with session(engine) as work:
        found = {"/" + row.url.split("/", 3)[3]: row for row in work.scalars(select(Url))}
    engine.dispose()
    return found


def test_a_portal_that_is_busy_for_long_is_left_with_what_waits_and_not_asked_by_the_next_run(small: Home) -> None:
    with listen(portal(r1=BUSY)) as host:
        first = crawl("-a", f"url={host.url}", "-s", "DOWNLOAD_DELAY=0.05", home=small)
        asked = len(host.log)
        known = rows(small)
        second = crawl("-a", f"url={host.url}", "-s", "DOWNLOAD_DELAY=0.05", home=small)
        assert len(host.log) == asked
    assert first.returncode == 1, first.stderr
    assert "addresses were not asked for: their hosts were down or busy" in first.stderr
    assert [path for path in host.paths if path == "/r1.html"] == ["/r1.html"]
    left = {path: row for path, row in known.items() if (row.reason or "").startswith("busy: 127.0.0.1 ")}
    assert "/r1.html" in left and len(left) >= 4
    assert known.keys() - left.keys() <= set(host.paths)
    # In whole seconds, the one that has begun counted.
    soon = datetime.now(UTC) + timedelta(seconds=600 + 1)
    assert all(row.state == "failed" and row.next_at and row.next_at < soon for row in left.values())
    assert second.returncode == 4 and "busy: 127.0.0.1 is left alone until" in second.stderr


def test_a_portal_that_goes_down_is_left_after_a_rest(small: Home) -> None:
    with listen(portal(report=Reply(status=503))) as host:
        settings = ("-s", "DOWNLOAD_DELAY=0.05", "-s", "RETRY_ENABLED=False")
        run = crawl("-a", f"url={host.url}", *settings, home=small)
    assert run.returncode == 1, run.stderr
    reasons = [(row.reason or "").partition(":")[0] for path, row in rows(small).items() if path.startswith("/r")]
    assert reasons.count("http 503") + reasons.count("host_down") == len(reasons) == 6
    assert sum(path.startswith("/r") and path != "/robots.txt" for path in host.paths) <= 6


def test_a_portal_that_is_down_from_the_beginning_ends_with_nothing_reachable(small: Home) -> None:
    with listen(lambda path: RESET) as host:
        run = crawl("-a", f"url={host.url}", "-s", "DOWNLOAD_DELAY=0.05", home=small)
    assert run.returncode == 4 and "robots_unreachable: network: " in run.stderr
    assert set(host.paths) == {"/robots.txt"} and len(host.log) == 3
    assert {row.state for row in rows(small).values()} == {"failed"}
    assert all(row.next_at for row in rows(small).values())


def begin(host: Host, home: Home) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [BIN / "scrapy", "crawl", "reports", "-a", f"url={host.url}", "-s", "DOWNLOAD_DELAY=0.1", "-L", "ERROR"],
        cwd=ROOT, env=environment(home, GUARD_ALLOW="127.0.0.1"), stdout=subprocess.DEVNULL,
    )  # fmt: skip


def wait_for(host: Host, number: int) -> None:
    until = time.monotonic() + 60
    while len(host.log) < number:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_crawl_that_is_killed_when_a_host_said_it_is_busy_does_not_ask_it_when_it_is_begun_again(small: Home) -> None:
    with listen(portal(home=BUSY)) as host:
        assert kill_at(small, host.url, "crawler.run:Run.capture", "after", 2)
        again = crawl("-a", f"url={host.url}", home=small)
    assert host.paths == ["/robots.txt", "/"]
    assert again.returncode == 4 and "busy: 127.0.0.1 is left alone until" in again.stderr


def test_a_crawl_that_is_killed_keeps_to_the_crawl_delay_when_it_is_begun_again(small: Home) -> None:
    with listen(portal(robots=Reply(body=b"User-agent: *\nCrawl-delay: 4"))) as host:
        for number in (2, 3):
            with begin(host, small) as process:
                wait_for(host, number)
                time.sleep(0.3)
                process.kill()
            assert process.returncode == -signal.SIGKILL
    assert host.paths == ["/robots.txt", "/", "/robots.txt"]
    assert min(later.begun - earlier.ended for earlier, later in pairwise(host.log)) > 3.995


def test_crawls_side_by_side_ask_one_address_in_turn(small: Home) -> None:
    with listen(portal()) as one, listen(portal()) as other, begin(one, small) as first, begin(other, small) as second:
        for process in (first, second):
            process.wait(timeout=60)
    assert first.returncode == second.returncode == 0
    assert len(one.log) > 5 and len(other.log) > 5
    both = sorted([*one.log, *other.log])
    assert len({asked.host for asked in both[: len(both) // 2]}) == 2
    assert min(later.begun - earlier.ended for earlier, later in pairwise(both)) > 0.099


def test_a_crawl_that_waits_for_a_host_is_stopped_soon_and_goes_on_later(small: Home) -> None:
    with listen(portal(robots=Reply(body=b"User-agent: *\nCrawl-delay: 50"))) as host:
        with begin(host, small) as process:
            wait_for(host, 1)
            time.sleep(0.5)
            begun = time.monotonic()
            process.terminate()
        assert process.returncode == 7 and time.monotonic() - begun < 40
    assert host.paths == ["/robots.txt"]
    assert {row.state for row in rows(small).values()} == {"queued"}


def test_what_a_host_said_outlives_what_others_see_of_it(home: Home) -> None:
    now = datetime.now(UTC)
    engine = open_database(home)
    told = HostState(now, now + timedelta(hours=1), 0, 0.5, 2)
    since = HostState(now + timedelta(seconds=2), None, 3, 0.25, 1)
    with session(engine, write=True) as work, work.begin():
        keep_hosts(work, {"www.x.gov.cn": told, "192.0.2.1": told})
        keep_hosts(work, {"192.0.2.1": since})
    with session(engine) as work:
        assert recall_hosts(work, ["www.x.gov.cn", "unknown"]) == [told]
        (seen,) = recall_hosts(work, ["192.0.2.1"])
    engine.dispose()
    assert (seen.busy_until, seen.crawl_delay, seen.next_at) == (told.busy_until, 3, since.next_at)
