"""Where a report's text is from, as `archive show --provenance` prints it: from the record outwards."""

from collections.abc import Iterator, Mapping
from typing import Any

from archive.page.shown import WIDTH, indent

Told = Mapping[str, Any]
"""What `archive.provenance.tell_provenance` tells."""

SOUNDNESS = {None: "", True: ", sound", False: ", DAMAGED"}


def list_origin(told: Told) -> Iterator[str]:
    yield _line("Text", f"{told['version']} of report {told['id']}, normalised text {told['content_hash']}")
    yield from _list_record(told)
    yield from _list_fetch(told)
    yield from _list_crawl(told)
    yield from _list_readings(told)


def _line(name: str, value: str) -> str:
    return f"{name:<{WIDTH}} {value}"


def _list_record(told: Told) -> Iterator[str]:
    end = told["warc_offset"] + told["warc_length"]
    yield _line("Record", f"{told['record']}, {told['warc_file']} from byte {told['warc_offset']} to {end}")
    yield from indent((name, told[name]) for name in ("record_sha256", "payload_sha256"))
    if part := told["part"]:
        looked = f"{part['verified'][:19]}{SOUNDNESS[part['is_sound']]}" if part["verified"] else "never"
        yield from indent([("in its part", f"from byte {part['start']} to {part['end']}, sha256 {part['sha256']}")])
        yield from indent([("verified", looked)])
    if again := told["revisit"]:
        yield _line("Revisit", f"{again['record']} said the same, {again['warc_file']} at {again['warc_offset']}")


def _list_fetch(told: Told) -> Iterator[str]:
    status = f"status {told['status']}" if told["status"] else "handed in by an operator"
    yield _line("Fetched", f"{told['fetched_at']}, {status}, {told['media'] or 'no media type'}")
    yield "Way"
    for number, step in enumerate(told["way"], start=1):
        yield f"  {number:>2} {step['url']}" + (f" ({step['anchor']})" if step["anchor"] else "")


def _list_crawl(told: Told) -> Iterator[str]:
    crawl, run = told["crawl"], told["run"] or {}
    ended = f"{crawl['outcome']} {crawl['finished'][:19]}" if crawl["finished"] else "not finished"
    yield _line("Crawl", f"{crawl['id']} of {crawl['seed']}, begun {crawl['started'][:19]}, {ended}")
    for name, key in (("Code", "versions"), ("Settings", "settings")):
        pairs = ", ".join(f"{which} {value}" for which, value in run.get(key, {}).items())
        yield _line(name, pairs or "not on record")


def _list_readings(told: Told) -> Iterator[str]:
    read = told["read"]
    yield _line("Read", f"by {read['readers'] or 'an unknown reader'}")
    yield from indent((name, value) for name, value in read.items() if name != "readers" and value is not None)
    for one in told["earlier_readings"]:
        yield _line("Before", f"read by {one['reader']} until {one['until'][:19]}, text {one['content_hash']}")
    for one in told["corrections"]:
        place = f"record {one['record']}, {one['warc_file']} at {one['warc_offset']}"
        yield _line("Corrected", f"{one['field']} by {one['who']}, {one['when'][:19]}: {place}")
