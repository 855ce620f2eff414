"""Directories of organs and columns whose addresses are no links: options to choose, elements to click."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.listing.links import ROW_DATE, Link, absolute, inner_text
from crawler.listing.page import Listing, Page
from crawler.listing.record import IS_ADDRESS, PICTURE, TEMPLATE

MAX_ROWS = 3000
CLICKED = "[onclick], [data-url], [data-href], [data-link], option[value], [ondblclick]"
ATTRIBUTES = ("data-url", "data-href", "data-link", "value", "onclick", "ondblclick")
OPENED = re.compile(
    r"""(?:open|location(?:\.href)?|assign|replace|go\w{0,12}|jump\w{0,12}|to\w{0,12}|link\w{0,9}|href)
    \s{0,9}[=(]\s{0,9}\\?["']([^"'\s\\]{1,2000})\\?["']""",
    re.X | re.I,
)


def read_listing(page: Page) -> Listing | None:
    """No further pages: each row is a column of its own."""
    if page.form != "html" or page.tree is None:
        return None
    shown = {link.url for link in page.links}
    rows: dict[str, Link] = {}
    for row in _rows(page):
        if row.url not in shown and row.url != page.url:
            rows.setdefault(row.url, row)
    return Listing(rows=tuple(rows.values())[:MAX_ROWS]) if rows else None


def _rows(page: Page) -> Iterator[Link]:
    for node in (page.tree.css(CLICKED) if page.tree else [])[: MAX_ROWS * 2]:
        address = _address(node)
        url = absolute(page.base, address, page.charset) if address else None
        if url and address and not PICTURE.search(address) and not TEMPLATE.search(address):
            text = inner_text(node) or " ".join((node.attributes.get("title") or "").split())
            date = ROW_DATE.search(text)
            yield Link(url, text, date.group() if date else None, block=f"directory {node.tag}")


def _address(node: LexborNode) -> str | None:
    """The first attribute that holds one, plainly or in a call that opens it. A number is no address, nor is one
    that ends with `=`: a search waiting for words."""
    attributes = node.attributes
    for name in ATTRIBUTES:
        value = (attributes.get(name) or "").strip()[:5000]
        if name.startswith("on"):
            value = next((found[1] for found in OPENED.finditer(value) if IS_ADDRESS.fullmatch(found[1])), "")
        if value and (name != "value" or node.tag == "option") and IS_ADDRESS.fullmatch(value) and value[-1] != "=":
            return value
    return None
