"""What persons know better than the readers: corrections, and cases for the tests."""

import getpass
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from archive.cli.shared import appending, open_archive, print_text, refuse_taken_down
from archive.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.correcting import Claim, Claims, Page
    from archive.home import Home
    from archive.models import Correction
    from archive.warc.writer import WarcWriter


@click.command()
@click.argument("name", metavar="ID|URL")
@click.option("--organ", metavar="NAME", help="The organ's whole name.")
@click.option("--division", metavar="CODE", help="Its division: a code of GB/T 2260 that was valid in the year.")
@click.option("--year", type=int, metavar="YEAR", help="The year that is reported on.")
@click.option("--kind", metavar="KIND", help="What the page is: report, notice, news and so on.")
@click.option("--cell", "cells", multiple=True, metavar="CELL=VALUE", help="table.row.column=VALUE; more than once.")
@click.option("--why", metavar="TEXT", help="How you know. Needed for every correction.")
@click.option("--who", envvar="ARCHIVE_WHO", metavar="NAME", help="Who says so (ARCHIVE_WHO). Default: your login.")
@click.option("--undo", is_flag=True, help="What was read stands again.")
@click.option("--field", "fields", multiple=True, metavar="FIELD", help="With --undo: only that field, or cell.")
@click.option("--list", "listed", is_flag=True, help="Every correction so far; changes nothing.")
@click.pass_obj
def correct(home: "Home", /, name: str, why: str | None, who: str | None, listed: bool, **said: Any) -> None:
    """Correct what was misread, beside what was read: organ, division, year, kind or a cell of one report.

    The report is named as for `archive show`; a page that was refused as none by its URL, with --kind report. A
    correction is kept in the WARC files with who, when and why, and holds when the page is read again.
    """
    from archive.correcting import Claims
    from archive.undoing import find_texts

    claims = Claims(**said)
    if listed:
        if claims != Claims() or why is not None or _is_typed("who"):
            raise UsageError("--list changes nothing and goes with no other option")
        with open_archive(home) as work:
            refuse_taken_down(work, name)
            _list(work, list(find_texts(work, name)))
        return
    _check_call(claims, why)
    with appending(home, [("isPartOf", "corrections by persons")]) as (work, writer):
        refuse_taken_down(work, name)
        told = _correct(work, writer, home, name, claims, who=who or login(), why=why or "")
    for line in told:
        print_text(line)


def _is_typed(option: str) -> bool:
    """Whether an option stands on the command line, and not in the environment alone."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def _check_call(claims: "Claims", why: str | None) -> None:
    said = _name_fields(claims)
    if claims.undo and said:
        raise UsageError(f"--undo takes no values; write {_spell_undo(said)}, or --undo alone for everything")
    if claims.fields and not claims.undo:
        raise UsageError(f"--field goes with --undo; write {_spell_undo(claims.fields)}")
    if not claims.undo and not said:
        raise UsageError("say what is wrong: --organ, --division, --year, --kind or --cell; or --undo alone")
    if not (why or "").strip():
        raise UsageError("--why is missing: how do you know? It stands beside the correction for those who read it")


def _name_fields(claims: "Claims") -> list[str]:
    """The fields of which values are given, as --field names them."""
    given = {
        "organ": claims.organ,
        "division_code": claims.division,
        "year": claims.year,
        "kind": claims.kind,
    }
    return [name for name, value in given.items() if value is not None] + [cell.split("=")[0] for cell in claims.cells]


def _spell_undo(fields: "Sequence[str]") -> str:
    return " ".join(["--undo", *(f"--field {field}" for field in fields)])


def login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise UsageError("nobody is logged in; say who you are: --who NAME") from None


def _correct(
    work: "Session", writer: "WarcWriter", home: "Home", name: str, claims: "Claims", *, who: str, why: str
) -> list[str]:
    from archive import correcting, journal
    from archive.undoing import list_undone

    reading = None
    wanted: Iterable[tuple[Page, list[Claim]]] = list_undone(work, name, claims)
    if not claims.undo:
        page, reading = _open(work, home, name, claims)
        wanted = [(page, correcting.claim(work, page, claims))]
    told: list[str] = []
    for page, claimed in wanted:
        before = page.report.id if page.report else None
        correcting.keep(work, writer, page, claimed, who=who, why=why, now=datetime.now(UTC))
        refused = ""
        if reading is not None:
            read, result = correcting.keep_refused(work, page, reading, now=datetime.now(UTC))
            journal.note_page(writer, read)
            refused = result.reason
        told += [*map(_spell_claim, claimed), *_tell_place(work, page, before, refused)]
    return told


def _spell_claim(one: "Claim") -> str:
    from archive.report.corrections import spell_value

    again = " again, as it was read" if one.undone else ""
    return f"{one.field}: {spell_value(one.before)} is now {spell_value(one.value)}{again}"


def _tell_place(work: "Session", page: "Page", before: str | None, refused: str) -> Iterator[str]:
    """Which report the page is now, what else is one of it, and what stays in that which it was before."""
    from archive import correcting, inquiry, store

    urls = [url for url, _ in page.places]
    now = store.report_at(work, urls[0])
    moved = f" (was {before})" if before and before != now else ""
    yield f"report {now}{moved}" if now else f"{urls[0]}: {refused}"
    if joined := correcting.tell_joined(work, urls[0], before, urls):
        yield joined
    others = inquiry.count_variants(work, before) if before and before != now else 0
    if others:
        yield f"{others} other {'text stays' if others == 1 else 'texts stay'} in {before}"


def _open(work: "Session", home: "Home", name: str, claims: "Claims") -> tuple["Page", dict[str, Any] | None]:
    """The page, and its reading where it was refused: made anew from its record, before anything is changed."""
    from archive import correcting, inquiry
    from archive.address import url_key
    from archive.remaking.replay import open_content, reading_inputs
    from archive.sandbox import Sandbox

    if (
        claims.kind != "report"
        or inquiry.find_reports(work, name)
        or not (capture := correcting.find_refused(work, name))
    ):
        return correcting.find_page(work, name), None
    content = open_content(work, capture, home.warcs)
    known = reading_inputs(correcting.page_of(work, capture, url_key(name)), capture)
    # A slow page keeps no other writer waiting.
    work.commit()
    with Sandbox() as sandbox:
        reading = sandbox.read(content, **known).result()
    return correcting.name_refused(capture, reading), reading


def _list(work: "Session", pages: "Sequence[Page]") -> None:
    """Those made at the URLs of the pages, and those made elsewhere that speak of their texts."""
    from archive.correcting import told_of
    from archive.corrections import find_rows
    from archive.report.corrections import spell_value

    urls = {url for page in pages for url, _ in page.places}
    told = {(one.url, one.number) for page in pages for one in told_of(work, page)}
    rows = find_rows(work, urls | {url for url, _ in told}, set())
    chosen = [row for row in rows if row.url in urls or (row.url, row.number) in told]
    chosen.sort(key=lambda row: (row.made, row.url, row.number))
    for row in chosen:
        what = "undone" if row.undone else f"{spell_value(row.read)} is {spell_value(row.value)}"
        until = _find_undoing(row, chosen)
        undone = f"  (undone {_spell_moment(until)} by {until.who})" if until else ""
        print_text(f"{_spell_moment(row)}  {row.who}  {row.field}: {what}  ({row.why})  {row.url}{undone}")
    if not chosen:
        print_text("nothing of it is corrected")


def _find_undoing(row: "Correction", rows: "Iterable[Correction]") -> "Correction | None":
    """The first that undid it, of rows in the order they were made."""
    if row.undone:
        return None
    own = (one for one in rows if (one.url, one.field, one.undone) == (row.url, row.field, True))
    return next((one for one in own if one.number > row.number), None)


def _spell_moment(row: "Correction") -> str:
    return row.made.isoformat(timespec="seconds")


@click.command()
@click.argument("name", metavar="ID|URL")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--unscrubbed", is_flag=True, help="Keep the bytes as they are, with whatever contact data is in them.")
@click.pass_obj
def case(home: "Home", name: str, folder: Path | None, unscrubbed: bool) -> None:
    """Make a test case of a misread report: its page without contact data, and what it should have been read as.

    Default DIR: tests/golden/ and a name of its own, in the current folder. The expectation is the reading with the
    corrections of persons; so the case fails until the reader is better.
    """
    from archive.case import find_case, scrub_content, write_case
    from archive.sandbox import Sandbox

    with open_archive(home) as work:
        refuse_taken_down(work, name)
        found = find_case(work, home.warcs, name)
    content = found.content if unscrubbed else scrub_content(found.content, found.media)
    with Sandbox() as sandbox:
        reading = sandbox.read(content, **found.known).result()
    folder = folder or Path("tests", "golden", found.name)
    write_case(folder, found, content, reading)
    misread = sorted({one.field for one in found.told}) or ["nothing is corrected yet"]
    print_text(f"{folder}: {len(content):,} bytes; misread: {', '.join(misread)}. Look at it before you commit it")
