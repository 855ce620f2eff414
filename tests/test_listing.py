import pytest

from crawler.listing import read_listings, read_page
from crawler.listing.page import Page

URL = "http://www.x.example/zwgk/zfxxgknb/index.html"


def page(body: str, head: str = "", url: str = URL):
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>", url)


def next_pages(one: Page) -> list[str]:
    return [ask.url for listing in read_listings(one).values() for ask in listing.asks]


def test_a_link_carries_its_whole_title_and_the_date_of_its_row() -> None:
    title = "某某区民政局2020年政府信息公开工作年度报告"
    found = page(f'<li><a href="./202101/t1.htm" title="{title}">某某区民政局2020年政…</a><span>2021-01-29</span></li>')
    link = found.links[0]
    assert link.url == "http://www.x.example/zwgk/zfxxgknb/202101/t1.htm"
    assert link.text == title
    assert link.date == "2021-01-29"


def test_a_date_before_the_anchor_belongs_to_the_row_too() -> None:
    assert page('<ul><li><span>2021/1/29</span> <a href="a.html">年报</a></li></ul>').links[0].date == "2021/1/29"


def test_rows_do_not_borrow_their_neighbours_date() -> None:
    found = page('<ul><li><a href="a.html">甲</a></li><li><a href="b.html">乙</a><i>2021-01-29</i></li></ul>')
    assert [link.date for link in found.links] == [None, "2021-01-29"]


def test_links_are_resolved_against_base() -> None:
    assert (
        page('<a href="b.html">x</a>', head='<base href="http://other.example/c/">').links[0].url
        == "http://other.example/c/b.html"
    )


@pytest.mark.parametrize("href", ["javascript:void(0)", "#top", "", "mailto:a@b.example", "tel:123", "http://[::1"])
def test_what_is_no_address_is_no_link(href: str) -> None:
    assert page(f'<a href="{href}">x</a>').links == ()


def test_frames_and_refreshes_lead_on() -> None:
    found = page(
        '<iframe src="list.html"></iframe>', head='<meta http-equiv="refresh" content="0; url=home/index.html">'
    )
    assert [link.url.rpartition("zfxxgknb/")[2] for link in found.links] == ["list.html", "home/index.html"]


@pytest.mark.parametrize("words", ["下一页", "下页", "[下一页]", "后一页", "下一页 >", "Next"])
def test_a_plain_next_link_is_the_next_page(words: str) -> None:
    assert next_pages(page(f'<a href="list_2.html">{words}</a>'))== ["http://www.x.example/zwgk/zfxxgknb/list_2.html"]


@pytest.mark.parametrize("words", ["下一页面介绍了什么", "上一页", "尾页", "2"])
def test_other_words_are_not(words: str) -> None:
    assert next_pages(page(f'<a href="list_2.html">{words}</a>')) == []


def test_a_next_link_to_the_page_itself_ends_the_list() -> None:
    assert next_pages(page(f'<a href="{URL}">下一页</a>')) == []


def test_trs_pages_are_known_from_the_script_of_the_first_one() -> None:
    found = next_pages(page('<script>\ncreatePageHTML(3, 0, "index", "html");\n</script>'))
    assert [url.rpartition("/")[2] for url in found] == ["index_1.html", "index_2.html"]


def test_trs_with_a_fifth_argument_counts_pages_not_rows() -> None:
    assert len(next_pages(page('<script>createPageHTML(4,0, "index","shtml","1089")</script>'))) == 3


@pytest.mark.parametrize(
    "script",
    [
        'createPageHTML(3, 1, "index", "html");',
        'createPageHTML(1, 0, "index", "html");',
        '//createPageHTML(31, 0, "index", "shtml");',
        "createPageHTML('page_div',10, 1,'zwgklist','shtml',200)",
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}",
    ],
)
def test_other_calls_name_no_further_page(script: str) -> None:
    assert next_pages(page(f"<script>{script}</script>")) == []
