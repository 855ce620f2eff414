"""What is asked again and again goes through no whole table, so that an archive keeps its speed as it grows."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.engine import Connection, Engine

from archive.address import url_key
from archive.database import open_database, session
from archive.home import Home
from archive.models import Base, Crawl, ReadPage
from archive.portals_seen import judge_crawl
from archive.remaking.replacing import put_reading
from archive.returning import Known, find_missing
from tests.trial import make_sites
from tests.writing import Writing

SCAN = re.compile(r"SCAN (\w+)")


@contextmanager
def scans() -> Iterator[list[str]]:
    """SQLite's own account of the tables that are gone through from end to end by what is done within; of a question
    for any row (LIMIT without order) it says so too."""
    found: list[str] = []

    def look(connection: Connection, _: Any, statement: str, values: Any, __: Any, many: bool) -> None:
        is_any = "LIMIT" in statement and "ORDER BY" not in statement
        if many or is_any or not re.match("SELECT|UPDATE|DELETE", statement):
            return
        cursor = connection.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        tables = {match[1] for row in cursor.fetchall() if (match := SCAN.match(row[3]))}
        found.extend(f"{table}: {statement}" for table in tables & GROWING)
        cursor.close()

    event.listen(Engine, "after_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "after_cursor_execute", look)


GROWING = {*Base.metadata.tables} - {"crawl", "lease", "portal", "host", "part"}
"""Tables with more rows for each report; of the others there are few a portal or run."""


def test_keeping_reading_again_and_coming_back_go_through_no_whole_table(small: Home) -> None:
    site = make_sites()["a.example"]
    with scans() as found:
        Writing(small, site, random.Random(1), lambda _: None).work(2)
        engine = open_database(small)
        with session(engine, write=True) as work, work.begin():
            crawl = work.scalars(select(Crawl).order_by(Crawl.started.desc())).first()
            assert crawl
            judge_crawl(work, crawl)
            known = Known({}, frozenset(), 1)
            find_missing(work, site.portal.domain, known, crawl=crawl.id, started=crawl.started)
            for (url, _), reading in site.readings.items():
                pages = work.scalars(select(ReadPage.capture_id).where(ReadPage.url == url_key(url))).all()
                for key in pages[:1]:
                    put_reading(work, key, reading, now=datetime.now(UTC))
        engine.dispose()
    assert found == []
