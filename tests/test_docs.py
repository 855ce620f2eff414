"""The documents cannot drift: what a user can type is in them, and what they show runs."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from archive.cli import main
from archive.home import HOME_SETTINGS
from crawler import portals
from tests.commands import archive, environment

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]


@pytest.fixture(params=READMES, ids=lambda file: file.name)
def readme(request: pytest.FixtureRequest) -> str:
    return request.param.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme_and_has_help(readme: str, command: str) -> None:
    assert f"archive {command}" in readme
    help_ = archive(command, "--help")
    assert help_.returncode == 0 and len(help_.stdout.splitlines()) > 3


def test_every_option_of_the_project_is_in_the_readme(readme: str) -> None:
    options = {option for command in main.commands.values() for param in command.params for option in param.opts}
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
    ours = [*HOME_SETTINGS, "GUARD_ALLOW", "CONTACT", *re.findall(r"^(PORTAL_\w+)", text, re.M)]
    for name in ours:
        assert name in readme, name
        assert name in text, name


def test_every_key_of_a_portals_file_is_in_the_readme_whose_example_is_right(readme: str, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", readme, re.S)
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
    "file", [*READMES, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"], ids=lambda file: file.name
)
def test_links_between_the_documents_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
