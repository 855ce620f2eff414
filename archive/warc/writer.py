"""Appending to the WARC folder: one process a file, on disk when it is asked for, cut off again what is not kept."""

import fcntl
import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple

from archive.errors import StorageError
from archive.home import make_folder
from archive.warc.answer import Answer, Earlier, Location, Part, Remark
from archive.warc.making import info_bytes, record_bytes, remark_bytes, request_bytes

ROTATE_AT = 1_000_000_000
"""Bytes after which a new file is begun: 1 GB, the size that ISO 28500 recommends."""

SUFFIX = ".warc.gz"


class Mark(NamedTuple):
    """A place that a writer may go back to."""

    at: int
    digest: Any


class WarcWriter:
    """Appends records to one file of `folder` at a time, which it locks; opened for the first record. Not for use by
    two threads.

    `info`: what its warcinfo records say. `ends`: name → bytes of files that may be gone on with, since all that is in
    them is kept; one that has another size by now is left alone.
    """

    def __init__(
        self,
        folder: Path,
        *,
        info: Iterable[tuple[str, str]] = (),
        ends: Mapping[str, int] | None = None,
        rotate_at: int = ROTATE_AT,
    ) -> None:
        self._folder = folder
        self._info = tuple(info)
        self._ends = dict(ends or {})
        self._rotate_at = rotate_at
        self._file: BinaryIO | None = None
        self._name = ""
        self._start = 0
        self._digest = hashlib.sha256()
        self._flushed = 0
        self._settled: Mark | None = None

    def describe(self, told: Iterable[tuple[str, str]]) -> None:
        """More for its warcinfo records; before anything is appended."""
        self._info = (*self._info, *told)

    def append(
        self, answer: Answer, *, earlier: Earlier | None = None, keep_body: bool = True, record_id: str | None = None
    ) -> tuple[str, Location]:
        """The new record's id (a UUID) and place; before it stands the request that posted its form, so that no answer
        is there without it. It is on disk after `flush`. Raises StorageError."""
        record_id = record_id or str(uuid.uuid4())
        if answer.form is not None:
            self._write(request_bytes(answer, answer.form, record_id=str(uuid.uuid4()), answer_id=record_id))
        return record_id, self._write(record_bytes(answer, record_id=record_id, earlier=earlier, keep_body=keep_body))

    def remark(self, remark: Remark) -> tuple[str, Location]:
        """As `append`, for what is said beside what was captured."""
        record_id = str(uuid.uuid4())
        return record_id, self._write(remark_bytes(remark, record_id=record_id))

    def flush(self) -> Part | None:
        """All that was appended is on disk when this returns: the part of the file that this writer wrote; None where
        it has no file. Raises StorageError; then what was appended since the last time is gone."""
        if not self._file:
            return None
        end = self._file.tell()
        if self._flushed < end:
            with self._explained():
                self._sync(self._file)
        self._flushed = end
        return Part(self._name, self._start, end, self._digest.hexdigest())

    def _sync(self, file: BinaryIO) -> None:
        try:
            os.fsync(file.fileno())
        except OSError:
            # The kernel may drop what the disk did not take, and say the next time that all is on it
            # (https://wiki.postgresql.org/wiki/Fsync_Errors).
            with suppress(OSError):
                self._cut(file, self._flushed)
            self.close()
            raise

    def _cut(self, file: BinaryIO, at: int) -> None:
        """Raises OSError; then the file is closed, and its end is for the next run to look at."""
        try:
            file.truncate(at)
        except OSError:
            self.close()
            raise
        file.seek(at)

    def settle(self) -> None:
        """All that was appended is named by committed rows: now another file may be begun where this one is full."""
        self._settled = self.mark()
        if self._file and self._file.tell() >= self._rotate_at:
            self.close()

    @property
    def file(self) -> str | None:
        """The name of the file that is open. What stands in one that was closed, and is named by no committed row, is
        for the next run to take in (`archive.remaking.recovery`)."""
        return self._name if self._file else None

    def mark(self) -> Mark | None:
        return Mark(self._file.tell(), self._digest.copy()) if self._file else None

    def take_back(self) -> None:
        """Take back what was appended since it was last settled."""
        self.cut_back(self._settled)

    def cut_back(self, mark: Mark | None) -> None:
        """Take back what was appended since the mark. It must be named by no committed row."""
        if not self._file:
            return
        if mark is None:
            mark = Mark(self._start, hashlib.sha256())
        with self._explained():
            self._cut(self._file, mark.at)
        self._digest = mark.digest.copy()
        self._flushed = min(self._flushed, mark.at)
        if mark.at == self._start:
            self._drop()

    def close(self) -> None:
        """Leaves the file, and its lock, to others."""
        if self._file:
            self._file.close()
            self._file = None

    def _drop(self) -> None:
        """A file in which nothing of this writer is left."""
        if self._start == 0:
            (self._folder / self._name).unlink(missing_ok=True)
        self.close()

    def _write(self, member: bytes) -> Location:
        file = self._open()
        with self._explained():
            return self._append(file, member)

    def _append(self, file: BinaryIO, member: bytes) -> Location:
        offset = file.tell()
        try:
            rest = memoryview(member)
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            # A torn member would hide every record behind it from WARC readers.
            self._cut(file, offset)
            raise
        self._digest.update(member)
        return Location(self._name, offset, len(member), hashlib.sha256(member).hexdigest())

    def _open(self) -> BinaryIO:
        if not self._file:
            make_folder(self._folder)
            with self._explained():
                file = self._file = self._take_file() or self._begin_file()
                self._start = self._flushed = file.tell()
                self._settled = None
                self._digest = hashlib.sha256()
                told = info_bytes(self._name, self._info, record_id=str(uuid.uuid4()), made=datetime.now(UTC))
                try:
                    self._append(file, told)
                except OSError:
                    self._drop()
                    raise
        return self._file

    def _take_file(self) -> BinaryIO | None:
        """The last begun of the files that may be gone on with and that nobody else writes."""
        for name in sorted(self._ends, reverse=True):
            if self._ends[name] < self._rotate_at and (file := lock_file(self._folder / name)):
                if file.seek(0, os.SEEK_END) == self._ends.pop(name):
                    self._name = name
                    return file
                file.close()
        return None

    def _begin_file(self) -> BinaryIO:
        self._name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}{SUFFIX}"
        # Unbuffered: what write() accepted is what a failed write can leave behind.
        file = (self._folder / self._name).open("xb", buffering=0)
        fcntl.flock(file, fcntl.LOCK_EX)
        sync_folder(self._folder)
        return file

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(
                f"{self._folder / self._name}: {error.strerror}. Free some disk, then run again"
            ) from error


def lock_file(path: Path) -> BinaryIO | None:
    """A WARC file to be written, locked until it is closed; None where another process writes it, or it is not
    there."""
    with suppress(FileNotFoundError):
        file = path.open("r+b", buffering=0)
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A file that was repaired meanwhile is another one under the same name.
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()
    return None


@contextmanager
def unwritten(path: Path) -> Iterator[bool]:
    """Whether no process writes the file; if so, none begins to meanwhile. Raises OSError."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
