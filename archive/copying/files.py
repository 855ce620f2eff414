"""WARC files copied part by part, each proved by its sha256."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.errors import DamagedRecordError, StorageError, UsageError
from archive.models import Capture, Correction, WarcPart

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `end` of a WARC file. `sha256`: None where the archive has not taken it in since parts are
    noted."""

    start: int
    end: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Damage:
    """What cannot be copied as it was written."""

    file: str
    start: int
    end: int
    why: str


Pieces = dict[str, list[Piece]]
"""File → its pieces in order, without overlap and without a byte left out."""


def find_pieces(session: Session) -> Pieces:
    """All that the database names of the WARC files."""
    found: Pieces = {}
    order = (WarcPart.warc_file, WarcPart.start)
    for part in session.scalars(select(WarcPart).order_by(*order)):
        pieces = found.setdefault(part.warc_file, [])
        _reach(pieces, part.start)
        pieces.append(Piece(part.start, part.end, part.sha256))
    for table in (Capture, Correction):
        last = func.max(table.warc_offset + table.warc_length)
        for file, end in session.execute(select(table.warc_file, last).group_by(table.warc_file)):
            _reach(found.setdefault(file, []), end)
    return found


def _reach(pieces: list[Piece], place: int) -> None:
    at = pieces[-1].end if pieces else 0
    if at < place:
        pieces.append(Piece(at, place, None))


def end_of(pieces: Sequence[Piece]) -> int:
    return pieces[-1].end if pieces else 0


class Copier:
    """Copies files of `source` into `target`, beside what is there already: only what is missing, and what is there
    and not what it should be. `copied`: bytes written."""

    def __init__(self, source: Path, target: Path, *, check: bool, advance: Callable[[int], None]) -> None:
        self._source, self._target = source, target
        self._check = check
        self._advance = advance
        self._done = 0
        self.copied = 0

    def copy(self, name: str, pieces: Sequence[Piece], there: Sequence[Piece]) -> Iterator[Damage]:
        """`there`: pieces that were proved to be there already; they are read again only to check. Raises StorageError
        where the target cannot be written, UsageError where it holds another history of the file."""
        proved = {piece.start: piece for piece in there}
        with _writing(self._target / name) as file, _reading(self._source / name) as source:
            for piece in pieces:
                if self._check or proved.get(piece.start) != piece or _size(file) < piece.end:
                    why = self._copy_piece(source, file, piece, proved.get(piece.start))
                    if why:
                        yield Damage(name, piece.start, piece.end, why)
                self._done += piece.end - piece.start
                self._advance(self._done)
            # Behind its last piece stands what no row names.
            os.ftruncate(file, min(_size(file), pieces[-1].end))
            os.fsync(file)

    def _copy_piece(self, source: int | None, file: int, piece: Piece, was: Piece | None) -> str | None:
        """What is wrong with it; None where it is there as it was written. Bytes that are there already, as after a
        copy that was killed, are taken for the first of it: its sha256 tells whether they are."""
        have = max(piece.start, min(piece.end, _size(file)))
        digest = hashlib.sha256()
        try:
            _read(file, piece.start, have, digest.update)
            self._fetch(source, file, have, piece.end, digest.update)
            if piece.sha256 in (None, digest.hexdigest()):
                return None
            if source is None or have == piece.start or _sha256(source, piece.start, piece.end) != piece.sha256:
                return "it is not what was written (sha256 differs)"
            if was and was.sha256 and _sha256(file, was.start, was.end) == was.sha256:
                # As it was: what came behind is of this archive.
                os.ftruncate(file, have if have < piece.end else _size(file))
                raise UsageError(f"{self._target} was written to by another archive since. Take another folder")
            self._fetch(source, file, piece.start, piece.end, digest.update)
        except DamagedRecordError as error:
            return str(error)
        return None

    def _fetch(self, source: int | None, file: int, start: int, end: int, seen: Callable[[memoryview], object]) -> None:
        """Bytes of the source, to the same place of the file. Raises DamagedRecordError where they cannot be had."""
        at = start

        def put(chunk: memoryview) -> None:
            nonlocal at
            seen(chunk)
            rest = chunk
            while rest:
                rest = rest[os.pwrite(file, rest, at + len(chunk) - len(rest)) :]
            at += len(chunk)
            self.copied += len(chunk)
            self._advance(min(self._done + at - start, self._done + end - start))

        if start < end:
            if source is None:
                raise DamagedRecordError("the file is missing")
            _read(source, start, end, put)


def _read(file: int, start: int, end: int, seen: Callable[[memoryview], object]) -> None:
    at = start
    while at < end:
        try:
            chunk = os.pread(file, min(CHUNK, end - at), at)
        except OSError as error:
            raise DamagedRecordError(f"it cannot be read at byte {at}: {error.strerror}") from None
        if not chunk:
            raise DamagedRecordError(f"it is cut off at byte {at}")
        seen(memoryview(chunk))
        at += len(chunk)


def _sha256(file: int, start: int, end: int) -> str:
    digest = hashlib.sha256()
    _read(file, start, end, digest.update)
    return digest.hexdigest()


def _size(file: int) -> int:
    return os.fstat(file).st_size


@contextmanager
def _writing(path: Path) -> Iterator[int]:
    """Nothing else raises OSError while it is open."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            yield file
        finally:
            os.close(file)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}. Free some disk or its rights, then run again") from None


@contextmanager
def _reading(path: Path) -> Iterator[int | None]:
    """None where it is not there, or may not be read."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        yield file
    finally:
        os.close(file)
