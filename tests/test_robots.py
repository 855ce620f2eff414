"""robots.txt is judged as RFC 9309 says, however it is written."""

import time

import pytest

from crawler.robots import MAX_BYTES, Robots, matches, parse_robots

HOST = "https://www.example.gov.cn"
OURS = b"User-agent: disclosure-archive\nDisallow: /ours\n"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /a", "/ab", False),
        ("Disallow: /a", "/b", True),
        ("Disallow:", "/b", True),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: *.gif$", "/x/y.gif", False),
        ("Disallow: *.gif$", "/x/y.gif?z", True),
        ("Disallow: /a*b$", "/ab/b", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /*?", "/list?page=2", False),
        ("Disallow: /%7Ejoe", "/~joe/x", False),
        ("Disallow: /年报", "/%e5%b9%b4%E6%8A%A5/1", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_rule_that_matches_decides(rules: str, path: str, allowed: bool) -> None:
    assert parse_robots(f"User-agent: *\n{rules}\n".encode()).allows(HOST + path) is allowed


def test_the_examples_of_the_rfc() -> None:
    """RFC 9309 §5.1 and §5.2."""
    text = (
        b"User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
        b"User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"
        b"User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n\nEOF\n"
    )
    assert not parse_robots(text).allows(HOST + "/example/page.html")
    assert parse_robots(text, "foobot").allows(HOST + "/example/allowed.gif")
    assert not parse_robots(text, "foobot").allows(HOST + "/other")
    assert not parse_robots(text, "barbot").allows(HOST + "/example/page.html")
    assert not parse_robots(text, "bazbot").allows(HOST + "/example/page.html")
    assert parse_robots(text, "quxbot").allows(HOST + "/example/page.html")
    longest = b"User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n"
    assert not parse_robots(longest, "foobot").allows(HOST + "/example/page/disallowed.gif")


def test_groups_of_our_name_are_merged_and_those_of_others_do_not_bind() -> None:
    text = OURS + b"User-agent: *\nDisallow: /\nUser-agent: Disclosure-Archive/9\nDisallow: /too\nCrawl-delay: 7.5\n"
    robots = parse_robots(text)
    assert [robots.allows(HOST + path) for path in ("/ours", "/too", "/else")] == [False, False, True]
    assert robots.crawl_delay == 7.5


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + OURS,
        OURS.replace(b"\n", b"\r"),
        b"\xff\xfe" + OURS.decode().encode("utf-16-le"),
        b"\xfe\xff" + OURS.decode().encode("utf-16-be"),
        "# 禁止抓取\n".encode("gbk") + OURS,
        b"\0" + OURS,
    ],
)
def test_odd_text_keeps_its_rules(body: bytes) -> None:
    assert not parse_robots(body).allows(HOST + "/ours")


def test_a_path_in_gbk_matches_an_address_in_gbk() -> None:
    assert not parse_robots("User-agent: *\nDisallow: /年报".encode("gbk")).allows(HOST + "/%c4%ea%b1%a8/")


def test_no_text_forbids_nothing() -> None:
    assert parse_robots(b"<html>\n404: not found</html>") == Robots()


def test_only_the_first_part_of_a_large_file_counts() -> None:
    assert parse_robots(OURS + b"#" * MAX_BYTES + b"\nDisallow: /late\n").allows(HOST + "/late")


def test_stars_do_not_slow_the_judge_down() -> None:
    began = time.process_time()
    assert not matches("/" + "*a" * 5000 + "$", "/" + "a" * 4999 + "b")
    assert time.process_time() - began < 0.1
