"""Making the database again, and reading again what it was made from."""

import sys
from typing import TYPE_CHECKING

import click

from archive import errors
from archive.cli.shared import show_steps

if TYPE_CHECKING:
    from archive.home import Home
    from archive.rebuilding import Rebuilt


@click.command()
@click.option("--replace", is_flag=True, help="Put the new database in the place of the old, which is kept beside it.")
@click.pass_obj
def rebuild(home: "Home", *, replace: bool) -> None:
    """Make the database again from the WARC files alone, ids and corrections included.

    A SQLite database is made beside its place and put there when it is whole; one in PostgreSQL has to be new and
    empty. Exit code 8 where WARC files or records are missing or damaged: each is named with what is gone, and all else
    is there.
    """
    from archive.home import shorten
    from archive.rebuilding import rebuild_database

    with show_steps() as progress:
        done = rebuild_database(home, replace=replace, progress=progress)
    for line in done.notes:
        click.echo(line, err=True)
    for line in done.gone:
        click.echo(f"GONE {line}")
    click.echo(f"{shorten(home.database_name)}: {done.captures} captures, {done.pages} pages read, {_spell(done)}")
    sys.exit(errors.ALARM if done.gone else errors.DONE)


def _spell(done: "Rebuilt") -> str:
    return f"{len(done.gone)} things are gone" if done.gone else "nothing is missing"
