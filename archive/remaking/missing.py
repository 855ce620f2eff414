"""Files that later ones name, and that are not there any more, or not what they were."""

from collections.abc import Iterable
from pathlib import Path

from archive.remaking.rebuilt import Rebuilt
from archive.warc.answer import Part
from archive.warc.members import range_sha256


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
        elif range_sha256(path, part.start, part.end) != part.sha256:
            done.gone.append(f"{part.file} from {part.start} to {part.end} is not what it was when it was written")
    for file, end in sorted(lost.items()):
        path = warcs / file
        had = f"has lost its end: {path.stat().st_size} of" if path.is_file() else "is missing:"
        done.gone.append(f"{file} {had} {end} bytes or more")
