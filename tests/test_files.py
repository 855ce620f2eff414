"""Files of reports in the archive, on both databases: where their bytes lie, and which reports are only in a file."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import display, inquiry, store, unread
from archive.address import url_key
from archive.database import open_database, session
from archive.home import Home
from archive.ingest import Ingested, keep_reading
from archive.ledger import Discovery, discover, settle
from archive.models import Report
from archive.reading.media import DOCX
from archive.report.reading import read_report
from archive.warc.answer import Answer, Location
from tests.site.portals.documents import write_document

NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
SITE = "http://a.example/"
LIST, PAGE, COVER, PDF, LOST = (SITE + name for name in ("", "1.html", "2.html", "f/1.pdf", "f/2.pdf"))
TITLE = "滨湖区民政局2020年政府信息公开工作年度报告"
RAR = b"Rar!\x1a\x07\x01\x00"
"""An archive of a kind that nothing here opens."""

SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"
TEXT = f"<h1>{TITLE}</h1><div><p>一、总体情况</p><p>{SENTENCE}</p><p>二、存在的主要问题</p><p>{SENTENCE[:20]}较少。</p>"


@pytest.fixture
def work(home: Home) -> Iterator[Session]:
    engine = open_database(home)
    with session(engine) as opened:
        yield opened
    engine.dispose()


class Visits:
    """Finds, captures, keeps and settles addresses, as a crawl does."""

    def __init__(self, work: Session) -> None:
        self.work = work
        self.crawl = store.begin_crawl(work, portal="p", seed=SITE, started=NOON, settings={}).id
        self.number = 0

    def find(self, address: str, source: str, anchor: str | None = None) -> str:
        key = url_key(address)
        discover(self.work, [Discovery(key, address, source, anchor)], portal="p", crawl=self.crawl, now=NOON)
        return key

    def keep(
        self, address: str, body: bytes, *, source: str = LIST, anchor: str | None = None, part: bool = False
    ) -> Ingested:
        self.number += 1
        key = self.find(address, source, anchor)
        answer = Answer(address, body, NOON, 200, media="text/html", discovered_from=source, crawl=self.crawl)
        earlier = store.find_earlier(self.work, answer)
        capture = store.add_capture(
            self.work,
            answer,
            record_id=f"00000000-0000-0000-0000-{self.number:012}",
            location=Location("f.warc.gz", self.number, 1, "0" * 64),
            revisit_of=earlier.record_id if earlier else None,
        )
        kept = keep_reading(self.work, capture, read_report(body, url=key, anchor=anchor), portal="p", part=part)
        settle(self.work, key, kept.state, reason=kept.reason, capture=capture.id)
        return kept


def page(body: str) -> bytes:
    return f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode()


def captured(work: Session) -> list[dict[str, Any] | None]:
    (line,) = inquiry.dump_lines(work)
    return [item["captured"] for item in line["attachments"]]


def test_a_dump_line_tells_where_each_file_of_the_report_lies(work: Session) -> None:
    visits = Visits(work)
    visits.keep(
        PAGE, page(TEXT + "<a href='f/1.pdf?_=1699999999999'>年报.pdf</a> <a href='f/2.pdf'>附表.pdf</a></div>")
    )
    assert captured(work) == [None, None]
    visits.keep(PDF + "?_=1700000000000", RAR, source=PAGE, anchor="年报.pdf")
    settle(work, visits.find(LOST, PAGE), "gone", reason="http 404")
    held, gone = captured(work)
    assert held and gone
    assert (held["media"], held["length"]) == ("application/vnd.rar", 8)
    assert (held["warc_offset"], held["state"]) == (2, "archived")
    assert (gone["warc_file"], gone["state"], gone["reason"]) == (None, "gone", "http 404")
    assert held.keys() == gone.keys()


def test_a_file_behind_a_redirect_and_a_file_seen_again_lead_to_the_record_with_the_bytes(work: Session) -> None:
    visits = Visits(work)
    visits.keep(PAGE, page(TEXT + "<a href='down?id=1'>附件：年报</a></div>"))
    settle(work, visits.find(SITE + "down?id=1", PAGE), "archived", reason=f"redirect: to {PDF}")
    visits.keep(PDF, RAR, source=PAGE)
    assert visits.keep(PDF, RAR, source=PAGE).state == "unchanged"
    (held,) = captured(work)
    assert held
    assert (held["warc_offset"], held["state"]) == (2, "unchanged")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (page("<div><p>现予公布。</p><a href='f/1.pdf'>年报.pdf</a></div>"), "report_in_file: 年报.pdf"),
        (page("<div><img src='1.jpg'><img src='2.jpg'></div>"), "report_in_picture: 1.jpg"),
        (RAR, "report_in_file: application/vnd.rar (not read yet)"),
    ],
)
def test_a_report_that_is_only_a_file_is_archived_and_no_report_is_invented(
    work: Session, body: bytes, reason: str
) -> None:
    visits = Visits(work)
    first = visits.keep(COVER, body, anchor=TITLE)
    assert (first.state, first.reason, first.kept) == ("archived", reason, None)
    assert visits.keep(COVER, body, anchor=TITLE).state == "unchanged"
    assert work.scalar(select(func.count()).select_from(Report)) == 0


def test_a_report_in_a_file_is_counted_once_and_files_of_read_reports_are_not(work: Session) -> None:
    visits = Visits(work)
    visits.keep(PAGE, page(TEXT + "<a href='f/1.pdf'>年报</a></div>"))
    visits.keep(PDF, RAR, source=PAGE, anchor=TITLE)
    assert unread.count_unread(work) == {"report_in_file": 0, "report_in_picture": 0}
    visits.keep(COVER, page("<div><a href='f/2.pdf'>年报.pdf</a></div>"))
    visits.keep(LOST, b"Rar!\x1a\x07 2", source=COVER, anchor=TITLE)
    visits.keep(SITE + "f/3.pdf", b"Rar!\x1a\x07 3", anchor=TITLE)
    visits.keep(SITE + "f/4.pdf", b"Rar!\x1a\x07 4", anchor="公开指南")
    assert unread.count_unread(work) == {"report_in_file": 2, "report_in_picture": 0}


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_a_report_that_is_only_a_file_is_read_and_found_by_its_pages_address(work: Session, name: str) -> None:
    visits = Visits(work)
    lines = ["一、总体情况", SENTENCE, "二、存在的主要问题", f"{SENTENCE[:20]}较少。", "滨湖区民政局", "2021年1月20日"]
    body = write_document(name, TITLE, lines, random.Random(1)).body
    visits.keep(COVER, page(f"<div><p>现予公布。</p><a href='f/1.pdf'>年报.{name}</a></div>"), anchor=TITLE)
    kept = visits.keep(PDF, body, source=COVER, anchor=TITLE)
    assert (kept.state, kept.reason) == ("archived", "report: new report")
    assert kept.reading["text"].splitlines() == lines
    assert (kept.reading["organ"], kept.reading["year"]) == ("滨湖区民政局", 2020)
    assert unread.count_unread(work) == {"report_in_file": 0, "report_in_picture": 0}
    assert [report.id for report in inquiry.find_reports(work, COVER)] == [kept.kept and kept.kept.report_id]


def test_a_file_beside_the_text_is_a_second_text_of_its_report_or_stays_a_file(work: Session) -> None:
    visits = Visits(work)
    first = visits.keep(PAGE, page(TEXT + "<a href='f/1.pdf'>年报.pdf</a></div>"), anchor=TITLE)
    again = write_document("pdf", TITLE, ["一、总体情况", SENTENCE + SENTENCE], random.Random(1)).body
    table = write_document("docx", "附表", ["信访接待情况登记表", "姓名"], random.Random(1)).body
    second = visits.keep(PDF, again, source=PAGE, anchor="年报.pdf", part=True)
    other = visits.keep(SITE + "f/2.docx", table, source=PAGE, anchor="附表", part=True)
    damaged = visits.keep(LOST, b"%PDF-1.4", source=PAGE, anchor="年报", part=True)
    assert first.kept and second.kept and second.kept.report_id == first.kept.report_id
    assert (second.kept.change, second.state) == ("new variant", "archived")
    assert (other.kept, other.state, other.reason) == (None, "archived", f"file: {DOCX}")
    assert damaged.state == "archived" and damaged.reason.startswith("file: application/pdf (unreadable: ")


def test_status_and_show_tell_of_reports_that_are_not_read_yet(
    home: Home, work: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    visits = Visits(work)
    visits.keep(COVER, page("<div><a href='f/1.pdf'>年报.pdf</a></div>"), anchor=TITLE)
    visits.keep(PDF, RAR, source=COVER, anchor=TITLE)
    told = unread.find_unread(work, COVER)
    assert told
    display.print_unread(told)
    display.print_status(display.collect_status(work, home))
    shown = capsys.readouterr().out
    for words in (TITLE, "report_in_file: 年报.pdf", PDF, "f.warc.gz at 2", "only in a file: 1"):
        assert words in shown
    assert unread.find_unread(work, LIST) is None
