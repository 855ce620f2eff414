"""Runs that keep the same at the same time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from archive import store
from archive.database import open_database, session
from archive.home import Home
from archive.models import Report, Sighting
from archive.report.corrections import name_report
from crawler.run import begin
from tests.test_disk_full import PORTAL
from tests.test_store import NOON
from tests.test_taking_in import URL_OF_ONE, capture_one


def test_a_report_that_another_run_keeps_at_the_same_time_is_kept_once(home: Home) -> None:
    run, engine = begin(home, PORTAL, {}), open_database(home)
    visit = capture_one(run)
    assert visit.reading
    with ThreadPoolExecutor(1) as threads:
        with session(engine, write=True) as other, other.begin():
            store.add_report(other, name_report(visit.reading, "y"), visit.reading, url="y", moment=NOON)
            begun = threading.Event()
            keeping = threads.submit(lambda: (begun.set(), run.keep(visit, dict)))
            begun.wait()
            time.sleep(0.3)
        keeping.result()
    with session(engine) as work:
        assert work.scalar(select(func.count()).select_from(Report)) == 1
        assert work.scalars(select(Sighting.url)).all() == [URL_OF_ONE]
    run.finish("finished")
    run.engine.dispose()
    engine.dispose()
