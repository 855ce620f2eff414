from pathlib import Path

import pytest

from archive.errors import UsageError
from crawler import portals


@pytest.mark.parametrize(
    "url",
    [
        "http://www.x.example/",
        "https://x.example",
        "http://m.x.example/a",
        "https://mzj.x.example/b",
        "https://www.x.example:443/",
    ],
)
def test_twins_and_departments_subdomains_belong_to_the_portal(url: str) -> None:
    assert portals.from_url("https://www.x.example/").holds(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "https://notx.example/",
        "http://www.x.example:8080/",
        "http://[::1",
        "mailto:a@x.example",
    ],
)
def test_other_hosts_and_ports_do_not(url: str) -> None:
    assert not portals.from_url("https://www.x.example/").holds(url)


@pytest.mark.parametrize(
    "url", ["", "x.example", "ftp://x.example/", "http://", "http://[::1", "javascript:alert(1)", "http://x:99999999/"]
)
def test_what_is_no_web_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(UsageError, match="is no web address"):
        portals.from_url(url)


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text('url = "https://x.example/"')
    with pytest.raises(UsageError, match=r"'nowhere'\. Known: known"):
        portals.from_name("nowhere", tmp_path)
    with pytest.raises(UsageError, match="no portal is named"):
        portals.from_name("../known", tmp_path)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('url = "https://x.example/"\ncolour = 1', "unknown key 'colour'"),
        ("title = 'x'", "url is missing"),
        ("url = 1", "url has to be a str"),
        ("url = =", "at line 1"),
        ('url = "x"', "is no web address"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "p.toml").write_text(toml)
    with pytest.raises(UsageError, match=said):
        portals.from_name("p", tmp_path)


@pytest.mark.parametrize("name", portals.names())
def test_the_portals_that_come_with_the_project_are_right(name: str) -> None:
    assert portals.from_name(name).url.startswith("http")
