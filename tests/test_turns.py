"""One address is asked by one crawl at a time, of all that share an archive on a machine."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import StorageError
from crawler.turns import PLACES, Turns, _place
from tests.commands import ROOT

ADDRESS = "192.0.2.7"


def take_elsewhere(folder: Path) -> float | None:
    """What another crawl is told, which ends at once."""
    say = f"print(Turns(Path({str(folder)!r})).take({ADDRESS!r}))"
    code = f"from pathlib import Path; from crawler.turns import Turns; {say}"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return None if told == "None\n" else float(told)


def test_an_address_that_is_asked_is_nobody_elses_and_then_waits_for_its_pause(tmp_path: Path) -> None:
    turns = Turns(tmp_path)
    assert turns.take(ADDRESS) == 0
    assert take_elsewhere(tmp_path) is None
    turns.leave(ADDRESS, 40)
    assert 30 < (take_elsewhere(tmp_path) or 0) <= 40
    assert 30 < (turns.take(ADDRESS) or 0) <= 40


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    assert take_elsewhere(tmp_path) == 0
    assert Turns(tmp_path).take(ADDRESS) == 0


def test_two_addresses_that_share_a_place_wait_for_each_other_in_one_crawl_too(tmp_path: Path) -> None:
    other = next(one for number in range(99 * PLACES) if _place(one := f"a{number}") == _place(ADDRESS))
    turns = Turns(tmp_path)
    assert turns.take(ADDRESS) == 0 and turns.take(other) is None
    turns.leave(ADDRESS, 0)
    assert turns.take(other) == 0


def test_a_moment_of_a_clock_that_was_wrong_means_nothing(tmp_path: Path) -> None:
    turns = Turns(tmp_path)
    turns.take(ADDRESS)
    turns.leave(ADDRESS, 1e9)
    assert turns.take(ADDRESS) == 0


def test_the_file_is_for_every_user_and_what_stands_in_its_place_is_named(tmp_path: Path) -> None:
    Turns(tmp_path / "one")
    assert stat.S_IMODE((tmp_path / "one" / "addresses").stat().st_mode) == 0o666
    (tmp_path / "two" / "addresses").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"addresses: Is a directory\. Free some disk"):
        Turns(tmp_path / "two")
