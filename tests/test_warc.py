import gzip
import random
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.errors import DamagedRecordError, StorageError
from archive.warc.answer import Answer, Earlier, Location, Remark
from archive.warc.members import PORTION, PORTION_BYTES, Member, in_portions, walk
from archive.warc.record import open_record, payload_digest, read_content, read_member, read_payload
from archive.warc.writer import WarcWriter

BODY = "<html>二〇二〇年政府信息公开工作年度报告</html>".encode()
NOON = datetime(2021, 1, 29, 4, 0, tzinfo=UTC)


def answer(body: bytes = BODY, **more: object) -> Answer:
    headers = (("Content-Type", "text/html"),)
    return Answer(
        **{
            "url": "http://x.example/a.html",
            "body": body,
            "fetched_at": NOON,
            "status": 200,
            "headers": headers,
            **more,
        }
    )  # type: ignore[arg-type]


def test_a_record_is_read_back_by_its_place_alone(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    _, first = writer.append(answer())
    _, second = writer.append(answer(b"<html>other</html>"))
    writer.close()
    assert read_payload(read_member(tmp_path, first)) == BODY
    assert read_payload(read_member(tmp_path, second)) == b"<html>other</html>"
    assert second.offset == first.offset + first.length


def test_warc_tools_read_the_file_record_by_record(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, info=(("software", "disclosure-archive"),))
    record_id, location = writer.append(answer(discovered_from="http://x.example/", crawl="c1"))
    writer.append(answer(), earlier=Earlier(record_id, NOON))
    writer.close()
    with (tmp_path / location.file).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers, record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "revisit"]
    _, headers, body = records[1]
    assert body == BODY
    assert headers.get_header("WARC-Target-URI") == "http://x.example/a.html"
    assert headers.get_header("WARC-Record-ID") == f"<urn:uuid:{record_id}>"
    assert headers.get_header("Archive-Discovered-From") == "http://x.example/"
    assert records[2][1].get_header("WARC-Refers-To") == f"<urn:uuid:{record_id}>"
    assert records[2][1].get_header("WARC-Payload-Digest") == headers.get_header("WARC-Payload-Digest")


def test_a_body_is_kept_in_its_content_encoding_and_can_be_decoded_later(tmp_path: Path) -> None:
    packed = gzip.compress(BODY)
    writer = WarcWriter(tmp_path)
    _, location = writer.append(answer(packed, headers=(("Content-Encoding", "gzip"),)))
    writer.close()
    member = read_member(tmp_path, location)
    assert read_payload(member) == packed
    assert read_content(member) == BODY


@pytest.mark.parametrize("truncated", ["disconnect", "length", "time"])
def test_the_record_of_a_cut_answer_says_why_it_is_cut(tmp_path: Path, truncated: str) -> None:
    writer = WarcWriter(tmp_path)
    _, location = writer.append(answer(BODY[:9], truncated=truncated))
    writer.close()
    with (tmp_path / location.file).open("rb") as file:
        *_, record = ArchiveIterator(file)
    assert record.rec_headers.get_header("WARC-Truncated") == truncated
    assert read_payload(read_member(tmp_path, location)) == BODY[:9]


def test_a_file_handed_in_becomes_a_resource_record(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    _, location = writer.append(answer(status=None, headers=(), media="text/plain"))
    writer.close()
    assert read_payload(read_member(tmp_path, location)) == BODY


def test_a_posted_form_is_kept_before_its_answer(tmp_path: Path) -> None:
    form = "pageNum=2&columnname=年报".encode()
    writer = WarcWriter(tmp_path)
    record_id, location = writer.append(answer(url="http://x.example/list.jsp?col=1", form=form))
    _, got = writer.append(answer())
    writer.close()
    assert read_payload(read_member(tmp_path, location)) == BODY
    with (tmp_path / location.file).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, *_ in records] == ["warcinfo", "request", "response", "response"]
    _, headers, http, body = records[1]
    assert body == form
    assert headers.get_header("WARC-Concurrent-To") == f"<urn:uuid:{record_id}>"
    assert headers.get_header("WARC-Target-URI") == "http://x.example/list.jsp?col=1"
    assert (http.protocol, http.statusline) == ("POST", "/list.jsp?col=1 HTTP/1.1")
    assert http.get_header("Content-Type") == "application/x-www-form-urlencoded"
    assert got.offset == location.offset + location.length


def test_an_empty_form_was_posted_too(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    _, location = writer.append(answer(form=b""))
    writer.close()
    with (tmp_path / location.file).open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)] == ["warcinfo", "request", "response"]


@pytest.mark.parametrize("where", [0, 20, -1])
def test_a_flipped_bit_is_found_wherever_it_is(tmp_path: Path, where: int) -> None:
    writer = WarcWriter(tmp_path)
    _, location = writer.append(answer())
    writer.close()
    file = tmp_path / location.file
    content = bytearray(file.read_bytes())
    content[location.offset + where % location.length] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamagedRecordError, match="sha256 differs"):
        read_member(tmp_path, location)


def test_a_torn_tail_and_a_missing_file_are_found(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    _, location = writer.append(answer())
    writer.close()
    file = tmp_path / location.file
    file.write_bytes(file.read_bytes()[:-5])
    with pytest.raises(DamagedRecordError, match="cut off"):
        read_member(tmp_path, location)
    with pytest.raises(DamagedRecordError, match="No such file"):
        read_member(tmp_path, Location("gone.warc.gz", 0, 10, ""))


def test_a_new_file_is_begun_when_one_is_full(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, rotate_at=1)
    places = []
    for number in range(3):
        places.append(writer.append(answer(bytes([number])))[1])
        writer.settle()
    writer.close()
    assert len({place.file for place in places}) == 3
    assert [read_payload(read_member(tmp_path, place)) for place in places] == [b"\0", b"\1", b"\2"]


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "warcs").write_text("")
    with pytest.raises(StorageError, match="warcs cannot be used as a folder"):
        WarcWriter(tmp_path / "warcs").append(answer())


def write_until_full(folder: str) -> None:
    """Run as a process of its own: the limit on file size stands for the end of the disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
    writer = WarcWriter(Path(folder))
    for number in range(100):
        try:
            print(writer.append(answer(random.Random(number).randbytes(500)))[1].length)
        except StorageError as error:
            print(error)
            return


def test_a_full_disk_is_told_and_leaves_no_torn_record(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"import test_warc; test_warc.write_until_full({str(tmp_path)!r})"]
    run = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    *written, told = run.stdout.splitlines()
    assert "Free some disk" in told
    (file,) = tmp_path.iterdir()
    with file.open("rb") as opened:
        records = list(ArchiveIterator(opened))
    assert len(records) == 1 + len(written) > 2
    gzip.decompress(file.read_bytes())


def write_without_room(folder: str) -> None:
    """As `write_until_full`, and not even the first record of a file finds room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    writer = WarcWriter(Path(folder))
    for _ in range(2):
        with pytest.raises(StorageError, match="Free some disk"):
            writer.append(answer())
        print(writer.file)


def test_a_file_in_which_nothing_found_room_is_not_left(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"import test_warc; test_warc.write_without_room({str(tmp_path)!r})"]
    run = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["None", "None"]
    assert not list(tmp_path.iterdir())


def remark(body: bytes = b'{"a": 1}', url: str = "http://x.example/a.html") -> Remark:
    return Remark(url, body, NOON, "00000000-0000-0000-0000-000000000001")


def test_what_is_said_of_a_record_is_found_in_all_files_by_its_place(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, rotate_at=1)
    kept = []
    for number in range(3):
        writer.append(answer(b'{"a": 1}', headers=(("Content-Type", "application/json"),)))
        kept.append(writer.remark(remark(b'{"number": %d}' % number)))
        writer.settle()
    writer.close()
    assert len({place.file for _, place in kept}) == 3
    found = [one for path in sorted(tmp_path.iterdir()) for one in walk(path) if isinstance(one, Member)]
    said = {one.record.id: (one.offset, one.record.payload) for one in found if one.record.type == "metadata"}
    assert said == {
        record_id: (place.offset, b'{"number": %d}' % number) for number, (record_id, place) in enumerate(kept)
    }
    assert all(read_payload(read_member(tmp_path, place)) == said[record_id][1] for record_id, place in kept)


def test_a_revisit_says_that_its_payload_is_left_off_and_why_its_answer_was_cut(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    record_id, _ = writer.append(answer())
    writer.append(answer(), earlier=Earlier(record_id, NOON))
    writer.append(answer(truncated="time"), earlier=Earlier(record_id, NOON))
    writer.append(answer(b"", status=304), earlier=Earlier(record_id, NOON, payload_digest(BODY)))
    writer.close()
    (file,) = tmp_path.iterdir()
    *_, same, cut, confirmed = (one.record for one in walk(file) if isinstance(one, Member))
    assert [one.header("WARC-Truncated") for one in (same, cut, confirmed)] == ["length", "length", None]
    assert [one.why_cut for one in (same, cut, confirmed)] == [None, "time", None]


def test_what_is_said_of_a_page_is_in_a_record_that_replay_tools_take_for_no_page(tmp_path: Path) -> None:
    said = '{"archive_page":1,"机关":"滨湖区"}'.encode()
    writer = WarcWriter(tmp_path)
    record_id, _ = writer.append(answer())
    _, place = writer.remark(Remark("http://x.example/a.html", said, NOON, record_id))
    writer.close()
    record = open_record(read_member(tmp_path, place))
    assert record.header("Content-Type") == "application/warc-fields"
    assert record.block == b"json-metadata: " + said + b"\r\n"
    assert record.payload == said


def test_records_are_held_some_at_a_time_fewer_where_they_are_large(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    for number in range(PORTION + 3):
        writer.append(answer(b"%d" % number))
    writer.close()
    (path,) = tmp_path.iterdir()
    members = [one for one in walk(path) if isinstance(one, Member)]
    assert [len(some) for some in in_portions(members)] == [PORTION, 4]
    large = [Member(0, bytes(PORTION_BYTES // 2), one.record) for one in members[:5]]
    assert [len(some) for some in in_portions(large)] == [2, 2, 1]
