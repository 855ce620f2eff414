"""A portal: the hosts of one organ's site, from a TOML file of facts or from nothing but a URL.

# crawler/portals/<name>.toml
title = "…"               what the site calls itself
url = "https://…"         where to begin: its home page, or a column of annual reports
division_code = "350128"  the division whose portal it is (GB/T 2260), settles organs whose name says no place
hosts = ["…"]             further hosts that belong to it
verified = 2026-01-31     when a person last compared it with the live site; absent: never
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.address import split_address
from archive.errors import UsageError

LONGEST_SEED = 2000
ENDINGS = re.compile(r"(?:gov|com|org|net|edu|ac|mil|政务)(?:\.cn)?$|[a-z]{2}\.cn$")
FOLDER = Path(__file__).parent / "portals"
KEYS: Mapping[str, type] = {"title": str, "url": str, "division_code": str, "hosts": list, "verified": date}


@dataclass(frozen=True, slots=True)
class Portal:
    """`domain` is the seed's host and port without www., m. or wap.; its subdomains belong to the portal."""

    name: str
    url: str
    domain: str
    hosts: frozenset[str] = frozenset()
    title: str | None = None
    division_code: str | None = None
    verified: date | None = None

    def holds(self, url: str) -> bool:
        host = organ_domain(url)
        return host == self.domain or host.endswith(f".{self.domain}") or host in self.hosts


def from_url(url: str) -> Portal:
    """Raises UsageError where `url` is no web address."""
    parts = split_address(url)
    if parts is None or len(url) > LONGEST_SEED:
        # Not repeated where it may hold a password.
        told = "the address with a user's name" if "@" in url else repr(url[:LONGEST_SEED])
        raise UsageError(f"{told} is no web address to crawl; write it as https://www.example.gov.cn/")
    whole = parts._replace(path=parts.path or "/").geturl()
    domain = organ_domain(whole)
    return Portal(name=domain, url=whole, domain=domain)


def from_name(name: str, folder: Path = FOLDER) -> Portal:
    """Raises UsageError where no portal has that name, naming those there are, or its file is wrong, naming the key."""
    file = folder / f"{name}.toml"
    if name not in names(folder):
        known = ", ".join(names(folder)) or "none"
        raise UsageError(
            f"no portal is named {name!r}. Known: {known}. A portal without a file is crawled with -a url=https://…"
        )
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from None
    _check(file, facts)
    portal = from_url(facts["url"])
    return Portal(
        name=name,
        url=portal.url,
        domain=portal.domain,
        hosts=frozenset(host.lower() for host in facts.get("hosts", [])),
        title=facts.get("title"),
        division_code=facts.get("division_code"),
        verified=facts.get("verified"),
    )


def names(folder: Path = FOLDER) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.toml"))


def organ_domain(url: str) -> str:
    """http and https, www and m are one site: the host, and a port that is not the scheme's own, without these
    prefixes.
    What then is only the ending of many names, as gov.cn, keeps its www. Empty for what is no web address."""
    parts = split_address(url)
    if parts is None:
        return ""
    host = _ascii((parts.hostname or "").rstrip("."))
    short = re.sub(r"^(?:www|m|wap)\.", "", host)
    host = short if "." in short and not ENDINGS.match(short) else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _check(file: Path, facts: Mapping[str, Any]) -> None:
    for key, value in facts.items():
        if key not in KEYS:
            raise UsageError(f"{file}: unknown key {key!r}; known are {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]):
            raise UsageError(f"{file}: {key} has to be a {KEYS[key].__name__}, not {value!r}")
    if "url" not in facts:
        raise UsageError(f"{file}: url is missing")
