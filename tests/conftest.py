"""What tests share: an archive of their own on each database, and the sample portal."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from archive.database import open_database, session
from archive.home import Home, find_home
from archive.migrate import create_database
from tests.postgresql import find_server, new_databases

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real pages and reports beside the checkout; not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real pages (../shared) is not here")
    return SHARED


@pytest.fixture
def no_collector() -> Iterator[None]:
    """What a test measures is its own: the collector of garbage would walk all that a long run of tests has left."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A PostgreSQL server for this run."""
    with find_server() as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql_database(postgresql: URL) -> Iterator[Callable[[], URL]]:
    """Makes empty databases on the server, and drops them at the end."""
    with new_databases(postgresql) as make:
        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """An empty archive; each test that takes it runs on both databases."""
    database = URL.create("sqlite", database=str(tmp_path / "archive.sqlite"))
    if request.param == "postgresql":
        database = request.getfixturevalue("new_postgresql_database")()
    created = Home(tmp_path, database, tmp_path / "warcs")
    create_database(created)
    return created


@pytest.fixture
def work(home: Home) -> Iterator[Session]:
    """Writes to an empty archive, on both databases."""
    engine = open_database(home)
    with session(engine, write=True) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def small(tmp_path: Path) -> Home:
    """An empty archive in SQLite, for what does not depend on the database."""
    created = find_home({"ARCHIVE_HOME": str(tmp_path)})
    create_database(created)
    return created
