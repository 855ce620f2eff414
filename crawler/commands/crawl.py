"""`scrapy crawl reports`: checks first what can be checked, crawls, ends with a summary and an exit code that tells
the truth."""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from archive import errors
from archive.database import explained_errors, open_database
from archive.errors import ArchiveError, UnreachableError, UsageError
from archive.export.dump import check_target, export
from archive.home import HOME_SETTINGS, Home, find_home, refuse_typed, shorten
from archive.ledger import OPEN
from archive.migrate import create_database
from crawler import due, guard, logs
from crawler.operate import read_entries
from crawler.portals import Portal
from crawler.run import ALL, REPORTS, SOFTWARE, Run, begin, hold_file
from crawler.spiders.reports import ReportsSpider, read_arguments
from crawler.summary import print_summary

TOLD = (
    "USER_AGENT",
    "ROBOTSTXT_OBEY",
    "DOWNLOAD_DELAY",
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "DOWNLOAD_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "ATTACHMENT_MAXSIZE",
    "RETRY_ENABLED",
    "RETRY_TIMES",
    "PORTAL_BUDGET",
    "PORTAL_DEPTH",
    "FULL_SWEEP_DAYS",
    "READING_SECONDS",
    "CAPTURE",
    "GUARD_ALLOW",
)
"""Settings that the crawl's record keeps, as they are in effect: named one by one, so that no secret is among them."""

NUMBERS = ("PORTAL_DEPTH", "PORTAL_BUDGET", "FULL_SWEEP_DAYS", "READING_SECONDS")

AT_ONCE = "2"

ANONYMOUS = (
    "a public host is not crawled anonymously: set CONTACT to your mail address or page, as in CONTACT=you@example.org"
)

LOOPBACK_DELAY = 0.01
"""Seconds between two requests to a portal on this machine, which nobody shares."""


class Command(ScrapyCrawl):
    def short_desc(self) -> str:
        return "Crawl for annual reports: scrapy crawl reports -a url=https://… or -a portal=NAME or -a due=1"

    def long_desc(self) -> str:
        return """Crawl for annual reports: scrapy crawl reports with
  -a url=URL      a portal by its home page or any column
  -a portal=NAME  one of crawler/portals/
  -a due=1        every portal whose turn has come, --portals-at-once of them
and, where wanted, -a since=YEAR: no reports of years before; -a full=1: ask for everything, also what is settled."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--init", action="store_true", help="first do what archive init does")
        parser.add_argument("--log-json", action="store_true", help="log a JSON object a line")
        parser.add_argument(
            "--portals-at-once",
            metavar="N",
            default=None,
            help=f"with -a due=1: portals crawled at the same time, each in a process of its own (default: {AT_ONCE})",
        )
        parser.add_argument(
            "--dump",
            metavar="DIR",
            nargs="?",
            const="",
            help="afterwards, export the whole archive to DIR (default: dump/ in ARCHIVE_HOME)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it
        if opts.log_json:
            self.settings.set("LOG_JSON", True, priority="cmdline")
        # Before Scrapy's process is made, whose first lines are log lines already.
        self._formatter = logs.install(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self.exitcode = self._crawl(args, opts)
        except ArchiveError as error:
            logs.say(str(error))
            self.exitcode = error.exit_code

    def _crawl(self, args: list[str], opts: argparse.Namespace) -> int:
        if args != [ReportsSpider.name]:
            raise UsageError("there is one spider: scrapy crawl reports -a url=https://www.example.gov.cn/")
        assert self.settings is not None and self.crawler_process is not None  # noqa: S101 - Scrapy sets both
        if self.settings.getpriority("ARCHIVE_DATABASE") == SETTINGS_PRIORITIES["cmdline"]:
            refuse_typed(self.settings.get("ARCHIVE_DATABASE") or "")
        home = find_home({key: self.settings.get(key) for key in HOME_SETTINGS})
        if opts.spargs.get("due", "0") != "0":
            return self._crawl_due(home, opts)
        if opts.portals_at_once:
            raise UsageError("--portals-at-once goes with -a due=1")
        portal, since, full = read_arguments(opts.spargs)
        dump = None if opts.dump is None else check_target(Path(opts.dump or home.folder / "dump"))
        if opts.init:
            print(f"{shorten(home.database_name)}: {create_database(home)}")
        open_database(home).dispose()
        prepare(self.settings, portal)
        sweep = timedelta(days=self.settings.getint("FULL_SWEEP_DAYS"))
        told = {key: self.settings.get(key) for key in TOLD} | {"since": since}
        current = begin(home, portal, told, full=full, sweep=sweep, since=since)
        if isinstance(self._formatter, logs.JsonLines):
            self._formatter.crawl, self._formatter.portal = current.crawl_id, portal.domain
        if current.is_resumed:
            known, waiting = current.counts["discovered"], current.waiting()
            print(f"{portal.name}: goes on where it was stopped; {waiting} of {known} addresses wait", flush=True)
        crawler = self.crawler_process.create_crawler(ReportsSpider.name)
        self.crawler_process.crawl(crawler, current=current, since=since)
        self.crawler_process.start()
        if not isinstance(crawler.spider, ReportsSpider) or crawler.stats is None:
            return errors.PROBLEMS
        return conclude(crawler.spider, str(crawler.stats.get_value("finish_reason")), dump)

    def _crawl_due(self, home: Home, opts: argparse.Namespace) -> int:
        """Everything is checked here that would go wrong with every portal."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it
        check_settings(self.settings)
        at_once = due.read_at_once(opts.portals_at_once or AT_ONCE)
        passed = due.check_arguments(opts.spargs)
        dump = None if opts.dump is None else check_target(Path(opts.dump or home.folder / "dump"))
        if opts.init:
            print(f"{shorten(home.database_name)}: {create_database(home)}")
        entries = read_entries(home)
        faults = [fault for entry in entries for fault in entry.faults]
        for fault in faults:
            logs.say(fault)
        now = datetime.now(UTC)
        turns = due.list_turns(entries, now)
        if not (self.settings.get("CONTACT") or "").strip() and any(guard.may_be_public(turn.url) for turn in turns):
            raise UsageError(ANONYMOUS)
        with hold_file(home, "due", "another run crawls what is due"):
            command = [sys.executable, "-m", "scrapy", "crawl", ReportsSpider.name, *_pass_on(opts, passed)]
            code = due.crawl_due(turns, due.Crawls(command, is_plain=not opts.log_json), at_once, now)
        if faults and code == errors.DONE:
            code = errors.PROBLEMS
        if dump and code not in due.HOPELESS:
            print(f"Dump      {shorten(str(export(home, dump).folder))}")
        return code


def _pass_on(opts: argparse.Namespace, arguments: Iterable[str]) -> list[str]:
    """What was said to this command and is meant for each portal's."""
    told = [*chain(("-s", one) for one in opts.set), *(("-a", one) for one in arguments)]
    options = (("--loglevel", opts.loglevel), ("--logfile", opts.logfile))
    flags = (("--log-json", opts.log_json), ("--nolog", opts.nolog))
    told += [(name, value) for name, value in options if value]
    return [*chain.from_iterable(told), *(name for name, is_set in flags if is_set)]


def check_settings(settings: BaseSettings) -> None:
    for name in NUMBERS:
        if not str(settings.get(name)).isdigit():
            raise UsageError(f"{name} has to be a number, not {settings.get(name)!r}")
    if settings.get("CAPTURE") not in (ALL, REPORTS):
        raise UsageError(f"CAPTURE has to be {ALL} or {REPORTS}, not {settings.get('CAPTURE')!r}")


def prepare(settings: BaseSettings, portal: Portal) -> None:
    """Settings that depend on the portal; `-s` on the command line outranks them. Raises UsageError where nobody
    signs for the crawl."""
    check_settings(settings)
    allowed = guard.parse_networks(settings.get("GUARD_ALLOW") or "")
    addresses = guard.resolve(urlsplit(portal.url).hostname or "")
    contact = (settings.get("CONTACT") or "").strip()
    if not contact and any(address.is_global for address in addresses):
        raise UsageError(ANONYMOUS)
    if reason := guard.refusal(addresses, allowed):
        raise UsageError(f"{portal.url} is {reason}; set GUARD_ALLOW={addresses[0]} if it may be crawled")
    if not addresses:
        raise UnreachableError(f"{portal.url}: the host's name does not resolve. Check the address, or try again later")
    settings.set("USER_AGENT", f"{SOFTWARE} (+{contact})" if contact else SOFTWARE, priority="spider")
    if all(address.is_loopback for address in addresses):
        settings.set("DOWNLOAD_DELAY", LOOPBACK_DELAY, priority="spider")


def conclude(spider: ReportsSpider, outcome: str, dump: Path | None) -> int:
    """Close the crawl record, export, print the summary. The exit code by the table of `archive.errors`; what could not
    be kept or exported is raised after the summary."""
    run, error = spider.run, spider.error
    exported = None
    with explained_errors(run.home):
        run.finish(outcome)
        try:
            exported = export(run.home, dump) if dump and not error else None
        except ArchiveError as failed:
            error = failed
        print_summary(run, outcome, exported)
        if error:
            raise error
        return errors.STOPPED if outcome == "shutdown" else judge(run, finished=outcome == "finished")


def judge(run: Run, *, finished: bool) -> int:
    """What the ledger says of a crawl that no signal stopped."""
    states = run.states()
    still_open = finished and any(states.get(state) for state in OPEN)
    if not run.balanced() or still_open:
        logs.say("the ledger does not balance; see the summary. Please report this")
        return errors.PROBLEMS
    if not run.gave_pages():
        state, reason = run.why(run.portal.url)
        hint = "Crawl that address instead" if state == "archived" else "Check the address, or try again later"
        raise UnreachableError(f"{run.portal.url} gave no page: {state}, {reason}. {hint}")
    if left := run.left_alone():
        logs.say(f"{left} addresses were not asked for: their hosts were down or busy. Crawl the portal again later")
    if alarms := run.alarms():
        for alarm in alarms:
            logs.say(f"ALARM: {run.portal.name} {alarm}")
        return errors.ALARM
    return errors.DONE if finished and not left else errors.PROBLEMS
