"""How long the event loop of a crawl keeps others waiting among normal and hostile pages: the pages looked at and read
in the sandbox, and inline in the loop, side by side; then a whole crawl of a portal of the same pages.

    python bench/lag.py [--pages N]

A lag is by how much a sleep of 10 ms took longer. A whole crawl does besides what a crawl does in its loop: the fsync
of each WARC record and the commits.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from archive.report.reading import read_report  # noqa: E402
from archive.sandbox import PAGE, Sandbox  # noqa: E402
from crawler.look import Asked, look  # noqa: E402
from tests.site import Page, Site, build  # noqa: E402
from tests.site.serve import serve  # noqa: E402

TICK = 0.01
SECONDS = 3
"""CPU seconds a page may take here: enough for every normal one."""

ASKED = Asked("http://www.example.gov.cn/zwgk/1.html", "text/html", None)
HEAD = "<html><head><title>某区2020年政府信息公开工作年度报告</title></head><body>"
HOSTILE = (
    HEAD + "<div " + " ".join(f'a{n}="x"' for n in range(40_000)) + ">",
    HEAD + "<p>本年度主动公开政府信息五十四条。" * 60_000,
    HEAD + '<div onclick="a(">' * 15_000,
    HEAD + "<b><font color=1>某" * 5_000,
)

SPY = """
import asyncio, time
from scrapy import signals

class Addon:
    def update_settings(self, settings):
        settings["EXTENSIONS"] = {**settings["EXTENSIONS"], "spy.Spy": 1}

class Spy:
    @classmethod
    def from_crawler(cls, crawler):
        spy = cls()
        spy.file = crawler.settings["LAGS"]
        crawler.signals.connect(spy.begin, signals.spider_opened)
        crawler.signals.connect(spy.end, signals.spider_closed)
        return spy

    def begin(self):
        self.task = asyncio.ensure_future(self.measure())

    def end(self):
        self.task.cancel()

    async def measure(self):
        with open(self.file, "w") as file:
            while True:
                begun = time.monotonic()
                await asyncio.sleep(TICK)
                print(time.monotonic() - begun - TICK, file=file, flush=True)
""".replace("TICK", str(TICK))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40, help="normal pages; a hostile one comes with every tenth")
    pages = choose_pages(parser.parse_args().pages)
    with Sandbox(page=replace(PAGE, cpu=SECONDS)) as sandbox:

        async def sandboxed(body: bytes) -> None:
            for future in (sandbox.submit(look, body, ASKED), sandbox.read(body)):
                await asyncio.gather(asyncio.wrap_future(future), return_exceptions=True)

        print(tell("in the sandbox", asyncio.run(measure(pages, sandboxed))))
    print(tell("inline", asyncio.run(measure(pages, inline))))
    print(tell("whole crawl", measure_crawl(pages)))


def choose_pages(number: int) -> list[bytes]:
    normal = [page.body for page in build().pages.values() if b"<html" in page.body[:1000]]
    pages = [normal[n % len(normal)] for n in range(number)]
    for at in range(number // 10):
        pages.insert(11 * at, HOSTILE[at % len(HOSTILE)].encode())
    return pages


async def inline(body: bytes) -> None:
    look(body, ASKED)
    read_report(body)


async def measure(pages: list[bytes], do: Callable[[bytes], Awaitable[None]]) -> list[float]:
    lags: list[float] = []
    watch = asyncio.create_task(watch_lags(lags))
    for body in pages:
        await do(body)
        await asyncio.sleep(0)
    watch.cancel()
    return lags


async def watch_lags(lags: list[float]) -> None:
    while True:
        begun = time.monotonic()
        await asyncio.sleep(TICK)
        lags.append(time.monotonic() - begun - TICK)


def measure_crawl(pages: list[bytes]) -> list[float]:
    titled = (f'<a href="/{n}.html">某局{1900 + n}年政府信息公开工作年度报告</a>' for n in range(len(pages)))
    served_pages = {f"/{n}.html": Page(body, "text/html") for n, body in enumerate(pages)}
    served_pages["/"] = Page(f"<html><body>{''.join(titled)}</body></html>".encode(), "text/html")
    with tempfile.TemporaryDirectory() as name, serve(Site(served_pages, build().truth)) as served:
        (Path(name) / "spy.py").write_text(SPY, encoding="utf-8")
        env = {**os.environ, "ARCHIVE_HOME": name, "GUARD_ALLOW": "127.0.0.1"}
        env["PYTHONPATH"] = os.pathsep.join([name, str(ROOT)])
        command = [str(BIN / "scrapy"), "crawl", "reports", "-a", f"url={served.url}", "--init", "-L", "CRITICAL"]
        command += ["-s", f"READING_SECONDS={SECONDS}", "-s", 'ADDONS={"spy.Addon": 1}', "-s", f"LAGS={name}/lags"]
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return [float(line) for line in (Path(name) / "lags").read_text(encoding="utf-8").split()]


def tell(name: str, lags: list[float]) -> str:
    lags = sorted(lags)
    p50, p99 = (lags[int(len(lags) * part)] for part in (0.5, 0.99))
    return f"{name:<15} lag p50 {p50 * 1000:.1f} ms  p99 {p99 * 1000:.1f} ms  max {lags[-1] * 1000:.1f} ms"


if __name__ == "__main__":
    main()
