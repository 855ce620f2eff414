"""Asks a dozen hosts on loopback for thousands of addresses, is killed while it does, and says from the hosts' own logs
whether a delay, a Crawl-delay, a Retry-After or a robots.txt was not kept to.

usage: scripts/manners.py [--count 10000] [--kills 3] [--delay 0.01]
"""

import argparse
import asyncio
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings

from archive.home import find_home
from archive.migrate import create_database
from crawler import portals
from crawler import settings as project
from crawler.run import begin
from tests.commands import environment
from tests.loopback import RESET, Asked, Host, Reply, listen

ROOT = Path(__file__).parents[1]
PAGE = Reply(body=b"<html>page</html>" * 50)
CRAWL_DELAY = 0.03
WORKERS = 4
"""Requests to one host that are out at a time."""


def every(number: int, reply: Reply, usual: Reply = PAGE) -> Callable[[str], Reply]:
    """Says something else each time that so many were asked."""
    replies = itertools.cycle([usual] * (number - 1) + [reply])
    return lambda path: next(replies)


def with_robots(robots: Reply, rest: Callable[[str], Reply]) -> Callable[[str], Reply]:
    return lambda path: robots if path == "/robots.txt" else rest(path)


OPEN = Reply(status=404)
HOSTS: dict[str, Callable[[str], Reply]] = {
    "plain": with_robots(OPEN, lambda path: PAGE),
    "slow": with_robots(OPEN, lambda path: Reply(body=b"x", after=0.015)),
    "crawl-delay": with_robots(Reply(body=f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}".encode()), lambda path: PAGE),
    "closed in part": with_robots(Reply(body=b"User-agent: *\nDisallow: /7"), lambda path: PAGE),
    "closed": with_robots(Reply(body=b"User-agent: *\nDisallow: /"), lambda path: PAGE),
    "robots.txt fails": with_robots(Reply(status=503), lambda path: PAGE),
    "429 at times": with_robots(OPEN, every(100, Reply(status=429, headers={"Retry-After": "1"}))),
    "503 at times": with_robots(OPEN, every(60, Reply(status=503))),
    "breaks off at times": with_robots(OPEN, every(60, RESET)),
    "two names": with_robots(OPEN, lambda path: PAGE),
    "busy": with_robots(OPEN, every(40, Reply(status=503, headers={"Retry-After": "3600"}))),
    "dead": with_robots(OPEN, lambda path: RESET),
}


def main() -> int:
    options = parse_options()
    if options.asking:
        ask(Path(options.asking))
        return 0
    begun = time.monotonic()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        hosts = {
            name: stack.enter_context(listen(answer, f"127.0.2.{number}"))
            for number, (name, answer) in enumerate(HOSTS.items(), 1)
        }
        home = find_home({"ARCHIVE_HOME": folder})
        create_database(home)
        urls = [url for name, host in hosts.items() for url in spell(name, host, options.count // len(hosts))]
        kills = drive(urls, hosts, Path(folder), options)
    breaches = {name: list(judge(name, host, options.delay, 1 + kills)) for name, host in hosts.items()}
    for name, host in hosts.items():
        print(f"{name:20} {tell(host.log, options.delay)}   breaches {len(breaches[name])} {breaches[name][:3]}")
    total = sum(map(len, breaches.values()))
    asked = sum(len(host.log) for host in hosts.values())
    print(f"{len(urls)} addresses, {asked} requests, {kills} kills, {time.monotonic() - begun:.0f} s: {total} breaches")
    return 1 if total else 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="addresses")
    parser.add_argument("--kills", type=int, default=3, help="times that the asking process is killed (SIGKILL)")
    parser.add_argument("--delay", type=float, default=0.01, help="DOWNLOAD_DELAY")
    parser.add_argument("--asking", help=argparse.SUPPRESS)
    return parser.parse_args()


def spell(name: str, host: Host, count: int) -> list[str]:
    """127.0.2.10 is 0x7f.0.2.10 as well."""
    other = host.url.replace("127.", "0x7f.", 1) if name == "two names" else host.url
    return [f"{(host.url, other)[number % 2]}{number}" for number in range(count)]


# ---- the process that asks


def drive(urls: list[str], hosts: dict[str, Host], folder: Path, options: argparse.Namespace) -> int:
    """Processes ask for what is left until nothing is; returns how many of them were killed."""
    for number in range(options.kills + 1):
        asked = {f"{asked.host}{asked.path}" for host in hosts.values() for asked in host.log}
        left = [url for url in urls if url.removeprefix("http://") not in asked]
        (folder / "asking.json").write_text(json.dumps({"urls": left, "delay": options.delay}), encoding="utf-8")
        enough = sum(len(host.log) for host in hosts.values()) + len(urls) // (2 * options.kills + 2)
        command = [sys.executable, __file__, "--asking", str(folder / "asking.json")]
        env = environment(find_home({"ARCHIVE_HOME": str(folder)}), GUARD_ALLOW="127.0.0.0/8")
        with subprocess.Popen(command, cwd=ROOT, env=env) as process:  # noqa: S603 - this program itself
            while process.poll() is None:
                time.sleep(0.02)
                if number < options.kills and sum(len(host.log) for host in hosts.values()) > enough:
                    process.kill()
    return int(options.kills)


class Asking(Spider):
    """A few workers for each host, and a run whose archive keeps every answer."""

    name = "asking"

    def __init__(self, urls: list[str], folder: Path) -> None:
        super().__init__()
        self.error = None
        self.urls = urls
        self.run = begin(find_home({"ARCHIVE_HOME": str(folder)}), portals.from_url("http://127.0.2.1/"), {})

    async def start(self):  # type: ignore[no-untyped-def]
        queues: dict[str, Iterator[str]] = {}
        for host, urls in itertools.groupby(self.urls, key=lambda url: url.rpartition(".")[2].partition(":")[0]):
            queues[host] = iter(list(urls))
        await asyncio.gather(*(self.work(queue) for queue in queues.values() for _ in range(WORKERS)))
        self.run.finish("finished")
        return
        yield

    async def work(self, queue: Iterator[str]) -> None:
        for url in queue:
            try:
                await self.crawler.engine.download_async(Request(url, dont_filter=True))
            except IgnoreRequest:
                pass
            except Exception as error:
                if "Failed" not in type(error).__name__:
                    raise


def ask(file: Path) -> None:
    told = json.loads(file.read_text(encoding="utf-8"))
    settings = Settings()
    settings.setmodule(project)
    settings.setdict({
        "SCHEDULER": "scrapy.core.scheduler.Scheduler", "ITEM_PIPELINES": {}, "EXTENSIONS": {},
        "DOWNLOAD_DELAY": told["delay"], "LOG_LEVEL": "CRITICAL",
    })  # fmt: skip
    process = CrawlerProcess(settings)
    process.crawl(Asking, urls=told["urls"], folder=file.parent)
    process.start()


# ---- what the hosts saw


def judge(name: str, host: Host, delay: float, runs: int) -> Iterator[str]:
    """What was not kept to."""
    asked = sorted(host.log)
    if name == "crawl-delay":
        delay = CRAWL_DELAY
    times = Counter(one.path for one in asked)
    for earlier, later in pairwise(asked):
        pause = later.begun - earlier.ended
        # robots.txt says what holds after it.
        if pause < delay:
            yield f"{later.path} {pause:.4f} s after {earlier.path}"
        if pause < earlier.retry_after:
            yield f"{later.path} {pause:.3f} s after Retry-After: {earlier.retry_after}"
    if name in ("closed", "robots.txt fails") and times.keys() != {"/robots.txt"}:
        yield "asked for what is closed"
    if name == "closed in part" and any(path.startswith("/7") for path in times):
        yield "asked for what is closed"
    tries = 3 if name in ("robots.txt fails", "dead") else 2
    names = 2 if name == "two names" else 1
    if times["/robots.txt"] > tries * names * runs:
        yield f"robots.txt was asked for {times['/robots.txt']} times"
    if name == "dead" and len(asked) > 20 * runs:
        yield f"asked {len(asked)} times though dead"


def tell(log: list[Asked], delay: float) -> str:
    pauses = sorted(later.begun - earlier.ended for earlier, later in pairwise(sorted(log))) or [0.0]
    return f"{len(log):5} requests   pauses {pauses[0]:.4f} / {pauses[len(pauses) // 2]:.4f} / {pauses[-1]:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
