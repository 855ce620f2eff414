"""What has to be known of a host when a crawl begins again: until when it is left alone, and how slow it is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Host
from archive.upsert import storable, upsert


class HostState(NamedTuple):
    """As in the table's row."""

    next_at: datetime
    busy_until: datetime | None
    crawl_delay: float
    latency: float
    strain: float


def keep_hosts(session: Session, states: Mapping[str, HostState]) -> None:
    """By name and by address. What a host said of when it is to be asked again holds until then, whatever another of
    our crawls has seen of it since."""
    rows = [{"host": storable(host), **state._asdict()} for host, state in sorted(states.items())]
    always = ["next_at", "crawl_delay", "latency", "strain"]
    upsert(session, Host, [row for row in rows if row["busy_until"] is None], key=["host"], update=always)
    told = [row for row in rows if row["busy_until"] is not None]
    upsert(session, Host, told, key=["host"], update=[*always, "busy_until"])


def recall_hosts(session: Session, hosts: Collection[str]) -> list[HostState]:
    rows = session.scalars(select(Host).where(Host.host.in_([storable(host) for host in hosts])))
    return [HostState(row.next_at, row.busy_until, row.crawl_delay, row.latency, row.strain) for row in rows]
