"""Rows that a page holds but does not show as links: in comments, in templates' places, in scripts, in attributes."""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from crawler.listing.data import read_rows
from crawler.listing.expression import Reader
from crawler.listing.links import Link, links_of_markup
from crawler.listing.page import Listing, Page
from crawler.listing.record import TEMPLATE
from crawler.listing.scripts import parse_literal

MAX_PIECES = 200
MAX_ROWS = 5000
LONGEST_STRING = 2_000_000
FEW = 3
LONG_TITLE = 12
"""Characters: menus say less, titles of what is published more."""

LINK = re.compile(r"<a\b[^<>]{0,2000}\bhref", re.I)
HOLDERS = "textarea, xmp, template, script[type]"
LITERAL = re.compile(r"""(?:[=(]|\breturn|\w["']?\s{0,9}:)\s{0,9}(?=\[\s{0,99}\{|\{\s{0,99}["'\w])""")
PARSED = re.compile(r"""JSON\.parse\(\s{0,9}(?=['"])""")
BRACKET = re.compile(r"""[\[{]|[\]}]|"(?:\\.|[^"\\\n])*+"|'(?:\\.|[^'\\\n])*+'""")
ATTRIBUTE = re.compile(r"""\s(?:data-|:)[\w-]{1,40}\s?=\s?(?:'(\[\s{0,9}\{[^']*+)'|"(\[\s{0,9}(?:\{|&#)[^"]*+)")""")
TITLE_KEY = re.compile(r"(?:title|name|subject|\baT|mc|bt)[\\\"']{0,3}\s{0,9}:", re.I)
ADDRESS_KEY = re.compile(r"(?:url|link|href|urls|\baU|click|path)[\\\"']{0,3}\s{0,9}:", re.I)


def read_listing(page: Page) -> Listing | None:
    if page.form != "html" or page.tree is None:
        return None
    rows: dict[str, Link] = {}
    for row in (row for rows_of in (_held, _literals, _attributes, _comments) for row in rows_of(page)):
        rows.setdefault(row.url, row)
    shown = {link.url for link in page.links}
    new = tuple(row for url, row in rows.items() if url not in shown)[:MAX_ROWS]
    return Listing(rows=new) if new else None


def shows_rows(links: Iterable[Link]) -> bool:
    """Rows have a date or a long title; the links of menus and footers have neither."""
    long = 0
    for link in links:
        long += len(link.text) >= LONG_TITLE and "备案" not in link.text and "公网安备" not in link.text
        if (link.date and len(link.text) > 1) or long >= FEW:
            return True
    return False


def _comments(page: Page) -> Iterator[Link]:
    """Rows that stand in a comment, where the page shows none: some lists are shown by a script, and the rows the
    server wrote are left behind, switched off (UCAP)."""
    if any(link.date for link in page.links):
        return
    for piece in page.text.split("<!--")[1 : MAX_PIECES * 10]:
        markup = piece.partition("-->")[0]
        if not markup.startswith("[if") and LINK.search(markup):
            links = _links(markup, page)
            if shows_rows(links):
                yield from links


def _held(page: Page) -> Iterator[Link]:
    """Elements whose content is text until a script shows it."""
    for node in (page.tree.css(HOLDERS) if page.tree else [])[:MAX_PIECES]:
        markup = (node.html or "").partition(">")[2] if node.tag in ("noscript", "template") else node.text(deep=True)
        if "<datastore" not in markup and LINK.search(markup):
            yield from _links(markup, page)


def _literals(page: Page) -> Iterator[Link]:
    """Arrays and objects of records in inline scripts: `var list = [{title, url}]`, `__INITIAL_STATE__ = {…}`, zTree's
    `zNodes`, and JSON in a string that is parsed."""
    scripts = [script for script in page.scripts if TITLE_KEY.search(script) and ADDRESS_KEY.search(script)]
    for piece in islice((piece for script in scripts for piece in _pieces(script)), MAX_PIECES):
        yield from read_rows(parse_literal(piece), page.base, page.charset)
    for parsed in islice((parsed for script in scripts for parsed in PARSED.finditer(script)), MAX_PIECES):
        text = Reader(parsed.string, {}, parsed.end(), LONGEST_STRING).read()
        yield from read_rows(text, page.base, page.charset)


def _pieces(script: str) -> Iterator[str]:
    """The literals that are not inside one another."""
    at = 0
    while found := LITERAL.search(script, at):
        at = _end(script, found.end())
        yield script[found.end() : at]


def _end(script: str, start: int) -> int:
    depth = 0
    for found in BRACKET.finditer(script, start):
        depth += (found.group() in "[{") - (found.group() in "]}")
        if depth <= 0:
            return found.end()
    return len(script)


def _attributes(page: Page) -> Iterator[Link]:
    for found in list(ATTRIBUTE.finditer(page.text))[:MAX_PIECES]:
        yield from read_rows(parse_literal(html.unescape(found[1] or found[2])), page.base, page.charset)


def _links(markup: str, page: Page) -> list[Link]:
    """Those of the rows of a piece; a template of rows has none."""
    wrapped = f"<table>{markup}</table>" if markup.lstrip()[:4].lower().startswith(("<tr", "<td")) else markup
    links = links_of_markup(wrapped, page.base, page.charset)
    return [link for link in links if not TEMPLATE.search(link.url) and not TEMPLATE.search(link.text)]
