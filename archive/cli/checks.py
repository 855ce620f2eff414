"""`archive checks`: the sums that do not hold."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from archive.cli.filters import filter_options, read_filters, say_nothing, tell_filters
from archive.cli.shared import open_archive, print_text, show_listing
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.home import Home
    from archive.sums_asked import Checked, Tally


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
        groups = group_by_organ(work)
        total = sum(wanted.has(one) for group in groups for one in group)
        with show_listing("Checking", total) as (advance, say):
            told = check_reports(work, groups, wanted, form=form, done=advance)
            for line in _spell_sums(islice(tally.pick(told), limit), as_json=as_json):
                say(line)
    print_text(_sum_up(tally, tell_filters(**filters, form=form), limited=tally.picked == limit), err=True)


def _sum_up(tally: "Tally", given: str, *, limited: bool) -> str:
    if limited:
        return "there may be more: without --limit all are listed"
    if not tally.reports:
        return say_nothing(given)
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


def _spell_sums(picked: "Iterable[Checked]", *, as_json: bool) -> Iterator[str]:
    """Lines of JSON; for a person some lines a sum; in a pipe cells between tabs, under their names."""
    from archive.page.sums import COLUMNS, lines_of_sum, row_of_sum, tell_sum

    if as_json:
        yield from (json.dumps(tell_sum(one), ensure_ascii=False) for one in picked)
    elif sys.stdout.isatty():
        yield from ("\n".join(lines_of_sum(one)) for one in picked)
    else:
        yield "\t".join(COLUMNS)
        yield from ("\t".join(row_of_sum(one)) for one in picked)
