"""How a crawl came to a page: what travels with a request, from the page that named it to the answer."""

from dataclasses import dataclass, replace
from typing import Self

from crawler.paging import Paging
from crawler.patience import LONG_TRAIL
from crawler.scent import COLUMN, FURTHER, INSIDE, PART, Scent

REDIRECT = "redirect"
WITHIN = (INSIDE, FURTHER)
GUESSED = "guessed"
"""Reason of an address that no page named: a home page, a site map."""


@dataclass(frozen=True, slots=True)
class Way:
    """`clicks` from where the crawl began; `in_column`: under a column of annual reports; `trail`: (score, address) of
    the last pages on the way, this one last; `paging`: the list whose further page this is; `hops`: redirects;
    `sample`: asked for though patience ran out, or led to from there."""

    scent: Scent
    clicks: int = 0
    in_column: bool = False
    trail: tuple[tuple[int, str], ...] = ()
    paging: Paging | None = None
    hops: int = 0
    sample: bool = False

    def onward(self, smell: Scent, url: str, paging: Paging | None = None) -> Self:
        """The way from this page along one of its links."""
        return replace(
            self,
            scent=smell,
            clicks=self.clicks + is_click(smell),
            in_column=smell.score == COLUMN or (self.in_column and (smell.score in WITHIN or smell.reason == PART)),
            trail=(*self.trail, (smell.score, url))[-LONG_TRAIL:],
            paging=paging,
            hops=0,
        )

    def redirected(self) -> Self:
        return replace(self, scent=self.scent._replace(reason=REDIRECT), hops=self.hops + 1)


def is_click(smell: Scent) -> bool:
    """A list of a hundred pages is not a hundred clicks deep, and what a page embeds or redirects to is that page."""
    return smell.aim != "list" and smell.reason not in (PART, REDIRECT)
