"""A portal is crawled by one run at a time, on whatever machine: who holds it, until when, and under which number.

A run that lost its lease (its machine slept, its clock jumped) may still believe that it holds it. Every transaction
names the lease's number, which is another since, so what such a run writes is refused.
"""

import os
import socket
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from archive.errors import BusyError
from archive.models import Base, Lease

LASTS = timedelta(minutes=30)
"""Longer than any single answer takes to come, to be read and to be kept."""


def take_lease(session: Session, portal: str, *, now: datetime) -> int:
    """The number of the new lease. Raises BusyError where a run on another machine holds the portal. One on this
    machine would hold its lock file: what the lease says of it is of a run that was killed."""
    row = session.get(Lease, portal)
    if row is None:
        row = Lease(portal=portal, token=0)
        session.add(row)
    if row.until and row.until > now and not (row.holder or "").startswith(f"{socket.gethostname()} "):
        raise BusyError(f"{row.holder} crawls {portal}, or did and was killed: its lease ends {row.until:%H:%M:%S} UTC")
    row.token, row.holder, row.until = row.token + 1, f"{socket.gethostname()} {os.getpid()}", now + LASTS
    session.flush()
    return row.token


def renew_lease(session: Session, portal: str, token: int, *, now: datetime) -> None:
    """Raises BusyError where another run has taken the portal since."""
    told = {"of": portal, "held": token, "ends": now + LASTS}
    if not session.connection().execute(_RENEW, told).rowcount:
        raise BusyError(f"another run has taken {portal}; this one may write no more")


def was_renewed(session: Session, portal: str, token: int, *, now: datetime) -> bool:
    """Whether the transaction that renewed it then was kept."""
    mine = select(Lease.until).where(Lease.portal == portal, Lease.token == token)
    # Waits for a transaction whose end the server is still writing.
    return session.scalar(mine.with_for_update()) == now + LASTS


_RENEW = (
    update(Base.metadata.tables[Lease.__tablename__])
    .where(Lease.portal == bindparam("of"), Lease.token == bindparam("held"))
    .values(until=bindparam("ends"))
)
"""Built once: every transaction of a crawl begins with it."""


def end_lease(session: Session, portal: str, token: int) -> None:
    session.execute(update(Lease).where(Lease.portal == portal, Lease.token == token).values(until=None))
