"""Lists that only a browser can show: a template stands where rows should be, and nothing on the page says what fills
it."""

import re
from collections.abc import Iterable

from crawler.listing.hidden import shows_rows
from crawler.listing.page import Listing, Page

REPEATS = (
    ("angular", "[ng-repeat], [data-ng-repeat], [\\*ngFor]"),
    ("vue", "[v-for]"),
    ("avalon", "[ms-repeat], [ms-for], [ms-each]"),
    ("handlebars", 'script[type*="handlebars"], script[type*="mustache"]'),
    ("template", 'script[type="text/html"], script[type="text/template"], script[type="text/x-jquery-tmpl"]'),
)
PLACE = re.compile(r"\{\{[^{}\n]{1,200}\}\}")
FEW = 3
LITTLE_TEXT = 200
ROOTS = "#app, #root, #__nuxt, app-root"


def needed(page: Page, listings: Iterable[Listing]) -> str | None:
    """What shows the rows of a page that shows none of its own, and whose lists name nothing to ask for; None where
    there is no need, or no list."""
    if page.form != "html" or page.tree is None or shows_rows(page.links):
        return None
    for listing in listings:
        if listing.asks or shows_rows(listing.rows):
            return None
    return _template(page) or _empty_root(page)


def _template(page: Page) -> str | None:
    tree = page.tree
    if tree is None:
        return None
    found = next((name for name, repeats in REPEATS if tree.css_first(repeats) is not None), None)
    if found in ("handlebars", "template") and not PLACE.search(page.text):
        return None
    body = tree.body
    if found is None and body is not None and len(PLACE.findall(body.text(deep=True)[:1_000_000])) >= FEW:
        return "template"
    return found


def _empty_root(page: Page) -> str | None:
    """A page that is nothing but an element to be filled, and scripts."""
    tree = page.tree
    root = tree.css_first(ROOTS) if tree else None
    if tree is None or root is None or root.text(deep=True).strip() or tree.css_first("script") is None:
        return None
    body = tree.body
    words = sum(len(node.text(deep=False).strip()) for node in body.css("p, li, td, span, div, a")) if body else 0
    return "script only" if words < LITTLE_TEXT else None
