"""ASP.NET WebForms: `__doPostBack('AspNetPager1','2')`, which posts the page's form back with all its hidden state."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from archive.address import form_address, split_form
from crawler.listing.buttons import CLICKABLE, is_disabled, words_of
from crawler.listing.forms import Field, form_of, value_of
from crawler.listing.links import absolute
from crawler.listing.page import Ask, Listing, Page

POST_BACK = re.compile(r"""__doPostBack\(\s{0,9}(["'])([^"']{1,200})\1\s{0,9},\s{0,9}(["'])([^"']{0,100})\3\s{0,9}\)""")
NUMBER = re.compile(r"(?:Page\$)?(\d{1,5})")
BUTTON = re.compile(r"\W*(?:第?\d{1,5}页?|[下后]一?[页頁]|next(?:page)?|[末尾]页?|最后一?页|last)?\W*$", re.I)
NEXT = re.compile(r"\W*(?:[下后]一?[页頁]|next(?:page)?)\W*$", re.I)

HIDDEN = "input[type=hidden i]"
STEP = "__PAGE"
MAX_DIGITS = 6
MAX_FIELDS, MAX_VALUE = 30, 100
"""Visible fields of the form become part of the address."""


def read_listing(page: Page) -> Listing | None:
    """The pages behind this one that it links without a gap. A server may refuse to turn to what it did not link."""
    if page.tree is None or "__doPostBack" not in page.text:
        return None
    turns = list(_read_turns(page))
    form = form_of(turns[0][2]) if turns else None
    if form is None:
        return None
    # A page posts back to itself, whatever <base> says.
    own = split_form(page.url)[0]
    address, hidden = absolute(own, form.attributes.get("action") or own, page.charset), _hidden(form)
    if address is None:
        return None
    target = turns[0][0]
    fields = _visible(form, target)
    events = (_event(page, target, argument) for argument in _following(page, [t for t in turns if t[0] == target]))
    return Listing(asks=tuple(Ask(form_address(address, [*event, *fields]), hidden) for event in events))


def _event(page: Page, target: str, argument: str) -> list[Field]:
    """What is clicked. A button that only says 下一页 posts the same from each page: the page it leads to is added, in
    a field that is part of the address and never sent, so that each page has an address of its own."""
    event = [("__EVENTTARGET", target), ("__EVENTARGUMENT", argument)]
    if NUMBER.fullmatch(argument):
        return event
    before = dict(split_form(page.url)[1] or []).get(STEP, "1")
    return [*event, (STEP, str(int(before) + 1 if before.isdecimal() and len(before) < MAX_DIGITS else 2))]


def _read_turns(page: Page) -> Iterator[tuple[str, str, LexborNode]]:
    """(target, argument, button) of each button that turns a page."""
    for node in page.tree.css(CLICKABLE) if page.tree is not None else ():
        code = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
        found = POST_BACK.search(code[:1000]) if "__doPostBack" in code else None
        if found and BUTTON.match(words := words_of(node)) and not is_disabled(node):
            turns_page = NUMBER.fullmatch(found[4]) or found[4] == "Page$Next" or (not found[4] and NEXT.match(words))
            if turns_page:
                yield found[2], found[4], node


def _following(page: Page, turns: list[tuple[str, str, LexborNode]]) -> list[str]:
    """The arguments of the next pages, in order."""
    numbers = {int(found[1]): argument for _, argument, _ in turns if (found := NUMBER.fullmatch(argument))}
    named = [argument for _, argument, node in turns if NEXT.match(words_of(node))]
    here = _here(page, named, numbers)
    linked: list[str] = []
    while (number := here + len(linked) + 1) in numbers:
        linked.append(numbers[number])
    return linked or named[:1]


def _here(page: Page, named: list[str], numbers: dict[int, str]) -> int:
    """The page's own number: as it was asked for, as 下一页 says, else the one that is not linked."""
    asked = dict(split_form(page.url)[1] or []).get("__EVENTARGUMENT", "")
    if found := NUMBER.fullmatch(asked):
        return int(found[1])
    if found := next((found for argument in named if (found := NUMBER.fullmatch(argument))), None):
        return int(found[1]) - 1
    return next(number for number in range(1, len(numbers) + 2) if number not in numbers)


def _hidden(form: LexborNode) -> tuple[Field, ...]:
    """The state that goes with the form; what is turned to is set by the address."""
    found = ((node.attributes.get("name") or "", node.attributes.get("value") or "") for node in form.css(HIDDEN))
    return tuple((name, value) for name, value in found if name and name not in ("__EVENTTARGET", "__EVENTARGUMENT"))


def _visible(form: LexborNode, target: str) -> list[Field]:
    """The fields a reader sees; not the box for a page's number, which differs from page to page."""
    found: list[Field] = []
    for node in form.css(f"input:not({HIDDEN}), select"):
        name, value = node.attributes.get("name") or "", value_of(node)
        if name and value is not None and len(value) <= MAX_VALUE and not name.startswith(target):
            found.append((name, value))
    return found[:MAX_FIELDS]
