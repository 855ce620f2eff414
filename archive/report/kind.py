"""What a page is (DOMAIN §6): a disclosure report, or one of the many things that look like one.

The title decides where it can: first the words of what quotes reports (解读, 通知, 指南 …), then the name of a report,
then the words of everything else. Where it tells nothing, the text, its headings, the form and the column help.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.report.forms.label import squeeze
from archive.report.header import head_lines
from archive.report.lookalikes import ABOUT_REPORTS, BLOCKED, END, OTHER_MATTERS, Rules
from archive.report.organ import is_organ
from archive.report.signs import AGAINST, SURE, weigh_structure, weigh_text
from archive.report.title import PHRASE, read_title


@dataclass(frozen=True, slots=True)
class Kind:
    """`kind` is one of DOMAIN §6's, "unknown" where nothing tells; `reasons` are the signs that spoke."""

    kind: str
    reasons: tuple[str, ...]


_ANNOUNCES = re.compile(
    r"关于(?:公布|发布|公开|公示)(?!工作).*(?:年度报告|年报)的?(?:公告|通告|公示|通知)$|^现?公[布开]"
)
_COLLECTION = re.compile(
    r"(?:^|[年度省市县区级直])(?:部门|单位|乡镇|镇街|街镇|乡镇街道)(?:政府)?信息公开"
    r"|(?:各|所有|全部|其他)[一-龥、()]{1,14}(?:年度报告|年报)|(?:年度报告|年报)(?:汇总|汇编|一览表?|列表|合集|专栏|专题|专区|栏目|查询)"
    + END
)
_TABLE_ONLY = re.compile(r"(?:统计|情况|附)表" + END)
_COLUMN_NAME = re.compile(r"^(?:政府|政务)?信息公开(?:工作)?(?:年度报告|年报)$")

ENOUGH = 2
"""So many signs make a report of a text whose title is empty or an organ's name; one more where it says something."""


def judge_kind(
    title: str | None,
    head: str | None = None,
    column: Sequence[str] = (),
    headings: Sequence[str] = (),
    form: str | None = None,
) -> Kind:
    """The kind of a page by its title, then by `head` (the first lines of its text), headings, form and column."""
    name, text = squeeze(title or "")[:LONGEST_TITLE], squeeze(head or "")
    structure = tuple(weigh_structure(headings, form))
    signs = (*weigh_text(text), *structure)
    if blocked := _first_rule(BLOCKED, text[:SHORT], "text") if len(text) < SHORT else None:
        return blocked
    judged, bare = judge_title(name), bool(_COLUMN_NAME.match(name))
    above = [squeeze(line) for line in head_lines(head or "")] or [text.partition("。")[0][:LONGEST_NAME]]
    if (not judged or bare) and (listed := count_reports(above)) >= LISTED:
        return Kind("list", (f"{listed} reports are named",))
    if judged and judged.kind == "report" and runs_on(name):
        judged = doubt_title(name, (*weigh_text(text.replace(name, "")), *structure)) or judged
    if judged and not (bare and not signs):
        return Kind(judged.kind, (*judged.reasons, *signs))
    if covered := judge_cover(above):
        return Kind(covered.kind, (*covered.reasons, *signs))
    return judge_text(name, text, in_report_column(column), signs)


SHORT = 120
"""Characters under which a text that says a page is blocked says little else."""

LONGEST_TITLE = 300

LISTED = 3
"""So many different reports named line by line are a list."""

COVER = 6
"""Lines above a text among which a title is looked for, where the page gives none that tells."""


LONGEST_NAME = 60
MOST_LINES = 60


def count_reports(lines: Sequence[str]) -> int:
    """How many of these lines name different reports: of different years or organs. 市水利局 is 枝江市水利局."""
    titles = [title for line in lines[:MOST_LINES] if PHRASE.search(line) and (title := read_title(line))]
    organs = {title.organ for title in titles if title.year and title.organ}
    different = [organ for organ in organs if not any(other != organ and other.endswith(organ) for other in organs)]
    return max(len(different), len({title.year for title in titles if title.year}))


def judge_cover(lines: Sequence[str]) -> Kind | None:
    """What the lines above a text say as its title would: a challenge or an error, or a report with organ or year."""
    for line in lines[:COVER]:
        if judged := judge_cover_line(line[:LONGEST_TITLE]):
            return Kind(judged.kind, (f"above the text: {line[-20:]}",))
    return None


def judge_cover_line(line: str) -> Kind | None:
    """An excerpt may join the title and what stands far below it with "…": what stands first tells."""
    first = next((part for part in re.split(r"\.{2,}", line) if part), "")
    judged = judge_title(first)
    if judged and judged.kind != "report":
        told = judged.kind in ("challenge", "error_page") or PHRASE.search(first)
        return judged if told else None
    title = read_title(line)
    against = _first_rule(AGAINST, line)
    return Kind("report", ()) if title and (title.year or title.organ) and not against else None


def telling_title(titles: Sequence[str]) -> str | None:
    """The first title that says what the page is; else the first. A page's own and the header's 名称 are asked."""
    return next(
        (title for title in titles if judge_title(squeeze(title)[:LONGEST_TITLE])), titles[0] if titles else None
    )


def judge_title(name: str) -> Kind | None:
    """What a squeezed title alone says, None where it says nothing."""
    phrase = PHRASE.search(name)
    if phrase and _ANNOUNCES.search(name) and not re.search(r"格式|模板|编制|报送", name):
        return Kind("report", (f"title announces {phrase[0]}",))
    if about := _first_rule(ABOUT_REPORTS, name):
        return about
    if phrase and (_COLLECTION.search(name) or _has_span(name)):
        return Kind("list", ("title names the reports of many organs",))
    if phrase and not _TABLE_ONLY.search(name):
        return Kind("report", (f"title: {phrase[0]}",))
    return _first_rule(OTHER_MATTERS, name)


_SPAN = re.compile(r"(20\d\d)年?[-—~至](20\d\d)(?!学?年?度?学年)")


def _has_span(name: str) -> bool:
    """2008-2022年: the reports of many years. Those of schools are about an academic year, 2020-2021学年."""
    return any(int(last) - int(first) > 1 for first, last in _SPAN.findall(name))


_ENDS_TITLE = re.compile(
    r"(?:\([^()]*\)|[\d\W_]|年度?|全文|正文|版|文字|公开|电子|附[件表]?|更[正新]|修订|稿|公[示布告]|通告|发布|予以|现|如下|的|PDF|word)*"
    r"(?P<rest>.*)"
)
_GOES_ON = re.compile(r"[及暨和与、]|由|根据|按照|本|我")
_SITE = re.compile(r"[-_|—]+[一-龥].*$|(?<=告)[一-龥]{2,16}(?:网站?|门户|平台|频道)$")
"""What a page's <title> has behind the report's name: the column and the site."""

_LONGEST_TAIL = 3


def runs_on(name: str) -> bool:
    """Whether a title says something of the report it names: …年报获评优秀, …年报满意度调查问卷."""
    title = _SITE.sub("", name)
    matches = list(PHRASE.finditer(title))
    behind = _ENDS_TITLE.match(title, matches[-1].end()) if matches else None
    rest = behind["rest"] if behind else ""
    return len(rest) > _LONGEST_TAIL and not _GOES_ON.match(rest) and not is_organ(rest)


def doubt_title(name: str, signs: Sequence[str]) -> Kind | None:
    """What a title that runs on says, where the rest of the text does not show that it is a report's."""
    if SURE & set(signs) or len(signs) >= ENOUGH:
        return None
    return _first_rule(OTHER_MATTERS, name) or Kind("unknown", ("title says something of a report",))


def _first_rule(rules: Rules, text: str, where: str = "title") -> Kind | None:
    hits = ((kind, match) for kind, pattern in rules if (match := pattern.search(text)))
    return next((Kind(kind, (f"{where}: {match[0][-20:]}",)) for kind, match in hits), None)


def judge_text(name: str, text: str, in_column: bool, signs: tuple[str, ...]) -> Kind:
    """The kind of a page whose title tells nothing."""
    if against := _first_rule(AGAINST, text, "text"):
        return against
    sure = SURE & set(signs) or any(sign.startswith("form") for sign in signs)
    empty = not name or is_organ(name) or "年报" in name or "年度" in name
    named = re.search(r"20\d\d|二[〇○零]|年报", name) or re.search(r"(?:信息|政务)公开", text)
    columned = in_column and (signs or named) and (is_plain(name) or len(signs) >= ENOUGH)
    if sure or len(signs) >= (ENOUGH if empty else ENOUGH + 1) or columned:
        return Kind("report", (*signs, *(["column of reports"] if in_column else [])))
    return Kind("unknown", signs)


_PLAIN = re.compile(
    r"\([^()]*\)|[\d\W_〇○零一二三四五六七八九]{2,4}(?=年)|\d|年度|年报|年|(?:政府|政务)?信息公开|政务公开|工作|情况|报告|总结|关于|公[布开示]|发布|的|\W"
)


def is_plain(name: str) -> bool:
    """Whether a title says no more than organ, year and that it is a report: 某局2013年年度报告. A column holds what
    else was put there: …重大行政决策年度报告."""
    rest = _PLAIN.sub("", name)
    return len(rest) < SHORTEST_MATTER or is_organ(rest)


SHORTEST_MATTER = 3


def in_report_column(column: Sequence[str]) -> bool:
    crumbs = [squeeze(crumb) for crumb in column]
    return any(PHRASE.search(crumb) or re.search(r"年报$|年度报告$", crumb) for crumb in crumbs)
