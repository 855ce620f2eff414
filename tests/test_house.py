"""The house: imports run one way, and the stages that are pure stay so."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = (
    ("archive.errors", "archive.logs"),
    ("archive.home", "archive.address", "archive.alarms"),
    ("archive.warc", "archive.reading"),
    ("archive.report",),
    ("archive.sandbox", "archive.sandboxed"),
    ("archive.compressed",),
    ("archive.models",),
    ("archive.upsert", "archive.database", "archive.indexing"),
    ("archive.tombstones",),
    ("archive.ledger", "archive.corrections"),
    ("archive.store", "archive.unread", "archive.pauses", "archive.memory", "archive.leases", "archive.hosts"),
    ("archive.journal",),
    ("archive.provenance",),
    ("archive.inquiry",),
    ("archive.portals_seen", "archive.account", "archive.returning", "archive.organs_seen", "archive.refiling"),
    ("archive.takedown", "archive.searching", "archive.similar", "archive.comparing"),
    ("archive.sums_asked", "archive.coverage", "archive.filing", "archive.completing"),
    ("archive.migrate",),
    ("archive.metrics",),
    ("archive.ingest",),
    ("archive.remaking",),
    ("archive.fixity", "archive.copying"),
    ("archive.claims", "archive.scrubbing"),
    ("archive.correcting", "archive.undoing"),
    ("archive.case",),
    ("archive.export",),
    ("archive.display", "archive.page", "archive.cli"),
    ("crawler",),
)
"""From the ground up: a module may import its own floor and those before it."""

PURE = ("archive.reading", "archive.report", "crawler.listing", "crawler.scent")
IMPURE = (
    "sqlalchemy",
    "scrapy",
    "twisted",
    "socket",
    "urllib.request",
    "time",
    "os",
    "subprocess",
    "archive.store",
    "archive.models",
)

MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for room in ("archive", "crawler")
    for file in sorted((ROOT / room).rglob("*.py"))
}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if any(within(name, room) for room in rooms))


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("archive",)])
def test_imports_never_run_upwards(name: str) -> None:
    for other in imported(MODULES[name]):
        if other in MODULES and other != "archive":
            assert floor(other) <= floor(name), f"{name} imports {other}"


@pytest.mark.parametrize("name", [name for name in MODULES if any(within(name, room) for room in PURE)])
def test_pure_rooms_know_no_database_clock_or_network(name: str) -> None:
    for other in imported(MODULES[name]):
        assert not any(within(other, module) for module in IMPURE), f"{name} imports {other}"


def test_every_package_is_installed_with_the_project() -> None:
    listed = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, file in MODULES.items():
        if file.name == "__init__.py":
            assert f'"{name}"' in listed, f"{name} is not among the packages of pyproject.toml"


def test_locks_hold_hashes_and_no_address() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") > text.count("==")
