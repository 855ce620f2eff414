"""An archive whose ids were made by the version before is upgraded: the same reports under their new ids, once."""

import logging
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from archive import filing
from archive.database import make_engine, open_database, session
from archive.home import Home
from archive.migrate import create_database
from archive.models import Report, Sighting, Variant, Version
from archive.report import sameness
from archive.report.understand import SCHEMA_VERSION
from tests.correcting import SENTENCE, Archive, page, with_table
from tests.migrating import downgrade

A, B, C = "http://a.example/1.html", "http://a.example/2.html", "http://a.example/3.html"
LATER = ("reasons", "organ_normalised", "division_candidates")
"""Keys that a reading of the version before does not have."""


def age(work: Session) -> None:
    """Make of every report what the version before kept of it: the id of the organ as written, fewer keys."""
    work.flush()
    for variant in work.scalars(select(Variant).order_by(Variant.report_id, Variant.number)).all():
        reading = variant.reading
        for version in work.scalars(select(Version).where(Version.variant_id == variant.id)).all():
            said = {key: reading[key] for key in ("organ", "division_code", "year")}
            _move(work, version, variant, sameness.report_id(**said, url=version.url))
    work.flush()
    for old in work.scalars(select(Variant).where(~Variant.id.in_(select(Version.variant_id)))).all():
        work.delete(old)
    work.flush()
    for report in work.scalars(select(Report).where(~Report.id.in_(select(Variant.report_id)))).all():
        work.delete(report)
    work.flush()


def _move(work: Session, version: Version, variant: Variant, report_id: str) -> None:
    report, new = work.get_one(Report, variant.report_id), sameness.variant_id(report_id, variant.text_hash)
    if not work.get(Report, report_id):
        names = {
            name: variant.reading[name] for name in ("organ", "organ_kind", "division_code", "division_name", "year")
        }
        work.add(Report(id=report_id, **names, url=report.url, first_seen=version.first_seen, current_variant=new))
        work.flush()
    if not work.get(Variant, new):
        work.add(_copy(variant, new, report_id))
        work.flush()
    version.variant_id = new
    work.execute(
        update(Sighting)
        .where(Sighting.report_id == report.id, Sighting.url == version.url)
        .values(report_id=report_id, header=_as_before(variant.reading["header"]))
    )


def _copy(variant: Variant, new: str, report_id: str) -> Variant:
    reading = {key: value for key, value in variant.reading.items() if key not in LATER}
    reading |= {"schema_version": 2, "header": _as_before(reading["header"])}
    reading["checks"] = [
        {key: value for key, value in check.items() if key not in ("verdict", "reason")} for check in reading["checks"]
    ]
    return Variant(
        id=new,
        report_id=report_id,
        number=variant.number,
        text_hash=variant.text_hash,
        capture_id=variant.capture_id,
        reader=variant.reader,
        reading=reading,
    )


def _as_before(header: dict[str, Any]) -> dict[str, Any]:
    return {key: field and {"raw": field["raw"], "value": field["value"]} for key, field in header.items()}


@pytest.fixture
def before(home: Home) -> tuple[Home, list[dict[str, Any]], dict[str, int]]:
    """An archive of the version before; its lines and rows as they would be had this version made it."""
    engine = open_database(home)
    with session(engine, write=True) as work:
        made = Archive(work, home)
        made.keep(A, page("滨湖区民政局"))
        made.keep(A, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
        made.keep(B, with_table("滨湖区教育局"))
        made.keep(B, page("无锡市滨湖区民政局", "两条。" + SENTENCE, year=2019))
        made.keep(C, page("滨湖区民政局", SENTENCE, "三条。", year=2019))
        lines, counts = made.lines(), made.counts()
        age(work)
        work.commit()
        assert made.counts()["report"] == counts["report"] + 1
        assert not {line["id"] for line in lines} & set(work.scalars(select(Report.id)))
    engine.dispose()
    downgrade(home, "0007")
    return home, lines, counts


def look(home: Home) -> tuple[list[dict[str, Any]], dict[str, int]]:
    engine = open_database(home)
    with session(engine) as work:
        made = Archive(work, home, crawl="-")
        found = made.lines(), made.counts()
    engine.dispose()
    return found


Before = tuple[Home, list[dict[str, Any]], dict[str, int]]


def told(lines: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What says which report a line is of. Of two reports that are one now it is not known which text was met first."""
    keys = ("id", "organ", "year", "text", "current", "findings")
    return sorted(
        (*(str(line[key]) for key in keys), *sorted((seen["url"], seen["last_seen"]) for seen in line["sightings"]))
        for line in lines
    )


def test_reports_of_the_version_before_are_the_same_under_new_ids(before: Before) -> None:
    home, lines, counts = before
    assert create_database(home) == "upgraded"
    after, rows = look(home)
    assert rows == counts
    assert told(after) == told(lines)
    versions = {line["text"]: line["version"] for line in lines if line["year"] == 2020}
    assert {line["text"]: line["version"] for line in after if line["year"] == 2020} == versions


def test_a_page_that_is_fetched_again_after_the_upgrade_is_unchanged(before: Before) -> None:
    home, _, counts = before
    create_database(home)
    engine = open_database(home)
    with session(engine, write=True) as work:
        made = Archive(work, home, day=9)
        again = (
            made.visit(A, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。")),
            made.visit(B, page("无锡市滨湖区民政局", "两条。" + SENTENCE, year=2019)),
            made.visit(C, page("滨湖区民政局", SENTENCE, "三条。", year=2019)),
        )
        assert [one.reason for one in again] == ["report: unchanged"] * 3
        assert made.counts() == counts
        assert not [one for line in made.lines() for one in line["findings"] if one["code"] == "shared_text"]
        made.show(A)
    engine.dispose()


def test_lines_of_what_the_version_before_read_have_every_key(before: Before) -> None:
    home, lines, _ = before
    create_database(home)
    after, now = look(home)[0], {line["text"]: line for line in lines}
    for line in after:
        as_read_now = now[line["text"]]
        assert line.keys() == as_read_now.keys()
        assert line["schema_version"] == SCHEMA_VERSION
        assert line["organ_normalised"] == as_read_now["organ_normalised"]
        assert (line["reasons"], line["division_candidates"]) == ([], [])
        for header, whole in [
            (line["header"], as_read_now["header"]),
            (line["sightings"][0]["header"], line["header"]),
        ]:
            assert {key: field and field.keys() for key, field in header.items()} == {
                key: field and field.keys() for key, field in whole.items()
            }
    checks = [check for line in after for check in line["checks"]]
    assert checks
    assert {(check["verdict"], check["reason"]) for check in checks} == {(None, None)}


def test_an_upgrade_says_how_far_it_is_and_the_next_has_nothing_to_do(
    before: Before, caplog: pytest.LogCaptureFixture
) -> None:
    home, _, _ = before
    with caplog.at_level(logging.WARNING):
        create_database(home)
    assert caplog.messages == [
        "4 reports get the ids of this version; if it is stopped, run it again",
        "5 versions of reports have other ids now",
    ]
    found = look(home)
    engine = make_engine(home)
    filing.file_reports(engine)
    engine.dispose()
    assert create_database(home) == "up to date"
    assert look(home) == found


def test_more_reports_than_a_portion_are_all_filed(before: Before, monkeypatch: pytest.MonkeyPatch) -> None:
    home, lines, _ = before
    monkeypatch.setattr(filing, "PORTION", 1)
    create_database(home)
    assert told(look(home)[0]) == told(lines)


def test_what_persons_corrected_stays_where_they_put_it(home: Home) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work:
        made = Archive(work, home)
        made.correct(made.keep(A, page("滨湖区民政局")), organ="滨湖区教育局")
        work.commit()
        lines = made.lines()
    filing.file_reports(engine)
    engine.dispose()
    assert look(home)[0] == lines
