"""What a person says a value really is, checked before it is kept. Each function raises UsageError with what to do."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from archive.errors import UsageError
from archive.report.corrections import cell_name
from archive.report.divisions import Division, find_divisions, load_table, valid_in
from archive.report.forms.indicators import UNITS
from archive.report.forms.label import squeeze
from archive.report.quantity import parse_cell
from archive.report.tables.local_tables import LOCAL

KINDS = (
    "report", "notice", "format", "guide", "catalogue", "other_annual_report", "statistics", "budget", "plan",
    "interpretation", "list", "news", "error_page", "challenge", "unknown",
)  # fmt: skip
"""DOMAIN's kinds of pages."""

FIRST_YEAR = 2000
"""Some cities published reports before the regulation of 2008: Guangzhou about 2003, Shanghai about 2004."""

NEAREST = 5


def check_organ(name: str) -> str:
    """The name in the form in which titles are read: without white space, full-width letters made plain."""
    if not (organ := squeeze(name)):
        raise UsageError("--organ is empty; write the organ's whole name")
    return organ


def check_year(year: int, last: int) -> int:
    """`last`: the year after the page was fetched, of which no report can be later."""
    if not FIRST_YEAR <= year <= last:
        raise UsageError(
            f"--year {year} is no year of a report that was fetched in {last - 1}; {FIRST_YEAR} to {last} are"
        )
    return year


def check_kind(kind: str) -> str:
    if kind not in KINDS:
        raise UsageError(f"no kind of page is called {kind!r}; there is {', '.join(KINDS)}")
    return kind


def check_division(code: str, year: int | None) -> str:
    """A code of GB/T 2260 that was valid in that year; what lies behind the table's last year is asked as its last."""
    code = squeeze(code)
    units = load_table().by_code.get(code, ())
    if not units:
        named = ", ".join(f"{unit.code} {unit.name}" for unit in find_divisions(code, year)[:NEAREST])
        raise UsageError(f"no division has the code {code!r}; " + (f"{named}?" if named else _tell_near(code)))
    asked = min(year or load_table().last_year, load_table().last_year)
    if not any(unit.first <= asked <= unit.last for unit in valid_in(units, year)):
        spans = "; ".join(_spell(unit) for unit in units)
        raise UsageError(f"the division {code} was not valid in {asked}: {spans}")
    return code


def _spell(unit: Division) -> str:
    return f"{unit.name} from {unit.first} to {unit.last}"


def _tell_near(code: str) -> str:
    near = difflib.get_close_matches(code, load_table().by_code, NEAREST)
    told = ", ".join(f"{one} {load_table().by_code[one][-1].name}" for one in near)
    return f"nearest are {told}" if told else "six digits of GB/T 2260 are expected, such as 320211"


def read_cell_claims(claims: Sequence[str], cells: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """As `read_cell_claim`, of each cell one."""
    said: dict[str, dict[str, Any]] = {}
    for claim in claims:
        name, value = read_cell_claim(claim, cells)
        if name in said:
            raise UsageError(f"--cell {name} is given twice; say once what it is")
        said[name] = value
    return said


def read_cell_claim(claim: str, cells: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """`table.row.column=VALUE` → the cell's name and {value, unit, state}. The value as it is printed: a number, with
    its unit where the cell's is another (251000元); nothing, - , / or 无 where the cell has none."""
    by_name = {cell_name(cell): cell for cell in cells}
    names = [claim[:at] for at, letter in enumerate(claim) if letter == "="]
    if not names:
        raise UsageError(f"--cell {claim!r} has no value; write --cell table.row.column=VALUE")
    name = next((name for name in names if name in by_name), None)
    if name is None:
        raise UsageError(f"no cell is called {names[-1]!r}; {_name_near(names[-1], list(by_name))}")
    return name, _read_value(name, claim[len(name) + 1 :], by_name[name])


def _name_near(name: str, names: Sequence[str]) -> str:
    if not names:
        return "the report has no cells"
    near = difflib.get_close_matches(name, names, NEAREST, cutoff=0.3)
    return f"nearest are {', '.join(near)}" if near else f"its cells are, for example, {', '.join(names[:NEAREST])}"


def _read_value(name: str, said: str, cell: Mapping[str, Any]) -> dict[str, Any]:
    value, unit, state = parse_cell(said, cell["unit"])
    if state == "text":
        raise UsageError(f"--cell {name}={said}: {said!r} is not a number. Leave it empty for a blank cell, or - / 无")
    if cell["column"] == "amount" and state == "number" and value and "元" not in (unit or ""):
        raise UsageError(f"--cell {name}={said}: in which unit? Write {said}元 or {said}万元")
    if value is not None and (wrong := _find_wrong(value, unit, cell)):
        raise UsageError(f"--cell {name}={said}: {wrong}")
    return {"value": value, "unit": unit, "state": state}


def _find_wrong(value: float, unit: str | None, cell: Mapping[str, Any]) -> str | None:
    """What a number cannot be in its column. Local tables have columns of any kind, shares and growth among them."""
    if cell["table"] == LOCAL:
        return None
    if value < 0 and cell["column"] != "change":
        return "no number of this column is negative"
    if _is_amount(cell):
        return None if not unit or "元" in unit else f"an amount is not counted in {unit}"
    if unit != cell["unit"]:
        counted = f" in {cell['unit']}" if cell["unit"] else ""
        return f"this column counts{counted}; write the number without {unit}"
    return None if value == int(value) else "this column counts, and a count is whole"


def _is_amount(cell: Mapping[str, Any]) -> bool:
    return cell["column"] == "amount" or "元" in (cell["unit"] or "") or "元" in UNITS.get(cell["row"], "")
