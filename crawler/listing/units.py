"""JPaaS, the generation after JCMS: the page holds no rows, but says in data what its lists are built of.

`<script url="…/front/page/build/unit" queryData="{'webId':…}">` is got with its query data; the answer is JSON with
HTML in `data.html`, whose pager (`<div class="pagination" rows="15" count="82" unitUrl=… queryData=…>`) is asked with
`paramJson={"pageNo":2,"pageSize":15}`. `loadPageData({current: 1, webSiteCode: ['…'], channelCode: ['…'], perPage:
'15'}, …)` posts these fields to /queryList, which answers with JSON (seen on five portals of Jiangxi and a bureau's).
"""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from archive.address import form_address
from crawler.listing.data import parse_data, read_rows
from crawler.listing.links import absolute
from crawler.listing.page import Ask, Listing, Page
from crawler.listing.scripts import parse_literal, read_calls, read_scripts, read_variables
from crawler.listing.totals import totals_of_markup

LOAD = re.compile(r"\bloadPageData\s{0,9}\(")
NAMED = re.compile(r"""["']([^"'\s]{0,200}/queryList)["']""")
QUERY_LIST = "/queryList"
CODES = ("webSiteCode", "webSiteId", "channelCode", "channelId")
HELD = re.compile(r"\barticleList\s{0,9}:\s{0,9}(?=\[)")
LIST_TAG = re.compile(r"列表|list|内容|分页|资料|信息", re.I)
PAGER = re.compile(r"paginat|pager|page-?bar|下一?页|fenye", re.I)


def read_listing(page: Page) -> Listing | None:
    if page.form == "json":
        return _read_answer(page) if "/build/unit" in page.url else None
    asks = [*_units(page), *_loads(page)]
    return Listing(asks=tuple(asks)) if asks else None


def _units(page: Page) -> Iterator[Ask]:
    """The units of a page; those named like a list first, since the others show menus."""
    if page.tree is None or "querydata" not in page.text.lower():
        return
    found = []
    for node in page.tree.css("script[querydata]"):
        address = absolute(page.base, node.attributes.get("url") or "", page.charset)
        query = _query(node.attributes.get("querydata"))
        if address and query and query.get("pageType") != "article":
            found.append(
                (LIST_TAG.search(query.get("tagId", "")) is None, f"{address}?{urlencode(query, errors='replace')}")
            )
    units = [url for _, url in sorted(found, key=lambda unit: unit[0])]
    yield from (Ask(url) for url in (_behind_shown(page, units[0]) if len(units) == 1 else units))


def _behind_shown(page: Page, unit: str) -> list[str]:
    """The second page where the page itself shows the first, with its pager; none where that is all."""
    pager = page.tree.css_first("[pageno][count], [pageno][totalpage]") if page.tree else None
    if pager is None or not any(link.date for link in page.links):
        return [unit]
    here, told = pager.attributes.get("pageno") or "", totals_of_markup((pager.html or "")[:20_000])
    last = told.last_page()
    if here != "1" or last is None:
        return [unit]
    return [_further(unit, 2, told.size)] if last > 1 else []


def _read_answer(page: Page) -> Listing | None:
    """The page after this one, where the pager in the answer's HTML says that there is one."""
    data = parse_data(page.text)
    inner = data.get("data") if isinstance(data, Mapping) else None
    html = inner.get("html") if isinstance(inner, Mapping) else None
    if not isinstance(html, str) or not read_rows(html, page.url):
        return None
    pager = LexborHTMLParser(html).css_first("[querydata], [pageno], .pagination, .pager, .page")
    told = totals_of_markup((pager.html or "")[:20_000] if pager else html[-5000:])
    here = _here(page.url)
    last = told.last_page()
    if here < last if last is not None else PAGER.search(html):
        return Listing(asks=(Ask(_further(page.url, here + 1, told.size)),))
    return Listing()


def _here(url: str) -> int:
    query = dict(parse_qsl(urlsplit(url).query))
    number = str((_query(query.get("paramJson")) or query).get("pageNo", "1"))
    return int(number) if re.fullmatch(r"\d{1,6}", number, re.A) else 1


def _further(url: str, number: int, size: int | None) -> str:
    """The same unit with another page number: the pager sends it without `editType`, and a search as it stands."""
    address, _, query = url.partition("?")
    fields = [(name, value) for name, value in parse_qsl(query) if name not in ("paramJson", "pageNo", "editType")]
    sent: dict[str, object] = {"pageNo": number}
    before = _query(dict(parse_qsl(query)).get("paramJson"))
    sent |= {name: value for name, value in before.items() if name != "pageNo"}
    if size and "pageSize" not in sent:
        sent["pageSize"] = size
    return f"{address}?{urlencode([*fields, ('paramJson', json.dumps(sent, separators=(',', ':')))], errors='replace')}"


def _query(text: str | None) -> dict[str, str]:
    value = parse_literal(text[:20_000]) if text else None
    return {str(name): str(item) for name, item in value.items()} if isinstance(value, Mapping) else {}


def _loads(page: Page) -> Iterator[Ask]:
    """The first page of each list that is loaded; the first that the page itself does not hold, where it holds some."""
    if "loadPageData" not in page.text:
        return
    scripts = read_scripts(page)
    for _, arguments in read_calls(scripts, LOAD, read_variables(scripts)):
        settings = arguments[0] if arguments and isinstance(arguments[0], Mapping) else {}
        codes = [(f"{name}[]", str(code)) for name in CODES for code in _as_list(settings.get(name))]
        named = settings.get("url") or next(
            (found[1] for script in scripts if (found := NAMED.search(script))), QUERY_LIST
        )
        address = absolute(page.base, str(named), page.charset)
        if codes and address:
            size = str(settings.get("pageSize") or settings.get("perPage") or "15")
            fields = [("current", _first_page(page, size)), ("pageSize", size), *codes]
            yield Ask(form_address(address, fields))


def _first_page(page: Page, size: str) -> str:
    """Jiangxi's pages hold the first pages of their list as data: `listData = {articleList: […]}`."""
    starts = ((script, found.end()) for script in page.scripts if (found := HELD.search(script)))
    held = next((parse_literal(script[start:]) for script, start in starts), None)
    rows = len(held) if isinstance(held, list) else 0
    return str(rows // max(int(size), 1) + 1) if re.fullmatch(r"\d{1,4}", size, re.A) else "1"


def _as_list(value: object) -> list[object]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str | int)]
