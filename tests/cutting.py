"""What stands between us and a PostgreSQL server and cuts the connection at a COMMIT: before the server hears it, or
when the server has committed and we have not heard so."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.engine import URL

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""https://www.postgresql.org/docs/current/protocol-message-formats.html: Query."""

Cut = Literal["before", "after"]


@dataclass
class Line:
    """`choose`: the number of a COMMIT, from 1 → whether and when it is cut; `commits`: how many came by; `cuts`: how
    many of them were cut. `url`: the server's, by this line."""

    server: URL
    url: URL
    choose: Callable[[int], Cut | None] = lambda _: None
    commits: int = 0
    cuts: int = 0

    def cut_at(self, number: int, cut: Cut) -> None:
        """The COMMIT of that number, counted from now."""
        self.choose = lambda commit: cut if commit == number else None
        self.commits = self.cuts = 0

    def serve(self, client: socket.socket) -> None:
        """One connection, until one of both ends it or it is cut."""
        with suppress(OSError), client, reach(self.server) as server:
            is_doomed = False
            while True:
                for end in select.select([client, server], [], [])[0]:
                    said = end.recv(1 << 16)
                    if not said or (is_doomed and end is server):
                        return
                    if end is client and said.endswith(COMMIT):
                        cut = self._judge()
                        if cut == "before":
                            return
                        is_doomed = cut == "after"
                    (server if end is client else client).sendall(said)

    def _judge(self) -> Cut | None:
        self.commits += 1
        cut = self.choose(self.commits)
        self.cuts += cut is not None
        return cut


def reach(server: URL) -> socket.socket:
    """A connection to it, also where it listens in a folder."""
    host, port = str(server.query.get("host") or server.host or "127.0.0.1"), server.port or 5432
    if not host.startswith("/"):
        return socket.create_connection((host, port))
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(f"{host}/.s.PGSQL.{port}")
    return connection


@contextmanager
def cut_line(server: URL) -> Iterator[Line]:
    """A line to the server, which cuts nothing until it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host, port = listening.getsockname()
        # The line reads what is said.
        by_line = server.set(host=host, port=port, query={"sslmode": "disable"})
        line = Line(server, by_line)
        threading.Thread(target=_accept, args=(listening, line), daemon=True).start()
        yield line


def _accept(listening: socket.socket, line: Line) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            threading.Thread(target=line.serve, args=(client,), daemon=True).start()
