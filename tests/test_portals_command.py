"""`archive portals`: what is told of portals, what needs a person, and taking one out of crawling and back."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from archive import ledger, pauses, store
from archive.cli import main
from archive.database import MIGRATIONS, make_engine, open_database, session
from archive.errors import UsageError
from archive.home import Home
from archive.ingest import keep_reading
from archive.ledger import Discovery, State
from archive.portals_seen import look_at_portals
from archive.report.reading import read_report
from archive.warc.answer import Answer, Location
from crawler import portals
from crawler.register import read_register
from crawler.verdict import exit_code, judge_portal
from tests.commands import archive, environment, json_lines
from tests.test_store import SENTENCE, page

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
DOMAIN = "pingtan.gov.cn"
TITLE = "滨湖区民政局2020年政府信息公开工作年度报告"


class Crawls:
    """Crawls of a portal, a day after one another, as the crawler leaves them in the database."""

    def __init__(self, work: Session) -> None:
        self.work = work
        self.days = 0

    def crawl(
        self,
        *pages: tuple[str, State, str],
        reports: int = 0,
        outcome: str | None = "finished",
        portal: str = DOMAIN,
        anchor: str | None = None,
    ) -> None:
        now, self.days = NOON + timedelta(days=self.days), self.days + 1
        one = store.begin_crawl(self.work, portal=portal, seed=f"http://{portal}/", started=now, settings={})
        for path, state, reason in pages:
            url = f"http://{portal}{path}"
            found = [Discovery(url, url, anchor=anchor)]
            ledger.discover(self.work, found, portal=portal, crawl=one.id, now=now)
            ledger.settle(self.work, url, state, reason=reason)
        for number in range(reports):
            answer = Answer(
                f"http://{portal}/r{number}.html",
                page("滨湖区民政局", SENTENCE, year=2020 + number),
                now + timedelta(minutes=number),
                200,
                media="text/html",
                crawl=one.id,
            )
            place = Location("f.warc.gz", 100 * self.days + number, 1, "0" * 64)
            capture = store.add_capture(self.work, answer, record_id=f"{self.days}-{number}", location=place)
            keep_reading(self.work, capture, read_report(answer.body, url=answer.url), portal=portal)
        if outcome:
            counts = {"reports": reports} if reports else {}
            store.finish_crawl(self.work, one.id, finished=now, outcome=outcome, counts=counts)
        self.work.commit()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of portals' files, empty."""
    made = tmp_path / "portals"
    made.mkdir()
    monkeypatch.setattr(portals, "FOLDER", made)
    return made


def findings(work: Session, folder: Path, now: datetime = NOON) -> list[tuple[str, str]]:
    """Of the only portal there is."""
    (entry,) = read_register(look_at_portals(work), folder)
    return [(finding.level, finding.message) for finding in judge_portal(entry, now)]


def run(home: Home, *args: str) -> Any:
    """`archive portals …` in this process, where its folder of files can be another."""
    return CliRunner().invoke(main, ["portals", *args], env=environment(home))


# ---- the list


def test_the_list_joins_files_and_crawls_and_names_portals_without_a_file(work: Session, home: Home) -> None:
    Crawls(work).crawl(("/", "archived", "page"), reports=2)
    Crawls(work).crawl(("/", "failed", "http 500"), portal="x.example")
    told = {one["name"]: one for one in json_lines(archive("portals", "--json", home=home))}
    assert told.keys() == {*portals.names(), "x.example"}
    pingtan = told["pingtan"]
    assert (pingtan["title"], pingtan["url"]) == ("平潭综合实验区", "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/")
    assert (pingtan["verified"], pingtan["paused"], pingtan["has_file"]) == (None, None, True)
    assert (pingtan["reports"], pingtan["years"], pingtan["trouble"]) == (2, [2020, 2021], [])
    assert pingtan["last_crawl"] | {"id": ""} == {
        "id": "",
        "started": "2026-03-01T04:00:00+00:00",
        "finished": "2026-03-01T04:00:00+00:00",
        "outcome": "finished",
        "pages": 1,
        "reports": 2,
    }
    other = told["x.example"]
    assert (other["has_file"], other["title"], other["url"], other["reports"]) == (False, None, "http://x.example/", 0)
    assert other["trouble"] == [{"state": "failed", "reason": "http 500", "addresses": 1}]
    assert told["xianning"]["last_crawl"] is None


def test_the_list_in_a_pipe_is_a_line_a_portal(small: Home) -> None:
    lines = archive("portals", home=small).stdout.splitlines()
    assert " ".join(lines[1].split()) == "Name Title Begins at Verified Paused Last crawl Reports In trouble"
    (pingtan,) = [line.split() for line in lines if line.startswith("pingtan")]
    begins = "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/"
    assert pingtan == ["pingtan", "平潭综合实验区", begins, "never", "never", "0", "0"]
    assert len(lines) == 2 + len(portals.names())


def test_a_wrong_file_hides_no_other_and_is_told(small: Home, folder: Path) -> None:
    (folder / "right.toml").write_text('url = "https://x.example/"\nverified = 2026-01-31')
    (folder / "wrong.toml").write_text('url = "https://y.example/"\ndivision_code = "999999"\ncolour = 1')
    done = run(small)
    assert done.exit_code == 1
    (right,) = [line.split() for line in done.stdout.splitlines() if line.startswith("right")]
    assert right[:3] == ["right", "https://x.example/", "2026-01-31"]
    assert "wrong.toml: division_code '999999'" in done.stderr and "wrong.toml: unknown key 'colour'" in done.stderr


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    done = archive("portals", ARCHIVE_HOME=str(tmp_path))
    assert done.returncode == 3 and "archive init" in done.stderr


def test_crawls_of_a_single_page_by_hand_are_no_portal(work: Session) -> None:
    store.begin_crawl(work, portal=None, seed="http://x.example/1.html", started=NOON, settings={})
    assert look_at_portals(work) == {}


# ---- check


def test_a_sound_portal_needs_nobody_and_its_lists_are_named(home: Home, work: Session) -> None:
    lists = (("/", "archived", "page"), ("/a/", "archived", "list: trs, plain"), ("/b/", "unchanged", "list: trs"))
    Crawls(work).crawl(*lists, reports=3)
    done = archive("portals", "check", "pingtan", home=home)
    assert done.returncode == 0, done.stdout
    assert "last crawl  2026-03-01 04:00 finished: 3 pages, 3 of them reports" in done.stdout
    assert "lists       trs: 2 · plain: 1" in done.stdout
    assert "reports     3 (2020–2022), last seen 2026-03-01" in done.stdout
    assert "not yet verified against the live site" in done.stdout


def test_the_mechanisms_are_those_of_the_last_crawl(work: Session) -> None:
    crawls = Crawls(work)
    crawls.crawl(("/a/", "archived", "list: trs"))
    crawls.crawl(("/b/", "archived", "list: jcms"))
    assert look_at_portals(work)[DOMAIN].mechanisms == (("jcms", 1),)


def test_reports_that_fell_to_zero_are_an_alarm(home: Home, work: Session) -> None:
    crawls = Crawls(work)
    crawls.crawl(("/", "archived", "page"), reports=2)
    crawls.crawl(("/", "archived", "page"))
    done = archive("portals", "check", "pingtan", home=home)
    assert done.returncode == 8
    assert "ALARM had 2 reports, and the crawl of 2026-03-02 04:00 gave none" in done.stdout


def test_a_crawl_that_was_stopped_neither_raises_nor_clears_the_alarm(work: Session) -> None:
    crawls = Crawls(work)
    crawls.crawl(("/", "archived", "page"), reports=2)
    crawls.crawl(outcome="shutdown")
    assert not look_at_portals(work)[DOMAIN].alarms
    crawls.crawl(("/", "archived", "page"))
    crawls.crawl(outcome="shutdown")
    assert look_at_portals(work)[DOMAIN].alarms


def test_the_first_crawl_that_finds_nothing_is_no_alarm_but_needs_a_person(work: Session, folder: Path) -> None:
    Crawls(work).crawl(("/", "archived", "page"))
    assert findings(work, folder) == [("person", "no report was ever found; is there a column of annual reports?")]


@pytest.mark.parametrize(
    ("state", "reason", "anchor", "needs"),
    [
        ("blocked", "needs-browser: angular", "年报", True),
        ("blocked", "login 401", None, True),
        ("quarantined", "killed: memory", None, True),
        ("failed", "http 500", "政务要闻", False),
        ("failed", "http 500", TITLE, True),
        ("gone", "http 404", TITLE, False),
        ("refused", "robots", TITLE, False),
    ],
)
def test_what_does_not_mend_itself_needs_a_person(
    work: Session, folder: Path, state: State, reason: str, anchor: str | None, needs: bool
) -> None:
    Crawls(work).crawl(("/x", state, reason), ("/y", "archived", "page"), reports=1, anchor=anchor)
    told = [("person", f"{state}: http://{DOMAIN}/x ({reason})")] if needs else []
    assert findings(work, folder) == told
    troubled = state in ledger.TROUBLED
    assert look_at_portals(work)[DOMAIN].trouble == (((state, reason.partition(":")[0], 1),) if troubled else ())


def test_a_portal_with_many_addresses_in_trouble_names_a_few_and_counts_the_rest(work: Session, folder: Path) -> None:
    pages = [(f"/{number:03}", "blocked", "login 401") for number in range(50)]
    Crawls(work).crawl(("/", "archived", "page"), *pages, reports=1)  # type: ignore[arg-type]
    told = findings(work, folder)
    assert len(told) == 11
    assert told[-1] == ("person", "… and 40 more addresses that need a person")


@pytest.mark.parametrize(
    ("outcome", "days", "level", "said"),
    [
        (None, 0, "note", "runs, or was killed"),
        (None, 2, "person", "was killed; crawl it again"),
        ("shutdown", 0, "note", "stopped by a signal"),
        ("storage", 0, "person", "stopped early: storage"),
        ("finished", 0, "person", "got no page of http://pingtan.gov.cn/"),
    ],
)
def test_how_the_last_crawl_ended_is_told(
    work: Session, folder: Path, outcome: str | None, days: int, level: str, said: str
) -> None:
    Crawls(work).crawl(("/", "failed", "network: TimeoutError"), reports=1, outcome=outcome)
    ((told, message),) = findings(work, folder, NOON + timedelta(days=days))
    assert told == level and said in message


def test_what_the_crawls_of_a_paused_portal_say_needs_nobody(work: Session, folder: Path) -> None:
    crawls = Crawls(work)
    crawls.crawl(("/", "archived", "page"), reports=1)
    crawls.crawl(("/", "blocked", "challenge 412"))
    assert {level for level, _ in findings(work, folder)} == {"alarm", "person"}
    pauses.pause(work, DOMAIN, now=NOON, why=None)
    assert {level for level, _ in findings(work, folder)} == {"note"}


def test_two_files_of_one_portal_are_told_at_the_second(work: Session, folder: Path) -> None:
    (folder / "a.toml").write_text('url = "https://www.x.example/"')
    (folder / "b.toml").write_text('url = "http://m.x.example/nianbao/"')
    entries = read_register(look_at_portals(work), folder)
    judged = {entry.name: judge_portal(entry, NOON) for entry in entries}
    assert exit_code(judged["a"]) == 0 and exit_code(judged["b"]) == 1
    assert judged["b"][0].message == "b.toml: url is of the same portal as a.toml"


def test_every_fault_of_a_file_is_told_at_once_and_check_exits_with_1(small: Home, folder: Path) -> None:
    (folder / "wrong.toml").write_text('url = "x"\nhosts = ["http://y.example/"]\nverified = 2026-01-31T10:00:00')
    done = run(small, "check", "wrong")
    assert done.exit_code == 1
    for key in ("url", "hosts", "verified"):
        assert f"NEEDS A PERSON {folder}/wrong.toml: {key}" in done.stdout


def test_all_portals_that_come_with_the_project_pass_the_check_before_the_first_crawl(small: Home) -> None:
    told = json_lines(done := archive("portals", "check", "--json", home=small))
    assert done.returncode == 0
    assert {one["name"] for one in told} == set(portals.names())
    assert {finding["level"] for one in told for finding in one["findings"]} == {"note"}


@pytest.mark.parametrize("name", ["pingtan", "pingtan.gov.cn", "www.pingtan.gov.cn", "https://m.pingtan.gov.cn/a"])
def test_a_portal_is_meant_by_its_name_its_host_or_an_address(small: Home, name: str) -> None:
    (told,) = json_lines(archive("portals", "check", name, "--json", home=small))
    assert told["name"] == "pingtan"


def test_an_unknown_name_is_wrong_usage(small: Home) -> None:
    for asked in ("check", "pause", "resume"):
        done = archive("portals", asked, "nowhere", home=small)
        assert done.returncode == 2 and "no portal is named 'nowhere'" in done.stderr


# ---- pause and resume


def test_a_paused_portal_is_shown_and_refused_until_it_is_resumed(home: Home) -> None:
    done = archive("portals", "pause", "pingtan", "--why", "moves to\nanother system", home=home)
    assert done.returncode == 0 and "paused since" in done.stdout
    (told,) = [one for one in json_lines(archive("portals", "--json", home=home)) if one["paused"]]
    assert (told["name"], told["paused"]["why"]) == ("pingtan", "moves to another system")
    engine = open_database(home)
    with session(engine) as work:
        since = pauses.paused(work, DOMAIN)
        assert since is not None and f"{since.since:%Y-%m-%d %H:%M}" in done.stdout
        with pytest.raises(UsageError) as refused:
            pauses.refuse_paused(work, DOMAIN, "pingtan")
    line = f"pingtan is paused since {since.since:%Y-%m-%d %H:%M} UTC: moves to another system. "
    assert str(refused.value) == line + "To crawl it again: archive portals resume pingtan"
    assert archive("portals", "resume", "pingtan", home=home).stdout == "pingtan: resumed\n"
    assert archive("portals", "resume", "pingtan", home=home).stdout == "pingtan: was not paused\n"
    with session(engine) as work:
        pauses.refuse_paused(work, DOMAIN, "pingtan")
    engine.dispose()


def test_pausing_again_keeps_since_when_and_takes_a_new_reason(work: Session) -> None:
    pauses.pause(work, "x.example", now=NOON, why="first")
    again = pauses.pause(work, "x.example", now=NOON + timedelta(days=1), why=None)
    assert again == pauses.Pause(NOON, "first")
    assert pauses.pause(work, "x.example", now=NOON, why="second\0").why == "second\ufffd"
    pauses.resume(work, "x.example")
    assert pauses.pause(work, "x.example", now=NOON + timedelta(days=2), why=None).why is None


def test_a_portal_never_seen_is_paused_by_its_address_with_all_its_twins(small: Home) -> None:
    assert archive("portals", "pause", "http://www.x.example/nianbao/", home=small).returncode == 0
    (told,) = json_lines(archive("portals", "check", "m.x.example", "--json", home=small))
    assert told["domain"] == "x.example" and told["paused"]["why"] is None


def test_a_portal_whose_file_is_wrong_is_not_paused_but_told(small: Home, folder: Path) -> None:
    (folder / "wrong.toml").write_text("title = 'x'")
    done = run(small, "pause", "wrong")
    assert done.exit_code == 2 and "wrong.toml: url is missing" in done.stderr


def test_the_table_of_paused_portals_can_be_taken_back(home: Home) -> None:
    engine = make_engine(home)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    for move, revision, there in ((command.downgrade, "0001", False), (command.upgrade, "head", True)):
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            move(config, revision)
        assert inspect(engine).has_table("portal") is there
    engine.dispose()


def test_commands_of_the_crawler_are_commands_of_archive_and_the_archive_does_not_wait_for_them() -> None:
    script = "import sys, archive.cli; print([name for name in sys.modules if name.startswith('crawler')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert "  portals " in archive("--help").stdout
