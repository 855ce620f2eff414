"""Portals whose turn has come: which they are, and how they are crawled side by side."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from archive import pauses
from archive.alarms import was_answered
from archive.database import open_database, session
from archive.home import Home
from archive.pauses import Pause
from archive.portals_seen import LastCrawl, Seen, look_at_portals
from crawler import portals
from crawler.due import due_at, find_family, judge, list_turns
from crawler.register import Entry
from crawler.run import hold_file
from tests.commands import BIN, ROOT, crawl, environment
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_crawl import REPORT, TITLE, html, link
from tests.test_status import ran

MARCH, JUNE = datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 6, 10, tzinfo=UTC)


def seen(*, ago: float = 0, outcome: str | None = "finished", pages: int = 9, quiet: int = 0, now: datetime) -> Seen:
    started = now - timedelta(days=ago)
    return Seen("a.example", last=LastCrawl("1", "http://a.example/", started, started, outcome, pages, 1), quiet=quiet)


# ---- when


@pytest.mark.parametrize(
    ("now", "quiet", "days"),
    [(MARCH, 0, 1), (MARCH, 1, 2), (MARCH, 3, 8), (MARCH, 20, 8), (JUNE, 0, 7), (JUNE, 2, 28), (JUNE, 9, 56)],
)
def test_a_portal_is_due_more_often_from_january_to_april_and_less_where_nothing_is_new(
    now: datetime, quiet: int, days: int
) -> None:
    assert due_at(seen(now=now, quiet=quiet), now) - now == timedelta(days=days)


def test_a_crawl_that_did_not_finish_is_due_now_and_one_that_reached_nothing_tomorrow() -> None:
    for outcome in (None, "shutdown", "storage"):
        assert due_at(seen(now=JUNE, outcome=outcome), JUNE) <= JUNE
    assert due_at(seen(now=JUNE, pages=0, quiet=5), JUNE) == JUNE + timedelta(days=1)
    assert due_at(Seen("a.example"), JUNE) == JUNE


def test_a_portal_that_was_down_is_due_tomorrow_and_one_with_a_dead_host_of_files_is_not() -> None:
    assert was_answered({"visited": 100, "state archived": 90, "left alone": 9})
    assert not was_answered({"visited": 100, "state archived": 90, "left alone": 30})
    assert not was_answered({"visited": 100, "state failed": 100})
    assert was_answered({}) and was_answered(None)
    last = LastCrawl("1", None, JUNE, JUNE, "finished", 9, 1, was_answered=False)
    assert due_at(Seen("a.example", last=last, quiet=5), JUNE) == JUNE + timedelta(days=1)


def test_what_is_due_longest_comes_first_and_what_is_paused_or_wrong_does_not_come(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text('title = "新"\nurl = "https://www.new.gov.cn/"\n', encoding="utf-8")
    entries = [
        Entry("new", Seen("new.gov.cn"), portals.from_name("new", tmp_path)),
        Entry("soon", seen(now=JUNE, ago=5)),
        Entry("late", seen(now=JUNE, ago=30)),
        Entry("paused", Seen("p", paused=Pause(JUNE, None), last=seen(now=JUNE, ago=90).last)),
        Entry("wrong", Seen(""), faults=("wrong.toml: no url",)),
    ]
    turns = list_turns(entries, JUNE)
    assert [(turn.name, turn.argument) for turn in turns] == [
        ("late", "url=http://a.example/"),
        ("new", "portal=new"),
        ("soon", "url=http://a.example/"),
    ]


def test_portals_within_one_another_are_of_one_family() -> None:
    domains = {"beijing.gov.cn", "whlyj.beijing.gov.cn", "a.whlyj.beijing.gov.cn", "xbeijing.gov.cn", "127.0.0.1:80"}
    assert {one: find_family(one, domains) for one in domains} == {
        "beijing.gov.cn": "beijing.gov.cn",
        "whlyj.beijing.gov.cn": "beijing.gov.cn",
        "a.whlyj.beijing.gov.cn": "beijing.gov.cn",
        "xbeijing.gov.cn": "xbeijing.gov.cn",
        "127.0.0.1:80": "127.0.0.1:80",
    }


def test_finished_crawls_in_a_row_that_brought_nothing_are_counted(home: Home) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work:
        for day, (new, outcome) in enumerate(((3, "finished"), (0, "finished"), (0, "shutdown"), (0, "finished"))):
            ran(work, day, {"visited": 9, "new variant": new}, outcome=outcome)
        assert [one.quiet for one in look_at_portals(work).values()] == [2]
    engine.dispose()


@pytest.mark.parametrize(
    ("codes", "code"),
    [([], 0), ([0, 0], 0), ([0, 6], 0), ([0, 4], 1), ([0, 2], 1), ([4, 8], 8), ([8, 5, 1], 5), ([3], 3)],
)
def test_one_exit_code_stands_for_all(codes: list[int], code: int) -> None:
    assert judge(codes, stopped=False) == code
    assert judge(codes, stopped=True) == 7


# ---- side by side


@pytest.fixture
def work(small: Home) -> Iterator[Session]:
    """Of an archive in which no portal of a file is crawled."""
    engine = open_database(small)
    with session(engine, write=True) as opened:
        for name in portals.names(portals.FOLDER):
            pauses.pause(opened, portals.from_name(name).domain, now=MARCH, why=None)
        opened.commit()
        yield opened
    engine.dispose()


def due(home: Home, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return crawl("-a", "due=1", *args, home=home, **env)


def known(work: Session, *urls: str) -> None:
    """Portals that were crawled long ago."""
    for url in urls:
        ran(work, -200, {"visited": 1}, portal=portals.from_url(url).domain)
    work.commit()


def test_due_portals_are_crawled_side_by_side_by_processes_that_show_no_password_and_listen_nowhere_and_each_is_told(
    small: Home, work: Session, tmp_path: Path
) -> None:
    secret = "Zq7xSecret"  # noqa: S105 - it opens nothing
    address = f"{small.database.render_as_string()}?password={secret}"
    pages = {"/": html(link("/r.html", TITLE)), "/r.html": Page(REPORT, "text/html")}
    truth = build().truth
    with serve(Site(pages, truth)) as first, serve(Site(pages, truth)) as second:
        down = "http://127.0.0.1:1/"
        known(work, first.url, second.url, down)
        options = ("--portals-at-once", "3", "-L", "INFO", "--dump", str(tmp_path / "dump"))
        with watching() as watched:
            run = due(small, *options, ARCHIVE_DATABASE=address, PGPASSWORD=secret)
        again = due(small)
        names = [portals.from_url(url).domain for url in (first.url, second.url)]
        assert all(len(served.requests) < 8 for served in (first, second))
    assert run.returncode == 1, run.stderr
    assert "3 of 3 portals are due" in run.stdout and "2 done, 1 unreachable" in run.stdout
    for name in names:
        assert f"\n{name}: done (" in run.stdout and f"{name}: 20" in run.stderr
    arguments = {said.replace("\0", " ") for said, _, _ in watched}
    assert any("scrapy crawl reports" in said for said in arguments) and any("sandboxed" in said for said in arguments)
    readers = [environ for said, environ, _ in watched if "archive.sandboxed" in said]
    assert not [said for said in (*arguments, *readers) if secret in said]
    assert not [ports for _, _, ports in watched if ports]
    assert run.stdout.count("1 new report") + run.stdout.count("1 new sighting") == 2
    assert (tmp_path / "dump" / "reports.jsonl").stat().st_size
    assert again.returncode == 0 and "0 of 3 portals are due" in again.stdout
    assert re.search(r"the next is 127\.0\.0\.1:\d+, from 20\d\d-\d\d-\d\d \d\d:\d\d UTC on", again.stdout)


def test_a_second_run_of_what_is_due_says_so(small: Home, work: Session) -> None:
    with hold_file(small, "due", "busy"):
        run = due(small)
    assert run.returncode == 6 and "another run crawls what is due" in run.stderr


def test_a_signal_stops_all_crawls_in_order_and_no_other_is_begun(small: Home, work: Session) -> None:
    rows = "".join(link(f"/{number}.html", f"{number}年政府信息公开年报") for number in range(2000, 2020))
    pages = {f"/{number}.html": html("<p>x</p>") for number in range(2000, 2020)} | {"/": html(rows)}
    with serve(Site(pages, build().truth)) as first, serve(Site(pages, build().truth)) as second:
        known(work, first.url, second.url)
        command = [str(BIN / "scrapy"), "crawl", "reports", "-a", "due=1", "--portals-at-once", "1", "-L", "WARNING"]
        slow = ["-s", "DOWNLOAD_DELAY=1"]
        with subprocess.Popen(
            [*command, *slow],
            cwd=ROOT,
            env=environment(small, GUARD_ALLOW="127.0.0.1"),
            stdout=subprocess.PIPE,
            text=True,
        ) as run:
            while not first.requests and not second.requests:
                time.sleep(0.05)
            run.send_signal(signal.SIGTERM)
            told, _ = run.communicate(timeout=60)
        assert not (first.requests and second.requests)
    assert run.returncode == 7
    assert "1 stopped, 1 not begun" in told and "stopped by a signal" in told


@contextmanager
def watching() -> Iterator[set[tuple[str, str, frozenset[str]]]]:
    """The arguments, the environment and the open ports of crawls and readers that this process or its own start."""
    seen = set[tuple[str, str, frozenset[str]]]()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.3):
            for process in started_by(os.getpid()):
                with suppress(OSError):
                    said = (process / "cmdline").read_text()
                    if "reports\0" in said or "sandboxed" in said:
                        seen.add((said, (process / "environ").read_text(), frozenset(listening(process))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def started_by(number: int) -> Iterator[Path]:
    for file in Path(f"/proc/{number}/task").glob("*/children"):
        with suppress(OSError):
            for child in file.read_text().split():
                yield Path(f"/proc/{child}")
                yield from started_by(int(child))


def listening(process: Path) -> set[str]:
    """The sockets on which it waits to be called, over TCP."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in (process / "net" / name).read_text().splitlines()]
    # https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html: 0A is TCP_LISTEN.
    waiting = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    return waiting & {str(one.readlink()) for one in (process / "fd").iterdir()}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-a", "due=1", "-a", "portal=pingtan"], "without -a url="),
        (["-a", "due=yes"], "-a due=1"),
        (["-a", "due=1", "--portals-at-once", "none"], "--portals-at-once none"),
        (["-a", "due=1", "-a", "since=x"], "-a since=x"),
        (["-a", "url=http://127.0.0.1:1/", "--portals-at-once", "2"], "goes with -a due=1"),
        (["-a", "due=1"], "CONTACT"),
    ],
)
def test_what_cannot_be_is_wrong_usage(small: Home, args: list[str], words: str) -> None:
    run = crawl(*args, home=small)
    assert run.returncode == 2 and words in run.stderr


# ---- started by the machine


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_the_systemd_units_are_right(tmp_path: Path) -> None:
    units = sorted((ROOT / "docs" / "systemd").iterdir())
    assert [unit.suffix for unit in units] == [".service", ".timer"]
    for unit in units:
        text = unit.read_text(encoding="utf-8").replace("/srv/disclosure-archive/.venv/bin/scrapy", str(BIN / "scrapy"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in units)],  # noqa: S607
        capture_output=True, text=True, check=False, env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_cron_line_of_the_readme_is_a_command_that_is_understood(small: Home, name: str) -> None:
    (line,) = re.findall(r"```cron\n(.*)\n```", (ROOT / name).read_text(encoding="utf-8"))
    *_, command = line.split(" && ")
    words = command.split()
    assert words[0] == "CONTACT=you@example.org" and words[1] == ".venv/bin/scrapy"
    with hold_file(small, "due", "busy"):
        run = subprocess.run(
            [sys.executable, "-m", "scrapy", *words[2 : words.index(">>")]],
            cwd=ROOT, env=environment(small, CONTACT="you@example.org"), capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 6, run.stderr
