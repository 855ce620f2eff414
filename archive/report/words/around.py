"""A number's surroundings in its sentence, and the words that link a quantity's name to its number."""

import re
from collections.abc import Set
from dataclasses import dataclass

from archive.report.words.amount import Amount

LINK = re.compile(
    r"(?:的?总?(?:数量|总数|条数|件数|人数|次数|数|量)|[共合总]计|总共|一共|共有|共|计|(?<!行)为|是|达到?|的|有|了|:|\(|\"|“|”"
    r"|[各均皆都]|分别|全部)++$"
)
"""Behind a name, before its number: 收到申请|数共计为|5件."""

WE = r"(?:我|本)(?:局|镇|乡|街道|办|市|县|区|校|院|委|单位|机关|部门|厅|处|中心|站|所|省|州|旗|村|社区|行政机关)"
PIECES = frozenset(["条", "件", "项", "篇", "个", "份", "则", "条次"])
"""Units in which what was disclosed is counted."""

CASES = frozenset(["件", "宗", "起", "例", "份", "条", "项", "次", "个", "封", "人次", "件次", ""])
_EACH = re.compile("[各均皆都]")
_MEANS = re.compile("通过|在|利用|依托|借助|方面|领域|栏目")
_BRACKETED = re.compile(r"\((?!.*结转)[^()\d]{1,20}\)$")
_PART = re.compile(rf"其中(?!,?{WE})")
"""全市收到500件,其中我局收到3件: what is one's own is no part of one's own."""

_STOPS = re.compile(r"[,;。!?]")
MARKS = ",;"
"""Between the clauses of a sentence."""

_OPENNESS = re.compile(r"信息公开|政务公开|公开工作")
_APPLYING = re.compile(r"公开申请|依申请公开|申请公开|答复[^,;。]{0,8}申请|申请(?:方式|渠道|途径|形式)")
_HANDLED = ("received.", "closed.", "answered.")


@dataclass(frozen=True, slots=True)
class Around:
    """A number's surroundings: `core` the words before it back to the last number or comma, without linking words;
    `lead` the clause before those; `right` the words behind; `said` the keys that the passage has told before."""

    core: str
    link: str
    each: bool
    lead: str
    right: str
    unit: str
    topic: str | None
    said: Set[str]
    part: bool
    """其中 stands before it in the sentence."""
    zero: bool
    before: str
    """The whole sentence before the number."""

    @property
    def handled(self) -> bool:
        """Whether the talk is of applications for disclosure."""
        return self.told_handled or self.topic == "applications" or bool(_APPLYING.search(self.before))

    @property
    def told_handled(self) -> bool:
        """Whether the passage has told before how many came in, or were closed or answered."""
        return any(key.startswith(_HANDLED) for key in self.said)

    @property
    def about_openness(self) -> bool:
        return bool(_OPENNESS.search(self.before) or _OPENNESS.search(self.right))


def look_around(sentence: str, amount: Amount, floor: int, stop: int, topic: str | None, said: set[str]) -> Around:
    start = max(floor, *(sentence.rfind(mark, 0, amount.start) + 1 for mark in MARKS))
    words = sentence[start : amount.start]
    if LINK.fullmatch(words) and start > floor:  # 主动公开政府信息,共计47条
        start = max(floor, *(sentence.rfind(mark, 0, start - 1) + 1 for mark in MARKS))
        words = sentence[start : amount.start].replace(",", "")
    link = LINK.search(words)
    core = _BRACKETED.sub("", words[: link.start()] if link else words)
    before = sentence[: amount.start]
    lead = before[max(floor, before.rfind(";", 0, start) + 1) : start]
    right = _STOPS.split(sentence[amount.end : stop], maxsplit=1)[0]
    return Around(
        core=core,
        link=link[0] if link else "",
        each=bool(link and _EACH.search(link[0])),
        lead=lead if _MEANS.search(lead) else "",
        right=right,
        unit=amount.unit or "",
        topic=topic,
        said=said,
        part=bool(_PART.search(before)) or _counts_in(before),
        zero=amount.value == 0,
        before=before,
    )


def _counts_in(before: str) -> bool:
    """In a bracket that is still open, after 含: (含上年结转…"""
    opened = before.rfind("(")
    return opened > before.rfind(")") and ("含" in before[opened:] or "包括" in before[opened:])
