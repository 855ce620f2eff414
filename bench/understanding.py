"""How well and how fast reports are understood: who, which year, which form, every number, and does it add up.

    python bench/understanding.py [--seeds 400-401] [--verbose]

Quality on the reports of tests/site's portals, each read from its own page as `archive read` does; speed on the same
documents, reading left out. No rule may be tuned on the seeds that a figure is reported for.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from archive.reading.document import Document
from archive.reading.reader import read
from archive.report.understand import Report, to_json, understand
from tests.site import build_portals
from tests.site.truth import TrueReport

TARGETS = (
    "targets: organ, kind, year ≥ .96, division ≥ .93, cells ≥ .995, no cell wrong without a finding, every planted"
    " error found, no false alarm, ≤ 3 CPU-ms a report"
)
RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="400-401", help="of portals: one, or a range")
    parser.add_argument("--verbose", action="store_true", help="name what is understood wrongly")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    cases = list(gather(range(int(first), int(last or first) + 1)))
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for path, truth, document in cases:
        for field, good, told in compare(truth, understand(document), path):
            asked[field] += 1
            right[field] += good
            if options.verbose and not good:
                print(f"{path} {field}: {told}")
    print(f"{TARGETS}\n{len(cases)} reports, seeds {options.seeds}")
    for field, number in asked.items():
        print(f"{field:<32} {right[field] / number:.4f} of {number}")
    print(f"CPU: {time_understanding([document for _, _, document in cases]):.2f} ms a report")


def gather(seeds: range) -> Iterator[tuple[str, TrueReport, Document]]:
    for seed in seeds:
        for site in build_portals(seed):
            for report in site.truth.reports:
                if not report.file_only:
                    yield f"{seed}{report.paths[0]}", report, read(site.pages[report.paths[0]].body)


def compare(truth: TrueReport, report: Report, path: str) -> Iterator[tuple[str, bool, Any]]:
    """(what, whether it is right, what was told instead)."""
    told = to_json(report)
    yield "kind", told["kind"] == "report", told["kind"]
    yield "organ", told["organ"] in (truth.organ, *truth.organ_names), told["organ"]
    yield "organ_kind", told["organ_kind"] == truth.organ_kind, told["organ_kind"]
    yield "division", told["division_code"] == truth.division_code, told["division_code"]
    yield "year", told["year"] == truth.year, told["year"]
    yield "form", told["form"] == truth.form, told["form"]
    for name in ("signed", "published"):
        value = next((date["value"] for date in told["dates"][name]), None)
        if expected := getattr(truth, name):
            yield name, value == expected, value
    yield from compare_cells(truth, told)
    yield from compare_checks(truth, told)


def compare_cells(truth: TrueReport, told: dict[str, Any]) -> Iterator[tuple[str, bool, Any]]:
    cells = {(cell["table"], cell["row"], cell["column"]): cell for cell in told["statistics"]}
    for true in truth.cells:
        cell = cells.get((true.table, true.row, true.column))
        good = cell is not None and (cell["value"], cell["state"]) == (true.value, true.state)
        yield "cells", good, (true, cell)
        silent = not good and not any(true.row in one["message"] for one in told["findings"])
        yield "cells right or with a finding", not silent, (true, cell)


def compare_checks(truth: TrueReport, told: dict[str, Any]) -> Iterator[tuple[str, bool, Any]]:
    failed = {f"applications:{check['cells'][-1].rpartition('.')[2]}" for check in told["checks"]
              if check["status"] == "fail" and check["rule"] == "applications.handled"}  # fmt: skip
    for error in truth.errors:
        yield "planted errors found", error in failed, failed
    if not truth.errors:
        wrong = [check["rule"] for check in told["checks"] if check["status"] == "fail"]
        yield "reports without false alarm", not wrong, wrong


def time_understanding(documents: list[Document]) -> float:
    """CPU-ms a report, the median of the runs."""
    figures = []
    for _ in range(RUNS):
        began = time.process_time()
        for document in documents:
            understand(document)
        figures.append((time.process_time() - began) * 1000 / len(documents))
    return median(figures)


if __name__ == "__main__":
    main()
