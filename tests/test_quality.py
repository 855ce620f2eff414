"""How well the annotated pages are read, by their own scorer: no page may get worse unseen."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archive.report.reading import read_report

SHARED = Path(__file__).parents[2] / "shared"

pytestmark = pytest.mark.skipif(
    not (SHARED / "quality" / "score.py").exists(), reason="the annotated pages are not beside this checkout"
)


@pytest.fixture(scope="module")
def scores() -> list[dict[str, Any]]:
    scorer = load_scorer()
    golds = (json.loads(file.read_text(encoding="utf-8")) for file in sorted((SHARED / "quality/gold").glob("*.json")))
    return [scorer.score(gold, read_report((SHARED / gold["html"]).read_bytes())) for gold in golds]


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "quality" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mean(scores: list[dict[str, Any]], name: str) -> float:
    values = [value for score in scores if name in score for value in [score[name]]]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return sum(flat) / len(flat)


@pytest.mark.parametrize(
    ("name", "least"), [("F1", 0.995), ("cell", 0.995), ("title", 0.97), ("date", 0.98), ("header", 0.97)]
)
def test_the_annotated_pages_are_read_well(scores: list[dict[str, Any]], name: str, least: float) -> None:
    assert mean(scores, name) >= least


def test_no_annotated_page_leaks_a_line_of_its_header_or_loses_a_tenth(scores: list[dict[str, Any]]) -> None:
    assert mean(scores, "leak") <= 0.02
    assert min(score["R"] for score in scores) >= 0.9
