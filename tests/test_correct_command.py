"""`archive correct` as a person types it, also when it is killed, and what show, dump and verify say afterwards."""

import getpass
import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, select
from warcio.archiveiterator import ArchiveIterator

from archive.database import MIGRATIONS, make_engine, open_database, session
from archive.home import Home
from archive.ledger import Discovery, discover, settle
from archive.migrate import create_database
from archive.models import Correction, Crawl, Url
from archive.report.corrections import spell_value
from tests.commands import ROOT, archive, crawl, environment, json_lines
from tests.correcting import SENTENCE, page, read_rows, with_table
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_crawl import html, link

URL = "http://a.example/1.html"
NEWS = "http://a.example/news.html"


def ingest(home: Home, url: str, body: bytes) -> str:
    """The id of the report, or the reason why there is none."""
    file = home.folder / "page.html"
    file.write_bytes(body)
    told = archive("ingest", str(file), "--url", url, home=home).stdout
    return told.split()[-1] if ": report: " in told else told.partition(": ")[2].strip()


def correct(home: Home, *args: str, why: str = "封面上写着") -> str:
    run = archive("correct", *args, "--why", why, home=home)
    assert run.returncode == 0, run.stderr
    return run.stdout


def dump(home: Home, tmp_path: Path) -> list[dict[str, Any]]:
    assert archive("export", str(tmp_path / "dump"), home=home).returncode == 0
    text = (tmp_path / "dump" / "reports.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def refused(home: Home, *args: str) -> str:
    run = archive("correct", *args, home=home)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr
    return run.stderr


def rows(home: Home) -> list[Correction]:
    engine = open_database(home)
    with session(engine) as work:
        found = list(work.scalars(select(Correction).order_by(Correction.number)))
    engine.dispose()
    return found


def test_a_person_corrects_and_show_and_dump_say_what_was_read_and_who_said_so(home: Home, tmp_path: Path) -> None:
    old = ingest(home, URL, page("滨湖区民政局"))
    told = correct(home, old[:10], "--organ", "滨湖区教育局", "--year", "2019", "--who", "李四")
    assert "organ: 滨湖区民政局 is now 滨湖区教育局\nyear: 2020 is now 2019\nreport " in told
    assert f"(was {old})" in told
    shown = archive("show", old, home=home).stdout
    assert "Corrected  organ: 滨湖区教育局, read as 滨湖区民政局 (李四, 20" in shown and "封面上写着" in shown
    (line,) = dump(home, tmp_path)
    assert json_lines(archive("show", URL, "--json", home=home)) == [line]
    assert [(one["field"], one["read"], one["value"], one["undone"]) for one in line["corrections"]] == [
        ("organ", "滨湖区民政局", "滨湖区教育局", False),
        ("year", 2020, 2019, False),
    ]
    assert " 0 damaged" in archive("verify", home=home).stdout
    assert "1 reports" in archive("status", home=home).stdout


def test_a_cell_is_corrected_undone_and_listed(small: Home, tmp_path: Path) -> None:
    cell = "review_litigation.reconsideration.pending"
    name = ingest(small, URL, with_table("滨湖区民政局"))
    assert f"{cell}: blank is now 1\nreport {name}\n" == correct(small, name, "--cell", f"{cell}=1")
    assert f"{cell}: 1 is now blank again, as it was read" in correct(small, name, "--undo", "--field", cell)
    first, second = archive("correct", name, "--list", home=small).stdout.splitlines()
    assert f"{getpass.getuser()}  {cell}: blank is 1  (封面上写着)" in first
    assert "  (undone 20" in first and f"{cell}: undone" in second and "(undone" not in second
    assert "Corrected" not in archive("show", name, home=small).stdout
    (line,) = dump(small, tmp_path)
    assert next(one for one in line["statistics"] if one["column"] == "pending")["state"] == "blank"


def test_texts_of_the_report_that_are_not_corrected_are_told(small: Home) -> None:
    old = ingest(small, URL, page("滨湖区民政局", SENTENCE, SENTENCE))
    assert ingest(small, "http://a.example/2.html", page("滨湖区民政局")) == old
    told = correct(small, URL, "--organ", "滨湖区教育局")
    assert told.endswith(f"1 other text stays in {old}\n")
    assert archive("correct", old, "--list", home=small).stdout == "nothing of it is corrected\n"
    assert "滨湖区民政局 is 滨湖区教育局" in archive("correct", URL, "--list", home=small).stdout


def test_a_report_that_becomes_another_is_said_to_and_shows_all_its_texts(small: Home) -> None:
    right = ingest(small, URL, page("滨湖区教育局", SENTENCE, SENTENCE))
    other = "http://a.example/2.html"
    wrong = ingest(small, other, page("滨湖区民政局"))
    told = correct(small, wrong, "--organ", "滨湖区教育局")
    assert f"report {right} (was {wrong})\nthis report exists already: its other text stays current\n" in told
    by_id, by_url = (archive("show", name, home=small).stdout for name in (right, other))
    assert "Texts      2 (this is 1, the current one; 2 (" in by_id
    assert f"archive show {other})" in by_id
    assert "Texts      2 (this is 2, not the current one: " in by_url
    assert f"; 1, the current one: archive show {URL})" in by_url
    assert by_id.count(SENTENCE) == 2 and by_url.count(SENTENCE) == 1
    assert "Corrected" in by_url and "Corrected" not in by_id
    assert "滨湖区民政局 is 滨湖区教育局" in archive("correct", right, "--list", home=small).stdout
    undone = correct(small, right, "--undo")
    assert f"organ: 滨湖区教育局 is now 滨湖区民政局 again, as it was read\nreport {wrong} (was {right})" in undone
    assert "Texts" not in archive("show", right, home=small).stdout
    assert "nothing of it is corrected" in refused(small, right, "--undo", "--why", "w")


def test_the_same_text_at_another_address_is_said_to_be_the_same(small: Home) -> None:
    ingest(small, URL, page("滨湖区教育局"))
    wrong = ingest(small, "http://a.example/2.html", page("滨湖区民政局"))
    told = correct(small, wrong, "--organ", "滨湖区教育局")
    assert "this report exists already, with the same text\n" in told


def test_what_is_undone_by_id_is_so_in_every_text_of_the_report(small: Home) -> None:
    other = "http://a.example/2.html"
    name = ingest(small, URL, page("滨湖区教育局", SENTENCE, SENTENCE))
    assert ingest(small, other, page("滨湖区教育局")) == name
    correct(small, URL, "--year", "2018")
    correct(small, other, "--year", "2018")
    moved = archive("show", URL, "--json", home=small)
    (line,) = json_lines(moved)
    assert len(archive("correct", line["id"], "--list", home=small).stdout.splitlines()) == 2
    assert "organ is not corrected; corrected are: year" in refused(
        small, line["id"], "--undo", "--field", "organ", "--why", "w"
    )
    told = correct(small, line["id"], "--undo", "--field", "year")
    assert told.count("year: 2018 is now 2020 again") == 2
    assert [one["year"] for one in json_lines(archive("show", name, "--json", home=small))] == [2020]
    assert "Texts      2" in archive("show", name, home=small).stdout


def test_an_amount_is_told_with_its_unit_as_printed() -> None:
    assert spell_value({"value": 125000, "unit": "万元", "state": "number"}) == "12.5万元"
    assert spell_value({"value": 0, "unit": "万元", "state": "number"}) == "0万元"
    assert spell_value({"value": 300000000, "unit": "亿元", "state": "number"}) == "3亿元"
    assert spell_value({"value": 1200, "unit": None, "state": "number"}) == "1200"
    assert spell_value({"value": None, "unit": "万元", "state": "blank"}) == "blank"


def test_a_page_that_was_refused_is_read_again_and_kept_when_a_person_says_it_is_a_report(
    home: Home, tmp_path: Path
) -> None:
    body = page("滨湖区民政局").replace("政府信息公开工作年度报告".encode(), "工作汇报".encode())
    assert ingest(home, NEWS, body).startswith("not_wanted (")
    assert "--kind report" in refused(home, NEWS, "--year", "2020", "--why", "w")
    told = correct(home, NEWS, "--kind", "report", "--organ", "滨湖区民政局", "--year", "2019")
    assert "kind: " in told and " is now report\n" in told
    (line,) = dump(home, tmp_path)
    assert (line["kind"], line["organ"], line["year"], line["current"]) == ("report", "滨湖区民政局", 2019, True)
    assert [one["field"] for one in line["corrections"]] == ["organ", "year", "kind"]
    assert ingest(home, NEWS, body) == line["id"]
    correct(home, NEWS, "--undo", "--field", "kind")
    assert dump(home, tmp_path) == []
    assert ingest(home, NEWS, body).startswith("not_wanted (")


def test_a_page_without_a_text_cannot_be_called_a_report(small: Home) -> None:
    assert "unreadable" in ingest(small, NEWS, b" ")
    assert "cannot be kept as a report: unreadable" in refused(small, NEWS, "--kind", "report", "--why", "w")
    assert rows(small) == [] and read_rows(small.warcs) == []


def test_what_is_typed_wrong_is_told_and_changes_nothing(small: Home) -> None:
    name = ingest(small, URL, page("滨湖区民政局"))
    other = ingest(small, "http://a.example/2.html", page("滨湖区教育局"))
    for args, words in (
        ((name,), "say what is wrong"),
        ((name, "--year", "2019"), "--why is missing"),
        ((name, "--year", "2019", "--why", " "), "--why is missing"),
        ((name, "--year", "2019", "--undo", "--why", "w"), "write --undo --field year"),
        ((name, "--field", "year", "--why", "w"), "write --undo --field year"),
        ((name, "--year", "2019", "--field", "year", "--why", "w"), "--field goes with --undo"),
        ((name, "--list", "--why", "w"), "--list changes nothing"),
        ((name, "--list", "--undo"), "--list changes nothing"),
        ((name, "--list", "--who", "李四"), "--list changes nothing"),
        ((name, "--year", "1999", "--why", "w"), "is no year of a report that was fetched in 20"),
        ((name, "--year", "2199", "--why", "w"), "is no year of a report that was fetched in 20"),
        ((name[:5], "--year", "2019", "--why", "w"), "give at least 6 characters"),
        ((name, "--year", "2020", "--why", "w"), "it is so already"),
        (
            (name, "--cell", "a.b.c=1", "--why", "w"),
            "no cell is called 'a.b.c'; its cells are, for example, narr",
        ),
        (("http://a.example/", "--year", "2019", "--why", "w"), "no report has the id or URL"),
    ):
        assert words in refused(small, *args), args
    assert rows(small) == []
    assert archive("show", other, home=small).returncode == 0


def test_the_record_is_one_that_warc_tools_read_and_names_the_capture(small: Home) -> None:
    correct(small, ingest(small, URL, page("滨湖区民政局")), "--organ", "滨湖区教育局")
    (row,) = rows(small)
    with (small.warcs / row.warc_file).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers, record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    of_ingest = ["warcinfo", "resource", "metadata", "metadata"]
    assert [kind for kind, _, _ in records] == [*of_ingest, "warcinfo", "metadata"]
    _, headers, body = records[-1]
    assert headers.get_header("WARC-Refers-To") == f"<urn:uuid:{row.capture_id}>"
    assert headers.get_header("WARC-Record-ID") == f"<urn:uuid:{row.id}>"
    assert headers.get_header("WARC-Target-URI") == URL
    assert headers.get_header("Content-Type") == "application/warc-fields"
    assert json.loads(body.removeprefix(b"json-metadata: "))["value"] == "滨湖区教育局"


POINTS = (
    ("archive.warc.writer:WarcWriter._write", "before"),
    ("archive.warc.writer:WarcWriter.remark", "after"),
    ("archive.corrections:to_row", "after"),
    ("archive.refiling:move_sighting", "before"),
    ("sqlalchemy.orm.session:SessionTransaction.commit", "before"),
    ("sqlalchemy.orm.session:SessionTransaction.commit", "after"),
)
"""Steps between which a correction is written to disk, to the database, and committed."""


@pytest.mark.parametrize(("point", "when"), POINTS)
def test_a_correction_that_is_killed_is_there_once_or_can_be_said_again(
    home: Home, tmp_path: Path, point: str, when: str
) -> None:
    name = ingest(home, URL, page("滨湖区民政局"))
    said = ["archive", "correct", name, "--organ", "滨湖区教育局", "--why", "封面上写着"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.killed", point, when, "1", *said],
        cwd=ROOT,
        env=environment(home, ARCHIVE_WARCS=str(home.warcs)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    again = archive(*said[1:], home=home)
    assert again.returncode == (2 if "it is so already" in again.stderr else 0)
    (line,) = dump(home, tmp_path)
    assert (line["organ"], len(line["corrections"]), len(line["sightings"])) == ("滨湖区教育局", 1, 1)
    (row,) = rows(home)
    (made,) = read_rows(home.warcs)
    assert (made.id, made.made, made.value) == (row.id, row.made, row.value)
    assert archive("verify", home=home).returncode == 0


def test_the_ledger_says_what_a_person_said(small: Home) -> None:
    name = ingest(small, URL, page("滨湖区民政局"))
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        crawl = work.scalars(select(Crawl.id)).one()
        discover(work, [Discovery(URL, URL)], portal="p", crawl=crawl, now=datetime(2024, 3, 1, tzinfo=UTC))
        settle(work, URL, "archived", reason="report: new report")

    def state() -> tuple[str, str | None]:
        with session(engine) as work:
            row = work.get_one(Url, URL)
            return row.state, row.reason

    correct(small, name, "--kind", "news")
    assert state() == ("refused", "not_wanted (news)")
    correct(small, name, "--undo")
    assert state() == ("archived", "report: corrected")
    engine.dispose()


def test_the_ledger_of_a_page_that_is_none_says_so_though_its_report_stands_elsewhere(small: Home) -> None:
    other = URL.replace("1.html", "2.html")
    ingest(small, URL, page("滨湖区民政局"))
    ingest(small, other, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
    engine = open_database(small)
    with session(engine, write=True) as work, work.begin():
        crawl = work.scalars(select(Crawl.id)).first()
        assert crawl
        found = [Discovery(URL, URL), Discovery(other, other)]
        discover(work, found, portal="p", crawl=crawl, now=datetime(2024, 3, 1, tzinfo=UTC))
        for url in (URL, other):
            settle(work, url, "archived", reason="report: new report")

    def reasons() -> list[tuple[str, str | None]]:
        with session(engine) as work:
            return [(row.state, row.reason) for url in (URL, other) for row in [work.get_one(Url, url)]]

    correct(small, URL, "--kind", "news")
    assert reasons() == [("refused", "not_wanted (news)"), ("archived", "report: new report")]
    correct(small, URL, "--undo")
    assert reasons() == [("archived", "report: corrected"), ("archived", "report: new report")]
    engine.dispose()


def test_the_table_comes_and_goes_with_what_is_there(home: Home) -> None:
    correct(home, ingest(home, URL, page("滨湖区民政局")), "--organ", "滨湖区教育局")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = make_engine(home)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    with engine.connect() as connection:
        assert not inspect(connection).has_table("correction")
    assert create_database(home) == "upgraded"
    with session(engine, write=True) as work, work.begin():
        work.add_all(read_rows(home.warcs))
    engine.dispose()
    assert [row.value for row in rows(home)] == ["滨湖区教育局"]
    assert "滨湖区教育局, read as 滨湖区民政局" in archive("show", URL, home=home).stdout


def test_a_crawl_after_a_correction_moves_nothing_back(home: Home, tmp_path: Path) -> None:
    titles = {"/1.html": "滨湖区民政局", "/2.html": "滨湖区水利局"}
    pages = {path: Page(page(organ), "text/html") for path, organ in titles.items()}
    pages["/"] = html(*(link(path, f"{organ}2020年政府信息公开工作年度报告") for path, organ in titles.items()))
    with serve(Site(pages, build().truth)) as served:
        assert crawl("-a", f"url={served.url}", home=home).returncode == 0
        correct(home, f"{served.url}1.html", "--organ", "滨湖区教育局")
        correct(home, f"{served.url}2.html", "--kind", "news")
        (before,) = dump(home, tmp_path)
        again = crawl("-a", f"url={served.url}", "-a", "full=1", home=home)
        assert again.returncode == 0, again.stderr
        (after,) = dump(home, tmp_path)
        told = archive("why", f"{served.url}2.html", home=home).stdout
    assert (after["id"], after["organ"], after["corrections"]) == (before["id"], "滨湖区教育局", before["corrections"])
    assert after["sightings"][0]["last_seen"] > before["sightings"][0]["last_seen"]
    assert "refused: not_wanted (news)" in told
    assert archive("verify", home=home).returncode == 0
