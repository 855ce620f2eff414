"""A report as `archive show` prints it: who and what, what is doubtful, where it is from; its text; its statistics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.page.content import list_header
from archive.page.text import write_body, write_statistics
from archive.report.corrections import find_holding, spell_value


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts of a report. `url`: an address that says it now, None where none does; `aside`: why it does not
    stand for the report."""

    number: int
    current: bool
    url: str | None
    aside: str | None = None


Line = Mapping[str, Any]
"""A line of the dump."""

WIDTH = 10
"""Places of a name at the left."""


def list_head(line: Line, texts: Sequence[Text]) -> Iterator[str]:
    """What is known of a report, what is doubtful and where it was seen, before its text. `texts`: all it has."""
    facts = (*_list_facts(line, texts), *_list_corrected(line), ("Checks", _spell_checks(line["checks"])))
    for name, value in (*facts, *_list_findings(line), *_list_sightings(line)):
        yield f"{name:<{WIDTH}} {value}"
    yield from list_files(line["attachments"])
    yield "Provenance"
    yield from indent(_list_provenance(line["provenance"]))
    if header := list_header(line):
        yield "Header as printed"
        yield from indent(header)


def _list_provenance(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """In short; `archive show --provenance` tells all."""
    for name, value in told.items():
        if name == "way":
            yield name, " > ".join(step["url"] for step in value)
        elif name != "run":
            yield name, value


def list_body(line: Line) -> Iterator[str]:
    """The text with its tables drawn where they stand, then the statistics; each part after an empty line."""
    for part in (*write_body(line), *write_statistics(line)):
        yield from ("", *part.split("\n"))


def indent(pairs: Iterable[tuple[str, Any]]) -> Iterator[str]:
    yield from (f"  {key:<15} {value}" for key, value in pairs)


def _list_facts(line: Line, texts: Sequence[Text]) -> list[tuple[str, str]]:
    dates = {name: found[0] for name, found in line["dates"].items() if found}
    return [
        ("Id", f"{line['id']} (text {line['version']}, {line['content_hash'][:16]}…)"),
        *([("Texts", _spell_texts(line, texts))] if len(texts) > 1 else []),
        ("Organ", f"{line['organ'] or 'unknown'} ({line['organ_kind'] or 'kind unknown'})"),
        ("Division", f"{line['division_name'] or 'unknown'} {line['division_code'] or ''}".strip()),
        ("Year", f"{line['year'] or 'unknown'}, form {line['form'] or 'unknown'}, reading {line['reading']}"),
        ("Kind", f"{line['kind'] or 'unknown'}{_spell_reasons(line.get('reasons'))}"),
        *([("May be of", ", ".join(line["division_candidates"]))] if line.get("division_candidates") else []),
        *((name.capitalize(), f"{date['value']} ({date['source']}: {date['raw']})") for name, date in dates.items()),
    ]


def _spell_texts(line: Line, texts: Sequence[Text]) -> str:
    """2 (this is 1, the current one; 2: archive show http://…)."""
    why = f": {line['aside']}" if line.get("aside") else ""
    this = f"this is {line['version']}, {'the current one' if line['current'] else f'not the current one{why}'}"
    others = (_spell_text(one) for one in texts if one.number != line["version"])
    return f"{len(texts)} ({'; '.join([this, *others])})"


def _spell_text(one: Text) -> str:
    name = f"{one.number}{', the current one' if one.current else f' ({one.aside})' if one.aside else ''}"
    return f"{name}: archive show {one.url}" if one.url else f"{name}: said no more by any address; the dump has it"


def _spell_reasons(reasons: Sequence[str] | None) -> str:
    return f" ({'; '.join(reasons)})" if reasons else ""


def _list_corrected(line: Line) -> Iterator[tuple[str, str]]:
    """What persons say of a report and holds, beside what was read."""
    for one in find_holding(line).values():
        read, value = (spell_value(one[key]) for key in ("read", "value"))
        yield "Corrected", f"{one['field']}: {value}, read as {read} ({one['who']}, {one['when'][:19]}: {one['why']})"


def _spell_checks(checks: Sequence[Mapping[str, Any]]) -> str:
    if not checks:
        return "none for this form"
    return ", ".join(
        f"{sum(check['status'] == status for check in checks)} {status.replace('_', ' ')}"
        for status in ("pass", "fail", "cannot_tell")
    )


def _list_findings(line: Line) -> Iterator[tuple[str, str]]:
    for one in line["findings"]:
        yield "Finding", f"{one['code']}: {one['message']}" + (f" ({one['where']})" if one["where"] else "")


def _list_sightings(line: Line) -> Iterator[tuple[str, str]]:
    for one in line["sightings"]:
        first, last = one["first_seen"][:19], one["last_seen"][:19]
        yield "Seen at", f"{one['url']} " + (f"on {first}" if first == last else f"from {first} to {last}")


def list_files(files: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for file in files:
        yield f"{'File':<{WIDTH}} {file['name'] or '(no name)'}: {file['url']}"
        yield f"  {_spell_captured(file['captured'])}"


def _spell_captured(captured: Mapping[str, Any] | None) -> str:
    if captured is None:
        return "not asked for"
    if captured["warc_file"] is None:
        return f"not captured: {captured['state']}" + (f" ({captured['reason']})" if captured["reason"] else "")
    place = f"{captured['warc_file']} at {captured['warc_offset']}, sha256 {captured['payload_sha256']}"
    return (
        f"{captured['media'] or 'media unknown'}, {captured['length']:,} bytes, {captured['fetched_at'][:19]}: {place}"
    )
