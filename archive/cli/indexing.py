"""`archive cdxj`: the index with which replay tools serve the WARC files."""

import heapq
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import click

from archive import errors
from archive.address import url_key
from archive.cli.shared import open_archive, print_text, show_progress
from archive.errors import DatabaseError, StorageError, UsageError

if TYPE_CHECKING:
    from archive.home import Home
    from archive.warc.members import Gap

OPEN_AT_ONCE = 200
"""Sorted files that are merged into one: most systems let a process open 1,024."""


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…]", type=click.Path(path_type=Path))
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Into a file, whole or not at all.")
@click.pass_obj
def cdxj(home: "Home", files: tuple[Path, ...], output: Path | None) -> None:
    """A CDXJ index of the WARC files, of all or of those named: a line for each answer, sorted as LC_ALL=C sort does.

    pywb and other replay tools serve the archive with it. What was taken down is left out. Damaged records are named on
    standard error and left out: exit code 1.
    """
    from archive.warc.writer import SUFFIX

    chosen = files or tuple(sorted(home.warcs.glob(f"*{SUFFIX}")))
    if not chosen:
        raise UsageError(f"{home.warcs} holds no WARC files. Name them, or set ARCHIVE_WARCS")
    hidden = _find_hidden(home)
    with TemporaryDirectory(prefix="archive-cdxj-") as folder, _explained(output):
        parts, damaged = _sort_each(chosen, Path(folder), hidden)
        with _writing(output) as file:
            file.writelines(_merge(parts, Path(folder)))
    sys.exit(errors.PROBLEMS if damaged else errors.DONE)


def _find_hidden(home: "Home") -> frozenset[str]:
    """Addresses that were taken down, by the ledger's keys; none are known where there is no database."""
    from archive.tombstones import all_addresses

    try:
        with open_archive(home) as work:
            return frozenset(all_addresses(work))
    except DatabaseError as error:
        print_text(f"{error}. The index has what was taken down too", err=True)
        return frozenset()


def _sort_each(files: Iterable[Path], folder: Path, hidden: frozenset[str]) -> tuple[list[Path], int]:
    """A sorted file of lines for each WARC file, without those of hidden addresses, and how many places are damaged."""
    from archive.warc import cdxj as index
    from archive.warc.members import Gap

    parts, damaged = [], 0
    sizes = {file: _size(file) for file in files}
    done = 0
    with show_progress("Indexing", sum(sizes.values())) as advance:
        for number, (file, size) in enumerate(sizes.items()):
            lines: list[bytes] = []
            for found in index.lines(file):
                if isinstance(found, Gap):
                    damaged += _tell(file, found)
                elif not hidden or url_key(index.address_of(found)) not in hidden:
                    lines.append(found.encode())
            parts.append(folder / str(number))
            parts[-1].write_bytes(b"".join(sorted(lines)))
            done += size
            advance(done)
    return parts, damaged


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None


def _tell(file: Path, gap: "Gap") -> bool:
    """Whether it is damage: at the end of a file that a crawl writes stands a record that is not whole yet."""
    from archive.warc.writer import unwritten

    with unwritten(file) as is_free:
        if gap.is_torn and not is_free:
            return False
    print_text(f"DAMAGED {file.name}, bytes {gap.offset} to {gap.end}: {gap.why}", err=True)
    return True


def _merge(parts: list[Path], folder: Path) -> Iterator[bytes]:
    while len(parts) > OPEN_AT_ONCE:
        few, parts = parts[:OPEN_AT_ONCE], parts[OPEN_AT_ONCE:]
        parts.append(folder / f"{few[0].name}-{few[-1].name}")
        with parts[-1].open("wb") as file:
            file.writelines(_merge(few, folder))
    with ExitStack() as stack:
        yield from heapq.merge(*(stack.enter_context(part.open("rb")) for part in parts))


@contextmanager
def _writing(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        return
    aside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _explained(output: Path | None) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(f"{output or 'the index'} cannot be written: {error.strerror}") from None
