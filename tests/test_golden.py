"""Cases: a page in a folder is read as its expectation says. `archive case` makes one of a misread capture.

A missing expectation is written and then fails, so that somebody looks at it.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.case import expect
from archive.report.corrections import cell_name
from archive.report.reading import read_report

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder for folder in GOLDEN.iterdir() if folder.is_dir())


def find_differences(expected: Mapping[str, Any], reading: Mapping[str, Any]) -> Iterator[str]:
    """A line for each key, and each cell, that is another than expected; of a cell the keys that are there count."""
    for key, value in expected.items():
        if key == "statistics":
            yield from _differing_cells(value, reading[key])
        elif reading[key] != value:
            yield f"{key}: expected {value!r}, read {reading[key]!r}"


def _differing_cells(expected: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Of a table that is expected, cells that are read and not expected are invented."""
    cells = {cell_name(cell): cell for cell in read}
    for one in expected:
        found = {key: cells.get(cell_name(one), {}).get(key) for key in one}
        if found != one:
            yield f"cell {cell_name(one)}: expected {dict(one)!r}, read {found!r}"
    tables, names = {one["table"] for one in expected}, {cell_name(one) for one in expected}
    for name, cell in cells.items():
        if cell["table"] in tables and name not in names:
            read_as = {key: cell[key] for key in ("raw", "value", "unit", "state")}
            yield f"cell {name}: not expected, read {read_as!r}"


def read(folder: Path) -> dict[str, Any]:
    known = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    (page,) = folder.glob("page.*")
    return read_report(page.read_bytes(), **{key: known[key] for key in ("url", "media", "anchor")})


def run(folder: Path) -> None:
    reading, file = read(folder), folder / "expected.json"
    if not file.exists():
        file.write_text(json.dumps(expect(reading), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{file} was missing and is written now: is it what the page says?")
    if differences := list(find_differences(json.loads(file.read_text(encoding="utf-8")), reading)):
        pytest.fail("\n".join([str(folder), *differences]))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_page_is_read_as_its_case_expects(folder: Path) -> None:
    run(folder)


def test_a_missing_expectation_is_written_and_fails_once(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASES[0], folder, ignore=shutil.ignore_patterns("expected.json"))
    with pytest.raises(pytest.fail.Exception, match="is written now"):
        run(folder)
    run(folder)


def test_each_key_and_each_cell_that_differs_is_named() -> None:
    reading = read(GOLDEN / "gbk-with-header")
    expected = json.loads((GOLDEN / "gbk-with-header" / "expected.json").read_text(encoding="utf-8"))
    table = [one for one in expected["statistics"] if one["table"] == "active_disclosure"]
    cells = [{**table[0], "value": 7}, *table[2:], {"table": "x", "row": "y", "column": "z", "value": 1}]
    other = expected | {"year": 2018, "statistics": cells}
    assert [one.partition(", read")[0].partition(": expected")[0] for one in find_differences(other, reading)] == [
        "year",
        "cell active_disclosure.regulations.made",
        "cell x.y.z",
        f"cell active_disclosure.{table[1]['row']}.{table[1]['column']}: not expected",
    ]


def test_a_cell_that_is_read_beside_those_of_an_expected_table_is_a_difference() -> None:
    reading = read(GOLDEN / "gbk-with-header")
    expected = expect(reading)
    invented = {**reading["statistics"][0], "row": "nowhere"}
    (told,) = find_differences(expected, {**reading, "statistics": [*reading["statistics"], invented]})
    assert told.startswith("cell active_disclosure.nowhere.made: not expected, read ")
    elsewhere = {**invented, "table": "elsewhere"}
    assert not list(find_differences(expected, {**reading, "statistics": [*reading["statistics"], elsewhere]}))
