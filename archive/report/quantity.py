"""What one cell says: a number with its unit, or one of the ways in which a form says that there is none."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from archive.report.forms.label import squeeze

_NUMBER = re.compile(
    r"(?P<sign>[+\-−–]?)(?P<digits>[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,29})(?P<fraction>\.\d+)?"
    r"(?P<unit>\(?(?P<scale>亿|千万|百万|万|千|百)?(?:元|人次|人|条|件|项|次|个|篇|份|宗|起|部|家|期|例|场)?(?:人民币)?\)?)"
)
_FIGURE = re.compile(r"[+\-−–]?\d[\d,.]*")
_SPLIT_DIGITS = re.compile(r"[\d.,]\s+[\d.,]")
_SCALES = {"亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3, "百": 2}
_LARGEST = 10**17
"""Longer runs of digits are no quantity, and no database holds them as integers."""

_DASHES = frozenset("-‐‒—–−―─")
_NONE = frozenset({"无", "暂无", "没有"})
_NOT_APPLICABLE = frozenset({"/", "\\", "//", "不适用"})

Quantity = tuple[int | float | None, str | None, str]
"""value, unit as printed, state"""


@lru_cache(maxsize=4096)
def parse_cell(raw: str, unit: str | None) -> Quantity:
    """Value, unit and state (DOMAIN's list) of a cell; `unit` is its label's, the one in the cell goes before it.

    An amount's value is in 元, whatever unit is printed; blank, dash, 无 and text have no value. Digits with a space
    between them (two paragraphs in one cell, perhaps two numbers) are text: which number they make is not known. So are
    digits that begin with a zero: 00000 is five cells whose borders are lost.
    """
    text = squeeze(raw)
    if not text:
        return None, unit, "blank"
    number = _NUMBER.fullmatch(text)
    if number and not _SPLIT_DIGITS.search(unicodedata.normalize("NFKC", raw)):
        own = number["unit"].strip("()") or unit
        exact = Decimal(number["digits"].replace(",", "") + (number["fraction"] or "")).scaleb(_scale(own))
        if exact < _LARGEST:
            return _to_number(-exact if number["sign"] in {"-", "−", "–"} else exact), own, "number"
    return None, unit, _state(text)


@lru_cache(maxsize=4096)
def is_figure(raw: str) -> bool:
    """Whether a cell holds digits and nothing else, a number or not: 00000, two numbers, or more digits than any
    quantity has."""
    return bool(_FIGURE.fullmatch(squeeze(raw)))


@lru_cache(maxsize=8192)
def is_numeric(raw: str) -> bool:
    """Whether a cell holds a number, with or without a unit, or digits that are not one."""
    return parse_cell(raw, None)[2] == "number" or is_figure(raw)


def spell_quantity(value: float, unit: str | None) -> str:
    """A value as it is printed under its unit: 125000 of 万元 is 12.5."""
    printed = Decimal(str(value)).scaleb(-_scale(unit))
    return format(printed.normalize() if printed else Decimal(0), "f")


def _to_number(exact: Decimal) -> int | float:
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _scale(unit: str | None) -> int:
    """Power of ten between the printed unit and its base: 万元 → 4, 元 and 件 → 0."""
    return next((power for word, power in _SCALES.items() if (unit or "").startswith(word)), 0)


def _state(text: str) -> str:
    if _DASHES.issuperset(text):
        return "dash"
    if text in _NONE:
        return "none"
    return "not_applicable" if text in _NOT_APPLICABLE else "text"
