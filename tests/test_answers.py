"""Answers with 200 that are no page, and pages that only mention what such answers say."""

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from archive.reading.charset import decode
from crawler import answers
from crawler.listing import read_page
from crawler.trouble import find_trouble
from tests.test_store import SENTENCE, page

URL = "http://www.x.gov.cn/a.html"


def judge(html: str) -> str | None:
    found = find_trouble(read_page(html, URL))
    return f"{found[0]} {found[1].partition(':')[0]}" if found else None


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script>document.cookie='__jsl_clearance=1';location.reload()</script>", "blocked challenge"),
        ("<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>", "blocked challenge"),
        ("<html><script>var arg1='3A';setCookie('acw_sc__v2',x)</script></html>", "blocked challenge"),
        ("<html><body>请完成安全验证后继续访问</body></html>", "blocked challenge"),
        ("<title>统一登录</title><form>用户名<input>密码<input type=password></form>登录", "blocked login"),
        ("<html><body>您所在的地区无法访问本网站</body></html>", "blocked region"),
        ("<html><body>抱歉，本网站禁止境外用户访问。</body></html>", "blocked region"),
        ("<html><body>您访问的页面不存在或已删除！</body></html>", "refused soft404"),
        ("<html><title>404</title><body>返回首页</body></html>", "refused soft404"),
        ("<title>百家乐_时时彩_六合彩官网平台</title><body>政务公开</body>", "refused hijacked"),
    ],
)
def test_what_is_no_page_is_told_by_what_little_it_says(html: str, found: str) -> None:
    assert judge(html) == found


def test_nothing_stands_in_the_way_of_pages_saved_from_portals(shared: Path) -> None:
    saved = sorted((shared / "pages").rglob("*.html"))
    assert len(saved) > 40
    assert {file.name: judge(decode(file.read_bytes()).text) for file in saved} == {file.name: None for file in saved}


@pytest.mark.parametrize(
    "words",
    [
        "福利彩票公益金支出120万元，体育彩票公益金支出30万元。",
        "用户登录时须输入验证码，平台访问量上升；部分页面不存在的链接已修复。",
        "境外媒体无法访问的内容已说明，安全验证通过。",
        "全年打击博彩、六合彩、百家乐、时时彩等违法犯罪。",
    ],
)
def test_a_report_that_mentions_them_is_a_report(words: str) -> None:
    report = page("滨湖区民政局", SENTENCE, words * 3 + "全年主动公开政府信息。" * 40).decode()
    assert judge(report) is None


@pytest.mark.parametrize("title", ["关于打击百家乐、时时彩、六合彩违法犯罪的通告", "2020年福利彩票公益金使用情况报告"])
def test_a_title_against_gambling_is_no_gambling(title: str) -> None:
    assert judge(f"<title>{title}</title><body>{'内容' * 400}</body>") is None


@pytest.mark.parametrize(
    ("status", "headers", "body", "found"),
    [
        (403, {}, "您所在的地区无法访问", ("blocked", "region 403")),
        (403, {}, "<script>var x='__jsl_clearance'</script>", ("blocked", "challenge 403")),
        (503, {}, "<title>Just a moment...</title>", ("blocked", "challenge 503")),
        (468, {}, "", ("blocked", "challenge 468")),
        (403, {}, "x", ("blocked", "forbidden 403")),
        (302, {"Location": "https://sso.x.gov.cn/authorize"}, "", ("blocked", "login 302")),
        (302, {"Location": "/login.jsp?back=%2Fa"}, "", ("blocked", "login 302")),
        (302, {"Location": "http://www.cas.cn/a?from=/login"}, "", ("failed", "http 302")),
        (404, {}, "安全验证", ("gone", "http 404")),
        (200, {}, "", ("failed", "empty_body: the page has 0 bytes")),
        (200, {}, "x", None),
    ],
)
def test_statuses_and_the_first_bytes_say_what_stands_in_the_way(
    status: int, headers: dict[str, str], body: str, found: tuple[str, str] | None
) -> None:
    response = HtmlResponse(URL, status=status, headers=headers, body=body.encode())
    assert answers.judge_status(response) == found
