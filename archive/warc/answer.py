"""What WARC records are made of, and where they lie."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Truncated = Literal["disconnect", "length", "time"]
"""Why a body is cut, in the words of WARC-Truncated (WARC 1.1, 5.13): its connection was lost, or it was over a limit
of size or of time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal said, or what an operator handed in (then `status` is None). `form`: the posted body that was
    answered, application/x-www-form-urlencoded; None where the URL was got. `truncated`: why the body is cut.
    `is_open_ended`: nothing but the end of the connection says that it is not. `tls`: what that host was allowed to do
    without."""

    url: str
    body: bytes
    fetched_at: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media: str | None = None
    discovered_from: str | None = None
    crawl: str | None = None
    form: bytes | None = None
    truncated: Truncated | None = None
    is_open_ended: bool = False
    tls: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, in whatever case it is written."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record that already holds the payload of a revisit. `sha1` is the payload's digest, where an answer without
    one (304) stands for it."""

    record_id: str
    fetched_at: datetime
    sha1: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said beside what was captured: `body` is JSON, `refers_to` the id of the record it is about, where it is
    about one (ISO 28500:2017 §6.4: metadata). `url`: what it is about."""

    url: str
    body: bytes
    made: datetime
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record lies: bytes `offset` to `offset + length` of `file`, and the sha256 of exactly these bytes."""

    file: str
    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one run appended to a file: bytes `start` to `end`, and the sha256 of exactly these bytes."""

    file: str
    start: int
    end: int
    sha256: str
