"""An archive is brought from any version to this one and back, whoever else does it and whatever ends it meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.engine import URL

from archive import migrate, pauses
from archive.cli import main
from archive.database import current_revision, head_revision, make_engine, open_database, session
from archive.errors import BusyError, DatabaseError
from archive.home import Home
from archive.hosts import HostState
from archive.ledger import Discovery
from archive.migrate import SCHEMA_OF_FILING, create_database
from archive.models import Base, EarlierReading, Tombstone
from archive.report.reading import read_report
from archive.warc.answer import Answer
from crawler.run import Visit, begin
from tests.commands import crawl
from tests.correcting import NOON, Archive, page
from tests.migrating import (
    BASE,
    downgrade,
    held_by,
    is_ours,
    read_rows,
    read_schema,
    revisions,
    upgrade,
    upgrade_at_once,
    upgrade_until,
)
from tests.test_disk_full import PORTAL
from tests.test_filing import Before, before, look, told

__all__ = ["before"]

URL_OF_ONE = "http://x.example/1.html"

STEP = 60
"""Statements from one moment at which an upgrade is killed to the next."""

COMMANDS = (
    "status",
    "search 公开",
    "similar x",
    "diff x",
    "takedown --list",
    "metrics",
    "why http://x.example/",
    "retry --all",
    "verify",
    "ingest --url http://x.example/1.html {folder}/page.html",
    "show x",
    "export {folder}/dump",
    "checks",
    "coverage",
    "correct x --year 2020 --why so",
    "correct x --list",
    "case x",
    "reparse",
    "backup {folder}/copy",
    "portals",
    "portals pause x",
    "portals resume x",
)
"""All that ask the database."""


def fill(home: Home) -> None:
    """Something into every table."""
    run, body = begin(home, PORTAL, {}), page("滨湖区民政局")
    run.discover([Discovery(URL_OF_ONE, URL_OF_ONE, way={"scent": ["report", 50, "title"]})], dict)
    answer = Answer(URL_OF_ONE, body, NOON, 200, media="text/html", crawl=run.crawl_id)
    reading = read_report(body, url=URL_OF_ONE)
    run.hosts["x.example"] = HostState(NOON, None, 0.0, 0.0, 0.0)
    run.keep(Visit(URL_OF_ONE, "archived", None, run.capture(answer), reading=reading), lambda: {("seen", "x"): 1})
    run.writer.close()
    run.lock.close()
    with session(run.engine, write=True) as work, work.begin():
        made = Archive(work, home, day=1)
        made.correct(made.keep(URL_OF_ONE, page("滨湖区民政局", year=2019)), organ="滨湖区教育局")
        pauses.pause(work, PORTAL.domain, now=datetime.now(UTC), why="等一等")
        of = {"report_id": "r", "capture_id": "c", "text_hash": "t", "replaced": NOON, "reading": {}}
        work.add(EarlierReading(variant_id="v", number=1, **of))
        down = {"report_id": "r", "report": {}, "made": NOON, "who": "w", "why": "y"}
        work.add(Tombstone(kind="url", value="http://x.example/gone", **down))
    run.engine.dispose()


def differences(home: Home) -> list[Any]:
    """Between the tables and what the models say of them."""
    engine = make_engine(home)
    with engine.connect() as connection:
        own = MigrationContext.configure(connection, opts={"include_object": is_ours})
        found = compare_metadata(own, Base.metadata)
    engine.dispose()
    return found


def revision_in(home: Home) -> str | None:
    engine = make_engine(home)
    found = current_revision(engine)
    engine.dispose()
    return found


def say_revision(home: Home, *revisions: str) -> None:
    engine = make_engine(home)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        for one in revisions:
            connection.execute(text("INSERT INTO alembic_version VALUES (:one)"), {"one": one})
    engine.dispose()


def test_there_is_one_newest_migration_and_its_files_are_numbered_in_order() -> None:
    assert revisions() == sorted(revisions())
    assert revisions()[-1] == head_revision()


def test_each_migration_goes_up_and_down_and_keeps_what_both_tables_can_hold(home: Home) -> None:
    downgrade(home, BASE)
    schemas = {BASE: read_schema(home)}
    for one in revisions():
        upgrade(home, one)
        schemas[one] = read_schema(home)
    fill(home)
    rows = read_rows(home)
    assert all(rows.values())
    for one in revisions()[-2::-1]:
        downgrade(home, one)
        assert read_schema(home) == schemas[one]
        assert read_rows(home) == held_by(rows, schemas[one])
    rows = read_rows(home)
    assert rows["capture"].total() == 2
    for one in revisions()[1:]:
        upgrade(home, one)
        assert read_schema(home) == schemas[one]
        assert held_by(read_rows(home), schemas["0001"]) == rows
    assert differences(home) == []
    downgrade(home, BASE)
    assert create_database(home) == "created"
    assert differences(home) == []


def test_an_upgrade_killed_at_any_statement_goes_on_when_it_is_run_again(before: Before) -> None:
    home, lines, counts = before
    downgrade(home, "0001")
    schema, kills = read_schema(home), 0
    for at in count(1, STEP):
        if upgrade_until(home, at) == 0:
            break
        kills += 1
        assert (revision := revision_in(home)) in ("0001", SCHEMA_OF_FILING, head_revision())
        assert revision != "0001" or read_schema(home) == schema
    assert kills >= 3
    assert create_database(home) == "up to date"
    after, rows = look(home)
    assert (told(after), rows) == (told(lines), counts)
    assert differences(home) == []


def test_two_at_once_make_or_upgrade_a_database_once(home: Home) -> None:
    for revision in (BASE, "0008"):
        downgrade(home, revision)
        assert upgrade_at_once(home, 2) == [0, 0]
        assert revision_in(home) == head_revision()
        assert differences(home) == []


def test_whoever_comes_while_another_upgrades_waits_and_then_finds_it_done(home: Home) -> None:
    downgrade(home, "0008")
    engine = make_engine(home)
    with ThreadPoolExecutor(1) as threads:
        with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin() as connection:
            migrate._wait_for_turn(connection)
            coming = threads.submit(create_database, home)
            time.sleep(0.5)
            assert not coming.done()
            migrate._run_migrations(connection, head_revision())
        assert coming.result() == "upgraded"
    engine.dispose()
    assert differences(home) == []


def test_whoever_waits_too_long_for_another_is_told_so(
    new_postgresql_database: Callable[[], URL], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path, new_postgresql_database(), tmp_path)
    monkeypatch.setattr(migrate, "WAITS", 1)
    engine = make_engine(home)
    with engine.begin() as connection:
        migrate._wait_for_turn(connection)
        with pytest.raises(BusyError, match="Another process holds it; wait for it to end"):
            create_database(home)
    engine.dispose()


def test_a_database_of_no_version_that_is_known_is_left_alone(home: Home) -> None:
    schema, none = read_schema(home), "which is none of this project's"
    for said, words in (
        (["9999"], "newer version"),
        (["0000"], f"'0000', {none}"),
        (["ae1027a6acf"], f"'ae1027a6acf', {none}"),
        (["0010", "0011"], f"'0010 and 0011', {none}"),
        ([], f"'', {none}"),
    ):
        say_revision(home, *said)
        for attempt in (open_database, create_database):
            with pytest.raises(DatabaseError, match=words):
                attempt(home)
    assert read_schema(home) == schema


@pytest.mark.parametrize(("revision", "words"), [("9999", "newer version"), ("0010", "Run `archive init`")])
def test_every_command_refuses_a_database_of_another_version(small: Home, revision: str, words: str) -> None:
    say_revision(small, revision)
    (small.folder / "page.html").write_bytes(page("滨湖区民政局"))
    for command in COMMANDS:
        run = CliRunner().invoke(main, ["--home", str(small.folder), *command.format(folder=small.folder).split()])
        assert (run.exit_code, words in run.stderr) == (3, True), (command, run.output)


def test_a_crawl_refuses_a_newer_database(small: Home) -> None:
    say_revision(small, "9999")
    run = crawl("-a", "url=http://127.0.0.1:1/", home=small)
    assert (run.returncode, "newer version" in run.stderr) == (3, True), run.stderr
