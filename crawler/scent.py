"""Which links of a page lead towards reports, and how strongly. Pure: from a link and the page it stands on to a Scent.

A link is judged by its words first, as `archive identify` judges a row of a list; then by its address (zfxxgknb,
xxgknb, nianbao, gkbg, …), the row and the list it stands in, and the page. What names nothing is followed only inside a
column of reports, or as a last resort.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from archive.reading.attachments import file_name
from archive.report.judge import judge_row
from crawler.listing import Link, Listing, Page

Aim = Literal["report", "page", "list", "file", "refuse"]

REPORT, FILE, FURTHER, COLUMN, ELSEWHERE_FURTHER, INSIDE, OPENNESS, SITE_MAP, ORGANS, BRANCH, NAVIGATION, LAST = (
    100, 95, 90, 80, 75, 70, 60, 50, 40, 30, 20, 10,
)  # fmt: skip
GUESS, NONE = 5, 0

COLUMN_WORDS = re.compile(
    r"(?:信息|政务)公开(?:工作)?(?:年度?报|年度工作报|年度总结|年度情况)|工作年度?报|公开年报"
    r"|(?:年报|年度报告)(?:专栏|栏目|列表|查询|公开|公布|发布|汇总|专题|专区|\d{0,4})?\W*$"
)
"""What a column of annual reports is called; 企业年报 and the like are told by their kind."""

COLUMN_TOKENS = re.compile(
    r"(?:xxgk|gk)(?:gz)?[_-]?(?:nb|ndbg|ndgzbg|gzbg|gznb|bg|nd)(?:l[mb]|zl|\d+)?(?![a-z])|nianbao|niandu(?:baogao|bg)"
    r"|annual-?report|(?<![a-z])(?:(?:ln|gz|nd|wl|bm)?nb|nd(?:gz)?bg)(?:zl|lm|lb)?(?![a-z])",
    re.I,
)
OPENNESS_WORDS = re.compile(
    r"信息公开|政务公开|主动公开|公开目录|公开专栏|公开平台|公开指引|依法公开|公开内容|政府公开|信息公示"
)
OPENNESS_TOKENS = re.compile(r"zwgk|xxgk|zfxxgk|openness|gkml|zwxx|zdgk|gongkai", re.I)
ORGAN_WORDS = re.compile(
    r"部门|乡镇|镇街|街道|单位|机构|区县|县区|县市|市直|县直|区直|省直|子站|站群|网站群"
    r"|(?:局|委|办|厅|处|室|中心|镇|乡|政府|委员会|办公室|管委会|公署|区|县|市|旗)$"
)
ORGAN_NAME = re.compile(r"(?:局|委|处|委员会|办公室|办事处|管委会|政府|镇|乡)$")
"""街道办事处, 文化和旅游局 and 招商局 are organs, whatever words of other columns stand in their names."""

SITE_MAP_WORDS = re.compile(r"(?:网站|站点)(?:地图|导航)|^导航$|site ?map", re.I)
YEAR_WORDS = re.compile(r"\W*(?:19|20)\d\d\s*年?度?(?:年报|报告|年度报告)?\W*")
ELSEWHERE = re.compile(
    r"新闻|动态|要闻|视频|图片|天气|招聘|登录|注册|旅游|投诉|信箱|搜索|检索|english|rss|联系|留言|互动|访谈|征集|调查|专题|风光|"
    r"走进|魅力|印象|概览|无障碍|长者|繁[體体]|微信|微博|客户端|收藏|设为首页|人才|招商|招标|采购|拍卖|办事|服务|下载|简介|概况|领导|媒体",
    re.I,
)
"""Columns that no portal keeps its annual reports in; they are asked last."""

PAGER_WORDS = re.compile(
    r"\W*(?:\d{1,3}|[上下前后][一1]?[页頁]|[首尾末][页頁]|第[一1][页頁]|最后一?[页頁]|prev\w*|next|first|last|跳转|go)\W*",
    re.I,
)
"""Links of a pager; the list they belong to says which of them are asked for."""

ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|svg|ico|webp|css|js|mp[34]|avi|flv|mov|wmv|exe|apk|swf|ppt[xm]?|ttf|woff2?)$", re.I
)
TITLE_PARTS = re.compile(r"[_|>»]|\s[-–—]\s?|-{2,}|——")
"""Between the name of a column and the name of its site in a title."""

MANY = 3
"""Reports that make a list: a report's own page may link to its two neighbours."""

SHORT = 16
"""Characters: the name of a column is shorter, the title of an article longer."""


class Scent(NamedTuple):
    """What a link promises. `aim`: "report" is read as one, "page" is followed for its links, "list" is a further page
    of a list, "file" belongs to a report, "refuse" is not fetched; `reason` says why."""

    aim: Aim
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the portal a page stands: `home` is the home page of the portal or of one organ's site, `in_column` a
    page of a column of annual reports, `report` what was announced as a report."""

    home: bool = False
    in_column: bool = False
    report: bool = False


def is_report_column(page: Page) -> bool:
    """Whether the page itself is a column of annual reports, by its title, its ColumnName or its address."""
    names = (*TITLE_PARTS.split(page.title), page.column)
    return any(is_column_name(name.strip()) for name in names) or has_token(COLUMN_TOKENS, page.url)


def is_column_name(name: str) -> bool:
    return 0 < len(name) <= SHORT and bool(COLUMN_WORDS.search(name)) and judge_title(name) in ("unknown", "list")


def hides_rows(page: Page) -> bool:
    """Whether a page of openness shows no rows of its own: they may come by its script alone."""
    named = any(OPENNESS_WORDS.search(name) or COLUMN_WORDS.search(name) for name in (page.title, page.column))
    return named and not is_dated_list(page)


def calls_itself_report(page: Page) -> bool:
    """Whether a page that no list announced has the title of a report."""
    return judge_row(page.url, page.title).kind == "report"


def judge_links(page: Page, listings: Iterable[Listing], place: Place) -> list[tuple[Link, Scent]]:
    """All that a page offers, links and the rows of its lists, each with its scent, in page order."""
    rows = [row for listing in listings for row in listing.rows]
    smells = {link: smell(link, page, place) for link in dict.fromkeys([*page.links, *rows])}
    if place.report and not lists_reports(smells.items()):
        return list(smells.items())
    for link in list_rows(smells, rows):
        if place.in_column or YEAR_WORDS.fullmatch(link.text) or is_column_name(link.text):
            smells[link] = raise_row(link, smells[link])
    return list(smells.items())


def raise_row(link: Link, smell: Scent) -> Scent:
    """What a row of a list of reports promises where its own words tell nothing: 某盟公安局, 2019年度报告, a file."""
    if smell.reason == NO_REPORT_FILE:
        return Scent("report", REPORT, "file in a column of annual reports")
    if smell.reason in WEAK or (link.date and smell.score == COLUMN):
        return Scent("page", INSIDE, "row of a column of annual reports")
    return smell


def lists_reports(judged: Iterable[tuple[Link, Scent]]) -> bool:
    """Whether a page is a list of reports, not one report between the links to the one before and the one after it."""
    named = [link for link, smell in judged if smell.aim == "report" and not is_file(link.url)]
    return len(named) >= MANY or sum(link.date is not None for link in named) >= MANY - 1


def is_dated_list(page: Page) -> bool:
    """Whether a page has a list of rows with dates, of whatever."""
    dated = Counter(link.block for link in page.links if link.date)
    return any(number >= MANY for number in dated.values())


def list_rows(smells: dict[Link, Scent], rows: Sequence[Link]) -> list[Link]:
    """The links that stand in the page's lists of reports: those that stand where a report does (with a date where it
    has one: menus have none), where none does the dated ones of the block with most; and all rows that a mechanism
    found."""
    named = {link.block: bool(link.date) for link, scent in smells.items() if scent.aim == "report" and link.block}
    if not named:
        dated = Counter(link.block for link in smells if link.date and link.block)
        named = {block: True for block, _ in dated.most_common(1)}
    return [*rows, *(link for link in smells if link.block in named and (link.date or not named[link.block]))]


def smell(link: Link, page: Page, place: Place) -> Scent:
    """One link by itself."""
    parts = urlsplit(link.url)
    if parts.scheme not in ("http", "https"):
        return Scent("refuse", NONE, "scheme")
    if ASSET.search(parts.path):
        return Scent("refuse", NONE, "not_wanted (asset)")
    if PAGER_WORDS.fullmatch("".join(link.text.split())):
        return Scent("refuse", NONE, "not_wanted (pager)")
    kind = judge_title(link.text)
    if is_file(link.url):
        return judge_file(link, kind, place)
    if link.embedded:
        return Scent("page", OPENNESS, PART)
    return judge_name(link, kind) or weigh(link, page, place)


def judge_name(link: Link, kind: str) -> Scent | None:
    """What the words of a link promise; None where they name nothing."""
    if kind == "report":
        return Scent("report", REPORT, "title of a report")
    if kind == "list" or is_column_name(link.text):
        return Scent("page", COLUMN, "column of annual reports")
    if kind == "catalogue" and len(link.text) <= SHORT and not link.date:
        # 政府信息公开目录 is a document of an organ, and the name of the tree of columns on its portal.
        return Scent("page", OPENNESS, "openness column")
    return None if kind == "unknown" else Scent("refuse", NONE, f"not_wanted ({kind})")


def judge_file(link: Link, kind: str, place: Place) -> Scent:
    """A document that a page links to; the files of a report's own page are known when that page is read."""
    yearly = place.in_column and YEAR_WORDS.fullmatch(link.text)
    if kind == "report" or is_column_name(link.text) or yearly:
        return Scent("report", REPORT, "file of a report")
    return Scent("refuse", NONE, NO_REPORT_FILE if kind == "unknown" else f"not_wanted ({kind})")


PART = "part of the page"
NO_REPORT_FILE = "not_wanted (file)"
ARTICLE, NO_SCENT = "not_wanted (article)", "not_wanted (no scent)"
WEAK = (ARTICLE, NO_SCENT, "organs", "address of an openness column", "column of the home page", "elsewhere")
"""What a link is for want of better; in the list of a column of reports it is a row."""


def weigh(link: Link, page: Page, place: Place) -> Scent:
    """A link whose words name neither a report nor a column of reports."""
    short = len(link.text) <= SHORT
    if has_token(COLUMN_TOKENS, link.url) and short and not link.date and not _same_column(link.url, page.url):
        return Scent("page", COLUMN, "address of a column of annual reports")
    if place.in_column and (YEAR_WORDS.fullmatch(link.text) or below(link.url, page.url)):
        return Scent("page", INSIDE, "inside a column of annual reports")
    if link.date:
        return Scent("refuse", NONE, ARTICLE)
    if OPENNESS_WORDS.search(link.text):
        return Scent("page", OPENNESS, "openness column")
    if SITE_MAP_WORDS.search(link.text):
        return Scent("page", SITE_MAP, "site map")
    return weigh_menu(link, place) if short else Scent("refuse", NONE, NO_SCENT)


def weigh_menu(link: Link, place: Place) -> Scent:
    """A short link without a date: the name of a column, of an organ, or of anything else that a menu offers."""
    if ELSEWHERE.search(link.text) and not ORGAN_NAME.search(link.text):
        return Scent("page", LAST, "elsewhere") if place.home else Scent("refuse", NONE, NO_SCENT)
    if ORGAN_WORDS.search(link.text):
        return Scent("page", ORGANS, "organs")
    if has_token(OPENNESS_TOKENS, link.url):
        return Scent("page", BRANCH, "address of an openness column")
    if place.home and link.text:
        return Scent("page", NAVIGATION, "column of the home page")
    return Scent("refuse", NONE, NO_SCENT)


@lru_cache(maxsize=8192)
def judge_title(title: str) -> str:
    """The kind of a row by its title; a portal's menu stands on every page of it."""
    return judge_row(None, title).kind


def is_file(url: str) -> bool:
    """Whether an address names a document: in its path, or in its query as downfile.jsp?filename=….doc does."""
    return file_name(url) is not None


def has_token(tokens: re.Pattern[str], url: str) -> bool:
    parts = urlsplit(url)
    return bool(tokens.search(f"{parts.path}?{parts.query}"))


def below(url: str, page: str) -> bool:
    """Whether an address lies in the folder of a page, or carries the number of its column: JCMS keeps
    /art/2021/1/29/art_80179_9524293.html for /col/col80179/."""
    folder = page.partition("?")[0].rpartition("/")[0] + "/"
    return (url.startswith(folder) and urlsplit(folder).path != "/") or any(
        re.search(rf"(?<!\d){number}(?!\d)", url) for number in re.findall(r"/col/?(?:col)?(\d{3,})/", page)
    )


def _same_column(url: str, page: str) -> bool:
    """Links within a column carry its token too."""
    folder = page.partition("?")[0].rpartition("/")[0] + "/"
    return has_token(COLUMN_TOKENS, page) and url.startswith(folder)
