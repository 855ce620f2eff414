"""大汉 JCMS: rows in `<datastore>` XML, in the column page or asked of dataproxy.jsp in windows of records.

The column page holds the first windows in `<script type="text/xml">` and names the rest: by the call that configures
its pager, `$('#402134').jpage({totalRecord, perPage, groupSize, proxyUrl, ajaxParam: {…}})`, which posts `ajaxParam`
for one window of perPage × groupSize records after the other, or by a link in `<nextgroup>`.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from archive.address import form_address, split_form
from crawler.listing.datastore import Datastore, read_datastores
from crawler.listing.links import Link, absolute, links_of_markup
from crawler.listing.page import Ask, Listing, Page
from crawler.listing.scripts import parse_literal, read_calls, read_scripts, read_variables

CALL = re.compile(r"\.jpage\s{0,9}\(", re.I)
FORM = ("col", "appid", "webid", "path", "columnid", "sourcecontenttype", "unitid", "webname", "permissiontype")
STORE = re.compile(r"\b(?:InitData\w{0,20}\s{0,9}=|dataStore\s{0,9}:)\s{0,9}(?=\[)", re.I)
WINDOW = re.compile(r"([?&]startrecord=)(\d{1,9})(&endrecord=)(\d{1,9})(?=&|$)", re.I)
PAGE = re.compile(r"([?&]page=)(\d{1,9})(?=&|$)")
GROUP = 3
"""Pages in a window where the call does not say: the plug-in's own default."""

MAX_WINDOWS = 2000


def read_listing(page: Page) -> Listing | None:
    stores = read_datastores(page)
    calls = [*_read_calls(page)] if page.form == "html" and "jpage" in page.text else []
    if not stores and not calls:
        return None
    rows = {row.url: row for store in stores for row in store.rows}
    rows |= {row.url: row for row in (_rows_in_scripts(page) if calls else ()) if row.url not in rows}
    if page.form != "html":
        asks = [ask for store in stores for ask in _next_of_answer(page, store)]
    else:
        asks = [ask for call in calls for ask in _windows(call, page, stores)]
    asks = asks or [Ask(store.next_group) for store in stores if store.next_group]
    return Listing(tuple(rows.values()), tuple(dict.fromkeys(asks)))


def _read_calls(page: Page) -> Iterator[Mapping[str, object]]:
    """What configures the pagers of a page, keys in lower case."""
    scripts = read_scripts(page)
    for _, arguments in read_calls(scripts, CALL, read_variables(scripts)):
        if arguments and isinstance(arguments[0], Mapping):
            yield {str(key).lower(): value for key, value in arguments[0].items()}


def _windows(call: Mapping[str, object], page: Page, stores: list[Datastore]) -> Iterator[Ask]:
    """The windows behind what the page itself holds."""
    address = absolute(page.base, _text(call, "proxyurl", "url"), page.charset)
    total, size = _number(call, "totalrecord", "totalrecords"), _number(call, "perpage")
    if not address or not total or not size:
        return
    step = size * (_number(call, "groupsize") or GROUP)
    held = stores[0].records if len(stores) == 1 else 0
    if held < total:
        for start in range(held // step * step + 1, min(total, step * MAX_WINDOWS) + 1, step):
            yield Ask(_spell(address, start, min(start + step - 1, total), size, call))


def _spell(address: str, start: int, end: int, size: int, call: Mapping[str, object]) -> str:
    window = f"startrecord={start}&endrecord={end}&perpage={size}"
    url = f"{address}{'&' if '?' in address else '?'}{window}"
    fields = [*_form(call)]
    if not fields:
        return url
    if _text(call, "type", "method", "ajaxtype").lower() == "get":
        return f"{url}&{urlencode(fields, errors='replace')}"
    return form_address(url, fields)


def _form(call: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The fields to send: those of `ajaxParam`, else those that stand among the settings."""
    sent = next((call[name] for name in ("ajaxparam", "params", "data") if call.get(name)), None)
    if isinstance(sent, str):
        yield from parse_qsl(sent, keep_blank_values=True)
        return
    fields = sent if isinstance(sent, Mapping) else {key: call[key] for key in FORM if key in call}
    yield from ((str(key), str(value)) for key, value in fields.items() if isinstance(value, str | int))


def _next_of_answer(page: Page, store: Datastore) -> Iterator[Ask]:
    """The window behind the one that the answer's own address asks for; else the next group it names, else the next
    page."""
    address, fields = split_form(page.url)
    window, at = WINDOW.search(address), PAGE.search(address)
    url = None
    if window:
        start, end = int(window[2]), int(window[4])
        if start <= end < store.total:
            further = f"{end + 1}{window[3]}{min(end + end - start + 1, store.total)}"
            url = f"{address[: window.start()]}{window[1]}{further}{address[window.end() :]}"
    elif store.next_group:
        yield Ask(store.next_group)
    elif at and int(at[2]) < store.pages:
        url = f"{address[: at.start()]}{at[1]}{int(at[2]) + 1}{address[at.end() :]}"
    if url:
        yield Ask(url if fields is None else form_address(url, fields))


def _rows_in_scripts(page: Page) -> tuple[Link, ...]:
    """Older pages hold their rows in a script, as strings of HTML: `dataStore: ['<tr>…</tr>', …]`."""
    stores = (parse_literal(script[at.end() :]) for script in page.scripts for at in STORE.finditer(script))
    items = [item for store in islice(stores, 10) if isinstance(store, list) for item in store if isinstance(item, str)]
    markup = "".join(items)
    return links_of_markup(f"<table>{markup}</table>" if "<tr" in markup[:200] else markup, page.base, page.charset)


def _text(call: Mapping[str, object], *names: str) -> str:
    return next((value for name in names if isinstance(value := call.get(name), str)), "")


def _number(call: Mapping[str, object], *names: str) -> int:
    found = (str(call.get(name)) for name in names)
    return next((int(text) for text in found if re.fullmatch(r"\d{1,7}", text, re.A)), 0)
