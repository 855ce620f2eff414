"""The database made again from the WARC files alone is the one that was lost."""

import fcntl
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import URL

from archive import journal, store
from archive.database import MIGRATIONS, open_database, session
from archive.home import Home
from archive.ledger import Discovery, discover, settle
from archive.memory import remember
from archive.migrate import create_database
from archive.models import Memory
from archive.remaking.recovery import recover
from archive.warc.answer import Answer, Remark
from archive.warc.making import record_bytes, remark_bytes
from archive.warc.members import Member, walk
from archive.warc.writer import WarcWriter
from tests.commands import ROOT, archive, crawl, environment
from tests.correcting import SENTENCE, Archive, page
from tests.equal import differences, rows_of
from tests.site import build
from tests.site.serve import Served, serve
from tests.test_store import NOON


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build()) as site:
        yield site


URLS = ("http://a.example/1.html", "http://a.example/2.html")


def ingest(home: Home, url: str, organ: str) -> None:
    file = home.folder / "page.html"
    file.write_bytes(page(organ))
    run = archive("ingest", str(file), "--url", url, home=home, ARCHIVE_WARCS=str(home.warcs))
    assert run.returncode == 0, run.stderr


def made_again(home: Home, tmp_path: Path) -> Home:
    """The same archive with a database of its own, made from its WARC files."""
    again = replace(
        home, folder=tmp_path / "again", database=URL.create("sqlite", database=str(tmp_path / "again.sqlite"))
    )
    run = archive("rebuild", home=again, ARCHIVE_WARCS=str(home.warcs))
    assert run.returncode == 0, run.stderr + run.stdout
    assert "nothing is missing" in run.stdout
    return again


def test_a_database_made_from_the_warc_files_alone_is_the_same(home: Home, tmp_path: Path, served: Served) -> None:
    for _ in range(2):
        assert crawl("-a", f"url={served.url}", home=home, ARCHIVE_WARCS=str(home.warcs)).returncode == 0
    rows = rows_of(home)
    name = sorted(rows["report"])[0][0]
    said = archive("correct", name, "--organ", "滨湖区教育局", "--why", "w", home=home, ARCHIVE_WARCS=str(home.warcs))
    assert said.returncode == 0, said.stderr
    url = sorted(rows["version"])[-1][0]
    said = archive("correct", url, "--kind", "news", "--why", "w", home=home, ARCHIVE_WARCS=str(home.warcs))
    assert said.returncode == 0, said.stderr
    again = made_again(home, tmp_path)
    assert differences(home, again) == []
    assert all(
        rows_of(again)[table] for table in ("crawl", "capture", "url", "report", "version", "correction", "page")
    )


def run_rebuild(home: Home, tmp_path: Path, *args: str) -> tuple[Home, subprocess.CompletedProcess[str]]:
    database = URL.create("sqlite", database=str(tmp_path / "again.sqlite"))
    again = replace(home, folder=tmp_path / "again", database=database)
    return again, archive("rebuild", *args, home=again, ARCHIVE_WARCS=str(home.warcs))


@pytest.fixture
def two_files(small: Home) -> tuple[Home, list[Path]]:
    """An archive whose second report stands in a file of its own, since another process held the first."""
    ingest(small, URLS[0], "滨湖区民政局")
    (first,) = small.warcs.iterdir()
    with first.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ingest(small, URLS[1], "滨湖区教育局")
    return small, sorted(small.warcs.iterdir(), key=lambda path: path != first)


def test_a_missing_file_is_named_with_what_is_gone_and_all_else_is_there(
    two_files: tuple[Home, list[Path]], tmp_path: Path
) -> None:
    home, (first, _) = two_files
    size = first.stat().st_size
    first.unlink()
    again, run = run_rebuild(home, tmp_path)
    assert run.returncode == 8
    assert f"GONE {first.name} is missing: {size} bytes or more" in run.stdout
    assert [key for _, key in rows_of(again)["sighting"]] == [URLS[1]]
    ours, theirs = rows_of(home)["version"], rows_of(again)["version"]
    assert [ours[key] for key in theirs] == [*theirs.values()]


def test_a_damaged_record_is_named_and_the_records_behind_it_are_there(small: Home, tmp_path: Path) -> None:
    for url, organ in zip(URLS, ("滨湖区民政局", "滨湖区教育局"), strict=True):
        ingest(small, url, organ)
    row = next(row for row in rows_of(small)["capture"].values() if row["url"] == URLS[0])
    file = small.warcs / row["warc_file"]
    content = bytearray(file.read_bytes())
    content[row["warc_offset"] + row["warc_length"] // 2] ^= 4
    file.write_bytes(content)
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 8
    assert (
        f"{file.name} at {row['warc_offset']}" in run.stdout and "is not what it was when it was written" in run.stdout
    )
    assert f"{URLS[0]}: the record {row['id']} that was read is not there" in run.stdout
    assert [key for _, key in rows_of(again)["sighting"]] == [URLS[1]]


def test_a_record_that_was_altered_with_all_its_digests_is_found_by_the_chain_of_parts(
    small: Home, tmp_path: Path
) -> None:
    for url, organ in zip(URLS, ("滨湖区民政局", "滨湖区教育局"), strict=True):
        ingest(small, url, organ)
    (file,) = small.warcs.iterdir()
    found = [one for one in walk(file) if isinstance(one, Member)]
    forged = b""
    for one in found:
        member = one.bytes
        if one.record.type == "resource" and one.record.header("WARC-Target-URI") == URLS[0]:
            told = Answer(URLS[0], one.record.payload.replace("五十四".encode(), "五十五".encode()), one.record.date)
            member = record_bytes(replace(told, crawl=one.record.header("Archive-Crawl")), record_id=one.record.id)
        forged += member
    file.write_bytes(forged)
    _, run = run_rebuild(small, tmp_path)
    assert run.returncode == 8 and "is not what it was when it was written" in run.stdout


def test_a_torn_tail_costs_nothing_and_is_told(small: Home, tmp_path: Path) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    (file,) = small.warcs.iterdir()
    with file.open("ab") as torn:
        torn.write(file.read_bytes()[:300])
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 0 and "are no whole record" in run.stderr
    assert differences(small, again) == []


def test_a_database_that_is_there_is_replaced_only_when_asked_and_kept(small: Home) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    before = rows_of(small)
    run = archive("rebuild", home=small)
    assert run.returncode == 2 and "--replace keeps it beside the new one" in run.stderr
    assert archive("rebuild", "--replace", home=small).returncode == 0
    assert rows_of(small) == before
    (kept,) = small.folder.glob("archive.sqlite.before-*[0-9]Z")
    assert kept.stat().st_size > 0


def test_a_rebuild_that_is_killed_leaves_the_database_that_was_there(small: Home) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    before = rows_of(small)
    command = [sys.executable, "-m", "tests.killed", "archive.remaking.replay:apply", "before", "1", "archive"]
    run = subprocess.run([*command, "rebuild", "--replace"], cwd=ROOT, env=environment(small), check=False)
    assert run.returncode == -signal.SIGKILL
    assert rows_of(small) == before
    assert archive("rebuild", "--replace", home=small).returncode == 0
    assert rows_of(small) == before and not list(small.folder.glob("*.rebuilding*"))


def test_a_database_on_a_server_is_made_only_where_it_is_empty(
    small: Home, new_postgresql_database: Callable[[], URL]
) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    server = replace(small, database=new_postgresql_database())
    assert archive("rebuild", home=server).returncode == 0
    assert differences(small, server) == []
    again = archive("rebuild", home=server)
    assert again.returncode == 2 and "holds rows already" in again.stderr


def test_without_warc_files_there_is_nothing_to_make_a_database_of(small: Home) -> None:
    run = archive("rebuild", "--replace", home=small)
    assert run.returncode == 2 and "holds no WARC files" in run.stderr


def test_an_archive_of_an_older_version_puts_what_only_its_database_knew_into_its_files(
    small: Home, tmp_path: Path
) -> None:
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        made = Archive(work, small)
        made.keep(URLS[0], page("滨湖区民政局"))
        made.keep(URLS[0], page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
        made.keep(URLS[1], page("滨湖区教育局"))
        made.correct(URLS[1], organ="滨湖区水利局")
        store.end_version(work, URLS[1], NOON + timedelta(days=30))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")
    engine.dispose()
    assert create_database(small) == "upgraded"
    assert archive("portals", "pause", "a.example", "--why", "w", home=small).returncode in (0, 2)
    ingest(small, "http://b.example/", "滨湖区农业局")
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 0, run.stdout
    left = [one for one in differences(small, again) if not one.startswith("page")]
    assert left == []


def test_what_persons_decided_of_portals_is_made_again(small: Home, tmp_path: Path) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        store.begin_crawl(work, portal="a.example", seed=URLS[0], started=NOON, settings={})
    engine.dispose()
    for decision in ("pause", "resume", "pause"):
        assert archive("portals", decision, URLS[0], home=small).returncode == 0
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 0
    assert [one for one in differences(small, again) if not one.startswith("crawl")] == []
    assert next(iter(rows_of(again)["portal"].values()))["paused_since"]


def test_a_damaged_database_is_told_and_made_again_from_the_files(small: Home) -> None:
    for number in range(8):
        ingest(small, f"http://a.example/{number}.html", f"滨湖区{'一二三四五六七八九十'[number % 10]}{number}局")
    before = rows_of(small)
    file = small.folder / "archive.sqlite"
    content = bytearray(file.read_bytes())
    for page_of in range(12, len(content) // 4096):
        content[page_of * 4096 : page_of * 4096 + 200] = bytes(200)
    file.write_bytes(content)
    run = archive("verify", home=small)
    assert run.returncode == 3
    assert "archive.sqlite: " in run.stderr and "make it again with `archive rebuild --replace`" in run.stderr
    assert archive("rebuild", "--replace", home=small).returncode == 0
    assert rows_of(small) == before


def test_a_second_copy_of_a_file_is_named_and_not_taken_in_twice(small: Home, tmp_path: Path) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    (file,) = small.warcs.iterdir()
    shutil.copy(file, small.warcs / "2020-copy.warc.gz")
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 8 and f"2020-copy.warc.gz is a second copy of {file.name}" in run.stdout
    assert ": 1 captures, 1 pages read" in run.stdout and differences(small, again) == []


def test_a_lost_database_is_told_with_what_makes_it_again(small: Home) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    (small.folder / "archive.sqlite").unlink()
    run = archive("status", home=small)
    assert run.returncode == 3 and "`archive rebuild` to make it of the files in" in run.stderr


def test_an_odd_record_is_named_and_ends_no_rebuild(small: Home, tmp_path: Path) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    (file,) = small.warcs.iterdir()
    odd = Remark("http://a.example/", b'{"archive_pause":1,"domain":"a.example"}', NOON)
    with file.open("ab") as more:
        more.write(remark_bytes(odd, record_id="00000000-0000-0000-0000-000000000001"))
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 8 and "KeyError: 'since'" in run.stdout
    assert differences(small, again) == []


def test_a_record_that_was_damaged_and_is_named_by_no_row_is_not_cut_off(small: Home) -> None:
    ingest(small, URLS[0], "滨湖区民政局")
    (file,) = small.warcs.iterdir()
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    assert archive("rebuild", "--replace", home=small).returncode == 8
    ingest(small, URLS[1], "滨湖区教育局")
    assert file.read_bytes() == content and len(list(small.warcs.iterdir())) == 2


def test_what_a_stopped_crawl_remembers_outlives_what_tells_of_it(small: Home) -> None:
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        crawl = store.begin_crawl(work, portal="p", seed=URLS[0], started=NOON, settings={})
        remember(work, crawl.id, {("text", "x"): 1})
        crawl.outcome = "shutdown"
        writer = WarcWriter(small.warcs, info=journal.describe_crawl(crawl))
        journal.note_crawl(work, writer, crawl, made=NOON)
        writer.flush()
        writer.close()
    recover(engine, small.warcs)
    with session(engine) as work:
        assert len(work.query(Memory).all()) == 1
    engine.dispose()


def test_what_stands_behind_another_in_a_file_was_done_after_it_whatever_the_clock_said(
    small: Home, tmp_path: Path
) -> None:
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        crawl = store.begin_crawl(work, portal="p", seed=URLS[0], started=NOON, settings={})
        writer = WarcWriter(small.warcs, info=journal.describe_crawl(crawl))
        for number, state in enumerate(("failed", "gone")):
            moment = NOON - timedelta(hours=number)
            discover(work, [Discovery(URLS[0], URLS[0])], portal="p", crawl=crawl.id, now=moment)
            settle(work, URLS[0], state)
            store.finish_crawl(work, crawl.id, finished=moment, outcome="finished", counts={"n": number})
            journal.note_crawl(work, writer, crawl, made=moment)
        journal.keep_part(work, writer.flush(), now=NOON)
        writer.close()
    engine.dispose()
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 0
    assert differences(small, again) == []


def test_what_a_person_put_back_is_made_again(small: Home, tmp_path: Path) -> None:
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        crawl = store.begin_crawl(work, portal="p", seed=URLS[0], started=NOON, settings={})
        writer = WarcWriter(small.warcs, info=journal.describe_crawl(crawl))
        discover(work, [Discovery(URLS[0], URLS[0], way={"scent": []})], portal="p", crawl=crawl.id, now=NOON)
        settle(work, URLS[0], "failed", reason="http 500")
        store.finish_crawl(work, crawl.id, finished=NOON, outcome="finished", counts={})
        journal.note_crawl(work, writer, crawl, made=NOON)
        journal.keep_part(work, writer.flush(), now=NOON)
        writer.close()
    engine.dispose()
    assert archive("retry", URLS[0], home=small).returncode == 0
    again, run = run_rebuild(small, tmp_path)
    assert run.returncode == 0 and rows_of(again)["url"][(URLS[0],)]["state"] == "queued"
    assert differences(small, again) == []
