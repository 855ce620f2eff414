"""The further pages of a list whose rows stand in HTML, in the many spellings of portals."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.address import split_form
from archive.reading.charset import decode
from crawler.listing import MECHANISMS, read_listings, read_page
from crawler.listing.page import Ask, Page

FOLDER = "http://www.binhu.example/zwgk/zfxxgknb/"
URL = f"{FOLDER}index.html"


def page(body: str, url: str = URL, head: str = "") -> Page:
    return read_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", url)


def asks(one: Page, *mechanisms: str) -> list[Ask]:
    """The further pages that the mechanisms name together, each once; all mechanisms where none is given."""
    found = [(name, listing) for name, listing in read_listings(one).items() if not mechanisms or name in mechanisms]
    return list({ask.url: ask for _, listing in found for ask in listing.asks}.values())


def named(one: Page, *mechanisms: str) -> list[str]:
    """The same as written beside the page."""
    return [ask.url.removeprefix(FOLDER) for ask in asks(one, *mechanisms)]


def files(name: str, first: int, last: int, extension: str = "html") -> list[str]:
    return [f"{name}_{number}.{extension}" for number in range(first, last + 1)]


# ---- TRS


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('createPageHTML(3, 0, "index", "html");', files("index", 1, 2)),
        ("createPageHTML(3,0,'index','shtml')", files("index", 1, 2, "shtml")),
        ('\n  createPageHTML (\n 3 ,\n 0,\n "list" , "htm" ) ;', files("list", 1, 2, "htm")),
        ('createPageHTML("3", "0", "index", "html");', files("index", 1, 2)),
        ('createPageHTML(4,0, "index","shtml","1089");', files("index", 1, 3, "shtml")),
        ('createPageHTML(3, 0, "index", ".html");', files("index", 1, 2)),
        ('createPageHTML(3, 0, "./index", "html");', files("index", 1, 2)),
        ('createPageHTML1(3, 0, "index", "html");', files("index", 1, 2)),
        ('createPage(3, 0, "index", "html");', files("index", 1, 2)),
        ('var a = 3, b = 0;\ncreatePageHTML(a, b, "index", "html");', files("index", 1, 2)),
        ('var a = 3; var b = 0;\ncreatePageHTML(a, b, "index", "html");', files("index", 1, 2)),
        ('// pager http://x/\n/* one\n two */ createPageHTML(3, 0, "index", "html");', files("index", 1, 2)),
        ('<!--\ncreatePageHTML(3, 0, "index", "html");\n//-->', files("index", 1, 2)),
        ("Pager({size:3, current:0, prefix:'index',suffix:'htm'});", files("index", 1, 2, "htm")),
        ('new Pager( { "size" : 3, "current" : 0,\n "prefix" : "index", "suffix" : "html" } )', files("index", 1, 2)),
        (
            "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ return; }\n"
            'createPageHTML(3, 0, "index", "html");',
            files("index", 1, 2),
        ),
    ],
)
def test_trs_pages_are_known_from_the_call_of_the_first_page(script: str, expected: list[str]) -> None:
    assert named(page(f"<script>{script}</script>")) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        # What is commented out tells the name; how many pages there are, the variables tell.
        (
            '//createPageHTML(9, 0, "index", "shtml");\nvar currentPage = 0;//从0开始\nvar countPage = 4//共多少页',
            files("index", 1, 3, "shtml"),
        ),
        ('/* createPageHTML(9, 0, "list", "htm") */ var countPage="4";var currentPage="0"', files("list", 1, 3, "htm")),
        (
            "var currentPage = 0;\nvar countPage = 4\n"
            'document.write("<a href=\\"index"+"_" + nextPage + "."+"shtml\\">下一页</a>");',
            files("index", 1, 3, "shtml"),
        ),
        (
            "var currentPage = 0; var countPage = 4;\n"
            'document.write("<a href=\\"list_" + (countPage-1) + ".html\\">末页</a>");',
            files("list", 1, 3),
        ),
        ("var currentPage = 0;\nvar countPage = 4;", files("index", 1, 3)),
        ("var nPageCount = 4; var nCurrIndex = 0;", files("index", 1, 3)),
        (
            'var m_nRecordCount = "61";\nvar m_nCurrPage = 0;\nvar m_nPageSize = 20;\n'
            'var m_sPageName = "nei"; var m_sPageExt = "htm";',
            files("nei", 1, 3, "htm"),
        ),
    ],
)
def test_trs_pages_are_known_from_variables_where_no_call_runs(script: str, expected: list[str]) -> None:
    assert named(page(f"<script>{script}</script>")) == expected


@pytest.mark.parametrize(
    ("file", "script", "expected"),
    [
        ("", 'createPageHTML(3, 0, "index", "shtml")', files("index", 1, 2, "shtml")),
        ("index.shtml", "var countPage = 3; var currentPage = 0", files("index", 1, 2, "shtml")),
        ("", "var countPage = 3; var currentPage = 0", files("index", 1, 2)),
        ("list.html?a=1", 'createPageHTML(3, 0, "list", "html")', files("list", 1, 2)),
        ("index_3.shtml", 'createPageHTML(6, 3, "index", "shtml")', files("index", 4, 5, "shtml")),
        ("index_3.shtml", 'createPageHTML(6, 0, "index", "shtml")', files("index", 4, 5, "shtml")),
        ("index_5.html", 'createPageHTML(6, 5, "index", "html")', []),
        ("index_2.html", "var countPage = 5; var currentPage = 2", files("index", 3, 4)),
        ("index_2.html", "Pager({size:5, current:2, prefix:'index', suffix:'html'})", files("index", 3, 4)),
        # Counted from 1: whether page 2 is index_1 or index_2 is not told, and a page seen before ends a list.
        ("", 'createPageHTML(4, 1, "index", "html")', ["index_2.html", "index_3.html", "index_4.html", "index_1.html"]),
    ],
)
def test_a_trs_page_names_the_pages_behind_itself(file: str, script: str, expected: list[str]) -> None:
    assert named(page(f"<script>{script}</script>", FOLDER + file)) == expected


@pytest.mark.parametrize(
    "script",
    [
        'createPageHTML(1, 0, "index", "html");',
        'createPageHTML(0, 0, "index", "html");',
        'createPageHTML(3, 2, "index", "html");',
        '//createPageHTML(31, 0, "index", "shtml");',
        '/* createPageHTML(31, 0, "index", "shtml"); */',
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}",
        'createPageHTML(total, now, "index", "html");',
        'createPageHTML(3, 0, "<b>", "html");',
        'createPageHTML(3, 0, "index", "");',
        "// var countPage = 31",
        "countPage == 31",
        "var m_nRecordCount = 61; var m_nPageSize = 0;",
        "var pageCount = 9; var swiper = 1;",
    ],
)
def test_what_is_no_trs_pager_names_no_page(script: str) -> None:
    assert named(page(f"<script>{script}</script>")) == []


def test_rows_that_a_search_counts_are_no_static_pages() -> None:
    script = "<script>var m_nRecordCount = 61; var m_nPageSize = 20;</script>"
    assert named(page(script, "http://www.binhu.example/was5/search.jsp?channelid=1")) == []


@pytest.mark.parametrize(("total", "expected"), [("1000000000", 4999), ("99999999999999999999", 0), ("0", 0)])
def test_totals_that_lie_cost_no_more_than_a_portal_may(total: str, expected: int) -> None:
    assert len(asks(page(f'<script>createPageHTML({total}, 0, "index", "html")</script>'))) == expected


def test_the_call_is_found_among_several_scripts_and_resolved_against_base() -> None:
    one = page(
        "<script>var x = 1</script><script src='a.js'></script><script>createPageHTML(2,0,'index','html')</script>",
        head='<base href="http://www.binhu.example/other/">',
    )
    assert named(one) == ["http://www.binhu.example/other/index_1.html"]


# ---- UCAP


@pytest.mark.parametrize(
    ("file", "script", "expected"),
    [
        ("list.shtml", "createPageHTML('page_div',4, 1,'list','shtml',80);", files("list", 2, 4, "shtml")),
        ("", "createPageHTML( 'paging' , 4 , 1 , 'list_a' , 'html' , 80 )", files("list_a", 2, 4)),
        ("list.shtml", 'createPageHTML("page_div","4","1","list","shtml","80")', files("list", 2, 4, "shtml")),
        ("list.shtml", "createPageHTML(pageDiv,4,1,'list','shtml',80)", files("list", 2, 4, "shtml")),
        ("list_3.shtml", "createPageHTML('page_div',4, 3,'list','shtml',80);", ["list_4.shtml"]),
        ("list_3.shtml", "createPageHTML('page_div',4, 1,'list','shtml',80);", ["list_4.shtml"]),
        ("list_4.shtml", "createPageHTML('page_div',4, 4,'list','shtml',80);", []),
        ("list.shtml", "createPageHTML('page_div',1, 1,'list','shtml',8);", []),
        ("list.shtml", "createPageHTML('page_div',3, 0,'list','shtml',40);", files("list", 1, 2, "shtml")),
        ("list.shtml", "//createPageHTML('page_div',4, 1,'list','shtml',80);", []),
    ],
)
def test_ucap_counts_its_pages_from_one(file: str, script: str, expected: list[str]) -> None:
    assert named(page(f'<div id="page_div"></div><script>{script}</script>', FOLDER + file)) == expected


def test_a_call_in_a_comment_counts_where_the_rows_are_in_comments_too() -> None:
    hidden = "<!-- <li><a href='a.html'>甲</a></li><script>createPageHTML('page_div',3,1,'list','shtml',40)</script>-->"
    assert named(page(hidden)) == files("list", 2, 3, "shtml")
    shown = '<ul><li><a href="b.html">滨湖区公告</a><span>2024-01-02</span></li></ul>'
    assert named(page(shown + hidden)) == []


# ---- numbers


def links(*hrefs: str, start: int = 1) -> str:
    return " ".join(f'<a href="{href}">{number}</a>' for number, href in enumerate(hrefs, start))


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        # index_1 is page 1, and only some pages are linked
        (
            FOLDER,
            f"{links('index_1.html', 'index_2.html', 'index_3.html')} … <a href='index_2.html'>下一页</a>"
            "<a href='index_6.html'>尾页</a>",
            files("index", 2, 6),
        ),
        # counted from 0: home_1 is page 2
        (
            f"{FOLDER}home.htm",
            f"<b>1</b> {links('home_1.htm', 'home_2.htm', start=2)} <a href='home_4.htm'>末页</a>",
            files("home", 1, 4, "htm"),
        ),
        (f"{FOLDER}list-1.html", f"{links('list-2.html', 'list-3.html', start=2)}", ["list-2.html", "list-3.html"]),
        (f"{FOLDER}page_1.html", f"{links('page_2.html', 'page_3.html', start=2)} 共5页", files("page", 2, 5)),
        (FOLDER, f"{links('2/', '3/', start=2)}", ["2/", "3/"]),
        (FOLDER, f"{links('page/2/', 'page/3/', start=2)}", ["page/2/", "page/3/"]),
        (
            f"{FOLDER}list.jsp?a=7",
            f"{links('list.jsp?a=7&page=2', 'list.jsp?a=7&page=3', start=2)} 1/4",
            [f"list.jsp?a=7&page={number}" for number in (2, 3, 4)],
        ),
        (
            f"{FOLDER}list.jsp?a=7",
            f"{links('list.jsp?pageNum=2&a=7', 'list.jsp?pageNum=3&a=7', start=2)}",
            ["list.jsp?pageNum=2&a=7", "list.jsp?pageNum=3&a=7"],
        ),
        (
            f"{FOLDER}list.jsp?a=7&pageIndex=2",
            f"{links('list.jsp?pageIndex=1&a=7')} 2 "
            f"{links('list.jsp?pageIndex=3&a=7', 'list.jsp?pageIndex=4&a=7', start=3)}",
            ["list.jsp?pageIndex=3&a=7", "list.jsp?pageIndex=4&a=7"],
        ),
        (FOLDER, f"{links('?p=2', '?p=3', start=2)}", ["?p=2", "?p=3"]),
        (f"{FOLDER}Index.aspx", f"{links('?page=2', '?page=3', start=2)}", ["Index.aspx?page=2", "Index.aspx?page=3"]),
        # 博达 VSB when it is dynamic: total, page and size in one address
        (
            f"{FOLDER}list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1021",
            links(*[f"list.jsp?a126128t=3&a126128p={n}&a126128c=10&wbtreeid=1021" for n in (2, 3)], start=2),
            [f"list.jsp?a126128t=3&a126128p={n}&a126128c=10&wbtreeid=1021" for n in (2, 3)],
        ),
        # no number is linked at all
        (
            FOLDER,
            "首页 上一页 <a href='index_2.html'>下一页</a> <a href='index_5.html'>末页</a> 共5页",
            files("index", 2, 5),
        ),
        (
            FOLDER,
            "首页 上一页 <a href='index_1.html'>下一页</a> <a href='index_4.html'>最后一页</a>",
            files("index", 1, 4),
        ),
        (
            f"{FOLDER}index_3.html",
            "<a href='index_2.html'>上页</a> <a href='index_4.html'>下页</a> <a href='index_6.html'>尾页</a>",
            files("index", 4, 6),
        ),
        (f"{FOLDER}Index.aspx", "1 <a href='Index_p2.aspx'>2</a>", ["Index_p2.aspx"]),
        # a session is no part of the address
        (
            f"{FOLDER}list_2.html;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9",
            links(*[f"list_{n}.html;jsessionid=F9E8D7C6B5A4938271605F4E3D2C1B0A" for n in range(1, 5)]),
            [f"list_{n}.html;jsessionid=F9E8D7C6B5A4938271605F4E3D2C1B0A" for n in (3, 4)],
        ),
        # two pages
        (URL, links("index.html", "index_1.html"), ["index_1.html"]),
        (FOLDER, "1 " + links("list.jsp?page=2", start=2), ["list.jsp?page=2"]),
        # words round the numbers, full-width signs
        (FOLDER, "<a href='?c=2'>［２］</a><a href='?c=3'>［3］</a> 当前：1／4 下一页", ["?c=2", "?c=3", "?c=4"]),
        (FOLDER, "<a href='index_2.html'>第2页</a><a href='index_3.html'>第3页</a>", files("index", 2, 3)),
        # the last page
        (f"{FOLDER}index_3.html", links("index_1.html", "index_2.html"), []),
    ],
)
def test_pages_between_the_linked_ones_are_filled_in(url: str, body: str, expected: list[str]) -> None:
    assert named(page(f"<div class='pages'>{body}</div>", url), "numbered") == expected


@pytest.mark.parametrize(
    "session", ["", "?sid=5A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D", "?sid=FBEFCDACD9AEABADAFF8EAAAB6C7D8E9"]
)
def test_neither_numbers_of_columns_nor_digits_of_a_session_hide_that_of_a_page(session: str) -> None:
    folder = "http://www.binhu.example/c59108/c59111/c59120/c59228/c59231/"
    further = f"{folder}nb_2.shtml{session}"
    pager = f'<b>1</b> <a href="{further}">2</a> <a href="{further}" title="末页"><i></i></a>'
    assert named(page(f"<div class='pages'>{pager}</div>", f"{folder}nb.shtml{session}"), "numbered") == [further]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (
            '<select onchange="location.href=this.value"><option value="index.html">1</option>'
            '<option value="index_1.html">2</option><option value="index_2.html">3</option></select>',
            files("index", 1, 2),
        ),
        (
            "<select onchange=\"MM_jumpMenu('parent',this,0)\"><option value='index.html'>第1页</option>"
            "<option value='index_1.html'>第2页</option><option value='index_2.html'>第3页</option></select>",
            files("index", 1, 2),
        ),
        (
            "<select onchange=\"location.href='list.jsp?page='+this.value\">"
            "<option value='1'>1</option><option value='2'>2</option><option value='3'>3</option></select>",
            ["list.jsp?page=2", "list.jsp?page=3"],
        ),
        ("<select><option value='index_1.html'>2</option><option value='index_2.html'>3</option></select>", []),
        ("<select onchange='x()'><option value='2'>2</option><option value='3'>3</option></select>", []),
    ],
)
def test_a_select_is_a_pager_where_its_change_leads_on(select: str, expected: list[str]) -> None:
    assert named(page(select), "numbered") == expected


JUMP = "<script>function toPage(n){ %s }</script>"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("location.href='list.jsp?page='+n;", ["list.jsp?page=2", "list.jsp?page=3"]),
        ('window.location.href = "list.jsp?page=" + n + "&a=1";', ["list.jsp?page=2&a=1", "list.jsp?page=3&a=1"]),
        ("if(n<1) n=1;\nwindow.location='index_'+n+'.html'", ["index_2.html", "index_3.html"]),
        ("if(n==1){location.href='index.html'}else{location.href='index_'+(n-1)+'.html';}", files("index", 1, 2)),
        ("location.replace('list.jsp?page='+n);", ["list.jsp?page=2", "list.jsp?page=3"]),
        ("location.href='list.jsp?page='+n+'&k='+key;", []),
        ("location.href=base+'list.jsp?page='+n;", []),
        ("location.href='list.jsp?page='+m;", []),
        ("load(n);", []),
    ],
)
def test_a_function_of_the_page_shows_where_its_numbers_lead(script: str, expected: list[str]) -> None:
    one = '<a href="javascript:toPage(2)">2</a> <a href="#" onclick="toPage(3);return false">3</a> 下一页'
    assert named(page(JUMP % script + one), "numbered") == expected


FORM = (
    '<form name="form1" action="list.do" method="%s"><input type="hidden" name="lm" value="7">'
    '<input type="hidden" name="pageNo" id="no" value="1"><input type="submit" value="查询"></form>'
    '<a href="javascript:goPage(2)">2</a> <a href="javascript:goPage(3)">3</a> <a href="javascript:goPage(5)">尾页</a>'
)


@pytest.mark.parametrize(
    "body",
    [
        "document.form1.pageNo.value=n; document.form1.submit();",
        "document.forms[0].pageNo.value = n;\ndocument.forms[0].submit();",
        "document.getElementById('no').value=n;document.getElementById('f').submit()",
        "$('#no').val(n); $('#f').submit();",
        "$(\"input[name='pageNo']\").val(n); $('form').submit();",
    ],
)
def test_a_function_that_sends_a_form_shows_where_its_numbers_lead(body: str) -> None:
    script = f"<script>function goPage(n){{ {body} }}</script>"
    got = [f"list.do?lm=7&pageNo={number}" for number in (2, 3, 4, 5)]
    assert named(page(script + FORM % "get"), "numbered") == got
    posted = asks(page(script + FORM % "post"), "numbered")
    assert [split_form(ask.url) for ask in posted] == [
        (f"{FOLDER}list.do", [("lm", "7"), ("pageNo", str(number))]) for number in (2, 3, 4, 5)
    ]
    again = FORM.replace('value="1"', 'value="3"') % "post"
    assert [ask.url for ask in asks(page(script + again, posted[1].url), "numbered")] == [a.url for a in posted[2:]]


@pytest.mark.parametrize(
    "body",
    [
        "document.form1.pageNo.value=n;",
        "document.form1.pageNo.value=n; document.form1.lm.value=x; document.form1.submit();",
        "document.form1.pageNo.value=n; document.form1.action=where; document.form1.submit();",
        "document.form1.other.value=n; document.form1.submit();",
    ],
)
def test_a_form_whose_answer_is_not_told_is_not_sent(body: str) -> None:
    assert named(page(f"<script>function goPage(n){{ {body} }}</script>" + FORM % "post")) == []


CALENDAR = "".join(f"<td><a href='list.jsp?k={day}'>{day}</a></td>" for day in range(1, 32))


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><th>日</th><th>一</th><th>二</th><th>三</th><th>四</th><th>五</th><th>六</th></tr>{CALENDAR}</table>",
        links(*(f"list.jsp?day={day}" for day in range(1, 29))),
        links(*(f"/2024/05/{day}/" for day in range(1, 29))),
        links(*(f"list.jsp?date=2024-5-{day}" for day in range(1, 29))),
        links(*(f"list_{year}.html" for year in range(2019, 2024)), start=2019),
        links(*(f"list.jsp?year={year}" for year in range(2019, 2024)), start=2019),
        links("content_101.html", "content_102.html", "content_103.html"),
        links("show.jsp?id=1", "show.jsp?id=2", "show.jsp?id=3"),
        links("t20240102_1.html", "t20240103_2.html"),
        links("/banner/a1.html", "/banner/a2.html"),
        links("node_3.htm", "node_1.htm", "node_2.htm"),
        "<a href='x_1.html'>第1章</a><a href='x_2.html'>第2章</a>",
        "<a href='javascript:doZoom(16)'>16</a><a href='javascript:doZoom(14)'>14</a>",
        "<a href='?font=1'>大</a><a href='?font=2'>中</a>",
        "<a href='index_02.html'>02</a><a href='index_03.html'>03</a>",
        "<a href='#2'>2</a><a href='#3'>3</a>",
    ],
)
def test_numbers_that_are_no_pages_are_left_alone(body: str) -> None:
    assert named(page(f"<div>{body}</div>")) == []


# ---- 下一页

NEXT_PAGE = ["list_2.html"]


@pytest.mark.parametrize(
    "button",
    [
        *(
            f'<a href="list_2.html">{words}</a>'
            for words in (
                "下一页",
                "下页",
                "下一頁",
                "下頁",
                "后一页",
                "后页",
                "後一頁",
                "下 一 页",
                "下&nbsp;一&nbsp;页",
                "　下一页　",
                "[下一页]",
                "[下页]",
                "【下一页】",
                "下一页 >",
                "下一页&gt;&gt;",
                "下一页»",
                "下一页 →",
                "下一页(2/5)",
                "下一页（2/5）",
                "<span>下一页</span>",
                "<font color=red>下一页</font>",
                "Next",
                "next page",
                "NEXT &gt;",
                "Next »",
            )
        ),
        '<a href="list_2.html"><img src="r.gif" alt="下一页"></a>',
        '<a href="list_2.html" title="下一页"><i class="icon"></i></a>',
        '<a href="list_2.html" aria-label="Next"><span>&raquo;</span></a>',
        '<a href="list_2.html" title="下一页">&gt;</a>',
        '第1页 <a href="list_2.html" class="next"></a>',
        '共 5 页 <span class="p_next p_fun"><a href="list_2.html"></a></span>',
        '<span>1 / 5</span> <a href="list_2.html">&gt;</a> <a href="list_5.html">&gt;&gt;</a>',
        '<b>1</b> <a href="list_2.html">2</a> <a href="list_3.html">3</a> <a href="list_2.html">›</a>',
        '<a href="list_2.html" rel="next">往后看</a>',
        "<a href=\"javascript:gotopage('list_2.html')\">下一页</a>",
        "<a href=\"javascript:location.href='list_2.html'\">下一页</a>",
        '<a href="javascript:void(0)" onclick="window.location.href=\'list_2.html\'">下一页</a>',
        '<a href="#" onclick="location=\'list_2.html\';return false;">下一页</a>',
        "<a onclick=\"go('list_2.html', 'x')\">下一页</a>",
        "<span onclick=\"location.href='list_2.html'\">下一页</span>",
        '<input type="button" value="下一页" onclick="location.href=\'list_2.html\'">',
        "<img src='n.gif' alt='下一页' onclick=\"location.href='list_2.html'\">",
        "<script>function turn(p){location.href='list_'+p+'.html';}</script><a href='javascript:turn(2)'>下一页</a>",
    ],
)
def test_whatever_says_next_page_leads_to_it(button: str) -> None:
    assert named(page(f"<div>{button}</div>"), "plain") == NEXT_PAGE


def test_the_head_may_name_the_next_page() -> None:
    assert named(page("<p>滨湖区</p>", head='<link rel="next" href="list_2.html">')) == NEXT_PAGE


@pytest.mark.parametrize(
    "button",
    [
        *(
            f'<a href="list_2.html">{words}</a>'
            for words in (
                "下一篇",
                "下一页面介绍了什么",
                "下一条",
                "上一页",
                "尾页",
                "更多>>",
                ">>",
                ">",
                "下一步",
                "nextone",
            )
        ),
        f'<a href="{URL}">下一页</a>',
        '<a href="./">下一页</a><a href="index.html">下一页</a>'.replace("./", "index.html"),
        '<a href="#">下一页</a>',
        '<a href="javascript:;">下一页</a>',
        '<a href="javascript:void(0)" onclick="load(2)">下一页</a>',
        '<a href="list_2.html" class="disabled">下一页</a>',
        '<li class="page disabled"><a href="list_2.html">下一页</a></li>',
        '<a href="list_2.html" disabled>下一页</a>',
        '<span class="p_next_d p_fun_d"><a href="list_2.html">下页</a></span>',
        '<a href="javascript:;" class="next"></a>',
        '<div class="swiper"><a class="next" href="list_2.html"></a></div>',
        '<a href="b.html" rel="next">滨湖区某公告</a><a href="a.html">上一篇</a>',
    ],
)
def test_what_is_no_next_page_is_not_taken_for_one(button: str) -> None:
    assert named(page(f"<div>{button}</div>"), "plain") == []


def test_the_pager_above_a_list_and_the_one_below_name_a_page_once() -> None:
    pager = '<a href="list_2.html">下一页</a>'
    assert named(page(f"{pager}<ul><li>甲</li></ul>{pager}")) == NEXT_PAGE


def test_numbers_and_next_name_the_same_addresses() -> None:
    body = "<a href='?page=2&x='>2</a><a href='?page=3&x='>3</a><a href='?page=2&x='>下一页</a>"
    assert named(page(f"<div>{body}</div>", FOLDER)) == ["?page=2&x=", "?page=3&x="]


# ---- 博达 VSB


def vsb(folder: str, *numbers: int, pages: int, here: int = 1) -> str:
    """The pager of a VSB list as the page at `folder` shows it."""
    shown = "".join(
        f'<span class="p_no"><a href="{folder}{pages + 1 - number}.htm">{number}</a></span>' for number in numbers
    )
    following = f'<span class="p_next p_fun"><a href="{folder}{pages - here}.htm">下页</a></span>'
    last = f'<span class="p_last p_fun"><a href="{folder}1.htm">尾页</a></span>'
    return (
        f'<div class="pb_sys_common"><span class="p_t">共121条</span> <span class="p_pages">'
        f'<span class="p_first_d p_fun_d">首页</span><span class="p_no_d">{here}</span>{shown}{following}{last}</span>'
        f'<span class="p_t">{here}/{pages}</span></div>'
    )


def test_vsb_counts_its_pages_down() -> None:
    one = page(vsb("zfxxgknb/", 2, 3, pages=9), "http://www.binhu.example/zwgk/zfxxgknb.htm")
    assert named(one) == [f"{number}.htm" for number in range(8, 0, -1)]


def test_a_vsb_page_in_the_middle_goes_on_down() -> None:
    assert named(page(vsb("", 4, 5, pages=9, here=3), f"{FOLDER}7.htm")) == [f"{n}.htm" for n in range(6, 0, -1)]


def test_a_vsb_list_of_three_pages_is_not_mistaken_for_one_that_counts_up() -> None:
    url = "http://www.binhu.example/zwgk/zfxxgknb.htm"
    assert named(page(vsb("zfxxgknb/", 2, 3, pages=3), url)) == ["2.htm", "1.htm"]
    only_next = '<a href="zfxxgknb/2.htm">下页</a> 1/3'
    assert named(page(only_next, url)) == ["2.htm", "1.htm"]


def test_a_pager_of_words_alone_that_counts_down_is_not_counted_up() -> None:
    first = "首页 上页 <a href='zfxxgknb/2.htm'>下页</a> <a href='zfxxgknb/1.htm'>尾页</a> 共10条 1/3"
    assert named(page(first, "http://www.binhu.example/zwgk/zfxxgknb.htm")) == ["2.htm", "1.htm"]
    middle = "<a href='../zfxxgknb.htm'>首页</a> <a href='1.htm'>下页</a> <a href='1.htm'>尾页</a> 共10条 2/3"
    assert named(page(middle, f"{FOLDER}2.htm")) == ["1.htm"]


def test_a_vsb_list_of_two_pages() -> None:
    assert named(page(vsb("zfxxgknb/", 2, pages=2), "http://www.binhu.example/zwgk/zfxxgknb.htm")) == ["1.htm"]


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        (f"{FOLDER}3.htm", "<a href='4.htm'>下页</a> <a href='9.htm'>尾页</a>", []),
        (f"{FOLDER[:-1]}.htm", "<a href='zfxxgknb/2.htm'>下页</a> <a href='zfxxgknb/9.htm'>尾页</a>", []),
        (f"{FOLDER[:-1]}.htm", "<a href='zfxxgknb/2.htm'>下页</a> 1/9", []),
        (f"{FOLDER[:-1]}.htm", "<a href='other/8.htm'>下页</a> <a href='other/1.htm'>尾页</a>", []),
    ],
)
def test_lists_that_count_up_are_no_vsb_lists(url: str, body: str, expected: list[str]) -> None:
    assert named(page(body, url), "vsb") == expected


# ---- ASP.NET

STATE = (
    '<input type="hidden" name="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" value="" />'
    '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK+a/b==" />'
    '<input type="hidden" name="__VIEWSTATEGENERATOR" value="C2EE9ABB" />'
    '<input type="hidden" name="__EVENTVALIDATION" value="/wEdAAo=" />'
)


def web_form(pager: str, action: str = "./List.aspx?lm=7", fields: str = "") -> str:
    return f'<form method="post" action="{action}" id="form1">{STATE}{fields}{pager}</form>'


def turn(argument: str, words: str, target: str = "AspNetPager1") -> str:
    return f"<a href=\"javascript:__doPostBack('{target}','{argument}')\">{words}</a>"


def test_a_web_form_is_posted_back_with_its_state() -> None:
    pager = f"<span>1</span>{turn('2', '2')}{turn('3', '3')}{turn('2', '下一页')}{turn('9', '尾页')}"
    found = asks(page(web_form(pager), f"{FOLDER}List.aspx?lm=7"))
    assert [split_form(ask.url) for ask in found] == [
        (f"{FOLDER}List.aspx?lm=7", [("__EVENTTARGET", "AspNetPager1"), ("__EVENTARGUMENT", argument)])
        for argument in ("2", "3")
    ]
    assert {ask.hidden for ask in found} == {
        (("__VIEWSTATE", "/wEPDwUK+a/b=="), ("__VIEWSTATEGENERATOR", "C2EE9ABB"), ("__EVENTVALIDATION", "/wEdAAo="))
    }


def test_a_page_that_was_posted_names_those_behind_it_under_the_same_addresses() -> None:
    first = asks(page(web_form(f"{turn('2', '2')}{turn('3', '3')}"), f"{FOLDER}List.aspx?lm=7"))
    pager = f"{turn('1', '1')}<span>2</span>{turn('3', '3')}{turn('4', '...')}"
    second = asks(page(web_form(pager), first[0].url))
    assert second[0].url == first[1].url
    assert [split_form(ask.url)[1][1][1] for ask in second] == ["3", "4"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        (turn("2", "下一页"), ["2"]),
        (
            f"<span>1</span>{turn('Page$2', '2', 'ctl00$GridView1')}{turn('Page$3', '3', 'ctl00$GridView1')}",
            ["Page$2", "Page$3"],
        ),
        ('<a href="javascript:__doPostBack(&#39;ctl00$Pager&#39;,&#39;2&#39;)">2</a>', ["2"]),
        ("<a href=\"#\" onclick=\"__doPostBack('Pager', '2'); return false;\">2</a>", ["2"]),
        (f"{turn('1', '1')}{turn('2', '2')}<span>3</span>{turn('4', '4')}", ["4"]),
        (f"{turn('1', '首页')}{turn('1', '上一页')}{turn('1', '1')}<span>2</span>", []),
        (turn("2", "2").replace("<a ", "<a disabled='disabled' "), []),
        (turn("", "查询", "btnSearch"), []),
        (turn("2", "滨湖区2020年年报"), []),
    ],
)
def test_only_the_pages_behind_that_are_linked_are_asked_for(pager: str, expected: list[str]) -> None:
    found = asks(page(web_form(pager), f"{FOLDER}List.aspx"))
    assert [dict(split_form(ask.url)[1] or [])["__EVENTARGUMENT"] for ask in found] == expected


def test_the_fields_a_reader_sees_go_with_the_form() -> None:
    fields = (
        '<input name="txtKey" type="text" value="年报"><input type="submit" name="btn" value="查询">'
        '<select name="ddl"><option value="1">甲</option><option value="2" selected>乙</option></select>'
        '<input type="checkbox" name="a" value="1"><input type="checkbox" name="b" checked>'
        '<input type="text" name="AspNetPager1_input" value="1">'
    )
    found = asks(page(web_form(turn("2", "2"), fields=fields), f"{FOLDER}List.aspx"))
    assert (split_form(found[0].url)[1] or [])[2:] == [("txtKey", "年报"), ("ddl", "2"), ("b", "on")]


def test_a_button_without_a_number_still_leads_to_a_page_of_its_own_each_time() -> None:
    pager = turn("", "下一页", "lnkNext")
    first = asks(page(web_form(pager), f"{FOLDER}List.aspx"))
    second = asks(page(web_form(pager), first[0].url))
    assert len({first[0].url, second[0].url}) == 2


def test_a_web_form_is_posted_to_its_own_page_whatever_base_says() -> None:
    one = page(web_form(turn("2", "2"), "./List.aspx"), f"{FOLDER}List.aspx", head='<base href="/">')
    assert split_form(asks(one)[0].url)[0] == f"{FOLDER}List.aspx"


def test_a_button_outside_of_any_form_names_nothing() -> None:
    assert asks(page(turn("2", "2"))) == []


# ---- whatever comes

WRITTEN = """
createPageHTML( 3 0 , "index" 'html' ); <script> </script> var~countPage= <!-- --> // /* Pager({size: <a~href='
index_2.html '> 下一页 尾页 </a> 2 99999999999999999999 javascript: __doPostBack('a','2') <form> toPage( function~
<select~onchange=x> <option~value=2> location.href=' http://[::1 %zz 1/9 <li~class=next> &#39; ?page= ² ٣ \x00
.value=n submit() <input~name=n> <select> 共 页
"""
PIECES = st.sampled_from([piece.replace("~", " ") for piece in WRITTEN.split()])


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)), st.sampled_from([URL, FOLDER, "x"])
)
def test_no_mechanism_raises_on_any_text(text: str, url: str) -> None:
    for form in (text, f"<script>{text}</script>", f"<div><a href='index_2.html'>2</a>{text}</div>"):
        one = read_page(form.encode("utf-8", "replace").decode(), url)
        for name in ("trs", "ucap", "numbered", "plain", "vsb", "aspnet"):
            MECHANISMS[name](one)


@pytest.mark.parametrize(
    "text",
    [
        "<script>" + "/*" * 200_000 + "createPageHTML(1" * 10_000 + "</script>",
        "<script>" + "createPageHTML(" * 30_000 + "</script>",
        "<script>var countPage=3;" + "Pager({" * 50_000 + "</script>",
        "<script>var countPage=3;" + 'a="' * 100_000 + "</script>",
        "<script>" + "function f(n){location.href='x'+n;" * 15_000 + "</script><a href='javascript:f(2)'>2</a>",
        "<script>" + "location.href='" + "a" * 500_000 + "</script><a href='javascript:f(2)'>2</a>",
        "<!--" * 100_000 + "createPageHTML(",
        "<a href='index_2.html'>2</a>" * 20_000,
        "".join(f"<a href='index_{n}.html'>{n}</a>" for n in range(20_000)),
        "<a class=next href=x>" * 20_000,
        "<div>" * 20_000 + "<a href='index_2.html'>2</a><a href='index_3.html'>3</a>",
        "<a href='" + "1/" * 100_000 + "'>2</a>",
        "<input name=a>" * 5_000
        + "<script>"
        + "function f(n){document.form1.b.value=n;document.form1.submit();}" * 5_000
        + "</script><a href='javascript:f(2)'>2</a>",
        "<form>" + "<a href=\"javascript:__doPostBack('a','2')\">2</a>" * 10_000,
        "__doPostBack<div>" * 3 + "<a href=\"javascript:__doPostBack('a','" * 10_000,
    ],
    ids=range(15),
)
@pytest.mark.usefixtures("no_collector")
def test_hostile_pages_cost_little(text: str) -> None:
    one = read_page(text, URL)
    started = time.process_time()
    for name in ("trs", "ucap", "numbered", "plain", "vsb", "aspnet"):
        MECHANISMS[name](one)
    assert time.process_time() - started < 1


# ---- real pages


@pytest.mark.parametrize(
    ("file", "url", "mechanism", "count", "last"),
    [
        ("trs/gx_dnr_list.html", "https://dnr.gxzf.gov.cn/x/", "trs", 54, "https://dnr.gxzf.gov.cn/x/index_54.shtml"),
        (
            "hebgt_cms/hebei_zrzy_stdt_list.html",
            "https://zrzy.hebei.gov.cn/heb/xinwen/stdt/",
            "numbered",
            4,
            "https://zrzy.hebei.gov.cn/heb/xinwen/stdt/index_5.html",
        ),
        (
            "ucap/gansu_jyt_list.html",
            "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml",
            "ucap",
            9,
            "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist_10.shtml",
        ),
    ],
)
def test_real_lists_name_their_pages(shared: Path, file: str, url: str, mechanism: str, count: int, last: str) -> None:
    found = asks(read_page(decode((shared / "pages" / file).read_bytes(), None).text, url))
    assert (len(found), found[-1].url) == (count, last)
    assert len(asks(read_page(decode((shared / "pages" / file).read_bytes(), None).text, url), mechanism)) == count


def test_a_list_that_turns_its_pages_by_a_search_has_no_pager_of_html(shared: Path) -> None:
    text = (shared / "pages/trs/pingtan_xxgknb_list.html").read_text(encoding="utf-8")
    names = ("trs", "ucap", "numbered", "plain", "vsb", "aspnet")
    assert asks(read_page(text, "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/"), *names) == []


def test_real_articles_have_no_further_pages(shared: Path) -> None:
    names = ("trs", "ucap", "numbered", "plain", "vsb", "aspnet")
    articles = [file for file in (shared / "pages").rglob("*.html") if "list" not in file.name]
    assert len(articles) > 20
    for file in articles:
        assert asks(read_page(decode(file.read_bytes(), None).text, URL), *names) == [], file.name
