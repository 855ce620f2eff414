"""Sameness as the domain has it, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import inquiry, store
from archive.database import open_database, session
from archive.home import Home
from archive.ingest import keep_reading
from archive.leases import end_lease, take_lease
from archive.ledger import Discovery, count_reasons, count_states, discover, settle
from archive.models import Capture, Crawl, Report, ReportText, Sighting, Url, Variant, Version
from archive.report.reading import read_report
from archive.store import Kept
from archive.warc.answer import Answer, Location

NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
TABLES = (Report, ReportText, Variant, Version, Sighting)


@pytest.fixture
def work(home: Home) -> Iterator[Session]:
    engine = open_database(home)
    with session(engine) as opened:
        yield opened
    engine.dispose()


def page(organ: str, *sentences: str, year: int = 2020) -> bytes:
    body = "".join(
        f"<p>{sentence}</p>"
        for sentence in ("一、总体情况", *sentences, "二、存在的主要问题及改进情况", "工作人员少，事务多。")
    )
    title = f"{organ}{year}年政府信息公开工作年度报告"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{body}</div></body></html>".encode()


SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"


class Visits:
    """Captures and keeps pages, a day after one another."""

    def __init__(self, work: Session) -> None:
        self.work = work
        self.crawl = store.begin_crawl(work, portal="p", seed="http://a.example/", started=NOON, settings={}).id
        self.number = 0

    def keep(self, url: str, body: bytes) -> Kept:
        self.number += 1
        answer = Answer(url, body, NOON + timedelta(days=self.number), 200, media="text/html", crawl=self.crawl)
        place = Location("f.warc.gz", self.number, 1, "0" * 64)
        capture = store.add_capture(
            self.work, answer, record_id=f"00000000-0000-0000-0000-{self.number:012}", location=place
        )
        kept = keep_reading(self.work, capture, read_report(body, url=url), portal="p").kept
        assert kept is not None
        return kept


def count(work: Session) -> dict[str, int]:
    return {table.__tablename__: work.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


def test_the_same_text_at_another_url_is_another_sighting_of_one_report(work: Session) -> None:
    visits = Visits(work)
    first = visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    second = visits.keep("http://a.example/2.html", page("滨湖区民政局", SENTENCE))
    assert (first.change, second.change) == ("new report", "new sighting")
    assert first.report_id == second.report_id
    assert count(work) == {"report": 1, "text": 1, "variant": 1, "version": 2, "sighting": 2}


def test_the_same_text_of_another_organ_is_another_report_that_shares_the_text(work: Session) -> None:
    visits = Visits(work)
    one = visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    other = visits.keep("http://a.example/2.html", page("滨湖区教育局", SENTENCE))
    assert one.report_id != other.report_id
    assert count(work)["report"] == 2
    assert count(work)["text"] == 1
    lines = {line["id"]: line for line in inquiry.dump_lines(work)}
    shared = [finding for finding in lines[one.report_id]["findings"] if finding["code"] == "shared_text"]
    assert [finding["where"] for finding in shared] == [other.report_id]


def test_seeing_the_same_page_again_adds_nothing_and_moves_last_seen(work: Session) -> None:
    visits = Visits(work)
    visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    before = count(work)
    assert visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE)).change == "unchanged"
    assert count(work) == before
    sighting = work.scalars(select(Sighting)).one()
    assert sighting.last_seen - sighting.first_seen == timedelta(days=1)


def test_a_revision_is_a_new_version_and_becomes_current_and_the_old_text_stays(work: Session) -> None:
    visits = Visits(work)
    visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    revised = visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE.replace("五十四", "五十五")))
    assert revised.change == "new variant"
    assert count(work) == {"report": 1, "text": 2, "variant": 2, "version": 2, "sighting": 1}
    current = [line for line in inquiry.dump_lines(work) if line["current"]]
    assert [line["version"] for line in current] == [2]
    assert "五十五" in current[0]["text"]


def test_a_cut_copy_is_kept_and_does_not_become_current(work: Session) -> None:
    visits = Visits(work)
    visits.keep("http://a.example/1.html", page("滨湖区民政局", *[SENTENCE.replace("五", str(n)) for n in range(9)]))
    visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    assert [(line["version"], line["current"]) for line in inquiry.dump_lines(work)] == [(1, True), (2, False)]


def test_characters_that_one_database_refuses_are_replaced_on_both() -> None:
    assert store.storable({"a": ["x\0y", "\ud800"], "b": 1}) == {"a": ["x\ufffdy", "\ufffd"], "b": 1}


def test_a_report_is_found_by_id_prefix_and_url_and_by_nothing_else(work: Session) -> None:
    visits = Visits(work)
    kept = visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    for name in (kept.report_id, kept.report_id[:8], "http://a.example/1.html"):
        assert [report.id for report in inquiry.find_reports(work, name)] == [kept.report_id]
    for name in ("%", "______", "http://a.example/%", ""):
        assert inquiry.find_reports(work, name) == []


def test_only_an_earlier_capture_of_the_same_url_and_payload_is_revisited(work: Session) -> None:
    visits = Visits(work)
    body = page("滨湖区民政局", SENTENCE)
    visits.keep("http://a.example/1.html", body)
    again = Answer("http://a.example/1.html", body, NOON, 200)
    assert store.find_earlier(work, again) is not None
    for other in (
        Answer("http://a.example/2.html", body, NOON, 200),
        Answer("http://a.example/1.html", body + b" ", NOON, 200),
        Answer("http://a.example/1.html", b"", NOON, 200),
    ):
        assert store.find_earlier(work, other) is None


def test_a_url_has_one_state_and_the_ledger_counts_each_once(work: Session) -> None:
    crawl: dict[str, Any] = {"portal": "p", "crawl": Visits(work).crawl, "now": NOON}
    discover(
        work,
        [
            Discovery("http://a.example/", "http://a.example/"),
            Discovery("file:///etc/passwd", "file:///etc/passwd", state="refused", reason="scheme"),
        ],
        **crawl,
    )
    discover(work, [Discovery("http://a.example/x", "http://a.example/x", "http://a.example/", "年报")], **crawl)
    settle(work, "http://a.example/", "archived", reason="page")
    assert count_states(work) == {"archived": 1, "refused": 1, "queued": 1}
    assert count_reasons(work, ["refused"]) == [("refused", "scheme", 1)]


def test_a_url_met_again_keeps_when_it_was_first_seen(work: Session) -> None:
    crawl: dict[str, Any] = {"portal": "p", "crawl": Visits(work).crawl}
    discover(work, [Discovery("http://a.example/", "http://a.example/")], now=NOON, **crawl)
    settle(work, "http://a.example/", "archived")
    discover(work, [Discovery("http://a.example/", "http://a.example/")], now=NOON + timedelta(days=9), **crawl)
    row = work.get_one(Url, "http://a.example/", populate_existing=True)
    assert (row.state, row.attempts, row.last_seen - row.first_seen) == ("queued", 1, timedelta(days=9))


def test_moments_come_back_in_utc(work: Session) -> None:
    Visits(work).keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    capture = work.scalars(select(Capture)).one()
    work.refresh(capture)
    assert capture.fetched_at == NOON + timedelta(days=1)
    assert capture.fetched_at.utcoffset() == timedelta(0)


def test_organs_without_a_known_division_are_told_apart_by_their_site(work: Session) -> None:
    visits = Visits(work)
    one = visits.keep("http://www.a.example/1.html", page("财政局", SENTENCE))
    other = visits.keep("http://www.b.example/1.html", page("财政局", SENTENCE.replace("五十四", "六十")))
    assert one.report_id != other.report_id


def test_a_moved_url_speaks_for_its_report_only_where_nothing_else_does(work: Session) -> None:
    visits = Visits(work)
    visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE, SENTENCE))
    store.end_version(work, "http://a.example/1.html", NOON)
    assert [line["current"] for line in inquiry.dump_lines(work)] == [True]
    visits.keep("http://a.example/2.html", page("滨湖区民政局", SENTENCE + SENTENCE[:-9]))
    assert [(line["version"], line["current"]) for line in inquiry.dump_lines(work)] == [(1, False), (2, True)]


def test_a_writer_waits_for_another_and_does_not_lose_its_turn(small: Home) -> None:
    engine = open_database(small)

    def write(number: int) -> None:
        with session(engine, write=True) as work, work.begin():
            count = work.scalar(select(func.count()).select_from(Crawl))
            store.begin_crawl(work, portal=f"{number} after {count}", seed=None, started=NOON, settings={})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with session(engine) as work:
        assert work.scalar(select(func.count()).select_from(Crawl)) == 40
    engine.dispose()


def test_a_portal_that_only_refuses_an_address_does_not_take_it_from_another(work: Session) -> None:
    crawl = Visits(work).crawl
    other = Visits(work).crawl
    report = "http://b.example/report.html"
    assert discover(work, [Discovery(report, report)], portal="b.example", crawl=crawl, now=NOON) == 1
    settle(work, report, "archived", reason="report: new report")
    off = Discovery(report, report, state="refused", reason="off_portal")
    assert discover(work, [off], portal="a.example", crawl=other, now=NOON) == 0
    row = work.get_one(Url, report, populate_existing=True)
    assert (row.portal, row.state, row.crawl_id) == ("b.example", "archived", crawl)


def test_a_portal_does_not_take_what_another_is_just_crawling(work: Session) -> None:
    file, crawls = "http://files.example/a.pdf", {}
    for portal in ("a.example", "b.example"):
        crawls[portal] = store.begin_crawl(work, portal=portal, seed=None, started=NOON, settings={}).id
    found = [Discovery(file, file, "http://a.example/")]
    token = take_lease(work, "a.example", now=NOON)
    assert discover(work, found, portal="a.example", crawl=crawls["a.example"], now=NOON) == 1
    assert discover(work, found, portal="b.example", crawl=crawls["b.example"], now=NOON) == 0
    assert count_states(work, crawl=crawls["a.example"]) == {"queued": 1}
    end_lease(work, "a.example", token)
    assert discover(work, found, portal="b.example", crawl=crawls["b.example"], now=NOON) == 1


def test_an_address_met_twice_in_a_run_is_discovered_once(work: Session) -> None:
    crawl: dict[str, Any] = {"portal": "p", "crawl": Visits(work).crawl, "now": NOON}
    url = "http://a.example/x"
    assert discover(work, [Discovery(url, url, state="refused", reason="not_wanted (no scent)")], **crawl) == 1
    assert discover(work, [Discovery(url, url)], **crawl) == 0


def test_a_page_corrected_to_another_year_leaves_the_first_report_its_best_text(work: Session) -> None:
    visits = Visits(work)
    visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE, year=2019))
    visits.keep("http://a.example/2.html", page("滨湖区民政局", SENTENCE + "补充。", year=2019))
    visits.keep("http://a.example/2.html", page("滨湖区民政局", SENTENCE, year=2020))
    current = {line["year"]: line["text"] for line in inquiry.dump_lines(work) if line["current"]}
    assert "补充" not in current[2019]


def test_provenance_leads_to_the_record_that_holds_the_payload(work: Session) -> None:
    visits = Visits(work)
    kept = visits.keep("http://a.example/1.html", page("滨湖区民政局", SENTENCE))
    first = work.scalars(select(Capture)).one()
    variant = work.get_one(Variant, kept.variant_id)
    answer = Answer(first.url, b"", NOON, 200, crawl=visits.crawl)
    place = Location("later.warc.gz", 9, 1, "0" * 64)
    again = store.add_capture(work, answer, record_id="0" * 36, location=place, revisit_of=first.id)
    variant.capture_id = again.id
    work.flush()
    (line,) = inquiry.dump_lines(work)
    assert line["provenance"]["warc_file"] == first.warc_file
