"""Guangdong's platform for disclosure (政府信息公开目录, of the province, its cities, districts and their organs).

`<organ>/gkmlpt/index` (also annualreport, policy, mindex; `#2629` is a channel) is a shell whose script holds
`window._CONFIG = {…, SID: '755041', …, TREE: [{id, name, jump_url, children}], …}`. Its list of a channel is
`<organ>/gkmlpt/api/all/<channel>?page=1&sid=<SID>`, of all channels `api/all/0`; some sites are asked without `sid`.
The answer `{classify: {id, name, post_count}, articles: [{title, url, date, create_time}], total, offset}` has 100
articles a page; `post_count` also counts what is not listed, and a page behind the last is 404.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from archive.report.judge import judge_row
from crawler.listing.data import parse_data
from crawler.listing.links import MAX_TEXT, Link, absolute, inner_text
from crawler.listing.page import Ask, Listing, Page
from crawler.listing.request import read_request
from crawler.listing.scripts import parse_literal

PLATFORM, API, ALL = "/gkmlpt/", "/gkmlpt/api/all/", "0"
SIZE = 100
"""Articles of one page."""

MAX_NODES, MAX_LINKS = 2000, 500
SID = re.compile(r"""\bSID["']?\s{0,9}:\s{0,9}["']?(\d{1,12})""", re.A)
TREE = re.compile(r"""\bTREE["']?\s{0,9}:\s{0,9}(?=[\[{])""")
IS_CHANNEL = re.compile(r"[1-9]\d{0,11}", re.A)
HASH = re.compile(r"#([1-9]\d{0,11})\s*$", re.A)
REPORTS = re.compile(r"年报|年度(?:工作)?报告")
NEAR = re.compile(r"公开|报告")
"""Where no channel is named after the reports: 政府信息公开, 其他公开内容, 工作报告."""


def read_listing(page: Page) -> Listing | None:
    """The channels of reports as rows, and the further pages of one. A tree that names none gives what comes near, and
    the list of everything for where nothing else is left."""
    if page.form == "json":
        return _read_answer(page) if API in page.url else None
    if page.tree is None or not (PLATFORM in page.url or PLATFORM in page.text):
        return None
    organ, sid, tree = _read_config(page)
    channels = list(_channels(page, tree, organ, sid))
    rows = [*(one for one in channels if _is_of_reports(one.text)), *_linked(page, organ, sid)]
    if rows or not channels:
        return Listing(tuple(dict.fromkeys(rows))) if rows else None
    near = tuple(one for one in channels if NEAR.search(one.text))
    return Listing(near, (Ask(_address(organ, ALL, sid)),))


def _read_config(page: Page) -> tuple[str, str, object]:
    """Where the organ's site begins, its number, its channels; nothing where this is no page of the platform."""
    organ, platform, _ = page.url.partition(PLATFORM)
    script = next((one for one in page.scripts if "_CONFIG" in one and TREE.search(one)), "") if platform else ""
    sid, tree = SID.search(script), TREE.search(script)
    return organ, sid[1] if sid else "", parse_literal(script[tree.end() :]) if tree else None


def _channels(page: Page, tree: object, organ: str, sid: str) -> Iterator[Link]:
    """All of a tree, in its order, under their names; those below a channel of reports (2023年) are part of it and go
    under its name."""
    waiting: list[tuple[object, str]] = [(tree, "")]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node, above = waiting.pop()
        if isinstance(node, Mapping):
            number, name, jump = str(node.get("id"))[:20], node.get("name"), node.get("jump_url")
            if isinstance(name, str) and IS_CHANNEL.fullmatch(number):
                name = above or " ".join(name.split())[:MAX_TEXT]
                elsewhere = absolute(page.base, jump) if isinstance(jump, str) else None
                yield Link(elsewhere or _address(organ, number, sid), name)
                above = name if _is_of_reports(name) else ""
            node = [*node.values()]
        if isinstance(node, list):
            waiting += [(item, above) for item in reversed(node) if item and isinstance(item, Mapping | list)]


def _linked(page: Page, organ: str, sid: str) -> Iterator[Link]:
    """The channels of reports that links of any page name by their fragment; the number of another site is not known
    here, and not needed."""
    for node in (page.tree.css('a[href*="/gkmlpt/"]') if page.tree else [])[:MAX_LINKS]:
        href, name = node.attributes.get("href") or "", inner_text(node)
        channel, url = HASH.search(href), absolute(page.base, href, page.charset)
        if channel and url and _is_of_reports(name):
            site = url.partition(PLATFORM)[0]
            yield Link(_address(site, channel[1], sid if site == organ else ""), name)


@lru_cache(maxsize=1024)
def _is_of_reports(name: str) -> bool:
    """政府信息公开年报, not 法治政府建设年度报告."""
    return REPORTS.search(name) is not None and judge_row(None, name).kind in ("unknown", "list", "report")


def _address(organ: str, channel: str, sid: str) -> str:
    return f"{organ}{API}{channel}?page=1{'&sid=' if sid else ''}{sid}"


def _read_answer(page: Page) -> Listing | None:
    """The page after this one, where there is more than was listed so far. Page 0 is page 1 again."""
    value, request = parse_data(page.text), read_request(page.url)
    articles = value.get("articles") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(articles, list):
        return None
    number, total, offset = max(request.number or 1, 1), value.get("total"), value.get("offset")
    listed = (offset if isinstance(offset, int) else (number - 1) * SIZE) + len(articles)
    more = listed < total if isinstance(total, int) else len(articles) >= SIZE
    goes_on = articles and more and request.number is not None
    return Listing(asks=(Ask(request.numbered(number + 1).url),) if goes_on else ())
