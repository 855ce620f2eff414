"""Fill the disk under processes that capture and keep, make it fail, and say what was lost and how they ended.

    python scripts/disk_full.py [--count N] [--seed S]

N times the disk of the WARC files or that of the database has so many bytes left, at random, and N times it fails to
take what was written (EIO of fsync). Each time the process has to end with exit code 5 and a message that names the
file, nothing it said to be kept may be lost, and the next one has to go on as soon as there is room. Needs the right
to mount (tmpfs). Exit code 1 where anything is wrong.
"""

import argparse
import errno
import logging
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.errors import StorageError  # noqa: E402
from archive.home import Home  # noqa: E402
from archive.migrate import create_database  # noqa: E402
from tests.disks import NoDiskError, filled, small_disk  # noqa: E402
from tests.forked import wait  # noqa: E402
from tests.trial import DOMAINS, Prepare, Trial, make_sites  # noqa: E402
from tests.writing import Site  # noqa: E402

SIZE = 32_000_000
MOST_LEFT = 400_000
"""Bytes that a process writes within a second."""

OF_ONE = 5
"""Times that one archive meets a full disk; then a new one is begun."""

LONG = 60.0
"""Seconds after which a process does not end."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    asked = parser.parse_args()
    logging.disable()
    print(f"seed {asked.seed}", flush=True)
    chance, sites = random.Random(asked.seed), make_sites()  # noqa: S311 - offsets are no secrets
    try:
        return max([run_trials(what, asked.count, chance, sites) for what in ("full", "failing")])
    except NoDiskError as error:
        print(f"skipped: {error}")
        return 0


def run_trials(what: str, count: int, chance: random.Random, sites: dict[str, Site]) -> int:
    """A line for each archive, then the verdict; the exit code."""
    begun, kept, counts, faults = time.monotonic(), 0, Counter[str](), Counter[str]()
    for first in range(0, count, OF_ONE):
        with new_disks() as (warcs, database):
            trial = Trial(make_home(warcs, database), sites, chance)
            for _ in range(min(OF_ONE, count - first)):
                if what == "full":
                    disk = chance.choice((warcs, database))
                    with filled(disk, leave=chance.randrange(MOST_LEFT)):
                        hit(trial, lambda: None, named=disk)
                else:
                    hit(trial, partial(fail, chance.randint(1, 25)), named=warcs)
                go_on(trial)
            trial.check()
        kept, counts = kept + len(trial.kept), counts + trial.counts
        faults.update(fault.partition(":")[0] for fault in trial.faults)
        print(
            f"{what}: {first + OF_ONE} of {count}, {kept} reports said to be kept, {len(trial.faults)} faults",
            flush=True,
        )
        print(*(f"    {fault}\n" for fault in trial.faults), sep="", end="", flush=True)
    told = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    words = ", ".join(f"{number} {word}" for word, number in faults.items())
    print(f"{what}: {count} in {time.monotonic() - begun:.0f} s: {told}; {kept} reports said to be kept")
    print(f"{what}: {words or 'nothing lost, nothing doubled, everything sound'}", flush=True)
    return 1 if faults else 0


def hit(trial: Trial, prepare: Prepare, *, named: Path) -> None:
    """A process writes until the disk takes no more, and says so."""
    before = len(trial.kept)
    (child,) = wait([trial.begin(trial.chance.choice(DOMAINS), prepare, LONG)])
    error = "".join(trial.hear([child]))
    if child.code != StorageError.exit_code or str(named) not in error or "Free some disk" not in error:
        trial.faults.append(f"ended: {child.code} {error}")
    trial.counts["before anything was kept" if len(trial.kept) == before else "after some was kept"] += 1


def go_on(trial: Trial) -> None:
    """Nothing is lost; when there is room a process crawls to the end, also what the one before has left."""
    trial.find_lost()
    (child,) = wait([trial.begin(trial.chance.choice(DOMAINS), lambda: None, LONG, crawls=1)])
    if (errors := trial.hear([child])) or child.code:
        trial.faults.append(f"stuck: {child.code} {errors}")


def fail(times: int) -> None:
    """From here on the TIMES-th fsync of this process fails, once: the kernel drops what the disk did not take, and
    says no more of it."""
    fsync, left = os.fsync, times

    def failing(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(descriptor)

    os.fsync = failing  # type: ignore[assignment]


@contextmanager
def new_disks() -> Iterator[tuple[Path, Path]]:
    """Two small ones, for the WARC files and for the database."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        first, second = (stack.enter_context(small_disk(Path(folder, name), size=SIZE)) for name in ("first", "second"))
        yield first, second


def make_home(warcs: Path, database: Path) -> Home:
    home = Home(warcs.parent, URL.create("sqlite", database=str(database / "archive.sqlite")), warcs / "warcs")
    create_database(home)
    return home


if __name__ == "__main__":
    sys.exit(main())
