"""Which part of a page holds the report.

Every line has a weight: text counts for its element; links, tools and footers against it. The container is the run
of neighbours in one element whose lines weigh most. Names that portal software gives its containers only narrow the
choice.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from archive.reading.chrome import is_footer, is_neighbour, is_related, is_tool
from archive.reading.copies import SHORTEST_TITLE, repeated_lines, repeated_tables, second_title
from archive.reading.fields import WEAK, is_header, label_of
from archive.reading.lines import Line
from archive.reading.signs import is_dated_by_hand, is_form_foot, is_numbered, is_signature, is_signed
from archive.reading.tree import Node, Tree

NAMES = re.compile(
    r"(?:^| )(?:trs_editor|trs_ueditor|trs_editor_view|zoom|zoomcon|ucap-content|ucapcontent|cmsarticlecontent"
    r"|vsb_content(?:_\d+)?|v_news_content|vsb_newscontent|easysite-news-content|ivs_content|conttxt|contxt"
    r"|article_content|article-content|articlecontent|newscontent|news_content|con_con|ccontent|detailcontent"
    r"|content_article|pages_content)(?= |$)"
)
"""Ids and classes of body containers: TRS, JCMS, JPaaS, UCAP, gov.cn, VSB, EasySite, NFCMS, Epoint, Shanghai's."""

STRONG = 30
"""Weight from which a line is text for sure."""

SIGNED = 40.0
"""Weight of a day that signs, and of who filled a form in."""

LINK, TOOL, FOOTER, FIELD, TITLE, APART = -10.0, -5.0, -20.0, -60.0, -100.0, -200.0
"""Weights of lines that are none of the report's: a link, a tool, a footer (links and footers by their length too), a
header field, the page's title, what parts one page from others (当前位置, 下一篇, 相关新闻)."""

LIST = -100.0
"""The most that links in a row weigh: a report may hold a list of documents."""

COPY = -1e9
"""Weight of the title below which the page prints its article again."""

LISTED = 0.5
"""What a sentence loses for each link before and after it: a news list has its abstracts between titles."""

_CLAUSE = re.compile(r"[，。；：,;:]")
_FILES = re.compile(r"[【\[(]{0,2}(?:附件|文件|下载)")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Box:
    """Where the report is: the nodes from `start` to before `end`, neighbours in the element `node`."""

    node: Node
    start: int
    end: int


def find_container(tree: Tree, lines: Sequence[Line], titles: Sequence[str], data: Set[int]) -> Box | None:
    """The neighbours in one element whose lines weigh most, null for a page without text; of equals the innermost.
    `titles`: what metas and `<title>` call the page, whole and in parts, compact; `data`: node indexes of data
    tables."""
    weights = weigh(lines, data)
    copy = second_title(lines, [i for i, weight in enumerate(weights) if weight > STRONG], titles)
    for i, line in enumerate(lines):
        if line.flat in titles and len(line.flat) >= SHORTEST_TITLE:
            weights[i] = COPY if i == copy else TITLE
    best, heaviest = None, 0.0
    for box, weight in runs(tree, lines, weights):
        if weight > heaviest or (best and weight == heaviest and box.node.depth > best.node.depth):
            best, heaviest = box, weight
    return best and narrowed(tree, with_signature(with_opening(best, lines, weights), lines, tree), lines, weights)


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


def with_opening(box: Box, lines: Sequence[Line], weights: Sequence[float]) -> Box:
    """The box from below the title that stands above it in its element, where text stands between: page builders put
    the title and the first paragraphs into one part, which weighs less than nothing."""
    above = [i for i, line in enumerate(lines) if box.node.index < line.start < box.start]
    title = max((i for i in above if weights[i] == TITLE), default=-1)
    opening = range(title + 1, above[-1] + 1) if title >= 0 else range(0)
    if max((weights[i] for i in opening), default=0) > STRONG and sum(weights[i] for i in opening) > 0:
        return Box(box.node, lines[opening[0]].start, box.end)
    return box


def with_signature(box: Box, lines: Sequence[Line], tree: Tree) -> Box:
    """The box with the organ and the day right behind it: templates put them into an element of their own."""
    at = next((i for i, line in enumerate(lines) if line.start >= box.end), len(lines))
    texts = [line.flat for line in lines[at : at + 2]]
    signed = (1 if is_signature(texts[0]) else 2 if is_signature("".join(texts)) else 0) if texts else 0
    if not signed or any(line.place.hidden >= 0 or line.is_link for line in lines[at : at + signed]):
        return box
    behind = at + signed
    return Box(box.node, box.start, lines[behind].start if behind < len(lines) else len(tree.nodes))


def narrowed(tree: Tree, box: Box, lines: Sequence[Line], weights: Sequence[float]) -> Box:
    """A container known by its name, where it holds every strong line of the box."""
    strong = [x.start for x, w in zip(lines, weights, strict=True) if w > STRONG and box.start <= x.start < box.end]
    named = (node for node in tree.nodes[box.start : box.end] if node.attributes or node.tag == "ucapcontent")
    known = (node for node in named if node.tag == "ucapcontent" or NAMES.search(node.names))
    holding = [node for node in known if strong and node.index < strong[0] and strong[-1] < node.end]
    inner = max(holding, key=lambda node: node.depth, default=None)
    return Box(inner, inner.index + 1, inner.end) if inner else box


def weigh(lines: Sequence[Line], data: Set[int]) -> list[float]:
    """What each line says for its element (above 0) or against it. Text and tables met again count against: portals
    print a report twice, for screens and for telephones."""
    weights: list[float] = []
    links = [line.is_link for line in lines]
    listed = 0.0
    for i, line in enumerate(lines):
        above = lines[i - 1].flat if i else ""
        sure = is_signed(line.flat, above) or is_form_foot(line.flat) or is_form_foot(above)
        shown = line.place.hidden < 0 and not line.is_link
        weight = SIGNED if sure and shown else _weight(line, line.place.table in data)
        weight = max(weight, LIST - listed) if links[i] else weight
        listed = listed + weight if links[i] else 0.0
        weights.append(weight)
    copied = repeated_lines(lines, [i for i, weight in enumerate(weights) if weight > STRONG])
    tables = repeated_tables(lines)
    for i, line in enumerate(lines):
        weights[i] -= max(weights[i], 0) * LISTED * sum(links[max(0, i - 1) : i + 2])
        weights[i] = -abs(weights[i]) if i in copied or line.place.table in tables else weights[i]
    return weights


def _weight(line: Line, datum: bool) -> float:
    flat, size = line.flat, len(line.flat)
    if line.place.hidden >= 0 or line.place.aside:
        return 0
    if datum and not line.is_link:
        return size
    if (against := _against(line)) is not None:
        return against
    if "。" in flat or (size > STRONG and _CLAUSE.search(flat)):
        return min(size, _LONGEST)
    if is_numbered(flat) or is_dated_by_hand(flat):
        return size + STRONG + 1
    return size / 2


def _against(line: Line) -> float | None:
    """The weight of a line that is none of the report's, else null."""
    flat, size = line.flat, len(line.flat)
    if is_neighbour(flat):
        return APART
    if line.is_link:
        return LINK - size
    if is_related(flat):
        return TOOL if _FILES.match(flat) else APART
    if is_header(flat):
        return TOOL if label_of(flat) in WEAK else FIELD
    if is_tool(flat):
        return TOOL
    return FOOTER - size if is_footer(flat) else None
