"""Rich text: the whole text of the body, tables with their spans, and none of what stands beside."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.reading.document import Document, Grid, Paragraph, Picture, Span
from archive.reading.reader import read
from tests.fixtures import fixture

SENTENCE = "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。"


def hexed(text: str, charset: str = "gb18030") -> str:
    """A text as old writers have it: `\\'d6\\'d0`."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(charset))


def rtf(*paragraphs: str, head: str = "\\ansi\\ansicpg936") -> bytes:
    """A file of a sentence and of paragraphs that are RTF already."""
    opening = (
        "\\pard " + "".join(f"\\u{ord(letter) - (ord(letter) > 0x7FFF) * 0x10000}?" for letter in SENTENCE) + "\\par"
    )
    return f"{{\\rtf1{head} {opening}\n{''.join(paragraphs)}}}".encode("latin-1")


def lines(*paragraphs: str, head: str = "\\ansi\\ansicpg936") -> list[str]:
    """What is read of the paragraphs behind the sentence."""
    first, *others = read(rtf(*(f"\\pard {text}\\par\n" for text in paragraphs), head=head)).text.splitlines()
    assert first == SENTENCE
    return others


def row(*cells: tuple[str, str], edges: tuple[int, ...] = ()) -> str:
    """A row of cells, each its text and the words of its shape; their right edges are 1000, 2000, … by default."""
    places = edges or tuple(1000 * n for n in range(1, len(cells) + 1))
    shapes = "".join(f"{words}\\cellx{edge}" for (_, words), edge in zip(cells, places, strict=True))
    texts = "".join(f"\\pard\\intbl {text}\\cell" for text, _ in cells)
    return f"\\trowd\\trgaph108{shapes}{texts}\\row\n"


def plain(*texts: str, edges: tuple[int, ...] = ()) -> str:
    return row(*((text, "") for text in texts), edges=edges)


def only_grid(*rows: str) -> Grid:
    (grid,) = read(rtf(*rows, "\\pard\\par")).grids
    return grid


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


# --- a whole report


def test_of_a_whole_report_there_is_nothing_to_say() -> None:
    document = read(fixture("2021.rtf"))
    assert (document.state, document.findings, document.reader) == ("complete", (), "rtf/1")


# --- characters


def test_bytes_are_read_in_the_code_page_of_the_file_or_the_character_set_of_the_font() -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fnil\\fcharset134 SimSun;}}"
    assert lines(hexed("镕基，龑")) == ["镕基，龑"]
    assert lines("\\f1 " + hexed("公开"), head="\\ansi\\ansicpg1252" + fonts)[-1:] == ["公开"]
    assert lines("\\f0 " + hexed("公开"), head="\\ansi\\ansicpg1252" + fonts) == ["公开"]
    assert lines("\\f0 caf\\'e9 {\\f1 " + hexed("公开") + "}\\'e9", head="\\ansi\\ansicpg1252" + fonts) == [
        "café 公开é"
    ]


def test_a_second_byte_may_be_a_plain_character() -> None:
    assert "丄".encode("gb18030") == b"\x81A"
    assert lines("\\'81A") == ["丄"]


def test_unicode_characters_take_the_place_of_those_that_stand_in() -> None:
    assert lines("\\u20844?\\u24320\\'3f") == ["公开"]
    assert lines("{\\uc2\\u20844 ab\\u24320\\'b9\\'ab}\\u26465 ?") == ["公开条"]
    assert lines("\\uc0\\u-10179 \\u-8704 x") == ["\U0001f600x"]
    assert lines("{\\uc1\\u20844}ab") == ["公ab"]


def test_marks_and_escapes_are_characters() -> None:
    assert lines("\\ldblquote a\\rdblquote\\emdash b \\{c\\}\\~d\\_e\\\\") == ["“a”—b {c} d-e\\"]
    assert lines("a\\tab b") == ["a\tb"]


def test_a_line_break_and_a_page_break_end_a_paragraph() -> None:
    assert lines("one\\line two\\page three") == ["one", "two", "three"]


# --- what is no text


@pytest.mark.parametrize(
    "group",
    [
        "{\\header out}",
        "{\\footerf out}",
        "{\\info{\\title out}}",
        "{\\*\\generator out;}",
        "{\\footnote out}",
        "{\\v out}",
        "{\\deleted out}",
        "\\v out\\v0 ",
        "{\\pict\\wmetafile8 0a0b0c}",
        "{\\pict\\pngblip\\bin9 out}{\\x{}}",
        "{\\*\\shppict{\\pict out}}{\\nonshppict{\\pict out}}",
        "{\\stylesheet{\\s1 out;}}",
        "{\\xe out}",
    ],
)
def test_what_is_not_shown_in_the_body_is_not_read(group: str) -> None:
    assert lines(f"in{group}side") == ["inside"]


def test_a_field_is_what_it_shows_and_an_object_its_result() -> None:
    assert lines("{\\field{\\*\\fldinst HYPERLINK out}{\\fldrslt in}}") == ["in"]
    assert lines("{\\object\\objemb{\\*\\objdata 00}{\\result in}}") == ["in"]


def test_a_text_box_and_the_number_of_a_list_are_text() -> None:
    assert lines("{\\shp{\\*\\shpinst\\shpleft1{\\sp{\\sn x}{\\sv 1}}{\\shptxt in\\par}}{\\shprslt out}}after") == [
        "in",
        "after",
    ]
    number = hexed("一、")
    assert lines(f"{{\\listtext\\pard {number}}}" + hexed("总体情况")) == ["一、总体情况"]


def test_a_file_of_pictures_needs_ocr() -> None:
    document = read(b"{\\rtf1\\ansi{\\pict\\pngblip 89504e47}\\par}")
    assert (document.state, codes(document)) == ("needs_ocr", ["picture"])


@pytest.mark.parametrize(
    "picture",
    [
        "{\\pict\\pngblip 89504e47}",
        "{\\*\\shppict{\\pict\\pngblip 89504e47}}{\\nonshppict{\\pict\\wmetafile8 0a0b}}",
    ],
)
def test_a_picture_stands_once_behind_the_paragraph_it_is_in(picture: str) -> None:
    document = read(rtf("\\pard before\\par\n", f"\\pard {picture}\\par\n", "\\pard after\\par\n"))
    assert document.blocks == (Paragraph(SENTENCE), Paragraph("before"), Picture("", ""), Paragraph("after"))
    assert [(f.code, f.message) for f in document.findings] == [("picture", "1 picture in the text")]


# --- tables


def test_cells_merged_downwards_and_sidewards_are_spans() -> None:
    grid = only_grid(
        row(("A", "\\clvmgf"), ("B", "\\clmgf"), ("", "\\clmrg")), row(("", "\\clvmrg"), ("c", ""), ("d", ""))
    )
    assert grid.rows == (("A", "B", "B"), ("A", "c", "d"))
    assert set(grid.spans) == {Span(0, 0, 2, 1), Span(0, 1, 1, 2)}


def test_a_cell_is_as_wide_as_the_edges_under_it_whether_they_meet_to_the_twip_or_not() -> None:
    grid = only_grid(plain("head", edges=(3010,)), plain("a", "b", "c"), plain("ab", "c", edges=(1985, 3000)))
    assert grid.rows == (("head",) * 3, ("a", "b", "c"), ("ab", "ab", "c"))
    assert set(grid.spans) == {Span(0, 0, 1, 3), Span(2, 0, 1, 2)}


def test_shapes_said_again_behind_the_cells_are_the_same_row() -> None:
    shapes = "\\trowd\\cellx1000\\cellx2000"
    line = f"{shapes}\\pard\\intbl a\\cell b\\cell{{{shapes}\\row}}"
    assert only_grid(line, line).rows == (("a", "b"), ("a", "b"))


def test_paragraphs_in_a_cell_are_one_text_and_those_round_a_table_are_not_its() -> None:
    document = read(rtf("\\pard before\\par\n", plain("x\\par y", "1"), plain("z", "2"), "\\pard after\\par"))
    assert [block.rows if isinstance(block, Grid) else block.text for block in document.blocks][1:] == [
        "before",
        (("x y", "1"), ("z", "2")),
        "after",
    ]


def test_a_merge_that_cannot_be_told_is_a_cell_of_its_own_and_a_finding() -> None:
    document = read(rtf(row(("a", "\\clvmrg"), ("b", "")), plain("c", "d"), "\\pard\\par"))
    assert document.grids[0].rows == (("a", "b"), ("c", "d"))
    assert codes(document) == ["table_merge"]


def test_rows_without_shapes_and_cells_beyond_them_lose_no_text() -> None:
    bare = "\\trowd\\pard\\intbl a\\cell b\\cell c\\cell\\row"
    assert only_grid(bare, bare).rows == (("a", "b", "c"),) * 2
    short = "\\trowd\\cellx1000\\pard\\intbl a\\cell b\\cell\\row"
    assert only_grid(short, short).rows == (("a", "b"),) * 2
    assert read(rtf("\\trowd\\cellx1000\\pard\\intbl cut off\\cell")).text.endswith("cut off")


def test_a_table_in_a_cell_is_text_of_the_cell() -> None:
    inner = "\\itap2 p\\nestcell q\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\nestrow}{\\nonesttables\\par}r"
    assert only_grid(plain(inner, "1"), plain("z", "2")).rows == (("p q r", "1"), ("z", "2"))


def test_a_table_that_only_frames_a_text_is_its_paragraphs() -> None:
    framed = plain("one\\par two")
    assert read(rtf(framed, "\\pard\\par")).text.splitlines()[1:] == ["one", "two"]


# --- hostile files


def test_a_file_that_was_not_sent_to_its_end_is_incomplete() -> None:
    for share in (0.5, 0.9):
        body = fixture("2021.rtf")
        document = read(body[: int(len(body) * share)])
        assert (document.state, codes(document)[0]) == ("incomplete", "cut_file")


@pytest.mark.parametrize(
    "body",
    [
        b"{\\rtf1" + b"{" * 200_000,
        b"{\\rtf1" + b"}" * 200_000 + b"x",
        b"{\\rtf1\\uc2000000000\\u1 " + b"x" * 200_000,
        b"{\\rtf1\\bin2000000000 x",
        b"{\\rtf1\\bin-5 x}",
        b"{\\rtf1" + b"\\trowd\\cellx1\\cell\\row" * 20_000,
        b"{\\rtf1\\trowd" + b"".join(b"\\cellx%d" % (100 * n) for n in range(20_000)) + b"x\\cell\\row y\\cell\\row}",
        b"{\\rtf1" + b"".join(b"\\trowd\\cellx%d x\\cell\\row" % (100 * n) for n in range(5_000)),
        b"{\\rtf1\\ansicpg99999\\f9\\fcharset777 \\'ff\\'",
        b"{\\rtf1 \\u55357?\\u0?\\'00 x}",
    ],
)
def test_hostile_files_are_read_in_bounded_time(body: bytes) -> None:
    start = time.process_time()
    document = read(body)
    assert time.process_time() - start < 10
    assert document.blocks or document.findings
    assert not any("\x00" in line or "\ud83d" in line for line in document.text)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_makes_the_reader_raise(data: st.DataObject) -> None:
    body = bytearray(rtf(row(("A", "\\clvmgf"), ("B", "")), row(("", "\\clvmrg"), ("\\u20844?", ""))))
    for _ in range(data.draw(st.integers(1, 10))):
        at = data.draw(st.integers(6, len(body) - 1))
        damage = data.draw(
            st.sampled_from([b"", b"{", b"}", b"\\", b"\\u-1", b"\\'", b"\x00\xff", bytes(body[at : at + 50])])
        )
        body[at : at + data.draw(st.integers(0, 20))] = damage
    document = read(bytes(body))
    assert document.blocks or document.findings
