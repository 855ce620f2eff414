"""Rows of data: JSON of any shape, JSONP, JavaScript literals, and HTML that stands in them."""

import re
from collections.abc import Iterator, Mapping

from crawler.listing.links import Link, links_of_markup
from crawler.listing.page import Listing, Page
from crawler.listing.record import TEMPLATE, Record, inner_json, link_of, read_record, repair
from crawler.listing.scripts import parse_literal

MAX_NODES = 100_000
MAX_ROWS = 5000
MAX_NESTED = 2
"""Levels of JSON in a string of JSON: Jiangxi's `urls` is such a string."""

MARKUP = re.compile(r"<a\b[^<>]{0,2000}\bhref\b", re.I)


def read_listing(page: Page) -> Listing | None:
    """The rows of an answer that is data."""
    if page.form != "json":
        return None
    return Listing(rows=read_rows(parse_data(page.text), page.base or page.url, page.charset))


def parse_data(text: str) -> object:
    """The value an answer holds, a call round it taken off; None where it holds none."""
    text = text.lstrip("\ufeff \t\r\n")
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    return parse_literal(text[start:]) if start >= 0 else None


def read_rows(value: object, base: str, charset: str = "utf-8") -> tuple[Link, ...]:
    """Every object that has a title and an address, and every link of HTML in a string, once each, in their order."""
    rows: dict[str, Link] = {}
    for node in walk(value):
        if isinstance(node, str):
            for link in links_of_markup(repair(node), base, charset):
                if not TEMPLATE.search(link.url) and not TEMPLATE.search(link.text):
                    rows.setdefault(link.url, link)
        elif (row := link_of(node, base, charset)) is not None:
            rows.setdefault(row.url, row)
        if len(rows) >= MAX_ROWS:
            break
    return tuple(rows.values())


def walk(value: object) -> Iterator[str | Record]:
    """Every record and every string of HTML in it, in the order they are written; JSON in strings is opened. HTML in a
    record is the text of its article, not a list."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node, nested = waiting.pop()
        if isinstance(node, Mapping):
            record = read_record(node)
            if record is not None:
                yield record
            inner = [*node.values()] if record is None else _lists_of(node)
            waiting += [(item, nested) for item in reversed(inner) if isinstance(item, Mapping | list | str)]
        elif isinstance(node, list):
            waiting += [(item, nested) for item in reversed(node) if isinstance(item, Mapping | list | str)]
        elif isinstance(node, str) and node[:200].lstrip()[:1] in ("{", "[") and nested < MAX_NESTED:
            waiting.append((inner_json(node), nested + 1))
        elif isinstance(node, str) and MARKUP.search(node):
            yield node


def _lists_of(node: Mapping[str, object]) -> list[object]:
    """What may hold rows in an object that is one: children, attachments; not the text of its article."""
    return [
        item for key, item in node.items() if isinstance(item, Mapping | list) and "content" not in str(key).lower()
    ]
