"""Making the database again, and reading again what it was made from."""

import dataclasses
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from archive import errors
from archive.cli.filters import filter_options, read_filters
from archive.cli.pace import StoppedError, heed_signals
from archive.cli.shared import print_text, show_listing, show_steps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.home import Home
    from archive.remaking.rebuilt import Rebuilt
    from archive.remaking.replacing import Reparsed
    from archive.report.difference import Difference

MOST_LINES = 40
"""Differences of a page that are told."""


@click.command()
@click.option("--replace", is_flag=True, help="Put the new database in the place of the old, which is kept beside it.")
@click.pass_obj
def rebuild(home: "Home", /, replace: bool) -> None:
    """Make the database again from the WARC files alone, ids and corrections included.

    A SQLite database is made beside its place and put there when it is whole; one in PostgreSQL has to be new and
    empty. Exit code 8 where WARC files or records are missing or damaged: each is named with what is gone, and all else
    is there.
    """
    from archive.home import shorten
    from archive.remaking.rebuild import rebuild_database

    with show_steps() as progress:
        done = rebuild_database(home, replace=replace, progress=progress)
    for line in done.notes:
        print_text(line, err=True)
    for line in done.gone:
        print_text(f"GONE {line}")
    print_text(f"{shorten(home.database_name)}: {done.captures} captures, {done.pages} pages read, {_spell(done)}")
    if done.kept:
        print_text(f"the database before is kept as {shorten(str(done.kept))}", err=True)
    if done.gone:
        print_text("what a second copy has: archive verify --repair FROM, or archive restore; then again", err=True)
    sys.exit(errors.ALARM if done.gone else errors.DONE)


def _spell(done: "Rebuilt") -> str:
    return f"{len(done.gone)} things are gone" if done.gone else "nothing is missing"


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.option("--all", "every", is_flag=True, help="Also what this version has read already.")
@click.option("--reader", metavar="NAME", help="Only what this reader read: html, html/3, pdf.")
@filter_options
@click.option("--no-diff", is_flag=True, help="Only a line a page that changes, and not what differs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page that changes.")
@click.pass_obj
def reparse(
    home: "Home",
    /,
    dry_run: bool,
    every: bool,
    reader: str | None,
    no_diff: bool,
    as_json: bool,
    portal: str | None,
    **filters: Any,
) -> None:
    """Read pages again from their WARC records, where an earlier version read them, and keep what is better now.

    What is read as another report goes there; what the earlier readers made of a text is kept beside it. A run that was
    stopped goes on when it is run again. Exit code 1 where a page could not be read and stays as it was.
    """
    from archive.database import explained_errors, open_database, session
    from archive.remaking.reparse import Chosen, count_pages, reparse

    engine = open_database(home)
    counts: Counter[str] = Counter()
    is_stopped = False
    with explained_errors(home), heed_signals() as stop_if_told:
        with session(engine) as work:
            chosen = Chosen(every, portal, reader, _find_reports(work, portal, filters))
            total = count_pages(work, chosen)
            there = total or count_pages(work, dataclasses.replace(chosen, every=True))
        with show_listing("Reading", total) as (advance, tell):
            told = reparse(engine, home.warcs, chosen, dry_run=dry_run, stop_if_told=stop_if_told)
            try:
                for number, one in enumerate(told, start=1):
                    counts[one.outcome] += 1
                    advance(number)
                    if one.outcome != "same":
                        tell(spell_json(one, diff=not no_diff) if as_json else spell_change(one, diff=not no_diff))
            except StoppedError:
                is_stopped = True
        engine.dispose()
    if not there:
        print_text("nothing to read: no page that was ever read is one of those asked for", err=as_json)
        return
    _conclude(counts, total, dry_run=dry_run, is_stopped=is_stopped, as_json=as_json)


def _find_reports(work: "Session", portal: str | None, filters: dict[str, Any]) -> frozenset[str] | None:
    from archive.organs_seen import list_standings

    wanted = read_filters(work, portal=portal, **filters)
    if not any(filters.values()):
        return None
    return frozenset(one.id for one in list_standings(work) if wanted.has(one))


def spell_json(one: "Reparsed", *, diff: bool) -> str:
    told = dataclasses.asdict(one)
    return json.dumps(told if diff else {**told, "differences": None}, ensure_ascii=False)


def spell_change(one: "Reparsed", *, diff: bool) -> str:
    moved = f" (was {one.before})" if one.before and one.before != one.report else ""
    why = f": {one.why}" if one.why else ""
    lines = [f"{one.outcome}: {one.report or ''}{moved} {one.url}{why}"]
    if diff:
        lines += map(_spell_difference, one.differences[:MOST_LINES])
        if len(one.differences) > MOST_LINES:
            lines.append(f"  … and {len(one.differences) - MOST_LINES} more; --json has all")
    return "\n".join(lines)


def _spell_difference(one: "Difference") -> str:
    if one.field == "text":
        return f"  - {one.before}" if one.after is None else f"  + {one.after}"
    before, after = ("nothing" if value is None else value for value in (one.before, one.after))
    return f"  {one.field}: {before} → {after}"


def _conclude(counts: "Counter[str]", total: int, *, dry_run: bool, is_stopped: bool, as_json: bool) -> None:
    told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
    told = told or "nothing to read, this version has read all of them; --all reads them again"
    would = "; nothing was changed" if dry_run else ""
    print_text(f"{counts.total()} of {total} pages read again: {told}{would}", err=as_json)
    if is_stopped:
        print_text("stopped; run it again to go on", err=True)
        sys.exit(errors.STOPPED)
    sys.exit(errors.PROBLEMS if counts["left as it was"] else errors.DONE)
