"""Whose report of which year: by titles, covers, signatures, texts, sites and portals."""

import random
from pathlib import Path
from typing import Any

import pytest

from archive.report.header import HeaderField
from archive.report.identity import Identity, identify
from archive.report.judge import column_of, judge
from archive.report.mentions import find_organs
from archive.report.organ import is_national, is_organ, organ_kind, split_organ
from archive.report.title import read_title
from archive.report.traditional import simplify

REPORT = "2019年政府信息公开工作年度报告"


def who(*titles: str, **given: Any) -> Identity:
    asked: dict[str, Any] = {"header": {}, "lines": [], "metas": {}, "url": None}
    return identify(titles=titles, **{**asked, **given})


def codes(identity: Identity) -> list[str]:
    return [finding.code for finding in identity.findings]


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("西安市雁塔区城市管理局2018年政府信息公开工作年度报告", "西安市雁塔区城市管理局", 2018),
        ("2018年问安镇政府信息公开工作年度报告", "问安镇", 2018),
        ("问安镇政府2018年信息公开工作年度报告", "问安镇政府", 2018),
        ("二○一○年资兴市人民政府信息公开年报", "资兴市人民政府", 2010),
        ("2009上海市浦东新区高桥镇政府信息公开工作年度报告", "上海市浦东新区高桥镇", 2009),
        ("2020年政府信息公开工作年度报告（市民政局）", "市民政局", 2020),
        ("某区教育局政府信息公开工作2025年度报告", "某区教育局", 2025),
        ("瑞昌市财政局关于2021年度政府信息公开工作情况的报告", "瑞昌市财政局", 2021),
        ("关于公布瑞昌市水利局2015年政府信息公开年度报告的公告", "瑞昌市水利局", 2015),
        ("某市委机构编制委员会办公室2021年政府信息公开年报", "某市委机构编制委员会办公室", 2021),
        ("(文字版)2017年枝江市政府信息公开工作年度报告", "枝江市", 2017),
        ("信息公开-枝江市教育局2020年政府信息公开工作年度报告", "枝江市教育局", 2020),
        ("枝江市教育局2019年度政府信息公开工作年度报告（2020年1月15日）", "枝江市教育局", 2019),
        ("2019年政府信息公开工作年度报告", "", 2019),
    ],
)
def test_a_title_is_taken_apart(title: str, organ: str, year: int) -> None:
    parts = read_title(title)
    assert parts and (parts.organ, parts.year) == (organ, year)


def test_a_title_of_something_else_is_none() -> None:
    assert read_title("枝江市教育局2020年部门决算") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("资兴市人民政府", "government"),
        ("上海市", "government"),
        ("大兴安岭地区行政公署", "government"),
        ("贵阳市人民政府(市人民政府办公厅)", "government"),
        ("昌邑区人民政府办公室", "department"),
        ("无锡市城管委", "department"),
        ("安徽省人民政府驻北京办事处", "department"),
        ("某市医院管理局", "department"),
        ("机关后勤服务中心", "department"),
        ("三都镇", "township"),
        ("二郎街道办事处", "township"),
        ("驼峰路街办", "township"),
        ("巴彦塔拉苏木人民政府", "township"),
        ("苏银产业园管理委员会", "other"),
        ("长江大学", "other"),
        ("妇幼保健计划生育服务中心(市妇幼保健院)", "other"),
        ("某市自来水公司", "other"),
    ],
)
def test_names_tell_the_kind_of_organ(name: str, kind: str) -> None:
    assert organ_kind(name) == kind


def test_clauses_and_what_we_call_ourselves_are_no_names_of_organs() -> None:
    for text in ("我局", "各部门", "办公室", "镇人民政府", "结合学校", "2019年", "全市各单位", "县,区人民政府", ""):
        assert not is_organ(text), text


def test_a_name_has_a_place_and_a_body() -> None:
    assert [unit.code for unit in split_organ("广西自然资源厅", 2020).places] == ["450000"]
    assert [unit.code for unit in split_organ("国家税务总局南京市税务局", 2020).places] == ["320100"]
    assert [unit.code for unit in split_organ("合肥高新技术产业开发区管理委员会", 2020).places] == ["340100"]
    assert (split_organ("市水利局", 2020).level, split_organ("市水利局", 2020).body) == ("市", "水利局")
    assert split_organ("市场监督管理局", 2020).level is None


def test_organ_division_and_year_of_a_list_row() -> None:
    identity = who("八道江区民政局2009年政府信息公开工作年度报告")
    assert (identity.organ, identity.organ_kind, identity.year) == ("八道江区民政局", "department", 2009)
    assert (identity.division_code, identity.division_name) == ("220602", "八道江区")
    assert identity.findings == ()


def test_a_shared_name_is_left_open_with_its_candidates() -> None:
    identity = who(f"鼓楼区民政局{REPORT}")
    assert identity.division_code is None
    assert identity.candidates == ("320106", "320302", "350102", "410204")
    assert codes(identity) == ["division_unsettled"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"portal_division": "350100"}, "350102"),
        ({"metas": {"sitename": "徐州市鼓楼区人民政府"}}, "320302"),
        ({"column": ("首页", "开封市", "部门")}, "410204"),
        ({"lines": ["南京市委、南京市政府部署以来，我局认真落实。"]}, "320106"),
        ({"header": {"publisher": HeaderField("福州市鼓楼区民政局", "福州市鼓楼区民政局")}}, "350102"),
    ],
)
def test_a_shared_name_is_settled_by_what_stands_round_it(given: dict[str, Any], code: str) -> None:
    assert who(f"鼓楼区民政局{REPORT}", **given).division_code == code


def test_a_town_belongs_to_the_county_that_the_site_names() -> None:
    assert who(f"江口镇{REPORT}", metas={"sitename": "赣县区人民政府"}).division_code == "360704"
    assert who(f"石龙镇{REPORT}", portal_division="441900").division_code == "441900"


def test_a_town_is_not_put_under_a_city_with_counties() -> None:
    identity = who(f"江口镇{REPORT}", portal_division="360700")
    assert (identity.division_code, codes(identity)) == (None, ["division_unknown"])


def test_our_city_and_our_district_are_seen_from_the_portal() -> None:
    assert who(f"市水利局{REPORT}", portal_division="330203").division_code == "330200"
    assert who(f"区教育局{REPORT}", portal_division="330203").division_code == "330203"
    assert who(f"市水利局{REPORT}", portal_division="330282").division_code == "330282"
    assert who(f"省教育厅{REPORT}", portal_division="430100").division_code == "430000"


def test_an_organ_of_the_nation_has_no_division_and_that_is_no_finding() -> None:
    identity = who(f"生态环境部{REPORT}", lines=["北京市西城区"])
    assert (identity.division_code, identity.findings) == (None, ())
    assert is_national("中国气象局") and not is_national("市委宣传部")


def test_the_cover_names_the_organ_that_the_title_leaves_out() -> None:
    lines = ["浑江区民政局", "2017年浑江区民政局认真执行条例，做好各项工作。"]
    assert who("2017年政府信息公开工作年度报告", lines=lines).organ == "浑江区民政局"


def test_the_signature_names_it_where_there_is_no_cover() -> None:
    lines = ["2019年，我局认真执行条例，做好各项工作。", "枝江市教育局（盖章）", "2020年1月9日"]
    identity = who(REPORT, lines=lines)
    assert (identity.organ, identity.division_code) == ("枝江市教育局", "420583")


def test_a_fuller_name_on_the_page_completes_a_name_without_its_place() -> None:
    lines = ["2019年，我局认真执行条例，做好各项工作。", "枝江市安全生产监督管理局"]
    assert who(f"安全生产监督管理局{REPORT}", lines=lines).organ == "枝江市安全生产监督管理局"
    assert who(f"2019年枝江市问安镇{REPORT[5:]}", lines=["枝江市问安镇人民政府"]).organ == "枝江市问安镇人民政府"


def test_a_name_with_its_place_stays_as_written() -> None:
    lines = ["西安市雁塔区城市管理局认真落实条例。", "陕西省西安市雁塔区城市管理局"]
    assert who(f"雁塔区城市管理局{REPORT}", lines=lines).organ == "雁塔区城市管理局"


def test_other_organs_above_the_title_are_not_the_reports() -> None:
    head = "南京市人民政府\n秦淮区人民政府\n2020年秦淮区文化和旅游局政府信息公开工作年度报告"
    title = "2020年秦淮区文化和旅游局政府信息公开工作年度报告"
    assert judge(None, title, head)["organ"] == "秦淮区文化和旅游局"


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("现公布枝江市人民政府办公室2023年政府信息公开工作年度报告。", "枝江市人民政府办公室"),
        ("特向社会公布2019年度问安镇政府(机关)信息公开年度报告。", "问安镇"),
        ("本报告由岳阳县民政局根据《中华人民共和国政府信息公开条例》规定编制", "岳阳县民政局"),
        ("市水利局编制了2013年度政府信息公开年度报告。", "市水利局"),
        ("2022年,句容市水利局认真贯彻落实条例", "句容市水利局"),
        ("如有疑问，请与县发改委办公室联系", "县发改委"),
        ("由南平市人民政府信息公开工作领导小组办公室汇总编制", "南平市人民政府"),
        ("修定《重庆市涪陵区水利局政府信息公开指南》", "重庆市涪陵区水利局"),
    ],
)
def test_a_text_without_a_title_names_its_organ(text: str, organ: str) -> None:
    assert next(find_organs([text], 2019)) == organ


def test_our_district_is_called_by_the_name_the_text_gives_it() -> None:
    lines = ["如有疑问，请与保定市徐水区政务公开办公室联系。", "我区政府办公室高度重视政务公开工作"]
    assert who(lines=lines).organ == "保定市徐水区人民政府办公室"


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["自2015年1月1日起至2015年12月31日止。"], 2015),
        (["自2015-1-1起至2015-12-31止，2016年编制。"], 2015),
        (["使用数据统计时间为2024年1月1日至12月31日。"], 2024),
        (["2022年，我局认真贯彻落实条例。2021年同期有所下降。"], 2022),
        (["2020年度我街办未接到公开申请，2019年为3件。"], 2020),
        (["我局没有需要报告的事项。"], None),
    ],
)
def test_the_text_says_the_year_where_the_title_does_not(lines: list[str], year: int | None) -> None:
    assert who("枝江市教育局政府信息公开工作年度报告", lines=lines).year == year


def test_the_column_says_it_where_nothing_else_does() -> None:
    assert who("枝江市教育局政府信息公开工作年度报告", column=("首页", "2021年度")).year == 2021


def test_a_year_that_contradicts_form_or_period_is_a_finding_not_a_guess() -> None:
    lines = ["本报告统计期限为2018年1月1日至2018年12月31日。"]
    identity = who("枝江市教育局2019年政府信息公开工作年度报告", lines=lines, form="2021")
    assert identity.year == 2019
    assert codes(identity) == ["year_contradicts_form", "year_contradicts_period"]


def test_nothing_known_is_null_with_findings() -> None:
    identity = who()
    assert (identity.organ, identity.organ_kind, identity.division_code, identity.year) == (None, None, None, None)
    assert codes(identity) == ["year_unknown", "organ_unknown"]


def test_traditional_characters_and_sounds_are_read() -> None:
    assert simplify("張店區(qū)人民政府信息公開年度報(bào)告") == "张店区人民政府信息公开年度报告"
    assert simplify("附件(a)乾安县") == "附件(a)乾安县"
    judged = judge(None, "湖北省國土資源廳2013年政府信息公開年度報告", None)
    assert (judged["kind"], judged["organ"], judged["division_code"]) == ("report", "湖北省国土资源厅", "420000")


def test_addresses_of_columns_of_reports_are_known() -> None:
    assert column_of("http://www.a.gov.cn/xxgk/zfxxgknb/202001/t1.html")
    assert not column_of("http://www.nbxinxi.com/a/1.html")
    assert not column_of("http://[broken") and not column_of(None)


def test_judging_answers_every_key_whatever_it_is_given() -> None:
    rng = random.Random(7)
    signs = "政府信息公开年度报告2021〇年月日局市区镇（）()|:：，。\n 索引号发布日期来源无-《》由编制与联系X\u3000[/"
    keys = set(judge(None, None, None))
    assert {"kind", "organ", "organ_kind", "division_code", "division_name", "year", "header", "dates"} < keys
    for _ in range(300):
        title, head = ("".join(rng.choices(signs, k=rng.randint(0, size))) for size in (60, 300))
        assert set(judge("http://[x", title, head)) == keys


def test_judging_takes_linear_time() -> None:
    for unit in ("政府信息公开", "\u3000", "2021年", "索 引 号", "由", "（"):
        judge(None, None, unit * (20_000 // len(unit)))


def test_real_reports_are_known(shared: Path) -> None:
    expected = {
        "2017-hunjiang": ("浑江区民政局", "department", "220602", 2017),
        "2020-binhu": ("无锡市滨湖区民政局", "department", "320211", 2020),
        "2015-xianning": ("咸宁市民政局", "department", "421200", 2015),
        "2017-changyi": ("昌邑区人民政府办公室", "department", "220202", 2017),
        "2019-xingqing": ("兴庆区民政局", "department", "640104", 2019),
    }
    for name, facts in expected.items():
        judged = judge(None, None, (shared / "reports" / f"{name}.txt").read_text(encoding="utf-8"))
        assert judged["kind"] == "report", name
        assert tuple(judged[key] for key in ("organ", "organ_kind", "division_code", "year")) == facts
        assert judged["header"]["doc_no"] in (None, {"raw": "无", "value": None, "source": "header"})


def test_a_paper_that_a_text_follows_does_not_name_its_writer() -> None:
    text = "根据《浙江省政府信息公开年度报告制度》,特编制绍兴市上虞区崧厦街道2022年政府信息公开工作年度报告。"
    assert next(find_organs([text], 2022)) == "绍兴市上虞区崧厦街道"


def test_a_city_of_the_corps_is_its_own_division() -> None:
    (place,) = split_organ("新疆生产建设兵团第八师石河子市教育局", 2022).places
    assert place.name == "石河子市"


def test_a_year_broken_off_its_title_is_the_reports() -> None:
    answer = judge(None, None, "太仓市浮桥镇人民政府2018年\n政府信息公开年度报告\n太仓市浮桥镇人民政府\n2019年3月")
    assert answer["year"] == 2018
