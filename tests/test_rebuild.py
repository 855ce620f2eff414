"""The database made again from the WARC files alone is the one that was lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from archive.home import Home
from tests.commands import archive, crawl
from tests.equal import differences, rows_of
from tests.site import build
from tests.site.serve import Served, serve


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build()) as site:
        yield site


def made_again(home: Home, tmp_path: Path) -> Home:
    """The same archive with a database of its own, made from its WARC files."""
    again = replace(
        home, folder=tmp_path / "again", database=URL.create("sqlite", database=str(tmp_path / "again.sqlite"))
    )
    run = archive("rebuild", home=again, ARCHIVE_WARCS=str(home.warcs))
    assert run.returncode == 0, run.stderr + run.stdout
    assert "nothing is missing" in run.stdout
    return again


def test_a_database_made_from_the_warc_files_alone_is_the_same(home: Home, tmp_path: Path, served: Served) -> None:
    for _ in range(2):
        assert crawl("-a", f"url={served.url}", home=home, ARCHIVE_WARCS=str(home.warcs)).returncode == 0
    rows = rows_of(home)
    name = sorted(rows["report"])[0][0]
    said = archive("correct", name, "--organ", "滨湖区教育局", "--why", "w", home=home, ARCHIVE_WARCS=str(home.warcs))
    assert said.returncode == 0, said.stderr
    url = sorted(rows["version"])[-1][0]
    said = archive("correct", url, "--kind", "news", "--why", "w", home=home, ARCHIVE_WARCS=str(home.warcs))
    assert said.returncode == 0, said.stderr
    again = made_again(home, tmp_path)
    assert differences(home, again) == []
    assert all(
        rows_of(again)[table] for table in ("crawl", "capture", "url", "report", "version", "correction", "page")
    )
