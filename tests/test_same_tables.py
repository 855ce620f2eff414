"""The same report in every format: the same words, the same grids cell for cell, the same statistics."""

import pytest

from archive.reading.document import Block, Document, Grid
from archive.reading.lines import compact
from archive.reading.reader import read
from archive.report.statistics import read_statistics
from archive.report.understand import understand
from tests.fixtures import FOLDER, FORMS, Truth, fixture, truth

SHEETS = ("xlsx", "xls", "ods")
TEXTS = ("html", "docx", "doc", "wps", "pdf", "ofd", "rtf", "txt")
"""Formats with words round the tables."""

FILES = [f"{form}.{ending}" for form in FORMS for ending in (*TEXTS, *SHEETS) if (FOLDER / f"{form}.{ending}").exists()]
WHOLE = [name for name in FILES if not name.endswith(SHEETS)]


def read_fixture(name: str) -> tuple[Document, Truth]:
    return read(fixture(name)), truth(name.partition(".")[0])


def flat(block: Block) -> str:
    return compact("".join(block.lines()) if isinstance(block, Grid) else block.text)


@pytest.mark.parametrize("name", FILES)
def test_the_grids_are_the_same_cell_for_cell(name: str) -> None:
    document, true = read_fixture(name)
    assert [grid.rows for grid in document.grids] == [grid.rows for grid in true.grids]


@pytest.mark.parametrize("name", FILES)
def test_the_same_places_are_one_cell(name: str) -> None:
    document, true = read_fixture(name)
    assert [set(grid.spans) for grid in document.grids] == [set(grid.spans) for grid in true.grids]


@pytest.mark.parametrize("name", FILES)
def test_the_statistics_are_the_same(name: str) -> None:
    document, true = read_fixture(name)
    cells, findings = read_statistics(true.form, document.grids)
    assert {(c.table, c.row, c.column): (c.raw, c.value, c.unit, c.state) for c in cells} == true.cells
    assert findings == ()


@pytest.mark.parametrize("name", WHOLE)
def test_the_words_are_the_same_and_stand_in_the_same_order(name: str) -> None:
    document, true = read_fixture(name)
    assert [flat(block) for block in document.blocks] == [flat(block) for block in true.blocks]


@pytest.mark.parametrize("name", WHOLE)
def test_whose_report_of_which_year_it_is(name: str) -> None:
    document, true = read_fixture(name)
    report = understand(document)
    identity = report.identity
    assert (report.kind, report.title, report.form) == ("report", true.title, true.form)
    assert (identity.organ, identity.organ_kind, identity.year) == (true.organ, true.organ_kind, true.year)
    assert report.dates["signed"][0].value == true.signed
    assert document.state == "complete"
