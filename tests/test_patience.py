"""How long a crawl goes on where it finds nothing."""

import pytest

from crawler import scent
from crawler.patience import PATIENCE, TEMPLATE_PATIENCE, WEAK_AFTER_FRUIT, Patience, template


def exhaust(patience: Patience, score: int, pattern: str, most: int = 500) -> int:
    """How many addresses of a pattern (a number, or letters for it) are asked for before it gives up."""
    for number in range(most):
        url = pattern.format(number, "".join(chr(97 + int(digit)) for digit in str(number)))
        if patience.refuses(score, url):
            return number
        patience.spend(score, url)
    return most


def test_addresses_that_differ_in_numbers_only_are_one_kind() -> None:
    assert template("http://x.example/rl/2024-05.html?d=3&a=1") == template("http://x.example/rl/2019-11.html?a=9&d=1")
    assert template("http://x.example/a/1.html") != template("http://x.example/b/1.html")
    assert template("http://x.example/c/0a1b2c3d4e5f60718293a4b5c6d7e8f9.html") == template(
        "http://x.example/c/ffffffffffffffffffffffffffffffff.html"
    )


def test_a_calendar_without_end_is_left() -> None:
    assert exhaust(Patience(), scent.OPENNESS, "http://x.example/rl/{0}.html") == TEMPLATE_PATIENCE


def test_columns_of_reports_whose_addresses_are_numbers_are_all_tried() -> None:
    found = exhaust(Patience(), scent.COLUMN, "http://x.example/col/col{0}/index.html")
    assert found == PATIENCE[scent.COLUMN] > TEMPLATE_PATIENCE


@pytest.mark.parametrize("score", [scent.ORGANS, scent.NAVIGATION, scent.LAST])
def test_each_scent_has_its_own_patience(score: int) -> None:
    assert exhaust(Patience(), score, "http://x.example/{1}/") == PATIENCE[score]


def test_once_reports_were_found_the_rest_of_the_menu_is_hardly_tried() -> None:
    patience = Patience()
    patience.reward([])
    assert exhaust(patience, scent.NAVIGATION, "http://x.example/{1}/") == WEAK_AFTER_FRUIT
    assert exhaust(patience, scent.ORGANS, "http://x.example/{1}/") == PATIENCE[scent.ORGANS]


def test_what_led_to_a_report_was_worth_it() -> None:
    patience = Patience()
    for number in range(PATIENCE[scent.ORGANS]):
        patience.spend(scent.ORGANS, f"http://x.example/bm/{number}/")
    assert patience.refuses(scent.ORGANS, "http://x.example/zz/")
    patience.reward([(scent.ORGANS, "http://x.example/bm/9/"), (scent.COLUMN, "http://x.example/bm/9/nb/")])
    assert patience.refuses(scent.ORGANS, "http://x.example/zz/") is None


def test_the_pages_of_a_list_are_not_its_business() -> None:
    assert exhaust(Patience(), scent.FURTHER, "http://x.example/nb/index_{0}.html", most=300) == 300
