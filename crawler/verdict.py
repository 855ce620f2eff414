"""What a portal's file and its last crawls say: what is worth knowing, what needs a person, what is an alarm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive import errors
from archive.portals_seen import LastCrawl, Seen
from crawler.register import Entry

Level = Literal["note", "person", "alarm"]

LONGEST_CRAWL = timedelta(days=1)
"""A budget of 3,000 pages at one every two seconds takes under two hours."""

MAX_NAMED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    message: str


def judge_portal(entry: Entry, now: datetime) -> list[Finding]:
    """The findings of one portal. What a paused portal's crawls say needs nobody: somebody has decided."""
    found = [Finding("person", fault) for fault in entry.faults]
    if not entry.portal and entry.faults:
        return found
    if entry.portal and not entry.portal.verified:
        found.append(Finding("note", "not yet verified against the live site"))
    if pause := entry.seen.paused:
        why = f": {pause.why}" if pause.why else ""
        found.append(Finding("note", f"paused since {pause.since:%Y-%m-%d %H:%M} UTC{why}"))
    crawls = list(_judge_crawls(entry.seen, now))
    return found + ([Finding("note", one.message) for one in crawls] if entry.seen.paused else crawls)


def exit_code(findings: Sequence[Finding]) -> int:
    levels = {finding.level for finding in findings}
    return errors.ALARM if "alarm" in levels else errors.PROBLEMS if "person" in levels else errors.DONE


def _judge_crawls(seen: Seen, now: datetime) -> Iterator[Finding]:
    if seen.last is None:
        yield Finding("note", "never crawled")
        return
    for alarm in seen.alarms:
        yield Finding("alarm", alarm)
    yield from _judge_end(seen.last, now)
    if not seen.reports and seen.last.outcome == "finished":
        yield Finding("person", "no report was ever found; is there a column of annual reports?")
    for state, url, reason in seen.needing[:MAX_NAMED]:
        yield Finding("person", f"{state}: {url} ({reason or 'no reason'})")
    if len(seen.needing) > MAX_NAMED:
        yield Finding("person", f"… and {len(seen.needing) - MAX_NAMED} more addresses that need a person")


def _judge_end(last: LastCrawl, now: datetime) -> Iterator[Finding]:
    """What its last crawl ended with. The next begins at its seed again."""
    if last.outcome is None:
        late = now - last.started > LONGEST_CRAWL
        end = "was killed; crawl it again" if late else "runs, or was killed"
        yield Finding("person" if late else "note", f"the last crawl has no end: it {end}")
    elif last.outcome == "shutdown":
        yield Finding("note", "the last crawl was stopped by a signal; crawl it again")
    elif last.outcome != "finished":
        yield Finding("person", f"the last crawl stopped early: {last.outcome}")
    elif not last.pages:
        yield Finding("person", f"the last crawl got no page of {last.seed}")
