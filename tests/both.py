"""The same records in two archives, and the same questions: is every answer the same?"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from archive import inquiry, store
from archive.address import url_key
from archive.ledger import Discovery, count_reasons, discover, settle
from archive.organs_seen import Wanted
from archive.report.divisions import find_code
from archive.report.normalisation import hash_text
from archive.report.phrases import read_question
from archive.report.reading import read_report
from archive.searching import search
from archive.similar import find_similar
from archive.warc.answer import Answer, Location
from tests.test_store import NOON, SENTENCE, page

ODD = "%_\\'\"`;--\x00\ud800😀𠮷éÉaAzZ\u200b\u3000\n\t０％ＡΩωİı"
WORDS = "政府信息公开依法申请行政复议低保民政教育财政水利年度报告办理答复件条次无" + ODD
CODES = ("320211", "320200", "500107", "110000", "431081", None)
Place = tuple[str, dict[str, Any], datetime]


def some(chance: random.Random, most: int, letters: str = WORDS) -> str:
    return "".join(chance.choices(letters, k=chance.randint(1, most)))


@cache
def samples() -> tuple[dict[str, Any], ...]:
    return tuple(
        read_report(page("滨湖区民政局", SENTENCE, year=year), url="http://a.example/") for year in (2015, 2020)
    )


def make_records(number: int, seed: int) -> Iterator[Place]:
    """URL, reading and moment of visits: known and unknown organs and years, odd characters, texts met again."""
    chance = random.Random(seed)
    texts = [f"{SENTENCE}\n{some(chance, 300)}" for _ in range(max(number // 3, 1))]
    for at in range(number):
        body = chance.choice(texts) + (some(chance, 3) if chance.random() < 0.3 else "")
        code = chance.choice(CODES)
        zone = timezone(timedelta(hours=chance.choice((-5, 0, 8))))
        told = {
            "text": body,
            "content_hash": hash_text(body.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")),
            "organ": None if chance.random() < 0.1 else f"{some(chance, 4)}局",
            "organ_kind": chance.choice(("government", "department", "township", "other", None)),
            "division_code": code,
            "division_name": found.name if code and (found := find_code(code)) else None,
            "year": None if chance.random() < 0.1 else chance.randint(2008, 2024),
            "title": some(chance, 20),
            "form": chance.choice(("free", "2014", "2019", "2021", None)),
            "reading": chance.choice(("complete", "complete", "doubtful", "incomplete")),
        }
        url = url_key(
            f"http://{'aAbB'[at % 4]}.example/{some(chance, 3, '%_abAB/')}{chance.randrange(number // 2 + 1)}"
        )
        yield url, {**chance.choice(samples()), **told}, (NOON + timedelta(minutes=at)).astimezone(zone)


def keep_records(work: Session, records: Iterator[Place]) -> None:
    crawl = "c" * 36
    work.add(store.Crawl(id=crawl, portal="p%", seed="http://a.example/", started=NOON, settings={"%": "_\\"}))
    work.flush()
    for number, (url, reading, moment) in enumerate(records):
        answer = Answer(url, b"x", moment, 200, media="text/html", crawl=crawl)
        place = Location("f.warc.gz", number, 1, "0" * 64)
        capture = store.add_capture(work, answer, record_id=f"00000000-0000-0000-0000-{number:012}", location=place)
        store.keep_report(work, reading, capture, url=url, portal=f"p{number % 3}.example")
        found = [Discovery(url, url, anchor=reading["title"], reason=reading["title"])]
        discover(work, found, portal="p", crawl=crawl, now=moment, number=number)
        settle(
            work, url, "failed" if number % 5 == 0 else "archived", reason=f"{reading['form']}: %_", capture=capture.id
        )
        if number % 7 == 0:
            store.end_version(work, url, moment)
    work.commit()


Ask = Callable[[Session], Any]


def make_questions(number: int, seed: int, records: list[Place]) -> Iterator[tuple[str, Ask]]:
    """What is asked, in words, and the asking."""
    chance = random.Random(seed)
    for _ in range(number):
        url, reading, _moment = chance.choice(records)
        text = reading["text"]
        start = chance.randrange(max(len(text) - 6, 1))
        phrase = chance.choice((text[start : start + chance.randint(2, 6)], some(chance, 4), reading["organ"] or "局"))
        wanted = Wanted(
            years=chance.choice((None, (2010, 2015), (2020, 2020))),
            division=find_code(chance.choice(("320000", "320200", "500000"))) if chance.random() < 0.3 else None,
            words=((reading["organ"] or "")[:2],) if chance.random() < 0.2 else (),
            kinds=("department",) if chance.random() < 0.2 else (),
        )
        form, every = chance.choice((None, "2019", "free")), chance.random() < 0.5
        told = f"{phrase!r} {wanted} {form} {every}"
        name = chance.choice((url, url[:-1], url.replace("a", "A"), "%", f"{chance.randrange(16**6):06x}", "_" * 6))
        match chance.randrange(4):
            case 0 | 1:
                yield f"search {told}", _searching(phrase, wanted, form, every)
            case 2:
                yield f"find {name}", _finding(name)
            case _:
                yield f"similar {text[:20]!r}", _comparing(text)


def _searching(phrase: str, wanted: Wanted, form: str | None, every: bool) -> Ask:
    def ask(work: Session) -> Any:
        try:
            question = read_question(f'"{phrase}"')
        except ValueError as error:
            return str(error)
        return search(work, question, wanted, form=form, every_text=every, limit=10)

    return ask


def _finding(name: str) -> Ask:
    return lambda work: [report.id for report in inquiry.find_reports(work, name)]


def _comparing(text: str) -> Ask:
    return lambda work: [(one.report.id, one.text, one.likeness) for one in find_similar(work, text)]


def tell_all(work: Session) -> list[Any]:
    """Every line of a dump, and the ledger's counts."""
    return [*inquiry.dump_lines(work), count_reasons(work, ("failed", "archived"))]
