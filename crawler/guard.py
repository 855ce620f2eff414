"""What may be reached: http and https, and no private address unless GUARD_ALLOW names it.

A private, loopback or link-local address behind a public name is an attack on the network the crawler runs in.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from archive.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class GuardMiddleware:
    def __init__(self, allowed: tuple[Network, ...]) -> None:
        self._allowed = allowed
        self._judged: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(parse_networks(crawler.settings.get("GUARD_ALLOW") or ""))

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest with the reason. A name that does not resolve is left to the downloader, which says
        so better."""
        host = urlsplit(request.url).hostname or ""
        if host not in self._judged:
            self._judged[host] = refusal(await asyncio.to_thread(resolve, host), self._allowed)
        if reason := self._judged[host]:
            raise IgnoreRequest(f"guard: {host} is {reason}; GUARD_ALLOW can permit it")


def parse_networks(text: str) -> tuple[Network, ...]:
    """Raises UsageError naming the part that is neither an address nor a network."""
    networks = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise UsageError(f"GUARD_ALLOW: {part!r} is neither an address nor a network such as 10.0.0.0/8") from None
    return tuple(networks)


def refusal(addresses: Iterable[Address], allowed: tuple[Network, ...]) -> str | None:
    """Why none of these addresses may be reached, or None where all of them may."""
    for address in addresses:
        plain = getattr(address, "ipv4_mapped", None) or address
        if not plain.is_global and not any(plain in network for network in allowed if network.version == plain.version):
            return f"at the private address {plain}"
    return None


def resolve(host: str) -> tuple[Address, ...]:
    """The addresses a host stands for; none where its name does not resolve. Numbers such as 2130706433 are
    addresses too."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
