"""Values of spreadsheets as text: all digits that are stored and no noise, days in ISO 8601."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

DIGITS = 15
"""Significant digits that spreadsheet programs keep; those beyond, in 0.1 + 0.2, are of the binary fraction."""

DAY_ZERO, DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""Serial 0 of the two calendars. By the first, 1900 has no 29 February, which Excel believes: right from March on."""

NUMBER_FORMATS = {
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
    9: "0%",
    10: "0.00%",
}
"""Those built-in formats of ECMA-376 (part 1, 18.8.30, with those of zh-cn) that are no plain number."""

Value = str | bool | int | float | date | datetime | time | timedelta

_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.I)
"""What of a format code is printed as it is, or says colour, condition or language: no digit or part of a date."""
_DAY, _CLOCK = re.compile("[yd]|^[^hs]*m[^hs]*$", re.I), re.compile("[hs]", re.I)
"""Years, days, and months, which m is where neither hours nor seconds are asked for."""


def print_value(value: Value) -> str:
    """`7.0` → 7, `1946.689` as it is, a day without a time as a day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return format(Decimal(f"{value:.{DIGITS}g}"), "f")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}".removesuffix(":00")
    return str(value)


def print_number(text: str, code: str, zero: datetime = DAY_ZERO) -> str:
    """A stored number as its format prints it; what is none, as it stands."""
    try:
        number = float(text)
    except ValueError:
        return text
    return print_stored(number, code, zero)


def print_stored(value: float, code: str, zero: datetime = DAY_ZERO) -> str:
    """A number under a format code: `0%` and dates say what it is. Its digits are all kept, whatever the code rounds
    them to. `zero`: serial 0 of the workbook's calendar."""
    bare = _LITERAL.sub("", code.partition(";")[0])
    day, clock = _DAY.search(bare), _CLOCK.search(bare)
    if "%" in bare or not (day or clock):
        return f"{print_value(value * 100)}%" if "%" in bare else print_value(value)
    try:
        passed = timedelta(seconds=round(value * 86_400))
        moment = zero + passed
    except OverflowError:
        return print_value(value)
    if not day:
        return print_value(passed)
    return print_value(moment if clock else datetime.combine(moment.date(), time()))
