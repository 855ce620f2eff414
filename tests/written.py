"""What processes have left in an archive that were ended while they wrote: is all there, once, and sound?"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator

from archive.database import open_database, session
from archive.fixity.damage import Damage
from archive.fixity.verify import Count, verify
from archive.home import Home
from archive.journal import read_event
from archive.models import Capture, ReadPage, ReportText, Sighting, Variant, Version, WarcPart
from archive.remaking.replay import CAPTURED
from archive.warc.members import Gap, Member, walk

Kept = tuple[str, str, str]
"""URL, hash of the text, id of the capture."""


def find_lost(home: Home, kept: Iterable[Kept], flushed: Mapping[str, int]) -> list[str]:
    """Reports that were said to be kept and are not, and parts of WARC files that were committed before they were on
    the disk; whatever a process that was ended has left, and before anything is done about it. `flushed`: file →
    bytes."""
    engine = open_database(home)
    with session(engine) as work:
        texts = select(Version.url, Variant.text_hash).join(Variant, Variant.id == Version.variant_id)
        said = set(map(tuple, work.execute(texts)))
        read = dict(work.execute(select(ReadPage.capture_id, ReadPage.url)).all())
        faults = [f"lost: {url}" for url, text, capture in kept if (url, text) not in said or read.get(capture) != url]
        parts = work.execute(select(WarcPart.warc_file, WarcPart.end)).all()
        faults += [f"unflushed: {file} to {end}" for file, end in parts if end > flushed.get(file, 0)]
    engine.dispose()
    return faults


def find_ends(home: Home) -> dict[str, int]:
    """WARC file → where the last record or part ends that a row names."""
    ends: dict[str, int] = defaultdict(int)
    engine = open_database(home)
    with session(engine) as work:
        for file, end in work.execute(select(WarcPart.warc_file, WarcPart.end)):
            ends[file] = max(ends[file], end)
        for file, offset, length in work.execute(select(Capture.warc_file, Capture.warc_offset, Capture.warc_length)):
            ends[file] = max(ends[file], offset + length)
    engine.dispose()
    return ends


def find_faults(home: Home, texts: Mapping[str, str]) -> list[str]:
    """What is wrong with an archive in which everything has been taken in and nobody writes; a line each.
    `texts`: sha256 of a payload → hash of the text that is read of it."""
    engine = open_database(home)
    faults = [f"damaged: {one}" for one in verify(engine, home.warcs, Count()) if isinstance(one, Damage)]
    with session(engine) as work:
        files = {file.name: list(walk(file)) for file in sorted(home.warcs.glob("*.warc.gz"))}
        faults += [fault for name, found in files.items() for fault in _check_file(home.warcs / name, found)]
        faults += _check_parts(work, home.warcs)
        faults += _check_records(work, files)
        faults += _check_reports(work, texts)
    engine.dispose()
    return faults


def _check_file(path: Path, found: list[Member | Gap]) -> Iterator[str]:
    """WARC tools read each record, and find its digests right."""
    yield from (f"damaged: {path.name} at {one.offset}: {one.why}" for one in found if isinstance(one, Gap))
    with path.open("rb") as file:
        read = 0
        try:
            for record in ArchiveIterator(file, check_digests="raise"):
                while record.content_stream().read(1 << 20):
                    pass
                read += 1
        except Exception as error:
            yield f"damaged: {path.name}, record {read}, for other tools: {type(error).__name__}"
    if read != len(found):
        yield f"damaged: {path.name}: other tools read {read} of {len(found)} records"


def _check_parts(work: Session, warcs: Path) -> Iterator[str]:
    """They join, from the beginning of each file to its end."""
    rows = work.scalars(select(WarcPart).order_by(WarcPart.warc_file, WarcPart.start)).all()
    for name, parts in groupby(rows, key=lambda part: part.warc_file):
        content, at = (warcs / name).read_bytes() if (warcs / name).exists() else b"", 0
        for part in parts:
            if part.start != at:
                yield f"parts: {name}: {part.start} does not follow {at}"
            if hashlib.sha256(content[part.start : part.end]).hexdigest() != part.sha256:
                yield f"parts: {name}: {part.start} to {part.end} is not what was written"
            at = part.end
        if at != len(content):
            yield f"parts: {name}: {len(content) - at} bytes are not known"


def _check_records(work: Session, files: Mapping[str, list[Member | Gap]]) -> Iterator[str]:
    """Each record is known, once, and nothing is known that is no record."""
    members = [(name, one) for name, found in files.items() for one in found if isinstance(one, Member)]
    ids = Counter(member.record.id for _, member in members)
    yield from (f"doubled: record {id}" for id, times in ids.items() if times > 1)
    rows = {row.id: (row.warc_file, row.warc_offset, row.warc_length) for row in work.scalars(select(Capture))}
    there = {one.record.id: (name, one.offset, len(one.bytes)) for name, one in members if one.record.type in CAPTURED}
    yield from (f"unknown: record {id} of {there[id]}" for id in there.keys() - rows.keys())
    yield from (f"lost: record {id} of {rows[id]}" for id in rows.keys() - there.keys())
    yield from (f"moved: record {id}" for id in rows.keys() & there.keys() if rows[id] != there[id])
    events = [event for _, one in members if (event := read_event(one.record)) and event.name == "archive_page"]
    pages = set(work.scalars(select(ReadPage.capture_id)))
    yield from (f"unknown: page of {event.capture}" for event in events if event.capture not in pages)
    yield from (f"unnoted: page of {id}" for id in pages - {event.capture for event in events})
    asked = {value for _, one in members if (value := one.record.header("WARC-Concurrent-To"))}
    posted = {f"<urn:uuid:{row.id}>" for row in work.scalars(select(Capture)) if "jsp" in row.url}
    yield from (f"formless: {id}" for id in posted - asked)


def _check_reports(work: Session, texts: Mapping[str, str]) -> Iterator[str]:
    """Each URL said, in this order, what its captures say; each text, report and sighting stands there once."""
    read = select(Capture.url, Capture.payload_sha256).join(ReadPage, ReadPage.capture_id == Capture.id)
    read = read.where(ReadPage.outcome.startswith("report")).order_by(Capture.url, Capture.fetched_at)
    right = {url: [texts[sha] for _, sha in rows] for url, rows in groupby(work.execute(read), key=lambda row: row[0])}
    told = select(Version.url, Variant.text_hash).join(Variant, Variant.id == Version.variant_id)
    rows = work.execute(told.order_by(Version.url, Version.number))
    said = {url: [text for _, text in some] for url, some in groupby(rows, key=lambda row: row[0])}
    for url in right.keys() | said.keys():
        changes = [text for text, _ in groupby(right.get(url, []))]
        if said.get(url) != changes:
            yield f"versions: {url} says {said.get(url)}, and its captures {changes}"
    variants = Counter(map(tuple, work.execute(select(Variant.report_id, Variant.text_hash))))
    yield from (f"doubled: variant {key}" for key, times in variants.items() if times > 1)
    seen = set(map(tuple, work.execute(select(Sighting.report_id, Sighting.url))))
    held = select(Variant.report_id, Version.url).join(Version, Version.variant_id == Variant.id)
    yield from (f"sightings: {one}" for one in seen ^ set(map(tuple, work.execute(held))))
    kept = set(work.scalars(select(ReportText.hash)))
    yield from (f"texts: {one}" for one in kept ^ {text for _, text in variants})
