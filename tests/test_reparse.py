"""Pages read again by later readers: what they make of them takes its place, and what was there before is kept."""

import json
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import URL

from archive import journal, store
from archive.database import open_database, session
from archive.home import Home
from archive.ingest import keep_reading
from archive.ledger import Discovery, discover, settle
from archive.models import Capture, ReadPage, Version
from archive.remaking.replacing import put_reading
from archive.report.normalisation import hash_text
from archive.report.reading import read_report, unreadable
from archive.warc.answer import Answer
from archive.warc.writer import WarcWriter
from tests.commands import BIN, archive, environment
from tests.correcting import SENTENCE, page
from tests.equal import differences, rows_of
from tests.test_store import NOON

A, B, C = (f"http://a.example/{name}.html" for name in "abc")
LATER = "另有补充说明一段，共计三条。"

Older = Callable[[dict[str, Any]], dict[str, Any]]
"""What an earlier reader made of a page, of what this one makes."""


def same(reading: dict[str, Any]) -> dict[str, Any]:
    return reading


def cut_text(reading: dict[str, Any]) -> dict[str, Any]:
    text = reading["text"].replace(LATER, "")
    return {**reading, "text": text, "content_hash": hash_text(text)}


def other_year(reading: dict[str, Any]) -> dict[str, Any]:
    return {**reading, "year": reading["year"] - 1}


def news(reading: dict[str, Any]) -> dict[str, Any]:
    return {**reading, "kind": "news"}


def as_report(reading: dict[str, Any]) -> dict[str, Any]:
    return {**reading, "kind": "report", "organ": "滨湖区民政局", "year": 2020}


def fill(home: Home, *pages: tuple[str, bytes, Older]) -> None:
    """An archive that an earlier version made, as it crawls."""
    engine = open_database(home)
    with session(engine, write=True) as work, work.begin():
        crawl = store.begin_crawl(work, portal="a.example", seed=A, started=NOON, settings={})
        writer = WarcWriter(home.warcs, info=journal.describe_crawl(crawl))
        for url, body, older in pages:
            html = (("Content-Type", "text/html"),)
            answer = Answer(url, body, NOON, 200, headers=html, media="text/html", crawl=crawl.id)
            record_id, location = writer.append(answer)
            capture = store.add_capture(work, answer, record_id=record_id, location=location)
            row = ReadPage(capture_id=capture.id, url=url, portal="a.example", is_part=False, read_at=NOON)
            reading = older(read_report(body, url=url))
            row.outcome = keep_reading(work, capture, reading, portal="a.example").reason
            row.reader = "html/3, report/1" if older is same else "html/1, report/0"
            journal.add_page(work, row)
            journal.note_page(writer, row)
        store.finish_crawl(work, crawl.id, finished=NOON, outcome="finished", counts={})
        journal.note_crawl(work, writer, crawl, made=NOON)
        journal.keep_part(work, writer.flush(), now=NOON)
        writer.close()
    engine.dispose()


def reparse(home: Home, *args: str, code: int = 0) -> str:
    run = archive("reparse", *args, home=home, ARCHIVE_WARCS=str(home.warcs))
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout


def texts(home: Home) -> dict[str, str]:
    """URL → the text it says."""
    run = archive("export", str(home.folder / "dump"), home=home, ARCHIVE_WARCS=str(home.warcs))
    assert run.returncode == 0, run.stderr
    lines = (home.folder / "dump" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return {seen["url"]: one["text"] for one in map(json.loads, lines) for seen in one["sightings"]}


def test_a_text_that_was_cut_is_whole_now_and_what_was_read_before_is_kept(home: Home) -> None:
    fill(home, (A, page("滨湖区民政局", SENTENCE, LATER), cut_text), (B, page("滨湖区教育局"), same))
    assert LATER not in texts(home)[A]
    told = reparse(home)
    assert f"+ {LATER}" in told and "1 of 1 pages read again: 1 changed" in told
    assert LATER in texts(home)[A]
    rows = rows_of(home)
    ((_, earlier),) = rows["earlier"].items()
    assert earlier["text_hash"] in {key for (key,) in rows["text"]} and earlier["reader"] == "html/3"
    assert LATER not in rows["text"][(earlier["text_hash"],)]["body"]
    assert {row["id"] for row in rows["variant"].values()} == {row["variant_id"] for row in rows["version"].values()}
    assert "nothing to read" in reparse(home)


def test_what_is_read_as_another_year_goes_there_with_its_sighting(home: Home) -> None:
    fill(home, (A, page("滨湖区民政局"), other_year), (B, page("滨湖区民政局", year=2019), same))
    before = rows_of(home)
    told = reparse(home)
    assert "moved: " in told and "year: 2019 → 2020" in told
    after = rows_of(home)
    assert len(before["report"]) == 1 and len(after["report"]) == 2
    assert sorted(row["url"] for row in after["sighting"].values()) == [A, B]


def test_what_is_no_report_any_more_goes_and_stays_on_record(home: Home) -> None:
    title = "滨湖区民政局召开全体会议"
    told = "今天，滨湖区民政局召开了全体干部会议，会议讨论了下一步工作，全体人员参加。"
    body = f"<html><title>{title}</title><h1>{title}</h1><p>{told * 4}</p></html>".encode()
    fill(home, (A, body, as_report))
    assert len(rows_of(home)["report"]) == 1
    assert "no report any more: " in reparse(home)
    rows = rows_of(home)
    assert not rows["report"] and not rows["variant"] and not rows["sighting"] and len(rows["earlier"]) == 1
    assert "not_wanted" in next(iter(rows["page"].values()))["outcome"]


def test_what_was_refused_and_is_a_report_now_is_kept(home: Home) -> None:
    fill(home, (A, page("滨湖区民政局"), news))
    engine = open_database(home)
    with session(engine, write=True) as work, work.begin():
        crawl = next(iter(rows_of(home)["crawl"]))[0]
        capture = next(iter(rows_of(home)["capture"]))[0]
        discover(work, [Discovery(A, A)], portal="a.example", crawl=crawl, now=NOON)
        settle(work, A, "refused", reason="not_wanted (news)", capture=capture)
    engine.dispose()
    assert "a report now: " in reparse(home)
    assert SENTENCE in texts(home)[A]


def test_a_dry_run_shows_what_would_change_and_changes_nothing(home: Home) -> None:
    fill(home, (A, page("滨湖区民政局", SENTENCE, LATER), cut_text), (B, page("滨湖区教育局"), other_year))
    before = rows_of(home)
    told = reparse(home, "--dry-run")
    assert f"+ {LATER}" in told and "year: 2019 → 2020" in told and "nothing was changed" in told
    assert rows_of(home) == before
    lines = [json.loads(line) for line in reparse(home, "--dry-run", "--json").splitlines()]
    assert {one["outcome"] for one in lines} == {"changed", "moved"}


def test_a_text_that_several_pages_say_is_the_same_for_each(small: Home) -> None:
    other = page("滨湖区民政局").replace(b"<body>", "<body><p>索引号：X-2</p>".encode())
    fill(small, (A, page("滨湖区民政局"), same), (B, other, same))
    before = rows_of(small)
    assert "2 of 2 pages read again: 2 same" in reparse(small, "--all")
    assert rows_of(small)["sighting"] == before["sighting"] and rows_of(small)["variant"] == before["variant"]


def test_only_what_is_asked_for_is_read_again(small: Home) -> None:
    fill(small, (A, page("滨湖区民政局"), same), (B, page("滨湖区教育局"), other_year))
    assert "1 of 1 pages" in reparse(small, "--dry-run")
    assert "2 of 2 pages" in reparse(small, "--dry-run", "--all")
    assert "nothing to read" in reparse(small, "--dry-run", "--reader", "pdf")
    assert reparse(small, "--dry-run", "--portal", "other.example", code=2) == ""
    assert "1 of 1 pages" in reparse(small, "--dry-run", "--all", "--organ", "教育局")


def test_a_page_whose_record_is_damaged_stays_what_it_was(small: Home) -> None:
    fill(small, (A, page("滨湖区民政局"), other_year), (B, page("滨湖区教育局"), other_year))
    row = min(rows_of(small)["capture"].values(), key=lambda row: row["warc_offset"])
    file = small.warcs / row["warc_file"]
    content = bytearray(file.read_bytes())
    content[row["warc_offset"] + 20] ^= 1
    file.write_bytes(content)
    told = reparse(small, code=1)
    assert "left as it was: " in told and "1 moved" in told and row["url"] in told


def test_what_is_read_again_is_what_a_new_database_is_made_of(home: Home, tmp_path: Path) -> None:
    fill(
        home,
        (A, page("滨湖区民政局", SENTENCE, LATER), cut_text),
        (B, page("滨湖区教育局"), other_year),
        (C, page("滨湖区水利局"), same),
        (C, page("滨湖区水利局", SENTENCE, LATER), cut_text),
    )
    reparse(home)
    database = URL.create("sqlite", database=str(tmp_path / "again.sqlite"))
    again = replace(home, folder=tmp_path / "again", database=database)
    assert archive("rebuild", home=again, ARCHIVE_WARCS=str(home.warcs)).returncode == 0
    assert [one for one in differences(home, again) if not one.startswith(("earlier", "page"))] == []


def test_a_run_that_is_stopped_ends_with_its_portion_and_the_next_goes_on(small: Home) -> None:
    urls = [f"http://a.example/{number}.html" for number in range(250)]
    fill(small, *((url, page(f"滨湖区第{number}中学"), other_year) for number, url in enumerate(urls)))
    env = environment(small, ARCHIVE_WARCS=str(small.warcs))
    command = [str(BIN / "archive"), "reparse", "--no-diff"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        first = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        rest, said = process.stdout.read(), process.stderr.read()
    assert process.returncode == 7, said
    assert "run it again to go on" in said
    done = (first + rest).count("http://")
    assert 0 < done < len(urls) and done % 100 == 0
    assert f"{len(urls) - done} of {len(urls) - done} pages read again" in reparse(small, "--no-diff")


@pytest.mark.parametrize("code", ["reader_killed", "damaged_file", "unsupported_media"])
def test_what_can_no_longer_be_read_stays_what_it_was_and_is_tried_again(small: Home, code: str) -> None:
    fill(small, (A, page("滨湖区民政局"), other_year))
    before = rows_of(small)
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        (key,) = [key for (key,) in before["page"]]
        told = put_reading(work, key, unreadable("killed: cpu 30 s", code=code), now=NOON)
    engine.dispose()
    assert told.outcome == "left as it was"
    assert rows_of(small) == before


def test_a_report_that_is_found_in_an_older_page_does_not_take_the_place_of_what_its_address_says(small: Home) -> None:
    fill(small, (A, page("滨湖区民政局", SENTENCE, LATER), news), (A, page("滨湖区民政局"), same))
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        for number, row in enumerate(work.query(Capture).order_by(Capture.warc_offset)):
            row.fetched_at = NOON + timedelta(days=number)
        work.query(Version).update({"first_seen": NOON + timedelta(days=1), "last_seen": NOON + timedelta(days=1)})
    engine.dispose()
    before = rows_of(small)["version"]
    assert "its address says" in reparse(small, code=1)
    assert rows_of(small)["version"] == before
