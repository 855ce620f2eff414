"""Files, pictures and other pages that a page offers or embeds."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from archive.reading.document import Attachment
from archive.reading.media import media_of_name
from archive.reading.tree import Node, Tree

FILES = frozenset(
    {"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "rtf", "ofd", "zip", "rar", "7z", "ods", "odt", "txt"}
)
SMALLEST_PICTURE = 60
"""Pixels of width or height under which a picture is an icon."""

LONGEST_URL = 200
"""Characters kept of a picture that is its own `data:` URL."""


def find_attachments(tree: Tree, url: str | None) -> tuple[Attachment, ...]:
    """Every file the page links to or embeds, once, in page order, under the text of its link or else its file name."""
    found: dict[str, Attachment] = {}
    for node in tree.nodes:
        for target in _targets(node):
            if file := file_name(target):
                name = " ".join(tree.text(node).split()) or node.get("title").strip() or file
                absolute = absolute_url(target, url)
                found.setdefault(absolute, Attachment(absolute, name, media_of_name(file)))
    return tuple(found.values())


def find_pictures(tree: Tree, shown: range, url: str | None) -> list[str]:
    """Absolute URLs of the pictures among the nodes `shown`, icons and file-type signs left out."""
    nodes = (tree.nodes[i] for i in shown)
    sources = (node.get("src").strip() for node in nodes if node.tag == "img" and not _is_icon(node))
    return [src[:LONGEST_URL] if src.startswith("data:") else absolute_url(src, url) for src in sources if src]


def find_frames(tree: Tree, url: str | None) -> list[str]:
    """Absolute URLs of the pages that the page embeds."""
    sources = (node.get("src").strip() for node in tree.nodes if node.tag == "iframe")
    return [absolute_url(src, url) for src in sources if src and not src.startswith(("about:", "javascript:"))]


def _is_icon(node: Node) -> bool:
    sizes = [
        int(size) for name in ("width", "height") if (size := node.get(name).strip().removesuffix("px")).isdecimal()
    ]
    source = node.get("src").lower()
    return any(size < SMALLEST_PICTURE for size in sizes) or "icon" in source or "/filetype" in source


def _targets(node: Node) -> Iterator[str]:
    for name in node.attributes:
        if name in ("href", "src", "data") and (target := node.get(name).strip()):
            yield target


def absolute_url(target: str, url: str | None) -> str:
    try:
        return urljoin(url or "", target)
    except ValueError:
        return target


def url_path(target: str) -> str:
    try:
        return urlsplit(target).path
    except ValueError:
        return ""


def file_name(target: str) -> str | None:
    """The file an URL names in its path or in a query value (`downfile.jsp?filename=….doc`), null where none."""
    if "." not in target or target.startswith(("data:", "javascript:", "mailto:")):
        return None
    try:
        parts = urlsplit(target)
        values = [parts.path, *(value for _, value in parse_qsl(parts.query))]
    except ValueError:
        return None
    names = (unquote(value).replace("\\", "/").rsplit("/", 1)[-1] for value in values)
    return next((name for name in names if "." in name and name.rsplit(".", 1)[-1].lower() in FILES), None)
