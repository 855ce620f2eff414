"""Lists whose rows stand in data: JCMS, JPaaS, JSON that scripts ask for, what a page hides, directories, site maps."""

# ruff: noqa: E501 - markup and scripts stand in one line, as portals write them

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.address import form_address
from crawler.listing import MECHANISMS, browser, read_listings, read_page
from crawler.listing.data import parse_data, read_rows
from crawler.listing.expression import Reader
from crawler.listing.page import Listing, Page
from crawler.listing.record import date_of, repair
from crawler.listing.scripts import read_scripts, read_variables
from crawler.listing.totals import totals_of_data, totals_of_markup

SITE = "http://www.binhu.example"
COLUMN = f"{SITE}/zwgk/nb/index.html"


def page(body: str, url: str = COLUMN) -> Page:
    return read_page(f"<html><head><title>年报</title></head><body>{body}</body></html>", url)


def listing(name: str, one: Page) -> Listing:
    return MECHANISMS[name](one) or Listing()


def asks(name: str, one: Page) -> list[str]:
    return [ask.url for ask in listing(name, one).asks]


def rows(name: str, one: Page) -> list[tuple[str, str, str | None]]:
    return [(row.url.removeprefix(SITE), row.text, row.date) for row in listing(name, one).rows]


# what scripts say

ROWS = '<ul><li><a href="/a.html" title="某局2020年年报">某局2020…</a><b>2021-01-29</b></li></ul>'


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'/a/' + id + \".json\"", "/a/7.json"),
        ("`/a/${id}/list`", "/a/7/list"),
        ("base+'/x'", None),
        ("page + 1", 1),
        ("pageNo", 1),
        ("2 + 3", 5),
        ("'a' + 3;", "a3"),
        ("('a')", "a"),
        (
            "{url: '/x', 'data': {id: id, f: function(r){ var q = {a: [1]}; }}, last: [1, 'b']}",
            {"url": "/x", "data": {"id": "7", "f": None}, "last": [1, "b"]},
        ),
        ("{a: b ? 'c' : 'd', e: 'f'}", {"a": None, "e": "f"}),
        ('{ // said\n a: \'http://x/y\', /* no */ b: "\\u5e74\\"" }', {"a": "http://x/y", "b": '年"'}),
        ("new Date().getTime()", None),
        ("'a' 'b'", None),
        ("", None),
    ],
)
def test_an_expression_is_worth_what_all_its_parts_are_known_to_be(expression: str, value: object) -> None:
    assert Reader(expression, {"id": "7"}).read() == value


def test_variables_are_built_of_one_another_and_of_the_inputs_of_the_page() -> None:
    one = page(
        "<input id='cid' value='12'><script>var base='/api', url = base + '/list';\nvar c = $('#cid').val();"
        "var now = new Date(); let o = {a: c, b: [url]}; if (base == 'x') { url = 'no' }</script>"
    )
    assert read_variables(read_scripts(one)) == {
        "base": "/api",
        "url": "/api/list",
        "c": "12",
        "o": {"a": "12", "b": ["/api/list"]},
    }


# rows of data

TITLE = "滨湖区民政局2020年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "answer",
    [
        {"rows": [{"title": TITLE, "url": "/a.html", "pubDate": "2021-01-29"}], "total": 1},
        {"data": {"results": [{"source": {"title": f"<p>{TITLE}</p>", "urls": '{"pc":"/a.html"}', "pubDate": "2021-01-29 09:30"}}]}},
        {"data": [{"docTitle": TITLE, "docpuburl": f"{SITE}/a.html", "docreltime": 1611900000000}]},
        {"docs": [{"doctitle": TITLE, "chnldocurl": "http://www.binhu.example/a.html", "docreltime": "1611900000"}]},
        [{"TITLE": TITLE, "URL": "/a.html", "FBSJ": "2021-01-29 00:00:00.0"}],
        [{"showName": TITLE, "pcUrl": "/a.html", "publishTime": "2021-01-29"}],
        {"datasource": [{"title": TITLE.encode().decode("latin-1"), "publishUrl": "../../a.html", "publishTime": "2021-01-29"}]},
        {"list": [{"aT": TITLE, "aPd": "2021-01-29 17:00", "aU": '{"common": "/a.html"}'}]},
        {"data": json.dumps([{"name": TITLE, "href": "/a.html", "date": "2021-01-29"}])},
        {"success": True, "data": {"html": f'<ul><li><a href="/a.html" title="{TITLE}">滨湖区…</a><b>2021-01-29</b></li></ul>'}},
        {"items": [{"bt": TITLE, "linkUrl": "/a.html", "fbrq": "2021-01-29", "cover": "/a.png", "source": "区政府办公室"}]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("call", ["{}", "jQuery123_4({});", "\ufeff{}", " cb.list( {} )"])
def test_a_row_is_found_in_data_of_any_shape(answer: object, call: str) -> None:
    one = read_page(call.replace("{}", json.dumps(answer, ensure_ascii=False)), COLUMN)
    assert one.form == "json" or call == "\ufeff{}"
    found = read_rows(parse_data(one.text), one.base)
    assert [(row.url, row.text, row.date) for row in found] == [(f"{SITE}/a.html", TITLE, "2021-01-29")]


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "null", '{"code":500,"msg":"系统异常"}', '{"data":[{"title":"无地址","date":"2021-01-01"}]}',
     '{"a":' * 5000, "[" * 100_000, '{"url":"/x","title":"{{title}}"}', "cb(", '{"rows":[{"title":"a","url":"javascript:;"}]}',
     '{"rows":[{"title":"图","url":"/a.png"}]}', '{"n":' + "9" * 5000 + "}"],
)  # fmt: skip
def test_data_without_rows_gives_none(text: str) -> None:
    assert read_rows(parse_data(text), COLUMN) == ()


def test_the_text_of_an_article_in_data_is_no_list() -> None:
    row = {"title": TITLE, "url": "/a.html", "content": {"content": '<p>见<a href="/other.html">这里</a></p>'}}
    assert [one.url for one in read_rows({"rows": [row]}, COLUMN)] == [f"{SITE}/a.html"]


@pytest.mark.parametrize(
    ("value", "date"),
    [("2021-1-9 08:00", "2021-1-9"), ("2021年1月9日", "2021年1月9"), (1611936000000, "2021-01-30"), ("20210109", "20210109"),
     (True, None), (None, None), (5, None), (9999999999999, "2286-11-21"), ("近日", None), ("²²²²²²²²²²", None)],
)  # fmt: skip
def test_a_date_is_kept_as_written_and_counted_days_are_those_of_china(value: object, date: str | None) -> None:
    assert date_of(value) == date


def test_only_chinese_read_as_latin_is_repaired() -> None:
    assert repair("年报".encode().decode("latin-1")) == "年报"
    assert repair("café") == "café"
    assert repair("年报") == "年报"


@pytest.mark.parametrize(
    ("told", "last"),
    [({"total": 31, "pageSize": 10}, 4), ({"data": {"totalPage": "7", "list": [{"total": 3}]}}, 7), ({"pages": 3}, 3),
     ({"total": 4, "records": 31, "page": 1}, 4), ({"rows": 18, "total": 36}, 2), ({}, None), ({"total": 0, "size": 5}, 0)],
)  # fmt: skip
def test_the_last_page_is_what_the_totals_of_data_make(told: object, last: int | None) -> None:
    assert totals_of_data(told).last_page() == last


@pytest.mark.parametrize(
    ("pager", "last"),
    [('<div class="pagination" rows="15" count="82" pageNo="1">', 6), ("<i data-pagecount='4'></i>", 4),
     ("共<b>31</b>条", None), ("共 5 页", 5), ("pageCount: 12, pageSize: 15", 12), ("", None)],
)  # fmt: skip
def test_the_last_page_is_what_a_pager_says(pager: str, last: int | None) -> None:
    assert totals_of_markup(pager).last_page() == last


# JCMS

RECORD = '<record><![CDATA[<li><a href="/art/2021/1/{0}/art_5_{0}.html" title="{1}">滨湖…</a><b>2021-01-{0}</b></li>]]></record>'


def store(*days: int, total: int = 0, following: str = "") -> str:
    records = "".join(RECORD.format(day, f"某局{day}年报") for day in days)
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>' if following else ""
    return f"<datastore><totalrecord>{total}</totalrecord><totalpage>9</totalpage>{group}<recordset>{records}</recordset></datastore>"


FIELDS = "col:1,appid:'1',webid:60,path:'/',columnid:5,unitid:'77',webname:'滨湖区',permissiontype:0"
SENT = [("col", "1"), ("appid", "1"), ("webid", "60"), ("path", "/"), ("columnid", "5"), ("unitid", "77"), ("webname", "滨湖区"), ("permissiontype", "0")]  # fmt: skip
PROXY = "/module/web/jpage/dataproxy.jsp"


def test_rows_of_a_datastore_in_the_page_are_read_and_its_next_group_leads_on() -> None:
    link = f"{PROXY}?page=1&appid=1&columnid=5&unitid=77"
    one = page(f'<div id="77"><script type="text/xml">{store(10, 11, following=link)}</script></div>')
    assert rows("jcms", one) == [
        ("/art/2021/1/10/art_5_10.html", "某局10年报", "2021-01-10"),
        ("/art/2021/1/11/art_5_11.html", "某局11年报", "2021-01-11"),
    ]
    assert asks("jcms", one) == [SITE + link]


def test_records_that_are_rows_of_a_table_keep_their_dates() -> None:
    record = "<record><![CDATA[<tr><td><a href='/a.html'>甲</a></td><td>2021-01-09</td></tr>]]></record>"
    one = page(f'<script type="text/xml"><datastore><recordset>{record}</recordset></datastore></script>')
    assert rows("jcms", one) == [("/a.html", "甲", "2021-01-09")]


@pytest.mark.parametrize(
    "call",
    [
        f"$('#77').jpage({{themeName:'default',totalRecord:100,dataStore:null,groupSize:3,proxyUrl:'{PROXY}',perPage:10,ajaxParam:{{{FIELDS}}}}});",
        f"$(function(){{ $('#77').jpage({{ totalRecord : '100', proxyUrl : \"{PROXY}\", perPage : 10, ajaxParam : {{ {FIELDS} }} }}) }});",
        f"var param_77 = {{{FIELDS}}};\n$('#77').jpage({{totalRecord:100,perPage:10,url:'{PROXY}',ajaxParam:param_77}});",
        f"$('#77').jpage({{totalRecord:100,perPage:10,proxyUrl:'{PROXY}',{FIELDS},dataAfter:''}});",
    ],
)  # fmt: skip
def test_a_pager_asks_for_windows_up_to_the_last_record(call: str) -> None:
    windows = [(1, 30), (31, 60), (61, 90), (91, 100)]
    expected = [form_address(f"{SITE}{PROXY}?startrecord={a}&endrecord={b}&perpage=10", SENT) for a, b in windows]
    assert asks("jcms", page(f"<div id='77'></div><script>{call}</script>")) == expected


def test_a_pager_does_not_ask_for_the_records_the_page_holds() -> None:
    call = f"$('#77').jpage({{totalRecord:7,perPage:1,proxyUrl:'{PROXY}',ajaxParam:{{{FIELDS}}}}});"
    held = f'<script type="text/xml">{store(10, 11, 12, total=7)}</script>'
    first = asks("jcms", page(f"{held}<script>{call}</script>"))[0]
    assert "startrecord=4&endrecord=6&" in first
    everything = call.replace("totalRecord:7", "totalRecord:3")
    assert asks("jcms", page(f"{held}<script>{everything}</script>")) == []


def test_a_pager_that_says_get_is_got() -> None:
    call = f"$('#77').jpage({{totalRecord:20,perPage:10,type:'get',proxyUrl:'{PROXY}',ajaxParam:{{columnid:5}}}});"
    assert asks("jcms", page(f"<script>{call}</script>")) == [
        f"{SITE}{PROXY}?startrecord=1&endrecord=20&perpage=10&columnid=5"
    ]


def test_rows_in_the_call_of_an_older_pager_are_read() -> None:
    held = "var InitData77=['<tr><td><a href=\"/a.html\">甲</a></td><td>2014-05-21</td></tr>','<tr><td>乙</td></tr>'];"
    one = page(f"<script>{held} $('#77').jpage({{totalRecord:2,dataStore:InitData77,perPage:25}});</script>")
    assert rows("jcms", one) == [("/a.html", "甲", "2014-05-21")]


@pytest.mark.parametrize(
    ("address", "further"),
    [
        (f"{PROXY}?startrecord=1&endrecord=30&perpage=10&columnid=5", f"{PROXY}?startrecord=31&endrecord=60&perpage=10&columnid=5"),
        (f"{PROXY}?startrecord=61&endrecord=90&perpage=10", f"{PROXY}?startrecord=91&endrecord=100&perpage=10"),
        (f"{PROXY}?startrecord=91&endrecord=100&perpage=10", None),
        (f"{PROXY}?columnid=5&page=3", f"{PROXY}?columnid=5&page=4"),
        (f"{PROXY}?columnid=5&page=9", None),
        (PROXY, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("posted", [True, False])
def test_an_answer_names_the_window_behind_its_own(address: str, further: str | None, posted: bool) -> None:
    def spelled(url: str) -> str:
        return form_address(SITE + url, SENT) if posted else SITE + url

    one = read_page(store(10, 11, total=100), spelled(address))
    assert one.form == "xml"
    assert len(rows("jcms", one)) == 2
    assert asks("jcms", one) == ([spelled(further)] if further else [])


def test_an_answer_without_windows_leads_on_by_its_next_group() -> None:
    one = read_page(store(10, following="./dataproxy.jsp?page=5&amp;columnid=5"), f"{SITE}{PROXY}?page=1&columnid=5")
    assert asks("jcms", one) == [f"{SITE}/module/web/jpage/dataproxy.jsp?page=5&columnid=5"]


# JPaaS

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


@pytest.mark.parametrize(
    "query",
    ["\"{'webId':'60','tagId':'分页列表','pageId':'ab'}\"", "'{\"webId\":\"60\",\"tagId\":\"分页列表\",\"pageId\":\"ab\"}'",
     '"{&quot;webId&quot;:&quot;60&quot;,&quot;tagId&quot;:&quot;分页列表&quot;,&quot;pageId&quot;:&quot;ab&quot;}"'],
)  # fmt: skip
def test_a_unit_is_got_with_its_query_data_and_lists_before_menus(query: str) -> None:
    menu = query.replace("分页列表", "导航")
    one = page(
        "".join(f'<script url="{UNIT}" queryData={data} src="/x/unitbuild.js"></script>' for data in (menu, query))
    )
    assert [url.rpartition("tagId=")[2][:20] for url in asks("units", one)] == [
        "%E5%88%86%E9%A1%B5%E",
        "%E5%AF%BC%E8%88%AA&p",
    ]
    assert asks("units", one)[0].startswith(f"{SITE}{UNIT}?webId=60&tagId=")


def unit_answer(pager: str, url: str) -> Page:
    html = f'<ul><li><a href="/art/2021/art_1.html">某局年报</a><span>[2021-01-29]</span></li></ul>{pager}'
    return read_page(json.dumps({"success": True, "code": "200", "data": {"html": html}}), url)


@pytest.mark.parametrize(
    ("pager", "number", "further"),
    [
        ('<div class="pagination" rows="15" count="40" pageNo="1" queryData="{}"></div>', "", '{"pageNo":2,"pageSize":15}'),
        ('<div class="pagination" rows="15" count="40" pageNo="2"></div>', '&paramJson={"pageNo":2,"pageSize":"15"}', '{"pageNo":3,"pageSize":"15"}'),
        ('<div class="pagination" rows="15" count="40" pageNo="3"></div>', '&paramJson={"pageNo":3,"pageSize":"15"}', None),
        ('<div class="page"><a class="next" data-page="2">下一页</a></div>', "", '{"pageNo":2}'),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_pager_in_the_answer_of_a_unit_names_the_next_page(pager: str, number: str, further: str | None) -> None:
    one = unit_answer(pager, f"{SITE}{UNIT}?webId=60&editType=null&pageId=ab{number}")
    assert [row.date for row in listing("data", one).rows] == ["2021-01-29"]
    found = [json.loads(read_query(url)["paramJson"]) for url in asks("units", one)]
    assert found == ([json.loads(further)] if further else [])
    assert all("editType" not in url and "webId=60&pageId=ab" in url for url in asks("units", one))


def read_query(url: str) -> dict[str, str]:
    from urllib.parse import parse_qsl, urlsplit

    return dict(parse_qsl(urlsplit(url).query))


LOAD = "var params = {current: 1, unitid: '9', webSiteCode: ['bhq'], channelCode: ['col5'], dataBefore: '', perPage: '2'};\nloadPageData(params, '9');"


@pytest.mark.parametrize(("held", "first"), [(0, 1), (3, 2), (4, 3)])
def test_a_list_that_is_loaded_is_asked_for_behind_what_the_page_holds(held: int, first: int) -> None:
    articles = [
        {"title": f"某局{n}年政府信息公开年报", "urls": json.dumps({"pc": f"/c/{n}.html"})} for n in range(held)
    ]
    one = page(f"<script>var listData = {{ articleList: {json.dumps(articles)} }};</script><script>{LOAD}</script>")
    fields = [("current", str(first)), ("pageSize", "2"), ("webSiteCode[]", "bhq"), ("channelCode[]", "col5")]
    assert asks("units", one) == [form_address(f"{SITE}/queryList", fields)]
    assert len(rows("hidden", one)) == held


def test_the_address_a_loader_names_is_preferred() -> None:
    one = page(f"<script>var queryUrl = '/bhq/queryList'; {LOAD}</script>")
    assert asks("units", one)[0].startswith(f"{SITE}/bhq/queryList?")


# lists that scripts ask for


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("$.ajax({url:\"/api/list\", type:\"post\", data:{channelId:'12', pageNo:1, pageSize:15}, dataType:'json', success:function(d){ $('#x').html(d) }})",
         form_address(f"{SITE}/api/list", [("channelId", "12"), ("pageNo", "1"), ("pageSize", "15")])),
        ("function load(pageNo){ $.ajax({ type : 'GET', url : '/api/list', data : { channelId : '12', pageNo : pageNo, _ : new Date().getTime() } }) }",
         f"{SITE}/api/list?channelId=12&pageNo=1"),
        ("function load(page){ jQuery.post('/cms/queryArticle.do', {siteId: 3, page: page - 1}, function(r){}) }",
         form_address(f"{SITE}/cms/queryArticle.do", [("siteId", "3"), ("page", "1")])),
        ("$.post('/cms/queryArticle.do', {siteId: 3, page: page}, function(r){})",
         form_address(f"{SITE}/cms/queryArticle.do", [("siteId", "3"), ("page", "1")])),
        ("$.getJSON(\"./ds_abc.json\", function(d){})", f"{SITE}/zwgk/nb/ds_abc.json"),
        ("fetch('/x/list.json?col=5&page=1').then(r => r.json())", f"{SITE}/x/list.json?col=5&page=1"),
        ("fetch(`/x/list?col=${cid}&page=${page}`, {method: 'GET'})", f"{SITE}/x/list?col=5&page=1"),
        ("axios.get('/x/list', {params: {col: cid, current: 1}})", f"{SITE}/x/list?col=5&current=1"),
        ("axios.post('/x/list', {col: cid, current: 1})", form_address(f"{SITE}/x/list", [("col", "5"), ("current", "1")])),
        ("axios({method:'post', url:'/x/list', data:{col: cid}})", form_address(f"{SITE}/x/list", [("col", "5")])),
        ("var dataUrl='list_5.json';", f"{SITE}/zwgk/nb/list_5.json"),
        ("$.ajax({url: '/fjdzapp/search', type:'post', data: {channelid: 200210, classsql: 'chnlid=1813', page: 1, prepage: 10}})",
         form_address(f"{SITE}/fjdzapp/search", [("channelid", "200210"), ("classsql", "chnlid=1813"), ("page", "1"), ("prepage", "10")])),
        ("$.get('/list.jsp?col='+cid+'&page='+page, function(h){})", f"{SITE}/list.jsp?col=5&page=1"),
        ("var searchUrl = '/common/search/ab?_pageSize=15&page=1';", f"{SITE}/common/search/ab?_pageSize=15&page=1"),
        ("function go(n) { $.getJSON('/common/search/ab?_pageSize=15&page=' + n, fill) }", f"{SITE}/common/search/ab?_pageSize=15&page=1"),
        ("$.ajax({url:'http://data.binhu.example/api/list', data:{id:1}})", "http://data.binhu.example/api/list?id=1"),
        ("$.ajax({type:'post', url:'/module/xxgk/search.jsp', data:'area=0026&divid=div12&currpage=&texttype=0'})",
         form_address(f"{SITE}/module/xxgk/search.jsp", [("area", "0026"), ("divid", "div12"), ("currpage", "1"), ("texttype", "0")])),
    ],
)  # fmt: skip
def test_a_list_that_a_script_asks_for_is_asked_for(script: str, expected: str | None) -> None:
    assert asks("api", page(f"<script>var cid='5';\n{script}</script>")) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "script",
    [
        "$.ajax({url:'/tools/hits.jsp', data:{id: 5}})",
        "$.get('/api/visit/count?id=5')",
        "$.getJSON('/weather/list.json')",
        "$.ajax({url:'http://tongji.other.example/list.json'})",
        "$.ajax({url:'/search/suggest', data:{q: $('#q').val()}})",
        "$.ajax({url:'/search/list', data:{keyword: ''}})",
        "$.ajax({url: contextPath + '/list', data:{page: 1}})",
        "$.ajax({url:'/api/list', data:{channelId: getChannel(), page: 1}})",
        "$.ajax({url:'/api/list', contentType:'application/json', type:'post', data: JSON.stringify({page: 1})})",
        "$.post('/user/login', {name: 'a'})",
        "$('.jiucuo').get(0); [].fetch; $.each([1,2], function(i, n){})",
        "$.ajax({url:'/comment/list', data:{id: 5}})",
        "$.ajax({url:'/api/list', data: params})",
        "$.post('/api/list', params, show)",
        "// $.getJSON('/old/list.json')",
    ],
)
def test_what_is_no_list_or_not_wholly_known_is_not_asked_for(script: str) -> None:
    assert asks("api", page(f"<input id='q'><script>{script}</script>")) == []


def test_a_data_source_named_in_an_attribute_stands_beside_the_page() -> None:
    one = page('<ul id="showData0" data="datasource:4f3484af" datatype="ds" preview="ds_"></ul>')
    assert asks("api", one) == [f"{SITE}/zwgk/nb/ds_4f3484af.json"]


@pytest.mark.parametrize(("shown", "number"), [(15, 2), (14, 1), (0, 1)])
def test_a_first_page_that_stands_in_the_page_is_not_asked_for(shown: int, number: int) -> None:
    items = "".join(f'<li><a href="/{n}.html">某局{n}年年报</a><b>2021-01-29</b></li>' for n in range(shown))
    one = page(f"<ul>{items}</ul><script>fetch('/api/list?pageSize=15&pageNo=1')</script>")
    assert asks("api", one) == [f"{SITE}/api/list?pageSize=15&pageNo={number}"]


def test_a_unit_whose_first_page_stands_in_the_page_is_asked_for_the_second() -> None:
    script = f"<script url='{UNIT}' queryData=\"{{'webId':'60','tagId':'list'}}\"></script>"
    pager = '<div class="pagination" rows="15" count="16" pageno="1"></div>'
    assert [read_query(url)["paramJson"] for url in asks("units", page(f"{ROWS}{pager}{script}"))] == [
        '{"pageNo":2,"pageSize":15}'
    ]
    assert asks("units", page(f"{ROWS}{pager.replace('16', '15')}{script}")) == []


ONE_ROW = [{"title": TITLE, "url": "/a.html"}]


@pytest.mark.parametrize(
    ("url", "answer", "further"),
    [
        ("/api?col=5&page=1", {"rows": ONE_ROW, "total": 31, "pageSize": 10}, "/api?col=5&page=2"),
        ("/api?col=5&page=4", {"rows": ONE_ROW, "total": 31, "pageSize": 10}, None),
        ("/api?page=2&pageSize=10", {"list": ONE_ROW, "total": 31}, "/api?page=3&pageSize=10"),
        ("/api?pageNo=3", {"list": ONE_ROW, "totalPage": 3}, None),
        ("/api?pageIndex=0", {"list": ONE_ROW}, "/api?pageIndex=1"),
        ("/api?pageIndex=7", {"list": []}, None),
        ("/api?id=7", {"list": ONE_ROW, "total": 99}, None),
        ("/api?page=5000", {"list": ONE_ROW}, None),
        ("/ds_1.json", {"datasource": ONE_ROW}, None),
    ],
)
@pytest.mark.parametrize("posted", [False, True])
def test_an_answer_names_the_page_behind_its_own(url: str, answer: object, further: str | None, posted: bool) -> None:
    def spelled(address: str) -> str:
        path, _, query = address.partition("?")
        fields = [tuple(pair.split("=")) for pair in query.split("&") if pair]
        return form_address(SITE + path, fields) if posted else SITE + address  # type: ignore[arg-type]

    one = read_page(json.dumps(answer), spelled(url))
    assert asks("api", one) == ([spelled(further)] if further else [])


@pytest.mark.parametrize(
    ("markup", "further"),
    [
        (ROWS, "page=3"),
        (f"{ROWS}<p>共2页</p>", None),
        ("<ul></ul>", None),
        (f"<html><body>{ROWS}</body></html>", None),
        (f"{ROWS}<script>Ls.pagination('#p', {{currPage: 2, pageCount: 3}})</script>", "page=3"),
        (f"{ROWS}<script>Ls.pagination('#p', {{currPage: 2, pageCount: 2}})</script>", None),
    ],
)
def test_an_answer_that_is_a_fragment_of_html_leads_on_too(markup: str, further: str | None) -> None:
    one = read_page(markup, f"{SITE}/list.jsp?col=5&page=2")
    assert asks("api", one) == ([f"{SITE}/list.jsp?col=5&{further}"] if further else [])


# what a page hides


@pytest.mark.parametrize(
    "body",
    [
        f"<ul><!-- {ROWS} --></ul>",
        f"<textarea style='display:none'>{ROWS}</textarea>",
        f"<script type='text/html'>{ROWS}</script>",
        f"<script type='text/template' id='t'>{ROWS}</script>",
        f"<xmp>{ROWS}</xmp>",
        f"<template>{ROWS}</template>",
        "<script>var list=[{title:'某局2020年年报',url:'/a.html',date:'2021-01-29'}];</script>",
        "<script>window.__INITIAL_STATE__ = {\"a\":{\"list\":[{\"title\":\"某局2020年年报\",\"link\":\"/a.html\",\"pubDate\":\"2021-01-29\"}]}};</script>",
        "<script>render(JSON.parse('[{\"title\":\"某局2020年年报\",\"url\":\"\\/a.html\",\"date\":\"2021-01-29\"}]'))</script>",
        "<script>new Vue({data: {rows: [{name: \"某局2020年年报\", href: \"/a.html\", time: \"2021-01-29\"}]}})</script>",
        "<div data-list='[{\"title\":\"某局2020年年报\",\"url\":\"/a.html\",\"date\":\"2021-01-29\"}]'></div>",
        '<my-list :rows="[{&quot;title&quot;:&quot;某局2020年年报&quot;,&quot;url&quot;:&quot;/a.html&quot;,&quot;date&quot;:&quot;2021-01-29&quot;}]">',
    ],
)  # fmt: skip
def test_rows_that_a_page_holds_unseen_are_found(body: str) -> None:
    assert rows("hidden", page(f'<a href="/">首页</a>{body}')) == [("/a.html", "某局2020年年报", "2021-01-29")]


@pytest.mark.parametrize(
    "body",
    [
        '<!-- <ul><li><a href="/old.html">旧栏目</a></li></ul> -->',
        '<!--[if lt IE 9]><ul><li><a href="/x.html">请升级</a><b>2021-01-01</b></li></ul><![endif]-->',
        f'<ul><li><a href="/b.html">某局年报</a><b>2021-02-01</b></li></ul><!-- {ROWS} -->',
        "<script type='text/html'><li><a href='{{url}}'>{{title}}</a>{{date}}</li></script>",
        "<script type='text/template'><% for(;;){ %><li><a href='<%=url%>'>x</a></li><% } %></script>",
        "<script>h += '<a href=\"' + d.url + '\">' + d.title + '</a>'; var o = {title: t, url: '/x/' + t};</script>",
        "<script>var menu=[{title:'图',url:'/a.png'}]</script>",
    ],
)
def test_templates_old_menus_and_rows_beside_shown_ones_are_none(body: str) -> None:
    assert rows("hidden", page(body)) == []


# directories


@pytest.mark.parametrize(
    "body",
    [
        '<select onchange="window.open(this.value)"><option value="">请选择</option><option value="/xxgk/jyj/">县教育局</option></select>',
        "<li onclick=\"window.open('/xxgk/jyj/')\">县教育局</li>",
        "<span onclick=\"location.href='/xxgk/jyj/';\">县教育局</span>",
        "<div onclick='goUrl(\"/xxgk/jyj/\",1)'>县教育局</div>",
        '<a data-url="/xxgk/jyj/">县教育局</a>',
        '<li data-href="/xxgk/jyj/">县教育局</li>',
    ],
)
def test_organs_whose_columns_are_no_links_are_rows_of_a_directory(body: str) -> None:
    assert rows("directory", page(body)) == [("/xxgk/jyj/", "县教育局", None)]


@pytest.mark.parametrize(
    "call",
    [
        "href=\"javascript:openInfo('4f-34')\"",
        'href="#" onclick="openInfo(\'4f-34\',1);return false"',
        "href='JavaScript:openInfo(\"4f-34\");'",
    ],
)
@pytest.mark.parametrize(
    "going", ["window.open('view.asp?id='+id,'w','width=800')", "location.href = 'view.asp?id=' + id;"]
)
def test_a_row_that_calls_a_function_of_the_page_is_what_the_function_opens(call: str, going: str) -> None:
    one = page(
        f"<table><tr><td><a {call}>某局2016年年报</a></td><td>2017-3-2</td></tr></table><script>function openInfo(id){{ {going} }}</script>"
    )
    assert rows("directory", one) == [("/zwgk/nb/view.asp?id=4f-34", "某局2016年年报", "2017-3-2")]


def test_a_tree_of_organs_is_read_from_its_nodes() -> None:
    nodes = 'var zNodes=[{id:1,pId:0,name:"县政府",open:true},{id:2,pId:1,name:"县教育局",url:"/xxgk/jyj/",target:"_self"},' \
            '{id:3,pId:1,name:"县民政局",click:"window.open(\'/opennessContent/?branch_id=5&column_code=60\')"}];'  # fmt: skip
    assert rows("hidden", page(f"<script>{nodes}</script>")) == [
        ("/xxgk/jyj/", "县教育局", None),
        ("/opennessContent/?branch_id=5&column_code=60", "县民政局", None),
    ]


@pytest.mark.parametrize(
    "body",
    ['<option value="12">县教育局</option>', '<input value="/x/">', "<a onclick=\"show('tab1')\">甲</a>",
     "<img onclick=\"open('/a.png')\">", "<a href=\"javascript:tab('5')\">甲</a><script>function tab(n){ show('x.asp?n='+n) }</script>", "<a onclick=\"window.open('/so/s?qt=')\">搜</a>", f'<option value="{COLUMN}">本页</option>'],
)  # fmt: skip
def test_what_names_no_page_is_no_directory(body: str) -> None:
    assert rows("directory", page(body)) == []


# site maps


@pytest.mark.parametrize("address", ["/news/delete", "/api/article/save", "/xxgk/addContent", "/doc/updateHits"])
def test_what_changes_something_on_the_server_is_never_asked_for(address: str) -> None:
    script = f"<script>function f(){{$.post('{address}', {{id: 1, page: 1}})}}</script>"
    assert "api" not in read_listings(read_page(script, COLUMN))


def test_a_site_map_names_pages_and_an_index_names_site_maps() -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    pages = f"{head}<urlset xmlns='x'><url><loc> {SITE}/a?x=1&amp;y=2 </loc><lastmod>2021-01-29T08:00:00+08:00</lastmod></url><url><loc><![CDATA[/b.html]]></loc></url></urlset>"
    assert rows("sitemap", read_page(pages, f"{SITE}/sitemap.xml")) == [
        ("/a?x=1&y=2", "", None),
        ("/b.html", "", None),
    ]
    index = f"{head}<sitemapindex><sitemap><loc>{SITE}/sitemap1.xml</loc></sitemap></sitemapindex>"
    assert asks("sitemap", read_page(index, f"{SITE}/sitemap.xml")) == [f"{SITE}/sitemap1.xml"]


def test_an_entity_in_a_site_map_is_never_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>http://x.example/&b;</loc></url></urlset>'
    assert [row.url for row in listing("sitemap", read_page(bomb, f"{SITE}/sitemap.xml")).rows] == [
        "http://x.example/&b;"
    ]


@pytest.mark.usefixtures("no_collector")
def test_a_site_map_of_the_largest_size_takes_less_than_two_seconds() -> None:
    text = "<urlset>" + "".join(f"<url><loc>{SITE}/a/{n}.html</loc></url>" for n in range(60_000)) + "</urlset>"
    began = process_time()
    assert len(listing("sitemap", read_page(text, COLUMN)).rows) == 50_001
    assert process_time() - began < 2


# lists that only a browser shows


@pytest.mark.parametrize(
    ("body", "shown_by"),
    [
        ('<li ng-repeat="x in rows"><a ng-href="d?id={{x.id}}">{{x.title}}</a></li>', "angular"),
        ('<div id="app"><li v-for="x in rows">{{x.title}}</li></div>', "vue"),
        ('<dl ms-repeat="list"><a ms-attr-href="el.url"></a></dl>', "avalon"),
        (
            '<script type="text/x-handlebars-template">{{#each data}}<a href="{{url}}">{{title}}</a>{{/each}}</script>',
            "handlebars",
        ),
        ('<div id="app"></div><script src="/static/js/app.js"></script>', "script only"),
    ],
)
def test_a_list_that_nothing_names_the_rows_of_needs_a_browser(body: str, shown_by: str) -> None:
    one = page(f'<a href="/">首页</a><a href="/zwgk/">政务公开</a>{body}')
    assert read_listings(one)["browser"].needs_browser == shown_by


@pytest.mark.parametrize(
    "body",
    [
        f'{ROWS}<dl ms-repeat="list"><a ms-attr-href="el.url"></a></dl>',
        "<li v-for='x in rows'>{{x.title}}</li><script>axios.get('/x/list?col=5&page=1')</script>",
        "<li v-for='x in rows'>{{x.title}}</li><script>var rows=[{title:'某局2020年年报',url:'/a.html',date:'2021-01-29'}]</script>",
        "<p>正文</p>",
        '<div id="app"><p>某局2020年政府信息公开工作年度报告</p></div><script></script>',
    ],
)
def test_a_page_with_rows_or_something_to_ask_for_needs_none(body: str) -> None:
    assert "browser" not in read_listings(page(body))


# whatever comes

HOSTILE = [
    '{"a":[' * 40_000, "<datastore>" * 40_000, "<record>" * 60_000, "<datastore><nextgroup><a href=" * 20_000,
    "<script>" + "x={" * 100_000, "<script>var a='" + "\\'" * 200_000, "<script>" + "$.ajax({url:'/list'+" * 20_000,
    "<script>" + "/*" * 200_000, "<script>f=[" + "{title:'a',url:'b'}," * 20_000, "<!--" * 80_000,
    "<div data-a='[{" * 30_000, "<option value='/" * 30_000, "<script querydata='{" * 20_000, "<urlset>" + "<loc>" * 80_000,
    "<script>" + '{"title":"' * 50_000 + '"url":', "<textarea><a href=" * 5000, '{"x":"' + "<a href=" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.usefixtures("no_collector")
def test_hostile_pages_raise_nothing_and_take_little_time(text: str) -> None:
    one = read_page(text, COLUMN)
    for name in ("jcms", "units", "api", "data", "hidden", "directory", "sitemap"):
        began = process_time()
        MECHANISMS[name](one)
        assert process_time() - began < 1, name


PIECES = st.sampled_from(
    ["<script>", "</script>", "{", "}", "[", "]", "'", '"', "\\", ":", ",", "+", "(", ")", "url", "title", "/a.html", "$.ajax(",
     ".jpage(", "loadPageData(", "<datastore>", "<record>", "<![CDATA[", "]]>", "<a href=", ">", "<!--", "-->", "page", "1", "年报",
     "queryData=", "<select><option value=", "onclick=", "JSON.parse(", "`${", "var x=", "\ud83d", "\\ud83d", "\x00", "<urlset><loc>"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)), st.sampled_from([COLUMN, SITE + UNIT, f"{SITE}/x?page=1"]))  # fmt: skip
def test_no_text_makes_a_mechanism_raise(text: str, url: str) -> None:
    for lead in ("", "<script>", '{"', "<datastore>"):
        one = read_page(lead + text, url)
        listings = [
            MECHANISMS[name](one) for name in ("jcms", "units", "api", "data", "hidden", "directory", "sitemap")
        ]
        browser.needed(one, [found for found in listings if found])


# real pages


def real(shared: Path, name: str, url: str) -> Page:
    return read_page((shared / "pages" / name).read_text(encoding="utf-8"), url)


@pytest.mark.parametrize("number", [1, 2])
def test_a_real_answer_of_dataproxy_has_76_records(shared: Path, number: int) -> None:
    url = "https://gxt.jiangsu.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=75&perpage=25"
    one = real(shared, f"jcms/jiangsu_gxt_col80179_dataproxy_p{number}.xml", url)
    found = listing("jcms", one)
    assert len(found.rows) == 76
    assert all(row.date and row.text and row.url.startswith("https://gxt.jiangsu.gov.cn/art/") for row in found.rows)
    assert [ask.url for ask in found.asks] == [url.replace("=1&endrecord=75", "=76&endrecord=150")]


def test_a_real_column_of_jiangxi_holds_its_first_rows_and_loads_the_others(shared: Path) -> None:
    one = real(
        shared, "jcms/jiangxi_sthjt_col42150.html", "https://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/index.html"
    )
    articles = [row for row in listing("hidden", one).rows if "/content/" in row.url]
    assert len(articles) == 50
    assert articles[0].date == "2025-07-29"
    assert asks("units", one)[0].endswith("current=4&pageSize=15&webSiteCode%5B%5D=jxssthjt&channelCode%5B%5D=col42150")
    assert "browser" not in read_listings(one)


def test_a_real_list_in_a_comment_is_read(shared: Path) -> None:
    one = real(shared, "ucap/gansu_jyt_list.html", "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml")
    found = listing("hidden", one).rows
    assert len(found) == 20
    assert all(row.date for row in found)


def test_a_real_data_file_without_a_charset_is_read(shared: Path) -> None:
    one = real(shared, "xinhua_json/nea_nyyw_ds.json", "https://www.nea.gov.cn/xwzx/ds_1.json")
    found = {row.url: row for row in listing("data", one).rows}
    row = found["https://www.nea.gov.cn/20260911/69011dd21bcc4722ad27d6e43083b277/c.html"]
    assert row.text.startswith("5年") and row.date == "2026-09-11"


def test_the_real_pingtan_column_needs_no_browser(shared: Path) -> None:
    one = real(shared, "trs/pingtan_xxgknb_list.html", "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/")
    assert "browser" not in read_listings(one)
