"""Every address of a run: under which spelling it was first met, what it promised, and whether it was asked for."""

from dataclasses import dataclass, field
from typing import Literal

from archive.address import url_key
from crawler.twins import twin_key

Meeting = Literal["new", "stronger", "twin", "known"]


@dataclass(slots=True)
class Address:
    """`score` is the strongest promise so far, 0 where nothing recommended it; `twins` its other spellings."""

    url: str
    score: int
    asked: bool = False
    twins: list[str] = field(default_factory=list)


class Seen:
    def __init__(self) -> None:
        self._addresses: dict[str, Address] = {}

    def meet(self, url: str, score: int, *, moved_from: str | None = None) -> tuple[Meeting, str]:
        """What an address is to the run, and the spelling it is known under. What was not asked for yet is met again
        where another page promises more of it. `moved_from` is the page that redirects to it or shows it as a frame:
        it may be that page itself in its other spelling, from http to https or from / to /index.html."""
        url = url_key(url)
        known = self._addresses.get(twin_key(url))
        if known is None or (moved_from is not None and known.url == url_key(moved_from) != url):
            self._addresses[twin_key(url)] = Address(url, score)
            return "new", url
        if score > known.score and not known.asked:
            # Asked for as it was spelled first: that row of the ledger waits for its state.
            known.score = score
            return "stronger", known.url
        if score and known.score and url != known.url and url not in known.twins:
            known.twins.append(url)
            return "twin", known.url
        return "known", known.url

    def ask(self, url: str) -> None:
        if known := self._addresses.get(twin_key(url)):
            known.asked = True

    def give_up(self, url: str) -> None:
        """It was not worth a request: another page may think better of it."""
        if known := self._addresses.get(twin_key(url)):
            known.score = 0

    def recall(self, url: str, score: int, *, asked: bool) -> None:
        """An address of an earlier run of the crawl, in the order they were met."""
        self._addresses[twin_key(url)] = Address(url, score, asked)

    def recall_twin(self, url: str) -> None:
        """One that was told a twin of an address recalled before."""
        if (known := self._addresses.get(twin_key(url))) and url not in (known.url, *known.twins):
            known.twins.append(url)

    def other_spelling(self, url: str) -> str | None:
        """The next spelling to try of an address that is not there under this one."""
        known = self._addresses.get(twin_key(url))
        if known is None or not known.twins:
            return None
        known.url, known.asked = known.twins.pop(0), False
        return known.url
