"""No password, no row of the database and no text of a report is in what commands say and log; nothing that a page says
moves a terminal or looks like a line of its own."""

import json
import logging
import re
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from archive.cli import main
from archive.cli.shared import print_json
from archive.errors import UsageError
from archive.home import Home, find_home
from archive.logs import Discreet, escape_controls, find_secrets
from archive.models import Report
from archive.sandboxed import explain
from tests.commands import ROOT, archive, crawl, environment
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_crawl import REPORT, SENTENCE, TITLE, html, link

SECRET = "Zq7xSecret"  # noqa: S105 - it opens nothing
NOWHERE = "127.0.0.1:1/x"

COMMANDS = (
    "init", "status --json", "metrics", "why http://x/", "retry --all", "verify", "show abc", "export d", "checks",
    "coverage", "correct abc --list", "case abc", "rebuild", "reparse", "backup b", "restore b", "cdxj", "portals",
    "portals check", "portals pause x",
)  # fmt: skip

WRONG = (
    f"postgresql://u:my@{SECRET}@h/x",
    f"postgresql://u:{SECRET}@h:port/x",
    f"postgresql://u:{SECRET}@127.0.0.1:99999/x",
    f"postgresql+none://u:{SECRET}@h/x",
    f"postgresql://u:{SECRET}@{NOWHERE}?passwort={SECRET}",
    f"postgresql://u@{NOWHERE}?sslpassword={SECRET}",
    f"mysql://u:{SECRET}@h/x",
    f"postgresql:/u:{SECRET}@h/x",
    f"u:{SECRET}@h/x",
)


def run(*args: str, **env: str) -> tuple[int, str]:
    """An `archive` command in this process."""
    done = CliRunner().invoke(main, args, env={"ARCHIVE_DATABASE": None, "ARCHIVE_HOME": None, **env})
    told = "".join(traceback.format_exception(done.exception)) if done.exc_info and done.exit_code == 1 else ""
    return done.exit_code, done.output + told


# ---- passwords


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_tells_the_password_of_a_database_that_it_does_not_reach(command: str, tmp_path: Path) -> None:
    address = f"postgresql://u:{SECRET}@{NOWHERE}"
    env = {"ARCHIVE_DATABASE": address, "ARCHIVE_HOME": str(tmp_path), "PGPASSWORD": f"Pg{SECRET}"}
    code, told = run(*command.split(), **env)
    assert code in (2, 3, 5) and SECRET not in told


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_address_is_told_without_its_password_and_refused_where_it_is_typed(
    address: str, tmp_path: Path
) -> None:
    code, told = run("init", ARCHIVE_DATABASE=address, ARCHIVE_HOME=str(tmp_path))
    assert code in (2, 3) and SECRET not in told
    assert SECRET not in Discreet(None, find_secrets(address)).hide(f"it is {address!r}")
    code, told = run("--home", str(tmp_path), "--database", address, "init")
    assert code == 2 and "PGPASSFILE" in told and SECRET not in told


def test_a_password_that_is_typed_into_a_command_is_refused_and_an_address_without_one_is_not(small: Home) -> None:
    url = f"postgresql://u:{SECRET}@{NOWHERE}"
    typed = crawl("-a", "due=1", "-s", f"ARCHIVE_DATABASE={url}", home=small)
    assert typed.returncode == 2 and "PGPASSFILE" in typed.stderr and SECRET not in typed.stdout + typed.stderr
    plain = small.database.render_as_string()
    further = ("-a", "url=http://127.0.0.1:1/", "-s", "PORTAL_BUDGET=x")
    assert "PORTAL_BUDGET" in crawl(*further, "-s", f"ARCHIVE_DATABASE={plain}", home=small).stderr
    assert run("--home", str(small.folder), "--database", plain, "status")[0] == 0
    assert run("--database", f"postgresql://u@{NOWHERE}", "status")[0] == 3


def test_a_password_where_no_address_belongs_is_not_repeated(small: Home) -> None:
    for args in (["status", WRONG[0]], [WRONG[0]], ["checks", "--year", WRONG[0]]):
        code, told = run(*args, ARCHIVE_HOME=str(small.folder))
        assert code == 2 and SECRET not in told and "postgresql://u:***@h/x" in told


def test_a_password_in_the_query_is_in_no_repr(tmp_path: Path) -> None:
    home = find_home({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_DATABASE": f"postgresql://u@h/x?password={SECRET}&a=b"})
    assert home.database.password == SECRET and SECRET not in repr(home)
    with pytest.raises(UsageError, match="pg_service"):
        find_home({"ARCHIVE_DATABASE": f"postgresql://u@h/x?sslpassword={SECRET}"})


def test_warnings_and_what_nothing_caught_are_told_without_secrets() -> None:
    script = """if True:
        import logging
        from archive.cli import main
        from archive import cli
        def fail(context):
            logging.getLogger("x").warning("to %s\\x1b[2J", "postgresql://u:Zq7xSecret@h/x")
            raise KeyError("Zq7xSecret")
        cli.running.status.invoke = fail
        main(["status"])
    """
    env = environment(ARCHIVE_DATABASE=f"postgresql://u:{SECRET}@{NOWHERE}")
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr.startswith("to postgresql://u:***@h/x\\u001b[2J\nTraceback")
    assert done.stderr.endswith("KeyError: '***'\n")


# ---- rows and texts


def test_a_row_that_is_refused_is_in_no_error(work: Session, caplog: pytest.LogCaptureFixture) -> None:
    said = "机密正文"
    is_sqlite = work.get_bind().dialect.name == "sqlite"
    refused = {"insert into lease (portal) values (:said)": IntegrityError}
    if not is_sqlite:
        refused |= {"select cast(:said as json)": DataError, "select cast(:said as integer)": DataError}
    for statement, kind in refused.items():
        with pytest.raises(kind) as raised:
            work.execute(text(statement), {"said": said})
        work.rollback()
        logging.getLogger("x").error("of %s", raised.value, exc_info=raised.value)
    with pytest.raises(IntegrityError) as raised:
        work.add(Report(id=said))
        work.flush()
    logging.getLogger("x").error("of %s", raised.value, exc_info=raised.value)
    assert "lease" in caplog.text and "IntegrityError" in caplog.text
    assert said not in caplog.text


def test_why_a_reader_failed_quotes_nothing_of_the_page() -> None:
    told = []
    for task in (lambda: int("0510-81234567"), lambda: {}["张三"], lambda: "中".encode("ascii"), lambda: None.x):  # type: ignore[attr-defined]
        with pytest.raises((ValueError, KeyError, AttributeError)) as raised:
            task()
        told.append(explain(raised.value))
    assert told[0].startswith("ValueError: invalid literal for int() with base 10: … (test_secrets.py:")
    assert not re.search("0510|张三|中", "".join(told))


# ---- lines


def test_a_crawl_logs_no_text_of_a_report_and_nothing_for_a_terminal_to_obey(small: Home) -> None:
    anchor = f"{TITLE}\x1b[31m\u2028\x9b2J"
    moved = Page(b"", "text/html", 302, {"Location": "/r.html?\x1b[2J"})
    pages = {"/": html(link("/r.html", anchor), link("/m", "政府信息公开年报")), "/m": moved}
    with serve(Site({**pages, "/r.html": Page(REPORT, "text/html")}, build().truth)) as served:
        done = crawl("-a", f"url={served.url}", "-L", "DEBUG", home=small)
        told = archive("why", f"{served.url}r.html", home=small).stdout
    assert done.returncode == 0, done.stderr
    assert "Scraped from" in done.stderr and SENTENCE not in done.stderr
    assert TITLE in told
    assert escape_controls(said := done.stdout + done.stderr + told) == said
    records = r"20\d\d-\d\d-\d\d [\d:]{8} \[|    |\d+ pages · "
    assert [line for line in done.stderr.splitlines() if not re.match(records, line)] == []


def test_lines_of_a_record_but_the_first_are_indented_and_what_a_terminal_obeys_is_spelled() -> None:
    record = logging.makeLogRecord({"msg": "a\x1b[2J\r\n2026-01-01 00:00:00 [x] INFO: forged\x85\u202e\t年"})
    assert Discreet(None, ()).format(record) == (
        "a\\u001b[2J\\u000d\n    2026-01-01 00:00:00 [x] INFO: forged\\u0085\\u202e\t年"
    )


def test_json_for_a_terminal_means_what_it_meant(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"title": "a\x9b2J\u2028\u202e\x1b\udc80年"}
    print_json(value)
    line = capsys.readouterr().out
    assert json.loads(line) == value and line == escape_controls(line.rstrip()) + "\n"


def test_a_table_and_an_error_spell_what_a_terminal_obeys(small: Home) -> None:
    code, told = run("--home", str(small.folder), "why", "http://x.example/\x1b[2J\x9b")
    assert code == 2 and "\x1b" not in told and "\x9b" not in told
