"""What a crawl ends with: what was found, what was not and why, and where everything is."""

from collections.abc import Iterable
from itertools import groupby

from archive.alarms import LEFT
from archive.database import session
from archive.display import Screen, print_table
from archive.export.dump import Dump
from archive.home import shorten
from archive.inquiry import reports_of_crawl
from archive.ledger import OPEN, TROUBLED, State, count_reasons, list_urls
from archive.models import Report
from crawler.run import MISSING, Run

MAX_ROWS = 25
WORDS = {
    "finished": "finished",
    "shutdown": "stopped by a signal; what was kept stays, run it again",
    "storage": "stopped: the archive could not be written",
}
NOT_KEPT: tuple[State, ...] = ("gone", "refused", *TROUBLED, *OPEN)
KEPT = ("new report", "new variant", "new version", "new sighting", "unchanged")


def print_summary(run: Run, outcome: str, dump: Dump | None) -> None:
    console = Screen(soft_wrap=True)
    with session(run.engine) as work:
        reports = reports_of_crawl(work, run.crawl_id)
        rest = count_reasons(work, NOT_KEPT, crawl=run.crawl_id)
        troubled = list_urls(work, TROUBLED, crawl=run.crawl_id, limit=MAX_ROWS)
    console.print(f"\n{run.portal.title or run.portal.name}", style="bold")
    console.print(f"{run.portal.url}  ({WORDS.get(outcome, 'stopped early: ' + outcome)})")
    console.print(_fetched(run))
    if reports:
        print_table(
            console,
            "Reports read in this crawl, by organ",
            ("Organ", "Kind", "Division", "Reports", "Years"),
            _by_organ(reports),
        )
        console.print("By year: " + " · ".join(f"{year or 'unknown'}: {number}" for year, number in _by_year(reports)))
    else:
        console.print("No annual report was found on this portal.")
    if rest:
        rows = [(state, reason.replace("_", " "), str(number)) for state, reason, number in rest]
        print_table(console, "Not kept, and why", ("State", "Why", "Addresses"), rows)
    for url in troubled:
        console.print(f"{url.state}: {url.url} ({url.reason})")
    for name, place in _places(run, dump):
        console.print(f"{name:<9} {place}")


def _fetched(run: Run) -> str:
    counts = run.counts
    told = ", ".join(f"{counts[change]} {change}" for change in KEPT if counts[change])
    lines = [
        f"{counts['visited']} pages visited of {counts['discovered']} addresses found, "
        f"{counts['captures']} answers captured ({_size(counts['bytes'])}); "
        f"{counts['reports']} report pages read" + (f" ({told})" if told else "")
    ]
    if not run.is_full:
        lines.append(f"{counts[LEFT]} known pages were left as they were; -a full=1 asks for them too")
    if counts[MISSING]:
        lines.append(f"{counts[MISSING]} reports are named by no page any more")
    return "\n".join(lines)


def _by_organ(reports: Iterable[Report]) -> list[tuple[str, ...]]:
    groups = [
        list(group) for _, group in groupby(reports, key=lambda one: (one.organ, one.organ_kind, one.division_code))
    ]
    rows = [_organ_row(group) for group in groups[:MAX_ROWS]]
    if len(groups) > MAX_ROWS:
        rows.append((f"… and {len(groups) - MAX_ROWS} more organs", "", "", str(sum(map(len, groups[MAX_ROWS:]))), ""))
    return rows


def _organ_row(reports: list[Report]) -> tuple[str, ...]:
    one = reports[0]
    division = f"{one.division_name or ''} {one.division_code or ''}".strip()
    years = sorted({report.year for report in reports if report.year})
    return one.organ or "unknown", one.organ_kind or "", division, str(len(reports)), spell_years(years)


def _by_year(reports: Iterable[Report]) -> list[tuple[int | None, int]]:
    ordered = sorted(reports, key=lambda report: report.year or 0)
    return [(year, len(list(group))) for year, group in groupby(ordered, key=lambda report: report.year)]


def _places(run: Run, dump: Dump | None) -> list[tuple[str, str]]:
    places = [("Database", run.home.database_name), ("WARCs", str(run.home.warcs)), ("Crawl", run.crawl_id)]
    if dump:
        places.append(("Dump", f"{dump.folder} ({dump.reports} reports, {dump.lines} texts, {_size(dump.bytes)})"))
    return [(name, shorten(place)) for name, place in places]


def spell_years(years: list[int]) -> str:
    """2009, 2010, 2011, 2014 → "2009–2011, 2014"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _size(number: float) -> str:
    for factor, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "KB")):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number:.0f} bytes"
