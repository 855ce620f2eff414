"""Kill crawls of the sample portal again and again, begin them again, and say what they lost beside one never killed.

    python scripts/kills.py [--count N] [--database sqlite|postgresql] [--seed S]

N kills (SIGKILL) at random moments: while a crawl starts, while it goes on where it was stopped, and while it fetches;
and one before and one after each of the steps that tests/killed.py names. Several kills hit one crawl, as many as come
before its end; then a new one is begun. Exit code 1 where anything was lost, doubled, or asked for again that was not
in flight.
"""

import argparse
import random
import sys
from collections import Counter, deque
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.home import Home  # noqa: E402
from tests.archives import new_homes  # noqa: E402
from tests.killed import POINTS, count_again, find_faults, finish, kill_after, kill_at, look_at  # noqa: E402
from tests.site import build  # noqa: E402
from tests.site.serve import Served, serve  # noqa: E402

STARTING = 0.2
"""Share of the random kills that come before the first request."""

Kill = Callable[[Home], bool]
"""Whether a crawl was killed before it had come to its end."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20, help="kills at random moments")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with serve(build()) as served, new_homes(asked.database) as new_home:
        chance = random.Random(asked.seed)  # noqa: S311 - moments are no secrets
        return crawl_and_kill(served, new_home, deque(plan(chance, served, asked.count)))


def plan(chance: random.Random, served: Served, count: int) -> list[Kill]:
    named: list[Kill] = [
        partial(kill_at, url=served.url, point=point, when=when, times=chance.randint(1, 20))
        for point, when in product(POINTS, ("before", "after"))
    ]
    return named + [partial(kill_after, served=served, **choose_moment(chance)) for _ in range(count)]


def choose_moment(chance: random.Random) -> dict[str, float]:
    if chance.random() < STARTING:
        return {"requests": 0, "seconds": chance.uniform(0, 2)}
    return {"requests": chance.randint(1, 40), "seconds": chance.uniform(0, 0.3)}


def crawl_and_kill(served: Served, new_home: Callable[[], Home], waiting: deque[Kill]) -> int:
    """A line for each crawl, then the verdict; the exit code."""
    home, total = new_home(), len(waiting)
    finish(home, served.url)
    whole = look_at(home)
    crawls, again, faults = 0, 0, Counter[str]()
    while waiting:
        home, kills = new_home(), 0
        while waiting and (killed := waiting[0](home)):
            waiting.popleft()
            kills += 1
        if not kills:
            sys.exit("a crawl came to its end before it could be killed: this machine is too fast for these moments")
        if killed:
            finish(home, served.url)
        left = look_at(home)
        found = find_faults(left, whole, kills)
        crawls, again = crawls + 1, again + count_again(left, whole)
        faults.update(fault.partition(":")[0] for fault in found)
        told = f"{len(found)} faults" if found else "no fault"
        print(f"{total - len(waiting)} of {total} kills, {crawls} crawls: {kills} in this one, {told}", flush=True)
        print(*(f"    {fault}\n" for fault in found), sep="", end="", flush=True)
    words = ", ".join(f"{faults[word]} {word}" for word in ("lost", "doubled", "refetched"))
    print(f"{total} kills in {crawls} crawls: {words}; {again / total:.1f} answers a kill asked for again")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
