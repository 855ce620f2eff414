"""What a run knows of its portal while it looks for reports: which addresses it met, what is still worth a request, and
which lists go on. Knows nothing of requests and answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archive.address import url_key
from archive.ledger import Discovery
from crawler import scent
from crawler.listing import Ask, Link
from crawler.look import Look
from crawler.paging import PATIENCE_ELSEWHERE, PATIENCE_IN_COLUMN, PATIENCE_UNSEEN, Paging, join_asks
from crawler.patience import Patience
from crawler.portals import Portal
from crawler.scent import Scent
from crawler.seen import Seen
from crawler.way import GUESSED, REDIRECT, Way, is_click


@dataclass(frozen=True, slots=True)
class Limits:
    """`depth` in clicks, `budget` in pages besides reports and files, `address` in characters."""

    depth: int
    budget: int
    address: int


class Lead(NamedTuple):
    """Something met: its row in the ledger, the way there, and the form to be posted where there is one."""

    discovery: Discovery
    way: Way
    ask: Ask | None = None

    @property
    def is_open(self) -> bool:
        return self.discovery.state == "queued"


@dataclass(slots=True)
class Explorer:
    portal: Portal
    limits: Limits
    spent: int = 0
    seen: Seen = field(default_factory=Seen)
    patience: Patience = field(default_factory=Patience)
    _pages: dict[str, str] = field(default_factory=dict)  # fingerprint → address
    _texts: set[str] = field(default_factory=set)  # hashes of the reports read

    # ---- meeting

    def meet(self, link: Link, smell: Scent, way: Way, source: str) -> Lead | None:
        """What is to become of a link; None where its address was met before and nothing new is promised of it."""
        smell = self._limit(link.url, smell, way)
        moved_from = source if smell.reason in (scent.PART, REDIRECT) else None
        meeting, first = self.seen.meet(link.url, smell.score, moved_from=moved_from)
        if meeting == "known":
            return None
        if meeting == "twin":
            smell = Scent("refuse", scent.NONE, f"twin: of {first}")
        url = first if meeting == "stronger" else url_key(link.url)
        found = Discovery(url, link.url if url == url_key(link.url) else url, source, link.text or None)
        if smell.aim == "refuse":
            found = replace(found, state="refused", reason=smell.reason)
        return Lead(found, way.onward(smell, link.url))

    def meet_next(self, paging: Paging | None, way: Way, source: str) -> list[Lead]:
        """The next page of a list that was not met before; and what the list names that may not be asked for."""
        leads: list[Lead] = []
        further = Scent("list", scent.FURTHER if way.in_column else scent.ELSEWHERE_FURTHER, "further page")
        while paging and (ask := paging.next()):
            lead = self.meet(Link(ask.url, ""), further, way, source)
            if lead and lead.is_open:
                return [*leads, Lead(lead.discovery, way.onward(further, ask.url, paging), ask)]
            if lead:
                leads.append(lead)
        return leads

    def _limit(self, address: str, smell: Scent, way: Way) -> Scent:
        if smell.aim == "refuse":
            return smell
        anywhere = smell.aim == "file" or (smell.aim == "report" and scent.is_file(address))
        limits = (
            (not anywhere and not self.portal.holds(address), "off_portal"),
            (len(address) > self.limits.address, "url_too_long"),
            (is_click(smell) and way.clicks >= self.limits.depth, "depth: PORTAL_DEPTH is reached"),
        )
        return next((Scent("refuse", scent.NONE, reason) for reached, reason in limits if reached), smell)

    # ---- lists and mirrors

    def page_on(self, page: Look, way: Way) -> list[Paging]:
        """The lists of a page that go on: the one it is a page of, or those that begin here and lead to reports."""
        links = [link.url for link, _ in page.links]
        reports = [link.url for link, smell in page.links if smell.aim == "report"]
        if way.paging:
            way.paging.see(page.url, links, page.asks, reports=reports)
            return [way.paging]
        known = way.in_column or reports or way.scent.reason == GUESSED
        if not (known or page.hides_rows):
            return []
        elsewhere = PATIENCE_ELSEWHERE if known else PATIENCE_UNSEEN
        lists = []
        for asks in join_asks(page.listings.values()):
            lists.append(Paging(page.base, PATIENCE_IN_COLUMN if way.in_column else elsewhere))
            lists[-1].see(page.url, links, asks, reports=reports)
        return lists

    def mirror_of(self, page: Look) -> str | None:
        """The address at which this very page was seen before."""
        first = self._pages.setdefault(page.fingerprint, page.url) if page.fingerprint else page.url
        return first if first != page.url else None

    # ---- what is worth a request

    def take(self, key: str, url: str, way: Way) -> tuple[bool, str | None]:
        """Asked when a request's turn has come: whether it is made, and else the ledger's reason; none where another
        request for the same URL is made instead."""
        if other := self.seen.overtaken_by(key, way.scent.score):
            return False, None if other == key else f"twin: of {other}"
        if reason := self._refuse(url, way):
            self.seen.give_up(key)
            return False, reason
        if way.scent.aim in ("page", "list"):
            self.spent += 1
        self.patience.spend(way.scent.score, url)
        self.seen.ask(key)
        return True, None

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
        if new or (scores & {scent.REPORT, scent.COLUMN} and way.scent.aim == "page"):
            self.patience.reward(way.trail)
