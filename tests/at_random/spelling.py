"""How a cell prints a figure, or that there is none. A spelling is raw text, value, unit and state."""

import random
from collections.abc import Callable, Iterator
from decimal import Decimal

from tests.at_random.national import INDICATORS
from tests.at_random.numbers import Figures
from tests.at_random.sheet import Key

Spelling = tuple[str, int | float | None, str | None, str]
_WIDE = str.maketrans("0123456789,-.", "０１２３４５６７８９，－．")
UNITS: dict[Key, str] = {("indicators", key, "value"): unit for key, unit, _ in INDICATORS if key != "-"}
FEES = ("active_disclosure", "fees", "amount")
PROCUREMENT = ("active_disclosure", "procurement", "amount")

NOTHING: tuple[Spelling, ...] = (
    ("", None, None, "blank"),
    ("\u00a0", None, None, "blank"),
    ("—", None, None, "dash"),
    ("-", None, None, "dash"),
    ("——", None, None, "dash"),
    ("/", None, None, "not_applicable"),
    ("／", None, None, "not_applicable"),
    ("无", None, None, "none"),
    ("见附件", None, None, "text"),
    ("不详", None, None, "text"),
)


def spell(rng: random.Random, figures: Figures) -> dict[Key, Spelling]:
    """The cells of a report in one manner: which zeros are printed otherwise, and how numbers are."""
    share = rng.choice((0, 0, 0, 0.05, 0.5, 1))
    habits = rng.sample(NOTHING, rng.choice((1, 1, 2)))
    manner = rng.choice((_plain, _plain, _plain, _commas, _wide, _mixed))
    return {key: _cell(rng, key, number, share, habits, manner) for key, number in figures.items()}


def _cell(
    rng: random.Random, key: Key, number: int, share: float, habits: list[Spelling],
    manner: Callable[[random.Random, int], str],
) -> Spelling:  # fmt: skip
    unit = UNITS.get(key)
    if not number and rng.random() < share:
        raw, value, _, state = rng.choice(habits)
        return raw, value, "万元" if key == FEES else unit, state
    if key in (FEES, PROCUREMENT) or unit == "万元":
        return _amount(rng, number, None if key == PROCUREMENT else "万元")
    if key[2] == "change" and number > 0 and rng.random() < 0.3:
        return f"+{number}", number, unit, "number"
    if rng.random() < 0.01:
        own = unit or rng.choice("件条次项")
        return f"{number}{own}", number, own, "number"
    return manner(rng, number), number, unit, "number"


def _amount(rng: random.Random, cents: int, unit: str | None) -> Spelling:
    """`cents` hundredths of 元."""
    yuan = Decimal(cents) / 100
    way = rng.randrange(3) if unit is None else rng.choice((0, 3, 3))
    if way == 0:
        return f"{yuan:f}元", _number(yuan), "元", "number"
    tens = Decimal(cents) / 1_000_000
    if way == 1:
        return f"{tens:f}万元", _number(yuan), "万元", "number"
    if unit is None:
        return f"{tens:f}", _number(Decimal(0)) if not cents else None, None, "number"
    return f"{tens:f}", _number(yuan), unit, "number"


def _number(exact: Decimal) -> int | float:
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _plain(_: random.Random, number: int) -> str:
    return str(number)


def _commas(_: random.Random, number: int) -> str:
    return f"{number:,}"


def _wide(_: random.Random, number: int) -> str:
    return str(number).translate(_WIDE)


def _mixed(rng: random.Random, number: int) -> str:
    return rng.choice((_plain, _commas, _wide))(rng, number)


def words(texts: str) -> Iterator[str]:
    yield from texts.split()
