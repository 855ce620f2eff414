"""Which element of a page holds the report.

Every line has a weight: text counts for its element, links, tools and footers against it. The container is the element
whose lines weigh most; of equals the innermost. Names that portal software gives its containers only narrow the choice.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from .chrome import is_dated_by_hand, is_footer, is_header, is_neighbour, is_numbered, is_related, is_tool
from .lines import Line, compact
from .tree import TEXT, Node, Tree

NAMES = re.compile(
    r"(?:^| )(?:trs_editor|trs_ueditor|trs_editor_view|zoom|zoomcon|ucap-content|ucapcontent|cmsarticlecontent|vsb_content(?:_\d+)?"
    r"|v_news_content|vsb_newscontent|easysite-news-content|ivs_content|conttxt|contxt|article_content|article-content|articlecontent|newscontent"
    r"|news_content|con_con|ccontent|detailcontent|content_article|pages_content|wordsection1)(?= |$)"
)
"""Ids and classes of body containers: TRS, JCMS, JPaaS, UCAP, gov.cn, VSB, EasySite, NFCMS, Epoint and Shanghai's."""

_SENTENCE = re.compile(r"[，。；：、,;:]")
LONG = 30


def find_container(tree: Tree, lines: Sequence[Line]) -> Node | None:
    """The element that holds the report, null for a page without text."""
    weights = weigh(lines)
    starts = [line.start for line in lines]
    sums = [0.0, *accumulate(weights)]

    def total(node: Node) -> float:
        return sums[bisect_left(starts, node.end)] - sums[bisect_left(starts, node.index)]

    elements = [node for node in tree.nodes if node.tag != TEXT]
    if not elements or not lines:
        return None
    best = max(elements, key=lambda node: (total(node), node.depth))
    return narrowed(tree, best, lines, weights)


def narrowed(tree: Tree, best: Node, lines: Sequence[Line], weights: Sequence[float]) -> Node:
    """A container known by its name, where it holds every strong line of the best element."""
    strong = [line.start for line, w in zip(lines, weights, strict=True) if w > LONG and best.index < line.start < best.end]
    known = [node for node in tree.inside(best) if node.tag == "ucapcontent" or NAMES.search(node.names)]
    holding = [node for node in known if strong and node.index < strong[0] and strong[-1] < node.end]
    return max(holding, key=lambda node: node.depth, default=best)


def weigh(lines: Iterable[Line]) -> list[float]:
    """What each line says for its element (above 0) or against it. A long line met again counts against: portals print
    a report twice, for screens and for telephones."""
    seen: set[str] = set()
    weights = []
    for line in lines:
        text = compact(line.text)
        weight = _weight(line, text)
        if weight > LONG and text in seen:
            weight = -weight
        seen.add(text)
        weights.append(weight)
    return weights


def _weight(line: Line, text: str) -> float:
    size = len(text)
    if line.place.hidden >= 0 or line.place.aside or not size:
        return 0
    if is_header(text) or is_tool(text) or is_related(text):
        return -5
    if line.is_link:
        return -max(size, 5) if not is_neighbour(text) else -20
    if is_footer(text):
        return -max(size, 20)
    if _SENTENCE.search(text):
        return min(size, 2000)
    if is_numbered(text) or is_dated_by_hand(text):
        return size + LONG + 1
    return size if line.place.table >= 0 else size / 2
