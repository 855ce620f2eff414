"""Content codings undone piece by piece, so that 2 KB that stand for a gigabyte never become one.

In place of Scrapy's middleware, which takes a gzip that was cut for a whole one.
"""

import asyncio
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

CODINGS = ("gzip", "x-gzip", "deflate")
"""Those that are asked for, and that every WARC reader can undo."""
NO_CODING = ("", "identity")
MAX_CODINGS = 3
PIECE = 64 * 1024
GZIP = b"\x1f\x8b"


class CodingError(Exception):
    """The body is not what its Content-Encoding says. The message is the ledger's reason."""


class CodingTooLargeError(Exception):
    """It grows beyond the limit."""


class CodingMiddleware:
    def __init__(self, max_size: int) -> None:
        self._max_size = max_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Raises CodingError, and IgnoreRequest where the body is too large. What was cut on its way stays as it is:
        the judge of answers says so. An error page that cannot be undone is an error page."""
        codings = read_codings(response.headers.getlist("Content-Encoding"))
        if request.meta.get("keep_coding") or not codings or not response.body or "dataloss" in response.flags:
            return response
        max_size = request.meta.get("download_maxsize", self._max_size)
        try:
            body = await asyncio.to_thread(undo, response.body, codings, max_size)
        except CodingTooLargeError as error:
            raise IgnoreRequest(f"too_large: {error} (DOWNLOAD_MAXSIZE)") from error
        except CodingError:
            if response.status == HTTPStatus.OK:
                raise
            return response.replace(body=b"")
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)


def read_codings(values: list[bytes]) -> list[str]:
    """The codings of a body, the outermost last, as the header lists them (RFC 9110, 8.4)."""
    names = (name.strip().lower() for name in b",".join(values).decode("latin-1").split(","))
    return [name for name in names if name not in NO_CODING]


def undo(body: bytes, codings: list[str], max_size: int) -> bytes:
    """Raises CodingError, and CodingTooLargeError once there are more than `max_size` bytes."""
    whole = bytearray()
    for piece in _undo(body, codings):
        whole += piece
        if max_size and len(whole) > max_size:
            raise CodingTooLargeError(f"{len(body)} bytes become more than {max_size}")
    return bytes(whole)


def undo_head(body: bytes, codings: list[str], size: int) -> bytes:
    """The first `size` bytes. Raises CodingError where what is wrong stands before their end."""
    head = bytearray()
    for piece in _undo(body, codings):
        head += piece
        if len(head) >= size:
            break
    return bytes(head[:size])


def _undo(body: bytes, codings: list[str]) -> Iterator[bytes]:
    """Of what is inside several codings no more than a piece is held at a time."""
    if len(codings) > MAX_CODINGS:
        raise CodingError(f"bad_encoding: {len(codings)} codings, one inside the other")
    pieces: Iterator[bytes] = iter((body,))
    for coding in reversed(codings):
        if coding not in CODINGS:
            raise CodingError(f"bad_encoding: {coding[:40]!r} was not asked for")
        pieces = _inflate(pieces, coding)
    return pieces


def _inflate(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """A gzip may be several in a row (RFC 1952, 2.2); what else stands behind its end is none of it."""
    machine, ended, taken = None, False, 0
    for piece in pieces:
        data = piece
        while data:
            if ended and not (coding != "deflate" and data.startswith(GZIP)):
                return
            if machine is None or ended:
                machine, ended = zlib.decompressobj(_window(coding, data)), False
            try:
                out = machine.decompress(data, PIECE)
            except zlib.error as error:
                raise CodingError(f"bad_encoding: no {coding}, {error}") from None
            taken += len(data)
            if out:
                yield out
            ended = machine.eof
            data = machine.unused_data if ended else machine.unconsumed_tail
            taken -= len(data)
        # What zlib still holds back comes without more input.
        while machine is not None and not ended and (out := _more(machine, coding)):
            yield out
            ended = machine.eof
    if not ended:
        raise CodingError(f"truncated_encoding: the {coding} has no end after {taken} bytes")


def _more(machine: "zlib._Decompress", coding: str) -> bytes:
    try:
        return machine.decompress(b"", PIECE)
    except zlib.error as error:
        raise CodingError(f"bad_encoding: no {coding}, {error}") from None


def _window(coding: str, data: bytes) -> int:
    """zlib's wbits. Some servers send deflate without the zlib header that RFC 9110, 8.4.1.2 asks for."""
    if coding != "deflate":
        return 31
    return zlib.MAX_WBITS if data[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS
