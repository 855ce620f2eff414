"""A second opinion on the prose: what of the body trafilatura takes for boilerplate.

It is handed a bare `<article>` of paragraphs, links kept, without class and style: on a whole page it keeps header
tables as text, and returns nothing for one control character or 260 nested elements. Of 11,000 lines that container and
edges had left, on 560 pages of three hands, it rejected none, and it cost a tenth of the reading: so it is asked only
where its word counts, about links at the end of the text.
"""

from collections.abc import Sequence
from itertools import takewhile

from lxml import html

from archive.reading.document import Finding
from archive.reading.lines import Line, compact

FEWEST, MOST = 0.98, 1.02
"""Share of the body's characters that trafilatura's text must have, for its word to be taken."""


MOST_LINES = 3_000
"""Lines up to which it is asked: 300,000 paragraphs took it minutes."""


def judge(lines: Sequence[Line]) -> tuple[list[Line], list[Finding]]:
    """The links at the end that it rejects; a finding, and none, where it lost or repeated text."""
    links = list(takewhile(lambda line: line.is_link, reversed(lines)))
    if not links or len(links) == len(lines) or len(lines) > MOST_LINES:
        return [], []
    extracted = extract(lines)
    rejected = [line for line in links if line.flat not in extracted]
    share = len(extracted) / sum(len(line.flat) for line in lines if line not in rejected)
    if FEWEST <= share <= MOST:
        return rejected, []
    return [], [Finding("prose_differs", f"trafilatura has {share:.0%} of the text; the container's own was kept")]


def extract(lines: Sequence[Line]) -> str:
    """What trafilatura makes of the lines, compact; "" where it makes nothing."""
    # Imported with the first page that needs it: it takes a third of a second, and most commands read no page.
    from trafilatura import bare_extraction  # noqa: PLC0415

    root = html.Element("html")
    article = html.etree.SubElement(html.etree.SubElement(root, "body"), "article")
    for line in lines:
        element = html.etree.SubElement(article, "p")
        if line.is_link:
            element = html.etree.SubElement(element, "a", href="#")
        element.text = line.text
    result = bare_extraction(root, fast=True, include_comments=False, with_metadata=False)
    return compact(result.text or "") if result is not None and not isinstance(result, dict) else ""
