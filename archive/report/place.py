"""The division an organ belongs to, where its name is ambiguous (鼓楼区), relative (市水利局) or silent (江口镇)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.report.divisions import Division, has_parts, is_within, path
from archive.report.forms.label import squeeze
from archive.report.host_names import Meant
from archive.report.mentions import find_places
from archive.report.organ import TOWNSHIP, OrganName

Evidence = Sequence[Division]
"""Divisions that one source names (the portal, the site's name, the column, the text), best first."""

COUNTY = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """`division` where one is left, else None and all that are possible."""

    division: Division | None
    candidates: tuple[Division, ...] = ()


def settle(
    name: OrganName, kind: str, evidence: Sequence[Evidence], host: Meant, nearby: Sequence[Evidence], year: int | None
) -> Settled:
    """The division of an organ: its own place, else what `evidence` says, else the host, else what is `nearby`.

    Sources come in order of trust; `nearby` are those that name other places too (the column, the text): they count
    where they lie in or around what the host can mean.
    """
    if name.places:
        return narrow(name.places, [*evidence, host.units, *nearby])
    near = [[unit for unit in source if _is_related(unit, host.units)] for source in nearby] if host.units else nearby
    within = [[unit for unit in source if not _is_above(unit, host.units)] for source in near] if host.units else []
    for source in (*evidence, *within):
        if meant := _all_meant(name, kind, source, year):
            return Settled(meant[0])
    if meant := _all_meant(name, kind, _of_level(host.units, name.level), year):
        return narrow(meant, near)
    for source in near if host.whole else nearby:
        if meant := _all_meant(name, kind, source, year):
            return Settled(meant[0])
    return Settled(None)


def _all_meant(name: OrganName, kind: str, source: Evidence, year: int | None) -> list[Division]:
    return list(dict.fromkeys(unit for place in source for unit in _units_meant(name, kind, place, year)))


def _of_level(units: Sequence[Division], level: str | None) -> Sequence[Division]:
    """市教育局 on a site called linyi is of 临沂市, and not of the city that 临邑县 lies in."""
    return [unit for unit in units if level and _has_level(unit, level)] or units


def _is_related(unit: Division, others: Sequence[Division]) -> bool:
    return any(is_within(unit, other) or is_within(other, unit) for other in others)


def _is_above(unit: Division, others: Sequence[Division]) -> bool:
    return any(is_within(other, unit) and other.code != unit.code for other in others)


def narrow(places: Sequence[Division], evidence: Iterable[Evidence]) -> Settled:
    """The one of the places that the evidence lies in or around; each source narrows what those before it left."""
    left = list(places)
    for source in evidence if len(left) > 1 else ():
        related = [unit for unit in left if _is_related(unit, source)]
        left = related or left
    return Settled(left[0]) if len(left) == 1 else Settled(None, tuple(left))


def _units_meant(name: OrganName, kind: str, place: Division, year: int | None) -> list[Division]:
    """The unit that the organ means, seen from a place: 市水利局 its city, a town its county, else the place."""
    if name.level:
        named = [unit for unit in path(place) if _has_level(unit, name.level)]
        return named[-1:]
    if kind == TOWNSHIP and place.level < COUNTY and (place.level == 1 or has_parts(place, year)):
        return []
    return [place]


def _has_level(unit: Division, level: str) -> bool:
    if level == "区" and unit.level == 1:
        return False
    return unit.name.endswith(level) or (level == "市" and unit.level == 1 and unit.name.endswith("市"))


def read_evidence(texts: Sequence[str], year: int | None) -> Evidence:
    """The divisions that short texts (a site's name, crumbs, a publisher) name without doubt, the last named first."""
    units = [place.units for text in texts for place in find_places(squeeze(text), year)]
    return [found[0] for found in reversed(units) if len(found) == 1]


def weigh_places(lines: Sequence[str], year: int | None) -> Evidence:
    """The divisions a text names without doubt, most often first: those named twice, or the only one there is."""
    places = find_places("\n".join(squeeze(line) for line in lines), year)
    counted = Counter(place.units[0] for place in places if len(place.units) == 1)
    return [unit for unit, times in counted.most_common() if times > 1 or len(counted) == 1]
