"""robots.txt as RFC 9309 has it: bytes in, rules out. Nothing is fetched here."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

TOKEN = "disclosure-archive"  # noqa: S105 - a product token (RFC 9309 §2.2.1)
MAX_BYTES = 500 * 1024
"""What has to be parsed at least (RFC 9309 §2.5), and is at most."""

SAFE = "!\"#$%&'()*+,/:;<=>?@[]^`{|}\\"
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Robots:
    """Rules as (pattern, allowed), patterns normalised; seconds between two requests, None where none are named."""

    rules: tuple[tuple[str, bool], ...] = ()
    crawl_delay: float | None = None

    def allows(self, url: str) -> bool:
        """The longest pattern that matches decides; of equal ones the one that allows (RFC 9309 §2.2.2)."""
        parts = urlsplit(url)
        path = normalise((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        found = [(len(pattern), allowed) for pattern, allowed in self.rules if matches(pattern, path)]
        return max(found, default=(0, True))[1]


def parse_robots(body: bytes, token: str = TOKEN) -> Robots:
    """The groups of our product token, merged; where there are none, those of `*`. Crawl-delay is no part of the RFC;
    the longest of the merged groups holds."""
    rules: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    naming = False
    for line in re.split(r"[\r\n]+", decode(cut(body))):
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip(" \t\0").lower(), value.strip(" \t\0")
        if not colon:
            continue
        if key == "user-agent":
            agents = [*(agents if naming else ()), product(value)]
            rules.setdefault(agents[-1], [])
            naming = True
        elif key in ("allow", "disallow"):
            naming = False
            if value:
                for agent in set(agents):
                    rules[agent].append((normalise(value), key == "allow"))
        elif key == "crawl-delay":
            naming = False
            if re.fullmatch(r"\d{1,9}(\.\d{0,9})?", value, re.ASCII):
                delays |= {agent: max(float(value), delays.get(agent, 0)) for agent in agents}
    ours = token.lower() if token.lower() in rules else "*"
    return Robots(tuple(rules.get(ours, ())), delays.get(ours))


def cut(body: bytes) -> bytes:
    """The lines that end within MAX_BYTES: half of `Disallow: /old` would be `Disallow: /`."""
    if len(body) <= MAX_BYTES:
        return body
    return body[: max(body.rfind(end, 0, MAX_BYTES) for end in (b"\n", b"\r")) + 1]


def product(value: str) -> str:
    """`Bot/2.1 (any)` is the token `bot`."""
    found = re.match(r"\*|[A-Za-z_-]+", value)
    return found[0].lower() if found else ""


def decode(body: bytes) -> str:
    """Bytes that are not UTF-8 stay as they are, so that paths in GBK match addresses in GBK."""
    for bom, charset in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(bom):
            return body[2:].decode(charset, "replace")
    return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def normalise(path: str) -> str:
    """Percent-encoding of what needs none is undone, all else is encoded in capitals (RFC 9309 §2.2.2)."""

    def plain(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char in UNRESERVED else found[0].upper()

    return re.sub(r"%([0-9a-fA-F]{2})", plain, quote(path, SAFE, errors="surrogateescape"))


def matches(pattern: str, path: str) -> bool:
    """From the start of the path; `*` is any text, a `$` at the end the path's end. Each piece between stars is taken
    where it is first found, so that no pattern makes the search go back."""
    ends = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not ends or path == first
    at = len(first)
    last = pieces.pop() if ends else ""
    for piece in pieces:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= at
