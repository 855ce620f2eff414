"""The same page at several addresses: spellings of one site, and mirrors of it."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from archive.address import url_key
from crawler.listing import Link, Page
from crawler.portals import organ_domain

INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$", re.I)
ADDRESS = re.compile(r"(https?://[^/?]*)([^?]*)(.*)", re.S)
DOCUMENT = re.compile(r"[0-9a-f]{12,}|\d{5,}", re.I)
"""The number of a document in an address: t20200903_2748784, art_80179_9524293, a hash."""

HAN = re.compile("[一-龥]+")
TELLING = 4
"""Documents by which a page can be told from all others; menus and empty lists of many organs are alike."""


def twin_key(url: str) -> str:
    """One key for http and https, www. and m., `/x/` and `/x/index.html`, and a session's own spelling."""
    found = ADDRESS.match(url_key(url))
    if found is None:
        return url
    origin, path, query = found.groups()
    return f"{_domain(origin)}{INDEX.sub('/', path) if path else '/'}{query}"


@lru_cache(maxsize=4096)
def _domain(origin: str) -> str:
    return organ_domain(origin) or origin


def fingerprint(page: Page, links: Iterable[Link], asks: Iterable[str]) -> str | None:
    """The same for two addresses of one page, on another host or under another folder: its title, the documents it
    links to (title and number), the further pages of its lists, and its Chinese words without the numbers of counters.
    `links` are all it leads to, the rows in its data too. None where these are too few documents to tell."""
    told = [f"{link.text}\t{number}" for link in links if (number := _document(link.url))]
    if len(told) < TELLING or page.tree is None or page.tree.body is None:
        return None
    words = "".join(HAN.findall(page.tree.body.text()))
    return hashlib.sha256(
        "\n".join([page.title, *told, *map(_file, asks), words]).encode("utf-8", "replace")
    ).hexdigest()


def _file(url: str) -> str:
    """A further page without the folder it stands in, which is another on a mirror."""
    parts = urlsplit(url_key(url))
    return f"{parts.path.rpartition('/')[2]}?{parts.query}"


def _document(url: str) -> str | None:
    parts = urlsplit(url_key(url))
    numbers = DOCUMENT.findall(f"{parts.path}?{parts.query}")
    return numbers[-1] if numbers else None
