"""Which year a part of a sentence speaks of. Only what is said of the report year, the whole of it, is its figure.

`this`     2017年, 全年, 本年度, 2017年1月1日至12月31日; also where nothing is said
`other`    another year, several years, a month or a quarter, what is planned
`stock`    截至…: what has come together until then; with 累计 it is no year's figure
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Scope = Literal["this", "other", "stock"]

_YEAR = r"(?<!\d)(?:20\d\d|二[〇○零O0][一二三四五六七八九〇○零O0]{2}|[012]\d(?=年度))年度?"
_MONTH = r"(?:1[0-2]|0?[1-9])月"
_LAST_DAY = r"(?:12月(?:31日|底|末|份)?|(?:年)?底|年末|末)"
_PERIOD = rf"{_YEAR}(?:0?1月(?:0?1日)?)起?(?:至|到|-|—|–|~|―|,)+"

_TOKENS = re.compile(
    r"(?P<quiet>《[^》]{0,60}》|\([^)]{0,20}〔[^)]{0,20}\)|上一?年度?结转|结转(?:到|至)?下一?年度?"
    rf"|(?:较|比|与|同)[^,;。、\d]{{0,6}}?(?:{_YEAR}|上一?年|去年|前年|往年|上年同期)(?:度|同期|全年|相比|底|末)*"
    rf"|{_YEAR}(?:\d+月\d+日)?(?=(?:新?修[订改]|颁布|公布施行|[^,;。《]{{0,14}}(?:年度报告|年报|要点|方案|通知|意见)))"
    r")"
    rf"|(?P<since>[^,;。]{{0,24}}以来|(?:自|从){_YEAR}[^,;。]{{0,8}}?(?:至今|到现在))"
    rf"|(?P<range>{_YEAR}(?:{_MONTH}(?:\d+日)?)?(?:起?,?(?:至|到|-|—|–|~|―)+|[、和与]){_YEAR}(?:{_MONTH}(?:\d+日|底|末)?)?)"
    rf"|(?P<whole>{_PERIOD}{_LAST_DAY}|0?1(?:月(?:0?1日)?)?起?(?:至|到|-|—|–|~|―)+12月(?:31日)?)"
    rf"|(?P<stock>(?:截至|截止到?|止于|至)(?P<until>目前|日前|今|(?:本年|今年|当年)?{_LAST_DAY}|(?P<until_year>{_YEAR}){_LAST_DAY}))"
    rf"|(?P<month>(?:{_YEAR})?(?:{_MONTH}(?:\d+日|份|底|初|[上中下]旬)?)|[上下]半年|第?[一二三四]季度|每[年月周季天日])"
    r"|(?P<other>(?:上一?年|去年|前年|往年)(?:度|全年)*|历年|历史|近[\d一二三四五六七八九十两几]+年"
    r"|[\d二两三四五六七八九十]+年(?:来|间)|明年|来年|下一?年度?|下一?步|今后|十[三四]五|学年)"
    r"|(?P<this>全年|本年度?|今年|当年|年内|一年来|报告期|年度内|过去一年)"
    rf"|(?P<year>{_YEAR})"
)
_PLANNED = re.compile(
    r"将(?!近)|拟(?!制)|力争|争取|预计|计划|目标|不少于|不低于|至少|不超过|应当|如(?:有|果|收到|遇)|凡|若(?!干)"
)
_A_YEAR = re.compile(_YEAR)
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


@dataclass(frozen=True, slots=True)
class Times:
    """What a sentence says of time: where, and which scope holds behind it."""

    tokens: tuple[tuple[int, Scope], ...]

    def scope_at(self, at: int, default: Scope = "this") -> Scope:
        return next((scope for start, scope in reversed(self.tokens) if start < at), default)

    def says_this(self, at: int) -> bool:
        """The report year is named, not only meant, and nothing came together since earlier."""
        scopes = [scope for start, scope in self.tokens if start < at]
        return bool(scopes) and scopes[-1] == "this" and "stock" not in scopes


def read_times(sentence: str, year: int | None) -> Times:
    return Times(tuple(_read_tokens(sentence, year)))


def _read_tokens(sentence: str, year: int | None) -> Iterator[tuple[int, Scope]]:
    for match in _TOKENS.finditer(sentence):
        kind = match.lastgroup
        if match["quiet"]:
            continue
        if match["stock"]:
            until = read_years(match["until_year"] or "")
            yield match.start(), "stock" if until in ([], [year]) else "other"
        elif kind in {"year", "range", "whole"}:
            years = read_years(match[0])
            yield match.start(), "this" if all(said == year for said in years) else "other"
        elif kind == "since":
            yield match.end() - 1, "this" if _begins_this_year(match[0], year) else "other"
        else:
            yield match.start(), "this" if kind == "this" else "other"


def read_years(text: str) -> list[int]:
    """Every year written in `text`: 2017年, 二〇一七年, 17年."""
    found = (match[0].rstrip("年度").translate(_DIGITS) for match in _A_YEAR.finditer(text))
    return [int(digits.rjust(4, "-").replace("--", "20")) for digits in found]


def _begins_this_year(words: str, year: int | None) -> bool:
    years = read_years(words)
    if years:
        return years == [year]
    return bool(re.search(r"今年|本年|一年|年初|全年", words))


def is_planned(clause: str) -> bool:
    """The clause says what is wanted or to be done, not what was."""
    return bool(_PLANNED.search(clause))
