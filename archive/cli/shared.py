"""What the commands share: a session on the archive, progress, files and lines."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import StorageError, UsageError
from archive.logs import escape_controls

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive.home import Home
    from archive.models import Report
    from archive.warc.writer import WarcWriter


DECISIONS = (("isPartOf", "decisions by persons"),)
"""What warcinfo records say of what a person decided."""


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
def appending(home: "Home", info: Iterable[tuple[str, str]] = ()) -> Iterator[tuple["Session", "WarcWriter"]]:
    """A session that writes to the existing archive, and what appends to its WARC files. What is written to both is
    kept at the end, the records first; where anything fails, none of it. Where nobody can tell whether it was kept,
    that is for the next command that appends to find out (`archive.remaking.recovery`)."""
    from archive.database import explained_errors, open_database, session
    from archive.journal import describe_before
    from archive.remaking.recovery import recover
    from archive.warc.writer import WarcWriter

    engine = open_database(home)
    try:
        with explained_errors(home):
            ends = recover(engine, home.warcs)
            with session(engine, write=True) as work:
                writer = WarcWriter(home.warcs, info=(*info, *describe_before(work)), ends=ends)
                work.commit()
                try:
                    yield work, writer
                    keep_so_far(work, writer)
                except BaseException:
                    writer.take_back()
                    raise
                writer.close()
    finally:
        engine.dispose()


def keep_so_far(work: "Session", writer: "WarcWriter") -> None:
    """What was written to both is kept, whatever comes."""
    from archive.journal import keep_part

    keep_part(work, writer.flush(), now=datetime.now(UTC))
    try:
        work.commit()
    except BaseException:
        # The server may have committed before the connection was lost: the records have to stay.
        writer.close()
        raise
    writer.settle()


@contextmanager
def show_progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while the work goes on; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda number: bar.update(task, completed=number)


@contextmanager
def show_steps() -> Iterator[Callable[[str, int, int], None]]:
    """As `show_progress`, for work in several steps: a bar for each, told by its name, how much of it is done and how
    much there is."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield tell


@contextmanager
def show_listing(what: str, total: int | None) -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """A bar as `show_progress`, and what prints a line of the list meanwhile: above the bar where both are on one
    screen."""
    from rich.progress import Progress

    from archive.display import Screen

    console = Screen(stderr=True, soft_wrap=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        above = sys.stdout.isatty() and sys.stderr.isatty()
        yield (
            lambda number: bar.update(task, completed=number),
            console.print if above else print_text,
        )


def load_file(file: str) -> bytes | str:
    """The file's bytes, or what is wrong with it."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        return f"{file}: {error.strerror}"


def write_whole(file: Path, text: str) -> None:
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


def refuse_taken_down(work: "Session", name: str) -> None:
    """Raises UsageError where a report's id or URL is of what was taken down."""
    from archive.address import url_key
    from archive.takedown import find_taken_down

    if down := find_taken_down(work, name, url_key(name)):
        raise UsageError(f"{down.report_id} was taken down on {down.made:%Y-%m-%d} by {down.who}: {down.why}")


def name_report(report: "Report") -> str:
    return f"{report.id}  {report.year or 'year unknown'}  {report.organ or report.url}"


def print_json(value: Any) -> None:
    print_text(json.dumps(value, ensure_ascii=False))


def print_text(text: str, *, err: bool = False) -> None:
    """Of JSON too: nothing in it is for a terminal to obey."""
    click.echo(escape_controls(text), err=err)


def print_html(text: str) -> None:
    # A lone surrogate, as in a file name in GBK, cannot be written in UTF-8.
    click.echo(text.encode("utf-8", "replace").decode())
