import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select

from archive.database import open_database, session
from archive.errors import UsageError
from archive.home import Home
from archive.models import Capture, Url
from archive.store import location_of
from archive.warc.coding import undo
from archive.warc.record import read_member, read_payload
from crawler.guard import parse_networks, refusal, resolve
from tests.commands import crawl
from tests.fetching import fetch

ALLOW = {"GUARD_ALLOW": "127.0.0.1"}

HOME = "<html><a href='/long'>政府信息公开年报</a><a href='/slow'>政府信息公开</a></html>".encode()

SPECIAL = [
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "100.64.0.1", "192.0.2.1", "198.18.0.1",
    "192.88.99.1", "172.16.0.1", "192.168.1.1", "::", "::127.0.0.1", "::ffff:1.1.1.1", "64:ff9b::7f00:1",
    "64:ff9b::101:101", "64:ff9b:1::1", "2002:7f00:1::1", "2002:101:101::1", "2001::1", "2001:db8::1", "fc00::1",
    "fd00::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip

TRICKS = [
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "2130706433", "2130706433.", "0x7f.1",
    "0x7f000001", "0x7f.0.0.1", "0x7F.0x0.1", "017700000001", "0177.0.0.1", "0177.1", "0177.0.0.01",
    "00000177.0.0.1", "127.0.0.0x1", "127.0.0x1", "127.0x1", "0", "0.0.0.0", "0x0", "00", "0.0",
    "127.000.000.001", "127.00.00.01", "127.0.00000000.1", "localhost", "LOCALHOST", "localhost.", "LocalHost",
    "127.2.3.4", "127.127.127.127", "[::1]", "[0:0:0:0:0:0:0:1]", "[0::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[fe80::1]", "[fc00::1]", "[ff02::1]",
    "169.254.169.254", "0xa9fea9fe", "2852039166", "224.0.0.1", "%31%32%37.0.0.1", "\uff11\uff12\uff17.0.0.1",
    "127\u30020\u30020\u30021",
]  # fmt: skip


def judge(host: str, allow: str = "") -> str | None:
    return refusal(resolve(host), parse_networks(allow))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "::1",
        "::ffff:127.0.0.1",
        "169.254.169.254",
        "10.1.2.3",
        "0.0.0.0",
        "fe80::1",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    assert "private address" in (judge(host) or "")


def test_what_guard_allow_names_may_be_reached_and_nothing_else() -> None:
    assert judge("127.0.0.1", "127.0.0.1") is None
    assert judge("10.1.2.3", "10.1.0.0/16, 127.0.0.1") is None
    assert judge("127.0.0.2", "127.0.0.1") is not None


def test_public_addresses_may_be_reached() -> None:
    assert judge("1.1.1.1") is None


def test_a_wrong_network_is_named() -> None:
    with pytest.raises(UsageError, match=r"'10\.0\.0/8' is neither"):
        parse_networks("127.0.0.1,10.0.0/8")


@pytest.mark.parametrize("host", SPECIAL)
def test_addresses_that_are_no_hosts_own_are_refused(host: str) -> None:
    assert "private address" in (judge(host) or "")


@pytest.fixture
def listener() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Serves every connection with what the test gives; the address ends with "/"."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(answer: Callable[[socket.socket], None]) -> str:
        def loop() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=reply, args=(connection,), daemon=True).start()

        def reply(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                answer(connection)

        threading.Thread(target=loop, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield serve
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def send(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> Callable[[Any], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(100_000)
        lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", "Connection: close", *headers]
        lines += [f"Content-Length: {len(body)}"] if length else []
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return answer


def test_no_trick_of_an_address_reaches_this_machine(listener: Any) -> None:
    count = []
    port = listener(count.append).rstrip("/").rpartition(":")[2]
    tricks = [f"http://{host}:{port}/" for host in TRICKS] + [
        f"http://www.x.example@127.0.0.1:{port}/",
        f"http://127.0.0.1:{port}@127.0.0.1:{port}/",
        f"http://public.example:{port}/",
        f"http://mixed.example:{port}/",
        f"https://127.0.0.1:{port}/",
        f"https://public.example:{port}/",
    ]
    assert len(tricks) >= 60
    told = fetch(*tricks, lies={"public.example": ["127.0.0.1"], "mixed.example": ["::1"]})
    assert count == []
    assert {one["url"] for one in told[:-1] if one["trouble"] is None} == set()
    assert sum(one["trouble"][1].startswith("guard: ") for one in told[:-1]) > 40


def test_a_name_that_resolves_otherwise_when_it_is_connected_to_is_refused(listener: Any) -> None:
    count = []
    port = listener(count.append).rstrip("/").rpartition(":")[2]
    url = f"http://rebinding.example:{port}/"
    # When it is met and when it is asked nothing listens at a public address; what it resolves to then is judged again.
    lies = {"rebinding.example": ["192.0.1.1", "192.0.1.1", "127.0.0.1"]}
    told = fetch(url, url, lies=lies, settings={"DOWNLOAD_TIMEOUT": 0.5})
    assert count == []
    assert told[0]["trouble"][0] == "failed"
    assert told[1]["trouble"][1].startswith("guard: rebinding.example is at the private address 127.0.0.1")


def test_other_schemes_are_refused_by_name() -> None:
    told = fetch("file:///etc/passwd", "ftp://x.example/a", "data:text/html,x", "s3://x/y")
    assert [one["trouble"] for one in told[:-1]] == [["refused", "scheme"]] * 4


def test_a_proxy_that_the_environment_names_is_not_used(listener: Any) -> None:
    asked = []

    def answer(connection: socket.socket) -> None:
        asked.append(connection.recv(1000).split(b"\r\n")[0])
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    url = listener(answer)
    fetch(url, env={"http_proxy": "http://127.0.0.1:9/", "HTTP_PROXY": "http://127.0.0.1:9/", **ALLOW})
    assert asked == [b"GET / HTTP/1.1"]


@pytest.mark.parametrize("headers", [[f"X-{n}: y" for n in range(2000)], [f"X-{n}: {'y' * 10_000}" for n in range(40)]])
def test_headers_are_bounded_in_number_and_bytes(listener: Any, headers: list[str]) -> None:
    (told, _) = fetch(listener(send(b"<html></html>", *headers)), env=ALLOW)
    assert told["trouble"][0] == "refused" and told["trouble"][1].startswith("headers: more than")


def test_cookies_are_bounded_in_number_and_bytes(listener: Any) -> None:
    sent = []

    def answer(connection: socket.socket) -> None:
        sent.append(connection.recv(1_000_000))
        cookies = "".join(f"Set-Cookie: c{n}={'x' * 1000}\r\n" for n in range(200))
        connection.sendall(f"HTTP/1.1 200 OK\r\nConnection: close\r\n{cookies}Content-Length: 1\r\n\r\nx".encode())

    url = listener(answer)
    fetch(url, url, env=ALLOW)
    cookie = next(line for line in sent[1].split(b"\r\n") if line.startswith(b"Cookie: "))
    assert b"c0=x" in cookie and len(cookie) <= 8 * 1024 + len(b"Cookie: ")


def bomb(size: int, layers: int = 1) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(machine.compress(b"0" * 1_000_000) for _ in range(size // 1_000_000)) + machine.flush()
    for _ in range(layers - 1):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize(("layers", "coding"), [(1, "gzip"), (2, "gzip, gzip"), (3, "gzip, gzip, gzip")])
def test_a_bomb_is_captured_refused_and_costs_less_than_three_times_the_limit(
    listener: Any, layers: int, coding: str
) -> None:
    body, limit = bomb(300_000_000, layers), 20 * 1024 * 1024
    (told, _) = fetch(listener(send(body, f"Content-Encoding: {coding}")), env=ALLOW)
    assert told["trouble"][0] == "refused" and told["trouble"][1].startswith("too_large")
    assert told["captured"] == [[len(body), None, None]]
    assert told["rise"] < 3 * limit


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        (gzip.compress(b"<html>" + bytes(range(256)) * 99)[:-20], "gzip", "truncated_encoding"),
        (zlib.compress(b"<html>" + bytes(range(256)) * 99)[:-20], "deflate", "truncated_encoding"),
        (b"<html>no gzip</html>", "gzip", "bad_encoding"),
        (b"<html>no brotli</html>", "br", "bad_encoding"),
        (b"x", "gzip, gzip, gzip, gzip", "bad_encoding"),
    ],
)
def test_a_coding_that_is_cut_or_false_fails_and_its_bytes_are_kept(
    listener: Any, body: bytes, coding: str, reason: str
) -> None:
    (told, _) = fetch(listener(send(body, f"Content-Encoding: {coding}")), env=ALLOW)
    assert told["trouble"][0] == "failed" and told["trouble"][1].startswith(reason)
    assert told["captured"] == [[len(body), None, None]]


def test_codings_are_undone_whole() -> None:
    text = b"<html>" + bytes(range(256)) * 4000 + b"</html>"
    raw = zlib.compressobj(wbits=-15)
    assert undo(gzip.compress(text), ["gzip"], 0) == text
    assert undo(gzip.compress(text) + gzip.compress(text) + b"\0\0", ["gzip"], 0) == text * 2
    assert undo(zlib.compress(text), ["deflate"], 0) == text
    assert undo(raw.compress(text) + raw.flush(), ["deflate"], 0) == text
    assert undo(zlib.compress(gzip.compress(text)), ["gzip", "deflate"], len(text)) == text


def test_an_answer_cut_on_its_way_fails_and_its_record_says_so(listener: Any) -> None:
    (told, _) = fetch(listener(send(b"<html>half", "Content-Length: 1000", length=False)), env=ALLOW)
    assert told["trouble"] == ["failed", "truncated: the connection was lost after 10 bytes"]
    assert told["captured"] == [[10, "disconnect", None]]


@pytest.mark.parametrize("headers", [["Content-Length: 30"], []])
def test_a_page_that_ends_before_it_is_closed_is_cut(listener: Any, headers: list[str]) -> None:
    (told, _) = fetch(listener(send(b"<html><body>" + b"x" * 900, *headers, length=False)), env=ALLOW)
    assert told["trouble"] is None and told["cut"]


def test_an_answer_without_end_is_cut_at_the_limit_and_what_came_is_kept(listener: Any) -> None:
    sent = []

    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            sent.append(connection.send(b"x" * 100_000))

    limit = 3_000_000
    (told, _) = fetch(listener(pour), settings={"DOWNLOAD_MAXSIZE": limit}, env=ALLOW)
    assert told["trouble"][0] == "refused" and told["trouble"][1].startswith(f"too_large: Received {limit} bytes")
    assert told["captured"] == [[limit, "length", None]]
    assert told["rise"] < 10 * limit
    assert sum(sent) < 10 * limit


def test_an_answer_that_says_it_is_too_long_is_not_waited_for(listener: Any) -> None:
    url = listener(send(b"x" * 1000, "Content-Length: 1000000000000", length=False))
    (told, _) = fetch(url, env=ALLOW)
    assert told["trouble"][0] == "refused"
    assert told["trouble"][1].startswith("too_large: Expected to receive 1000000000000 bytes")
    assert told["captured"] == [[0, "length", None]]


def test_a_host_that_drips_is_left_when_its_time_is_over_and_what_came_is_kept(listener: Any) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.05)

    begun = time.monotonic()
    (told, _) = fetch(listener(drip), settings={"DOWNLOAD_TIMEOUT": 0.5}, env=ALLOW)
    assert told["trouble"][1].startswith("network: DownloadTimeoutError")
    (((size, truncated, _),)) = told["captured"]
    assert 1 < size < 50 and truncated == "time"
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    ("said", "captured"),
    [
        (b"", []),
        (b"HTTP/1.1 200 OK\r\n\r\n", [[0, "time", None]]),
        (b"HTTP/1.1 200 OK\r\n\r\nhalf", [[4, "time", None]]),
    ],
)
def test_a_host_that_falls_silent_leaves_what_it_said(listener: Any, said: bytes, captured: list[Any]) -> None:
    def begin(connection: socket.socket) -> None:
        connection.sendall(said)
        time.sleep(5)

    (told, _) = fetch(listener(begin), settings={"DOWNLOAD_TIMEOUT": 0.3}, env=ALLOW)
    assert told["trouble"][1].startswith("network: DownloadTimeoutError")
    assert told["captured"] == captured


def test_each_try_of_an_answer_that_takes_too_long_is_kept(listener: Any) -> None:
    def begin(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        time.sleep(5)

    settings = {"DOWNLOAD_TIMEOUT": 0.3, "RETRY_ENABLED": True, "RETRY_TIMES": 1}
    (told, _) = fetch(listener(begin), settings=settings, env=ALLOW)
    assert told["captured"] == [[4, "time", None]] * 2


@pytest.mark.parametrize("junk", [b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx"])
def test_a_malformed_reply_fails_as_one(listener: Any, junk: bytes) -> None:
    (told, _) = fetch(listener(lambda connection: connection.sendall(junk)), env=ALLOW)
    assert told["trouble"][0] == "failed" and told["trouble"][1].startswith("protocol: ")


def test_the_ledger_leads_to_what_came_of_an_answer_over_a_limit(listener: Any, small: Home) -> None:
    def answer(connection: socket.socket) -> None:
        asked = connection.recv(10_000).split()[1]
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        connection.sendall({b"/long": b"x" * 100_000, b"/slow": b"<html>half"}.get(asked, HOME))
        if asked == b"/slow":
            time.sleep(5)

    url = listener(answer)
    limits = ("DOWNLOAD_MAXSIZE=50000", "DOWNLOAD_TIMEOUT=1", "RETRY_TIMES=0", "ROBOTSTXT_OBEY=False")
    run = crawl("-a", f"url={url}", *(part for limit in limits for part in ("-s", limit)), home=small)
    assert run.returncode == 0, run.stderr
    engine = open_database(small)
    with session(engine) as work:
        rows = {row.url.removeprefix(url): row for row in work.scalars(select(Url))}
        kept = {name: work.get_one(Capture, rows[name].capture_id) for name in ("long", "slow")}
    engine.dispose()
    assert (rows["long"].state, rows["slow"].state) == ("refused", "failed")
    assert rows["long"].reason.startswith("too_large: ") and rows["slow"].reason.startswith("network: DownloadTimeout")
    payloads = {name: read_payload(read_member(small.warcs, location_of(one))) for name, one in kept.items()}
    assert payloads == {"long": b"x" * 50_000, "slow": b"<html>half"}
