"""Organs and places named in running text: who speaks, when no title says so.

announced   现公布某市某局2023年政府信息公开工作年度报告
compiled    由某局编制, 某局编制了
subject     2022年,某市水利局认真贯彻落实
contact     请与某局办公室联系
named       any organ that begins with the place it belongs to
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.report.divisions import Division, load_table, read_place
from archive.report.forms.label import squeeze
from archive.report.organ import is_organ
from archive.report.title import ANNOUNCING, read_title

_HAN = r"[一-龥·()]"
_COMPILED = re.compile(rf"由({_HAN}{{2,40}}?)(?:根据|按照|依据|依照|(?<!机构)编制|编写|汇总|负责|组织|结合|…|\.{{3}})")
_WROTE = re.compile(rf"(?:^|[,。;》])({_HAN}{{2,40}}?)(?<!机构)(?:编制|编写)(?:了|的|本|完成|并)", re.M)
_SUBJECT = re.compile(
    rf"(?:^|[,。;]|年度?|如下)({_HAN}{{2,40}}?)(?:结合|认真|严格|深入|坚持|高度重视|全面|积极|按照|根据|切实|不断|始终"
    r"|紧紧围绕|以习近平|共|主动公开|未(?:收|接)到|在[市区县]|没有)",
    re.M,
)
_CONTACT = re.compile(rf"(?:与|向|联系)({_HAN}{{2,40}}?)(?:联系|反映|咨询|索取)")
_CLERKS = re.compile(
    r"(?:(?:政务公开|(?:(?<!人民)政府)?信息公开)(?:工作)?)?(?:领导小组|协调小组|联席会议)?办公室$"
    r"|(?:政务公开|信息公开)(?:科|处|股|办)$|(?<=[镇乡道])(?:党政(?:综合)?|综合)办(?:公室)?$"
)
_TIME = re.compile(r"^(?:(?:\d{4}|本|上|今|去|一|全|这)?年(?:度|来)?(?:以来|内)?|截至|截止)+")


_CITED = re.compile(r"《[^《》]{0,60}(?:制度|办法|规定|通知|意见|格式|要点|方案|指南|条例)(?:\([^()]{1,12}\))?》")
"""Papers that a text follows: whose they are says nothing of who writes."""


def find_organs(lines: Sequence[str], year: int | None) -> Iterator[str]:
    """Names as written (squeezed), in the order of trust of the table above; 我区政府 stays as it is."""
    text = "\n".join(squeeze(line) for line in lines)
    for sentence in re.split(r"[。;\n]", _CITED.sub("", text)):
        for clause in dict.fromkeys([sentence, *sentence.split(",")]):
            title = read_title(clause)
            if title and is_named(organ := _cut_lead(title.organ)):
                yield organ
    for pattern in (_COMPILED, _WROTE, _SUBJECT, _CONTACT):
        for match in pattern.finditer(text):
            if is_named(organ := _cut_lead(drop_clerks(match[1]))):
                yield organ
    yield from find_named(text, year)


def is_named(organ: str) -> bool:
    return is_organ(organ) or bool(re.match(r"我[市县区州旗镇乡盟](?:人民)?政府", organ))


def _cut_lead(text: str) -> str:
    """The name without the words before it: 现将某市民政局 → 某市民政局."""
    text = ANNOUNCING.sub("", text)
    while (shorter := _TIME.sub("", text)) != text:
        text = shorter
    return text


def drop_clerks(name: str) -> str:
    """The organ without the office that writes for it: 某镇办公室, 某局政务公开领导小组办公室."""
    base = _CLERKS.sub("", name)
    itself = name[len(base) :] == "办公室" and not re.search(r"[局委厅镇乡]$|街道$", base)
    return name if itself or not is_named(base) else base


_BODY = re.compile(
    r"[一-龥]{0,16}?(?:人民政府|(?:局|厅)(?!长|部|面|机关)|委员会|委(?!员|托|派|宣|组)|办事处|街道(?:办事处)?|(?:镇|乡(?!村|镇|建|规划|居民|一体))(?:人民政府)?)"
    r"(?:办公室|办公厅)?"
)
MOST = 4000
"""Characters of a text that are searched."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text: as written (杭州市上城区), the units it can be, what is written behind it."""

    written: str
    units: tuple[Division, ...]
    behind: str


def find_named(text: str, year: int | None) -> Iterator[str]:
    """Organs that begin with a division's whole name, in the order of the text."""
    for place in find_places(text, year):
        body = _BODY.match(place.behind)
        if body and is_organ(place.written + body[0]):
            yield place.written + body[0]


GENERIC = frozenset({"城区", "郊区", "矿区"})
"""Names of counties that are words of every text. Those of two characters (和县) count at the start of a clause."""


@cache
def _first_characters() -> re.Pattern[str]:
    """Of any division's name: a text is searched for them faster than it is walked through."""
    return re.compile(f"[{''.join(sorted({beginning[0] for beginning in load_table().beginnings}))}]")


WHOLE = 3
WINDOW = 40
_HAN_BEFORE = re.compile(r"[一-龥]")


@lru_cache(maxsize=16)
def find_places(text: str, year: int | None) -> tuple[Place, ...]:
    """The places named in the first `MOST` characters of a squeezed text, each once where it stands."""
    return tuple(_find_places(text[: MOST + WINDOW], year))


def _find_places(text: str, year: int | None) -> Iterator[Place]:
    begins = load_table().beginnings
    free_from = 0
    for match in _first_characters().finditer(text, 0, MOST):
        at = match.start()
        if at < free_from or text[at : at + 2] not in begins:
            continue
        window = text[at : at + WINDOW]
        units, behind = read_place(window, year)
        written = window[: len(window) - len(behind)]
        whole = len(written) >= WHOLE or at == 0 or not _HAN_BEFORE.match(text[at - 1])
        if units and whole and written not in GENERIC:
            free_from = at + len(written)
            yield Place(written, units, behind)
