"""`archive backup`, `archive restore`: a second copy, and the archive made again from it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive import errors
from archive.cli.shared import print_text, show_progress

if TYPE_CHECKING:
    from archive.copying.backup import Copied
    from archive.home import Home


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Read what DIR holds already too, prove it, and copy anew what is damaged.")
@click.pass_obj
def backup(home: "Home", folder: Path, check: bool) -> None:
    """A consistent copy of the archive in DIR, while crawls go on; the next one to DIR copies what is new.

    DIR is an archive of its own, with its database in SQLite. Every byte that is copied is proved by its sha256. Exit
    code 8 where the archive is damaged: what is sound is copied; 5 where the disk is full: an earlier copy stays whole.
    """
    from archive.copying.backup import back_up

    _tell(folder, back_up(home, folder.absolute(), check=check, watch=show_progress))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def restore(home: "Home", folder: Path) -> None:
    """The archive again, from the copy in DIR: on SQLite or PostgreSQL, where there is none yet.

    Every byte of the WARC files is proved by its sha256. One that was stopped goes on when it is run again. Exit code 8
    where the copy is damaged: what is sound is there.
    """
    from archive.copying.restore import restore as restore_archive
    from archive.home import shorten

    _tell(Path(shorten(home.database_name)), restore_archive(folder.absolute(), home, watch=show_progress))


def _tell(place: Path, copied: "Copied") -> None:
    for one in copied.damages:
        print_text(f"DAMAGED {one.file}, bytes {one.start} to {one.end}: {one.why}")
    files = f"{copied.files} WARC file{'s' * (copied.files != 1)}"
    print_text(f"{place}: {files}, {copied.bytes} bytes, {copied.new} of them copied now")
    sys.exit(errors.ALARM if copied.damages else errors.DONE)
