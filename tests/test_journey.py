"""The whole way: a portal on loopback, crawled, kept and handed out, compared with what the portal knows of itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from archive.database import open_database, session
from archive.home import Home
from archive.migrate import create_database
from archive.models import Capture, Report, ReportText, Sighting, Url, Variant, Version
from archive.report.normalisation import normalise
from tests.commands import archive, crawl, json_lines
from tests.site import Site, TrueReport, build
from tests.site.serve import Served, serve

TABLES = (Report, ReportText, Variant, Version, Sighting)
SEED = 2024


@dataclass(frozen=True)
class Journey:
    home: Home
    site: Site
    served: Served
    first: Any
    counts: dict[str, int]
    lines: dict[str, dict[str, Any]]

    def at(self, path: str) -> dict[str, Any]:
        """The dump line of the report that was seen at a path."""
        return next(
            line for line in self.lines.values() if self.url(path) in [seen["url"] for seen in line["sightings"]]
        )

    def url(self, path: str) -> str:
        return self.served.url.rstrip("/") + path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def journey(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """The sample portal, crawled once on each database."""
    folder = tmp_path_factory.mktemp("journey")
    database = URL.create("sqlite", database=str(folder / "archive.sqlite"))
    if request.param == "postgresql":
        database = request.getfixturevalue("new_postgresql_database")()
    home = Home(folder, database, folder / "warcs")
    create_database(home)
    site = build(SEED)
    with serve(site) as served:
        first = crawl("-a", f"url={served.url}", "--dump", home=home)
        dump = (folder / "dump" / "reports.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in dump.splitlines()]
        yield Journey(home, site, served, first, count(home), {line["id"]: line for line in lines})


def count(home: Home) -> dict[str, int]:
    engine = open_database(home)
    with session(engine) as work:
        counts = {table.__tablename__: work.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}
    engine.dispose()
    return counts


def states(home: Home) -> dict[str, tuple[str, str | None]]:
    engine = open_database(home)
    with session(engine) as work:
        rows = {row.url: (row.state, row.reason) for row in work.scalars(select(Url))}
    engine.dispose()
    return rows


def identity(report: TrueReport) -> tuple[Any, ...]:
    return report.organ, report.organ_kind, report.division_code, report.year


def test_every_report_of_the_portal_is_found_and_nothing_else(journey: Journey) -> None:
    assert journey.first.returncode == 0, journey.first.stderr
    found = {
        (line["organ"], line["organ_kind"], line["division_code"], line["year"]) for line in journey.lines.values()
    }
    true = {identity(report) for report in journey.site.truth.reports}
    assert found == true
    assert len(journey.lines) == len(true)


def test_every_address_of_a_report_is_a_sighting_of_it(journey: Journey) -> None:
    for report in journey.site.truth.reports:
        seen = {sighting["url"] for sighting in journey.at(report.paths[0])["sightings"]}
        assert seen == {journey.url(path) for path in report.paths}


def test_title_form_dates_and_header_are_those_of_the_page(journey: Journey) -> None:
    for report in journey.site.truth.reports:
        line = journey.at(report.paths[0])
        assert (line["title"], line["form"]) == (report.title, report.form), report.paths
        for key in ("signed", "published"):
            got = line["dates"][key][0]["value"] if line["dates"][key] else None
            assert got == getattr(report, key), (report.paths, key)
        sighting = next(seen for seen in line["sightings"] if seen["url"] == journey.url(report.paths[0]))
        for key, raw in report.header.items():
            field = sighting["header"][key]
            assert normalise(field["raw"] if field else "") == normalise(raw), (report.paths, key)


def test_no_sentence_is_lost_and_no_header_or_tool_line_is_kept(journey: Journey) -> None:
    for report in journey.site.truth.reports:
        line = journey.at(report.paths[0])
        text = line["text"].splitlines()
        assert [part for part in text if " | " not in part and not part.endswith(" |")] == list(report.lines), (
            report.paths
        )


def test_every_cell_of_the_2019_and_2021_forms_is_read(journey: Journey) -> None:
    for report in journey.site.truth.reports:
        if report.form in ("2019", "2021"):
            line = journey.at(report.paths[0])
            got = {(c["table"], c["row"], c["column"]): (c["value"], c["state"]) for c in line["statistics"]}
            want = {(c.table, c.row, c.column): (c.value, c.state) for c in report.cells}
            assert {key: got.get(key) for key in want} == want, report.paths


def test_a_planted_error_fails_a_check_and_nothing_else_does(journey: Journey) -> None:
    planted = 0
    for report in journey.site.truth.reports:
        failing = [check for check in journey.at(report.paths[0])["checks"] if check["status"] == "fail"]
        assert bool(failing) == bool(report.errors), (report.paths, failing)
        planted += bool(report.errors)
    assert planted


def test_towns_with_the_same_words_are_two_reports_that_share_a_text(journey: Journey) -> None:
    hashes: dict[str, set[str]] = {}
    for line in journey.lines.values():
        hashes.setdefault(line["content_hash"], set()).add(line["id"])
    shared = [ids for ids in hashes.values() if len(ids) > 1]
    assert shared
    for ids in shared:
        for one in ids:
            told = {finding["where"] for finding in journey.lines[one]["findings"] if finding["code"] == "shared_text"}
            assert told == ids - {one}
    assert journey.counts["text"] == len(hashes)


def test_what_robots_forbids_is_never_asked_for(journey: Journey) -> None:
    asked = {request.path for request in journey.served.requests}
    assert asked.isdisjoint(journey.site.truth.forbidden)
    known = states(journey.home)
    for path in journey.site.truth.forbidden:
        assert known[journey.url(path)] == ("refused", "robots")


def test_missing_moved_and_broken_pages_have_their_state_and_reason(journey: Journey) -> None:
    known = states(journey.home)
    truth = journey.site.truth
    for path in truth.missing:
        assert known[journey.url(path)] == ("gone", "http 404")
    for path, target in truth.redirects.items():
        assert known[journey.url(path)] == ("archived", f"redirect: to {journey.url(target)}")
    broken = [known[journey.url(path)] for path in truth.broken]
    assert [state for state, _ in broken] == ["failed", "refused"]
    assert [(reason or "").partition(":")[0] for _, reason in broken] == ["empty_body", "unreadable"]


def test_decoys_are_refused_with_their_kind(journey: Journey) -> None:
    known = states(journey.home)
    for path, kind in journey.site.truth.decoys.items():
        # A page that lists reports is read for its links.
        expected = ("archived", "page") if kind == "list" else ("refused", f"not_wanted ({kind})")
        assert known[journey.url(path)] == expected, path


def test_every_address_found_has_a_final_state(journey: Journey) -> None:
    assert not {"queued", "leased"} & {state for state, _ in states(journey.home).values()}


def test_the_summary_tells_what_was_found_and_where_it_is(journey: Journey) -> None:
    told = journey.first.stdout
    for organ in {report.organ for report in journey.site.truth.reports}:
        assert organ in told
    for words in ("2009: ", "robots", "not wanted (notice)", "Database", "WARCs", "Dump"):
        assert words in told, words
    assert "Traceback" not in journey.first.stderr


def test_a_second_crawl_adds_no_text_no_report_no_version(journey: Journey) -> None:
    before = len(journey.served.requests)
    again = crawl("-a", f"url={journey.served.url}", home=journey.home)
    assert again.returncode == 0, again.stderr
    assert count(journey.home) == journey.counts
    assert "left as they were" in again.stdout
    assert len(journey.served.requests) - before < before / 2
    if journey.home.database.get_backend_name() == "sqlite":
        full = crawl("-a", f"url={journey.served.url}", "-a", "full=1", home=journey.home)
        assert full.returncode == 0, full.stderr
        assert count(journey.home) == journey.counts
        reports = {journey.url(path) for report in journey.site.truth.reports for path in report.paths}
        assert {states(journey.home)[url][0] for url in reports} == {"unchanged"}


def test_every_record_is_sound_and_a_flipped_bit_is_told(journey: Journey) -> None:
    assert archive("verify", home=journey.home).returncode == 0
    engine = open_database(journey.home)
    with session(engine) as work:
        capture = work.scalars(select(Capture).order_by(Capture.fetched_at).limit(1).offset(5)).one()
    engine.dispose()
    file = journey.home.warcs / capture.warc_file
    sound = file.read_bytes()
    try:
        damaged = bytearray(sound)
        damaged[capture.warc_offset + 40] ^= 1
        file.write_bytes(damaged)
        told = archive("verify", home=journey.home)
    finally:
        file.write_bytes(sound)
    assert told.returncode == 8
    assert capture.url in told.stdout and "1 damaged" in told.stdout


def test_show_tells_a_report_by_id_and_by_url(journey: Journey) -> None:
    report = journey.site.truth.reports[-1]
    line = journey.at(report.paths[0])
    shown = archive("show", journey.url(report.paths[0]), home=journey.home)
    assert shown.returncode == 0
    for words in (report.title, report.organ, report.lines[0], line["provenance"]["warc_file"]):
        assert words in shown.stdout
    assert json_lines(archive("show", line["id"], "--json", home=journey.home))[0]["id"] == line["id"]
    unknown = archive("show", "ffffffffffff", home=journey.home)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "no report has the id" in unknown.stderr


def test_status_counts_what_is_there(journey: Journey) -> None:
    (told,) = json_lines(archive("status", "--json", home=journey.home))
    assert told["counts"]["report"] == len(journey.lines)
    assert sum(told["by_year"].values()) == len(journey.lines)
    assert told["crawls"][0]["outcome"] == "finished"
    assert f"{len(journey.lines)} reports" in archive("status", home=journey.home).stdout


def test_exporting_twice_gives_the_same_bytes(journey: Journey, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert archive("export", str(tmp_path / name), home=journey.home).returncode == 0
    for name in ("reports.jsonl", "statistics.csv", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
