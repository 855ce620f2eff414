"""How long a crawl goes on where it finds nothing: fruitless pages in a row, of one scent and of one kind of address.

A page bears fruit when it is a report or names a report or a column of reports not yet met; then every page that led to
it is taken to have been worth it too. What smells of reports is tried longer than what is tried for want of better, so
that a portal of 100,000 pages costs hundreds of requests.
"""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from crawler import scent

PATIENCE = {
    scent.REPORT: 150,
    scent.COLUMN: 60,
    scent.INSIDE: 60,
    scent.OPENNESS: 40,
    scent.SITE_MAP: 5,
    scent.ORGANS: 60,
    scent.BRANCH: 20,
    scent.NAVIGATION: 30,
    scent.LAST: 20,
}
"""Pages in a row without fruit, by scent."""

WEAK_AFTER_FRUIT = 6
"""The same for NAVIGATION and LAST once the portal has shown where its reports are."""

TEMPLATE_PATIENCE = 25
"""The same for what smells of no column of reports, and for addresses that differ in numbers only: calendars, archives
of news, search results."""

LONG_TRAIL = 6

FRUIT = "any fruit"

LONGEST_KIND = 500
"""Characters: a longer one is a kind of its own by its beginning."""


class Patience:
    def __init__(self) -> None:
        self._fruitless: Counter[str] = Counter()
        self._any_fruit = False
        self._changed: set[str] = set()

    def refuses(self, score: int, url: str) -> str | None:
        """Why a page is not worth another request, None where it is."""
        tried, limit = self._fruitless[f"scent {score}"], PATIENCE.get(score)
        if score <= scent.NAVIGATION and self._any_fruit:
            limit = WEAK_AFTER_FRUIT
        if limit is not None and tried >= limit:
            return f"patience: {tried} pages of this scent led nowhere"
        if score <= scent.OPENNESS and (tried := self._fruitless[template(url)]) >= TEMPLATE_PATIENCE:
            return f"patience: {tried} pages of this kind of address led nowhere"
        return None

    def spend(self, score: int, url: str) -> None:
        kinds = (f"scent {score}", template(url))
        self._fruitless.update(kinds)
        self._changed.update(kinds)

    def reward(self, trail: Iterable[tuple[int, str]]) -> None:
        """A page bore fruit: it and the pages that led to it, as (score, address)."""
        self._any_fruit = True
        self._changed.add(FRUIT)
        for score, url in trail:
            for kind in (f"scent {score}", template(url)):
                self._fruitless[kind] = 0
                self._changed.add(kind)

    def take_changes(self) -> dict[str, int]:
        """What changed since it was asked last: fruitless pages by kind."""
        changed, self._changed = self._changed, set()
        return {kind: int(self._any_fruit) if kind == FRUIT else self._fruitless[kind] for kind in changed}

    def recall(self, kind: str, fruitless: int) -> None:
        if kind == FRUIT:
            self._any_fruit = bool(fruitless)
        else:
            self._fruitless[kind] = fruitless


def template(url: str) -> str:
    """What the addresses of one kind of page share: host, path with its numbers blotted out, names of the query."""
    parts = urlsplit(url)
    path = re.sub(r"[0-9a-f]{16,}|\d+", "0", parts.path)
    names = "&".join(sorted(name for name, _ in parse_qsl(parts.query)))
    return f"{parts.netloc}{path}?{names}"[:LONGEST_KIND]
