"""Corrections by persons: which of them hold for a reading, and the reading with them. What was read stays in each.

A correction is made on one page as it was then: a URL, its text, its payload. It is about that text wherever the text
is read as the same report. Organ, division, year and kind hold for the other texts of the URL too, as long as these are
read as the first was (GROUNDS), and so does a cell's value where the cell is. Of several corrections of a field the
last holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from archive.reading.document import Finding
from archive.report.cell import Cell
from archive.report.checking import check_report
from archive.report.divisions import find_code
from archive.report.organ import organ_kind
from archive.report.organ_names import normalise_organ
from archive.report.quantity import spell_quantity
from archive.report.sameness import report_id

IDENTITY = ("organ", "division_code", "year", "kind")
"""Fields that say which report a page is, or whether it is one; every other field is a cell."""

GROUNDS: Mapping[str, tuple[str, ...]] = {
    "organ": ("organ",),
    "division_code": ("organ", "division_code"),
    "year": ("organ", "division_code", "year"),
    "kind": ("organ", "division_code", "year"),
}
CELL_GROUNDS = ("organ", "division_code", "year")
"""What has to be read as it was, besides the field itself, for a correction to hold for another text of its URL: where
a site puts the report of each year under one address, the misread organ stays misread, and the year does not."""

OUTDATED = "correction_outdated"
"""Finding: the page has changed since, and is now read as something else."""

Reading = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """`field` is one of IDENTITY or a cell's "table.row.column". `read` and `value` are a text or a number, of a cell
    {value, unit, state}. `undone`: what is read stands again, and `value` is what was read.

    Made on the text `text_hash` at `url`, whose payload has `payload_sha256`; `read_as` is {organ, division_code, year}
    as read. `number` counts the corrections made at the URL, from 1.
    """

    field: str
    read: Any
    value: Any
    undone: bool
    who: str
    when: datetime
    why: str
    url: str
    number: int
    text_hash: str | None
    payload_sha256: str
    read_as: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reading stands: keys of the URLs that say it, hash of its text, sha256 of the payloads it was read from,
    and when the first of these was fetched."""

    urls: frozenset[str]
    text_hash: str | None
    payloads: frozenset[str]
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """`reading` with what holds; `told` are the corrections that speak of it, in the order they were made."""

    reading: dict[str, Any]
    told: tuple[Correction, ...] = ()


def correct(reading: Reading, target: Target, corrections: Iterable[Correction]) -> Corrected:
    """A reading (`to_json`'s object, with or without its text) as persons corrected it."""
    by_field: dict[str, list[Correction]] = {}
    for one in sorted(corrections, key=lambda one: (one.when, one.number)):
        by_field.setdefault(one.field, []).append(one)
    told: list[Correction] = []
    findings: list[dict[str, Any]] = []
    holding: dict[str, Correction] = {}
    for field, made in by_field.items():
        valid = [one for one in made if holds(one, reading, target)]
        told += valid
        if valid:
            holding |= {} if valid[-1].undone else {field: valid[-1]}
        elif outdated := _outdated(made, reading, target):
            told.append(outdated)
            findings.append(_say(outdated, f"now read as {value_of(reading, field)!r}"))
    if not told:
        return Corrected(dict(reading))
    changed = _set_cells(_set_identity(reading, holding), holding, findings)
    changed["findings"] = [*changed["findings"], *findings]
    return Corrected(changed, tuple(sorted(told, key=lambda one: (one.when, one.number))))


def holds(one: Correction, reading: Reading, target: Target) -> bool:
    """Whether a correction speaks of this reading."""
    same_text = one.text_hash is not None and one.text_hash == target.text_hash
    if one.url in target.urls:
        return same_text or one.payload_sha256 in target.payloads or _is_read_alike(one, reading)
    # The same words elsewhere may be another organ's: towns copy each other.
    return same_text and name_report(one.read_as, one.url) in {name_report(reading, url) for url in target.urls}


def _is_read_alike(one: Correction, reading: Reading) -> bool:
    grounds = GROUNDS.get(one.field, CELL_GROUNDS)
    return one.read == value_of(reading, one.field) and all(one.read_as[key] == reading[key] for key in grounds)


def value_of(reading: Reading, field: str) -> Any:
    """What a reading has for a field of a correction; of a cell {value, unit, state}, null where it has none."""
    if field in IDENTITY:
        return reading[field]
    cell = next((cell for cell in reading["statistics"] if cell_name(cell) == field), None)
    return cell and {key: cell[key] for key in ("value", "unit", "state")}


def name_report(reading: Reading, url: str) -> str:
    """The id of the report that organ (in its one spelling), division and year make of a page."""
    return report_id(
        organ=normalise_reading(reading), division_code=reading["division_code"], year=reading["year"], url=url
    )


def normalise_reading(reading: Reading) -> str | None:
    """The organ of a reading in its one spelling."""
    code = reading["division_code"]
    division = find_code(code, reading["year"]) if code else None
    return normalise_organ(reading["organ"], division, reading["year"]) if reading["organ"] else None


def _outdated(made: Sequence[Correction], reading: Reading, target: Target) -> Correction | None:
    """The last correction of a field of this URL, where a later text is read as neither what was read nor what it was
    corrected to. The cells of another year's report at the same URL are none of those that were corrected."""
    last = next((one for one in reversed(made) if one.url in target.urls), None)
    if last is None or last.undone or target.fetched_at <= last.when:
        return None
    if last.field not in IDENTITY and last.read_as["year"] != reading["year"]:
        return None
    return None if value_of(reading, last.field) == last.value else last


def _say(one: Correction, what: str) -> dict[str, Any]:
    """The finding that a correction is not applied."""
    message = f"{one.field} was corrected from {one.read!r} to {one.value!r} by {one.who}; {what}"
    return {"code": OUTDATED, "message": message, "where": one.field}


def _set_identity(reading: Reading, holding: Mapping[str, Correction]) -> dict[str, Any]:
    return _set_values(reading, {field: holding[field].value for field in IDENTITY if field in holding})


def _set_values(reading: Reading, values: Mapping[str, Any]) -> dict[str, Any]:
    """The reading with other values of IDENTITY, and what follows from them."""
    changed = {**reading, **values}
    if "organ" in values:
        changed["organ_kind"] = organ_kind(values["organ"]) if values["organ"] else None
    if "division_code" in values:
        changed["division_candidates"] = []
    # A unit's name goes with the year: 八道江区 was renamed to 浑江区 in 2010.
    if {"division_code", "year"} & values.keys():
        unit = find_code(changed["division_code"], changed["year"]) if changed["division_code"] else None
        changed["division_name"] = unit.name if unit else None
    return {**changed, "organ_normalised": normalise_reading(changed)}


def restore(reading: Reading, url: str, corrections: Iterable[Correction]) -> dict[str, Any]:
    """A reading of a text as that text was read at another URL, where persons corrected it: the texts are the same word
    for word, whose they are was read differently."""
    text_hash = reading["content_hash"]
    read = {
        one.field: one.read
        for one in corrections
        if one.url == url and one.text_hash == text_hash and one.field in IDENTITY and one.read != reading[one.field]
    }
    return _set_values(reading, read) if read else dict(reading)


def spell_value(value: Any) -> str:
    """A value of a correction in a line: of a cell, {value, unit, state}, its number with its unit as printed, or how
    it has none."""
    if not isinstance(value, Mapping):
        return "unknown" if value is None else str(value)
    if value["value"] is None:
        return str(value["state"])
    return spell_quantity(value["value"], value["unit"]) + (value["unit"] or "")


def find_holding(line: Reading) -> dict[str, Mapping[str, Any]]:
    """Of the key `corrections` of a dump line, by their fields, those that hold: the last of each field, where it was
    not undone and the line has its value. Readings of saved pages have no such key."""
    last = {one["field"]: one for one in line.get("corrections", ())}
    return {field: one for field, one in last.items() if not one["undone"] and one["value"] == value_of(line, field)}


def cell_name(cell: Mapping[str, Any]) -> str:
    return f"{cell['table']}.{cell['row']}.{cell['column']}"


def _set_cells(
    reading: dict[str, Any], holding: Mapping[str, Correction], findings: list[dict[str, Any]]
) -> dict[str, Any]:
    """The reading with corrected cells, whose sums are checked again; what was printed and where stays as read."""
    values = {field: one for field, one in holding.items() if field not in IDENTITY}
    known = {cell_name(cell) for cell in reading["statistics"]} if values else set()
    findings += [_say(one, "no such cell is read now") for field, one in values.items() if field not in known]
    if not values.keys() & known:
        return reading
    cells = [{**cell, **_value_of(values.get(cell_name(cell)))} for cell in reading["statistics"]]
    checks = list(_check_again(reading["form"], cells, reading["findings"]))
    return {**reading, "statistics": cells, "checks": checks}


def _value_of(one: Correction | None) -> Mapping[str, Any]:
    return one.value if one else {}


def _check_again(form: str | None, cells: Iterable[Reading], findings: Iterable[Reading]) -> Iterator[dict[str, Any]]:
    names = [field.name for field in fields(Cell)]
    built: list[dict[str, Any]] = [{name: cell.get(name) for name in names} for cell in cells]
    doubts = [Finding(one["code"], one["message"], one["where"]) for one in findings]
    sums = check_report(form, [Cell(**cell) for cell in built], doubts)
    yield from ({**asdict(check), "cells": list(check.cells)} for check in sums)
