"""What the texts say: found alike on both databases, ranked, quoted, compared."""

import json
import random
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from archive import indexing, store
from archive.cli import main
from archive.comparing import find_sides
from archive.database import open_database, session
from archive.home import Home
from archive.migrate import create_database
from archive.models import ReportText, Search, Variant
from archive.organs_seen import Wanted
from archive.report.phrases import read_question, searchable
from archive.searching import Found, search
from archive.similar import find_similar
from tests.kept import Keeper
from tests.test_store import SENTENCE, page

WORDS = "政府信息公开依法申请行政复议低保民政100%_5件12条年度报告、，。“”Aa𠮷é ①"


def ask(work: Session, question: str, **more: object) -> Found:
    return search(work, read_question(question), Wanted(), **more)  # type: ignore[arg-type]


def ids(found: Found) -> list[str]:
    return [hit.report.id for hit in found.hits]


def test_a_phrase_of_two_characters_is_found_wherever_it_stands(work: Session) -> None:
    keeper = Keeper(work)
    one = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, "发放低保金。"))
    keeper.keep("/2.html", page("滨湖区教育局", SENTENCE, "低处保持警惕。"))
    assert ids(ask(work, "低保")) == [one]
    assert ids(ask(work, "放低保金")) == [one]
    assert ids(ask(work, "低保 民政局2020年")) == [one]
    assert ids(ask(work, "公开 -低保 -教育局")) == []


def test_what_stands_in_the_title_comes_first_then_what_is_said_more_often(work: Session) -> None:
    keeper = Keeper(work)
    often = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, "统计局来过。" * 3))
    once = keeper.keep("/2.html", page("滨湖区教育局", SENTENCE, "统计局来过。"))
    titled = keeper.keep("/3.html", page("滨湖区统计局", SENTENCE))
    assert ids(ask(work, "统计局")) == [titled, often, once]


def test_a_phrase_is_quoted_with_what_stands_around_it(work: Session) -> None:
    Keeper(work).keep("/1.html", page("滨湖区民政局", SENTENCE, "全年发放低保金５万元。"))
    (hit,) = ask(work, "低保金5").hits
    ((before, phrase, behind),) = hit.quotes
    assert (before[-4:], phrase, behind[:3]) == ("全年发放", "低保金５", "万元。")


def test_only_the_text_that_stands_for_a_report_is_found_unless_every_text_is_asked_for(work: Session) -> None:
    keeper = Keeper(work)
    keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, "旧的说法。"))
    keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, "新的说法。"))
    assert ask(work, "旧的说法").hits == ()
    (hit,) = ask(work, "旧的说法", every_text=True).hits
    assert (hit.text, hit.current) == (1, False)


def test_of_many_that_say_it_the_best_of_those_met_last_are_told(
    work: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.searching.LOOKED_AT", 3)
    keeper = Keeper(work)
    for year in range(2010, 2016):
        keeper.keep(f"/{year}.html", page("滨湖区民政局", SENTENCE, year=year))
    found = ask(work, "政府信息", limit=2)
    assert ([hit.report.year for hit in found.hits], found.looked_at, found.more) == ([2015, 2014], 3, True)
    assert len(ask(work, "政府信息", limit=None).hits) == 6


def kept_at_random(work: Session, number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Texts of random words; of each what it is found by: title and text."""
    keeper = Keeper(work)
    for at in range(number):
        said = "".join(chance.choices(WORDS, k=chance.randint(20, 60)))
        keeper.keep(f"/{at}.html", page("滨湖区民政局", SENTENCE, f"{said}。", year=2000 + at % 25))
    rows = work.execute(select(Variant.title, ReportText.body).join(ReportText, ReportText.hash == Variant.text_hash))
    return [(searchable(title), searchable(body)) for title, body in rows]


def test_every_phrase_finds_what_looking_at_every_text_finds(work: Session) -> None:
    chance = random.Random(7)
    texts = kept_at_random(work, 40, chance)
    for _ in range(60):
        _, body = chance.choice(texts)
        start = chance.randrange(len(body) - 8)
        phrase = body[start : start + chance.randint(2, 8)]
        try:
            asked = read_question(f'"{phrase}"')
        except ValueError:
            continue
        right = sum(asked.phrases[0] in one or asked.phrases[0] in head for head, one in texts)
        found = search(work, asked, Wanted(), every_text=True, limit=None)
        assert (phrase, len(found.hits)) == (phrase, right)


def test_a_text_that_is_dropped_is_found_no_more_and_leaves_nothing_in_the_index(work: Session) -> None:
    keeper = Keeper(work)
    keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, "发放低保金。"))
    keeper.keep("/2.html", page("滨湖区教育局", SENTENCE, "发放低保金。"))
    variant = work.scalars(select(Variant)).first()
    assert variant
    work.execute(text("DELETE FROM version"))
    work.execute(text("UPDATE report SET current_variant = NULL WHERE id = :id"), {"id": variant.report_id})
    store.drop_variant(work, variant)
    assert len(ask(work, "低保", every_text=True).hits) == 1
    assert len(list(indexing.numbers_with_all(work, {ord("低") | ord("保") << 16}))) == 1


def test_what_an_older_archive_holds_is_found_after_init(home: Home) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work:
        keeper = Keeper(work)
        report = keeper.keep("/1.html", page("滨湖区民政局", SENTENCE, "发放低保金。"))
        for statement in ("DELETE FROM search", "UPDATE variant SET merits = NULL", "UPDATE text SET signature = NULL"):
            work.execute(text(statement))
        work.execute(
            text(
                "INSERT INTO search_grams (search_grams) VALUES ('delete-all')"
                if is_sqlite(work)
                else "DELETE FROM search_grams"
            )
        )
        work.commit()
        assert ask(work, "低保").hits == ()
    create_database(home)
    with session(engine) as work:
        assert ids(ask(work, "低保")) == [report]
        assert work.scalars(select(Variant.merits)).one()["state"] == "complete"
        assert work.scalars(select(ReportText.signature)).one()
        assert work.scalar(select(Search.number).limit(1)) is not None
    engine.dispose()


def is_sqlite(work: Session) -> bool:
    return work.get_bind().dialect.name == "sqlite"


# ---- near copies


def test_near_copies_are_other_reports_and_are_found(work: Session) -> None:
    keeper = Keeper(work)
    said = [SENTENCE.replace("五十四", f"{number}十{number}") for number in range(2, 9)]
    one = keeper.keep("/1.html", page("滨湖区民政局", *said))
    near = keeper.keep("/2.html", page("滨湖区教育局", *said[:-1], "另有少量其他工作。"))
    same = keeper.keep("/3.html", page("滨湖区财政局", *said))
    keeper.keep(
        "/4.html", page("滨湖区统计局", "完全不同的内容，讲的是水利工程建设、防汛抗旱、河道治理和水土保持工作。" * 3)
    )
    body = work.scalars(select(ReportText.body).join(Variant).where(Variant.report_id == one)).one()
    found = find_similar(work, body, but=one, least=0.7)
    assert [(alike.report.id, alike.likeness == 1) for alike in found] == [(same, True), (near, False)]


# ---- the commands


@pytest.fixture
def told(home: Home) -> Iterator[Home]:
    engine = open_database(home)
    with session(engine, write=True) as work:
        keeper = Keeper(work)
        keeper.keep("/2019.html", page("滨湖区民政局", SENTENCE, "发放低保金。", year=2019))
        keeper.keep("/2020.html", page("滨湖区民政局", SENTENCE, "发放低保金。"))
        keeper.keep("/2020.html", page("滨湖区民政局", SENTENCE, "发放低保金和救助金。"))
        keeper.keep("/cq.html", page("重庆市九龙坡区财政局", SENTENCE, "低保资金到位。"))
        keeper.finish()
    engine.dispose()
    yield home


def run(home: Home, *words: str) -> Result:
    return CliRunner().invoke(main, words, obj=None, env={
        "ARCHIVE_HOME": str(home.folder),
        "ARCHIVE_DATABASE": home.database.render_as_string(hide_password=False),
        "ARCHIVE_WARCS": str(home.warcs),
    })  # fmt: skip


def test_the_command_filters_by_division_year_organ_kind_and_portal(told: Home) -> None:
    def found(*words: str) -> int:
        return len(run(told, "search", "低保", "--json", *words).stdout.splitlines())

    assert found() == 3
    assert found("--division", "滨湖区") == found("--organ", "民政") == 2
    assert found("--division", "500000") == found("--year", "2020", "--organ", "财政局") == 1
    assert (found("--year", "2019"), found("--kind", "department"), found("--form", "2021")) == (1, 3, 0)
    assert found("--portal", "sample.example") == 3
    assert run(told, "search", "低保", "--portal", "other.example").exit_code == 2


@pytest.mark.parametrize(
    "question", ["' OR 1=1 --", "100%", "__", '"低保', "低保) OR (1", "NEAR(低 保)", "低保*", "\\"]
)
def test_whatever_is_asked_is_answered_or_told(told: Home, question: str) -> None:
    answer = run(told, "search", "--", question)
    assert answer.exit_code in (0, 2)
    assert "Traceback" not in answer.output and (answer.exception is None or isinstance(answer.exception, SystemExit))


def test_versions_of_a_url_texts_of_a_report_and_years_of_an_organ_are_compared(told: Home) -> None:
    url = "http://sample.example/2020.html"
    lines = [json.loads(line) for line in run(told, "diff", url, "--json").stdout.splitlines()]
    changed = [(one["before"], one["after"]) for one in lines if one["field"] == "text"]
    assert changed == [("发放低保金。", None), (None, "发放低保金和救助金。")]
    assert run(told, "diff", f"{url}@1", f"{url}@2").stdout.count("救助金") == 1
    assert "year:\n  - 2019\n  + 2020" in run(told, "diff", url, "--year", "2019").stdout
    assert "no report of" in run(told, "diff", url, "--year", "2011").output
    assert "no version 9" in run(told, "diff", f"{url}@9", url).output
    assert "they say the same" in run(told, "diff", url, url).stdout


def test_a_text_that_was_kept_before_there_were_signatures_gets_one_with_its_entry(work: Session) -> None:
    Keeper(work).keep("/1.html", page("滨湖区民政局", SENTENCE * 8))
    variant, row = work.scalars(select(Variant)).one(), work.scalars(select(ReportText)).one()
    signature = row.signature
    told = (variant.id, variant.title)
    indexing.drop_entry(work, *told, row.body, signature)
    row.signature = None
    indexing.add_entry(work, *told, row.hash, row.body, None)
    assert row.signature == signature is not None
    indexing.drop_entry(work, *told, row.body, signature)
    assert not ask(work, "公开").hits
    if work.get_bind().dialect.name == "sqlite":
        # Raises where words are left that belong to nothing.
        work.execute(text("INSERT INTO search_grams (search_grams) VALUES ('integrity-check')"))


def test_an_address_that_ends_like_a_number_of_a_text_is_an_address(work: Session) -> None:
    keeper = Keeper(work)
    one = keeper.keep("/pub@2", page("滨湖区民政局", SENTENCE))
    side, _ = find_sides(work, "http://sample.example/pub@2", one)
    assert side.name == "http://sample.example/pub@2 version 1"
