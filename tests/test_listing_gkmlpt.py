"""Guangdong's platform for disclosure: a tree of channels in a script, and a list of articles that is asked for."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.home import Home
from crawler.listing import MECHANISMS, read_listings, read_page
from crawler.listing.page import Listing, Page
from crawler.scent import COLUMN, Place, judge_links
from tests.commands import crawl
from tests.site import Page as Served
from tests.site import Site, build
from tests.site.serve import serve
from tests.test_crawl import html, ledger, link
from tests.test_store import SENTENCE
from tests.test_store import page as report

HOST = "http://www.binhu.example"
ORGAN = f"{HOST}/bhmzj"
INDEX = f"{ORGAN}/gkmlpt/index"
REPORTS = f"{ORGAN}/gkmlpt/api/all/3141?page=1&sid=999041"
TITLE = "滨湖区民政局2020年政府信息公开工作年度报告"


def node(number: int, name: str, *children: object, jump: str = "") -> dict[str, object]:
    return {"id": number, "name": name, "parent": 0, "jump_url": jump, "children": [*children], "post_count": 3}


TREE = [node(3139, "机构职能"), node(3140, "政策文件", node(3150, "规范性文件")), node(3141, "政府信息公开年报")]


def shell(tree: object, sid: str = "999041", body: str = "") -> str:
    """The page of the platform: nothing but its frame, and what its script is told."""
    script = (
        f"window._CONFIG = {{\n APP_NAME: '公开目录', SID: '{sid}',\n"
        f" TREE: {json.dumps(tree)}, SERVICE_AREA_ID: 1, FOOT: '网站地图' }};"
    )
    return (
        f"<html><head><title>政府信息公开</title></head><body>{body}<div id='app'></div>"
        f"<script>{script}</script><script src='/gkmlpt/gkml/pc/js/index.js'></script></body></html>"
    )


def answer(titles: list[str], *, total: int | None = None, offset: int | None = None, first: int = 1) -> str:
    """One page of a channel."""
    articles = [
        {
            "id": first + at,
            "title": title,
            "url": f"{ORGAN}/gkmlpt/content/0/{first + at}/post_{first + at}.html",
            "date": 0,
            "create_time": 1611900000,
            "attachment": [],
        }
        for at, title in enumerate(titles)
    ]
    told = {"total": total, "offset": offset}
    classify = {"id": 3141, "name": "政府信息公开年报", "post_count": 700, "jump_url": ""}
    return json.dumps({"classify": classify, "articles": articles} | {k: v for k, v in told.items() if v is not None})


def listing(text: str, url: str = INDEX) -> Listing:
    return MECHANISMS["gkmlpt"](read_page(text, url)) or Listing()


def rows(text: str, url: str = INDEX) -> list[tuple[str, str]]:
    return [(row.url, row.text) for row in listing(text, url).rows]


def asks(text: str, url: str = REPORTS) -> list[str]:
    return [ask.url for ask in listing(text, url).asks]


# channels


@pytest.mark.parametrize("url", [INDEX, f"{ORGAN}/gkmlpt/annualreport", f"{ORGAN}/gkmlpt/mindex/?a=b"])
def test_the_channel_of_reports_is_a_row_with_the_address_of_its_list(url: str) -> None:
    assert rows(shell(TREE), url) == [(REPORTS, "政府信息公开年报")]


def test_a_site_of_its_own_is_asked_at_its_root() -> None:
    url = "https://mzj.binhu.example/gkmlpt/index"
    assert rows(shell(TREE, "7"), url)[0][0] == "https://mzj.binhu.example/gkmlpt/api/all/3141?page=1&sid=7"


def test_the_scent_takes_the_row_for_a_column_of_reports() -> None:
    page = read_page(shell(TREE), INDEX)
    judged = judge_links(page, read_listings(page).values(), Place())
    assert [(one.url, smell.score) for one, smell in judged if smell.aim == "page"] == [(REPORTS, COLUMN)]


def test_years_below_a_channel_of_reports_go_under_its_name() -> None:
    tree = [node(1, "年报", node(2, "2020年"), node(3, "2019年")), node(4, "公告")]
    assert [(url.rpartition("/")[2][:2], name) for url, name in rows(shell(tree))] == [
        ("1?", "年报"),
        ("2?", "年报"),
        ("3?", "年报"),
    ]


def test_a_tree_may_be_an_object_of_numbers() -> None:
    tree = {"0": node(9, "法定主动公开内容", {"1": node(3141, "政府信息公开年报")})}
    assert rows(shell(tree)) == [(REPORTS, "政府信息公开年报")]


def test_a_channel_that_jumps_leads_where_it_jumps() -> None:
    tree = [node(3141, "政府信息公开年报", jump="../nianbao/index.html")]
    assert rows(shell(tree)) == [(f"{ORGAN}/nianbao/index.html", "政府信息公开年报")]


def test_other_annual_reports_are_no_channel_of_ours() -> None:
    tree = [*TREE, node(5, "法治政府建设年度报告"), node(6, "政府网站工作年度报表"), node(7, "统计年报")]
    assert rows(shell(tree)) == [(REPORTS, "政府信息公开年报")]


def test_a_tree_without_reports_gives_what_comes_near_and_the_list_of_everything() -> None:
    found = listing(shell([node(8, "机构职能"), node(9, "其他公开内容"), node(5, "法治政府建设年度报告")]))
    assert [row.text for row in found.rows] == ["其他公开内容", "法治政府建设年度报告"]
    assert [ask.url for ask in found.asks] == [f"{ORGAN}/gkmlpt/api/all/0?page=1&sid=999041"]


def test_a_link_names_its_channel_in_the_fragment_that_no_request_carries() -> None:
    home = html(link("/bhjyj/gkmlpt/annualreport#88", "教育局信息公开年报"), link("/a/gkmlpt/index#9", "通知")).body
    assert rows(home.decode(), f"{HOST}/") == [(f"{HOST}/bhjyj/gkmlpt/api/all/88?page=1", "教育局信息公开年报")]
    menu = link("/bhmzj/gkmlpt/annualreport#3141", "政府信息公开年报")
    assert rows(shell([], body=menu)) == rows(shell(TREE, body=menu)) == [(REPORTS, "政府信息公开年报")]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (shell(TREE), f"{HOST}/index.html"),
        (shell("x"), INDEX),
        (shell([node(0, "年报"), {"id": "7a", "name": "年报"}, {"id": [1], "name": "年报"}, {"name": 5}]), INDEX),
        (shell(TREE)[:300], INDEX),
        ("<html><script>var TREE: [{id: 1, name: '年报'}]</script></html>", INDEX),
        ("<html>/gkmlpt/</html>", INDEX),
    ],
)
def test_other_pages_do_not_show_it(text: str, url: str) -> None:
    assert MECHANISMS["gkmlpt"](read_page(text, url)) is None


# pages of a channel


def test_the_generic_reader_knows_the_rows_of_an_answer() -> None:
    (row,) = MECHANISMS["data"](read_page(answer([TITLE]), REPORTS)).rows  # type: ignore[union-attr]
    assert (row.url, row.text, row.date) == (f"{ORGAN}/gkmlpt/content/0/1/post_1.html", TITLE, "2021-01-29")


@pytest.mark.parametrize(
    ("number", "titles", "told", "follows"),
    [
        (1, 100, {"total": 101, "offset": 0}, 2),
        (1, 100, {"total": 101}, 2),
        (0, 100, {"total": 101, "offset": 0}, 2),
        (2, 100, {"total": 250, "offset": 100}, 3),
        (2, 20, {"total": 40, "offset": 20}, None),
        (1, 20, {"total": 40, "offset": 0}, 2),
        (3, 50, {"total": 250, "offset": 200}, None),
        (1, 100, {"total": 100, "offset": 0}, None),
        (1, 88, {}, None),
        (1, 100, {}, 2),
        (5, 0, {"total": 900}, None),
    ],
)
def test_a_list_goes_on_while_less_was_listed_than_there_is(
    number: int, titles: int, told: dict[str, int], follows: int | None
) -> None:
    url = f"{ORGAN}/gkmlpt/api/all/3141?page={number}&sid=999041"
    text = answer(["关于某事的通知"] * titles, **told)
    assert asks(text, url) == ([url.replace(f"page={number}", f"page={follows}")] if follows else [])


@pytest.mark.parametrize("text", ['{"articles": 5}', '{"errcode": -1}', '[{"articles": []}]', '{"a":' * 3000])
def test_an_answer_without_articles_is_none_of_ours(text: str) -> None:
    assert MECHANISMS["gkmlpt"](read_page(text, REPORTS)) is None


# hostile input


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    for one in (shell(TREE).replace("TREE", text, 1), shell([node(1, text, jump=text)]), f'{{"articles": [{text}'):
        for url in (INDEX, REPORTS):
            MECHANISMS["gkmlpt"](read_page(one, url))


@pytest.mark.parametrize(
    "text",
    [
        shell([node(n, "某局年度报告") for n in range(1, 12_000)]),
        shell("").replace("TREE:", "TREE: " + "[" * 1_000_000),
        shell("").replace("TREE:", 'TREE: [{"id": 1, "name": "' + "年" * 1_000_000),
        shell("TREE: " * 200_000),
        shell(TREE, body="".join(f"<a href='/gkmlpt/#{n}'>年报</a>" for n in range(25_000))),
        answer(["通知"] * 8000, total=10**9),
    ],
)
@pytest.mark.usefixtures("no_collector")
def test_megabytes_are_read_in_time(text: str) -> None:
    page: Page = read_page(text, REPORTS if text.startswith("{") else INDEX)
    started = process_time()
    MECHANISMS["gkmlpt"](page)
    assert process_time() - started < 0.25 * max(1, len(text) / 1_000_000)


# a portal


def test_a_portal_is_crawled_from_its_home_page_to_all_reports_of_its_organs(small: Home) -> None:
    """One organ is linked by its name and keeps its reports behind a hundred notices, the other is linked by the
    fragment of a channel that its own tree does not name."""
    years = (2019, 2020, 2021)
    pages: dict[str, Served] = {
        "/": html(link("/bhmzj/gkmlpt/index", "区民政局"), link("/bhjyj/gkmlpt/annualreport#88", "信息公开年报")),
        "/bhmzj/gkmlpt/index": Served(shell(TREE).encode(), "text/html"),
        "/bhjyj/gkmlpt/annualreport": Served(shell([node(87, "机构职能")], "999042").encode(), "text/html"),
    }
    for organ, name in (("bhmzj", "滨湖区民政局"), ("bhjyj", "滨湖区教育局")):
        pages |= {
            f"/{organ}/gkmlpt/content/0/1/post_{year}.html": Served(report(name, SENTENCE, year=year), "text/html")
            for year in years
        }
    with serve(Site(pages, build().truth)) as served:

        def reports(organ: str, name: str) -> list[dict[str, object]]:
            return [
                {
                    "title": f"{name}{year}年政府信息公开工作年度报告",
                    "url": f"{served.url}{organ}/gkmlpt/content/0/1/post_{year}.html",
                    "create_time": 1611900000,
                }
                for year in years
            ]

        notices = json.loads(answer(["关于召开会议的通知"] * 100, total=103, offset=0))
        last = {"classify": {}, "articles": reports("bhmzj", "滨湖区民政局"), "total": 103, "offset": 100}
        other = {"classify": {}, "articles": reports("bhjyj", "滨湖区教育局"), "total": 3, "offset": 0}
        for path, data in {
            "/bhmzj/gkmlpt/api/all/3141?page=1&sid=999041": notices,
            "/bhmzj/gkmlpt/api/all/3141?page=2&sid=999041": last,
            "/bhjyj/gkmlpt/api/all/88?page=1": other,
        }.items():
            pages[path] = Served(json.dumps(data).encode(), "application/json")
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    kept = {path for path, state in ledger(small, served.url).items() if state == ("archived", "report: new report")}
    assert kept == {path for path in pages if "/content/" in path}
