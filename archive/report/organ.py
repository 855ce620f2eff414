"""Names of organs (行政机关): cleaned, sorted by kind, taken apart into place and body."""

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.report.divisions import SHORTEST, Division, find_divisions, is_within, load_table, read_place
from archive.report.forms.label import squeeze

GOVERNMENT, DEPARTMENT, TOWNSHIP, OTHER = "government", "department", "township", "other"


@dataclass(frozen=True, slots=True)
class OrganName:
    """杭州市上城区农业农村局: `places` the divisions its place can be, `body` 农业农村局.

    `level` is the last character of a place that is only alluded to: 市 in 市水利局, 区 in 我区.
    """

    places: tuple[Division, ...]
    body: str
    level: str | None = None


_ZONE = re.compile(
    r"(?:[区园港岛湖山]|新城|示范城|基地|矿区|林区|景区|口岸|自贸区|开发区|度假区)(?:党工委)?管(?:理)?(?:委员会|委会|委)"
    r"|(?:开发区|产业园|工业园|工业园区|高新区|经开区|度假区|示范区|实验区|试验区|保税区|合作区|科技城)$"
)
_OUTSIDE = re.compile(
    r"大学|学院|学校|中学|小学|幼儿园|附中|党校|医院|卫生院|保健院|卫生服务中心|集团|公司|(?<!人民)银行|协会|学会|商会|基金会|联合会"
    r"|法院|检察院|居委会|居民委员会|村委会|村民委员会|农场|林场|报社|电视台|慈善总会|红十字会|残联|妇联|工商联|总工会|信用(?:合作)?联?社|(?:科协|文联|侨联|作协|计生协|贸促会)$"
)
_NO_OFFICE = re.compile(r"^共青团|团[省市县区州旗]委$|[村居]民委员会$")
_TOWNSHIP = re.compile(
    r"(?:[镇乡]|苏木|民族乡)(?:人民政府|政府|政府机关|人民政府办公室|政府办公室|政府办|党政办公室|办事处|机关)?$"
    r"|(?:街道|街道办|街办|街道办事处|地区办事处|街道工委|(?<![道大小])街)(?:办公室|党政办公室)?$|(?<!驻.)(?<!驻..)(?<!驻...)办事处$"
)
_DEPARTMENT = re.compile(r"(?:[局厅委办部署处所站馆社院队台室科]|公路段|委员会|[证银保]监会|中心|支行|海关|监狱)$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|国务院|行政公署|公署)(?:机关|本级)?$")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
PLACE_SUFFIX = re.compile(r"[省市县区旗盟州]$|特区$")


def organ_kind(name: str) -> str:
    """government, department, township or other (DOMAIN §6), by the name alone; a name in brackets is an alias."""
    name = squeeze(name)
    base = _BRACKET.sub("", name) or name
    if _is_new_area(base) or _ZONE.search(base) or _NO_OFFICE.search(base):
        return OTHER
    if _TOWNSHIP.search(base):
        return TOWNSHIP
    if _OUTSIDE.search(name) and not re.search(r"(?:局|厅|委|委员会)$", base):
        return OTHER
    if _GOVERNMENT.search(base) or (PLACE_SUFFIX.search(base) and _ends_with_place(base)):
        return GOVERNMENT
    return DEPARTMENT if _DEPARTMENT.search(base) else OTHER


_NEW_AREA = 4


def _is_new_area(name: str) -> bool:
    """A zone called 某某新区 that is no division, as 浦东新区 is."""
    names = load_table().by_name
    return name.endswith("新区") and not any(name[-n:] in names for n in range(_NEW_AREA, len(name) + 1))


def _ends_with_place(name: str) -> bool:
    names = load_table().by_name
    return any(name[-length:] in names for length in range(SHORTEST, len(name) + 1))


# A name may begin with the characters of such words: 本溪市, 全州县, 和平区, 向阳街道.
_NO_ORGAN = re.compile(
    r"结合|认真|根据|按照|落实|开展|进行|以及|通过|工作情况|如下|"
    r"^(?:我|本(?![溪号斋德])|该|各|全(?![福胜州椒南利安兴民塘力义通旺江])|其他|其它|有关|相关|上级|下级|及|的|在|对(?![坞河青龙山])"
    r"|和(?![平顺谐睦合气兴盛孚桥安乐义泰美溪庄舍润畅悦田静硕政布林龙县康])|向(?![阳前荣化塘莆东上明红导山])|为(?!民)|以(?!勒)|年(?![丰陡坝])|度"
    r"|关于|通过|根据)|[,。;:、!?_|>·-]|信息公开$"
    r"|^(?:街道办事处|街道办|[镇乡](?:人民)?政府)$|^[局厅委院部处]?办公室$|^(?:人民政府|政府|党委)?(?:局|委|部|厅|会|政府)$"
)
MAX_NAME = 45


def is_organ(name: str) -> bool:
    """Whether a squeezed text can be an organ's whole name: a known suffix or a place; no clause, no 我局."""
    if not 2 <= len(name) <= MAX_NAME or _NO_ORGAN.search(name) or re.search(r"\d{2}|[a-zA-Z]{3}", name):  # noqa: PLR2004
        return False
    base = _BRACKET.sub("", name)
    known = (
        base.endswith("新区")
        or _ZONE.search(base)
        or _TOWNSHIP.search(base)
        or _OUTSIDE.search(base)
        or _DEPARTMENT.search(base)
    )
    return bool(known or _GOVERNMENT.search(base) or find_divisions(base, None))


_NATIONAL = re.compile(r"^(?:中华人民共和国|国家|中国|中央|全国)[一-龥]{0,10}?(?:总局|局|部|委员会|会)(?=.)")
_CORPS = re.compile(r"^(?:新疆)?(?:生产建设)?兵团第[一二三四五六七八九十]{1,3}师(?=[一-龥]{2,4}市)")
"""The divisions of the army corps govern the cities founded by them: 兵团第八师石河子市."""
_ZONE_NAME = re.compile(
    r"(?:国家级?)?(?:高新|高科|经济|经开|工业园|产业园|保税|综合保税|自由贸易|自贸|旅游度假|循环经济)"
)
_NATION = re.compile(
    r"国务院.*|(?:中华人民共和国|国家|中国|全国)[^局部委署院会]{0,12}(?:局|部|委员会|委|署|院|会|银行)(?:办公厅)?"
    r"|(?:外交|发展|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|国土资源|生态环境|环境保护|住房和城乡建设"
    r"|交通运输|铁道|水利|农业|农业农村|商务|文化|文化和旅游|卫生|应急管理|退役军人事务|监察)部(?:\(.*\))?"
)
_LEVEL = re.compile(
    r"(?:本|我|全)?(自治区|自治州|省|市(?!场|容|域|政(?!府|协|务)|民(?!政|族|宗|防))|县|区(?!域)|盟|州|旗)(?=.)"
)


@lru_cache(maxsize=256)
def split_organ(name: str, year: int | None) -> OrganName:
    """Place and body. 广西自然资源厅 begins with a short province; 国家税务总局南京市税务局 is of Nanjing."""
    name = squeeze(name)
    rest = _CORPS.sub("", _NATIONAL.sub("", name))
    places, body = read_place(rest, year)
    if places and not re.match(r"街道|镇|乡|办事处", body):
        return OrganName(_read_branch(places, body, year) or places, body)
    if short := _read_short(rest, year):
        return short
    level = _LEVEL.match(rest)
    if level and is_organ(rest):
        return OrganName((), rest[level.end() :], level[1][-1] if level[1] != "自治区" else "自治区")
    return OrganName((), rest)


_BRANCH = re.compile(r"局([一-龥]{2,5}?)分局$")


def _read_branch(places: tuple[Division, ...], body: str, year: int | None) -> tuple[Division, ...]:
    """无锡市公安局滨湖分局 is the bureau of 滨湖区."""
    match = _BRANCH.search(body)
    units = find_divisions(match[1], year) if match else ()
    return tuple(unit for unit in units if any(is_within(unit, place) for place in places))


PREFECTURE = 2
_STREET = re.compile(r"[路街道镇乡村山湖河江]")


def _read_short(name: str, year: int | None) -> OrganName | None:
    """Provinces and prefectures go by short names before a body: 广西自然资源厅, 苏州海关, 合肥高新区."""
    for length in (2, 3, 4):
        body = name[length:]
        high = tuple(unit for unit in find_divisions(name[:length], year) if unit.level <= PREFECTURE)
        zone = bool(_ZONE_NAME.match(body))
        official = organ_kind(name) == DEPARTMENT and not _STREET.match(body) and is_organ(body)
        if high and (zone or official):
            return OrganName(_best_short(high, zone), body)
    return None


def _best_short(units: tuple[Division, ...], zone: bool) -> tuple[Division, ...]:
    """吉林 is a province and a city: a zone is the city's, an office or department the province's."""
    levels = sorted({unit.level for unit in units}, reverse=zone)
    return tuple(unit for unit in units if unit.level == levels[0])


def is_national(name: str) -> bool:
    """An organ of the whole country has no division, wherever its page stands."""
    return bool(_NATION.fullmatch(squeeze(name)))
