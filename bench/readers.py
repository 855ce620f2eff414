"""The readers that are measured side by side: a page decoded once → what each makes of it.

The others are given what they need to be at their best: the decoded text, and their own output with tables.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import trafilatura
from readability import Document as Readability
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from archive.reading import container, metas, titles, vicinity
from archive.reading.document import Document
from archive.reading.grids import make_grid, read_tables
from archive.reading.html import read_html
from archive.reading.tree import parse
from archive.report.understand import understand

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """`grids`, `published` and `header` are None where the reader gives none; a day that it looked for is "" then."""

    text: str
    title: str
    grids: tuple[Rows, ...] | None = None
    published: str | None = None
    header: Mapping[str, str] | None = None
    document: Document | None = field(default=None, compare=False)


def ours(html: str) -> Read:
    document = read_html(html, url="http://www.example.gov.cn/a/t.html")
    report = understand(document)
    published = next((found.value for found in report.dates["published"]), "")
    header = {key: one.raw for key, one in report.header.items()}
    grids = tuple(grid.rows for grid in document.grids)
    return Read(document.text, report.title or "", grids, published, header, document)


def by_trafilatura(html: str) -> Read:
    found = trafilatura.extract_metadata(html)
    tables = _tables(trafilatura.extract(html, output_format="html") or "")
    return Read(trafilatura.extract(html) or "", (found and found.title) or "", tables, (found and found.date) or "")


def by_readability(html: str) -> Read:
    page = Readability(html)
    summary = page.summary(html_partial=True)
    tree = parse(summary)
    return Read(tree.text(tree.nodes[0]), page.short_title() or "", _tables(summary))


def by_resiliparse(html: str) -> Read:
    tree = HTMLTree.parse(html)
    return Read(extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False), tree.title or "")


def _tables(html: str) -> tuple[Rows, ...]:
    return tuple(make_grid(rows).rows for rows in read_tables(parse(html)).values() if any(rows))


class Never:
    """A pattern, or a set of names, that nothing matches."""

    def search(self, text: str) -> None:
        return None

    def isdisjoint(self, names: list[str]) -> bool:
        return True


SELECTORS: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "containers of portal software": ((container, "narrowed", lambda tree, box, *_: box), (vicinity, "NAMES", Never())),
    "what portals put round a text": ((vicinity, "CHROME", Never()),),
    "lists of an article's files": ((vicinity, "_OWN", Never()),),
    "titles": ((titles, "_TITLE_NAME", Never()),),
    "subtitles": ((titles, "_SUBTITLE", Never()),),
    "breadcrumbs": ((metas, "_CRUMBS", Never()),),
}
"""Every list of ids and classes that reading knows, and what stands in its place when it is taken away."""


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Reading while these lists are taken away."""
    taken = [patch.object(*place) for name in names for place in SELECTORS[name]]
    for one in taken:
        one.start()
    try:
        yield
    finally:
        for one in reversed(taken):
            one.stop()


def by_rules(html: str) -> Read:
    with without(*SELECTORS):
        return ours(html)


READERS: dict[str, Callable[[str], Read]] = {
    "this project": ours,
    "its rules alone": by_rules,
    "trafilatura": by_trafilatura,
    "readability": by_readability,
    "resiliparse": by_resiliparse,
}
