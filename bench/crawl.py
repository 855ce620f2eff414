"""The sample portal crawled by this project and by a plain Scrapy spider, side by side: pages a second, CPU, memory.

The plain spider is what one would write in an afternoon: LinkExtractor on every page, a title rule, trafilatura
inline, a JSON feed. It keeps
no WARC, no ledger and no statistics. Both crawl without delay, one request at a time, in turn.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ROUNDS = 3
sys.path.insert(0, str(ROOT))

from tests.site import build  # noqa: E402
from tests.site.serve import serve  # noqa: E402

PLAIN = """
import json, sys
import scrapy, trafilatura
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

class Plain(scrapy.Spider):
    name = "plain"
    start_urls = [sys.argv[1]]
    allowed_domains = ["127.0.0.1"]
    links = LinkExtractor()
    def parse(self, response):
        if not isinstance(response, scrapy.http.TextResponse):
            return
        title = response.css("title::text").get("")
        if "信息公开" in title and ("年度报告" in title or "年报" in title):
            yield {"url": response.url, "title": title, "text": trafilatura.extract(response.text, url=response.url)}
        for link in self.links.extract_links(response):
            yield response.follow(link, self.parse)

process = CrawlerProcess({"LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "FEEDS": {sys.argv[2]: {"format": "jsonlines"}}})
process.crawl(Plain)
process.start()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name, serve(build()) as served:
        folder = Path(name)
        script = folder / "plain.py"
        script.write_text(PLAIN, encoding="utf-8")
        rows: dict[str, list[dict[str, float]]] = {"this project": [], "plain Scrapy": []}
        for number in range(ROUNDS):
            home = folder / str(number)
            ours = {"ARCHIVE_HOME": str(home), "GUARD_ALLOW": "127.0.0.1"}
            run([str(BIN / "archive"), "init"], ours)
            command = [
                str(BIN / "scrapy"),
                "crawl",
                "reports",
                "-a",
                f"url={served.url}",
                "-s",
                "DOWNLOAD_DELAY=0",
                "-L",
                "ERROR",
            ]
            rows["this project"].append(measure(command, ours, served))
            feed = folder / f"{number}.jsonl"
            rows["plain Scrapy"].append(measure([sys.executable, str(script), served.url, str(feed)], {}, served))
    for name, runs in rows.items():
        median = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        print(f"{name:<13}", "  ".join(f"{key} {value:.1f}" for key, value in median.items()))
    ratios = [ours["pages/s"] / plain["pages/s"] for ours, plain in zip(*rows.values(), strict=True)]
    print("pages/s, this project / plain Scrapy, pair by pair:", " ".join(f"{ratio:.2f}" for ratio in ratios))


def measure(command: list[str], env: dict[str, str], served: object) -> dict[str, float]:
    before, begun, asked = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), len(served.requests)  # type: ignore[attr-defined]
    peak = run(command, env)
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages = len(served.requests) - asked  # type: ignore[attr-defined]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "pages": pages,
        "seconds": seconds,
        "pages/s": pages / seconds,
        "CPU ms/page": 1000 * cpu / pages,
        "peak MB": peak,
    }


def run(command: list[str], env: dict[str, str]) -> float:
    """Peak resident memory of the process, in MB."""
    process = subprocess.Popen(
        command, env={**os.environ, **env}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{json.dumps(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
