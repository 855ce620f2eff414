"""What becomes of every address a crawl meets: nothing vanishes, and everything has its reason."""

import http.server
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.database import open_database, session
from archive.home import Home
from archive.models import Capture, Crawl, Url
from tests.commands import BIN, ROOT, archive, crawl, environment, json_lines
from tests.site import Page, Site, build
from tests.site.serve import Served, serve
from tests.test_store import SENTENCE, page

REPORT = page("滨湖区民政局", SENTENCE)
TITLE = "滨湖区民政局2020年政府信息公开工作年度报告"


def link(path: str, text: str) -> str:
    return f'<li><a href="{path}">{text}</a></li>'


def html(*parts: str) -> Page:
    return Page(f"<html><head><title>某区</title></head><body>{''.join(parts)}</body></html>".encode(), "text/html")


@contextmanager
def portal(**pages: Page) -> Iterator[Served]:
    """A portal of a few pages; `home` is served at /, others at /name."""
    by_path = {"/" if name == "home" else f"/{name}": one for name, one in pages.items()}
    with serve(Site(by_path, build().truth)) as served:
        yield served


def ledger(home: Home, url: str) -> dict[str, tuple[str, str | None]]:
    engine = open_database(home)
    with session(engine) as work:
        rows = {row.url.removeprefix(url.rstrip("/")): (row.state, row.reason) for row in work.scalars(select(Url))}
    engine.dispose()
    return rows


def test_links_that_are_not_followed_are_on_record_with_their_reason(small: Home) -> None:
    links = [
        ("http://elsewhere.example/nianbao/", "政府信息公开年报"),
        ("file:///etc/passwd", TITLE),
        ("/a.pdf", "申请表"),
        ("/news.html", "我区召开春季义务植树动员大会并部署全年绿化工作任务"),
        ("/notice.html", "关于做好2020年政府信息公开工作年度报告编制工作的通知"),
        ("/" + "x" * 3000, TITLE),
    ]
    with portal(home=html(*(link(*one) for one in links))) as served:
        run = crawl("-a", f"url={served.url}", home=small)
        assert [request.path for request in served.requests] == ["/robots.txt", "/", "/sitemap.xml"]
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    assert states.pop("/") == ("archived", "page")
    assert states.pop("/sitemap.xml") == ("gone", "http 404")
    assert set(states.values()) == {
        ("refused", "off_portal"),
        ("refused", "scheme"),
        ("refused", "not_wanted (file)"),
        ("refused", "not_wanted (news)"),
        ("refused", "not_wanted (notice)"),
        ("refused", "url_too_long"),
    }


def test_what_one_page_did_not_recommend_another_may(small: Home) -> None:
    with portal(
        home=html(link("/r.html", "更多内容请点击这里查看我区的全部工作动态信息"), link("/zwgk", "政务公开")),
        zwgk=html(link("/r.html", TITLE)),
        **{"r.html": Page(REPORT, "text/html")},
    ) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


def test_a_long_list_is_paged_to_its_end(small: Home) -> None:
    pages = {f"l{n}": html(link(f"/l{n + 1}", "下一页"), link(f"/n{n}", "某某工作动态信息")) for n in range(1, 30)}
    pages["l30"] = html(link("/r.html", TITLE))
    pages["home"] = html(link("/l1", "政府信息公开年报"))
    with portal(**pages, **{"r.html": Page(REPORT, "text/html")}) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


def test_the_budget_bounds_a_calendar_without_end_and_reports_are_still_read(small: Home) -> None:
    class Endless(dict[str, Page]):
        """Every day links to the next; day 5 to a report."""

        def get(self, path: str, default: object = None) -> Page | None:  # type: ignore[override]
            day = int(path.rpartition("/")[2] or 0) if path.rpartition("/")[2].isdigit() or path == "/" else None
            if day is None:
                return Page(REPORT, "text/html") if path == "/r.html" else None
            rows = link(f"/{day}.html", "某某工作动态信息"), link("/r.html", TITLE) if day == 5 else ""
            return html(link(f"/nianbao/{day + 1}", "下一页"), *rows)

        __contains__ = lambda self, path: self.get(path) is not None  # type: ignore[assignment]  # noqa: E731
        __getitem__ = get  # type: ignore[assignment]

    with serve(Site(Endless(), build().truth)) as served:
        run = crawl("-a", f"url={served.url}nianbao/1", "-s", "PORTAL_BUDGET=20", home=small)
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    assert states["/r.html"] == ("archived", "report: new report")
    assert ("refused", "budget: PORTAL_BUDGET is spent") in states.values()
    assert len(states) < 30


def test_redirects_are_met_like_links(small: Home) -> None:
    def to(target: str) -> Page:
        return Page(b"", "text/html", 302, {"Location": target})

    paths = ["to-report", "off", "loop", "file", "bad", "chain0"]
    pages = {
        "home": html(*(link(f"/{path}", f"某局{2000 + n}年政府信息公开工作年度报告") for n, path in enumerate(paths))),
        "to-report": to("/r.html"),
        "off": to("http://elsewhere.example/r.html"),
        "loop": to("/loop"),
        "file": to("file:///etc/passwd"),
        "bad": to("http://[::1"),
        "r.html": Page(REPORT, "text/html"),
        **{f"chain{n}": to(f"/chain{n + 1}") for n in range(9)},
    }
    with portal(**pages) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    here = served.url.rstrip("/")
    assert states["/to-report"] == ("archived", f"redirect: to {here}/r.html")
    assert states["/r.html"] == ("archived", "report: new report")
    assert states["/off"] == ("archived", "redirect: to http://elsewhere.example/r.html")
    assert states["http://elsewhere.example/r.html"] == ("refused", "off_portal")
    assert states["/loop"] == ("failed", "redirect_loop")
    assert states["file:///etc/passwd"][0] == "refused"
    assert states["/bad"] == ("failed", "redirect_without_target")
    assert states["/chain5"] == ("failed", "redirect_loop")
    assert not {"queued", "leased"} & {state for state, _ in states.values()}


def test_a_page_that_redirects_to_itself_to_set_a_cookie_is_read(small: Home) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            welcome = "seen=1" in (self.headers.get("Cookie") or "") or self.path == "/robots.txt"
            self.send_response(404 if self.path == "/robots.txt" else 200 if welcome else 302)
            if not welcome:
                self.send_header("Location", self.path)
                self.send_header("Set-Cookie", "seen=1")
            self.end_headers()
            self.wfile.write(REPORT if welcome and self.path != "/robots.txt" else b"")

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    run = crawl("-a", f"url={url}", home=small)
    server.shutdown()
    assert run.returncode == 0, run.stderr
    assert ledger(small, url)["/"] == ("archived", "report: new report")


def test_error_pages_are_captured_and_never_reports(small: Home) -> None:
    statuses = {"gone": 410, "login": 401, "forbidden": 403, "challenge": 412, "error": 500}
    pages = {f"s{status}": Page(REPORT, "text/html", status) for status in statuses.values()}
    rows = [
        link(f"/s{status}", f"某局{2000 + n}年政府信息公开工作年度报告") for n, status in enumerate(statuses.values())
    ]
    with portal(home=html(*rows), **pages) as served:
        run = crawl("-a", f"url={served.url}", "-s", "RETRY_TIMES=0", home=small)
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    assert {path: states[path] for path in states if path.startswith("/s4") or path.startswith("/s5")} == {
        "/s410": ("gone", "http 410"),
        "/s401": ("blocked", "login 401"),
        "/s403": ("blocked", "forbidden 403"),
        "/s412": ("blocked", "challenge 412"),
        "/s500": ("failed", "http 500"),
    }
    engine = open_database(small)
    with session(engine) as work:
        captured = {capture.status for capture in work.scalars(select(Capture))}
    engine.dispose()
    assert captured >= set(statuses.values())


def test_a_page_beyond_the_size_limit_is_refused(small: Home) -> None:
    with portal(home=html(link("/r.html", TITLE)), **{"r.html": Page(REPORT + b" " * 100_000, "text/html")}) as served:
        run = crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_MAXSIZE=50000", home=small)
    assert run.returncode == 0, run.stderr
    state, reason = ledger(small, served.url)["/r.html"]
    assert state == "refused" and (reason or "").startswith("too_large")


def test_of_all_that_waits_for_robots_txt_none_is_asked_for_that_it_forbids(small: Home) -> None:
    robots = Page(b"User-agent: *\nDisallow: /sitemap.xml\n", "text/plain")
    pages = {"robots.txt": robots, "home": html("x"), "nb/": html("y"), "sitemap.xml": html("z")}
    with portal(**pages) as served:
        run = crawl("-a", f"url={served.url}nb/", home=small)
        paths = [request.path for request in served.requests]
    assert run.returncode == 0, run.stderr
    assert sorted(paths) == ["/", "/nb/", "/robots.txt"]


def test_robots_and_budgets_apply_one_request_at_a_time(small: Home) -> None:
    rows = [link(f"/r{n}.html", f"某局{2000 + n}年政府信息公开工作年度报告") for n in range(6)]
    pages = {f"r{n}.html": Page(page("某局", SENTENCE, year=2000 + n), "text/html") for n in range(6)}
    with portal(home=html(*rows), **pages) as served:
        crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0.2", "-s", "RANDOMIZE_DOWNLOAD_DELAY=0", home=small)
        times = [request.time for request in served.requests]
    assert len(times) == 9
    assert min(later - earlier for earlier, later in pairwise(times[1:])) > 0.15


def test_who_crawls_stands_in_the_user_agent(small: Home) -> None:
    with portal(home=html()) as served:
        crawl("-a", f"url={served.url}", home=small, CONTACT="keeper@example.org")
        agents = {request.headers["User-Agent"] for request in served.requests}
    (agent,) = agents
    assert agent.startswith("disclosure-archive/") and agent.endswith("(+keeper@example.org)")


def test_a_portal_that_had_reports_and_gives_none_is_an_alarm(small: Home) -> None:
    site = {"/": html(link("/r.html", TITLE)), "/r.html": Page(REPORT, "text/html")}
    with serve(Site(site, build().truth)) as served:
        assert crawl("-a", f"url={served.url}", home=small).returncode == 0
        site["/"] = html()
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 8
    assert "ALARM" in run.stderr


def test_a_signal_ends_a_crawl_in_order(small: Home) -> None:
    with serve(build()) as served:
        command = [BIN / "scrapy", "crawl", "reports", "-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0.3"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment(small, GUARD_ALLOW="127.0.0.1"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            while len(served.requests) < 5:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            told, _ = process.communicate(timeout=60)
    assert process.returncode == 7
    assert "stopped by a signal" in told
    engine = open_database(small)
    with session(engine) as work:
        assert work.scalars(select(Crawl)).one().outcome == "shutdown"
    engine.dispose()


def test_odd_addresses_are_asked_for_as_a_browser_would(small: Home) -> None:
    spelled = {
        "/r/2019 report.html": "/r/2019%20report.html",
        "/a|b.html": "/a%7Cb.html",
        "/index.php?/news/1.html": "/index.php?/news/1.html",
        "/s?b=1&a=2": "/s?b=1&a=2",
        "/年报/1.html": "/%E5%B9%B4%E6%8A%A5/1.html",
    }
    rows = [link(path, f"某局{2000 + n}年政府信息公开工作年度报告") for n, path in enumerate(spelled)]
    bad = [
        link("http://h.example:99999/", TITLE),
        link("http://h.example:abc/", TITLE),
        link("data:text/html,x", TITLE),
    ]
    pages = {path: Page(page("某局", SENTENCE, year=2000 + n), "text/html") for n, path in enumerate(spelled.values())}
    with serve(Site({"/": html(*bad, *rows), **pages}, build().truth)) as served:
        run = crawl("-a", f"url={served.url}", home=small)
        asked = {request.path for request in served.requests}
    assert run.returncode == 0, run.stderr
    assert asked == {"/", "/robots.txt", "/sitemap.xml", *spelled.values()}
    states = ledger(small, served.url)
    assert states.pop("/sitemap.xml")[0] == "gone"
    assert {state for state, _ in states.values()} == {"archived"}


def test_links_and_redirects_in_gbk_lead_where_they_should(small: Home) -> None:
    report = "年政府信息公开工作年度报告"
    rows = f'<a href="/s?t=年报">某局2001{report}</a><a href="/moved">某局2002{report}</a>'
    moved = Page(b"", "text/html", 302, {"Location": "/\u00c4\u00ea.html"})  # 年 in GBK, as http.server sends latin-1
    pages = {
        "/": Page(f"<html><meta charset=gbk>{rows}</html>".encode("gbk"), "text/html"),
        "/s?t=%C4%EA%B1%A8": Page(page("某局", SENTENCE, year=2001), "text/html"),
        "/moved": moved,
        "/%C4%EA.html": Page(page("某局", SENTENCE, year=2002), "text/html"),
    }
    with serve(Site(pages, build().truth)) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    assert [reason for _, reason in ledger(small, served.url).values()].count("report: new report") == 2


@pytest.mark.parametrize(
    "first",
    [
        Page(b"", "text/html", 302, {"Location": "/index.html"}),
        html('<meta http-equiv="refresh" content="0;url=/index.html">'),
        Page(b'<html><frameset cols="*"><frame src="/index.html"></frameset></html>', "text/html"),
        html('<iframe src="/index.html"></iframe>'),
    ],
)
def test_a_home_page_that_only_leads_on_is_followed(small: Home, first: Page) -> None:
    pages = {
        "/": first,
        "/index.html": html(link("/zjwq/", "走进我区")),
        "/zjwq/": html(link("/nb/", '<img src="b.png" alt="政府信息公开年报">')),
        "/nb/": html(link("/r.html", TITLE)),
        "/r.html": Page(REPORT, "text/html"),
    }
    with serve(Site(pages, build().truth)) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("您访问的页面不存在", "soft404: "),
        ("正在加载，请稍候", "no_report_text"),
        ("<script>var a = 1</script>", "no_report_text"),
        ("系统维护中。", "no_report_text"),
    ],
)
def test_a_page_that_only_a_list_calls_a_report_is_none(small: Home, body: str, said: str) -> None:
    with portal(home=html(link("/r.html", TITLE)), **{"r.html": html(body)}) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    state, reason = ledger(small, served.url)["/r.html"]
    assert state == "refused" and (reason or "").startswith(said)
    assert "No annual report" in run.stdout


def test_a_report_that_moved_and_was_corrected_speaks_from_its_new_place(small: Home) -> None:
    longer = page("滨湖区民政局", SENTENCE, "另有公告公示十二条。")
    site = {"/": html(link("/a.html", TITLE)), "/a.html": Page(longer, "text/html")}
    with serve(Site(site, build().truth)) as served:
        crawl("-a", f"url={served.url}", home=small)
        site["/a.html"] = Page(b"", "text/html", 301, {"Location": "/b.html"})
        site["/b.html"] = Page(REPORT, "text/html")
        run = crawl("-a", f"url={served.url}", "-a", "full=1", home=small)
        assert run.returncode == 0, run.stderr
        (line,) = json_lines(archive("show", f"{served.url}b.html", "--json", home=small))
    assert "另有公告公示" not in line["text"]
    assert line["version"] == 2


@pytest.mark.parametrize(
    ("first", "code", "words"),
    [
        (Page(b"", "text/html", 500), 4, "http 500"),
        (Page(b"x", "text/html", 403), 4, "forbidden 403"),
        (Page(b"", "text/html", 302, {"Location": "http://elsewhere.example/"}), 4, "Crawl that address instead"),
        (Page(b"", "text/html", 302, {"Location": "/index.html"}), 4, "gave no page"),
    ],
)
def test_a_portal_that_gives_no_page_is_not_a_success(small: Home, first: Page, code: int, words: str) -> None:
    with portal(home=first) as served:
        run = crawl("-a", f"url={served.url}", "-s", "RETRY_TIMES=0", home=small)
    assert run.returncode == code
    assert words in run.stderr


def test_two_crawls_of_one_portal_do_not_overlap(small: Home) -> None:
    with serve(build()) as served:
        command = [BIN / "scrapy", "crawl", "reports", "-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0.3"]
        env = environment(small, GUARD_ALLOW="127.0.0.1")
        with subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as first:
            while len(served.requests) < 3:
                time.sleep(0.05)
            second = crawl("-a", f"url={served.url}", home=small)
            first.terminate()
    assert second.returncode == 6
    assert "another run crawls" in second.stderr


def test_a_page_of_twenty_thousand_links_does_not_hold_up_the_crawl(small: Home) -> None:
    many = "".join(f'<a href="/n{n}.html">动态{n}</a> ' for n in range(20_000))
    with portal(
        home=html(f"<div>{many}</div>", link("/r.html", TITLE)), **{"r.html": Page(REPORT, "text/html")}
    ) as served:
        begun = time.monotonic()
        run = crawl("-a", f"url={served.url}", "-s", "PORTAL_BUDGET=3", home=small)
    assert run.returncode == 0, run.stderr
    assert time.monotonic() - begun < 60
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


def test_an_address_met_under_a_weak_name_is_asked_for_when_a_strong_one_comes(small: Home) -> None:
    pages = {
        "home": html(link("/zwgk/", "政务公开"), link("/t/", "综合资料")),
        "zwgk/": html(link("/t/", "政府信息公开年报")),
        "t/": html(link("/r.html", TITLE)),
        "r.html": Page(REPORT, "text/html"),
    }
    with portal(**pages) as served:
        crawl("-a", f"url={served.url}", home=small)
        assert [request.path for request in served.requests].count("/t/") == 1
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


def test_a_page_that_is_not_there_is_tried_under_its_other_spelling(small: Home) -> None:
    home = html(link("/nb/index.html", "政府信息公开年报"), link("/nb/", "信息公开年报"))
    with portal(home=home, **{"nb/": html(link("/r.html", TITLE)), "r.html": Page(REPORT, "text/html")}) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    assert states["/nb/index.html"] == ("gone", "http 404")
    assert states["/r.html"] == ("archived", "report: new report")


def test_pages_of_a_list_that_redirect_to_an_error_page_do_not_end_it(small: Home) -> None:
    def rows(number: int) -> Page:
        script = f'<script>createPageHTML(6, {number}, "index", "html");</script>'
        return html(script, link(f"/n{number}.html", "某某工作动态信息"), link("/r.html", TITLE) if number == 5 else "")

    away = Page(b"", "text/html", 302, {"Location": "/404.html"})
    pages = {f"nb/index_{number}.html": rows(number) if number not in (2, 4) else away for number in range(1, 6)}
    home = html(link("/nb/", "政府信息公开年报"))
    with portal(home=home, **{"nb/": rows(0), "r.html": Page(REPORT, "text/html")}, **pages) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


def test_a_link_that_is_spelled_like_a_posted_form_is_not_posted(small: Home) -> None:
    row = link("/gk/?__wb_method=POST&op=delete&id=7", TITLE)
    with portal(home=html(row)) as served:
        crawl("-a", f"url={served.url}", home=small)
        assert {request.method for request in served.requests} == {"GET"}


def test_offices_without_reports_do_not_hide_those_behind_them(small: Home) -> None:
    bureaus = "".join(link(f"/bm/{n}/", f"滨湖区第{n}局") for n in range(90))
    pages = {f"bm/{n}/": html(link(f"/bm/{n}/nb/", "年报") if n >= 70 else "") for n in range(90)}
    lists = {
        f"bm/{n}/nb/": html(link(f"/r{n}.html", f"滨湖区第{n}局2020年政府信息公开工作年度报告")) for n in range(70, 90)
    }
    reports = {f"r{n}.html": Page(page(f"滨湖区第{n}局", SENTENCE), "text/html") for n in range(70, 90)}
    with portal(home=html(bureaus), **pages, **lists, **reports) as served:
        run = crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0", home=small)
    assert run.returncode == 0, run.stderr
    assert [reason for _, reason in ledger(small, served.url).values()].count("report: new report") == 20


def test_the_list_of_a_column_that_stands_in_a_frame_is_paged_to_its_end(small: Home) -> None:
    news = "".join(f"<li><a href='/n{n}.html'>某某工作动态信息</a><span>2021-01-1{n}</span></li>" for n in range(5))
    pages = {
        "home": html(link("/nb/", "信息公开年报")),
        "nb/": html('<iframe src="/nb/list.html"></iframe>'),
        "nb/list.html": html(news, '<a href="/nb/list_2.html">下页</a>'),
        "nb/list_2.html": html(link("/r.html", TITLE)),
        "r.html": Page(REPORT, "text/html"),
    }
    with portal(**pages) as served:
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 0, run.stderr
    assert ledger(small, served.url)["/r.html"] == ("archived", "report: new report")


def test_a_page_that_kills_its_reader_is_quarantined_with_its_bytes_and_the_others_are_kept(small: Home) -> None:
    attributes = " ".join(f'a{n}="x"' for n in range(40_000))
    pages = {
        "home": html(
            link("/nb/", "政府信息公开年报"), link("/p.html", TITLE), link("/r.html", TITLE.replace("民政", "教育"))
        ),
        "nb/": html(f"<div {attributes}></div>", link("/hidden.html", TITLE)),
        "p.html": html(f"<h1>{TITLE}</h1>", f"<p>{SENTENCE}" * 60_000),
        "r.html": Page(page("滨湖区教育局", SENTENCE), "text/html"),
    }
    with portal(**pages) as served:
        run = crawl("-a", f"url={served.url}", "-s", "READING_SECONDS=2", home=small)
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    assert states["/nb/"] == states["/p.html"] == ("quarantined", "killed: cpu 2 s")
    assert states["/r.html"] == ("archived", "report: new report")
    assert "quarantined: " in run.stdout and "killed: cpu 2 s" in run.stdout
    assert json_lines(archive("status", "--json", home=small))[0]["ledger"]["quarantined"] == 2
    engine = open_database(small)
    with session(engine) as work:
        kept = set(work.scalars(select(Url.capture_id).where(Url.state == "quarantined")))
        assert kept <= set(work.scalars(select(Capture.id))) and None not in kept
    engine.dispose()
    assert archive("verify", home=small).returncode == 0


def test_a_crawl_takes_the_same_way_each_time(tmp_path: Path) -> None:
    ways = []
    for name in ("first", "second"):
        archive("init", ARCHIVE_HOME=str(tmp_path / name))
        with serve(build()) as served:
            crawl("-a", f"url={served.url}", ARCHIVE_HOME=str(tmp_path / name))
            ways.append([request.path for request in served.requests])
    assert len(ways[0]) > 20
    assert ways[0] == ways[1]
