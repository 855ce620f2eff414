"""What persons correct stands beside what was read, and stays when pages are read again; on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import store
from archive.corrections import SAID
from archive.errors import UsageError
from archive.home import Home
from archive.models import Capture, Correction, Report, Sighting, Version
from archive.refiling import refile
from archive.report.sameness import report_id
from tests.correcting import SENTENCE, Archive, page, read_rows, with_table
from tests.fixity import look

A, B = "http://a.example/1.html", "http://a.example/2.html"
CELL = "review_litigation.reconsideration.pending"


@pytest.fixture
def kept(work: Session, home: Home) -> Iterator[Archive]:
    yield Archive(work, home)


def test_a_corrected_organ_makes_it_another_report_and_the_old_id_leads_there(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局"))
    kept.correct(old, organ="滨湖区教育局")
    line = kept.line()
    new = report_id(organ="江苏省无锡市滨湖区教育局", division_code="320211", year=2020, url=A)
    assert (line["id"], line["organ"], line["organ_kind"], line["current"]) == (new, "滨湖区教育局", "department", True)
    assert kept.counts() == {"report": 1, "text": 1, "variant": 1, "version": 1, "sighting": 1}
    for name in (old, old[:9], new, A):
        assert kept.show(name)["id"] == new


def test_what_was_read_stands_beside_who_when_and_why(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局", who="王五", why="落款是教育局")
    (told,) = kept.line()["corrections"]
    assert told == {
        "field": "organ",
        "read": "滨湖区民政局",
        "value": "滨湖区教育局",
        "undone": False,
        "who": "王五",
        "when": "2024-03-02T05:00:00+00:00",
        "why": "落款是教育局",
    }


def test_what_nobody_corrected_has_no_corrections(kept: Archive) -> None:
    kept.keep(A, page("滨湖区民政局"))
    assert kept.line()["corrections"] == []


def test_a_recrawl_of_a_corrected_page_moves_nothing_back_and_doubles_nothing(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局", year=2019)
    before, counts = kept.line(), kept.counts()
    assert kept.visit(A, page("滨湖区民政局")).reason == "report: unchanged"
    after = kept.line()
    assert kept.counts() == counts
    assert (after["id"], after["organ"], after["year"]) == (before["id"], "滨湖区教育局", 2019)
    assert after["sightings"][0]["last_seen"] > before["sightings"][0]["last_seen"]


def test_a_new_text_of_the_page_that_is_read_as_before_is_of_the_corrected_report(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局")
    kept.keep(A, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
    assert [(line["organ"], line["version"], line["current"]) for line in kept.lines()] == [
        ("滨湖区教育局", 1, False),
        ("滨湖区教育局", 2, True),
    ]


def test_a_new_text_that_says_something_new_is_believed_and_said_to_contradict(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局")
    kept.keep(A, page("滨湖区水利局", SENTENCE, "另有补充说明一段，共计三条。"))
    lines = {line["organ"]: line for line in kept.lines()}
    assert lines.keys() == {"滨湖区教育局", "滨湖区水利局"}
    codes = [finding["code"] for finding in lines["滨湖区水利局"]["findings"]]
    assert codes.count("correction_outdated") == 1
    assert "correction_outdated" not in [finding["code"] for finding in lines["滨湖区教育局"]["findings"]]


def test_a_new_text_that_says_what_the_person_said_contradicts_nothing(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局")
    kept.keep(A, page("滨湖区教育局", SENTENCE, "另有补充说明一段，共计三条。"))
    assert {line["organ"] for line in kept.lines()} == {"滨湖区教育局"}
    assert "correction_outdated" not in [finding["code"] for line in kept.lines() for finding in line["findings"]]


def test_the_same_words_of_another_organ_are_not_corrected_with_them(kept: Archive) -> None:
    one, other = kept.keep(A, page("滨湖区民政局")), kept.keep(B, page("滨湖区水利局"))
    kept.correct(one, organ="滨湖区教育局")
    assert {line["organ"] for line in kept.lines()} == {"滨湖区教育局", "滨湖区水利局"}
    assert kept.show(other)["corrections"] == []


def test_every_address_that_says_the_text_goes_with_it_and_its_later_texts_too(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局"))
    kept.keep(B, page("滨湖区民政局"))
    kept.correct(old, organ="滨湖区教育局")
    assert {seen["url"] for seen in kept.line()["sightings"]} == {A, B}
    assert len(kept.line()["corrections"]) == 1
    kept.keep(B, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
    assert {line["organ"] for line in kept.lines()} == {"滨湖区教育局"}


def test_an_address_with_the_report_of_each_year_keeps_its_corrected_organ_and_not_its_year(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局", year=2019)
    kept.keep(A, page("滨湖区民政局", "本年度主动公开政府信息七十条，没有收到公开申请。", year=2021))
    assert {(line["organ"], line["year"]) for line in kept.lines()} == {("滨湖区教育局", 2019), ("滨湖区教育局", 2021)}


def test_an_earlier_text_of_the_page_that_was_misread_alike_goes_with_it(kept: Archive) -> None:
    kept.keep(A, page("滨湖区民政局"))
    old = kept.keep(A, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
    kept.correct(old, organ="滨湖区教育局")
    assert [line["organ"] for line in kept.lines()] == ["滨湖区教育局"] * 2
    assert kept.counts()["report"] == 1


def test_another_text_of_the_report_at_another_address_stays(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局", SENTENCE, SENTENCE))
    kept.keep(B, page("滨湖区民政局", SENTENCE))
    kept.correct(old, organ="滨湖区教育局")
    assert {(line["organ"], line["sightings"][0]["url"]) for line in kept.lines()} == {
        ("滨湖区教育局", A),
        ("滨湖区民政局", B),
    }
    assert all(line["current"] for line in kept.lines())
    assert kept.show(old)["sightings"][0]["url"] == B


def test_undoing_puts_everything_back(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局"))
    before, counts = kept.line(), kept.counts()
    kept.correct(old, organ="滨湖区教育局", year=2018)
    kept.correct(A, undo=True)
    after = kept.line()
    assert kept.counts() == counts
    assert {**after, "corrections": []} == before
    assert [(one["field"], one["read"] == one["value"]) for one in after["corrections"]] == [
        ("organ", False),
        ("year", False),
        ("organ", True),
        ("year", True),
    ]


def test_one_field_can_be_undone_alone(kept: Archive) -> None:
    kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局", year=2018)
    kept.correct(A, undo=True, fields=("year",))
    assert (kept.line()["organ"], kept.line()["year"]) == ("滨湖区教育局", 2020)
    with pytest.raises(UsageError, match="year is not corrected; corrected are: organ"):
        kept.correct(A, undo=True, fields=("year",))


def test_of_several_corrections_the_last_holds_and_all_are_kept(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局"))
    for organ in ("滨湖区教育局", "滨湖区水利局", "滨湖区教育局"):
        kept.correct(old, organ=organ)
    assert kept.line()["organ"] == "滨湖区教育局"
    assert [one["value"] for one in kept.line()["corrections"]] == ["滨湖区教育局", "滨湖区水利局", "滨湖区教育局"]
    with pytest.raises(UsageError, match="it is so already"):
        kept.correct(old, organ="滨湖区教育局")
    with pytest.raises(UsageError, match="nothing of it is corrected"):
        kept.correct(kept.keep(B, page("滨湖区档案局", SENTENCE, "另一份。")), undo=True)


def test_a_report_corrected_to_one_that_is_there_joins_it_and_can_leave_again(kept: Archive) -> None:
    wrong, right = kept.keep(A, page("滨湖区民政局")), kept.keep(B, page("滨湖区教育局"))
    kept.correct(wrong, organ="滨湖区教育局")
    assert kept.line()["id"] == right
    assert kept.counts() == {"report": 1, "text": 1, "variant": 1, "version": 2, "sighting": 2}
    assert [one["value"] for one in kept.line()["corrections"]] == ["滨湖区教育局"]
    kept.correct(A, undo=True)
    assert {line["id"]: line["organ"] for line in kept.lines()} == {wrong: "滨湖区民政局", right: "滨湖区教育局"}
    assert {row.url: row.report_id for row in kept.work.scalars(select(Sighting))} == {A: wrong, B: right}


def test_a_corrected_division_has_its_name_and_makes_another_report(kept: Archive) -> None:
    old = kept.keep(A, page("鼓楼区民政局"))
    kept.correct(old, division="350102")
    line = kept.line()
    assert (line["division_code"], line["division_name"], line["division_candidates"]) == ("350102", "鼓楼区", [])
    report = kept.work.get_one(Report, line["id"])
    assert (report.division_code, report.division_name) == ("350102", "鼓楼区")
    assert line["id"] != old


def test_the_row_says_what_was_corrected_where_the_id_stays_and_again_what_was_read(kept: Archive) -> None:
    name = kept.keep(A, page("滨湖区民政局"))
    kept.correct(name, organ="无锡市滨湖区民政局")
    row = kept.work.get_one(Report, name)
    assert (row.organ, kept.line()["organ"], kept.line()["id"]) == ("无锡市滨湖区民政局", "无锡市滨湖区民政局", name)
    kept.correct(name, undo=True)
    assert kept.work.get_one(Report, name).organ == "滨湖区民政局"


def test_the_row_of_a_report_without_an_organ_has_the_corrected_year_and_division(kept: Archive) -> None:
    name = kept.keep(A, page(""))
    assert kept.line()["organ"] is None
    kept.correct(name, year=2018, division="320211")
    row = kept.work.get_one(Report, name)
    assert (row.organ, row.year, row.division_code, row.division_name) == (None, 2018, "320211", "滨湖区")
    kept.correct(name, undo=True)
    row = kept.work.get_one(Report, name)
    assert (row.year, row.division_code, row.division_name) == (2020, None, None)


def test_a_corrected_cell_has_its_value_and_what_was_printed_stays(kept: Archive) -> None:
    name = kept.keep(A, with_table("滨湖区民政局"))
    kept.correct(name, cells=(f"{CELL}=1",))
    line = kept.line()
    (cell,) = [one for one in line["statistics"] if one["row"] == "reconsideration" and one["column"] == "pending"]
    assert (cell["raw"], cell["value"], cell["state"], cell["source"]) == ("", 1, "number", "grid 0 r3 c3")
    (told,) = line["corrections"]
    assert told["read"] == {"value": None, "unit": None, "state": "blank"}
    assert told["value"] == {"value": 1, "unit": None, "state": "number"}
    (check,) = [one for one in line["checks"] if CELL in one["cells"]]
    assert (check["status"], check["expected"]) == ("pass", 10)
    assert line["id"] == name


def test_a_corrected_cell_can_be_blank_and_undone(kept: Archive) -> None:
    name = kept.keep(A, with_table("滨湖区民政局"))
    total = "review_litigation.reconsideration.total"

    def state() -> tuple[Any, Any]:
        return next(
            (cell["value"], cell["state"])
            for cell in kept.line()["statistics"]
            if (cell["row"], cell["column"]) == ("reconsideration", "total")
        )

    kept.correct(name, cells=(f"{total}=",))
    assert state() == (None, "blank")
    kept.correct(name, undo=True)
    assert state() == (10, "number")


def cell_of(line: dict[str, Any], column: str = "pending") -> Any:
    (cell,) = [one for one in line["statistics"] if (one["row"], one["column"]) == ("reconsideration", column)]
    return cell["value"]


def outdated(line: dict[str, Any]) -> list[str]:
    return [one["message"] for one in line["findings"] if one["code"] == "correction_outdated"]


def test_a_corrected_cell_stays_corrected_when_the_page_changes_by_a_sentence(kept: Archive) -> None:
    kept.correct(kept.keep(A, with_table("滨湖区民政局")), cells=(f"{CELL}=1",))
    kept.keep(A, with_table("滨湖区民政局", SENTENCE + "另有补充说明一段。"))
    lines = kept.lines()
    assert [(cell_of(line), len(line["corrections"]), outdated(line)) for line in lines] == [(1, 1, [])] * 2


def test_a_corrected_cell_that_the_page_says_otherwise_now_is_told_and_not_applied(kept: Archive) -> None:
    kept.correct(kept.keep(A, with_table("滨湖区民政局")), cells=(f"{CELL}=1",))
    changed = with_table("滨湖区民政局", SENTENCE + "另有补充说明一段。")
    kept.keep(
        A, changed.replace(b"<td>7</td><td>2</td><td>0</td><td></td>", b"<td>7</td><td>2</td><td>0</td><td>3</td>")
    )
    old, new = kept.lines()
    assert (cell_of(old), outdated(old)) == (1, [])
    assert (cell_of(new), len(new["corrections"]), len(outdated(new))) == (3, 1, 1)
    assert "now read as {'value': 3" in outdated(new)[0]


def test_a_corrected_cell_that_is_read_no_more_is_told(kept: Archive) -> None:
    kept.correct(kept.keep(A, with_table("滨湖区民政局")), cells=(f"{CELL}=1",))
    kept.keep(A, page("滨湖区民政局", SENTENCE, "另有补充说明一段。", year=2021))
    assert "now read as None" in outdated(kept.lines()[1])[0]


def test_the_cells_of_another_year_at_the_same_address_are_neither_corrected_nor_doubted(kept: Archive) -> None:
    kept.correct(kept.keep(A, with_table("滨湖区民政局")), cells=(f"{CELL}=1",))
    kept.keep(A, with_table("滨湖区民政局", "本年度共七条。").replace("2021年".encode(), "2022年".encode()))
    (line,) = [line for line in kept.lines() if line["year"] == 2022]
    assert (cell_of(line), line["corrections"], outdated(line)) == (None, [], [])


def test_what_is_no_report_is_kept_and_not_handed_out(kept: Archive) -> None:
    name = kept.keep(A, page("滨湖区民政局"))
    counts = kept.counts()
    kept.correct(name, kind="news")
    assert kept.lines() == []
    assert kept.counts() == counts
    shown = kept.show(name)
    assert (shown["kind"], shown["current"]) == ("news", False)
    assert kept.visit(A, page("滨湖区民政局")).reason == "not_wanted (news)"
    kept.correct(name, undo=True)
    assert [(line["id"], line["current"]) for line in kept.lines()] == [(name, True)]


def test_a_report_with_one_text_that_is_none_stands_by_the_other(kept: Archive) -> None:
    kept.keep(A, page("滨湖区民政局", SENTENCE, SENTENCE))
    kept.keep(B, page("滨湖区民政局", SENTENCE))
    kept.correct(A, kind="interpretation")
    assert [(line["current"], line["version"]) for line in kept.lines()] == [(True, 2)]


def test_the_rows_are_made_again_from_the_warc_files_alone(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局"))
    kept.keep(B, with_table("滨湖区水利局"))
    kept.correct(old, organ="滨湖区教育局", year=2018)
    kept.correct(B, cells=(f"{CELL}=1",))
    kept.correct(A, undo=True, fields=("year",))
    kept.correct(B, kind="news", why="".join(map(chr, range(0x4E00, 0x9000))))

    def rows() -> list[tuple[Any, ...]]:
        columns = [column.name for column in Correction.__table__.columns]
        found = kept.work.scalars(select(Correction).order_by(Correction.made, Correction.url, Correction.number))
        return [tuple(getattr(row, name) for name in columns) for row in found]

    before, lines = rows(), kept.lines()
    assert len(before) == 5
    kept.work.execute(delete(Correction))
    kept.work.expunge_all()
    made = read_rows(kept.home.warcs)
    kept.work.add_all(made)
    kept.work.flush()
    assert rows() == before
    refile(kept.work, made)
    assert kept.lines() == lines


def test_an_archive_made_again_without_its_corrections_is_refiled_with_them(kept: Archive) -> None:
    old = kept.keep(A, page("滨湖区民政局"))
    kept.keep(A, page("滨湖区民政局", SENTENCE, "另有补充说明一段，共计三条。"))
    kept.correct(old, organ="滨湖区教育局")
    lines, counts = kept.lines(), kept.counts()
    rows = read_rows(kept.home.warcs)
    kept.correct(old, undo=True)
    kept.work.execute(delete(Correction))
    kept.work.expunge_all()
    kept.work.add_all(rows)
    assert refile(kept.work, rows) == {lines[0]["id"]}
    assert refile(kept.work, rows) == {lines[0]["id"]}
    assert kept.lines() == lines
    assert kept.counts() == counts


def test_a_correction_holds_for_the_same_bytes_when_a_better_reader_gives_another_text(kept: Archive) -> None:
    name = kept.keep(A, with_table("滨湖区民政局"))
    kept.correct(name, organ="滨湖区教育局", cells=(f"{CELL}=1",))
    (line,) = kept.lines()
    capture = kept.work.scalars(select(Capture)).one()
    better = {**line, "organ": "滨湖区民政局办公室", "content_hash": "0" * 64, "findings": [], "text": "更好的正文"}
    again = store.keep_report(kept.work, better, capture, url=A, portal="p")
    assert again.report_id == line["id"]
    told = [(line["organ"], len(line["corrections"])) for line in kept.lines()]
    assert told == [("滨湖区教育局", 2), ("滨湖区教育局", 2)]


def test_characters_that_databases_refuse_are_replaced_and_long_reasons_are_kept(kept: Archive) -> None:
    name = kept.keep(A, page("滨湖区民政局"))
    long = "因为封面、落款和网址都这样写。" * 20_000
    kept.correct(name, organ="滨湖区\x00教育局", who="王\ud800五", why=long)
    (told,) = kept.line()["corrections"]
    assert (told["value"], told["who"], told["why"]) == ("滨湖区\ufffd教育局", "王\ufffd五", long)
    kept.work.commit()
    assert look(kept.home).damages == ()


def test_every_record_is_verified_and_one_that_says_something_else_is_told(kept: Archive) -> None:
    (row,) = kept.correct(kept.keep(A, page("滨湖区民政局")), organ="滨湖区教育局")
    kept.work.commit()
    assert look(kept.home).damages == ()
    row.value = "滨湖区水利局"
    kept.work.commit()
    (told,) = look(kept.home).damages
    assert (told.id, told.why) == (row.id, "the correction's record says something else than the database")


def test_a_correction_names_what_stays_when_ids_change(kept: Archive) -> None:
    name = kept.keep(A, page("滨湖区民政局"))
    (row,) = kept.correct(name, organ="滨湖区教育局")
    capture, version = kept.work.scalars(select(Capture)).one(), kept.work.scalars(select(Version)).one()
    assert (row.capture_id, row.payload_sha256, row.url) == (capture.id, capture.payload_sha256, A)
    assert row.capture_id == version.capture_id
    assert row.report == {
        "organ": "滨湖区民政局",
        "organ_kind": "department",
        "division_code": "320211",
        "division_name": "滨湖区",
        "year": 2020,
    }
    assert {*SAID} < {column.name for column in Correction.__table__.columns}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"division": "999999"}, "no division has the code '999999'"),
        ({"division": "滨湖区"}, "320211 滨湖区"),
        ({"division": "222202", "year": 2020}, "浑江市 from 1980 to 1984"),
        ({"year": 20200}, "no year of a report"),
        ({"kind": "nwes"}, "no kind of page is called 'nwes'"),
        ({"organ": " 　"}, "--organ is empty"),
        ({"cells": (f"{CELL}=many",)}, "'many' is not a number"),
        ({"cells": ("review_litigation.reconsideration.pendin=1",)}, CELL),
        ({"cells": (CELL,)}, "has no value"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(kept: Archive, said: dict[str, Any], told: str) -> None:
    name = kept.keep(A, with_table("滨湖区民政局"))
    with pytest.raises(UsageError) as error:
        kept.correct(name, **said)
    assert told in str(error.value)
    assert kept.corrections() == 0
    assert kept.line()["corrections"] == []


def test_a_name_that_names_nothing_or_two_is_told(kept: Archive) -> None:
    with pytest.raises(UsageError, match="no report has the id or URL"):
        kept.correct("ffffffffff", year=2019)
    kept.keep(A, page("滨湖区民政局"))
    kept.keep(A, page("滨湖区教育局", SENTENCE, "换了一篇。"))
    kept.correct(A, year=2019)
    years = {line["organ"]: line["year"] for line in kept.lines()}
    assert years == {"滨湖区教育局": 2019, "滨湖区民政局": 2020}
