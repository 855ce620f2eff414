"""What the inline scripts of a page say, as far as it can be read without running them: variables, calls, data."""

import json
import re
from collections.abc import Iterator, Mapping

import chompjs

from crawler.listing.expression import Reader
from crawler.listing.page import Page

MAX_VARIABLES = 1000
LONGEST_VARIABLE = 3000
"""Characters: what is longer is data, not the settings of a call."""

MAX_READ = 50_000
"""Characters of a page's scripts that are read for variables, and for calls."""

ASSIGNED = re.compile(
    r""""(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?|(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s{0,9}=\s{0,9}(?=["'`\w$\[{(])""",
    re.A,
)
"""Strings are passed over: `'?page='` assigns nothing."""

COMMENTED = re.compile(r"^\s{0,99}//|[^:\"']//", re.M)
FIELD = re.compile(
    r"""(?:\$|jQuery)\(\s{0,9}["']\#([\w-]{1,60})["']\s{0,9}\)\.(?:val|text|html)\(\s{0,9}\)
    |document\.getElementById\(\s{0,9}["']([\w-]{1,60})["']\s{0,9}\)\.value
    |(?:\$|jQuery)\(\s{0,9}["']meta\[name=\\?["']?([\w-]{1,60})\\?["']?\]["']\s{0,9}\)\.attr\(["']content["']\)""",
    re.X | re.A,
)


def read_scripts(page: Page) -> tuple[str, ...]:
    """The inline scripts, with the values of the page's own inputs and metas where they are asked for."""
    if page.tree is None:
        return ()
    return tuple(FIELD.sub(lambda found: _field(page, found), script) for script in page.scripts)


def read_variables(scripts: tuple[str, ...]) -> Mapping[str, object]:
    """Name → literal, object, or string joined of what is known; the first value of a name that can be read counts."""
    variables: dict[str, object] = {}
    budget = MAX_READ
    for script in scripts:
        at = 0
        while budget > 0 and len(variables) < MAX_VARIABLES and (found := ASSIGNED.search(script, at)):
            at = found.end()
            if not found[1]:
                continue
            reader = Reader(script, variables, at, LONGEST_VARIABLE)
            value = reader.read()
            budget -= reader.at - at + 10
            if value is not None and not reader.is_cut:
                at = reader.at
                variables.setdefault(found[1], value)
    return variables


def read_calls(
    scripts: tuple[str, ...], called: re.Pattern[str], variables: Mapping[str, object]
) -> Iterator[tuple[str, list[object]]]:
    """(what is called, its first arguments) of every call that `called` matches up to its opening bracket. An argument
    that cannot be known is None."""
    budget = MAX_READ
    for match in (match for script in scripts for match in called.finditer(script)):
        if budget <= 0:
            return
        if COMMENTED.search(match.string, max(0, match.string.rfind("\n", 0, match.start())), match.start()):
            continue
        reader = Reader(match.string, variables, match.end())
        yield match.group(), reader.arguments()
        budget -= reader.at - match.end() + 10


def parse_literal(text: str) -> object:
    """The object or array that a text begins with, in JSON or JavaScript; None where there is none."""
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        pass
    try:
        return chompjs.parse_js_object(text)
    except (ValueError, RecursionError, IndexError, TypeError):
        return None


def _field(page: Page, found: re.Match[str]) -> str:
    if found[3]:
        value = page.metas.get(found[3].lower())
    else:
        node = page.tree.css_first(f'[id="{found[1] or found[2]}"]') if page.tree else None
        value = node.attributes.get("value") if node else None
    return "null" if value is None else json.dumps(value, ensure_ascii=False)
