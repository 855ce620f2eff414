"""What it takes to know which addresses a run has met, beside Scrapy's RFPDupeFilter, with a million of them: resident
memory, and microseconds of CPU for an address that is new and for one that is met again. Each in its own process."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scrapy.dupefilters import RFPDupeFilter  # noqa: E402
from scrapy.http import Request  # noqa: E402
from scrapy.utils.request import RequestFingerprinter  # noqa: E402

from crawler.seen import Seen  # noqa: E402

NAMES = ("this project", "RFPDupeFilter")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--of", choices=NAMES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.of:
        measure(options.of, options.addresses)
        return
    for name in NAMES:
        command = [sys.executable, __file__, "--addresses", str(options.addresses), "--of", name]
        subprocess.run(command, cwd=ROOT, check=True)


def measure(name: str, number: int) -> None:
    meet = prepare(name)
    before = resident()
    new = spend(meet, number, number)
    taken = resident() - before
    again = spend(meet, number, min(number, 100_000))
    print(f"{name:<13} {taken / 1e6:6.1f} MB of {number} addresses   new {new:5.1f} us   met again {again:5.1f} us")


def prepare(name: str) -> Callable[[str], object]:
    if name == "this project":
        seen = Seen()
        return lambda url: seen.meet(url, 40)
    dupes = RFPDupeFilter(fingerprinter=RequestFingerprinter())
    return lambda url: dupes.request_seen(Request(url))


def spend(meet: Callable[[str], object], number: int, times: int) -> float:
    """Microseconds an address."""
    begun = time.process_time()
    for at in range(0, number, number // times):
        meet(f"http://www.x{at % 50}.gov.cn/zwgk/c{at % 977}/t2021_{at}.html")
    return (time.process_time() - begun) / times * 1e6


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
