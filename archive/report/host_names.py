"""Which divisions the address of a government site can mean: the labels of its host spell them in pinyin.

    anji              安吉县, its short name               anjixian   with 县, 区, 市
    ajx               安吉县, first letters and suffix     sm         三明市, first letters alone
    cqjlp             九龙坡区 behind the letters of 重庆  bjchy      朝阳区, zh ch sh in two letters
    ht below sanya    海棠区, below the city's own name
    /qhqrmzf/         秦淮区, by the folder of its government on the city's site

Many units share their first letters, and some their whole sound (遂溪, 濉溪), so a host gives all that it can mean.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from archive.address import split_address
from archive.report.divisions import Division, find_code, in_year, is_within, load_table

GOVERNMENT_SITES = ".gov.cn"
SUFFIXES: Mapping[str, str] = {
    "省": "sheng", "市": "shi", "县": "xian", "区": "qu", "旗": "qi", "盟": "meng", "州": "zhou"
}  # fmt: skip
PROVINCES: Mapping[str, str] = {
    "bj": "110000", "tj": "120000", "sh": "310000", "cq": "500000", "ln": "210000", "jl": "220000", "hl": "230000",
    "js": "320000", "zj": "330000", "ah": "340000", "fj": "350000", "sd": "370000", "gd": "440000", "sc": "510000",
    "yn": "530000", "gs": "620000", "qh": "630000", "nx": "640000", "nm": "150000",
}  # fmt: skip
"""Domains of administrative areas (CNNIC) that are the province's wherever they stand alone; gz, hb, hn, jx, sx, xz are
cities' as well and are read as letters."""
AREAS: Mapping[str, str] = {
    "he": "130000", "ha": "410000", "hi": "460000", "sn": "610000", "gz": "520000", "hb": "420000", "hn": "430000",
    "jx": "360000", "sx": "140000", "gx": "450000", "xz": "540000", "xj": "650000", "hlj": "230000", "nmg": "150000",
    **PROVINCES,
}  # fmt: skip
"""Those that stand before the letters of a unit: ahjd is 旌德 in 安徽."""

_DECORATION = re.compile(r"^(?:www|wap|m)-|(?<=..)(?:rmzf|zf|gov|\d+)$")


@dataclass(frozen=True, slots=True)
class Meant:
    """Units an address can stand for. `whole`: its name is spelled out, not only by its letters."""

    units: tuple[Division, ...] = ()
    whole: bool = False


def read_host(url: str | None, year: int | None) -> Meant:
    """What a host under gov.cn can mean in `year`: the lowest unit its labels tell. Other hosts mean nothing: mirrors
    keep a page's path and not its name."""
    parts = split_address(url or "")
    host = (parts.hostname or "") if parts else ""
    if not host.endswith(GOVERNMENT_SITES):
        return Meant()
    meant = Meant()
    for label in reversed(host.removesuffix(GOVERNMENT_SITES).split(".")):
        if below := _read_label(_DECORATION.sub("", label), meant, year):
            meant = below
    for folder in _FOLDER.findall(parts.path if parts else ""):
        meant = _read_label(folder, meant, year) or _narrow_to_folder(folder, meant)
    return _narrow_by_system(meant, url or "")


_FOLDER = re.compile(r"(?<=/)([a-z]{3,20}?)(?:rmzf|zf)(?:_\d+)?(?=/)")
"""Only what calls itself a government (人民政府): folders of bureaus and columns are letters, too."""


def _narrow_to_folder(folder: str, meant: Meant) -> Meant:
    """njsrmzf on a site called nanjing is 南京市 itself and not 南靖县."""
    whole, letters = _index()
    units = {*whole.get(folder, ()), *letters.get(folder, ())}.intersection(meant.units)
    return Meant(tuple(unit for unit in meant.units if unit in units), meant.whole) if units else meant


_NFCMS = re.compile(r"/content/post_\d+\.html$")


def _narrow_by_system(meant: Meant, url: str) -> Meant:
    """/content/post_67513.html is an address of the content system that all sites of Guangdong share."""
    units = tuple(unit for unit in meant.units if unit.code.startswith("44")) if _NFCMS.search(url) else ()
    return Meant(units, meant.whole) if units else meant


def _read_label(label: str, above: Meant, year: int | None) -> Meant | None:
    """A label as a unit below what stands behind it; None where it names none, as jyj (教育局) does."""
    if label in PROVINCES and not above.units:
        return Meant(_find_area(PROVINCES[label], year), whole=True)
    whole, letters = _index()
    for index, told in ((whole, True), (letters, False)):
        found = [*_as_of(index.get(label, ()), year), *_behind_area(label, index, year)]
        units = tuple(unit for unit in dict.fromkeys(found) if not above.units or _is_below(unit, above.units))
        if units:
            return Meant(units, told and (above.whole or not above.units))
    return None


Spelled = Mapping[str, Sequence[Division]]


def _behind_area(label: str, index: Spelled, year: int | None) -> Iterator[Division]:
    """Units whose spelling stands behind that of the province or city they lie in: cqjlp, hhjs, sznanshan."""
    whole, letters = _index()
    for cut in range(2, len(label) - 1):
        area, rest = label[:cut], label[cut:]
        if rest in index:
            areas = (*whole.get(area, ()), *letters.get(area, ()), *_find_area(AREAS.get(area), year))
            yield from (unit for unit in _as_of(index[rest], year) if _is_below(unit, _as_of(areas, year)))


def _find_area(code: str | None, year: int | None) -> tuple[Division, ...]:
    unit = find_code(code, year) if code else None
    return (unit,) if unit else ()


def _as_of(units: Sequence[Division], year: int | None) -> tuple[Division, ...]:
    """The units as they were in `year`. A site's name is that of today: the older name of a unit is taken back to that
    year, one that was given up before it is none."""
    asked = min(year or load_table().last_year, load_table().last_year)
    return tuple(dict.fromkeys(in_year(unit, asked) for unit in units if unit.last >= asked))


def _is_below(unit: Division, above: Sequence[Division]) -> bool:
    return any(unit.code != other.code and is_within(unit, other) for other in above)


@cache
def _index() -> tuple[Spelled, Spelled]:
    """Units by their spellings: whole, and by letters."""
    whole: dict[str, list[Division]] = defaultdict(list)
    letters: dict[str, list[Division]] = defaultdict(list)
    for unit in chain.from_iterable(load_table().by_code.values()):
        for sound in filter(None, unit.sound.split(",")):
            for word in spell_whole(unit.name, sound):
                whole[word].append(unit)
            for word in spell_letters(unit.name, sound):
                letters[word].append(unit)
    return whole, letters


SHORTEST_NAME = 3
"""泾县 is jingxian and jx, never jing."""


def spell_whole(name: str, sound: str) -> Iterator[str]:
    """guyang and guyangxian; ü is written v, u or yu. `sound` is a short name in syllables."""
    suffix = SUFFIXES.get(name[-1], "")
    for vowel in ("v", "u", "yu") if re.search(r"[ln]v", sound) else ("v",):
        word = re.sub(r"(?<=[ln])v", vowel, sound.replace(" ", ""))
        yield from [word] if len(name) >= SHORTEST_NAME else []
        yield from [word + suffix] if suffix else []


def spell_letters(name: str, sound: str) -> Iterator[str]:
    """gy and gyx; with zh, ch, sh kept: chy for 朝阳."""
    syllables = sound.split()
    suffix = SUFFIXES.get(name[-1], "")[:1]
    for letters in {"".join(s[0] for s in syllables), "".join(re.match("[zcs]h|.", s)[0] for s in syllables)}:  # type: ignore[index]
        yield from [letters] if len(syllables) > 1 else []
        yield from [letters + suffix] if suffix else []
