"""The same page at several addresses: spellings of one site, and mirrors of it."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from archive.address import url_key
from crawler.listing import Link, Page
from crawler.portals import organ_domain

ADDRESS = re.compile(r"(https?://[^/?]*)([^?]*/|)([^?]*)(.*)", re.S)
INDEX = re.compile(r"(?:index|default)\.(?:s?html?|jsp|aspx?|php)", re.I)
DOCUMENT = re.compile(r"[0-9a-f]{12,}|\d{5,}", re.I)
"""The number of a document in an address: t20200903_2748784, art_80179_9524293, a hash."""

HAN = re.compile("[一-龥]+")
TELLING = 4
"""Documents by which a page can be told from all others; menus and empty lists of many organs are alike."""


Spelling = tuple[str, int, str]
"""What an address adds to the key that it shares with its twins: (what stands before the key, how many characters of
the key are left out for it, the file of an index page): ("https://www.", 0, "") or ("http://", 0, "index.html").
"""


def twin_key(url: str) -> str:
    """One key for http and https, www. and m., `/x/` and `/x/index.html`, and a session's own spelling."""
    return split_spelling(url_key(url))[0]


def split_spelling(url: str) -> tuple[str, Spelling]:
    """The twin key of a URL, itself a key of the ledger, and what this spelling adds; `spell` puts them together."""
    found = ADDRESS.match(url)
    if found is None:
        return url, ("", 0, "")
    origin, folder, file, query = found.groups()
    domain, spelling = _split_origin(origin)
    if not folder:
        return f"{domain}/{query}", (origin, len(domain) + 1, "")
    if file and INDEX.fullmatch(file):
        return f"{domain}{folder}{query}", (spelling[0], spelling[1], file)
    return f"{domain}{folder}{file}{query}", spelling


def spell(key: str, spelling: Spelling) -> str:
    before, left_out, index = spelling
    path, mark, query = key[left_out:].partition("?")
    return f"{before}{path}{index}{mark}{query}"


@lru_cache(maxsize=4096)
def _split_origin(origin: str) -> tuple[str, Spelling]:
    """The domain, and what is to be put in its place where a dot or the scheme's own port follows it."""
    domain = organ_domain(origin) or origin
    before = origin.removesuffix(domain)
    return domain, (before, 0 if before + domain == origin else len(domain), "")


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
