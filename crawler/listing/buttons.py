"""What a reader clicks to turn a page: links, options of a select, and whatever carries an onclick."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from archive.address import url_key
from crawler.listing.forms import read_form_functions
from crawler.listing.jumps import ADDRESS, Numbered, read_expression, read_functions, target_of
from crawler.listing.links import Joiner
from crawler.listing.page import Page

CLICKABLE = "a, area, option, [onclick]"
MAX_BUTTONS = 6000
MAX_WORDS = 30
MAX_LEVELS = 10
MAX_NEIGHBOURS = 400
"""Characters a pager may hold; what is longer is the page round it."""

DISABLED = re.compile(r"(?:^|[\s_-])(?:disabled?|p_\w{1,9}_d|unable|forbid\w*)(?:$|[\s_-])", re.I)


@dataclass(frozen=True, slots=True)
class Button:
    """`words` are without white space, full-width signs made plain; `url` is absolute and not the page's own."""

    words: str
    url: str
    node: LexborNode


def read_buttons(page: Page, wanted: re.Pattern[str]) -> Iterator[Button]:
    """Those whose words match and that lead to another page, in page order; none that is disabled."""
    if page.tree is None:
        return
    functions, seen = None, set()
    join = Joiner(page.base or page.url, page.charset)
    for node in page.tree.css(CLICKABLE):
        # A node that two of the selectors choose comes twice.
        if node.mem_id in seen or not wanted.match(words := words_of(node)):
            continue
        seen.add(node.mem_id)
        functions = _read_functions(page) if functions is None else functions
        target = _target(node, functions)
        url = join.absolute(target) if target else None
        if url and not is_own(page, url) and not is_disabled(node):
            yield Button(words, url, node)
        if len(seen) >= MAX_BUTTONS:
            return


def is_own(page: Page, url: str) -> bool:
    """Whether an address is the page's own, however its query is ordered and whatever session it carries."""
    if url == page.url:
        return True
    alike = url.partition("?")[0] == page.url.partition("?")[0] or ";" in url or "/(" in url
    return alike and url_key(url) == url_key(page.url)


def words_of(node: LexborNode) -> str:
    """What a button says: its text, else its title, its label, its value or its picture's name."""
    shown = plain_words(node.text(deep=True))
    if shown:
        return shown
    if said := _label(node, "title", "aria-label", "value", "alt"):
        return said
    picture = node.css_first("img") if node.child is not None else None
    return _label(picture, "alt", "title") if picture is not None else ""


def _label(node: LexborNode, *names: str) -> str:
    attributes = node.attributes
    return next((plain_words(text) for name in names if (text := attributes.get(name)) and text.strip()), "")


def plain_words(text: str) -> str:
    """`下 一 页　＞` as `下一页>`; what is too long for a button is cut."""
    return "".join(unicodedata.normalize("NFKC", text[: 4 * MAX_WORDS]).split())[:MAX_WORDS]


def is_disabled(node: LexborNode) -> bool:
    """Whether the button, or the item that holds no more than it, is shown as disabled."""
    attributes = node.attributes
    if "disabled" in attributes or attributes.get("aria-disabled") == "true":
        return True
    parent = node.parent
    classes = [attributes.get("class") or ""]
    if parent is not None and parent.tag in ("li", "span", "em", "td"):
        classes.append(parent.attributes.get("class") or "")
    return any(DISABLED.search(names) for names in classes)


def neighbours(node: LexborNode) -> str:
    """The words round a button: those of the largest element round it that is short enough to be a pager."""
    words, parent = node.text(deep=True), node.parent
    for _ in range(MAX_LEVELS):
        text = parent.text(deep=True, separator=" ") if parent is not None else ""
        if parent is None or len(text) > 10 * MAX_NEIGHBOURS or len(shown := " ".join(text.split())) > MAX_NEIGHBOURS:
            break
        words, parent = shown, parent.parent
    return unicodedata.normalize("NFKC", words)


def _read_functions(page: Page) -> dict[str, Numbered]:
    return read_form_functions(page) | read_functions(page.scripts)


def _target(node: LexborNode, functions: dict[str, Numbered]) -> str | None:
    """The address a button leads to, as written."""
    attributes = node.attributes
    if node.tag == "option":
        return _option_target(node, functions)
    href = (attributes.get("href") or "").strip()
    if href.lower().startswith("javascript:"):
        return target_of(href[len("javascript:") :], functions) or target_of(attributes.get("onclick") or "", functions)
    if href and not href.startswith("#"):
        return href
    return target_of(attributes.get("onclick") or "", functions)


def _option_target(node: LexborNode, functions: dict[str, Numbered]) -> str | None:
    select = node.parent
    while select is not None and select.tag == "optgroup":
        select = select.parent
    change = (select.attributes.get("onchange") or "") if select is not None else ""
    value = (node.attributes.get("value") or "").strip()
    if not change or not value:
        return None
    if value.isdecimal() and len(value) < 7:  # noqa: PLR2004
        template = read_expression(change) or next(
            (functions[name] for name in functions if f"{name}(" in change), None
        )
        return template.address(int(value)) if template else None
    return value if ADDRESS.match(value) else None
