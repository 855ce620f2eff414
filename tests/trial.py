"""An archive in which processes write that are ended, and the account of what they said and left."""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from archive.database import open_database
from archive.home import Home
from archive.remaking.recovery import recover
from tests.forked import Child, Say, fork, tell_of_flushes
from tests.writing import Site, Writing
from tests.written import Kept, find_ends, find_faults, find_lost

DOMAINS = ("a.example", "b.example")

Prepare = Callable[[], None]
"""What is done in a process before it begins to write."""


def make_sites() -> dict[str, Site]:
    """With all that is read of their pages."""
    sites = {domain: Site(domain) for domain in DOMAINS}
    for site in sites.values():
        site.texts()
    return sites


@dataclass
class Trial:
    """One archive and those who write to it. `flushed`: WARC file → bytes that are on the disk."""

    home: Home
    sites: dict[str, Site]
    chance: random.Random
    kept: list[Kept] = field(default_factory=list)
    flushed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def begin(self, domain: str, prepare: Prepare, lasts: float, *, crawls: int | None = None) -> Child:
        """A process that writes, for so many seconds or crawls at most."""
        return fork(partial(self._work, self.sites[domain], prepare, self.chance.random(), crawls), lasts)

    def _work(self, site: Site, prepare: Prepare, seed: float, crawls: int | None, say: Say) -> None:
        prepare()
        tell_of_flushes(say, self.home.warcs)
        Writing(self.home, site, random.Random(seed), say).work(crawls)

    def hear(self, children: list[Child]) -> list[str]:
        """Takes down what processes said that have ended; why they ended themselves, where they did."""
        errors = []
        for said in sorted((said for child in children for said in child.said), key=lambda said: said["at"]):
            if "kept" in said:
                self.kept.append(tuple(said["kept"]))
            elif "flushed" in said:
                self.flushed[said["flushed"][0]] = said["flushed"][1]
            elif "failed" in said:
                name, end = said["failed"]
                drop(self.home.warcs / name, self.flushed[name], end)
            elif "error" in said:
                errors.append(said["error"])
            else:
                self.faults.append(f"crashed: {said['crash']}")
        return errors

    def find_lost(self) -> None:
        self.faults += find_lost(self.home, self.kept, self.flushed)

    def check(self) -> None:
        """Everything is taken in, and is right."""
        engine = open_database(self.home)
        recover(engine, self.home.warcs)
        engine.dispose()
        self.flushed.update(find_ends(self.home))
        texts = {sha: text for site in self.sites.values() for sha, text in site.texts().items()}
        self.faults += find_lost(self.home, self.kept, self.flushed) + find_faults(self.home, texts)
        self.counts["checks"] += 1


def drop(file: Path, start: int, end: int) -> None:
    """What the kernel has dropped since the disk did not take it: it is zeros when it is read next."""
    if not file.exists():
        return
    with file.open("r+b") as disk:
        end = min(end, disk.seek(0, os.SEEK_END))
        disk.seek(start)
        disk.write(bytes(max(end - start, 0)))
