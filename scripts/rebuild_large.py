"""Make an archive of many reports, lose its database, make it again from the WARC files, and compare every row.

    python scripts/rebuild_large.py [--reports 10000] [--seed 1] [--keep DIR]

Reports of generated portals, each captured as a crawl captures it, one in ten once more as it was, one in twenty
changed, one in fifty gone, one in a hundred corrected by a person. Exit code 1 where a row differs.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy.engine import URL  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from archive import correcting, journal, store  # noqa: E402
from archive.correcting import Claims  # noqa: E402
from archive.database import open_database, session  # noqa: E402
from archive.home import Home, find_home  # noqa: E402
from archive.ledger import Discovery, discover, settle  # noqa: E402
from archive.migrate import create_database  # noqa: E402
from archive.models import Crawl, ReadPage  # noqa: E402
from archive.remaking.rebuild import rebuild_database  # noqa: E402
from archive.remaking.replay import keep_page, reading_inputs  # noqa: E402
from archive.sandbox import Sandbox, in_order  # noqa: E402
from archive.warc.answer import Answer  # noqa: E402
from archive.warc.writer import WarcWriter  # noqa: E402
from tests.equal import differences, rows_of  # noqa: E402
from tests.site import build  # noqa: E402

HTML = (("Content-Type", "text/html"), ("ETag", '"1"'))
ADDED = "<p>另有补充说明一段，共计三条。</p></body>".encode()
AHEAD = 8

AGAIN, CHANGED, GONE, CORRECTED = 0.1, 0.05, 0.02, 0.01
"""Shares of the reports."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", metavar="DIR", help="where the archive is made and left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = find_home({"ARCHIVE_HOME": options.keep or folder})
        create_database(home)
        began = time.monotonic()
        captures = fill(home, options.reports, options.seed)
        print(f"{captures} captures in {time.monotonic() - began:.0f} s", flush=True)
        began = time.monotonic()
        again = replace(home, database=URL.create("sqlite", database=str(home.folder / "again.sqlite")))
        done = rebuild_database(again, replace=True, progress=lambda what, done, total: None)
        seconds = time.monotonic() - began
        print(f"made again in {seconds:.0f} s: {done.captures} captures, {done.pages} pages, {len(done.gone)} gone")
        counts = {table: len(rows) for table, rows in rows_of(home).items()}
        unlike = differences(home, again)
        print(", ".join(f"{number} {table}" for table, number in counts.items()))
        print(f"{len(unlike)} differences", *unlike[:20], sep="\n")
    sys.exit(1 if unlike or done.gone else 0)


def fill(home: Home, reports: int, seed: int) -> int:
    """Crawl by crawl, a portal each. Returns how many captures were made."""
    engine = open_database(home)
    captures, number = 0, seed
    chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    ends: dict[str, int] = {}
    with Sandbox(2) as sandbox:
        while captures < reports:
            with session(engine, write=True) as work, work.begin():
                started = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number - seed)
                crawl = store.begin_crawl(
                    work, portal=f"p{number}.example", seed=f"http://p{number}.example/", started=started, settings={}
                )
                writer = WarcWriter(home.warcs, info=journal.describe_crawl(crawl), ends=ends)
                captures += keep_portal(work, writer, crawl, number, sandbox, chance)
                store.finish_crawl(work, crawl.id, finished=started, outcome="finished", counts={"captures": captures})
                journal.note_crawl(work, writer, crawl, made=started + timedelta(minutes=59))
                part = writer.flush()
                journal.keep_part(work, part, now=started)
                ends = {part.file: part.end} if part else {}
                writer.close()
            number += 1
    engine.dispose()
    return captures


def keep_portal(
    work: Session, writer: WarcWriter, crawl: Crawl, number: int, sandbox: Sandbox, chance: random.Random
) -> int:
    answers = list(list_answers(crawl, number, chance))
    captured = []
    for answer in answers:
        url = Discovery(
            answer.url, answer.url, crawl.seed, answer.url.rpartition("/")[2], way={"scent": ["report", 9, ""]}
        )
        discover(work, [url], portal=crawl.portal or "", crawl=crawl.id, now=answer.fetched_at)
        earlier = store.find_earlier(work, answer)
        record_id, location = writer.append(answer, earlier=earlier)
        of = earlier.record_id if earlier else None
        captured.append(store.add_capture(work, answer, record_id=record_id, location=location, revisit_of=of))
    pages = [
        ReadPage(
            capture_id=one.id, url=one.url, portal=crawl.portal, is_part=False, read_at=one.fetched_at, anchor="年报"
        )
        for one in captured
    ]
    futures = (
        sandbox.read(answer.body, **reading_inputs(page, one))
        for answer, page, one in zip(answers, pages, captured, strict=True)
    )
    for page, one, reading in zip(pages, captured, in_order(futures, AHEAD), strict=True):
        result = keep_page(work, page, one, reading)
        journal.note_page(writer, page)
        settle(work, one.url, result.state, reason=result.reason, capture=one.id)
        later = one.fetched_at + timedelta(milliseconds=1)
        if chance.random() < GONE and store.end_version(work, one.url, later):
            journal.note_end(writer, one.url, later)
        if result.kept and chance.random() < CORRECTED:
            found = correcting.find_page(work, one.url)
            claims = correcting.claim(work, found, Claims(year=2001))
            correcting.keep(work, writer, found, claims, who="x", why="y", now=later)
    return len(captured)


def list_answers(crawl: Crawl, number: int, chance: random.Random) -> Iterator[Answer]:
    site = build(number)
    moment = crawl.started
    for report in site.truth.reports:
        body = site.pages[report.paths[0]].body
        bodies = [body]
        if chance.random() < AGAIN:
            bodies.append(body)
        if chance.random() < CHANGED:
            bodies.append(body.replace(b"</body>", ADDED))
        for one in bodies:
            moment += timedelta(seconds=1)
            url = f"http://p{number}.example{report.paths[0]}"
            yield Answer(url, one, moment, 200, headers=HTML, media="text/html", crawl=crawl.id)


if __name__ == "__main__":
    main()
