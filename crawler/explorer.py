"""What a run knows of its portal while it looks for reports: which addresses it met, what is still worth a request, and
which lists go on. Knows nothing of requests and answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from archive.address import url_key
from archive.ledger import Discovery, Met
from archive.report.title import find_years
from crawler import scent
from crawler.listing import Ask, Link
from crawler.look import Look
from crawler.paging import PATIENCE_ELSEWHERE, PATIENCE_IN_COLUMN, PATIENCE_UNSEEN, Paging, join_asks
from crawler.patience import Patience
from crawler.portals import Portal
from crawler.scent import Scent
from crawler.seen import Seen
from crawler.way import GUESSED, REDIRECT, Way, is_click

SINCE = "since"
"""How the ledger's reason of a report of a year that is not wanted begins."""

TWIN = "twin: of "
"""How the ledger's reason of another spelling of an address begins."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`depth` in clicks, `budget` in pages besides reports and files, `address` in characters; reports whose titles
    name only years before `since` are not asked for."""

    depth: int
    budget: int
    address: int
    since: int = 0


class Lead(NamedTuple):
    """Something met: its row in the ledger, the way there, and the form to be posted where there is one."""

    discovery: Discovery
    way: Way
    ask: Ask | None = None

    @property
    def is_open(self) -> bool:
        return self.discovery.state == "queued"

    @property
    def row(self) -> Discovery:
        """What the ledger keeps of it: where it is to be fetched, all that the request needs."""
        if not self.is_open:
            return self.discovery
        way = self.way.to_json() | ({"hidden": [list(field) for field in self.ask.hidden]} if self.ask else {})
        return replace(self.discovery, score=self.way.scent.score, priority=self.way.priority, way=way)


@dataclass(slots=True)
class Explorer:
    portal: Portal
    limits: Limits
    spent: int = 0
    seen: Seen = field(default_factory=Seen)
    patience: Patience = field(default_factory=Patience)
    lists: dict[int, Paging] = field(default_factory=dict)
    _pages: dict[str, str] = field(default_factory=dict)  # fingerprint → address
    _texts: set[str] = field(default_factory=set)  # hashes of the reports read
    _sampled: set[str] = field(default_factory=set)  # kinds of pages tried once more after patience ran out
    _changed: dict[tuple[str, str], Any] = field(default_factory=dict)

    # ---- going on where a run ended

    def take_changes(self) -> dict[tuple[str, str], Any]:
        """What has to be remembered of all that changed since it was asked last."""
        changed, self._changed = self._changed, {}
        told = {key: self.lists[value].to_json() if key[0] == "list" else value for key, value in changed.items()}
        return told | {("patience", kind): number for kind, number in self.patience.take_changes().items()}

    def recall(self, memories: Mapping[tuple[str, str], Any], urls: Iterable[Met]) -> None:
        """What an earlier run of this crawl remembered, and the crawl's URLs in the order they were met."""
        for (kind, key), value in memories.items():
            self._recall(kind, key, value)
        twins = []
        for row in urls:
            if (row.reason or "").startswith(TWIN):
                twins.append(row.url)
            else:
                had_turn = row.state != "queued" or bool(row.again)
                asked = had_turn and row.score > 0
                self.seen.recall(row.url, row.score, asked=asked, failed=row.state in ("gone", "failed", "blocked"))
        for url in twins:
            self.seen.recall_twin(url)

    def _recall(self, kind: str, key: str, value: Any) -> None:
        if kind == "patience":
            self.patience.recall(key, value)
        elif kind == "list":
            self.lists[int(key)] = Paging.from_json(value)
        elif kind == "page":
            self._pages[key] = value
        elif kind == "text":
            self._texts.add(key)
        elif kind == "sampled" and value:
            self._sampled.add(key)
        elif kind == "spent":
            self.spent = value

    # ---- meeting

    def meet(self, link: Link, smell: Scent, way: Way, source: str) -> Lead | None:
        """What is to become of a link; None where its address was met before and nothing new is promised of it."""
        smell = self._limit(link, smell, way)
        moved_from = source if smell.reason in (scent.PART, REDIRECT) else None
        meeting, first = self.seen.meet(link.url, smell.score, moved_from=moved_from)
        if meeting == "known":
            return None
        if meeting == "twin":
            smell = Scent("refuse", scent.NONE, f"{TWIN}{first}")
        url = first if meeting == "stronger" else url_key(link.url)
        found = Discovery(url, link.url if url == url_key(link.url) else url, source, link.text or None)
        if smell.aim == "refuse":
            found = replace(found, state="refused", reason=smell.reason)
        return Lead(found, way.onward(smell, link.url))

    def meet_next(self, paging: Paging | None, way: Way, source: str) -> list[Lead]:
        """The next page of a list that was not met before; and what the list names that may not be asked for."""
        leads: list[Lead] = []
        if paging:
            self._changed["list", str(paging.number)] = paging.number
        further = Scent("list", scent.FURTHER if way.in_column else scent.ELSEWHERE_FURTHER, "further page")
        while paging and (ask := paging.next()):
            lead = self.meet(Link(ask.url, ""), further, way, source)
            if lead and lead.is_open:
                return [*leads, Lead(lead.discovery, way.onward(further, ask.url, paging), ask)]
            if lead:
                leads.append(lead)
        return leads

    def _limit(self, link: Link, smell: Scent, way: Way) -> Scent:
        if smell.aim == "refuse":
            return smell
        address = link.url
        anywhere = smell.aim == "file" or (smell.aim == "report" and scent.is_file(address))
        limits = (
            (not anywhere and not self.portal.holds(address), "off_portal"),
            (len(address) > self.limits.address, "url_too_long"),
            (is_click(smell) and way.clicks >= self.limits.depth, "depth: PORTAL_DEPTH is reached"),
            (
                smell.aim == "report" and is_of_before(link.text, self.limits.since),
                f"{SINCE}: its title names no year from {self.limits.since} on",
            ),
        )
        return next((Scent("refuse", scent.NONE, reason) for reached, reason in limits if reached), smell)

    # ---- lists and mirrors

    def page_on(self, page: Look, way: Way) -> list[Paging]:
        """The lists of a page that go on: the one it is a page of, or those that begin here and lead to reports."""
        links = [link.url for link, _ in page.links]
        reports = [link.url for link, smell in page.links if smell.aim == "report"]
        if way.paging:
            self._changed["list", str(way.paging.number)] = way.paging.number
            way.paging.see(page.url, links, page.asks, reports=reports)
            return [way.paging]
        known = way.in_column or reports or way.scent.reason == GUESSED
        if not (known or page.hides_rows):
            return []
        elsewhere = PATIENCE_ELSEWHERE if known else PATIENCE_UNSEEN
        lists = []
        for asks in join_asks(page.listings.values()):
            lists.append(self._begin_list(page.base, PATIENCE_IN_COLUMN if way.in_column else elsewhere))
            lists[-1].see(page.url, links, asks, reports=reports)
        return lists

    def _begin_list(self, base: str, patience: int) -> Paging:
        number = len(self.lists)
        self.lists[number] = Paging(base, patience, number)
        self._changed["list", str(number)] = number
        return self.lists[number]

    def mirror_of(self, page: Look) -> str | None:
        """The address at which this very page was seen before."""
        if not page.fingerprint:
            return None
        first = self._pages.setdefault(page.fingerprint, page.url)
        self._changed["page", page.fingerprint] = first
        return first if first != page.url else None

    # ---- what is worth a request

    def take(self, key: str, url: str, way: Way) -> str | None:
        """Asked when the turn of an address has come: why it is not asked for after all, None where it is."""
        # What no page of this crawl has named is met here first.
        self.seen.meet(key, way.scent.score)
        self.seen.ask(key)
        if way.again or way.hops:
            return None
        if reason := self._refuse(url, way):
            self.seen.give_up(key)
            return reason
        if way.scent.aim in ("page", "list"):
            self.spent += 1
            self._changed["spent", ""] = self.spent
        self.patience.spend(way.scent.score, url)
        return None

    def _refuse(self, url: str, way: Way) -> str | None:
        if way.scent.aim in ("page", "list") and self.spent >= self.limits.budget:
            return "budget: PORTAL_BUDGET is spent"
        return None if way.sample or way.scent.aim == "file" else self.patience.refuses(way.scent.score, url)

    def weigh(self, leads: Iterable[Lead], way: Way, *, report: str | None) -> None:
        """Whether a page bore fruit: it is a report, known by the hash of its text, that this run has not met under
        another address (a session in the path, a mirror), or it leads to what nobody has named yet. A page that was to
        be a report and is none leads nowhere by naming others."""
        scores = {lead.way.scent.score for lead in leads if lead.is_open}
        new = report is not None and (report not in self._texts or scent.FILE in scores)
        if report:
            self._texts.add(report)
            self._changed["text", report] = 1
        if new or (scores & {scent.REPORT, scent.COLUMN} and way.scent.aim == "page"):
            self.patience.reward(way.trail)

    # ---- another try

    def is_patient_again(self, url: str, way: Way) -> bool:
        """Whether something like it has borne fruit since it was given up."""
        return self.patience.refuses(way.scent.score, url) is None

    def may_sample(self, kind: str) -> bool:
        """Whether a kind of page is to be tried once more by a few; from now on it was."""
        if kind in self._sampled:
            return False
        self._sampled.add(kind)
        self._changed["sampled", kind] = 1
        return True

    def forget_sample(self, kind: str) -> None:
        self._sampled.discard(kind)
        self._changed["sampled", kind] = 0


def is_of_before(title: str, since: int) -> bool:
    """Whether a title names years, and all are before that one."""
    return max((year for year, _ in find_years(title)), default=since) < since
