"""What is told on standard error and in logs: no password, cookie or Authorization header, and nothing that a terminal
obeys or that looks like a line of its own."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import quote, quote_plus, unquote, unquote_plus

HIDDEN = "***"

SECRETS = ("password", "sslpassword")
"""Parameters of a PostgreSQL address that are secret."""

PASSWORDS = (
    re.compile(r"//[^:/?@]*:([^@]*)@"),
    # In an address that is wrong, up to the last @; in one without a scheme.
    re.compile(r"//[^:/?@]*:(.*)@", re.S),
    re.compile(r"^(?:[\w+]*:/)?[^:/?@]+:(?!/)(.*)@", re.S),
    re.compile(rf"[?&](?:{'|'.join(SECRETS)})=([^&]*)", re.I),
)

SHOWN = (
    # To the end of the line, as they stand in a request, in a dict of headers, or behind Scrapy's COOKIES_DEBUG.
    (re.compile(r"\b((?:proxy-)?authorization|(?:set-)?cookie)\b(['\"]?\s*[:=]\s*)\S.*", re.I), rf"\1\2{HIDDEN}"),
    # To the last @ of the line: in an address that is wrong a password holds what it should not.
    (re.compile(r"(\bpostgres[\w+]*://[^:/?@\n]*):.*@", re.I), rf"\1:{HIDDEN}@"),
    (re.compile(r"(://[^/\s:@]*):[^/\s@]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(rf"\b({'|'.join(SECRETS)})=[^&\s'\"]+", re.I), rf"\1={HIDDEN}"),
)
"""What is secret by where it stands, and what is left of it."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves a terminal's cursor, colours it, turns its text round or ends a line, but tab and line feed; surrogates,
which no terminal is given."""

SHORT = 6
"""Characters below which a password may be part of any word, and is hidden only where it stands alone."""


class Discreet(logging.Formatter):
    """What another formatter writes, without secrets. Lines after a record's first are indented: what a page says is
    no record of its own."""

    def __init__(self, inner: logging.Formatter | None, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()
        # The longest first: an encoded one may hold the plain one.
        words = [_pattern(secret) for secret in sorted(secrets, key=len, reverse=True)]
        self._secrets = re.compile("|".join(words)) if words else None

    def format(self, record: logging.LogRecord) -> str:
        return self.tell(self._inner.format(record)).rstrip().replace("\n", "\n    ")

    def hide(self, text: str) -> str:
        if self._secrets:
            text = self._secrets.sub(HIDDEN, text)
        for pattern, left in SHOWN:
            text = pattern.sub(left, text)
        return text

    def tell(self, text: str) -> str:
        """What may be written to a terminal."""
        return escape_controls(self.hide(text))

    def tell_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """In place of sys.excepthook."""
        print(self.tell(self.formatException((kind, error, trace))), file=sys.stderr)


def install(address: str | None) -> Discreet:
    """For a command that keeps no log: warnings, and what nothing caught, on standard error. `address`: its
    database's."""
    formatter = Discreet(None, find_secrets(address))
    if logging.lastResort:
        logging.lastResort.setFormatter(formatter)
    sys.excepthook = formatter.tell_uncaught
    return formatter


def find_secrets(address: str | None) -> set[str]:
    """The passwords of a database's address, and that of the environment, in every spelling a log may show."""
    found = {os.environ.get("PGPASSWORD", ""), *find_passwords(address or "")} - {""}
    return {spelling for secret in found for spelling in _spell(secret)}


def find_passwords(address: str) -> set[str]:
    """In a database's address, as they are written and as they are meant; also where the address is wrong."""
    written = [one for pattern in PASSWORDS for one in pattern.findall(address)]
    return {spelled for one in written for spelled in (one, unquote(one), unquote_plus(one)) if spelled}


def escape_controls(text: str) -> str:
    r"""With \u001b for an escape character, and so on, which JSON stays the same by."""
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _spell(secret: str) -> tuple[str, ...]:
    """As it is; in an address, as SQLAlchemy writes one too; in a literal of Python and of JSON."""
    encoded = (quote(secret, safe=""), quote(secret, safe=" +"), quote_plus(secret))
    return (secret, *encoded, repr(secret)[1:-1], json.dumps(secret)[1:-1])


def _pattern(secret: str) -> str:
    return re.escape(secret) if len(secret) >= SHORT else rf"(?<!\w){re.escape(secret)}(?!\w)"
