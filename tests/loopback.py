"""Hosts on loopback that answer as a test says, and remember when they were asked for what."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0
    """Seconds until it comes."""
    length: bool = True
    """Whether Content-Length is told; else the connection is closed at the end."""


RESET = Reply(status=0)
"""The connection is reset (RST) in place of an answer."""


class Asked(NamedTuple):
    begun: float
    """time.monotonic() when the request line was read."""
    ended: float
    """When the answer's last bytes were about to be sent."""
    path: str
    host: str
    retry_after: float
    """Seconds that the answer asked for."""


@dataclass(frozen=True, slots=True)
class Host:
    url: str
    log: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]


@contextmanager
def listen(answer: Callable[[str], Reply], address: str = "127.0.0.1", port: int = 0) -> Iterator[Host]:
    """A host at an address of this machine while the block runs; its URL ends with "/"."""
    log: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            begun = time.monotonic()
            reply = answer(self.path)
            time.sleep(reply.after)
            ended = time.monotonic()
            with suppress(OSError):
                self.answer(reply)
            told = reply.headers.get("Retry-After", "")
            log.append(Asked(begun, ended, self.path, self.headers["Host"], float(told) if told.isdigit() else 0))

        def answer(self, reply: Reply) -> None:
            if reply == RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "text/html", **reply.headers}.items():
                self.send_header(name, value)
            if reply.length:
                self.send_header("Content-Length", str(len(reply.body)))
            else:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """A client that was killed is no error here."""

    server = Server((address, port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Host(f"http://{address}:{server.server_port}/", log)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
