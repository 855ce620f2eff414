"""What the crawl command logs: as Scrapy writes it, or a JSON object a line; never a password, a cookie or an
Authorization header."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import quote, quote_plus

from scrapy.settings import BaseSettings
from scrapy.utils.log import _get_handler
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from twisted.logger import globalLogBeginner

HIDDEN = "***"
KEYS = ("password", "sslpassword")
"""Parameters of a PostgreSQL address that are secret."""

HEADERS = re.compile(r"\b((?:proxy-)?authorization|(?:set-)?cookie)\b(['\"]?\s*[:=]\s*)\S.*", re.I)
"""To the end of the line, as they stand in a request, in a dict of headers, or behind Scrapy's COOKIES_DEBUG."""
USER = re.compile(r"(://[^/\s:@]*):[^/\s@]+@")
PARAMETER = re.compile(rf"\b({'|'.join(KEYS)})=[^&\s'\"]+", re.I)

SHORT = 6
"""Characters below which a password may be part of any word, and is hidden only where it stands alone."""

logger = logging.getLogger(__name__)


class Discreet(logging.Formatter):
    """What another formatter writes, without secrets."""

    def __init__(self, inner: logging.Formatter | None, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()
        # The longest first: an encoded one may hold the plain one.
        words = [_pattern(secret) for secret in sorted(secrets, key=len, reverse=True)]
        self._secrets = re.compile("|".join(words)) if words else None

    def format(self, record: logging.LogRecord) -> str:
        return self.hide(self._inner.format(record))

    def hide(self, text: str) -> str:
        if self._secrets:
            text = self._secrets.sub(HIDDEN, text)
        text = HEADERS.sub(rf"\1\2{HIDDEN}", text)
        return PARAMETER.sub(rf"\1={HIDDEN}", USER.sub(rf"\1:{HIDDEN}@", text))


class JsonLines(Discreet):
    """{time, level, logger, message, crawl, portal, exc_info}; null where there is none. `time` is in UTC. In ASCII,
    which every encoding of a log file can hold."""

    crawl: str | None = None
    portal: str | None = None

    def format(self, record: logging.LogRecord) -> str:
        trace = self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else record.exc_text
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.hide(_message(record)),
            "crawl": self.crawl,
            "portal": self.portal,
            "exc_info": self.hide(trace) if trace else None,
        }
        return json.dumps(line)


def install(settings: BaseSettings) -> Discreet | None:
    """Write logs where Scrapy's settings say, in place of its own handler: that one is made anew for each crawl.
    Returns the formatter; None where the settings want no handler."""
    if not settings.getbool("LOG_INSTALL_ROOT_HANDLER"):
        return None
    handler = _get_handler(settings)  # type: ignore[arg-type]
    secrets = find_secrets(settings.get("ARCHIVE_DATABASE"))
    formatter = (JsonLines if settings.getbool("LOG_JSON") else Discreet)(handler.formatter, secrets)
    handler.setFormatter(formatter)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    # Twisted, until it is told where to log, writes what goes wrong to standard error too.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    if isinstance(formatter, JsonLines):
        sys.excepthook = _log_uncaught
    return formatter


def find_secrets(address: str | None) -> set[str]:
    """The passwords of a database's address, and that of the environment, in every spelling a log may show."""
    found = {os.environ.get("PGPASSWORD", "")}
    try:
        url = make_url(address or "")
        found |= {url.password or "", *(one for key in KEYS for one in url.normalized_query.get(key, ()))}
    except (ArgumentError, ValueError):
        # The command refuses such an address, and does not show it.
        pass
    found.discard("")
    return {spelling for secret in found for spelling in (secret, quote(secret, safe=""), quote_plus(secret))}


def say(message: str) -> None:
    """What the command tells on standard error; where JSON lines are written there, as one of them."""
    handlers = [handler for handler in logging.root.handlers if isinstance(handler.formatter, Discreet)]
    in_json = [handler for handler in handlers if isinstance(handler.formatter, JsonLines)]
    if in_json:
        logger.error("%s", message)
    if not any(type(handler) is logging.StreamHandler for handler in in_json):
        for handler in handlers:
            message = handler.formatter.hide(message)  # type: ignore[union-attr]
        print(f"scrapy crawl: {message}", file=sys.stderr)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        # A wrong call of logging is told as it stands.
        return f"{record.msg} {record.args}"


def _pattern(secret: str) -> str:
    return re.escape(secret) if len(secret) >= SHORT else rf"(?<!\w){re.escape(secret)}(?!\w)"


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logger.critical("stopped by an error that nothing caught", exc_info=(kind, error, trace))
