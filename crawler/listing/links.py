"""The links of a page, each with the words and the row it stands in."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.url import safe_url_string

MAX_TEXT = 200
MAX_ROW = 500
ROWS = ("li", "tr", "dd", "dt", "dl", "div", "article", "section")
NO_ADDRESS = ("javascript:", "mailto:", "tel:", "data:", "blob:", "about:")
ROW_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is absolute, without fragment; `text` the whole title where the shown one is cut; `date` the row's, as
    written; `embedded`: a frame or the target of a refresh, which is part of the page rather than a click away."""

    url: str
    text: str
    date: str | None = None
    embedded: bool = False


def read_links(tree: LexborHTMLParser, base: str, charset: str = "utf-8") -> tuple[Link, ...]:
    """Every address the page offers, once, in page order."""
    links: dict[str, Link] = {}
    dates: dict[int, str | None] = {}
    for node in tree.css("a[href], area[href], iframe[src], frame[src]"):
        url = absolute(base, node.attributes.get("href") or node.attributes.get("src") or "", charset)
        if url is None:
            continue
        link = Link(url, _whole_title(node), _row_date(node, dates), embedded=node.tag in ("iframe", "frame"))
        # A picture and its caption often link to the same page: the one that says more is kept.
        if url not in links or len(link.text) > len(links[url].text):
            links[url] = link
    if refresh := _refresh(tree, base):
        links.setdefault(refresh, Link(refresh, "", embedded=True))
    return tuple(links.values())


def links_of_markup(markup: str, base: str, charset: str = "utf-8") -> tuple[Link, ...]:
    """The links of a piece of HTML that stands in data, in a comment or in a script."""
    return read_links(LexborHTMLParser(markup), base, charset)


def absolute(base: str, href: str, charset: str = "utf-8") -> str | None:
    """The address a browser would ask for: paths escaped as UTF-8, queries in the page's charset. None for what is no
    address: empty, a bare fragment, javascript:, mailto:, tel:, data:, a port that is none."""
    href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if not href or href.startswith("#") or href.lower().startswith(NO_ADDRESS):
        return None
    try:
        url = urljoin(base, href).partition("#")[0]
        _ = urlsplit(url).port
        return safe_url_string(url, encoding=charset)
    except (ValueError, LookupError):
        return None


def base_of(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (absolute(url, node.attributes.get("href") or "") if node else None) or url


def inner_text(node: LexborNode | None) -> str:
    """The words of an element, white space made single, no longer than a title is."""
    return " ".join(node.text(deep=True).split())[:MAX_TEXT] if node else ""


def _whole_title(node: LexborNode) -> str:
    """The text of a link, its title where that says it whole, the words of its picture where there is no text."""
    picture = node.css_first("img[alt]")
    shown = inner_text(node) or (" ".join((picture.attributes.get("alt") or "").split()) if picture else "")
    title = " ".join((node.attributes.get("title") or "").split())
    cut = shown.rstrip(".…").rstrip()
    whole = title and (not shown or title.startswith(cut) or shown.endswith(("…", "...")))
    return (title if whole else shown)[:MAX_TEXT]


def _row_date(node: LexborNode, dates: dict[int, str | None]) -> str | None:
    """The date in the link's row: the nearest element round it that is one. `dates` remembers what each row says."""
    row = node.parent
    while row is not None and row.tag not in ROWS:
        row = row.parent if row.tag in ("b", "i", "em", "strong", "span", "font", "h3", "h4", "td", "p", "a") else None
    if row is None:
        return None
    if row.mem_id not in dates:
        found = ROW_DATE.search(row.text(deep=True)[:MAX_ROW])
        dates[row.mem_id] = found.group() if found else None
    return dates[row.mem_id]


def _refresh(tree: LexborHTMLParser, base: str) -> str | None:
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() == "refresh":
            target = re.search(r"url\s*=\s*['\"]?([^'\"]+)", meta.attributes.get("content") or "", re.I)
            return absolute(base, target[1]) if target else None
    return None
