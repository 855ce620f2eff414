"""Reading in processes of its own: what a page does to its reader happens to nobody else.

A Sandbox keeps children (`archive.sandboxed`) that are used again for task after task. Each task has a limit of CPU
time, of wall time and of memory. A child that reaches one, or dies of anything else, is replaced with the next task,
and its task ends with ReaderKilledError. A thread for each child waits for it, so that nobody else has to.

Children are started afresh, never forked from a process that may hold a reactor, threads, connections and locks. They
inherit no file but their end of a pipe, and end with the process that started them, however that ends.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import Pipe
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, Self, TypeVar

from archive.errors import ReaderKilledError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one task: seconds of CPU, seconds on the clock, bytes of address space."""

    cpu: int
    wall: int
    memory: int


MEGABYTE = 1 << 20

PAGE = Limits(cpu=30, wall=600, memory=640 * MEGABYTE)
"""A page of 500 KB takes 0.5 s of CPU. Readers never wait: the clock is for one that hangs all the same, and a machine
twenty times overloaded gives the CPU seconds within it. A child with every library loaded holds 80 MB; 512 MB above
that hold the trees of an 11 MB page."""

SCAN = Limits(cpu=600, wall=3600, memory=2560 * MEGABYTE)
"""Recognising one page of a scan takes some ten seconds and 1.8 GB of address space."""

MAY_HOLD_SCANS = (b"%PDF-", b"PK", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
"""How PDF, zip and picture files begin. More is not asked here: even to tell what a body is can take long."""

HOLD_NONE = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"OFD.xml")
"""Names at the head of zips whose pictures no reader takes for text: Office files, OpenDocument and OFD."""

HEAD = 1_024
"""Bytes within which a PDF may begin, as `archive.reading.media.sniff` takes it."""

UNHEEDED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
"""A signal to the whole group or unit is for the parent, which ends the task in hand first."""

TOLD_WITHIN = 5
"""Seconds in which a child that closed its pipe has ended."""


class Sandbox:
    """`processes` tasks run at a time; others wait their turn, first come, first served. `page` are the limits of all
    that is no scan."""

    def __init__(self, processes: int = 1, page: Limits | None = None) -> None:
        self._page = page or PAGE
        self._idle = [Child() for _ in range(processes)]
        self._children = set(self._idle)
        self._is_closed = False
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(processes, "reader")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the children, whatever they do; tasks that have not begun are cancelled."""
        with self._lock:
            self._is_closed = True
            for child in self._children:
                child.kill()
        self._threads.shutdown(cancel_futures=True)
        for child in self._idle:
            child.end()

    def submit(self, function: Callable[P, T], *args: P.args, **known: P.kwargs) -> Future[T]:
        """`function(*args, **known)` in a child. The function is of a module, all values can be pickled. The future
        raises ReaderKilledError where no value came, for whatever reason."""
        return self._threads.submit(self._run, self._page, function, args, known)

    def read(self, content: bytes, *, file: str | None = None, **known: Any) -> Future[dict[str, Any]]:
        """`archive.report.reading.read_report` in a child. What killed its reader is `unreadable`, with the finding
        `reader_killed`."""
        limits = SCAN if may_hold_scans(content) else self._page
        return self._threads.submit(self._read, limits, content, {"file": file, **known})

    def _read(self, limits: Limits, content: bytes, known: dict[str, Any]) -> dict[str, Any]:
        # Brings the libraries that read; the first child loads them at the same time.
        from archive.report.reading import read_report, unreadable  # noqa: PLC0415

        try:
            return self._run(limits, read_report, (content,), known)
        except ReaderKilledError as error:
            return unreadable(str(error), file=known["file"], code="reader_killed")

    def _run(self, limits: Limits, function: Callable[..., T], args: tuple[Any, ...], known: dict[str, Any]) -> T:
        try:
            child = self._take()
        except OSError as error:
            raise ReaderKilledError(f"killed: no process for it: {error}") from error
        try:
            value: T = child.run(limits, function, args, known)
        except BaseException:
            self._drop(child)
            raise
        if child.is_worn:
            self._drop(child)
        else:
            self._idle.append(child)
        return value

    def _take(self) -> "Child":
        with self._lock:
            if self._is_closed:
                raise ReaderKilledError("killed: the sandbox was closed")
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    return child
                child.end()
                self._children.discard(child)
            child = Child()
            self._children.add(child)
            return child

    def _drop(self, child: "Child") -> None:
        child.end()
        with self._lock:
            self._children.discard(child)


def in_order(futures: Iterable[Future[T]], ahead: int) -> Iterator[T]:
    """The values of tasks that are made one by one, `ahead` of them before the first value is waited for."""
    waiting: deque[Future[T]] = deque()
    for future in futures:
        waiting.append(future)
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def may_hold_scans(content: bytes) -> bool:
    """Whether there may be pictures of text in a file, and there is something that reads them."""
    head = content[:HEAD].lstrip(b" \t\r\n\x00\xef\xbb\xbf")
    if not (head.startswith(MAY_HOLD_SCANS) or b"%PDF-" in head) or any(name in head for name in HOLD_NONE):
        return False
    return find_spec("rapidocr") is not None


@contextmanager
def unheeded(signals: set[signal.Signals]) -> Iterator[None]:
    """Signals that wait. A process started meanwhile has them wait for good, from its first instruction on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _environment() -> dict[str, str]:
    """For a process that reads what anybody may have written: nothing that opens a database."""
    return {key: value for key, value in os.environ.items() if key not in ("ARCHIVE_DATABASE", "PGPASSWORD")}


class Child:
    """One process, the pipe to it, and a folder for its temporary files: killed, it leaves them behind."""

    def __init__(self) -> None:
        self.is_worn = False
        self._pipe, theirs = Pipe()
        self._folder = TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True)
        command = [sys.executable, "-P", "-W", "ignore", "-m", "archive.sandboxed", str(theirs.fileno())]
        with theirs, unheeded(UNHEEDED):
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with arguments of our own
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # where native code panics
                env={**_environment(), "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": self._folder.name},
            )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def run(
        self, limits: Limits, function: Callable[..., T], arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> T:
        """Raises ReaderKilledError; then the child is of no more use."""
        try:
            self._pipe.send((limits, function, arguments, keywords))
            if not self._pipe.poll(limits.wall):
                raise ReaderKilledError(f"killed: wall {limits.wall} s")
            refusal, value, self.is_worn = self._pipe.recv()
        except (EOFError, OSError):
            raise ReaderKilledError(f"killed: {self._explain_end(limits)}") from None
        if refusal:
            raise ReaderKilledError(f"killed: {refusal}")
        result: T = value
        return result

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._pipe.close()
        self._folder.cleanup()

    def _explain_end(self, limits: Limits) -> str:
        try:
            code = self._process.wait(TOLD_WITHIN)
        except subprocess.TimeoutExpired:
            return "its pipe is closed"
        if code == -signal.SIGXCPU:
            return f"cpu {limits.cpu} s"
        return f"signal {-code}" if code < 0 else f"exit {code}"
