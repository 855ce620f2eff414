"""Files that belong to a report: what its page links to, embeds, or names in a script."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from archive.reading.document import Attachment
from archive.reading.media import media_of_name
from archive.reading.tree import BLOCKS, TEXT, Node, Tree

FILES = frozenset(
    {"pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "rtf", "ofd", "zip", "rar", "7z", "ods", "odt", "txt"}
)
LONGEST_SCRIPT = 100_000
LONGEST_NAME = 300
MANY = 100
"""Literals looked at in one script, and nodes in one link: more are no report's."""

_ENDING = "|".join(sorted(FILES, key=len, reverse=True))
_LITERAL = re.compile(rf"""["']([^"'<>\s]{{1,500}}\.(?:{_ENDING})(?:\?[^"'<>\s]{{0,300}})?)["']""", re.I)
_NAMES_FILE = re.compile(rf"[^.\s]\.(?:{_ENDING})(?![a-z0-9])", re.I)
_OFFER = re.compile(
    r"^[【\[(（]{0,2}附[件表图]|(?:附件|文件|文档|全文|原文|正文|报告|年报|pdf|word|ofd|点击|点此|本页)版?(?:点击)?下载"
    r"|^[【\[(（]{0,2}下载[】\])）]{0,2}$",
    re.I,
)
_BARE = re.compile(
    r"[【\[(（<《]{0,2}(?:点击|点此|立即|在线)?(?:下载|查看|预览|打开|阅读|浏览)(?:附件|文件|全文|原文|正文)?[】\])）>》]{0,2}$"
)
_SOFTWARE = re.compile(
    r"(?:客户端|app|阅读器|浏览器|插件|控件|reader)(?:软件)?(?:点击|免费)?(?:下载|安装包?)?[)）】\]]?(?:\.\w{1,5})?$",
    re.I,
)
_PAGE = re.compile(r"(?:\.(?:s?html?|xhtml|php)|/)$", re.I)
_VIEWER = re.compile(r"viewer|preview|\.html?$", re.I)
_SHOWN = frozenset({"file", "url", "src", "pdf", "path", "filepath", "fileurl", "furl", "pdfurl"})
"""Query keys under which a viewer is told its file (pdf.js `file`, Office `src`, kkFileView `url`)."""


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


def offers_file(text: str) -> bool:
    """Whether a link's words promise a file, whatever its address looks like."""
    return bool(_NAMES_FILE.search(text) or _OFFER.search(text))


def find_files(tree: Tree, nodes: Iterable[Node], scripts: Iterable[str], url: str | None) -> tuple[Attachment, ...]:
    """Every file that the nodes link to or embed, or that a script names, once, in page order, under the text of its
    link or else its file name. A viewer's file stands for the viewer."""
    found: dict[str, Attachment] = {}
    offered = (offer for node in nodes for offer in _offers(tree, node, url))
    written = ((target, "") for source in scripts for target in _literals(source))
    for target, said in (*offered, *written):
        address = shown_file(absolute_url(target, url))
        file = file_name(address)
        name = (said if said and not (file and _BARE.match(said)) else file or said)[:LONGEST_NAME]
        if name and not _SOFTWARE.search(name):
            found.setdefault(address, Attachment(address, name, media_of_name(file or said.strip("】])）"))))
    return tuple(found.values())


def shown_file(address: str) -> str:
    """The file that a viewer's address names (`viewer.html?file=/a.pdf`, `onlinePreview?url=` in base64), else the
    address itself: a download address may answer only as a whole."""
    try:
        parts = urlsplit(address)
        fields = [value.strip() for key, value in parse_qsl(parts.query) if key.lower() in _SHOWN]
    except ValueError:
        return address
    for value in (*fields, *filter(None, map(_unpacked, fields))):
        if file_name(value) and (value.startswith(("http://", "https://")) or _VIEWER.search(parts.path)):
            return absolute_url(value, address)
    return address


def _unpacked(value: str) -> str:
    """An address in base64, as kkFileView is given it; "" where it is none."""
    if not value.startswith("aHR0c"):
        return ""
    try:
        return base64.b64decode(value.replace(" ", "+") + "==").decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _offers(tree: Tree, node: Node, url: str | None) -> Iterator[tuple[str, str]]:
    """What a node links to as a file: its target, and the words under which it stands."""
    if not node.attributes or node.tag in ("link", "img", "base"):
        return
    targets = [target for target in _targets(node) if file_name(shown_file(target))]
    href = node.get("href").strip()
    if not targets and node.tag != "a":
        return
    said = _words(tree, node)
    if not targets and offers_file(said) and leads_to_no_page(absolute_url(href, url)):
        targets = [href]
    for target in targets:
        yield target, said


def leads_to_no_page(address: str) -> bool:
    """Whether an address may be a download: on the web, and without a page's ending (`/download?id=7`)."""
    return address.startswith(("http://", "https://")) and not _PAGE.search(url_path(address))


def _words(tree: Tree, node: Node) -> str:
    # Of unclosed links in tables each holds the next.
    below = tree.nodes[node.index + 1 : min(node.end, node.index + MANY)] if node.tag == "a" else []
    text = " ".join("".join(part.text if part.tag == TEXT else " " * (part.tag in BLOCKS) for part in below).split())
    named = " ".join((node.get("title") or node.get("download")).split())
    return named if named and (not text or _BARE.match(text)) else text


def _targets(node: Node) -> Iterator[str]:
    for name in node.attributes:
        value = node.get(name).strip()
        if name == "onclick" or value.startswith("javascript:"):
            yield from _literals(value)
        elif value and (name in ("href", "src", "data") or name.startswith("data-")):
            yield value


def base_address(tree: Tree, url: str | None) -> str | None:
    """What the page's relative addresses are relative to: its `<base href>`, else its own address."""
    base = next((node.get("href").strip() for node in tree.nodes if node.tag == "base" and node.get("href")), "")
    return absolute_url(base, url) if base else url


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


def _literals(script: str) -> list[str]:
    """Whole addresses of files between quotes: `var qzbFile = "./P0202.pdf"`, `showVsbpdfIframe("/a.pdf", …)`."""
    found = islice(_LITERAL.finditer(script[:LONGEST_SCRIPT]), MANY)
    targets = (match[1].replace("\\/", "/") for match in found)
    return [target for target in targets if not target.rsplit("/", 1)[-1].startswith(".")]
