"""General rules only: no organ, host or file that the rules were tried on is named in the code.

What knows one site is a fact of a portal (`crawler/portals/*.toml`), divisions are a table, and names of content
systems (TRS, JCMS, UCAP …) stand for thousands of sites.
"""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
CODE = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for room in ("archive", "crawler")
    for file in sorted((ROOT / room).rglob("*.py"))
}
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:gov|edu|org|com)\.cn\b")
EXAMPLES = frozenset({"www.example.gov.cn", "x.gov.cn", "www.x.gov.cn", "zwgk.example.cn"})
SHORTEST = 6
"""Characters from which an organ's or a file's name can only be this one."""

FEWEST = 20
"""Names that the samples have at least: with fewer the samples are not what they were."""


def named(names: Iterator[str]) -> list[str]:
    known = sorted(set(names))
    assert len(known) > FEWEST
    return [f"{name} in {file}" for name in known for file, text in CODE.items() if name in text]


@pytest.mark.parametrize("file", CODE)
def test_no_host_is_named_but_examples(file: str) -> None:
    assert set(HOST.findall(CODE[file])) <= EXAMPLES


def test_no_host_of_a_saved_page_is_named(shared: Path) -> None:
    assert named(host for host in hosts(shared)) == []


def test_no_organ_of_a_saved_page_or_report_is_named(shared: Path) -> None:
    assert named(organ for organ in organs(shared)) == []


def test_no_saved_file_is_named(shared: Path) -> None:
    files = (file.stem for room in ("pages", "quality", "reports") for file in (shared / room).rglob("*.*"))
    assert named(stem for stem in files if len(stem) > SHORTEST and re.search(r"\d|_", stem)) == []


def hosts(shared: Path) -> Iterator[str]:
    with (shared / "pages" / "INDEX.tsv").open(encoding="utf-8") as index:
        urls = [row["url"] for row in csv.DictReader(index, delimiter="\t")]
    urls += [case.get("url") or "" for case in judged(shared)]
    return (host for url in urls if (host := urlsplit(url).hostname) and host not in EXAMPLES)


def organs(shared: Path) -> Iterator[str]:
    gold = [
        json.loads(file.read_text(encoding="utf-8"))["meta"] for file in (shared / "quality" / "gold").glob("*.json")
    ]
    names = [meta.get(key) or "" for meta in gold for key in ("publisher", "source")]
    names += [
        name or "" for case in judged(shared) for name in (case["gold"]["agency"], *case["accept"].get("agency", []))
    ]
    return (name for name in names if len(name) >= SHORTEST)


def judged(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "identity" / "public.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
