"""Quantities that a sentence says without a number.

未收到, 未接到, 没有发生, 未收取 … say that it was done no time: value 0. 无 and 没有 before a noun (无依申请公开) say
what a cell with 无 says: state `none`, no value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.report.words.owner import is_share
from archive.report.words.requests import read_application

_DONE = r"收到|接到|接收到?|收悉|受理|发生|出现|产生|引发|引起|涉及|被提起|被申请|提起|接获|收取|遇到|收费"
_DENIED = re.compile(
    rf"(?P<zero>(?:从未|尚未|暂未|并未|未曾|未有|未|没有?|均无|无)(?:因此|曾)?(?P<done>{_DONE}))(?:过|任何|了)*"
    r"|(?P<none>(?<![有])(?:暂无|尚无|均无|皆无|没有|无一[例起件宗]|无(?!正当|法|关|需|条件|偿|障碍|误|异|论|故|效|偏|缝|私|线|纸|锡|为|棣|极|湖|虚|重大)))"
    r"|(?P<because>(?:没有|未)(?:发生)?因)"
)
_CLAUSE = re.compile(r"[^,;。!?]{0,100}")
_GOES_ON = re.compile(
    r",(?:也|亦|且|并|以及|及|和|或)?(?:无|没有|未)?(?:被)?(?:提起|引起|引发|申请)?(?:行政)?(?:诉讼|复议)[^,;。\d]{0,16}"
)
_REVIEW = re.compile(r"复议")
_SUIT = re.compile(r"诉讼")
_COMPLAINT = re.compile(r"举报|投诉")
_PARTIAL = re.compile(
    r"败诉|被纠错|纠正|撤销|逾期|超期|超时|失泄密|追究|未经|终止|变更|违法|答复|被申请人|维持|审结|不当|不满|胜诉|应诉|申请人|支出|数量|增长"
)
_TO_APPLICANTS = re.compile(r"向[^,;。]{0,10}申请人")
_FEE = re.compile(r"收费|费用|[制索印寄本理]费|收取")
_NOUN = re.compile(
    r"(?:任何|有关|关于|相关|公民|法人|和|或者?|及|以及|与|、|其[他它]|组织|单位|个人|群众|公众|的|对|向|我[局镇乡市县区校委办院街道处站所]{1,2}"
    r"|本[局镇乡市县区校机关单位级]{1,2}|政府|政务)*+"
    r"(?:依申请公开|信息公开申请|申请公开|公开申请|公开信息申请)(?:的|政府|信息|事项|情况|内容|件|申请|发生|要求|案件)*$"
)
_PEOPLE_ASK = re.compile(
    r"(?:公民|法人|个人|单位|群众|人|组织)[^,;。\d]{0,30}?(?:申请公开|申请获取|申请|提出)(?:的|过|政府|信息|公开|申请|要求|获取|本[局机关]{1,2}|我[局镇乡县市区]|相关)*$"
)
_COUNTED = re.compile(r"(?:案件?|的|共|计|为|:)*\d*[1-9]")
"""未发生行政复议、行政诉讼1起: what is counted is not denied."""

_NOTHING = re.compile(
    r"(?:\d{4}年度?|本年度?|全年|我[局镇乡县市区校]|,|本[局镇乡机关单位]{1,2})*(?P<none>暂无|无|没有)(?:此类|相关|上述)?(?:情况|申请|事项|发生|此项)?"
)
_LISTED = re.compile(r"(?:行政)?复议[^,;。\d]{0,16}(?:诉讼|申诉|投诉)[^,;。\d]{0,8}:?(?:暂无|无)$")
"""行政复议和诉讼情况:无 — a line of a list, which says what it is about itself."""


@dataclass(frozen=True, slots=True)
class Denial:
    """`key` is denied by the words at `start` to `end` of the sentence; `state` "number" (0) or "none"."""

    key: str
    start: int
    end: int
    state: str


def find_denials(sentence: str, topic: str | None, organ: str | None) -> Iterator[Denial]:
    if not ("未" in sentence or "无" in sentence or "没" in sentence):
        return
    if (nothing := _NOTHING.fullmatch(sentence)) and topic in _KEYS_OF_TOPIC:
        for key in _KEYS_OF_TOPIC[topic]:
            yield Denial(key, nothing.start("none"), nothing.end("none"), "none")
        return
    about = _is_about(sentence) or bool(_LISTED.match(sentence))
    for match in _DENIED.finditer(sentence):
        clause = _CLAUSE.match(sentence, match.end())
        rest = clause[0] if clause else ""
        lead = sentence[max(sentence.rfind(mark, 0, match.start()) for mark in ",;") + 1 : match.start()]
        if is_share(lead, organ):
            continue
        going = _GOES_ON.match(sentence, match.end() + len(rest))
        for key, state in _read(match, rest, lead, going[0] if going else "", topic, about):
            yield Denial(key, match.start(), match.end("done") if match["zero"] else match.end(), state)


_KEYS_OF_TOPIC = {
    "applications": ("received.total",),
    "disputes": ("reconsideration.total", "litigation.total"),
}


def _read(
    match: re.Match[str], rest: str, lead: str, going: str, topic: str | None, about: bool
) -> Iterator[tuple[str, str]]:
    state = "none" if match["none"] or "无" in match[0] else "number"
    if _is_received(match, rest, lead, topic):
        yield "received.total", state
    if match["done"] == "收取" or match["done"] == "收费":
        if (topic == "fees" or about) and not _PARTIAL.search(rest.replace("申请人", "")):
            yield "fees.amount", state
        return
    words = _TO_APPLICANTS.sub("", rest + going)
    if _PARTIAL.search(words) or (topic != "disputes" and not about):
        return
    before = bool(re.search(r"(?:复议|诉讼)(?:和|、|及|与|的|案件|行政|情况|申请|事件|提起|均|都|也|:)*$", lead))
    for key, pattern in _DISPUTES:
        found = pattern.search(words)
        if found and _COUNTED.match(words, found.end()):
            continue
        told = found or (before and pattern.search(lead) and re.fullmatch(r"(?:的?情况|案件|过|此类.*)?", rest))
        if told:
            yield key, state
    if (match["done"] and _FEE.search(rest) and not _REVIEW.search(rest) and rest[:2] != "减免") or (
        match["none"] and re.match(r"[^,;。]{0,24}收费", rest) and not _REVIEW.search(rest)
    ):
        yield "fees.amount", state


_DISPUTES = (
    ("reconsideration.total", _REVIEW),
    ("litigation.total", _SUIT),
    ("complaints.total", _COMPLAINT),
)


def _is_about(sentence: str) -> bool:
    return bool(re.search(r"信息公开|依申请|公开(?:政府)?信息|政务公开|信息处理费", sentence))


def _is_received(match: re.Match[str], rest: str, lead: str, topic: str | None) -> bool:
    """The noun that is denied is an application for disclosure, whole: 未收到政府信息公开申请."""
    if match["none"]:
        if _PEOPLE_ASK.match(rest) and ("公开" in rest or topic == "applications"):
            return not _REVIEW.search(rest)
        return bool(_NOUN.match(rest)) or bool(
            not rest and re.search(r"(?:依申请公开|信息公开申请)(?:政府)?(?:信息)?(?:情况)?:?$", lead)
        )
    if match["because"] or match["done"] in {"收取", "收费", "提起", "被提起"}:
        return False
    asked = read_application(rest)
    if asked:
        return bool(re.search("公开|政府信息", asked[0])) or "公开" in lead or topic == "applications"
    empty = re.fullmatch(r"(?:的?情况|过|任何)?", rest)
    return bool(
        empty and re.search(r"(?:依申请公开|信息公开申请|公开申请)(?:政府)?(?:信息)?(?:事项|情况)?(?:均|也|都)?$", lead)
    )
