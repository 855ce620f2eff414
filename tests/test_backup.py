"""A second copy of the archive, taken while a crawl runs, and the archive made again from it."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import JSON, Column, LargeBinary, Text, create_engine, inspect, text, type_coerce, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.engine import URL
from sqlalchemy.sql.elements import ColumnElement

from archive import database
from archive.cli import main
from archive.compressed import Compressed
from archive.database import make_engine, open_database, session
from archive.home import Home, find_home
from archive.migrate import create_database
from archive.models import Base, Search, WarcPart
from tests.commands import BIN, ROOT, environment
from tests.disks import YEARS, build_heavy, filled, heavy_report
from tests.fixity import look, rows
from tests.killed import find_faults, finish, look_at
from tests.site.serve import Served, serve
from tests.test_disk_full import given_disk
from tests.test_verify import change


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build_heavy()) as site:
        yield site


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An archive with two reports, and the same with five."""
    first, then = (tmp_path_factory.mktemp(name) for name in ("first", "then"))
    create_database(opened(first))
    ingest(opened(first), 2009)
    ingest(opened(first), 2010)
    shutil.copytree(first, then, dirs_exist_ok=True)
    for year in (2011, 2012, 2013):
        ingest(opened(then), year)
    return first, then


@pytest.fixture
def kept(stages: tuple[Path, Path], tmp_path: Path) -> Home:
    """An archive with two reports."""
    return opened(shutil.copytree(stages[0], tmp_path / "kept"))


@pytest.fixture
def grow(stages: tuple[Path, Path]) -> Callable[[Home], None]:
    """Adds three more to it."""
    return lambda home: shutil.copytree(stages[1], home.folder, dirs_exist_ok=True) and None


def ingest(home: Home, year: int) -> None:
    file = home.folder / f"{year}.html"
    file.write_bytes(heavy_report(year).body)
    run(home, "ingest", str(file), "--url", f"http://x.example/{year}.html")


def run(home: Home, *command: str, code: int = 0) -> str:
    """What an `archive` command says, in this process."""
    done = CliRunner().invoke(main, command, env=environment(home))
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


def back_up(home: Home, folder: Path, *more: str, code: int = 0) -> str:
    return run(home, "backup", str(folder), *more, code=code)


def restore(folder: Path, home: Home, code: int = 0) -> str:
    return run(home, "restore", str(folder), code=code)


def opened(folder: Path) -> Home:
    return find_home({"ARCHIVE_HOME": str(folder)})


def is_sound(home: Home) -> bool:
    """All captures that its database knows are; what a backup left that did not come to its end is cut off later. When
    its parts were verified stays as it was."""
    parts = rows(home, WarcPart)
    damages = [one for one in look(home).damages if one.kind != "correction" and "no row names" not in one.why]
    before = (
        update(WarcPart)
        .where(WarcPart.warc_file == one.warc_file, WarcPart.start == one.start)
        .values(verified=one.verified, is_sound=one.is_sound)
        for one in parts
    )
    change(home, *before)
    return damages == []


def count_reports(home: Home) -> int:
    return len(read_rows(home)["report"])


def read_rows(home: Home) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table but of what is made anew; JSON as it is spelled there, what is compressed as it is."""

    def spell(one: Column[Any]) -> ColumnElement[Any]:
        if isinstance(one.type, Compressed):
            return type_coerce(one, LargeBinary)
        if isinstance(one.type, JSON):
            return sql_cast(one, Text) if is_server(home) else type_coerce(one, Text)
        return one

    with database.opened(home) as engine, engine.connect() as connection:
        return {
            name: {
                tuple(row) for row in connection.execute(table.select().with_only_columns(*map(spell, table.columns)))
            }
            for name, table in Base.metadata.tables.items()
            if name != Search.__tablename__
        }


def read_warcs(home: Home) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in home.warcs.iterdir()}


def begin_slowly(home: Home, url: str) -> "subprocess.Popen[str]":
    """So that a crawl of few pages is still going on when it has been copied twice."""
    command = [str(BIN / "scrapy"), "crawl", "reports", "-a", f"url={url}", "-s", "DOWNLOAD_DELAY=0.3", "-L", "ERROR"]
    env = environment(home, GUARD_ALLOW="127.0.0.1")
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_copy_taken_while_a_crawl_runs_is_sound_and_can_be_gone_on_with(
    home: Home, served: Served, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    with begin_slowly(home, served.url) as process:
        for few in (5, 2):
            enough = len(served.requests) + few
            while process.poll() is None and len(served.requests) < enough:
                time.sleep(0.01)
            back_up(home, folder)
        was_running = process.poll() is None
        told, _ = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert was_running
    assert is_sound(opened(folder))
    assert 0 < count_reports(opened(folder)) < len(YEARS)
    finish(opened(folder), served.url)
    assert find_faults(look_at(opened(folder)), look_at(home), 1) == []


def test_restored_on_the_other_database_and_back_every_row_is_the_same(
    home: Home, served: Served, tmp_path: Path, new_postgresql_database: Callable[[], URL]
) -> None:
    finish(home, served.url)
    run(home, "verify")
    add_odd_rows(home)
    back_up(home, tmp_path / "copy")
    other = Home(tmp_path / "other", new_postgresql_database(), tmp_path / "other" / "warcs")
    restore(tmp_path / "copy", other)
    assert is_sound(other)
    back_up(other, tmp_path / "again")
    again = opened(tmp_path / "third")
    restore(tmp_path / "again", again)
    right = read_rows(home)
    assert sum(map(len, right.values())) > 100
    for one in (opened(tmp_path / "copy"), other, opened(tmp_path / "again"), again):
        assert read_rows(one) == right
        assert read_warcs(replace(one, warcs=one.folder / "warcs")) == read_warcs(home)
    with closing(make_engine(other).connect()) as connection:
        assert inspect(connection).get_sequence_names() == ["search_number_seq"]
    ingest(other, 1999)
    assert count_reports(other) == count_reports(home) + 1


def add_odd_rows(home: Home) -> None:
    """JSON of null beside none at all, digits that a reader would lose, fractions of seconds."""
    engine = create_engine(home.database)
    put = text(
        "INSERT INTO correction (id, url, number, capture_id, payload_sha256, read_as, report, field, read, value, "
        "undone, who, made, why, warc_file, warc_offset, warc_length, record_sha256) "
        "SELECT id, url, 1, id, payload_sha256, :read_as, NULL, 'year', 'null', NULL, :no, '某人', fetched_at, "
        "'because', warc_file, warc_offset, warc_length, record_sha256 FROM capture WHERE status = 200"
    )
    if home.database.get_backend_name() == "postgresql":
        put = text(str(put).replace(":read_as", "CAST(:read_as AS JSON)"))
    with engine.begin() as connection:
        connection.execute(put, {"read_as": '{"b": 1.10, "a": 12345678901234567890123, "年": null}', "no": False})
        moment = "INSERT INTO host VALUES ('x.example', :at, NULL, 0.1, 1e-7, 1.5)"
        connection.execute(text(moment), {"at": "2024-01-31 08:15:02.000001+00:00"[: None if is_server(home) else -6]})
    engine.dispose()


def is_server(home: Home) -> bool:
    return home.database.get_backend_name() == "postgresql"


def test_the_next_copy_takes_only_what_is_new(kept: Home, grow: Callable[[Home], None], tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    (size,) = (len(content) for content in read_warcs(kept).values())
    assert f"1 WARC file, {size} bytes, {size} of them copied now" in back_up(kept, folder)
    assert f"{size} bytes, 0 of them copied now" in back_up(kept, folder)
    grow(kept)
    (now,) = (len(content) for content in read_warcs(kept).values())
    assert f"{now} bytes, {now - size} of them copied now" in back_up(kept, folder)
    assert read_warcs(opened(folder)) == read_warcs(kept)
    assert read_rows(opened(folder)) == read_rows(kept)
    assert sorted(file.name for file in folder.iterdir()) == ["archive.sqlite", "backup.json", "warcs"]


def test_what_no_row_names_is_not_copied(kept: Home, tmp_path: Path) -> None:
    right = read_warcs(kept)
    (file,) = kept.warcs.iterdir()
    with file.open("ab") as opened_file:
        opened_file.write(b"half a record")
    back_up(kept, tmp_path / "copy")
    assert read_warcs(opened(tmp_path / "copy")) == right


def test_an_archive_of_before_parts_were_noted_is_copied_whole(kept: Home, tmp_path: Path) -> None:
    with closing(sqlite3.connect(kept.folder / "archive.sqlite", isolation_level=None)) as connection:
        connection.execute("DELETE FROM part")
    back_up(kept, tmp_path / "copy")
    assert is_sound(opened(tmp_path / "copy"))


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


def test_a_damaged_archive_is_told_and_what_is_sound_is_copied(
    kept: Home, grow: Callable[[Home], None], tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    (file,) = kept.warcs.iterdir()
    first = file.stat().st_size
    good = file.read_bytes()
    back_up(kept, folder)
    grow(kept)
    (kept.warcs / "20200101T000000Z-000000.warc.gz").write_bytes(b"")
    flip(file, first - 10)
    flip(file, first + 2000)
    told = back_up(kept, folder, code=8)
    assert f"DAMAGED {file.name}, bytes {first} to " in told and "it is not what was written" in told
    assert told.count("DAMAGED") == 1
    assert (folder / "warcs" / file.name).read_bytes()[:first] == good
    assert count_reports(opened(folder)) == 5
    assert "1 damaged" in run(opened(folder), "verify", code=8)
    file.rename(file.with_suffix(".moved"))
    assert "the file is missing" in back_up(kept, tmp_path / "other", code=8)


def test_a_check_finds_what_is_damaged_in_the_copy_and_copies_it_anew(kept: Home, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    back_up(kept, folder)
    (file,) = (folder / "warcs").iterdir()
    flip(file, 1000)
    assert " 0 of them copied now" in back_up(kept, folder)
    assert not is_sound(opened(folder))
    back_up(kept, folder, "--check")
    assert read_warcs(opened(folder)) == read_warcs(kept)


POINTS = (
    ("archive.copying.backup:copy_into_file", "after", 1),
    ("os:pwrite", "before", 1),
    ("os:pwrite", "after", 1),
    ("os:fsync", "before", 2),
    ("archive.copying.backup:put_in_place", "before", 1),
    ("archive.copying.rows:sync_folder", "before", 1),
)


def killed_at(home: Home, point: tuple[str, str, int], *command: str) -> bool:
    program = [sys.executable, "-m", "tests.killed", *map(str, point), "archive", *command]
    done = subprocess.run(program, cwd=ROOT, env=environment(home), capture_output=True, check=False)
    return done.returncode == -signal.SIGKILL


def test_killed_at_any_point_it_leaves_the_earlier_copy_whole_and_the_next_one_goes_on(
    kept: Home, grow: Callable[[Home], None], tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    back_up(kept, folder)
    before, right = read_rows(opened(folder)), read_warcs(opened(folder))
    grow(kept)
    after = read_rows(kept)
    for point in POINTS:
        assert killed_at(kept, point, "backup", str(folder)), point
        assert read_rows(opened(folder)) in (before, after), point
        assert is_sound(opened(folder)), point
        for name, content in right.items():
            assert (folder / "warcs" / name).read_bytes().startswith(content)
    back_up(kept, folder)
    assert read_rows(opened(folder)) == after
    assert read_warcs(opened(folder)) == read_warcs(kept)
    assert sorted(file.name for file in folder.iterdir()) == ["archive.sqlite", "backup.json", "warcs"]


def test_a_full_disk_is_told_and_leaves_the_earlier_copy_whole(
    kept: Home, grow: Callable[[Home], None], tmp_path: Path
) -> None:
    with given_disk(tmp_path / "disk") as disk:
        back_up(kept, disk)
        before = read_rows(opened(disk))
        grow(kept)
        size = (kept.folder / "archive.sqlite").stat().st_size
        # Not enough for the database, and then for the WARC file.
        for leave in (100_000, size + 40_000):
            with filled(disk, leave=leave):
                told = back_up(kept, disk, code=5)
                assert "Free some disk" in told and str(disk) in told
                assert ("warc.gz" in told) == (leave > size)
            assert read_rows(opened(disk)) == before
            assert is_sound(opened(disk))
        back_up(kept, disk)
        assert read_rows(opened(disk)) == read_rows(kept)


def test_it_refuses_a_folder_that_holds_something_else(kept: Home, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "notes.txt").write_text("mine")
    assert "holds something else" in back_up(kept, full, code=2)
    assert [file.name for file in full.iterdir()] == ["notes.txt"]
    for own in (kept.folder, kept.warcs, kept.warcs / "copy"):
        assert "is the archive itself" in back_up(kept, own, code=2)
    (tmp_path / "file").write_text("")
    assert "cannot be used as a folder" in back_up(kept, tmp_path / "file", code=5)


def test_it_refuses_the_copy_of_another_archive_and_one_that_was_gone_on_with(
    kept: Home, grow: Callable[[Home], None], tmp_path: Path
) -> None:
    other = opened(tmp_path / "other")
    create_database(other)
    ingest(other, 2009)
    back_up(other, tmp_path / "copy")
    assert "that this archive does not" in back_up(kept, tmp_path / "copy", code=2)
    back_up(kept, tmp_path / "mine")
    ingest(opened(tmp_path / "mine"), 2011)
    rows = read_rows(opened(tmp_path / "mine"))
    assert "that this archive does not" in back_up(kept, tmp_path / "mine", code=2)
    grow(kept)
    ingest(kept, 2014)
    assert "written to by another archive" in back_up(kept, tmp_path / "mine", code=2)
    assert read_rows(opened(tmp_path / "mine")) == rows
    assert is_sound(opened(tmp_path / "mine"))


def test_a_copy_that_is_open_elsewhere_is_not_replaced(kept: Home, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    back_up(kept, folder)
    engine = open_database(opened(folder))
    with session(engine, write=True):
        assert "is open in another process" in back_up(kept, folder, code=6)
    engine.dispose()
    back_up(kept, folder)


def test_it_restores_only_where_there_is_no_archive(kept: Home, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "copy")
    assert "is an archive already" in restore(tmp_path / "copy", kept, code=2)
    made = opened(tmp_path / "made")
    create_database(made)
    restore(tmp_path / "copy", made)
    assert read_rows(made) == read_rows(kept)
    taken = opened(tmp_path / "taken")
    taken.warcs.mkdir(parents=True)
    (taken.warcs / "mine.warc.gz").write_bytes(b"")
    assert "holds files already" in restore(tmp_path / "copy", taken, code=2)
    assert "no copy of an archive" in restore(tmp_path / "nothing", taken, code=2)
    assert "is the archive itself" in restore(tmp_path / "copy", opened(tmp_path / "copy"), code=2)


def test_a_killed_restoring_goes_on(kept: Home, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "copy")
    made = opened(tmp_path / "made")
    for point in (("os:pwrite", "after", 1), ("archive.copying.rows:sync_folder", "before", 1)):
        assert killed_at(made, point, "restore", str(tmp_path / "copy"))
    assert not (made.warcs / ".restoring").exists() or count_reports(made) == 2
    assert is_sound(made)


def test_a_damaged_copy_is_told_and_what_is_sound_is_restored(kept: Home, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "copy")
    (file,) = (tmp_path / "copy" / "warcs").iterdir()
    flip(file, file.stat().st_size - 1000)
    made = opened(tmp_path / "made")
    assert f"DAMAGED {file.name}" in restore(tmp_path / "copy", made, code=8)
    assert "1 damaged" in run(made, "verify", code=8)
