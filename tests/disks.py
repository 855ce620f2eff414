"""Small disks, and disks that are full."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

MOUNT, UMOUNT = which("mount"), which("umount")


class NoDiskError(Exception):
    """Why there can be no small disk here."""


@contextmanager
def small_disk(folder: Path, *, size: int, owner: int = 0) -> Iterator[Path]:
    """In memory, mounted at the folder, which is made. Raises NoDiskError."""
    folder.mkdir()
    if not (MOUNT and UMOUNT):
        raise NoDiskError("a disk that is full needs the programs mount and umount")
    command = [MOUNT, "-t", "tmpfs", "-o", f"size={size},uid={owner},mode=755", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NoDiskError(f"a disk that is full needs the right to mount one: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run([UMOUNT, "--lazy", str(folder)], check=True)


@contextmanager
def filled(disk: Path, *, leave: int) -> Iterator[None]:
    """No more than so many bytes are free meanwhile."""
    room = os.statvfs(disk)
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(max(room.f_bavail * room.f_frsize - leave, 0)))
    yield
    ballast.unlink()
