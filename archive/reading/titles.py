"""What a page or text calls itself: candidates for its title, best first."""

import re
from collections.abc import Iterator, Sequence

from .chrome import REPORT, fits_open, is_footer, is_header, is_open_label, is_tool, label_of
from .headers import is_header_text
from .labels import find_marks
from .lines import Line, compact, tidy
from .metas import claimed_titles, split_claim
from .tree import TEXT, Node, Tree

LONGEST_TITLE = 120
"""Characters of the longest title taken; the longest official one seen has 70."""

SHORTEST_TITLE = 5
LONGEST_ORGAN = 30
TITLE_LINES = 3
"""Lines a title may be broken into, without its organ's."""

HEAD = 20
"""Lines among which the title of a text is looked for."""

FEW_NODES = 60
"""A heading holds fewer; an element named `title` with more is a part of the layout."""

_TITLE = re.compile(r"[^。；:]{4,80}(?:报告|年报|報告|年報)(?:[(（][^()（）]{1,12}[)）])?$")
_DOCUMENT = re.compile(
    r"[^。；:]{4,80}(?:报告|年报|通知|公告|意见|决定|办法|制度|规定|细则|方案|计划|总结|要点|指南|目录|批复|函)(?:[(（][^()（）]{1,12}[)）])?$"
)
_NAMELESS = re.compile(r"(?:关于)?(?:\d{4}|[二〇○零一]{4})?年?度?.{0,3}(?:政府信息|信息公开|政务|法治政府|依法行政|政府网站)")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零O0]")
_ORGAN = re.compile(
    r"[^,，。:：；;、|]{2,}(?:局|委|办|厅|府|部|署|院|行|处|科|中心|公司|学校|大学|学院|会|室|所|站|镇|乡|街道|办事处|集团|队|馆|社|台|园)$"
)
_NAMED = re.compile(r"(?:^|[ _-])(?:[a-z]*title|tit|bt|biaoti|headline|con[-_]title|zw[-_]title|newstitle)(?=$|[ _\d-])")
_NOT_NAMED = re.compile(
    r"(?:sub|small|site|page|web|nav|list|block|more|column|channel|side)[-_]?tit|tit(?:le)?[-_]?(?:group|box|bar|blow|list)"
)
_SUBTITLE = re.compile(r"sub[-_]?title|futitle|fubiaoti|fbt\b")


def read_titles(tree: Tree, lines: Sequence[Line], metas: dict[str, str], body: int) -> tuple[str, ...]:
    """Candidates of an HTML page. `body` is the node index where the report's text begins.

    Best is a heading of the page that a meta or `<title>` repeats: it is whole where those are cut, and surely this
    page's. Then the metas, lines at the head of the text that read as a report's title, other headings, and the parts of
    `<title>`, whose last is the site's name. One that names a disclosure report goes before its equals.
    """
    claims = claimed_titles(tree, metas)
    names = {compact(metas.get(name, "")) for name in ("sitename", "columnname")}
    ranks: dict[str, float] = {}
    for title, rank in (*_from_heads(tree, claims, body), *_from_lines(lines, body), *_from_claims(claims, metas)):
        flat = compact(title)
        if SHORTEST_TITLE <= len(flat) <= LONGEST_TITLE and flat not in names:
            better = rank + 30 * bool(REPORT.search(flat)) + min(len(flat), 50) / 100
            ranks[title] = max(ranks.get(title, 0), better)
    return tuple(sorted(ranks, key=lambda title: -ranks[title]))


def _from_heads(tree: Tree, claims: Sequence[str], body: int) -> Iterator[tuple[str, float]]:
    for node, title in heads(tree):
        near = 10 * (node.tag == "h1") - min(abs(node.index - body), 400) / 20
        sure = confirmed(title, claims)
        yield title, 100 if sure else 50 + near
        if sure and (more := _subtitle(tree, node)):
            yield f"{title} {more}", 101


def _from_lines(lines: Sequence[Line], body: int) -> Iterator[tuple[str, float]]:
    shown = [line for line in lines if not line.is_link and line.place.hidden < 0]
    above = [line.text for line in shown if line.start < body][-HEAD // 2 :]
    texts = [*above, *(line.text for line in shown if line.start >= body)][:HEAD]
    return ((title, 58 - i if REPORT.search(compact(title)) else 20) for i, title in enumerate(find_title(texts)[2]))


def _from_claims(claims: Sequence[str], metas: dict[str, str]) -> Iterator[tuple[str, float]]:
    for claim in claims:
        parts = split_claim(claim)
        yield claim, 80 if claim == metas.get("articletitle") else 45 if len(parts) == 1 else 0
        yield from ((part, 44 - i) for i, part in enumerate(parts))


def confirmed(head: str, claims: Sequence[str]) -> bool:
    """Whether a claim is the head, goes on after it or holds it, or is cut from it with an ellipsis."""
    ours = compact(head)
    for claim in map(compact, claims):
        cut = claim.rstrip(".…")
        if len(ours) >= SHORTEST_TITLE and (ours in claim or (cut != claim and len(cut) > SHORTEST_TITLE and ours.startswith(cut))):
            return True
    return False


def heads(tree: Tree) -> Iterator[tuple[Node, str]]:
    """Elements that are headings by their tag or by the name their author gave them, with their text."""
    for node in tree.nodes:
        if node.tag != TEXT and node.end - node.index < FEW_NODES and is_heading(node):
            title = tidy(tree.text(node))
            flat = compact(title)
            if flat and not (is_tool(flat) or is_header(flat) or is_footer(flat)):
                yield node, title


def is_heading(node: Node) -> bool:
    if node.tag in ("h1", "h2", "h3", "ucaptitle"):
        return True
    names = node.names
    return bool(_NAMED.search(names)) and not _NOT_NAMED.search(names)


def _subtitle(tree: Tree, node: Node) -> str:
    """The text of an element named as a subtitle that follows a title at once."""
    after = next((n for n in tree.nodes[node.end : node.end + 3] if n.tag != TEXT), None)
    return tidy(tree.text(after)) if after is not None and _SUBTITLE.search(after.names) else ""


def find_title(texts: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Where the head of a text has its title: positions (first, behind last), and candidates; (0, 0, ()) where nowhere.

    A title is up to three lines that together end as a report's does; one with a year goes before one without, which may
    be a column's. An organ's name on the line above a title that names none belongs to it. One on the line below is
    joined in front in a second candidate.
    """
    texts = [unlabelled(text) for text in texts[:HEAD]]
    flat = [compact(text) for text in texts]
    spans = [span for end in range(1, len(flat) + 1) if (span := _title_span(flat, end))]
    spans = spans or [(i, i + 1) for i, text in enumerate(flat) if _DOCUMENT.match(text) and not is_header_text(text)]
    if not spans:
        return 0, 0, ()
    start, end = next((s for s in spans if _YEAR.search("".join(flat[s[0] : s[1]]))), spans[0])
    title = _join(texts[start:end])
    if not _NAMELESS.match(compact(title)):
        return start, end, (title,)
    if start > 0 and _is_organ(flat[start - 1]):
        return start - 1, end, (_join(texts[start - 1 : end]),)
    if end < len(flat) and _is_organ(flat[end]):
        return start, end + 1, (title, _join([texts[end], title]))
    return start, end, (title,)


def unlabelled(text: str) -> str:
    """A line without the bars of a flattened table and the label 标题 or 名称 before it."""
    mark = next(iter(find_marks(text)), None)
    bare = text[mark.end :] if mark and mark.key == "title" and mark.start <= 1 else text
    return bare.strip("|｜ ") or text


def _title_span(flat: Sequence[str], end: int) -> tuple[int, int] | None:
    """The fewest lines that end before `end` and are a disclosure report's title."""
    for start in range(end - 1, max(end - 1 - TITLE_LINES, -1), -1):
        text, above = flat[start], flat[start - 1] if start else ""
        labelled = is_open_label(above) and fits_open(label_of(above) or "", text)
        if labelled or is_header_text(text) or is_tool(text) or "。" in text:
            return None
        joined = "".join(flat[start:end])
        if _TITLE.match(joined) and REPORT.search(joined):
            return start, end
    return None


def _join(texts: Sequence[str]) -> str:
    return tidy("\n".join(texts))


def _is_organ(text: str) -> bool:
    return len(text) <= LONGEST_ORGAN and bool(_ORGAN.match(text)) and not is_header(text)
