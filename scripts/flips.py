"""Flip single bits of a small archive, and cut its files, again and again, and say what `archive verify` found of it.

    python scripts/flips.py [--flips N] [--truncations N] [--seed S]

The archive is a real one of two runs that append to one file: reports, revisits, posted forms, corrections, a journal.
Each time one bit of its WARC file is flipped, or the file is cut, at a random place. It is a fault where that is not
found, where another record is named than the one that was hit, where one that was not hit is not counted as sound, or
where a file that is whole again is not. Exit code 1 where there is any.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import Engine

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.database import open_database  # noqa: E402
from archive.fixity.damage import Damage  # noqa: E402
from archive.fixity.record import name_record  # noqa: E402
from archive.fixity.verify import Count, verify  # noqa: E402
from archive.home import Home, find_home  # noqa: E402
from archive.migrate import create_database  # noqa: E402
from archive.warc.members import Member  # noqa: E402
from tests.fixity import add_run, records  # noqa: E402

TOLD_EACH = 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--truncations", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = find_home({"ARCHIVE_HOME": folder})
        create_database(home)
        file = home.warcs / add_run(home)
        add_run(home, day=3, more="<p>又及</p>")
        engine = open_database(home)
        chance = random.Random(asked.seed)  # noqa: S311 - places are no secrets
        faults = harm(engine, home, file, chance, asked.flips, asked.truncations)
        engine.dispose()
    return 1 if faults else 0


def harm(engine: Engine, home: Home, file: Path, chance: random.Random, flips: int, cuts: int) -> int:
    """A line for each fault, then the verdict; how many faults there were."""
    sound, whole, began = file.read_bytes(), records(file), time.monotonic()
    hit, told = Counter[str](), []
    for number in range(flips + cuts):
        if number < flips:
            byte, bit = chance.randrange(len(sound)), chance.randrange(8)
            harmed = bytearray(sound)
            harmed[byte] ^= 1 << bit
            file.write_bytes(harmed)
            (record,) = (one for one in whole if one.offset <= byte < one.end)
            hit[name_record(record.record)] += 1
            faults = judge_flip(engine, home, record, whole)
            what = f"bit {bit} of byte {byte}"
        else:
            end = chance.randrange(len(sound))
            file.write_bytes(sound[:end])
            faults = judge_cut(engine, home, end, whole)
            what = f"cut at byte {end}"
        told += [f"{what}: {fault}" for fault in faults]
        if (number + 1) % TOLD_EACH == 0:
            print(f"{number + 1} of {flips + cuts}, {len(told)} faults", flush=True)
    file.write_bytes(sound)
    told += [f"restored: {fault}" for fault in judge(engine, home, len(whole), set())]
    print(*(f"    {fault}\n" for fault in told), sep="", end="")
    took = time.monotonic() - began
    spread = ", ".join(f"{count} in a {name}" for name, count in hit.most_common())
    print(
        f"{flips} flips and {cuts} cuts of {len(whole)} records ({len(sound)} bytes): {len(told)} faults, {took:.0f} s"
    )
    print(f"flipped: {spread}")
    return len(told)


def judge_flip(engine: Engine, home: Home, hit: Member, whole: list[Member]) -> Iterator[str]:
    yield from judge(engine, home, len(whole) - 1, {hit.offset})


def judge_cut(engine: Engine, home: Home, end: int, whole: list[Member]) -> Iterator[str]:
    """Of what is cut off, all that rows name is named; what they do not is told as lost, and by where it is torn."""
    sound = [one for one in whole if one.end <= end]
    count, damages = look(engine, home)
    named = {one.id for one in damages if one.kind in ("capture", "correction")}
    wanted = {one.record.id for one in whole[len(sound) :] if is_named(one)}
    if named != wanted:
        yield f"named {len(named)} records where {len(wanted)} were cut off"
    if not any("lost its end" in one.why for one in damages):
        yield "it is not told that the file lost its end"
    if count.records - count.damaged != len(sound):
        yield f"{count.records - count.damaged} records counted sound where {len(sound)} are"


def is_named(member: Member) -> bool:
    return name_record(member.record) in ("response", "revisit", "journal record archive_correction")


def judge(engine: Engine, home: Home, sound: int, hit: set[int]) -> Iterator[str]:
    count, damages = look(engine, home)
    named = {one.offset for one in damages}
    if named != hit:
        yield f"named {sorted(map(str, damages))}, hit {sorted(hit)}"
    if count.records - count.damaged != sound:
        yield f"{count.records - count.damaged} records counted sound where {sound} are"


def look(engine: Engine, home: Home) -> tuple[Count, list[Damage]]:
    count = Count()
    return count, [one for one in verify(engine, home.warcs, count) if isinstance(one, Damage)]


if __name__ == "__main__":
    sys.exit(main())
