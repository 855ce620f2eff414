"""Makes tests/fixtures: two reports, each from one truth in every format in which reports are published.

    PYTHONPATH=. python scripts/make_fixtures.py tests/fixtures

Needs LibreOffice (`soffice`), poppler's `pdftoppm`, the font Noto Sans CJK, and the development environment. What the
project writes itself is the same at each run. What LibreOffice writes differs by its version and the clock, so the
files are made once and kept.

    truth.json              what is printed in each report, block by block, and its statistics under their keys
    2021.html … 2021.txt    form 2021, table 三 with 25 rows
    2019.html … 2019.txt    form 2019, table 三 with 23 rows; table 二 in five columns, spanned one way by its header
                            and another by its data
    *.xlsx, *.xls, *.ods    the tables alone, a sheet each
    2021.rtf, odt, wps      of one report only: they are large, or the same bytes (wps is the doc)
    2021.zip                the docx under a name written in GBK, as Windows packs it
    2021-scan.png, jpg, pdf a page as a picture; the PDF holds nothing else
"""

import itertools
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fixture_files import count_columns, make_files, tables_of

from tests.site.figures import simulate_years
from tests.site.organs import PLACES, list_organs
from tests.site.report import Line, Report, compose_report

YEARS = {"2021": 2023, "2019": 2020}
"""Form → year of its report. That of form 2021 is a government's, that of form 2019 a bureau's."""

TELLING = {"2021": ([(4, 1), (10, 22), (15, 2)], {"dash"}), "2019": ([(5, 1), (10, 20), (15, 2)], {"blank"})}
"""Form → columns and tallest cell of each table, and the states of cells that hold no number."""


def main(folder: Path) -> None:
    truth = {}
    for form in YEARS:
        title, report = write_report(form)
        truth[form] = tell(form, title, report)
        make_files(folder / form, title, report, everything=form == "2021")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False) + "\n", encoding="utf-8")


def write_report(form: str) -> tuple[str, Report]:
    """Title and report. The first draft is taken that shows what the tests want to see."""
    year, bureau = YEARS[form], form == "2019"
    organ = list_organs(PLACES[bureau])[bureau]
    figures = simulate_years(organ, range(year - 2, year + 1), random.Random(year))[year]  # noqa: S311
    drafts = (compose_report(figures, random.Random(seed)) for seed in itertools.count())  # noqa: S311
    return f"{organ.name}{year}年政府信息公开工作年度报告", next(report for report in drafts if is_telling(report))


def is_telling(report: Report) -> bool:
    """Whether it is signed, and has each table in one piece, with cells that hold no number."""
    shapes = [(count_columns(rows), max(td.rowspan for row in rows for td in row)) for rows in tables_of(report)]
    states = {cell.state for cell in report.cells} - {"number"}
    return report.signed is not None and (shapes, states) == TELLING[report.figures.form]


def tell(form: str, title: str, report: Report) -> dict[str, Any]:
    organ = report.figures.organ
    blocks = [
        {"text": piece.text, "kind": piece.kind}
        if isinstance(piece, Line)
        else {"table": [[(td.text, td.colspan, td.rowspan) for td in row] for row in piece]}
        for piece in report.pieces
    ]
    return {
        "title": title,
        "organ": organ.name,
        "organ_kind": organ.kind,
        "division_code": organ.division_code,
        "year": report.figures.year,
        "form": form,
        "signed": report.signed.isoformat() if report.signed else None,
        "blocks": blocks,
        "cells": [asdict(cell) for cell in report.cells],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
