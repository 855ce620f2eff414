"""The portals whose turn has come, several at once: each crawl is a process of its own, as an operator would start it.

A portal is due a day after its last crawl from January to April, when reports appear, and else a week after; twice as
long for each crawl in a row that brought nothing new, up to eight times as long. One whose last crawl did not finish is
due now, and one whose hosts did not answer a day after.
"""

import re
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile
from typing import IO

from archive import errors
from archive.portals_seen import Seen
from crawler.register import Entry
from crawler.spiders.reports import read_arguments

SEASON = (1, 2, 3, 4)
"""Months in which lists change: departments publish by 31 January, governments by 31 March (Regulations, Art. 49)."""

IN_SEASON, OUT_OF_SEASON = timedelta(days=1), timedelta(days=7)
QUIETEST = 8

MEANING = {
    errors.DONE: "done",
    errors.PROBLEMS: "problems",
    errors.UsageError.exit_code: "refused",
    errors.DatabaseError.exit_code: "no database",
    errors.UnreachableError.exit_code: "unreachable",
    errors.StorageError.exit_code: "disk full or not writable",
    errors.BusyError.exit_code: "another run crawls it",
    errors.STOPPED: "stopped",
    errors.ALARM: "alarm",
}

HEEDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

SOUND = (errors.DONE, errors.BusyError.exit_code)
"""How a portal's crawl may end that needs nobody."""

HOPELESS = (errors.StorageError.exit_code, errors.DatabaseError.exit_code)
"""After these no other portal is begun."""


@dataclass(frozen=True, slots=True)
class Turn:
    """`argument` names the portal to `scrapy crawl reports -a`; `at` is when it is, or was, due. Portals of one
    `family` have addresses in common, and are crawled one after another."""

    name: str
    url: str
    argument: str
    at: datetime
    family: str = ""


def list_turns(entries: Iterable[Entry], now: datetime) -> list[Turn]:
    """Every portal that may be crawled, the one that is due longest first, and those never crawled behind those that
    are due. A wrong file is not among them, nor a paused portal."""
    chosen = [entry for entry in entries if entry.url and not entry.faults and not entry.seen.paused]
    domains = {entry.seen.domain for entry in chosen}
    turns = [
        Turn(
            entry.name,
            entry.url or "",
            f"portal={entry.name}" if entry.portal else f"url={entry.url}",
            due_at(entry.seen, now),
            find_family(entry.seen.domain, domains),
        )
        for entry in chosen
    ]
    return sorted(turns, key=lambda turn: (turn.at, turn.name))


def find_family(domain: str, domains: Iterable[str]) -> str:
    """The widest of the domains that a domain lies within: a province's portal, and those of its departments."""
    return min((one for one in domains if domain == one or domain.endswith(f".{one}")), key=len, default=domain)


def due_at(seen: Seen, now: datetime) -> datetime:
    """When a portal's next crawl is due, as it looks now."""
    last = seen.last
    if last is None:
        return now
    if last.outcome != "finished":
        return min(last.started, now)
    if not last.pages or not last.was_answered:
        return last.started + IN_SEASON
    every = IN_SEASON if now.month in SEASON else OUT_OF_SEASON
    return last.started + every * min(1 << seen.quiet, QUIETEST)


def judge(codes: Iterable[int], *, stopped: bool) -> int:
    """One exit code for all: of a disk or a database at once, then an alarm, then whatever else went wrong."""
    found = set(codes)
    if stopped:
        return errors.STOPPED
    first = (*HOPELESS, errors.ALARM)
    return next((code for code in first if code in found), errors.PROBLEMS if found - set(SOUND) else errors.DONE)


# ---- running them


@dataclass
class Crawls:
    """`command` crawls one portal, once its argument stands behind it. `is_plain`: lines on standard error are told
    under the portal's name; lines of JSON name it themselves."""

    command: Sequence[str]
    is_plain: bool = True
    codes: dict[str, int] = field(default_factory=dict)
    is_stopped: bool = False
    _running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _families: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))

    def run(self, turns: Sequence[Turn], at_once: int) -> Iterator[tuple[Turn, int, str]]:
        """Each portal as its crawl ends, with its exit code and what it printed. The first signal stops all crawls in
        order, another one at once; no other portal is begun then."""
        with ThreadPoolExecutor(at_once, "portal") as threads, self._heeding_signals():
            futures: dict[Future[tuple[int, str] | None], Turn] = {
                threads.submit(self._crawl, turn): turn for turn in turns
            }
            try:
                for future in as_completed(futures):
                    if ended := future.result():
                        yield futures[future], *ended
            finally:
                # Where nobody listens any more, too.
                self.is_stopped = self.is_stopped or not all(future.done() for future in futures)

    def _crawl(self, turn: Turn) -> tuple[int, str] | None:
        with self._families[turn.family]:
            return self._crawl_alone(turn)

    def _crawl_alone(self, turn: Turn) -> tuple[int, str] | None:
        with TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
            process = self._begin(turn, printed)
            if process is None:
                return None
            assert process.stderr is not None  # noqa: S101 - it is piped
            for line in process.stderr:
                # In one piece: other crawls write too.
                sys.stderr.write(f"{turn.name}: {line}" if self.is_plain else line)
                sys.stderr.flush()
            code = process.wait()
            with self._lock:
                del self._running[turn.name]
            self.codes[turn.name] = code
            printed.seek(0)
            return code, printed.read()

    def _begin(self, turn: Turn, printed: IO[str]) -> subprocess.Popen[str] | None:
        with self._lock:
            if self.is_stopped or set(self.codes.values()) & set(HOPELESS):
                return None
            self._running[turn.name] = subprocess.Popen(  # noqa: S603 - this program, with arguments of our own
                [*self.command, "-a", turn.argument],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                # A terminal's Ctrl-C comes to all of a group at once, and twice is Scrapy's sign to drop everything.
                process_group=0,
            )
            return self._running[turn.name]

    @contextmanager
    def _heeding_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._stop) for number in HEEDED}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, *_: object) -> None:
        # A handler runs between any two steps of the main thread, also of itself.
        with self._lock:
            self.is_stopped = True
            for process in self._running.values():
                process.terminate()


def crawl_due(turns: Sequence[Turn], crawls: Crawls, at_once: int, now: datetime) -> int:
    """Crawl what is due by now, telling of each portal as it ends. Returns the exit code."""
    due = [turn for turn in turns if turn.at <= now]
    later = [turn for turn in turns if turn.at > now]
    say(f"{len(due)} of {len(turns)} portals are due")
    for turn, code, printed in crawls.run(due, at_once):
        print(printed, end="")
        say(f"{turn.name}: {MEANING.get(code, f'exit code {code}')} ({len(crawls.codes)} of {len(due)})")
    ended = Counter(MEANING.get(code, f"exit code {code}") for code in crawls.codes.values())
    if left := len(due) - len(crawls.codes):
        ended["not begun"] = left
    if due:
        say(", ".join(f"{number} {words}" for words, number in ended.most_common()))
    if later:
        say(f"the next is {later[0].name}, from {later[0].at.astimezone(UTC):%Y-%m-%d %H:%M} UTC on")
    return judge(crawls.codes.values(), stopped=crawls.is_stopped)


def say(line: str) -> None:
    print(line, flush=True)


def check_arguments(arguments: Mapping[str, str]) -> list[str]:
    """Those of `-a` that every portal's crawl is given too. Raises UsageError."""
    if arguments["due"] != "1" or arguments.keys() & {"url", "portal"}:
        raise errors.UsageError("-a due=1 crawls every portal whose turn has come, without -a url= and -a portal=")
    given = {name: value for name, value in arguments.items() if name != "due"}
    read_arguments({**given, "url": "http://www.example.gov.cn/"})
    return [f"{name}={value}" for name, value in given.items()]


def read_at_once(value: str) -> int:
    """Raises UsageError where it is no number from 1 on."""
    if not re.fullmatch(r"[1-9]\d{0,2}", value):
        raise errors.UsageError(f"--portals-at-once {value}: it takes a number, as in --portals-at-once 4")
    return int(value)
