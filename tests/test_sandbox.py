"""What a task does to its process happens to nobody else: real children, really killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ReaderKilledError
from archive.sandbox import PAGE, Limits, Sandbox, in_order
from tests.commands import ROOT, environment
from tests.deadly import (
    answer_at_length,
    answer_lambda,
    crash,
    double,
    hog,
    hold,
    kill_itself,
    leave,
    loop,
    loop_in_native_code,
    open_files,
    panic,
    pid,
    recurse,
)
from tests.test_store import SENTENCE, page

SHORT = Limits(cpu=1, wall=60, memory=PAGE.memory)
REPORT = page("滨湖区民政局", SENTENCE)


def descendants(parent: int) -> list[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)  # noqa: S607
    return [int(line) for line in told.stdout.split()]


def reason(future: Future[object]) -> str:
    with pytest.raises(ReaderKilledError) as killed:
        future.result(timeout=60)
    return str(killed.value)


@pytest.fixture(scope="module")
def short() -> Iterator[Sandbox]:
    with Sandbox(page=SHORT) as one:
        yield one


@pytest.mark.parametrize("task", [loop, loop_in_native_code])
def test_a_task_without_end_is_killed_at_its_limit_of_cpu_time(short: Sandbox, task: object) -> None:
    assert reason(short.submit(task)) == "killed: cpu 1 s"  # type: ignore[arg-type]


def test_a_task_that_only_waits_is_killed_at_its_limit_of_wall_time() -> None:
    with Sandbox(page=replace(PAGE, wall=1)) as one:
        assert reason(one.submit(time.sleep, 60)) == "killed: wall 1 s"


def test_seconds_are_counted_task_by_task(short: Sandbox) -> None:
    for _ in range(6):
        assert short.submit(sum, range(10**7)).result(timeout=60)


@pytest.mark.parametrize(
    ("task", "told"),
    [
        (hog, "killed: memory"),
        (kill_itself, "killed: signal 9"),
        (crash, "killed: signal 11"),
        (leave, "killed: exit 3"),
        (panic, "killed: PanicException: called `Option::unwrap()` on a `None` value (deadly.py:"),
        (recurse, "killed: RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_every_other_death_is_told_and_the_next_task_is_done(short: Sandbox, task: object, told: str) -> None:
    assert reason(short.submit(task)).startswith(told)  # type: ignore[arg-type]
    assert short.submit(double, 21).result(timeout=60) == 42


def test_a_value_that_cannot_be_sent_is_told(short: Sandbox) -> None:
    assert "pickle" in reason(short.submit(answer_lambda))
    assert reason(short.submit(answer_at_length, 130)) == "killed: an answer of 130 MB"
    assert len(short.submit(answer_at_length, 30).result(timeout=60)) == 30 << 20


def test_a_child_is_used_again_until_it_has_held_much_memory() -> None:
    with Sandbox() as one:
        first = one.submit(pid).result()
        assert one.submit(pid).result() == first
        one.submit(hold, 300).result()
        assert one.submit(pid).result() != first


def test_a_child_that_was_killed_between_two_tasks_costs_no_task() -> None:
    with Sandbox() as one:
        os.kill(one.submit(pid).result(), signal.SIGKILL)
        time.sleep(0.2)
        assert one.submit(double, 21).result(timeout=60) == 42


def test_fifty_kills_in_a_row_leave_nothing_behind() -> None:
    others = len(descendants(os.getpid()))
    with Sandbox(2) as one:
        one.submit(pid).result()
        files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        killed = [one.submit(kill_itself) for _ in range(50)]
        assert {reason(future) for future in killed} == {"killed: signal 9"}
        assert [one.submit(double, n).result() for n in range(4)] == [0, 2, 4, 6]
        assert len(os.listdir("/proc/self/fd")) <= files  # noqa: PTH208
        assert len(descendants(os.getpid())) <= others + 2
    assert len(descendants(os.getpid())) == others


def test_a_child_holds_no_file_of_its_parent_but_the_pipe(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock, Sandbox() as one:
        os.set_inheritable(lock.fileno(), True)
        held = one.submit(open_files).result()
    assert not any(str(tmp_path) in file for file in held)
    assert sum(file.startswith("socket:") for file in held) == 1


PARENT = """
import time
from archive.sandbox import Sandbox
from tests.deadly import loop, pid
sandbox = Sandbox(2)
print(sandbox.submit(pid).result(), flush=True)
sandbox.submit(loop)
sandbox.submit(time.sleep, 60)
time.sleep(60)
"""


def test_children_end_with_a_parent_that_is_killed_and_heed_no_signal_to_the_group() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None and parent.stdout.readline()
        children = descendants(parent.pid)
        assert len(children) == 2
        for number in (signal.SIGINT, signal.SIGTERM):
            for child in children:
                os.kill(child, number)
        time.sleep(0.3)
        assert descendants(parent.pid) == children
        parent.kill()
    until = time.monotonic() + 10
    while (left := [child for child in children if Path(f"/proc/{child}").exists()]) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def test_a_child_heeds_no_signal_to_the_group_from_its_first_instruction_on() -> None:
    with Sandbox() as one:
        child = one._idle[0]._process.pid
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(child, number)
        assert one.submit(pid).result() == child


def test_closing_ends_a_task_in_hand_and_cancels_those_that_wait() -> None:
    one = Sandbox()
    running, waiting = one.submit(time.sleep, 60), one.submit(double, 1)
    while not running.running():
        time.sleep(0.01)
    begun = time.monotonic()
    one.close()
    assert time.monotonic() - begun < 10
    assert reason(running).startswith("killed: ")
    assert waiting.cancelled()


def test_a_reading_says_how_its_reader_died_and_is_otherwise_the_reading() -> None:
    with Sandbox() as one:
        assert one.read(REPORT, file="a.html").result()["kind"] == "report"
    with Sandbox(page=replace(PAGE, memory=1 << 20)) as one:
        reading = one.read(REPORT, file="a.html").result()
    assert (reading["kind"], reading["reading"], reading["file"]) == (None, "unreadable", "a.html")
    assert reading["findings"] == [{"code": "reader_killed", "message": "killed: memory", "where": "a.html"}]


def test_values_come_in_order_and_few_tasks_are_begun_ahead() -> None:
    begun: list[int] = []

    def futures(one: Sandbox) -> Iterator[Future[int]]:
        for number in range(20):
            begun.append(number)
            yield one.submit(double, number)

    with Sandbox(2) as one:
        values = in_order(futures(one), ahead=4)
        assert next(values) == 0
        assert len(begun) == 5
        assert list(values) == [2 * number for number in range(1, 20)]
