"""What may be reached: http and https, and no private address unless GUARD_ALLOW names it.

A private, loopback or link-local address behind a public name is an attack on the network the crawler runs in. So the
guard stands where names become addresses: what `GuardedResolver` lets through is the very address that is connected to.
A name that resolves otherwise when asked again, a redirect, 0x7f.1 for 127.0.0.1: all pass here.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from archive.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SCHEMES = ("http", "https")
TUNNELS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible, RFC 4291 2.5.5.1
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291 2.5.5.2
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of one's own, RFC 8215
        "2001::/32",  # Teredo, RFC 4380
        "2002::/16",  # 6to4, RFC 3056
        "192.88.99.0/24",  # relays of 6to4, RFC 7526
        "fec0::/10",  # site-local, RFC 3879
    )
)
"""Networks that Python's `is_global` lets pass in part, and that lead to another address than they name."""


class GuardMiddleware:
    """Refuses what no address has to be known for, and what a configured proxy would look up out of our sight."""

    def __init__(self, allowed: tuple[Network, ...]) -> None:
        self._allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(parse_networks(crawler.settings.get("GUARD_ALLOW") or ""))

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest with the reason."""
        parts = urlsplit(request.url)
        if parts.scheme not in SCHEMES:
            raise IgnoreRequest("scheme")
        if request.meta.get("proxy"):
            host = parts.hostname or ""
            if reason := refusal(await asyncio.to_thread(resolve, host), self._allowed):
                raise IgnoreRequest(explain_refusal(host, reason))


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver, which gives no address of a host that has one that may not be reached. `refused` keeps
    why, by host, since Twisted can only be told that there is no address."""

    def __init__(self, reactor: Any, allowed: tuple[Network, ...]) -> None:
        self._reactor = reactor
        self._inner: Any = reactor.nameResolver
        self._allowed = allowed
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        return cls(reactor, parse_networks(crawler.settings.get("GUARD_ALLOW") or ""))

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(self, receiver: Any, host: str, *more: Any, **named: Any) -> Any:  # noqa: N802 - Twisted's
        self.refused.pop(host, None)
        return self._inner.resolveHostName(_Receiver(receiver, partial(self._judge, host)), host, *more, **named)

    def _judge(self, host: str, found: list[Any]) -> list[Any]:
        reason = refusal([_parse(one.host) for one in found], self._allowed)
        if reason is None:
            return found
        self.refused[host] = reason
        return []


@implementer(IResolutionReceiver)
class _Receiver:
    """Waits for all addresses of a host before it hands on those that may be reached."""

    def __init__(self, receiver: Any, judge: Callable[[list[Any]], list[Any]]) -> None:
        self._receiver = receiver
        self._judge = judge
        self._found: list[Any] = []
        self.resolutionBegan = receiver.resolutionBegan
        self.addressResolved = self._found.append

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's
        for address in self._judge(self._found):
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def explain_refusal(host: str, reason: str) -> str:
    return f"guard: {host} is {reason}; GUARD_ALLOW can permit it"


def may_be_public(url: str) -> bool:
    """Whether an address is not one of this machine or a private network, as far as it tells without a name server."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return host != "localhost"


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
        if not is_public(address) and not _is_in(address, allowed):
            return f"at the private address {address}"
    return None


def is_public(address: Address) -> bool:
    """Whether it is a host's own address in the public internet."""
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not _is_in(address, TUNNELS)
    )


def resolve(host: str) -> tuple[Address, ...]:
    """The addresses a host stands for; none where its name does not resolve. Numbers such as 2130706433 are
    addresses too."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(_parse(str(entry[4][0])) for entry in found)


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _parse(address: str) -> Address:
    # fe80::1%eth0 names its interface.
    return ipaddress.ip_address(address.partition("%")[0])
