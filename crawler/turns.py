"""Whose turn it is to ask an address, among all crawls into one archive on this machine: portals are crawled side by
side in processes of their own, and those of a city and its districts often stand on one server.

Crawls share a small file. An address has eight bytes in it, locked while it is asked, which say from when on it may be
asked again. A lock ends with its process, however that ends.
"""

import errno
import fcntl
import os
import struct
import time
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from archive.errors import StorageError
from archive.home import make_folder
from crawler.pace import LONGEST_BUSY

MOMENT = struct.Struct("<d")
"""Seconds since 1970."""

PLACES = 4096
"""Addresses that share a place wait for each other: among eight that are asked at once, one time in 146."""

HELD = (errno.EACCES, errno.EAGAIN)
"""What fcntl(2) says of a lock that another process has."""


class Turns:
    """Every method raises StorageError where the file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._path = make_folder(folder) / "addresses"
        self._ours: set[int] = set()
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            os.posix_fallocate(self._file, 0, PLACES * MOMENT.size)
        except OSError as error:
            raise self._explain(error) from None
        with suppress(PermissionError):
            # Crawls of several users share it, whatever the umask of the first.
            os.fchmod(self._file, 0o666)

    def take(self, address: str) -> float | None:
        """0 where it is ours until `leave`; else seconds after which it may be tried again, None where it is being
        asked and nobody knows."""
        place = _place(address)
        if place in self._ours:
            return None
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, MOMENT.size, place)
            due: float = MOMENT.unpack(os.pread(self._file, MOMENT.size, place))[0]
        except OSError as error:
            if error.errno in HELD:
                return None
            raise self._explain(error) from None
        wait = due - time.time()
        # A moment further away is of a clock that was wrong.
        if 0 < wait <= LONGEST_BUSY:
            self._unlock(place)
            return wait
        self._ours.add(place)
        return 0

    def leave(self, address: str, pause: float) -> None:
        """It may be asked again after so many seconds."""
        place = _place(address)
        self._ours.discard(place)
        try:
            os.pwrite(self._file, MOMENT.pack(time.time() + pause), place)
        except OSError as error:
            raise self._explain(error) from None
        finally:
            self._unlock(place)

    def _unlock(self, place: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, MOMENT.size, place)

    def _explain(self, error: OSError) -> StorageError:
        return StorageError(f"{self._path}: {error.strerror}. Free some disk or its rights, then run again")


def _place(address: str) -> int:
    return crc32(address.encode()) % PLACES * MOMENT.size
