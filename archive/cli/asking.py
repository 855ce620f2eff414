"""Asking the archive: one report, its sums and who published which years, and a dump of all."""

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.filters import filter_options, read_filters, tell_filters
from archive.cli.shared import name_report, open_archive, print_json, print_text, show_progress
from archive.errors import UsageError
from archive.export import FORMATS

if TYPE_CHECKING:
    from archive.home import Home
    from archive.sums_asked import Tally

MAX_LISTED = 20


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
        return f"the archive holds no report for {given}" if given else "the archive holds no report yet"
    from archive.page.sums import spell_tally

    return spell_tally(tally)


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
