"""The part of a page round its report: from its title to what the portal puts behind every article.

A file may be offered above the text, in it, or behind it; files of menus, side columns and footers are not the
report's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from archive.reading.attachments import offers_file
from archive.reading.chrome import is_disclaimer, is_footer, is_neighbour, is_related, is_tool
from archive.reading.container import NAMES, Box
from archive.reading.fields import is_header
from archive.reading.lines import ASIDES, Line
from archive.reading.tree import BLOCKS, Node, Tree

CHROME = frozenset(
    {"nav", "navbar", "menu", "topnav", "footer", "foot", "footbox", "bottom", "copyright", "sidebar", "side", "aside",
     "header", "friendlink", "friendlinks", "yqlj", "related", "relate", "xgxx", "xgyd", "share", "bdsharebuttonbox",
     "hot", "recommend", "breadcrumb"}
)  # fmt: skip
"""Ids and classes of what stands on every page of a portal."""

LONGEST_HEADING = 14

_OWN = re.compile(
    r"(?:^|[\s_-])(?:file_?ul\w*|file_?list\w*|fujian\w*|fj(?:list|box|xz)?|attach(?:ment|file|list)?s?|appendix\w*"
    r"|annex\w*|accessor(?:y|ies))(?:$|[\s_-])"
)
"""Ids and classes of the element in which portal software lists an article's files, wherever it stands."""

_FILES = re.compile(r"[【\[(]{0,2}(?:相关)?(?:附件|文件下载|下载|附表)")
_ELSEWHERE = re.compile(
    r"(?:资料|表格|常用|软件|热门|最新|推荐)下载|下载(?:专区|中心|排行)|热点|专[题栏]|排行|推荐|常用|服务"
)
_BREADCRUMB = re.compile(r".{0,6}位置|首页")


@dataclass(frozen=True, slots=True)
class Vicinity:
    """Nodes in page order, and the inline scripts that stand among or behind them."""

    nodes: tuple[Node, ...]
    scripts: tuple[str, ...]


def find_vicinity(
    tree: Tree, lines: Sequence[Line], box: Box | None, heads: Sequence[int], titles: Sequence[str]
) -> Vicinity:
    """`box`: where the text is, None where the page has none; `heads`: positions of the metadata header's lines;
    `titles`: what the page is called, compact."""
    start = min([find_start(lines, box, heads, titles), *link_round(tree, box)])
    end = find_end(lines, box, start, len(tree.nodes))
    anchor = box.start if box else start
    chrome = mark_chrome(tree, anchor)
    inside = range(min([box.start, *link_round(tree, box)]), box.end) if box else range(0)
    near = [node for node in tree.nodes[start:end] if node.index in inside or not chrome[node.index]]
    listed = own_lists(tree, end, chrome)
    scripts = tuple(source for index, _, source in tree.scripts if index >= start)
    return Vicinity((*near, *listed), scripts)


def shown_nodes(tree: Tree, box: Box | None, near: Vicinity) -> Sequence[Node]:
    """Where pictures and embedded pages are the text's: in the box, and in the whole element where its name says that
    it holds the article (a scanned page often follows the last line); on a page without a text, all round."""
    if box is None:
        return near.nodes
    if NAMES.search(box.node.names):
        return tree.inside(box.node)
    return tree.nodes[box.start : box.end]


def link_round(tree: Tree, box: Box | None) -> list[int]:
    """Node indexes of the inline elements that the box lies in: of a page that is but a link, the link."""
    if box is None:
        return []
    around = takewhile(lambda node: node.tag not in BLOCKS, (box.node, *tree.ancestors(box.node)))
    return [node.index for node in around]


def find_start(lines: Sequence[Line], box: Box | None, heads: Sequence[int], titles: Sequence[str]) -> int:
    """Node index of the title nearest above the text, or of the header above it; without either, the text's own, or
    what follows the breadcrumb."""
    before = [line for line in lines if box is None or line.start < box.start]
    named = [line.start for line in before if line.flat in titles and not (line.is_link or line.place.aside)]
    marked = [*(named[-1:] if box else named[:1]), *(lines[i].start for i in heads[:1])]
    if marked:
        return min(*marked, box.start) if box else min(marked)
    crumbs = [line.start for line in before if is_neighbour(line.flat) and _BREADCRUMB.match(line.flat)]
    return box.start if box else crumbs[0] if crumbs else 0


def find_end(lines: Sequence[Line], box: Box | None, start: int, last: int) -> int:
    """Node index of the first line behind the text that is not about the article any more."""
    after = (line for line in lines if line.start >= (box.end if box else start) and not line.place.aside)
    return next((line.start for line in after if line.place.hidden < 0 and ends_article(line, behind=bool(box))), last)


def ends_article(line: Line, *, behind: bool) -> bool:
    """Whether other pages, or the portal's footer, begin with this line; `behind`: it stands behind a text, so that a
    link to another page does too."""
    flat = line.flat
    if is_neighbour(flat):
        return behind or not _BREADCRUMB.match(flat)
    if is_related(flat):
        return not _FILES.match(flat)
    if is_disclaimer(flat) or is_footer(flat) or (len(flat) <= LONGEST_HEADING and _ELSEWHERE.search(flat)):
        return True
    return behind and line.is_link and not (is_tool(flat) or is_header(flat) or offers_file(line.text))


def mark_chrome(tree: Tree, anchor: int) -> list[bool]:
    """For each node whether it stands in an element that is the portal's and does not hold the node `anchor`."""
    marks: list[bool] = []
    for node in tree.nodes:
        above = node.parent >= 0 and marks[node.parent]
        marks.append(above or (not node.index <= anchor < node.end and _is_chrome(node)))
    return marks


def _is_chrome(node: Node) -> bool:
    return node.tag in ASIDES or (bool(node.attributes) and not CHROME.isdisjoint(node.names.split()))


def own_lists(tree: Tree, start: int, chrome: Sequence[bool]) -> list[Node]:
    """Nodes from `start` on that stand in an element made for the article's files."""
    found: list[Node] = []
    end = 0
    for node in tree.nodes[start:]:
        if node.index >= end and node.attributes and not chrome[node.index] and _OWN.search(node.names):
            end = node.end
        if node.index < end:
            found.append(node)
    return found
