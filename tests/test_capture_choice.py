"""What is captured is a choice: everything, or reports with their files and lists, and the rest by head and digest."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from archive.home import Home, find_home
from archive.migrate import create_database
from archive.warc.members import Member, walk
from tests.commands import archive, crawl
from tests.equal import differences, rows_of
from tests.site import build
from tests.site.serve import Served, serve


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build()) as site:
        yield site


@pytest.fixture(scope="module")
def whole(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = find_home({"ARCHIVE_HOME": str(tmp_path_factory.mktemp("whole"))})
    create_database(home)
    assert crawl("-a", f"url={served.url}", home=home).returncode == 0
    return home


def size(home: Home) -> int:
    return sum(path.stat().st_size for path in home.warcs.iterdir())


def test_reports_with_their_lists_are_kept_whole_and_the_rest_by_head_and_digest(
    small: Home, served: Served, whole: Home, tmp_path: Path
) -> None:
    assert crawl("-a", f"url={served.url}", "-s", "CAPTURE=reports", home=small).returncode == 0
    assert size(small) < size(whole)
    (file,) = small.warcs.iterdir()
    left = [one.record for one in walk(file) if isinstance(one, Member) and one.record.left_out]
    assert left and all(one.header("WARC-Truncated") == "unspecified" and one.payload == b"" for one in left)
    assert crawl("-a", f"url={served.url}", "-s", "CAPTURE=reports", home=small).returncode == 0
    ours, theirs = rows_of(small), rows_of(whole)
    for table in ("report", "text", "sighting"):
        assert ours[table].keys() == theirs[table].keys()
    bodies = {row["url"]: row["has_body"] for row in ours["capture"].values()}
    assert all(bodies[key] for _, key in ours["sighting"])
    assert not bodies[served.url] and bodies[f"{served.url}robots.txt"]
    lists = {row["url"] for row in ours["url"].values() if (row["reason"] or "").startswith("list: ")}
    assert lists and all(bodies[url] for url in lists)
    assert archive("verify", home=small).returncode == 0

    again = replace(
        small, folder=tmp_path / "x", database=URL.create("sqlite", database=str(tmp_path / "again.sqlite"))
    )
    assert archive("rebuild", home=again, ARCHIVE_WARCS=str(small.warcs)).returncode == 0
    assert differences(small, again) == []


def test_a_choice_that_is_none_is_refused(small: Home, served: Served) -> None:
    run = crawl("-a", f"url={served.url}", "-s", "CAPTURE=some", home=small)
    assert run.returncode == 2 and "CAPTURE has to be all or reports" in run.stderr
