"""A second opinion on the prose: which of the body's lines trafilatura takes for boilerplate.

It is handed a bare `<article>` of paragraphs, links kept, without class and style: on a whole page it keeps header tables
as text, and returns nothing for one control character or 260 nested elements. On 58 annotated and saved pages
it kept every paragraph that the container and its edges had left, so its word counts only where it says the obvious: a link at
the end of the text is no text. What else it would leave out stays.
"""

from collections.abc import Sequence

from lxml import etree, html
from trafilatura import bare_extraction

from .document import Finding
from .lines import Line, compact

FEWEST, MOST = 0.98, 1.02
"""Share of the body's characters that trafilatura's text must have, for its word to be taken."""


def judge(lines: Sequence[Line]) -> tuple[frozenset[int], list[Finding]]:
    """Positions of lines it rejects, empty where it lost or repeated text; then a finding says so."""
    texts = [compact(line.text) for line in lines]
    size = sum(map(len, texts))
    if not size:
        return frozenset(), []
    extracted = extract(lines)
    rejected = frozenset(i for i, text in enumerate(texts) if text not in extracted)
    prose = size - sum(len(texts[i]) for i in rejected if lines[i].is_link and lines[i].linked)
    share = len(extracted) / max(prose, 1)
    if FEWEST <= share <= MOST:
        return rejected, []
    return frozenset(), [Finding("prose_differs", f"trafilatura has {share:.0%} of the body's text; the body's own was kept")]


def extract(lines: Sequence[Line]) -> str:
    """What trafilatura makes of the lines, compact; "" where it makes nothing."""
    root = html.Element("html")
    article = etree.SubElement(etree.SubElement(root, "body"), "article")
    for line in lines:
        paragraph = etree.SubElement(article, "p")
        if line.is_link and line.linked:
            paragraph = etree.SubElement(paragraph, "a", href="#")
        paragraph.text = line.text
    result = bare_extraction(root, fast=True, include_comments=False, with_metadata=False)
    return compact(result.text or "") if result is not None and not isinstance(result, dict) else ""
