"""Offices, reading points, staff, budget, meetings and courses of disclosure."""

import re

from archive.report.words.around import Around

_PEOPLE = r"(?:政府信息公开|政务公开|信息公开|公开|政府信息|工作|管理|业务|的|岗位)*+"
_OPENNESS = re.compile(r"信息公开|政务公开|公开工作")
_BUDGET = re.compile(r"公开(?:工作)?专项(?:工作)?经费(?:投入|支出|安排)?$")


def read_budget(a: Around) -> str | None:
    return "resources.budget" if _BUDGET.search(a.core) else None


_PLACES = re.compile(r"(?:查阅点|查阅场所|查阅室|查阅中心)$")
_PLACES_BEHIND = re.compile(
    r"(?:政府信息公开|政府信息|政务公开|信息公开|公共|公开|集中|公众)*(?:信息)?查阅(?:点|场所|室|中心)"
)
_OFFICES = re.compile(r"(?:政府|政务)?信息公开(?:工作)?(?:专门机构|(?:专门)?工作机构)$")
_OFFICES_BEHIND = re.compile(r"(?:政府|政务)?信息公开(?:工作)?(?:专门)?(?:工作)?机构")


def read_places(a: Around) -> str | None:
    if a.part:
        return None
    if _PLACES.search(a.core) or (not _PLACES.search(a.before[-6:]) and _PLACES_BEHIND.match(a.right)):
        return "resources.reading_points"
    return "resources.offices" if _OFFICES.search(a.core) or _OFFICES_BEHIND.match(a.right) else None


_STAFF = (
    ("resources.staff", r"(?:专、?兼职|专职和兼职|专职、兼职)"),
    ("resources.full_time", r"(?:专职|全职)"),
    ("resources.part_time", r"兼职"),
)
_ALONE = re.compile(r"(?:^|中|[:、])(专职|兼职)$")


def read_staff(a: Around) -> str | None:
    if not (a.about_openness or a.topic == "resources") or "培训" in a.core:
        return None
    alone = _ALONE.search(a.core)
    if alone and "resources.staff" in a.said:
        return "resources.full_time" if alone[1] == "专职" else "resources.part_time"
    for key, kind in _STAFF:
        before = re.search(rf"{kind}{_PEOPLE}人员$", a.core)
        behind = re.match(rf"{_PEOPLE}(?:{kind}){_PEOPLE}人员", a.right)
        if before or (behind and not re.search(r"人员$", a.core)):
            return key
    named = re.search(r"(?:从事)?(?:政府信息公开|政务公开|信息公开)(?:的)?(?:工作)?(?:的)?人员$", a.core)
    behind = re.match(r"(?:从事)?(?:政府信息公开|政务公开|信息公开)(?:的)?(?:工作)?(?:的)?人员", a.right)
    return "resources.staff" if (named or behind) and not a.part else None


_HOLD = re.compile(r"(?:举办|组织|开展|召开|举行|组织召开|组织开展|组织举办)(?:了|过|各类|相关|全[市区县镇乡局])*$")
_COURSE = re.compile(r"(?:举办|组织|开展|召开)[^,;。\d]{0,30}培训(?:班|会|活动|会议)?$")
_MEETING = re.compile(r"(?:召开|举行|组织)[^,;。\d]{0,30}(?:会议?|专题会议)$")


def read_training(a: Around) -> str | None:
    if "参加" in a.core or a.part:
        return None
    held = bool(_HOLD.search(a.core))
    if _COURSE.search(a.core) or (held and re.match(r"[^,;。\d]{0,24}培训(?:班|会|活动)?", a.right)):
        return "training.courses" if _is_ours(a, "培训") else None
    if _MEETING.search(a.core) or (held and re.match(r"[^,;。\d]{0,24}会", a.right)):
        other = re.search(r"发布会|听证会|党组|常务会|座谈会|开放日|培训", a.core + a.right[:30])
        return "training.meetings" if not other and _is_ours(a, "会") else None
    return None


def _is_ours(a: Around, noun: str) -> bool:
    """A course or a meeting on disclosure, said so beside it, or under a heading that speaks of nothing else."""
    words = a.core + a.right.partition(noun)[0]
    plain = re.search(r"(?:各类|业务|专题|相关|工作|举办|组织|^)(?:培训|会)", words + noun)
    known = a.topic == "resources" or (noun == "培训" and bool(_OPENNESS.search(a.before)))
    return bool(_OPENNESS.search(words)) or (known and bool(plain))


def read_trainees(a: Around) -> str | None:
    known = a.topic == "resources" or "training.courses" in a.said or a.about_openness
    found = re.search(r"(?:接受(?:各类)?培训|参训|参加培训|培训)(?:人员|人次|人数|干部|的?工作人员)*$", a.core)
    return "training.trainees" if found and known else None
