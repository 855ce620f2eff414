"""Processes that write and are killed, or whose disk is full or fails, lose and double nothing: a few of the many that
scripts/kill_writers.py and scripts/disk_full.py end."""

import subprocess
import sys

import pytest
from sqlalchemy.engine import URL

from tests.commands import ROOT, environment


def test_killed_at_any_moment_processes_that_write_lose_nothing(postgresql: URL) -> None:
    command = [sys.executable, "scripts/kill_writers.py", "--count", "6", "--seed", "3"]
    env = environment(TEST_DATABASE_URL=postgresql.render_as_string(hide_password=False))
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("nothing lost, nothing doubled, everything sound") == 2


def test_a_disk_that_is_full_or_fails_ends_a_run_and_loses_nothing() -> None:
    command = [sys.executable, "scripts/disk_full.py", "--count", "1", "--seed", "3"]
    run = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    if "skipped" in run.stdout:
        pytest.skip(run.stdout)
    assert run.stdout.count("nothing lost, nothing doubled, everything sound") == 2
