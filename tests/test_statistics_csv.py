"""statistics.csv: a row a cell, ready for pandas and R, harmless in a spreadsheet, and with nothing lost."""

import csv
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export.dump import export
from archive.export.statistics import COLUMNS, NAME, Writer, protect, restore
from archive.home import Home
from tests.commands import archive
from tests.correcting import with_table
from tests.test_correct_command import correct, ingest

URL = "http://a.example/1.html"
PENDING = "review_litigation.reconsideration.pending"


def read(folder: Path) -> list[dict[str, str]]:
    with (folder / NAME).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def line(**more: Any) -> dict[str, Any]:
    cell = {"table": "local", "row": "收费", "column": "本年", "value": None, "unit": None, "state": "text", "raw": "x"}
    cells = [{**cell, "source": "grid 0 r1 c1", **one} for one in more.pop("cells", [{}])]
    return {
        "id": "a" * 32,
        "content_hash": "b" * 64,
        "current": True,
        "organ": "滨湖区民政局",
        "organ_kind": "department",
        "division_code": "320211",
        "division_name": "滨湖区",
        "year": 2020,
        "form": "free",
        "statistics": cells,
        "corrections": [],
        **more,
    }


def write(folder: Path, *lines: dict[str, Any]) -> list[dict[str, str]]:
    with Writer(folder) as writer:
        for one in lines:
            writer.write(one)
    return read(folder)


def test_every_cell_of_a_dump_is_a_row_and_missing_ones_too(home: Home, tmp_path: Path) -> None:
    name = ingest(home, URL, with_table("滨湖区民政局"))
    correct(home, name, "--cell", f"{PENDING}=1")
    export(home, tmp_path / "dump")
    (kept,) = [json.loads(one) for one in (tmp_path / "dump" / "reports.jsonl").read_text("utf-8").splitlines()]
    rows = read(tmp_path / "dump")
    assert [(row["table"], row["row"], row["column"], row["state"], row["raw"], row["value"]) for row in rows] == [
        (
            *(cell[key] for key in ("table", "row", "column", "state")),
            cell["raw"] or "",
            "" if cell["value"] is None else str(cell["value"]),
        )
        for cell in kept["statistics"]
    ]
    assert {row["report"] for row in rows} == {name} and {row["text"] for row in rows} == {kept["content_hash"]}
    assert {row["state"] for row in rows} > {"number", "missing"}
    assert [f"{row['table']}.{row['row']}.{row['column']}" for row in rows if row["corrected"] == "1"] == [PENDING]
    manifest = json.loads((tmp_path / "dump" / "manifest.json").read_text("utf-8"))
    assert manifest["files"].keys() == {"reports.jsonl", NAME}


def test_an_undone_correction_leaves_a_cell_uncorrected(small: Home, tmp_path: Path) -> None:
    name = ingest(small, URL, with_table("滨湖区民政局"))
    correct(small, name, "--cell", f"{PENDING}=1")
    correct(small, name, "--undo")
    export(small, tmp_path / "dump")
    assert {row["corrected"] for row in read(tmp_path / "dump")} == {"0"}


def test_a_format_can_be_chosen_alone(small: Home, tmp_path: Path) -> None:
    ingest(small, URL, with_table("滨湖区民政局"))
    for chosen, files in (("csv", {NAME}), ("jsonl", {"reports.jsonl"}), ("csv,jsonl,csv", {NAME, "reports.jsonl"})):
        assert archive("export", str(tmp_path / "d"), "--format", chosen, home=small).returncode == 0
        assert {file.name for file in (tmp_path / "d").iterdir()} == files | {"manifest.json"}


def test_a_blank_is_no_zero_and_a_code_is_a_text(tmp_path: Path) -> None:
    cells = [
        {"value": 0, "state": "number", "raw": "0"},
        {"state": "blank", "raw": ""},
        {"state": "missing", "raw": None},
    ]
    zero, empty, missing = write(tmp_path, line(cells=cells, division_code="010000", year=None))
    assert (zero["value"], empty["value"], missing["value"]) == ("0", "", "")
    assert (zero["division_code"], zero["year"], zero["current"]) == ("010000", "", "1")


def test_an_amount_is_in_yuan_and_not_in_scientific_form(tmp_path: Path) -> None:
    cells = [{"value": 19466890.5, "state": "number", "raw": "1946.68905万元", "unit": "万元"}, {"value": 10**16}]
    one, large = write(tmp_path, line(cells=cells))
    assert (one["value"], one["unit"], large["value"]) == ("19466890.5", "万元", "10000000000000000")


def test_the_file_is_utf8_without_a_mark_and_has_its_columns_first(tmp_path: Path) -> None:
    write(tmp_path, line())
    assert (tmp_path / NAME).read_bytes().startswith(",".join(COLUMNS).encode() + b"\r\n" + b"a" * 32)


@pytest.mark.parametrize(
    "raw",
    ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", " =1", "'=1", "'", "-", "--", "+1-2", "-3件"],
)
def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe_and_comes_back(tmp_path: Path, raw: str) -> None:
    (row,) = write(tmp_path, line(cells=[{"raw": raw}], organ=f"={raw}"))
    assert (row["raw"], restore(row["raw"])) == (f"'{raw}", raw)
    assert row["organ"] == f"'={raw}"


@pytest.mark.parametrize("raw", ["-3", "+461", "－3", "-1,234.5", "+5%", "3", "无", "—", "1-2", "a=b", "", " 5"])
def test_numbers_with_a_sign_and_plain_words_stand_as_printed(tmp_path: Path, raw: str) -> None:
    (row,) = write(tmp_path, line(cells=[{"raw": raw}]))
    assert row["raw"] == raw


@given(st.text())
def test_no_text_is_lost_by_the_apostrophe(text: str) -> None:
    assert restore(protect(text)) == text


def test_commas_quotes_and_line_ends_of_any_kind_come_back(tmp_path: Path) -> None:
    raw = '一"二",三\r四\n五\r\n六'
    (row,) = write(tmp_path, line(cells=[{"raw": raw, "row": "a,b"}]))
    assert (row["raw"], row["row"]) == (raw, "a,b")


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    one = line(cells=[{"raw": str(number)} for number in range(200)])
    with Writer(tmp_path) as writer:
        writer.write(one)
        tracemalloc.start()
        for _ in range(500):
            writer.write(one)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 500_000


def test_what_the_readme_computes_comes_out(tmp_path: Path) -> None:
    """Applications received, by year, of current texts: as pandas and R are shown to do it."""
    asked = {"table": "applications", "row": "new_received", "column": "total", "state": "number"}
    rows = write(
        tmp_path,
        line(cells=[{**asked, "value": 3}, {**asked, "row": "handled", "value": 9}]),
        line(cells=[{**asked, "value": 4}], year=2021),
        line(cells=[{**asked, "value": 8}], year=2021, current=False),
        line(cells=[{**asked, "value": None, "state": "blank"}], year=2021),
    )
    totals: dict[str, float] = {}
    for row in rows:
        place = {key: row[key] for key in asked}
        if place == asked and row["current"] == "1":
            totals[row["year"]] = totals.get(row["year"], 0) + float(row["value"])
    assert totals == {"2020": 3, "2021": 4}
