"""What the crawl command logs: as Scrapy writes it, or a JSON object a line; discreetly, as `archive.logs` says."""

import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType

from scrapy.settings import BaseSettings
from scrapy.utils.log import _get_handler
from twisted.logger import globalLogBeginner

from archive import logs
from archive.logs import Discreet, find_secrets

logger = logging.getLogger(__name__)


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
    address = settings.get("ARCHIVE_DATABASE")
    if not settings.getbool("LOG_INSTALL_ROOT_HANDLER"):
        logs.install(address)
        return None
    handler = _get_handler(settings)  # type: ignore[arg-type]
    formatter = (JsonLines if settings.getbool("LOG_JSON") else Discreet)(handler.formatter, find_secrets(address))
    handler.setFormatter(formatter)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    # Twisted, until it is told where to log, writes what goes wrong to standard error too.
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    sys.excepthook = _log_uncaught if isinstance(formatter, JsonLines) else formatter.tell_uncaught
    return formatter


def say(message: str) -> None:
    """What the command tells on standard error; where JSON lines are written there, as one of them."""
    handlers = [handler for handler in logging.root.handlers if isinstance(handler.formatter, Discreet)]
    in_json = [handler for handler in handlers if isinstance(handler.formatter, JsonLines)]
    if in_json:
        logger.error("%s", message)
    if not any(type(handler) is logging.StreamHandler for handler in in_json):
        for handler in handlers:
            message = handler.formatter.tell(message)  # type: ignore[union-attr]
        print(f"scrapy crawl: {message}", file=sys.stderr)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        # A wrong call of logging is told as it stands.
        return f"{record.msg} {record.args}"


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logger.critical("stopped by an error that nothing caught", exc_info=(kind, error, trace))
