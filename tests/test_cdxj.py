"""The index that replay tools ask."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.home import Home
from archive.warc.answer import Answer, Earlier, Remark
from archive.warc.cdxj import lines, surt
from archive.warc.members import Gap
from archive.warc.writer import WarcWriter
from tests.commands import archive

NOON = datetime(2021, 1, 29, 4, 0, 0, 250_000, tzinfo=UTC)
KEYS = {
    "http://www.example.gov.cn/": "cn,gov,example)/",
    "HTTPS://WWW2.Example.gov.cn:443": "cn,gov,example)/",
    "http://example.gov.cn:8080/A/B.HTML": "cn,gov,example:8080)/a/b.html",
    "http://user:word@example.gov.cn/": "cn,gov,example)/",
    "http://example.gov.cn./a//b/./c/../d/": "cn,gov,example)/a/b/d",
    "http://www.滨湖区.cn/信息公开/": "cn,xn--dkrt44drma)/%e4%bf%a1%e6%81%af%e5%85%ac%e5%bc%80",
    "http://10.1.2.3/a": "3,2,1,10)/a",
    "http://2130706433/": "1,0,0,127)/",
    "http://x.cn/a%2520b%2Fc?q=%E5%B9%B4": "cn,x)/a%20b/c?q=%e5%b9%b4",
    "http://x.cn/?b=2&a=1#part": "cn,x)/?a=1&b=2",
    "http://x.cn/a?x=1&jsessionid=0123456789ABCDEF0123456789ABCDEF&y=2": "cn,x)/a?x=1&y=2",
    "http://x.cn/(S(4hqa0555fwsecu455xqckv45))/a.aspx": "cn,x)/a.aspx",
    "http://x.cn/a?": "cn,x)/a",
}
"""As the package surt makes them, which was compared on 6,000 addresses."""


@pytest.mark.parametrize("url", KEYS)
def test_an_address_becomes_the_key_that_replay_tools_make_of_it(url: str) -> None:
    assert surt(url) == KEYS[url]


def answer(url: str, body: bytes = b"<p>1</p>", media: str = "text/html; charset=utf-8") -> Answer:
    return Answer(url, body, NOON, 200, (("Content-Type", media),), crawl="c")


@pytest.fixture
def warcs(tmp_path: Path) -> Path:
    """Two files: an answer, what is said of it, the same answer again, and a file handed in; then another answer."""
    folder = tmp_path / "warcs"
    writer = WarcWriter(folder)
    record_id, _ = writer.append(answer("http://x.example/b.html"))
    writer.remark(Remark("http://x.example/b.html", b"{}", NOON, record_id))
    writer.append(answer("http://x.example/b.html"), earlier=Earlier(record_id, NOON))
    writer.append(Answer("http://x.example/年报.txt", b"1", NOON, media="text/plain"))
    writer.close()
    writer = WarcWriter(folder)
    writer.append(answer("http://x.example/a.html"))
    writer.close()
    return folder


def test_each_answer_and_file_has_a_line_and_nothing_else_has(warcs: Path) -> None:
    found = [line for file in warcs.iterdir() for line in lines(file) if isinstance(line, str)]
    told = {line.split(" ", 2)[0]: json.loads(line.split(" ", 2)[2]) for line in found}
    assert sorted(json.loads(line.split(" ", 2)[2])["mime"] for line in found) == [
        "text/html",
        "text/html",
        "text/plain",
        "warc/revisit",
    ]
    assert {line.split(" ")[1] for line in found} == {"20210129040000"}
    one = told["example,x)/a.html"]
    assert list(one) == ["url", "mime", "status", "digest", "length", "offset", "filename"]
    assert one["status"] == "200" and one["digest"].startswith("sha1:")
    assert "status" not in told["example,x)/%e5%b9%b4%e6%8a%a5.txt"]


def test_the_index_is_sorted_over_all_files(warcs: Path, small: Home) -> None:
    run = archive("cdxj", home=small)
    assert run.returncode == 0, run.stderr
    right = subprocess.run(
        ["sort"],  # noqa: S607
        input=run.stdout.encode(),
        capture_output=True,
        env={"LC_ALL": "C"},
        check=True,
    )
    assert run.stdout.encode() == right.stdout and run.stdout.count("\n") == 4
    file = small.folder / "index.cdxj"
    assert archive("cdxj", *map(str, sorted(warcs.iterdir())), "--output", str(file), home=small).returncode == 0
    assert file.read_text(encoding="utf-8") == run.stdout


def test_a_damaged_record_is_named_and_left_out(warcs: Path, small: Home) -> None:
    file = max(warcs.iterdir(), key=lambda one: one.stat().st_size)
    offset = next(json.loads(line.split(" ", 2)[2])["offset"] for line in lines(file) if isinstance(line, str))
    content = bytearray(file.read_bytes())
    content[int(offset) + 60] ^= 1
    file.write_bytes(content)
    assert any(isinstance(one, Gap) for one in lines(file))
    run = archive("cdxj", home=small)
    assert run.returncode == 1
    assert f"DAMAGED {file.name}, bytes {offset} to " in run.stderr
    assert run.stdout.count("\n") == 3


def test_without_warc_files_it_says_so(small: Home) -> None:
    run = archive("cdxj", home=small)
    assert run.returncode == 2 and "holds no WARC files" in run.stderr
