import pytest

from archive.errors import UsageError
from crawler.guard import parse_networks, refusal, resolve


def judge(host: str, allow: str = "") -> str | None:
    return refusal(resolve(host), parse_networks(allow))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "::1",
        "::ffff:127.0.0.1",
        "169.254.169.254",
        "10.1.2.3",
        "0.0.0.0",
        "fe80::1",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    assert "private address" in (judge(host) or "")


def test_what_guard_allow_names_may_be_reached_and_nothing_else() -> None:
    assert judge("127.0.0.1", "127.0.0.1") is None
    assert judge("10.1.2.3", "10.1.0.0/16, 127.0.0.1") is None
    assert judge("127.0.0.2", "127.0.0.1") is not None


def test_public_addresses_may_be_reached() -> None:
    assert judge("1.1.1.1") is None


def test_a_wrong_network_is_named() -> None:
    with pytest.raises(UsageError, match=r"'10\.0\.0/8' is neither"):
        parse_networks("127.0.0.1,10.0.0/8")
