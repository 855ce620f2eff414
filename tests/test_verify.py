"""`archive verify`: whatever happens to a WARC file is found and named, and the rest is read."""

import hashlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from archive import store
from archive.cli.shared import appending
from archive.database import open_database, session
from archive.home import Home, find_home
from archive.models import Capture, Correction, WarcPart
from archive.warc.answer import Answer
from archive.warc.members import Member
from archive.warc.writer import lock_file
from tests.commands import BIN, ROOT, archive, environment, json_lines
from tests.correcting import NOON
from tests.fixity import HTML, ORGANS, A, add_run, captures, find_record, flip, look, records, rows

KINDS = ["warcinfo", "response", "journal record archive_page", "revisit", "request"]


def change(home: Home, *statements: Any) -> None:
    """Behind the archive's back."""
    engine = open_database(home)
    with session(engine, write=True) as work, work.begin():
        for statement in statements:
            work.execute(statement)
    engine.dispose()


def put(path: Path, old: Member, new: bytes) -> None:
    """Another record in the place of one."""
    content = path.read_bytes()
    path.write_bytes(content[: old.offset] + new + content[old.end :])


def pack(plain: bytes, level: int = 5) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(plain) + packer.flush()


def test_all_records_of_a_sound_archive_are_read_and_each_part_is_marked(home: Home) -> None:
    file = home.warcs / add_run(home)
    add_run(home, day=3, more="<p>又及</p>")
    begun = datetime.now(UTC)
    looked = look(home)
    assert (looked.damages, looked.notes) == ((), ())
    assert looked.count.records == len(records(file)) == 20
    assert (looked.count.parts, looked.count.read) == (2, file.stat().st_size)
    assert [(part.is_sound, (part.verified or NOON) > begun) for part in rows(home, WarcPart)] == [(True, True)] * 2


def test_a_flipped_bit_names_its_record_and_what_depends_on_it_and_all_others_are_sound(home: Home) -> None:
    file = home.warcs / add_run(home)
    first = captures(home)[0]
    flip(file, first.warc_offset + 100)
    (damage,) = look(home).damages
    assert (damage.kind, damage.id, damage.url) == ("capture", first.id, A)
    assert (damage.file, damage.offset, damage.length) == (file.name, first.warc_offset, first.warc_length)
    (revisit,) = (one for one in captures(home) if one.revisit_of)
    (correction,) = rows(home, Correction)
    assert damage.needed.versions == ((A, 1),) and len(damage.needed.reports) == 1
    assert (damage.needed.revisits, damage.needed.corrections) == ((revisit.id,), (correction.id,))
    count = look(home).count
    assert (count.records, count.damaged) == (10, 1)
    assert [part.is_sound for part in rows(home, WarcPart)] == [False]


@pytest.mark.parametrize("byte", [0, 3, 4, 8, 9, 60, -9, -1])
def test_a_bit_is_found_in_any_record_also_where_no_checksum_covers_it(small: Home, byte: int) -> None:
    file = small.warcs / add_run(small)
    sound = file.read_bytes()
    for kind in KINDS:
        hit = find_record(file, kind)
        flip(file, hit.offset + byte % len(hit.bytes), bit=byte % 8)
        looked = look(small)
        assert [(one.offset, one.length) for one in looked.damages] == [(hit.offset, len(hit.bytes))]
        assert (looked.count.records, looked.count.damaged) == (10, 1)
        file.write_bytes(sound)


def test_a_damaged_record_that_no_row_names_is_named_by_what_can_be_read_of_it(small: Home) -> None:
    file = small.warcs / add_run(small)
    hit = find_record(file, "journal record archive_page")
    flip(file, hit.end - 3)
    (damage,) = look(small).damages
    assert (damage.kind, damage.name, damage.id) == ("record", "journal record archive_page", hit.record.id)
    assert str(damage).startswith(
        f"journal record archive_page {hit.record.id} {A}, {file.name} at byte {hit.offset}: "
    )


STRIPPED: list[tuple[str, bytes, bytes]] = [
    ("revisit", rb"WARC-Block-Digest: .*?\r\n", b""),
    ("revisit", rb"WARC-Payload-Digest: .*?\r\n", b""),
    ("revisit", rb"(WARC-Block-Digest: sha1:)\w", rb"\g<1>7"),
    ("response", rb"(WARC-Payload-Digest: sha1:)\w", rb"\g<1>7"),
]


@pytest.mark.parametrize(("kind", "old", "new"), STRIPPED)
def test_a_stripped_or_forged_digest_is_damage_also_where_the_database_was_forged_with_it(
    small: Home, kind: str, old: bytes, new: bytes
) -> None:
    file = small.warcs / add_run(small)
    hit = find_record(file, kind)
    put(file, hit, pack(re.sub(old, new, zlib.decompress(hit.bytes, 31))))
    assert "sha256 differs" in {one.id: one.why for one in look(small).damages}[hit.record.id]
    now = {one.record.id: one for one in records(file)}
    forged = [
        update(table)
        .where(table.id == row.id)
        .values(
            warc_offset=now[row.id].offset,
            warc_length=len(now[row.id].bytes),
            record_sha256=hashlib.sha256(now[row.id].bytes).hexdigest(),
        )
        for table in (Capture, Correction)
        for row in rows(small, table)
    ]
    content = file.read_bytes()
    part = update(WarcPart).values(end=len(content), sha256=hashlib.sha256(content).hexdigest())
    change(small, *forged, part)
    (damage,) = look(small).damages
    assert damage.id == hit.record.id and "-Digest" in damage.why


def test_other_bytes_whose_sha1_digests_are_all_right_are_found_by_their_sha256(small: Home) -> None:
    file = small.warcs / add_run(small)
    hit = records(file)[-1]
    put(file, hit, pack(zlib.decompress(hit.bytes, 31), level=9))
    (damage, *_) = look(small).damages
    assert (damage.kind, damage.id) == ("correction", hit.record.id)
    assert "sha256 differs" in damage.why


def test_a_payload_is_compared_with_the_database_whether_it_was_kept_or_not(home: Home) -> None:
    with appending(home) as (work, writer):
        crawl = store.begin_crawl(work, portal="p", seed=A, started=NOON, settings={})
        for keep in (True, False):
            answer = Answer(A, b"<html>%d" % keep, NOON, 200, HTML, crawl=crawl.id)
            record_id, location = writer.append(answer, keep_body=keep)
            left_out = None if keep else (hashlib.sha256(answer.body).hexdigest(), len(answer.body))
            store.add_capture(work, answer, record_id=record_id, location=location, left_out=left_out)
    assert look(home).damages == ()
    change(home, update(Capture).values(payload_sha256="0" * 64))
    whys = {one.why for one in look(home).damages}
    assert whys == {
        "the payload's sha256 differs from the database's",
        "the digest of its body differs from the database's",
    }


def test_a_revisit_whose_original_is_another_payload_is_damage_and_no_original_can_be_deleted(home: Home) -> None:
    add_run(home)
    (revisit,) = (one for one in captures(home) if one.revisit_of)
    with pytest.raises(IntegrityError):
        change(home, delete(Capture).where(Capture.id == revisit.revisit_of))
    change(home, update(Capture).where(Capture.id == revisit.id).values(payload_sha256="0" * 64))
    (damage,) = look(home).damages
    assert damage.id == revisit.id and f"the capture {revisit.revisit_of}" in damage.why


def kill_ingest(home: Home, tmp_path: Path) -> None:
    """One that has written its records and not committed their rows."""
    page = tmp_path / "report.html"
    page.write_text("<html><h1>滨湖区财政局2020年政府信息公开工作年度报告</h1></html>", encoding="utf-8")
    at = ["archive.journal:keep_part", "before", "1", "archive", "ingest", str(page), "--url", "http://x.example/"]
    run = subprocess.run([sys.executable, "-m", "tests.killed", *at], cwd=ROOT, env=environment(home), check=False)
    assert run.returncode == -signal.SIGKILL


def test_whole_records_that_a_killed_process_left_are_no_damage_and_a_torn_one_is(small: Home, tmp_path: Path) -> None:
    file = small.warcs / add_run(small)
    end = file.stat().st_size
    kill_ingest(small, tmp_path)
    left = records(file)[10:]
    looked = look(small)
    assert looked.damages == () and len(left) > 1
    told = f"{len(left)} whole records from byte {end} on that a killed process left: the next run takes them in"
    assert [one.text for one in looked.notes] == [told]
    file.write_bytes(file.read_bytes()[:-7])
    (damage,) = look(small).damages
    assert (damage.offset, "torn tail" in damage.why) == (left[-1].offset, True)
    add_run(small, ORGANS[1:2], day=3)
    assert (look(small).damages, look(small).notes) == ((), ())
    assert [one.name for one in small.warcs.iterdir() if ".torn-" in one.name] == [
        f"{file.name}.torn-{left[-1].offset}"
    ]


def test_a_file_that_is_being_written_is_read_up_to_its_last_part(small: Home) -> None:
    file = small.warcs / add_run(small)
    locked = lock_file(file)
    assert locked is not None
    locked.seek(0, 2)
    locked.write(b"half a record")
    looked = look(small)
    assert (looked.damages, looked.notes, looked.count.records) == ((), (), 10)
    locked.close()
    assert len(look(small).damages) == 1


@pytest.mark.parametrize("share", [0.3, 0.97])
def test_of_a_file_that_lost_its_end_each_record_is_named_and_those_before_are_sound(small: Home, share: float) -> None:
    file = small.warcs / add_run(small)
    whole = records(file)
    size = int(file.stat().st_size * share)
    file.write_bytes(file.read_bytes()[:size])
    looked = look(small)
    lost = {one.record.id for one in whole if one.end > size}
    named = {row.id for row in (*captures(small), *rows(small, Correction))}
    assert {one.id for one in looked.damages if one.kind != "file"} - {None} >= lost & named
    assert looked.count.records - looked.count.damaged == sum(one.end <= size for one in whole)
    assert "the file has lost its end" in looked.damages[-1].why


def two_files(home: Home) -> tuple[Path, Path]:
    first = home.warcs / add_run(home)
    locked = lock_file(first)
    assert locked is not None
    with locked:
        second = home.warcs / add_run(home, day=3, more="<p>又及</p>")
    assert first != second
    return first, second


def test_a_missing_file_is_named_with_all_that_depends_on_it(home: Home) -> None:
    first, _ = two_files(home)
    first.unlink()
    (damage,) = look(home).damages
    assert (damage.file, damage.why, damage.records) == (first.name, "the file is not there", 5)
    assert len(damage.needed.reports) == 3 and len(damage.needed.versions) == 3
    assert look(home).count.records == 15


def test_renamed_and_swapped_files_are_told_by_the_names_under_which_they_lie(small: Home) -> None:
    first, second = two_files(small)
    first.rename(small.warcs / "alt.bak")
    assert [one.why for one in look(small).damages] == ["the file is not there; its own lie under the name alt.bak"]
    second.rename(first)
    (small.warcs / "alt.bak").rename(second)
    told = [
        f"the file holds the bytes of another file; its own lie under the name {one.name}" for one in (second, first)
    ]
    assert [one.why for one in look(small).damages] == (told if first.name < second.name else told[::-1])


def test_a_second_copy_and_a_file_that_is_no_record_are_damage_and_other_files_a_note(small: Home) -> None:
    file = small.warcs / add_run(small)
    shutil.copy(file, small.warcs / "copy.warc.gz")
    (small.warcs / "garbage.warc.gz").write_bytes(b"no record at all")
    (small.warcs / "read me").write_text("")
    looked = look(small)
    assert (looked.damages[0].file, looked.damages[0].why) == (
        "copy.warc.gz",
        f"a second copy of {file.name} under another name",
    )
    assert [one.file for one in looked.damages] == ["copy.warc.gz", "garbage.warc.gz"]
    assert [one.file for one in looked.notes] == ["read me"]


def test_bytes_between_records_and_records_that_no_row_knows_are_damage(small: Home) -> None:
    file = small.warcs / add_run(small)
    last, sound = records(file)[-1], file.read_bytes()
    stranger = find_record(file, "response").bytes
    for more in (b"\0\0\0", stranger):
        file.write_bytes(sound[: last.offset] + more + sound[last.offset :])
        damages = look(small).damages
        assert last.record.id in {one.id for one in damages}


def test_archives_made_before_there_were_parts_are_verified_by_rows_and_digests(home: Home) -> None:
    file = home.warcs / add_run(home)
    change(home, delete(WarcPart))
    assert (look(home).damages, look(home).count.records) == ((), 10)
    for kind in KINDS:
        hit = find_record(file, kind)
        flip(file, hit.offset + 50)
        assert [one.offset for one in look(home).damages] == [hit.offset]
        flip(file, hit.offset + 50)


def test_a_copy_made_while_a_crawl_goes_on_is_sound(small: Home, tmp_path: Path) -> None:
    """The database first, then the WARC files, which may hold more."""
    add_run(small)
    copy = find_home({"ARCHIVE_HOME": str(tmp_path / "copy")})
    copy.folder.mkdir()
    with sqlite3.connect(str(small.database.database)) as one, sqlite3.connect(str(copy.database.database)) as other:
        one.backup(other)
    add_run(small, day=3, more="<p>又及</p>")
    shutil.copytree(small.warcs, copy.warcs)
    looked = look(copy)
    assert (looked.damages, len(looked.notes), looked.count.records) == ((), 1, 10)
    add_run(copy, ORGANS[:1], day=5, more="<p>附</p>")
    assert (look(copy).damages, look(copy).notes) == ((), ())


# ---- the command


def test_damage_is_told_in_json_with_exit_code_8_and_again_until_it_is_repaired(home: Home) -> None:
    file = home.warcs / add_run(home)
    first = captures(home)[0]
    assert archive("verify", home=home).stdout == "10 records: 10 sound, 0 damaged\n"
    flip(file, first.warc_offset + 100)
    assert archive("verify", "--older-than", "1", home=home).returncode == 0
    assert archive("verify", home=home).returncode == 8
    run = archive("verify", "--json", "--older-than", "1", home=home)
    damage, told = json_lines(run)
    assert (run.returncode, damage["capture"], damage["correction"]) == (8, first.id, None)
    assert damage["versions"] == [{"url": A, "number": 1}]
    assert (told["summary"]["sound"], told["summary"]["damaged"], told["summary"]["fixity"]) == (9, 1, True)


def test_fast_sees_only_what_is_missing_or_short_and_says_that_it_is_no_fixity(small: Home) -> None:
    first, second = two_files(small)
    flip(first, 600)
    run = archive("verify", "--fast", home=small)
    assert run.returncode == 0 and "nothing of fixity" in run.stdout
    second.write_bytes(second.read_bytes()[:-1])
    first.unlink()
    run = archive("verify", "--fast", home=small)
    assert run.returncode == 8 and run.stdout.count("DAMAGED") == 2
    assert archive("verify", "--fast", "--older-than", "1", home=small).returncode == 2


def begin_slowly(home: Home) -> "subprocess.Popen[str]":
    command = [str(BIN / "archive"), "verify", "--max-mb-per-second", "0.008"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=environment(home), text=True, **pipes)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_or_killed_is_gone_on_with(small: Home, how: signal.Signals) -> None:
    add_run(small)
    add_run(small, day=3, more="<p>又及</p>")
    with begin_slowly(small) as run:
        while not any(part.verified for part in rows(small, WarcPart)) and run.poll() is None:
            time.sleep(0.05)
        run.send_signal(how)
        _, said = run.communicate(timeout=60)
    assert run.returncode == (-how if how == signal.SIGKILL else 7), said
    again = archive("verify", home=small)
    assert (again.returncode, again.stdout) == (0, "10 records: 10 sound, 0 damaged\n")
    assert "goes on with what was begun" in again.stderr and "1 part found sound before" in again.stderr
    assert archive("verify", home=small).stdout == "20 records: 20 sound, 0 damaged\n"


def test_only_parts_that_were_not_verified_of_late_are_read_when_so_asked(small: Home) -> None:
    add_run(small)
    look(small)
    add_run(small, day=3, more="<p>又及</p>")
    now = datetime.now(UTC)
    count = look(small, since=now - timedelta(days=30)).count
    assert (count.parts, count.skipped) == (1, 1)
    change(small, update(WarcPart).where(WarcPart.start == 0).values(verified=now - timedelta(days=31)))
    count = look(small, since=now - timedelta(days=30)).count
    assert (count.parts, count.skipped) == (1, 1)


def test_a_folder_of_warc_files_that_is_not_mounted_is_told(small: Home) -> None:
    add_run(small)
    away = replace(small, warcs=small.folder / "elsewhere")
    small.warcs.rename(away.warcs)
    run = archive("verify", home=small)
    assert run.returncode == 8 and "the file is not there; 5 records" in run.stdout


def test_a_run_over_what_is_due_leaves_a_stopped_one_to_be_gone_on_with(small: Home) -> None:
    add_run(small)
    begun = small.folder / "verify.begun"
    begun.write_text("2024-01-01T00:00:00+00:00\n")
    assert archive("verify", "--older-than", "0", home=small).returncode == 0
    assert begun.exists()
    run = archive("verify", home=small)
    assert run.returncode == 0 and "begun 2024-01-01 00:00 UTC" in run.stderr
    assert not begun.exists()


def test_status_says_what_was_verified_when_and_what_is_damaged(small: Home) -> None:
    file = small.warcs / add_run(small)
    assert "Fixity    1 part of files: 1 never verified" in archive("status", home=small).stdout
    assert archive("verify", home=small).returncode == 0
    assert f"verified since {datetime.now(UTC):%Y-%m-%d}\n" in archive("status", home=small).stdout
    flip(file, 100)
    assert archive("verify", "--older-than", "0", home=small).returncode == 8
    assert "1 DAMAGED (archive verify)" in archive("status", home=small).stdout
