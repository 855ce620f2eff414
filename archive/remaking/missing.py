"""Files that later ones name, and that are not there any more, or not what they were."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from archive.remaking.rebuilt import Rebuilt
from archive.warc.answer import Part

CHUNK = 1 << 20


def tell_missing(warcs: Path, named: Iterable[Part], done: Rebuilt) -> None:
    """What is not there of the parts that later runs have named, and what is not the same."""
    longest: dict[tuple[str, int], Part] = {}
    for part in sorted(named, key=lambda part: part.end):
        longest[part.file, part.start] = part
    lost: dict[str, int] = {}
    for part in longest.values():
        path = warcs / part.file
        if not path.is_file() or path.stat().st_size < part.end:
            lost[part.file] = max(part.end, lost.get(part.file, 0))
        elif digest_of(path, part) != part.sha256:
            done.gone.append(f"{part.file} from {part.start} to {part.end} is not what it was when it was written")
    for file, end in sorted(lost.items()):
        path = warcs / file
        had = f"has lost its end: {path.stat().st_size} of" if path.is_file() else "is missing:"
        done.gone.append(f"{file} {had} {end} bytes or more")


def digest_of(path: Path, part: Part) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(part.start)
        left = part.end - part.start
        while left and (chunk := file.read(min(left, CHUNK))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()
