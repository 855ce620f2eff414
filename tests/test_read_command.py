"""`archive read`: what a person sees of a page, as text and as HTML."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from archive.page.content import list_blocks
from archive.page.drawing import draw_grid, text_width, wrap
from archive.page.html import write_html
from archive.page.text import write_text
from archive.reading.document import Grid, Paragraph, Span
from archive.reading.grids import Cell, make_grid
from archive.reading.reader import read
from archive.report.understand import to_json, understand
from tests.commands import archive, json_lines

PAGE = """<html><head><title>{title}</title></head><body><h1>{title}</h1>
<p>索引号：A-2021-7　发布日期：2021-01-29</p><div>
<p>一、总体情况</p><p>2020年，我局主动公开政府信息{cell}条，按期答复，欢迎社会各界监督。</p><p>二、主动公开政府信息情况</p>
<table><tr><td colspan="2">事项</td><td>件数</td></tr><tr><td rowspan="2">公开</td><td>规章</td><td>{cell}</td></tr>
<tr><td>规范性文件</td><td>12</td></tr></table><p>三、其他需要报告的事项</p><p>无。</p>
<p><a href="{link}">附件一.doc</a></p><p>青河县水务局</p><p>2021年1月29日</p></div></body></html>"""
TITLE = "青河县水务局2020年政府信息公开工作年度报告"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE.format(title=TITLE, cell="5", link="/files/1.doc"), encoding="utf-8")
    return file


def test_text_has_title_facts_paragraphs_and_the_table_drawn(page: Path) -> None:
    run = archive("read", "--text", str(page), "--url", "http://qinghe.example/1.html")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[:2] == [TITLE, "=" * 2 * (len(TITLE) - 4) + "===="]
    assert "Organ      青河县水务局" in lines
    assert "index_no   A-2021-7" in lines
    assert run.stdout.index("## 一、总体情况\n\n2020年，我局") < run.stdout.index("+------")
    assert "\n".join(lines[lines.index("## 二、主动公开政府信息情况") + 2 :]).startswith(
        "+------+------------+------+\n"
        "| 事项              | 件数 |\n"
        "+------+------------+------+\n"
        "| 公开 | 规章       | 5    |\n"
        "|      +------------+------+\n"
        "|      | 规范性文件 | 12   |\n"
        "+------+------------+------+\n"
        "\n## 三、其他需要报告的事项\n"
    )
    assert "- 附件一.doc: http://qinghe.example/files/1.doc" in lines


def test_html_is_a_page_whose_tables_have_their_spans(page: Path) -> None:
    run = archive("read", "--html", str(page))
    assert run.returncode == 0, run.stderr
    tree = LexborHTMLParser(run.stdout)
    assert run.stdout.startswith("<!DOCTYPE html>")
    assert tree.css_first("meta[charset]").attributes["charset"] == "utf-8"
    assert tree.css_first("title").text() == tree.css_first("h1").text() == TITLE
    terms = [node.text() for node in tree.css("dl dt, dl dd")]
    assert terms[terms.index("index_no") + 1] == "A-2021-7"
    heads = [node.text() for node in tree.css("h2")]
    assert heads[:3] == [
        "Header as printed",
        "一、总体情况",
        "二、主动公开政府信息情况",
    ]
    (own,) = read(page.read_bytes()).grids
    assert read(run.stdout.encode()).grids[0] == own
    assert "Statistics as read" in heads and [node.text() for node in tree.css("th")][:2] == ["", "件数"]


def test_several_files_stand_apart_and_one_that_is_missing_says_so(page: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.html"
    run = archive("read", "--text", str(page), str(missing), str(page))
    assert run.returncode == 1
    first, second, third = run.stdout.split("#" * 80)
    assert first.strip() == third.strip()
    assert second.strip().startswith("(no title)") and "- no_file: " in second
    run = archive("read", "--html", str(page), str(missing))
    tree = LexborHTMLParser(run.stdout)
    assert run.returncode == 1
    assert [node.text() for node in tree.css("article h1")] == [TITLE, "(no title)"]
    assert len(tree.css("html")) == len(tree.css("title")) == 1


def test_text_and_html_at_once_are_wrong_usage(page: Path) -> None:
    run = archive("read", "--text", "--html", str(page))
    assert run.returncode == 2
    assert run.stdout == "" and "choose one" in run.stderr


def test_without_either_a_line_of_json_a_file(page: Path) -> None:
    (line,) = json_lines(archive("read", str(page)))
    (table,) = line["tables"]
    assert table["grid"][0] == ["事项", "事项", "件数"]
    assert table["spans"] == [[0, 0, 1, 2], [1, 0, 2, 1]]


POISON = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "</title><svg onload=alert(1)>"]


@pytest.mark.parametrize("poison", POISON)
def test_nothing_that_a_page_says_becomes_markup(poison: str) -> None:
    reading = to_json(
        understand(
            read(
                PAGE.format(
                    title=escape_once(poison) + TITLE, cell=escape_once(poison), link="javascript:alert(1)//1.doc"
                ).encode()
            )
        ),
        file=poison,
    )
    reading["attachments"] = [{"url": "javascript:alert(1)", "name": poison, "media": None}]
    reading["findings"] = [{"code": "odd", "message": poison, "where": poison}]
    reading["tables"][0]["caption"] = poison
    printed = "\n".join(write_html([reading]))
    tree = LexborHTMLParser(printed)
    assert {node.tag for node in tree.css("*")} <= {
        "html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "dl", "dt", "dd", "p", "table",
        "caption", "tbody", "tr", "td", "th", "h3", "ul", "li",
    }  # fmt: skip
    assert {name for node in tree.css("article *") for name in node.attributes} <= {"rowspan", "colspan"}
    assert poison in tree.css_first("h1").text()
    assert any(poison == node.text() for node in tree.css("td"))
    assert poison == tree.css_first("caption").text()


def escape_once(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_text_is_nothing_for_a_terminal_to_obey() -> None:
    reading = to_json(understand(read(PAGE.format(title=TITLE, cell="5", link="1.doc").encode())), file="\x1b]0;x\x07")
    assert "\x1b" not in "".join(write_text([reading]))


def test_a_report_without_sections_and_one_that_is_unreadable_are_shown_too() -> None:
    for body in (b"", bytes(range(256)) * 8, b"<p>\xe6\x97\xa0"):
        reading = to_json(understand(read(body)), file="x")
        assert "x" in "".join(write_text([reading])) and "x" in "".join(write_html([reading]))


def test_every_block_of_a_document_is_shown_once_in_its_place() -> None:
    twins = [Grid((("甲", "1"), ("乙", "2"))), Grid((("甲", "1"), ("乙", "2"), ("丙", "")), caption="又")]
    document = read(PAGE.format(title=TITLE, cell="5", link="").encode())
    blocks = (
        Paragraph("一、总体情况"), twins[0], Paragraph("甲 | 1"), twins[1], Paragraph("略。"),
    )  # fmt: skip
    reading = json.loads(json.dumps(to_json(understand(replace(document, blocks=blocks)))))
    assert list(list_blocks(reading)) == [Paragraph("一、总体情况", heading=True), *blocks[1:]]


CELLS = st.builds(
    Cell,
    st.text(alphabet="公开申请答复0123456789-a ，", max_size=40).map(lambda text: " ".join(text.split())),
    st.integers(1, 3),
    st.integers(1, 3),
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_cell_is_drawn_within_a_straight_frame(rows: list[list[Cell]]) -> None:
    grid = make_grid(rows)
    lines = list(draw_grid(grid))
    assert len({text_width(line) for line in lines}) == 1
    covered = grid.covered()
    told = "".join(text for r, row in enumerate(grid.rows) for c, text in enumerate(row) if (r, c) not in covered)
    drawn = "".join(lines).translate(str.maketrans("", "", "+|- "))
    assert sorted(drawn) == sorted(told.replace(" ", "").replace("-", ""))


@given(st.text(alphabet="公开0123456789a ，\u0301", max_size=60), st.integers(2, 30))
def test_a_cell_is_wrapped_without_losing_a_character(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(text_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_number_is_not_broken_where_it_fits_on_a_line() -> None:
    assert wrap("采购总金额1946.6890万元", 10) == ["采购总金额", "1946.6890", "万元"]


def test_cells_that_cover_both_rows_and_columns_have_one_frame() -> None:
    grid = Grid((("甲", "甲", "乙"), ("甲", "甲", "乙"), ("1", "2", "3")), (Span(0, 0, 2, 2), Span(0, 2, 2, 1)))
    assert list(draw_grid(grid)) == [
        "+----+----+----+",
        "| 甲      | 乙 |",
        "|         |    |",
        "|         |    |",
        "+----+----+----+",
        "| 1  | 2  | 3  |",
        "+----+----+----+",
    ]
