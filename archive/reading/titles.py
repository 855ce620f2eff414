"""What a page or text calls itself: candidates for its title, best first."""

import re
from collections.abc import Iterator, Sequence

from archive.reading.chrome import is_footer, is_related, is_tool
from archive.reading.fields import fits_open, is_header, is_open_label, label_of
from archive.reading.headers import is_header_text
from archive.reading.labels import find_marks
from archive.reading.lines import Line, compact, tidy
from archive.reading.metas import claimed_titles, split_claim
from archive.reading.signs import REPORT, is_numbered, is_organ, is_report_title
from archive.reading.tree import TEXT, Node, Tree

SHORTEST_TITLE, LONGEST_TITLE = 5, 120
"""Characters of a title; the longest official one seen has 70."""

TITLE_LINES = 3
"""Lines a title may be broken into, without its organ's."""

HEAD = 20
"""Lines among which the title of a text is looked for."""

FEW_NODES = 60
"""A heading holds fewer; an element named `title` with more is a part of the layout."""

REPEATED, WITH_SUBTITLE, META, NAMED, SITE, PRINTED, HEADING, WHOLE, PART, OTHER = (
    100, 101, 80, 70, 61, 58, 50, 45, 44, 20,
)  # fmt: skip
"""Ranks of candidates: a heading that a meta or `<title>` repeats, the same with its subtitle, ArticleTitle, 名称 in
the header, a repeated heading that is an organ's or a site's name, a line that reads as a report's title, another
heading, `<title>` without separators, a part of it, any."""

DISCLOSURE, COLUMN = 30, 15
"""What a candidate gains that names a disclosure report and its year; or the report alone, as columns are called."""

_TITLE = re.compile(r"[^。；:]{4,80}(?:报告|年报|報告|年報)(?:[(（][^()（）]{1,12}[)）])?$")
_DOCUMENT = re.compile(
    r"[^。；:]{4,80}(?:报告|年报|通知|公告|意见|决定|办法|制度|规定|细则|方案|计划|总结|要点|指南|目录|批复|函)"
    r"(?:[(（][^()（）]{1,12}[)）])?$"
)
_NAMELESS = re.compile(
    r"(?:关于)?(?:\d{4}|[二〇○零一]{4})?年?度?.{0,3}(?:政府信息|信息公开|政务|法治政府|依法行政|政府网站)"
)
_UNFINISHED = re.compile(r"[^,，。:：；;|]{2,40}(?:(?:19|20)\d\d年?度?|年度?|关于)$")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零O0]")
_TITLE_NAME = re.compile(r"(?:^|[ _-])(?:[a-z]*title|tit|bt|biaoti|headline)(?=$|[ _\d-])")
_OTHER_NAME = re.compile(
    r"(?:sub|small|site|page|web|nav|list|block|more|column|channel|side)[-_]?tit"
    r"|tit(?:le)?[-_]?(?:group|box|bar|blow|list)"
)
_SUBTITLE = re.compile(r"sub[-_]?title|futitle|fubiaoti|fbt\b")


def read_titles(
    tree: Tree, lines: Sequence[Line], metas: dict[str, str], named: Sequence[str], body: int
) -> tuple[str, ...]:
    """Candidates of an HTML page. `named`: what its header tables give as 名称 or 标题; `body`: the node index where
    the report's text begins.

    Best is a heading of the page that a meta or `<title>` repeats: it is whole where those are cut, and surely this
    page's. One that names a disclosure report goes before its equals; the site's and the column's name are none.
    """
    claims = claimed_titles(tree, metas)
    offers = [*_from_heads(tree, claims, body), *_from_lines(lines, body), *_from_claims(claims, metas)]
    offers += [(title, NAMED) for title in named]
    names = {compact(metas.get(name, "")) for name in ("sitename", "columnname")}
    best: dict[str, str] = {}
    for title, _ in sorted(offers, key=lambda offer: -_rank(*offer)):
        flat = compact(title)
        cut = flat.rstrip(".…")
        known = cut != flat and any(whole.startswith(cut) for whole in best)
        if SHORTEST_TITLE <= len(flat) <= LONGEST_TITLE and not (known or flat in names or is_related(flat)):
            best.setdefault(flat, title)
    return tuple(best.values())


def _rank(title: str, rank: float) -> float:
    """Of equals the longer: what was cut or parted is shorter."""
    flat = compact(title)
    gain = DISCLOSURE if is_report_title(flat) else COLUMN if REPORT.search(flat) else 0
    return rank + gain + min(len(flat), 50) / 100


def _from_heads(tree: Tree, claims: Sequence[str], body: int) -> Iterator[tuple[str, float]]:
    named = any(is_report_title(compact(claim)) for claim in claims)
    for node, title in heads(tree):
        near = 10 * (node.tag == "h1") - min(abs(node.index - body), 400) / 20
        sure = is_claimed(title, claims) and (is_report_title(compact(title)) or not named)
        yield title, HEADING + near if not sure else SITE if is_organ(compact(title)) else REPEATED
        if sure and (more := _subtitle(tree, node)):
            yield f"{title} {more}", WITH_SUBTITLE


def _from_lines(lines: Sequence[Line], body: int) -> Iterator[tuple[str, float]]:
    shown = [line for line in lines if not line.is_link and line.place.hidden < 0]
    above = [line.text for line in shown if line.start < body][-HEAD // 2 :]
    texts = [*above, *(line.text for line in shown if line.start >= body)][:HEAD]
    for i, title in enumerate(find_title(texts)[2]):
        yield title, PRINTED - i if REPORT.search(compact(title)) else OTHER


def _from_claims(claims: Sequence[str], metas: dict[str, str]) -> Iterator[tuple[str, float]]:
    for claim in claims:
        parts = split_claim(claim)
        yield claim, META if claim == metas.get("articletitle") else WHOLE if len(parts) == 1 else 0
        yield from ((part, PART - i) for i, part in enumerate(parts))


def is_claimed(head: str, claims: Sequence[str]) -> bool:
    """Whether a claim is the head, goes on after it or holds it, or is cut from it with an ellipsis."""
    ours = compact(head)
    for claim in map(compact, claims):
        cut = claim.rstrip(".…")
        whole = cut != claim and len(cut) > SHORTEST_TITLE and ours.startswith(cut)
        if len(ours) >= SHORTEST_TITLE and (ours in claim or whole):
            return True
    return False


def heads(tree: Tree) -> Iterator[tuple[Node, str]]:
    """Elements that are headings by their tag or by the name their author gave them, with their text."""
    for node in tree.nodes:
        if node.tag != TEXT and node.end - node.index < FEW_NODES and is_heading(node):
            title = tidy(tree.text(node))
            flat = compact(title)
            if flat and not (is_tool(flat) or is_header(flat) or is_footer(flat) or is_numbered(flat)):
                yield node, title


def is_heading(node: Node) -> bool:
    if node.tag in ("h1", "h2", "h3", "ucaptitle"):
        return True
    names = node.names if node.attributes else ""
    return bool(_TITLE_NAME.search(names)) and not _OTHER_NAME.search(names)


def _subtitle(tree: Tree, node: Node) -> str:
    """The text of an element named as a subtitle that follows a title at once."""
    after = next((n for n in tree.nodes[node.end : node.end + 3] if n.tag != TEXT), None)
    return tidy(tree.text(after)) if after is not None and _SUBTITLE.search(after.names) else ""


def find_title(texts: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Where the head of a text has its title: positions (first, behind last), and candidates; (0, 0, ()) where nowhere.

    A title is up to three lines that together end as a report's does; one with a year goes before one without, which
    may be a column's. An organ's name on the line above a title that names none belongs to it. One on the line below is
    joined in front in a second candidate.
    """
    texts = [unlabelled(text) for text in texts[:HEAD]]
    flat = [compact(text) for text in texts]
    spans = [span for end in range(1, len(flat) + 1) if (span := _title_span(texts, flat, end))]
    spans = spans or [(i, i + 1) for i, t in enumerate(flat) if _DOCUMENT.match(t) and not is_header_text(texts[i], t)]
    if not spans:
        return 0, 0, ()
    spans = [_with_organ(flat, *span) for span in spans]
    start, end = next((span for span in spans if _YEAR.search("".join(flat[slice(*span)]))), spans[0])
    title = tidy("\n".join(texts[start:end]))
    if _NAMELESS.match(compact(title)) and end < len(flat) and is_organ(flat[end]):
        return start, end + 1, (title, tidy(f"{texts[end]}\n{title}"))
    return start, end, (title,)


def _with_organ(flat: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The span with the line above, where that is the organ, or the beginning, of a title that names none."""
    above = flat[start - 1] if start else ""
    belongs = _NAMELESS.match("".join(flat[start:end])) and (is_organ(above) or _UNFINISHED.match(above))
    return (start - 1, end) if belongs else (start, end)


def unlabelled(text: str) -> str:
    """A line without the bars of a flattened table and the label 标题 or 名称 before it."""
    mark = next(iter(find_marks(text)), None)
    bare = text[mark.end :] if mark and mark.key == "title" and mark.start <= 1 else text
    return bare.strip("|｜ ") or text


def _title_span(texts: Sequence[str], flat: Sequence[str], end: int) -> tuple[int, int] | None:
    """The fewest lines that end before `end` and are a disclosure report's title."""
    for start in range(end - 1, max(end - 1 - TITLE_LINES, -1), -1):
        line, above = flat[start], flat[start - 1] if start else ""
        labelled = is_open_label(above) and fits_open(label_of(above) or "", line)
        if labelled or "。" in line or is_header_text(texts[start], line) or is_tool(line):
            return None
        joined = "".join(flat[start:end])
        if _TITLE.match(joined) and REPORT.search(joined):
            return start, end
    return None
