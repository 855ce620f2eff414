"""Whose turn it is to ask an address, among all crawls into one archive on this machine: portals are crawled side by
side in processes of their own, and those of a city and its districts often stand on one server.

Crawls share a small file. An address has eight bytes in it, locked while it is asked, which say from when on it may be
asked again. A lock ends with its process, however that ends.
"""

import fcntl
import os
import struct
import time
from pathlib import Path
from zlib import crc32

from archive.errors import StorageError
from archive.home import make_folder
from crawler.pace import LONGEST_BUSY

MOMENT = struct.Struct("<d")
"""Seconds since 1970."""

PLACES = 4096
"""Addresses that share a place wait for each other: of eight crawls, two in a hundred and fifty times."""


class Turns:
    def __init__(self, folder: Path) -> None:
        """Raises StorageError where the file cannot be made."""
        self._path = make_folder(folder) / "addresses"
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            os.posix_fallocate(self._file, 0, PLACES * MOMENT.size)
        except OSError as error:
            raise StorageError(
                f"{self._path}: {error.strerror}. Free some disk or its rights, then run again"
            ) from None

    def take(self, address: str) -> float | None:
        """0 where it is ours until `leave`; else seconds after which it may be tried again, None where another crawl is
        asking and nobody knows."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, MOMENT.size, _place(address))
        except OSError:
            return None
        due: float = MOMENT.unpack(os.pread(self._file, MOMENT.size, _place(address)))[0]
        wait = due - time.time()
        # A moment further away is of a clock that was wrong.
        if not 0 < wait <= LONGEST_BUSY:
            return 0
        self._unlock(address)
        return wait

    def leave(self, address: str, pause: float) -> None:
        """It may be asked again after so many seconds."""
        os.pwrite(self._file, MOMENT.pack(time.time() + pause), _place(address))
        self._unlock(address)

    def _unlock(self, address: str) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, MOMENT.size, _place(address))


def _place(address: str) -> int:
    return crc32(address.encode()) % PLACES * MOMENT.size
