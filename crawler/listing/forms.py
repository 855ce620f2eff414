"""What a browser would send with a form, and the functions of a page that send one with a page's number in it."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlencode

from selectolax.lexbor import LexborNode

from archive.address import form_address, split_form
from crawler.listing.jumps import Numbered, read_bodies
from crawler.listing.links import absolute
from crawler.listing.page import Page

Field = tuple[str, str]
MAX_FIELDS, MAX_FUNCTIONS = 40, 20

SETTING = re.compile(
    r"""(?:\.(\w{1,60})|\(\s{0,9}["'](?:\#|(?:input)?\[name=\\?["']?)?(\w{1,60})\\?["']?\]?["']\s{0,9}\))
        \.(?:value\s{0,9}=|val\s{0,9}\()\s{0,9}(\w{1,60})""",
    re.X,
)
"""`document.form1.pageNo.value=n`, `getElementById('pageNo').value=n`, `$('#pageNo').val(n)`."""


def read_form_functions(page: Page) -> dict[str, Numbered]:
    """The functions that set one field of a form to their first parameter and submit it, nothing else."""
    sending = (
        (name, found[0][1] or found[0][2])
        for name, parameter, body in read_bodies(page.scripts)
        if "submit" in body and ".action" not in body
        if len(found := list(SETTING.finditer(body))) == 1 and found[0][3] == parameter
    )
    sent = {name: _find_form(page, field) for name, field in islice(sending, MAX_FUNCTIONS)}
    return {name: form for name, form in sent.items() if form is not None}


def form_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "form":
        parent = parent.parent
    return parent


def action_of(page: Page, form: LexborNode) -> str | None:
    """Where a form is sent, absolute; the page's own address where it does not say."""
    own = split_form(page.url)[0]
    action = (form.attributes.get("action") or "").strip()
    base = own if page.base in ("", page.url) else page.base
    return absolute(base, action, page.charset) if action else own


def value_of(node: LexborNode) -> str | None:
    """What a browser would send for a field; None for what it would not send."""
    attributes = node.attributes
    kind = (attributes.get("type") or "text").lower()
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        value = chosen.attributes.get("value") if chosen is not None else None
        return " ".join(chosen.text().split()) if chosen is not None and value is None else value
    if kind in ("submit", "button", "image", "reset", "file") or "disabled" in attributes:
        return None
    if kind in ("checkbox", "radio"):
        return attributes.get("value") or "on" if "checked" in attributes else None
    return attributes.get("value") or ""


def _find_form(page: Page, field: str) -> Numbered | None:
    """The form that holds a field of this name or id, as the address it is sent to for each number of the field."""
    inputs = page.tree.css("input") if page.tree is not None else []
    node = next((node for node in inputs if field in (node.attributes.get("name"), node.attributes.get("id"))), None)
    form = form_of(node) if node is not None else None
    action = action_of(page, form) if form is not None else None
    if node is None or form is None or action is None:
        return None
    name = node.attributes.get("name") or ""
    fields = list(_fields(form))[:MAX_FIELDS]
    if name not in dict(fields):
        return None
    place = [key for key, _ in fields].index(name)
    head, tail = [*fields[:place], (name, "")], fields[place + 1 :]
    after = "".join(f"&{urlencode([field], errors='replace')}" for field in tail)
    posted = (form.attributes.get("method") or "").lower() == "post"
    return Numbered(form_address(action, head) if posted else _got(action, head), after)


def _got(action: str, fields: Iterable[Field]) -> str:
    """A form that is got replaces the query of its action."""
    return f"{action.partition('?')[0]}?{'&'.join(urlencode([field], errors='replace') for field in fields)}"


def _fields(form: LexborNode) -> Iterator[Field]:
    for node in form.css("input, select"):
        name, value = node.attributes.get("name"), value_of(node)
        if name and value is not None:
            yield name, value
