"""Whose portal it is: a real county-level city, its government, one of its bureaus and two of its towns.

Names and GB/T 2260 codes are real, so that divisions can be looked up; everything said about them is invented.
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    code: str
    city: str
    icp: str
    bureau: str
    bureau_slug: str
    towns: tuple[tuple[str, str], tuple[str, str]]
    """Name and URL token of each town."""


PLACES = (
    Place("枝江市", "420583", "宜昌市", "鄂", "教育局", "jyj", (("董市镇", "dsz"), ("问安镇", "waz"))),
    Place("资兴市", "431081", "郴州市", "湘", "财政局", "czj", (("三都镇", "sdz"), ("兴宁镇", "xnz"))),
    Place("瑞昌市", "360481", "九江市", "赣", "民政局", "mzj", (("码头镇", "mtz"), ("夏畈镇", "xfz"))),
)


@dataclass(frozen=True, slots=True)
class Organ:
    name: str
    kind: str
    division_code: str
    division_name: str
    own: str
    """How it speaks of itself: 本市, 本局, 本镇; with 我 in `we`."""
    we: str
    slug: str
    names: tuple[str, ...]
    """The names its titles use."""


def choose_place(rng: random.Random) -> Place:
    return rng.choice(PLACES)


def list_organs(place: Place) -> tuple[Organ, ...]:
    """The government, the bureau and the two towns, in this order."""
    city = (place.code, place.name)
    government = Organ(
        f"{place.name}人民政府", "government", *city, "本市", "我市", "szf", (f"{place.name}人民政府", place.name)
    )
    bureau = f"{place.name}{place.bureau}"
    department = Organ(bureau, "department", *city, "本局", "我局", place.bureau_slug, (bureau,))
    towns = (_make_town(place, name, slug) for name, slug in place.towns)
    return (government, department, *towns)


def _make_town(place: Place, name: str, slug: str) -> Organ:
    names = (f"{place.name}{name}人民政府", f"{place.name}{name}", f"{name}人民政府", name)
    return Organ(names[0], "township", place.code, place.name, "本镇", "我镇", slug, names)
