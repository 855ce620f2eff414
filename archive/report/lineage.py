"""One organ through its names: the same key before and after its division or it itself was renamed.

Only renamings one to one are followed: 国土资源局 became 自然资源局; but 工商, 质监 and 食药监 became 市场监督管理局
together, and none of the three is what it was.
"""

import re

from archive.report.divisions import find_code
from archive.report.forms.label import squeeze
from archive.report.organ import GOVERNMENT, TOWNSHIP, organ_kind, split_organ

_SUBJECTS: tuple[tuple[str, ...], ...] = (
    ("自然资源", "国土资源", "国土"),
    ("生态环境", "环境保护", "环保"),
    ("农业农村", "农业", "农牧"),
    ("卫生健康", "卫健", "卫生计划生育", "卫生计生", "卫计", "卫生"),
    ("应急管理", "应急", "安全生产监督管理", "安监"),
    ("住房城乡建设", "住建", "城乡建设", "建设"),
    ("交通运输", "交通"),
    ("人力资源社会保障", "人社", "劳动社会保障", "劳动保障"),
    ("粮食物资储备", "粮食"),
    ("林业草原", "林草", "林业"),
    ("乡村振兴", "扶贫开发", "扶贫"),
    ("城市管理", "城市管理行政执法", "城市管理综合行政执法", "城市管理综合执法", "城管"),
    ("文化广电旅游", "文广旅", "文化广电新闻出版", "文广新"),
    ("文化旅游", "文旅"),
    ("市场监督管理", "市场监管", "市监"),
    ("食品药品监督管理", "食品药品监管", "食药监"),
    ("发展改革", "发改"),
    ("工业信息化", "工信"),
    ("经济信息化", "经信"),
    ("科学技术", "科技"),
    ("教育体育", "教体"),
    ("民族宗教事务", "民族宗教", "民宗"),
    ("退役军人事务", "退役军人"),
    ("医疗保障", "医保"),
    ("人民防空", "人防"),
    ("行政审批服务", "行政审批", "审批"),
    ("国有资产监督管理", "国资"),
    ("税务", "国家税务"),
)
"""Subjects of organs, without 和 and 与: the latest name first, then those before it (reforms of 2008, 2013 and 2018)
and short ones."""

_LATEST = {name: names[0] for names in _SUBJECTS for name in names}
_AND = re.compile(r"[和与及、]")
_RANK = re.compile(r"(?:局|委员会|委|厅|办公室|办)(?:\([^()]*\))?$")
_SEAT = re.compile(r"(?:人民政府|政府|办事处|街道办|街办)$")


def lineage(organ: str | None, division_code: str | None, year: int | None) -> str | None:
    """A key that is equal for the same organ in every year; None where organ or division is unknown."""
    division = find_code(division_code, year) if division_code else None
    if organ is None or division is None:
        return None
    return f"{division.line} {_stem(squeeze(organ), year)}"


def _stem(organ: str, year: int | None) -> str:
    """The organ without its place, under the latest name of its subject: 卫生 for 杭州市卫计委 is 卫生健康."""
    kind, body = organ_kind(organ), split_organ(organ, year).body
    if kind in (GOVERNMENT, TOWNSHIP):
        return f"{kind} {re.sub(r'^街$', '街道', _SEAT.sub('', body))}"
    if _SEAT.search(_RANK.sub("", body)):  # 人民政府办公室
        return f"{kind} {_AND.sub('', body)}"
    subject = _AND.sub("", _RANK.sub("", body))
    return f"{kind} {_LATEST.get(subject, subject)}"
