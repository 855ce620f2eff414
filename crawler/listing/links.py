"""The links of a page, each with the words and the row it stands in."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_TEXT = 200
ROW_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is absolute, without fragment; `text` the whole title where the shown one is cut; `date` the row's, as
    written."""

    url: str
    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: its address, its name (title, column, breadcrumb, as written), its links and its inline
    scripts."""

    url: str
    title: str
    column: str
    links: tuple[Link, ...]
    scripts: tuple[str, ...]


def read_page(html: str, url: str) -> Page:
    tree = LexborHTMLParser(html)
    base = _base(tree, url)
    return Page(
        url=url,
        title=_text(tree.css_first("title")),
        column=_column(tree),
        links=tuple(_links(tree, base)),
        scripts=tuple(script.text() for script in tree.css("script:not([src])")),
    )


def absolute(base: str, href: str) -> str | None:
    """None for what is no address: empty, a bare fragment, javascript:, mailto:, tel:, or not to be parsed."""
    href = "".join(href.split())
    if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:", "tel:")):
        return None
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:
        return None


def _links(tree: LexborHTMLParser, base: str) -> list[Link]:
    links: dict[str, Link] = {}
    for node in tree.css("a[href], area[href], iframe[src], frame[src]"):
        url = absolute(base, node.attributes.get("href") or node.attributes.get("src") or "")
        if url is None:
            continue
        link = Link(url, _whole_title(node), _row_date(node))
        # A picture and its caption often link to the same page: the one that says more is kept.
        if url not in links or len(link.text) > len(links[url].text):
            links[url] = link
    if refresh := _refresh(tree, base):
        links.setdefault(refresh, Link(refresh, ""))
    return list(links.values())


def _whole_title(node: LexborNode) -> str:
    shown = _text(node)
    title = " ".join((node.attributes.get("title") or "").split())
    cut = shown.rstrip(".…").rstrip()
    return (title if title and (not shown or title.startswith(cut) or shown.endswith(("…", "..."))) else shown)[
        :MAX_TEXT
    ]


def _row_date(node: LexborNode) -> str | None:
    row = node.parent
    for _ in range(2):
        if row is None or row.tag in ("body", "ul", "table", "tbody"):
            return None
        if found := ROW_DATE.search(row.text(deep=True)[:500]):
            return found.group()
        row = row.parent
    return None


def _column(tree: LexborHTMLParser) -> str:
    for meta in tree.css("meta"):
        if (meta.attributes.get("name") or "").lower() == "columnname":
            return " ".join((meta.attributes.get("content") or "").split())
    return ""


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (absolute(url, node.attributes.get("href") or "") if node else None) or url


def _refresh(tree: LexborHTMLParser, base: str) -> str | None:
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() == "refresh":
            target = re.search(r"url\s*=\s*['\"]?([^'\"]+)", meta.attributes.get("content") or "", re.I)
            return absolute(base, target[1]) if target else None
    return None


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text(deep=True).split())[:MAX_TEXT] if node else ""
