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
from archive.home import Home, find_home
from archive.migrate import create_database
from archive.models import Capture, Crawl, Url
from tests.commands import BIN, ROOT, crawl, environment
from tests.site import Page, Site, build
from tests.site.serve import Served, serve
from tests.test_store import SENTENCE, page

REPORT = page("滨湖区民政局", SENTENCE)
TITLE = "滨湖区民政局2020年政府信息公开工作年度报告"


@pytest.fixture
def small(tmp_path: Path) -> Home:
    """An archive in SQLite: what is tested here is the crawler."""
    home = find_home({"ARCHIVE_HOME": str(tmp_path)})
    create_database(home)
    return home


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
        ("/a.pdf", TITLE),
        ("/news.html", "我区召开春季义务植树动员大会并部署全年绿化工作任务"),
        ("/notice.html", "关于做好2020年政府信息公开工作年度报告编制工作的通知"),
        ("/" + "x" * 3000, TITLE),
    ]
    with portal(home=html(*(link(*one) for one in links))) as served:
        run = crawl("-a", f"url={served.url}", home=small)
        assert [path for _, _, path, _ in served.requests] == ["/robots.txt", "/"]
    assert run.returncode == 0, run.stderr
    states = ledger(small, served.url)
    assert states.pop("/") == ("archived", "page")
    assert set(states.values()) == {
        ("refused", "off_portal"),
        ("refused", "scheme"),
        ("refused", "not_wanted (attachment)"),
        ("refused", "not_wanted (no scent)"),
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
            return html(link(f"/nianbao/{day + 1}", "下一页"), link("/r.html", TITLE) if day == 5 else "")

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
    assert {path: states[path] for path in states if path != "/"} == {
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


def test_robots_and_budgets_apply_one_request_at_a_time(small: Home) -> None:
    rows = [link(f"/r{n}.html", f"某局{2000 + n}年政府信息公开工作年度报告") for n in range(6)]
    pages = {f"r{n}.html": Page(page("某局", SENTENCE, year=2000 + n), "text/html") for n in range(6)}
    with portal(home=html(*rows), **pages) as served:
        crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0.2", "-s", "RANDOMIZE_DOWNLOAD_DELAY=0", home=small)
        times = [moment for moment, *_ in served.requests]
    assert len(times) == 8
    assert min(later - earlier for earlier, later in pairwise(times[1:])) > 0.15


def test_who_crawls_stands_in_the_user_agent(small: Home) -> None:
    with portal(home=html()) as served:
        crawl("-a", f"url={served.url}", home=small, CONTACT="keeper@example.org")
        agents = {headers["User-Agent"] for *_, headers in served.requests}
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
