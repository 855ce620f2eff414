"""How well and how fast pages are read, beside trafilatura, readability and resiliparse.

    python bench/reading.py [--seeds 500-501] [--selectors] [--verbose]

Quality on the annotated pages, where they lie beside the checkout, on the portals of tests/site and on the pages of
tests/specimens; speed on the same pages, decoded, in pairs. `--selectors` tells what each list of ids and classes is
worth. No rule may be tuned on the seeds that a figure is reported for.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import trafilatura
from cases import ANNOTATED, Case, annotated, portals, specimens
from readers import READERS, SELECTORS, Read, ours, without
from scores import Score, score, summarise

from archive.reading.html import read_html

TARGETS = (
    "targets: F1 ≥ .99 (rules alone ≥ .985), leaks ≤ 2 %, no recall < .9, cells ≥ .995, title, header ≥ .97, date ≥ .98"
)
SPEED_TARGET = 0.6
RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="500-501", help="of portals and specimens: one, or a range")
    parser.add_argument("--selectors", action="store_true", help="measure each list of ids and classes")
    parser.add_argument("--verbose", action="store_true", help="name the pages that are not read whole")
    options = parser.parse_args()
    groups = gather(options.seeds)
    print(TARGETS)
    for name, cases in groups.items():
        compare(name, cases, options.verbose)
        time_pairs(cases)
    if options.selectors:
        weigh_selectors([case for cases in groups.values() for case in cases])


def gather(seeds: str) -> dict[str, list[Case]]:
    first, _, last = seeds.partition("-")
    chosen = range(int(first), int(last or first) + 1)
    known = list(annotated())
    if not known:
        print(f"the annotated pages are not there ({ANNOTATED}): skipped")
    groups = {
        "annotated pages, annual reports": [case for case in known if case.is_report],
        "annotated pages, others": [case for case in known if not case.is_report],
        f"portals, seeds {seeds}": list(portals(chosen)),
        f"specimens, seeds {seeds}": list(specimens(chosen)),
    }
    return {name: cases for name, cases in groups.items() if cases}


def compare(name: str, cases: Sequence[Case], verbose: bool) -> None:
    print(f"\n{name}: {len(cases)} pages")
    for number, (reader, read) in enumerate(READERS.items()):
        scores = [score(case, read(case.html)) for case in cases]
        columns = summarise(scores)
        if not number:
            print(" " * 16, *(f"{column:>10}" for column in columns))
        print(f"{reader:<16}", *(f"{value:>10}" for value in columns.values()), flush=True)
        if verbose and not number:
            tell_faults(cases, scores)


def tell_faults(cases: Sequence[Case], scores: Sequence[Score]) -> None:
    for case, one in zip(cases, scores, strict=True):
        faults = {
            "leaks": one.leak,
            "cells": one.cells is not None and one.cells[0] < one.cells[1],
            "title": one.title is False,
            "date": one.date is False,
            "header": not all(one.header),
        }
        named = [name for name, there in faults.items() if there]
        if one.f1 < 1 or named:
            print(f"    {case.name}: F1 {one.f1:.4f}, recall {one.recall:.3f}", *named)


def time_pairs(cases: Sequence[Case]) -> None:
    """CPU of a page's whole reading beside trafilatura's with metadata: the best of some runs of each, in turn."""
    pairs = [
        (
            measure(lambda html=case.html: read_html(html, url=None)),
            measure(lambda html=case.html: trafilatura.bare_extraction(html, with_metadata=True)),
        )
        for case in cases
    ]
    ours_, theirs = (sum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1))
    middle = median(mine / other for mine, other in pairs)
    print(
        f"CPU ms a page: {ours_:.1f}, trafilatura with metadata {theirs:.1f}; ratio {ours_ / theirs:.2f}, of the "
        f"median page {middle:.2f} (target {SPEED_TARGET})"
    )


def measure(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        best = min(best, (time.process_time() - begun) * 1000)
    return best


FIELDS = ("text", "titles", "header", "column", "attachments")


def weigh_selectors(cases: Sequence[Case]) -> None:
    """What changes when a list of ids and classes is taken away."""
    whole = [ours(case.html) for case in cases]
    print(f"\nwithout a list of ids and classes, {len(cases)} pages: change, and pages read otherwise")
    for name in [*SELECTORS, "all of them"]:
        with without(*(SELECTORS if name == "all of them" else [name])):
            bare = [ours(case.html) for case in cases]
        before, after = (
            [score(case, read) for case, read in zip(cases, reads, strict=True)] for reads in (whole, bare)
        )
        f1, leaks, titles = (
            sum(getattr(one, key) or 0 for one in after) - sum(getattr(one, key) or 0 for one in before)
            for key in ("f1", "leak", "title")
        )
        moved = ", ".join(f"{field} {count}" for field in FIELDS if (count := count_moved(field, whole, bare)))
        print(f"{name:<32} F1 {f1 / len(cases):+.5f}  leaks {leaks:+d}  titles {titles:+d}  {moved}", flush=True)


def count_moved(field: str, whole: Sequence[Read], bare: Sequence[Read]) -> int:
    pairs = zip(whole, bare, strict=True)
    return sum(getattr(one.document, field) != getattr(other.document, field) for one, other in pairs)


if __name__ == "__main__":
    main()
