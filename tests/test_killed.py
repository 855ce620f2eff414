"""A crawl that is killed and begun again leaves what one that was never killed leaves."""

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from archive.database import open_database, session
from archive.errors import BusyError
from archive.home import Home, find_home
from archive.leases import LASTS, renew_lease, take_lease
from archive.ledger import CULPRIT
from archive.migrate import create_database
from archive.models import Lease, Url
from tests.killed import POINTS, Left, begin, find_faults, finish, kill_after, kill_at, look_at
from tests.loopback import RESET, Reply, listen
from tests.postgresql import address_of, new_databases, own_server
from tests.site import build
from tests.site.serve import Served, serve


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(build()) as site:
        yield site


@pytest.fixture(scope="module")
def whole(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What a crawl leaves that nobody killed."""
    home = find_home({"ARCHIVE_HOME": str(tmp_path_factory.mktemp("whole"))})
    create_database(home)
    finish(home, served.url)
    return look_at(home)


def test_killed_at_any_moment_it_loses_nothing_and_doubles_nothing(home: Home, served: Served, whole: Left) -> None:
    chance = random.Random(4)
    kills = [kill_after(home, served, chance.randint(1, 25), chance.uniform(0, 0.3)) for _ in range(3)]
    assert all(kills)
    assert "goes on where it was stopped" in finish(home, served.url)
    assert find_faults(look_at(home), whole, len(kills)) == []


def test_killed_between_any_two_steps_it_loses_nothing(small: Home, served: Served, whole: Left) -> None:
    chance = random.Random(4)
    moments = [(point, chance.choice(["before", "after"]), chance.randint(4, 9)) for point in POINTS]
    # The last ones may find a crawl that has come to its end.
    kills = len(list(takewhile(lambda moment: kill_at(small, served.url, *moment), moments)))
    assert kills > len(POINTS) // 2
    if kills == len(POINTS):
        finish(small, served.url)
    assert find_faults(look_at(small), whole, kills) == []


def test_a_crawl_whose_server_cuts_its_connections_ends_as_if_it_had_not(
    new_postgresql_database: Callable[[], URL], tmp_path: Path, served: Served, whole: Left
) -> None:
    home = Home(tmp_path, new_postgresql_database(), tmp_path / "warcs")
    create_database(home)
    cut = text(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )
    server = create_engine(home.database, isolation_level="AUTOCOMMIT")
    before, cuts = len(served.requests), 0
    with begin(home, served.url) as process, server.connect() as connection:
        while process.poll() is None and cuts < 10:
            if len(served.requests) > before + 3:
                cuts += len(connection.execute(cut).all())
            time.sleep(0.1)
        told, _ = process.communicate(timeout=300)
    server.dispose()
    assert process.returncode == 0, told
    assert cuts >= 10
    assert look_at(home) == whole


def test_a_crawl_whose_server_is_stopped_and_started_again_ends_as_if_it_had_not(
    tmp_path: Path, served: Served, whole: Left
) -> None:
    with own_server() as server, new_databases(address_of(server)) as make:
        home = Home(tmp_path, make(), tmp_path / "warcs")
        create_database(home)
        before = len(served.requests)
        with begin(home, served.url) as process:
            for stop in (12, 30):
                while process.poll() is None and len(served.requests) < before + stop:
                    time.sleep(0.02)
                assert process.poll() is None
                postmaster = server.get_postmaster_info().process
                # At once, as in a crash: what was committed without waiting for the disk is lost.
                postmaster.send_signal(signal.SIGQUIT)
                postmaster.wait(30)
                time.sleep(1)
                server.ensure_postgres_running()
            told, _ = process.communicate(timeout=300)
        assert process.returncode == 0, told
        assert look_at(home) == whole


def test_a_run_that_lost_its_portal_writes_no_more(home: Home) -> None:
    now = datetime.now(UTC)
    engine = open_database(home)
    with session(engine, write=True) as work, work.begin():
        first = take_lease(work, "x.gov.cn", now=now)
        work.get_one(Lease, "x.gov.cn").holder = "another 1"
    with session(engine, write=True) as work, work.begin():
        with pytest.raises(BusyError, match=r"another 1 crawls x\.gov\.cn"):
            take_lease(work, "x.gov.cn", now=now)
        assert take_lease(work, "x.gov.cn", now=now + LASTS + timedelta(seconds=1)) == first + 1
        with pytest.raises(BusyError, match="may write no more"):
            renew_lease(work, "x.gov.cn", first, now=now)
    engine.dispose()


def test_what_ends_the_crawler_again_and_again_is_fetched_alone_and_then_no_more(small: Home) -> None:
    crawls: list[subprocess.Popen[str]] = []

    def answer(path: str) -> Reply:
        if path != "/deadly":
            return Reply(body=rows.encode())
        crawls[-1].kill()
        return RESET

    links = [("deadly", 2019), *((f"r{number}", 2000 + number) for number in range(6))]
    rows = "".join(f'<li><a href="/{name}">某局{year}年政府信息公开工作年度报告</a></li>' for name, year in links)
    with listen(answer) as host:

        def asked_until_killed() -> list[str]:
            before = len(host.log)
            with begin(small, host.url) as process:
                crawls.append(process)
                told, _ = process.communicate(timeout=60)
            assert process.returncode == -signal.SIGKILL, told
            return host.paths[before:]

        asked_until_killed()
        count_kills(small, f"{host.url}deadly", CULPRIT - 2)
        assert set(asked_until_killed()) == {"/robots.txt", "/deadly"}
        told = finish(small, host.url)
    assert f"{host.url}deadly (killed_crawler: 8 times while it was fetched, the last 5 alone)" in told
    assert {f"/r{number}" for number in range(6)} < set(host.paths)


def count_kills(home: Home, url: str, kills: int) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work, work.begin():
        row = work.get_one(Url, url)
        assert row.way
        row.way = {**row.way, "kills": kills}
    engine.dispose()
