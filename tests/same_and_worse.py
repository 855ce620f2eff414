"""Trials of sameness on archives: is a good text ever replaced by a worse one, is anything merged or split wrongly?"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from sqlalchemy.orm import Session

from archive import store
from archive.address import url_key
from archive.ingest import keep_reading
from archive.models import Report, ReportText, Variant
from archive.report.reading import read_report
from archive.store import Kept
from archive.warc.answer import Answer, Location
from tests.recrawls import recrawl_site, report_of, towns
from tests.test_store import NOON

NUMBERS = re.compile(r"\d+")


class Visits:
    """Keeps answers of any portal, an hour after one another."""

    def __init__(self, work: Session) -> None:
        self.work, self.number = work, 0
        self.crawl = store.begin_crawl(work, portal="p", seed="http://p.example/", started=NOON, settings={}).id

    def keep(self, url: str, body: bytes) -> Kept | None:
        """As a crawl does: None where it is no report."""
        self.number += 1
        answer = Answer(url, body, NOON + timedelta(hours=self.number), 200, media="text/html", crawl=self.crawl)
        place = Location(f"{self.crawl}.warc.gz", self.number, 1, "0" * 64)
        capture = store.add_capture(self.work, answer, record_id=f"{self.crawl[:24]}{self.number:012}", location=place)
        result = keep_reading(self.work, capture, read_report(body, url=url), portal="p")
        if result.kept is None:
            store.end_version(self.work, url_key(url), capture.fetched_at)
        return result.kept


@dataclass(slots=True)
class Told:
    """How often what was tried, and what was wrong of it: a line each."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def try_recrawls(work: Session, seed: int, told: Told, most: int = 1000) -> None:
    """The reports of one portal, in an archive that holds no other: portals made at random can be of one town."""
    visits = Visits(work)
    for url, page, again in islice(recrawl_site(seed), most):
        first = visits.keep(url, page)
        if first is None or first.change != "new report":
            continue
        before = _current(work, first.report_id)
        second = visits.keep(url, again.body)
        told.tried[again.kind] += 1
        after = _current(work, first.report_id)
        now = work.get_one(Variant, second.variant_id) if second and second.report_id == first.report_id else None
        if not again.is_better and after != before:
            told.wrong.append(f"{again.kind}: {url}: {_say(work, before)} gave way to {_say(work, after)}")
        elif again.is_better and (now is None or after != now.text_hash):
            told.wrong.append(f"{again.kind}: {url}: {now.aside if now else 'not kept'}")
        if now and now.aside:
            told.reasons[f"{again.kind}: {NUMBERS.sub('N', now.aside.split(':')[0])}"] += 1


def _current(work: Session, report_id: str) -> str | None:
    report = work.get_one(Report, report_id)
    return work.get_one(Variant, report.current_variant).text_hash if report.current_variant else None


def _say(work: Session, text_hash: str | None) -> str:
    body = work.get_one(ReportText, text_hash).body if text_hash else ""
    return f"{len(body)} characters, {body[:30]!r}"


def try_towns(work: Session, pairs: int, mirrored: int, seed: int) -> Told:
    """Pairs of towns with word for word the same text; reports on two sites."""
    visits, told = Visits(work), Told()
    units = towns(2 * pairs + mirrored, seed)
    for at in range(pairs):
        said = _say_something(at)
        ours, theirs = units[2 * at : 2 * at + 2]
        one = visits.keep(f"http://a{at}.example/1.html", report_of(ours, said))
        other = visits.keep(f"http://b{at}.example/1.html", report_of(theirs, said, chrome=1))
        told.tried["towns"] += 1
        hashes = {work.get_one(Variant, kept.variant_id).text_hash for kept in (one, other) if kept}
        if not one or not other or one.report_id == other.report_id or len(hashes) != 1:
            told.wrong.append(f"towns: {ours.name} and {theirs.name}: {one}, {other}")
    for at, unit in enumerate(units[2 * pairs :]):
        said = _say_something(1000 + at)
        one = visits.keep(f"http://a{at}.example/m.html", report_of(unit, said))
        other = visits.keep(f"http://c{at}.example/m.html", report_of(unit, said, chrome=2))
        told.tried["mirrored"] += 1
        if not one or not other or one.variant_id != other.variant_id:
            told.wrong.append(f"mirrored: {unit.name}: {one}, {other}")
    return told


def _say_something(number: int) -> list[str]:
    return [
        f"本年度主动公开政府信息{number + 7}条，办理依申请公开{number % 9}件，全部按时答复，没有收取费用。",
        f"组织培训{number % 5 + 1}次，更新指南和目录{number % 3 + 1}次，回应社会关切{number % 11}次。",
        "没有发生因政府信息公开提起的行政复议和行政诉讼，也没有举报和投诉。",
    ]
