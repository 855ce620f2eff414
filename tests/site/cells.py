"""How a report prints its numbers: from figures to cells, with the blanks, strokes and units met in real tables."""

import random
from collections.abc import Callable
from decimal import Decimal

from tests.site.figures import Figures
from tests.site.forms import INDICATORS
from tests.site.scale import Numbers
from tests.site.truth import TrueCell

Key = tuple[str, str, str]
Spelling = tuple[str, int | float | None, str | None, str]
"""raw, value, unit, state"""
Manner = Callable[[Key, int], Spelling]

_UNITS: dict[Key, str] = {("indicators", key, "value"): unit for key, _, unit in INDICATORS if key}
_UNITS["active_disclosure", "fees", "amount"] = "万元"
_TOTAL_SPENT = ("active_disclosure", "procurement", "amount")
_SUMS = {"new_received", "carried_over", "handled", "carried_forward"}


def print_cells(figures: Figures, manner: str, rng: random.Random) -> tuple[TrueCell, ...]:
    """Every cell of every table of the report, in one of `MANNERS`."""
    spell_spent = rng.choice((_spell_yuan, _spell_ten_thousand))
    cells = []
    for key, number in figures.numbers.items():
        raw, value, unit, state = _spell(key, number, MANNERS[manner], spell_spent)
        cells.append(TrueCell(*key, raw, value, unit, state))
    return tuple(cells)


def _spell(key: Key, number: int, spell: Manner, spell_spent: Callable[[int], Spelling]) -> Spelling:
    unit = _UNITS.get(key)
    if key == _TOTAL_SPENT and number:
        return spell_spent(number)
    if unit == "万元":
        return _plain(Decimal(number) / 1_000_000), _value(Decimal(number) / 100), unit, "number"
    raw, value, _, state = spell(key, number)
    return raw, value, unit, state


def plant_error(numbers: Numbers, column: str) -> Numbers:
    """The same table 三 with one sum too high: `handled` in this column no longer fits what it is the sum of."""
    key = ("applications", "handled", column)
    return {**numbers, key: numbers[key] + 1}


def _value(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _spell_yuan(cents: int) -> Spelling:
    yuan = Decimal(cents) / 100
    return f"{_plain(yuan)}元", _value(yuan), "元", "number"


def _spell_ten_thousand(cents: int) -> Spelling:
    return f"{Decimal(cents) / 1_000_000:.6f}万元", _value(Decimal(cents) / 100), "万元", "number"


def _spell_number(key: Key, number: int) -> Spelling:
    return str(number), number, None, "number"


def _spell_signed(key: Key, number: int) -> Spelling:
    """本年增/减 with its sign, large numbers with commas."""
    raw = f"{number:+d}" if key[2] == "change" and number else f"{number:,}"
    return raw, number, None, "number"


def _spell_sparse(key: Key, number: int) -> Spelling:
    """Zero is left blank in the details of table 三 and in form 2014, and so are the totals of detail rows."""
    table, row, column = key
    details = table == "applications" and column == "total" and row not in _SUMS
    blank = details or (number == 0 and table in {"applications", "indicators"})
    return ("", None, None, "blank") if blank else _spell_number(key, number)


def _spell_stroke(key: Key, number: int) -> Spelling:
    """What does not concern the organ gets a stroke: 规章 of a county, a gazette it has not, no case in table 四."""
    table, row, _ = key
    if row == "regulations" or (number == 0 and (table == "review_litigation" or row == "disclosed.gazette")):
        return "—", None, None, "dash"
    return _spell_number(key, number)


def _spell_slash(key: Key, number: int) -> Spelling:
    table, row, _ = key
    if table == "active_disclosure" and row in {"regulations", "coercive_measures", "fees"} and number == 0:
        return "/", None, None, "not_applicable"
    return _spell_number(key, number)


def _spell_none(key: Key, number: int) -> Spelling:
    if key[0] == "active_disclosure" and number == 0:
        return "无", None, None, "none"
    return _spell_number(key, number)


MANNERS: dict[str, Manner] = {
    "numbers": _spell_number,
    "signed": _spell_signed,
    "sparse": _spell_sparse,
    "stroke": _spell_stroke,
    "slash": _spell_slash,
    "none": _spell_none,
}
