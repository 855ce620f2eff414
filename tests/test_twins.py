"""The same page at several addresses."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.address import url_key
from crawler.listing import read_page
from crawler.twins import fingerprint, spell, split_spelling, twin_key


@pytest.mark.parametrize(
    "other",
    [
        "https://www.x.gov.cn/nb/",
        "http://x.gov.cn/nb/",
        "http://m.x.gov.cn/nb/index.html",
        "http://www.x.gov.cn/nb/index.shtml",
        "http://WWW.X.GOV.CN/nb/default.aspx",
        "http://www.x.gov.cn/nb/;jsessionid=8BC2F34A1DEC09C3A498C98B4BE4BCC5",
    ],
)
def test_spellings_of_one_address_are_twins(other: str) -> None:
    assert twin_key(other) == twin_key("http://www.x.gov.cn/nb/")


def test_the_order_of_a_query_makes_no_other_page_and_its_values_do() -> None:
    assert twin_key("http://x.gov.cn/l?a=1&b=2") == twin_key("http://x.gov.cn/l?b=2&a=1")
    assert twin_key("http://x.gov.cn/l?a=1") != twin_key("http://x.gov.cn/l?a=2")


@pytest.mark.parametrize("other", ["http://x.gov.cn/nb", "http://jyj.x.gov.cn/nb/", "http://x.gov.cn/nb/index_1.html"])
def test_other_addresses_are_other_pages(other: str) -> None:
    assert twin_key(other) != twin_key("http://x.gov.cn/nb/")


INDEX = st.sampled_from(["", "/index.html", "/Default.aspx?a=1/index.html", "/index.html\n"])


@given(st.builds("{}{}{}".format, st.sampled_from(["http://www.X.cn:80/", "https://m.x.cn/", ""]), st.text(), INDEX))
@example("http://x.gov.cn?a=1")
@example("http://[bad/index.html?a=1")
@example(f"https://www.x.gov.cn/{'a' * 3000}/index.html")
def test_a_spelling_and_the_key_of_its_twins_give_the_url_back(url: str) -> None:
    for one in (url, url_key(url)):
        key, spelling = split_spelling(one)
        assert spell(key, spelling) == one


def listing(folder: str, *, first: int = 0, words: str = "年报", visits: int = 1) -> str | None:
    rows = "".join(f'<li><a href="{folder}t2020_{123400 + n}.html">{words}</a></li>' for n in range(first, first + 6))
    markup = f"<title>{words}</title><ul>{rows}</ul><p>您是第{visits}位访问者</p>"
    page = read_page(markup, f"http://x.gov.cn{folder}")
    return fingerprint(page, page.links, [])


def test_a_mirror_under_another_folder_is_told_by_the_documents_it_links_to() -> None:
    assert listing("/nb/") == listing("/wza/nb/", visits=7) is not None


def test_columns_of_two_organs_that_look_alike_are_two() -> None:
    assert listing("/jyj/nb/") != listing("/mzj/nb/", first=6)


def test_pages_of_menus_only_are_not_told_apart() -> None:
    menu = "".join(f'<a href="/c{n}/">栏目{n}</a>' for n in range(30))
    page = read_page(menu, "http://x.gov.cn/")
    assert fingerprint(page, page.links, []) is None


def test_year_folders_of_two_organs_do_not_make_a_mirror() -> None:
    years = "".join(f'<li><a href="{year}/index.html">{year}年</a></li>' for year in range(2015, 2024))
    page = read_page(f"<title>政府信息公开年报</title><ul>{years}</ul>", "http://x.gov.cn/jyj/nb/")
    assert fingerprint(page, page.links, []) is None


def test_lists_that_ask_for_other_data_are_two() -> None:
    page = read_page("".join(f'<a href="/col/col1200{n}/">栏目{n}</a>' for n in range(9)), "http://x.gov.cn/nb/")
    asks = (["http://x.gov.cn/unit?pageId=1"], ["http://x.gov.cn/unit?pageId=2"])
    assert fingerprint(page, page.links, asks[0]) != fingerprint(page, page.links, asks[1])
