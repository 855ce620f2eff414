"""Administrative divisions (行政区划) from the province down to the county, with the years each was valid.

The table divisions.tsv.gz is made by scripts/make_divisions.py: GB/T 2260 codes of 1980–2024, a row for each run of
years in which code, name and parent stayed the same. A year behind the table's last is answered with its last.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain


@dataclass(frozen=True, slots=True)
class Division:
    """A unit from `first` to `last` year: GB/T 2260 code, whole name, the code of the unit above (a province: None).

    `line` is the same for one unit through all its names and codes (临安市 330185, 临安区 330112); `sound` is its short
    name in pinyin, other readings behind a comma, "" for units older than the reports.
    """

    code: str
    name: str
    parent: str | None
    first: int
    last: int
    line: str
    sound: str

    @property
    def level(self) -> int:
        """1 province, 2 prefecture, 3 county; a county-level unit right under a province is 3."""
        return 1 if self.parent is None else 2 if self.code.endswith("00") else 3


@dataclass(frozen=True, slots=True)
class Table:
    """All divisions by code, by name (with 恩施州 for 恩施土家族苗族自治州), by short name (恩施, 滨湖), by line.

    `beginnings` are the first two characters of all names.
    """

    by_code: dict[str, tuple[Division, ...]]
    by_name: dict[str, tuple[Division, ...]]
    by_short: dict[str, tuple[Division, ...]]
    by_line: dict[str, tuple[Division, ...]]
    beginnings: frozenset[str]
    last_year: int
    longest: int


AUTONOMOUS = {"州": "自治州", "县": "自治县", "旗": "自治旗"}
"""恩施土家族苗族自治州 is called 恩施州, 长阳土家族自治县 长阳县."""

SHORTEST = 2


@cache
def load_table() -> Table:
    packed = files("archive.report").joinpath("divisions.tsv.gz").read_bytes()
    codes: dict[str, list[Division]] = {}
    names: dict[str, list[Division]] = {}
    shorts: dict[str, list[Division]] = {}
    lines: dict[str, list[Division]] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        code, name, parent, first, last, short, origin, sound = (line.split("\t") + [""] * 3)[:8]
        division = Division(code, name, parent or None, int(first), int(last), origin or code, sound)
        codes.setdefault(code, []).append(division)
        names.setdefault(name, []).append(division)
        lines.setdefault(division.line, []).append(division)
        alias = short or name[:-1]
        if SHORTEST <= len(alias) < len(name):
            shorts.setdefault(alias, []).append(division)
            if name.endswith(AUTONOMOUS.get(name[-1], "\n")):
                names.setdefault(alias + name[-1], []).append(division)
    last_year = max(division.last for division in chain.from_iterable(codes.values()))
    frozen = [{key: tuple(units) for key, units in index.items()} for index in (codes, names, shorts, lines)]
    beginnings = frozenset(name[:SHORTEST] for name in names)
    return Table(frozen[0], frozen[1], frozen[2], frozen[3], beginnings, last_year, max(map(len, names)))


def find_divisions(name: str, year: int | None) -> tuple[Division, ...]:
    """The divisions of this name (恩施州, 滨湖, 杭州市上城区) valid in `year`; if none was, the last valid.

    Without a year: those valid last. Several where units share the name (鼓楼区), none where no unit has it.
    """
    table = load_table()
    units = table.by_name.get(name) or table.by_short.get(name)
    if units:
        return valid_in(units, year)
    units, rest = read_place(name, year)
    return () if rest else units


def valid_in(units: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """Those of the units valid in `year`; if none was, those that were so last."""
    if not units:
        return ()
    asked = min(year or load_table().last_year, load_table().last_year)
    valid = tuple(unit for unit in units if unit.first <= asked <= unit.last)
    latest = max(unit.last for unit in units)
    return valid or tuple(unit for unit in units if unit.last == latest)


def find_code(code: str, year: int | None = None) -> Division | None:
    """The unit with this code, as it was named in `year`."""
    units = valid_in(load_table().by_code.get(code, ()), year)
    return units[-1] if units else None


def in_year(unit: Division, year: int | None) -> Division:
    """The same unit as it was called in `year`: 赣县 360721 → 赣县区 360704; itself where nothing else is known."""
    units = valid_in(load_table().by_line[unit.line], year)
    return unit if unit in units else units[-1]


def path(division: Division) -> tuple[Division, ...]:
    """The units from the province down to this one, as they were in its last year."""
    above = find_code(division.parent, division.last) if division.parent else None
    return (*path(above), division) if above else (division,)


def path_names(division: Division) -> tuple[str, ...]:
    return tuple(unit.name for unit in path(division))


def has_parts(division: Division, year: int | None) -> bool:
    """Whether counties lie below: 东莞市 has none, its towns are right under the prefecture."""
    return any(
        unit.parent == division.code for units in load_table().by_code.values() for unit in valid_in(units, year)
    )


def is_within(division: Division, other: Division) -> bool:
    """Whether `other` is this unit or one above it."""
    return any(unit.code == other.code for unit in path(division))


def read_place(text: str, year: int | None) -> tuple[tuple[Division, ...], str]:
    """The place a text begins with and the text behind it: 杭州市上城区农业农村局 → 上城区 of 杭州市, 农业农村局.

    A short name counts where the place behind it lies in it: 无锡滨湖区. No place: (), and the whole text.
    """
    found: tuple[Division, ...] = ()
    while step := _read_step(text, year, found):
        found, text = step
    return found, text


def _read_step(text: str, year: int | None, within: tuple[Division, ...]) -> tuple[tuple[Division, ...], str] | None:
    table = load_table()
    for length in range(min(table.longest, len(text)), SHORTEST - 1, -1):
        word, rest = text[:length], text[length:]
        units = _inside(valid_in(table.by_name.get(word, ()), year), within)
        units = units or _confirmed(_inside(valid_in(table.by_short.get(word, ()), year), within), rest, year)
        if units:
            return units, rest
    return None


def _inside(units: tuple[Division, ...], within: tuple[Division, ...]) -> tuple[Division, ...]:
    return tuple(unit for unit in units if not within or any(is_within(unit, above) for above in within))


def _confirmed(shorts: tuple[Division, ...], rest: str, year: int | None) -> tuple[Division, ...]:
    """Those of the units called by a short name that the place behind it lies in."""
    below = list(_named_at_start(rest, year)) if shorts else []
    return tuple(unit for unit in shorts if any(is_within(b, unit) and b.code != unit.code for b in below))


def _named_at_start(text: str, year: int | None) -> Iterator[Division]:
    table = load_table()
    for length in range(SHORTEST, min(table.longest, len(text)) + 1):
        yield from valid_in(table.by_name.get(text[:length], ()), year)
