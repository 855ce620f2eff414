import pytest

from crawler import scent
from crawler.listing import Link, Page, read_page
from crawler.scent import Place

HOME = Page("http://x.example/", "某区人民政府", "")
COLUMN = Page("http://x.example/zwgk/zfxxgknb/", "信息公开年报", "")


def smell(text: str, path: str = "c/index.html", *, page: Page = HOME, date: str | None = None) -> tuple[str, int]:
    link = Link(f"http://x.example/{path}", text, date)
    one = scent.smell(link, page, Place(home=page is HOME, in_column=page is COLUMN))
    return one.aim, one.score


def judge(markup: str, *, in_column: bool = True, url: str = COLUMN.url) -> dict[str, str]:
    """The aim of each link of a page, by the last part of its address."""
    judged = scent.judge_links(read_page(markup, url), [], Place(in_column=in_column))
    return {link.url.rstrip("/").rpartition("/")[2]: one.aim for link, one in judged}


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


@pytest.mark.parametrize("path", ["a.pdf", "b.DOCX", "c.zip", "down.jsp?classid=0&filename=3f2a.doc"])
def test_a_file_named_as_a_report_is_one_and_other_files_are_not(path: str) -> None:
    assert smell("某局2020年政府信息公开工作年度报告", path) == ("report", 100)
    assert smell("某局办事指南", path)[0] == smell("申请表", path)[0] == "refuse"


@pytest.mark.parametrize("path", ["d.jpg", "e.mp4", "style.css", "app.apk"])
def test_what_can_hold_no_report_is_not_fetched(path: str) -> None:
    assert smell("某局2020年政府信息公开工作年度报告", path)[0] == "refuse"


def test_articles_of_the_home_page_are_not_followed() -> None:
    assert smell("全区春季义务植树活动今日在某某公园正式启动")[0] == "refuse"
    assert smell("工作动态", date="2024-03-12")[0] == "refuse"


def test_inside_a_column_of_reports_rows_that_say_little_are_followed() -> None:
    assert smell("某盟公安局", "zwgk/zfxxgknb/2021/t1.html", page=COLUMN, date="2022-01-21")[0] == "page"
    assert smell("某盟公安局", "other/t1.html", page=COLUMN, date="2022-01-21")[0] == "refuse"
    assert smell("2021年度", "other/index.html", page=COLUMN)[0] == "page"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<title>政府信息公开年报_某区人民政府</title>", "http://x.example/a/"),
        ('<meta name="ColumnName"content="信息公开年报">', "http://x.example/a/"),
        ("<title>某区</title>", "http://x.example/zwgk/xxgknb/"),
    ],
)
def test_a_column_of_reports_is_known_by_title_meta_or_address(html: str, url: str) -> None:
    assert scent.is_report_column(read_page(html, url))


def test_rows_of_a_column_are_followed_where_they_stand_among_reports() -> None:
    rows = "".join(
        f'<li><a href="/x/{name}">{text}</a><i>2021-01-2{n}</i></li>'
        for n, (name, text) in enumerate(
            [
                ("r", "某局2020年政府信息公开工作年度报告"),
                ("o", "某盟公安局"),
                ("f.pdf", "2019年"),
                ("n", "关于开会的通知"),
            ]
        )
    )
    menu = '<div class="menu"><ul><li><a href="/x/news">某某公园开园</a> 2021-01-20</li></ul></div>'
    aims = judge(f'{menu}<ul class="list">{rows}</ul>')
    assert aims == {"news": "refuse", "r": "report", "o": "page", "f.pdf": "report", "n": "refuse"}


def test_where_no_row_is_a_report_the_list_is_what_has_most_dates() -> None:
    rows = "".join(f'<li><a href="/x/{n}">某镇{n}号</a><i>2021-01-2{n}</i></li>' for n in range(4))
    menu = '<div><p><a href="/x/news">某某公园开园</a></p></div>'
    assert judge(f"{menu}<ul>{rows}</ul>") == {"news": "refuse"} | {str(n): "page" for n in range(4)}
    assert set(judge(f"{menu}<ul>{rows}</ul>", in_column=False, url=HOME.url).values()) == {"refuse"}


def test_the_links_of_a_pager_are_not_rows() -> None:
    pager = "".join(f'<a href="list_{n}.html">{n}</a>' for n in range(1, 5)) + '<a href="list_9.html">尾页</a>'
    assert set(judge(f"<div>{pager}</div>").values()) == {"refuse"}


@pytest.mark.parametrize(
    ("url", "page", "inside"),
    [
        ("http://x.example/zwgk/nb/2021/a.html", "http://x.example/zwgk/nb/index.html", True),
        ("http://x.example/art/2021/1/29/art_80179_95.html", "http://x.example/col/col80179/index.html", True),
        ("http://x.example/art/2021/1/29/art_801_95.html", "http://x.example/col/col80179/index.html", False),
        ("http://x.example/about.html", "http://x.example/index.html", False),
    ],
)
def test_an_address_lies_in_a_column_by_its_folder_or_by_its_number(url: str, page: str, inside: bool) -> None:
    assert scent.below(url, page) is inside


def test_what_no_portal_keeps_reports_under_is_asked_last() -> None:
    assert 0 < smell("新闻动态")[1] < smell("公示栏")[1] < smell("各部门")[1]


def test_a_page_may_call_itself_a_report() -> None:
    assert scent.calls_itself_report(
        read_page("<title>某区2020年政府信息公开工作年度报告</title>", "http://x.example/a/")
    )
    assert not scent.calls_itself_report(read_page("<title>某区人民政府</title>", "http://x.example/a/"))
