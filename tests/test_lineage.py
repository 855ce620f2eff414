"""One organ through its names."""

import pytest

from archive.report.lineage import lineage


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("浑江区国土资源局", "220602", 2012), ("浑江区自然资源局", "220602", 2020)),
        (("八道江区民政局", "220602", 2009), ("浑江区民政局", "220602", 2017)),
        (("临安市环保局", "330185", 2015), ("杭州市临安区生态环境局", "330112", 2021)),
        (("镜湖区卫计委", "340202", 2017), ("镜湖区卫生健康委员会", "340202", 2019)),
        (("镜湖区卫生局", "340202", 2010), ("芜湖市镜湖区卫生和计划生育委员会", "340202", 2016)),
        (("安监局", "370683", 2016), ("莱州市应急管理局", "370683", 2019)),
        (("县发改委", "341825", 2012), ("旌德县发展和改革委员会", "341825", 2024)),
        (("江口镇", "360721", 2015), ("江口镇人民政府", "360704", 2018)),
        (("芜湖市", "340200", 2012), ("芜湖市人民政府", "340200", 2013)),
        (("驼峰路街道", "610802", 2012), ("驼峰路街道办事处", "610802", 2013)),
    ],
)
def test_an_organ_stays_the_same_through_its_names(before: tuple[str, str, int], after: tuple[str, str, int]) -> None:
    assert lineage(*before) == lineage(*after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("鼓楼区民政局", "320106", 2018), ("鼓楼区民政局", "320302", 2018)),
        (("莱州市工商行政管理局", "370683", 2015), ("莱州市市场监督管理局", "370683", 2020)),
        (("城关镇", "610802", 2015), ("城关乡", "610802", 2015)),
        (("芜湖市人民政府", "340200", 2012), ("芜湖市人民政府办公室", "340200", 2012)),
        (("榆阳区教育局", "610802", 2015), ("榆阳区体育局", "610802", 2015)),
    ],
)
def test_what_is_another_organ_has_another_key(one: tuple[str, str, int], other: tuple[str, str, int]) -> None:
    assert lineage(*one) != lineage(*other)


def test_an_unknown_organ_or_division_has_no_key() -> None:
    assert lineage(None, "370683", 2015) is None
    assert lineage("教育局", None, 2015) is None
    assert lineage("教育局", "999999", 2015) is None
