"""What `scrapy crawl` logs: JSON lines where they are asked for, and no secret anywhere."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import URL

from archive.database import open_database, session
from archive.home import Home
from archive.logs import Discreet, find_secrets
from archive.migrate import create_database
from archive.models import Crawl
from tests.commands import ROOT, archive, crawl, environment
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_crawl import REPORT, TITLE, html, link

SECRET = "S3cret/p w"  # noqa: S105 - it opens nothing
SPELLINGS = ("S3cret", "c2VjcmV0Q29va2ll")
KEYS = ["time", "level", "logger", "message", "crawl", "portal", "exc_info"]


def parsed(text: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        assert list(line) == KEYS
        assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)
    return lines


def site() -> Site:
    home = html(link("/r.html", TITLE), link("/broken", "政府信息公开年报"))
    cookie = {"Set-Cookie": "session=c2VjcmV0Q29va2ll"}
    return Site(
        {
            "/": Page(home.body, "text/html", 200, cookie),
            "/r.html": Page(REPORT, "text/html"),
            "/broken": Page(b"", "text/html", 500),
        },
        build().truth,
    )


def with_password(home: Home, where: str) -> str:
    """The database's address with a password, which a server that trusts this machine does not ask for, and a file
    cannot use."""
    database = home.database
    if where == "query":
        return database.update_query_dict({"password": SECRET}).render_as_string(hide_password=False)
    return database.set(username=database.username or "u", password=SECRET).render_as_string(hide_password=False)


def test_every_log_line_of_a_crawl_is_a_json_object_that_names_crawl_and_portal(small: Home) -> None:
    with serve(site()) as served:
        done = crawl("-a", f"url={served.url}", "--log-json", "-L", "DEBUG", home=small)
    assert done.returncode == 0, done.stderr
    lines = parsed(done.stderr)
    engine = open_database(small)
    with session(engine) as work:
        one = work.scalars(select(Crawl)).one()
    engine.dispose()
    begun = [line for line in lines if line["crawl"]]
    assert {(line["crawl"], line["portal"]) for line in begun} == {(one.id, one.portal)}
    assert any(line["logger"].startswith("scrapy.") for line in begun)
    assert "Scrapy 2." in lines[0]["message"] and lines[0]["crawl"] is None
    assert any("pages · 1 reports" in line["message"] for line in lines if line["logger"] == "crawler.progress")
    assert "Reports read in this crawl, by organ" in done.stdout


def test_what_the_command_says_is_a_json_line_too_and_without_the_option_it_is_words(small: Home) -> None:
    for option in (["--log-json"], []):
        done = crawl("-a", "url=http://127.0.0.1:1/", "-s", "PORTAL_BUDGET=x", *option, home=small)
        assert done.returncode == 2
        *_, last = done.stderr.splitlines()
        told = json.loads(last)["message"] if option else last.removeprefix("scrapy crawl: ")
        assert told == "PORTAL_BUDGET has to be a number, not 'x'"


def test_a_log_file_gets_the_json_lines_and_the_command_still_speaks(small: Home, tmp_path: Path) -> None:
    file = tmp_path / "crawl.log"
    options = ("--log-json", "--logfile", str(file), "-s", "PORTAL_BUDGET=x")
    done = crawl("-a", "url=http://127.0.0.1:1/", *options, home=small)
    assert done.stderr == "scrapy crawl: PORTAL_BUDGET has to be a number, not 'x'\n"
    assert parsed(file.read_text())[-1]["message"].startswith("PORTAL_BUDGET")


def test_lines_of_twisted_warnings_tracebacks_and_wrong_calls_are_json_lines_without_secrets() -> None:
    script = """if True:
        import logging, sys, warnings
        from scrapy.crawler import AsyncCrawlerProcess
        from scrapy.utils.project import get_project_settings
        from twisted.python import log
        from crawler import logs
        settings = get_project_settings()
        settings.set("LOG_JSON", True)
        settings.set("ARCHIVE_DATABASE", "postgresql://u:S3cretWord@h/x")
        logs.install(settings)
        AsyncCrawlerProcess(settings)
        try:
            raise ValueError("no way to postgresql://u:S3cretWord@h/x\\nsecond line")
        except ValueError:
            log.err(None, "of Twisted")
            logging.getLogger("x").exception("of logging %s", "年报")
        warnings.warn("of warnings S3cretWord")
        logging.getLogger("x").error("wrong %s %s", "S3cretWord")
        logging.getLogger("x").error("lone \\udc80")
        raise KeyError("uncaught S3cretWord")
    """
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=environment(), check=False
    )
    assert done.returncode == 1
    lines = parsed(done.stderr)
    assert "S3cret" not in done.stderr
    told = {line["logger"]: line for line in lines}
    error = "ValueError: no way to postgresql://u:***@h/x\nsecond line"
    assert told["twisted"]["message"].startswith("of Twisted\n") and error in told["twisted"]["message"]
    assert error in next(line["exc_info"] for line in lines if line["message"] == "of logging 年报")
    assert "of warnings ***" in told["py.warnings"]["message"]
    assert [line["message"] for line in lines if line["logger"] == "x"] == [
        "of logging 年报",
        "wrong %s %s ('***',)",
        "lone \udc80",
    ]
    assert "KeyError: 'uncaught ***'" in lines[-1]["exc_info"] and lines[-1]["level"] == "CRITICAL"


@pytest.mark.parametrize(("where", "option"), [("query", ["--log-json"]), ("user", [])], ids=["query", "user"])
def test_a_crawl_never_shows_the_password_of_its_database_or_a_cookie(
    request: pytest.FixtureRequest, tmp_path: Path, where: str, option: list[str]
) -> None:
    home = Home(tmp_path, request.getfixturevalue("new_postgresql_database")(), tmp_path / "warcs")
    create_database(home)
    address = with_password(home, where)
    with serve(site()) as served:
        options = ("-L", "DEBUG", "-s", "COOKIES_DEBUG=True", *option)
        done = crawl("-a", f"url={served.url}", *options, home=home, ARCHIVE_DATABASE=address)
    assert done.returncode == 0, done.stderr
    assert "Cookie: ***" in done.stderr
    told = done.stdout + done.stderr
    told += archive("status", home=home, ARCHIVE_DATABASE=address).stdout
    wrong = address.replace(home.database.database or "", "not_there")
    for failed in (
        crawl("-a", "url=http://127.0.0.1:1/", *option, home=home, ARCHIVE_DATABASE=wrong),
        archive("status", home=home, ARCHIVE_DATABASE=wrong),
    ):
        assert failed.returncode == 3 and "not_there" in failed.stderr
        told += failed.stdout + failed.stderr
    engine = open_database(home)
    with session(engine) as work:
        told += json.dumps(work.scalars(select(Crawl)).one().settings)
    engine.dispose()
    assert not [word for word in SPELLINGS if word in told]


def test_a_password_in_the_address_of_a_file_is_not_shown(small: Home) -> None:
    address = f"{small.database.render_as_string()}?password=S3cretWord"
    status = archive("status", ARCHIVE_DATABASE=address, ARCHIVE_HOME=str(small.folder))
    crawled = crawl("-a", "url=http://127.0.0.1:1/", "--log-json", home=small, ARCHIVE_DATABASE=address)
    assert (status.returncode, crawled.returncode) == (0, 4)
    assert "gave no page" in parsed(crawled.stderr)[-1]["message"]
    assert "S3cret" not in status.stdout + status.stderr + crawled.stdout + crawled.stderr


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("to postgresql://u:S3cret%2Fp+w@h/x", "to postgresql://u:***@h/x"),
        ("to postgresql://other:pw@h/x?sslpassword=y&a=b", "to postgresql://other:***@h/x?sslpassword=***&a=b"),
        ("it is S3cret/p w.", "it is ***."),
        ("Set-Cookie: a=b; Path=/\nnext", "Set-Cookie: ***\nnext"),
        ("{b'Authorization': [b'Basic dTpw'], b'X': 1}", "{b'Authorization': ***"),
        ("contact you@example.org at http://x.example:80/a", "contact you@example.org at http://x.example:80/a"),
        ("authorization of the county, cookies", "authorization of the county, cookies"),
    ],
)
def test_secrets_are_hidden_in_every_spelling_and_nothing_else_is(said: str, left: str) -> None:
    address = URL.create("postgresql", "u", SECRET, "h", database="x").render_as_string(hide_password=False)
    assert Discreet(None, find_secrets(address)).hide(said) == left


def test_a_short_password_is_hidden_where_it_stands_alone() -> None:
    hide = Discreet(None, find_secrets("postgresql://u:at@h/x")).hide
    assert hide("postgresql://u:at@h/x: that state (at)") == "postgresql://u:***@h/x: that state (***)"
