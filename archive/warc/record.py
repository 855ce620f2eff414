"""One WARC record as it is read back from the gzip member that holds it."""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import DamagedRecordError
from archive.warc.answer import Location
from archive.warc.coding import CodingError, read_codings, undo

BODY = "Archive-Body"
"""Field of an answer whose body is not kept: `not kept; sha256:…; LENGTH bytes` of what came."""

CUT = "Archive-Truncated"
"""Field of a revisit: why the answer itself was cut. WARC-Truncated says there that the same payload was left off."""

END = b"\r\n\r\n"

SAID = b"json-metadata: "
"""The one field of a metadata record of ours; what it says is JSON on one line. Tools that index WARC files leave out
metadata of the type application/warc-fields, and take any other for what its address shows."""


@dataclass(frozen=True, slots=True)
class Record:
    """`headers`: (name, value) as they stand there. `block`: the record's content; of an answer the HTTP head and the
    body."""

    headers: tuple[tuple[str, str], ...]
    block: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def type(self) -> str:
        return self.header("WARC-Type") or ""

    @property
    def id(self) -> str:
        """A UUID."""
        return _uuid(self.header("WARC-Record-ID"))

    @property
    def refers_to(self) -> str | None:
        return _uuid(self.header("WARC-Refers-To")) or None

    @property
    def date(self) -> datetime:
        """Raises DamagedRecordError."""
        told = self.header("WARC-Date") or ""
        try:
            return datetime.fromisoformat(told).astimezone(UTC)
        except ValueError:
            raise DamagedRecordError(f"{told[:40]!r} is no WARC-Date") from None

    @property
    def is_http(self) -> bool:
        return (self.header("Content-Type") or "").startswith("application/http")

    @property
    def has_payload(self) -> bool:
        """Whether the payload that its digest is of stands in it."""
        return self.type != "revisit" and self.header(BODY) is None

    @property
    def payload(self) -> bytes:
        """The body as received, still in its content encoding; empty for a revisit. Of a metadata record the JSON."""
        if self.is_http:
            return self.block.partition(END)[2]
        return self.block.removeprefix(SAID).rstrip(b"\r\n") if self.type == "metadata" else self.block

    @property
    def why_cut(self) -> str | None:
        """Why the answer was cut before it had come, in the words of WARC-Truncated; None where it was not."""
        told = self.header("WARC-Truncated")
        return self.header(CUT) or (None if self.type == "revisit" and told == "length" else told)

    @property
    def left_out(self) -> tuple[str, int] | None:
        """Sha256 and length of a body that was not kept; None where it was, or never was one."""
        told = re.fullmatch(r"not kept; sha256:([0-9a-f]{64}); (\d+) bytes", self.header(BODY) or "")
        return (told[1], int(told[2])) if told else None

    def read_head(self) -> tuple[int | None, tuple[tuple[str, str], ...]]:
        """Status and headers of an HTTP answer; None and nothing of what is none."""
        if not self.is_http:
            return None, ()
        first, *lines = self.block.partition(END)[0].decode("latin-1").split("\r\n")
        words = first.split(maxsplit=2)
        status = int(words[1]) if len(words) > 1 and words[1].isdecimal() else None
        return status, tuple(_split_fields(lines))


def _uuid(told: str | None) -> str:
    return (told or "").removeprefix("<urn:uuid:").rstrip(">")


def _split_fields(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.partition(":")
        yield name, value.strip()


def payload_digest(body: bytes) -> str:
    # SHA-1 in base32 is what WARC tools compare; our own proof is the sha256 in the database.
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def payload_sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def read_member(folder: Path, location: Location) -> bytes:
    """The record's bytes, proved equal to what was written. Raises DamagedRecordError."""
    path = folder / location.file
    try:
        with path.open("rb") as file:
            file.seek(location.offset)
            member = file.read(location.length)
    except OSError as error:
        raise DamagedRecordError(f"{path}: {error.strerror}") from None
    if len(member) < location.length:
        raise DamagedRecordError(
            f"{path}: the record at {location.offset} is cut off after {len(member)} of {location.length} bytes"
        )
    if hashlib.sha256(member).hexdigest() != location.sha256:
        raise DamagedRecordError(f"{path}: the record at {location.offset} is not what was written (sha256 differs)")
    return member


def open_record(member: bytes) -> Record:
    """The record that a gzip member holds. Raises DamagedRecordError where its compression, its head or its length is
    wrong."""
    try:
        return parse_record(zlib.decompress(member, 31))
    except zlib.error as error:
        raise DamagedRecordError(f"no WARC record: {error}") from None


def parse_record(plain: bytes) -> Record:
    """A record with its compression undone. Raises DamagedRecordError."""
    record = split_head(plain)
    told, length = record.header("Content-Length") or "", len(record.block) - len(END)
    if not record.block.endswith(END) or told != str(length):
        raise DamagedRecordError(f"the record has {length} bytes where its head says {told or 'nothing'}")
    return Record(record.headers, record.block[: -len(END)])


def split_head(plain: bytes) -> Record:
    """A record of which all may be there or only the first bytes; what ends it is part of its block. Raises
    DamagedRecordError."""
    head, _, rest = plain.partition(END)
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not first.startswith("WARC/1."):
        raise DamagedRecordError(f"no WARC record: it begins with {first[:20]!r}")
    return Record(tuple(_split_fields(lines)), rest)


def check_digests(record: Record) -> str | None:
    """What is wrong with the digests that stand in the record itself; None where they are there and right."""
    told = record.header("WARC-Block-Digest")
    if told is None:
        return "its WARC-Block-Digest is missing"
    if told != payload_digest(record.block):
        return "its block is not what its WARC-Block-Digest says"
    if record.type not in ("response", "resource", "revisit", "request"):
        return None
    told = record.header("WARC-Payload-Digest")
    if told is None:
        return "its WARC-Payload-Digest is missing"
    if record.has_payload and told != payload_digest(record.payload):
        return "its payload is not what its WARC-Payload-Digest says"
    return None


def read_payload(member: bytes) -> bytes:
    """The body as received, still in its content encoding; empty for a revisit. Raises DamagedRecordError."""
    return open_record(member).payload


def read_content(member: bytes) -> bytes:
    """The body with its content encoding undone. Raises DamagedRecordError."""
    return decode_payload(open_record(member))


def decode_payload(record: Record) -> bytes:
    """The payload with its content encoding undone. Raises DamagedRecordError where it is none."""
    headers = record.read_head()[1]
    codings = read_codings(value.encode() for name, value in headers if name.lower() == "content-encoding")
    try:
        return undo(record.payload, codings, max_size=0) if codings and record.payload else record.payload
    except CodingError as error:
        raise DamagedRecordError(str(error)) from None


def read_answer(member: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """The headers and the body as received of an answer. Raises DamagedRecordError."""
    record = open_record(member)
    return record.read_head()[1], record.payload
