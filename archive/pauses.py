"""Portals that persons have paused: since when, why, and back again. Kept by domain, so that a portal without a file
can be paused too."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.errors import UsageError
from archive.models import PortalDecision
from archive.upsert import storable


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when a portal is not to be crawled, and why, where anybody said."""

    since: datetime
    why: str | None


def paused(session: Session, domain: str) -> Pause | None:
    """The pause of a portal, by its domain; None where it may be crawled."""
    return list_pauses(session).get(domain)


def list_pauses(session: Session) -> dict[str, Pause]:
    """Domain → pause, of all portals that are paused."""
    rows = session.scalars(select(PortalDecision).where(PortalDecision.paused_since.is_not(None)))
    return {row.domain: Pause(row.paused_since, row.why) for row in rows if row.paused_since}


def refuse_paused(session: Session, domain: str, name: str) -> None:
    """UsageError where the portal is paused: when, why and how to resume it. `name` is what the user calls it."""
    if found := paused(session, domain):
        why = f": {found.why}" if found.why else ""
        raise UsageError(
            f"{name} is paused since {found.since:%Y-%m-%d %H:%M} UTC{why}. "
            f"To crawl it again: archive portals resume {name}"
        )


def pause(session: Session, domain: str, *, now: datetime, why: str | None) -> Pause:
    """Pause a portal. One that is paused already stays so since then, with the new reason where one is given."""
    row = session.get(PortalDecision, domain)
    if row is None:
        row = PortalDecision(domain=domain)
        session.add(row)
    row.paused_since = row.paused_since or now
    row.why = storable(" ".join(why.split())) if why else row.why
    session.flush()
    return Pause(row.paused_since, row.why)


def set_pause(session: Session, domain: str, found: Pause | None) -> None:
    """As a record of it says."""
    row = session.merge(PortalDecision(domain=domain))
    row.paused_since, row.why = (found.since, found.why) if found else (None, None)
    session.flush()


def resume(session: Session, domain: str) -> bool:
    """Whether the portal was paused; it no longer is."""
    row = session.get(PortalDecision, domain)
    if row is None or row.paused_since is None:
        return False
    row.paused_since, row.why = None, None
    session.flush()
    return True
