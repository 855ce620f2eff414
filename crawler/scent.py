"""Which links of a page lead towards reports, and how strongly. Pure: from a link and the page it stands on to a Scent.

The words are those of real portals: a column is named 政府信息公开年报, 信息公开年报, 年度报告, … and its address holds
one of a few tokens (zfxxgknb, xxgknb, nianbao, gkbg, …).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from archive.report.kind import judge_kind
from crawler.listing import Link, Page

PART = "part of the page"
Aim = Literal["report", "page", "refuse"]

REPORT, NEXT_PAGE, COLUMN, INSIDE, OPENNESS, ORGANS, NAVIGATION, NONE = 100, 90, 80, 70, 60, 40, 10, 0

COLUMN_WORDS = re.compile(
    r"(?:信息|政务)公开(?:工作)?(?:年度?报|年度工作报)|工作年度?报"
    r"|^(?:历年|往年|历史|年度|本级|市级|区级|县级|部门|单位|各单位|机关|乡镇|镇街|街道|工作){0,3}(?:年报|年度报告)(?:专栏|栏目|列表)?$"
)
COLUMN_TOKENS = re.compile(
    r"(?:xxgk|zfxxgk|xxgkgz|gk)_?(?:nb|ndbg|nianbao|bg|nd)|nianbao|niandubaogao|annualreport", re.I
)
OPENNESS_WORDS = re.compile(r"信息公开|政务公开|主动公开|公开目录|公开专栏|公开平台|公开指引|依法公开")
OPENNESS_TOKENS = re.compile(r"zwgk|xxgk|zfxxgk|openness|gkml|zwxx", re.I)
ORGAN_WORDS = re.compile(r"部门|乡镇|镇街|街道|单位|机构|区县|县区|市直|(?:局|委|办|厅|中心|镇|乡|政府)$")
ATTACHMENT = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar|7z|pptx?)$", re.I)
ASSET = re.compile(r"\.(?:jpe?g|png|gif|bmp|svg|ico|webp|css|js|mp[34]|avi|flv|mov|wmv|exe|apk)$", re.I)
SHORT = 16
"""Characters: the name of a column is shorter, the title of an article longer."""


@dataclass(frozen=True, slots=True)
class Scent:
    """`aim`: "report" is read as one, "page" is followed for its links, "refuse" is not fetched; `reason` says why."""

    aim: Aim
    score: int
    reason: str


def is_report_column(page: Page) -> bool:
    """Whether the page itself is, or lies under, a column of annual reports."""
    return bool(
        COLUMN_WORDS.search(page.title) or COLUMN_WORDS.search(page.column) or _has_token(COLUMN_TOKENS, page.url)
    )


def is_report(page: Page, links: Sequence[Scent]) -> bool:
    """Whether a page that no list announced names itself a report; one with reports in its list is a list."""
    return judge_kind(page.title).kind == "report" and not any(link.aim == "report" for link in links)


def scent(link: Link, page: Page, *, first: bool, in_column: bool) -> Scent:
    """`first`: the page is where the crawl begins; `in_column`: it is, or lies under, a column of annual reports."""
    path = urlsplit(link.url).path
    if urlsplit(link.url).scheme not in ("http", "https"):
        return Scent("refuse", NONE, "scheme")
    if ATTACHMENT.search(path):
        return Scent("refuse", NONE, "not_wanted (attachment)")
    if ASSET.search(path):
        return Scent("refuse", NONE, "not_wanted (asset)")
    kind = judge_kind(link.text).kind
    if link.embedded:
        return Scent("page", OPENNESS, PART)
    if kind == "report":
        return Scent("report", REPORT, "title of a report")
    if len(link.text) <= SHORT and COLUMN_WORDS.search(link.text):
        return Scent("page", COLUMN, "column of annual reports")
    if kind not in ("unknown", "list"):
        return Scent("refuse", NONE, f"not_wanted ({kind})")
    return _weigh(link, page, first=first, in_column=in_column)


def _weigh(link: Link, page: Page, *, first: bool, in_column: bool) -> Scent:
    if _has_token(COLUMN_TOKENS, link.url) and len(link.text) <= SHORT and not link.date:
        return Scent("page", COLUMN, "address of a column of annual reports")
    if in_column and _below(link.url, page.url):
        return Scent("page", INSIDE, "inside a column of annual reports")
    if link.date:
        return Scent("refuse", NONE, "not_wanted (article)")
    if OPENNESS_WORDS.search(link.text):
        return Scent("page", OPENNESS, "openness column")
    if len(link.text) <= SHORT and ORGAN_WORDS.search(link.text):
        return Scent("page", ORGANS, "organs")
    if _has_token(OPENNESS_TOKENS, link.url) and len(link.text) <= SHORT:
        return Scent("page", ORGANS, "address of an openness column")
    if first and 0 < len(link.text) <= SHORT:
        return Scent("page", NAVIGATION, "column of the home page")
    return Scent("refuse", NONE, "not_wanted (no scent)")


def _has_token(tokens: re.Pattern[str], url: str) -> bool:
    return bool(tokens.search(urlsplit(url).path))


def _below(url: str, page: str) -> bool:
    folder = page.rpartition("/")[0] + "/"
    return url.startswith(folder)
