"""Content codings undone piece by piece, so that 2 KB that stand for a gigabyte never become one."""

import zlib
from collections.abc import Iterable, Iterator

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


def read_codings(values: Iterable[bytes]) -> list[str]:
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
