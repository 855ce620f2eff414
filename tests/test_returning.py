"""A crawl that comes back: what it asks for, what hosts confirm, and what has disappeared."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator

from archive import ledger as ledger_of
from archive.database import open_database, session
from archive.home import Home
from archive.ledger import Discovery, State
from archive.models import Capture, Crawl, Url, Version
from archive.returning import (
    TRIED,
    Fetched,
    Known,
    Settled,
    find_entries,
    find_heads,
    find_name,
    names_other_year,
    trace_ways,
)
from crawler.explorer import is_of_before
from crawler.portals import from_url
from crawler.returning import MOST_FAILED, ROTATION, choose_entries, choose_left, choose_open
from crawler.run import begin
from tests.commands import archive, crawl
from tests.site import Page, Site, build
from tests.site.serve import Served, serve
from tests.test_crawl import html, ledger, link
from tests.test_store import SENTENCE, page

ORGANS = [f"滨湖区{name}局" for name in ("民政", "财政", "教育", "水利", "审计", "统计", "卫生", "住建")]


NEW = "滨湖区城管局"


def title(organ: str, year: int = 2020) -> str:
    return f"{organ}{year}年政府信息公开工作年度报告"


def report(organ: str, more: str = "") -> Page:
    return Page(page(organ, SENTENCE, *([more] if more else [])), "text/html")


def listing(*organs: str) -> Page:
    known = [*ORGANS, NEW]
    return html("<h1>政府信息公开年报</h1>", *(link(f"/{known.index(organ)}.html", title(organ)) for organ in organs))


def small_site() -> dict[str, Page]:
    pages = {f"/{number}.html": report(organ) for number, organ in enumerate(ORGANS)}
    return pages | {"/": html(link("/nb/", "政府信息公开年报"), link("/xw/", "新闻动态")), "/nb/": listing(*ORGANS)}


def asked(served: Served, home: Home, *arguments: str) -> list[str]:
    """What a crawl asks for, besides what no page names."""
    before = len(served.requests)
    run = crawl("-a", f"url={served.url}", *arguments, home=home)
    assert run.returncode == 0, run.stdout + run.stderr
    return [one for one in served.addresses[before:] if one not in ("/robots.txt", "/sitemap.xml")]


def in_turn(served: Served, turn: int, *more: str) -> set[str]:
    """What is asked for whatever is known of it, when so many crawls have finished."""
    paths = [*(f"/{number}.html" for number in range(len(ORGANS))), *more]
    return {path for path in paths if crc32(f"{served.url}{path[1:]}".encode()) % ROTATION == turn % ROTATION}


def counts(home: Home) -> Mapping[str, int]:
    engine = open_database(home)
    with session(engine) as work:
        last = work.scalars(select(Crawl).order_by(Crawl.started.desc()).limit(1)).one()
        told: Mapping[str, int] = last.counts or {}
    engine.dispose()
    return told


def versions(home: Home, url: str) -> list[bool]:
    """Of each version at a URL whether it has ended."""
    engine = open_database(home)
    with session(engine) as work:
        found = [one.ended is not None for one in work.scalars(select(Version).where(Version.url.endswith(url)))]
    engine.dispose()
    return found


# ---- what is asked for


def test_coming_back_asks_for_pages_that_lead_to_reports_and_for_what_is_new(small: Home) -> None:
    pages = small_site()
    pages["/nb/"] = listing(*ORGANS[:7])
    with serve(Site(pages, build().truth)) as served:
        first = asked(served, small)
        pages["/nb/"] = listing(*ORGANS)
        second = asked(served, small)
        full = asked(served, small, "-a", "full=1")
    assert {"/", "/nb/", "/xw/", *(f"/{number}.html" for number in range(7))} == set(first)
    # What was gone (/xw/) may be there again.
    assert set(second) == {"/", "/nb/", "/xw/", "/7.html"} | in_turn(served, 1)
    assert set(full) == {*first, "/7.html"}


def organ_site() -> dict[str, Page]:
    """Each organ has a page that leads to a list of its own."""
    numbers = range(len(ORGANS))
    pages = {"/": html(link("/zwgk/", "政务公开")), "/zwgk/": html(link("/jg/", "部门信息公开"))}
    pages["/jg/"] = html(*(link(f"/o{number}/", ORGANS[number]) for number in numbers))
    for number in numbers:
        pages[f"/o{number}/"] = html(link(f"/o{number}/nb/", "政府信息公开年报"))
        pages[f"/o{number}/nb/"] = listing(ORGANS[number])
        pages[f"/{number}.html"] = report(ORGANS[number])
    return pages


ALWAYS = {"/", "/zwgk/", "/jg/", "/o0/", "/o1/", *(f"/o{number}/nb/" for number in range(len(ORGANS)))}
"""The lists, and the five pages below which most of them stand."""
OFFICES = [f"/o{number}/" for number in range(2, len(ORGANS))]
"""All others, in the site of `organ_site`."""


def test_lists_are_asked_for_at_once_and_most_pages_that_only_lead_to_them_in_their_turn(small: Home) -> None:
    with serve(Site(organ_site(), build().truth)) as served:
        first = asked(served, small)
        for turn in (1, 2):
            again = asked(served, small)
            assert set(again) == ALWAYS | in_turn(served, turn, *OFFICES)
            assert len(again) == len(set(again))
    assert ALWAYS | set(OFFICES) < set(first)


@pytest.mark.parametrize("stays", [True, False])
def test_where_a_list_is_gone_or_names_its_reports_no_more_the_pages_above_it_are_asked(
    small: Home, *, stays: bool
) -> None:
    pages = organ_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        pages |= {"/o7/nb2/": listing(ORGANS[7], NEW), "/o7/": html(link("/o7/nb2/", "政府信息公开年报"))}
        pages["/8.html"] = report(NEW)
        if stays:
            pages["/o7/nb/"] = html("<h1>政府信息公开年报</h1>")
        else:
            del pages["/o7/nb/"]
        second = asked(served, small)
        assert set(second) == ALWAYS | {"/o7/", "/o7/nb2/", "/8.html"} | in_turn(served, 1, *OFFICES)
        assert len(second) == len(set(second))
        assert counts(small)["named no more"] == 0
        third = asked(served, small)
    # Where both lists stand, two of them stand below their organ's page.
    lists = ALWAYS | {"/o7/nb2/"} | ({"/o7/"} if stays else set())
    assert set(third) == lists - {"/o1/" if stays else "/o7/nb/"} | in_turn(served, 2, "/o1/", "/8.html", *OFFICES)


def test_pages_above_reports_that_stay_away_are_asked_once(home: Home) -> None:
    pages = organ_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, home)
        pages["/o7/nb/"] = html("<h1>政府信息公开年报</h1>")
        assert {"/o7/", "/7.html"} < set(asked(served, home))
        assert set(asked(served, home)) == ALWAYS | {"/7.html"} | in_turn(served, 2, *OFFICES)


COLUMN = "政府信息公开年报"
RECENT = datetime.now(UTC).year - 1


def test_columns_and_rows_that_change_in_place_are_asked_for(small: Home) -> None:
    """Each stands for a way in which portals change without a new address on a list."""
    pages = {
        "/": html(link("/one/", COLUMN), link("/jg/", "部门信息公开"), '<iframe src="/main.html"></iframe>'),
        "/main.html": html(link("/nb/", COLUMN)),
        "/one/": report(ORGANS[0]),
        "/jg/": html(link("/a/", f"{ORGANS[2]}信息公开"), link("/b/", f"{ORGANS[3]}信息公开")),
        "/a/": html(link("/a/nb;jsessionid=0A1B", COLUMN)),
        "/a/nb;jsessionid=0A1B": listing(ORGANS[2]),
        "/b/": html(link("/b/nb/", COLUMN)),
        "/b/nb/": Page(b"bad gateway", status=502),
        "/nb/": html(link("/4.html", title(ORGANS[4])), link("/soon.html", title(ORGANS[5], RECENT))),
        "/2.html": report(ORGANS[2]),
        "/4.html": report(ORGANS[4]),
        "/soon.html": html("内容正在建设中，敬请期待。"),
    }
    with serve(Site(pages, build().truth)) as served:
        crawl("-a", f"url={served.url}", home=small)
        pages |= {
            "/one/": listing(ORGANS[0]),
            "/main.html": html(link("/nb/", COLUMN), link("/main/nb/", f"街道{COLUMN}")),
            "/main/nb/": listing(ORGANS[1]),
            "/a/nb": pages.pop("/a/nb;jsessionid=0A1B"),
            "/b/nb/": listing(ORGANS[3]),
            "/nb/": html(
                link("/4.html", title(ORGANS[4]) + "（更正稿）"), link("/soon.html", title(ORGANS[5], RECENT))
            ),
        }
        pages |= {f"/{number}.html": report(ORGANS[number]) for number in (0, 1, 3)}
        pages |= {"/4.html": report(ORGANS[4], "更正公告一条。"), "/soon.html": report(ORGANS[5])}
        second = asked(served, small)
    assert {"/one/", "/0.html", "/main/nb/", "/1.html", "/a/nb", "/b/nb/", "/3.html", "/4.html", "/soon.html"} <= {
        *second
    }


def test_where_a_list_is_gone_another_one_of_the_same_reports_is_asked_for(small: Home) -> None:
    rows = [link("/a/", "部门信息公开"), link("/b/", "乡镇信息公开")]
    pages = small_site() | {"/": html(link("/jg/", "部门信息公开")), "/jg/": html(*rows)}
    pages |= {
        "/a/": listing(*ORGANS),
        "/b/": html("<h2>乡镇</h2>", *(link(f"/{n}.html", title(one)) for n, one in enumerate(ORGANS))),
    }
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        del pages["/a/"]
        pages |= {"/b/": listing(*ORGANS, NEW), "/8.html": report(NEW)}
        assert "/8.html" in asked(served, small)
    assert counts(small)["reports named"] >= len(ORGANS)


def test_a_further_page_of_a_list_is_never_left() -> None:
    """Rows that are added move a report to a page that named none."""
    way = {"scent": ["list", 75, "further page"]}
    further = Discovery("http://a.example/index_2.html", "", "http://a.example/index_1.html", way=way)
    assert choose_open([further], Known({}, frozenset(), 1)) == []


def test_dead_rows_of_a_list_are_asked_for_three_times_and_then_in_their_turn(small: Home) -> None:
    pages = small_site()
    with serve(Site(pages, build().truth)) as served:
        for number in range(4, 8):
            del pages[f"/{number}.html"]
        dead = {f"/{number}.html" for number in range(4, 8)}
        for turn in range(5):
            again = set(asked(served, small))
            assert again & dead == (dead if turn < TRIED else dead & in_turn(served, turn))


def test_a_list_that_fails_once_is_asked_for_the_next_time(small: Home) -> None:
    pages = organ_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        pages["/o7/nb/"] = Page(b"busy", status=500)
        crawl("-a", f"url={served.url}", home=small)
        pages |= {"/o7/nb/": listing(ORGANS[7], NEW), "/8.html": report(NEW)}
        assert "/8.html" in asked(served, small)


def test_a_page_of_another_portal_that_names_this_one_is_not_asked_for(small: Home) -> None:
    other_pages: dict[str, Page] = {}
    with serve(Site(small_site(), build().truth)) as served, serve(Site(other_pages, build().truth)) as other:
        # One whose turn it is when this portal is come back to.
        name = next(f"l{n}.html" for n in range(999) if crc32(f"{other.url}l{n}.html".encode()) % ROTATION == 1)
        other_pages |= {"/": html(link(f"/{name}", "部门信息公开")), f"/{name}": html(link(served.url, "年报"))}
        asked(other, small)
        asked(served, small)
        before = len(other.requests)
        asked(served, small)
        assert len(other.requests) == before


def test_what_is_asked_for_again_is_come_to_anew_and_is_no_other_portals_and_was_not_tried_in_vain(
    work: Session,
) -> None:
    now = datetime.now(UTC)

    def discover(name: str, portal: str, crawl: str, state: State, **way: Any) -> None:
        told = {"scent": ["page", 80, ""], "clicks": 1, "trail": [], "paging": 3, "hops": 5, **way}
        url = f"http://{portal}/{name}"
        found = Discovery(url, url, state=state, priority=ledger_of.PARKED, way=told)
        ledger_of.discover(work, [found], portal=portal, crawl=crawl, now=now)

    for crawl_id, portal in (("old", "a.cn"), ("new", "a.cn"), ("other", "b.cn")):
        work.add(Crawl(id=crawl_id, portal=portal, seed="", started=now, settings={}))
    work.flush()
    discover("list", "a.cn", "old", "unchanged", kills=7)
    discover("left", "a.cn", "new", "archived")
    discover("tried", "a.cn", "new", "failed")
    discover("waits", "a.cn", "new", "queued")
    discover("foreign", "b.cn", "other", "archived")
    urls = [f"http://a.cn/{name}" for name in ("waits", "list", "left", "tried")] + ["http://b.cn/foreign"]
    assert ledger_of.ask_again(work, urls, portal="a.cn", crawl="new", number=70, again=True) == (2, 1)
    rows = [work.get_one(Url, url, populate_existing=True) for url in ("http://a.cn/list", "http://a.cn/left")]
    assert all(row.priority == 0 for row in rows)
    assert [(row.state, row.crawl_id, row.number) for row in rows] == [("queued", "new", 70), ("queued", "new", 71)]
    anew = {"scent": ["page", 80, ""], "clicks": 1, "trail": [], "paging": None, "hops": 0, "again": True}
    assert [row.way for row in rows] == [anew, anew]


def test_a_crawl_that_goes_on_begins_at_the_same_lists(small: Home) -> None:
    with serve(Site(organ_site(), build().truth)) as served:
        asked(served, small)
        first = begin(small, from_url(served.url), {})
        column = f"{served.url}nb2/"
        way = {"scent": ["page", 80, "column"], "clicks": 3, "trail": [[80, column]], "paging": None}
        first.discover([Discovery(column, column, f"{served.url}jg/", way=way)], dict)
        with session(first.engine, write=True) as work, work.begin():
            row = work.get_one(Url, column)
            row.state, row.capture_id = "gone", work.get_one(Url, served.url).capture_id
        first.lock.close()
        second = begin(small, from_url(served.url), {})
    assert second.is_resumed and second.known == first.known and first.known.entries


def test_a_portal_is_asked_for_everything_again_when_its_last_sweep_is_old(small: Home) -> None:
    with serve(Site(small_site(), build().truth)) as served:
        first = asked(served, small)
        assert set(asked(served, small, "-s", "FULL_SWEEP_DAYS=0")) == set(first)


def test_a_crawl_that_stops_and_goes_on_coming_back_leaves_the_same_addresses(small: Home) -> None:
    pages = small_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        asked(served, small)
        crawl("-a", f"url={served.url}", "-s", "CLOSESPIDER_PAGECOUNT=1", home=small)
        before = len(served.requests)
        resumed = crawl("-a", f"url={served.url}", home=small)
        assert resumed.returncode == 0 and "goes on where it was stopped" in resumed.stdout
    always = {"/robots.txt", "/sitemap.xml", "/", "/nb/", "/xw/"}
    assert set(served.addresses[before:]) <= always | in_turn(served, 2)


def test_a_page_that_nobody_recommended_is_asked_for_when_a_list_calls_it_a_report(small: Home) -> None:
    pages = small_site()
    pages["/nb/"] = html("<h1>政府信息公开年报</h1>", *(link(f"/{n}.html", title(ORGANS[n])) for n in range(4)))
    pages["/"] = html(link("/nb/", "政府信息公开年报"), *(link(f"/{n}.html", f"栏目{n}") for n in range(4, 8)))
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        pages["/nb/"] = listing(*ORGANS)
        unnamed = {f"/{n}.html" for n in range(4, 8)}
        assert unnamed <= set(asked(served, small))
        # What had its turn before the list was asked for had been promised less.
        assert set(asked(served, small)) == {"/", "/nb/"} | in_turn(served, 2) | (unnamed & in_turn(served, 1))


def test_a_report_that_is_named_like_a_column_is_none() -> None:
    column = Discovery(
        "http://a.example/x", "", "http://a.example/", "2021年度报告", way={"scent": ["page", 80, "column"]}
    )
    assert choose_open([column], Known({}, frozenset(), 1)) == []
    assert choose_open([column], Known({column.url: frozenset({2021})}, frozenset(), 1)) == [column]


def test_of_many_addresses_that_failed_a_thousand_are_tried_again_and_others_the_next_time() -> None:
    urls = frozenset(f"http://a.example/{number}" for number in range(3 * MOST_FAILED))
    tried = [choose_entries(Known({}, frozenset(), turn, failed=urls)) for turn in (1, 2, 3)]
    assert [len(one) for one in tried] == [MOST_FAILED] * 3
    assert frozenset().union(*tried) == urls
    assert choose_entries(Known({}, frozenset(), 1, failed=frozenset({"http://a.example/"}))) == {"http://a.example/"}


def test_every_settled_report_has_its_turn_in_twenty_crawls() -> None:
    way = {"scent": ["report", 100, "report"]}
    found = [Discovery(f"http://a.example/{n}.html", "", "http://a.example/", way=way) for n in range(400)]
    asked_in = {one.url: 0 for one in found}
    settled = {one.url: Settled("archived", None, was_fetched=True, scent=["report", 100, ""]) for one in found}
    never = {one.url: Settled("refused", None, was_fetched=False, scent=["report", 100, ""]) for one in found}
    for turn in range(7, 7 + ROTATION):
        known = Known({}, frozenset(), turn)
        left = choose_left(choose_open(found, known), settled, known)
        assert len(choose_left(choose_open(found, known), never, known)) == len(found)
        assert len(found) // 40 < len(found) - len(left) < len(found) // 10
        for url in asked_in.keys() - left:
            asked_in[url] += 1
    assert set(asked_in.values()) == {1}


def test_a_link_that_names_another_year_is_followed(small: Home) -> None:
    pages = small_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        rows = [link(f"/{n}.html", title(organ, 2021 if n < 4 else 2020)) for n, organ in enumerate(ORGANS)]
        pages["/nb/"] = html("<h1>政府信息公开年报</h1>", *rows)
        assert {f"/{n}.html" for n in range(4)} <= set(asked(served, small))


@pytest.mark.parametrize(
    ("now", "known", "before", "other"),
    [
        (title("a", 2021), {2020}, title("a", 2020), True),
        (title("a", 2020), {2020}, None, False),
        ("政府信息公开工作年度报告", {2020}, title("a", 2020), False),
        # Named after the year it came out in, and so it was before.
        (title("a", 2021), {2020}, title("a", 2021), False),
        (title("a", 2021), set(), title("a", 2020), False),
    ],
)
def test_a_year_is_another_where_neither_the_report_nor_the_link_named_it(
    now: str, known: set[int], before: str | None, other: bool
) -> None:
    assert names_other_year(now, known, before) is other


def test_ways_lead_from_reports_to_where_the_crawl_began_and_other_names_of_a_report_are_none() -> None:
    told = {
        "home": ("", "page"),
        "column": ("home", "redirect: to list"),
        "list": ("column", "list: trs"),
        "moved": ("list", "redirect: to r1"),
        "r1": ("moved", "report: new report"),
        "cover": ("list", "report_in_file: a.pdf"),
        "a.pdf": ("cover", "report: new report"),
        "news": ("home", "page"),
    }
    rows = {url: Fetched(frozenset({source} - {""}), reason) for url, (source, reason) in told.items()}
    names, ways = trace_ways(["r1", "a.pdf"], rows)
    assert names == {"moved", "cover"}
    assert ways == {"list", "column", "home"}


def test_ways_in_a_circle_end_and_all_that_named_a_report_lead_there() -> None:
    named = {"r": {"a", "c"}, "a": {"b"}, "b": {"a"}, "c": set()}
    rows = {url: Fetched(frozenset(sources), "") for url, sources in named.items()}
    assert trace_ways(["r"], rows) == (set(), {"a", "b", "c"})


def test_lists_begin_at_the_page_whose_further_pages_name_reports_and_at_columns_that_name_none() -> None:
    rows = {
        "home": Fetched(frozenset(), "page", ("page", 100, "seed")),
        "organs": Fetched(frozenset({"home"}), "page", ("page", 40, "organs")),
        "data": Fetched(frozenset({"column"}), "list: units", ("list", 90, "further page")),
        "data2": Fetched(frozenset({"data"}), "list: units", ("list", 90, "further page")),
        "column": Fetched(frozenset({"organs"}), "page", ("page", 70, "inside")),
        "empty": Fetched(frozenset({"organs"}), "page", ("page", 80, "column")),
        "mirror": Fetched(frozenset({"organs"}), "mirror: of empty", ("page", 80, "column")),
        "gone": Fetched(frozenset({"organs"}), "http 404", ("page", 80, "column"), state="gone"),
        "r": Fetched(frozenset({"data2"}), "report: new report", ("report", 100, "title")),
    }
    lists, idle = find_entries({"r"}, rows, 80)
    assert (lists, idle) == ({"column"}, {"home", "empty"})
    assert trace_ways({"r"}, rows, lists | idle)[1] == {"data2", "data", "column"}
    assert find_heads(lists, rows, 1) == {"home"} and find_heads(lists, rows, 9) == {"home", "organs"}


def test_reports_of_years_before_since_are_on_record_and_not_asked_for(small: Home) -> None:
    pages = small_site()
    rows = [link(f"/{n}.html", title(organ, 2015 + n)) for n, organ in enumerate(ORGANS)]
    pages["/nb/"] = html("<h1>政府信息公开年报</h1>", *rows, link("/0.html?x", "政府信息公开工作年度报告"))
    with serve(Site(pages, build().truth)) as served:
        got = asked(served, small, "-a", "since=2019")
        told = ledger(small, served.url)
        assert {one for one in got if one.endswith("html")} == {f"/{n}.html" for n in range(4, 8)}
        assert told["/3.html"] == ("refused", "since: its title names no year from 2019 on")
        asked(served, small, "-a", "full=1")
        # What is held stays what it is, and its portal is not taken for one that has lost its reports.
        got = asked(served, small, "-a", "since=2030", "-a", "full=1")
        assert set(got) == {"/", "/nb/", "/xw/", "/0.html?x"}
        assert ledger(small, served.url)["/3.html"][1] == "report: new report"
        assert counts(small)["reports named"] == 8


@pytest.mark.parametrize(
    ("named", "before"), [("2018年年报", True), ("2018—2019年年报", False), ("年报", False), ("二〇一八年年报", True)]
)
def test_a_title_without_a_year_may_be_of_any(named: str, before: bool) -> None:
    assert is_of_before(named, 2019) is before


@pytest.mark.parametrize("wrong", ["since=last", "since=19", "full=yes", "sinse=2019"])
def test_arguments_that_mean_nothing_are_wrong_usage(small: Home, wrong: str) -> None:
    run = crawl("-a", "url=http://127.0.0.1:1/", "-a", wrong, home=small)
    assert run.returncode == 2 and wrong.partition("=")[0] in run.stderr


# ---- what hosts confirm


def with_etags(pages: Mapping[str, Page]) -> dict[str, Page]:
    return {
        path: Page(one.body, one.content_type, one.status, {"ETag": f'"{hash(one.body)}"', "Last-Modified": "x"})
        for path, one in pages.items()
    }


def test_what_a_host_says_has_not_changed_is_kept_as_a_revisit_and_read_as_it_was(small: Home) -> None:
    pages = with_etags(small_site())
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        asked(served, small)
        again = [one for one in served.requests if "If-None-Match" in one.headers]
        assert {"/", "/nb/"} <= {one.path for one in again}
        assert all(one.headers["If-Modified-Since"] == "x" for one in again)
        told = ledger(small, served.url)
    assert told["/nb/"][0] == "unchanged" and told["/"] == ("unchanged", "page")
    engine = open_database(small)
    with session(engine) as work:
        row = work.get_one(Url, f"{served.url}nb/")
        capture = work.get_one(Capture, row.capture_id)
        first = work.get_one(Capture, capture.revisit_of)
        assert (capture.status, first.status) == (304, 200)
        assert (capture.payload_sha256, capture.media) == (first.payload_sha256, first.media)
        assert capture.etag == first.etag == pages["/nb/"].headers["ETag"]
        with (small.warcs / capture.warc_file).open("rb") as file:
            file.seek(capture.warc_offset)
            record = next(iter(ArchiveIterator(file)))
    engine.dispose()
    assert record.rec_type == "revisit" and record.http_headers.get_statuscode() == "304"
    assert record.rec_headers["WARC-Profile"].endswith("/server-not-modified")
    assert record.rec_headers["WARC-Refers-To"] == f"<urn:uuid:{first.id}>"
    assert archive("verify", home=small).returncode == 0


def test_what_the_archive_has_lost_is_fetched_anew(small: Home) -> None:
    with serve(Site(with_etags(small_site()), build().truth)) as served:
        asked(served, small)
        for file in small.warcs.iterdir():
            file.write_bytes(b"")
        run = crawl("-a", f"url={served.url}", home=small)
        told = ledger(small, served.url)
    assert run.returncode == 0 and "is fetched anew" in run.stderr
    assert told["/nb/"][0] in ("archived", "unchanged")
    assert [one.path for one in served.requests].count("/nb/") == 3


def test_a_full_crawl_asks_on_no_condition(small: Home) -> None:
    with serve(Site(with_etags(small_site()), build().truth)) as served:
        asked(served, small)
        asked(served, small, "-a", "full=1")
    assert not [one for one in served.requests if "If-None-Match" in one.headers]


# ---- what has disappeared


def drop(pages: dict[str, Page]) -> None:
    pages["/nb/"] = listing(*ORGANS[:6])


def gone(pages: dict[str, Page]) -> None:
    drop(pages)
    del pages["/7.html"]


@pytest.mark.parametrize(("change", "ended"), [(drop, False), (gone, True)])
def test_a_report_that_no_page_names_any_more_is_asked_for_and_noted(
    small: Home, change: Callable[[dict[str, Page]], None], ended: bool
) -> None:
    pages = small_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        change(pages)
        before = len(served.requests)
        run = crawl("-a", f"url={served.url}", home=small)
        assert {"/6.html", "/7.html"} <= set(served.addresses[before:])
        told = ledger(small, served.url)
    assert counts(small)["named no more"] == 2 and "2 reports are named by no page any more" in run.stdout
    assert versions(small, "/7.html") == [ended] and versions(small, "/6.html") == [False]
    assert told["/7.html"][0] == ("gone" if ended else "unchanged")
    line = json.loads(archive("show", f"{served.url}7.html", "--json", home=small).stdout)
    assert line["text"]


def test_a_report_that_was_corrected_and_is_then_gone_is_one_address(small: Home) -> None:
    pages = small_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        pages["/7.html"] = report(ORGANS[7], "另有公告公示十二条。")
        asked(served, small, "-a", "full=1")
        gone(pages)
        assert "/7.html" in asked(served, small)
        assert counts(small)["named no more"] == 2
        assert "/7.html" not in asked(served, small)
    assert sorted(versions(small, "/7.html")) == [False, True]


def test_a_report_behind_a_redirect_is_asked_for_when_no_page_names_it(small: Home) -> None:
    pages = small_site()
    pages["/7.html"] = Page(b"", "text/html", 301, {"Location": "/moved.html"})
    pages["/moved.html"] = report(ORGANS[7])
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        drop(pages)
        assert {"/6.html", "/moved.html"} <= set(asked(served, small))


def test_a_page_that_leads_to_its_report_in_a_file_is_asked_for_when_no_page_names_it() -> None:
    rows = {
        "file": Fetched(frozenset({"cover"}), "report: new report"),
        "cover": Fetched(frozenset({"list"}), "report_in_file: a.pdf"),
        "list": Fetched(frozenset({"home"}), "list: trs"),
    }
    known = Known({"file": frozenset(), "cover": frozenset()}, frozenset({"list", "home"}), 1)
    assert find_name("file", rows, known, pages={"list"}, met={"list"}) == "cover"
    assert find_name("file", rows, known, pages={"list"}, met={"list", "cover"}) is None
    assert find_name("file", rows, known, pages={"home"}, met={"home"}) is None


def test_what_another_portal_of_the_same_addresses_settled_is_asked_for(small: Home) -> None:
    engine = open_database(small)
    with serve(Site(small_site(), build().truth)) as served:
        asked(served, small)
        asked(served, small)
        with session(engine, write=True) as work:
            work.execute(update(Url).where(Url.url.endswith("html")).values(portal="province.example"))
            work.commit()
        assert {f"/{number}.html" for number in range(8)} <= set(asked(served, small))
    engine.dispose()


def test_a_list_that_took_over_the_reports_of_another_is_asked_for_from_then_on(small: Home) -> None:
    pages = small_site()
    pages["/nb/"] = html("<h1>政府信息公开年报</h1>", link("/a/", "部门"), link("/b/", "乡镇"))
    with serve(Site(pages | {"/a/": listing(*ORGANS)}, build().truth)) as served:
        asked(served, small)
    pages |= {"/b/": listing(*ORGANS), "/a/": html("x")}
    with serve(Site(pages, build().truth), port=int(served.url.rstrip("/").rpartition(":")[2])) as again:
        asked(again, small)
        assert "/b/" in asked(again, small) and "/b/" in asked(again, small)


def test_a_portal_that_names_no_report_any_more_is_an_alarm_and_one_that_is_as_it_was_is_none(small: Home) -> None:
    pages = small_site()
    with serve(Site(pages, build().truth)) as served:
        asked(served, small)
        asked(served, small)
        assert counts(small)["reports named"] == 8
        pages["/nb/"] = html("<h1>政府信息公开年报</h1>")
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 8 and "had 8 reports" in run.stderr
