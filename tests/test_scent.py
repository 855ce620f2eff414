import pytest

from crawler.listing import Link, Page, read_page
from crawler.scent import Place, calls_itself_report, is_report_column, judge_links, smell as scent_of

HOME = Page("http://x.example/", "某区人民政府", "", (), ())
COLUMN = Page("http://x.example/zwgk/zfxxgknb/", "信息公开年报", "", (), ())


def smell(text: str, path: str = "c/index.html", *, page: Page = HOME, date: str | None = None) -> tuple[str, int]:
    one = scent(Link(f"http://x.example/{path}", text, date), page, first=page is HOME, in_column=page is COLUMN)
    return one.aim, one.score


def test_a_report_smells_strongest_then_its_column_then_openness_then_organs_then_the_rest() -> None:
    links = ["某区民政局2020年政府信息公开工作年度报告", "政府信息公开年报", "政府信息公开", "街道", "走进某区"]
    scores = [smell(text)[1] for text in links]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores) and scores[-1] > 0


@pytest.mark.parametrize(
    "title",
    [
        "某镇二〇二〇年政府信息公开工作年度报告",
        "2021年度信息公开年报",
        "某局2019政府信息公开年度报告",
        "2009年某区某镇政府信息公开年报",
    ],
)
def test_titles_of_reports_are_read_as_reports(title: str) -> None:
    assert smell(title)[0] == "report"


@pytest.mark.parametrize(
    "name", ["信息公开年报", "政府信息公开年报", "年度报告", "信息公开工作年度报告", "历年年报", "工作年报"]
)
def test_columns_are_followed_by_their_names(name: str) -> None:
    aim, score = smell(name)
    assert aim != "refuse" and score >= 80


@pytest.mark.parametrize("token", ["zfxxgknb", "xxgknb", "nianbao", "zfxxgkndbg", "gkbg"])
def test_columns_are_followed_by_their_address(token: str) -> None:
    assert smell("点击进入", f"zwgk/{token}/index.html") == ("page", 80)


@pytest.mark.parametrize(
    "title",
    [
        "关于做好2020年度政府信息公开工作年度报告编制工作的通知",
        "某区2020年法治政府建设年度报告",
        "某局2020年度部门决算",
        "某区政府信息公开指南",
        "2020年政务公开工作要点",
        "一图读懂某区2020年政府信息公开工作年度报告",
        "某局政府网站工作年度报表(2020年度)",
    ],
)
def test_what_looks_like_a_report_is_not_fetched(title: str) -> None:
    assert smell(title, page=COLUMN, path="zwgk/zfxxgknb/t1.html")[0] == "refuse"


@pytest.mark.parametrize("path", ["a.pdf", "b.DOCX", "c.zip", "d.jpg", "e.mp4"])
def test_files_are_not_fetched_yet(path: str) -> None:
    assert smell("某局2020年政府信息公开工作年度报告", path)[0] == "refuse"


def test_articles_of_the_home_page_are_not_followed() -> None:
    assert smell("全区春季义务植树活动今日在某某公园正式启动")[0] == "refuse"
    assert smell("工作动态", date="2024-03-12")[0] == "refuse"


def test_inside_a_column_of_reports_rows_that_say_little_are_followed() -> None:
    assert smell("某盟公安局", "zwgk/zfxxgknb/2021/t1.html", page=COLUMN, date="2022-01-21")[0] == "page"
    assert smell("某盟公安局", "other/t1.html", page=COLUMN, date="2022-01-21")[0] == "refuse"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<title>政府信息公开年报_某区人民政府</title>", "http://x.example/a/"),
        ('<meta name="ColumnName"content="信息公开年报">', "http://x.example/a/"),
        ("<title>某区</title>", "http://x.example/zwgk/xxgknb/"),
    ],
)
def test_a_column_of_reports_is_known_by_title_meta_or_address(html: str, url: str) -> None:
    assert is_report_column(read_page(html, url))


def test_a_list_of_reports_is_no_report_though_its_title_says_so() -> None:
    page = read_page("<title>某区2020年政府信息公开工作年度报告</title>", "http://x.example/a/")
    row = scent(Link("http://x.example/r", "某局2020年政府信息公开工作年度报告"), page, first=False, in_column=False)
    assert is_report(page, [])
    assert not is_report(page, [row])
