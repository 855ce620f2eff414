"""The project's own commands, run as a user runs them: in a process of their own, in an archive of their own."""

import importlib
import json
import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.home import Home

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def environment(home: Home | None = None, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ARCHIVE_", "GUARD_", "CONTACT"))}
    if home:
        kept["ARCHIVE_HOME"] = str(home.folder)
        kept["ARCHIVE_DATABASE"] = home.database.render_as_string(hide_password=False)
    return {**kept, **more}


def archive(
    *args: str, home: Home | None = None, said: str | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    return run([str(BIN / "archive"), *args], said, environment(home, **env))


def crawl(*args: str, home: Home | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl reports …` with 127.0.0.1 allowed."""
    return run(
        [str(BIN / "scrapy"), "crawl", "reports", *args], None, environment(home, **{"GUARD_ALLOW": "127.0.0.1", **env})
    )


def json_lines(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


PROGRAMS = {"archive": "archive.cli:main", "scrapy": "scrapy.cmdline:execute", "fetching": "tests.fetching:main"}

PREPARED = get_context("forkserver")
"""Two of the three seconds of a small crawl are spent on importing libraries. These processes come from one that has
imported them, and knows nothing of any environment or settings yet."""
PREPARED.set_forkserver_preload(["scrapy.cmdline", "scrapy.core.engine", "crawler.commands.crawl", "archive.cli"])

NEW = os.O_WRONLY | os.O_CREAT | os.O_APPEND


def run(
    command: list[str], said: str | None, env: dict[str, str], *, seconds: int = 300
) -> subprocess.CompletedProcess[str]:
    """A command of PROGRAMS with its arguments."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("said", "stdout", "stderr")]
        files[0].write_text(said or "", encoding="utf-8")
        process = PREPARED.Process(target=_become, args=(command, env, files))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(command, seconds)
        told = [file.read_text(encoding="utf-8") if file.exists() else "" for file in files[1:]]
        return subprocess.CompletedProcess(command, process.exitcode, *told)


def _become(command: list[str], env: dict[str, str], files: list[Path]) -> None:
    """What a new process of that command would be."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    for number, (file, flags) in enumerate(zip(files, (os.O_RDONLY, NEW, NEW), strict=True)):
        opened = os.open(file, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = command
    module, _, name = PROGRAMS[Path(command[0]).name].partition(":")
    getattr(importlib.import_module(module), name)()
