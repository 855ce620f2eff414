"""What monitoring asks of the archive, in Prometheus' text form (version 0.0.4), as node_exporter's textfile collector
takes it: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import get_args

from archive.ledger import State
from archive.portals_seen import LastCrawl, Seen

Sample = tuple[dict[str, str], float]
"""Labels → value."""

STATES = sorted(get_args(State))


def write_metrics(portals: Iterable[Seen]) -> str:
    """Every metric of every portal, always in the same order. What is not known of a portal has no sample."""
    portals = sorted(portals, key=lambda seen: seen.domain)
    return "".join(
        _family(name, told, [sample for seen in portals for sample in samples(seen)]) for name, told, samples in METRICS
    )


def _family(name: str, told: str, samples: Sequence[Sample]) -> str:
    lines = [f"# HELP {name} {_escape(told)}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        pairs = ",".join(f'{key}="{_escape(text, quote=True)}"' for key, text in labels.items())
        lines.append(f"{name}{{{pairs}}} {_spell(value)}")
    return "\n".join(lines) + "\n"


def _escape(text: str, *, quote: bool = False) -> str:
    """Backslashes and line ends; in a label's value double quotes too."""
    text = text.replace("\\", r"\\").replace("\n", r"\n")
    return text.replace('"', r"\"") if quote else text


def _spell(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _one(value: Callable[[Seen], float | None]) -> Callable[[Seen], Iterator[Sample]]:
    """One sample a portal."""

    def samples(seen: Seen) -> Iterator[Sample]:
        if (known := value(seen)) is not None:
            yield {"portal": seen.domain}, known

    return samples


def _of_crawl(value: Callable[[LastCrawl], float | None]) -> Callable[[Seen], Iterator[Sample]]:
    return _one(lambda seen: value(seen.last) if seen.last else None)


def _duration(crawl: LastCrawl) -> float | None:
    return (crawl.finished - crawl.started).total_seconds() if crawl.finished else None


def _outcome(seen: Seen) -> Iterator[Sample]:
    if seen.last:
        yield {"portal": seen.domain, "outcome": seen.last.outcome or "not finished"}, 1


def _addresses(seen: Seen) -> Iterator[Sample]:
    for state in STATES:
        yield {"portal": seen.domain, "state": state}, seen.states.get(state, 0)


METRICS: tuple[tuple[str, str, Callable[[Seen], Iterator[Sample]]], ...] = (
    (
        "archive_portal_last_crawl_timestamp_seconds",
        "When the last crawl began.",
        _of_crawl(lambda crawl: crawl.started.timestamp()),
    ),
    (
        "archive_portal_last_crawl_duration_seconds",
        "From the beginning of the last crawl to its end, with the time it lay stopped.",
        _of_crawl(_duration),
    ),
    ("archive_portal_last_crawl_outcome", "1 for how the last crawl ended.", _outcome),
    (
        "archive_portal_last_crawl_pages",
        "Addresses of the last crawl that gave a page.",
        _of_crawl(lambda crawl: crawl.pages),
    ),
    (
        "archive_portal_last_crawl_reports",
        "Pages of the last crawl that were read as reports.",
        _of_crawl(lambda crawl: crawl.reports),
    ),
    (
        "archive_portal_last_crawl_new_reports",
        "Reports that the last crawl found first.",
        _of_crawl(lambda crawl: crawl.new),
    ),
    (
        "archive_portal_last_crawl_good_ratio",
        "Share of the addresses asked for by the last crawl that gave a page.",
        _of_crawl(lambda crawl: crawl.share),
    ),
    ("archive_portal_reports", "Reports ever seen on the portal.", _one(lambda seen: seen.reports)),
    ("archive_portal_addresses", "Addresses in the ledger, by state.", _addresses),
    (
        "archive_portal_failing_since_timestamp_seconds",
        "When the first of the crawls began that went wrong and were followed by no good one.",
        _one(lambda seen: seen.failing_since.timestamp() if seen.failing_since else None),
    ),
    ("archive_portal_paused", "1 where a person has paused the portal.", _one(lambda seen: bool(seen.paused))),
    (
        "archive_portal_alarms",
        "Alarms of the last finished crawl; 0 of a paused portal.",
        _one(lambda seen: 0 if seen.paused else len(seen.alarms)),
    ),
)
