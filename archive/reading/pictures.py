"""Pictures and embedded pages that may hold a report's text; ornaments, counters and share buttons left out."""

import re
from collections.abc import Iterable, Iterator

from archive.reading.attachments import absolute_url, file_name, shown_file, url_path
from archive.reading.document import Attachment
from archive.reading.media import HTML, media_of_name
from archive.reading.tree import Node

PICTURE = "image/*"
"""Media of a picture whose address does not tell which kind."""

SMALLEST_PICTURE = 60
"""Pixels of width or height under which a picture is an icon."""

LONGEST_URL = 200
"""Characters kept of a picture that is its own `data:` URL."""


def count_pictures(number: int) -> str:
    return f"{number} {'picture' if number == 1 else 'pictures'} in the text"


_SOURCES = ("data-original", "data-src", "data-lazy-src", "src")
"""Where a picture's address stands: `src` of one that is loaded late is a placeholder."""

_ORNAMENT = re.compile(
    r"(?:^|[^a-z])(?:icons?|ico|logo|ewm|weixin|wechat|wx|weibo|share|blank|spacer|loading|arrow"
    r"|bullet|btn|button|bg|banner|beian|jiucuo|conac|hits?|counter|zwfw|close|print)(?:[^a-z]|$)|icon|qr_?code|erweima",
    re.I,
)
_SAYS_ORNAMENT = re.compile(r"二维码|扫一扫|分享|打印|关闭|图标|纠错|党政机关|政府网站找错|无障碍|适老", re.I)
_SIZE = re.compile(r"(?:^|[;\s])(?:width|height)\s{0,3}:\s{0,3}(\d{1,4})px", re.I)
_NOWHERE = ("about:", "javascript:", "data:", "#")
_WIDGET = re.compile(
    r"share|login|search|counter|hits?[./?]|tongji|weather|tianqi|map\.|/map|player|video|comment|pinglun|jiathis|bshare",
    re.I,
)


def find_pictures(nodes: Iterable[Node], url: str | None) -> dict[int, Attachment]:
    """The pictures among the nodes, once, by node index in page order; one that is its own `data:` URL is cut."""
    found: dict[str, tuple[int, Attachment]] = {}
    for node in nodes:
        source = _source(node) if node.tag == "img" and not is_ornament(node) else ""
        if source:
            address = source[:LONGEST_URL] if source.startswith("data:") else absolute_url(source, url)
            name = url_path(address).rsplit("/", 1)[-1]
            said = " ".join((node.get("alt") or node.get("title")).split())
            media = media_of_name(name) or PICTURE
            found.setdefault(address, (node.index, Attachment(address, (said or name)[:LONGEST_URL], media)))
    return dict(found.values())


def find_frames(nodes: Iterable[Node], url: str | None) -> list[Attachment]:
    """The pages that the nodes embed and show; not files, and not a portal's tools."""
    sources = (_source(node) for node in nodes if node.tag in ("iframe", "frame") and _is_shown(node))
    addresses = (absolute_url(source, url) for source in sources if source and not source.startswith(_NOWHERE))
    pages = (page for page in addresses if not file_name(shown_file(page)) and not _WIDGET.search(page))
    return [Attachment(page, url_path(page).rsplit("/", 1)[-1] or page, HTML) for page in dict.fromkeys(pages)]


def is_ornament(node: Node) -> bool:
    """Whether a picture is the template's: too small for a text, or called so by its file or its words."""
    if any(size < SMALLEST_PICTURE for size in _sizes(node)):
        return True
    source = _source(node)
    named = "" if source.startswith("data:") else f"/{url_path(source).rsplit('/', 1)[-1]}"
    says = f"{node.get('alt')} {node.get('title')}"
    return bool(_ORNAMENT.search(named) or "/filetype" in source.lower() or _SAYS_ORNAMENT.search(says))


def _is_shown(node: Node) -> bool:
    hidden = "display:none" in "".join(node.get("style").lower().split())
    return not hidden and all(size > 1 for size in _sizes(node))


def _sizes(node: Node) -> Iterator[int]:
    for name in ("width", "height"):
        if (size := node.get(name).strip().removesuffix("px")).isdecimal():
            yield int(size[:6])
    yield from (int(size) for size in _SIZE.findall(node.get("style")[:LONGEST_URL]))


def _source(node: Node) -> str:
    return next((source for name in _SOURCES if (source := node.get(name).strip())), "")
