import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import URL

from archive import database
from archive.database import explained_errors, make_engine, open_database, patiently, session
from archive.errors import DatabaseError, StorageError
from archive.home import Home, find_home
from archive.migrate import create_database
from archive.models import Base
from tests.migrating import is_ours


def test_the_migrations_make_the_tables_that_the_models_describe(home: Home) -> None:
    engine = open_database(home)
    with engine.connect() as connection:
        own = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(own, Base.metadata) == []
    engine.dispose()


def test_creating_twice_changes_nothing(home: Home) -> None:
    assert create_database(home) == "up to date"


def test_a_missing_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="archive init"):
        open_database(find_home({"ARCHIVE_HOME": str(tmp_path)}))
    assert list(tmp_path.iterdir()) == []


def test_a_newer_database_is_left_alone(home: Home) -> None:
    engine = open_database(home)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for attempt in (open_database, create_database):
        with pytest.raises(DatabaseError, match="newer version"):
            attempt(home)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite").write_bytes(b"this is a text file, not a database" * 100)
    with pytest.raises(DatabaseError, match=r"archive\.sqlite: file is not a database"):
        open_database(find_home({"ARCHIVE_HOME": str(tmp_path)}))


def test_a_file_where_the_home_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StorageError, match="home cannot be used as a folder"):
        create_database(find_home({"ARCHIVE_HOME": str(tmp_path / "home")}))


def test_a_database_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    address = URL.create("postgresql", "user", "S3cret", "127.0.0.1", 1, "archive").render_as_string(
        hide_password=False
    )
    home = find_home({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_DATABASE": address})
    with pytest.raises(DatabaseError) as told:
        open_database(home)
    assert "127.0.0.1" in str(told.value)
    assert "S3cret" not in str(told.value) + home.database_name + repr(home)


def test_an_init_that_is_killed_half_way_can_be_run_again(tmp_path: Path) -> None:
    home = find_home({"ARCHIVE_HOME": str(tmp_path)})
    script = """if True:
        import os, sys
        from sqlalchemy import event
        from sqlalchemy.engine import Engine
        from archive.home import find_home
        from archive.migrate import create_database
        made = []

        @event.listens_for(Engine, "before_cursor_execute")
        def kill(connection, cursor, statement, *more):
            made.append("CREATE TABLE" in statement)
            if sum(made) == 6:
                os._exit(9)

        create_database(find_home({"ARCHIVE_HOME": sys.argv[1]}))
    """
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == 9
    with pytest.raises(DatabaseError, match="archive init"):
        open_database(home)
    assert create_database(home) == "created"
    open_database(home).dispose()


def test_only_what_is_said_to_wait_for_no_disk_waits_for_none(home: Home) -> None:
    engine = open_database(home)
    sqlite = engine.dialect.name == "sqlite"
    asked = text("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit")
    levels = []
    for told in ({"flushed": False}, {}, {"flushed": False}, {"write": True}):
        with session(engine, **told) as work:
            levels.append(work.scalar(asked))
    engine.dispose()
    full, less = (2, 1) if sqlite else ("on", "off")
    assert levels == [less, full, less, full]


def test_a_server_that_is_away_is_waited_for_and_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "AWAY", 0.5)
    nobody = Home(tmp_path, URL.create("postgresql", "u", host="127.0.0.1", port=1, database="x"), tmp_path)
    engine, tries = make_engine(nobody), 0
    with pytest.raises(DatabaseError, match="Check ARCHIVE_DATABASE"), explained_errors(nobody):
        for attempt in patiently():
            with attempt, session(engine) as work:
                tries += 1
                work.scalar(text("select 1"))
    assert tries > 1


def test_what_a_database_refuses_is_not_tried_again(home: Home) -> None:
    engine, tries = open_database(home), 0
    with pytest.raises(DatabaseError), explained_errors(home):
        for attempt in patiently():
            with attempt, session(engine) as work:
                tries += 1
                work.scalar(text("select nothing from nowhere"))
    engine.dispose()
    assert tries == 1
