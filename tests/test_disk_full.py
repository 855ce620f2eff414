"""A crawl that fills the disk stops and says so; when there is room again it goes on, and ends as if it always had."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from archive.database import open_database
from archive.errors import StorageError
from archive.home import Home, find_home
from archive.ledger import Discovery
from archive.memory import Memories
from archive.migrate import create_database
from crawler.portals import Portal
from crawler.run import begin
from tests.commands import crawl
from tests.disks import NoDiskError, build_heavy, filled, small_disk
from tests.killed import Left, look_at
from tests.site.serve import Served, serve

SIZE, SERVER_SIZE = 4_000_000, 32_000_000
LEFT = (70_000, 600_000)
"""Bytes that are left for WARC files, then for the database and its log: not enough for all reports."""
ALWAYS = ("/robots.txt", "/", "/sitemap.xml")
"""What a crawl asks for before any report."""

PORTAL = Portal("x", "http://x.example/", "x.example")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build_heavy()) as site:
        yield site


@pytest.fixture(scope="module")
def whole(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What a crawl leaves that had room."""
    home = find_home({"ARCHIVE_HOME": str(tmp_path_factory.mktemp("whole"))})
    create_database(home)
    assert crawl("-a", f"url={served.url}", home=home).returncode == 0
    return look_at(home)


@contextmanager
def given_disk(folder: Path, *, size: int = SIZE, owner: int = 0) -> Iterator[Path]:
    """A small disk; without one the test is skipped."""
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(small_disk(folder, size=size, owner=owner))
        except NoDiskError as error:
            pytest.skip(str(error))
        yield disk


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Two small disks, for the database and for the WARC files."""
    with given_disk(tmp_path / "first") as first, given_disk(tmp_path / "second") as second:
        yield first, second


def test_a_crawl_that_fills_one_disk_and_then_the_other_ends_as_if_there_had_been_room(
    disks: tuple[Path, Path], tmp_path: Path, served: Served, whole: Left
) -> None:
    home = Home(tmp_path, URL.create("sqlite", database=str(disks[0] / "archive.sqlite")), disks[1] / "warcs")
    create_database(home)
    asked = [len(served.requests)]
    for disk, leave in zip(reversed(disks), LEFT, strict=True):
        with filled(disk, leave=leave):
            run = crawl("-a", f"url={served.url}", home=home, ARCHIVE_WARCS=str(home.warcs))
        assert run.returncode == 5
        assert str(disk) in run.stderr and "Free some disk" in run.stderr and "Traceback" not in run.stderr
        asked.append(len(served.requests))
        assert asked[-1] - asked[-2] > len(ALWAYS)
    again = crawl("-a", f"url={served.url}", home=home, ARCHIVE_WARCS=str(home.warcs))
    assert again.returncode == 0, again.stderr
    left = look_at(home)
    assert left.captures >= whole.captures
    assert replace(left, captures=whole.captures) == whole


def test_a_database_whose_log_finds_no_room_is_told_of_as_a_full_disk(disks: tuple[Path, Path]) -> None:
    home = Home(disks[0], URL.create("sqlite", database=str(disks[0] / "archive.sqlite")), disks[1])
    create_database(home)
    with filled(disks[0], leave=0), pytest.raises(StorageError, match=r"archive\.sqlite: .* Free some disk"):
        open_database(home)


@pytest.fixture
def server_disk(postgresql: URL) -> Iterator[tuple[Path, URL]]:
    """A small disk of the PostgreSQL server's, and an empty database on it."""
    admin = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with TemporaryDirectory() as folder, ExitStack() as stack, admin.connect() as connection:
        data = Path(connection.scalar(text("SHOW data_directory")) or "")
        if not data.is_dir():
            pytest.skip("the server of TEST_DATABASE_URL is on another machine")
        Path(folder).chmod(0o755)
        owner = data.stat().st_uid
        disk = stack.enter_context(given_disk(Path(folder, "disk"), size=SERVER_SIZE, owner=owner))
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{disk}'"))
        connection.execute(text("CREATE DATABASE small TABLESPACE small"))
        yield disk, postgresql.set(database="small")
        connection.execute(text("DROP DATABASE small WITH (FORCE)"))
        connection.execute(text("DROP TABLESPACE small"))
    admin.dispose()


def test_a_crawl_that_fills_the_disk_of_its_server_ends_as_if_there_had_been_room(
    server_disk: tuple[Path, URL], tmp_path: Path, served: Served, whole: Left
) -> None:
    disk, database = server_disk
    home = Home(tmp_path, database, tmp_path / "warcs")
    create_database(home)
    with filled(disk, leave=LEFT[0]):
        run = crawl("-a", f"url={served.url}", home=home)
    assert run.returncode == 5
    assert "Free some disk" in run.stderr and "Traceback" not in run.stderr
    again = crawl("-a", f"url={served.url}", home=home)
    assert again.returncode == 0, again.stderr
    left = look_at(home)
    assert left.captures >= whole.captures
    assert replace(left, captures=whole.captures) == whole


def test_what_the_disk_did_not_take_is_not_counted(small: Home) -> None:
    def full() -> Memories:
        raise StorageError("the disk is full")

    run = begin(small, PORTAL, {})
    with pytest.raises(StorageError):
        run.discover([Discovery(PORTAL.url, PORTAL.url)], full)
    assert run.counts["discovered"] == 0
    run.discover([Discovery(PORTAL.url, PORTAL.url)], dict)
    assert run.counts["discovered"] == 1 and run.balanced()
    run.finish("shutdown")


def test_a_lock_file_that_cannot_be_made_is_named(small: Home) -> None:
    (small.folder / "locks" / "x.example.lock").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"x\.example\.lock: Is a directory"):
        begin(small, PORTAL, {})
