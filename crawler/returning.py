"""What of a portal that was crawled before is asked for again. The pages where lists of reports begin are, whether or
not a page names them; the links of these where something suggests that what is settled has changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zlib import crc32

from archive.ledger import Discovery
from archive.returning import Known, Settled, names_other_year, years_in
from crawler.explorer import SINCE
from crawler.scent import COLUMN

ROTATION = 20
"""Crawls in which all that was ever fetched comes to be asked for once, a twentieth in each: a report is corrected in
its place without a word in any list."""

CORRECTED = re.compile("更正|修订|修正|修改|勘误|更新|补充")
"""Words by which a list says that a report is another than before."""

MOST_FAILED = 1000
"""Addresses that failed and are tried again in one crawl, others in each: half an hour, at two seconds."""

FEW = 20
"""Reports that no page names any more: up to so many are always asked for."""


def choose_entries(known: Known) -> frozenset[str]:
    """The pages that a crawl begins with: where lists begin, what failed, and of all else that whose turn it is."""
    failed = sorted(known.failed)
    first = known.turn * MOST_FAILED % (len(failed) or 1)
    tried = [*failed[first:], *failed[:first]][:MOST_FAILED]
    return known.entries.union(tried, (url for url in known.rest if _is_in_turn(url, known)))


def choose_open(found: Sequence[Discovery], known: Known) -> list[Discovery]:
    """The links that need no second look where they are settled."""
    return [one for one in found if is_too_old(one) or (one.state == "queued" and not _always(one, known))]


def is_too_old(one: Discovery) -> bool:
    """Whether a link is refused only since nothing of its year is wanted now."""
    return (one.reason or "").startswith(SINCE)


def _always(one: Discovery, known: Known) -> bool:
    aim, score, _ = (one.way or {})["scent"]
    # Where an organ's report of the year will appear, there may be none yet, or that of the year before.
    is_column = aim != "report" and score >= COLUMN and one.url not in known.rest and not _is_one_report(one, known)
    return aim == "list" or one.discovered_from is None or one.url in known.ways or is_column


def _is_one_report(one: Discovery, known: Known) -> bool:
    """Some reports are named like a column."""
    return one.url in known.reports and bool(years_in(one.anchor))


def choose_left(found: Sequence[Discovery], settled: Mapping[str, Settled], known: Known) -> dict[str, Settled]:
    """Of these the settled ones that nothing suggests to have changed, and whose turn it is not."""
    return {
        one.url: settled[one.url]
        for one in found
        if one.url in settled and (is_too_old(one) or not _may_have_changed(one, settled[one.url], known))
    }


def as_left(one: Discovery, before: Settled) -> Discovery:
    """It is noted how it is come to now, and still what it promised when it was asked for."""
    return replace(one, way={**one.way, "scent": before.scent}) if one.way else one


def _may_have_changed(one: Discovery, before: Settled, known: Known) -> bool:
    in_turn = before.was_fetched and _is_in_turn(one.url, known)
    promises_more = before.scent is None or (one.way or {})["scent"][1] > before.scent[1]
    is_corrected = bool(CORRECTED.search(one.anchor or "")) and not CORRECTED.search(before.anchor or "")
    is_other = names_other_year(one.anchor, known.reports.get(one.url, ()), before.anchor)
    return in_turn or promises_more or is_corrected or is_other


def _is_in_turn(url: str, known: Known) -> bool:
    return crc32(url.encode()) % ROTATION == known.turn % ROTATION
