"""What a process wrote that was ended is taken in, once and whole, and is on the disk before a row names it."""

import errno
import fcntl
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.database import open_database, session
from archive.errors import StorageError
from archive.home import Home
from archive.journal import note_page
from archive.models import Capture, ReadPage, Report, ReportText, WarcPart
from archive.remaking.recovery import LENGTH, SECTOR, _keep, recover
from archive.warc.answer import Answer
from archive.warc.members import Member, walk
from crawler.run import Run, Visit, begin
from tests.test_disk_full import PORTAL
from tests.writing import Site
from tests.written import find_faults

SITE = Site("x.example")
URL_OF_ONE = next(iter(SITE.reports))


def capture_one(run: Run, text: int = 0) -> Visit:
    run.discover(SITE.discoveries("http://x.example/list.html"), dict)
    body = SITE.bodies[URL_OF_ONE][text]
    answer = Answer(URL_OF_ONE, body, datetime.now(UTC), 200, media="text/html", crawl=run.crawl_id)
    return Visit(URL_OF_ONE, "archived", None, run.capture(answer), reading=SITE.readings[URL_OF_ONE, body])


def fail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next fsync."""
    fsync, left = os.fsync, [OSError(errno.EIO, os.strerror(errno.EIO))]

    def failing(descriptor: int) -> None:
        if left:
            raise left.pop()
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)


def test_what_the_disk_did_not_take_is_committed_at_no_later_time(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(small, PORTAL, {})
    visit = capture_one(run)
    fail_once(monkeypatch)
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


def test_a_crawl_whose_end_the_disk_did_not_take_ends_with_its_next_run(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(small, PORTAL, {})
    run.keep(capture_one(run), dict)
    fail_once(monkeypatch)
    with pytest.raises(StorageError, match=r"warc\.gz: Input/output error. Free some disk"):
        run.finish("finished")
    run.lock.close()
    again = begin(small, PORTAL, {})
    assert again.is_resumed and again.crawl_id == run.crawl_id
    again.finish("finished")
    assert find_faults(small, SITE.texts()) == []


def test_what_a_killed_run_left_is_on_the_disk_before_a_row_names_it(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(small, PORTAL, {})
    capture_one(run)
    # As a kill does: the file, and nothing else.
    run.writer.close()
    (file,) = small.warcs.iterdir()
    flushed: list[str] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        with session(run.engine) as work:
            assert not work.scalars(select(WarcPart)).all()
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    assert recover(run.engine, small.warcs) == {file.name: file.stat().st_size}
    assert flushed == ["warcs", file.name]
    with session(run.engine) as work:
        assert work.scalars(select(WarcPart.end)).all() == [file.stat().st_size]


@pytest.mark.parametrize("tail", [1, 26, 511, 3000])
def test_zeros_that_a_power_cut_left_behind_the_last_record_are_cut_off(small: Home, tail: int) -> None:
    file = capture_two(small)
    size = file.stat().st_size
    with file.open("ab") as disk:
        disk.write(bytes(tail))
    assert recover_alone(small) == {file.name: size}
    assert file.stat().st_size == size


def test_a_record_of_which_a_power_cut_took_a_sector_is_cut_off_and_a_damaged_one_is_not(small: Home) -> None:
    file = capture_two(small)
    whole, (*_, last) = file.read_bytes(), walk(file)
    flipped = bytearray(whole)
    flipped[last.offset + 40] ^= 1
    file.write_bytes(flipped)
    assert recover_alone(small) == {}
    assert file.read_bytes() == flipped
    sectors = range(last.offset // SECTOR, (len(whole) - LENGTH) // SECTOR + 1)
    assert len(sectors) > 2
    for sector in sectors:
        lost = bytearray(whole)
        start, stop = max(last.offset, sector * SECTOR), min((sector + 1) * SECTOR, len(whole))
        lost[start:stop] = bytes(stop - start)
        file.write_bytes(lost)
        assert recover_alone(small) == {file.name: last.offset}, sector


def capture_two(home: Home) -> Path:
    """What a killed run leaves."""
    run = begin(home, PORTAL, {})
    for text in (0, 1):
        capture_one(run, text)
    run.writer.close()
    run.lock.close()
    run.engine.dispose()
    (file,) = home.warcs.iterdir()
    return file


def recover_alone(home: Home) -> dict[str, int]:
    engine = open_database(home)
    try:
        return recover(engine, home.warcs)
    finally:
        engine.dispose()


def test_a_run_goes_on_when_another_has_taken_in_what_its_last_one_left(small: Home) -> None:
    small.warcs.mkdir()
    descriptor = os.open(small.warcs, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    engine = open_database(small)
    waiting = threading.Thread(target=recover, args=(engine, small.warcs))
    waiting.start()
    time.sleep(0.2)
    assert waiting.is_alive()
    os.close(descriptor)
    waiting.join(5)
    assert not waiting.is_alive()
    engine.dispose()


def test_of_a_record_that_cannot_be_taken_in_nothing_is(small: Home) -> None:
    run = begin(small, PORTAL, {})
    visit = capture_one(run)
    page = ReadPage(capture_id=visit.capture_id, url=visit.url, is_part=False, read_at=datetime.now(UTC), outcome="")
    note_page(run.writer, page)
    run.writer.close()
    (file,) = small.warcs.iterdir()
    members = [one for one in walk(file) if isinstance(one, Member)]
    half = {name: value for name, value in SITE.readings[next(iter(SITE.readings))].items() if name != "reader"}
    _keep(run.engine, file, members, lambda work, page, capture: half)
    with session(run.engine) as work:
        assert work.scalars(select(Capture.id)).all() == [visit.capture_id]
        assert work.scalars(select(WarcPart.end)).all() == [file.stat().st_size]
        assert not work.scalars(select(ReportText)).all() + work.scalars(select(Report)).all()
