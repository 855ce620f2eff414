"""Every address of a run is asked for once, under its strongest promise, and under another spelling where one fails."""

import tracemalloc
from datetime import UTC, datetime
from itertools import islice, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive.address import url_key
from archive.database import open_database, session
from archive.home import Home
from archive.ledger import Discovery, all_urls, discover
from archive.store import begin_crawl
from crawler.explorer import Explorer, Limits
from crawler.portals import from_url
from crawler.seen import Seen
from crawler.twins import twin_key

WWW, PLAIN = "http://www.x.gov.cn/nb/", "https://x.gov.cn/nb/index.html"


def test_an_address_is_new_once() -> None:
    seen = Seen()
    assert [seen.meet(WWW, 40)[0], seen.meet(WWW, 40)[0], seen.meet(WWW, 10)[0]] == ["new", "known", "known"]


def test_what_promises_more_overtakes_what_waits_and_nothing_that_was_asked_for() -> None:
    seen = Seen()
    seen.meet(WWW, 20)
    assert seen.meet(WWW, 80) == ("stronger", WWW)
    seen.ask(WWW)
    assert seen.meet(WWW, 100)[0] == "known"


def test_what_was_given_up_or_never_recommended_may_be_met_again() -> None:
    seen = Seen()
    seen.meet(WWW, 20)
    seen.give_up(WWW)
    assert seen.meet(WWW, 10)[0] == "stronger"
    assert seen.meet("http://x.gov.cn/a", 0)[0] == "new"
    assert [seen.meet("http://x.gov.cn/a", score)[0] for score in (0, 80)] == ["known", "stronger"]


def test_another_spelling_is_a_twin_and_is_tried_where_the_first_is_not_there() -> None:
    seen = Seen()
    seen.meet(WWW, 80)
    seen.ask(WWW)
    assert seen.meet(PLAIN, 80) == ("twin", WWW)
    assert seen.meet(PLAIN, 80)[0] == "known"
    assert seen.other_spelling(WWW) == PLAIN
    assert seen.other_spelling(PLAIN) is None


def test_another_spelling_of_what_is_not_there_is_an_address_of_its_own() -> None:
    seen = Seen()
    seen.meet(WWW, 80)
    seen.ask(WWW)
    assert seen.other_spelling(WWW) is None
    assert seen.meet(WWW, 100)[0] == "known"
    assert seen.meet(PLAIN, 80) == ("new", PLAIN)


def test_a_page_that_moves_to_its_own_other_spelling_is_met_there() -> None:
    seen = Seen()
    seen.meet(WWW, 80)
    seen.ask(WWW)
    assert seen.meet(PLAIN, 80, moved_from=WWW)[0] == "new"


class Plain:
    """The same in plain dicts: twin key → [spelling, None where none is there, score, asked, other spellings, those
    that are not there]."""

    def __init__(self) -> None:
        self.met: dict[str, list[Any]] = {}

    def meet(self, url: str, score: int, moved_from: str | None = None) -> tuple[str, str]:
        url = url_key(url)
        known = self.met.get(twin_key(url))
        if known and known[0] is None and (not score or url in known[4]):
            return "known", url
        if not known or known[0] is None or (moved_from is not None and known[0] == url_key(moved_from) != url):
            self.met[twin_key(url)] = [url, score, False, [], []]
            return "new", url
        if score > known[1] and not known[2]:
            known[1] = score
            return "stronger", known[0]
        if score and known[1] and url not in (known[0], *known[3]):
            known[3].append(url)
            return "twin", known[0]
        return "known", known[0]

    def ask(self, url: str) -> None:
        if known := self.met.get(twin_key(url)):
            known[2] = True

    def give_up(self, url: str) -> None:
        if known := self.met.get(twin_key(url)):
            known[1] = 0

    def recall(self, url: str, score: int, asked: bool, failed: bool) -> None:
        self.met[twin_key(url)] = [url_key(url), score, asked, [], []]
        if failed:
            self.other_spelling(url)

    def recall_twin(self, url: str) -> None:
        known = self.met.get(twin_key(url))
        if known and url_key(url) not in (known[0], *known[3]):
            known[3].append(url_key(url))
            known[0] = known[0] or known[3].pop()

    def other_spelling(self, url: str) -> str | None:
        known = self.met.get(twin_key(url))
        if known is None or known[0] is None:
            return None
        known[4].append(known[0])
        known[0] = known[3].pop(0) if known[3] else None
        known[2] = known[0] is None
        return known[0]


urls = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://x.gov.cn", "https://www.x.gov.cn", "http://m.x.gov.cn:80", "http://x.gov.cn.", "ftp://x"]),
    st.sampled_from(["", "/", "/index.html", "/INDEX.jsp", "/a", "/a/", "/a/default.aspx", "/a/;jsessionid=1A"]),
    st.sampled_from(["", "?a=1", "?b=2&a=/index.html"]),
)
scores = st.sampled_from([0, 5, 40, 100])
steps = st.one_of(
    st.tuples(st.just("meet"), urls, scores, st.none() | urls),
    st.tuples(st.just("recall"), urls, scores, st.booleans(), st.booleans()),
    st.tuples(st.sampled_from(["ask", "give_up", "recall_twin", "other_spelling", "other_spelling"]), urls),
)


@given(st.lists(steps, max_size=40))
def test_it_tells_what_plain_dicts_tell(taken: list[tuple[Any, ...]]) -> None:
    seen, plain = Seen(), Plain()
    names = {"meet": ("moved_from",), "recall": ("asked", "failed")}
    for name, url, *more in taken:
        told = dict(zip(names.get(name, ()), more[1:], strict=True))
        assert getattr(seen, name)(url, *more[:1], **told) == getattr(plain, name)(url, *more[:1], **told)


def test_thousands_of_addresses_are_told_apart() -> None:
    seen = Seen()
    for number in range(20_000):
        assert seen.meet(f"http://x.gov.cn/{number}/", number % 7)[0] == "new"
    for number in range(20_000):
        url = f"https://www.x.gov.cn/{number}/index.html"
        assert seen.meet(url, number % 7)[0] == ("twin" if number % 7 else "known")


def test_a_million_addresses_would_take_less_than_25_megabytes_though_each_has_a_twin() -> None:
    seen = Seen()
    tracemalloc.start()
    for number in range(20_000):
        seen.meet(f"http://x.gov.cn/{number}/", 40 + number % 3)
        seen.meet(f"https://www.x.gov.cn/{number}/", 40)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / 20_000 < 25


def test_thousands_of_spellings_of_one_address_take_no_more_than_as_many_addresses() -> None:
    seen = Seen()
    letters = [(letter, letter.upper()) for letter in "defaultaspx"]
    names = ["{}{}{}{}{}{}{}.{}{}{}{}".format(*name) for name in islice(product(*letters), 2000)]
    tracemalloc.start()
    for name in names:
        seen.meet(f"http://x.gov.cn/{name}", 40)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 2_000_000
    others = [seen.other_spelling("http://x.gov.cn/") for _ in names]
    assert others == [*(f"http://x.gov.cn/{name}" for name in names[1:]), None]


def test_what_a_crawl_has_met_is_recalled_some_thousands_at_a_time(home: Home) -> None:
    engine, now, number = open_database(home), datetime.now(UTC), 15_000
    found = [
        Discovery(url := f"http://x.gov.cn/{n}.html", url, score=n % 2, way={"again": n < 8}) for n in range(number)
    ]
    with session(engine, write=True) as work, work.begin():
        crawl = begin_crawl(work, portal="x.gov.cn", seed="http://x.gov.cn/", started=now, settings={}).id
        discover(work, found, portal="x.gov.cn", crawl=crawl, now=now)
    explorer = Explorer(from_url("http://x.gov.cn/"), Limits(depth=9, budget=9, address=999))
    with session(engine) as work:
        tracemalloc.start()
        explorer.recall({}, all_urls(work, crawl=crawl))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    engine.dispose()
    assert peak < 10_000_000
    again = [explorer.seen.meet(one.url, 80)[0] for one in found[:10]]
    assert again == ["stronger", "known"] * 4 + ["stronger"] * 2
