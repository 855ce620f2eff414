"""One spelling for an address: session ids, the order of a query and mirrors make many of it."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

PATH_SESSION = re.compile(r";jsessionid=[0-9A-Za-z.]*", re.IGNORECASE)
QUERY_SESSIONS = frozenset({"phpsessid", "sid", "jsessionid"})


def drop_session(target: str) -> str:
    path, mark, query = PATH_SESSION.sub("", target).partition("?")
    parts = [part for part in query.split("&") if part.partition("=")[0].lower() not in QUERY_SESSIONS]
    return path + (mark + "&".join(parts) if mark and parts != [""] and parts else "")


def spell_once(target: str, mirrors: Iterable[str] = ()) -> str:
    """The address all its twins share."""
    path, _, query = drop_session(target.partition("#")[0]).partition("?")
    for mirror in mirrors:
        if path.startswith(mirror + "/"):
            path = path.removeprefix(mirror)
    if path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    return path + (f"?{'&'.join(sorted(query.split('&')))}" if query else "")


def read_fields(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def spell_post(path: str, fields: dict[str, str]) -> str:
    """A posted form as one address, the way web archives write it."""
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}__wb_method=POST&{urlencode(fields)}"
