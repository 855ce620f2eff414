"""The lines of a page as a reader sees them: text between two block boundaries, with what the tags round it say."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .attachments import file_name
from .tree import BLOCKS, TEXT, Node, Tree

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ucaptitle"})
PREFORMATTED = frozenset({"pre", "xmp", "listing", "plaintext"})
ASIDES = frozenset({"nav", "footer", "aside"})

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\xad]")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_BREAK = re.compile(
    rf"(?<=[{_WIDE}])[ \t\r\f\v]*\n\s*(?=[{_WIDE}\d])|(?<=\d)[ \t\r\f\v]*\n\s*(?=[{_WIDE}])"
)
_SENTENCE_GAP = re.compile(r"(?<=[。！？；])[\u3000\xa0]{2,}(?=[^\s\u3000\xa0])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: indexes of its block, of its innermost table and of what hides it (-1: none), and its kind."""

    block: int = 0
    table: int = -1
    hidden: int = -1
    linked: bool = False
    heading: bool = False
    aside: bool = False
    preformatted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`start` is the node index of its first text; `linked` counts its characters inside `<a>`, those of links to files
    left out; `pieces` are the raw texts of its inline elements."""

    text: str
    start: int
    place: Place
    linked: int = 0
    pieces: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Mostly a link, or partly and no sentence: a title in a list, with its date or its hint."""
        share = self.linked / max(len(self.text), 1)
        return share >= 0.6 or (share >= 0.3 and "。" not in self.text)  # noqa: PLR2004


def compact(text: str) -> str:
    """A text in NFKC without white space and zero-width characters: what two texts are compared by."""
    return _ZERO_WIDTH.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


def tidy(text: str) -> str:
    """A text on one line. White space is one space, and a line break between two Chinese characters (CSS Text 3,
    segment break transformation), or one and a digit, is nothing."""
    return " ".join(_ZERO_WIDTH.sub("", _BREAK.sub("", text)).split())


def page_lines(tree: Tree) -> list[Line]:
    """Every line of the page in reading order, hidden ones and those of tables too."""
    lines: list[Line] = []
    parts: list[tuple[Node, Place]] = []
    places: list[Place] = []
    for node in tree.nodes:
        above = places[node.parent] if node.parent >= 0 else Place()
        place = above if node.tag == TEXT else _place(node, above)
        places.append(place)
        if parts and (node.tag in BLOCKS or place.block != parts[0][1].block):
            lines.extend(_lines(parts))
            parts = []
        if node.tag == TEXT and node.text:
            parts.append((node, place))
    lines.extend(_lines(parts))
    return lines


def _place(node: Node, above: Place) -> Place:
    tag, index = node.tag, node.index
    hides = above.hidden < 0 and ("style" in node.attributes or "hidden" in node.attributes) and _is_hidden(node)
    if not (hides or tag in BLOCKS or tag == "a"):
        return above
    return replace(
        above,
        block=index if tag in BLOCKS and tag != "br" else above.block,
        table=index if tag == "table" else above.table,
        hidden=index if hides else above.hidden,
        linked=above.linked or (tag == "a" and file_name(node.get("href")) is None),
        heading=above.heading or tag in HEADINGS,
        aside=above.aside or tag in ASIDES,
        preformatted=above.preformatted or tag in PREFORMATTED,
    )


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN.search(node.get("style")))


def _lines(parts: list[tuple[Node, Place]]) -> Iterator[Line]:
    if not parts:
        return
    raw = "".join(node.text for node, _ in parts)
    start, place = next(((n.index, p) for n, p in parts if not n.text.isspace()), (parts[0][0].index, parts[0][1]))
    pieces = tuple(node.text for node, _ in parts)
    linked = sum(len(tidy(node.text)) for node, p in parts if p.linked)
    split = raw.split("\n") if place.preformatted else _SENTENCE_GAP.split(raw)
    for text in split:
        if words := tidy(text):
            yield Line(words, start, place, linked, pieces if len(split) == 1 else (text,))
