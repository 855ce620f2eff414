"""One record against the row that names it, and what can be told of one that no row names."""

import re
import zlib
from pathlib import Path

from archive.address import split_address
from archive.corrections import is_same
from archive.errors import DamagedRecordError
from archive.fixity.damage import Damage, Kind
from archive.fixity.named import Named
from archive.journal import NAMES
from archive.models import Capture, Correction
from archive.remaking.replay import CAPTURED
from archive.warc.members import Member
from archive.warc.record import END, Record, check_digests, payload_sha256, split_head

TYPES = ("warcinfo", "request", *CAPTURED)

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

HEAD = 4096
"""Bytes of a damaged record in which its head is looked for."""


def find_fault(member: Member, named: Named) -> str | None:
    """What is wrong with a record that a row names; None where it is sound."""
    row, record = named.row, member.record
    if payload_sha256(member.bytes) != row.record_sha256:
        return f"the record is not what was written (sha256 differs){_say(check_digests(record))}"
    if why := check_digests(record):
        return why
    if record.id != row.id:
        return f"the record is another one, {record.id}"
    return _compare_capture(record, row, named.original) if isinstance(row, Capture) else _compare(record, row)


def _say(why: str | None) -> str:
    return f": {why}" if why else ""


def _compare(record: Record, row: Correction) -> str | None:
    said = is_same(row, record.payload)
    return None if said else "the correction's record says something else than the database"


def _compare_capture(record: Record, row: Capture, original: str | None) -> str | None:
    if row.revisit_of is not None:
        if original != row.payload_sha256 or record.refers_to != row.revisit_of:
            return f"the capture {row.revisit_of} that holds its payload is missing or another one"
        return None
    if not row.has_body:
        told = record.left_out
        return None if told and told[0] == row.payload_sha256 else "the digest of its body differs from the database's"
    if payload_sha256(record.payload) != row.payload_sha256:
        return "the payload's sha256 differs from the database's"
    return None


def damage_named(named: Named, why: str) -> Damage:
    row = named.row
    kind: Kind = "capture" if isinstance(row, Capture) else "correction"
    return Damage(why, kind, row.warc_file, row.warc_offset, row.warc_length, row.id, row.url)


def damage_unnamed(path: Path, offset: int, end: int, why: str) -> Damage:
    """Of a record that no row names: what its head says, as far as that can still be read."""
    record = read_head(path, offset) or Record((), b"")
    record_id = record.id if UUID.fullmatch(record.id) else None
    url = record.header("WARC-Target-URI")
    url = url if url and url.isprintable() and split_address(url) else None
    return Damage(why, "record", path.name, offset, end - offset, record_id, url, name_record(record))


def name_record(record: Record) -> str:
    """`journal record archive_page`, `warcinfo`; of a damaged one what can be told."""
    if record.type != "metadata":
        return record.type if record.type in TYPES else "a record that no row names"
    told = record.payload.decode("utf-8", "replace")
    found = [name for name in (*NAMES, "archive_correction") if told.startswith(f'{{"{name}"')]
    return " ".join(["journal record", *found])


def read_head(path: Path, offset: int) -> Record | None:
    """A damaged record as far as it can be read; None where not even its head can."""
    with path.open("rb") as file:
        file.seek(offset)
        raw = file.read(HEAD)
    plain = bytearray()
    for unpacker, skipped in ((zlib.decompressobj(31), 0), (zlib.decompressobj(-zlib.MAX_WBITS), 10)):
        # Byte by byte, since zlib gives nothing of a piece in which it meets an error; without its header of ten bytes
        # (RFC 1952 §2.3), where that is what is damaged.
        plain.clear()
        try:
            for at in range(skipped, len(raw)):
                plain += unpacker.decompress(raw[at : at + 1])
        except zlib.error:
            pass
        if END in plain:
            break
    try:
        return split_head(bytes(plain)) if END in plain else None
    except DamagedRecordError:
        return None
