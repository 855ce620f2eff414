"""How a crawl came to a page: what travels with a request, from the page that named it to the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

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
    `sample`: asked for though patience ran out, or led to from there; `again`: its turn had come when a run ended."""

    scent: Scent
    clicks: int = 0
    in_column: bool = False
    trail: tuple[tuple[int, str], ...] = ()
    paging: Paging | None = None
    hops: int = 0
    sample: bool = False
    again: bool = False

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
            again=False,
        )

    @property
    def priority(self) -> int:
        """The strongest scent first; of equal ones what is fewer clicks away."""
        return self.scent.score * 20 - min(self.clicks, 19)

    def redirected(self) -> Self:
        return replace(self, scent=self.scent._replace(reason=REDIRECT), hops=self.hops + 1)

    def to_json(self) -> dict[str, Any]:
        """For the ledger; without what is as it is most often."""
        told = {
            "scent": list(self.scent),
            "clicks": self.clicks,
            "trail": [list(step) for step in self.trail],
            "paging": self.paging and self.paging.number,
        }
        flags = ("in_column", "hops", "sample", "again")
        return told | {name: value for name in flags if (value := getattr(self, name))}


def read_way(told: Mapping[str, Any], lists: Mapping[int, Paging]) -> Way:
    """The way back from the ledger. `lists`: the crawl's lists by their number."""
    more = {name: told[name] for name in ("in_column", "hops", "sample", "again") if name in told}
    return Way(
        scent=Scent(*told["scent"]),
        clicks=told["clicks"],
        trail=tuple((score, url) for score, url in told["trail"]),
        paging=lists.get(told["paging"]) if told["paging"] is not None else None,
        **more,
    )


def is_click(smell: Scent) -> bool:
    """A list of a hundred pages is not a hundred clicks deep, and what a page embeds or redirects to is that page."""
    return smell.aim != "list" and smell.reason not in (PART, REDIRECT)
