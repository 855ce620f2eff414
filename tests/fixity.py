"""An archive with real parts, and what its verification finds, without a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from archive import correcting, journal, store
from archive.cli.shared import appending
from archive.correcting import Claims
from archive.database import open_database, session
from archive.fixity.damage import Damage, Note
from archive.fixity.record import name_record
from archive.fixity.verify import Count, verify
from archive.home import Home
from archive.models import Base, Capture, ReadPage
from archive.remaking.replay import keep_page
from archive.report.reading import read_report
from archive.warc.answer import Answer
from archive.warc.members import Member, walk
from tests.correcting import NOON, page

T = TypeVar("T", bound=Base)

A = "http://a.example/0.html"
HTML = (("Content-Type", "text/html"),)
ORGANS = ("滨湖区民政局", "滨湖区教育局", "滨湖区水利局")


@dataclass(frozen=True, slots=True)
class Looked:
    count: Count
    damages: tuple[Damage, ...]
    notes: tuple[Note, ...]

    @property
    def ids(self) -> list[str | None]:
        return [one.id for one in self.damages]


def look(home: Home, since: datetime | None = None) -> Looked:
    """What a verification says that is never stopped."""
    engine = open_database(home)
    count = Count()
    found = list(verify(engine, home.warcs, count, since=since))
    engine.dispose()
    damages = tuple(one for one in found if isinstance(one, Damage))
    return Looked(count, damages, tuple(one for one in found if isinstance(one, Note)))


def add_run(home: Home, organs: Sequence[str] = ORGANS, *, day: int = 0, more: str = "") -> str:
    """One run, so one part: a warcinfo record; of each organ a report and its entry in the journal; a revisit of the
    first, got with a posted form; a correction of it. The name of the file that it was appended to."""
    now = NOON + timedelta(days=day)
    with appending(home, info=(("software", "disclosure-archive"),)) as (work, writer):
        crawl = store.begin_crawl(work, portal="p", seed=A, started=now, settings={})
        writer.describe(journal.describe_crawl(crawl))
        for number, organ in enumerate(organs):
            moment = now + timedelta(minutes=number)
            answer = Answer(url_of(organ), page(organ, more=more), moment, 200, HTML, "text/html", crawl=crawl.id)
            record_id, location = writer.append(answer)
            capture = store.add_capture(work, answer, record_id=record_id, location=location)
            row = ReadPage(capture_id=capture.id, url=answer.url, is_part=False, read_at=moment)
            keep_page(work, row, capture, read_report(answer.body, url=answer.url))
            journal.note_page(writer, row)
        url, body = url_of(organs[0]), page(organs[0], more=more)
        again = Answer(url, body, now + timedelta(hours=1), 200, HTML, crawl=crawl.id, form=b"p=1")
        earlier = store.find_earlier(work, again)
        assert earlier is not None
        record_id, location = writer.append(again, earlier=earlier)
        store.add_capture(work, again, record_id=record_id, location=location, revisit_of=earlier.record_id)
        found = correcting.find_page(work, url)
        claimed = correcting.claim(work, found, Claims(organ=f"滨湖区第{day}局"))
        made = now + timedelta(hours=2)
        correcting.keep(work, writer, found, claimed, who="李四", why="封面上写着", now=made)
        return location.file


def url_of(organ: str) -> str:
    return f"http://a.example/{ORGANS.index(organ)}.html"


def rows(home: Home, table: type[T]) -> list[T]:
    engine = open_database(home)
    with session(engine) as work:
        found = list(work.scalars(select(table)))
    engine.dispose()
    return found


def captures(home: Home) -> list[Capture]:
    """In the order in which they were made."""
    return sorted(rows(home, Capture), key=lambda row: row.fetched_at)


def records(path: Path) -> list[Member]:
    return [one for one in walk(path) if isinstance(one, Member)]


def find_record(path: Path, kind: str) -> Member:
    """The first record of a type, or of a name in the journal."""
    return next(one for one in records(path) if kind in (one.record.type, name_record(one.record)))


def flip(path: Path, byte: int, bit: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[byte] ^= 1 << bit
    path.write_bytes(content)
