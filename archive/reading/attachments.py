"""Files and pictures a page offers or embeds."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from .document import Attachment
from .media import media_of_name
from .tree import TEXT, Node, Tree

FILES = frozenset({"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "rtf", "ofd", "zip", "rar", "7z", "ods", "odt", "txt"})
SMALLEST_PICTURE = 60
"""Pixels of width or height under which a picture is an icon."""


def find_attachments(tree: Tree, url: str | None) -> tuple[Attachment, ...]:
    """Every file the page links to or embeds, once, in page order, under the text of its link or else its file name."""
    found: dict[str, Attachment] = {}
    for node in tree.nodes:
        if node.tag != TEXT:
            for target in _targets(node):
                if file := file_name(target):
                    name = " ".join(tree.text(node).split()) or node.get("title").strip() or file
                    found.setdefault(absolute_url(target, url), Attachment(absolute_url(target, url), name, media_of_name(file)))
    return tuple(found.values())


def find_pictures(tree: Tree, box: Node, url: str | None) -> list[str]:
    """Absolute URLs of the pictures in an element, icons and file-type signs left out."""
    pictures = (node for node in tree.inside(box) if node.tag == "img" and not _is_icon(node))
    return [absolute_url(node.get("src").strip(), url)[:200] for node in pictures if node.get("src").strip()]


def find_frames(tree: Tree, box: Node, url: str | None) -> list[str]:
    """Absolute URLs of the pages an element embeds."""
    frames = (node.get("src").strip() for node in tree.inside(box) if node.tag == "iframe")
    return [absolute_url(src, url) for src in frames if src and not src.startswith(("about:", "javascript:"))]


def _is_icon(node: Node) -> bool:
    sizes = [int(digits) for name in ("width", "height") if (digits := node.get(name).strip().rstrip("px")).isdigit()]
    source = node.get("src").lower()
    return any(size < SMALLEST_PICTURE for size in sizes) or "icon" in source or "/filetype" in source


def _targets(node: Node) -> Iterator[str]:
    for name in ("href", "src", "data"):
        if target := node.get(name).strip():
            yield target


def absolute_url(target: str, url: str | None) -> str:
    try:
        return urljoin(url or "", target)
    except ValueError:
        return target


def file_name(target: str) -> str | None:
    """The file an URL names in its path or in a query value (`downfile.jsp?filename=….doc`), null where it names none."""
    if "." not in target:
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    for value in (parts.path, *(value for _, value in parse_qsl(parts.query))):
        name = unquote(value).replace("\\", "/").rsplit("/", 1)[-1]
        if "." in name and name.rsplit(".", 1)[-1].lower() in FILES:
            return name
    return None
