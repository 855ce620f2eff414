"""One WARC record: its bytes as a gzip member of its own, made and read back."""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import DamagedRecordError
from archive.warc.answer import Answer, Earlier, Location, Remark
from archive.warc.coding import CodingError, read_codings, undo

LEVEL = 5
"""Of compression: on pages of portals files as small as with 9, in less than half of the time."""

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""The profile of a revisit that the host's word (304) makes one, and not its payload's digest (ISO 28500:2017 §6.7)."""

BODY = "Archive-Body"
"""Field of an answer whose body is not kept: `not kept; sha256:…; LENGTH bytes` of what came."""

CUT = "Archive-Truncated"
"""Field of a revisit: why the answer itself was cut. WARC-Truncated says there that the same payload was left off."""

END = b"\r\n\r\n"

SAID = b"json-metadata: "
"""The one field of a metadata record of ours; what it says is JSON on one line. Tools that index WARC files leave out
metadata of the type application/warc-fields, and take any other for what its address shows."""

Fields = Sequence[tuple[str, str | None]]
"""Names and values of header fields; those without a value are left out."""


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


# ---- making


def record_bytes(answer: Answer, *, record_id: str, earlier: Earlier | None = None, keep_body: bool = True) -> bytes:
    """One gzip member: a response, a revisit where an earlier record holds the same payload, or a resource. Without its
    body, where that is not kept, the record still has the body's digest."""
    digest = (earlier.sha1 if earlier else None) or payload_digest(answer.body)
    fields = [
        ("WARC-Type", "revisit" if earlier else "resource" if answer.status is None else "response"),
        ("WARC-Record-ID", f"<urn:uuid:{record_id}>"),
        ("WARC-Date", _warc_date(answer.fetched_at)),
        ("WARC-Target-URI", answer.url),
        ("WARC-Payload-Digest", digest),
        ("WARC-Truncated", _truncated(answer, earlier, keep_body=keep_body)),
        (CUT, answer.truncated if earlier else None),
        ("Archive-Crawl", answer.crawl),
        ("Archive-Discovered-From", answer.discovered_from),
        ("Archive-Open-Ended", "yes" if answer.is_open_ended else None),
        ("Archive-TLS", answer.tls),
        (BODY, None if keep_body else f"not kept; sha256:{payload_sha256(answer.body)}; {len(answer.body)} bytes"),
    ]
    if earlier:
        fields += [
            ("WARC-Profile", NOT_MODIFIED if earlier.sha1 else SAME_PAYLOAD),
            ("WARC-Refers-To", f"<urn:uuid:{earlier.record_id}>"),
            ("WARC-Refers-To-Target-URI", answer.url),
            ("WARC-Refers-To-Date", _warc_date(earlier.fetched_at)),
        ]
    body = answer.body if keep_body and not earlier else b""
    if answer.status is None:
        return _member(fields, answer.media, body)
    phrase = responses.get(answer.status, "")
    head = http_head(f"HTTP/1.1 {answer.status} {phrase}".rstrip(), answer.headers)
    return _member(fields, "application/http;msgtype=response", head + body)


def _truncated(answer: Answer, earlier: Earlier | None, *, keep_body: bool) -> str | None:
    """A payload that is left off since it is the same has to be told with "length" (ISO 28500:2017 §6.7.2)."""
    if earlier:
        return None if earlier.sha1 else "length"
    return answer.truncated or (None if keep_body else "unspecified")


def request_bytes(answer: Answer, form: bytes, *, record_id: str, answer_id: str) -> bytes:
    """One gzip member: the request that posted a form. Of its headers only those that say how to read the form."""
    parts = urlsplit(answer.url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(form))))
    fields = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<urn:uuid:{record_id}>"),
        ("WARC-Date", _warc_date(answer.fetched_at)),
        ("WARC-Target-URI", answer.url),
        ("WARC-Concurrent-To", f"<urn:uuid:{answer_id}>"),
        ("WARC-Payload-Digest", payload_digest(form)),
        ("Archive-Crawl", answer.crawl),
    ]
    head = http_head(f"POST {target} HTTP/1.1", headers)
    return _member(fields, "application/http;msgtype=request", head + form)


def remark_bytes(remark: Remark, *, record_id: str) -> bytes:
    """One gzip member: a metadata record."""
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<urn:uuid:{record_id}>"),
        ("WARC-Date", _warc_date(remark.made)),
        ("WARC-Target-URI", remark.url),
        ("WARC-Refers-To", remark.refers_to and f"<urn:uuid:{remark.refers_to}>"),
    ]
    return _member(fields, "application/warc-fields", SAID + remark.body + b"\r\n")


def info_bytes(name: str, told: Iterable[tuple[str, str]], *, record_id: str, made: datetime) -> bytes:
    """One gzip member: what is said of all records behind it."""
    standing = [
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "ISO 28500:2017"),
        (
            "description",
            "HTTP status lines and headers are as Scrapy gives them (order and case may differ), "
            "bodies are in their content encoding as received, transfer encoding undone.",
        ),
    ]
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<urn:uuid:{record_id}>"),
        ("WARC-Date", _warc_date(made)),
        ("WARC-Filename", name),
    ]
    return _member(fields, "application/warc-fields", _spell_fields([*told, *standing]))


def http_head(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Header values keep their bytes, which Scrapy hands on in Latin-1."""
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(map(_one_line, lines)).encode("latin-1", "replace") + END


def _member(fields: Fields, media: str | None, block: bytes) -> bytes:
    told = [
        *fields,
        ("WARC-Block-Digest", payload_digest(block)),
        ("Content-Type", media),
        ("Content-Length", str(len(block))),
    ]
    return _pack(b"WARC/1.1\r\n" + _spell_fields(told) + b"\r\n", block)


def _pack(head: bytes, block: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    return b"".join((packer.compress(head), packer.compress(block), packer.compress(END), packer.flush()))


def pack_again(member: bytes) -> bytes:
    """The gzip member of the same record as it is written here: the same bytes, where they were written here and with
    this zlib. A bit may flip in a member's header, or between the symbols of its compression, and its checksum holds.
    Raises DamagedRecordError."""
    try:
        plain = zlib.decompress(member, 31)
    except zlib.error as error:
        raise DamagedRecordError(f"no WARC record: {error}") from None
    head, end, rest = plain.partition(END)
    return _pack(head + end, rest[: -len(END)])


def _spell_fields(fields: Iterable[tuple[str, str | None]]) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields if value).encode("utf-8", "replace")


def _one_line(value: str) -> str:
    """What a portal says must not begin a field of its own."""
    return value.translate(_BREAKS)


_BREAKS = dict.fromkeys(map(ord, "\r\n\0"), " ")


def payload_digest(body: bytes) -> str:
    # SHA-1 in base32 is what WARC tools compare; our own proof is the sha256 in the database.
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def payload_sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# ---- reading back


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
