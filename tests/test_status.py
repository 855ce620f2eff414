"""`archive status` tells how each portal does, and alarms are the same wherever they are told."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from archive import pauses, store
from archive.alarms import find_alarms, good_share
from archive.database import open_database, session
from archive.home import Home
from archive.models import Crawl
from archive.portals_seen import look_at_portals
from tests.commands import archive, crawl
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_crawl import REPORT, html, link
from tests.test_portals_command import DOMAIN, NOON, Crawls


def counts(good: int, asked: int, reports: int = 1) -> dict[str, int]:
    return {"visited": asked, "state archived": good, "state failed": asked - good, "reports": reports}


def alarms(last: dict[str, int], *earlier: dict[str, int], held: int = 0) -> tuple[str, ...]:
    return find_alarms(last, earlier, started=NOON, held=held)


def ran(work: Session, day: int, told: dict[str, int], portal: str = DOMAIN, outcome: str = "finished") -> None:
    """A crawl of a few counts, on a day."""
    at = NOON + timedelta(days=day)
    one = store.begin_crawl(work, portal=portal, seed=f"http://{portal}/", started=at, settings={})
    store.finish_crawl(work, one.id, finished=at + timedelta(minutes=5), outcome=outcome, counts=told)


# ---- the rule


def test_a_share_of_good_addresses_below_half_of_the_usual_is_an_alarm() -> None:
    usual = [counts(90, 100), counts(80, 100), counts(85, 100)]
    assert alarms(counts(43, 100), *usual) == ()
    (told,) = alarms(counts(42, 100), *usual)
    assert (
        told == "gave a page for 42% of the addresses that the crawl of 2026-03-01 04:00 asked for, where 85% was usual"
    )


def test_one_bad_crawl_does_not_lower_what_is_usual_and_older_ones_than_five_are_not_asked() -> None:
    good, bad = counts(90, 100), counts(5, 100)
    assert alarms(counts(10, 100), bad, good, good)
    assert not alarms(counts(10, 100), bad, bad, bad, bad, bad, good, good, good, good, good, good)


def test_small_crawls_are_compared_with_nothing_and_nothing_is_compared_with_them() -> None:
    assert not alarms(counts(0, 19), counts(100, 100))
    assert not alarms(counts(0, 100), counts(19, 19))
    assert alarms(counts(0, 20), counts(20, 20))


def test_a_crawl_that_recorded_no_states_has_no_share() -> None:
    assert good_share({"visited": 30, "reports": 2}) is None and good_share(None) is None and good_share({}) is None
    assert not alarms({"visited": 30, "reports": 2}, counts(90, 100))
    assert good_share(counts(1, 4)) == 0.25


# ---- archive status


def test_each_portal_is_told_with_its_last_run_and_those_in_trouble_stand_first(home: Home, work: Session) -> None:
    crawls = Crawls(work)
    crawls.crawl(("/", "archived", "page"), ("/a", "failed", "http 500"), ("/b", "blocked", "login 401"), reports=2)
    ran(work, 1, counts(30, 40), portal="a.example")
    ran(work, 0, counts(90, 100), portal="z.example")
    ran(work, 1, counts(10, 100), portal="z.example")
    ran(work, 2, counts(80, 100), portal="z.example")
    work.commit()
    done = archive("status", "--json", home=home)
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert told["counts"]["report"] == 2 and len(told["crawls"]) == 5
    by_domain = {one["domain"]: one for one in told["portals"]}
    assert list(by_domain) == [DOMAIN, "a.example", "z.example"]
    assert by_domain["a.example"] == {
        "domain": "a.example",
        "paused": False,
        "last_run": "2026-03-02T04:00:00+00:00",
        "outcome": "finished",
        "reports": 0,
        "new": 0,
        "failed": 0,
        "blocked": 0,
        "share": 0.75,
        "failing_since": None,
        "alarms": [],
    }
    one = by_domain[DOMAIN]
    assert (one["reports"], one["failed"], one["blocked"], one["share"]) == (2, 1, 1, None)


def test_an_alarm_stands_out_and_is_exit_code_8_with_the_day_since_when(home: Home, work: Session) -> None:
    for day, good in enumerate((90, 90, 90, 10, 11)):
        ran(work, day, counts(good, 100))
    ran(work, 5, counts(5, 5), outcome="shutdown")
    ran(work, 5, counts(90, 100), portal="sound.example")
    work.commit()
    done = archive("status", home=home)
    lines = done.stdout.splitlines()
    assert done.returncode == 8
    assert f"ALARM {DOMAIN} gave a page for 11% of the addresses that the crawl of 2026-03-05 04:00" in done.stdout
    (row,) = [line.split() for line in lines if line.startswith(f"{DOMAIN} ")]
    assert row == [DOMAIN, "2026-03-06T04:00", "shutdown", "0", "0", "0", "0", "100%", "2026-03-04"]
    only = archive("status", "--portal", "sound.example", home=home)
    assert only.returncode == 0 and DOMAIN not in only.stdout and "sound.example " in only.stdout
    assert archive("portals", "check", DOMAIN, home=home).returncode == 8


def test_a_paused_portal_raises_no_alarm_in_status(home: Home, work: Session) -> None:
    ran(work, 0, counts(90, 100))
    ran(work, 1, counts(1, 100))
    pauses.pause(work, DOMAIN, now=NOON, why=None)
    work.commit()
    done = archive("status", "--portal", DOMAIN, home=home)
    assert done.returncode == 0 and "finished paused" in done.stdout


def test_a_portal_nobody_crawled_is_wrong_usage(small: Home) -> None:
    done = archive("status", "--portal", "nowhere.example", home=small)
    assert done.returncode == 2 and "nowhere.example" in done.stderr


def test_many_portals_are_a_bounded_table_and_a_few_questions(home: Home, work: Session) -> None:
    def questions() -> int:
        asked: list[str] = []
        event.listen(work.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))
        look_at_portals(work)
        return sum(statement.startswith("SELECT") for statement in asked)

    ran(work, 0, counts(9, 10))
    work.flush()
    few = questions()
    for number in range(300):
        ran(work, 0, counts(9, 10), portal=f"p{number:03}.example")
    work.commit()
    assert questions() == few < 15
    lines = archive("status", home=home).stdout.splitlines()
    assert lines[-1] == "… and 281 more portals; --json has all"
    assert sum(" finished " in line for line in lines[lines.index("Portals") :]) == 20


# ---- the crawl itself


def test_a_crawl_keeps_its_states_and_cries_when_far_fewer_addresses_answer(small: Home) -> None:
    titles = [(f"/r{n}.html", f"滨湖区第{n}局2020年政府信息公开工作年度报告") for n in range(20)]
    pages: dict[str, Page] = {path: Page(REPORT, "text/html") for path, _ in titles}
    pages["/"] = html(*(link(*one) for one in titles))
    with serve(Site(pages, build().truth)) as served:
        first = crawl("-a", f"url={served.url}", home=small)
        assert first.returncode == 0, first.stderr
        pages |= {path: Page(b"", "text/html", status=500) for path, _ in titles[2:]}
        second = crawl("-a", f"url={served.url}", "-a", "full=1", "-s", "RETRY_ENABLED=False", home=small)
    assert second.returncode == 8, second.stderr
    assert "ALARM: " in second.stderr and "% was usual" in second.stderr
    engine = open_database(small)
    with session(engine) as work:
        last = work.query(Crawl).order_by(Crawl.started.desc()).first()
        assert last is not None
        told: dict[str, Any] = last.counts or {}
        assert told["state failed"] == 18
        assert sum(number for key, number in told.items() if key.startswith("state ")) == told["discovered"]
    engine.dispose()
    assert archive("status", home=small).returncode == 8


def test_each_run_of_a_crawl_keeps_its_settings_and_the_versions_it_ran_on(home: Home) -> None:
    with serve(Site({"/": html()}, build().truth)) as served:
        crawl("-a", f"url={served.url}", "-s", "PORTAL_BUDGET=7", home=home)
        engine = open_database(home)
        with session(engine, write=True) as work, work.begin():
            work.query(Crawl).one().outcome = None  # as if it had been killed
        crawl("-a", f"url={served.url}", "-s", "PORTAL_BUDGET=8", home=home)
    with session(engine) as work:
        kept = work.query(Crawl).one().settings
    engine.dispose()
    first, second = kept["runs"]
    assert [first["settings"]["PORTAL_BUDGET"], second["settings"]["PORTAL_BUDGET"]] == ["7", "8"]
    assert first["settings"]["DOWNLOAD_DELAY"] == 0.01 and first["started"] < second["started"]
    assert first["versions"].keys() == {"disclosure-archive", "scrapy", "trafilatura", "python"}
    password = home.database.password
    assert not password or password not in json.dumps(kept)
