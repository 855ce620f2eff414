"""What is wrong with the WARC files, where, and what depends on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from archive.models import Capture, Correction, Variant, Version
from archive.upsert import in_parts

Kind = Literal["capture", "correction", "record", "file"]
"""Of what is damaged: a record that a row names, one that none does, or a whole file."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What depends on captures: ids of the reports and (url, number) of the versions whose texts were read from them or
    from their revisits, ids of revisits and of corrections."""

    reports: tuple[str, ...] = ()
    versions: tuple[tuple[str, int], ...] = ()
    revisits: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.reports, self.versions, self.revisits, self.corrections))


@dataclass(frozen=True, slots=True)
class Damage:
    """`why`: what is wrong. `offset` and `length`: which bytes of `file`; null for all of it. `id`: of the capture or
    correction, or of the WARC record where it can still be read. `name`: what a record is that no row names: `journal
    record archive_page`, `warcinfo`. `records`: how many it takes."""

    why: str
    kind: Kind
    file: str
    offset: int | None = None
    length: int | None = None
    id: str | None = None
    url: str | None = None
    name: str | None = None
    records: int = 1
    needed: Needed = Needed()

    def tell(self) -> dict[str, Any]:
        """The object of `archive verify --json`."""
        return {
            "damage": self.why,
            "kind": self.kind,
            "capture": self.id if self.kind == "capture" else None,
            "correction": self.id if self.kind == "correction" else None,
            "record": self.id,
            "name": self.name,
            "url": self.url,
            "file": self.file,
            "offset": self.offset,
            "length": self.length,
            "records": self.records,
            "reports": list(self.needed.reports),
            "versions": [{"url": url, "number": number} for url, number in self.needed.versions],
            "revisits": list(self.needed.revisits),
            "corrections": list(self.needed.corrections),
        }

    def __str__(self) -> str:
        what = {"capture": "capture", "correction": "correction"}.get(self.kind, self.name or "")
        place = self.file if self.offset is None else f"{self.file} at byte {self.offset}"
        who = " ".join(word for word in (what, self.id, self.url) if word)
        takes = f"; {spell_number(self.records, 'record')}" if self.kind == "file" and self.records else ""
        return f"{f'{who}, ' if who else ''}{place}: {self.why}{takes}{_spell_needed(self.needed)}"


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be known and is no damage."""

    file: str
    text: str

    def tell(self) -> dict[str, Any]:
        return {"note": self.text, "file": self.file}

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"


def spell_number(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _spell_needed(needed: Needed) -> str:
    told = [
        needed.reports and _spell_few(needed.reports, "report"),
        needed.versions and spell_number(len(needed.versions), "version"),
        needed.revisits and spell_number(len(needed.revisits), "revisit"),
        needed.corrections and _spell_few(needed.corrections, "correction"),
    ]
    return f"; needed by {', '.join(one for one in told if one)}" if needed else ""


def _spell_few(ids: Sequence[str], word: str, few: int = 3) -> str:
    more = f" and {len(ids) - few} more" if len(ids) > few else ""
    return f"{word}{'s' * (len(ids) != 1)} {', '.join(ids[:few])}{more}"


def find_needed(session: Session, captures: Iterable[str]) -> Needed:
    """What depends on captures, by their ids."""
    ids = list(captures)
    revisits = _among(session, select(Capture.id), Capture.revisit_of, ids)
    ids += [one for (one,) in revisits]
    return Needed(
        reports=tuple(one for (one,) in _among(session, select(Variant.report_id).distinct(), Variant.capture_id, ids)),
        versions=tuple(
            (url, number)
            for url, number in _among(session, select(Version.url, Version.number), Version.capture_id, ids)
        ),
        revisits=tuple(one for (one,) in revisits),
        corrections=tuple(one for (one,) in _among(session, select(Correction.id), Correction.capture_id, ids)),
    )


def _among(session: Session, query: Select[*tuple[Any, ...]], column: Any, ids: list[str]) -> list[tuple[Any, ...]]:
    found = {tuple(row) for part in in_parts(ids) for row in session.execute(query.where(column.in_(part)))}
    return sorted(found)


def damage_file(session: Session, file: str, why: str, *, start: int = 0) -> Damage:
    """All that rows name from `start` on in a file is gone."""
    captures = list(session.scalars(select(Capture.id).where(Capture.warc_file == file, Capture.warc_offset >= start)))
    corrections = list(
        session.scalars(select(Correction.id).where(Correction.warc_file == file, Correction.warc_offset >= start))
    )
    needed = find_needed(session, captures)
    told = tuple(sorted({*needed.corrections, *corrections}))
    return Damage(
        why,
        "file",
        file,
        records=len(captures) + len(corrections),
        needed=Needed(needed.reports, needed.versions, needed.revisits, told),
    )
