"""Directories of organs and columns whose addresses are no links, and rows of lists that are none: options to choose,
elements to click, links that call a function of the page."""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from crawler.listing.jumps import Numbered, read_functions
from crawler.listing.links import ROW_DATE, Link, absolute, inner_text
from crawler.listing.page import Listing, Page
from crawler.listing.record import IS_ADDRESS, PICTURE, TEMPLATE

MAX_ROWS = 3000
CLICKED = "[onclick], [data-url], [data-href], [data-link], option[value], [ondblclick], a[href^='javascript:' i]"
ATTRIBUTES = ("data-url", "data-href", "data-link", "value", "onclick", "ondblclick", "href")
OPENED = re.compile(
    r"""(?:open|location(?:\.href)?|assign|replace|go\w{0,12}|jump\w{0,12}|to\w{0,12}|link\w{0,9}|href)
    \s{0,9}[=(]\s{0,9}\\?["']([^"'\s\\]{1,2000})\\?["']""",
    re.X | re.I,
)
CALLED = re.compile(r"""(?<![\w.$])(\w{1,60})\s{0,9}\(\s{0,9}(["']?)([\w-]{1,64})\2\s{0,9}[,)]""", re.A)
"""`openInfo('4f34a1')`, where `function openInfo(id) { window.open('view.asp?id=' + id) }` stands on the page."""


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
    functions = read_functions(page.scripts)
    for node in (page.tree.css(CLICKED) if page.tree else [])[: MAX_ROWS * 2]:
        address = _address(node, functions)
        url = absolute(page.base, address, page.charset) if address else None
        if url and address and not PICTURE.search(address) and not TEMPLATE.search(address):
            yield _row(node, url)


def _row(node: LexborNode, url: str) -> Link:
    """The date of what is clicked, or of the row of a table or list that holds it."""
    text = inner_text(node) or " ".join((node.attributes.get("title") or "").split())
    row = node.parent.parent if node.parent is not None and node.parent.tag == "td" else node.parent
    around = inner_text(row) if row is not None and row.tag in ("tr", "li", "dd", "dl") else ""
    date = ROW_DATE.search(text) or ROW_DATE.search(around)
    return Link(url, text, date.group() if date else None, block=f"directory {node.tag}")


def _address(node: LexborNode, functions: Mapping[str, Numbered]) -> str | None:
    """The first attribute that holds one, plainly or in a call that opens it. A number is no address, nor is one
    that ends with `=`: a search waiting for words."""
    attributes = node.attributes
    for name in ATTRIBUTES:
        value = (attributes.get(name) or "").strip()[:5000]
        if name == "href" or name.startswith("on"):
            value = _opened(value, functions) if name != "href" or value[:11].lower() == "javascript:" else ""
        if value and (name != "value" or node.tag == "option") and IS_ADDRESS.fullmatch(value) and value[-1] != "=":
            return value
    return None


def _opened(code: str, functions: Mapping[str, Numbered]) -> str:
    """What a click opens: the address in its code, or that which a function makes of what it is called with."""
    opened = next((found[1] for found in OPENED.finditer(code) if IS_ADDRESS.fullmatch(found[1])), "")
    called = (found for found in CALLED.finditer(code) if found[1] in functions and not functions[found[1]].offset)
    return opened or next((f"{functions[one[1]].before}{one[3]}{functions[one[1]].after}" for one in called), "")
