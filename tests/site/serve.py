"""The sample portal on loopback: threaded, silent, and with a memory of who asked for what."""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.site.truth import VISITS, Page, Site

MISSING = Page("<html><head><title>404</title></head><body>您访问的页面不存在！</body></html>".encode(), status=404)


class Request(NamedTuple):
    time: float
    """time.monotonic() when the request line was read."""
    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    requests: list[Request] = field(default_factory=list)


@contextmanager
def serve(site: Site, port: int = 0) -> Iterator[Served]:
    """Serve the site on 127.0.0.1 while the block runs; port 0 takes a free one. OSError where the port is taken."""
    requests: list[Request] = []
    server = ThreadingHTTPServer(("127.0.0.1", port), _make_handler(site, requests))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}/", requests)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _make_handler(site: Site, requests: list[Request]) -> type[BaseHTTPRequestHandler]:
    visits = itertools.count(1204)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "nginx"
        sys_version = ""
        timeout = 30
        # An answer in two packets waits 40 ms for the client's acknowledgement, which would pass for the portal's pace.
        disable_nagle_algorithm = True

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            requests.append(Request(time.monotonic(), self.command, self.path, dict(self.headers)))
            page = site.pages.get(self.path, MISSING)
            body = page.body.replace(VISITS, str(next(visits)).encode())
            self.send_response(page.status)
            for name, value in {"Content-Type": page.content_type, **page.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
