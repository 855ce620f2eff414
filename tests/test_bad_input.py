"""Wrong input: one line that says what, where and what to do; the right exit code; nothing half-written; the rest
goes on."""

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select

from archive import sandbox
from archive.cli import main
from archive.database import open_database, session
from archive.home import Home
from archive.ledger import Discovery
from archive.models import Capture, Crawl
from crawler.portals import from_url
from crawler.run import begin
from tests.commands import BIN, ROOT, archive, crawl, environment, json_lines
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_store import SENTENCE, page


def refused(run: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    told = [line for line in run.stderr.splitlines() if line.startswith(("archive: ", "scrapy crawl: "))]
    assert run.returncode == code, run.stderr
    assert len(told) == 1, run.stderr
    for word in words:
        assert word in told[0]
    assert "Traceback" not in run.stderr + run.stdout


def test_an_unknown_portal_name_lists_the_known_ones(small: Home) -> None:
    refused(crawl("-a", "portal=atlantis", home=small), 2, "atlantis", "Known: ", "-a url=")


def test_no_portal_and_two_portals_are_wrong_usage(small: Home) -> None:
    refused(crawl(home=small), 2, "say which portal")
    refused(crawl("-a", "portal=pingtan", "-a", "url=http://127.0.0.1/", home=small), 2, "say which portal")


@pytest.mark.parametrize("url", ["hello", "ftp://127.0.0.1/", "http://", "http://[::1"])
def test_a_url_that_is_none_is_named(tmp_path: Path, url: str) -> None:
    archive("init", ARCHIVE_HOME=str(tmp_path))
    refused(crawl("-a", f"url={url}", ARCHIVE_HOME=str(tmp_path)), 2, repr(url), "is no web address")


def test_a_host_that_does_not_answer_is_told(small: Home) -> None:
    with serve(build()) as served:
        silent = served.url
    refused(crawl("-a", f"url={silent}", "-s", "RETRY_TIMES=0", home=small), 4, silent, "try again later")


def test_a_name_that_does_not_resolve_is_told(small: Home) -> None:
    refused(crawl("-a", "url=http://nowhere.invalid/", home=small, CONTACT="tests@example.org"), 4, "does not resolve")


def test_a_private_address_needs_permission(small: Home) -> None:
    refused(
        crawl("-a", "url=http://127.0.0.1:1/", home=small, GUARD_ALLOW=""),
        2,
        "private address",
        "GUARD_ALLOW=127.0.0.1",
    )


def test_a_public_host_is_not_crawled_anonymously(small: Home) -> None:
    refused(crawl("-a", "url=http://1.1.1.1/", home=small), 2, "CONTACT=")


@pytest.mark.parametrize("command", [("status",), ("show", "abcdef"), ("verify",), ("export", "dump")])
def test_a_database_that_is_not_there_is_told_with_what_to_do(tmp_path: Path, command: tuple[str, ...]) -> None:
    refused(archive(*command, ARCHIVE_HOME=str(tmp_path / "none")), 3, "archive.sqlite", "archive init")
    assert not (tmp_path / "none").exists()


def test_a_crawl_without_a_database_asks_nothing_of_the_portal(tmp_path: Path) -> None:
    with serve(build()) as served:
        refused(crawl("-a", f"url={served.url}", ARCHIVE_HOME=str(tmp_path)), 3, "archive init")
        assert served.requests == []


def test_an_address_of_no_database_is_not_repeated(tmp_path: Path) -> None:
    run = archive("status", ARCHIVE_DATABASE="postgres//u:S3cret@h/x", ARCHIVE_HOME=str(tmp_path))
    refused(run, 2, "ARCHIVE_DATABASE")
    assert "S3cret" not in run.stderr


def test_a_file_where_a_folder_should_be_is_named(small: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    refused(archive("export", str(tmp_path / "file"), home=small), 2, "file is a file")
    refused(archive("init", ARCHIVE_HOME=str(tmp_path / "file")), 5, "file cannot be used as a folder")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_of_other_things_is_not_overwritten_by_a_dump(small: Home, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "thesis.txt").write_text("mine")
    refused(archive("export", str(tmp_path / "work"), home=small), 2, "holds thesis.txt")
    assert [file.name for file in (tmp_path / "work").iterdir()] == ["thesis.txt"]


def test_an_unknown_format_names_those_there_are(small: Home, tmp_path: Path) -> None:
    refused(archive("export", str(tmp_path / "d"), "--format", "xlsx", home=small), 2, "xlsx", "jsonl")


def test_each_file_gives_its_line_also_where_it_cannot_be_read(tmp_path: Path) -> None:
    good, empty, binary = tmp_path / "good.html", tmp_path / "empty.html", tmp_path / "binary.html"
    good.write_bytes(page("滨湖区民政局", SENTENCE))
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 40)
    run = archive("read", str(empty), str(binary), str(tmp_path / "none.html"), str(tmp_path), str(good))
    lines = json_lines(run)
    assert run.returncode == 1
    assert [line["kind"] for line in lines] == [None, None, None, None, "report"]
    assert [line["reading"] for line in lines[:4]] == ["unreadable"] * 4
    assert all(line["findings"][0]["message"] for line in lines[:4])
    assert [set(line) for line in lines] == [set(lines[-1])] * 5


def test_a_file_that_kills_its_reader_gives_its_line_and_the_others_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, short = tmp_path / "long.html", tmp_path / "short.html"
    long.write_bytes(b"x" * (1 << 20))
    short.write_bytes(page("滨湖区民政局", SENTENCE))
    monkeypatch.setattr(sandbox, "PAGE", replace(sandbox.PAGE, memory=1 << 20))
    run = CliRunner().invoke(main, ["read", str(long), str(short)])
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.exit_code == 1
    assert [line["file"] for line in lines] == [str(long), str(short)]
    assert {(line["kind"], line["reading"]) for line in lines} == {(None, "unreadable")}
    assert {line["findings"][0]["code"] for line in lines} == {"reader_killed"}


def test_ingest_of_what_kills_its_reader_keeps_the_bytes(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page("滨湖区民政局", SENTENCE))
    monkeypatch.setattr(sandbox, "PAGE", replace(sandbox.PAGE, memory=1 << 20))
    run = CliRunner().invoke(main, ["ingest", str(file), "--url", "http://x.example/1.html"], env=environment(home))
    assert run.exit_code == 1
    assert run.stdout == f"{file}: killed: memory\n"
    assert " 0 damaged" in archive("verify", home=home).stdout


def test_ingest_has_the_bytes_on_record_before_it_reads_them(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "slow.html"
    file.write_bytes(b"<html><body>" + b"<p>" * 140_000)  # takes some seconds
    command = [str(BIN / "archive"), "ingest", str(file), "--url", "http://x.example/1.html"]
    engine = open_database(home)
    with subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL) as run:
        while not (left := crawls_of_captures(engine)) and run.poll() is None:
            time.sleep(0.02)
        run.kill()
    engine.dispose()
    assert [crawl.finished for crawl in left] == [None]
    assert " 0 damaged" in archive("verify", home=home).stdout


def crawls_of_captures(engine: Engine) -> Sequence[Crawl]:
    with session(engine) as work:
        return work.scalars(select(Crawl).join(Capture, Capture.crawl_id == Crawl.id)).all()


@pytest.mark.parametrize(
    ("address", "way", "why"),
    [
        ("http://127.0.0.1/x.html", {"clicks": "many"}, "KeyError"),
        ("nonsense", {"scent": ["page", 80, ""], "clicks": 1, "trail": [], "paging": None}, "Missing scheme"),
    ],
)
def test_a_crawl_that_finds_nonsense_in_its_ledger_ends_instead_of_waiting(
    small: Home, address: str, way: dict[str, Any], why: str
) -> None:
    with serve(build()) as served:
        stopped = begin(small, from_url(served.url), {})
        # After some pages.
        stopped.discover([Discovery(f"{served.url}x.html", address, way=way, priority=1)], dict)
        stopped.finish("shutdown")
        run = crawl("-a", f"url={served.url}", home=small)
    assert run.returncode == 1 and why in run.stderr
    assert "stopped early: error" in run.stdout


def test_a_line_that_is_no_json_is_named_and_the_others_are_judged() -> None:
    run = archive(
        "identify", said='{"title": "滨湖区民政局2020年政府信息公开工作年度报告"}\nnot json\n[1]\n\n{"title": null}\n'
    )
    assert run.returncode == 1
    assert [line["kind"] for line in json_lines(run)] == ["report", "unknown", "unknown", "unknown"]
    assert "line 2: no JSON" in run.stderr and "line 3: a JSON object" in run.stderr


def test_ingest_of_no_report_keeps_the_bytes_and_says_so(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "empty.html"
    file.write_bytes(b"")
    run = archive("ingest", str(file), "--url", "http://x.example/1.html", home=home)
    assert run.returncode == 1
    assert "unreadable" in run.stdout
    assert " 0 damaged" in archive("verify", home=home).stdout


def test_ingest_keeps_a_report_as_the_crawler_would(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page("滨湖区民政局", SENTENCE))
    told = [archive("ingest", str(file), "--url", "http://x.example/1.html", home=home).stdout for _ in range(2)]
    assert "new report" in told[0] and "unchanged" in told[1]
    refused(archive("ingest", str(file), "--url", "x.example/1.html", home=home), 2, "is no web address")


HOME_PAGE = """<html><body><a href="/{}.html">滨湖区民政局2020年政府信息公开工作年度报告</a>
<a href="/good.html">滨湖区教育局2020年政府信息公开工作年度报告</a></body></html>"""
POISON: dict[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "deep": b"<div>" * 20000 + "政府信息公开".encode(),
    "control": b"<html><title>x</title><body>&#11;&#0;&#xD800;&#xFFFE;\0</body>",
    "nothing": b"<html></html>",
    "half": "<html><body><table><tr><td colspan=1000000 rowspan=999999>政府信息公开".encode(),
    "gbk-cut": "<html><body>滨湖区民政局2020年政府信息公开工作年度报告".encode("gb18030")[:-1],
}


@pytest.mark.parametrize("name", list(POISON))
def test_one_bad_page_never_stops_a_crawl(tmp_path: Path, name: str) -> None:
    pages = {
        "/": Page(HOME_PAGE.format(name).encode(), "text/html; charset=utf-8"),
        f"/{name}.html": Page(POISON[name], "text/html"),
        "/good.html": Page(page("滨湖区教育局", SENTENCE), "text/html"),
    }
    archive("init", ARCHIVE_HOME=str(tmp_path))
    with serve(Site(pages, build().truth)) as served:
        run = crawl("-a", f"url={served.url}", ARCHIVE_HOME=str(tmp_path))
    assert run.returncode == 0, run.stderr
    assert "滨湖区教育局" in run.stdout
    assert "Traceback" not in run.stderr


def test_a_folder_with_somebody_elses_manifest_is_no_dump(small: Home, tmp_path: Path) -> None:
    folder = tmp_path / "extension"
    folder.mkdir()
    (folder / "manifest.json").write_text('{"name": "x", "files": {}}')
    refused(archive("export", str(folder), home=small), 2, "manifest.json")
    dump = tmp_path / "dump"
    archive("export", str(dump), home=small)
    (dump / "notes.txt").write_text("mine")
    refused(archive("export", str(dump), home=small), 2, "notes.txt")
    assert (dump / "notes.txt").read_text() == "mine"


def test_a_dump_folder_is_looked_at_before_the_crawl(small: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serve(build()) as served:
        refused(crawl("-a", f"url={served.url}", "--dump", str(tmp_path / "file"), home=small), 2, "file is a file")
        assert served.requests == []


def test_a_password_is_never_repeated(small: Home) -> None:
    told = [
        archive("status", ARCHIVE_DATABASE="postgresql://u:S3cr@etPW@h/x", ARCHIVE_HOME=str(small.folder)),
        crawl("-a", "url=http://u:S3cretPW@127.0.0.1/", home=small),
    ]
    for run in told:
        assert run.returncode == 2
        assert "etPW" not in run.stdout + run.stderr


def test_wrong_settings_and_arguments_are_named(small: Home) -> None:
    refused(crawl("-a", "url=http://127.0.0.1:1/", "-s", "PORTAL_BUDGET=abc", home=small), 2, "PORTAL_BUDGET", "'abc'")
    refused(crawl("-a", "url=http://127.0.0.1:1/", "-a", "sinse=2019", home=small), 2, "-a sinse")
    refused(archive("export", "d", "--format", ",", home=small), 2, "','")


def test_brackets_colons_and_numbers_are_shown_as_they_are(small: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page("滨湖区民政局", SENTENCE + "咨询时间[/b]8:100:30，:key:。"))
    archive("ingest", str(file), "--url", "http://x.example/[b]/1.html", home=small)
    shown = archive("show", "http://x.example/[b]/1.html", home=small)
    assert shown.returncode == 0, shown.stderr
    assert "咨询时间[/b]8:100:30，:key:。" in shown.stdout


def test_a_deeply_nested_line_does_not_stop_the_others() -> None:
    lines = ["[" * 100_000, '{"title": 123}', '{"title": "滨湖区民政局2020年政府信息公开工作年度报告"}', ""]
    run = archive("identify", said="\n".join(lines))
    assert [line["kind"] for line in json_lines(run)] == ["unknown", "unknown", "report"]
    assert "line 1: no JSON" in run.stderr and "line 2: title has to be text or null" in run.stderr
