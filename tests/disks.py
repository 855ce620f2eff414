"""Small disks, disks that are full, and what fills them."""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from tests.site import Page, Site, build
from tests.test_crawl import html, link
from tests.test_store import SENTENCE, page

MOUNT, UMOUNT = which("mount"), which("umount")


YEARS = range(2012, 2024)


def build_heavy() -> Site:
    """A portal of reports that no compression makes small: 20 KB in a database, 15 KB in a WARC record."""
    pages = {f"/{year}.html": heavy_report(year) for year in YEARS}
    pages["/"] = html(*(link(f"/{year}.html", f"滨湖区民政局{year}年政府信息公开工作年度报告") for year in YEARS))
    return Site(pages, build().truth)


def heavy_report(year: int) -> Page:
    rare = "".join(chr(code) for code in random.Random(year).choices(range(0x4E00, 0x9FA5), k=6000))
    return Page(page("滨湖区民政局", SENTENCE, f"{rare}。", year=year), "text/html")


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
