"""`archive verify --repair`: what a second copy has is taken where its sha256 is right, and nothing else."""

import hashlib
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.home import Home
from archive.warc.writer import lock_file
from tests.commands import ROOT, archive, environment, json_lines
from tests.fixity import add_run, captures, find_record, flip, look, records
from tests.test_verify import pack, two_files


@pytest.fixture
def file(home: Home) -> Path:
    """Of two parts."""
    name = add_run(home)
    assert add_run(home, day=3, more="<p>又及</p>") == name
    return home.warcs / name


@pytest.fixture
def copy(home: Home, file: Path, tmp_path: Path) -> Path:
    return shutil.copytree(home.warcs, tmp_path / "second" / "warcs")


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_damaged_part_is_taken_from_the_copy_and_the_damaged_file_is_kept_beside(
    home: Home, file: Path, copy: Path
) -> None:
    before = digests(copy)
    flip(file, find_record(file, "response").offset + 90)
    flip(file, find_record(file, "warcinfo").offset + 9)
    damaged = file.read_bytes()
    run = archive("verify", "--repair", str(copy.parent), home=home)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("DAMAGED") == 2 and f"REPAIRED {file.name}: " in run.stdout
    assert run.stdout.endswith("10 records: 10 sound, 0 damaged\n")
    assert digests(copy) == before
    assert file.read_bytes() == (copy / file.name).read_bytes()
    (kept,) = (path for path in home.warcs.iterdir() if path != file)
    assert kept.name.startswith(f"{file.name}.damaged-") and kept.read_bytes() == damaged
    assert look(home).damages == ()
    add_run(home, day=5, more="<p>附</p>")
    assert (look(home).damages, look(home).count.records) == ((), 30)


def test_two_damaged_copies_make_a_whole_one(small: Home, tmp_path: Path) -> None:
    """Records by their own sha256, what no row names by the sha256 of the part that it makes right."""
    file = small.warcs / add_run(small)
    sound = file.read_bytes()
    copy = shutil.copytree(small.warcs, tmp_path / "second")
    for kind in ("response", "warcinfo"):
        flip(file, find_record(copy / file.name, kind).offset + 60)
    other = find_record(file, "revisit"), find_record(file, "request"), records(file)[-1]
    for hit in other:
        flip(copy / file.name, hit.offset + 9)
    run = archive("verify", "--repair", str(copy), home=small)
    assert run.returncode == 0, run.stdout
    assert file.read_bytes() == sound


def test_what_both_copies_have_lost_stays_damage_and_all_else_is_mended(small: Home, tmp_path: Path) -> None:
    file = small.warcs / add_run(small)
    copy = shutil.copytree(small.warcs, tmp_path / "second")
    first, second, _, revisit = captures(small)
    flip(copy / file.name, first.warc_offset + 80)
    flip(file, first.warc_offset + 90)
    flip(file, second.warc_offset + 90)
    file.write_bytes(file.read_bytes()[: revisit.warc_offset + 5])
    run = archive("verify", "--json", "--repair", str(copy), home=small)
    assert run.returncode == 8
    *_, repaired, damage, told = json_lines(run)
    assert repaired["repaired"] == file.name and repaired["kept"]
    assert damage["capture"] == first.id
    assert (told["summary"]["records"], told["summary"]["damaged"]) == (10, 1)


def test_a_record_that_was_forged_in_the_copy_is_not_taken(small: Home, tmp_path: Path) -> None:
    file = small.warcs / add_run(small)
    copy = shutil.copytree(small.warcs, tmp_path / "second")
    hit = find_record(file, "response")
    content = (copy / file.name).read_bytes()
    forged = pack(hit.bytes, 5)[: len(hit.bytes)]
    (copy / file.name).write_bytes(content[: hit.offset] + forged + content[hit.offset + len(forged) :])
    flip(file, hit.offset + 90)
    damaged = file.read_bytes()
    run = archive("verify", "--repair", str(copy), home=small)
    assert run.returncode == 8 and "REPAIRED" not in run.stdout
    assert file.read_bytes() == damaged
    assert [path.name for path in small.warcs.iterdir()] == [file.name]


def test_missing_renamed_and_swapped_files_have_their_places_again(small: Home, tmp_path: Path) -> None:
    first, second = two_files(small)
    sound = digests(small.warcs)
    copy = shutil.copytree(small.warcs, tmp_path / "second")
    first.unlink()
    second.rename(small.warcs / "alt.bak")
    run = archive("verify", "--repair", str(copy), home=small)
    assert run.returncode == 0, run.stdout
    assert digests(small.warcs) == sound
    first.rename(small.warcs / "x")
    second.rename(first)
    (small.warcs / "x").rename(second)
    # Whatever the copies are called: what they begin with says what they are.
    (copy / first.name).rename(copy / "one.warc.gz")
    (copy / second.name).unlink()
    run = archive("verify", "--repair", str(copy), home=small)
    assert run.returncode == 0, run.stdout
    assert {name: told for name, told in digests(small.warcs).items() if ".damaged-" not in name} == sound


def test_a_file_that_is_being_written_is_left_and_told(small: Home, tmp_path: Path) -> None:
    file = small.warcs / add_run(small)
    copy = shutil.copytree(small.warcs, tmp_path / "second")
    flip(file, 600)
    locked = lock_file(file)
    assert locked is not None
    with locked:
        run = archive("verify", "--repair", str(copy), home=small)
    assert run.returncode == 8
    assert f"LEFT {file.name}: is being written" in run.stdout


@pytest.mark.parametrize(
    ("point", "when"), [("os:link", "before"), ("pathlib:Path.replace", "before"), ("pathlib:Path.replace", "after")]
)
def test_killed_while_it_repairs_the_file_is_the_damaged_one_or_the_sound_one(
    small: Home, tmp_path: Path, point: str, when: str
) -> None:
    file = small.warcs / add_run(small)
    sound = file.read_bytes()
    copy = shutil.copytree(small.warcs, tmp_path / "second")
    flip(file, 600)
    damaged = file.read_bytes()
    # The first replaced file says when the run began.
    times = "2" if point.startswith("pathlib") else "1"
    at = [point, when, times, "archive", "verify", "--repair", str(copy)]
    run = subprocess.run([sys.executable, "-m", "tests.killed", *at], cwd=ROOT, env=environment(small), check=False)
    assert run.returncode == -signal.SIGKILL
    assert file.read_bytes() in (damaged, sound)
    assert archive("verify", "--repair", str(copy), home=small).returncode == 0
    assert file.read_bytes() == sound


def test_a_torn_tail_is_cut_off_and_kept_as_before_any_run(small: Home, tmp_path: Path) -> None:
    file = small.warcs / add_run(small)
    copy, sound = shutil.copytree(small.warcs, tmp_path / "second"), file.read_bytes()
    file.write_bytes(sound + sound[:100])
    flip(file, 600)
    assert len(look(small).damages) == 2
    run = archive("verify", "--repair", str(copy), home=small)
    assert run.returncode == 0, run.stdout
    assert file.read_bytes() == sound
    assert file.with_name(f"{file.name}.torn-{len(sound)}").read_bytes() == sound[:100]


def test_a_folder_that_is_no_second_copy_is_refused(small: Home, tmp_path: Path) -> None:
    add_run(small)
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", small.warcs):
        flip(next(small.warcs.iterdir()), 600)
        assert archive("verify", "--repair", str(folder), home=small).returncode == 2
        flip(next(small.warcs.iterdir()), 600)
