"""What it costs to keep and to find reports, on SQLite and on PostgreSQL, as the archive grows.

    python bench/keeping.py [--reports N] [--database sqlite|postgresql]

Reports a second with everything that is kept of one (text, reading, sighting, version, entry of the search index,
signature), in transactions of 2,000, at the beginning and at the end, beside rows of nothing but hash, text and
reading; bytes a report, and how many without compression; the time of searches for phrases that one, some and all
reports say. Normalising and hashing beside NFKC, split and sha256; signatures beside rensa on strings, and how many
pairs of near copies they miss.
"""

import argparse
import hashlib
import json
import random
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rensa import RMinHash  # noqa: E402
from sqlalchemy import JSON, Column, MetaData, Table, Text, create_engine, text  # noqa: E402
from sqlalchemy.dialects.sqlite import insert  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from archive import store  # noqa: E402
from archive.database import open_database, session  # noqa: E402
from archive.home import Home  # noqa: E402
from archive.organs_seen import Wanted  # noqa: E402
from archive.report.likeness import bands, likeness, sign  # noqa: E402
from archive.report.normalisation import hash_text, normalise  # noqa: E402
from archive.report.phrases import read_question  # noqa: E402
from archive.report.reading import read_report  # noqa: E402
from archive.searching import search  # noqa: E402
from archive.warc.answer import Answer, Location  # noqa: E402
from tests.archives import new_homes  # noqa: E402
from tests.site import build  # noqa: E402

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
BATCH = 2000
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    readings = read_samples()
    measure_texts([reading["text"] for reading in readings])
    measure_plain_rows(readings)
    for database in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        with new_homes(database) as make:
            measure_archive(make(), database, options.reports, readings)


def read_samples() -> list[dict[str, Any]]:
    """Reports of a sample portal, as read."""
    site = build(7)
    pages = {report.paths[0]: site.pages[report.paths[0]] for report in site.truth.reports}
    found = [read_report(page.body, url=f"http://a.example{path}") for path, page in pages.items()]
    return [one for one in found if one["kind"] == "report" and one["text"]]


def per_second(do: Callable[[str], object], texts: list[str]) -> float:
    runs = []
    for _ in range(5):
        begun = time.process_time()
        for one in texts:
            do(one)
        runs.append(len(texts) / (time.process_time() - begun))
    return statistics.median(runs)


def measure_texts(texts: list[str]) -> None:
    def plain(one: str) -> str:
        return hashlib.sha256("".join(unicodedata.normalize("NFKC", one).split()).encode()).hexdigest()

    def on_strings(one: str) -> object:
        minima = RMinHash(128, 1)
        minima.update([one[at : at + 5] for at in range(len(one) - 4)])
        return minima.digest()

    texts = texts * 4
    for name, ours, theirs in (("normalise and hash", hash_text, plain), ("signatures", sign, on_strings)):
        fast, slow = per_second(ours, texts), per_second(theirs, texts)
        print(f"{name:<20} {fast:8,.0f} texts/s  x {fast / slow:.2f} of {slow:,.0f}")
    chance, pairs, met = random.Random(1), 0, 0  # noqa: S311
    for _ in range(20):
        for one in texts[: len(texts) // 4]:
            other = change(one, chance)
            if likeness(one, other) >= 0.8:  # noqa: PLR2004 - where a near copy begins
                pairs += 1
                met += bool({*bands(sign(one) or b"")} & {*bands(sign(other) or b"")})
    print(f"near copies          {met} of {pairs} pairs of a likeness of .8 and more share a band: {met / pairs:.3f}")


def change(one: str, chance: random.Random) -> str:
    letters = list(normalise(one))
    for _ in range(int(len(letters) * chance.uniform(0, 0.06))):
        letters[chance.randrange(len(letters))] = chance.choice(COMMON)
    return "".join(letters)


def measure_plain_rows(readings: list[dict[str, Any]], number: int = 10_000) -> None:
    """What a table of texts costs on SQLite that is written by upserts, and that nothing is found in."""
    plain = Table(
        "plain", MetaData(), Column("hash", Text, primary_key=True), Column("text", Text), Column("rest", JSON)
    )
    statement = insert(plain).on_conflict_do_nothing()
    rows = [
        {"hash": one["content_hash"], "text": one["text"], "rest": {**one, "text": None}}
        for one in vary(readings, number)
    ]
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/plain.sqlite")
        plain.create(engine)
        begun = time.perf_counter()
        for start in range(0, number, BATCH):
            with engine.begin() as connection:
                connection.execute(statement, rows[start : start + BATCH])
        print(f"plain rows {number / (time.perf_counter() - begun):7,.0f} reports/s")
        engine.dispose()


def vary(readings: list[dict[str, Any]], number: int) -> Iterator[dict[str, Any]]:
    """Readings of as many other reports, each with a paragraph that no other has."""
    for at in range(number):
        one = readings[at % len(readings)]
        body = f"{one['text']}\n{own_words(at)}编号{at:07}。"
        organ = f"第{at // 16}号镇人民政府"
        yield {**one, "text": body, "content_hash": hash_text(body), "organ": organ, "year": 2009 + at % 16}


def own_words(at: int) -> str:
    return "".join(random.Random(at).choices(COMMON, k=300))  # noqa: S311


def measure_archive(home: Home, database: str, number: int, readings: list[dict[str, Any]]) -> None:
    engine = open_database(home)
    rates, told, portion = [], vary(readings, number), list[dict[str, Any]]()
    with session(engine, write=True) as work:
        crawl = store.begin_crawl(work, portal="p", seed="http://p.example/", started=NOON, settings={}).id
        work.commit()
        for start in range(0, number, BATCH):
            portion = list(islice(told, BATCH))
            begun = time.perf_counter()
            for at, reading in enumerate(portion, start):
                keep(work, crawl, at, reading)
            work.commit()
            work.expunge_all()
            rates.append(len(portion) / (time.perf_counter() - begun))
            if start % (10 * BATCH) == 0:
                print(f"{start + len(portion):,} kept, {rates[-1]:,.0f} reports/s", file=sys.stderr)
    size = database_size(home, database) / number
    plain = sum(len(json.dumps(one, ensure_ascii=False).encode()) + len(one["text"].encode()) for one in portion)
    at_first, at_last = statistics.median(rates[:5]), statistics.median(rates[-5:])
    print(
        f"{database:<10} {at_first:7,.0f} reports/s in the first {min(5 * BATCH, number):,}, {at_last:,.0f} "
        f"in the last to {number:,}: x {at_last / at_first:.2f}"
    )
    print(
        f"{database:<10} {size / 1024:.1f} KB a report ({size * 100_000 / 1e9:.2f} GB for 100,000), "
        f"{plain / len(portion) / 1024:.1f} KB without compression: x {size * len(portion) / plain:.2f}"
    )
    with session(engine) as work:
        if database == "postgresql":
            work.execute(text("ANALYZE"))
        own = own_words(number // 2)
        for name, question in (
            ("one says", own[:8]),
            ("one, of digits", f"编号{number // 2:07}"),
            ("some say", own[:3]),
            ("all say", "政府信息公开"),
            ("none, all pairs", "公开政府信息公开政府信息"),
            ("two phrases", "行政复议 主动公开"),
        ):
            print(f"{database:<10} search, {name:<16} {time_search(work, question, Wanted())}")
        for name, wanted in (
            ("all, one organ", Wanted(words=("第7号镇人民政府",))),
            ("all, one year", Wanted(years=(2015, 2015))),
        ):
            print(f"{database:<10} search, {name:<16} {time_search(work, '政府信息公开', wanted)}")
    engine.dispose()


def keep(work: Session, crawl: str, number: int, reading: dict[str, Any]) -> None:
    url = f"http://p.example/{number}.html"
    answer = Answer(url, b"x", NOON, 200, media="text/html", crawl=crawl)
    place = Location("f.warc.gz", number, 1, "0" * 64)
    capture = store.add_capture(work, answer, record_id=f"00000000-0000-0000-0000-{number:012}", location=place)
    store.keep_report(work, reading, capture, url=url, portal="p")


def time_search(work: Session, question: str, wanted: Wanted) -> str:
    runs = []
    for _ in range(3):
        begun = time.perf_counter()
        found = search(work, read_question(question), wanted)
        runs.append(time.perf_counter() - begun)
    return f"{min(runs) * 1000:7.1f} ms, {len(found.hits)} of {found.looked_at}{' and more' if found.more else ''}"


def database_size(home: Home, database: str) -> int:
    """Bytes, the log of changes not counted."""
    sizes = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    engine = open_database(home)
    with engine.connect() as connection:
        size = connection.scalar(text(sizes[database]))
    engine.dispose()
    return int(size or 0)


if __name__ == "__main__":
    main()
