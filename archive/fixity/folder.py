"""The files of the WARC folder beside those that the database knows: missing, renamed, swapped, of no archive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.fixity.named import Known
from archive.warc.answer import Location
from archive.warc.members import range_sha256
from archive.warc.writer import SUFFIX

ASIDE = re.compile(r"\.(torn-\d+(-\d+)?|damaged-\w+|repairing)$")
"""What recovery and repair leave beside a file."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A file that is not there, or holds another's bytes; `lies_in`: where its own are."""

    known: Known
    is_there: bool
    lies_in: str | None

    @property
    def why(self) -> str:
        what = "holds the bytes of another file" if self.is_there else "is not there"
        return f"the file {what}{f'; its own lie under the name {self.lies_in}' if self.lies_in else ''}"


def list_files(folder: Path, *, aside: bool = False) -> list[Path]:
    """Those of a folder; with `aside` also what recovery and repair left there. Raises OSError."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and (aside or not ASIDE.search(path.name)))


def find_misplaced(known: Mapping[str, Known], files: Iterable[Path]) -> list[Misplaced]:
    """A known file whose first record is elsewhere, or that is not there at all."""
    there = {path.name: path for path in files}
    lost = [one for name, one in sorted(known.items()) if name not in there or not is_at(there[name], one.head)]
    found = (Misplaced(one, one.file in there, _find_head(one, there.values())) for one in lost)
    return [one for one in found if one.lies_in or not one.is_there]


def _find_head(known: Known, paths: Iterable[Path]) -> str | None:
    return next((path.name for path in paths if path.name != known.file and is_at(path, known.head)), None)


def is_at(path: Path, place: Location) -> bool:
    """Whether these bytes are there. Raises OSError."""
    return range_sha256(path, place.offset, place.offset + place.length) == place.sha256


def find_strangers(known: Mapping[str, Known], files: Iterable[Path], misplaced: Iterable[Misplaced]) -> list[Path]:
    """Files of which the database knows nothing, but those that hold what is missing."""
    explained = {one.lies_in for one in misplaced}
    return [path for path in files if path.name not in known and path.name not in explained]


def find_double(known: Mapping[str, Known], path: Path) -> str | None:
    """The name of the file that this one is a second copy of."""
    return next((name for name, one in sorted(known.items()) if is_at(path, one.head)), None)


def is_warc(path: Path) -> bool:
    return path.name.endswith(SUFFIX)


def find_short(known: Mapping[str, Known], folder: Path) -> Iterator[tuple[Known, str]]:
    """By presence and size alone: files that are missing or too short, and why."""
    for name, one in sorted(known.items()):
        path = folder / name
        if not path.is_file():
            yield one, "the file is not there"
        elif (size := path.stat().st_size) < one.end:
            yield one, f"the file has lost its end: {size} of {one.end} bytes"
