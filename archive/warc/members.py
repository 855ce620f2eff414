"""Every record of a WARC file, one after the other, also behind what is damaged.

WARC tools stop at damaged compression without a word, or take what is behind it for the end of the file.
"""

import hashlib
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import DamagedRecordError
from archive.warc.record import Record, parse_record

CHUNK = 1 << 16

PORTION, PORTION_BYTES = 200, 64 << 20
"""Records, and bytes of them as they are in the file, that are held at a time: attachments may have 100 MB each."""

MAGIC = b"\x1f\x8b\x08"
"""How a gzip member begins (RFC 1952 §2.3)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A gzip member whose checksum is right, and the record in it. `bytes`: as in the file."""

    offset: int
    bytes: bytes
    record: Record

    @property
    def end(self) -> int:
        return self.offset + len(self.bytes)


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes that are no whole record, and why. `is_torn`: the file ends before the record does."""

    offset: int
    end: int
    why: str
    is_torn: bool = False


def walk(path: Path, *, start: int = 0, end: int | None = None, starts: Sequence[int] = ()) -> Iterator[Member | Gap]:
    """The members of a file from `start` to `end`, and the gaps between them, without overlap and without a byte left
    out. `starts`, in order: where records are known to begin; behind damage one of them is gone to, or else to the
    next bytes that are a whole record. Raises OSError."""
    with path.open("rb") as file:
        end = min(file.seek(0, 2), end) if end is not None else file.seek(0, 2)
        at = start
        while at < end:
            found = _read_member(file, at, end)
            if isinstance(found, Gap):
                found = Gap(at, _resume(file, at, end, starts), found.why, found.is_torn)
                if found.end < end:
                    found = Gap(at, found.end, found.why)
            yield found
            at = found.end


def read_one(path: Path, offset: int) -> Member:
    """The record that begins there. Raises DamagedRecordError."""
    try:
        with path.open("rb") as file:
            found = _read_member(file, offset, file.seek(0, 2))
    except OSError as error:
        raise DamagedRecordError(f"{path}: {error.strerror}") from None
    if isinstance(found, Gap):
        raise DamagedRecordError(f"{path}: the record at {offset} is none: {found.why}")
    return found


def in_portions(members: Iterable[Member]) -> Iterator[list[Member]]:
    """Some at a time, never more in memory than PORTION says and the last of them."""
    portion: list[Member] = []
    held = 0
    for one in members:
        portion.append(one)
        held += len(one.bytes)
        if len(portion) == PORTION or held >= PORTION_BYTES:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion


def read_range(path: Path, start: int, end: int) -> Iterator[bytes]:
    """Fewer bytes where the file ends before. Raises OSError."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK, end - start))):
            start += len(chunk)
            yield chunk


def range_sha256(path: Path, start: int, end: int) -> str:
    """Of these bytes of a file. Raises OSError."""
    digest = hashlib.sha256()
    for chunk in read_range(path, start, end):
        digest.update(chunk)
    return digest.hexdigest()


def _read_member(file: BinaryIO, at: int, end: int) -> Member | Gap:
    file.seek(at)
    unpacker = zlib.decompressobj(31)
    raw: list[bytes] = []
    plain: list[bytes] = []
    left = end - at
    try:
        while not unpacker.eof and left:
            raw.append(file.read(min(CHUNK, left)))
            left -= len(raw[-1])
            if not raw[-1]:
                break
            plain.append(unpacker.decompress(raw[-1]))
    except zlib.error as error:
        return Gap(at, end, f"its compression is damaged ({str(error).removeprefix('Error -3 while ')})")
    if not unpacker.eof:
        return Gap(at, end, "it is cut off", is_torn=True)
    member = b"".join(raw)
    member = member[: len(member) - len(unpacker.unused_data)]
    try:
        return Member(at, member, parse_record(b"".join(plain)))
    except DamagedRecordError as error:
        return Gap(at, at + len(member), str(error))


def _resume(file: BinaryIO, at: int, end: int, starts: Sequence[int]) -> int:
    """Where to go on behind damage that begins at `at`."""
    known = bisect_right(starts, at)
    until = min(starts[known], end) if known < len(starts) else end
    for place in _find_magic(file, at + 1, until):
        if isinstance(_read_member(file, place, end), Member):
            return place
    return until


def _find_magic(file: BinaryIO, at: int, end: int) -> Iterator[int]:
    tail = b""
    while at < end:
        file.seek(at)
        chunk = tail + file.read(min(CHUNK, end - at))
        if len(chunk) == len(tail):
            return
        first = at - len(tail)
        found = chunk.find(MAGIC)
        while found >= 0:
            yield first + found
            found = chunk.find(MAGIC, found + 1)
        at = first + len(chunk)
        tail = chunk[-len(MAGIC) + 1 :]
