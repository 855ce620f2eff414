"""Asking the archive: one report, its sums and who published which years, and a dump of all."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.filters import filter_options, read_filters, tell_filters
from archive.cli.shared import name_report, open_archive, print_json, print_text, show_progress
from archive.errors import UsageError
from archive.export import FORMATS

if TYPE_CHECKING:
    from archive.coverage import Covered
    from archive.home import Home
    from archive.organs_seen import Standing, Wanted
    from archive.sums_asked import Tally

MAX_LISTED = 20
MAX_ROWS = 200
"""Organs of a table on a screen."""


@click.command()
@click.argument("name", metavar="ID|URL")
@click.option("--json", "as_json", is_flag=True, help="The report as a line of the dump.")
@click.pass_obj
def show(home: "Home", name: str, as_json: bool) -> None:
    """One report with its provenance, by its id (or the beginning of it), or by a URL it was seen at."""
    from archive import display, store

    with open_archive(home) as work:
        found = store.find_reports(work, name)
        if not found and (unread := store.find_unread(work, name)):
            print_json(unread) if as_json else display.print_unread(unread)
            return
        if not found:
            raise UsageError(f"no report has the id or URL {name!r}. `archive export` lists all")
        if len(found) > 1:
            raise UsageError(
                "\n  ".join([f"{name!r} names {len(found)} reports:", *map(name_report, found[:MAX_LISTED])])
            )
        line = store.current_line(work, found[0])
    if as_json:
        print_json(line)
    else:
        display.print_report(line)


@click.command()
@filter_options
@click.option("--form", type=click.Choice(["free", "2014", "2019", "2021"]), help="Only reports in this form.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Only this rule, or all that begin so: applications. May be given more than once.",
)
@click.option("--verdict", type=click.Choice(["reading", "agency"]), help="Only failures with this verdict.")
@click.option(
    "--status",
    type=click.Choice(["fail", "cannot_tell", "pass"]),
    default="fail",
    show_default=True,
    help="Which sums are listed.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a sum.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="End when so many are listed.")
@click.pass_obj
def checks(
    home: "Home",
    /,
    form: str | None,
    rules: tuple[str, ...],
    verdict: str | None,
    status: str,
    as_json: bool,
    limit: int | None,
    **filters: Any,
) -> None:
    """Sums of the statistics that do not hold, within a report and from one year to the next (勾稽关系).

    Every failure has a verdict: agency, where the table was read without doubt and is printed so; reading, where it may
    be misread, with the reason. Listed are the current texts, organ by organ, years ascending; in a pipe a line a sum,
    tab-separated. The summary goes to standard error. Exit code 0 whatever is found: failing sums are the agencies'.
    """
    from archive.organs_seen import group_by_organ
    from archive.sums_asked import Tally, check_reports

    if verdict and status != "fail":
        raise UsageError("only a sum that fails has a verdict; leave out --verdict or --status")
    tally = Tally(_read_rules(rules), status, verdict)
    with open_archive(home) as work:
        wanted = read_filters(work, **filters)
        write = _choose_writer(as_json=as_json)
        groups = group_by_organ(work)
        total = sum(wanted.has(one) for group in groups for one in group)
        with show_progress("Checking", total) as advance:
            told = check_reports(work, groups, wanted, form=form, done=advance)
            for one in islice(tally.pick(told), limit):
                write(one)
    click.echo(_sum_up(tally, tell_filters(**filters, form=form), limited=tally.picked == limit), err=True)


def _sum_up(tally: "Tally", given: str, *, limited: bool) -> str:
    if limited:
        return "there may be more: without --limit all are listed"
    if not tally.reports:
        return _say_nothing(given)
    from archive.page.sums import spell_tally

    return spell_tally(tally)


def _say_nothing(given: str) -> str:
    return f"the archive holds no report for {given}" if given else "the archive holds no report yet"


def _read_rules(asked: tuple[str, ...]) -> frozenset[str]:
    from archive.sums_asked import RULES

    names: set[str] = set()
    for name in asked or ("",):
        found = {rule for rule in RULES if not name or rule == name or rule.startswith(f"{name.rstrip('.')}.")}
        if not found:
            raise UsageError(f"no rule is called {name!r}; there is {', '.join(RULES)}")
        names |= found
    return frozenset(names)


def _choose_writer(*, as_json: bool) -> Any:
    from archive.page.sums import COLUMNS, lines_of_sum, row_of_sum, tell_sum

    if as_json:
        return lambda one: print_json(tell_sum(one))
    if sys.stdout.isatty():
        return lambda one: print_text("\n".join(lines_of_sum(one)))
    print_text("\t".join(COLUMNS))
    return lambda one: print_text("\t".join(row_of_sum(one)))


@click.command()
@filter_options
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["government", "department", "township", "other"]),
    help="Only organs of this kind. May be given more than once.",
)
@click.option("--missing", is_flag=True, help="Only organs of which a year is missing, or that were not seen since.")
@click.option("--late", is_flag=True, help="Only organs of which a report was late.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an organ.")
@click.pass_obj
def coverage(home: "Home", /, kinds: tuple[str, ...], missing: bool, late: bool, as_json: bool, **filters: Any) -> None:
    """Organ by organ, which years are there: in time, late, missing; an organ that was renamed is one row.

    A report is judged by the day its site published it, or it was signed (--json says by which), against the day the
    regulation gives; where these contradict each other it is not called late. Missing is a year between two that are
    there; what lies behind the last year seen is told apart, since an organ can cease. In a pipe a line an organ,
    tab-separated. The summary goes to standard error.
    """
    from archive.coverage import CHINA, Total, cover_organs, is_asked, is_placed
    from archive.organs_seen import group_by_organ
    from archive.page.coverage import lines_of_total
    from archive.store import count_unread

    total = Total()
    with open_archive(home) as work:
        wanted = read_filters(work, kinds=kinds, **filters)
        groups = group_by_organ(work)
        total.unplaced = sum(wanted.has_organ(one) and not is_placed(one) for group in groups for one in group)
        unread = 0 if any(filters.values()) else sum(count_unread(work).values())
        with show_progress("Covering", len(groups)) as advance:
            found = cover_organs(work, groups, wanted, datetime.now(CHINA).date(), done=advance)
            asked = (one for one in total.count(found) if is_asked(one, missing=missing, late=late))
            _write_coverage(asked, _list_years(groups, wanted), as_json=as_json)
    if total.organs:
        given = lines_of_total(total, unread)
    else:
        given = iter([_say_nothing(tell_filters(**filters, kind=" ".join(kinds)))])
    for line in given:
        click.echo(line, err=True)


def _list_years(groups: "Sequence[Sequence[Standing]]", wanted: "Wanted") -> range:
    """The columns: from the first year that any organ has to the last that can be told."""
    from archive.coverage import CHINA

    years = [one.year for group in groups for one in group if one.year is not None and one.organ is not None]
    first, last = min(years, default=0), max([*years, datetime.now(CHINA).year - 1])
    asked = wanted.years or (first, last)
    return range(max(first, asked[0]), min(last, asked[1]) + 1)


def _write_coverage(found: "Iterator[Covered]", years: range, *, as_json: bool) -> None:
    from rich.console import Console

    from archive import display
    from archive.page import coverage as page

    if as_json:
        for one in found:
            print_json(page.tell_organ(one))
    elif sys.stdout.isatty():
        console = Console(highlight=False, markup=False, emoji=False)
        rows = [page.row_of_organ(one, years, short=True) for one in islice(found, MAX_ROWS)]
        display.print_table(console, "Coverage", page.columns_of(years, short=True), rows)
        left = sum(1 for _ in found)
        for line in (*page.LEGEND, *([f"… and {left:,} more organs; a pipe and --json have all"] if left else [])):
            click.echo(line)
    else:
        print_text("\t".join(page.columns_of(years, short=False)))
        for one in found:
            print_text("\t".join(page.row_of_organ(one, years, short=False)))


@click.command(name="export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "formats", default="jsonl", show_default=True, help=f"Comma-separated: {', '.join(FORMATS)}.")
@click.pass_obj
def export_command(home: "Home", folder: Path, formats: str) -> None:
    """Write a dump of the whole archive to DIR; an older dump there is replaced when the new one is whole."""
    from archive.export.dump import export

    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    if not chosen or set(chosen) - set(FORMATS):
        raise UsageError(f"no format is called {formats!r}; there is {', '.join(FORMATS)}")
    with show_progress("Writing", None) as advance:
        dump = export(home, folder, formats=chosen, progress=advance)
    click.echo(f"{dump.folder}: {dump.reports} reports, {dump.lines} texts, {dump.bytes:,} bytes")
