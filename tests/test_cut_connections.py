"""A connection that is lost at a COMMIT, so that nobody can tell whether it was done: all is done, and once."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.engine import URL

from archive.cli import main
from archive.database import open_database, session
from archive.home import Home, find_home
from archive.migrate import create_database
from archive.models import Correction, Crawl
from archive.report.reading import read_report
from archive.warc.record import payload_sha256
from crawler.run import begin
from tests.correcting import page, read_rows
from tests.cutting import Cut, Line, cut_line
from tests.migrating import read_rows as read_tables
from tests.test_disk_full import PORTAL
from tests.test_taking_in import SITE, capture_one
from tests.writing import Writing
from tests.written import find_faults

BODY = page("滨湖区民政局")
TEXTS = {payload_sha256(BODY): read_report(BODY)["content_hash"]}

CUTS: dict[int, Cut] = {4: "before", 9: "after", 20: "before"}
"""COMMITs of a crawl."""

INGESTING: tuple[tuple[int, Cut], ...] = ((2, "after"), (3, "before"))
CORRECTING: tuple[tuple[int, Cut], ...] = ((2, "before"), (2, "after"))
"""COMMITs of commands with which something is kept; the one before ends a look at what was written last."""


@pytest.fixture
def direct(new_postgresql_database: Callable[[], URL], tmp_path: Path) -> Home:
    home = Home(tmp_path, new_postgresql_database(), tmp_path / "warcs")
    create_database(home)
    return home


@pytest.fixture
def line(direct: Home) -> Iterator[Line]:
    with cut_line(direct.database) as made:
        yield made


def count_rows(home: Home) -> dict[str, int]:
    return {table: found.total() for table, found in read_tables(home).items()}


def run(home: Home, *command: str) -> Result:
    database = home.database.render_as_string(hide_password=False)
    return CliRunner().invoke(main, ["--home", str(home.folder), "--database", database, *command])


def test_a_crawl_whose_commits_are_cut_leaves_the_same(direct: Home, line: Line, tmp_path: Path) -> None:
    whole = find_home({"ARCHIVE_HOME": str(tmp_path / "whole")})
    create_database(whole)
    Writing(whole, SITE, random.Random(4), lambda _: None).work(1)
    line.choose = CUTS.get
    Writing(replace(direct, database=line.url), SITE, random.Random(4), lambda _: None).work(1)
    assert line.cuts == len(CUTS)
    assert count_rows(direct) == count_rows(whole)
    assert find_faults(direct, SITE.texts()) == []


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_crawl_whose_last_commit_is_cut_ends_once(direct: Home, line: Line, cut: Cut) -> None:
    run = begin(replace(direct, database=line.url), PORTAL, {})
    run.keep(capture_one(run), dict)
    line.cut_at(1, cut)
    run.finish("finished")
    run.engine.dispose()
    assert line.cuts == 1
    engine = open_database(direct)
    with session(engine) as work:
        assert work.scalars(select(Crawl.outcome)).all() == ["finished"]
    engine.dispose()
    assert find_faults(direct, SITE.texts()) == []


def test_a_page_that_is_ingested_over_a_cut_line_can_be_ingested_again(direct: Home, line: Line) -> None:
    file = direct.folder / "page.html"
    file.write_bytes(BODY)
    for place, (number, cut) in enumerate(INGESTING):
        command = ("ingest", "--url", f"http://a.example/{place}.html", str(file))
        fail_to(line, number, cut, replace(direct, database=line.url), *command)
        again = run(direct, *command)
        assert again.exit_code == 0, again.output
    counts = count_rows(direct)
    assert (counts["report"], counts["variant"], counts["version"]) == (1, 1, place + 1)
    assert find_faults(direct, TEXTS) == []


def test_a_correction_that_is_made_over_a_cut_line_is_made_once(direct: Home, line: Line) -> None:
    file = direct.folder / "page.html"
    file.write_bytes(BODY)
    assert run(direct, "ingest", "--url", "http://a.example/1.html", str(file)).exit_code == 0
    for year, (number, cut) in enumerate(CORRECTING, start=2010):
        command = ("correct", "http://a.example/1.html", "--year", str(year), "--who", "李四", "--why", "封面上写着")
        fail_to(line, number, cut, replace(direct, database=line.url), *command)
        again = run(direct, *command)
        assert (again.exit_code, "it is so already" in again.stderr) == (2, True), again.output
    made = [(row.number, row.value) for row in rows_of_corrections(direct)]
    assert sorted(made) == [(1, 2010), (2, 2011)]
    records = {(row.id, row.warc_offset) for row in read_rows(direct.warcs)}
    assert {(row.id, row.warc_offset) for row in rows_of_corrections(direct)} == records
    assert find_faults(direct, TEXTS) == []


def fail_to(line: Line, number: int, cut: Cut, home: Home, *command: str) -> None:
    line.cut_at(number, cut)
    told = run(home, *command)
    assert line.cuts == 1
    assert (told.exit_code, "The connection was lost" in told.stderr) == (3, True), told.output


def rows_of_corrections(home: Home) -> list[Correction]:
    engine = open_database(home)
    with session(engine) as work:
        found = list(work.scalars(select(Correction)))
    engine.dispose()
    return found
