"""What one cell of a table says."""

import pytest

from archive.report.statistics import parse_cell


@pytest.mark.parametrize(
    ("raw", "unit", "expected"),
    [
        ("1,234", None, (1234, None, "number")),
        ("１２３４", None, (1234, None, "number")),
        (" 0 ", None, (0, None, "number")),
        ("-3", None, (-3, None, "number")),
        ("−3", None, (-3, None, "number")),
        ("＋461", None, (461, None, "number")),
        ("12.5", None, (12.5, None, "number")),
        ("251000元", None, (251000, "元", "number")),
        ("1946.6890万元", None, (19466890, "万元", "number")),
        ("75394432.52元", None, (75394432.52, "元", "number")),
        ("18651.06", "万元", (186510600, "万元", "number")),
        ("500 元", "万元", (500, "元", "number")),
        ("1.5亿元", None, (150000000, "亿元", "number")),
        ("5件", None, (5, "件", "number")),
        ("", None, (None, None, "blank")),
        ("\u00a0\u3000\u200b", "万元", (None, "万元", "blank")),
        ("—", None, (None, None, "dash")),
        ("－－", None, (None, None, "dash")),
        ("/", None, (None, None, "not_applicable")),
        ("／", None, (None, None, "not_applicable")),
        ("无", None, (None, None, "none")),
        ("详见附件", None, (None, None, "text")),
        ("1,23", None, (None, None, "text")),
        ("约5", None, (None, None, "text")),
    ],
)
def test_a_cell_is_a_number_or_says_why_it_is_none(
    raw: str, unit: str | None, expected: tuple[int | float | None, str | None, str]
) -> None:
    assert parse_cell(raw, unit) == expected


def test_an_amount_that_comes_out_whole_is_an_integer() -> None:
    value, _, _ = parse_cell("1946.6890万元", None)
    assert isinstance(value, int)


def test_two_numbers_in_one_cell_are_not_glued() -> None:
    assert parse_cell("12\n3", None) == (None, None, "text")


def test_digits_without_end_are_no_number() -> None:
    assert parse_cell("9" * 5000, "万元") == (None, "万元", "text")
