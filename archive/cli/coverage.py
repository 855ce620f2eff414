"""`archive coverage`: which years of which organ are there."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from archive.cli.filters import filter_options, kind_option, read_filters, say_nothing, tell_filters
from archive.cli.shared import open_archive, print_text, show_listing

if TYPE_CHECKING:
    from archive.coverage import Covered
    from archive.home import Home
    from archive.organs_seen import Standing, Wanted

MAX_ROWS = 200
"""Organs of a table on a screen."""


@click.command()
@filter_options
@kind_option
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
    from archive.unread import count_unread

    total = Total()
    with open_archive(home) as work:
        wanted = read_filters(work, kinds=kinds, **filters)
        groups = group_by_organ(work)
        total.unplaced = sum(wanted.has_organ(one) and not is_placed(one) for group in groups for one in group)
        unread = 0 if any(filters.values()) else sum(count_unread(work).values())
        years = _list_years(groups, wanted)
        with show_listing("Covering", len(groups)) as (advance, say):
            found = cover_organs(work, groups, wanted, datetime.now(CHINA).date(), done=advance)
            asked = (one for one in total.count(found) if is_asked(one, missing=missing, late=late))
            if sys.stdout.isatty() and not as_json:
                drawn, left = list(islice(asked, MAX_ROWS)), sum(1 for _ in asked)
            else:
                drawn, left = [], 0
                for line in _spell_organs(asked, years, as_json=as_json):
                    say(line)
    _draw_organs(drawn, years, left)
    if total.organs:
        given = lines_of_total(total, unread)
    else:
        given = iter([say_nothing(tell_filters(**filters, kind=" ".join(kinds)))])
    for line in given:
        print_text(line, err=True)


def _list_years(groups: "Sequence[Sequence[Standing]]", wanted: "Wanted") -> range:
    """The columns: from the first year of any organ that is wanted to the last that can be told."""
    from archive.coverage import CHINA

    chosen = (one for group in groups for one in group if one.organ is not None and wanted.has_organ(one))
    years = [one.year for one in chosen if one.year is not None]
    if not years:
        return range(0)
    first, last = min(years), max(*years, datetime.now(CHINA).year - 1)
    asked = wanted.years or (first, last)
    return range(max(first, asked[0]), min(last, asked[1]) + 1)


def _spell_organs(found: "Iterable[Covered]", years: range, *, as_json: bool) -> Iterator[str]:
    from archive.page.coverage import columns_of, row_of_organ, tell_organ

    if as_json:
        yield from (json.dumps(tell_organ(one), ensure_ascii=False) for one in found)
    else:
        for number, one in enumerate(found):
            if number == 0:
                yield "\t".join(columns_of(years))
            yield "\t".join(row_of_organ(one, years, short=False))


def _draw_organs(drawn: "Sequence[Covered]", years: range, left: int) -> None:
    """On a screen; `left` more are not drawn."""
    from archive.display import Screen
    from archive.page.coverage import LEGEND
    from archive.page.coverage_table import draw_organs

    if not drawn:
        return
    console = Screen()
    more = [f"… and {left:,} more organs; a pipe and --json have all"] if left else []
    for line in (*draw_organs(drawn, years, console.width), "", *LEGEND, *more):
        console.print(line, soft_wrap=True)
