"""The project's own commands, run as a user runs them: in a process of their own, in an archive of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
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
    return _run([str(BIN / "archive"), *args], said, environment(home, **env))


def crawl(*args: str, home: Home | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl reports …` with 127.0.0.1 allowed."""
    return _run(
        [str(BIN / "scrapy"), "crawl", "reports", *args], None, environment(home, **{"GUARD_ALLOW": "127.0.0.1", **env})
    )


def json_lines(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def _run(command: list[str], said: str | None, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, input=said, capture_output=True, text=True, cwd=ROOT, env=env, timeout=300, check=False
    )
