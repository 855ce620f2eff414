"""Which element of a page holds the report.

Every line has a weight: text counts for its element, links, tools and footers against it. The container is the element
whose lines weigh most; of equals the innermost. Names that portal software gives its containers only narrow the choice.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from .chrome import is_dated_by_hand, is_footer, is_header, is_neighbour, is_numbered, is_related, is_tool
from .lines import Line, compact
from .tree import TEXT, Node, Tree

NAMES = re.compile(
    r"(?:^| )(?:trs_editor|trs_ueditor|trs_editor_view|zoom|zoomcon|ucap-content|ucapcontent|cmsarticlecontent"
    r"|vsb_content(?:_\d+)?|v_news_content|vsb_newscontent|easysite-news-content|ivs_content|conttxt|contxt"
    r"|article_content|article-content|articlecontent|newscontent|news_content|con_con|ccontent|detailcontent"
    r"|content_article|pages_content)(?= |$)"
)
"""Ids and classes of body containers: TRS, JCMS, JPaaS, UCAP, gov.cn, VSB, EasySite, NFCMS, Epoint, Shanghai's."""

STRONG = 30
"""Weight from which a line is text for sure."""

HEADER_DISTANCE = 4
"""Lines between a title and the header below it."""

_CLAUSE = re.compile(r"[，。；：,;:]")
_LONGEST = 2_000


def find_container(tree: Tree, lines: Sequence[Line], titles: Sequence[str] = ()) -> Node | None:
    """The element that holds the report, null for a page without text. `titles`: what metas and `<title>` call the page, whole and in parts, compact."""
    weights = weigh(lines)
    starts = [line.start for line in lines]
    sums = [0.0, *accumulate(weights)]

    def total(node: Node) -> float:
        return sums[bisect_left(starts, node.end)] - sums[bisect_left(starts, node.index)]

    limits = copy_limits(lines, weights, titles)
    elements = [n for n in tree.nodes if n.tag != TEXT and not (limits and n.index <= limits[0] and limits[1] < n.end)]
    best = max(elements, key=lambda node: (total(node), node.depth), default=None)
    return best and narrowed(tree, best, lines, weights)


def narrowed(tree: Tree, best: Node, lines: Sequence[Line], weights: Sequence[float]) -> Node:
    """A container known by its name, where it holds every strong line of the best element."""
    strong = [x.start for x, w in zip(lines, weights, strict=True) if w > STRONG and best.index < x.start < best.end]
    known = [node for node in tree.inside(best) if node.tag == "ucapcontent" or NAMES.search(node.names)]
    holding = [node for node in known if strong and node.index < strong[0] and strong[-1] < node.end]
    return max(holding, key=lambda node: node.depth, default=best)


def copy_limits(lines: Sequence[Line], weights: Sequence[float], titles: Sequence[str]) -> tuple[int, int] | None:
    """Where a page prints its article again, for telephones: node indexes of the first text and of the second title.

    A second title is the page's title, below text, with a header below it.
    """
    first = None
    for i, line in enumerate(lines):
        if weights[i] > STRONG and first is None:
            first = line.start
        text = compact(line.text)
        below = [compact(other.text) for other in lines[i + 1 : i + 1 + HEADER_DISTANCE]]
        if first is not None and text in titles and any(is_header(x) and not is_dated_by_hand(x) for x in below):
            return first, line.start
    return None


def weigh(lines: Sequence[Line]) -> list[float]:
    """What each line says for its element (above 0) or against it. A long line or a whole table met again counts
    against: portals print a report twice, for screens and for telephones."""
    tables: dict[int, str] = {}
    for line in lines:
        if line.place.table >= 0:
            tables[line.place.table] = tables.get(line.place.table, "") + line.text
    originals = {text: table for table, text in reversed(tables.items()) if len(text) > STRONG}
    repeated = {table for table, text in tables.items() if originals.get(text, table) != table}
    seen: set[str] = set()
    weights = []
    for line in lines:
        text = compact(line.text)
        weight = _weight(line, text)
        again = line.place.table in repeated or (weight > STRONG and text in seen)
        weights.append(-abs(weight) if again else weight)
        if weight > STRONG:
            seen.add(text)
    return weights


def _weight(line: Line, text: str) -> float:
    size = len(text)
    if line.place.hidden >= 0 or line.place.aside or not size:
        return 0
    if is_header(text) or is_tool(text) or is_related(text):
        return -20 if is_neighbour(text) else -5
    if line.is_link:
        return -max(size, 5)
    if is_footer(text):
        return -max(size, 20)
    if "。" in text or (size > STRONG and _CLAUSE.search(text)):
        return min(size, _LONGEST)
    if is_numbered(text) or is_dated_by_hand(text):
        return size + STRONG + 1
    return size if line.place.table >= 0 else size / 2
