"""What it costs to be killable: pages a second and CPU milliseconds a page of this project's frontier, middlewares and
pipeline, beside Scrapy with its queue in memory and with its queue on disk (JOBDIR).

Every spider follows the links of the same pages and reads nothing, one request at a time, as this project asks any
host, and without a delay. This project puts each address, its state and all that the crawl has to remember into the
ledger before it goes on; without WARC, and with it. Each crawl is a process of its own, in turn; the median of the
rounds is told, CPU of the crawling process only.
"""

import argparse
import asyncio
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scrapy import Request, Spider, signals  # noqa: E402
from scrapy.crawler import CrawlerProcess  # noqa: E402
from scrapy.http import Response  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from archive.home import find_home  # noqa: E402
from archive.migrate import create_database  # noqa: E402
from crawler.listing import Link  # noqa: E402
from crawler.portals import from_url  # noqa: E402
from crawler.run import Visit, begin  # noqa: E402
from crawler.scent import REPORT, Scent  # noqa: E402
from crawler.spiders.reports import ReportsSpider  # noqa: E402

NAMES = {
    "memory": "Scrapy, queue in memory",
    "jobdir": "Scrapy, JOBDIR",
    "ours": "this project",
    "warc": "this project, with WARC",
}
LINKS = 10
HREF = re.compile(r'<a href="([^"]*)">([^<]*)')
LIKE = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_REQUESTS": 4, "LOG_LEVEL": "ERROR"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--crawl", nargs=3, metavar=("NAME", "URL", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.crawl:
        crawl(*options.crawl)
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    with serve(options.pages) as url, tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            for name, told in runs.items():
                told.append(measure(name, url, Path(folder, f"{name}{number}")))
    middle = {
        name: {key: statistics.median(one[key] for one in told) for key in told[0]} for name, told in runs.items()
    }
    for name, told in middle.items():
        rate, cpu = (told[key] / middle["memory"][key] for key in ("pages/s", "CPU ms/page"))
        figures = "  ".join(f"{key} {value:.2f}" for key, value in told.items())
        print(f"{NAMES[name]:<24} {figures}   rate x {rate:.2f}  CPU x {cpu:.2f}")


def measure(name: str, url: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--crawl", name, url, str(folder)]
    env = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", "GUARD_ALLOW": "127.0.0.1"}
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


# ---- one crawl, in a process of its own


class Plain(Spider):
    name = "plain"

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        for href, _ in HREF.findall(response.text):
            yield Request(response.urljoin(href))


class Ours(ReportsSpider):
    """Follows the links of a page as it stands, and keeps what it met as every crawl does."""

    async def parse(self, response: Response) -> AsyncIterator[Visit]:
        way, smell = response.meta["way"], Scent("report", REPORT, "title")
        async with self._turn(response.request):
            links = [Link(response.urljoin(href), text) for href, text in HREF.findall(response.text)]
            leads = [lead for link in links if (lead := self._explorer.meet(link, smell, way, response.url))]
            self._explorer.weigh(leads, way, report=response.url)
            yield self._visit(response.meta, "archived", "page", leads)


def crawl(name: str, url: str, folder: str) -> None:
    """Prints pages a second and CPU milliseconds a page."""
    if name in ("memory", "jobdir"):
        more = {"JOBDIR": folder} if name == "jobdir" else {}
        settings = LIKE | more | {"ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False}
        process = CrawlerProcess(settings | {"REMOTE_CONTROL_ENABLED": False})
        crawler = process.create_crawler(Plain)
        watch(crawler)
        process.crawl(crawler, start_urls=[url])
        process.start()
        return
    home = find_home({"ARCHIVE_HOME": folder})
    create_database(home)
    run = begin(home, from_url(url), {})
    if name == "ours":
        run.capture = lambda answer, **known: None  # type: ignore[assignment, method-assign, return-value]
    project = get_project_settings()
    project.update(LIKE, priority="cmdline")
    process = CrawlerProcess(project)
    crawler = process.create_crawler(Ours)
    watch(crawler)
    process.crawl(crawler, current=run)
    process.start()
    run.finish("finished")


def watch(crawler: Any) -> None:
    begun: list[float] = []

    def opened() -> None:
        begun[:] = time.monotonic(), used()

    def closed() -> None:
        pages = crawler.stats.get_value("response_received_count")
        seconds, cpu = time.monotonic() - begun[0], used() - begun[1]
        print(json.dumps({"pages": pages, "pages/s": pages / seconds, "CPU ms/page": 1000 * cpu / pages}), flush=True)

    crawler.signals.connect(opened, signal=signals.spider_opened, weak=False)
    crawler.signals.connect(closed, signal=signals.spider_closed, weak=False)


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


# ---- the portal: as many pages as asked for, each of which links to ten others


@contextmanager
def serve(pages: int) -> Iterator[str]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            body = make_page(line.split()[1].decode(), pages)
            status = b"200 OK" if body else b"404 Not Found"
            head = b"HTTP/1.1 %b\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
            writer.write(head + body)
            await writer.drain()

    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(answer, "127.0.0.1", 0), loop).result()
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def make_page(path: str, pages: int) -> bytes:
    """Page n links to the pages 10 n + 1 to 10 n + 10."""
    name = path.strip("/").removesuffix(".html") or "0"
    if not name.isdigit():
        return b""
    further = range(LINKS * int(name) + 1, min(LINKS * int(name) + LINKS + 1, pages))
    rows = "".join(f'<li><a href="/{n}.html">某局{n}年政府信息公开工作年度报告</a></li>' for n in further)
    return f"<!DOCTYPE html><html><title>年报</title><ul>{rows}</ul>{'<p>正文</p>' * 300}</html>".encode()


if __name__ == "__main__":
    main()
