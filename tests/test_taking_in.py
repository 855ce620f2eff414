"""What a process wrote that was ended is taken in, once and whole, and is on the disk before a row names it."""

import errno
import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from archive.database import open_database, session
from archive.errors import StorageError
from archive.home import Home
from archive.models import Capture, ReadPage
from archive.recovery import recover
from archive.warc.answer import Answer
from crawler.run import Run, Visit, begin
from tests.test_disk_full import PORTAL
from tests.writing import Site
from tests.written import find_faults

SITE = Site("x.example")
URL_OF_ONE = next(iter(SITE.reports))


def capture_one(run: Run) -> Visit:
    run.discover(SITE.discoveries("http://x.example/list.html"), dict)
    body = SITE.bodies[URL_OF_ONE][0]
    answer = Answer(URL_OF_ONE, body, datetime.now(UTC), 200, media="text/html", crawl=run.crawl_id)
    return Visit(URL_OF_ONE, "archived", None, run.capture(answer), reading=SITE.readings[URL_OF_ONE, body])


def test_what_the_disk_did_not_take_is_committed_at_no_later_time(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(small, PORTAL, {})
    visit = capture_one(run)
    fsync, left = os.fsync, [OSError(errno.EIO, os.strerror(errno.EIO))]

    def fail_once(descriptor: int) -> None:
        if left:
            raise left.pop()
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_once)
    with pytest.raises(StorageError, match=r"warc\.gz: Input/output error. Free some disk"):
        run.keep(visit, dict)
    run.finish("storage")
    engine = open_database(small)
    recover(engine, small.warcs)
    with session(engine) as work:
        assert not work.scalars(select(Capture)).all()
        assert not work.scalars(select(ReadPage)).all()
    engine.dispose()
    assert find_faults(small, SITE.texts()) == []
