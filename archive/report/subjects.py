"""What departments are about: full names, the short ones they go by, and what each was renamed to."""

import re
from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "发展和改革": ("发改",),
    "教育体育": ("教体",),
    "科学技术": ("科技",),
    "工业和信息化": ("工信",),
    "经济和信息化": ("经信",),
    "民族宗教事务": ("民族宗教", "民宗"),
    "人力资源和社会保障": ("人社",),
    "劳动和社会保障": ("劳动保障",),
    "自然资源": (),
    "自然资源和规划": ("自规", "资规"),
    "国土资源": ("国土",),
    "生态环境": (),
    "环境保护": ("环保",),
    "住房和城乡建设": ("住建",),
    "城乡建设": ("建设",),
    "交通运输": (),
    "交通": (),
    "农业农村": (),
    "农业": (),
    "林业和草原": ("林草",),
    "林业": (),
    "文化和旅游": ("文旅",),
    "文化广电和旅游": ("文广旅",),
    "文化广电新闻出版": ("文广新",),
    "信访": (),
    "人口和计划生育": ("人口计生", "计生"),
    "工商行政管理": ("工商",),
    "质量技术监督": ("质监",),
    "卫生健康": ("卫健",),
    "卫生和计划生育": ("卫生计生", "卫计"),
    "卫生": (),
    "退役军人事务": ("退役军人",),
    "应急管理": ("应急",),
    "安全生产监督管理": ("安监",),
    "国有资产监督管理": ("国资监管", "国资"),
    "市场监督管理": ("市场监管", "市监"),
    "食品药品监督管理": ("食品药品监管", "食药监"),
    "城市管理": ("城管",),
    "城市管理行政执法": ("城管执法",),
    "城市管理综合行政执法": ("城市管理综合执法",),
    "粮食和物资储备": (),
    "粮食": (),
    "医疗保障": ("医保",),
    "人民防空": ("人防",),
    "乡村振兴": (),
    "扶贫开发": ("扶贫",),
    "行政审批服务": (),
    "行政审批": ("审批",),
    "国家税务": ("国税",),
    "地方税务": ("地税",),
    "税务": (),
}
"""Full names and the short ones of each. 和, 与, 及 and 、 are written and left out alike."""

RENAMED: Mapping[str, str] = {
    "国土资源": "自然资源",
    "环境保护": "生态环境",
    "农业": "农业农村",
    "卫生": "卫生和计划生育",
    "卫生和计划生育": "卫生健康",
    "安全生产监督管理": "应急管理",
    "城乡建设": "住房和城乡建设",
    "交通": "交通运输",
    "劳动和社会保障": "人力资源和社会保障",
    "粮食": "粮食和物资储备",
    "林业": "林业和草原",
    "扶贫开发": "乡村振兴",
    "城市管理行政执法": "城市管理",
    "城市管理综合行政执法": "城市管理",
    "文化广电新闻出版": "文化广电和旅游",
    "国家税务": "税务",
}
"""One to one, in the reforms of 2008, 2013, 2018 and 2021. 工商, 质监 and 食药监 became 市场监督管理 together: none is
what it was."""

_AND = re.compile(r"[和与及、]")


def without_and(subject: str) -> str:
    return _AND.sub("", subject)


_FULL = {without_and(name): full for full, short in NAMES.items() for name in (full, *short)}


def is_subject(name: str) -> bool:
    return name in NAMES


def full_subject(subject: str) -> str:
    """卫计 → 卫生和计划生育; a subject that is not known stays as it is."""
    return _FULL.get(without_and(subject), subject)


def latest_subject(subject: str) -> str:
    """The last name of a subject: 卫生 → 卫生健康."""
    name = full_subject(subject)
    while name in RENAMED:
        name = RENAMED[name]
    return name
