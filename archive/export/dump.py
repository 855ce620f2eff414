"""Writing a dump: built aside, then renamed, so that what stands under its name is whole, and the old dump stays
when anything fails.

DIR/
├── reports.jsonl     every text of every report (archive.export.jsonl)
├── statistics.csv    every cell of their statistics (archive.export.statistics)
└── manifest.json     what is here: schema_version, counts, and bytes and sha256 of each file
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from archive.database import explained_errors, open_database, session
from archive.errors import StorageError, UsageError
from archive.export import FORMATS, jsonl, statistics
from archive.home import Home
from archive.inquiry import dump_lines
from archive.report.understand import SCHEMA_VERSION


class Writer(Protocol):
    """One format: what its constructor opens in the dump's folder is closed with it."""

    def write(self, line: dict[str, Any]) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


WRITERS: dict[str, Callable[[Path], Writer]] = {"jsonl": jsonl.Writer, "csv": statistics.Writer}
"""By the names in `archive.export.FORMATS`."""
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Dump:
    folder: Path
    reports: int
    lines: int
    bytes: int


def export(
    home: Home,
    folder: Path,
    *,
    formats: Sequence[str] = FORMATS,
    progress: Callable[[int], None] = lambda lines: None,
) -> Dump:
    """Write a dump of the whole archive to `folder`, in place of an older dump there; `progress` is told the lines
    written so far.

    Raises UsageError where something that is no dump stands there, StorageError where it cannot be written.
    """
    folder = check_target(folder)
    engine = open_database(home)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            with explained_errors(home), session(engine) as work:
                counts = _write(aside, dump_lines(work), formats, progress)
            dump = _seal(aside, folder, counts)
            _replace(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: {error.strerror}. The dump was not written; an older one is untouched"
        ) from error
    finally:
        engine.dispose()
    return dump


def check_target(folder: Path) -> Path:
    """The folder behind `folder`, where a dump may be written: new, empty, or an older dump of ours and nothing else.
    Raises UsageError."""
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder for the dump")
    there = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
    if foreign := there - _dumped(folder):
        raise UsageError(f"{folder} holds {min(foreign)}, which is no part of a dump; name an empty or a new folder")
    return folder


def _dumped(folder: Path) -> set[str]:
    """The names of the files that the manifest of an older dump lists, and its own; none where there is no manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *manifest["files"]} if "schema_version" in manifest else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(
    folder: Path, lines: Iterable[dict[str, Any]], formats: Sequence[str], progress: Callable[[int], None]
) -> dict[str, int]:
    reports, number = set(), 0
    with ExitStack() as stack:
        writers: list[Writer] = [stack.enter_context(WRITERS[name](folder)) for name in formats]
        for number, line in enumerate(lines, start=1):
            for writer in writers:
                writer.write(line)
            reports.add(line["id"])
            progress(number)
    return {"reports": len(reports), "lines": number}


def _seal(aside: Path, folder: Path, counts: dict[str, int]) -> Dump:
    """Add the manifest and bring everything to the disk."""
    files = sorted(aside.iterdir())
    listed = {file.name: {"bytes": file.stat().st_size, "sha256": _sha256(file)} for file in files}
    manifest = {"schema_version": SCHEMA_VERSION, **counts, "files": listed}
    (aside / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for file in aside.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
    aside.chmod(0o755)
    return Dump(folder, counts["reports"], counts["lines"], sum(file.stat().st_size for file in files))


def _replace(aside: Path, folder: Path) -> None:
    old = aside.with_name(f"{aside.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        aside.rename(folder)
    except OSError as error:
        if old.exists():
            old.rename(folder)
        raise OSError(error.errno or errno.EIO, error.strerror) from error
    shutil.rmtree(old, ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
