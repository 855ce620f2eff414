"""Where a piece of page script leads: `location.href='list_3.html'`, `goPage('/x/list_3.html')`, or `toPage(3)` where a
function of the page puts the number into an address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MAX_CODE = 500
MAX_FUNCTION = 800
"""Characters of a function that are read; the functions of pagers are short."""

QUOTED = re.compile(r"""(["'])([^"'<>\s]{1,300})\1""")
ADDRESS = re.compile(r"https?://|\.{0,2}/|\?\w+=|[\w./%-]+\.(?:s?html?|jspx?|aspx?|php|do|action)(?:\?|$)", re.I)
CALL = re.compile(r"(\w{1,60})\s*\(\s*[\"']?(\d{1,6})\b")
FUNCTION = re.compile(r"\bfunction\s+(\w{1,60})\s*\(\s*(\w{1,60})\s*(?:,[\w\s,]{0,100})?\)\s*\{")
GOING = re.compile(
    r"""\b(?:location(?:\.href)?\s{0,9}=|(?:location\.(?:assign|replace)|window\.open)\s{0,9}\()\s{0,9}
        (["'])([^"'<>\s]{1,300})\1\s{0,9}\+\s{0,9}            # the address up to the number
        (?:\(\s{0,9}(\w{1,60})\s{0,9}-\s{0,9}1\s{0,9}\)|\(?([\w.\[\]]{1,80})\)?)\s{0,9}   # (n-1), or n
        (?:\+\s{0,9}(["'])([^"'<>\s]{0,200})\5\s{0,9})?(?=[;,)}\n\r]|$)""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address with a number in it: page n is `before`, n + `offset`, `after`."""

    before: str
    after: str
    offset: int = 0

    def address(self, number: int) -> str:
        return f"{self.before}{number + self.offset}{self.after}"


def read_functions(scripts: Iterable[str]) -> dict[str, Numbered]:
    """The functions of inline scripts that go to an address made of strings and their first parameter, nothing else."""
    functions: dict[str, Numbered] = {}
    for name, parameter, body in read_bodies(scripts):
        for going in GOING.finditer(body):
            if (going[3] or going[4]) == parameter:
                functions.setdefault(name, _numbered(going))
    return functions


def read_bodies(scripts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(name, first parameter, the beginning of its code) of each function."""
    for script in scripts:
        for function in FUNCTION.finditer(script):
            body = script[function.end() : function.end() + MAX_FUNCTION]
            yield function[1], function[2], body.partition("function ")[0]


def read_expression(code: str) -> Numbered | None:
    """What `onchange="location.href='list.jsp?page='+this.value"` makes of a number."""
    going = GOING.search(code[:MAX_CODE])
    return _numbered(going) if going else None


def target_of(code: str, functions: Mapping[str, Numbered]) -> str | None:
    """The one address that a click's code names, as written; None where it names none or several."""
    code = code[:MAX_CODE]
    if GOING.search(code):
        return None
    named = {text[2] for text in QUOTED.finditer(code) if ADDRESS.match(text[2])}
    if named:
        return named.pop() if len(named) == 1 else None
    call = CALL.search(code)
    return functions[call[1]].address(int(call[2])) if call and call[1] in functions else None


def _numbered(going: re.Match[str]) -> Numbered:
    return Numbered(going[2], going[6] or "", -1 if going[3] else 0)
