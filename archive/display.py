"""Reports and counts for a person: rich tables on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.fixity.state import spell_state, tell_state
from archive.home import Home
from archive.ledger import count_states
from archive.logs import escape_controls
from archive.models import Base, Capture, Crawl, Report, ReportText, Sighting, Variant, Version
from archive.page import shown
from archive.page.cells import FAILING
from archive.page.origin import list_origin
from archive.page.text import UNTITLED
from archive.portals_seen import Seen
from archive.reading.controls import clean_controls
from archive.unread import count_unread

LAST_CRAWLS = 5
MAX_PORTALS = 20


class Screen(Console):
    """A console that prints words as they are: none of them is markup, or for the terminal to obey."""

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **how: Any) -> Text:
        return super().render_str(escape_controls(text), **how)


def collect_status(session: Session, home: Home) -> dict[str, Any]:
    tables: tuple[type[Base], ...] = (Report, ReportText, Variant, Version, Sighting, Capture)
    crawls = session.scalars(select(Crawl).order_by(Crawl.started.desc()).limit(LAST_CRAWLS))
    counts = {table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in tables}
    # What persons say is no report is kept, and counted nowhere.
    reports = select(func.count()).select_from(Report).where(Report.current_variant.is_not(None))
    return {
        "database": home.database_name,
        "warcs": str(home.warcs),
        "counts": {**counts, "report": session.scalar(reports)},
        "captured_bytes": int(session.scalar(select(func.coalesce(func.sum(Capture.warc_length), 0))) or 0),
        "fixity": tell_state(session),
        "by_year": _count(session, Report.year),
        "by_organ_kind": _count(session, Report.organ_kind),
        "by_form": _count_forms(session),
        "not_read_yet": count_unread(session),
        "ledger": count_states(session),
        "crawls": [
            {
                "id": crawl.id,
                "portal": crawl.portal,
                "seed": crawl.seed,
                "started": crawl.started.isoformat(timespec="seconds"),
                "finished": crawl.finished.isoformat(timespec="seconds") if crawl.finished else None,
                "outcome": crawl.outcome,
                "counts": crawl.counts,
            }
            for crawl in crawls
        ],
    }


def print_account(told: dict[str, Any]) -> None:
    """What `archive.account.tell_account` tells of a URL."""
    console = Screen(soft_wrap=True)
    console.print(told["address"], style="bold")
    console.print(f"{told['state']}: {told['reason'] or 'no reason'}")
    if told["next_at"]:
        console.print(f"to be asked again from {told['next_at']}")
    found = f"on {told['discovered_from']}" if told["discovered_from"] else "as a place where a crawl begins"
    named = f" as {told['anchor']!r}" if told["anchor"] else ""
    console.print(f"found {found}{named}, first {told['first_seen'][:19]}, last {told['last_seen'][:19]}")
    times = "once" if told["attempts"] == 1 else f"{told['attempts']} times"
    console.print(f"portal {told['portal']}, crawl {told['crawl']}, settled {times} in it")
    for one in told["captures"]:
        again = f", as capture {one['revisit_of']} said" if one["revisit_of"] else ""
        place = f"{one['warc_file']} at {one['warc_offset']}"
        console.print(
            f"answered {one['fetched_at'][:19]}: {one['status']}, {one['payload_length']:,} bytes{again}; {place}"
        )
    for one in told["versions"]:
        until = f", ended {one['ended'][:19]}" if one["ended"] else ""
        seen = f"{one['first_seen'][:19]} to {one['last_seen'][:19]}"
        console.print(f"version {one['number']}: report {one['report']}, seen {seen}{until}")
    for one in told["led_to"]:
        console.print(f"led to {one['url']} ({one['state']}: {one['reason'] or 'no reason'})")


def print_status(told: dict[str, Any]) -> None:
    console = Screen()
    counts = told["counts"]
    console.print(
        f"Database  {told['database']}\nWARCs     {told['warcs']} ({told['captured_bytes']:,} bytes in records)",
        soft_wrap=True,
    )
    console.print(
        f"{counts['report']} reports, {counts['text']} texts, {counts['variant']} variants, "
        f"{counts['version']} versions, {counts['sighting']} sightings, {counts['capture']} captures"
    )
    if told["fixity"]["parts"]:
        console.print(f"Fixity    {spell_state(told['fixity'])}", soft_wrap=True)
    if any(told["not_read_yet"].values()):
        console.print(_spell_unread(told["not_read_yet"]), soft_wrap=True)
    for title, key in (
        ("By year", "by_year"),
        ("By kind of organ", "by_organ_kind"),
        ("By form", "by_form"),
        ("Addresses", "ledger"),
    ):
        if told[key]:
            console.print(
                f"{title}: " + " · ".join(f"{name}: {number}" for name, number in told[key].items()), soft_wrap=True
            )
    if told["crawls"]:
        print_table(
            console,
            "Last crawls",
            ("Started", "Portal", "Outcome", "Pages", "Reports"),
            [_crawl_row(crawl) for crawl in told["crawls"]],
        )


def tell_portals(portals: Iterable[Seen]) -> list[dict[str, Any]]:
    """How portals do, those in trouble first. `share` of the addresses that the last crawl asked for gave a page.
    What is alarming about a paused portal needs nobody: somebody has decided."""
    told = [_tell_portal(seen) for seen in portals]
    return sorted(
        told,
        key=lambda one: (
            not one["alarms"],
            one["failing_since"] is None,
            -(one["failed"] + one["blocked"]),
            one["domain"],
        ),
    )


def _tell_portal(seen: Seen) -> dict[str, Any]:
    last = seen.last
    return {
        "domain": seen.domain,
        "paused": seen.paused is not None,
        "last_run": last and last.started.isoformat(timespec="seconds"),
        "outcome": last and last.outcome,
        "reports": seen.reports,
        "new": last.new if last else 0,
        "failed": seen.states.get("failed", 0),
        "blocked": seen.states.get("blocked", 0),
        "share": last and last.share,
        "failing_since": seen.failing_since and seen.failing_since.isoformat(timespec="seconds"),
        "alarms": [] if seen.paused else list(seen.alarms),
    }


def print_portals(told: Sequence[dict[str, Any]]) -> None:
    """What `tell_portals` tells: alarms in lines of their own, and a bounded table."""
    console = Screen()
    alarms = [f"ALARM {one['domain']} {alarm}" for one in told for alarm in one["alarms"]]
    for line in alarms[:MAX_PORTALS]:
        console.print(line, style="bold red", soft_wrap=True)
    if len(alarms) > MAX_PORTALS:
        console.print(f"ALARM … and {len(alarms) - MAX_PORTALS} more")
    if told:
        columns = ("Portal", "Last run", "Outcome", "Reports", "New", "Failed", "Blocked", "Good", "Failing since")
        print_table(console, "Portals", columns, [_portal_row(one) for one in told[:MAX_PORTALS]])
    if len(told) > MAX_PORTALS:
        console.print(f"… and {len(told) - MAX_PORTALS} more portals; --json has all")


def _portal_row(one: dict[str, Any]) -> list[str]:
    ran = (one["outcome"] or "not finished") if one["last_run"] else ""
    return [
        one["domain"],
        (one["last_run"] or "never")[:16],
        f"{ran} paused".strip() if one["paused"] else ran,
        *(str(one[key]) for key in ("reports", "new", "failed", "blocked")),
        "" if one["share"] is None else f"{one['share']:.0%}",
        (one["failing_since"] or "")[:10],
    ]


def print_report(line: dict[str, Any], texts: Sequence[shown.Text] = ()) -> None:
    """A dump line, for reading; `texts`: all that the report has."""
    console = Screen()
    print_title(console, line["title"])
    print_block(console, (*shown.list_head(line, texts), *shown.list_body(line)))


def print_provenance(told: dict[str, Any]) -> None:
    """What `archive.provenance` tells."""
    print_block(Screen(), list_origin(told))


def print_title(console: Console, title: str | None) -> None:
    console.print(Text(clean_controls(title or UNTITLED)[0]), style="bold", soft_wrap=True)


def print_block(console: Console, lines: Iterable[str]) -> None:
    """Lines with what fails in colour on a terminal; nothing in them is for it to obey."""
    for line in lines:
        text = Text(clean_controls(line)[0])
        text.highlight_regex(rf"{FAILING}[^|]*", "bold red")
        console.print(text, soft_wrap=True)


def print_unread(told: dict[str, Any]) -> None:
    """A report that is only in a file so far (`archive.unread.find_unread`): where it is, and where its bytes lie."""
    console = Screen()
    print_title(console, told["title"])
    console.print(f"Not read yet: {told['captured']['reason']}", soft_wrap=True)
    here = {"url": told["url"], "name": "this address", "captured": told["captured"]}
    print_block(console, shown.list_files([here, *told["files"]]))
    for key in ("portal", "discovered_from"):
        console.print(f"  {key:<15} {told[key]}", soft_wrap=True)


def _spell_unread(unread: dict[str, int]) -> str:
    files, pictures = unread["report_in_file"], unread["report_in_picture"]
    return f"Reports not read yet: only in a file: {files} · only in pictures: {pictures}"


def _count(session: Session, column: Any) -> dict[str, int]:
    query = select(column, func.count()).where(Report.current_variant.is_not(None)).group_by(column).order_by(column)
    return {"unknown" if value is None else str(value): number for value, number in session.execute(query)}


def _count_forms(session: Session) -> dict[str, int]:
    form = Variant.form
    query = select(form, func.count()).join(Report, Report.current_variant == Variant.id).group_by(form).order_by(form)
    return {value or "unknown": number for value, number in session.execute(query)}


def _crawl_row(crawl: dict[str, Any]) -> list[str]:
    done = crawl["counts"] or {}
    outcome = crawl["outcome"] or "not finished"
    return [
        crawl["started"],
        crawl["portal"] or crawl["seed"],
        outcome,
        str(done.get("visited", "")),
        str(done.get("reports", "")),
    ]


def print_table(console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A drawn table on a terminal; in a pipe a line a row, cells between tabs."""
    if not console.is_terminal:
        for line in (
            title,
            *(["\t".join(columns)] if columns else []),
            *("\t".join(" ".join(cell.split()) for cell in row) for row in rows),
        ):
            console.out(line, highlight=False)
        return
    table = Table(*columns, title=title, title_justify="left", show_header=bool(columns), show_lines=not columns)
    for row in rows:
        table.add_row(*row)
    console.print(table)
