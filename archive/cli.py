"""`archive …`: everything that asks the archive or changes it without the network.

Each command imports what it needs: one that asks no database, or reads no page, does not wait for their libraries.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import errors
from archive.address import split_address, url_key
from archive.errors import ArchiveError, StorageError, UsageError
from archive.export import FORMATS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.home import Home
    from archive.models import Report
    from archive.sandbox import Sandbox

MAX_LISTED = 20


COMMANDS = "archive.commands"
"""Entry points of this group are commands too: those that know the crawler, which the archive does not."""


class Cli(click.Group):
    """Our own errors become one line on standard error and their exit code, never a traceback."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *entry_points(group=COMMANDS).names})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if command := super().get_command(context, name):
            return command
        return next((found.load() for found in entry_points(group=COMMANDS, name=name)), None)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ArchiveError as error:
            click.echo(f"archive: {error}", err=True)
            context.exit(error.exit_code)


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    envvar="ARCHIVE_HOME",
    metavar="DIR",
    help="The archive's folder (ARCHIVE_HOME). Default: var/ beside scrapy.cfg.",
)
@click.option(
    "--database",
    envvar="ARCHIVE_DATABASE",
    metavar="URL",
    help="Its database (ARCHIVE_DATABASE). Default: SQLite in the home.",
)
@click.option(
    "--warcs",
    envvar="ARCHIVE_WARCS",
    metavar="DIR",
    help="Its WARC files (ARCHIVE_WARCS). Default: warcs/ in the home.",
)
@click.version_option(package_name="disclosure-archive")
@click.pass_context
def main(context: click.Context, home: str | None, database: str | None, warcs: str | None) -> None:
    """An archive of China's government disclosure reports (政府信息公开工作年度报告).

    Exit codes: 0 done · 1 done with problems that the output names · 2 wrong usage · 3 database missing, newer or
    damaged ·
    4 nothing reachable · 5 disk full or not writable · 6 another run holds it · 7 stopped by a signal · 8 alarm:
    a portal that had reports gives none, or far fewer pages than usual; damage found.
    """
    from archive.home import find_home

    context.obj = find_home({"ARCHIVE_HOME": home, "ARCHIVE_DATABASE": database, "ARCHIVE_WARCS": warcs})


@main.command()
@click.pass_obj
def init(home: "Home") -> None:
    """Create the database, or upgrade it to this version."""
    from archive.home import shorten
    from archive.migrate import create_database

    click.echo(f"{shorten(home.database_name)}: {create_database(home)}")


@main.command()
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


@main.command()
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
        _write_whole(Path(output), told)


@main.command()
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
                "\n  ".join([f"{name!r} names {len(found)} reports:", *map(_name_report, found[:MAX_LISTED])])
            )
        line = store.current_line(work, found[0])
    if as_json:
        print_json(line)
    else:
        display.print_report(line)


@main.command()
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


@main.command()
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
    from archive.ledger import TROUBLED

    if [bool(url), bool(portal), every].count(True) != 1:
        raise UsageError("say what is to be tried again: a URL, --portal DOMAIN, or --all")
    with open_archive(home, write=True) as work:
        number = put_back(work, states=states or TROUBLED, url=url, portal=portal)
        work.commit()
    click.echo(f"{number} {'address waits' if number == 1 else 'addresses wait'} for the next crawl")
    sys.exit(errors.DONE if number else errors.PROBLEMS)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--url", help="Where the file was: helps to tell organ and year, and makes links absolute.")
@click.option("--media", help="Media type the file was served with; its content outranks it.")
@click.option("--text", "as_text", is_flag=True, help="For a person: plain text with its tables drawn.")
@click.option("--html", "as_html", is_flag=True, help="One HTML page, with its tables.")
def read(files: tuple[str, ...], url: str | None, media: str | None, as_text: bool, as_html: bool) -> None:
    """Read saved pages and files as reports: one JSON object a line, in the order given. Stores nothing."""
    from archive.sandbox import Sandbox, in_order

    write = _choose_writer(as_text=as_text, as_html=as_html)
    processes = min(len(files), os.cpu_count() or 1)
    states: set[str] = set()

    def read_all(sandbox: "Sandbox") -> Iterator[dict[str, Any]]:
        futures = (_read_file(sandbox, file, url=url, media=media) for file in files)
        for reading in in_order(futures, ahead=2 * processes):
            states.add(reading["reading"])
            yield reading

    with Sandbox(processes) as sandbox:
        for piece in write(read_all(sandbox)):
            print_text(piece)
    sys.exit(errors.PROBLEMS if "unreadable" in states else errors.DONE)


@main.command()
def identify() -> None:
    """Judge titles: JSON lines {url, title, head} on standard input, one judgement a line on standard output."""
    from archive.report.judge import judge

    problems = False
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        case = _parse_case(line)
        if isinstance(case, str):
            problems = True
            click.echo(f"archive identify: line {number}: {case}", err=True)
            case = {}
        print_json(judge(case.get("url"), case.get("title"), case.get("head")))
    sys.exit(errors.PROBLEMS if problems else errors.DONE)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--url", required=True, help="Where the file was fetched from. One file, one URL.")
@click.option("--media", help="Media type it was served with.")
@click.pass_obj
def ingest(home: "Home", files: tuple[str, ...], url: str, media: str | None) -> None:
    """Keep a saved page as the crawler would: bytes into a WARC, then the report into the database."""
    from archive import store
    from archive.ingest import keep_reading
    from archive.sandbox import Sandbox
    from archive.warc import Answer, WarcWriter

    if len(files) > 1:
        raise UsageError("one --url names one file; call `archive ingest` once a file")
    if split_address(url) is None:
        raise UsageError(f"{url!r} is no web address; write it as https://www.example.gov.cn/…")
    content = _load(files[0])
    if isinstance(content, str):
        raise UsageError(content)
    with open_archive(home, write=True) as work, Sandbox() as sandbox:
        now = datetime.now(UTC)
        crawl = store.begin_crawl(
            work,
            portal=None,
            seed=url,
            started=now,
            settings={"command": "archive ingest", "file": Path(files[0]).name},
        )
        answer = Answer(url=url, body=content, fetched_at=now, media=media, crawl=crawl.id)
        writer = WarcWriter(home.warcs, info=(("isPartOf", crawl.id),))
        record_id, location = writer.append(answer)
        writer.close()
        capture = store.add_capture(work, answer, record_id=record_id, location=location)
        # The bytes are safe whatever reading them does, and a slow page keeps no other writer waiting.
        work.commit()
        reading = sandbox.read(content, url=url_key(url), media=media).result()
        result = keep_reading(work, capture, reading, portal=None)
        store.finish_crawl(
            work,
            crawl.id,
            finished=datetime.now(UTC),
            outcome="finished",
            counts={"captures": 1, "reports": int(bool(result.kept))},
        )
        work.commit()
    click.echo(f"{files[0]}: {result.reason}" + (f" {result.kept.report_id}" if result.kept else ""))
    sys.exit(errors.DONE if result.kept else errors.PROBLEMS)


@main.command(name="export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "formats", default="jsonl", show_default=True, help=f"Comma-separated: {', '.join(FORMATS)}.")
@click.pass_obj
def export_command(home: "Home", folder: Path, formats: str) -> None:
    """Write a dump of the whole archive to DIR; an older dump there is replaced when the new one is whole."""
    from archive.export.dump import export

    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    if not chosen or set(chosen) - set(FORMATS):
        raise UsageError(f"no format is called {formats!r}; there is {', '.join(FORMATS)}")
    with _progress("Writing", None) as advance:
        dump = export(home, folder, formats=chosen, progress=advance)
    click.echo(f"{dump.folder}: {dump.reports} reports, {dump.lines} texts, {dump.bytes:,} bytes")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a damaged record.")
@click.pass_obj
def verify(home: "Home", as_json: bool) -> None:
    """Is every WARC record that the database names there, with the right sha256? Exit code 8 where one is not."""
    from archive.verify import count_captures, verify_captures

    damaged = 0
    with open_archive(home) as work:
        total = count_captures(work)
        with _progress("Verifying", total) as advance:
            for number, one in enumerate(verify_captures(work, home.warcs), start=1):
                advance(number)
                if one.damage:
                    damaged += 1
                    _tell_damage(one.capture_id, one.url, one.damage, as_json=as_json)
    if not as_json:
        click.echo(f"{total} records: {total - damaged} sound, {damaged} damaged")
    sys.exit(errors.ALARM if damaged else errors.DONE)


# ---- what the commands share


@contextmanager
def open_archive(home: "Home", *, write: bool = False) -> Iterator["Session"]:
    """A session on the existing archive; what the database says against it becomes one of our errors."""
    from archive.database import explained_errors, open_database, session

    engine = open_database(home)
    try:
        with explained_errors(home), session(engine, write=write) as work:
            yield work
    finally:
        engine.dispose()


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while the work goes on; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda number: bar.update(task, completed=number)


def _read_file(sandbox: "Sandbox", file: str, **known: str | None) -> Future[dict[str, Any]]:
    content = _load(file)
    if isinstance(content, bytes):
        return sandbox.read(content, file=file, **known)
    from archive.report.reading import unreadable

    reading: Future[dict[str, Any]] = Future()
    reading.set_result(unreadable(content, file=file, code="no_file"))
    return reading


def _load(file: str) -> bytes | str:
    """The file's bytes, or what is wrong with it."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        return f"{file}: {error.strerror}"


def _choose_writer(*, as_text: bool, as_html: bool) -> Callable[[Iterator[dict[str, Any]]], Iterator[str]]:
    """What makes lines, or pieces of a page, of readings."""
    if as_text and as_html:
        raise UsageError("--text and --html are two ways to print a reading; choose one")
    if as_html:
        from archive.page.html import write_html

        return write_html
    if as_text:
        from archive.page.text import write_text

        return write_text
    return lambda readings: (json.dumps(reading, ensure_ascii=False) for reading in readings)


def _parse_case(line: bytes) -> dict[str, Any] | str:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    if not isinstance(case, dict):
        return "a JSON object with url, title and head is expected"
    odd = [key for key in ("url", "title", "head") if not isinstance(case.get(key), str | None)]
    return f"{odd[0]} has to be text or null" if odd else case


def _write_whole(file: Path, text: str) -> None:
    """Whoever reads the file meanwhile sees the old text or the new one. Raises StorageError."""
    # Beside it, so that it can be renamed; the collector reads only names that end in .prom.
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(file)
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}") from None
    finally:
        aside.unlink(missing_ok=True)


def _name_report(report: "Report") -> str:
    return f"{report.id}  {report.year or 'year unknown'}  {report.organ or report.url}"


def _tell_damage(capture_id: str, url: str, damage: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"capture": capture_id, "url": url, "damage": damage})
    else:
        click.echo(f"DAMAGED {capture_id} {url}: {damage}")


def print_json(value: Any) -> None:
    print_text(json.dumps(value, ensure_ascii=False))


def print_text(text: str) -> None:
    # A lone surrogate, as in a file name in GBK, cannot be written in UTF-8.
    click.echo(text.encode("utf-8", "replace").decode())
