"""One stretch of a WARC file, read once from its begin to its end; where it is damaged a second time, to see where."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive.errors import DamagedRecordError
from archive.fixity.damage import Damage, Note
from archive.fixity.named import Named, Stretch
from archive.fixity.record import damage_named, damage_unnamed, find_fault
from archive.remaking.replay import CAPTURED
from archive.warc.making import pack_again
from archive.warc.members import Gap, Member, read_range, walk
from archive.warc.record import check_digests

PROVED = 20
"""Records known to be sound that are packed again, to see whether this zlib packs as the one that wrote them did."""

GZIP_HEAD = 10
"""Bytes (RFC 1952 §2.3)."""

Advance = Callable[[int], None]
"""Is told how many bytes were read."""


@dataclass(slots=True)
class Read:
    """What came of a stretch: sound and damaged records, and whether all bytes are what was written; that is not known
    where no part covers them and nothing is wrong."""

    sound: int = 0
    damaged: int = 0
    is_same: bool | None = None


def read_stretch(
    path: Path, stretch: Stretch, rows: Iterable[Named], bounds: Sequence[int], read: Read, advance: Advance
) -> Iterator[Damage | Note]:
    """What is wrong with a stretch. It is read on behind damage. Raises OSError."""
    digest, waiting = hashlib.sha256(), _Waiting(rows)
    strangers: list[Member] = []
    for found in walk(path, start=stretch.start, end=stretch.end, starts=bounds):
        for chunk in _bytes_of(path, found):
            digest.update(chunk)
        named = waiting.take(found.end)
        damages = list(_judge(path, found, named))
        yield from damages
        read.damaged += len(damages)
        read.sound += isinstance(found, Member) and not damages
        if isinstance(found, Member) and not damages and not named and found.record.type in CAPTURED:
            strangers.append(found)
        advance(found.end - found.offset)
    for lost in waiting.take(stretch.end):
        yield damage_named(lost, "it is cut off: the file ends before it")
        read.damaged += 1
    read.is_same = None if stretch.sha256 is None else digest.hexdigest() == stretch.sha256
    yield from _judge_strangers(path, strangers, read)
    if read.is_same is False:
        yield from _judge_part(path, stretch, waiting.offsets, read)


class _Waiting:
    """Rows in the order of their records, until these are read. `offsets`: of all that were taken."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)
        self.offsets = array("q")

    def take(self, end: int) -> list[Named]:
        """Those of records that begin before `end`."""
        found = []
        while self._next and self._next.offset < end:
            found.append(self._next)
            self._next = next(self._rows, None)
        self.offsets.extend(named.offset for named in found)
        return found


def _bytes_of(path: Path, found: Member | Gap) -> Iterator[bytes]:
    return iter((found.bytes,)) if isinstance(found, Member) else read_range(path, found.offset, found.end)


def _judge(path: Path, found: Member | Gap, rows: list[Named]) -> Iterator[Damage]:
    for named in rows:
        if isinstance(found, Gap):
            yield damage_named(named, found.why)
        elif named.offset != found.offset:
            yield damage_named(named, f"no record begins there: that at {found.offset} goes on until {found.end}")
        elif why := find_fault(found, named):
            yield damage_named(named, why)
    if rows and rows[0].offset == found.offset:
        return
    if why := found.why if isinstance(found, Gap) else check_digests(found.record):
        yield damage_unnamed(path, found.offset, found.end, why)


def _judge_strangers(path: Path, strangers: list[Member], read: Read) -> Iterator[Damage | Note]:
    """Captures that no row names: some were left out of the database when they were taken in. In a part that is not
    what was written, and of which nothing else is wrong, nobody knows how they came there."""
    is_wrong = read.is_same is False and not read.damaged
    for member in strangers:
        if is_wrong:
            yield damage_unnamed(path, member.offset, member.end, "no row knows the record")
            read.damaged, read.sound = read.damaged + 1, read.sound - 1
        else:
            yield Note(path.name, f"the {member.record.type} {member.record.id} at byte {member.offset} has no row")


def _judge_part(path: Path, stretch: Stretch, named: Sequence[int], read: Read) -> Iterator[Damage]:
    """What of a part that is not what was written no record has shown yet."""
    ends = path.stat().st_size
    if ends < stretch.end:
        lost = stretch.end - max(ends, stretch.start)
        yield Damage(f"the file has lost its end: {lost} bytes of this part", "file", path.name, records=0)
        return
    altered = list(find_altered(path, stretch, set(named)))
    for member in altered:
        why = "the record can be read and is not what was written: a bit of its compression has changed"
        yield damage_unnamed(path, member.offset, member.end, why)
    read.damaged, read.sound = read.damaged + len(altered), read.sound - len(altered)
    if not read.damaged:
        why = f"bytes {stretch.start} to {stretch.end} are not what was written (sha256 differs)"
        yield Damage(why, "file", path.name, stretch.start, stretch.end - stretch.start, records=0)


def find_altered(path: Path, stretch: Stretch, named: set[int]) -> Iterator[Member]:
    """Records that no row names, and that are not packed as those that wrote the part pack them."""
    proved = (one for one in _members(path, stretch) if one.offset in named)
    tried = [(one.bytes[:GZIP_HEAD], is_packed_alike(one)) for one in islice(proved, PROVED)]
    heads = Counter(head for head, _ in tried) or Counter(one.bytes[:GZIP_HEAD] for one in _members(path, stretch))
    ((usual, _),) = heads.most_common(1) or [(b"", 0)]
    is_telling = not tried or any(alike for _, alike in tried)
    for one in _members(path, stretch):
        altered = not is_packed_alike(one) if is_telling else one.bytes[:GZIP_HEAD] != usual
        if altered and one.offset not in named:
            yield one


def _members(path: Path, stretch: Stretch) -> Iterator[Member]:
    return (one for one in walk(path, start=stretch.start, end=stretch.end) if isinstance(one, Member))


def is_packed_alike(member: Member) -> bool:
    try:
        return pack_again(member.bytes) == member.bytes
    except DamagedRecordError:
        return False
