"""Crawl a large portal on loopback, stop, go on, and say what it costs: peak memory of the crawl, its readers apart.

    python scripts/large_portal.py [--urls 50000] [--rows 100] [--most 400]

A column of reports whose list goes on for URLS / ROWS pages; each page names a report, articles of other columns, and
offices, which have nothing to show. The budget is raised so that every page of the list is asked for; all that it names
stands in the ledger: articles are refused by name, and the offices wait there until patience has run out for them. The
crawl is stopped when nearly all is known, and goes on with that in hand. Exit code 1 where it does not end with 0, or
where one of the two runs took more than MOST MB. Linux: memory is read from /proc.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from archive import errors  # noqa: E402
from archive.database import open_database, session  # noqa: E402
from archive.home import Home, find_home  # noqa: E402
from archive.migrate import create_database  # noqa: E402
from archive.models import Url  # noqa: E402
from tests.commands import BIN, environment  # noqa: E402
from tests.site import Page, Site, build  # noqa: E402
from tests.site.serve import Served, serve  # noqa: E402

NEARLY_ALL = 0.9
"""Share of the lists and reports that is asked for before the crawl is stopped."""

OFTEN = 0.1
"""Seconds between two looks at the memory of the processes."""

TITLE = "滨湖区{}局2020年政府信息公开工作年度报告"
TEXT = (
    "一、总体情况",
    "本年度主动公开政府信息{}条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。",
    "二、存在的主要问题及改进情况",
    "工作人员少，事务多。",
)
MB = 1024 * 1024


class Large(dict[str, Page]):
    """Its pages are made when they are asked for."""

    def __init__(self, lists: int, rows: int) -> None:
        super().__init__()
        self._lists, self._rows = lists, rows

    def get(self, path: str, default: object = None) -> Page | None:  # type: ignore[override]
        folder, _, name = path.rpartition("/")
        if path == "/":
            return make_page("滨湖区人民政府", '<a href="/nianbao/">政府信息公开年报</a>')
        if folder == "/nianbao":
            number = 0 if name == "" else int(name.removeprefix("index_").removesuffix(".html"))
            return self._make_list(number)
        if folder == "/report":
            return make_report(int(name.removesuffix(".html")))
        return make_page("街道办事处", "<p>略</p>") if folder == "/other" else None

    def _make_list(self, number: int) -> Page:
        first = number * self._rows
        rows = [link(f"/report/{first}.html", TITLE.format(spell(first)))]
        for n in range(first + 1, first + self._rows):
            news = f"我区召开第{n}次工作动员大会并部署全年绿化任务"
            rows.append(link(f"/other/{n}.html", f"{spell(n)}号街道办事处" if n % 2 else news))
        script = f'<script>createPageHTML({self._lists}, {number}, "index", "html");</script>'
        return make_page("政府信息公开年报", f"<ul>{''.join(rows)}</ul>{script}")


def link(url: str, text: str) -> str:
    return f'<li><a href="{url}">{text}</a><span>2021-01-{len(text) % 28 + 1:02}</span></li>'


def spell(number: int) -> str:
    """A name that no other number has."""
    return "".join("零壹贰叁肆伍陆柒捌玖"[int(digit)] for digit in str(number))


def make_report(number: int) -> Page:
    title = TITLE.format(spell(number))
    return make_page(title, f"<h1>{title}</h1>" + "".join(f"<p>{line.format(number)}</p>" for line in TEXT))


def make_page(title: str, body: str) -> Page:
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return Page(text.encode(), "text/html; charset=utf-8")


@dataclass
class Peak:
    """Bytes of memory: of the crawl's own process, and of all processes below it together."""

    crawl: int = 0
    readers: int = 0

    def look(self, pid: int) -> None:
        self.crawl = max(self.crawl, resident(pid, "VmHWM"))
        self.readers = max(self.readers, sum(resident(child, "VmRSS") for child in descendants(pid)))


def resident(pid: int, name: str) -> int:
    """0 where the process has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(f"{name}:")), 0)


def descendants(pid: int) -> Iterator[int]:
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in file.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from descendants(child)


def crawl(home: Home, served: Served, budget: int, *, until: int | None = None) -> tuple[int, Peak]:
    """The exit code, and what it took; stopped by a signal after so many requests."""
    options = ["-s", f"PORTAL_BUDGET={budget}", "-s", "DOWNLOAD_DELAY=0", "-L", "ERROR"]
    command = [str(BIN / "scrapy"), "crawl", "reports", "-a", f"url={served.url}", *options]
    peak = Peak()
    process = subprocess.Popen(  # noqa: S603 - the project's own command
        command, cwd=ROOT, env=environment(home, GUARD_ALLOW="127.0.0.1"), stdout=subprocess.DEVNULL
    )
    while process.poll() is None:
        peak.look(process.pid)
        if until and len(served.requests) >= until:
            process.terminate()
            until = None
        time.sleep(OFTEN)
    return process.returncode, peak


def count(work: Session) -> Counter[str]:
    """URLs by state and the first words of the reason."""
    return Counter(
        f"{state} {(reason or '').split(':')[0]}" for state, reason in work.execute(select(Url.state, Url.reason))
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=50_000)
    parser.add_argument("--rows", type=int, default=100, help="URLs that a page of the list names")
    parser.add_argument("--most", type=int, default=400, help="MB that the crawl's process may take")
    asked = parser.parse_args()
    lists = asked.urls // asked.rows
    with tempfile.TemporaryDirectory() as folder, serve(Site(Large(lists, asked.rows), build().truth)) as served:
        home = find_home({"ARCHIVE_HOME": folder})
        create_database(home)
        begun = time.monotonic()
        stopped, first = crawl(home, served, 10 * lists, until=int(NEARLY_ALL * 2 * lists))
        code, second = crawl(home, served, 10 * lists)
        seconds, requests = time.monotonic() - begun, len(served.requests)
        engine = open_database(home)
        with session(engine) as work:
            states = count(work)
        engine.dispose()
    for name, number in states.most_common():
        print(f"{number:>8} {name}")
    print(f"{states.total()} URLs, {requests} requests, {seconds:.0f} s, exit codes {stopped} and {code}")
    for name, peak in (("stopped", first), ("gone on with", second)):
        print(f"{name}: peak {peak.crawl / MB:.0f} MB, its readers {peak.readers / MB:.0f} MB")
    small = max(first.crawl, second.crawl) <= asked.most * MB
    return 0 if small and stopped in (errors.DONE, errors.STOPPED) and code == errors.DONE else 1


if __name__ == "__main__":
    sys.exit(main())
