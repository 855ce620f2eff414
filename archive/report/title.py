"""The title of a report taken apart: organ, year, and the words that name it a disclosure report.

Seen: 某市民政局2020年政府信息公开工作年度报告, 二〇二〇年…, 2009某镇…信息公开年报, …信息公开工作2025年度报告, the organ
behind it in brackets, broken over lines, cut with "…". In 某镇政府信息公开年报 the word 政府 belongs to 信息公开, in
某市人民政府信息公开年报 to both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.report.forms.label import squeeze
from archive.report.organ import DEPARTMENT, PLACE_SUFFIX, is_organ, organ_kind

_DIGITS = str.maketrans("〇○◯零OoΟО一二三四五六七八九", "00000000123456789")
_YEAR = r"(?:(?<!\d)20\d\d(?!\d)|[二2][〇○◯零OoΟО0][0-9〇○◯零OoΟО一二三四五六七八九]{2})"
YEAR = re.compile(_YEAR)
_YEAR_WORDS = re.compile(rf"(?:{_YEAR}(?:[-—至]{_YEAR})?(?:学年度?|年度|年|度)?(?:全年)?|^年度?|年度$)")

_DISCLOSURE = r"(?:政府机关|政府|政务|机关)?(?:\(机关\))?信息(?:[和与、及]政务)?公开(?:[和与、及]政务公开)?"
_OPENNESS = r"政务公开(?:[和与、及](?:政府)?信息公开)?"
_ANNUAL = r"年度[^,。;:!?]{0,6}?报告|年报(?!送|表)"
_CUT = r"年度?(?:工作|报)?\.{2,}$"

_MIDDLE = r"(?:(?!公开|自查|考核|评估|测评|督查|整改|审查|检查)[^,。;:!?]){0,24}?"

PHRASE = re.compile(
    rf"{_DISCLOSURE}{_MIDDLE}(?:{_ANNUAL}|报告|(?:情况|工作|年度)的?总结|{_CUT})"
    rf"|{_OPENNESS}{_MIDDLE}(?:{_ANNUAL}|{_CUT})"
)
"""What names a disclosure report; a title cut by its list ends in "…" after the words that tell."""


@dataclass(frozen=True, slots=True)
class ReportTitle:
    """`organ` is "" where the title names none."""

    organ: str
    year: int | None


def read_title(title: str) -> ReportTitle | None:
    """The title of a disclosure report, None where it names none."""
    text = squeeze(title)
    match = PHRASE.search(text)
    if not match:
        return None
    before, behind = text[: match.start()], text[match.end() :]
    named, bracketed = _organ_before(before, match[0]), _organ_behind(behind)
    office = (
        bracketed and PLACE_SUFFIX.search(named) and organ_kind(bracketed) == DEPARTMENT and "政府" not in bracketed
    )
    organ = bracketed if office else named or bracketed
    return ReportTitle(organ, read_year(text))


ANNOUNCING = re.compile(r".*(?:公布|现公开|现将|(?<!机构)编制了?|形成|根据|《|“|\"|报送|关于|由)")
"""The words of a sentence that lead up to a report's name: 特向社会公布, 现将, 由."""

_LEAD = re.compile(
    r"[(\[【「][^)\]】」]{0,8}[)\]】」]|附件\d*[:.、]?|(?:公布|发布|公开|印发)|[\d.、]*[《“\"·•>\-—_|、:]"
)
_TRAIL = re.compile(r"(?:关于(?:报送|上报|公布|发布|印发|公开)?|[:·\-—_|,、《“\"]|的|\((?:本级|机关|本部)\))+$")


_CUT_OFF = re.compile(r"\.{2,}$")


def _organ_before(before: str, phrase: str) -> str:
    before = _CUT_OFF.sub("", _YEAR_WORDS.sub("", before))
    text = re.split(r"[。;!?>_|]|\.{2,}(?=.)|(?<=[一-龥])[-—]+(?=[一-龥])", before)[-1]
    text = ANNOUNCING.sub("", _TRAIL.sub("", text))
    while lead := _LEAD.match(text):
        text = text[lead.end() :]
    text = _TRAIL.sub("", _YEAR_WORDS.sub("", text))
    return text + "政府" if text.endswith("人民") and phrase.startswith("政府") else text


def _organ_behind(behind: str) -> str:
    """The organ that stands behind the title, in brackets or after a dash: …年度报告（市民政局）."""
    parts = re.split(r"[()\-—_|:]+", behind)
    return next((part for part in parts if is_organ(part)), "")


def read_year(text: str) -> int | None:
    """The report year a squeezed title says; of several the one nearest before 年度 or 年, else the first."""
    years = list(find_years(text))
    if not years:
        return None
    stressed = [year for year, suffix in years if suffix.startswith("年度")]
    named = [year for year, suffix in years if suffix.startswith(("年", "度"))]
    return (stressed or named or [years[0][0]])[0]


_DATE_BEHIND = re.compile(r"[年./-]\d{1,2}[月./-]")


def find_years(text: str) -> Iterator[tuple[int, str]]:
    """Each year of 2000–2099 in a squeezed text that is no part of a date, with the two characters behind it."""
    for match in YEAR.finditer(text):
        if not _DATE_BEHIND.match(text, match.end()):
            yield int(match[0].translate(_DIGITS)), text[match.end() : match.end() + 2]
