"""The child of archive.sandbox: `python -m archive.sandboxed FD` does tasks until its pipe closes.

← Limits                            of the task that comes
← (function, arguments, keywords)   the task
→ (refusal, value, is_worn)         refusal: why there is no value; is_worn: this child will take no more
"""

import ctypes
import logging
import math
import pickle
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
"""Loaded before the first task counts its seconds: nearly every task needs it."""

PR_SET_PDEATHSIG = 1

MAX_TASKS = 1000
"""Tasks after which a child is replaced: no library is known to leak, and none has to be trusted not to."""

MAX_PEAK = 256 << 10
"""Kilobytes: a child that ever held more memory gives it back by ending."""

MAX_ANSWER = 128 << 20
"""Bytes of an answer: it is to be held by a process that nothing limits."""

MAX_REASON = 250


def main() -> None:
    behave()
    import_module(PRELOADED)
    with Connection(int(sys.argv[1])) as pipe:
        for number in range(1, MAX_TASKS + 1):
            try:
                limit(pipe.recv())
            except EOFError:
                return
            pipe.send_bytes(answer(pipe, is_last=number == MAX_TASKS))


def behave() -> None:
    """Whoever started this process decides when it ends, and it ends with that process, also where that is killed. It
    leaves no core file and says nothing on the terminal."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A signal to the whole group or unit is for the parent, which ends the task in hand first.
        signal.signal(number, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger().addHandler(logging.NullHandler())


def limit(limits: "Limits") -> None:
    """From here on. Beyond its CPU seconds the kernel ends the process; beyond its memory an allocation fails."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu
    for name, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, limits.memory)):
        resource.setrlimit(name, (most, resource.getrlimit(name)[1]))


def answer(pipe: Connection, *, is_last: bool) -> bytes:
    """Does the task that comes. After a refusal the state of this process is not trusted."""
    try:
        function, arguments, keywords = pipe.recv()
        value = function(*arguments, **keywords)
        is_worn = is_last or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MAX_PEAK
        told = pickle.dumps((None, value, is_worn))
        if len(told) <= MAX_ANSWER:
            return told
        refusal = f"an answer of {len(told) >> 20} MB"
    except MemoryError:
        refusal = "memory"
    except BaseException as error:  # native code raises outside the family of Exception: pyo3's PanicException
        refusal = explain(error)
    return pickle.dumps((refusal, None, True))


def explain(error: BaseException) -> str:
    """What was raised, and where; the file's name and line are for who will mend it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}"[:MAX_REASON] + f" ({Path(last.filename).name}:{last.lineno})"


if __name__ == "__main__":
    main()
