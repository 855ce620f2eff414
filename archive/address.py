"""Web addresses: what is one, and the one spelling under which it is known."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

LONGEST_KEY = 2000
"""Characters: PostgreSQL indexes no more than 2,704 bytes."""

CUT = "…"
"""Stands between the kept beginning of a longer key and its hash of 64 digits."""


def split_address(url: str) -> SplitResult | None:
    """The parts of an http or https address; None for everything else: no host, a port that is none, a user's name."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return parts if usable else None


_SESSION_NAMES = re.compile(r"jsessionid|phpsessid|aspsessionid[a-z]*|asp\.net_sessionid", re.I)
"""What servers call their session, whatever its value looks like."""
_ANYTHING = re.compile(".*", re.S)

_COLDFUSION = frozenset({"cfid", "cftoken"})
"""A session where both stand together; `cfid` alone may be what a portal calls a penalty (处罚)."""

_LOOSE_NAMES = frozenset({"sid", "sessid", "sessionid", "session_id", "session"})
"""Names of a session's id, or of a site's, a subject's: only a long opaque value tells."""

_OPAQUE = re.compile(r"(?=[^\d]*\d)(?=\d*[A-Za-z])[0-9A-Za-z_]{16,}")

_BUSTERS = (
    (frozenset({"_", "_t", "_dc", "t", "ts", "time", "timestamp", "rand", "random", "rnd", "r", "nocache"}),
     re.compile(r"1\d{12}|0\.\d{4,}")),
    (frozenset({"_", "_dc", "timestamp"}), re.compile(r"1\d{9}")),
    (frozenset({"rand", "random", "rnd", "nocache"}), re.compile(r"\d+")),
)  # fmt: skip
"""What scripts add so that no cache answers: milliseconds since 1970, `Math.random()`; `t=20210129` is a day."""

_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;?#]*", re.I)
_COOKIELESS = re.compile(r"/\((?:[AFS]\([0-9A-Za-z_-]{1,2000}\)){1,3}\)(?=/|$)")
"""ASP.NET puts the session into the path: `/(S(lit3py55t21z5v55vlm25s55))/list.aspx`."""

_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?::\d+)?(?:/(?!\.)[\w.~-]*)+", re.A)
"""What is its own key: most of the links of most portals."""

_PLAIN_QUERY = re.compile(rf"({_PLAIN.pattern})\?([\w.~-]+=[\w.~-]*(?:&[\w.~-]+=[\w.~-]*)*)", re.A)
"""Nothing of it is escaped: a key once its fields are in order."""


def url_key(url: str) -> str:
    """The spelling under which a URL stands in the ledger and in sightings: host in lower case, no fragment, query in
    order, escapes in one form, no session and no cache buster; what is too long for an index is cut and ends with its
    hash."""
    if len(url) <= LONGEST_KEY:
        if _PLAIN.fullmatch(url):
            return url
        if plain := _PLAIN_QUERY.fullmatch(url):
            return _order(*plain.groups())
    if len(url) == LONGEST_KEY - 35 and url[LONGEST_KEY - 100] == CUT:
        return url
    key = _canonical(url) if len(url) <= LONGEST_KEY else _canonical.__wrapped__(url)
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 100]}{CUT}{hashlib.sha256(key.encode(errors='replace')).hexdigest()}"


def _order(page: str, query: str) -> str:
    """As `_canonical`, a tenth of its time."""
    fields = sorted(tuple(field.split("=")) for field in query.split("&"))
    kept = _keep(["=".join(field) for field in fields])
    return f"{page}?{'&'.join(kept)}" if kept else page


@lru_cache(maxsize=1024)
def _canonical(url: str) -> str:
    """Kept for what is asked several times on the way of a link, and again on each page with the same menu: 60 µs."""
    try:
        canonical = canonicalize_url(url)
    except ValueError:
        return url
    key = drop_session(canonical)
    # Without its session a step of a path may be one that leads up.
    return key if key == canonical else _canonical.__wrapped__(key)


def leave_session(address: str) -> str:
    """An address, or that of a posted form, without a session, which will have ended when it is asked for again."""
    url, form = split_form(address)
    try:
        canonical = canonicalize_url(url)
    except ValueError:
        return address
    clean = drop_session(canonical)
    if clean == canonical or len(address) > LONGEST_KEY:
        return address
    return clean if form is None else form_address(clean, form)


def drop_session(url: str) -> str:
    """A canonical URL without what is another at each visit: the same page under another session is the same page."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    path = _COOKIELESS.sub("", _PATH_SESSION.sub("", parts.path)) or "/"
    query = "&".join(_keep(parts.query.split("&")))
    return url if (path, query) == (parts.path, parts.query) else urlunsplit(parts._replace(path=path, query=query))


def _keep(fields: list[str]) -> list[str]:
    """The fields of a query that belong to the page."""
    names = {field_name(field) for field in fields}
    dropped = _COLDFUSION if names >= _COLDFUSION else frozenset()
    return [field for field in fields if not (field_name(field) in dropped or is_session(field))]


def is_session(field: str) -> bool:
    """Whether a field of a query (`name=value`) is by itself a session's id or a cache buster."""
    name, _, value = field.partition("=")
    return any(values.fullmatch(unquote(value)) for values in _values_of_sessions(name))


@lru_cache(maxsize=1024)
def _values_of_sessions(name: str) -> tuple[re.Pattern[str], ...]:
    """What a field of that name, as it is written, has for a value where it is no part of the page. A portal has few
    names."""
    name = _read_name(name)
    if name in _LOOSE_NAMES:
        return (_OPAQUE,)
    if _SESSION_NAMES.fullmatch(name):
        return (_ANYTHING,)
    return tuple(values for names, values in _BUSTERS if name in names)


def field_name(field: str) -> str:
    return _read_name(field.partition("=")[0])


@lru_cache(maxsize=1024)
def _read_name(written: str) -> str:
    return unquote(written).lower()


FORM = "__wb_method=POST"
"""Marks a posted form in the query of an address, as tools that replay WARCs spell it."""


def form_address(url: str, fields: Iterable[tuple[str, str]]) -> str:
    """One address for a form posted to `url`: the marker and the form's fields at the end of the query."""
    spelled = "&".join([FORM, *(urlencode([field], errors="replace") for field in fields)])
    return f"{url}{'&' if '?' in url else '?'}{spelled}"


def split_form(address: str) -> tuple[str, list[tuple[str, str]] | None]:
    """What is asked for: the URL, and the fields to be posted to it; None where it is got."""
    url, marker, form = address.partition(FORM)
    if not marker or url[-1:] not in ("?", "&"):
        return address, None
    return url[:-1], parse_qsl(form.removeprefix("&"), keep_blank_values=True)
