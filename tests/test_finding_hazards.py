"""What a hostile or broken portal does to the crawl that looks for its reports: nothing stops, nothing is lost."""

import json
from collections.abc import Callable

import pytest

from archive.home import Home
from crawler.listing import read_listings, read_page
from tests.commands import crawl
from tests.site import Page
from tests.test_crawl import html, ledger, link, portal
from tests.test_store import SENTENCE, page

LIST = "/list.do?pageNo=1&pageSize=2&channelId=7"
ASKED = f"http://x.example{LIST}"


def answer(name: str, **more: object) -> str:
    row = {"title": f"滨湖区{name}局2020年政府信息公开工作年度报告", "url": f"/r/{name}.html", "date": "2021-01-20"}
    return json.dumps({"rows": [row], **more}, ensure_ascii=False)


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "signed": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf16": lambda text: text.encode("utf-16"),
    "gbk": lambda text: text.encode("gbk"),
    "call": lambda text: f"jQuery11_16({text});".encode(),
    "express": lambda text: f"/**/ typeof back === 'function' && back({text});".encode(),
}
"""Ways in which servers send one piece of data."""

BROKEN = [b"", b"\0\1x{{{", b"[" * 50_000, b'{"a":' * 50_000, b"null", b'{"total":-1,"rows":[{"title":null,"url":[]}]}']


def columns(odd: dict[str, Page]) -> dict[str, Page]:
    """A column a name, which shows its one report in its own odd way, or shows nothing."""
    titles = {
        name: f"滨湖区{name}局2020年政府信息公开工作年度报告" for name in ("base", "empty", "area", "nodate", "moved")
    }
    rows = {name: link(f"/r/{name}.html", title) for name, title in titles.items()}
    script = '<script>$.ajax({{url: "/{}' + LIST + '"}})</script>'
    return {
        "base/": html('<base href="javascript:void(0)">', rows["base"]),
        "empty/": html('<base href="">', rows["empty"]),
        "area/": html(f'<map><area href="/r/area.html" alt="{titles["area"]}"></map>'),
        "nodate/": html(rows["nodate"]),
        "moved/": Page(b"", "text/html", 301, {"Location": "/new/"}),
        "new/": html(rows["moved"]),
        "login/": Page(b"", "text/html", 302, {"Location": "/login.jsp"}),
        "login.jsp": html('<form><input type="password"></form>请登录'),
        "circle/": html('<iframe src="/circle2/"></iframe>'),
        "circle2/": html('<iframe src="/circle/"></iframe>'),
        **{f"{name}/": html(script.format(name)) for name in odd},
        **{f"{name}{LIST}": one for name, one in odd.items()},
    }


def test_columns_that_are_odd_or_broken_cost_no_report(small: Home) -> None:
    odd = {name: Page(write(answer(name)), "application/json") for name, write in WRITTEN.items()}
    odd |= {f"broken{number}": Page(body, "application/json") for number, body in enumerate(BROKEN)}
    odd["error"] = Page(answer("none").encode(), "application/json", 500)
    pages = columns(odd)
    organs = [*WRITTEN, "base", "empty", "area", "nodate", "moved"]
    reports = {f"r/{name}.html": Page(page(f"滨湖区{name}局", SENTENCE, f"另办理提案{name}。")) for name in organs}
    doors = [link(f"/{path}", "政府信息公开年报") for path in pages if path.endswith("/")]
    with portal(home=html(*doors, link("/gone/", "政府信息公开年报")), **pages, **reports) as served:
        run = crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0", home=small)
        asked = [request.path for request in served.requests]
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    states = ledger(small, served.url)
    assert {path: states[f"/{path}"][0] for path in reports} == dict.fromkeys(reports, "archived")
    assert not {state for state, _ in states.values()} & {"queued", "leased"}
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    "told",
    [
        {"total": 0},
        {"total": -1},
        {"total": "NaN"},
        {"total": 1},
        {"total": 2},  # the rows of this very page
        {"total": 10**12},
        {"total": 3},
        {},
    ],
)
def test_totals_that_a_full_page_contradicts_end_no_list(told: dict[str, object]) -> None:
    rows = [{"title": f"滨湖区第{number}局年度报告", "url": f"/r/{number}.html"} for number in (1, 2)]
    listings = read_listings(read_page(json.dumps({"rows": rows, **told}), ASKED))
    asks = [ask.url for one in listings.values() for ask in one.asks]
    assert asks == ["http://x.example/list.do?pageNo=2&pageSize=2&channelId=7"]


@pytest.mark.parametrize(("number", "rows", "total"), [(1, 1, 1), (2, 2, 4), (2, 1, 3), (1, 0, 9)])
def test_totals_that_agree_with_the_rows_end_the_list(number: int, rows: int, total: int) -> None:
    found = [{"title": f"滨湖区第{one}局年度报告", "url": f"/r/{one}.html"} for one in range(rows)]
    url = ASKED.replace("pageNo=1", f"pageNo={number}")
    listings = read_listings(read_page(json.dumps({"rows": found, "total": total}), url))
    assert [ask for one in listings.values() for ask in one.asks] == []
