"""Poisoned pages, a few hundred of those that `scripts/poison.py` reads by the ten thousand."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.reading.floor import recall
from archive.reading.reader import FALLBACK_READER, read
from tests.poison import FAMILIES, make_poisoned

SEEDS = range(16)
MEAN, LEAST = 0.995, 0.75
"""Recall against the report's own text: of a family's pages together, and of any page."""

TAGS = (
    "<p> </p> <div > <table> <tr> </table> <script> </script> <!-- --> <title> <select> <svg> <br> <textarea> </html>"
)
TEXTS = (
    "一、总体情况 索引号： 发布日期：2022-01-20 全年公开政府信息126条，没有收到申请。 2021年政府信息公开工作年度报告"
)
CUTS = ["<td colspan=", "<a href='", '<iframe srcdoc="', "<input value='", '"', "&#", "&lt;p&gt;"]
PIECES = [*TAGS.split(), *TEXTS.split(), *CUTS]
SOUP = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_report_survives_its_poison(family: str) -> None:
    shares = {}
    for seed in SEEDS:
        page = make_poisoned(family, seed)
        document = read(page.body, url="http://www.example.gov.cn/zwgk/t20220120_1.html")
        assert document.reader not in (None, FALLBACK_READER), f"{family} {seed}: {document.findings}"
        shares[seed] = recall(document.text, page.truth)
    assert min(shares.values()) >= LEAST, shares
    assert sum(shares.values()) / len(shares) >= MEAN, shares


def test_the_same_seed_makes_the_same_page() -> None:
    assert make_poisoned("nesting", 3) == make_poisoned("nesting", 3) != make_poisoned("nesting", 4)


@given(SOUP)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["<title>", "一、总体情况"])
def test_no_soup_of_tags_breaks_the_reader(soup: list[str]) -> None:
    document = read("".join(soup).encode("utf-8", "surrogatepass"), media="text/html")
    assert document.reader is None or document.reader != FALLBACK_READER
    assert document.recall is None or 0 <= document.recall <= 1


@given(st.sampled_from(sorted(FAMILIES)), st.integers(0, 10_000), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_to_a_poisoned_page_breaks_the_reader(family: str, seed: int, data: st.DataObject) -> None:
    body = bytearray(make_poisoned(family, seed, 100).body)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(9, len(body)))
        body[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    document = read(bytes(body), url="http://www.example.gov.cn/zwgk/t20220120_1.html")
    assert document.reader != FALLBACK_READER
