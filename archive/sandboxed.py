"""The child of archive.sandbox: `python -m archive.sandboxed FD` does tasks until its pipe closes.

    ← (Limits, function, arguments, keywords)   a task
    → (refusal, value, is_worn)                 refusal: why there is no value; is_worn: this child takes no more

Both sides pickle: the child runs with the rights of its parent, which a format would not take from it.
"""

import ctypes
import logging
import math
import pickle
import re
import resource
import signal
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.sandbox import Limits

PRELOADED = "archive.report.reading"
"""What nearly every task needs, loaded while no task waits."""

PR_SET_PDEATHSIG = 1

MAX_TASKS = 1000
"""Tasks after which a child is replaced: no library is known to leak, and none has to be trusted not to."""

MAX_HELD = 256 << 20
"""Bytes of memory: a child that holds more when its task is done gives it back by ending."""

MAX_ANSWER = 128 << 20
"""Bytes of an answer: it is to be held by a process that nothing limits."""

MAX_REASON = 250


def main() -> None:
    behave()
    with Connection(int(sys.argv[1])) as pipe:
        if not pipe.poll(0):
            import_module(PRELOADED)
        for number in range(1, MAX_TASKS + 1):
            try:
                task = pipe.recv_bytes()
            except EOFError:
                return
            pipe.send_bytes(answer(task, is_last=number == MAX_TASKS))


def behave() -> None:
    """Whoever started this process decides when it ends, and it ends with that process, also where that is killed. It
    leaves no core file and says nothing on the terminal."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger().addHandler(logging.NullHandler())


def limit(limits: "Limits") -> None:
    """From here on. Beyond its CPU seconds the kernel ends the process; beyond its memory an allocation fails."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu
    for name, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, limits.memory)):
        resource.setrlimit(name, (most, resource.getrlimit(name)[1]))


def answer(task: bytes, *, is_last: bool) -> bytes:
    """Does a task. After a refusal the state of this process is not trusted."""
    try:
        limits, function, arguments, keywords = pickle.loads(task)  # noqa: S301 - from the process that started this one
        limit(limits)
        value = function(*arguments, **keywords)
        told = pickle.dumps((None, value, is_last or held() > MAX_HELD))
        if len(told) <= MAX_ANSWER:
            return told
        refusal = f"an answer of {len(told) >> 20} MB"
    except MemoryError:
        refusal = "memory"
    except BaseException as error:  # native code raises outside the family of Exception: pyo3's PanicException
        refusal = explain(error)
    return pickle.dumps((refusal, None, True))


def held() -> int:
    """Bytes of memory. The peak that getrusage knows begins with that of the process that started this one."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def explain(error: BaseException) -> str:
    """What was raised, and where; the file's name and line are for who will mend it. What is quoted there, or not in
    ASCII, may be the page's text, which is in no reason and no log."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    told = re.sub(r"(?<!\w)(['\"]).*\1|[^ -~]+", "…", str(error), flags=re.S)
    return f"{type(error).__name__}: {told}"[:MAX_REASON] + f" ({Path(last.filename).name}:{last.lineno})"


if __name__ == "__main__":
    main()
