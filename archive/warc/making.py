"""The bytes of a WARC record: a gzip member of its own (ISO 28500:2017, annex D)."""

import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from http.client import responses
from urllib.parse import urlsplit

from archive.errors import DamagedRecordError
from archive.warc.answer import Answer, Earlier, Remark
from archive.warc.record import BODY, CUT, END, SAID, payload_digest, payload_sha256

LEVEL = 5
"""Of compression: on pages of portals files as small as with 9, in less than half of the time."""

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""The profile of a revisit that the host's word (304) makes one, and not its payload's digest (ISO 28500:2017 §6.7)."""

Fields = Sequence[tuple[str, str | None]]
"""Names and values of header fields; those without a value are left out."""


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


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
