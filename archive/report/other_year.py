"""A report that says itself that it is about another year than its title: agencies copy last year's text.

Looked at are only sentences that say what the report is about: 现将2016年…情况报告如下, the statistics period, and the
first sentence of its overview (2016年,我局…). Last year's figures, names of documents, laws and plans name other years.
"""

import re
from collections.abc import Iterator, Sequence

from archive.reading.document import LONGEST_QUOTE, Finding
from archive.report.words.passage import Passage
from archive.report.words.time import is_planned, read_years

FIRST_PASSAGES = 12

_NAMED = re.compile(
    r"《[^》]{0,80}》|\([^)]{0,40}号\)|20\d\d年(?:\d+月\d+日)?(?=起?(?:新?修[订改]|颁布|公布施行|施行|实施|第\d+号))"
)
_ANNOUNCED = re.compile(
    r"(?:现将|现就|现编制|现公布|现向社会|特向社会公[布开]|特编制|特公布|编制本|编制了|(?:^|[,;。])本(?:年度)?报告)"
    r"[^。;]{0,60}?(?P<year>20\d\d)年(?!\d+月)"
)
_PERIOD = re.compile(
    r"(?:统计|数据|期限|时限|期间)[^。;]{0,24}?(?P<year>20\d\d)年0?1月0?1日起?,?(?:至|到|-|—|–|~|―)+(?P<end>20\d\d)?(?:年|当年|同年)?12月"
)
_OVERVIEW = re.compile(
    r"(?P<year>20\d\d)年度?(?:以来)?,?(?:我|本|全)?[^,;。\d]{0,24}?(?:我[局镇乡市县区校委办院]|局|政府|镇|乡|街道|委员会|厅|办公室|委|学校|院|中心)"
    r"[^。]{0,80}?(?:信息公开|政务公开)"
)


def find_other_years(passages: Sequence[Passage], year: int | None) -> Iterator[Finding]:
    """One finding for each sentence that speaks of another year as the report's own."""
    if year is None:
        return
    overview = True
    for at, passage in enumerate(passages):
        for offset, sentence in passage.sentences():
            quiet = _NAMED.sub(lambda match: "_" * len(match[0]), sentence)
            patterns = [_PERIOD]
            if at < FIRST_PASSAGES and passage.topic is None:
                patterns.append(_ANNOUNCED)
                if overview and _OVERVIEW.match(quiet):
                    overview = False
                    patterns.append(_OVERVIEW)
            for pattern in patterns:
                if (match := pattern.search(quiet)) and (said := _other_years(match, quiet, year)):
                    yield _say(passage, offset + match.start("year"), offset + match.end(), said, year)


def _other_years(match: re.Match[str], sentence: str, year: int) -> list[int]:
    """The years that are not the report's; none where the report year is named as well, unless in a period."""
    period = match.groupdict().get("end")
    years = {int(match["year"]), *([int(period)] if period else [])}
    if match.re is _OVERVIEW and years == {year + 1} and is_planned(match[0]):
        return []
    if period is None and year in read_years(sentence):
        return []
    return sorted(years - {year})


def _say(passage: Passage, start: int, end: int, years: list[int], year: int) -> Finding:
    line, quote = passage.print(start, min(end, start + LONGEST_QUOTE))
    said = " and ".join(map(str, years))
    return Finding("other_year", f"report of {year}, but its text speaks of {said}: {quote}", f"text l{line}")
