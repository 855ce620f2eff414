"""Web addresses: what is one, and the one spelling under which it is known."""

import hashlib
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from w3lib.url import canonicalize_url

LONGEST_KEY = 2000
"""Characters: PostgreSQL indexes no more than 2,704 bytes."""


def split_address(url: str) -> SplitResult | None:
    """The parts of an http or https address; None for everything else: no host, a port that is none, a user's name."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return parts if usable else None


def url_key(url: str) -> str:
    """The spelling under which a URL stands in the ledger and in sightings: host in lower case, no fragment, query in
    order, escapes in one form; what is too long for an index is cut and ends with its hash."""
    try:
        key = canonicalize_url(url)
    except ValueError:
        key = url
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 100]}…{hashlib.sha256(key.encode()).hexdigest()}"


FORM = "__wb_method=POST"
"""Marks a posted form in the query of an address, as tools that replay WARCs spell it."""


def form_address(url: str, fields: Iterable[tuple[str, str]]) -> str:
    """One address for a form posted to `url`: the marker and the form's fields at the end of the query."""
    return f"{url}{'&' if '?' in url else '?'}{'&'.join([FORM, *(urlencode([field]) for field in fields)])}"


def split_form(address: str) -> tuple[str, list[tuple[str, str]] | None]:
    """What is asked for: the URL, and the fields to be posted to it; None where it is got."""
    url, marker, form = address.partition(FORM)
    if not marker or url[-1:] not in ("?", "&"):
        return address, None
    return url[:-1], parse_qsl(form.removeprefix("&"), keep_blank_values=True)
