"""The register of portals: those that have a file, and those that were only ever crawled by their address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import UsageError
from archive.portals_seen import LastCrawl, Seen
from crawler.portals import Portal, from_name, from_url, names, organ_domain


@dataclass(frozen=True, slots=True)
class Entry:
    """`portal` is None where there is no file, or where it is wrong: then `faults` says how, a line for each key."""

    name: str
    seen: Seen
    portal: Portal | None = None
    faults: tuple[str, ...] = ()

    @property
    def url(self) -> str | None:
        """Where a crawl of it begins, or last began."""
        return self.portal.url if self.portal else self.seen.last.seed if self.seen.last else None


def read_register(seen: Mapping[str, Seen], folder: Path) -> list[Entry]:
    """Every portal once, those with a file first."""
    entries = [_read_entry(name, seen, folder) for name in names(folder)]
    filed = {entry.seen.domain for entry in entries}
    return _tell_twins(entries) + [Entry(domain, seen[domain]) for domain in sorted(seen.keys() - filed)]


def choose_entries(entries: Iterable[Entry], chosen: Iterable[str]) -> list[Entry]:
    """The entries that names, hosts or addresses mean, each once; all where none is given. UsageError for one that
    means none."""
    entries = list(entries)
    wanted = [_choose(entries, name).name for name in chosen]
    return [entry for entry in entries if entry.name in wanted] if wanted else entries


def find_domain(entries: Iterable[Entry], name: str) -> str:
    """The domain of a portal by its name, host or address; an address may be of one never seen. Raises UsageError."""
    try:
        entry = _choose(list(entries), name)
    except UsageError:
        if "://" not in name:
            raise
        return from_url(name).domain
    if entry.faults and not entry.portal:
        raise UsageError("\n".join(entry.faults))
    return entry.seen.domain


def describe(entry: Entry) -> dict[str, Any]:
    """What `archive portals --json` says of one; null where nothing is known."""
    portal, seen, pause = entry.portal, entry.seen, entry.seen.paused
    return {
        "name": entry.name,
        "title": portal.title if portal else None,
        "url": entry.url,
        "domain": seen.domain or None,
        "has_file": bool(portal or entry.faults),
        "faults": list(entry.faults),
        "division_code": portal.division_code if portal else None,
        "verified": portal.verified.isoformat() if portal and portal.verified else None,
        "paused": {"since": pause.since.isoformat(timespec="seconds"), "why": pause.why} if pause else None,
        "last_crawl": _describe_crawl(seen.last) if seen.last else None,
        "mechanisms": dict(seen.mechanisms),
        "reports": seen.reports,
        "years": list(seen.years),
        "last_seen": seen.last_seen.isoformat(timespec="seconds") if seen.last_seen else None,
        "trouble": [{"state": state, "reason": why, "addresses": number} for state, why, number in seen.trouble],
    }


def _describe_crawl(crawl: LastCrawl) -> dict[str, Any]:
    return {
        "id": crawl.id,
        "started": crawl.started.isoformat(timespec="seconds"),
        "finished": crawl.finished.isoformat(timespec="seconds") if crawl.finished else None,
        "outcome": crawl.outcome,
        "pages": crawl.pages,
        "reports": crawl.reports,
    }


def _read_entry(name: str, seen: Mapping[str, Seen], folder: Path) -> Entry:
    try:
        portal = from_name(name, folder)
    except UsageError as error:
        return Entry(name, Seen(""), faults=tuple(str(error).splitlines()))
    return Entry(name, seen.get(portal.domain, Seen(portal.domain)), portal)


def _tell_twins(entries: list[Entry]) -> list[Entry]:
    """Two files of one portal would be crawled twice, and each would tell the other's reports."""
    first: dict[str, str] = {}
    for entry in entries:
        if entry.portal:
            first.setdefault(entry.portal.domain, entry.name)
    return [
        Entry(entry.name, entry.seen, entry.portal, (f"{entry.name}.toml: url is of the same portal as {other}.toml",))
        if entry.portal and (other := first[entry.portal.domain]) != entry.name
        else entry
        for entry in entries
    ]


def _choose(entries: list[Entry], name: str) -> Entry:
    domain = organ_domain(name if "://" in name else f"http://{name}")
    named = [entry for entry in entries if entry.name == name]
    meant = named or [entry for entry in entries if domain and entry.seen.domain == domain]
    if not meant:
        raise UsageError(f"no portal is named {name!r}. `archive portals` lists those with a file and those crawled")
    return meant[0]
