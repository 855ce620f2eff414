"""Reads thousands of poisoned pages (tests/poison.py) and says what broke: crashes, slow pages, blank reports, peak
memory, and how much of each report's own text was read.

usage: scripts/poison.py [--count 10000] [--seed 0] [--quick] [--family NAME]
"""

import argparse
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from archive.reading.floor import recall
from archive.reading.reader import FALLBACK_READER, read
from tests.poison import FAMILIES, HARD, QUICK, make_poisoned

LIMIT = 30.0
"""CPU seconds from which a page counts as hanging: the reader's child process is ended then."""

WORST = 15
"""Pages named at the end."""


def main() -> int:
    options = parse_options()
    families = [options.family] if options.family else list(FAMILIES)
    shares: dict[str, list[float]] = defaultdict(list)
    slowest: dict[str, float] = defaultdict(float)
    worst: list[tuple[float, str]] = []
    crashed, hung, blank = [], [], []
    for number in range(options.count):
        family, seed = families[number % len(families)], options.seed + number // len(families)
        page = make_poisoned(family, seed, QUICK if options.quick else HARD)
        begun = time.process_time()
        document = read(page.body, url="http://www.example.gov.cn/zwgk/t20220120_1.html")
        took = time.process_time() - begun
        slowest[family] = max(slowest[family], took)
        share = recall(document.text, page.truth)
        shares[family].append(share)
        name = f"{family} {seed}"
        crashed += [name] * (document.reader in (None, FALLBACK_READER))
        hung += [name] * (took > LIMIT)
        blank += [name] * (not document.text.strip())
        worst = sorted([*worst, (share, f"{name} {document.state} {[f.code for f in document.findings]}")])[:WORST]
    report(shares, slowest, worst)
    print(f"crashes {len(crashed)} {crashed[:5]}   hangs {len(hung)} {hung[:5]}   blank {len(blank)} {blank[:5]}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 1 if crashed or hung or blank else 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="pages")
    parser.add_argument("--seed", type=int, default=0, help="of the first page of each family")
    parser.add_argument("--quick", action="store_true", help="monsters of the size the suite reads")
    parser.add_argument("--family", choices=list(FAMILIES))
    return parser.parse_args()


def report(shares: dict[str, list[float]], slowest: dict[str, float], worst: list[tuple[float, str]]) -> None:
    print(f"{'family':22} {'pages':>6} {'recall':>7} {'least':>6} {'slowest s':>9}")
    for family, found in shares.items():
        print(f"{family:22} {len(found):6} {sum(found) / len(found):7.4f} {min(found):6.3f} {slowest[family]:9.2f}")
    total = [share for found in shares.values() for share in found]
    print(f"{'all':22} {len(total):6} {sum(total) / len(total):7.4f} {min(total):6.3f}")
    for share, name in worst:
        print(f"  {share:.3f} {name}")


if __name__ == "__main__":
    sys.exit(main())
