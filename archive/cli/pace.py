"""How fast a long command reads, and how it ends when it is told to."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

SLICE = 0.2
"""Seconds that a slow run sleeps at once: a signal is not waited for longer."""


class StoppedError(Exception):
    """A signal has come."""


@contextmanager
def heed_signals() -> Iterator[Callable[[], None]]:
    """What raises StoppedError once a signal has come."""
    told: list[int] = []
    before = {one: signal.signal(one, lambda number, _: told.append(number)) for one in SIGNALS}

    def stop_if_told() -> None:
        if told:
            raise StoppedError

    try:
        yield stop_if_told
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def keep_pace(max_mb_per_second: float | None, stop_if_told: Callable[[], None]) -> Callable[[int], None]:
    """What is told of each bytes read, and sleeps where that was too fast."""
    began, done = time.monotonic(), 0

    def pace(size: int) -> None:
        nonlocal done
        done += size
        stop_if_told()
        due = began + done / (max_mb_per_second * 1e6) if max_mb_per_second else 0
        while (early := due - time.monotonic()) > 0:
            time.sleep(min(early, SLICE))
            stop_if_told()

    return pace
