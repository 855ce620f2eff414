"""When a crawl of a portal is an alarm: it gave no report where there were some, or far fewer pages than those before
it. One rule for the crawl that has just ended and for what is kept of the last ones."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from statistics import median
from typing import Any

STATE = "state "
"""How the counts of a crawl name its addresses by state at its end: "state archived", "state failed", …"""

GOOD = ("archived", "unchanged")

LEFT = "left as they were"
NAMED = "reports named"
"""How the counts of a crawl that comes back name the good addresses that it met and did not ask for, and the reports
that it met, before it asked for those that no page names any more."""

LEFT_ALONE = "left alone"
"""How the counts of a crawl name the addresses that were not asked for since their hosts were down or busy."""

ENOUGH_ASKED = 20
"""Below, one address more or less that fails moves the share by more than a twentieth."""

COMPARED = 5
"""Crawls whose median is compared: one that went wrong does not move it."""

FEW_LEFT = 0.1
"""The share of a crawl that may be left alone without its being taken for one whose portal was down."""

FALLEN = 0.5
"""Portals lose some pages every year; half of them at once are lost to a block or a new site."""


def count_states(states: Mapping[str, int]) -> dict[str, int]:
    """The ledger's states as the counts of a crawl keep them."""
    return {f"{STATE}{state}": number for state, number in sorted(states.items())}


def good_share(counts: Mapping[str, Any] | None) -> float | None:
    """The share, 0 to 1, of the addresses that a crawl asked for, or met and left as they were, that are pages
    (archived, or unchanged); None where it asked for none or did not record its states: it has no end, or is older than
    this count."""
    counts = counts or {}
    asked = int(counts.get("visited", 0))
    if not asked or not any(key.startswith(STATE) for key in counts):
        return None
    good = sum(int(counts.get(f"{STATE}{state}", 0)) for state in GOOD)
    return min(1.0, good / (asked + int(counts.get(LEFT, 0))))


def was_answered(counts: Mapping[str, Any] | None) -> bool:
    """Whether a crawl's hosts answered, and not only with errors. One of those that hold attachments may be down for
    good."""
    counts = counts or {}
    return good_share(counts) != 0 and counts.get(LEFT_ALONE, 0) <= FEW_LEFT * counts.get("visited", 0)


def find_alarms(
    counts: Mapping[str, Any] | None, earlier: Iterable[Mapping[str, Any] | None], *, started: datetime, held: int
) -> tuple[str, ...]:
    """What is alarming about one crawl of a portal, each as words that follow the portal's name. `counts` are its own,
    `earlier` those of the finished crawls before it, the latest first; `held`: reports the portal had by then."""
    counts = counts or {}
    when = f"the crawl of {started:%Y-%m-%d %H:%M}"
    found = []
    if held and not counts.get(NAMED, counts.get("reports")):
        found.append(f"had {held} report{'' if held == 1 else 's'}, and {when} gave none")
    now, before = _judged_share(counts), _usual_share(earlier)
    if now is not None and before is not None and now < FALLEN * before:
        found.append(f"gave a page for {now:.0%} of the addresses that {when} asked for, where {before:.0%} was usual")
    return tuple(found)


def _usual_share(earlier: Iterable[Mapping[str, Any] | None]) -> float | None:
    shares = (share for counts in earlier if (share := _judged_share(counts)) is not None)
    compared = list(islice(shares, COMPARED))
    return median(compared) if compared else None


def _judged_share(counts: Mapping[str, Any] | None) -> float | None:
    return good_share(counts) if (counts or {}).get("visited", 0) >= ENOUGH_ASKED else None
