"""One page has one address in the ledger, under whatever session and cache buster it is linked; content stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from archive.address import LONGEST_KEY, drop_session, form_address, leave_session, split_form, url_key

SITE = "http://www.example.gov.cn"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("/nb/list.do;jsessionid=1A2B3C?page=2", "/nb/list.do?page=2"),
        ("/nb/;JSESSIONID=1A2B3C!-1%2A!x", "/nb/"),
        ("/a.php?PHPSESSID=q7&id=3", "/a.php?id=3"),
        ("/a.asp?ASPSESSIONIDQQABCDEF=GHIJ&id=3", "/a.asp?id=3"),
        ("/(S(lit3py55t21z5v55vlm25s55))/nb/a.aspx", "/nb/a.aspx"),
        ("/x/(A(ab12)S(lit3py55t21z5v55vlm25s55))/a.aspx", "/x/a.aspx"),
        ("/(S(lit3py55t21z5v55vlm25s55))", "/"),
        ("/nb/..;jsessionid=A1/a.html", "/a.html"),
        ("/a.cfm?CFID=12&CFTOKEN=345&id=1", "/a.cfm?id=1"),
        ("/a?sid=9f86d081884c7d659a2feaa0&id=1", "/a?id=1"),
        ("/a?session_id=9f86d081884c7d659a2f", "/a"),
        ("/list.json?_=1699999999999&page=1", "/list.json?page=1"),
        ("/list.json?t=1699999999999", "/list.json"),
        ("/list.json?rand=0.8472910283", "/list.json"),
        ("/list.json?r=0.8472910283&page=1", "/list.json?page=1"),
        ("/list.json?timestamp=1699999999", "/list.json"),
    ],
)
def test_sessions_and_cache_busters_are_no_part_of_an_address(written: str, key: str) -> None:
    assert url_key(SITE + written) == SITE + key


@pytest.mark.parametrize(
    "written",
    [
        "/a?sid=12",
        "/a?sid=402881e4-7a3b-11ec-90d6-0242ac120003",
        "/a?sid=330000000000000000",
        "/a?id=9f86d081884c7d659a2feaa0",
        "/a?t=20210129",
        "/a?t=20210129101500",
        "/a?timestamp=20210129",
        "/a?cfid=12",
        "/a?r=7",
        "/a?session=2021",
        "/a;v=2?x=1",
        "/nb/(S)/a.html",
        "/nb(S(x1))/a.html",
        "/a?time=2021",
    ],
)
def test_what_tells_pages_apart_stays(written: str) -> None:
    assert url_key(SITE + written) == SITE + written


def test_an_address_is_asked_for_again_without_its_session_and_a_form_keeps_its_fields() -> None:
    fields = [("__EVENTTARGET", "pager"), ("page", "2")]
    asked = form_address(f"{SITE}/(S(lit3py55t21z5v55vlm25s55))/list.aspx", fields)
    assert split_form(leave_session(asked)) == (f"{SITE}/list.aspx", fields)
    assert leave_session(f"{SITE}/nb.jsp;jsessionid=1A2B?b=2&a=1") == f"{SITE}/nb.jsp?a=1&b=2"
    for address in (
        f"{SITE}/nb?b=2&a=1",
        form_address(f"{SITE}/list.aspx", fields),
        f"{SITE}/{'x' * 3000};jsessionid=1",
    ):
        assert leave_session(address) == address


PIECES = st.sampled_from(
    ["/nb", "/(S(a1))", "/a.do", ";jsessionid=A1", "%3Bjsessionid=A1", ";jsess", "ionid=", "/..", "//",
     "%28S%28a%29%29", "年报", "%e5%b9", "%", "(", ")"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["", "page=2", "_=1699999999999", "sid=12", "sid=9f86d081884c7d659a2f", "PHPSESSID=x", "%5F=1699999999999",
     "cfid=1", "cftoken=2", "t=0.12345", "amp;t=1", "a=b=c", "关键词=年报", "x=" + "y" * 3000, "=", "#x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6), st.lists(FIELDS, max_size=5))
def test_the_key_of_a_key_is_itself(pieces: list[str], fields: list[str]) -> None:
    key = url_key(f"{SITE}/{''.join(pieces)}?{'&'.join(fields)}")
    assert url_key(key) == key
    assert len(key) <= LONGEST_KEY


PLAIN = st.from_regex(r"[a-c_.~-]{1,2}=[A-C0-2._~-]{0,2}", fullmatch=True) | FIELDS.filter(
    lambda field: "=" in field and len(field) < 99
)


@given(st.lists(PLAIN, min_size=1, max_size=5))
def test_a_query_of_plain_fields_has_the_key_of_any_other(fields: list[str]) -> None:
    url = f"{SITE}/nb/list.do?{'&'.join(fields)}"
    assert url_key(url) == drop_session(canonicalize_url(url))


@given(st.text(max_size=200))
def test_nothing_written_as_an_address_stops_the_ledger(text: str) -> None:
    assert isinstance(url_key(text), str)
    assert isinstance(url_key(f"http://x.example/{text}"), str)


@given(st.text(alphabet="0123456789abcdef", min_size=20, max_size=32), st.sampled_from(["/a.do", "/nb/"]))
def test_the_same_page_under_two_sessions_is_one(session: str, path: str) -> None:
    assert url_key(f"{SITE}{path};jsessionid={session}?id=7") == url_key(f"{SITE}{path}?id=7")
