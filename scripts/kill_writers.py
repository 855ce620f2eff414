"""Kill processes that capture and keep, again and again, and say what is lost, doubled or damaged.

    python scripts/kill_writers.py [--count N] [--database sqlite|postgresql|both] [--seed S]

N kills (SIGKILL) on each database: at random moments, and before, within or after what such a process does
(tests/writing.py), also while it takes in what the one before has left. Some of the time two write at once, into one
folder. Behind some of the kills the power is cut: some of what was not flushed to the disk is lost. Exit code 1 where
anything is wrong.
"""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.archives import new_homes  # noqa: E402
from tests.forked import Child, tear, wait  # noqa: E402
from tests.killed import arm  # noqa: E402
from tests.trial import DOMAINS, Prepare, Trial, make_sites  # noqa: E402
from tests.writing import Site  # noqa: E402
from tests.written import find_ends  # noqa: E402

WRITING = (
    "archive.warc.writer:WarcWriter._append",
    "archive.warc.writer:WarcWriter.cut_back",
    "archive.warc.writer:WarcWriter.flush",
    "archive.store:add_capture",
    "archive.ingest:keep_report",
    "archive.ledger:settle",
    "archive.journal:_note",
    "crawler.run:keep_part",
    "crawler.run:note_crawl",
    "sqlalchemy.orm.session:SessionTransaction.commit",
    "os:fsync",
)
"""Between these a process writes, flushes and commits."""

TAKING_IN = (
    "archive.remaking.recovery:_keep",
    "archive.remaking.recovery:_apply",
    "archive.remaking.recovery:_cut_off",
    "archive.remaking.recovery:sync_file",
    "archive.remaking.recovery:sync_folder",
    "archive.journal:keep_part",
    "os:fsync",
    "sqlalchemy.orm.session:SessionTransaction.commit",
)
"""Between these it takes in what another has left."""

MOST = 1.0
"""Seconds after which a process is killed wherever it is; one that is to be killed at random, before that."""

OF_ONE = 25
"""Kills of one archive; then a new one is begun."""

TWO, CHECKED, CUT = 0.3, 0.2, 0.3
"""Shares of the kills: of two processes at once, with a check behind them, with a power cut behind them."""

PAGE = 4096
"""Bytes that a disk takes at once."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="kills on each database")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    asked = parser.parse_args()
    # Each torn record is a warning.
    logging.disable()
    print(f"seed {asked.seed}", flush=True)
    sites = make_sites()
    databases = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    return max([kill_writers(one, asked.count, asked.seed, sites) for one in databases])


def kill_writers(database: str, count: int, seed: int, sites: dict[str, Site]) -> int:
    """A line for each archive, then the verdict; the exit code."""
    chance, begun = random.Random(f"{database}{seed}"), time.monotonic()  # noqa: S311 - moments are no secrets
    kills, kept, counts, faults = 0, 0, Counter[str](), Counter[str]()
    with new_homes(database) as new_home:
        while kills < count:
            killing = Killing(Trial(new_home(), sites, chance))
            kills += killing.kill(min(OF_ONE, count - kills))
            trial = killing.trial
            kept, counts = kept + len(trial.kept), counts + trial.counts
            faults.update(fault.partition(":")[0] for fault in trial.faults)
            told = f"{len(trial.faults)} faults" if trial.faults else "no fault"
            print(f"{database}: {kills} of {count} kills, {kept} reports said to be kept: {told}", flush=True)
            print(*(f"    {fault}\n" for fault in trial.faults), sep="", end="", flush=True)
    told = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    print(f"{database}: {kills} kills in {time.monotonic() - begun:.0f} s: {told}; {kept} reports said to be kept")
    words = ", ".join(f"{number} {word}" for word, number in faults.items())
    print(f"{database}: {words or 'nothing lost, nothing doubled, everything sound'}", flush=True)
    return 1 if faults else 0


@dataclass
class Killing:
    """One archive whose writers are killed."""

    trial: Trial

    def kill(self, count: int) -> int:
        """So many, or as many as come before something is wrong; how many."""
        kills, chance = 0, self.trial.chance
        while kills < count and not self.trial.faults:
            kills += self._kill(two=chance.random() < TWO and kills + 1 < count)
            if chance.random() < CHECKED:
                self.trial.check()
        self.trial.check()
        return kills

    def _kill(self, *, two: bool) -> int:
        """One process, or two at a time; how many."""
        trial = self.trial
        domains = DOMAINS if two else [trial.chance.choice(DOMAINS)]
        children = wait([self._begin(domain) for domain in domains])
        trial.faults += [f"ended: {error}" for error in trial.hear(children)]
        for child in children:
            trial.counts["at random moments" if child.is_killed else "at a point"] += 1
        trial.find_lost()
        if trial.chance.random() < CUT:
            self._cut_power()
        return len(children)

    def _begin(self, domain: str) -> Child:
        prepare = self._choose_point()
        lasts = MOST if prepare else self.trial.chance.uniform(0.05, MOST)
        return self.trial.begin(domain, prepare or (lambda: None), lasts)

    def _choose_point(self) -> Prepare | None:
        chance = self.trial.chance
        kind = chance.choices(("time", "torn", "writing", "taking in"), (2, 2, 3, 3))[0]
        when = chance.choice(("before", "after"))
        if kind == "torn":
            return partial(tear, chance.randint(1, 15))
        if kind == "writing":
            return partial(arm, chance.choice(WRITING), when, chance.randint(1, 10))
        if kind == "taking in":
            return partial(arm, chance.choice(TAKING_IN), when, chance.randint(1, 2))
        return None

    def _cut_power(self) -> None:
        ends = find_ends(self.trial.home)
        for file in self.trial.home.warcs.glob("*.warc.gz"):
            self.trial.counts["files that lost some"] += lose(file, ends.get(file.name, 0), self.trial.chance)
        self.trial.counts["power cuts"] += 1


def lose(file: Path, at: int, chance: random.Random) -> bool:
    """Some of the bytes behind that place are lost, as when a disk has not got them yet; whether there were any."""
    size = file.stat().st_size
    if size <= at:
        return False
    with file.open("r+b") as disk:
        if chance.choice((True, False)):
            disk.truncate(chance.randint(at, size))
            return True
        for page in range(at - at % PAGE, size, PAGE):
            if chance.choice((True, False)):
                first = max(at, page)
                disk.seek(first)
                disk.write(bytes(min(page + PAGE, size) - first))
    return True


if __name__ == "__main__":
    sys.exit(main())
