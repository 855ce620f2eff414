"""What a page shows of a reading: who and when, the body in reading order, and what is doubtful."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.reading.document import Grid, Paragraph, Span

Reading = Mapping[str, Any]


def list_facts(reading: Reading) -> list[tuple[str, str]]:
    """Name and value of what is known."""
    dates = {name: found[0]["value"] for name, found in reading["dates"].items() if found}
    facts = {
        "file": reading["file"],
        "kind": reading["kind"],
        "organ": reading["organ"],
        "division": " ".join(filter(None, (reading["division_name"], reading["division_code"]))),
        "year": reading["year"],
        "form": reading["form"],
        **dates,
        "reading": f"{reading['reading']}, by {reading['reader']}" if reading["reader"] else reading["reading"],
    }
    return [(name.capitalize(), str(value)) for name, value in facts.items() if value]


def list_header(reading: Reading) -> list[tuple[str, str]]:
    """The fields of the metadata header as printed, by their keys."""
    return [(key, " ".join(field["raw"].split())) for key, field in reading["header"].items() if field and field["raw"]]


def list_blocks(reading: Reading) -> Iterator[Paragraph | Grid]:
    """The body: headings of its sections, paragraphs, and each table where its lines stand in the text."""
    grids = deque((grid, lines) for grid in map(_read_grid, reading["tables"]) if (lines := list(grid.lines())))
    for section in reading["sections"]:
        if section["heading"]:
            yield Paragraph(section["heading"], heading=True)
        yield from _place_grids(section["text"].split("\n"), grids)


def _read_grid(table: Mapping[str, Any]) -> Grid:
    """Readings that were kept by 0.1.0 have no spans."""
    rows = tuple(tuple(row) for row in table["grid"])
    return Grid(rows, tuple(Span(*span) for span in table.get("spans", ())), table["caption"])


def _place_grids(lines: Sequence[str], grids: deque[tuple[Grid, list[str]]]) -> Iterator[Paragraph | Grid]:
    at = 0
    while at < len(lines):
        fits = (n for n, (_, drawn) in enumerate(grids) if lines[at : at + len(drawn)] == drawn)
        if (found := next(fits, None)) is not None:
            # A table whose lines a heading parts is not drawn, and holds up no other.
            passed = [grids.popleft() for _ in range(found + 1)]
            grid, drawn = passed[-1]
            yield grid
            at += len(drawn)
        else:
            yield Paragraph(lines[at])
            at += 1


def list_findings(reading: Reading) -> list[str]:
    """What a person may want to look at: findings of the reading, and sums that do not hold."""
    failing = [check for check in reading["checks"] if check["status"] == "fail"]
    return [
        *(_with_place(f"{one['code']}: {one['message']}", one["where"]) for one in reading["findings"]),
        *(_spell_check(check) for check in failing),
    ]


def _spell_check(check: Mapping[str, Any]) -> str:
    said = f"{check['rule']}: expected {check['expected']}, printed {check['actual']}"
    return f"{said} ({check['verdict']}: {check['reason']})" if check.get("verdict") else said


def _with_place(message: str, where: str | None) -> str:
    return f"{message} ({where})" if where else message
