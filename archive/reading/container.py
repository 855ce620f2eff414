"""Which part of a page holds the report.

Every line has a weight: text counts for its element; links, tools and footers against it. The container is the run of
neighbours in one element whose lines weigh most. Names that portal software gives its containers only narrow the choice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .chrome import is_footer, is_neighbour, is_related, is_tool
from .fields import is_header
from .lines import Line
from .signs import is_dated_by_hand, is_numbered
from .tree import Node, Tree

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

LINK, FIELD, FOOTER, RELATED, NEIGHBOUR, COPY = -5.0, -5.0, -20.0, -50.0, -200.0, -1e9
"""Weights of lines that are none of the report's: a link (or its length, if more), a header field or tool, a footer (or
its length), the heading of a list of other pages, 当前位置 and 下一篇, a second copy of the article."""

LISTED = 0.5
"""What a sentence counts beside a link: the abstracts of a news list stand between the titles they belong to."""

_CLAUSE = re.compile(r"[，。；：,;:]")
_FILES = re.compile(r"[【\[(]{0,2}(?:附件|文件|下载)")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Box:
    """Where the report is: the nodes from `start` to before `end`, neighbours in the element `node`."""

    node: Node
    start: int
    end: int


def find_container(tree: Tree, lines: Sequence[Line], titles: Sequence[str] = ()) -> Box | None:
    """The neighbours in one element whose lines weigh most, null for a page without text; of equals the innermost.
    `titles`: what metas and `<title>` call the page, whole and in parts, compact."""
    weights = weigh(lines)
    if (copy := second_title(lines, weights, titles)) is not None:
        weights[copy] = COPY
    best, heaviest = None, 0.0
    for box, weight in runs(tree, lines, weights):
        if weight > heaviest or (best and weight == heaviest and box.node.depth > best.node.depth):
            best, heaviest = box, weight
    return best and narrowed(tree, best, lines, weights)


def runs(tree: Tree, lines: Sequence[Line], weights: Sequence[float]) -> Iterator[tuple[Box, float]]:
    """For each element the run of neighbours in it that weighs most (Kadane's maximum subarray), and its weight."""
    own = [0.0] * len(tree.nodes)
    for line, weight in zip(lines, weights, strict=True):
        own[line.start] += weight
    sums = [0.0, *accumulate(own)]
    current: dict[int, tuple[float, int]] = {}
    best: dict[int, tuple[float, int, int]] = {}
    for node in tree.nodes:
        weight, start = current.get(node.parent, (0.0, node.index))
        weight, start = (weight, start) if weight > 0 else (0.0, node.index)
        weight += sums[node.end] - sums[node.index]
        current[node.parent] = (weight, start)
        if node.parent >= 0 and weight > best.get(node.parent, (0.0,))[0]:
            best[node.parent] = (weight, start, node.end)
    for parent, (weight, start, end) in best.items():
        yield Box(tree.nodes[parent], start, end), weight


def narrowed(tree: Tree, box: Box, lines: Sequence[Line], weights: Sequence[float]) -> Box:
    """A container known by its name, where it holds every strong line of the box."""
    strong = [x.start for x, w in zip(lines, weights, strict=True) if w > STRONG and box.start <= x.start < box.end]
    known = (node for node in tree.nodes[box.start : box.end] if node.tag == "ucapcontent" or NAMES.search(node.names))
    holding = [node for node in known if strong and node.index < strong[0] and strong[-1] < node.end]
    inner = max(holding, key=lambda node: node.depth, default=None)
    return Box(inner, inner.index + 1, inner.end) if inner else box


def second_title(lines: Sequence[Line], weights: Sequence[float], titles: Sequence[str]) -> int | None:
    """Position of the title below which a page prints its article again, for telephones: the page's title, below text,
    with a header below it."""
    first = next((i for i, weight in enumerate(weights) if weight > STRONG), len(lines))
    for i in range(first + 1, len(lines)):
        if lines[i].flat in titles:
            below = [line.flat for line in lines[i + 1 : i + 1 + HEADER_DISTANCE]]
            if any(is_header(text) and not is_dated_by_hand(text) for text in below):
                return i
    return None


def weigh(lines: Sequence[Line]) -> list[float]:
    """What each line says for its element (above 0) or against it. A long line or a whole table met again counts
    against: portals print a report twice, for screens and for telephones."""
    repeated = repeated_tables(lines)
    links = [line.is_link for line in lines]
    seen: set[str] = set()
    weights = []
    for i, line in enumerate(lines):
        weight = _weight(line)
        again = line.place.table in repeated or (weight > STRONG and line.flat in seen)
        if weight > STRONG:
            seen.add(line.flat)
        weight = weight * LISTED if weight > 0 and any(links[max(0, i - 1) : i + 2]) else weight
        weights.append(-abs(weight) if again else weight)
    return weights


def repeated_tables(lines: Sequence[Line]) -> set[int]:
    """Node indexes of the tables whose whole text stood in a table before."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        if line.place.table >= 0:
            texts.setdefault(line.place.table, []).append(line.flat)
    whole = {table: "".join(text) for table, text in texts.items()}
    originals = {text: table for table, text in reversed(whole.items())}
    return {table for table, text in whole.items() if len(text) > STRONG and originals[text] != table}


def _weight(line: Line) -> float:
    flat, size = line.flat, len(line.flat)
    if line.place.hidden >= 0 or line.place.aside or not size:
        return 0
    if is_neighbour(flat):
        return NEIGHBOUR
    if line.is_link:
        return min(-size, LINK)
    if is_related(flat) and not _FILES.match(flat):
        return RELATED
    if is_header(flat) or is_tool(flat) or is_related(flat):
        return FIELD
    if is_footer(flat):
        return min(-size, FOOTER)
    if "。" in flat or (size > STRONG and _CLAUSE.search(flat)):
        return min(size, _LONGEST)
    if is_numbered(flat) or is_dated_by_hand(flat):
        return size + STRONG + 1
    return size if line.place.table >= 0 else size / 2
