"""An HTML page as a flat tree: its nodes in document order, so that every later step is a loop and none recurses.

A subtree is a slice: the descendants of `node` are `nodes[node.index + 1 : node.end]`. Scripts, styles and what no
reader sees are left out; what scripts write is kept beside (`scripts`), since portals write their header with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.reading.controls import CONTROL, clean_controls

TEXT = "#text"

SILENT = frozenset(
    {"style", "noscript", "template", "select", "option", "datalist", "textarea", "button", "svg", "canvas", "map",
     "noframes", "-comment", "-doctype"}
)  # fmt: skip
"""Elements whose text is not the page's."""

HOLLOW = frozenset({"iframe", "object", "audio", "video"})
"""Elements kept for the file they name; what is between their tags is for browsers that cannot show it."""

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp", "listing", "plaintext", "marquee", "br",
     "iframe", "ucaptitle", "ucapcontent"}
)  # fmt: skip

DEEPEST = 1_000
"""Elements nested deeper are read without their tags. The HTML5 algorithm looks up the open elements for each tag, so
that 200,000 nested `<div>` cost it minutes; the deepest real page seen had 60."""

LEVELS_OF_TABLE = 4
"""`table`, `tbody`, `tr`, `td`: how much deeper a table in a cell is."""

MOST_ATTRIBUTES = 1_000
"""Attributes are compared with one another when a tag is read: 100,000 took 18 s. Beyond this all are left out."""

_TAG_COUNT = 5_000
_NESTING = re.compile(
    r"<(/?)(?:div|span|font|b|i|u|em|strong|big|small|center|section|article|blockquote|ul|ol|dl|form|(table))\b[^<>]*>",
    re.I,
)
_VALUE = r"\"[^\"]{0,500}\"|'[^']{0,500}'|[^\s\"'<>]{1,500}"
_LONG_TAG = re.compile(
    rf"(<[A-Za-z][A-Za-z0-9]{{0,30}})(?:\s+[^\s\"'<>/=]{{1,200}}(?:\s*=\s*(?:{_VALUE}))?){{{MOST_ATTRIBUTES},}}+"
)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")


@dataclass(slots=True)
class Node:
    """An element, or a text (`tag` is TEXT). `end` is the index after its last descendant."""

    tag: str
    index: int
    parent: int
    depth: int
    end: int
    text: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    @property
    def names(self) -> str:
        """Its id and class in lower case: what its author called it."""
        return f"{self.get('id')} {self.get('class')}".lower() if self.attributes else ""


@dataclass(frozen=True, slots=True)
class Tree:
    nodes: list[Node]
    scripts: tuple[tuple[int, int, str], ...]
    """Inline scripts: the index of the node each stands before, that of its parent, its source."""
    titles: tuple[str, ...]
    cleaned: int
    """Control characters taken out."""

    def inside(self, node: Node) -> list[Node]:
        return self.nodes[node.index + 1 : node.end]

    def ancestors(self, node: Node) -> Iterator[Node]:
        """From its parent outwards to the root."""
        while node.parent >= 0:
            node = self.nodes[node.parent]
            yield node

    def text(self, node: Node) -> str:
        """The text below a node as it is, a line break at each block."""
        return "".join(n.text if n.tag == TEXT else "\n" * (n.tag in BLOCKS) for n in self.inside(node))


def parse(source: str) -> Tree:
    """Parses as a browser does (HTML5): a `</html>` before the report, unclosed tags and nested tables lose no text."""
    clean, removed = sanitise(source)
    root = LexborHTMLParser(clean).root
    if root is None:
        return Tree([], (), (), removed)
    nodes, scripts, titles = _flatten(root)
    return Tree(nodes, tuple(scripts), tuple(titles), removed)


def sanitise(source: str) -> tuple[str, int]:
    """Takes out control characters, written plainly or as a reference, and tags beyond any reason.

    One `&#11;` made lxml and trafilatura return nothing for a whole page; NUL and lone surrogates no database takes.
    """
    text, plain = clean_controls(source)
    before = text.count("&#")
    if before:
        text = _REFERENCE.sub(_reference, text)
        plain += before - text.count("&#")
    if len(text) > _TAG_COUNT:
        text = _LONG_TAG.sub(r"\1", text)
    return (_limit_depth(text) if text.count("<") > _TAG_COUNT else text), plain


def _reference(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    lost = code > 0x10FFFF or code == 0 or (CONTROL.match(chr(code)) and not 0x80 <= code <= 0x9F)  # noqa: PLR2004
    return "" if lost else found[0]


def _limit_depth(source: str) -> str:
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        opens, deeper = not found[1], LEVELS_OF_TABLE if found[2] else 1
        depth = depth + deeper if opens else max(depth - deeper, 0)
        return found[0] if depth < DEEPEST + (not opens) * deeper else "<br>"

    return _NESTING.sub(keep, source)


def _flatten(root: LexborNode) -> tuple[list[Node], list[tuple[int, int, str]], list[str]]:
    nodes: list[Node] = []
    scripts: list[tuple[int, int, str]] = []
    titles: list[str] = []
    path: list[Node] = []
    current: LexborNode | None = root
    while current is not None:
        tag = current.tag or ""
        index, parent, child = len(nodes), path[-1].index if path else -1, None
        if tag == "-text":
            nodes.append(Node(TEXT, index, parent, len(path), index + 1, current.text_content or ""))
        elif tag == "script":
            scripts.append((index, max(parent, 0), current.text() or ""))
        elif tag == "title":
            titles.append(current.text() or "")
        elif tag not in SILENT:
            nodes.append(Node(tag, index, parent, len(path), index + 1, attributes=current.attributes))
            child = None if tag in HOLLOW else current.first_child
        if child is not None:
            path.append(nodes[-1])
            current = child
        else:
            current = _following(current, path, len(nodes))
    return nodes, scripts, titles


def _following(node: LexborNode, path: list[Node], end: int) -> LexborNode | None:
    """The next node in document order that is no descendant; elements left on the way are closed."""
    current: LexborNode | None = node
    while current is not None and path:
        if current.next is not None:
            return current.next
        path.pop().end = end
        current = current.parent
    return None
