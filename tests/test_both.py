"""SQLite and PostgreSQL hold and answer the same: a small part of scripts/both_databases.py."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import URL

from archive.database import open_database, session
from archive.home import Home
from archive.migrate import create_database
from tests.both import keep_records, make_questions, make_records, tell_all


def test_both_databases_hold_and_answer_the_same(
    small: Home, tmp_path: Path, new_postgresql_database: Callable[[], URL]
) -> None:
    other = Home(tmp_path, new_postgresql_database(), tmp_path / "warcs")
    create_database(other)
    one, two = open_database(small), open_database(other)
    records = list(make_records(120, seed=3))
    with session(one, write=True) as ours, session(two, write=True) as theirs:
        for work in (ours, theirs):
            keep_records(work, iter(records))
        assert tell_all(ours) == tell_all(theirs)
        for told, ask in make_questions(80, 4, records):
            assert ask(ours) == ask(theirs), told
    one.dispose()
    two.dispose()
