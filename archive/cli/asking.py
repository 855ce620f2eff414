"""Asking the archive: one report, and a dump of all."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.shared import name_report, open_archive, print_json, print_text, refuse_taken_down, show_progress
from archive.errors import UsageError
from archive.export import FORMATS

if TYPE_CHECKING:
    from archive.home import Home

MAX_LISTED = 20


@click.command()
@click.argument("name", metavar="ID|URL")
@click.option("--json", "as_json", is_flag=True, help="The report as a line of the dump.")
@click.option(
    "--provenance", is_flag=True, help="Where its text is from: WARC record, way, crawl, settings, code (with --json)."
)
@click.pass_obj
def show(home: "Home", name: str, as_json: bool, provenance: bool) -> None:
    """One report with its provenance, by its id (or the beginning of it), or by a URL it was seen at.

    By its id its current text is shown, by a URL the text that this URL says.
    """
    from archive import display, inquiry, unread
    from archive.page.shown import Text
    from archive.provenance import tell_provenance

    with open_archive(home) as work:
        found = inquiry.find_reports(work, name)
        if not found:
            refuse_taken_down(work, name)
        if not found and (told := unread.find_unread(work, name)):
            print_json(told) if as_json else display.print_unread(told)
            return
        if not found:
            raise UsageError(
                f"no report has the id or URL {name!r}{inquiry.say_short(name)}. `archive export` lists all"
            )
        if len(found) > 1:
            raise UsageError(
                "\n  ".join([f"{name!r} names {len(found)} reports:", *map(name_report, found[:MAX_LISTED])])
            )
        if provenance:
            told = tell_provenance(work, found[0], inquiry.text_at(work, found[0], name))
            print_json(told) if as_json else display.print_provenance(told)
            return
        line = inquiry.line_at(work, found[0], name)
        current = found[0].current_variant
        texts = [
            Text(one.number, one.id == current, url, one.aside) for one, url in inquiry.list_variants(work, found[0])
        ]
    if as_json:
        print_json(line)
    else:
        display.print_report(line, texts)


@click.command(name="export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format", "formats", default=",".join(FORMATS), show_default=True, help=f"Comma-separated: {', '.join(FORMATS)}."
)
@click.pass_obj
def export_command(home: "Home", folder: Path, formats: str) -> None:
    """Write a dump of the whole archive to DIR; an older dump there is replaced when the new one is whole."""
    from archive.export.dump import export

    chosen = list(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    if not chosen or set(chosen) - set(FORMATS):
        raise UsageError(f"no format is called {formats!r}; there is {', '.join(FORMATS)}")
    with show_progress("Writing", None) as advance:
        dump = export(home, folder, formats=chosen, progress=advance)
    print_text(f"{dump.folder}: {dump.reports} reports, {dump.lines} texts, {dump.bytes:,} bytes")
