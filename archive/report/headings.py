"""What looks like a heading of a report: the way it is numbered, its number, its words, and the topic they name.

han     一、 一． 一 第一部分 第一章      roman   Ⅰ、        formal  壹、
nth     第一、                           arab    1. 1、 01   bracket （一）
none    the words alone, or 【总体情况】: only words that are known well enough to stand without a number
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from archive.report.forms.label import squeeze
from archive.report.forms.standard import APPLICATIONS, row_key


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a piece of one where a heading is glued to text (`begins` tells whether a line begins with it).

    With `words` it looks like a heading: `number` is its numeral in `style`, 0 where it has none.
    """

    text: str
    begins: bool = True
    style: str = ""
    number: int = 0
    words: str = ""


HAN = "han"
_NUMERALS = "一二三四五六七八九十"
_NUMBERS = {numeral: number for number, numeral in enumerate(_NUMERALS, 1)} | {"十一": 11, "十二": 12}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_HAN = r"(十[一二]|[一二三四五六七八九十])"
_STYLES = (
    (HAN, re.compile(rf"(?:第{_HAN}(?:部分|章)[、.,:]?|{_HAN}[、.,:])(?P<words>.+)")),
    ("nth", re.compile(rf"第{_HAN}[、.,:](?P<words>.+)")),
    ("bracket", re.compile(rf"\({_HAN}\)[、.]?(?P<words>.+)")),
    ("roman", re.compile(r"(I{1,3}|IV|VI{0,3}|IX|X)[、.:](?P<words>.+)")),
    ("formal", re.compile(rf"([{_FORMAL}])[、.,:](?P<words>.+)")),
    ("arab", re.compile(r"(0?[1-9]|1[0-2])(?:[、.:](?!\d)|(?=[一-龥]))(?P<words>.+)")),
)
_FIRST = frozenset(f"第({_NUMERALS}{_FORMAL}IVX0123456789")
_ALONE = re.compile(rf"(?:第{_HAN}(?:部分|章)[、.,:]?|{_HAN}[、.,:])")
_SPACED = re.compile(rf"{_HAN}(.+)")
_BRACKETED = re.compile(r"[【\[〖](.+)[】\]〗]")
_ENUMERATION = re.compile(r"[;,、。]第?[二三四五六七八九十](?:部分)?[、.]")
_PAGE = re.compile(r"(?:[.…·․。\s]{2,}|[\s\t])\(?\d{1,3}\)?\s*$|(?:\.{3,}|…|·{2,})\s*$")
"""A line of a list of contents ends with dots, a page, or both."""

LONGEST = 60
_LONGEST_CLOSED = 20
"""Characters of a heading that ends with 。; longer ones are sentences."""

_AND = "(?:、|,|和|及|与|及其|以及|或)"
_OUR = "(?:政府|政务)?(?:信息公开)?(?:工作)?(?:的|中)?"
_INFORMATION = "(?:政府|政务)?信息"
_TOPICS = {
    "overview": rf"{_OUR}(?:基本|总体|年度)?(?:工作)?(?:概述|概况|总体情况|基本情况)",
    "disclosure": rf"(?:{_INFORMATION})?主动公开(?:{_INFORMATION})?(?:工作)?的?(?:基本)?情况",
    "focus": rf"重点领域(?:{_INFORMATION}公开)?(?:工作)?的?(?:落实|开展|进展)?情况",
    "responses": rf"(?:政策)?(?:解读)?{_AND}?回应(?:解读|社会关切|社会关注)?(?:工作)?的?情况|回应解读(?:工作)?的?情况",
    "applications": rf"(?:收到和处理{_INFORMATION}公开申请"
    rf"|(?:{_INFORMATION})?依申请公开(?:{_INFORMATION})?(?:办理|受理|处理|工作)?)"
    rf"(?:{_AND}不予公开(?:{_INFORMATION})?)?的?情况",
    "consulting": rf"(?:{_INFORMATION}公开)?咨询(?:处理|受理)?的?情况",
    "disputes": rf"(?:因|有关)?{_OUR}(?:被)?(?:申请|引起|提起)?的?(?:行政)?复议{_AND}?(?:被)?(?:提起)?(?:行政)?诉讼"
    rf"(?:{_AND}(?:行政)?(?:申诉|举报投诉|投诉举报|举报|投诉))?的?情况",
    "fees": rf"{_OUR}(?:收费(?:情况)?{_AND}减免|支出{_AND}收费)的?情况",
    "resources": rf"{_OUR}(?:机构(?:建设|设置)|人员)(?:保障|经费|人员|收支|收费|会议|培训|{_AND})*+的?情况",
    "training": rf"会议{_AND}培训的?情况",
    "problems": rf"{_OUR}(?:存在的?(?:主要)?|主要)(?:问题|困难|不足)"
    rf"(?:{_AND}?(?:下一?步|今后)?(?:的)?(?:工作)?(?:整改|改进)?(?:的)?(?:措施|情况|意见|办法|打算|安排|计划|思路))?",
    "plans": r"(?:下一?步|今后|明年)(?:的)?(?:政府信息公开)?(?:工作)?(?:的)?(?:主要)?(?:打算|安排|计划|思路|重点|措施)",
    "rest": r"其[他它](?:认为)?(?:需要|应当)?(?:报告|说明)的?(?:事项|情况)"
    r"|(?:其[他它])?(?:需要|应当)(?:报告|说明)的(?:其[他它])?(?:事项|情况)",
}
"""Headings that the forms and most reports share: known well enough to stand without their numeral."""

_TOPIC = re.compile("|".join(f"(?P<{topic}>{words})" for topic, words in _TOPICS.items()))
_GLUED = re.compile(
    rf"(?<![；;，,、\w])[一二三四五六七八九十]\s*[、．.]\s*(?:{'|'.join(_TOPICS.values())})"
    r"(?:[。：:]|(?=\s|$|[\d（(]|本|我|无|没有|全年|全[市县区镇乡局]|未|截[至止]|一[年是]|今年|根据|按照|第二十条))"
)
"""A known heading inside a line. Between 、 or ； it is one of an enumeration."""

_CLOSED = re.compile(
    rf"\s*{_HAN}\s*[、．.]\s*[^\s。；;，,：:][^。；;，,：:]{{1,{_LONGEST_CLOSED}}}(?:。|\s{{2}}|\u3000)(?=.*。)"
)
"""A short first sentence after the numeral, with sentences behind it: 一、概述。2012年，…"""


def read_line(line: str) -> Iterator[Piece]:
    """The line in its pieces, cut before and behind headings glued to text."""
    cuts = [0, *_find_cuts(line), len(line)]
    for start, stop in pairwise(cuts):
        yield Piece(line[start:stop], start == 0, *_read_heading(line[start:stop]))


@lru_cache(maxsize=2048)
def find_topic(words: str) -> str | None:
    found = _TOPIC.fullmatch(words)
    return found.lastgroup if found else None


def join_heading(text: str, following: str) -> Piece | None:
    """The heading that is printed over these two lines: its numeral above its words, or known words broken."""
    first = squeeze(text)
    if first[:1] not in _FIRST:
        return None
    second = squeeze(following)
    whole = Piece(text + following, True, *_read_heading(text + following))
    if not second or len(second) > LONGEST or not whole.words:
        return None
    if _ALONE.fullmatch(first):
        return whole if not re.search("[,;。]", second) else None
    goes_on = not find_topic(_read_heading(text)[2]) or second.startswith(("及", "和", "与", "、"))
    broken = whole.number and find_topic(whole.words) and goes_on
    return whole if broken and not _read_heading(following)[1] else None


def _find_cuts(line: str) -> list[int]:
    found = [match.span() for match in _GLUED.finditer(line)]
    begins = bool(found) and not line[: found[0][0]].strip()
    if not begins and (closed := _CLOSED.match(line)):
        return [closed.end()]
    ends, starts = {end for _, end in found}, {start for start, _ in found}
    alone = [
        (start, end)
        for start, end in found
        if ends.isdisjoint(range(start - 2, start + 1)) and starts.isdisjoint(range(end, end + 3))
    ]
    return sorted({cut for span in alone for cut in span} - {0, len(line)})


def _read_heading(text: str) -> tuple[str, int, str]:
    """Style, number and words of what looks like a heading; ("", 0, "") for what does not."""
    if len(text) > 2 * LONGEST or _PAGE.search(text):
        return "", 0, ""
    printed = squeeze(text)
    line = printed.rstrip("。:")
    if len(line) > LONGEST or line.endswith((";", ",", "、", "!", "?")) or _ENUMERATION.search(line):
        return "", 0, ""
    for style, pattern in _STYLES if line[:1] in _FIRST else ():
        if numbered := pattern.fullmatch(line):
            words = numbered["words"]
            if style == HAN or not _is_sentence(words, printed):
                return ("", 0, "") if _is_text(words, printed) else (style, _read_number(numbered), words)
    if (spaced := _SPACED.fullmatch(line)) and find_topic(spaced[2]):
        return HAN, _NUMBERS[spaced[1]], spaced[2]
    bracketed = _BRACKETED.fullmatch(line)
    words = bracketed[1] if bracketed else line
    return "", 0, words if find_topic(words) else ""


def _read_number(numbered: re.Match[str]) -> int:
    printed = next(group for group in numbered.groups() if group)
    if printed in _NUMBERS:
        return _NUMBERS[printed]
    if printed in _FORMAL:
        return _FORMAL.index(printed) + 1
    return _ROMAN.index(printed) + 1 if printed in _ROMAN else int(printed)


def _is_text(words: str, printed: str) -> bool:
    return _is_sentence(words, printed) or bool(row_key(APPLICATIONS, words))


def _is_sentence(words: str, printed: str) -> bool:
    closed = printed.endswith("。") and not find_topic(words)
    return "。" in words or (closed and ("," in words or len(words) > _LONGEST_CLOSED))
