"""Names of organs (行政机关): cleaned, sorted by kind, taken apart into place and body."""

import re
import unicodedata
from dataclasses import dataclass

from archive.report.divisions import Division, find_divisions, read_place

GOVERNMENT, DEPARTMENT, TOWNSHIP, OTHER = "government", "department", "township", "other"


@dataclass(frozen=True, slots=True)
class OrganName:
    """西安市雁塔区城市管理局: `places` the divisions its place can be, `body` 城市管理局.

    `level` is the last character of a place that is only alluded to: 市 in 市水利局, 区 in 我区.
    """

    places: tuple[Division, ...]
    body: str
    level: str | None = None


_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\xad]+")


def squeeze(text: str) -> str:
    """NFKC without white space and zero-width characters: the form in which titles and names are compared."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


_ZONE = re.compile(
    r"(?:[区园港岛湖山]|新城|示范城|基地|矿区|林区|景区|口岸|自贸区|开发区|度假区)(?:党工委)?管(?:理)?(?:委员会|委会|委)"
    r"|(?:开发区|产业园|工业园|工业园区|高新区|经开区|度假区|示范区|实验区|试验区|保税区|合作区|科技城)$"
)
_OUTSIDE = re.compile(
    r"大学|学院|学校|中学|小学|幼儿园|附中|党校|医院|卫生院|保健院|卫生服务中心|集团|公司|(?<!人民)银行|协会|学会|商会|基金会|联合会"
    r"|法院|检察院|居委会|居民委员会|村委会|村民委员会|农场|林场|报社|电视台|慈善总会|红十字会|残联|妇联|工商联|总工会"
)
_TOWNSHIP = re.compile(
    r"(?:[镇乡]|苏木|民族乡)(?:人民政府|政府|政府机关|人民政府办公室|政府办公室|政府办|党政办公室|办事处|机关)?$"
    r"|(?:街道|街道办|街办|街道办事处|地区办事处|街道工委)(?:办公室|党政办公室)?$|(?<!驻.)(?<!驻..)(?<!驻...)办事处$"
)
_DEPARTMENT = re.compile(
    r"(?:[局厅委办部署处]|委员会|办公室|办公厅|分局|支队|大队|总队|中心|所|站|馆|社|院|会|队|台|室|库|段|科|团|组|支行)$"
)
_GOVERNMENT = re.compile(r"(?:人民政府|政府|国务院|行政公署|公署)(?:机关|本级)?$")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
PLACE_SUFFIX = re.compile(r"[省市县区旗盟州]$|特区$")


def organ_kind(name: str) -> str:
    """government, department, township or other (DOMAIN §6), by the name alone; a name in brackets is an alias."""
    name = squeeze(name)
    base = _BRACKET.sub("", name) or name
    if _ZONE.search(base):
        return OTHER
    if _TOWNSHIP.search(base):
        return TOWNSHIP
    if _OUTSIDE.search(name) and not re.search(r"(?:局|厅|委|委员会)$", base):
        return OTHER
    if _GOVERNMENT.search(base) or (PLACE_SUFFIX.search(base) and find_divisions(base, None)):
        return GOVERNMENT
    return DEPARTMENT if _DEPARTMENT.search(base) else OTHER


_NO_ORGAN = re.compile(
    r"结合|认真|根据|按照|落实|开展|进行|以及|通过|工作情况|如下|"
    r"^(?:我|本|该|各|全|其他|其它|有关|相关|上级|下级|及|和|的|在|对|向|为|以|年|度|关于|通过|根据)|[,。;:、!?]|信息公开$"
    r"|^(?:街道办事处|街道办|[镇乡](?:人民)?政府)$|^[局厅委院部处]?办公室$|^(?:人民政府|政府|党委)?(?:局|委|部|厅|会|政府)$"
)
MAX_NAME = 45


def is_organ(name: str) -> bool:
    """Whether a squeezed text can be an organ's whole name: a known suffix or a place; no clause, no 我局."""
    if not 2 <= len(name) <= MAX_NAME or _NO_ORGAN.search(name) or re.search(r"\d{2}|[a-zA-Z]{3}", name):  # noqa: PLR2004
        return False
    base = _BRACKET.sub("", name)
    known = _ZONE.search(base) or _TOWNSHIP.search(base) or _OUTSIDE.search(base) or _DEPARTMENT.search(base)
    return bool(known or _GOVERNMENT.search(base) or find_divisions(base, None))


_PROVINCES_SHORT = re.compile(
    r"(?:内蒙古|黑龙江|新疆|西藏|宁夏|广西|北京|天津|上海|重庆|河北|山西|辽宁|吉林|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东"
    r"|海南|四川|贵州|云南|陕西|甘肃|青海)(?=.{2,})"
)
_NATIONAL = re.compile(r"^(?:中华人民共和国|国家|中国|中央|全国)[一-龥]{0,10}?(?:总局|局|部|委员会|会)(?=.)")
_LEVEL = re.compile(r"(?:本|我|全)?(自治区|自治州|省|市|县|区|盟|州|旗)(?=.)")


def split_organ(name: str, year: int | None) -> OrganName:
    """Place and body. 广西自然资源厅 begins with a short province; 国家税务总局南京市税务局 is of Nanjing."""
    name = squeeze(name)
    rest = _NATIONAL.sub("", name)
    places, body = read_place(rest, year)
    if places and not re.match(r"(?:街道|镇|乡|办事处)", body):
        return OrganName(places, body)
    short = _PROVINCES_SHORT.match(rest)
    if short and _DEPARTMENT.search(rest):
        provinces = tuple(unit for unit in find_divisions(short[0], year) if unit.level == 1)
        return OrganName(provinces, rest[short.end() :])
    level = _LEVEL.match(rest)
    if level and is_organ(rest):
        return OrganName((), rest[level.end() :], level[1][-1] if level[1] != "自治区" else "自治区")
    return OrganName((), rest)
