"""Random headers in every markup are read back exactly: no field is lost, none filled with its neighbour's value."""

import pytest
from hypothesis import given, settings

from archive.reading.reader import read
from archive.report.judge import judge
from tests.headers import MARKUPS, PLAIN, TITLE, Header, head, headers, page, parse_header


def shown(fields: dict[str, str | None]) -> dict[str, str]:
    """Raw values that are not empty, with single spaces."""
    return {key: " ".join(raw.split()) for key, raw in fields.items() if raw}


@pytest.mark.parametrize("markup", MARKUPS)
@given(header=headers())
@settings(max_examples=60, deadline=None)
def test_a_pages_header_is_read_back(markup: str, header: Header) -> None:
    fields = parse_header(read(page(MARKUPS[markup](header.pairs)).encode()).header)
    assert shown({key: field.raw for key, field in fields.items()}) == shown(dict(header.truth))


@pytest.mark.parametrize("markup", PLAIN)
@given(header=headers())
@settings(max_examples=60, deadline=None)
def test_the_head_of_a_list_row_is_read_back(markup: str, header: Header) -> None:
    judged = judge(None, TITLE, head(PLAIN[markup](header.pairs)))
    fields = judged["header"]
    assert shown({key: field["raw"] for key, field in fields.items() if field}) == shown(dict(header.truth))
    assert (judged["kind"], judged["organ"], judged["year"]) == ("report", "枝江市水利局", 2020)
