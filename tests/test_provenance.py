"""From any value back to the WARC record it is from, the way to it, the crawl, its settings and the code."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.home import Home, find_home
from archive.migrate import create_database
from tests.commands import archive, crawl
from tests.site import Site, build
from tests.site.serve import Served, serve


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Site, Served]]:
    home = find_home({"ARCHIVE_HOME": str(tmp_path_factory.mktemp("crawled"))})
    create_database(home)
    site = build()
    with serve(site) as served:
        for _ in range(2):
            assert crawl("-a", f"url={served.url}", "--dump", home=home).returncode == 0
        yield home, site, served


def lines(home: Home) -> list[dict[str, Any]]:
    text = (home.folder / "dump" / "reports.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_line_of_the_dump_leads_back_to_its_bytes_its_way_and_its_code(
    crawled: tuple[Home, Site, Served],
) -> None:
    home, _, served = crawled
    for line in lines(home):
        told = line["provenance"]
        with (home.warcs / told["warc_file"]).open("rb") as file:
            file.seek(told["warc_offset"])
            member = file.read(told["warc_length"])
        assert hashlib.sha256(member).hexdigest() == told["record_sha256"]
        head, _, rest = gzip.decompress(member).partition(b"\r\n\r\n")
        assert f"<urn:uuid:{told['record']}>".encode() in head
        payload = rest.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
        assert hashlib.sha256(payload).hexdigest() == told["payload_sha256"]
        assert told["way"][0]["url"].startswith(served.url) and told["way"][-1]["url"] == told["url"]
        assert told["run"]["versions"]["scrapy"] and told["run"]["settings"]["ROBOTSTXT_OBEY"] is not None
    longest = max((line["provenance"]["way"] for line in lines(home)), key=len)
    assert len(longest) > 3 and all(step["anchor"] for step in longest[2:])


def test_show_tells_where_a_report_is_from_and_what_was_corrected_and_verified(
    crawled: tuple[Home, Site, Served],
) -> None:
    home, _, served = crawled
    name = lines(home)[0]["id"]
    assert archive("correct", name, "--year", "2001", "--why", "w", "--who", "李四", home=home).returncode == 0
    url = lines(home)[0]["provenance"]["url"]
    assert archive("verify", home=home).returncode == 0
    shown = archive("show", url, "--provenance", home=home)
    assert shown.returncode == 0, shown.stderr
    for words in (
        "Record ",
        "record_sha256",
        ", sound",
        "Way\n   1 ",
        "Crawl ",
        "scrapy ",
        "DOWNLOAD_DELAY",
        "by html/",
    ):
        assert words in shown.stdout, words
    assert "Corrected  year by 李四" in shown.stdout
    told = json.loads(archive("show", url, "--provenance", "--json", home=home).stdout)
    assert told["read"]["anchor"] == told["way"][-1]["anchor"]
    assert told["crawl"]["seed"] == served.url and told["corrections"][0]["field"] == "year"
    assert Path(home.warcs, told["warc_file"]).is_file()
