"""The value of a JavaScript expression as far as it can be known without running it: literals, names, sums."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.listing.tokens import TOKEN, unquote

MAX_EXPRESSION = 10_000
MAX_DEPTH = 30

PAGE_NAME = re.compile(
    r"page_?(?:no|num|number|index|now|n)?|(?:curr?(?:ent)?|now)_?page(?:no|num|index)?|current|pn", re.I
)
"""Names under which a page number goes: unknown, it is a function's parameter, and the first page is meant."""

PAGE_ASKED = re.compile(rf"[?&](?:{PAGE_NAME.pattern})=$", re.I)
"""In front of an unknown value: whatever it is called, it is a page number."""

COUNTS_ON = re.compile(r"\s{0,9}\+\s{0,9}1\b")
"""Behind an unknown page number: it is counted from 0."""

GLOBAL = re.compile(r"(?:window|this|self|that|_this)\.")
PLACE = re.compile(r"\$\{\s{0,9}([\w$.]{1,60})\s{0,9}\}", re.A)
CONSTANTS = {"true": "true", "false": "false"}


@dataclass(slots=True)
class Reader:
    """Reads expressions from `at` on; `names` are the variables known so far."""

    text: str
    names: Mapping[str, object]
    at: int = 0
    longest: int = MAX_EXPRESSION
    end: int = 0

    def __post_init__(self) -> None:
        self.end = min(len(self.text), self.at + self.longest)

    @property
    def is_cut(self) -> bool:
        """The expression goes on behind what is read of it."""
        return self.end < len(self.text) and self._peek() is None

    def read(self, depth: int = 0) -> object:
        """The expression up to the comma, bracket, semicolon or line that ends it; None where a part is unknown."""
        parts: list[object] = []
        joined, known = True, depth < MAX_DEPTH
        while (known or depth) and (match := self._peek()) is not None:
            kind, token = match.lastgroup, match.group()
            if kind in ("close", "end") or (kind == "line" and parts and not joined and depth == 0):
                break
            if kind == "open" and joined and known:
                parts.append(self._bracket(token, depth + 1))
                joined = False
                continue
            self.at = match.end()
            if kind == "open":
                self._skip()
                known = False
            elif kind in ("text", "name", "number"):
                known, joined = known and joined, False
                parts.append(self._operand(str(kind), token))
            elif kind == "other":
                known, joined = known and match[0] == "+" and not joined, True
        return add(parts) if known else None

    def arguments(self, most: int = 4) -> list[object]:
        """What stands in the brackets of a call, from behind the opening one."""
        values = [self.read(1)]
        while len(values) < most and self._take(","):
            values.append(self.read(1))
        return values

    def _bracket(self, opening: str, depth: int) -> object:
        self.at += 1
        if opening == "(":
            value = self.read(depth)
            self._skip()
            return value
        return self._object(depth) if opening == "{" else self._array(depth)

    def _array(self, depth: int) -> list[object]:
        values = [] if self._closes() else [self.read(depth)]
        while self._take(","):
            values.append(self.read(depth))
        self._skip()
        return values

    def _object(self, depth: int) -> dict[str, object]:
        fields: dict[str, object] = {}
        while (match := self._next()) is not None and match.lastgroup != "close":
            if match.lastgroup in ("text", "name", "number") and self._take(":"):
                value = self.read(depth)
                fields[unquote(match.group()) if match.lastgroup == "text" else match.group()] = value
            elif match.lastgroup == "open":
                self._skip()
        return fields

    def _operand(self, kind: str, token: str) -> object:
        if kind == "text":
            text = unquote(token)
            return PLACE.sub(lambda place: str(self._known(place[1]) or ""), text) if token[0] == "`" else text
        if kind == "name":
            return self._known(token)
        return token if "." in token else int(token[:18])

    def _known(self, name: str) -> object:
        name = GLOBAL.sub("", name, count=1)
        if name in self.names:
            return self.names[name]
        if PAGE_NAME.fullmatch(name.rpartition(".")[2]):
            return 0 if COUNTS_ON.match(self.text, self.at) else 1
        return CONSTANTS.get(name)

    def _peek(self) -> re.Match[str] | None:
        while self.at < self.end and (match := TOKEN.match(self.text, self.at, self.end)):
            if match.lastgroup != "space":
                return match
            self.at = match.end()
        return None

    def _next(self) -> re.Match[str] | None:
        """The next token that is no line end, taken."""
        while (match := self._peek()) is not None:
            self.at = match.end()
            if match.lastgroup != "line":
                return match
        return None

    def _take(self, token: str) -> bool:
        at, match = self.at, self._next()
        if match is not None and match.group() == token:
            return True
        self.at = at
        return False

    def _closes(self) -> bool:
        at, match = self.at, self._next()
        self.at = at
        return match is None or match.lastgroup == "close"

    def _skip(self) -> None:
        """Everything up to the closing bracket."""
        depth = 1
        while depth and (match := self._next()) is not None:
            depth += (match.lastgroup == "open") - (match.lastgroup == "close")


def add(parts: list[object]) -> object:
    """What `+` makes of them: numbers are added, everything else strung together; one unknown makes all unknown."""
    if len(parts) <= 1:
        return parts[0] if parts else None
    parts = [
        1 if part is None and PAGE_ASKED.search(str(before)) else part
        for before, part in zip(["", *parts], parts, strict=False)
    ]
    if any(part is None or isinstance(part, dict | list) for part in parts):
        return None
    if all(isinstance(part, int) for part in parts):
        return sum(int(str(part)) for part in parts)
    return "".join(str(part) for part in parts)
