"""PDF: print read back. Lines are paragraphs again, ruled tables grids, and what cannot be read says why."""

import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Grid, Paragraph, Picture
from archive.reading.html import read_html
from archive.reading.printed.pdf import read_pdf
from archive.reading.printed.running import is_page_number
from archive.reading.reader import read
from tests.printed import GROUPS_2019, GROUPS_2021, HEAD_OF_APPLICATIONS, applications, lay, reviews
from tests.printed_pdf import (
    CODED,
    DUMB,
    HEIGHT,
    Mark,
    Page,
    assemble,
    dotted,
    double,
    ground,
    line,
    lines,
    lock,
    page,
    picture,
    table,
    text,
    thin,
    write,
)

TITLE = text(110, 90, "青河县水务局2021年政府信息公开工作年度报告", 18)
NUMBERS = {"信访": ["1", "2", "", "4", "5", "6", "1,234"], "（一）予以公开": ["12", "", "3", "-", "/", "无", "15"]}
FORM_2019 = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2019, NUMBERS))
FORM_2021 = lay(*HEAD_OF_APPLICATIONS, *applications(GROUPS_2021, NUMBERS))
WIDTHS = [30, 45, 120, *[40] * 7]
GRID = lay(["项目", "数量", "金额"], ["一、收到申请", "5", "1,234"], ["二、办结", "", "0"])
FULL = "全局上下坚持以公开为常态不公开为例外依法做好各项工作接受社会"
"""Thirty characters: a full line of 12 points between x = 60 and 420."""


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def report(*marks: Mark) -> Document:
    return read_pdf(write(page(TITLE, *marks)))


# Paragraphs


def test_lines_of_a_paragraph_are_joined_and_an_indent_begins_the_next() -> None:
    document = report(
        text(84, 140, FULL[:28]),
        lines(60, 160, FULL, "监督。"),
        text(84, 200, FULL[:28]),
        lines(60, 220, FULL, FULL[:5] + "。"),
    )
    assert document.titles == ("青河县水务局2021年政府信息公开工作年度报告",)
    assert texts(document) == [f"{FULL[:28]}{FULL}监督。", f"{FULL[:28]}{FULL}{FULL[:5]}。"]
    assert document.state == "complete"


def test_a_line_with_room_for_the_next_word_ends_its_paragraph() -> None:
    document = report(lines(60, 140, FULL, "并公开信息12条。", FULL, "本年没有收费。"))
    assert texts(document) == [f"{FULL}并公开信息12条。", f"{FULL}本年没有收费。"]


def test_a_line_broken_before_a_long_word_goes_on() -> None:
    document = report(lines(60, 140, FULL, FULL[:20] + "见网址", "http://www.qinghe.example/zwgk/ 一栏。"))
    assert texts(document) == [f"{FULL}{FULL[:20]}见网址http://www.qinghe.example/zwgk/ 一栏。"]


def test_numbered_headings_stand_alone_even_behind_a_full_line() -> None:
    document = report(lines(60, 140, "一、总体情况", FULL[:29] + "。", "（一）主动公开", FULL[:29] + "。", "二、收费"))
    assert texts(document) == ["一、总体情况", FULL[:29] + "。", "（一）主动公开", FULL[:29] + "。", "二、收费"]


def test_a_wider_gap_begins_a_paragraph() -> None:
    document = report(lines(60, 140, FULL, FULL, FULL), lines(60, 216, FULL, "。"))
    assert texts(document) == [FULL * 3, FULL + "。"]


def test_a_number_broken_by_a_full_line_is_one_number() -> None:
    document = report(lines(60, 140, FULL, FULL[:28] + "全年12", "84条。"))
    assert texts(document)[-1].endswith("全年1284条。")


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    first = page(TITLE, text(84, 700, FULL[:28]), lines(60, 720, FULL), text(280, 800, "— 1 —"))
    second = page(lines(60, 80, FULL, "监督。"), text(84, 120, FULL[:28]), text(280, 800, "— 2 —"))
    assert texts(read_pdf(write(first, second))) == [f"{FULL[:28]}{FULL}{FULL}监督。", FULL[:28]]


@pytest.mark.parametrize(
    "words", ["3", "— 3 —", "- 3 -", "－3－", "第3页", "第 3 页 共 9 页", "3/9", "第三页", "Page 3 of 9"]
)
def test_page_numbers_are_known(words: str) -> None:
    assert is_page_number(words)


@pytest.mark.parametrize("words", ["3条", "2021年", "第3条", "13800001111", "（三）其他"])
def test_other_short_lines_are_no_page_numbers(words: str) -> None:
    assert not is_page_number(words)


def test_running_heads_and_page_numbers_are_no_text() -> None:
    pages = [
        page(
            text(60, 50, "青河县水务局年度报告"),
            TITLE if number == 1 else "",
            text(84, 140, f"本年第{number}件工作。"),
            lines(60, 180, FULL, "监督。"),
            text(280, 800, f"第 {number} 页 共 3 页"),
        )
        for number in (1, 2, 3)
    ]
    wanted = [words for number in (1, 2, 3) for words in (f"本年第{number}件工作。", FULL + "监督。")]
    assert texts(read_pdf(write(*pages))) == wanted


def test_a_line_in_the_margin_of_one_page_is_text() -> None:
    document = report(text(84, 140, "本年工作情况如下。"), text(84, 790, "2022年1月20日"))
    assert texts(document) == ["本年工作情况如下。", "2022年1月20日"]


# Tables


@pytest.mark.parametrize("rule", [line, thin, dotted, double])
@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_the_national_table_comes_out_cell_for_cell(form: Grid, rule: Callable[..., Mark]) -> None:
    assert report(table(form, WIDTHS, top=120, rule=rule)).grids == (form,)


def test_a_table_without_borders_at_its_sides_keeps_its_outer_columns() -> None:
    assert report(table(FORM_2021, WIDTHS, top=120, sides=False)).grids == (FORM_2021,)


@pytest.mark.parametrize(("sideways", "rotate"), [(True, 0), (False, 90), (True, 90), (False, 270), (False, 180)])
def test_landscape_pages_are_read_upright(sideways: bool, rotate: int) -> None:
    body = write(page(TITLE, table(FORM_2019, WIDTHS, top=120), sideways=sideways, rotate=rotate))
    assert read_pdf(body).grids == (FORM_2019,)


@pytest.mark.parametrize("groups", [GROUPS_2019, GROUPS_2021], ids=["2019", "2021"])
def test_the_same_table_on_a_web_page_has_the_same_grid(groups: Sequence[tuple[str, Sequence[str]]]) -> None:
    rows = [*HEAD_OF_APPLICATIONS, *applications(groups, NUMBERS)]
    cells = [[(cell, 1, 1) if isinstance(cell, str) else cell for cell in row] for row in rows]
    trs = ("".join(f"<td colspan={c} rowspan={r}>{said}</td>" for said, c, r in row) for row in cells)
    html = f"<p>{FULL}。</p><table>{''.join(f'<tr>{tr}</tr>' for tr in trs)}</table>"
    assert report(table(lay(*rows), WIDTHS, top=120)).grids == read_html(html, url=None).grids


def test_text_and_tables_keep_their_order() -> None:
    grid = reviews(*"123456789012345")
    document = report(
        text(84, 130, "一、总体情况"),
        table(grid, [30] * 15, top=150),
        text(84, 260, "二、存在的问题"),
        text(84, 280, "无。"),
    )
    assert [type(block) for block in document.blocks] == [Paragraph, Grid, Paragraph, Paragraph]


def test_a_frame_round_a_text_is_no_table() -> None:
    frame = line(50, 110, 450, 110) + line(50, 300, 450, 300) + line(50, 110, 50, 300) + line(450, 110, 450, 300)
    document = report(frame, text(84, 140, FULL[:28]), lines(60, 160, FULL, "监督。"))
    assert document.grids == ()
    assert texts(document) == [f"{FULL[:28]}{FULL}监督。"]


def test_a_ground_behind_words_is_no_table() -> None:
    document = report(ground(60, 130, 120, 145), ground(120, 130, 180, 145), text(60, 142, "重点工作"))
    assert document.grids == ()


def test_a_label_written_downwards_reads_from_the_right() -> None:
    grid = lay([("", 1, 2), "收到申请", "12"], ["办结", "11"])
    down = [
        text(x, y, char, 10)
        for x, column in ((84, "办理"), (70, "结果"))
        for y, char in zip((132, 142), column, strict=True)
    ]
    assert report(table(grid, [40, 80, 60], top=120), *down).grids[0].rows[0] == ("办理结果", "收到申请", "12")


def test_a_label_turned_on_its_side_is_read() -> None:
    grid = lay([("", 1, 2), "收到申请", "12"], ["办结", "11"])
    document = report(table(grid, [40, 80, 60], top=120), text(70, 155, "结果", 10, turn=270))
    assert document.grids[0].rows[0] == ("结果", "收到申请", "12")


def test_two_numbers_in_a_cell_stay_two_and_a_broken_one_is_one() -> None:
    frame = table(lay(["项目", "甲乙"], ["数量", ""], ["合计", ""]), [60, 60], top=120, size=20)
    wide = text(124, 165, "12", 10) + text(124, 177, "34", 10)
    narrow = text(124, 196, "123456789", 10) + text(124, 208, "0", 10)
    assert report(frame, wide, narrow).grids[0].rows == (("项目", "甲乙"), ("数量", "12 34"), ("合计", "1234567890"))


def test_columns_without_lines_are_parted_by_tabs() -> None:
    rows = [("项目", "数量", "比上年"), ("收到申请", "30", "9"), ("办结", "29", "0")]
    marks = [text(60 + 120 * c, 140 + 20 * r, words) for r, row in enumerate(rows) for c, words in enumerate(row)]
    document = report(*marks)
    assert texts(document) == ["\t".join(row) for row in rows]
    assert codes(document) == ["unruled_table"]


# Tables cut by a page break


def cut(*parts: Mark) -> Document:
    """Parts of a table, each at the top of a page of its own, with a page number."""
    foot = [text(280, 800, f"— {number} —") for number in range(1, 9)]
    return read_pdf(write(*(page(part, number) for part, number in zip(parts, foot, strict=False))))


@pytest.mark.parametrize("at", range(1, 28))
def test_a_table_cut_between_two_rows_is_one(at: int) -> None:
    document = cut(table(FORM_2021, WIDTHS, range(at)), table(FORM_2021, WIDTHS, range(at, 28)))
    assert document.grids == (FORM_2021,)


def test_a_label_said_again_below_the_break_is_one_cell() -> None:
    below = table(FORM_2021, WIDTHS, range(12, 28), again=True)
    assert cut(table(FORM_2021, WIDTHS, range(12)), below).grids == (FORM_2021,)


def test_a_table_over_three_pages_is_one() -> None:
    ranges = (range(8), range(8, 19), range(19, 28))
    assert cut(*(table(FORM_2021, WIDTHS, rows) for rows in ranges)).grids == (FORM_2021,)


def test_rows_of_the_head_said_again_go() -> None:
    below = table(FORM_2021, WIDTHS, [0, 1, 2, *range(12, 28)])
    assert cut(table(FORM_2021, WIDTHS, range(12)), below).grids == (FORM_2021,)


def test_a_row_that_looks_like_the_head_and_is_not_stays() -> None:
    above, below = lay(["项目", "数量"], ["收到", "1"]), lay(["项目", "金额"], ["收费", "2"])
    document = cut(table(above, [200, 100]), table(below, [200, 100]))
    assert document.grids[0].rows == (*above.rows, *below.rows)


def test_a_row_cut_in_its_label_is_one_row() -> None:
    above = lay(["项目", "数量"], ["一、收到申请", "5"], ["二、要求行政机关确认或", "12"])
    below = lay(["重新出具已获取信息", ""], ["三、其他", "3"])
    rows = (*above.rows[:2], ("二、要求行政机关确认或重新出具已获取信息", "12"), below.rows[1])
    assert cut(table(above, [100, 60]), table(below, [100, 60])).grids[0].rows == rows


def test_a_row_of_heads_cut_in_their_words_is_one_row() -> None:
    above = lay(["规章", "0", "0"], ["信息内容", "上一年", "本年"])
    below = lay(["", "项目数量", "增/减"], ["行政许可", "31", "7"])
    rows = (above.rows[0], ("信息内容", "上一年项目数量", "本年增/减"), below.rows[1])
    assert cut(table(above, [100, 60, 60]), table(below, [100, 60, 60])).grids[0].rows == rows


def test_a_group_of_names_cut_between_two_stays_two_rows() -> None:
    grid = lay([("局机关", 1, 2), "办公室", "接收申请"], ["法规科", "答复申请"], ["下属单位", "水文站", "提供信息"])
    assert cut(*(table(grid, [100, 60, 60], rows) for rows in ([0], [1, 2]))).grids == (grid,)


def test_a_row_whose_numbers_came_below_the_break_is_one_row() -> None:
    above, below = lay(["项目", "数量"], ["一、收到申请", ""]), lay(["", "12"], ["二、其他", "3"])
    rows = (("项目", "数量"), ("一、收到申请", "12"), ("二、其他", "3"))
    assert cut(table(above, [100, 60]), table(below, [100, 60])).grids[0].rows == rows


def test_a_row_that_moved_below_the_break_leaves_no_blank_one() -> None:
    above, below = lay(["项目", "数量"], ["一、收到申请", "5"], ["", ""]), lay(["二、办结", "4"], ["三、其他", "3"])
    assert cut(table(above, [100, 60]), table(below, [100, 60])).grids[0].rows == (*above.rows[:2], *below.rows)


def test_a_row_of_its_own_without_numbers_stays_one() -> None:
    above, below = lay(["项目", "数量"], ["一、收到申请数量和办理", "5"]), lay(["二、上年结转", ""], ["三、其他", "3"])
    assert cut(table(above, [100, 60]), table(below, [100, 60])).grids[0].rows == (*above.rows, *below.rows)


def test_where_a_row_may_be_cut_both_halves_stay_and_a_finding_says_so() -> None:
    above, below = lay(["项目", "数量"], ["一、收到申请数量以及其", ""]), lay(["办理情况", ""], ["二、其他", "3"])
    document = cut(table(above, [100, 60]), table(below, [100, 60]))
    assert document.grids[0].rows == (*above.rows, *below.rows)
    assert "cut_row" in codes(document)


def test_tables_of_one_width_with_other_columns_stay_two() -> None:
    above, below = lay(["项目", "数量", "金额"], ["收到", "1", "2"]), lay(["单位", "人数"], ["水务局", "9"])
    document = cut(table(above, [100, 60, 60]), table(below, [60, 160]))
    assert document.grids == (above, below)
    assert "cut_table" in codes(document)


def test_tables_with_a_heading_between_them_stay_two() -> None:
    grid = lay(["项目", "数量"], ["收到", "1"])
    below = text(60, 60, "二、其他情况") + table(grid, [100, 60], top=80)
    assert cut(table(grid, [100, 60]), below).grids == (grid, grid)


def test_nothing_goes_on_over_a_page_that_is_not_read() -> None:
    ends, begins = text(84, 120, FULL[:28]) + lines(60, 140, FULL), lines(60, 60, FULL, "监督。")
    document = read_pdf(write(page(TITLE, ends), page(scan()), page(begins)))
    assert texts(document) == [FULL[:28] + FULL, FULL + "监督。"]
    parts = [table(FORM_2021, WIDTHS, rows) for rows in (range(12), range(12, 28))]
    assert len(read_pdf(write(page(parts[0]), page(scan()), page(parts[1]))).grids) == 2


# Pages that are no text


def scan() -> Mark:
    return picture(0, 0, 595, HEIGHT)


def test_a_file_of_scanned_pages_needs_ocr() -> None:
    document = read_pdf(write(page(scan()), page(scan(), text(280, 800, "2"))))
    assert (document.state, document.blocks) == ("needs_ocr", (Picture("", "page 1"), Picture("", "page 2")))
    assert "scanned_pages" in codes(document)


def test_one_scanned_page_makes_a_text_incomplete_and_is_named() -> None:
    document = read_pdf(write(page(TITLE, text(84, 140, "本年工作情况如下，欢迎社会各界监督。")), page(scan())))
    assert document.state == "incomplete"
    assert [finding.where for finding in document.findings if finding.code == "scanned_pages"] == ["pages 2"]
    assert texts(document) == ["本年工作情况如下，欢迎社会各界监督。"]


def test_text_that_a_scanner_laid_over_its_picture_is_doubtful() -> None:
    document = report(scan(), text(84, 140, "本年工作情况如下，欢迎社会各界监督。"))
    assert (document.state, codes(document)) == ("doubtful", ["text_over_picture"])


def test_a_picture_is_marked_in_its_place() -> None:
    document = report(
        text(84, 140, "收到申请的情况见下图。"), picture(100, 200, 300, 400), text(84, 440, "本年没有收费。")
    )
    said = [Paragraph("收到申请的情况见下图。"), Picture("", "page 1"), Paragraph("本年没有收费。")]
    assert [*document.blocks] == said
    assert [(finding.code, finding.where) for finding in document.findings] == [("picture", "pages 1")]
    assert document.state == "complete"


def test_a_picture_beside_a_paragraph_does_not_part_it() -> None:
    document = report(text(84, 140, FULL[:28]), picture(440, 145, 500, 250), lines(60, 160, FULL, "监督。"))
    assert [*document.blocks] == [Paragraph(f"{FULL[:28]}{FULL}监督。"), Picture("", "page 1")]


def test_a_seal_over_the_signature_and_an_emblem_in_the_margin_are_no_pictures_of_text() -> None:
    document = report(picture(40, 30, 90, 80), text(300, 240, "青河县水务局"), picture(280, 200, 400, 320))
    assert [*document.blocks] == [Paragraph("青河县水务局")]


HATCHING = [line(x, y, x + 8, y) for x in range(60, 540, 12) for y in range(300, 800, 9)]
DOTS = [line(x, 300, x + 1, 300) for x in range(60, 540)] * 42
MESH = [line(60, y, 1_200, y) for y in range(300, 1_200, 6)] + [line(x, 300, x, 1_194) for x in range(60, 1_200, 6)]


@pytest.mark.parametrize(("drawn", "tables"), [(HATCHING, 0), (DOTS, 0), (MESH, 1)], ids=["lines", "shapes", "squares"])
def test_lines_too_many_for_a_table_are_told_and_make_the_text_doubtful(drawn: list[Mark], tables: int) -> None:
    marks = (TITLE, text(84, 140, "本年没有收费。"), table(GRID, [100, 60, 60], top=200))
    document = read_pdf(write(page(*marks, *drawn, width=1_250, height=1_250)))
    assert document.grids == (GRID,) * tables
    assert (document.state, codes(document)) == ("doubtful", ["drawing"])
    assert "1,234" in document.text
    assert read_pdf(write(page(*marks, *drawn[:900:9], width=1_250, height=1_250))).state == "complete"


def test_glyphs_whose_font_tells_no_character_need_ocr() -> None:
    document = read_pdf(write(page(text(84, 140, FULL, font=DUMB))))
    assert (document.state, document.text) == ("needs_ocr", "")


def test_a_few_such_glyphs_are_marked_where_they_stand() -> None:
    document = report(text(84, 140, "本年工作情况如下。"), text(192, 140, "甲", font=DUMB))
    assert texts(document) == ["本年工作情况如下。\ufffd"]
    assert (document.state, codes(document)) == ("doubtful", ["lost_characters"])


def test_text_whose_font_tells_wrong_characters_is_doubtful() -> None:
    wrong = "ÕþÐÅÏ¢¹«¿ª¹¤×÷Äê¶È±¨¸æ" * 2
    document = read_pdf(write(page(*(text(60, y, wrong, font=CODED) for y in (100, 120, 140))), unicode=wrong))
    assert (document.state, "foreign_letters" in codes(document)) == ("doubtful", True)


def test_radicals_and_soft_hyphens_are_the_characters_they_are_printed_for() -> None:
    printed = "⼀年来⽅便群众办事⻓效机制⻅成效2019\xad2020"
    document = read_pdf(write(page(TITLE, text(84, 140, printed, font=CODED)), unicode=printed))
    assert texts(document) == ["一年来方便群众办事长效机制见成效2019-2020"]


def test_text_printed_twice_is_read_once() -> None:
    words = "全年主动公开信息11条。"
    assert texts(report(text(84, 140, words), text(84.4, 140, words))) == [words]


def test_letters_spread_apart_are_one_word() -> None:
    assert texts(report(text(84, 140, "主动公开", gap=5), text(84, 200, "本年没有收费。"))) == [
        "主动公开",
        "本年没有收费。",
    ]


def test_a_watermark_is_left_out_and_told() -> None:
    document = report(text(84, 140, "本年工作情况如下。"), text(100, 300, "内部资料", 40, turn=45))
    assert texts(document) == ["本年工作情况如下。"]
    assert codes(document) == ["slanted_text"]


def test_text_outside_the_page_is_not_shown() -> None:
    assert texts(report(text(84, 140, "本年没有收费。"), text(84, 900, "裁切线以外的字"))) == ["本年没有收费。"]


# Files


def test_the_title_of_the_file_is_a_meta_where_it_is_one() -> None:
    words = text(84, 140, "本年没有收费。")
    assert read_pdf(write(page(words), title="青河县水务局2021年年报")).metas == {"title": "青河县水务局2021年年报"}
    assert read_pdf(write(page(words), title="Microsoft Word - 年报.doc")).metas == {}


def test_bytes_before_the_beginning_do_no_harm() -> None:
    body = write(page(TITLE, text(84, 140, "本年没有收费。")))
    assert read(b"\r\n\r\n" + body).text == read(body).text == "本年没有收费。"


def test_a_table_of_objects_that_is_wrong_is_made_again() -> None:
    body = write(page(TITLE, text(84, 140, "本年没有收费。")))
    assert read(body.replace(b" 00000 n", b"7 00000 n")).text == "本年没有收费。"
    assert read(body.replace(b"startxref\n", b"startxref\n9")).text == "本年没有收费。"


def test_a_file_without_pages_says_so() -> None:
    document = read(write())
    assert (document.state, codes(document)) == ("unreadable", ["no_pages"])


@pytest.mark.parametrize(
    "objects",
    [
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Pages/Kids[2 0 R]>>"],
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[9 0 R]/Count 999999999>>"],
        ["<</Type/Catalog/Pages 1 0 R>>"],
        ["<</Type/Catalog>>"],
    ],
)
def test_a_page_tree_without_leaves_is_unreadable(objects: list[str]) -> None:
    assert read(assemble(objects)).state == "unreadable"


def test_a_table_of_objects_that_points_to_itself_is_told() -> None:
    body = write(page(TITLE, text(84, 140, "本年没有收费。")))
    start = body.rindex(b"xref\n0")
    document = read(body.replace(b"/Info 4 0 R", b"/Prev %d" % start))
    assert document.text == "本年没有收费。" or document.state == "unreadable"


def test_a_page_that_unpacks_without_end_is_left_out() -> None:
    packed = zlib.compress(b"0 0 m " * 2_000_000).decode("latin-1")
    body = write(page(TITLE, text(84, 140, "本年没有收费。")), Page(packed, packed="/Filter/FlateDecode"))
    document = read(body)
    assert (document.text, document.state) == ("本年没有收费。", "incomplete")
    assert [(finding.code, finding.where) for finding in document.findings] == [("damaged_page", "page 2")]


def test_a_file_that_wants_a_password_says_so() -> None:
    document = read(lock(b"secret", page(TITLE)))
    assert (document.state, codes(document)) == ("unreadable", ["encrypted"])


def test_a_file_locked_against_changes_only_is_read() -> None:
    assert read(lock(b"", page(TITLE, text(84, 140, "本年没有收费。")))).text == "本年没有收费。"


SAMPLE = write(page(text(84, 140, FULL[:28]), table(GRID, [100, 60, 60], top=200)))
DAMAGE = st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 4), st.binary(max_size=4))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DAMAGE, min_size=1, max_size=9))
def test_a_damaged_file_never_claims_an_empty_text_complete(damage: list[tuple[int, int, bytes]]) -> None:
    body = bytearray(SAMPLE)
    for at, length, junk in damage:
        body[at : at + length] = junk
    document = read(bytes(body), media="application/pdf")
    assert document.text or document.state != "complete"


@settings(max_examples=40, deadline=None)
@given(st.integers(len("%PDF-1.4"), len(SAMPLE) - 1))
def test_a_file_cut_short_never_claims_to_be_complete(end: int) -> None:
    document = read(SAMPLE[:end], media="application/pdf")
    assert document.state != "complete" or document.grids == (GRID,)
