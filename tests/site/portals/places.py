"""Whose portals they are: real county-level divisions, each with a government, bureaus and towns.

Names and codes of the divisions are real, so that they can be looked up; bureaus and towns are such as any county has.
"""

import random

from tests.site.organs import Organ, Place

PLACES = (
    ("海安市", "320685", "南通市", "苏"),
    ("义乌市", "330782", "金华市", "浙"),
    ("永安市", "350481", "三明市", "闽"),
    ("登封市", "410185", "郑州市", "豫"),
    ("任丘市", "130982", "沧州市", "冀"),
    ("韩城市", "610581", "渭南市", "陕"),
    ("敦煌市", "620982", "酒泉市", "甘"),
    ("普宁市", "445281", "揭阳市", "粤"),
    ("桂平市", "450881", "贵港市", "桂"),
    ("莱西市", "370285", "青岛市", "鲁"),
    ("绥芬河市", "231081", "牡丹江市", "黑"),
    ("德清县", "330521", "湖州市", "浙"),
    ("岱山县", "330921", "舟山市", "浙"),
    ("肥西县", "340123", "合肥市", "皖"),
    ("富民县", "530124", "昆明市", "滇"),
    ("灵武市", "640181", "银川市", "宁"),
)

BUREAUS = (
    ("教育局", "jyj"),
    ("财政局", "czj"),
    ("民政局", "mzj"),
    ("水利局", "slj"),
    ("审计局", "sjj"),
    ("司法局", "sfj"),
    ("统计局", "tjj"),
    ("交通运输局", "jtysj"),
    ("农业农村局", "nyncj"),
    ("卫生健康委员会", "wjw"),
    ("发展和改革局", "fgj"),
    ("市场监督管理局", "scjgj"),
)

TOWNS = (
    ("城关镇", "cgz"),
    ("东风镇", "dfz"),
    ("石桥镇", "sqz"),
    ("龙泉镇", "lqz"),
    ("柳林镇", "llz"),
    ("双河镇", "shz"),
    ("青山乡", "qsx"),
    ("白云街道", "byjd"),
    ("新华街道", "xhjd"),
)


def choose_places(count: int, rng: random.Random) -> list[Place]:
    places = rng.sample(PLACES, count)
    return [Place(name, code, city, icp, "", "", (TOWNS[0], TOWNS[1])) for name, code, city, icp in places]


def list_organs(place: Place, rng: random.Random) -> tuple[Organ, ...]:
    """The government first, then bureaus, then towns."""
    bureaus = rng.sample(BUREAUS, rng.randint(3, 5))
    towns = rng.sample(TOWNS, rng.randint(2, 3))
    return (
        _make_organ(place, "government", "", "zf"),
        *(_make_organ(place, "department", name, slug) for name, slug in bureaus),
        *(_make_organ(place, "township", name, slug) for name, slug in towns),
    )


def _make_organ(place: Place, kind: str, name: str, slug: str) -> Organ:
    whole = f"{place.name}{name}"
    names: tuple[str, ...] = (whole,)
    if kind == "government":
        names = (f"{place.name}人民政府", place.name)
    elif kind == "township":
        ending = "办事处" if name.endswith("街道") else "人民政府"
        names = (whole + ending, whole, name + ending, name)
    unit = {"government": place.name[-1], "department": "局", "township": "镇"}[kind]
    return Organ(names[0], kind, place.code, place.name, f"本{unit}", f"我{unit}", slug, names)
