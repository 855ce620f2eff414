"""Lists that an inline script asks for: `$.ajax({url, data})`, `$.getJSON`, `$.post`, `fetch`, `axios`, data files.

The first page is named where the page says all of it; every further one by the answer before it, whose own address has
the number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from urllib.parse import parse_qsl, urlsplit

from crawler.listing.answer import is_fragment, read_answer
from crawler.listing.expression import PAGE_NAME
from crawler.listing.links import absolute
from crawler.listing.page import Ask, Listing, Page
from crawler.listing.request import Request, known_fields, read_request
from crawler.listing.scripts import read_calls, read_scripts, read_variables

CALL = re.compile(
    r"(?:\$|jQuery|axios|\$http|http)\.(?:ajax|getJSON|get|post|request)\s{0,9}\(|\b(?:fetch|axios|ajax)\s{0,9}\("
)
CHANGES = re.compile(
    r"add|save|insert|create|update|modify|edit|del(?:ete)?|remove|submit|send|sign|apply|reply|register", re.I
)
"""What an address does that changes something on the server; only what reads is asked for."""

NO_LIST = re.compile(
    r"hits?\b|click|visit|counter|stat(?:s|istics?)?\b|tongji|weather|tianqi|log(?:in|out)|token|captcha|verify|code\.|"
    r"jiucuo|suggest|hot-?words?|hotkey|keyword|comment|vote|survey|monitor|upload|download|share|wechat|weixin|qrcode|"
    r"session|userinfo|getuser|record(?:log)?visit|pv\b|uv\b|trace|cookie|websocket|map\b|/tts|heartbeat|getip",
    re.I,
)
LIST = re.compile(
    r"\.json\b|list|query|page|articl|channel|chnl|column|content|search|news|info|doc|data|catalog|more|xxgk|zwgk|"
    r"manuscript|openness|directory|category|report|nianbao|nb\b|ds_|interface|api",
    re.I,
)
SEARCH_WORDS = re.compile(r"q|wd|kw|key|keys|keywords?|search_?words?|search_?key|searchtext|title", re.I)
PAGED = re.compile(rf"(?:https?:/)?/[^\s?]{{1,300}}\?(?:[^\s]{{0,1000}}&)?(?:{PAGE_NAME.pattern})=\d", re.I)
HINT = re.compile(rf"\.json|[?&](?:{PAGE_NAME.pattern})=", re.I)
ADDRESS_NAME = re.compile(r"url|src|api|json|data|path", re.I)
DATA_FILE = re.compile(r"[\w./:-]{1,300}\.json(?:\?[\w=&.-]{0,100})?", re.I | re.A)
IDENTIFIES = re.compile(r"id$|code$|chnl|channel|column", re.I)
SECOND_LEVEL = ("gov", "com", "org", "net", "edu", "ac", "mil")
SOURCE = re.compile(r"datasource:([0-9a-zA-Z]{6,64})")


def read_listing(page: Page) -> Listing | None:
    if "/build/unit" in page.url:
        return None
    answer = read_answer(page) if page.form == "json" or is_fragment(page) else None
    if answer is not None or page.form != "html":
        return answer
    asks = [*_data_sources(page), *_calls(page)]
    return Listing(asks=tuple(Ask(url) for url in dict.fromkeys(asks))) if asks else None


def _data_sources(page: Page) -> Iterator[str]:
    """Xinhua's `<ul data="datasource:4f34…" preview="ds_">`: ds_4f34….json beside the page."""
    if page.tree is None or "datasource:" not in page.text:
        return
    for node in page.tree.css('[data^="datasource:"]'):
        source = SOURCE.match(node.attributes.get("data") or "")
        if source and (url := absolute(page.base, f"./{node.attributes.get('preview') or 'ds_'}{source[1]}.json")):
            yield url


def _calls(page: Page) -> Iterator[str]:
    scripts = read_scripts(page)
    if not any(CALL.search(script) or HINT.search(script) for script in scripts):
        return
    variables = read_variables(scripts)
    calls = (_of_call(called, arguments, page) for called, arguments in read_calls(scripts, CALL, variables))
    files = (_of_variable(name, value, page) for name, value in variables.items())
    for request in chain(calls, files):
        if request is not None and _is_list(request, page):
            yield _behind_shown(page, request).url


def _of_variable(name: str, value: object, page: Page) -> Request | None:
    """The address in a variable called so: of a file of data, or with the number of a page in it."""
    if not isinstance(value, str) or not ADDRESS_NAME.search(name):
        return None
    url = absolute(page.base, value, page.charset) if DATA_FILE.fullmatch(value) or PAGED.fullmatch(value) else None
    return read_request(url) if url else None


def _behind_shown(page: Page, request: Request) -> Request:
    """The second page where the page itself shows as many dated rows in one list as a page of data has."""
    blocks = Counter(link.block for link in page.links if link.date)
    shown = request.number == 1 and request.size is not None and request.size in blocks.values()
    return request.numbered(2) if shown else request


def _of_call(called: str, arguments: list[object], page: Page) -> Request | None:
    """What a call asks for; None where a part of it is unknown."""
    first, second = [*arguments, None, None][:2]
    settings = first if isinstance(first, Mapping) else {"url": first, **_second_argument(called, second)}
    url = settings.get("url")
    address = absolute(page.base, url, page.charset) if isinstance(url, str) and not re.search(r"\s", url) else None
    data = next((settings[name] for name in ("data", "params", "body") if name in settings), {})
    if isinstance(data, str):
        data = dict(parse_qsl(data, keep_blank_values=True))
    fields = known_fields(data) if isinstance(data, Mapping) else None
    if address is None or fields is None or "json" in str(settings.get("contentType")):
        return None
    method = str(settings.get("type") or settings.get("method") or ("post" if ".post" in called else "get"))
    return read_request(address, fields, posted=method.lower() == "post")


def _second_argument(called: str, second: object) -> dict[str, object]:
    """`$.get(url, data)` and `axios.post(url, data)` take the data itself, `fetch` and `axios.get` settings."""
    if not isinstance(second, Mapping):
        return {"data": second} if isinstance(second, str) or ".post" in called else {}
    is_data = called.startswith(("$.", "jQuery")) or ".post" in called
    return {"data": second} if is_data else dict(second)


def _is_list(request: Request, page: Page) -> bool:
    """On the same site, named like a list, and no search for words that a visitor types."""
    parts = urlsplit(request.address)
    if site_of(parts.hostname or "") != site_of(urlsplit(page.url).hostname or "") or NO_LIST.search(parts.path):
        return False
    names = [name for name, _ in (*parse_qsl(parts.query, keep_blank_values=True), *request.fields)]
    if any(CHANGES.fullmatch(word) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", parts.path)):
        return False
    searches = any(SEARCH_WORDS.fullmatch(name) for name in names)
    identified = any(IDENTIFIES.search(name) for name in names)
    return LIST.search(" ".join([parts.path, *names])) is not None and (identified or not searches)


def site_of(host: str) -> str:
    """What the hosts of one site share: `x.gov.cn` of `www.x.gov.cn`, `x.cn` of `www.x.cn`; an IP address whole."""
    labels = host.split(".")
    if labels[-1].isdigit():
        return host
    return ".".join(labels[-3 if len(labels) > 1 and labels[-2] in SECOND_LEVEL else -2 :])
