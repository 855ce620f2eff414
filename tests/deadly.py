"""Tasks for the sandbox, most of which end their process. A module of its own, which a child loads at once."""

import ctypes
import os
import signal
from pathlib import Path


class PanicException(BaseException):
    """As pyo3 raises it: no Exception."""


def double(number: int) -> int:
    return 2 * number


def loop() -> None:
    while True:
        pass


def loop_in_native_code() -> int:
    return pow(3, pow(3, 10**7))


def hog() -> int:
    return len([bytes(1 << 20) for _ in range(2000)])


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crash() -> None:
    ctypes.string_at(0)


def panic() -> None:
    raise PanicException("called `Option::unwrap()` on a `None` value")


def recurse() -> None:
    recurse()


def leave() -> None:
    os._exit(3)


def answer_lambda() -> object:
    return lambda: None


def answer_at_length(megabytes: int) -> bytes:
    return bytes(megabytes << 20)


HELD: list[bytes] = []


def hold(megabytes: int) -> None:
    HELD.append(bytes(range(256)) * (megabytes << 12))


def pid() -> int:
    return os.getpid()


def open_files() -> list[str]:
    return sorted(str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.exists())
