"""Paging by a plain link: 下一页, 后页, next, an arrow or a picture of one, `rel="next"`."""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.listing.buttons import Button, is_disabled, is_own, neighbours, plain_words, read_buttons, words_of
from crawler.listing.links import absolute
from crawler.listing.page import Listing, Page
from crawler.listing.pager import list_urls

NEXT = re.compile(
    r"[^\w]*(?:(?:下一|下|后一|后|後一|後)[页頁](?:\W?\d{1,6}/\d{1,6})?|next(?:page)?)[^\w]*$",
    re.I,
)
ARROW = re.compile(r"(?:>|>>|›|»|→|▶|►|&gt;)?$")
"""What is no word: an arrow, or nothing where the style sheet draws one."""

NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])|nextpage|pagenext|(?:^|\s)(?:xyy|xiayiye)(?:$|\s)", re.I)
PAGER = re.compile(r"\d\s*/\s*\d|[共第]\s*\d+\s*页|[上前首末尾]\s*一?\s*页|\b1\s+2\b|\b\d+\s+\d+\s+\d+\b")
MAX_ARROWS = 8
NEIGHBOUR = re.compile(r"\W*[上下前后]一?[篇条个张则章]\W*$")
"""上一篇, 下一条: where these stand, rel="next" is the next article."""


def read_listing(page: Page) -> Listing | None:
    """The page behind the button that says no more than 下一页; on the last page it leads nowhere or to itself."""
    if page.tree is None:
        return None
    for found in (_named(page), _arrows(page), _related(page)):
        if urls := list(found):
            return list_urls(urls)
    return None


def _named(page: Page) -> Iterator[str]:
    return (button.url for button in read_buttons(page, NEXT))


def _arrows(page: Page) -> Iterator[str]:
    """Buttons that a class, a title or an arrow makes the next one, where a pager stands round them."""
    buttons = list(islice((button for button in read_buttons(page, ARROW) if _points_on(button)), MAX_ARROWS))
    single = [button for button in buttons if button.words not in (">>", "»")]
    # Where both stand, >> is the last page.
    return (button.url for button in (single or buttons) if NEXT.match(_said(button)) or _in_pager(button))


def _in_pager(button: Button) -> bool:
    return bool(PAGER.search(neighbours(button.node)))


def _points_on(button: Button) -> bool:
    if said := _said(button):
        return bool(NEXT.match(said))
    parent = button.node.parent
    classes = (button.node.attributes.get("class"), parent.attributes.get("class") if parent is not None else "")
    return bool(button.words) or any(NEXT_CLASS.search(names) for names in classes if names)


def _said(button: Button) -> str:
    attributes = button.node.attributes
    return plain_words(attributes.get("title") or attributes.get("aria-label") or "")


def _related(page: Page) -> Iterator[str]:
    if page.tree is None:
        return
    nodes = [
        node for node in page.tree.css("link[rel], a[rel]") if "next" in (node.attributes.get("rel") or "").split()
    ]
    if not nodes or any(NEIGHBOUR.match(words_of(node)) for node in page.tree.css("a")):
        return
    for node in nodes[:1]:
        url = absolute(page.base or page.url, node.attributes.get("href") or "", page.charset)
        if url and not is_own(page, url) and not is_disabled(node):
            yield url
