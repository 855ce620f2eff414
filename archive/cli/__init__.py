"""`archive …`: everything that asks the archive or changes it without the network.

Each command imports what it needs: one that asks no database, or reads no page, does not wait for their libraries.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any

import click
from click.core import ParameterSource

from archive import logs
from archive.cli import (
    asking,
    checks,
    copying,
    correcting,
    coverage,
    fixity,
    indexing,
    reading,
    renewing,
    running,
    searching,
    takedown,
)
from archive.errors import ArchiveError

COMMANDS = "archive.commands"
"""Entry points of this group are commands too: those that know the crawler, which the archive does not."""


class Cli(click.Group):
    """Our own errors become one line on standard error and their exit code, never a traceback; no error shows a
    password."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with self._discreetly():
            return super().make_context(*args, **more)

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *entry_points(group=COMMANDS).names})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if command := super().get_command(context, name):
            return command
        return next((found.load() for found in entry_points(group=COMMANDS, name=name)), None)

    def invoke(self, context: click.Context) -> Any:
        with self._discreetly() as formatter:
            try:
                return super().invoke(context)
            except ArchiveError as error:
                click.echo(f"archive: {formatter.tell(str(error))}", err=True)
                context.exit(error.exit_code)

    @contextmanager
    def _discreetly(self) -> Iterator[logs.Discreet]:
        formatter = logs.install(os.environ.get("ARCHIVE_DATABASE"))
        try:
            yield formatter
        except click.UsageError as error:
            # It repeats what was typed.
            said = error.format_message()
            if formatter.tell(said) == said:
                raise
            raise click.UsageError(formatter.tell(said), error.ctx) from None


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
    from archive.home import find_home, refuse_typed

    if context.get_parameter_source("database") == ParameterSource.COMMANDLINE:
        refuse_typed(database or "")
    context.obj = find_home({"ARCHIVE_HOME": home, "ARCHIVE_DATABASE": database, "ARCHIVE_WARCS": warcs})


OWN = (
    *(running.init, running.status, running.metrics, running.why, running.retry, fixity.verify),
    *(reading.read, reading.identify, reading.ingest),
    *(asking.show, asking.export_command, checks.checks, coverage.coverage),
    *(searching.search, searching.similar, searching.diff),
    *(correcting.correct, correcting.case, takedown.takedown),
    *(renewing.rebuild, renewing.reparse),
    *(copying.backup, copying.restore, indexing.cdxj),
)
for command in OWN:
    main.add_command(command)
