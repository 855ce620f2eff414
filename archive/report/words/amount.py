"""A number with its unit inside a sentence: 47条, 1,234件, 三件, 一百二十条, 12.5万元, 100余人, 0。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.report.quantity import parse_cell

_HAN = "零〇一二两三四五六七八九十百千万"
_NUMBER = re.compile(
    rf"(?P<digits>[\d{_HAN}](?:(?<=\d)(?:\d{{0,2}}(?:,\d{{3}})+(?!\d)|\d{{0,11}})|(?<!\d)[{_HAN}]{{0,8}}))"
    r"(?P<fraction>\.\d{1,6})?(?P<more>余|多|几|来)?(?P<scale>千万|百万|万|亿|千|百)?(?P<odd>余|多)?"
    r"(?P<unit>元|人次|条次|件次|条|件|项|次|个|篇|份|宗|起|例|期|场|家|名|人|位|封|处|部|则|班)?"
    r"(?P<behind>以上|左右|上下|余)?"
)
_ABOUT = ("约", "近", "超", "超过", "逾", "不足", "大约", "接近", "至少")
_GLUED = frozenset("第0123456789.-/〔[")
_LINKED = frozenset("为:数是")
_END = re.compile(r"$|[,;。、)!?:]")
_TAIL = re.compile(r"的?(?:任务|目标|指标|要求)|工作日|月|小时|百分|部委|环节|方面|类|字|版|性|体|条龙|窗口")
_ONES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND = 10_000
_NULL = re.compile("[〇零]")


@dataclass(frozen=True, slots=True)
class Amount:
    """`start` and `end` in its sentence; `value` None where only about how many is said (state `text`)."""

    start: int
    end: int
    value: int | float | None
    unit: str | None
    state: str
    about: bool


def find_amounts(sentence: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(sentence):
        before = sentence[max(0, match.start() - 2) : match.start()]
        if _is_amount(match, before):
            yield _read(match, next((word for word in _ABOUT if before.endswith(word)), ""))


def _is_amount(match: re.Match[str], before: str) -> bool:
    """No part of a date or of a document's number; without a unit it ends its clause: 收到申请数为0。"""
    if before[-1:] in _GLUED or before.endswith(("无", "没有")):  # 无一例
        return False
    sentence = match.string
    if match["unit"]:
        return not _TAIL.match(sentence, match.end())
    return before[-1:] in _LINKED and bool(_END.match(sentence, match.end()))


def _read(match: re.Match[str], about: str) -> Amount:
    vague = bool(about or match["more"] or match["odd"] or match["behind"])
    unit = (match["scale"] or "") + (match["unit"] or "") or None
    digits = match["digits"].replace(",", "")
    number = digits if digits[0].isdigit() else read_numeral(digits)
    value, unit, state = parse_cell("" if number is None else f"{number}{match['fraction'] or ''}", unit)
    if vague or state != "number":
        value, state = None, "text"
    return Amount(match.start() - len(about), match.end(), value, unit, state, vague)


def read_numeral(words: str) -> int | None:
    """一百二十 → 120, 一百二 → 120, 二〇一 → 201, 十二 → 12; None for what is no number (三五件 is three to five)."""
    if not _TENS.keys() & set(words) and "万" not in words:
        written = len(words) == 1 or bool(_NULL.search(words))
        return int("".join(str(_ONES[char]) for char in words)) if written else None
    high, ten_thousand, low = words.rpartition("万")
    upper = _read_thousands(high) if ten_thousand else 0
    lower = _read_thousands(low) if low else 0
    return None if upper is None or lower is None else upper * _TEN_THOUSAND + lower


def _read_thousands(words: str) -> int | None:
    total, rest, smallest = 0, words, _TEN_THOUSAND
    while found := re.match(r"([零〇]*)([一二两三四五六七八九]?)([十百千])", rest):
        scale = _TENS[found[3]]
        if scale >= smallest or (not found[2] and scale > _TENS["十"]):
            return None
        total, rest, smallest = total + _ONES.get(found[2], 1) * scale, rest[found.end() :], scale
    ones = rest.lstrip("零〇")
    if len(ones) > 1 or (ones and ones not in _ONES):
        return None
    skipped = ones != rest or smallest in {_TENS["十"], _TEN_THOUSAND}
    return total + (_ONES[ones] * (1 if skipped else smallest // 10) if ones else 0)
