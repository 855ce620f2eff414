"""Files a page offers or embeds."""

from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from .document import Attachment, Finding
from .media import media_of_name
from .tree import Node, Tree

FILES = frozenset({"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "rtf", "ofd", "zip", "rar", "7z", "ods", "odt"})


def find_attachments(tree: Tree, box: Node | None, url: str | None) -> tuple[tuple[Attachment, ...], list[Finding]]:
    found: dict[str, Attachment] = {}
    for node in tree.nodes:
        for name in ("href", "src", "data"):
            target = node.get(name).strip() if node.tag != "#text" else ""
            file = file_name(target)
            if file:
                absolute = absolute_url(target, url)
                found.setdefault(absolute, Attachment(absolute, tree.text(node) or file, media_of_name(file)))
    return tuple(found.values()), []


def absolute_url(target: str, url: str | None) -> str:
    try:
        return urljoin(url or "", target)
    except ValueError:
        return target


def file_name(target: str) -> str | None:
    """The file an URL names in its path or in a query value (`downfile.jsp?filename=…doc`), null where it names none."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    for value in (parts.path, *(value for _, value in parse_qsl(parts.query))):
        last = unquote(value).rsplit("/", 1)[-1]
        if last.rsplit(".", 1)[-1].lower() in FILES and "." in last:
            return last
    return None
