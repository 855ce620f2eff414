"""Which files, pictures and embedded pages of a report's page are the report's, and what becomes of one that is only
a file."""

import base64
import time
from typing import Any

import pytest

from archive.address import url_key
from archive.ingest import report_elsewhere, unread_file, wanted_files
from archive.report.reading import read_report

SITE = "http://www.example.gov.cn"
URL = f"{SITE}/xxgk/nb/t20220118_7.html"
TITLE = "滨湖区民政局2021年政府信息公开工作年度报告"
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "一、总体情况",
        "本年度主动公开政府信息五十四条，全部按时发布，没有收到公开申请，也没有发生行政复议和行政诉讼。",
        "二、存在的主要问题及改进情况",
        "工作人员少，事务多，明年将增加培训，并请有关单位一同检查公开的内容是否及时、准确。",
    )
)
NAV = '<div class="nav"><a href="/">首页</a><a href="/zn.pdf">公开指南</a></div>'
FOOT = '<div class="footer">主办：滨湖区人民政府 <a href="/sm.doc">网站声明</a> 备案号：京ICP备00000000号</div>'


def read(*, top: str = "", body: str = TEXT, behind: str = "", head: str = "") -> dict[str, Any]:
    page = (
        f"<html><head><title>{TITLE}</title>{head}</head><body>{NAV}<div>当前位置：<a href='/'>首页</a> &gt; 年报</div>"
        f"<h1>{TITLE}</h1><div>发布时间：2022-01-18 来源：区民政局</div>{top}"
        f'<div class="TRS_Editor">{body}</div>{behind}{FOOT}</body></html>'
    )
    return read_report(page.encode(), url=URL)


def wanted(**parts: str) -> list[tuple[str, str]]:
    return [(item.role, item.url.removeprefix(SITE)) for item in wanted_files(read(**parts))]


@pytest.mark.parametrize(
    ("offer", "url"),
    [
        ('<p>附件：<a href="./P020220118.pdf">年报全文</a></p>', "/xxgk/nb/P020220118.pdf"),
        ('<a href="/module/download/downfile.jsp?classid=0&filename=ab.doc">附表</a>',
         "/module/download/downfile.jsp?classid=0&filename=ab.doc"),
        ('<a href="/system/download.jsp?owner=1&wbfileid=7">附件【年度报告.pdf】</a>',
         "/system/download.jsp?owner=1&wbfileid=7"),
        ('<a href="/download?id=7">附件1：统计表</a>', "/download?id=7"),
        ('<a href="/download?id=7">【点击下载】</a>', "/download?id=7"),
        ('<a href="javascript:void(0)" onclick="down(\'/up/a.xlsx\')">下载</a>', "/up/a.xlsx"),
        ('<iframe src="/up/a.pdf"></iframe>', "/up/a.pdf"),
        ('<embed src="../a.pdf">', "/xxgk/a.pdf"),
        ('<object data="/up/a.pdf"></object>', "/up/a.pdf"),
        ('<div data-url="/up/a.pdf"></div>', "/up/a.pdf"),
        ('<iframe src="/pdfjs/web/viewer.html?file=..%2F..%2Fup%2Fa.pdf"></iframe>', "/up/a.pdf"),
        (f'<iframe src="https://view.officeapps.live.com/op/view.aspx?src={SITE}/up/a.docx"></iframe>', "/up/a.docx"),
        (f'<iframe src="/onlinePreview?url={base64.b64encode(f"{SITE}/up/a.ofd".encode()).decode()}"></iframe>',
         "/up/a.ofd"),
        ('<script>var qzbFile = "./P0202.ofd"; show(qzbFile)</script>', "/xxgk/nb/P0202.ofd"),
        ('<script>showVsbpdfIframe("\\/__local\\/a.pdf", "100%")</script>', "/__local/a.pdf"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["top", "body", "behind"])
def test_a_file_offered_above_in_or_behind_the_text_is_the_reports(offer: str, url: str, place: str) -> None:
    assert wanted(**{place: TEXT + offer if place == "body" else offer}) == [("file", url)]


@pytest.mark.parametrize(
    "elsewhere",
    [
        '<div>相关阅读</div><ul><li><a href="/a.pdf">民政工作规划</a></li></ul>',
        '<div>上一篇：<a href="/1.html">2020年年报</a></div><p><a href="/a.pdf">工作规划</a></p>',
        '<ul><li><a href="/zwgk/">政务公开</a></li><li><a href="/a.pdf">规划</a></li></ul>',
        '<div class="sidebar"><a href="/a.pdf">办事指南</a></div>',
        '<div><h3>资料下载</h3><a href="/a.doc">申请表</a></div>',
        '<nav><a href="/a.pdf">规划</a></nav>',
        '<p><a href="/reader.zip">OFD阅读器下载</a></p>',
        '<p><a href="/fj.html">附件：说明</a></p>',
        '<p><a href="#">附件</a></p>',
    ],
)  # fmt: skip
def test_files_of_menus_side_columns_footers_and_other_articles_are_not(elsewhere: str) -> None:
    assert wanted(behind=elsewhere) == []


def test_an_element_made_for_the_articles_files_counts_wherever_it_stands() -> None:
    neighbours = '<div>上一篇：<a href="/1.html">2020年年报</a></div>'
    files = '<ul id="file_ul_fj"><li><a href="./P0203.doc">附表</a></li></ul>'
    assert wanted(behind=neighbours + files) == [("file", "/xxgk/nb/P0203.doc")]


def test_addresses_are_relative_to_the_base_of_the_page() -> None:
    assert wanted(head='<base href="/files/">', behind='<a href="a.pdf">附件</a>') == [("file", "/files/a.pdf")]


def test_a_page_that_is_nothing_but_a_link_has_its_file() -> None:
    page = f"<html><title>{TITLE}</title><body><div><a href='/1.pdf'><b>年报.pdf</b></a></div></body></html>"
    assert [item.url for item in wanted_files(read_report(page.encode(), url=URL))] == [f"{SITE}/1.pdf"]


def test_a_link_that_only_says_download_goes_by_the_name_of_its_file() -> None:
    reading = read(behind='<a href="/up/a.pdf" title="年报.pdf">下载</a><a href="/up/b.pdf">点击下载</a>')
    assert [item["name"] for item in reading["attachments"]] == ["年报.pdf", "b.pdf"]


def test_pictures_of_the_text_are_wanted_and_ornaments_are_not() -> None:
    body = (
        TEXT
        + '<p><img src="./W0202.jpg"><img src="loading.gif" data-original="/up/2.png"><img src="/showimg?id=7"></p>'
        '<p><img src="/up/dot.gif" width="16"><img src="/ueditor/fileTypeImages/icon_pdf.gif">'
        '<img src="/images/qrcode.png"><img src="/up/9.png" alt="扫一扫"><img src="data:image/png;base64,AAAA"></p>'
    )
    assert wanted(body=body, behind='<img src="/up/sidebar-picture.jpg">') == [
        ("picture", "/xxgk/nb/W0202.jpg"),
        ("picture", "/up/2.png"),
        ("picture", "/showimg?id=7"),
    ]


def test_a_frame_that_holds_the_text_is_wanted_and_a_counter_is_not() -> None:
    frames = (
        '<iframe src="body.html"></iframe><iframe src="/hits?id=7"></iframe><iframe src="/x.html" height=0></iframe>'
    )
    assert wanted(body=frames) == [("frame", "/xxgk/nb/body.html")]


def test_nothing_is_wanted_of_a_page_that_is_no_report() -> None:
    page = "<title>关于编制年度报告的通知</title><h1>关于编制年度报告的通知</h1><p>各科室：</p><a href=a.doc>附件</a>"
    assert wanted_files(read_report(page.encode(), url=URL)) == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<a href="/a/1.pdf">附表.pdf</a> <a href="/a/2.pdf">年报.pdf</a>', "report_in_file: 年报.pdf"),
        ('<iframe src="/pdfjs/viewer.html?file=/up/a.pdf"></iframe>', "report_in_file: a.pdf"),
        ('<img src="/up/1.jpg"><img src="/up/2.jpg">', "report_in_picture: 1.jpg"),
        ('<img src="data:image/png;base64,AAAA">', "report_in_picture: in the page itself"),
        ('<iframe src="body.html"></iframe>', "report_in_frame: body.html"),
        (TEXT + '<a href="/a/2.pdf">年报.pdf</a>', None),
        ("<p>正在加载，请稍候</p>", None),
    ],
)
def test_a_page_that_only_leads_to_its_report_says_where_it_is(body: str, reason: str | None) -> None:
    assert report_elsewhere(read(body=body)) == reason


@pytest.mark.parametrize(
    ("content", "anchor", "reason"),
    [
        (b"Rar!\x1a\x07x", TITLE, "report_in_file: application/vnd.rar (not read yet)"),
        (b"Rar!\x1a\x07x", "附表", "file: application/vnd.rar (not read yet)"),
        (b"Rar!\x1a\x07x", None, "file: application/vnd.rar (not read yet)"),
        (b"%PDF-1.4 damaged", TITLE, None),
        (b"\x00\x01\x02\x03" * 9, TITLE, None),
        (b"", TITLE, None),
    ],
)
def test_a_file_without_a_reader_says_what_it_is(content: bytes, anchor: str | None, reason: str | None) -> None:
    assert unread_file(read_report(content, url=f"{SITE}/a.pdf", anchor=anchor)) == reason


@pytest.mark.parametrize(
    "part",
    [
        '<a href="javascript:f(\'/a.pdf\')" onclick="g(\'/b.pdf\')">附件</a>',
        '<script>"/a.pdf""/b.pdf",\'' + "a" * 600 + "</script>",
        '<div class="fujian"><iframe src="viewer.html?file=viewer.html?file=a.pdf">',
        "<img width=99999999999999999999 style='width:9px' src=x>",
        "<a href='http://[/a.pdf'>附件</a>",
        "<a href='/onlinePreview?url=aHR0c"
        + "A" * 50
        + "'>附件</a>",
    ],
)  # fmt: skip
def test_pages_of_nothing_but_files_are_read_in_time(part: str) -> None:
    begun = time.process_time()
    reading = read(body=part * (300_000 // len(part)))
    assert time.process_time() - begun < 10
    assert all(url_key(item.url) for item in wanted_files(reading))
