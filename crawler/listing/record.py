"""What an object of data says of a page it names: its title, its address, its date, under whatever keys."""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.listing.links import MAX_TEXT, ROW_DATE, Link, absolute


def _rank(names: str) -> Mapping[str, int]:
    return {name: rank for rank, name in enumerate(names.split())}


TITLES = _rank(
    """title doctitle showtitle infotitle articletitle newstitle contenttitle linktitle maintitle headline subject
    showname infoname articlename name displayname bt biaoti wjbt mc wjmc xxmc filename text label"""
)
ADDRESSES = _rank(
    """url docpuburl chnldocurl puburl publishurl pcurl htmlurl linkurl articleurl infourl detailurl docurl pageurl
    viewurl staticurl urls link href linkto path filepath au click onclick"""
)
DATES = _rank(
    """pubdate publishdate publishtime publishedtimestr publishedtime pubtime docreltime reltime fbsj fbrq fwrq date
    infodate showdate displaydate addtime time docpubtime releasetime createdate createtime crtime updatetime"""
)
"""Names of keys, in lower case without `_` and `-`, the surest first."""

SHORTEST_TITLE = 5
"""Chinese characters."""

MAX_ADDRESS = 3000
IS_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s<>\"']+|\.{0,2}/[^\s<>\"']*|\?[\w.=&%-]+|[\w./%-]+\.(?:s?html?|jspx?|aspx?|php|do|pdf|docx?|wps|ofd|xlsx?)"
    r"(?:\?[^\s<>\"']*)?",
    re.I,
)
IN_CALL = re.compile(r"""\(\s*["']([^"'\s]+)["']|=\s*["']([^"'\s]+)["']""")
PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|svg|ico|css|js|mp4|json)(?:\?|$)", re.I)
TEMPLATE = re.compile(
    r"""\{\{|\}\}|<%|%>|%3C%|%%3E|\$\{|%7B%7B|#[\w.]+#|['"]\s*\+|\+\s*['"]|%2[27](?:%20)*\+|\+(?:%20)*%2[27]|\$\w+\.""",
    re.I,
)
TAG = re.compile(r"<[^<>]{0,300}>")
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[\x80-\xff]")
COMPACT_DATE = re.compile(r"(?:19|20)\d{6}")
CHINA = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Record:
    """As written: `address` relative, `title` with its markup, `date` in any form."""

    address: str
    title: str
    date: str | None


def read_record(node: Mapping[str, object]) -> Record | None:
    """None where the object has no title or no address."""
    fields = {str(key)[:40].lower().replace("_", "").replace("-", ""): item for key, item in [*node.items()][:200]}
    address = _first(address_of, fields, ADDRESSES, ("url", "link", "href"))
    title = _first(_title_of, fields, TITLES, ("title", "name")) or _first_chinese(fields) if address else None
    if not address or not title:
        return None
    return Record(address, title, _first(date_of, fields, DATES, ("date", "time", "timestr", "rq", "sj", "pd")))


def link_of(record: Record, base: str, charset: str) -> Link | None:
    """The row a record makes; None where it is a template of one, or leads to a picture."""
    if TEMPLATE.search(record.address) or TEMPLATE.search(record.title) or PICTURE.search(record.address):
        return None
    url = absolute(base, record.address, charset)
    text = " ".join(html.unescape(TAG.sub("", repair(record.title))).split())[:MAX_TEXT]
    return Link(url, text, record.date, block="data") if url and text else None


def _first(
    read: Callable[[object], str | None], fields: Mapping[str, object], ranks: Mapping[str, int], ends: tuple[str, ...]
) -> str | None:
    """What `read` makes of the surest key that it can read."""
    names = sorted(
        (name for name in fields if name in ranks or name.endswith(ends)), key=lambda name: ranks.get(name, 99)
    )
    return next((found for name in names if (found := read(fields[name]))), None)


def _title_of(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _first_chinese(fields: Mapping[str, object]) -> str | None:
    """The first string that could be a title, under a key that names nothing (`aT`)."""
    texts = [value for value in fields.values() if isinstance(value, str) and len(value) <= MAX_TEXT]
    return next((text for text in texts if len(HAN.findall(repair(text))) >= SHORTEST_TITLE), None)


def address_of(value: object) -> str | None:
    """The address in a value: itself, in JSON or an object by device (`{"pc": "/x.html"}`), or in a call of a click."""
    if isinstance(value, str) and value.strip()[:1] == "{":
        value = inner_json(value)
    if isinstance(value, Mapping):
        values = [value.get(name) for name in ("pc", "common", "web")] + [*value.values()][:5]
        return next((item for item in values if isinstance(item, str) and IS_ADDRESS.fullmatch(item)), None)
    if not isinstance(value, str) or len(value) > MAX_ADDRESS:
        return None
    if IS_ADDRESS.fullmatch(value := value.strip()):
        return value
    quoted = (found[1] or found[2] for found in IN_CALL.finditer(value))
    return next((address for address in quoted if IS_ADDRESS.fullmatch(address)), None)


def date_of(value: object) -> str | None:
    """A date as written; the day in China where it is seconds or milliseconds since 1970."""
    if isinstance(value, str) and not value[:20].strip().isdigit():
        found = ROW_DATE.search(value[:100])
        return found.group() if found else None
    digits = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if COMPACT_DATE.fullmatch(digits):
        return digits
    if len(digits) not in (10, 13) or not digits.isascii() or not digits.isdigit():
        return None
    return (datetime.fromtimestamp(int(digits[:10]), UTC) + CHINA).date().isoformat()


def inner_json(text: str) -> object:
    """The JSON a string holds; None where it holds none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def repair(text: str) -> str:
    """Chinese that was UTF-8 read as Latin-1: data served without a charset."""
    if not LATIN.search(text) or HAN.search(text):
        return text
    for charset in ("latin-1", "cp1252"):
        try:
            repaired = text.encode(charset).decode("utf-8")
        except ValueError:
            continue
        if HAN.search(repaired):
            return repaired
    return text
