"""Where an archive lives.

ARCHIVE_HOME      a folder; default `var/` beside the `scrapy.cfg` found upwards from the current folder,
                  so that every command finds the same archive
ARCHIVE_DATABASE  SQLAlchemy URL; default SQLite, `archive.sqlite` in the home
ARCHIVE_WARCS     folder of WARC files; default `warcs/` in the home
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from archive.errors import StorageError, UsageError
from archive.logs import SECRETS, find_passwords

HOME_SETTINGS = ("ARCHIVE_HOME", "ARCHIVE_DATABASE", "ARCHIVE_WARCS")


@dataclass(frozen=True, slots=True)
class Home:
    folder: Path
    database: URL
    warcs: Path

    @property
    def database_name(self) -> str:
        """What may be printed of the database's address: no password, and no query, which can carry one."""
        if self.database.get_backend_name() == "sqlite":
            return self.database.database or "(in memory)"
        return self.database.set(query={}).render_as_string(hide_password=True)


def find_home(settings: Mapping[str, str | None] = os.environ) -> Home:
    """Raises UsageError where ARCHIVE_DATABASE is no database address."""
    folder = Path(settings.get("ARCHIVE_HOME") or default_folder()).absolute()
    return Home(
        folder=folder,
        database=_database(settings.get("ARCHIVE_DATABASE"), folder),
        warcs=Path(settings.get("ARCHIVE_WARCS") or folder / "warcs").absolute(),
    )


def refuse_typed(address: str) -> None:
    """An address that was typed into a command. Raises UsageError where it has a password."""
    if find_passwords(address):
        raise UsageError(
            "everyone on this machine sees a password in a command (ps). Set ARCHIVE_DATABASE in the environment, or "
            "leave the password out and write it into ~/.pgpass or the file that PGPASSFILE names"
        )


def default_folder() -> Path:
    here = Path.cwd()
    project = next((folder for folder in (here, *here.parents) if (folder / "scrapy.cfg").is_file()), here)
    return project / "var"


def make_folder(folder: Path) -> Path:
    """The folder, made where it was missing. Raises StorageError where a file or a missing right stands in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder} cannot be used as a folder: {error.strerror}. Move what is there, or set ARCHIVE_HOME"
        ) from None
    return folder


def _database(address: str | None, folder: Path) -> URL:
    if not address:
        return URL.create("sqlite", database=str(folder / "archive.sqlite"))
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        # The address itself is not shown: it may carry a password.
        raise UsageError(
            "ARCHIVE_DATABASE is no database address; sqlite:///file or postgresql://user@host/name"
        ) from None
    if "@" in (url.host or ""):
        raise UsageError("ARCHIVE_DATABASE: an @ in the password has to be written %40")
    if backend not in ("sqlite", "postgresql") or "+aio" in url.drivername:
        raise UsageError(f"ARCHIVE_DATABASE names {url.drivername}; the archive is kept in sqlite or postgresql")
    return _without_query(url)


def _without_query(url: URL) -> URL:
    """Without secrets in the query, where everything that shows an address would show them."""
    told = {key: values[-1] for key, values in url.normalized_query.items()}
    if "sslpassword" in told:
        raise UsageError(
            "ARCHIVE_DATABASE: sslpassword belongs into ~/.pg_service.conf; name the service there with ?service=NAME"
        )
    if "password" not in told:
        return url
    url = url.difference_update_query(SECRETS)
    # A file has no password.
    return url if url.get_backend_name() == "sqlite" else url.set(password=told["password"])


def shorten(place: str) -> str:
    """A path under the current folder as the user would type it; every other name as it is."""
    here = f"{Path.cwd()}/"
    return place.replace(here, "", 1) if place.startswith(here) else place
