import re
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
        ('url = "x"', "url: 'x' is no web address"),
        ('url = "https://x.example/"\ntitle = " "', "title is empty"),
        ('url = "https://x.example/"\ndivision_code = "350199"', "division_code '350199' is no code of GB/T 2260"),
        ('url = "https://x.example/"\ndivision_code = "平潭"', "division_code '平潭' is no code"),
        ('url = "https://x.example/"\ndivision_code = 350128', "division_code has to be a str, not 350128"),
        ('url = "https://x.example/"\nhosts = "y.example"', "hosts has to be a list"),
        ('url = "https://x.example/"\nhosts = ["y.example", "http://z.example/"]', "hosts: 'http://z.example/' is no"),
        ('url = "https://x.example/"\nhosts = ["y.example/a"]', "hosts: 'y.example/a' is no host"),
        ('url = "https://x.example/"\nhosts = ["y.example:99999"]', "hosts: 'y.example:99999' is no host"),
        ('url = "https://x.example/"\nhosts = [1]', "hosts: 1 is no host"),
        ('url = "https://x.example/"\nverified = "2026-01-31"', "verified has to be a date"),
        ('url = "https://x.example/"\nverified = 2026-01-31T08:00:00', "verified has to be a date"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "p.toml").write_text(toml)
    with pytest.raises(UsageError, match=said):
        portals.from_name("p", tmp_path)


def test_every_key_that_is_wrong_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('url = "x"\ncolour = 1\ntitle = ""')
    with pytest.raises(UsageError) as told:
        portals.from_name("p", tmp_path)
    lines = str(told.value).splitlines()
    assert [line.partition("p.toml: ")[2].split()[0] for line in lines] == ["url:", "unknown", "title"]


@pytest.mark.parametrize("spelling", ["y.example", "www.y.example", "WWW.Y.Example", "m.y.example"])
def test_a_further_host_belongs_to_the_portal_with_its_twins(tmp_path: Path, spelling: str) -> None:
    (tmp_path / "p.toml").write_text(f'url = "https://x.example/"\nhosts = ["{spelling}"]')
    portal = portals.from_name("p", tmp_path)
    assert portal.holds("http://y.example/") and portal.holds("https://www.y.example/a")
    assert not portal.holds("https://other.y.example/")


@pytest.mark.parametrize("name", portals.names())
def test_the_portals_that_come_with_the_project_are_right(name: str) -> None:
    portal = portals.from_name(name)
    assert portal.title and portal.url.startswith("http")
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name)
    assert portal.domain.endswith("gov.cn") and portal.holds(portal.url)
