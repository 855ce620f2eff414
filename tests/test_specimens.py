"""Pages of another hand than the sample portal's: in every layout, the text is the report's lines and tables alone."""

import random
import zlib

import pytest

from archive.reading.document import Document
from archive.reading.reader import read
from archive.report.dates import find_dates
from tests.headers import parse_header
from tests.printed import lay
from tests.specimens import Specimen, make_specimen
from tests.specimens.layouts import LAYOUTS
from tests.specimens.texts import YEARS


def make(layout: str, era: str) -> Specimen:
    return make_specimen(layout, era, random.Random(zlib.crc32(f"{layout}/{era}".encode())))


def squeeze(text: str) -> str:
    return "".join(text.split())


def lines(specimen: Specimen) -> list[str]:
    return [
        squeeze(line)
        for piece in specimen.pieces
        for line in ([piece] if isinstance(piece, str) else lay(*piece).lines())
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_every_layout_the_report_of_each_era_is_read_whole_and_alone(layout: str) -> None:
    for era in YEARS:
        specimen = make(layout, era)
        document = read(specimen.html.encode())
        assert [squeeze(line) for line in document.text.splitlines()] == lines(specimen), era
        assert squeeze(document.titles[0]) == specimen.title
        assert document.state == "complete"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_every_layout_the_header_is_found_wherever_it_stands(layout: str) -> None:
    for era in YEARS:
        specimen = make(layout, era)
        document = read(specimen.html.encode())
        assert fields(document, specimen.header) == specimen.header, era


def fields(document: Document, wanted: dict[str, str]) -> dict[str, str]:
    """What is read for the keys wanted; a title is judged elsewhere, who publishes may be called the source."""
    header = parse_header(document.header)
    read = {key: field.raw for key, field in header.items()}
    read["publisher"] = read.get("publisher") or read.get("source", "")
    found = find_dates(header, document.metas, [], None)["published"]
    read["published"] = found[0].value if found else ""
    return {key: wanted[key] if key == "title" else read.get(key, "") for key in wanted}


TITLE = "青河县水务局2021年政府信息公开工作年度报告"
SENTENCE = "全年收到申请三件，均在法定期限内答复，没有收取任何费用，也没有引起行政复议和诉讼。"
TWICE = ["一、总体情况", SENTENCE, "二、申请办理情况", "申请办理情况与上年相比没有变化，具体如下。", SENTENCE, "无。"]


def page(body: str) -> Document:
    return read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{body}</div>".encode(), media="text/html")


def test_a_sentence_that_a_report_says_twice_is_kept_twice() -> None:
    assert page("".join(f"<p>{line}</p>" for line in TWICE)).text.splitlines() == TWICE


def test_a_report_that_a_page_prints_twice_is_read_once() -> None:
    body = "".join(f"<p>{line}</p>" for line in TWICE)
    assert page(f"{body}</div><div class=phone>{body}").text.splitlines() == TWICE


def test_the_foot_of_the_statistics_form_is_the_reports() -> None:
    foot = ["单位负责人：王芳", "审核人：李明", "填报人：张华", "填报日期：2022年1月8日"]
    body = "".join(f"<p>{line}</p>" for line in (*TWICE, *foot))
    assert page(f"{body}</div><div>责任编辑：赵丽").text.splitlines() == [*TWICE, *foot]


def test_a_signature_in_an_element_of_its_own_is_kept() -> None:
    body = "".join(f"<p>{line}</p>" for line in TWICE)
    document = page(f"<p>{TITLE}</p>{body}</div><div><p>青河县水务局（盖章）</p><p>2022.1.8</p></div><div>打印 关闭")
    assert document.text.splitlines() == [*TWICE, "青河县水务局（盖章）", "2022.1.8"]
