"""`archive verify`: is every byte of the WARC files what was written, and what a second copy can mend."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import errors
from archive.cli.pace import StoppedError, heed_signals, keep_pace
from archive.cli.shared import print_json, print_text, show_listing, write_whole
from archive.errors import StorageError, UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from archive.fixity.damage import Damage, Note
    from archive.fixity.repair import Repaired
    from archive.fixity.verify import Count
    from archive.home import Home

BEGUN = "verify.begun"
"""File in the archive's home: when a run began that has not come to its end."""


@click.command()
@click.option("--fast", is_flag=True, help="Only whether the files are there and long enough. This is no fixity.")
@click.option(
    "--older-than",
    metavar="DAYS",
    type=click.FloatRange(min=0),
    help="Only parts that were not found sound within so many days; 0 reads everything afresh.",
)
@click.option("--max-mb-per-second", metavar="N", type=click.FloatRange(min=0, min_open=True), help="Read no faster.")
@click.option(
    "--repair",
    "copy",
    metavar="FROM",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Mend what is damaged from a second copy: a folder of WARC files, or an archive's home.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a damage, and one with the figures at the end.")
@click.pass_obj
def verify(
    home: "Home",
    /,
    fast: bool,
    older_than: float | None,
    max_mb_per_second: float | None,
    copy: Path | None,
    as_json: bool,
) -> None:
    """Is every byte of the WARC files what was written? Each damage is named with what depends on it.

    Records are compared with the database and with their own digests, parts of files with their sha256; files that are
    missing, renamed, swapped or of no archive are told. Whatever is not damaged is read, also behind damage.

    A run that is stopped (exit code 7) or killed is gone on with by the next: what was found sound since it began is
    not read again. With --older-than each run reads what is due, so that one a night goes round a large archive.
    What was damaged is read each time.

    --repair takes only bytes whose sha256 is what the database says, keeps each damaged file beside as
    NAME.damaged-TIME, and verifies again what was damaged: the exit code is that of this second time.

    Exit code 0 sound, 3 the database itself is damaged, 7 stopped by a signal, 8 damage.
    """
    from archive.database import check_file, explained_errors, open_database
    from archive.fixity.repair import find_copy

    if fast and (copy or older_than is not None or max_mb_per_second):
        raise UsageError("--fast reads nothing: leave out --repair, --older-than and --max-mb-per-second")
    second = find_copy(copy, home.warcs) if copy else None
    engine = open_database(home)
    try:
        with explained_errors(home), _explained(home), heed_signals() as stop_if_told:
            if fast:
                code = _look_at_sizes(home, engine, as_json=as_json)
            else:
                check_file(engine, home)
                pace = keep_pace(max_mb_per_second, stop_if_told)
                code = _verify(home, engine, _begin(home, older_than), second, pace, as_json=as_json)
    finally:
        engine.dispose()
    sys.exit(code)


def _look_at_sizes(home: "Home", engine: "Engine", *, as_json: bool) -> int:
    from archive.fixity.damage import spell_number
    from archive.fixity.verify import Count, look_at_sizes

    count = Count()
    for found in look_at_sizes(engine, home.warcs, count):
        print_text(_spell(found, as_json=as_json))
    if as_json:
        print_json({"summary": {"files": count.files, "damages": count.damages, "fixity": False, "stopped": False}})
    else:
        print_text(f"{spell_number(count.files, 'file')}, {count.damages} missing or too short")
        print_text("No byte of them was read, so this says nothing of fixity: `archive verify` does")
    return errors.ALARM if count.damages else errors.DONE


def _verify(
    home: "Home", engine: "Engine", begun: datetime, second: Path | None, pace: Callable[[int], None], *, as_json: bool
) -> int:
    """The exit code."""
    from archive.fixity.repair import repair
    from archive.fixity.verify import Count

    count = Count()
    try:
        damaged = _look(home, engine, begun, count, pace, as_json=as_json)
        if second and count.damages:
            for done in repair(engine, home.warcs, second, damaged):
                _tell_repaired(done, as_json=as_json)
                pace(0)
            count = Count()
            _look(home, engine, begun, count, pace, as_json=as_json)
    except StoppedError:
        _sum_up(count, as_json=as_json, stopped=True)
        return errors.STOPPED
    _end(home, begun)
    _sum_up(count, as_json=as_json, stopped=False)
    return errors.ALARM if count.damages else errors.DONE


def _look(
    home: "Home", engine: "Engine", begun: datetime, count: "Count", pace: Callable[[int], None], *, as_json: bool
) -> set[str]:
    """Tells what is damaged; the names of the files."""
    from archive.fixity.damage import Damage
    from archive.fixity.verify import count_bytes, verify

    damaged, done = set[str](), 0
    with show_listing("Verifying", count_bytes(engine, begun)) as (show, say):

        def advance(size: int) -> None:
            nonlocal done
            done += size
            show(done)
            pace(size)

        for found in verify(engine, home.warcs, count, since=begun, advance=advance):
            say(_spell(found, as_json=as_json))
            if isinstance(found, Damage):
                damaged.add(found.file)
    return damaged


def _begin(home: "Home", older_than: float | None) -> datetime:
    """From when on a part has to have been found sound to be left out: the beginning of this run, or of the stopped one
    that it goes on with."""
    from archive.home import make_folder

    now = datetime.now(UTC)
    if older_than is not None:
        return now - timedelta(days=older_than)
    file = make_folder(home.folder) / BEGUN
    with suppress(OSError, ValueError):
        begun = datetime.fromisoformat(file.read_text(encoding="utf-8").strip()).astimezone(UTC)
        print_text(f"goes on with what was begun {begun:%Y-%m-%d %H:%M} UTC and stopped", err=True)
        return begun
    write_whole(file, f"{now.isoformat()}\n")
    return now


def _end(home: "Home", begun: datetime) -> None:
    """A run with --older-than does not end the stopped one that another is to go on with."""
    file = home.folder / BEGUN
    with suppress(FileNotFoundError):
        if file.read_text(encoding="utf-8").strip() == begun.isoformat():
            file.unlink()


@contextmanager
def _explained(home: "Home") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{error.filename or home.warcs}: {error.strerror}. Mount the disk or give rights") from None


def _spell(found: "Damage | Note", *, as_json: bool) -> str:
    from archive.fixity.damage import Damage

    if as_json:
        return json.dumps(found.tell(), ensure_ascii=False)
    return f"{'DAMAGED' if isinstance(found, Damage) else 'note:'} {found}"


def _tell_repaired(done: "Repaired", *, as_json: bool) -> None:
    if as_json:
        print_json({"repaired" if done.is_changed else "left": done.file, "why": done.done, "kept": done.kept})
    else:
        kept = f"; the damaged one is kept as {done.kept}" if done.kept else ""
        print_text(f"{'REPAIRED' if done.is_changed else 'LEFT'} {done.file}: {done.done}{kept}")


def _sum_up(count: "Count", *, as_json: bool, stopped: bool) -> None:
    from archive.fixity.damage import spell_number

    if as_json:
        told: dict[str, Any] = {**asdict(count), "sound": count.records - count.damaged}
        print_json({"summary": {**told, "fixity": True, "stopped": stopped}})
        return
    sound = f"{count.records - count.damaged} sound, {count.damaged} damaged"
    print_text(f"{'stopped: ' if stopped else ''}{spell_number(count.records, 'record')}: {sound}")
    before = f"; {spell_number(count.skipped, 'part')} found sound before" if count.skipped else ""
    read = f"{spell_number(count.files, 'file')}, {spell_number(count.parts, 'part')} read{before}"
    print_text(f"{read}. The next `archive verify` goes on" if stopped else read, err=True)
