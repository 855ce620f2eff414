"""The WARC folder: every answer as it came, for as long as the archive lives.

    warcs/
    └── 20260131T081502Z-4f1c2a.warc.gz     one file a run and gigabyte; named after when and by which run it was begun
        ├── warcinfo                        who wrote it, with what, and what the records below are and are not
        ├── response                        an answer: status and headers as Scrapy gives them, body as received
        ├── request                         behind the answer to a posted form, which it names: what was posted
        ├── revisit                         the same payload as an earlier record of the same URL, which it names: as
        │                                   its bytes say, or the host (304)
        ├── resource                        a file an operator handed in
        └── metadata                        what a person says of a record, which it names (`archive.corrections`)

One gzip member a record (as ISO 28500 recommends), so that a record can be read by offset and length alone. `append`
returns after fsync:
a row that names a record is written only then. Extension fields of ours: `Archive-Crawl`, `Archive-Discovered-From`,
`Archive-TLS` (what a person allowed that host to do without: "old", "unverified").
"""

import base64
import gzip
import hashlib
import io
import os
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import DamagedRecordError, StorageError
from archive.home import make_folder

ROTATE_AT = 1_000_000_000
"""Bytes after which a new file is begun: 1 GB, the size that ISO 28500 recommends."""

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""The profile of a revisit that the host's word (304) makes one, and not its payload's digest (ISO 28500:2017 §6.7)."""

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
class Location:
    """Where a record lies: bytes `offset` to `offset + length` of `file`, and the sha256 of exactly these bytes."""

    file: str
    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record that already holds the payload of a revisit. `sha1` is the payload's digest, where an answer without
    one (304) stands for it."""

    record_id: str
    fetched_at: datetime
    sha1: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a record that is kept already: `body` is JSON, `refers_to` the id of the record (ISO 28500:2017
    §6.4: metadata)."""

    url: str
    body: bytes
    made: datetime
    refers_to: str


@dataclass(frozen=True, slots=True)
class KeptRemark:
    """A remark as it stands in a WARC file."""

    record_id: str
    location: Location
    body: bytes


def payload_sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


class WarcWriter:
    """Appends records to files of its own in `folder`; made on the first record. Not for use by two threads."""

    def __init__(self, folder: Path, *, info: Iterable[tuple[str, str]] = (), rotate_at: int = ROTATE_AT) -> None:
        self._folder = folder
        self._info = dict(info)
        self._rotate_at = rotate_at
        self._file: BinaryIO | None = None
        self._name = ""

    def append(self, answer: Answer, *, earlier: Earlier | None = None) -> tuple[str, Location]:
        """The new record's id (a UUID) and place, once its bytes are on disk, and those of the request that posted its
        form. Raises StorageError where they cannot be."""
        record_id = str(uuid.uuid4())
        member = record_bytes(answer, record_id=record_id, earlier=earlier)
        posted = b"" if answer.form is None else request_bytes(answer, answer.form, answer_id=record_id)
        return record_id, self._keep(member, posted)

    def remark(self, remark: Remark) -> tuple[str, Location]:
        """As `append`, for what a person says of an earlier record."""
        record_id = str(uuid.uuid4())
        return record_id, self._keep(remark_bytes(remark, record_id=record_id))

    def _keep(self, member: bytes, behind: bytes = b"") -> Location:
        try:
            return self._write(member, behind=behind)
        except OSError as error:
            raise StorageError(
                f"{self._folder / self._name}: {error.strerror}. Free some disk, then run again"
            ) from error

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _write(self, member: bytes, *, behind: bytes = b"") -> Location:
        """The place of `member`; what stands `behind` it is on disk with it, or neither is."""
        file = self._open()
        offset = file.tell()
        try:
            rest = memoryview(member + behind)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            # A torn member would hide every record behind it from WARC readers.
            file.truncate(offset)
            file.seek(offset)
            raise
        return Location(self._name, offset, len(member), hashlib.sha256(member).hexdigest())

    def _open(self) -> BinaryIO:
        if self._file and self._file.tell() >= self._rotate_at:
            self.close()
        if not self._file:
            make_folder(self._folder)
            self._name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}.warc.gz"
            # Unbuffered: what write() accepted is what a failed write can leave behind.
            self._file = (self._folder / self._name).open("xb", buffering=0)
            self._write(_info_bytes(self._name, self._info))
            _sync_folder(self._folder)
        return self._file


def record_bytes(answer: Answer, *, record_id: str, earlier: Earlier | None = None) -> bytes:
    """One gzip member: a response, a revisit where an earlier record holds the same payload, or a resource."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    fields = {"WARC-Record-ID": f"<urn:uuid:{record_id}>", "WARC-Date": _warc_date(answer.fetched_at)}
    for name, value in (
        ("Archive-Crawl", answer.crawl),
        ("Archive-Discovered-From", answer.discovered_from),
        ("Archive-TLS", answer.tls),
        ("WARC-Truncated", answer.truncated),
    ):
        if value:
            fields[name] = value
    http = _http_headers(answer)
    if earlier:
        fields["WARC-Refers-To"] = f"<urn:uuid:{earlier.record_id}>"
        record = writer.create_revisit_record(
            answer.url,
            digest=earlier.sha1 or payload_digest(answer.body),
            refers_to_uri=answer.url,
            refers_to_date=_warc_date(earlier.fetched_at),
            http_headers=http,
            warc_headers_dict=fields,
        )
        if earlier.sha1:
            record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
    else:
        record = writer.create_warc_record(
            answer.url,
            "response" if http else "resource",
            payload=io.BytesIO(answer.body),
            length=len(answer.body),
            http_headers=http,
            warc_content_type="" if http else answer.media or "application/octet-stream",
            warc_headers_dict=fields,
        )
    writer.write_record(record)
    return out.getvalue()


def request_bytes(answer: Answer, form: bytes, *, answer_id: str) -> bytes:
    """One gzip member: the request that posted a form. Of its headers only those that say how to read the form."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    parts = urlsplit(answer.url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(form)))]
    fields = {"WARC-Date": _warc_date(answer.fetched_at), "WARC-Concurrent-To": f"<urn:uuid:{answer_id}>"}
    record = writer.create_warc_record(
        answer.url,
        "request",
        payload=io.BytesIO(form),
        length=len(form),
        http_headers=StatusAndHeaders(f"POST {target} HTTP/1.1", headers, is_http_request=True),
        warc_headers_dict=fields | ({"Archive-Crawl": answer.crawl} if answer.crawl else {}),
    )
    writer.write_record(record)
    return out.getvalue()


def remark_bytes(remark: Remark, *, record_id: str) -> bytes:
    """One gzip member: a metadata record."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    fields = {
        "WARC-Record-ID": f"<urn:uuid:{record_id}>",
        "WARC-Date": _warc_date(remark.made),
        "WARC-Refers-To": f"<urn:uuid:{remark.refers_to}>",
    }
    record = writer.create_warc_record(
        remark.url,
        "metadata",
        payload=io.BytesIO(remark.body),
        length=len(remark.body),
        warc_content_type="application/json",
        warc_headers_dict=fields,
    )
    writer.write_record(record)
    return out.getvalue()


def find_remarks(folder: Path) -> Iterator[KeptRemark]:
    """Every metadata record with JSON in the folder's files, file by file in the order of their names. A file is read
    up to what is torn in it, and a record that is damaged is left out."""
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record_id, offset, length in list(_find_places(file)):
                file.seek(offset)
                member = file.read(length)
                if _is_whole(member):
                    location = Location(path.name, offset, length, hashlib.sha256(member).hexdigest())
                    yield KeptRemark(record_id, location, read_payload(member))


def _is_whole(member: bytes) -> bool:
    """Whether a gzip member ends, with the checksum of what it holds."""
    try:
        gzip.decompress(member)
    except (OSError, EOFError, zlib.error):
        return False
    return True


def _find_places(file: BinaryIO) -> Iterator[tuple[str, int, int]]:
    """Id, offset and length of each metadata record with JSON."""
    records = ArchiveIterator(file)
    try:
        for record in records:
            headers = record.rec_headers
            media = headers.get_header("Content-Type") or ""
            if record.rec_type == "metadata" and media.startswith("application/json"):
                record_id = (headers.get_header("WARC-Record-ID") or "").removeprefix("<urn:uuid:").rstrip(">")
                offset = records.get_record_offset()
                records.read_to_end(record)
                yield record_id, offset, records.get_record_length()
    except (ArchiveLoadFailed, OSError, EOFError, zlib.error):
        # What is damaged is for `archive verify` to tell; what stands before it is whole.
        return


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


def read_payload(member: bytes) -> bytes:
    """The body as received, still in its content encoding; empty for a revisit. Raises DamagedRecordError."""
    record = _parse(member)
    payload: bytes = record.raw_stream.read()
    return payload


def read_content(member: bytes) -> bytes:
    """The body with its content encoding undone. Raises DamagedRecordError."""
    record = _parse(member)
    content: bytes = record.content_stream().read()
    return content


def read_answer(member: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """The headers and the body as received of an answer. Raises DamagedRecordError."""
    record = _parse(member)
    headers = record.http_headers.headers if record.http_headers else ()
    return tuple((name, value) for name, value in headers), record.raw_stream.read()


def _parse(member: bytes) -> ArcWarcRecord:
    try:
        return next(iter(ArchiveIterator(io.BytesIO(member))))
    except (StopIteration, ArchiveLoadFailed, OSError) as error:
        raise DamagedRecordError(f"no WARC record: {error}") from None


def _http_headers(answer: Answer) -> StatusAndHeaders | None:
    if answer.status is None:
        return None
    phrase = responses.get(answer.status, "")
    return StatusAndHeaders(f"{answer.status} {phrase}".rstrip(), list(answer.headers), protocol="HTTP/1.1")


def _info_bytes(name: str, info: dict[str, str]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    standing = {
        "format": "WARC File Format 1.1",
        "conformsTo": "ISO 28500:2017",
        "description": "HTTP status lines and headers are as Scrapy gives them (order and case may differ, "
        "values that are not ASCII are percent-encoded), "
        "bodies are in their content encoding as received, transfer encoding undone.",
    }
    writer.write_record(writer.create_warcinfo_record(name, {**info, **standing}))
    return out.getvalue()


def payload_digest(body: bytes) -> str:
    # SHA-1 in base32 is what WARC tools compare; our own proof is the sha256 in the database.
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
