"""A crawl that fills the disk."""

import pytest

from archive.errors import StorageError
from archive.home import Home
from archive.ledger import Discovery
from archive.memory import Memories
from crawler.portals import Portal
from crawler.run import begin

PORTAL = Portal("x", "http://x.example/", "x.example")


def test_what_the_disk_did_not_take_is_not_counted(small: Home) -> None:
    def full() -> Memories:
        raise StorageError("the disk is full")

    run = begin(small, PORTAL, {})
    with pytest.raises(StorageError):
        run.discover([Discovery(PORTAL.url, PORTAL.url)], full)
    assert run.counts["discovered"] == 0
    run.discover([Discovery(PORTAL.url, PORTAL.url)], dict)
    assert run.counts["discovered"] == 1 and run.balanced()
    run.finish("shutdown")


def test_a_lock_file_that_cannot_be_made_is_named(small: Home) -> None:
    (small.folder / "locks" / "x.example.lock").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"x\.example\.lock: Is a directory"):
        begin(small, PORTAL, {})
