"""Good texts stay, revisions take over, towns that copy each other stay apart: a small part of scripts/sameness.py."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from archive.database import open_database, session
from archive.home import Home
from tests.same_and_worse import Told, try_recrawls, try_towns


@pytest.fixture
def work(small: Home) -> Iterator[Session]:
    """The choice knows no database; that both hold the same is tried elsewhere."""
    engine = open_database(small)
    with session(engine, write=True) as opened:
        yield opened
    engine.dispose()


def test_no_recrawl_replaces_a_good_text_by_a_worse_one(work: Session) -> None:
    told = Told()
    try_recrawls(work, 5, told, most=42)
    assert told.tried.total() > 35
    assert told.wrong == []


def test_towns_that_copy_each_other_stay_apart_and_mirrored_reports_are_one(work: Session) -> None:
    assert try_towns(work, 20, 20, seed=5).wrong == []
