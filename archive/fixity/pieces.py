"""Where good bytes of a file lie: in it, and in its copies.

part      of one source, where its sha256 is what the database says; else put together of
record    that a row names: of the first source where its sha256 is right
rest      what no row names (warcinfo, requests, the journal): of a source whose bytes make the part's sha256 right;
          where none does, the file's own bytes stay, and what it has none of comes from a copy where the digests
          within say that it is sound
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.fixity.folder import is_at
from archive.fixity.named import Named, Stretch
from archive.fixity.stretch import is_packed_alike
from archive.warc.answer import Location
from archive.warc.members import Member, read_range, walk
from archive.warc.record import check_digests

Sources = Sequence[Path]
"""The file itself and its copies, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `end`, out of `source` at the same place; null bytes where there is none. `sha256`: what they
    have to have, null where no row says."""

    start: int
    end: int
    source: Path | None = None
    sha256: str | None = None

    def read(self) -> Iterator[bytes]:
        left = self.end - self.start
        for chunk in read_range(self.source, self.start, self.end) if self.source else ():
            left -= len(chunk)
            yield chunk
        # Where the source ends before: what is behind has to stay where it was.
        while left:
            some = min(left, 1 << 20)
            left -= some
            yield bytes(some)


def choose_pieces(stretch: Stretch, rows: Iterable[Named], own: Path, sources: Sources) -> list[Piece]:
    """All of a stretch, as well as it can be had. `sources` has the file itself first, where it is there."""
    if stretch.sha256 and (whole := _find(Piece(stretch.start, stretch.end, sha256=stretch.sha256), sources)):
        return [whole]
    cut = list(_cut(stretch, rows))
    named = [
        _find(piece, sources) or replace(piece, source=_own(own, piece)) if piece.sha256 else piece for piece in cut
    ]
    if stretch.sha256:
        for rest in (None, *sources):
            tried = [piece if piece.sha256 else _fill(piece, sources, rest) for piece in named]
            if digest_of(tried) == stretch.sha256:
                return tried
    return [piece if piece.sha256 or piece.source else _keep(piece, own, sources) for piece in named]


def _find(piece: Piece, sources: Sources) -> Piece | None:
    """Out of the first source whose bytes are what a row says."""
    place = Location("", piece.start, piece.end - piece.start, piece.sha256 or "")
    return next((replace(piece, source=source) for source in sources if is_at(source, place)), None)


def _cut(stretch: Stretch, rows: Iterable[Named]) -> Iterator[Piece]:
    """Records that rows name, and what is between them."""
    at = stretch.start
    for named in rows:
        if named.offset > at:
            yield Piece(at, named.offset)
        yield Piece(named.offset, named.end, sha256=named.row.record_sha256)
        at = named.end
    if at < stretch.end:
        yield Piece(at, stretch.end)


def _fill(piece: Piece, sources: Sources, rest: Path | None) -> Piece:
    """What no row names, of one source; or of the first where it looks sound."""
    return replace(piece, source=rest or next((one for one in sources if _looks_sound(piece, one)), None))


def _keep(piece: Piece, own: Path, sources: Sources) -> Piece:
    if (kept := _own(own, piece)) is not None:
        return replace(piece, source=kept)
    return _fill(piece, sources, None)


def _own(own: Path, piece: Piece) -> Path | None:
    return own if own.is_file() and own.stat().st_size > piece.start else None


def _looks_sound(piece: Piece, source: Path) -> bool:
    found = list(walk(source, start=piece.start, end=piece.end))
    if not found or found[-1].end != piece.end:
        return False
    members = [one for one in found if isinstance(one, Member)]
    return len(members) == len(found) and all(
        check_digests(one.record) is None and is_packed_alike(one) for one in members
    )


def digest_of(pieces: Iterable[Piece]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        for chunk in piece.read():
            digest.update(chunk)
    return digest.hexdigest()
