"""No reader is trusted alone: a text is held against what the page says by another way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Paragraph
from archive.reading.floor import densest_lines, measured, page_floor, recall, source_lines
from archive.reading.page import LOWEST, MOST_TAGS, judged_by_floor
from archive.reading.reader import read
from tests.test_reading_html import AFTER, BEFORE, FOOT, LAYOUTS, LINES, SIDE, TAILS, TITLE, TOP, page

REPORT = [line * 4 if "。" in line and len(line) > 9 else line for line in (*BEFORE, *AFTER)]
BODY = "".join(f"<p>{line}</p>" for line in REPORT)


def test_a_text_that_has_all_has_a_recall_of_one_whatever_its_order_and_white_space() -> None:
    assert recall("二、公开 情况\n一、总体情况", "一、总体情况\n二、公开情况") == 1
    assert recall("规章 |  | 0 |\n", "规章0") == 1
    assert recall("anything", "") == 1


def test_recall_is_the_share_of_the_characters_that_are_there() -> None:
    assert recall("", "全年公开信息126条。") == 0
    assert recall("全年公开信息126条。", "全年公开信息126条。\n没有收到申请，没有诉讼。") == pytest.approx(0.5, abs=0.1)
    assert recall("全年公开信息126条。", "全年公开信息126条。" * 2) == pytest.approx(0.5, abs=0.1)


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_recall_is_a_share(text: str, floor: str) -> None:
    assert 0 <= recall(text, floor) <= 1
    assert recall(floor, floor) == 1


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("tail", TAILS)
def test_the_floor_of_a_page_is_in_its_text(layout: str, tail: str) -> None:
    document = page(layout, tail=TAILS[tail])
    assert document.recall is not None and document.recall >= LOWEST
    assert document.text.splitlines() == LINES


def test_the_floor_is_the_sentences_without_menu_and_footer() -> None:
    floor = page_floor(f"<title>{TITLE}</title>{TOP}{SIDE}<h1>{TITLE}</h1>{BODY}{FOOT}")
    assert floor == REPORT[: len(floor)]
    assert len(floor) >= len(REPORT) - 2


def test_a_report_printed_twice_counts_once() -> None:
    assert len(page_floor(BODY * 2)) < len(REPORT) * 1.6
    assert recall("\n".join(REPORT), "\n".join(densest_lines(REPORT * 2))) > 0.8


@pytest.mark.parametrize("tag", ["<!--", "<script>", "<style>", "<title>"])
def test_what_nobody_closed_hides_nothing_from_the_floor(tag: str) -> None:
    assert set(REPORT) <= set(source_lines(f"<script>1</script>{tag}{BODY}"))


def test_a_page_without_a_sentence_has_no_floor() -> None:
    assert read(f"<html><body>{TOP}</body></html>".encode()).recall is None


def test_a_reader_that_took_the_wrong_part_is_overruled_and_said() -> None:
    source = f"<html><body>{TOP}<h1>{TITLE}</h1>{BODY}{FOOT}</body></html>"
    wrong = measured(Document(titles=(TITLE,), blocks=(Paragraph("本站声明。"),)), page_floor(source))
    document = judged_by_floor(wrong, source, page_floor(source))
    assert [finding.code for finding in document.findings] == ["floor"]
    assert document.text.splitlines() == REPORT
    assert (document.state, document.recall) == ("doubtful", 1)


def test_a_text_that_lost_a_part_is_kept_and_flagged() -> None:
    floor = page_floor(BODY)
    half = measured(Document(blocks=tuple(map(Paragraph, REPORT[:1]))), floor)
    document = judged_by_floor(half, BODY, floor)
    assert [finding.code for finding in document.findings] == ["floor"]
    assert document.text == half.text


def test_plain_text_is_held_against_its_own_lines() -> None:
    assert read("\n".join([TITLE, *REPORT]).encode()).recall == 1


def test_a_page_of_too_many_tags_is_read_without_them() -> None:
    document = read((f"<h1>{TITLE}</h1>{BODY}" + "<p>公开<b>" * MOST_TAGS).encode())
    assert document.findings[-1].code == "too_many_tags"
    assert set(REPORT) <= set(document.text.splitlines())
    assert document.titles == (TITLE,)
