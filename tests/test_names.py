"""Organs of every division and of many bodies are known in a title, whatever characters their names begin with."""

import pytest

from archive.report.divisions import load_table
from archive.report.organ import is_organ, organ_kind
from archive.report.title import read_title

BODIES = {
    "department": "民政局 人民政府办公室 公路段 供销社 消防救援支队 政务服务和数据管理局 公共资源交易中心 驻京办",
    "township": "城关镇 城关镇人民政府 柳林乡人民政府 中山路街道办事处 北街街道 和平街道 向阳镇 全福街道",
    "other": "人民医院 科协 文联 残联 第一中学 高新区管委会 村民委员会 人民法院 农村信用合作联社 红十字会",
}


@pytest.mark.parametrize(("kind", "body"), [(kind, body) for kind, words in BODIES.items() for body in words.split()])
def test_a_body_below_a_city_is_an_organ_of_its_kind(kind: str, body: str) -> None:
    organ = f"枝江市{body}"
    title = read_title(f"{organ}2020年政府信息公开工作年度报告")
    assert title and title.organ == organ
    assert is_organ(organ) and organ_kind(organ) == kind


def test_every_division_has_a_bureau_that_is_an_organ() -> None:
    names = [name for name in load_table().by_name if len(name) > 1]
    assert [name for name in names if not is_organ(f"{name}民政局")] == []
    titles = {name: read_title(f"{name}民政局2020年政府信息公开工作年度报告") for name in names}
    assert [name for name, title in titles.items() if not title or title.organ != f"{name}民政局"] == []


@pytest.mark.parametrize("words", ["全县教育局", "我市民政局", "本局", "以及民政局", "各部门", "对该局"])
def test_words_before_an_organ_are_no_part_of_one(words: str) -> None:
    assert not is_organ(words)
