"""OFD: what is printed on its pages, told by where characters and lines stand."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Grid, Paragraph, Picture
from archive.reading.lines import compact
from archive.reading.reader import read
from tests.fixtures import fixture
from tests.ofd_files import image, make_ofd, page, path, ruled, text

SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请。"
CELLS = (("项目", "数量"), ("收费", "3"))


def write(cells: tuple[tuple[str, ...], ...], x: float = 20, y: float = 50) -> str:
    """Texts in a table of columns 40 mm wide and rows 10 mm high."""
    return "".join(
        text(x + 3 + 40 * c, y + 3 + 10 * r, word) for r, row in enumerate(cells) for c, word in enumerate(row)
    )


def lines(*content: str) -> list[str]:
    return read(make_ofd(page(text(20, 20, SENTENCE) + "".join(content)))).text.splitlines()[1:]


def only_grid(content: str) -> Grid:
    (grid,) = read(make_ofd(page(text(20, 20, SENTENCE) + content))).grids
    return grid


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_of_a_whole_report_there_is_nothing_to_say() -> None:
    document = read(fixture("2021.ofd"))
    assert (document.state, document.findings, document.reader) == ("complete", (), "ofd/1")


def test_an_ofd_is_read_as_the_pdf_it_was_made_of() -> None:
    for form in ("2019", "2021"):
        printed, same = read(fixture(f"{form}.ofd")), read(fixture(f"{form}.pdf"))
        assert compact(printed.text) == compact(same.text)
        assert [grid.spans for grid in printed.grids] == [grid.spans for grid in same.grids]


def test_lines_stand_in_the_order_of_the_page_whatever_that_of_the_file() -> None:
    below, above = text(20, 60, "二、主动公开情况"), text(20, 40, "一、总体情况")
    assert lines(below, above) == ["一、总体情况", "二、主动公开情况"]


def test_a_ruled_table_is_a_grid() -> None:
    assert only_grid(ruled(20, 50, (40, 40), (10, 10)) + write(CELLS)).rows == CELLS


def test_rules_drawn_as_boxes_or_thin_filled_bars_make_the_same_table() -> None:
    places = [(20 + 40 * c, 50 + 10 * r) for r in (0, 1) for c in (0, 1)]
    boxes = "".join(path(x, y, 40, 10, "M 0 0 L 40 0 L 40 10 L 0 10 C") for x, y in places)
    bar = 'Stroke="false" Fill="true"'
    bars = "".join(path(20, 50 + 10 * n, 80, 0.3, "M 0 0 L 80 0 L 80 0.3 L 0 0.3 C", bar) for n in (0, 1, 2))
    bars += "".join(path(20 + 40 * n, 50, 0.3, 20, "M 0 0 L 0.3 0 L 0.3 20 L 0 20 C", bar) for n in (0, 1, 2))
    assert only_grid(boxes + write(CELLS)).rows == CELLS
    assert only_grid(bars + write(CELLS)).rows == CELLS


def test_a_coloured_ground_is_no_table() -> None:
    ground = path(10, 10, 190, 60, "M 0 0 L 190 0 L 190 60 L 0 60 C", 'Stroke="false" Fill="true"')
    assert lines(ground, text(20, 40, "一、总体情况")) == ["一、总体情况"]


def test_a_row_written_as_one_text_is_parted_by_the_places_of_its_characters() -> None:
    row = text(23, 53, "项目数量", deltas='DeltaX="4 36 4"') + text(23, 63, "收费3", deltas='DeltaX="g 1 4 36"')
    assert only_grid(ruled(20, 50, (40, 40), (10, 10)) + row).rows == CELLS


def test_places_are_moved_and_scaled_by_matrices_and_blocks() -> None:
    half = 'CTM="0.5 0 0 0.5 0 0"'
    scaled = text(20, 40, "一、总体情况", size=8, more=half)
    assert lines(f"<ofd:PageBlock ID='3'><ofd:PageBlock ID='4'>{scaled}</ofd:PageBlock></ofd:PageBlock>") == [
        "一、总体情况"
    ]


def test_a_text_written_downwards_is_read_downwards() -> None:
    column = text(25, 53, "办理结果", deltas='DeltaY="4 4 4"')
    grid = only_grid(ruled(20, 50, (15, 40), (20, 10)) + column + text(40, 53, "予以公开") + text(40, 73, "其他"))
    assert grid.rows[0] == ("办理结果", "予以公开")


def test_text_of_a_template_is_text_of_the_page() -> None:
    head = '<ofd:Template TemplateID="90"/>'
    body = make_ofd(page(text(20, 60, SENTENCE), head), template=page(text(20, 40, "一、总体情况")))
    assert read(body).text.splitlines() == ["一、总体情况", SENTENCE]


def test_bold_made_by_printing_twice_and_what_is_not_visible_are_read_once_and_never() -> None:
    twice = text(20, 40, "一、总体情况") + text(20.2, 40, "一、总体情况")
    assert lines(twice, text(20, 60, "草稿", more='Visible="false"')) == ["一、总体情况"]


def test_a_table_cut_by_a_page_break_is_one() -> None:
    first = text(20, 20, SENTENCE) + ruled(20, 250, (40, 40), (10, 10)) + write(CELLS, y=250)
    second = ruled(20, 20, (40, 40), (10, 10)) + write((("处罚", "5"), ("强制", "7")), y=20)
    (grid,) = read(make_ofd(page(first), page(second))).grids
    assert grid.rows == (*CELLS, ("处罚", "5"), ("强制", "7"))


def test_page_numbers_are_no_text() -> None:
    pages = [page(text(20, 100, SENTENCE) + text(100, 285, f"— {n} —")) for n in (1, 2, 3)]
    assert "— 2 —" not in read(make_ofd(*pages)).text


def test_pages_that_are_pictures_need_ocr() -> None:
    document = read(make_ofd(page(image(0, 0, 210, 297)), page(image(5, 5, 200, 290))))
    assert (document.state, codes(document)) == ("needs_ocr", ["scanned_pages"])


def test_a_picture_is_marked_in_its_place_and_the_ground_of_a_text_is_none() -> None:
    above, below = text(20, 40, "一、总体情况"), text(20, 160, "二、主动公开情况")
    document = read(make_ofd(page(text(20, 20, SENTENCE) + above + image(40, 60, 80, 80) + below)))
    said = [Paragraph(SENTENCE), Paragraph("一、总体情况"), Picture("", "page 1"), Paragraph("二、主动公开情况")]
    assert [*document.blocks] == said
    assert [(f.code, f.where) for f in document.findings] == [("picture", "pages 1")]
    assert read(make_ofd(page(image(15, 15, 180, 30) + text(20, 20, SENTENCE)))).blocks == (Paragraph(SENTENCE),)


def test_a_seal_is_an_annotation_and_changes_nothing() -> None:
    seal = f"<PageAnnot><Annot><Appearance>{image(150, 240, 40, 40)}</Appearance></Annot></PageAnnot>"
    body = make_ofd(page(text(20, 20, SENTENCE)), more={"Doc_0/Annots/Page_0/Annotation.xml": seal})
    assert (read(body).text, read(body).findings) == (SENTENCE, ())


def test_a_damaged_page_takes_no_other_with_it() -> None:
    document = read(make_ofd(page(text(20, 20, SENTENCE)), "<ofd:Page", page(text(20, 20, "二、主动公开情况"))))
    assert SENTENCE in document.text and "二、主动公开情况" in document.text
    assert document.state == "incomplete"
    assert [(f.code, f.where) for f in document.findings] == [("damaged_page", "page 2")]


def test_a_file_without_pages_is_unreadable_and_says_so() -> None:
    assert (read(make_ofd()).state, codes(read(make_ofd()))) == ("unreadable", ["no_pages"])


@pytest.mark.parametrize(
    "content",
    [
        text(20, 20, "字" * 1_000, deltas='DeltaX="g 1000000000 4"'),
        text(20, 20, "字", deltas='DeltaX="g"'),
        text(20, 20, "字", more='CTM="nan 0 x"'),
        text(20, 20, "字", size=0),
        path(0, 0, 1, 1, "M 0 0 L " * 20_000),
        path(0, 0, 1, 1, "L C C B 1 2 A"),
        "".join(path(n / 9, 0, 0, 290, "M 0 0 L 0 290") for n in range(2_000)),
        "<ofd:PageBlock>" * 200 + "</ofd:PageBlock>" * 200,
    ],
)
def test_hostile_pages_are_read_in_bounded_time(content: str) -> None:
    start = time.process_time()
    document = read(make_ofd(page(text(20, 10, SENTENCE) + content)))
    assert time.process_time() - start < 10
    assert SENTENCE in document.text
    assert document.state == ("incomplete" if "PageBlock" in content else "complete")


def test_entities_are_refused() -> None:
    content = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>' + page(
        text(20, 20, SENTENCE).replace("本", "&y;")
    )
    assert read(make_ofd(content)).state != "complete"


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_makes_the_reader_raise(data: st.DataObject) -> None:
    body = bytearray(make_ofd(page(ruled(20, 50, (40, 40), (10, 10)) + write(CELLS))))
    for _ in range(data.draw(st.integers(1, 10))):
        body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    document = read(bytes(body))
    assert document.blocks or document.findings
