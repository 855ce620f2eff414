"""Processes that are forked from one that has everything imported, say what they do over a pipe, and are ended."""

import json
import os
import random
import selectors
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.warc.writer import WarcWriter

CRASHED = 70
"""Exit code of a process that ended of what is no error of ours."""

Say = Callable[[Mapping[str, Any]], None]
"""Tells the process that this one was forked from."""


@dataclass
class Child:
    """A forked process, what it has said so far, and when it is to be killed."""

    pid: int
    pipe: int
    until: float
    heard: bytes = b""
    code: int | None = None
    is_killed: bool = False
    """Not by itself."""

    @property
    def said(self) -> Iterator[dict[str, Any]]:
        return map(json.loads, self.heard.splitlines())

    def listen(self) -> bool:
        """Takes what it says; whether there may be more."""
        some = os.read(self.pipe, 1 << 16)
        self.heard += some
        return bool(some)

    def kill_late(self) -> None:
        if time.monotonic() > self.until and not self.is_killed:
            self.is_killed = True
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Its exit code, below 0 the signal that ended it, when it has said all it had to say."""
        while self.listen():
            pass
        os.close(self.pipe)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code


def fork(work: Callable[[Say], None], lasts: float) -> Child:
    """`work` in a process of its own, for so many seconds at most; it ends with the exit code of `archive.errors`."""
    ours, theirs = os.pipe()
    if pid := os.fork():
        os.close(theirs)
        return Child(pid, ours, time.monotonic() + lasts)
    code = CRASHED
    try:
        os.close(ours)
        work(lambda told: _say(theirs, told))
        code = 0
    except ArchiveError as error:
        _say(theirs, {"error": str(error)})
        code = error.exit_code
    except BaseException:
        _say(theirs, {"crash": traceback.format_exc()[-3000:]})
    finally:
        os._exit(code)
    raise AssertionError


def _say(pipe: int, told: Mapping[str, Any]) -> None:
    os.write(pipe, json.dumps({**told, "at": time.monotonic()}).encode() + b"\n")


def tell_of_flushes(say: Say, folder: Path) -> None:
    """From here on this process says how much of which WARC file it has flushed to the disk, and how much the disk did
    not take."""
    fsync = os.fsync

    def told(descriptor: int) -> None:
        size, name = os.fstat(descriptor).st_size, Path(f"/proc/self/fd/{descriptor}").readlink()
        word = "failed"
        try:
            fsync(descriptor)
            word = "flushed"
        finally:
            if name.parent == folder:
                say({word: [name.name, size]})

    os.fsync = told  # type: ignore[assignment]


def tear(times: int) -> None:
    """From here on this process kills itself within the writing of a record, the TIMES-th."""
    whole, left = WarcWriter._append, times

    def torn(writer: WarcWriter, file: Any, member: bytes) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            file.write(member[: random.Random(len(member)).randrange(1, len(member))])
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(writer, file, member)

    WarcWriter._append = torn  # type: ignore[method-assign]


def wait(children: list[Child]) -> list[Child]:
    """Until each has ended, by itself or killed when its time is over; what they say meanwhile is heard."""
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.pipe, selectors.EVENT_READ, child)
        while selector.get_map():
            for key, _ in selector.select(0.01):
                if not key.data.listen():
                    selector.unregister(key.fd)
            for child in children:
                child.kill_late()
    for child in children:
        child.end()
    return children
