"""The documents cannot drift: what a user can type is in them, and what they show runs."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from archive.cli import main
from archive.home import HOME_SETTINGS
from crawler import listing, portals
from tests.commands import archive, environment

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
ADDING = [ROOT / "docs" / "adding-a-portal.md", ROOT / "docs" / "adding-a-portal.zh.md"]


def walk(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, those that an entry point brings and those of groups too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from walk(command, f"{before}{name} ")


COMMANDS = dict(walk(main))


@pytest.fixture(params=READMES, ids=lambda file: file.name)
def readme(request: pytest.FixtureRequest) -> str:
    return request.param.read_text(encoding="utf-8")


def test_the_commands_of_the_crawler_are_among_those_tested_here() -> None:
    assert COMMANDS.keys() > {"init", "portals", "portals check", "portals pause", "portals resume"}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme_and_has_help(readme: str, command: str) -> None:
    assert f"archive {command}" in readme
    help_ = archive(*command.split(), "--help")
    assert help_.returncode == 0 and len(help_.stdout.splitlines()) > 3


def test_every_option_of_the_project_is_in_the_readme(readme: str) -> None:
    options = {option for command in COMMANDS.values() for param in command.params for option in param.opts}
    for option in {one for one in options if one.startswith("--")} | {
        "--home",
        "--database",
        "--warcs",
        "--dump",
        "--init",
    }:
        assert option in readme, option


def test_every_setting_of_the_project_is_in_the_readme(readme: str) -> None:
    text = (ROOT / "crawler" / "settings.py").read_text(encoding="utf-8")
    ours = [
        *HOME_SETTINGS,
        "GUARD_ALLOW",
        "CONTACT",
        *re.findall(r"^((?:PORTAL|ATTACHMENT|READING|FULL)_\w+)", text, re.M),
    ]
    for name in ours:
        assert name in readme, name
        assert name in text, name


@pytest.mark.parametrize("file", [*READMES, *ADDING], ids=lambda file: file.name)
def test_every_key_of_a_portals_file_is_in_the_documents_whose_example_is_right(file: Path, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", file.read_text(encoding="utf-8"), re.S)
    assert example is not None
    assert tomllib.loads(example[1]).keys() == portals.KEYS.keys()
    (tmp_path / "example.toml").write_text(example[1], encoding="utf-8")
    assert portals.from_name("example", tmp_path).hosts == {"zwgk.example.cn"}


def test_every_exit_code_is_in_the_readme_and_in_the_help(readme: str) -> None:
    told = archive("--help").stdout
    for code in range(9):
        assert re.search(rf"\b{code} \w", readme) and re.search(rf"\b{code}\s+\w", told), code


def test_every_target_of_the_makefile_has_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    for target in re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split():  # type: ignore[index]
        assert f"make {target}" in told


def test_scrapy_crawl_tells_its_own_options() -> None:
    told = subprocess.run(
        [ROOT / ".venv" / "bin" / "scrapy", "crawl", "--help"],
        cwd=ROOT, capture_output=True, text=True, env=environment(), check=True,
    ).stdout  # fmt: skip
    assert "--dump" in told and "-a url=" in told


@pytest.mark.parametrize(
    "file", [*READMES, *ADDING, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"], ids=lambda file: file.name
)
def test_links_between_the_documents_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_the_list_mechanism_in_the_documents_runs_and_passes_its_own_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ADDING[0].read_text(encoding="utf-8")
    mechanism, tests = re.findall(r"```python\n(.*?)```", text, re.S)
    (page,) = re.findall(r"```html\n(.*?)```", text, re.S)
    (entry,) = re.findall(r'^    "(\w+)": (\w+)\.read_listing,$', text, re.M)
    assert f"`crawler/listing/{entry[1]}.py`" in text
    module = ModuleType(f"crawler.listing.{entry[1]}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(mechanism, "the mechanism", "exec"), module.__dict__)  # noqa: S102
    monkeypatch.setitem(listing.MECHANISMS, entry[0], module.read_listing)
    cases = {"PAGE": page}
    exec(compile(tests, "its tests", "exec"), cases)  # noqa: S102
    run = [case() for name, case in list(cases.items()) if name.startswith("test_") and callable(case)]
    assert len(run) == 3
