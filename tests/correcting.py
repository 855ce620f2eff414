"""An archive with real WARC records that is corrected as the command does it, without a process of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import correcting, inquiry, store
from archive.correcting import Claims
from archive.corrections import read_body, to_row
from archive.home import Home
from archive.ingest import Ingested, keep_reading
from archive.models import Correction, Report, ReportText, Sighting, Variant, Version
from archive.remaking.replay import place_of
from archive.report.reading import read_report
from archive.warc.answer import Answer
from archive.warc.members import Member, walk
from archive.warc.writer import WarcWriter

NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
TABLES = (Report, ReportText, Variant, Version, Sighting)
SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"


def page(
    organ: str, *sentences: str, year: int = 2020, title: str = "政府信息公开工作年度报告", more: str = ""
) -> bytes:
    said = ("一、总体情况", *(sentences or (SENTENCE,)), "二、存在的主要问题及改进情况", "工作人员少，事务多。")
    body = "".join(f"<p>{sentence}</p>" for sentence in said)
    name = f"{organ}{year}年{title}"
    return (
        f"<html><head><title>{name}</title></head><body><h1>{name}</h1><div>{body}{more}</div></body></html>".encode()
    )


REVIEWS = """<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>
<tr><td rowspan=2>结果维持</td><td rowspan=2>结果纠正</td><td rowspan=2>其他结果</td><td rowspan=2>尚未审结</td>
<td rowspan=2>总计</td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>
<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>
<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>
<tr><td>7</td><td>2</td><td>0</td><td></td><td>10</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td>
<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr></table>"""


CLAUSE = """<table><tr><td colspan=4>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>3</td><td>1</td><td></td></tr></table>"""


def with_table(organ: str, sentence: str = SENTENCE) -> bytes:
    """Form 2021, without the table of applications."""
    more = f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{REVIEWS}<p>附表</p>{CLAUSE}"
    return page(organ, sentence, more=more, year=2021)


@dataclass
class Archive:
    """Days pass with what is done: visits at four in the morning UTC, corrections an hour later."""

    work: Session
    home: Home
    day: int = 0
    crawl: str = ""

    def __post_init__(self) -> None:
        if not self.crawl:
            begun = store.begin_crawl(self.work, portal="p", seed="http://a.example/", started=NOON, settings={})
            self.crawl = begun.id

    def visit(self, url: str, body: bytes) -> Ingested:
        self.day += 1
        answer = Answer(
            url,
            body,
            NOON + timedelta(days=self.day),
            200,
            headers=(("Content-Type", "text/html"),),
            media="text/html",
            crawl=self.crawl,
        )
        writer = WarcWriter(self.home.warcs)
        record_id, location = writer.append(answer)
        writer.close()
        capture = store.add_capture(self.work, answer, record_id=record_id, location=location)
        return keep_reading(self.work, capture, read_report(body, url=url), portal="p")

    def keep(self, url: str, body: bytes) -> str:
        kept = self.visit(url, body).kept
        assert kept is not None
        return kept.report_id

    def correct(self, name: str, *, who: str = "李四", why: str = "封面上写着", **said: Any) -> list[Correction]:
        found = correcting.find_page(self.work, name)
        claimed = correcting.claim(self.work, found, Claims(**said))
        writer = WarcWriter(self.home.warcs)
        now = NOON + timedelta(days=self.day, hours=1, seconds=self.corrections())
        rows = correcting.keep(self.work, writer, found, claimed, who=who, why=why, now=now)
        writer.close()
        self.work.flush()
        return rows

    def corrections(self) -> int:
        return self.work.scalar(select(func.count()).select_from(Correction)) or 0

    def lines(self) -> list[dict[str, Any]]:
        self.work.flush()
        self.work.expire_all()
        return list(inquiry.dump_lines(self.work))

    def line(self) -> dict[str, Any]:
        (line,) = self.lines()
        return line

    def show(self, name: str) -> dict[str, Any]:
        (report,) = inquiry.find_reports(self.work, name)
        return inquiry.line_at(self.work, report, report.id)

    def counts(self) -> dict[str, int]:
        return {table.__tablename__: self.work.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


def read_rows(folder: Path) -> list[Correction]:
    """The rows of every correction in the WARC files of a folder, in the order in which they were made."""
    rows = []
    for path in sorted(folder.glob("*.warc.gz")):
        for one in walk(path):
            told = read_body(one.record.payload) if isinstance(one, Member) and one.record.type == "metadata" else None
            if told and isinstance(one, Member):
                rows.append(to_row(told, one.record.id, place_of(one, path.name)))
    return sorted(rows, key=lambda row: (row.made, row.url, row.number))
