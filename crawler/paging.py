"""The pages of one list, asked for one after the other, and when to stop.

A list ends with its last page; where a page brings no link that the list has not shown before (servers answer a page
number beyond the end with the last page, or with the first); where two pages in a row are missing (totals lie); and
where so many pages in a row carry no report that there is none behind them. Rows pinned to the top and a page that
fails end nothing.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from crawler.listing import Ask, Listing

PATIENCE_IN_COLUMN, PATIENCE_ELSEWHERE = 30, 15
"""Pages without a report after which a list is left: a column of annual reports may carry news for years, a
list of notices that names one report names the next behind a year of notices, some fifteen pages."""

PATIENCE_UNSEEN = 2
"""The same where a page shows no rows of its own: its script is asked once what the list holds."""

MISSING = 2
"""Pages in a row that are not there, after which a list is taken to have ended."""

SECOND = 2

_PLAIN = ("base", "patience", "number", "stopped", "_pages", "_without", "_missing")
_SETS = ("shown", "_asked")


@dataclass(slots=True)
class Paging:
    """`base` is what addresses are relative to on the page where the list begins, `number` its own among the crawl's
    lists. `stopped` says why the list was left before its end, None where it was not."""

    base: str
    patience: int
    number: int = 0
    waiting: deque[Ask] = field(default_factory=deque)
    shown: set[str] = field(default_factory=set)
    stopped: str | None = None
    _asked: set[str] = field(default_factory=set)
    _pages: int = 0
    _without: int = 0
    _missing: int = 0

    def see(self, page: str, links: Iterable[str], asks: Sequence[Ask], *, reports: Collection[str]) -> None:
        """A page came: its address, all addresses it links to, the further pages it names, and the reports it
        names; one that stands beside every page of the list counts once."""
        self._asked.add(page)
        new = [ask for ask in asks if ask.url not in self._asked]
        self._asked.update(ask.url for ask in new)
        rows = set(links) - self._asked
        self._pages += 1
        new_reports = set(reports) - self.shown
        repeats = bool(rows) and rows <= self.shown
        self.shown |= rows
        self._missing = 0 if rows and not repeats else self._missing + 1
        self._without = 0 if new_reports else self._without + 1
        self.waiting.extend(new)
        self._put_first(asks[:1])
        # The first answer of a list that a script shows may say again what stands on the page itself.
        if repeats and self._pages > SECOND:
            self._stop("a page repeats what the list has shown")
        elif self._missing >= MISSING:
            self._stop(f"{MISSING} pages without a row")
        elif self._without >= self.patience:
            self._stop(f"{self._without} pages without a report")

    def _put_first(self, asks: Sequence[Ask]) -> None:
        """What the newest page calls its next one goes before what earlier pages worked out."""
        urls = {ask.url for ask in asks}
        chosen = [ask for ask in self.waiting if ask.url in urls]
        self.waiting = deque([*chosen, *(ask for ask in self.waiting if ask.url not in urls)])

    def miss(self) -> None:
        """A page is not there or cannot be read."""
        self._missing += 1
        if self._missing >= MISSING:
            self._stop(f"{MISSING} pages in a row are missing")

    def next(self) -> Ask | None:
        return self.waiting.popleft() if self.waiting else None

    def to_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in _PLAIN}
        asks = [[ask.url, [list(field) for field in ask.hidden]] for ask in self.waiting]
        return told | {"waiting": asks} | {name: sorted(getattr(self, name)) for name in _SETS}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        asks = (Ask(url, tuple((name, value) for name, value in hidden)) for url, hidden in told["waiting"])
        sets: dict[str, Any] = {name: set(told[name]) for name in _SETS}
        return cls(waiting=deque(asks), **sets, **{name: told[name] for name in _PLAIN})

    def _stop(self, why: str) -> None:
        if self.waiting:
            self.stopped = why
            self.waiting.clear()


def join_asks(listings: Iterable[Listing]) -> list[list[Ask]]:
    """The further pages of each list of a page. Two mechanisms that name one further page speak of one list."""
    chains: list[list[Ask]] = []
    for listing in listings:
        urls = {ask.url for ask in listing.asks}
        known = next((chain for chain in chains if any(ask.url in urls for ask in chain)), None)
        if known is None:
            chains += [list(listing.asks)] if listing.asks else []
        else:
            known += [ask for ask in listing.asks if ask.url not in {one.url for one in known}]
    return chains
