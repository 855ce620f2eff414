"""What is taken down is shown, found and handed out no more, and not asked for again; its bytes stay as evidence."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL, func, select
from sqlalchemy.orm import Session

from archive.database import open_database, session
from archive.home import Home
from archive.ingest import keep_reading
from archive.ledger import Discovery, discover
from archive.models import Capture, Crawl, Report, ReportText, Tombstone, Url, Variant, Version
from archive.organs_seen import Wanted
from archive.report.phrases import read_question
from archive.searching import search
from archive.takedown import describe, lift, take_down
from archive.tombstones import addresses_down
from tests.commands import archive, crawl
from tests.equal import differences, rows_of
from tests.kept import Keeper
from tests.site import Page, Site, build
from tests.site.serve import Served, serve
from tests.test_crawl import html, link
from tests.test_rebuild import ingest, made_again
from tests.test_store import NOON, SENTENCE, page


def build_small() -> Site:
    """A portal of two reports."""
    rows = [link(f"/{year}.html", f"{ORGAN}{year}年政府信息公开工作年度报告") for year in (2019, 2020)]
    pages = {
        f"/{year}.html": Page(page(ORGAN, SENTENCE, f"本年为{year}年。", year=year), "text/html")
        for year in (2019, 2020)
    }
    return Site({"/": html(*rows), **pages}, build().truth)


ORGAN = "滨湖区民政局"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build_small()) as site:
        yield site


def run(home: Home, *words: str) -> str:
    told = archive(*words, home=home, ARCHIVE_WARCS=str(home.warcs))
    return told.stdout + told.stderr


def test_a_report_that_was_taken_down_stays_away_from_crawls_and_rebuilds_until_it_is_lifted(
    small: Home, tmp_path: Path, served: Served
) -> None:
    url = f"{served.url}2020.html"
    assert crawl("-a", f"url={served.url}", home=small, ARCHIVE_WARCS=str(small.warcs)).returncode == 0
    before = run(small, "show", url)
    assert ORGAN in before
    assert "--why is missing" in run(small, "takedown", url)
    assert "taken down, with 1 texts" in run(small, "takedown", url, "--why", "by order of a court", "--who", "keeper")
    assert "by keeper: by order of a court" in run(small, "show", url)
    engine = open_database(small)
    with session(engine) as work:
        hashes = set(work.scalars(select(Tombstone.value).where(Tombstone.kind == "text")))
        assert hashes and not hashes & {
            *work.scalars(select(ReportText.hash)),
            *work.scalars(select(Variant.text_hash)),
        }
        fetched = work.scalar(select(func.count()).select_from(Capture).where(Capture.url == url))
    assert ORGAN in run(small, "takedown", "--list")
    assert served.url in (index := run(small, "cdxj"))
    assert url not in index

    assert crawl("-a", f"url={served.url}", "-a", "full=1", home=small, ARCHIVE_WARCS=str(small.warcs)).returncode == 0
    assert crawl("-a", f"url={url}", home=small, ARCHIVE_WARCS=str(small.warcs)).returncode in (0, 4)
    with session(engine) as work:
        assert work.scalar(select(func.count()).select_from(Capture).where(Capture.url == url)) == fetched
        row = work.scalars(select(Url).where(Url.url == url)).one()
        assert (row.state, row.reason) == ("refused", "takedown")
        asked = read_question(f"{ORGAN}2020年")
        assert not search(work, asked, Wanted(years=(2020, 2020)), every_text=True).hits
    assert "reports" in run(small, "export", str(tmp_path / "dump"))
    assert not any(one in (tmp_path / "dump" / "reports.jsonl").read_text() for one in hashes)
    assert differences(small, made_again(small, tmp_path)) == []

    assert "may be shown again" in run(small, "takedown", "--lift", url, "--why", "the order was lifted")
    assert "1 a report now" in run(small, "reparse", "--no-diff")
    assert run(small, "show", url).splitlines()[:6] == before.splitlines()[:6]
    engine.dispose()


def test_what_is_taken_down_keeps_the_text_that_another_report_says_too(work: Session) -> None:
    keeper = Keeper(work)
    one = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE))
    other = keeper.keep("/2.html", page("滨湖区教育局", SENTENCE))
    told = describe(work, work.get_one(Report, one), who="w", why="y")
    for _ in range(2):
        take_down(work, told, made=NOON)
        assert list(work.scalars(select(Report.id))) == [other]
        assert len(work.scalars(select(ReportText.hash)).all()) == 1
        assert len(search(work, read_question("公开"), Wanted(), every_text=True).hits) == 1
    again = keep_reading(work, *keeper.read("/3.html", page("滨湖区民政局", SENTENCE)), portal="p")
    assert (again.kept, again.state, again.reason) == (None, "refused", "takedown")
    assert lift(work, one) == ["http://sample.example/1.html", "http://sample.example/3.html"]
    assert keeper.keep("/1.html", page("滨湖区民政局", SENTENCE)) == one


def test_an_address_that_two_reports_stood_at_stays_down_while_one_of_them_is(work: Session) -> None:
    keeper = Keeper(work)
    one = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, year=2019))
    two = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE))
    for report in (one, two):
        take_down(work, describe(work, work.get_one(Report, report), who="w", why="y"), made=NOON)
    lift(work, one)
    assert addresses_down(work, ["http://sample.example/1.html"])
    lift(work, two)
    assert not addresses_down(work, ["http://sample.example/1.html"])


def test_what_an_address_said_before_what_was_taken_down_does_not_speak_again(work: Session) -> None:
    keeper = Keeper(work)
    other = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, SENTENCE, year=2019))
    keeper.keep("/2.html", page("滨湖区民政局", SENTENCE + "补充。" + SENTENCE[:-9], year=2019))
    one = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE))
    stands = work.get_one(Report, other).current_variant
    take_down(work, describe(work, work.get_one(Report, one), who="w", why="y"), made=NOON)
    assert work.get_one(Report, other, populate_existing=True).current_variant == stands
    assert all(version.ended for version in work.scalars(select(Version).where(Version.url.endswith("/1.html"))))


def test_other_pages_of_the_organ_and_files_of_others_stay(work: Session) -> None:
    keeper = Keeper(work)
    body = page("滨湖区民政局", SENTENCE).replace(
        b"</div>", b"<a href='/own.pdf'>own.pdf</a><a href='/law.pdf'>law.pdf</a></div>"
    )
    one = keeper.keep("/1.html", body)
    above = {"/own.pdf": "http://sample.example/1.html", "/law.pdf": "http://sample.example/other.html"}
    found = [Discovery(f"http://sample.example{path}", path, origin) for path, origin in above.items()]
    discover(work, found, portal="p", crawl=keeper.crawl, now=NOON)
    take_down(work, describe(work, work.get_one(Report, one), who="w", why="y"), made=NOON)
    assert addresses_down(work, [f"http://sample.example{path}" for path in above]) == {"http://sample.example/own.pdf"}
    title = "滨湖区民政局2020年慰问活动"
    news = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>今天慰问。</p></body></html>"
    kept = keep_reading(work, *keeper.read("/news.html", news.encode()), portal="p")
    assert kept.reason.startswith("not_wanted") and not addresses_down(work, ["http://sample.example/news.html"])


def test_what_is_being_kept_while_it_is_taken_down_goes_too(home: Home) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work:
        keeper = Keeper(work)
        one = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE))
        told = describe(work, work.get_one(Report, one), who="w", why="y")
        work.commit()
        keeper.keep("/2.html", page("滨湖区民政局", SENTENCE))

        def decide() -> None:
            with session(engine, write=True) as deciding, deciding.begin():
                take_down(deciding, told, made=NOON)

        with ThreadPoolExecutor(1) as threads:
            decided = threads.submit(decide)
            time.sleep(0.5)
            assert not decided.done()
            work.commit()
            decided.result()
        assert not work.scalars(select(Report.id)).all()
        assert keep_reading(work, *keeper.read("/2.html", page("滨湖区民政局", SENTENCE)), portal="p").kept is None
    engine.dispose()


def test_a_text_whose_report_may_be_the_one_that_was_taken_down_stays_away(work: Session) -> None:
    keeper = Keeper(work)
    one = keeper.keep("/1.html", page("财政局", SENTENCE))
    take_down(work, describe(work, work.get_one(Report, one), who="w", why="y"), made=NOON)
    mirror = Keeper(work, "mirror.example")
    assert keep_reading(work, *mirror.read("/1.html", page("财政局", SENTENCE)), portal="p").kept is None
    assert keep_reading(work, *mirror.read("/2.html", page("教育局", SENTENCE)), portal="p").kept


def test_a_report_comes_back_when_its_takedown_is_lifted_also_by_a_rebuild(small: Home, tmp_path: Path) -> None:
    url = "http://a.example/1.html"
    ingest(small, url, "滨湖区民政局")
    shown = run(small, "show", url)
    run(small, "takedown", url, "--why", "y")
    assert "was taken down" in run(small, "show", url)
    assert "was taken down" in run(small, "correct", url, "--kind", "report", "--why", "y")
    run(small, "takedown", "--lift", url, "--why", "y")
    assert "1 a report now" in run(small, "reparse", "--no-diff")
    again = made_again(small, tmp_path)
    assert run(small, "show", url).splitlines()[:5] == shown.splitlines()[:5]
    assert rows_of(again)["report"].keys() == rows_of(small)["report"].keys()


def test_no_command_and_no_copy_says_what_was_taken_down(small: Home, tmp_path: Path) -> None:
    url, secret = "http://a.example/1.html", "张某某的低保金"
    body = page("滨湖区民政局", f"{SENTENCE}发放{secret}。")
    file = tmp_path / "page.html"
    file.write_bytes(body)
    run(small, "ingest", str(file), "--url", url)
    run(small, "correct", url, "--organ", f"滨湖区{secret}局", "--why", "y")
    shown = run(small, "show", url, "--json")
    assert secret in shown
    report = json.loads(shown)["id"]
    run(small, "export", str(tmp_path / "before"))
    assert dumped_says(tmp_path / "before", secret)
    run(small, "takedown", url, "--why", "y")
    copy, again = tmp_path / "copy", replace(small, folder=tmp_path / "again", database=at(tmp_path / "again.sqlite"))
    assert "copied" in run(small, "backup", str(copy))
    restored = archive("restore", str(copy), home=again, ARCHIVE_WARCS=str(tmp_path / "warcs again"))
    assert restored.returncode == 0, restored.stderr
    restored_home = replace(again, warcs=tmp_path / "warcs again")
    for name, one in (("kept", small), ("restored", restored_home)):
        dump = tmp_path / f"dump of the {name}"
        for words in (
            ["show", url], ["show", report], ["show", url, "--provenance"], ["search", "低保金"], ["diff", url],
            ["similar", url], ["checks"], ["checks", "--json"], ["coverage"], ["coverage", "--json"], ["status"],
            ["correct", url, "--list"], ["correct", report, "--list"], ["case", url, str(tmp_path / "case")],
            ["why", url], ["reparse", "--all"], ["export", str(dump)],
        ):  # fmt: skip
            told = run(one, *words)
            assert secret not in told and "Usage:" not in told, words
        assert not dumped_says(dump, secret)
    assert not (tmp_path / "case").exists()
    assert find_tombstones_of(restored_home) == find_tombstones_of(small) != []


def dumped_says(dump: Path, said: str) -> bool:
    files = [file.read_bytes() for file in dump.rglob("*") if file.is_file()]
    assert files
    return any(said.encode() in held for held in files)


def at(file: Path) -> URL:
    return URL.create("sqlite", database=str(file))


def find_tombstones_of(home: Home) -> list[tuple[str, str]]:
    engine = open_database(home)
    with session(engine) as work:
        found = [(one.kind, one.value) for one in work.scalars(select(Tombstone).order_by(Tombstone.value))]
    engine.dispose()
    return found


def test_an_address_that_was_taken_down_is_never_queued_again(home: Home) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work:
        for key in ("a", "b"):
            work.add(Crawl(id=key * 36, portal="p", started=NOON, settings={}))
        row = {"report_id": "0" * 32, "report": {}, "made": NOON, "who": "w", "why": "y"}
        work.add(Tombstone(kind="url", value="http://a.example/1", **row))
        work.flush()
        found = [Discovery(url, url) for url in ("http://a.example/1", "http://a.example/2")]
        discover(work, found, portal="p", crawl="a" * 36, now=NOON)
        discover(work, found, portal="p", crawl="b" * 36, now=NOON)
        states = dict(work.execute(select(Url.url, Url.state)).all())
    assert states == {"http://a.example/1": "refused", "http://a.example/2": "queued"}
    engine.dispose()
