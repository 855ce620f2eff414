"""`archive takedown`: a report is shown no more, and its addresses are not asked for."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from archive.cli.correcting import login
from archive.cli.shared import DECISIONS, appending, name_report, open_archive, print_text
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.home import Home


@click.command()
@click.argument("name", metavar="ID|URL", required=False)
@click.option("--why", metavar="TEXT", help="On whose demand, and on which ground. Needed.")
@click.option("--who", envvar="ARCHIVE_WHO", metavar="NAME", help="Who decides so (ARCHIVE_WHO). Default: your login.")
@click.option("--lift", is_flag=True, help="The report may be shown again.")
@click.option("--list", "listed", is_flag=True, help="Every report that is taken down; changes nothing.")
@click.pass_obj
def takedown(home: "Home", name: str | None, why: str | None, who: str | None, lift: bool, listed: bool) -> None:
    """Take a report down: its texts are shown, found and handed out no more, and none of its addresses is fetched.

    Tombstones with its id, its addresses and the hashes of its texts stay, also after a rebuild and where a crawl meets
    it again. The bytes stay in the WARC files; `archive cdxj` leaves them out. --lift undoes it; then `archive reparse`
    reads its pages again.
    """
    from archive.upsert import storable

    if listed:
        _list(home)
        return
    if not name:
        raise UsageError("which report? Give its id or a URL that says it")
    if not (why or "").strip():
        raise UsageError("--why is missing: on whose demand, and on which ground? It stands on record")
    said = {"who": storable(who or login()), "why": storable(why)}
    print_text(_lift(home, name, **said) if lift else _take_down(home, name, **said))


def _take_down(home: "Home", name: str, *, who: str, why: str) -> str:
    from archive import inquiry, journal
    from archive.takedown import describe, take_down

    now = datetime.now(UTC)
    with appending(home, DECISIONS) as (work, writer):
        found = inquiry.find_reports(work, name)
        if len(found) != 1:
            several = "\n  ".join([f"names {len(found)} reports; give the id of one:", *map(name_report, found[:20])])
            raise UsageError(f"{name!r} {several if found else 'names no report'}{inquiry.say_short(name)}")
        called = name_report(found[0])
        told = describe(work, found[0], who=who, why=why)
        journal.note_takedown(writer, told, made=now)
        take_down(work, told, made=now)
    return f"{called}: taken down, with {len(told['texts'])} texts at {len(told['urls'])} addresses"


def _lift(home: "Home", name: str, *, who: str, why: str) -> str:
    from archive import journal
    from archive.address import url_key
    from archive.takedown import find_taken_down, lift

    now = datetime.now(UTC)
    with appending(home, DECISIONS) as (work, writer):
        found = find_taken_down(work, name, url_key(name))
        if found is None:
            raise UsageError(f"{name!r} is not taken down. `archive takedown --list` lists what is")
        report = found.report_id
        told = {"report_id": report, "report": found.report, "urls": None, "texts": None, "who": who, "why": why}
        urls = lift(work, report)
        journal.note_takedown(writer, {**told, "lifted": urls}, made=now)
    return f"{report}: may be shown again. `archive reparse` reads its pages at {len(urls)} addresses again"


def _list(home: "Home") -> None:
    from sqlalchemy import select

    from archive.models import Tombstone

    with open_archive(home) as work:
        query = select(Tombstone).where(Tombstone.kind == "report").order_by(Tombstone.made, Tombstone.value)
        for one in work.scalars(query):
            whose = f"{one.report['year'] or 'year unknown'}\t{one.report['organ'] or ''}"
            print_text(f"{one.value}\t{whose}\t{one.made:%Y-%m-%d}\t{one.who}\t{one.why}")
