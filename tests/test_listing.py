import pytest

from crawler.listing import read_page

URL = "http://www.x.example/zwgk/zfxxgknb/index.html"


def page(body: str, head: str = "", url: str = URL):
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>", url)


def test_a_link_carries_its_whole_title_and_the_date_of_its_row() -> None:
    title = "某某区民政局2020年政府信息公开工作年度报告"
    found = page(f'<li><a href="./202101/t1.htm" title="{title}">某某区民政局2020年政…</a><span>2021-01-29</span></li>')
    link = found.links[0]
    assert link.url == "http://www.x.example/zwgk/zfxxgknb/202101/t1.htm"
    assert link.text == title
    assert link.date == "2021-01-29"


def test_a_date_before_the_anchor_belongs_to_the_row_too() -> None:
    assert page('<ul><li><span>2021/1/29</span> <a href="a.html">年报</a></li></ul>').links[0].date == "2021/1/29"


def test_an_entry_that_is_a_list_of_its_own_has_its_date_in_another_item() -> None:
    found = page('<dl><dd><a href="a.html">甲</a></dd><dd>( 2010-01-08)</dd></dl>')
    assert found.links[0].date == "2010-01-08"
    many = page('<dl><dd><a href="a.html">甲</a></dd><dd><a href="b.html">乙</a></dd><dd>2010-01-08</dd></dl>')
    assert [link.date for link in many.links] == [None, None]


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
