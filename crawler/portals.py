"""A portal: the hosts of one organ's site, from a TOML file of facts or from nothing but a URL.

# crawler/portals/<name>.toml
title = "…"               what the site calls itself
url = "https://…"         where to begin: its home page, or a column of annual reports
division_code = "350128"  the division whose portal it is (GB/T 2260), settles organs whose name says no place
hosts = ["…"]             further hosts that belong to it
tls = { "…" = ["old"] }   what TLS cannot give at a host of it: "old" versions, "unverified" certificates
verified = 2026-01-31     when a person last compared it with the live site; absent: never
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from archive.address import split_address
from archive.errors import UsageError
from archive.report.divisions import find_code

LONGEST_SEED = 2000
ENDINGS = re.compile(r"(?:gov|com|org|net|edu|ac|mil|政务)(?:\.cn)?$|[a-z]{2}\.cn$")
FOLDER = Path(__file__).parent / "portals"
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")
KEYS: Mapping[str, type] = {
    "title": str,
    "url": str,
    "division_code": str,
    "hosts": list,
    "tls": dict,
    "verified": date,
}
WAIVERS = ("old", "unverified")
"""What a portal's file may allow a host: TLS 1.0, 1.1 and unsafe renegotiation; a certificate that proves nothing."""


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
    tls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def waived(self, host: str) -> tuple[str, ...]:
        """What the portal's file allows a host in TLS, without its port."""
        return self.tls.get(_ascii(host.lower()), ())

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
    if name not in names(folder):
        known = ", ".join(names(folder)) or "none"
        raise UsageError(
            f"no portal is named {name!r}. Known: {known}. A portal without a file is crawled with -a url=https://…"
        )
    facts = _read_facts(folder / f"{name}.toml")
    portal = from_url(facts["url"])
    return Portal(
        name=name,
        url=portal.url,
        domain=portal.domain,
        hosts=frozenset(organ_domain(f"http://{host}") for host in facts.get("hosts", [])),
        title=facts.get("title"),
        division_code=facts.get("division_code"),
        verified=facts.get("verified"),
        tls={_ascii(host.lower()): tuple(waivers) for host, waivers in facts.get("tls", {}).items()},
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


def _read_facts(file: Path) -> dict[str, Any]:
    """The facts of a file whose every key is right. UsageError with a line for each that is not."""
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from None
    faults = [fault for key, value in facts.items() if (fault := _fault(key, value))]
    faults += [] if "url" in facts else ["url is missing"]
    if faults:
        raise UsageError("\n".join(f"{file}: {fault}" for fault in faults))
    return facts


def _fault(key: str, value: Any) -> str | None:
    """What is wrong with one key of a file."""
    if key not in KEYS:
        return f"unknown key {key!r}; known are {', '.join(KEYS)}"
    # To Python a moment is a date too.
    if type(value) is not KEYS[key]:
        return f"{key} has to be a {KEYS[key].__name__}, not {value!r}"
    return CHECKS[key](value) if key in CHECKS else None


def _url_fault(url: str) -> str | None:
    try:
        from_url(url)
    except UsageError as error:
        return f"url: {error}"
    return None


def _code_fault(code: str) -> str | None:
    return None if find_code(code) else f"division_code {code!r} is no code of GB/T 2260 (six digits, as in 350128)"


def _hosts_fault(hosts: list[Any]) -> str | None:
    wrong = [host for host in hosts if not _is_host(host)]
    return f"hosts: {wrong[0]!r} is no host; write www.example.gov.cn, no http:// and no path" if wrong else None


def _tls_fault(hosts: dict[str, Any]) -> str | None:
    for host, waivers in hosts.items():
        if not _is_host(host) or ":" in host:
            return f"tls: {host!r} is no host; write www.example.gov.cn, no http://, no port and no path"
        if not isinstance(waivers, list) or not waivers or any(one not in WAIVERS for one in waivers):
            return f'tls: {host} has to be a list of "old" or "unverified" or both, not {waivers!r}'
    return None


def _is_host(host: Any) -> bool:
    return isinstance(host, str) and bool(HOST.fullmatch(host) and split_address(f"http://{host}"))


CHECKS: Mapping[str, Callable[[Any], str | None]] = {
    "title": lambda title: None if title.strip() else "title is empty",
    "url": _url_fault,
    "division_code": _code_fault,
    "hosts": _hosts_fault,
    "tls": _tls_fault,
}
