"""Running the archive: its database, how its portals do, what became of an address."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import errors
from archive.address import url_key
from archive.cli.shared import DECISIONS, appending, open_archive, print_json, print_text, write_whole
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.home import Home


@click.command()
@click.pass_obj
def init(home: "Home") -> None:
    """Create the database, or upgrade it to this version."""
    from archive.home import shorten
    from archive.migrate import create_database

    print_text(f"{shorten(home.database_name)}: {create_database(home)}")


@click.command()
@click.option("--portal", metavar="DOMAIN", help="Only that portal, by its domain as in www.example.gov.cn.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every portal.")
@click.pass_obj
def status(home: "Home", portal: str | None, as_json: bool) -> None:
    """What the archive holds, and how its portals do: reports by year and form, the ledger, the last crawls; then a
    line a portal, those in trouble first.

    Exit code 8 where a portal's last finished crawl is an alarm: it gave none of the reports there were, or far fewer
    pages than usual.
    """
    from archive import display
    from archive.portals_seen import look_at_portals

    with open_archive(home) as work:
        seen = look_at_portals(work)
        if portal is not None and portal not in seen:
            raise UsageError(f"no portal {portal!r} was ever crawled. `archive portals` lists them")
        told = {} if portal else display.collect_status(work, home)
    told["portals"] = display.tell_portals(seen.values() if portal is None else [seen[portal]])
    if as_json:
        print_json(told)
    else:
        if not portal:
            display.print_status(told)
        display.print_portals(told["portals"])
    sys.exit(errors.ALARM if any(one["alarms"] for one in told["portals"]) else errors.DONE)


@click.command()
@click.option("--output", metavar="FILE", help="Into a file, which is there whole or not at all.")
@click.pass_obj
def metrics(home: "Home", output: str | None) -> None:
    """How the portals do, in Prometheus' text form: last crawl, reports, addresses by state, alarms.

    Made for the textfile collector of node_exporter; an alarm is a value here and no exit code.
    """
    from archive.metrics import write_metrics
    from archive.portals_seen import look_at_portals

    with open_archive(home) as work:
        told = write_metrics(look_at_portals(work).values())
    if output is None:
        click.echo(told, nl=False)
    else:
        write_whole(Path(output), told)


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def why(home: "Home", url: str, as_json: bool) -> None:
    """What became of one URL: its state and why, how it was found, each answer it gave, and where it led."""
    from archive import display
    from archive.account import tell_account

    with open_archive(home) as work:
        told = tell_account(work, url)
    if told is None:
        raise UsageError(f"the ledger has never met {url_key(url)}: no page that was crawled links to it")
    if as_json:
        print_json(told)
    else:
        display.print_account(told)


@click.command()
@click.argument("url", required=False)
@click.option("--portal", metavar="DOMAIN", help="Those of one portal, by its domain as in www.example.gov.cn.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["failed", "blocked", "quarantined"]),
    help="Only those in this state; all three where none is named. May be given more than once.",
)
@click.option("--all", "every", is_flag=True, help="Those of every portal.")
@click.pass_obj
def retry(home: "Home", url: str | None, portal: str | None, states: tuple[Any, ...], every: bool) -> None:
    """Put what failed, was blocked or was quarantined back: the next crawl of its portal asks for it again."""
    from archive.account import put_back
    from archive.journal import note_ledger
    from archive.ledger import TROUBLED
    from archive.models import Url
    from archive.upsert import in_parts

    if [bool(url), bool(portal), every].count(True) != 1:
        raise UsageError("say what is to be tried again: a URL, --portal DOMAIN, or --all")
    with appending(home, DECISIONS) as (work, writer):
        found = put_back(work, states=states or TROUBLED, url=url, portal=portal)
        for part in in_parts(found):
            note_ledger(work, writer, part[0], Url.url.in_(part), made=datetime.now(UTC))
    print_text(f"{len(found)} {'address waits' if len(found) == 1 else 'addresses wait'} for the next crawl")
    sys.exit(errors.DONE if found else errors.PROBLEMS)
