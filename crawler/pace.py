"""How a host is asked: how long it is left alone after each answer, when it says that it is busy, and when it fails.

Nothing is asked or awaited here. Durations are seconds; moments are seconds of one clock that never goes back.
"""

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from scrapy.exceptions import IgnoreRequest

from archive.ledger import State

LONGEST_PAUSE = 60.0
"""Between two requests, unless DOWNLOAD_DELAY is longer. Crawl-delay is no part of RFC 9309; at more than a minute a
portal of 3,000 pages takes days, and such values are milliseconds as often as they are meant."""
SPREAD = 1.5
"""Each pause is up to so many times as long as it has to be, never shorter, so that crawls do not march in step."""
QUICKEST = 0.05
"""What is doubled where a host is in trouble and there is no delay to speak of."""
SMOOTHING = 0.3
"""The share of the last answer in how slow a host is held to be."""
STRAINED, EASED, MOST_STRAIN = 2.0, 0.8, 64.0
"""By how much pauses grow with each answer of a host in trouble, and what each good one leaves of that."""
PATIENCE = 60
"""Delays that a request waits for a host: two minutes, where the delay is two seconds."""
LONGEST_BUSY = 6 * 3600.0
"""No Retry-After is longer. Some servers send the year 9999."""

FAILURES = 5
"""Failures in a row after which a host rests."""
PAGE_FAULT = 0.25
"""What an answer 500 counts as: in most cases one page is broken, and lists may have twenty of them."""
REST, RESTS_GROW, LONGEST_REST = 30, 5, 3600.0
"""Delays that the first rest lasts, a minute where the delay is two seconds, and by what the next ones grow. The first
is waited for."""

CHALLENGE = 521
"""How a firewall asks for a browser: the host is well."""


class NotNowError(IgnoreRequest):
    """An address that is not asked for, though it may be later: state and reason for the ledger, and the moment from
    which on it may be asked, None where nobody knows."""

    def __init__(self, reason: str, next_at: datetime | None = None, state: State = "failed") -> None:
        super().__init__(reason)
        self.next_at = next_at
        self.state: State = state


class RestingError(NotNowError):
    """The whole host is not asked."""


class StoppedError(IgnoreRequest):
    """The crawl ends before the address had its turn, which it keeps."""


@dataclass(slots=True)
class Pace:
    """`name` is one of the addresses of the host, or its name. `since`: when the last answer ended."""

    name: str
    delay: float
    since: float
    crawl_delay: float = 0
    latency: float = 0
    strain: float = 1
    spread: float = SPREAD
    busy_until: float = 0
    busy_why: str = ""
    failures: float = 0
    rests: int = 0
    down_until: float = 0
    down_why: str = ""

    def pause(self) -> float:
        """From the end of an answer to the next request: a server then has that long without us, however long it takes
        to answer. As long as its answers took to begin, so that it is ours for half of the time at the most."""
        pause = max(self.delay, self.crawl_delay, self.latency)
        if self.strain > 1:
            pause = max(pause, QUICKEST) * self.strain
        return max(self.delay, min(pause, LONGEST_PAUSE))

    def allowed(self) -> float:
        """The moment from which on the host may be asked."""
        return max(self.since + self.pause() * self.spread, self.busy_until)

    def due(self) -> float:
        """The moment of the next request."""
        return max(self.allowed(), self.down_until)

    def resting(self, now: float) -> tuple[str, str, float] | None:
        """Word, particulars and end of a rest that is too long to be waited for."""
        until, told = max((self.busy_until, f"busy {self.busy_why}"), (self.down_until, f"host_down {self.down_why}"))
        word, _, why = told.partition(" ")
        return (word, why, until) if until - now > PATIENCE * self._unit() else None

    def hold_back(self, until: float, why: str) -> None:
        """Not before that moment."""
        self.busy_until, self.busy_why = max((self.busy_until, self.busy_why), (until, why))

    def begin(self, now: float) -> None:
        self.since, self.spread = now, random.uniform(1, SPREAD)  # noqa: S311 - no secret

    def answered(self, now: float, status: int, latency: float, retry_after: float | None = None) -> None:
        """`latency`: until the answer began. A large file may take long, and its host be quick."""
        self.begin(now)
        self.latency += (latency - self.latency) * SMOOTHING
        if retry_after and status >= HTTPStatus.MULTIPLE_CHOICES:
            self.hold_back(now + retry_after, f"http {status}")
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            self.strain = min(self.strain * STRAINED, MOST_STRAIN)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR or status == CHALLENGE:
            self.failures = self.rests = 0
            if status != HTTPStatus.TOO_MANY_REQUESTS:
                self.strain = max(self.strain * EASED, 1)
        else:
            self._count(now, PAGE_FAULT if status == HTTPStatus.INTERNAL_SERVER_ERROR else 1, f"http {status}")

    def failed(self, now: float, why: str) -> None:
        """Nothing came, or nothing that is HTTP."""
        self.begin(now)
        self.strain = min(self.strain * STRAINED, MOST_STRAIN)
        self._count(now, 1, why)

    def back_off(self, times: int) -> float:
        """How long a request waits that is to be tried again for the `times`-th time."""
        return min(self._unit() * 2.0**times, LONGEST_PAUSE) * random.uniform(1, SPREAD)  # noqa: S311 - no secret

    def _count(self, now: float, weight: float, why: str) -> None:
        self.failures += weight
        if self.failures >= FAILURES:
            self.down_until = now + min(REST * self._unit() * float(RESTS_GROW) ** self.rests, LONGEST_REST)
            self.down_why = why
            self.rests += 1

    def _unit(self) -> float:
        return max(self.delay, QUICKEST)


def parse_retry_after(value: str, date: str, now: datetime) -> float | None:
    """Seconds, from a number or an HTTP date (RFC 9110 §10.2.3), which is taken by the server's own clock where its
    Date tells it. None where it is neither, or is over."""
    if re.fullmatch(r"\d+", value.strip(), re.ASCII):
        seconds = float(value.strip()[:9])
    elif until := _read_date(value):
        seconds = (until - (_read_date(date) or now)).total_seconds()
    else:
        return None
    return min(seconds, LONGEST_BUSY) if seconds > 0 else None


def _read_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)
