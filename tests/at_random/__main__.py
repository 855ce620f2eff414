"""Scores seeds: python -m tests.at_random FIRST LAST [FORM]."""

import sys
import traceback
from collections import Counter

from tests.at_random.cases import make_case
from tests.at_random.score import score


def main() -> None:
    first, last = int(sys.argv[1]), int(sys.argv[2])
    form = sys.argv[3] if len(sys.argv) > 3 else None
    counts: Counter[str] = Counter()
    bad = 0
    for seed in range(first, last):
        case = make_case(seed, form)
        try:
            result = score(case)
        except Exception:
            print(seed, "exception", traceback.format_exc(limit=-3))
            bad += 1
            continue
        counts += result.counts
        if result.faults:
            bad += 1
            print(seed, case.form, case.changes)
            for fault in result.faults[:4]:
                print("    ", fault)
    print(dict(sorted(counts.items())))
    for kind in ("plain", "damaged"):
        true = sum(counts[f"{kind} {k}"] for k in ("right", "missing", "wrong", "without"))
        print(kind, true, "cells, right", counts[f"{kind} right"] / max(true, 1))
    print(bad, "cases with faults of", last - first)


if __name__ == "__main__":
    main()
