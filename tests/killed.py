"""A crawl that is killed, at a moment or at a point in the code, and what it left beside what one never killed leaves.

    python -m tests.killed MODULE:NAME WHEN TIMES COMMAND …

runs a command of Scrapy's, or `archive …`, in this process, which kills itself (SIGKILL) `before` or `after` the
TIMES-th call of a function.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from typing import Any

from sqlalchemy import select

from archive.database import open_database, session
from archive.fixity.damage import Damage
from archive.fixity.verify import Count, verify
from archive.home import Home
from archive.models import Capture, Crawl, Memory, Report, Sighting, Url, Variant, Version
from tests.commands import BIN, ROOT, environment
from tests.site.serve import Served

POINTS = (
    "archive.warc.writer:WarcWriter._write",
    "os:fsync",
    "archive.store:add_capture",
    "archive.ingest:keep_report",
    "archive.ledger:lease",
    "archive.ledger:discover",
    "archive.ledger:settle",
    "archive.memory:remember",
    "sqlalchemy.orm.session:SessionTransaction.commit",
    "crawler.run:Run.keep",
)
"""Functions between which a crawl writes, flushes and commits."""

IN_FLIGHT = 5
"""Requests that are out at most, and the answer in hand: what a kill may make a crawl ask for again."""

COUNTED = ("discovered", "visited", "reports", "given up")


@dataclass(frozen=True, slots=True)
class Left:
    """What a crawl leaves, without moments and places: the ledger's states; (report, text, URL) of each version; every
    report and sighting; what the crawl's record counts of these; how often each URL was captured."""

    states: dict[str, tuple[str, str | None]]
    versions: set[tuple[str, str, str]]
    reports: set[str]
    sightings: set[tuple[str, str]]
    counts: dict[str, int]
    captures: Counter[str]


def look_at(home: Home) -> Left:
    engine = open_database(home)
    with session(engine) as work:
        crawl = work.scalars(select(Crawl)).one()
        assert crawl.outcome == "finished"
        assert not work.scalars(select(Memory)).all()
        versions = select(Variant.report_id, Variant.text_hash, Version.url).join(
            Version, Version.variant_id == Variant.id
        )
        left = Left(
            states={row.url: _spell_state(row) for row in work.scalars(select(Url))},
            versions={(report, text, url) for report, text, url in work.execute(versions)},
            reports=set(work.scalars(select(Report.id))),
            sightings={(report, url) for report, url in work.execute(select(Sighting.report_id, Sighting.url))},
            counts={name: crawl.counts[name] for name in COUNTED},
            captures=Counter(work.scalars(select(Capture.url))),
        )
    assert not [one for one in verify(engine, home.warcs, Count()) if isinstance(one, Damage)]
    engine.dispose()
    return left


def _spell_state(row: Url) -> tuple[str, str | None]:
    """A report that was taken in after a kill is unchanged when its page is fetched again."""
    return ("archived", "report") if (row.reason or "").startswith("report:") else (row.state, row.reason)


def count_again(left: Left, whole: Left) -> int:
    """How many answers were asked for that a crawl never killed did not ask for."""
    return (left.captures - whole.captures).total()


def find_faults(left: Left, whole: Left, kills: int) -> list[str]:
    """What a crawl that was killed so many times lost, what it has too much, and whether it asked for more again than
    was in flight; a line each."""
    faults = [f"lost: capture of {url}" for url in whole.captures - left.captures]
    for name in ("states", "versions", "reports", "sightings", "counts"):
        ours, right = (
            set(found.items() if isinstance(found := getattr(one, name), dict) else found) for one in (left, whole)
        )
        faults += [f"lost: {name} {one}" for one in right - ours] + [f"doubled: {name} {one}" for one in ours - right]
    again, most = count_again(left, whole), kills * (IN_FLIGHT + 1)  # and robots.txt
    return faults + ([f"refetched: {again} answers after {kills} kills, not {most}"] if again > most else [])


def begin(home: Home, url: str, *before: str, **env: str) -> subprocess.Popen[str]:
    """A crawl in a process of its own; `before`: what runs it."""
    command = [*(before or [str(BIN / "scrapy")]), "crawl", "reports", "-a", f"url={url}", "-L", "ERROR"]
    env = environment(home, GUARD_ALLOW="127.0.0.1", **env)
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish(home: Home, url: str) -> str:
    with begin(home, url) as process:
        told, _ = process.communicate(timeout=300)
    assert process.returncode == 0, told
    return told


def kill_after(home: Home, served: Served, requests: int, seconds: float) -> bool:
    """Kill a crawl that many seconds after so many requests. Whether it was killed before it had come to its end."""
    enough = len(served.requests) + requests
    with begin(home, served.url) as process:
        while process.poll() is None and len(served.requests) < enough:
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()
        return _was_killed(process, home)


def kill_at(home: Home, url: str, point: str, when: str, times: int) -> bool:
    with begin(home, url, sys.executable, "-m", "tests.killed", point, when, str(times)) as process:
        return _was_killed(process, home)


def _was_killed(process: subprocess.Popen[str], home: Home) -> bool:
    """A crawl that has written its end may still be killed while its process ends."""
    told, _ = process.communicate(timeout=300)
    assert process.returncode in (0, -signal.SIGKILL), told
    engine = open_database(home)
    with session(engine) as work:
        outcomes = list(work.scalars(select(Crawl.outcome)))
    engine.dispose()
    return outcomes != ["finished"]


def arm(point: str, when: str, times: int) -> None:
    """From here on this process kills itself at that call."""
    module, _, path = point.partition(":")
    *outer, name = path.split(".")
    holder = reduce(getattr, outer, import_module(module))
    function: Callable[..., Any] = getattr(holder, name)
    left = times

    def armed(*args: Any, **known: Any) -> Any:
        nonlocal left
        left -= 1
        # It may call itself.
        is_it = left == 0
        if is_it and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        value = function(*args, **known)
        if is_it:
            os.kill(os.getpid(), signal.SIGKILL)
        return value

    setattr(holder, name, armed)


def main() -> None:
    point, when, times, *command = sys.argv[1:]
    arm(point, when, int(times))
    if command[0] == "archive":
        from archive.cli import main as execute_archive

        execute_archive(command[1:])
    from scrapy.cmdline import execute

    execute(["scrapy", *command])


if __name__ == "__main__":
    main()
