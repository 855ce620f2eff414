"""What a page says of itself outside its text: metas, titles, breadcrumb."""

import re
from collections.abc import Iterable, Sequence

from .chrome import is_footer, is_header, is_tool
from .lines import Line, compact, tidy
from .tree import Node, Tree

TITLE_METAS = ("articletitle", "title", "og:title")
MOST_TITLE = 120
"""Characters of the longest title taken; the longest official one seen has 70."""

_TAG = re.compile(r"<[^<>]{0,500}>")
_SEPARATOR = re.compile(r"\s*[_|｜>»]+\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|(?<=[\u4e00-\u9fff])-+(?=[\u4e00-\u9fff])|\s{2,}")
_NAMED_TITLE = re.compile(r"(?:^|[ _-])(?:[a-z]*title|tit|bt|biaoti|headline|con[-_]title|zw[-_]title|newstitle)(?=$|[ _\d-])")
_NO_TITLE = re.compile(r"(?:sub|small|site|page|web|nav|list|block|more|column|channel|side)[-_]?tit|tit(?:le)?[-_]?(?:group|box|bar|blow|list)")
_POSITION = re.compile(r"(?:您|你)?(?:现在|当前|目前)?(?:所在|的)?(?:的)?位置:?|导航:?")
_CRUMB = re.compile(r"\s*(?:>>?|»|›|＞|→|/|\\|::)\s*")
_REPORT = re.compile(r"(?:年度报告|年报|工作报告|情况报告)")


def read_metas(tree: Tree) -> dict[str, str]:
    """name → content, names in lower case, first non-empty content wins. Content is cleaned of tags and line breaks, which
    portals put there. `name` and `property` count alike."""
    metas: dict[str, str] = {}
    for node in tree.nodes:
        if node.tag == "meta":
            name = (node.get("name") or node.get("property")).strip().lower()
            content = tidy(_TAG.sub(" ", node.get("content")))
            if name and not metas.get(name):
                metas[name] = content
    return metas


def read_titles(tree: Tree, lines: Sequence[Line], metas: dict[str, str], body: int) -> tuple[str, ...]:
    """Title candidates, best first. `body` is the node index where the report's text begins.

    A heading of the page that a meta or the `<title>` repeats is best: it is whole where those are cut, and it is surely
    this page's. Then the metas, then headings by tag or name, then the parts of `<title>` before the site's name.
    """
    named = [metas[name] for name in TITLE_METAS if metas.get(name)]
    whole = [tidy(_TAG.sub(" ", title)) for title in tree.titles if title.strip()]
    claimed = [*named, *whole]
    heads = list(_heads(tree, lines, body))
    confirmed = [head for head in heads if any(_same(head, claim) for claim in claimed)]
    parts = [part for title in whole for part in split_title(title)]
    ranked = [*sorted(confirmed, key=len, reverse=True), *(named[:1]), *heads, *parts, *named[1:]]
    return tuple(dict.fromkeys(title for title in ranked if 1 < len(title) <= MOST_TITLE))


def _same(head: str, claim: str) -> bool:
    """Whether a claim is the head, begins with it (a site's name follows), holds it, or is cut from it with an ellipsis."""
    ours, theirs = compact(head), compact(claim)
    cut = theirs.rstrip(".…")
    return len(ours) > 5 and (ours in theirs or (cut != theirs and len(cut) > 5 and ours.startswith(cut)))


def split_title(title: str) -> list[str]:
    """The parts of a `<title>` that separators show, longest of the report-like ones first."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    return sorted(parts, key=lambda part: (not _REPORT.search(part), parts.index(part)))


def _heads(tree: Tree, lines: Sequence[Line], body: int) -> Iterable[str]:
    """Texts of the page's headings before the end of its head, nearest to the body first."""
    found = []
    for node in tree.nodes:
        if node.tag in ("h1", "h2", "h3", "ucaptitle") or (
            node.tag != "#text" and _NAMED_TITLE.search(node.names) and not _NO_TITLE.search(node.names)
        ):
            text = tree.text(node)
            flat = compact(text)
            if 5 < len(flat) <= MOST_TITLE and not (is_tool(flat) or is_header(flat) or is_footer(flat)):
                found.append((node, tidy(text)))
    return [text for node, text in sorted(found, key=lambda pair: (pair[0].index > body, pair[0].tag != "h1", abs(body - pair[0].index)))]


def read_column(tree: Tree, lines: Sequence[Line]) -> tuple[str, ...]:
    """The breadcrumb, outermost first: the line that begins 当前位置, else the first chain of links parted by `>`."""
    for i, line in enumerate(lines):
        text = compact(line.text)
        if _POSITION.match(text) and len(text) < MOST_TITLE * 2:
            joined = " > ".join(other.text for other in lines[i : i + 8] if _near(tree, line, other))
            crumbs = [_POSITION.sub("", tidy(crumb)) for crumb in _CRUMB.split(joined)]
            if len(kept := tuple(crumb for crumb in crumbs if crumb)) > 0:
                return kept
    return ()


def _near(tree: Tree, line: Line, other: Line) -> bool:
    """Whether another line stands in the same small element as the one that says 当前位置."""
    box = tree.nodes[line.place.block]
    for _ in range(3):
        if box.index <= other.start < box.end:
            return True
        box = tree.nodes[box.parent] if box.parent > 0 else box
    return False
