"""One written day: 2021-01-29 13:17, 2021年1月29日, 二〇二一年一月二十九日, 2021.1.29, 2021/1/29, 2021-03-2918:26."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

OLDEST, NEWEST = 1949, 2099

NULLS = "〇○◯零OoΟО"
_DIGITS = str.maketrans({**dict.fromkeys(NULLS, "0"), **dict(zip("一二三四五六七八九", "123456789", strict=True))})
WORDS = "元一二三四五六七八九十廿卅"
_DAY = r"(?P<day>\d{1,2}?)(?=\d\d:\d\d|\D|$)"  # the clock is often glued to the day: 2021-03-2918:26
_WRITTEN = re.compile(
    rf"(?<!\d)(?P<year>[\d一二三四五六七八九{NULLS}]{{4}})\s*年\s*(?P<month>[\d{WORDS}]{{1,3}})\s*月"
    rf"\s*(?:(?P<day>[\d{WORDS}]{{1,4}})\s*[日号]|{_DAY.replace('?P<day>', '?P<bare>')})"
)
_DASHED = re.compile(rf"(?<!\d)(?P<year>\d{{4}})\s*(?P<mark>[-./])\s*(?P<month>\d{{1,2}})\s*(?P=mark)\s*{_DAY}")
_PACKED = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?=\d{6}(?!\d)|\D|$)")
MONTH_ONLY = re.compile(rf"[\d一二三四五六七八九{NULLS}]{{4}}\s*年\s*[\d{WORDS}]{{1,3}}\s*月")


def parse_date(raw: str) -> str | None:
    """The first day written in `raw` as ISO day, None where there is none or it does not exist (2021-02-30)."""
    match = match_date(raw) or _PACKED.search(raw)
    return read_day(match) if match else None


def match_date(text: str) -> re.Match[str] | None:
    """The earliest day in digits or in Chinese numerals; positions are those of the text in NFKC."""
    text = unicodedata.normalize("NFKC", text)
    matches = [match for match in (_WRITTEN.search(text), _DASHED.search(text)) if match]
    return min(matches, key=lambda match: match.start(), default=None)


def read_day(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    try:
        day = date(int(parts["year"].translate(_DIGITS)), read_number(parts["month"]), read_number(_day_of(parts)))
    except ValueError:
        return None
    return day.isoformat() if OLDEST <= day.year <= NEWEST else None


def _day_of(parts: Mapping[str, str | None]) -> str:
    return parts["day"] or parts.get("bare") or ""


def read_number(word: str) -> int:
    """A month or a day: 7, 07, 七, 元 (of 元月), 十二, 二十九, 廿九. Raises ValueError for anything else."""
    word = word.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = word.partition("十")
    if not ten:
        return int(word.translate(_DIGITS))
    return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)
