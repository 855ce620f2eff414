"""CDXJ, the index that replay tools ask: a line for each record that can be shown, sorted by address and moment.

    cn,gov,example)/a/t1.html 20210129040000 {"url": …, "mime": …, "status": …, "digest": …, "length": …, …}

The first word is the address as a sort-friendly key (SURT), so that the pages of a host, and the hosts of a domain,
stand together; addresses with one key are one page to whoever replays them. As pywb and cdxj-indexer make them.
"""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from archive.warc.members import Gap, Member, walk
from archive.warc.record import Record

SHOWN = ("response", "revisit", "resource")

DEFAULT_PORTS = {b"http": b"80", b"https": b"443"}

PARTS = re.compile(rb"(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?", re.S)
"""Scheme, authority, path and query (RFC 3986, appendix B)."""

NUMBERS = re.compile(rb"\d+(\.\d+){0,3}")
"""A host that is an IPv4 address, in whatever way it is written."""

PATH_SESSION = re.compile(rb"(.*/)\((?:[0-9a-z]{24}|(?:[a-z]\([0-9a-z]{24}\))+)\)/([^?]+\.aspx.*)", re.S)
QUERY_SESSIONS = [
    re.compile(rb"(.*)" + session + rb"(?:&(.*))?", re.I | re.S)
    for session in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"ASPSESSIONID[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
]

READABLE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"


def lines(path: Path) -> Iterator[str | Gap]:
    """A line for each answer and each file handed in, as they stand in a WARC file, and what of it is damaged. Raises
    OSError."""
    for found in walk(path):
        if isinstance(found, Gap):
            yield found
        elif found.record.type in SHOWN:
            yield spell(found, path.name)


def spell(member: Member, name: str) -> str:
    record = member.record
    url = record.header("WARC-Target-URI") or ""
    status, headers = record.read_head()
    told = {
        "url": url,
        "mime": _media(record, headers),
        "status": str(status) if status is not None else None,
        "digest": record.header("WARC-Payload-Digest"),
        "length": str(len(member.bytes)),
        "offset": str(member.offset),
        "filename": name,
    }
    known = json.dumps({key: value for key, value in told.items() if value})
    return f"{surt(url)} {record.date:%Y%m%d%H%M%S} {known}\n"


def address_of(line: str) -> str:
    """The address that a line of an index is about, as it was asked for."""
    return str(json.loads(line.split(" ", 2)[2])["url"])


def _media(record: Record, headers: tuple[tuple[str, str], ...]) -> str | None:
    if record.type == "revisit":
        return "warc/revisit"
    told = next((value for key, value in headers if key.lower() == "content-type"), "")
    return re.split(r"[;\s]", told if record.is_http else record.header("Content-Type") or "", maxsplit=1)[0] or None


def surt(url: str) -> str:
    """The key of an address: `http://www.example.cn:80/B/?y=1&x=2#z` is `cn,example)/b?x=2&y=1`."""
    told = re.sub(rb"[\n\r\t]", b"", url.encode("utf-8", "replace").strip())
    if not re.match(rb"[a-zA-Z][a-zA-Z0-9+.-]*:", told):
        told = b"http://" + told
    told = re.sub(rb"^(?:https?://)*(https?://)", rb"\1", told)
    scheme, authority, path, query = (part or b"" for part in PARTS.match(told).groups())  # type: ignore[union-attr]
    if not authority and scheme.startswith(b"http"):
        authority, _, path = path.lstrip(b"/").partition(b"/")
        path = b"/" + path
    host, port = _split_host(authority)
    if not host:
        return f"{scheme.decode()}:{_escape(path).decode()}"
    key = b",".join(reversed(_clean_host(host).split(b".")))
    if port and port != DEFAULT_PORTS.get(scheme.lower()):
        key += b":" + port
    cleaned = _clean_query(query)
    return (key + b")" + _clean_path(path) + (b"?" + cleaned if cleaned else b"")).decode()


def _split_host(authority: bytes) -> tuple[bytes, bytes]:
    place = authority.rpartition(b"@")[2].rstrip(b":")
    found = re.fullmatch(rb"(\[[^\]]*\]|[^:]*):(\d+)", place)
    host, port = (found[1], found[2].lstrip(b"0")) if found else (place, b"")
    return host.strip(b"[]").lower(), port


def _clean_host(told: bytes) -> bytes:
    host = _unescape(told)
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    if host.isdigit():
        return socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4, "big")).encode()
    if NUMBERS.fullmatch(host):
        with suppress(OSError):
            return socket.inet_ntoa(socket.inet_aton(host.decode())).encode()
    return re.sub(rb"^www\d*\.", b"", _escape(host.lower()))


def _clean_path(told: bytes) -> bytes:
    """Its steps, without `.`, `..` and empty ones, in lower case, without ASP.NET's session."""
    steps: list[bytes] = []
    for step in _unescape(told).split(b"/")[1:]:
        if step == b".." and steps:
            steps.pop()
        elif step != b".":
            steps.append(step)
    kept = [step for step in steps[:-1] if step] + steps[-1:]
    path = _escape(b"/" + b"/".join(kept)).lower()
    if found := PATH_SESSION.fullmatch(path):
        path = found[1] + found[2]
    return path.removesuffix(b"/") or b"/"


def _clean_query(told: bytes) -> bytes:
    query = _escape(_unescape(told))
    for pattern in QUERY_SESSIONS:
        if found := pattern.fullmatch(query):
            query = found[1] + (found[2] or b"")
    return b"&".join(b"=".join(one) for one in sorted(one.split(b"=", 1) for one in query.lower().split(b"&")))


def _unescape(told: bytes) -> bytes:
    while (undone := unquote_to_bytes(told)) != told:
        told = undone
    return told


def _escape(told: bytes) -> bytes:
    return quote_from_bytes(told, safe=READABLE).encode()
