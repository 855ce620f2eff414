"""A page, however its portal is built, becomes the report's own lines and tables, its title and its header."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from archive.reading.document import Document, Grid, Picture, Span
from archive.reading.media import HTML
from archive.reading.reader import READERS, read

TITLE = "青河县水务局2021年政府信息公开工作年度报告"
ROWS = [
    ["第二十条第（一）项"] * 4,
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", ""],
    ["行政规范性文件", "2", "1", "7"],
]
TABLE = "<table border=1><tbody><tr><td colspan=4><p>第二十条第（一）项</p></td></tr>" + "".join(
    "<tr>" + "".join(f"<td><p><span>{cell or '&nbsp;'}</span></p></td>" for cell in row) + "</tr>" for row in ROWS[1:]
)
BEFORE = [
    "根据《中华人民共和国政府信息公开条例》的要求，现公布我局2021年政府信息公开工作年度报告，所列数据的统计期限为全年。",
    "一、总体情况",
    "（一）主动公开。全年通过县政府门户网站公开信息126条，其中工作动态98条，通知公告28条。",
    "二、主动公开政府信息情况",
]
AFTER = [
    "三、收到和处理政府信息公开申请情况",
    "无。",
    "五、存在的主要问题及改进情况",
    "一是公开内容不够丰富；二是更新不够及时。",
    "青河县水务局",
    "2022年1月18日",
]
LINES = [*BEFORE, "第二十条第（一）项 |  |  |", *(" | ".join(row).rstrip() for row in ROWS[1:]), *AFTER]

PARAGRAPHS = {
    "p": "<p>　　{}</p>",
    "div": "<div>&nbsp;&nbsp;{}</div>",
    "br": "&nbsp;&nbsp;&nbsp;&nbsp;{}<br/>\n",
    "span": '<span style="font-size:16px">{}</span><br><br>',
    "word": "<p class=MsoNormal style='text-indent:32pt'><span lang=EN-US><font>{}</font><o:p></o:p></span></p>",
    "nested": "<div><div><section><p><b><span>{}</span></b></p></section></div></div>",
    "unclosed": "<p align=left>{}",
}
FIELDS = {
    "table": "<table><tr><td>索 引 号：</td><td>QH-2022-0018</td><td>主题分类：</td><td>水利、水务</td></tr>"
    "<tr><td>发布机构：</td><td>县水务局</td><td>发布日期：</td><td>2022-01-20</td></tr>"
    "<tr><td>名　　称：</td><td colspan=3>" + TITLE + "</td></tr><tr><td>文　　号：</td><td></td></tr></table>",
    "columns": "<table><thead><tr><td>索引号</td><td>发布机构</td><td>文号</td><td>发布日期</td></tr></thead>"
    "<tr><td>QH-2022-0018</td><td>县水务局</td><td></td><td>2022-01-20</td></tr></table>",
    "one cell": "<table><tr><td>索引号:QH-2022-0018</td><td>发布机构:县水务局</td></tr>"
    "<tr><td>主题分类:水利</td><td>发布日期:2022-01-20</td></tr></table>",
    "dl": "<dl><dt>索引号</dt><dd>QH-2022-0018</dd><dt>发布机构</dt><dd>县水务局</dd><dt>发布日期</dt>"
    "<dd>2022-01-20</dd></dl>",
    "list": "<ul><li><b>索引号：</b>QH-2022-0018</li><li><b>发布机构：</b>县水务局</li><li><b>发布日期："
    "</b>2022-01-20</li></ul>",
    "no colon": "<ul><li><span>索引号</span><em>QH-2022-0018</em></li><li><span>发布机构</span><em>县水务局</em></li>"
    "<li><span>发布日期</span><em>2022-01-20</em></li></ul>",
    "divs": "<div><div>索引号：</div><div>QH-2022-0018</div><div>发布机构：</div><div>县水务局</div>"
    "<div>文号：</div><div></div><div>发布日期：</div><div>2022-01-20</div></div>",
    "brackets": "<p>【索引号】QH-2022-0018　　【发布机构】县水务局</p>"
    "<p>【发布日期】2022-01-20 【公开方式】主动公开</p>",
    "script": "<div><script>var s='县水务局'; document.write('索引号：QH-2022-0018');</script> "
    '<span><script>document.write("发布机构：" + s)</script></span> <span>发布日期：2022-01-20</span></div>',
}
TOOLS = (
    '<div><span>来源：县水务局</span><span>浏览次数：<i>88</i>次</span><span>字体：【<a href="javascript:z(1)">大</a> '
    '<a href="javascript:z(2)">中</a> <a href="javascript:z(3)">小</a>】</span>'
    '<a href="javascript:print()">打印</a></div>'
)
TAILS = {
    "neighbours": '<p>上一篇：<a href="1.html">青河县教育局2021年政府信息公开工作年度报告</a></p><p>下一篇：'
    '<a href="2.html">没有了</a></p>',
    "share": '<div>分享到：<a href="#">微信</a><a href="#">微博</a></div>'
    '<a href="javascript:window.print()">【打印本页】</a>',
    "related": "<div><h3>相关信息</h3><ul><li><a href=3.html>关于做好防汛工作的通知</a><span>2022-02-01</span>"
    "</li></ul></div>",
    "news": "<div><h3>热点新闻</h3><div><a href=1>县水务局开展节水宣传</a>"
    "<p>1月22日，县水务局组织干部职工开展节水宣传活动，向过往群众发放宣传资料。</p></div></div>",
    "editor": "<p align=right>责任编辑：王小明</p><div>扫一扫在手机打开当前页<img src=qr.png width=50></div>",
}
TOP = (
    '<div><a href="/">首页</a><a href="/a">政务公开</a></div>'
    '<div>当前位置：<a href="/">首页</a> &gt; <a href="/x">信息公开年报</a></div>'
)
SIDE = "<div><h3>目录</h3><ul><li><a href=1>机构职能</a></li><li><a href=2>政府信息公开指南</a></li></ul></div>"
FOOT = (
    "<div><p>主办单位：青河县人民政府　联系电话：0000-1234567</p><p>网站标识码：0000000001 某ICP备00000000号</p></div>"
)
LAYOUTS = {
    "elements": "<title>{title}_青河县人民政府</title><body>{top}<div>{side}<div>{fields}<h1>{title}</h1>{tools}"
    "<div>{body}</div>{tail}</div></div>{foot}</body>",
    "one element": "<title>青河县人民政府门户网站</title><body>{top}{side}<div><div class=t1>{title}</div>{tools}"
    "{fields}{body}{tail}</div>{foot}</body>",
    "tables": "<title>青河县人民政府</title><body><table><tr><td>{top}</td></tr><tr><td><table><tr><td>{side}</td>"
    "<td><table><tr><td>{fields}</td></tr><tr><td><b>青河县水务局<br>2021年政府信息公开工作年度报告</b></td></tr>"
    "<tr><td>{tools}</td></tr><tr><td>{body}</td></tr><tr><td>{tail}</td></tr></table></td></tr></table></td></tr>"
    "<tr><td>{foot}</td></tr></table>",
    "form": '<META name="ArticleTitle"content="{title}"><title>青河县</title><body><form id=aspnetForm>{top}'
    "<h3>{title}</h3>{tools}{fields}<div>{body}</div>{tail}{foot}</form>",
    "early end": "<title>{title} - 青河县</title><body>{top}</body></html><div>{fields}<h2>{title}</h2>{tools}"
    "<article>{body}{tail}</article></div>{foot}",
}


def page(
    layout: str = "elements",
    fields: str = "",
    paragraph: str = "p",
    tail: str = "",
    body: str | None = None,
    name: str = "t20220120_1.html",
) -> Document:
    lines = [PARAGRAPHS[paragraph].format(line) for line in (*BEFORE, "TABLE", *AFTER)]
    lines[len(BEFORE)] = TABLE + "</tbody></table>"
    source = LAYOUTS[layout].format(
        title=TITLE,
        top=TOP,
        side=SIDE,
        fields=fields,
        tools=TOOLS,
        body="".join(lines) if body is None else body,
        tail=tail,
        foot=FOOT,
    )
    document = read(f"<html><head>{source}</html>".encode(), url=f"http://www.example.gov.cn/xxgk/{name}")
    assert document.reader == READERS[HTML]
    return document


def segments(document: Document) -> str:
    return "".join("".join(segment.split()) for block in document.header for segment in block)


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_a_portal_becomes_title_header_and_the_lines_of_the_report(layout: str, fields: str, paragraph: str) -> None:
    document = page(layout, FIELDS[fields], paragraph, TAILS["share"])
    assert document.text.splitlines() == LINES
    assert "".join(document.titles[0].split()) == TITLE
    for value in ("QH-2022-0018", "县水务局", "2022-01-20"):
        assert value in segments(document)
    assert document.state == "complete"
    assert codes(document) == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("tail", TAILS)
def test_what_follows_the_report_is_no_text(layout: str, tail: str) -> None:
    assert page(layout, tail=TAILS[tail]).text.splitlines() == LINES


def test_spans_are_expanded_blank_is_blank_and_layout_tables_vanish() -> None:
    document = page("tables", FIELDS["table"])
    assert [list(row) for row in document.grids[0].rows] == ROWS
    assert len(document.grids) == 1
    assert document.grids[0].spans[0].columns == 4


def test_a_span_wider_than_its_table_adds_no_columns() -> None:
    rows = ("<td colspan=9>统计表</td>", "<td>规章</td><td colspan=3>1</td>", "<td>文件</td><td>2</td>")
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows)
    document = page(body=f"<p>{BEFORE[0]}</p>{table}</table>")
    assert document.grids[0].rows == (("统计表", "统计表"), ("规章", "1"), ("文件", "2"))
    assert [(span.row, span.columns) for span in document.grids[0].spans] == [(0, 2)]


def test_text_and_tables_keep_their_order() -> None:
    blocks = page().blocks
    assert [i for i, block in enumerate(blocks) if isinstance(block, Grid)] == [len(BEFORE)]


def test_a_header_label_in_the_middle_of_the_report_is_text() -> None:
    body = "".join(f"<p>{line}</p>" for line in (*BEFORE, "来源：各科室", "时间：2021年全年", *AFTER))
    assert page(body=body).text.splitlines() == [*BEFORE, "来源：各科室", "时间：2021年全年", *AFTER]


def test_a_list_of_documents_in_the_report_is_a_table_and_no_header() -> None:
    rows = "<tr><td>名称</td><td>文号</td><td>发布日期</td></tr>" + "".join(
        f"<tr><td>节水办法之{i}</td><td>青水发〔2021〕{i}号</td><td>2021-0{i}-01</td></tr>" for i in range(1, 4)
    )
    document = page(body="".join(f"<p>{line}</p>" for line in BEFORE) + f"<table>{rows}</table>")
    assert document.grids[0].rows[1] == ("节水办法之1", "青水发〔2021〕1号", "2021-01-01")


@pytest.mark.parametrize("day", ["2022-01-18", "2022/1/18", "2022.1.18", "2022年1月18日", "二〇二二年一月十八日"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_day_a_report_is_signed_is_text_and_no_header(day: str, layout: str) -> None:
    lines = [*BEFORE, *AFTER[:-1], day]
    document = page(layout, body="".join(f"<p>{line}</p>" for line in lines), tail=TAILS["share"])
    assert document.text.splitlines() == lines
    assert day not in segments(document)


def test_the_title_is_no_text_even_where_the_text_repeats_it_over_two_lines() -> None:
    body = "<p>青河县水务局</p><p>2021年政府信息公开工作年度报告</p>" + "".join(
        f"<p>{line}</p>" for line in (*BEFORE, *AFTER)
    )
    assert page(body=body).text.splitlines() == [*BEFORE, *AFTER]


def test_a_list_of_links_within_the_report_does_not_cut_it() -> None:
    links = [f"青河县水务局关于印发第{i}号文件的通知" for i in range(5)]
    body = "".join(f"<p>{line}</p>" for line in BEFORE) + "".join(
        f"<p><a href={i}.htm>{t}</a></p>" for i, t in enumerate(links)
    )
    document = page(body=body + "".join(f"<p>{line}</p>" for line in AFTER))
    assert document.text.splitlines() == [*BEFORE, *links, *AFTER]


def test_a_short_report_among_many_links_in_one_element_is_found() -> None:
    short = ["2021年，我站按照要求做好信息公开工作，没有收到申请。", "特此报告。", "青河县水务站", "2022年1月5日"]
    links = "".join(f"<p><a href={i}.htm>关于印发第{i}号水利建设管理办法实施细则的通知</a></p>" for i in range(30))
    body = links + f"<p>{TITLE}</p>" + "".join(f"<p>{line}</p>" for line in short) + links
    document = read(f"<html><title>{TITLE}</title><body>{body}</body></html>".encode())
    assert document.text.splitlines() == short


def test_a_page_that_prints_its_report_twice_is_read_once() -> None:
    article = "<div><h2>" + TITLE + "</h2>" + TOOLS + "".join(f"<p>{line}</p>" for line in (*BEFORE, *AFTER)) + "</div>"
    document = read(f"<html><title>{TITLE}</title><body>{TOP}{article}{article}{FOOT}</body></html>".encode())
    assert document.text.splitlines() == [*BEFORE, *AFTER]


def test_preformatted_text_keeps_its_lines() -> None:
    body = "<pre>" + "\n".join(f"    {line}" for line in (*BEFORE, *AFTER)) + "</pre>"
    assert page(body=body).text.splitlines() == [*BEFORE, *AFTER]


def test_a_wide_blank_behind_a_full_stop_parts_paragraphs() -> None:
    assert page(body=f"<p>{BEFORE[0]}　　{BEFORE[2]}</p>").text.splitlines() == [BEFORE[0], BEFORE[2]]


def test_metas_titles_and_breadcrumb_are_read_as_dirty_as_they_are() -> None:
    document = read(
        f'<META content="{TITLE}<br>"NAME=ArticleTitle><meta name="SiteIDCode"content="3600000001\n">'
        f"<meta name=PubDate content=2022-01-20><title>{TITLE[:12]}...</title>{TOP}"
        f"<h2>青河县水务局<br>2021年政府信息公开工作年度报告</h2><p>{BEFORE[2]}</p>".encode()
    )
    assert document.metas["siteidcode"] == "3600000001"
    assert document.metas["pubdate"] == "2022-01-20"
    assert document.titles == (TITLE,)
    assert document.column == ("首页", "信息公开年报")


FILE = f'<p>附件：<a href="/module/download/downfile.jsp?classid=0&filename=ab12.doc">{TITLE}</a></p>'


@pytest.mark.parametrize(
    ("body", "state", "code"),
    [
        (f'<p><a href="P0202.pdf">{TITLE}.pdf</a></p>', "incomplete", "body_in_attachment"),
        (
            f"<p>现将《{TITLE}》予以公布，欢迎社会各界监督，电话0000-1234567。</p>{FILE}",
            "incomplete",
            "body_in_attachment",
        ),
        ('<iframe src="/pdfjs/viewer.html?file=/attach/b.pdf"></iframe>', "incomplete", "body_in_attachment"),
        ('<p><img src="./W0202.jpg" width=800></p><p><img src="W0203.jpg"></p>', "incomplete", "body_in_picture"),
        ('<iframe src="report_body.html"></iframe>', "incomplete", "body_in_frame"),
        ("<p>无。</p>", "doubtful", "short_body"),
        ("", "incomplete", "empty_body"),
    ],
)
def test_a_page_whose_report_is_elsewhere_says_so(body: str, state: str, code: str) -> None:
    document = page(body=body)
    assert document.state == state
    assert code in codes(document)


PAGERS = [
    ("t20220120_1.html", '<a href="t20220120_1_1.html">2</a> <a href="./t20220120_1_1.html">下一页</a>'),
    ("t20220120_1.html", '<script>createPageHTML(3, 0, "t20220120_1", "html");</script>'),
    ("t20220120_1.html", '<script>var countPage = 3; createPageHTML(countPage, 0, "t20220120_1", "html");</script>'),
    ("174169950.shtml", "<script>createPageHTML('page_div', 3, 1, '174169950', 'shtml', 3);</script>"),
    ("art_80179_9524293.html", '<a href="/xxgk/art_80179_9524293_2.html">[下一页]</a>'),
    ("content_5353307.htm", '<a href="content_5353307_2.htm">2</a>'),
    ("show-12-345-1.html", '<a href="show-12-345-2.html">下一页 &gt;</a>'),
    ("view.jsp?id=5", '<a href="?id=5&page=2">2</a>'),
    ("view.aspx?id=5&p=1", '<a href="view.aspx?id=5&p=2">&gt;</a>'),
]


@pytest.mark.parametrize(("name", "pager"), PAGERS)
def test_a_report_that_goes_on_on_another_page_is_incomplete(name: str, pager: str) -> None:
    document = page(tail=pager, name=name)
    assert document.state == "incomplete"
    assert codes(document) == ["more_pages"]


@pytest.mark.parametrize(
    ("name", "tail"),
    [
        ("t20220120_1.html", '<a href="t20220120_2.html">下一篇</a>'),
        ("t20220120_1.html", '<script>createPageHTML(1, 0, "t20220120_1", "html");</script>'),
        (
            "t20220120_1.html",
            '<script>createPageHTML(9, 0, "index", "html");</script><a href="index_2.html">下一页</a>',
        ),
        ("t20220120_1.html", '<a href="javascript:next()">下一页</a><a href="#">2</a><a href="list.jsp?page=2">2</a>'),
        ("view.jsp?id=5", '<a href="view.jsp?id=6&page=2">2</a><a href="view.jsp?id=6">下一页</a>'),
    ],
)
def test_neighbouring_articles_and_pagers_of_lists_are_no_further_pages(name: str, tail: str) -> None:
    assert page(tail=tail, name=name).state == "complete"


def test_a_picture_is_marked_where_it_stands_and_says_nothing() -> None:
    picture = '<p><img src="W0202.jpg" alt="申请情况统计图" width=600></p>'
    lines = [f"<p>{line}</p>" for line in (*BEFORE, *AFTER)]
    document = page(body="".join([*lines[:4], picture, *lines[4:]]))
    assert document.blocks[4] == Picture("http://www.example.gov.cn/xxgk/W0202.jpg", "申请情况统计图")
    assert document.text == page(body="".join(lines)).text
    assert [(f.code, f.message) for f in document.findings] == [("picture", "1 picture in the text, below line 4")]


def test_a_table_that_tabs_flattened_within_paragraphs_is_a_grid_in_its_place() -> None:
    rows = (("内容", "制作", "公开"), ("规章", "0", "1"), ("规范性文件", "2", "3"))
    flattened = "".join("<p>" + "\t".join(row) + "</p>" for row in rows)
    lines = [f"<p>{line}</p>" for line in (*BEFORE, *AFTER)]
    document = page(body="".join([*lines[:4], flattened, *lines[4:]]))
    assert isinstance(document.blocks[4], Grid) and document.blocks[4].rows == rows
    assert len(document.blocks) == len(lines) + 1


@pytest.mark.parametrize(
    "body",
    [
        "<br>".join((*BEFORE, *AFTER)),
        "<ul>" + "".join(f"<li>{line}" for line in (*BEFORE, *AFTER)) + "</ul>",
        "<table><tr><td>" + "<br/>".join((*BEFORE, *AFTER)) + "</td></tr></table>",
        "".join("<p>" + "".join(f"<span>{letter}</span>" for letter in line) + "</p>" for line in (*BEFORE, *AFTER)),
        "".join("<p>" + "&shy;\u200b".join(line) + "</p>" for line in (*BEFORE, *AFTER)),
    ],
    ids=["breaks", "list items", "one cell", "a span a letter", "soft hyphens"],
)
def test_a_body_of_any_elements_is_read_line_by_line(body: str) -> None:
    assert page(body=body).text.splitlines() == [*BEFORE, *AFTER]


def test_the_direction_of_writing_and_its_marks_are_kept() -> None:
    document = page(body=f"<p>\u202e{BEFORE[0]}\u202c</p>" + "".join(f"<p>{line}</p>" for line in AFTER))
    assert document.text.splitlines()[0] == f"\u202e{BEFORE[0]}\u202c"
    assert codes(document) == []


def test_ruby_stands_behind_its_word() -> None:
    ruby = BEFORE[2].replace("动态", "<ruby>动态<rp>（</rp><rt>dongtai</rt><rp>）</rp></ruby>")
    assert page(body=f"<p>{BEFORE[0]}</p><p>{ruby}</p>").text.splitlines()[1] == BEFORE[2].replace(
        "动态", "动态（dongtai）"
    )


def test_attachments_have_absolute_urls_and_the_name_they_are_offered_under() -> None:
    document = page(tail=FILE + '<a href="./P0202.docx" title="附表"></a>')
    assert [(file.url, file.name, file.media) for file in document.attachments] == [
        (
            "http://www.example.gov.cn/module/download/downfile.jsp?classid=0&filename=ab12.doc",
            TITLE,
            "application/msword",
        ),
        (
            "http://www.example.gov.cn/xxgk/P0202.docx",
            "附表",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ]
    assert document.state == "complete"


def test_a_body_that_a_script_shows_later_is_read_with_a_finding() -> None:
    hidden = '<div style="display:none">' + "".join(f"<p>{line * 2}</p>" for line in BEFORE) + "</div>"
    document = page(body=hidden)
    assert document.text.splitlines() == [line * 2 for line in BEFORE]
    assert "hidden_body" in codes(document)


def test_hidden_text_beside_a_body_is_no_text() -> None:
    body = "".join(f'<p>{line}<span style="display:none">是</span></p>' for line in BEFORE)
    assert page(body=body).text.splitlines() == BEFORE


def flat(text: str) -> str:
    return re.sub(r"\s|[\u200b-\u200d\ufeff\u2060\xad]", "", unicodedata.normalize("NFKC", text or ""))


def test_annotated_pages_keep_their_lines_and_lose_their_chrome(shared: Path) -> None:
    lost, leaks, titles = [], [], []
    for file in sorted((shared / "quality" / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        document = read((shared / gold["html"]).read_bytes())
        text, title = flat(document.text.replace("|", "")), flat(gold["title"])
        lines = [flat(value) for kind, value in gold["order"] if kind == "p" and flat(value) not in title]
        missing = sum(len(line) for line in lines if line not in text)
        lost += [file.stem] if missing > 0.07 * sum(map(len, lines)) else []
        chrome = [item["s"] for item in gold["chrome"] if item["c"] in ("meta", "tools") and item["s"] in text]
        leaks += [file.stem] if chrome else []
        titles += [file.stem] if title and flat(document.titles[0]) != title else []
    assert (lost, leaks, titles) == ([], [], [])


def test_a_wide_cell_that_runs_under_a_tall_one_ends_before_it() -> None:
    rows = "<tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>丁"
    (grid,) = read(f"<h1>{TITLE}</h1><p>{'公开信息，' * 9}。</p><table>{rows}</table>".encode()).grids
    assert grid.rows == (("甲", "乙", "丙"), ("丁", "乙", ""))
    assert grid.spans == (Span(0, 1, 2, 1),)
