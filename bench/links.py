"""What it costs to find the links of a list page and to know which were met before, beside Scrapy's own LinkExtractor
and request fingerprints: CPU milliseconds a page, the best of several runs."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scrapy.http import HtmlResponse, Request
from scrapy.linkextractors import LinkExtractor
from scrapy.utils.request import fingerprint

from crawler.listing import read_listings, read_page
from crawler.scent import Place, judge_links
from crawler.seen import Seen

URL = "https://www.example.gov.cn/zwgk/zfxxgknb/index.html"
RUNS, TIMES = 7, 40


def make_page() -> str:
    """A list page as portals have them: 60 links of a menu, 60 rows, 12 friends."""
    menu = "".join(f'<li><a href="/zwgk/c{n}/">栏目{n}名称</a></li>' for n in range(60))
    rows = "".join(
        f'<li><a href="./2021{n % 12 + 1:02d}/t2021_{n + 30000}.html" target="_blank" title="某某区民政局'
        f'二〇二{n % 10}年政府信息公开工作年度报告{n}">某某区民政局二〇二{n % 10}年政府信息公开…</a>'
        f"<span>2021-01-{n % 28 + 1:02d}</span></li>"
        for n in range(60)
    )
    friends = "".join(f'<a href="http://www.friend{n}.gov.cn/">友情链接{n}</a>' for n in range(12))
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>政府信息公开年报_某区人民政府</title></head><body>"
        f"<div class=nav><ul>{menu}</ul></div><ul class=list>{rows}</ul><div class=foot>{friends}</div></body></html>"
    )


def measure(work: Callable[[], object]) -> float:
    work()
    best = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        for _ in range(TIMES):
            work()
        best = min(best, (time.process_time() - begun) / TIMES * 1000)
    return best


def main() -> None:
    html = make_page()
    body = html.encode()
    page = read_page(html, URL)
    listings = read_listings(page)
    urls = [link.url for link in page.links]
    extract = measure(lambda: LinkExtractor().extract_links(HtmlResponse(URL, body=body, encoding="utf-8")))
    prints = measure(lambda: [fingerprint(Request(url)) for url in urls])
    read = measure(lambda: read_page(html, URL))
    seen = Seen()
    met = measure(lambda: [seen.meet(url, 40) for url in urls])
    lists = measure(lambda: read_listings(page))
    judged = measure(lambda: judge_links(page, listings.values(), Place(in_column=True)))
    print(f"{len(urls)} links of a page of {len(body) / 1000:.0f} KB, CPU ms")
    print(f"links       {read:6.2f}   LinkExtractor {extract:6.2f}   ratio 1/{extract / read:.1f}")
    print(f"met before  {met:6.2f}   fingerprints  {prints:6.2f}   ratio 1/{prints / met:.1f}")
    print(f"mechanisms  {lists:6.2f}")
    print(f"scent       {judged:6.2f}")


if __name__ == "__main__":
    main()
