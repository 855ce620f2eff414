"""The sample portal on loopback: threaded, silent, and with a memory of who asked for what."""

import hashlib
import itertools
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.site.address import drop_session, read_fields, spell_post
from tests.site.truth import SESSION, VISITS, Answer, Asked, Page, Site

MISSING = Page("<html><head><title>404</title></head><body>您访问的页面不存在！</body></html>".encode(), status=404)
NOT_ALLOWED = Page(b"<html><head><title>405 Not Allowed</title></head><body>nginx</body></html>", status=405)


class Request(NamedTuple):
    time: float
    """time.monotonic() when the request line was read."""
    method: str
    path: str
    headers: dict[str, str]
    form: str = ""
    """As posted."""
    host: str = ""
    """Name of the host that was asked; "" is the portal itself."""


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    requests: list[Request] = field(default_factory=list)
    hosts: dict[str, str] = field(default_factory=dict)
    """Name of each other host -> its address, with "/" at its end."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everything asked for, as `Site` writes addresses; a posted form is one address."""
        return tuple(_name_request(request) for request in self.requests)

    def shorten(self, url: str) -> str:
        """The address of a URL, as `Site` writes it; the URL itself where another server answers for it."""
        if url.startswith(self.url):
            return "/" + url.removeprefix(self.url)
        for name, base in self.hosts.items():
            if url.startswith(base):
                return f"//{name}/{url.removeprefix(base)}"
        return url


def _name_request(request: Request) -> str:
    path = spell_post(request.path, read_fields(request.form)) if request.method == "POST" else request.path
    return f"//{request.host}{path}" if request.host else path


@contextmanager
def serve(site: Site, port: int = 0) -> Iterator[Served]:
    """Serve the site on 127.0.0.1 while the block runs, and its other hosts on 127.0.0.2, 127.0.0.3, …; port 0 takes a
    free one. OSError where the port is taken."""
    requests: list[Request] = []
    bases: dict[str, str] = {}
    with ExitStack() as stack:
        for number, (name, pages) in enumerate({"": site.pages, **site.hosts}.items(), 1):
            handler = _make_handler(name, pages, {} if name else site.answers, requests, bases)
            address = (f"127.0.0.{number}", 0 if name else port)
            bases[name or "self"] = stack.enter_context(_listen(address, handler))
        others = {name: f"{base}/" for name, base in bases.items() if name != "self"}
        yield Served(f"{bases['self']}/", requests, others)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no fault of the portal."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def _listen(address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = _Server(address, handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{address[0]}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def find_page(
    pages: Mapping[str, Page], answers: Mapping[str, Answer], method: str, target: str, form: str = ""
) -> Page:
    """What a portal of these pages and answers says to a request."""
    plain = drop_session(target)
    page = pages.get(target) or pages.get(plain)
    if page is not None and method != "POST":
        return page
    path, _, query = plain.partition("?")
    asked = Asked("GET" if method == "HEAD" else method, path, read_fields(query), read_fields(form))
    return next(
        (found for answer in _list_answers(path, answers) if (found := answer(asked))), NOT_ALLOWED if page else MISSING
    )


def _list_answers(path: str, answers: Mapping[str, Answer]) -> Iterator[Answer]:
    """The nearest first: of the path itself, then of the folders above it."""
    folders = [path[:at] for at in range(len(path) - 1, -1, -1) if path[at] == "/"]
    yield from (answers[key] for key in (path, *(f"{folder}/*" for folder in folders)) if key in answers)


def _fill(data: bytes, visit: int, bases: Mapping[str, str]) -> bytes:
    if b"@@" not in data:
        return data
    for name, base in bases.items():
        data = data.replace(f"@@HOST:{name}@@".encode(), base.encode())
    session = hashlib.md5(str(visit).encode(), usedforsecurity=False).hexdigest().upper()
    return data.replace(VISITS, str(visit).encode()).replace(SESSION, session.encode())


def _make_handler(
    host: str,
    pages: Mapping[str, Page],
    answers: Mapping[str, Answer],
    requests: list[Request],
    bases: Mapping[str, str],
) -> type[BaseHTTPRequestHandler]:
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

        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
            requests.append(Request(time.monotonic(), self.command, self.path, dict(self.headers), form, host))
            page, visit = find_page(pages, answers, self.command, self.path, form), next(visits)
            if "ETag" in page.headers and page.headers["ETag"] == self.headers.get("If-None-Match"):
                page = Page(b"", page.content_type, 304, page.headers)
            body = _fill(page.body, visit, bases)
            self.send_response(page.status)
            for name, value in {"Content-Type": page.content_type, **page.headers}.items():
                self.send_header(name, _fill(value.encode(), visit, bases).decode())
            if page.status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
