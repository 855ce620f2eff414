"""`archive portals …`: list, check, pause and resume portals. `archive` finds these commands as an entry point."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from archive import errors, pauses
from archive.cli.shared import DECISIONS, appending, open_archive, print_json, print_text
from archive.display import Screen, print_table
from archive.home import Home
from archive.journal import note_pause
from archive.portals_seen import look_at_portals
from crawler import portals
from crawler.register import Entry, choose_entries, describe, find_domain, read_register
from crawler.verdict import Finding, exit_code, judge_portal

COLUMNS = ("Name", "Title", "Begins at", "Verified", "Paused", "Last crawl", "Reports", "In trouble")
MARKS = {"note": "", "person": "NEEDS A PERSON ", "alarm": "ALARM "}


@click.group(name="portals", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a portal.")
@click.pass_context
def portals_command(context: click.Context, as_json: bool) -> None:
    """List the portals: those of crawler/portals/, and those crawled by their address.

    check says what a portal's file and its last crawls tell, pause and resume take it out of crawling and back.
    """
    if context.invoked_subcommand:
        return
    entries = read_entries(context.obj)
    if as_json:
        for entry in entries:
            print_json(describe(entry))
    else:
        print_table(Screen(soft_wrap=True), "Portals", COLUMNS, [_row(entry) for entry in entries])
    faults = [fault for entry in entries for fault in entry.faults]
    for fault in faults:
        print_text(f"archive portals: {fault}", err=True)
    sys.exit(errors.PROBLEMS if faults else errors.DONE)


@portals_command.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a portal.")
@click.pass_obj
def check(home: Home, names: tuple[str, ...], as_json: bool) -> None:
    """Is a portal's file right, and what do its last crawls say? All portals where none is named.

    Exit code 1 where something needs a person, 8 where a portal's last finished crawl is an alarm: it gave none of the
    reports there were, or far fewer pages than usual.
    """
    now = datetime.now(UTC)
    judged = [(entry, judge_portal(entry, now)) for entry in choose_entries(read_entries(home), names)]
    for entry, findings in judged:
        if as_json:
            told = [{"level": finding.level, "message": finding.message} for finding in findings]
            print_json({**describe(entry), "findings": told})
        else:
            print_check(entry, findings)
    sys.exit(exit_code([finding for _, findings in judged for finding in findings]))


@portals_command.command()
@click.argument("name")
@click.option("--why", help="Shown to whoever tries to crawl it.")
@click.pass_obj
def pause(home: Home, name: str, why: str | None) -> None:
    """Do not crawl a portal until it is resumed; NAME is its name, host or address."""
    with appending(home, DECISIONS) as (work, writer):
        now = datetime.now(UTC)
        domain = _domain(work, name)
        found = pauses.pause(work, domain, now=now, why=why)
        note_pause(writer, domain, found, made=now)
    print_text(f"{name}: paused since {found.since:%Y-%m-%d %H:%M} UTC" + (f": {found.why}" if found.why else ""))


@portals_command.command()
@click.argument("name")
@click.pass_obj
def resume(home: Home, name: str) -> None:
    """Let a paused portal be crawled again."""
    with appending(home, DECISIONS) as (work, writer):
        domain = _domain(work, name)
        if was_paused := pauses.resume(work, domain):
            note_pause(writer, domain, None, made=datetime.now(UTC))
    print_text(f"{name}: {'resumed' if was_paused else 'was not paused'}")


def read_entries(home: Home) -> list[Entry]:
    with open_archive(home) as work:
        return read_register(look_at_portals(work), portals.FOLDER)


def print_check(entry: Entry, findings: Sequence[Finding]) -> None:
    # Brings the libraries that read reports, for which `archive --help` need not wait.
    from crawler.summary import spell_years  # noqa: PLC0415

    seen, console = entry.seen, Screen(soft_wrap=True)
    title = entry.portal.title if entry.portal else None
    console.print("  ".join(filter(None, (entry.name, title, entry.url))), style="bold")
    if seen.last:
        pages = f"{seen.last.pages} pages, {seen.last.reports} of them reports"
        console.print(f"  last crawl  {_last_crawl(entry)}: {pages}")
        console.print("  lists       " + (_counted(seen.mechanisms) or "none recognised"))
    if seen.last_seen:
        held = f"{seen.reports} ({spell_years(list(seen.years))}), last seen {seen.last_seen:%Y-%m-%d}"
        console.print(f"  reports     {held}")
    if seen.trouble:
        console.print("  in trouble  " + _counted([(f"{state}, {why}", n) for state, why, n in seen.trouble]))
    for finding in findings:
        console.print(f"  {MARKS[finding.level]}{finding.message}")


def _domain(work: Session, name: str) -> str:
    return find_domain(read_register(look_at_portals(work), portals.FOLDER), name)


def _row(entry: Entry) -> list[str]:
    portal, seen = entry.portal, entry.seen
    return [
        entry.name,
        (portal.title if portal else None) or "",
        entry.url or "",
        "wrong file" if entry.faults and not portal else _verified(entry),
        f"since {seen.paused.since:%Y-%m-%d}" if seen.paused else "",
        _last_crawl(entry),
        str(seen.reports),
        str(sum(number for *_, number in seen.trouble)),
    ]


def _verified(entry: Entry) -> str:
    if entry.portal is None:
        return "no file"
    return entry.portal.verified.isoformat() if entry.portal.verified else "never"


def _last_crawl(entry: Entry) -> str:
    last = entry.seen.last
    return f"{last.started:%Y-%m-%d %H:%M} {last.outcome or 'not finished'}" if last else "never"


def _counted(numbers: Sequence[tuple[str, int]]) -> str:
    return " · ".join(f"{name}: {number}" for name, number in numbers)
