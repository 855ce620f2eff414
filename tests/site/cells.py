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

_UNITS = {("indicators", key, "value"): unit for key, _, unit in INDICATORS}
_AMOUNTS_IN_LABELLED_UNIT = {
    ("active_disclosure", "fees", "amount"),
    *(key for key, unit in _UNITS.items() if unit == "万元"),
}
_AMOUNT_WITH_UNIT = ("active_disclosure", "procurement", "amount")
_SUMS = {"new_received", "carried_over", "handled", "carried_forward"}


def print_cells(figures: Figures, manner: str, rng: random.Random) -> tuple[TrueCell, ...]:
    """Every cell of every table of the report, in the manner of `MANNERS`."""
    spell_amount = rng.choice((_spell_yuan, _spell_ten_thousand))
    cells = []
    for key, number in figures.numbers.items():
        if key == _AMOUNT_WITH_UNIT and number:
            cells.append(TrueCell(*key, *spell_amount(number)))
        elif key in _AMOUNTS_IN_LABELLED_UNIT:
            cells.append(
                TrueCell(*key, _plain(Decimal(number) / 1_000_000), _value(Decimal(number) / 100), "万元", "number")
            )
        else:
            cells.append(
                TrueCell(*key, *MANNERS[manner](key, number)[:2], _UNITS.get(key), MANNERS[manner](key, number)[3])
            )
    return tuple(cells)


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
    """Zero is left blank in the details of table 三, and so are the totals of its detail rows."""
    table, row, column = key
    blank = table == "applications" and (row not in _SUMS if column == "total" else number == 0)
    return ("", None, None, "blank") if blank else _spell_number(key, number)


def _spell_stroke(key: Key, number: int) -> Spelling:
    """Rows that do not concern the organ get a stroke: 规章, which a county cannot make, and a table 四 without cases."""
    table, row, _ = key
    if row == "regulations" or (table == "review_litigation" and number == 0):
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


MANNERS: dict[str, Callable[[Key, int], Spelling]] = {
    "numbers": _spell_number,
    "signed": _spell_signed,
    "sparse": _spell_sparse,
    "stroke": _spell_stroke,
    "slash": _spell_slash,
    "none": _spell_none,
}
