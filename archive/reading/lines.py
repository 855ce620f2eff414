"""The lines of a page as a reader sees them: text between two block boundaries, with what the tags round it say."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.reading.attachments import file_name
from archive.reading.traditional import simplify
from archive.reading.tree import BLOCKS, TEXT, Node, Tree

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ucaptitle"})
PREFORMATTED = frozenset({"pre", "xmp", "listing", "plaintext"})
ASIDES = frozenset({"nav", "footer", "aside"})

MOSTLY = 0.6
PARTLY = 0.3
"""Share of a line inside links from which it is a link: mostly, or partly if it is no sentence."""

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\xad]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]")
"""The same, and what turns the direction of writing."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_BREAK = re.compile(
    rf"(?<=[{_WIDE}])[ \t\r\f\v]*\n\s*(?=[{_WIDE}\d])|(?<=\d)[ \t\r\f\v]*\n\s*(?=[{_WIDE}])",
)
_SENTENCE_GAP = re.compile(r"(?<=[。！？；])[\u3000\xa0]{2,}(?=[^\s\u3000\xa0])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: indexes of its block, of its innermost table and of what hides it (-1: none); its kind."""

    block: int = 0
    table: int = -1
    hidden: int = -1
    linked: bool = False
    heading: bool = False
    aside: bool = False
    preformatted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`flat` is its compact text; `start` the node index of its first text; `linked` counts its characters inside links
    that lead away from the page; `pieces` are the raw texts of its inline elements."""

    text: str
    flat: str
    start: int
    place: Place
    linked: int = 0
    pieces: tuple[str, ...] = ()

    @property
    def is_link(self) -> bool:
        """Mostly a link, or partly and no sentence: a title in a list, with its date or its hint."""
        share = self.linked / len(self.text)
        return share >= MOSTLY or (share >= PARTLY and "。" not in self.text)


def compact(text: str) -> str:
    """A text in NFKC and simplified characters without sounds, white space and characters without width: what two
    texts are compared by."""
    return simplify(_UNSEEN.sub("", "".join(unicodedata.normalize("NFKC", text).split())))


def tidy(text: str) -> str:
    """A text on one line. White space is one space, and a line break between two Chinese characters (CSS Text 3,
    segment break transformation), or one and a digit, is nothing."""
    if "\n" in text:
        text = _BREAK.sub("", text)
    return " ".join(_ZERO_WIDTH.sub("", text).split())


def tidy_cells(raw: str) -> str:
    """A line with its tabs, which part the cells of a flattened table, and other white space as one space."""
    return "\t".join(tidy(part) for part in raw.split("\t"))


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
            lines.extend(_join(parts))
            parts = []
        if node.tag == TEXT and node.text and (parts or not node.text.isspace()):
            parts.append((node, place))
    lines.extend(_join(parts))
    return lines


def _place(node: Node, above: Place) -> Place:
    tag, index, named = node.tag, node.index, node.attributes
    hides = above.hidden < 0 and bool(named) and ("hidden" in named or bool(_HIDDEN.search(node.get("style"))))
    if not (hides or tag in BLOCKS or tag == "a"):
        return above
    return Place(
        index if tag in BLOCKS and tag != "br" else above.block,
        index if tag == "table" else above.table,
        index if hides else above.hidden,
        above.linked or (tag == "a" and _leads_away(node.get("href").strip())),
        above.heading or tag in HEADINGS,
        above.aside or tag in ASIDES,
        above.preformatted or tag in PREFORMATTED,
    )


def _leads_away(target: str) -> bool:
    """Whether a link leads to another page or is a button: not to a place on this page, and not to a file."""
    return bool(target) and (target == "#" or target[0] != "#") and file_name(target) is None


def _join(parts: Sequence[tuple[Node, Place]]) -> Iterator[Line]:
    """The texts between two boundaries as a line, without what is hidden in it; as several where they keep their line
    breaks, or where a wide blank behind a full stop stands for one."""
    shown = [part for part in parts if part[1].hidden < 0]
    parts = shown or parts
    raw = "".join(node.text for node, _ in parts)
    if not raw or raw.isspace():
        return
    start, place = next((node.index, place) for node, place in parts if not node.text.isspace())
    linked = sum(len(tidy(node.text)) for node, place in parts if place.linked)
    split = raw.split("\n") if place.preformatted else _SENTENCE_GAP.split(raw)
    for text in split:
        if words := tidy(text):
            pieces = tuple(node.text for node, _ in parts) if len(split) == 1 else (text,)
            yield Line(words, compact(words), start, place, min(linked, len(words)), pieces)
