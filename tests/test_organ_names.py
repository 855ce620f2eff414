"""One spelling for the names that an organ goes by."""

import pytest

from archive.report.divisions import find_code
from archive.report.organ_names import normalise_organ


@pytest.mark.parametrize(
    ("written", "code", "normalised"),
    [
        ("县发改委", "341825", "安徽省宣城市旌德县发展和改革委员会"),
        ("旌德县发展改革委员会", "341825", "安徽省宣城市旌德县发展和改革委员会"),
        ("镜湖区卫计委", "340202", "安徽省芜湖市镜湖区卫生和计划生育委员会"),
        ("芜湖市镜湖区卫生和计划生育委员会", "340202", "安徽省芜湖市镜湖区卫生和计划生育委员会"),
        ("安监局", "370683", "山东省烟台市莱州市安全生产监督管理局"),
        ("江口镇", "360704", "江西省赣州市赣县区江口镇人民政府"),
        ("江口镇政府", "360704", "江西省赣州市赣县区江口镇人民政府"),
        ("驼峰路街办", "610802", "陕西省榆林市榆阳区驼峰路街道办事处"),
        ("芜湖市", "340200", "安徽省芜湖市人民政府"),
        ("芜湖市人民政府(办公室)", "340200", "安徽省芜湖市人民政府"),
        ("上海市人民政府办公厅", "310000", "上海市人民政府办公厅"),
        ("昌邑区人民政府办公室", "220202", "吉林省吉林市昌邑区人民政府办公室"),
        ("县人防办", "341825", "安徽省宣城市旌德县人民防空办公室"),
        ("广西自然资源厅", "450000", "广西壮族自治区自然资源厅"),
        ("淮北市妇幼保健院", "340600", "安徽省淮北市妇幼保健院"),
    ],
)
def test_an_organ_has_one_name(written: str, code: str, normalised: str) -> None:
    assert normalise_organ(written, find_code(code, 2018), 2018) == normalised


def test_without_a_division_the_place_stays_as_written() -> None:
    assert normalise_organ("鼓楼区卫健局", None, 2020) == "鼓楼区卫生健康局"
    assert normalise_organ("教育局", None, 2020) == "教育局"


def test_a_name_that_is_not_known_stays_as_written() -> None:
    assert normalise_organ("长江大学学校办公室", None, 2020) == "长江大学学校办公室"
    assert normalise_organ("苏银产业园管理委员会", find_code("640100", 2020), 2020).endswith("苏银产业园管理委员会")
