"""What `archive read` and a dump line promise: every key, null where unknown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading.labels import FIELDS
from archive.report.normalisation import hash_text
from archive.report.reading import read_report, unreadable
from tests.test_store import SENTENCE, page

KEYS = {
    "schema_version", "file", "kind", "reasons", "title", "organ", "organ_normalised", "organ_kind",
    "division_code", "division_name", "division_candidates", "year", "form",
    "header", "dates", "text", "content_hash", "sections", "tables", "statistics", "checks", "findings", "media",
    "charset", "reading", "reader", "recall", "attachments",
}  # fmt: skip


def test_a_report_has_every_key_with_its_shape() -> None:
    line = read_report(page("滨湖区民政局", SENTENCE), url="http://x.example/1.html")
    assert set(line) == KEYS
    assert set(line["header"]) == set(FIELDS)
    assert set(line["dates"]) == {"signed", "published", "created"}
    assert (line["kind"], line["organ"], line["year"], line["division_code"]) == (
        "report",
        "滨湖区民政局",
        2020,
        "320211",
    )
    assert line["content_hash"] == hash_text(line["text"])
    assert [section["heading"] for section in line["sections"]] == ["一、总体情况", "二、存在的主要问题及改进情况"]


def test_what_cannot_be_read_has_the_same_keys_and_the_reason() -> None:
    line = unreadable("x.html: No such file", file="x.html", code="no_file")
    assert set(line) == KEYS
    assert (line["kind"], line["text"], line["content_hash"], line["year"]) == (None, "", None, None)
    assert line["findings"] == [{"code": "no_file", "message": "x.html: No such file", "where": "x.html"}]


@given(st.binary(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_no_bytes_at_all_raise(body: bytes) -> None:
    assert set(read_report(body)) == KEYS


@given(st.text(alphabet="<>/= \"'tabledivprhcosn1一、年月日政府信息公开报告2021：|\n&#;x", max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_markup_at_all_raises(text: str) -> None:
    line = read_report(f"<html><body>{text}".encode(), url="http://x.example/")
    assert set(line) == KEYS
    assert not any(finding["code"] == "reader_failed" for finding in line["findings"])


def test_sections_hold_every_line_of_the_text_once() -> None:
    line = read_report(page("滨湖区民政局", SENTENCE, "（一）主动公开。共54条。", "二〇二一年一月二十九日"))
    told = [part for one in line["sections"] for part in (one["heading"], *one["text"].splitlines()) if part]
    assert told == line["text"].splitlines()
