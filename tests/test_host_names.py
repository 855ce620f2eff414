"""What the name of a government site's host tells of the division."""

import pytest

from archive.report.host_names import read_host
from archive.report.judge import judge


def meant(host: str, year: int | None = 2018, path: str = "/") -> list[str]:
    return [unit.code for unit in read_host(f"http://{host}{path}", year).units]


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("www.anji.gov.cn", "330523"),  # a short name
        ("www.shangdangqu.gov.cn", "140404"),  # with its suffix
        ("www.jingxian.gov.cn", "131127,341823"),  # 景县 and 泾县: names of one character never stand alone
        ("www.dwk.gov.cn", "640202"),  # first letters
        ("www.zgq.gov.cn", "360702"),  # and suffix
        ("cqjlp.gov.cn", "500107"),  # behind the letters of the municipality
        ("www.ahjd.gov.cn", "341825"),  # of the province
        ("www.hhjs.gov.cn", "532524"),  # of the prefecture
        ("www.bjchy.gov.cn", "110105"),  # ch in two letters
        ("ht.sanya.gov.cn", "460202"),  # below the city's name
        ("jyj.yinchuan.gov.cn", "640100"),  # a bureau's label names no unit
        ("zwfwb.tj.gov.cn", "120000"),  # letters that are a province's own
        ("www.lvliang.gov.cn", "141100"),  # ü
        ("www.changzhi.gov.cn", "140400"),  # 长 is chang
        ("www.ordos.gov.cn", "150600"),  # a spelling that is not pinyin
        ("www.deqing.gov.cn", "330521,441226"),
    ],
)
def test_a_host_spells_the_division_in_pinyin(host: str, code: str) -> None:
    assert ",".join(sorted(meant(host))) == code


def test_a_host_of_today_means_the_division_as_it_was() -> None:
    assert meant("www.ganxian.gov.cn", 2017) == ["360704"]
    assert meant("www.ganxian.gov.cn", 2012) == ["360721"]
    assert meant("www.xiangyang.gov.cn", 2008)[-2] == "420600"  # 襄樊市 then


def test_the_folder_of_a_government_on_its_citys_site_names_it() -> None:
    assert meant("www.nanjing.gov.cn", path="/zzb/zfxxgknb/gqzf_72697/qhqrmzf/202101/t1.html") == ["320104"]
    assert meant("www.nanjing.gov.cn", path="/njsrmzf/zfxxgknb/mzj/t1.html") == ["320100"]
    assert meant("www.example.com", path="/nanjing/qhqrmzf/t1.html") == []


def test_only_government_hosts_speak() -> None:
    assert meant("www.anji.com") == meant("anji.gov.cn.example.com") == meant("www.example.gov.cn") == []
    assert read_host(None, 2018).units == read_host("http://[x", 2018).units == ()


def test_the_content_system_of_one_province_tells_places_of_the_same_sound_apart() -> None:
    assert meant("www.suixi.gov.cn") == ["340621", "440823"]
    assert meant("www.suixi.gov.cn", path="/gzzwz/zwgk/content/post_67513.html") == ["440823"]


def division(url: str, title: str, head: str | None = None) -> tuple[str | None, list[str]]:
    judged = judge(url, title, head)
    return judged["division_code"], judged["division_candidates"]


def test_a_town_and_a_bureau_without_a_place_are_the_hosts() -> None:
    assert division("http://www.anji.gov.cn/1", "天荒坪镇2018年政府信息公开年度报告") == ("330523", [])
    assert division("http://www.laizhou.gov.cn/1", "安监局2016年政府信息公开年度报告") == ("370683", [])


def test_an_ambiguous_host_gives_candidates_and_no_code() -> None:
    title = "民政局2016年政府信息公开工作年度报告"
    assert division("http://www.suzhou.gov.cn/1", "市" + title) == (None, ["320500", "341300"])
    assert division("http://www.yicheng.gov.cn/1", title)[1] == ["141022", "370404", "411702", "420684"]


def test_the_level_that_a_name_says_chooses_among_them() -> None:
    assert division("http://www.zhijiang.gov.cn/1", "市民政局2016年政府信息公开年度报告") == ("420583", [])
    assert division("http://www.zhijiang.gov.cn/1", "县民政局2016年政府信息公开年度报告") == ("431228", [])
    assert division("http://www.linyi.gov.cn/1", "市教育局2016年政府信息公开年度报告") == ("371300", [])


def test_a_town_on_its_citys_site_has_no_division_until_a_county_is_named_there() -> None:
    title = "清风镇2018年政府信息公开年度报告"
    assert division("http://www.hangzhou.gov.cn/1", title) == (None, [])
    assert division("http://www.hangzhou.gov.cn/1", title, "首页>淳安县>年报\n本镇位于淳安县")[0] == "330127"
    assert division("http://www.hangzhou.gov.cn/1", title, "赴北京市东城区学习。北京市东城区同志来访。")[0] is None


def test_a_credit_code_in_the_index_number_or_address_names_the_division() -> None:
    title = "石佛镇2018年政府信息公开年度报告"
    assert division("http://example.com/1", title, "索引号：11341822003258147Q/201901-00001")[0] == "341822"
    assert division("http://example.com/a?org=11341822003258147Q", title)[0] == "341822"
    assert division("http://example.com/1", title, "索引号：113418220032581/201901")[0] is None


def test_what_the_name_says_is_not_overruled_by_the_host() -> None:
    assert division("http://www.anji.gov.cn/1", "德清县水利局2018年政府信息公开年度报告")[0] == "330521"
