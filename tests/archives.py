"""Empty archives for programs that need many of them."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from archive.home import Home
from archive.migrate import create_database
from tests.postgresql import find_server, new_databases


@contextmanager
def new_homes(database: str) -> Iterator[Callable[[], Home]]:
    """Makes them, on `sqlite` or `postgresql`."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        new_database: Callable[[], URL] | None = None
        if database == "postgresql":
            new_database = stack.enter_context(new_databases(stack.enter_context(find_server())))

        def make() -> Home:
            home = Path(tempfile.mkdtemp(dir=folder))
            url = new_database() if new_database else URL.create("sqlite", database=str(home / "archive.sqlite"))
            made = Home(home, url, home / "warcs")
            create_database(made)
            return made

        yield make
