"""The links of a page, each with the words, the row and the list it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.url import safe_url_string

MAX_TEXT = 200
MAX_ROW = 500
MAX_READ = 3_000_000
"""Characters of all rows of a page together: rows that stand inside one another are read again and again."""

MAX_HREF = 20_000
ROWS = frozenset(("li", "tr", "dd", "dt", "dl", "div", "article", "section"))
INLINE = frozenset(("b", "i", "em", "strong", "span", "font", "h3", "h4", "td", "th", "p", "a", "u"))
BLOCK_DEPTH = 3
"""Elements above a row whose tags and classes tell its list from the others of a page."""

NO_ADDRESS = ("javascript:", "mailto:", "tel:", "data:", "blob:", "about:")
ROW_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
BULLETS = " ·•●○◆◇■□▪►▶→>»*-—|"
DATE_ENDS = tuple("0123456789日])）】")
TRAILING_DATE = re.compile(
    r"[\s\[(（【]{0,9}(?:19|20)\d\d\s{0,3}[-/.年]\s{0,3}\d{1,2}\s{0,3}[-/.月]\s{0,3}\d{1,2}日?[\s\])）】]{0,9}$"
)
"""The date of a row that stands inside its link."""

PLAIN_HREF = re.compile(r"(https?://[a-z0-9.-]+/)?[\w./~-]*(?:\?[\w.=&/~-]*)?", re.A)
"""What needs neither escaping nor checking."""

SAYS_NOTHING = re.compile(
    r"\W*(?:点击|在线)?(?:查看|浏览|阅读|下载|打开|进入|详情|详细|全文|更多|链接|附件|正文|内容|pdf|word|docx?|view|more)+\W*",
    re.I,
)
"""Words of a link that leave it to the row to say what it leads to."""


class Link(NamedTuple):
    """`url` is absolute, without fragment; `text` the whole title where the shown one is cut; `date` the row's, as
    written; `embedded`: a frame or the target of a refresh, which is part of the page rather than a click away;
    `block` is the same for the rows of one list."""

    url: str
    text: str
    date: str | None = None
    embedded: bool = False
    block: str = ""


def read_links(tree: LexborHTMLParser, base: str, charset: str = "utf-8") -> tuple[Link, ...]:
    """Every address the page offers, once, in page order."""
    links: dict[str, Link] = {}
    reader = _RowReader()
    join = Joiner(base, charset)
    for node in tree.css("a[href], area[href], iframe[src], frame[src]"):
        attributes = node.attributes
        url = join.absolute(attributes.get("href") or attributes.get("src") or "")
        if url is None:
            continue
        shown = _whole_title(node, attributes.get("title") or "")
        date, block, row = reader.read(node)
        text = _row_title(row, shown) if row is not None and SAYS_NOTHING.fullmatch(shown) else shown
        link = Link(url, text, date, node.tag in ("iframe", "frame"), block)
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
    if not href or href.startswith("#") or len(href) > MAX_HREF or href.lower().startswith(NO_ADDRESS):
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


class Joiner:
    """`absolute` for the many links of one page: what is spelled plainly is joined without being taken apart."""

    def __init__(self, base: str, charset: str) -> None:
        self._base, self._charset = base, charset
        parts = urlsplit(base)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._plain = parts.scheme in ("http", "https") and parts.netloc.isascii()
        self._folder = self._origin + (parts.path.rpartition("/")[0] or "") + "/"

    def absolute(self, href: str) -> str | None:
        rest = href.removeprefix("./")
        usual = self._plain and rest and rest[0] not in ".?" and "/." not in rest and not rest.startswith("//")
        plain = PLAIN_HREF.fullmatch(rest) if usual else None
        if plain is None:
            return absolute(self._base, href, self._charset)
        if plain[1]:
            return rest
        return self._origin + rest if href[0] == "/" else self._folder + rest


@dataclass(slots=True)
class _RowReader:
    """What rows say, each read once however many links it holds."""

    rows: dict[int, tuple[str | None, str, LexborNode | None]] = field(default_factory=dict)
    read_so_far: int = 0
    blocks: dict[int, str] = field(default_factory=dict)

    def read(self, node: LexborNode) -> tuple[str | None, str, LexborNode | None]:
        """The date of the link's row, its list, and the row: the nearest element round it that is one."""
        parent = node.parent
        if parent is None:
            return None, "", None
        key = parent.mem_id
        if key not in self.rows:
            self.rows[key] = self._read(parent)
        return self.rows[key]

    def _read(self, row: LexborNode | None) -> tuple[str | None, str, LexborNode | None]:
        while row is not None and row.tag not in ROWS:
            row = row.parent if row.tag in INLINE else None
        if row is None:
            return None, "", None
        text = row.text(deep=True) if self.read_so_far < MAX_READ else ""
        self.read_so_far += len(text)
        found = ROW_DATE.search(text[:MAX_ROW])
        entry = row.parent
        if found is None and row.tag in ("dd", "dt") and entry is not None and entry.tag == "dl":
            # Where an entry is a list of its own, its date stands in another item of it.
            found = ROW_DATE.search(entry.text(deep=True)[:MAX_ROW]) if len(entry.css("a")) == 1 else None
        return found.group() if found else None, self._block(row), row

    def _block(self, row: LexborNode) -> str:
        above = row.parent
        if above is None:
            return row.tag or ""
        key = above.mem_id
        if key not in self.blocks:
            self.blocks[key] = "<".join(islice(_names(above), BLOCK_DEPTH))
        return f"{row.tag}<{self.blocks[key]}"


def _names(node: LexborNode | None) -> Iterator[str]:
    """Tag and class of an element, and of those above it."""
    while node is not None and node.tag:
        yield f"{node.tag}.{node.attributes.get('class') or node.attributes.get('id') or ''}"
        node = node.parent


def _whole_title(node: LexborNode, title: str) -> str:
    """The text of a link, its title where that says it whole, the words of its picture where there is no text."""
    shown = inner_text(node)
    if not shown:
        # A part of a map of pictures says what it is itself.
        picture = node if node.tag == "area" else node.css_first("img[alt]")
        shown = " ".join((picture.attributes.get("alt") or "").split()) if picture else ""
    shown = shown.lstrip(BULLETS) or shown
    if shown.endswith(DATE_ENDS):
        shown = TRAILING_DATE.sub("", shown) or shown
    if not title or title == shown:
        return shown[:MAX_TEXT]
    title = " ".join(title.split())
    cut = shown.rstrip(".…").rstrip()
    whole = title and (not shown or title.startswith(cut) or shown.endswith(("…", "...")))
    return (title if whole or (SAYS_NOTHING.fullmatch(shown) and title) else shown)[:MAX_TEXT]


def _row_title(row: LexborNode, shown: str) -> str:
    """The longest piece of a row whose link says no more than 查看; what the link says where the row says nothing."""
    pieces = (" ".join(piece.split()) for piece in row.text(deep=True, separator="\n")[:MAX_ROW].split("\n"))
    telling = [piece for piece in pieces if not ROW_DATE.search(piece) and not SAYS_NOTHING.fullmatch(piece)]
    longest = max(telling, key=len, default="")
    return longest[:MAX_TEXT] if len(longest) > len(shown) else shown


def _refresh(tree: LexborHTMLParser, base: str) -> str | None:
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() == "refresh":
            target = re.search(r"url\s*=\s*['\"]?([^'\"]+)", meta.attributes.get("content") or "", re.I)
            return absolute(base, target[1]) if target else None
    return None
