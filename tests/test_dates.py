"""Days as they are written, and which of them signed, published or created a report."""

from pathlib import Path

import pytest

from archive.report.dates import FoundDate, find_dates
from archive.report.day import parse_date
from tests.headers import parse_head

PROSE = "2020年，我局认真贯彻落实政府信息公开条例，及时公开各类信息。"


@pytest.mark.parametrize(
    "raw",
    [
        "2021-01-29 13:17",
        "2021年1月29日",
        "2021 年 1 月 29 日",
        "二〇二一年一月二十九日",
        "二○二一年元月二十九日",
        "二O二一年一月廿九日",
        "二零二一年一月二十九日",
        "２０２１年１月２９日",
        "2021.1.29",
        "2021/1/29",
        "2021-01-2918:26",
        "( 2021-01-29)",
        "2021年01月29日 13时44分",
        "20210129",
        "2021-01-29T13:17:00",
        "发布于2021-01-29",
    ],
)
def test_a_day_is_read_however_it_is_written(raw: str) -> None:
    assert parse_date(raw) == "2021-01-29"


@pytest.mark.parametrize(
    "raw", ["", "2021-02-30", "2021年13月1日", "2018年3月", "13800138000", "3202110000", "无", "2021"]
)
def test_what_is_no_day_that_exists_is_none(raw: str) -> None:
    assert parse_date(raw) is None


def test_a_clock_glued_to_a_day_of_one_digit_is_told_apart() -> None:
    assert parse_date("2021-1-213:17") == "2021-01-02"


def test_the_header_comes_before_the_meta_and_the_address() -> None:
    header = parse_head("发布时间：2009-09-30 10:53")
    dates = find_dates(header, {"pubdate": "2023-05-12 23:20"}, [], "http://a.gov.cn/xxgk/202305/t20230512_9.html")
    assert dates["published"] == [
        FoundDate("2009-09-30", "2009-09-30 10:53", "header"),
        FoundDate("2023-05-12", "2023-05-12 23:20", "meta:PubDate"),
        FoundDate("2023-05-12", "20230512", "url"),
    ]


@pytest.mark.parametrize("path", ["/art/2021/1/29/art_1_2.html", "/2021-01/29/content_1.htm", "/202101/29/1.html"])
def test_addresses_that_hold_a_day_give_it(path: str) -> None:
    assert find_dates({}, {}, [], f"http://a.gov.cn{path}")["published"][0].value == "2021-01-29"


def test_a_published_date_that_is_no_day_is_kept_behind_those_that_are() -> None:
    dates = find_dates(parse_head("发布日期：2021年13月40日"), {"PubDate": "2021-02-01"}, [])
    assert [(date.value, date.source) for date in dates["published"]] == [
        ("2021-02-01", "meta:PubDate"),
        (None, "header"),
    ]


def test_all_three_kinds_are_there_and_empty_where_nothing_is_written() -> None:
    assert find_dates({}, {}, []) == {"signed": [], "published": [], "created": []}


def test_created_is_the_date_of_the_document() -> None:
    assert find_dates(parse_head("成文日期：2016年1月29日"), {}, [])["created"][0].value == "2016-01-29"


@pytest.mark.parametrize(
    "ending",
    [
        ["枝江市教育局", "2021年1月9日"],
        ["枝江市教育局", "二〇二一年一月九日"],
        ["2021年1月9日", "（此件公开发布）"],
        ["枝江市教育局2021年1月9日"],
        ["枝江市教育局（盖章）", "2021.1.9"],
        ["六、其他需要报告的事项", "无。          枝江市教育局 2021年1月9日"],
        ["枝江市教育局", "2021年1月9日", "附件：统计表", "公开数 | 条 | 66"],
        ["枝江市教育局", "2021年1月9日", "附件1", "枝江市教育局统计表", "2021年1月10日"],
        ["枝江市教育局", "（2021年1月9日）", "（联系人：张三，电话：0717-4212345）"],
        ["枝江市教育局", "2021年1月9日。"],
        ["单位负责人：张三 填报人：李四", "联系电话：0717-4212345 填报日期：2021年1月9日"],
        ["报告日期：2021年1月9日"],
        ["枝江市教育局办公室  2021年1月9日印发"],
        ["枝江市教育局", "2021年1月9日", "附表", *(f"行{i} | {i}" for i in range(40))],
    ],
)
def test_the_date_under_the_text_is_the_signature(ending: list[str]) -> None:
    signed = find_dates({}, {}, [PROSE, *ending])["signed"]
    assert [(date.value, date.source) for date in signed] == [("2021-01-09", "signature")]


@pytest.mark.parametrize(
    "ending",
    [
        "统计期限为2020年1月1日至2020年12月31日",
        "本报告数据统计截至2020年12月31日。",
        "我局于2021年1月9日印发了工作要点，各科室认真落实。",
        "截止2020年12月31日",
        "培训时间：2020年5月6日",
    ],
)
def test_a_sentence_of_the_text_is_no_signature(ending: str) -> None:
    assert find_dates({}, {}, [PROSE, ending])["signed"] == []


def test_a_date_in_a_list_of_the_text_is_no_signature() -> None:
    assert find_dates({}, {}, [PROSE, "1.枝江市教育局网站", "2020年3月5日", "2.枝江发布"])["signed"] == []


def test_a_cover_is_no_signature() -> None:
    assert find_dates({}, {}, ["瑞昌市码头镇人民政府", "2009年2月9日", PROSE])["signed"] == []


def test_a_signature_with_a_month_only_is_kept_without_a_value() -> None:
    assert find_dates({}, {}, [PROSE, "问安镇人民政府", "2010年2月"])["signed"] == [
        FoundDate(None, "2010年2月", "signature")
    ]


def test_the_dates_of_real_reports(shared: Path) -> None:
    expected = {
        "2015-xianning": (["2016-01-29"], ["2020-09-11"]),
        "2017-changyi": ([], ["2018-02-22"]),
        "2017-hunjiang": (["2018-03-01"], []),
        "2019-xingqing": ([], []),
        "2020-binhu": (["2021-01-29"], ["2021-01-29"]),
    }
    for name, (signed, published) in expected.items():
        text = (shared / "reports" / f"{name}.txt").read_text(encoding="utf-8")
        dates = find_dates(parse_head(text), {}, text.splitlines())
        assert [date.value for date in dates["signed"]] == signed, name
        assert [date.value for date in dates["published"]] == published, name
